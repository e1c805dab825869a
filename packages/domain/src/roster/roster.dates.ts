/** The spellings of dates in ledgers: 1975.3.12, 1975年3月12日, 19750312, 1975/3/12, Excel serials, and months or years alone. */
import { removeBlanks, toHalfWidth } from '../kernel/citizen-id.ts';
import { fromDayNumber, type PlainDate, plainDateOf } from '../kernel/plain-date.ts';
import type { RosterCell } from './roster.sheet.ts';

/** `on` is the first day of the month or year when the precision is coarser than a day. */
export type RosterDate = { on: PlainDate; precision: 'day' | 'month' | 'year' };

/** Serial 1 is 1900-01-01; the spreadsheet's 29 February 1900 never was. 60,000 is in 2064, 3,000 in 1908. */
const smallestSerial = 3000;
const largestSerial = 60_000;

/** The day of an Excel serial in the 1900 date system. */
export function dateOfSerial(serial: number): PlainDate {
  const whole = Math.floor(serial);
  return fromDayNumber(whole - (whole < 60 ? 25_568 : 25_569));
}

function dated(year: number, month?: number, day?: number): RosterDate | undefined {
  if (year < 1850 || year > 2200) return undefined;
  const on = plainDateOf(year, month ?? 1, day ?? 1);
  if (on === undefined) return undefined;
  return { on, precision: day !== undefined ? 'day' : month !== undefined ? 'month' : 'year' };
}

/** Undefined when the cell holds no date that can be read with certainty. */
export function parseRosterDate(cell: RosterCell): RosterDate | undefined {
  if (typeof cell === 'number') return parseNumber(cell);
  const text = removeBlanks(toHalfWidth(cell.trim().replace(/[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$/, '')))
    .replace(/^['`‘’]+/, '')
    .replace(/[.。]$/, '');
  if (text === '') return undefined;
  if (/^\d+$/.test(text)) return parseNumber(Number(text));
  const parts = /^(\d{4})(?:[-/.年、,。·](?:(\d{1,2})(?:月份?|[-/.、,。·]|$)(?:(\d{1,2})[日号]?)?)?)?$/.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day] = parts;
  return dated(
    Number(year),
    month === undefined ? undefined : Number(month),
    day === undefined ? undefined : Number(day),
  );
}

function parseNumber(value: number): RosterDate | undefined {
  if (!Number.isInteger(value)) {
    // 1975.3 typed as a number is March 1975; 1975.1 may also be October, so only the year is certain.
    const text = cleanFraction(value);
    const parts = /^(\d{4})\.(\d{1,2})$/.exec(text);
    if (parts !== null) return parts[2] === '1' ? dated(Number(parts[1])) : dated(Number(parts[1]), Number(parts[2]));
    return value > smallestSerial && value < largestSerial ? { on: dateOfSerial(value), precision: 'day' } : undefined;
  }
  if (value >= 18_500_101 && value <= 22_001_231) {
    return dated(Math.floor(value / 10_000), Math.floor(value / 100) % 100, value % 100);
  }
  if (value >= 185_001 && value <= 220_012) return dated(Math.floor(value / 100), value % 100);
  if (value >= 1850 && value <= 2200) return dated(value);
  if (value >= smallestSerial && value <= largestSerial) return { on: dateOfSerial(value), precision: 'day' };
  return undefined;
}

function cleanFraction(value: number): string {
  return String(Number(value.toPrecision(10)));
}

/** True when both say the same as far as the coarser one goes. */
export function agreesWith(written: RosterDate, exact: PlainDate): boolean {
  const length = written.precision === 'day' ? 10 : written.precision === 'month' ? 7 : 4;
  return written.on.slice(0, length) === exact.slice(0, length);
}
