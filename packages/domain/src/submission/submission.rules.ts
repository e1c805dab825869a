/**
 * Which office owes which report by when (handbook §5.3). Pure: the numbers are parameters of the area, the calendar is passed in.
 */
import type { AreaKind } from '../area/area.rules.ts';
import type { Sentence } from '../kernel/app-error.ts';
import { type Period, type PeriodKind, parsePeriod, periodName } from '../kernel/period.ts';
import { addDays, daysBetween, firstDayAfter, type Month, monthOf, type PlainDate } from '../kernel/plain-date.ts';
import { addWorkdays, type WorkdayCalendar, workdayOnOrAfter } from '../kernel/workdays.ts';
import type { ParameterKey } from '../parameter/parameter.keys.ts';
import type { ReportForm } from '../report/form.ts';
import type { ReportState } from '../report/report.rules.ts';

/** A form that goes through the chain: which kind of period it covers, and at which levels it is handed in. */
export type SubmissionForm = Pick<ReportForm, 'key' | 'zh' | 'en' | 'periodKind' | 'levels'>;

/** The form whose closing closes the month of the ledger; the others are locked by the level above, one by one. */
export const ledgerForm = 'monthly';

/** Which parameter says when a form of a period kind is due at a level, and how it counts. */
export const dueRules = {
  day: { parameter: () => 'report.daily_due_days', counts: 'days' },
  week: { parameter: () => 'report.weekly_due_workday', counts: 'workdays' },
  month: {
    parameter: (kind: AreaKind) =>
      (
        ({
          province: 'report.city_due_workday',
          city: 'report.city_due_workday',
          district: 'report.district_due_workday',
          street: 'report.street_due_workday',
          community: 'report.community_due_workday',
        }) as const satisfies Record<AreaKind, ParameterKey>
      )[kind],
    counts: 'workdays',
  },
  quarter: { parameter: () => 'report.quarterly_due_days', counts: 'days-to-workday' },
  year: { parameter: () => 'report.quarterly_due_days', counts: 'days-to-workday' },
} as const satisfies Record<
  PeriodKind,
  { parameter: (kind: AreaKind) => ParameterKey; counts: 'days' | 'workdays' | 'days-to-workday' }
>;

/**
 * The day by which a period is reported: the n-th working day after its last day, or n days after it; a term in days that ends on a day
 * off goes on to the next working day (民法典203条), except the report of a day, which is owed the same day.
 */
export function periodDueOn(period: Period, n: number, calendar: WorkdayCalendar): PlainDate {
  const { counts } = dueRules[period.kind];
  if (counts === 'workdays') return addWorkdays(period.last, n, calendar).date;
  const on = addDays(period.last, n);
  return counts === 'days' ? on : workdayOnOrAfter(on, calendar).date;
}

/** First day on which a form of the period may be handed in: a week is cut off on its Friday, a day on itself, the rest when they are over. */
export function opensOn(period: Period): PlainDate {
  if (period.kind === 'day') return period.from;
  if (period.kind === 'week') return addDays(period.last, -2);
  return addDays(period.last, 1);
}

/** The month in which a period ends, which is the month of its form's row. */
export function monthOfPeriod(period: Period): Month {
  return monthOf(period.last);
}

/** The period of a month. */
export function periodOfMonth(month: Month): Period {
  return parsePeriod(`${Math.floor(month / 100)}-${String(month % 100).padStart(2, '0')}`)!;
}

/** How a period is called beside its form: 2026 年 10 月. */
export function shortPeriodName(period: Period): Sentence {
  const name = periodName(period);
  return { zh: name.zh.replace(/（.*/, ''), en: name.en.replace(/ \(.*/, '') };
}

/** Full days late: of a form that was handed in, by that day; of an open one, by today. 0 when in time. */
export function lateDays(dueOn: PlainDate, submittedOn: PlainDate | null, today: PlainDate): number {
  return Math.max(0, daysBetween(dueOn, submittedOn ?? today));
}

export type Punctuality = 'on-time' | 'late' | 'missing' | 'waiting';

/**
 * How an office kept its date. What counts is the first submission; a return is counted beside it and does not make a report late.
 * A form that nobody handed in is missing once it is overdue, also when it was closed by force.
 */
export function punctuality(
  form: { dueOn: PlainDate; firstSubmittedOn: PlainDate | null },
  today: PlainDate,
): Punctuality {
  if (form.firstSubmittedOn !== null) return form.firstSubmittedOn <= form.dueOn ? 'on-time' : 'late';
  return today > form.dueOn ? 'missing' : 'waiting';
}

/** On time of all that have fallen due, in per cent with one decimal; null when nothing has fallen due: no object, never 0 or 100. */
export function onTimePercent(counts: Record<Exclude<Punctuality, 'waiting'>, number>): number | null {
  const all = counts['on-time'] + counts.late + counts.missing;
  return all === 0 ? null : Math.round((counts['on-time'] / all) * 1000) / 10;
}

/** 催报 goes to a form that is not handed in and is due or overdue, at most once a day. */
export function mayRemind(
  form: { state: ReportState; dueOn: PlainDate; remindedOn: PlainDate | null },
  opens: PlainDate,
  today: PlainDate,
): boolean {
  return form.state === 'draft' && today >= opens && form.remindedOn !== today;
}

/**
 * What has to be true before a form is locked (design §6). A community's month is closed when its form is accepted; the form of a street,
 * district or city only seals: all its communities have closed the month, and the level above has accepted the form itself. The city has
 * nobody above, so its own submission is enough.
 */
export function sealRefusal(
  kind: AreaKind,
  state: ReportState,
  openBelow: number,
): 'report.below-open' | 'report.not-accepted' | undefined {
  if (openBelow > 0) return 'report.below-open';
  if (state === 'accepted' || state === 'closed') return undefined;
  if (kind === 'city' && state === 'submitted') return undefined;
  return 'report.not-accepted';
}

/** Stable JSON: keys in order, no white space, so that equal content has equal bytes. */
export function stableJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stableJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value as Record<string, unknown>)
    .filter(([, entry]) => entry !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${stableJson(entry)}`).join(',')}}`;
}

/** The first day after a month, from which it may be closed. */
export function monthClosesOn(month: Month): PlainDate {
  return firstDayAfter(month);
}
