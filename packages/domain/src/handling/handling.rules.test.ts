import { describe, expect, it } from 'vitest';
import { buildWorkdayCalendar } from '../kernel/workdays.ts';
import { elapsedDays, handledFigures, promisedOn, withinShare } from './handling.rules.ts';

/** The holiday of October 2026: the 1st to the 7th off, Saturday the 10th worked. */
const calendar = buildWorkdayCalendar([
  ...[1, 2, 3, 4, 5, 6, 7].map((day) => ({ on: `2026-10-0${day}`, kind: 'off' as const })),
  { on: '2026-10-10', kind: 'work' },
]);

describe('days from beginning to end', () => {
  it.each([
    ['the same day', '2026-11-02', '2026-11-02', 0, 0],
    ['the next day', '2026-11-02', '2026-11-03', 1, 1],
    ['over the weekend', '2026-11-06', '2026-11-09', 1, 3],
    ['done on a Saturday', '2026-11-06', '2026-11-07', 1, 1],
    ['begun on a Sunday', '2026-11-08', '2026-11-09', 1, 1],
    ['over a holiday', '2026-09-30', '2026-10-08', 1, 8],
    ['over a Saturday that is worked', '2026-10-09', '2026-10-12', 2, 3],
    ['written down before it began', '2026-11-05', '2026-11-02', 0, 0],
  ])('%s', (_, from, to, workdays, days) => {
    expect(elapsedDays(from, to, 'workday', calendar)).toBe(workdays);
    expect(elapsedDays(from, to, 'day', calendar)).toBe(days);
  });
  it('agrees with the last day of the promise', () => {
    for (let promise = 0; promise <= 6; promise++)
      for (const start of ['2026-09-29', '2026-10-03', '2026-10-09', '2026-11-06'])
        for (let day = 1; day <= 28; day++)
          for (const unit of ['workday', 'day'] as const) {
            const end = `2026-11-${String(day).padStart(2, '0')}`;
            if (end < start) continue;
            const inTime = end <= promisedOn(start, promise, unit, calendar);
            expect(elapsedDays(start, end, unit, calendar) <= promise, `${start} ${end} ${promise}`).toBe(inTime);
          }
  });
});

describe('figures of many cases', () => {
  const cases = (...days: number[]) => days.map((one) => ({ days: one, promise: 5, cases: 1 }));
  it.each([
    ['one case', cases(3), { cases: 1, median: 3, p90: 3, within: 1, late: 0 }],
    ['an even number', cases(1, 2, 5, 9), { cases: 4, median: 3.5, p90: 9, within: 3, late: 1 }],
    ['in any order', cases(9, 1, 5), { cases: 3, median: 5, p90: 9, within: 2, late: 1 }],
    [
      'nine of ten',
      [
        { days: 0, promise: 5, cases: 9 },
        { days: 30, promise: 5, cases: 1 },
      ],
      { cases: 10, median: 0, p90: 0, within: 9, late: 1 },
    ],
    [
      'promises that differ',
      [
        { days: 4, promise: 3, cases: 2 },
        { days: 4, promise: 5, cases: 1 },
      ],
      { cases: 3, median: 4, p90: 4, within: 1, late: 2 },
    ],
    [
      'nothing promised',
      [{ days: 4, promise: null, cases: 2 }],
      { cases: 2, median: 4, p90: 4, within: null, late: null },
    ],
    ['nothing at all', [], { cases: 0, median: null, p90: null, within: null, late: null }],
  ])('%s', (_, groups, expected) => expect(handledFigures(groups)).toEqual(expected));
  it.each([
    [{ within: 3, late: 1 }, 0.75],
    [{ within: 0, late: 2 }, 0],
    [{ within: null, late: null }, null],
  ])('%j in time: %j', (figures, share) => expect(withinShare(figures)).toBe(share));
});
