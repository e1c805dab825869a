/**
 * The cadence of an office 工作节奏: what is due by rule, what happened, what did not (capability A10, handbook §5.2, §5.3). The rules are
 * data of the region; this file turns rules × office × period × evidence into a list. Pure: no clock, no store.
 */

import type { Sentence } from '../kernel/app-error.ts';
import { parsePeriod, periodOf, shiftPeriod } from '../kernel/period.ts';
import {
  addDays,
  addMonths,
  dayOfWeek,
  firstDayOf,
  lastDayOf,
  listMonths,
  type Month,
  monthOf,
  type PlainDate,
} from '../kernel/plain-date.ts';
import { addWorkdays, type WorkdayCalendar } from '../kernel/workdays.ts';

export const officeLevels = ['workstation', 'street-office', 'district-centre', 'city-bureau'] as const;
export type OfficeLevel = (typeof officeLevels)[number];

export const rhythms = ['weekly', 'half-monthly', 'monthly', 'quarterly', 'yearly'] as const;
export type Rhythm = (typeof rhythms)[number];
export const rhythmNames = {
  weekly: { zh: '每周', en: 'weekly' },
  'half-monthly': { zh: '每半月', en: 'every half month' },
  monthly: { zh: '每月', en: 'monthly' },
  quarterly: { zh: '每季', en: 'quarterly' },
  yearly: { zh: '每年', en: 'yearly' },
} as const satisfies Record<Rhythm, { zh: string; en: string }>;

/** 五项制度 (A10). */
export const workSystems = ['analysis', 'information', 'tracking', 'ledger', 'statistics'] as const;
export type WorkSystem = (typeof workSystems)[number];
export const workSystemNames = {
  analysis: { zh: '月分析制度', en: 'Monthly analysis' },
  information: { zh: '社区就业信息制度', en: 'Community employment information' },
  tracking: { zh: '跟踪服务制度', en: 'Tracking service' },
  ledger: { zh: '台账制度', en: 'Ledgers' },
  statistics: { zh: '统计报表制度', en: 'Statistical reporting' },
} as const satisfies Record<WorkSystem, { zh: string; en: string }>;

export const evidenceKinds = ['report', 'analysis-sheet', 'contact-duty', 'manual'] as const;
/**
 * What proves that it was done: a report form handed in, a signed analysis sheet, the contacts of the period all made, or a record with date,
 * place and people.
 */
export type EvidenceKind = (typeof evidenceKinds)[number];

export interface CadenceRule {
  key: string;
  zh: string;
  en: string;
  level: OfficeLevel;
  rhythm: Rhythm;
  /**
   * When it is due: the last day of the period; a weekday of the week (1 Monday … 7 Sunday); the n-th working day after the period;
   * n calendar days after it; the 15th of each half.
   */
  due: DueRule;
  system: WorkSystem | null;
  evidence: EvidenceKind;
  /** Key of the report form, for evidence `report`. */
  form: string | null;
  /** Article or handbook section. */
  source: Sentence;
}
export type DueRule =
  | { kind: 'last-day' }
  | { kind: 'weekday'; day: number }
  | { kind: 'workday-after'; count: number }
  | { kind: 'days-after'; count: number };

/** As the table of rules writes it: last-day, weekday:6, workday-after:3, days-after:10. Undefined for anything else. */
export function parseDue(text: string): DueRule | undefined {
  if (text === 'last-day') return { kind: 'last-day' };
  const match = /^(weekday|workday-after|days-after):(\d{1,3})$/.exec(text);
  if (!match) return undefined;
  const count = Number(match[2]);
  if (match[1] === 'weekday') return count >= 1 && count <= 7 ? { kind: 'weekday', day: count } : undefined;
  return { kind: match[1] as 'workday-after' | 'days-after', count };
}

/** One time that a rule asks for something: the period it is about and the day by which it has to be done. */
export interface Occurrence {
  ruleKey: string;
  /** '2026-W47', '2026-11-H1', '2026-11', '2026-Q4', '2026'. */
  period: string;
  from: PlainDate;
  /** Last day of the period. */
  last: PlainDate;
  dueOn: PlainDate;
}

/** The span of a period text, half months included; undefined when it names none. */
export function cadencePeriod(text: string): { from: PlainDate; last: PlainDate } | undefined {
  const half = /^(\d{4})-(0[1-9]|1[0-2])-H([12])$/.exec(text);
  if (!half) return parsePeriod(text);
  const month: Month = Number(half[1]) * 100 + Number(half[2]);
  return half[3] === '1'
    ? { from: firstDayOf(month), last: addDays(firstDayOf(month), 14) }
    : { from: addDays(firstDayOf(month), 15), last: lastDayOf(month) };
}

/** Does a text name a period of a rule's rhythm? */
export function isPeriodOf(rhythm: Rhythm, text: string): boolean {
  const pattern = {
    weekly: /^\d{4}-W\d{2}$/,
    'half-monthly': /^\d{4}-\d{2}-H[12]$/,
    monthly: /^\d{4}-\d{2}$/,
    quarterly: /^\d{4}-Q[1-4]$/,
    yearly: /^\d{4}$/,
  }[rhythm];
  return pattern.test(text) && cadencePeriod(text) !== undefined;
}

