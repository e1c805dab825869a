import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  addWorkdays,
  buildWorkdayCalendar,
  type CalendarDay,
  countWorkdays,
  isWorkday,
  workdayOfMonth,
  workdayOnOrAfter,
} from './workdays.ts';

const [, ...lines] = readFileSync(new URL('../../../../regions/cn/holidays.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const rows: CalendarDay[] = lines.map((line) => {
  const [on = '', kind] = line.split(',');
  return { on, kind: kind === 'work' ? 'work' : 'off' };
});
const calendar = buildWorkdayCalendar(rows);

test('the national table covers 2007 to 2026', () => {
  expect(rows).toHaveLength(678);
  expect([...calendar.years].sort()).toEqual(Array.from({ length: 20 }, (_, i) => 2007 + i));
});

test.each(['2026-01-04', '2026-02-14', '2026-02-28', '2026-09-20', '2026-10-10', '2026-11-20'])(
  '%s is worked',
  (on) => {
    expect(isWorkday(on, calendar)).toBe(true);
  },
);

test.each(['2026-01-01', '2026-01-03', '2026-02-23', '2026-10-07', '2026-11-21', '2026-11-22'])('%s is off', (on) => {
  expect(isWorkday(on, calendar)).toBe(false);
});

describe('working days after a day', () => {
  test.each([
    ['2026-02-13', 5, '2026-02-27', false],
    ['2026-09-30', 5, '2026-10-13', false],
    ['2026-09-30', 10, '2026-10-20', false],
    ['2026-11-20', 1, '2026-11-23', false],
    ['2026-11-21', 0, '2026-11-21', false],
    ['2026-12-31', 1, '2027-01-04', true],
    ['2027-02-04', 1, '2027-02-09', true],
  ])('%s + %d = %s (provisional: %s)', (start, n, date, provisional) => {
    expect(addWorkdays(start, n, calendar)).toEqual({ date, provisional });
  });

  test('only a whole number from 0 on', () => {
    expect(() => addWorkdays('2026-01-01', -1, calendar)).toThrow(RangeError);
    expect(() => addWorkdays('2026-01-01', 1.5, calendar)).toThrow(RangeError);
  });
});

test('2025 and 2026 have 248 working days', () => {
  expect(countWorkdays('2025-01-01', '2026-01-01', calendar)).toBe(248);
  expect(countWorkdays('2026-01-01', '2027-01-01', calendar)).toBe(248);
});

test('ends of periods and days of a month', () => {
  expect(workdayOnOrAfter('2026-10-01', calendar)).toEqual({ date: '2026-10-08', provisional: false });
  expect(workdayOnOrAfter('2026-10-08', calendar).date).toBe('2026-10-08');
  expect(workdayOfMonth(2026, 10, 2, calendar)).toEqual({ date: '2026-10-09', provisional: false });
  expect(workdayOfMonth(2027, 1, 1, calendar)).toEqual({ date: '2027-01-04', provisional: true });
});

test('without a table the fixed and lunar statutory days are off, and everything is provisional', () => {
  const empty = buildWorkdayCalendar([]);
  for (const on of [
    '2027-01-01',
    '2027-02-05',
    '2027-02-08',
    '2027-04-05',
    '2027-05-03',
    '2027-06-09',
    '2027-09-15',
    '2027-10-01',
  ]) {
    expect([on, isWorkday(on, empty)]).toEqual([on, on === '2027-05-03']);
  }
  expect(addWorkdays('2027-03-01', 1, empty)).toEqual({ date: '2027-03-02', provisional: true });
});
