/**
 * 业务经办: how long a matter takes at the desk, measured from its records (capability O07). Pure: days in, figures out. Whoever counts says
 * which records; nothing here is estimated.
 */

import type { Sentence } from '../kernel/app-error.ts';
import { addDays, daysBetween, type PlainDate } from '../kernel/plain-date.ts';
import { addWorkdays, countWorkdays, type WorkdayCalendar } from '../kernel/workdays.ts';
import type { ParameterKey } from '../parameter/parameter.keys.ts';

/** Every business whose records say when it began and when it was done. */
export const processKeys = [
  'unemployment-registration',
  'unemployment-deregistration',
  'employer-hire',
  'own-employment',
  'certificate-issue',
  'transfer',
  'help-request',
  'report-review',
  'report-closing',
  'report-correction',
] as const;
export type ProcessKey = (typeof processKeys)[number];

export const handlingUnits = ['workday', 'day'] as const;
export type HandlingUnit = (typeof handlingUnits)[number];

/** A business as the table of processes defines it. */
export interface ProcessDefinition {
  key: ProcessKey;
  zh: string;
  en: string;
  unit: HandlingUnit;
  /** Parameter that says within how many days it has to be done; null where no rule promises anything. */
  promise: ParameterKey | null;
  steps: readonly Sentence[];
  materials: readonly Sentence[];
  /** Article or handbook section. */
  source: Sentence;
}

/**
 * Days from one to the other; the first is not counted (民法典201条). In working days: the smallest number within which it would have been
 * in time, so that what is done on a Saturday took as long as if it had been done on the Monday. Never negative.
 */
export function elapsedDays(
  startedOn: PlainDate,
  finishedOn: PlainDate,
  unit: HandlingUnit,
  calendar: WorkdayCalendar,
): number {
  if (finishedOn <= startedOn) return 0;
  if (unit === 'day') return daysBetween(startedOn, finishedOn);
  return countWorkdays(addDays(startedOn, 1), finishedOn, calendar) + 1;
}

/** The last day on which a promise is kept. */
export function promisedOn(
  startedOn: PlainDate,
  days: number,
  unit: HandlingUnit,
  calendar: WorkdayCalendar,
): PlainDate {
  return unit === 'day' ? addDays(startedOn, days) : addWorkdays(startedOn, days, calendar).date;
}

/** Cases that took equally long. `promise` is what was promised for them, null without a promise. */
export interface HandledGroup {
  days: number;
  promise: number | null;
  cases: number;
}

export interface HandledFigures {
  cases: number;
  /** Days that half of the cases took at most; between the two in the middle of an even number. Null without cases. */
  median: number | null;
  /** Days within which nine of ten were done (nearest rank). Null without cases. */
  p90: number | null;
  /** Cases done within their promise. Null where nothing is promised. */
  within: number | null;
  /** Cases that took longer than promised. Null where nothing is promised. */
  late: number | null;
}

export function handledFigures(groups: Iterable<HandledGroup>): HandledFigures {
  const byDays = new Map<number, number>();
  let cases = 0;
  let promised = 0;
  let within = 0;
  for (const group of groups) {
    cases += group.cases;
    byDays.set(group.days, (byDays.get(group.days) ?? 0) + group.cases);
    if (group.promise === null) continue;
    promised += group.cases;
    if (group.days <= group.promise) within += group.cases;
  }
  const ordered = [...byDays].sort(([a], [b]) => a - b);
  const nth = (rank: number): number | null => {
    let seen = 0;
    for (const [days, count] of ordered) {
      seen += count;
      if (seen >= rank) return days;
    }
    return null;
  };
  if (cases === 0) return { cases, median: null, p90: null, within: null, late: null };
  return {
    cases,
    median: (nth(Math.ceil(cases / 2))! + nth(Math.floor(cases / 2) + 1)!) / 2,
    p90: nth(Math.ceil(cases * 0.9)),
    within: promised === 0 ? null : within,
    late: promised === 0 ? null : promised - within,
  };
}

/** Share of the promised cases that were done in time, 0–1; null is "no object". */
export function withinShare(figures: Pick<HandledFigures, 'within' | 'late'>): number | null {
  const { within, late } = figures;
  return within === null || late === null || within + late === 0 ? null : within / (within + late);
}