/** Periods of a rhythm that touch [from, last]. */
function periodsWithin(rhythm: Rhythm, from: PlainDate, last: PlainDate): string[] {
  if (rhythm === 'half-monthly')
    return listMonths(monthOf(from), monthOf(last)).flatMap((month) => {
      const text = `${firstDayOf(month).slice(0, 7)}`;
      return [`${text}-H1`, `${text}-H2`];
    });
  const kind = ({ weekly: 'week', monthly: 'month', quarterly: 'quarter', yearly: 'year' } as const)[rhythm];
  const texts: string[] = [];
  for (let period = periodOf(kind, from); period.from <= last; period = shiftPeriod(period, 1)) texts.push(period.text);
  return texts;
}

export function occurrenceOf(rule: CadenceRule, period: string, calendar: WorkdayCalendar): Occurrence {
  const span = cadencePeriod(period);
  if (!span) throw new Error(`not a period: ${period}`);
  return { ruleKey: rule.key, period, from: span.from, last: span.last, dueOn: dueOnOf(rule.due, span, calendar) };
}

function dueOnOf(due: DueRule, span: { from: PlainDate; last: PlainDate }, calendar: WorkdayCalendar): PlainDate {
  switch (due.kind) {
    case 'last-day':
      return span.last;
    case 'weekday':
      // The given weekday of the first week of the period; of a week that is the day itself.
      return addDays(span.from, (due.day - dayOfWeek(span.from) + 7) % 7);
    case 'workday-after':
      return addWorkdays(span.last, due.count, calendar).date;
    case 'days-after':
      return addDays(span.last, due.count);
  }
}

/** How far the due day can lie behind the end of a period: looked back to find what falls due in a month. Holidays make two working days a week at worst. */
function longestDelay(due: DueRule): number {
  if (due.kind === 'days-after') return due.count;
  return due.kind === 'workday-after' ? due.count * 2 + 30 : 0;
}

/** Every occurrence of a rule that is due within [from, last], in order of the due day. */
export function occurrencesDue(
  rule: CadenceRule,
  from: PlainDate,
  last: PlainDate,
  calendar: WorkdayCalendar,
): Occurrence[] {
  const start = addDays(from, -longestDelay(rule.due));
  return periodsWithin(rule.rhythm, start, last)
    .map((period) => occurrenceOf(rule, period, calendar))
    .filter((occurrence) => occurrence.dueOn >= from && occurrence.dueOn <= last);
}

export type CadenceState = 'on-time' | 'late' | 'missing' | 'pending' | 'no-object';
export const cadenceStateNames = {
  'on-time': { zh: '按时', en: 'on time' },
  late: { zh: '补做', en: 'late' },
  missing: { zh: '未做', en: 'not done' },
  pending: { zh: '未到期', en: 'not yet due' },
  'no-object': { zh: '无对象', en: 'no object' },
} as const satisfies Record<CadenceState, { zh: string; en: string }>;

/** What the store knows about one occurrence of an office. */
export interface Evidence {
  /** The day on which it was done; null while it is not. */
  doneOn: PlainDate | null;
  /** Of evidence that is counted: how many there were to do and how many are done; 0 to do is “no object”. */
  wanted?: number;
  done?: number;
}

/** The state of an occurrence on a day. Nothing done and the day not past: not yet due. */
export function stateOf(occurrence: Occurrence, evidence: Evidence | undefined, today: PlainDate): CadenceState {
  if (evidence?.wanted === 0) return today > occurrence.last ? 'no-object' : 'pending';
  const doneOn = evidence?.doneOn ?? null;
  if (doneOn !== null) return doneOn <= occurrence.dueOn ? 'on-time' : 'late';
  return today > occurrence.dueOn ? 'missing' : 'pending';
}

export type CadenceCounts = Record<CadenceState, number>;

export function countStates(states: readonly CadenceState[]): CadenceCounts {
  const counts: CadenceCounts = { 'on-time': 0, late: 0, missing: 0, pending: 0, 'no-object': 0 };
  for (const state of states) counts[state]++;
  return counts;
}

/** Denominator of the percentage: what was due by now and had an object. */
export function dueCount(counts: CadenceCounts): number {
  return counts['on-time'] + counts.late + counts.missing;
}

/** Done on time ÷ due by now, 0 to 1; null when nothing was due (无对象), never 0 or 1 in its place. */
export function onTimeShare(counts: CadenceCounts): number | null {
  const due = dueCount(counts);
  return due === 0 ? null : counts['on-time'] / due;
}

/** A record by hand may be changed until the end of the n-th month after the day it tells of. */
export function mayChangeRecord(heldOn: PlainDate, today: PlainDate, months: number): boolean {
  return today <= lastDayOf(monthOf(addMonths(`${heldOn.slice(0, 7)}-01`, months)));
}

export interface RecordDates {
  heldOn: PlainDate;
  span: { from: PlainDate; last: PlainDate };
  today: PlainDate;
  /** The office opened on; nothing can have happened before. */
  openedOn: PlainDate;
}

/** Why a record by hand cannot be taken: it lies in the future, or before the period that it is about. Later than the period is late, not wrong. */
export function recordRefusal(record: RecordDates): 'cadence.future' | 'cadence.before-period' | undefined {
  if (record.heldOn > record.today) return 'cadence.future';
  return record.heldOn < record.span.from || record.heldOn < record.openedOn ? 'cadence.before-period' : undefined;
}
