/**
 * Calendar days and months without clock and time zone.
 *
 * A day is a string 'YYYY-MM-DD' (proleptic Gregorian, years 0001–9999), so days compare with `<` and `>` as they are.
 * A month is the integer YYYYMM, so months compare as numbers. Arithmetic goes through the day number (days since
 * 1970-01-01), never through `Date`, which would bring a time zone into it.
 */

/** A calendar day, 'YYYY-MM-DD'. */
export type PlainDate = string;

/** A calendar month as an integer, YYYYMM (202611 is November 2026). */
export type Month = number;

const daysBeforeMonth = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;
const monthLengths = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Number of days of month 1–12 of a year. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (monthLengths[month] ?? 0);
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** True for a real day in exactly the form 'YYYY-MM-DD'. */
export function isPlainDate(value: unknown): value is PlainDate {
  if (typeof value !== 'string' || value.length !== 10) return false;
  if (value.charCodeAt(4) !== 45 || value.charCodeAt(7) !== 45) return false;
  const year = digits(value, 0, 4);
  const month = digits(value, 5, 7);
  const day = digits(value, 8, 10);
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** The text itself when it is a real day 'YYYY-MM-DD', otherwise undefined. Other spellings are the importer's work. */
export function parsePlainDate(text: string): PlainDate | undefined {
  return isPlainDate(text) ? text : undefined;
}

/** The day of a year, month 1–12 and day of month, or undefined when there is no such day. */
export function plainDateOf(year: number, month: number, day: number): PlainDate | undefined {
  if (!Number.isInteger(year) || !Number.isInteger(month) || !Number.isInteger(day)) return undefined;
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return format(year, month, day);
}

function format(year: number, month: number, day: number): PlainDate {
  if (year < 1 || year > 9999) throw new RangeError(`year ${year} is outside 0001–9999`);
  const y = year >= 1000 ? String(year) : String(year).padStart(4, '0');
  return `${y}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
}

export function yearOf(date: PlainDate): number {
  return digits(date, 0, 4);
}

/** Day of the month, 1–31. */
export function dayOf(date: PlainDate): number {
  return digits(date, 8, 10);
}

/** Days since 1970-01-01 (negative before). Throws on anything that is not a real day. */
export function toDayNumber(date: PlainDate): number {
  if (!isPlainDate(date)) throw new RangeError(`not a date: ${String(date)}`);
  const year = digits(date, 0, 4);
  const month = digits(date, 5, 7);
  const y = year - 1;
  const leapDay = month > 2 && isLeapYear(year) ? 1 : 0;
  const past = y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return past + (daysBeforeMonth[month] ?? 0) + leapDay + digits(date, 8, 10) - 719_163;
}

/** Inverse of {@link toDayNumber}. */
export function fromDayNumber(dayNumber: number): PlainDate {
  // Years are counted from 1 March, so that the leap day is the last day of its year.
  const z = dayNumber + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return format(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
}

/** 1 = Monday … 7 = Sunday. */
export function dayOfWeek(date: PlainDate): number {
  const n = (toDayNumber(date) + 3) % 7;
  return (n < 0 ? n + 7 : n) + 1;
}

export function addDays(date: PlainDate, days: number): PlainDate {
  return fromDayNumber(toDayNumber(date) + days);
}

/** Same day of the month `months` later; where that month is shorter, its last day (31 January + 1 month = 28 February). */
export function addMonths(date: PlainDate, months: number): PlainDate {
  if (!isPlainDate(date)) throw new RangeError(`not a date: ${String(date)}`);
  const index = digits(date, 0, 4) * 12 + digits(date, 5, 7) - 1 + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12 + 1;
  return format(year, month, Math.min(digits(date, 8, 10), daysInMonth(year, month)));
}

/** Same day `years` later; 29 February becomes 28 February in a common year. */
export function addYears(date: PlainDate, years: number): PlainDate {
  return addMonths(date, years * 12);
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return toDayNumber(to) - toDayNumber(from);
}

/**
 * Age in full years 周岁 on a day. Somebody born on 29 February completes a year on 28 February of a common year
 * (the last day of the month where the day is missing, 民法典 §202), so that `ageOn(b, addYears(b, n)) === n` always.
 * Negative before birth.
 */
export function ageOn(birthOn: PlainDate, on: PlainDate): number {
  const years = yearOf(on) - yearOf(birthOn);
  return addYears(birthOn, years) <= on ? years : years - 1;
}

/** For `sort`: negative, zero or positive. */
export function compareDates(a: PlainDate, b: PlainDate): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function minDate(a: PlainDate, b: PlainDate): PlainDate {
  return a <= b ? a : b;
}

export function maxDate(a: PlainDate, b: PlainDate): PlainDate {
  return a >= b ? a : b;
}

/** Exclusive ends: the earlier one, where `null` is "open". */
export function minEnd(a: PlainDate | null, b: PlainDate | null): PlainDate | null {
  if (a === null) return b;
  return b === null || a <= b ? a : b;
}

/** True when the day lies in [from, to); `null` is "open". */
export function isWithin(on: PlainDate, from: PlainDate, to: PlainDate | null): boolean {
  return from <= on && (to === null || on < to);
}

// ---- months ------------------------------------------------------------------------------------------------------

export function monthOf(date: PlainDate): Month {
  return digits(date, 0, 4) * 100 + digits(date, 5, 7);
}

export function isMonth(value: unknown): value is Month {
  if (typeof value !== 'number' || !Number.isInteger(value)) return false;
  const month = value % 100;
  return value >= 101 && value <= 999_912 && month >= 1 && month <= 12;
}

/** The month `months` later (or earlier). */
export function addToMonth(month: Month, months: number): Month {
  const index = Math.floor(month / 100) * 12 + (month % 100) - 1 + months;
  const year = Math.floor(index / 12);
  return year * 100 + (index - year * 12) + 1;
}

export function nextMonth(month: Month): Month {
  return month % 100 === 12 ? month + 89 : month + 1;
}

export function previousMonth(month: Month): Month {
  return month % 100 === 1 ? month - 89 : month - 1;
}

/** Number of months from `from` to `to`: 202611 to 202701 is 2; negative when `to` is earlier. */
export function monthsBetween(from: Month, to: Month): number {
  return (Math.floor(to / 100) - Math.floor(from / 100)) * 12 + (to % 100) - (from % 100);
}

/** Whole months from a day to another one, never negative; the last day of a shorter month completes a month (handbook §3.2). */
export function wholeMonths(from: PlainDate, to: PlainDate): number {
  const months = monthsBetween(monthOf(from), monthOf(to));
  return Math.max(0, addMonths(from, months) > to ? months - 1 : months);
}

/** All months from `from` to `to`, both included. */
export function listMonths(from: Month, to: Month): Month[] {
  const months: Month[] = [];
  for (let month = from; month <= to; month = nextMonth(month)) months.push(month);
  return months;
}

export function firstDayOf(month: Month): PlainDate {
  return format(Math.floor(month / 100), month % 100, 1);
}

export function lastDayOf(month: Month): PlainDate {
  const year = Math.floor(month / 100);
  return format(year, month % 100, daysInMonth(year, month % 100));
}

/** The first day that no longer belongs to the month: its exclusive end. */
export function firstDayAfter(month: Month): PlainDate {
  return firstDayOf(nextMonth(month));
}

/** 202611 → '2026-11'. */
export function formatMonth(month: Month): string {
  return firstDayOf(month).slice(0, 7);
}

/** '2026-11' → 202611; undefined for anything else. */
export function parseMonth(text: string): Month | undefined {
  return text.length === 7 && isPlainDate(`${text}-01`) ? monthOf(text) : undefined;
}
