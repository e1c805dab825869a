import { describe, expect, it } from 'vitest';
import { parsePeriod } from '../kernel/period.ts';
import { buildWorkdayCalendar } from '../kernel/workdays.ts';
import {
  lateDays,
  mayRemind,
  onTimePercent,
  opensOn,
  periodDueOn,
  punctuality,
  sealRefusal,
  stableJson,
} from './submission.rules.ts';

/** Around the National Day of 2026, as the notice of the State Council has it: 1–7 October off, Saturday 10 October worked. */
const calendar = buildWorkdayCalendar([
  ...['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05', '2026-10-06', '2026-10-07'].map((on) => ({
    on,
    kind: 'off' as const,
  })),
  { on: '2026-10-10', kind: 'work' },
]);

describe('due days', () => {
  it.each([
    ['2026-11-21', 0, '2026-11-21', 'a day on itself, also on a Saturday'],
    ['2026-W47', 1, '2026-11-23', 'a week on the Monday after'],
    ['2026-W40', 1, '2026-10-08', 'a week before a holiday on the first working day after it'],
    ['2026-09', 1, '2026-10-08', 'a month on its n-th working day'],
    ['2026-09', 3, '2026-10-10', 'a Saturday that is worked counts'],
    ['2026-10', 5, '2026-11-06', 'fifth working day'],
    ['2026-Q3', 10, '2026-10-10', 'ten days after the quarter, a worked Saturday'],
    ['2026-Q2', 11, '2026-07-13', 'a term that ends on a Saturday goes on to Monday'],
  ])('%s with %i is due on %s: %s', (period, n, due) => {
    expect(periodDueOn(parsePeriod(period)!, n, calendar)).toBe(due);
  });

  it.each([
    ['2026-11-21', '2026-11-21'],
    ['2026-W47', '2026-11-20'],
    ['2026-10', '2026-11-01'],
    ['2026-Q3', '2026-10-01'],
  ])('%s opens on %s', (period, on) => expect(opensOn(parsePeriod(period)!)).toBe(on));
});

describe('keeping the date', () => {
  it.each([
    [null, '2026-11-02', 'waiting', 0],
    [null, '2026-11-03', 'missing', 1],
    ['2026-11-02', '2026-11-20', 'on-time', 0],
    ['2026-11-05', '2026-11-20', 'late', 3],
  ] as const)('handed in %s, today %s: %s', (firstSubmittedOn, today, kind, days) => {
    expect(punctuality({ dueOn: '2026-11-02', firstSubmittedOn }, today)).toBe(kind);
    expect(lateDays('2026-11-02', firstSubmittedOn, today)).toBe(days);
  });

  it('has no rate where nothing was due', () => {
    expect(onTimePercent({ 'on-time': 0, late: 0, missing: 0 })).toBeNull();
    expect(onTimePercent({ 'on-time': 2, late: 1, missing: 0 })).toBe(66.7);
    expect(onTimePercent({ 'on-time': 0, late: 0, missing: 3 })).toBe(0);
  });

  it('reminds of a form that is owed, once a day', () => {
    const form = { state: 'draft', dueOn: '2026-11-02', remindedOn: null } as const;
    expect(mayRemind(form, '2026-11-01', '2026-11-01')).toBe(true);
    expect(mayRemind(form, '2026-11-01', '2026-10-31')).toBe(false);
    expect(mayRemind({ ...form, remindedOn: '2026-11-03' }, '2026-11-01', '2026-11-03')).toBe(false);
    expect(mayRemind({ ...form, remindedOn: '2026-11-03' }, '2026-11-01', '2026-11-04')).toBe(true);
    expect(mayRemind({ ...form, state: 'submitted' }, '2026-11-01', '2026-11-04')).toBe(false);
  });
});

describe('sealing', () => {
  it.each([
    ['district', 'accepted', 0, undefined],
    ['district', 'submitted', 0, 'report.not-accepted'],
    ['district', 'draft', 0, 'report.not-accepted'],
    ['city', 'submitted', 0, undefined],
    ['city', 'draft', 0, 'report.not-accepted'],
    ['city', 'accepted', 1, 'report.below-open'],
    ['street', 'accepted', 2, 'report.below-open'],
  ] as const)('a %s form that is %s with %i open below: %s', (kind, state, open, refusal) => {
    expect(sealRefusal(kind, state, open)).toBe(refusal);
  });

  it('writes equal content as equal bytes', () => {
    expect(stableJson({ b: [1, { d: null, c: '数' }], a: undefined })).toBe('{"b":[1,{"c":"数","d":null}]}');
    expect(stableJson({ b: 1, a: 2 })).toBe(stableJson({ a: 2, b: 1 }));
  });
});
