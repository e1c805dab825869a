import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  addToMonth,
  addYears,
  ageOn,
  compareDates,
  dayOfWeek,
  daysBetween,
  firstDayAfter,
  firstDayOf,
  formatMonth,
  fromDayNumber,
  isMonth,
  isPlainDate,
  isWithin,
  lastDayOf,
  listMonths,
  maxDate,
  minDate,
  minEnd,
  monthOf,
  monthsBetween,
  nextMonth,
  parseMonth,
  parsePlainDate,
  plainDateOf,
  previousMonth,
  toDayNumber,
} from './plain-date.ts';

describe('days', () => {
  test.each([
    ['2024-02-29', true],
    ['2023-02-29', false],
    ['2000-02-29', true],
    ['1900-02-29', false],
    ['2026-04-31', false],
    ['2026-13-01', false],
    ['2026-00-10', false],
    ['2026-01-00', false],
    ['0000-01-01', false],
    ['2026-1-1', false],
    ['2026/01/01', false],
    ['2026-01-01 ', false],
    ['２026-01-01', false],
    ['', false],
  ])('%s is a date: %s', (text, expected) => {
    expect(isPlainDate(text)).toBe(expected);
    expect(parsePlainDate(text)).toBe(expected ? text : undefined);
  });

  test('day numbers agree with the platform calendar over four centuries, both ways', () => {
    for (let n = toDayNumber('1799-12-31'); n <= toDayNumber('2200-03-01'); n += 1) {
      const iso = new Date(n * 86_400_000).toISOString().slice(0, 10);
      if (fromDayNumber(n) !== iso || toDayNumber(iso) !== n) throw new Error(`${n} ${iso} ${fromDayNumber(n)}`);
    }
    expect(toDayNumber('1970-01-01')).toBe(0);
    expect(fromDayNumber(toDayNumber('0001-01-01'))).toBe('0001-01-01');
    expect(fromDayNumber(toDayNumber('9999-12-31'))).toBe('9999-12-31');
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
    expect(() => toDayNumber('2026-02-30')).toThrow(RangeError);
  });

  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-01-15', -13, '2024-12-15'],
    ['2026-05-31', 0, '2026-05-31'],
  ])('%s + %d months = %s', (date, months, expected) => {
    expect(addMonths(date, months)).toBe(expected);
  });

  test('years, distances, weekdays', () => {
    expect(addYears('2024-02-29', 1)).toBe('2025-02-28');
    expect(addYears('2024-02-29', 4)).toBe('2028-02-29');
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(daysBetween('2026-01-01', '2027-01-01')).toBe(365);
    expect(daysBetween('2024-03-01', '2024-02-01')).toBe(-29);
    expect(dayOfWeek('2026-11-21')).toBe(6);
    expect(dayOfWeek('1969-12-28')).toBe(7);
  });

  test.each([
    ['1976-05-20', '2026-05-19', 49],
    ['1976-05-20', '2026-05-20', 50],
    ['2004-02-29', '2025-02-27', 20],
    ['2004-02-29', '2025-02-28', 21],
    ['2004-02-29', '2024-02-28', 19],
    ['2004-02-29', '2024-02-29', 20],
    ['2026-05-20', '2026-05-19', -1],
  ])('born %s, on %s: %d', (birthOn, on, age) => {
    expect(ageOn(birthOn, on)).toBe(age);
  });

  test('plainDateOf, comparison and open ends', () => {
    expect(plainDateOf(2026, 2, 29)).toBeUndefined();
    expect(plainDateOf(26, 2, 9)).toBe('0026-02-09');
    expect(plainDateOf(2026.5, 2, 9)).toBeUndefined();
    expect(['2026-02-01', '2025-12-31'].sort(compareDates)).toEqual(['2025-12-31', '2026-02-01']);
    expect(minDate('2026-01-01', '2026-01-02')).toBe('2026-01-01');
    expect(maxDate('2026-01-01', '2026-01-02')).toBe('2026-01-02');
    expect(minEnd(null, '2026-01-02')).toBe('2026-01-02');
    expect(minEnd('2026-01-01', null)).toBe('2026-01-01');
    expect(minEnd('2026-01-01', '2026-01-02')).toBe('2026-01-01');
    expect(minEnd(null, null)).toBeNull();
    expect(isWithin('2026-01-02', '2026-01-01', '2026-01-02')).toBe(false);
    expect(isWithin('2026-01-01', '2026-01-01', null)).toBe(true);
  });
});

describe('months', () => {
  test('arithmetic', () => {
    expect(monthOf('2026-11-21')).toBe(202611);
    expect(nextMonth(202612)).toBe(202701);
    expect(previousMonth(202701)).toBe(202612);
    expect(nextMonth(202601)).toBe(202602);
    expect(addToMonth(202611, 2)).toBe(202701);
    expect(addToMonth(202601, -13)).toBe(202412);
    expect(monthsBetween(202611, 202701)).toBe(2);
    expect(monthsBetween(202701, 202511)).toBe(-14);
    expect(listMonths(202611, 202702)).toEqual([202611, 202612, 202701, 202702]);
    expect(listMonths(202611, 202610)).toEqual([]);
  });

  test('days of a month', () => {
    expect(firstDayOf(202402)).toBe('2024-02-01');
    expect(lastDayOf(202402)).toBe('2024-02-29');
    expect(lastDayOf(210002)).toBe('2100-02-28');
    expect(firstDayAfter(202612)).toBe('2027-01-01');
  });

  test('text', () => {
    expect(formatMonth(202601)).toBe('2026-01');
    expect(parseMonth('2026-01')).toBe(202601);
    for (const text of ['2026-13', '2026-1', '202601', '2026-01-01', '']) expect(parseMonth(text)).toBeUndefined();
    expect([202600, 202613, 202601.5, '202601', 202612].map(isMonth)).toEqual([false, false, false, false, true]);
  });
});
