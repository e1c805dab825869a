import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePeriod, periodKinds, periodName, periodOf, shiftPeriod, yearBefore, yearStartOf } from './period.ts';
import { addDays } from './plain-date.ts';

describe('periods', () => {
  test.each([
    ['2026-11-21', 'day', '2026-11-21', '2026-11-21'],
    ['2026-W47', 'week', '2026-11-16', '2026-11-22'],
    ['2026-W01', 'week', '2025-12-29', '2026-01-04'],
    ['2020-W53', 'week', '2020-12-28', '2021-01-03'],
    ['2026-02', 'month', '2026-02-01', '2026-02-28'],
    ['2024-Q1', 'quarter', '2024-01-01', '2024-03-31'],
    ['2026', 'year', '2026-01-01', '2026-12-31'],
  ])('%s', (text, kind, from, last) => {
    expect(parsePeriod(text)).toEqual({ kind, text, from, last });
    expect(periodOf(parsePeriod(text)!.kind, last).text).toBe(text);
  });

  test.each(['', '2026-13', '2026-00', '2026-W00', '2021-W53', '2026-W54', '2026-Q5', '2026-02-30', '26-01', '2026-1'])(
    'refuses %s',
    (text) => expect(parsePeriod(text)).toBeUndefined(),
  );

  test.each([
    ['2026-01', -1, '2025-12'],
    ['2026-Q1', -1, '2025-Q4'],
    ['2026-W01', -1, '2025-W52'],
    ['2024-02-29', 1, '2024-03-01'],
    ['2026', 3, '2029'],
  ])('%s shifted by %i is %s', (text, by, expected) => expect(shiftPeriod(parsePeriod(text)!, by).text).toBe(expected));

  test.each([
    ['2026-11', '2025-11'],
    ['2024-02-29', '2023-02-28'],
    ['2020-W53', '2019-W52'],
    ['2026-Q3', '2025-Q3'],
  ])('a year before %s is %s', (text, expected) => expect(yearBefore(parsePeriod(text)!).text).toBe(expected));

  test('every day lies in one period of each kind, and periods follow each other without gap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.constantFrom(...periodKinds), (days, kind) => {
        const on = addDays('1990-01-01', days);
        const period = periodOf(kind, on);
        expect(period.from <= on && on <= period.last).toBe(true);
        expect(parsePeriod(period.text)).toEqual(period);
        expect(shiftPeriod(period, 1).from).toBe(addDays(period.last, 1));
        expect(shiftPeriod(shiftPeriod(period, 1), -1)).toEqual(period);
      }),
    );
  });

  test('names', () => {
    expect(periodName(parsePeriod('2026-W47')!).zh).toBe('2026 年第 47 周（2026-11-16 至 2026-11-22）');
    expect(periodName(parsePeriod('2026-Q4')!)).toEqual({ zh: '2026 年第 4 季度', en: 'Q4 2026' });
  });

  test.each([
    ['2026-W53', '2025-12-29'],
    ['2027-W01', '2027-01-04'],
    ['2027-01-02', '2027-01-01'],
    ['2026-11', '2026-01-01'],
    ['2026-Q4', '2026-01-01'],
  ])('the year of %s begins on %s', (text, from) => expect(yearStartOf(parsePeriod(text)!)).toBe(from));
});
