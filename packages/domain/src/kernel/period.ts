/**
 * Periods that reports cover: a day '2026-11-21', an ISO week '2026-W47', a month '2026-11', a quarter '2026-Q4', a year '2026'.
 * The text is what the API, the URL and the database carry; it sorts in time within one kind.
 */
import { addDays, daysBetween, firstDayOf, isPlainDate, lastDayOf, type Month, type PlainDate } from './plain-date.ts';

export const periodKinds = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type PeriodKind = (typeof periodKinds)[number];

export interface Period {
  kind: PeriodKind;
  /** As the URL writes it. */
  text: string;
  from: PlainDate;
  /** Last day, inclusive: what a form prints. */
  last: PlainDate;
}

const monthOfYear = (year: number, month: number): Month => year * 100 + month;
const two = (value: number) => String(value).padStart(2, '0');
const four = (value: number) => String(value).padStart(4, '0');

/** The Monday of ISO week 1: the week with the year's first Thursday, so the one that holds 4 January. */
function firstMonday(year: number): PlainDate {
  const fourth = `${four(year)}-01-04`;
  return addDays(fourth, -weekdayFromMonday(fourth));
}

/** 0 Monday … 6 Sunday. 5 January 1970 was a Monday. */
function weekdayFromMonday(day: PlainDate): number {
  return ((daysBetween('1970-01-05', day) % 7) + 7) % 7;
}

function weekPeriod(year: number, week: number): Period | undefined {
  // The last week of the calendar would end beyond it.
  if (year > 9998) return undefined;
  const from = addDays(firstMonday(year), (week - 1) * 7);
  if (week < 1 || week > 53 || from >= firstMonday(year + 1)) return undefined;
  return { kind: 'week', text: `${four(year)}-W${two(week)}`, from, last: addDays(from, 6) };
}

function monthsPeriod(kind: PeriodKind, text: string, year: number, first: number, count: number): Period {
  const from = firstDayOf(monthOfYear(year, first));
  return { kind, text, from, last: lastDayOf(monthOfYear(year, first + count - 1)) };
}

/** The period that a text names, or undefined when it names none. */
export function parsePeriod(text: string): Period | undefined {
  if (isPlainDate(text)) return { kind: 'day', text, from: text, last: text };
  const match = /^(\d{4})(?:-(?:(\d{2})|W(\d{2})|Q([1-4])))?$/.exec(text);
  if (!match) return undefined;
  const [, yearText, month, week, quarter] = match;
  const year = Number(yearText);
  if (year < 1) return undefined;
  if (week) return weekPeriod(year, Number(week));
  if (quarter) return monthsPeriod('quarter', text, year, Number(quarter) * 3 - 2, 3);
  if (!month) return monthsPeriod('year', text, year, 1, 12);
  const number = Number(month);
  return number >= 1 && number <= 12 ? monthsPeriod('month', text, year, number, 1) : undefined;
}

/** The period of a kind that holds a day. */
export function periodOf(kind: PeriodKind, on: PlainDate): Period {
  const year = Number(on.slice(0, 4));
  const month = Number(on.slice(5, 7));
  switch (kind) {
    case 'day':
      return { kind, text: on, from: on, last: on };
    case 'week': {
      // The Thursday of a week says to which year it belongs.
      const weekYear = Number(addDays(on, 3 - weekdayFromMonday(on)).slice(0, 4));
      const week = Math.floor(daysBetween(firstMonday(weekYear), on) / 7) + 1;
      return weekPeriod(weekYear, week)!;
    }
    case 'month':
      return monthsPeriod(kind, `${four(year)}-${two(month)}`, year, month, 1);
    case 'quarter': {
      const quarter = Math.ceil(month / 3);
      return monthsPeriod(kind, `${four(year)}-Q${quarter}`, year, quarter * 3 - 2, 3);
    }
    case 'year':
      return monthsPeriod(kind, four(year), year, 1, 12);
  }
}

/** The period before (−1), after (1), … of the same kind. */
export function shiftPeriod(period: Period, by: number): Period {
  let result = period;
  for (let i = 0; i < Math.abs(by); i++)
    result = periodOf(period.kind, by < 0 ? addDays(result.from, -1) : addDays(result.last, 1));
  return result;
}

/** The same period of the year before: the same month, quarter, ISO week number (52 when it had no 53rd) or day (28 for 29 February). */
export function yearBefore(period: Period): Period {
  const year = Number(period.text.slice(0, 4)) - 1;
  const rest = period.text.slice(4);
  const same = parsePeriod(`${four(year)}${rest}`);
  if (same) return same;
  return parsePeriod(rest === '-02-29' ? `${four(year)}-02-28` : `${four(year)}-W52`)!;
}

/** The day on which the year to date of a period begins: of weeks the Monday of week 1, so that the weeks of a year add up to it. */
export function yearStartOf(period: Period): PlainDate {
  const year = Number(period.text.slice(0, 4));
  return period.kind === 'week' ? firstMonday(year) : firstDayOf(monthOfYear(year, 1));
}

const weekWords = (text: string) => ({ year: text.slice(0, 4), number: Number(text.slice(6)) });

/** As a heading writes it. */
export function periodName(period: Period): { zh: string; en: string } {
  const year = period.text.slice(0, 4);
  switch (period.kind) {
    case 'day':
      return {
        zh: `${year} 年 ${Number(period.text.slice(5, 7))} 月 ${Number(period.text.slice(8))} 日`,
        en: period.text,
      };
    case 'week': {
      const { number } = weekWords(period.text);
      return {
        zh: `${year} 年第 ${number} 周（${period.from} 至 ${period.last}）`,
        en: `Week ${number} of ${year} (${period.from} to ${period.last})`,
      };
    }
    case 'month':
      return { zh: `${year} 年 ${Number(period.text.slice(5))} 月`, en: period.text };
    case 'quarter':
      return { zh: `${year} 年第 ${period.text.slice(6)} 季度`, en: `Q${period.text.slice(6)} ${year}` };
    case 'year':
      return { zh: `${year} 年`, en: year };
  }
}
