/** Requests for help 求助 of people without work (C03): received → taken → answered or forwarded → closed, by a clock of working days. */
import type { PlainDate } from '../kernel/plain-date.ts';
import { addWorkdays, type WorkdayCalendar } from '../kernel/workdays.ts';

export const helpChannels = ['walk-in', 'phone', 'web'] as const;
export type HelpChannel = (typeof helpChannels)[number];

export const helpStates = ['received', 'taken', 'answered', 'forwarded', 'closed'] as const;
export type HelpState = (typeof helpStates)[number];

export type HelpAction = 'take' | 'answer' | 'forward' | 'close';

/** What leads on from a state. */
export const helpActions = {
  received: ['take', 'forward'],
  taken: ['answer', 'forward'],
  answered: ['close'],
  forwarded: ['close'],
  closed: [],
} as const satisfies Record<HelpState, readonly HelpAction[]>;

export function helpMay(state: HelpState, action: HelpAction): boolean {
  return (helpActions[state] as readonly HelpAction[]).includes(action);
}

/** The clock runs until an answer was given or the request was handed on. */
export const runningStates = ['received', 'taken'] as const satisfies readonly HelpState[];

export function isOverdue(state: HelpState, dueOn: PlainDate, today: PlainDate): boolean {
  return (runningStates as readonly HelpState[]).includes(state) && today > dueOn;
}

/** The last working day for the answer; the day of receipt is not counted. */
export function answerDueOn(receivedOn: PlainDate, workdays: number, calendar: WorkdayCalendar): PlainDate {
  return addWorkdays(receivedOn, workdays, calendar).date;
}

/** A mobile or landline number as people type it; undefined when it is none. Digits only. */
export function parsePhone(text: string): string | undefined {
  const digits = text
    .normalize('NFKC')
    .replaceAll(/[\s()-]/g, '')
    .replace(/^\+?86(?=1\d{10}$)/, '');
  return /^1[3-9]\d{9}$/.test(digits) || /^0\d{9,11}$/.test(digits) ? digits : undefined;
}
