import { describe, expect, it } from 'vitest';
import { buildWorkdayCalendar } from '../kernel/workdays.ts';
import {
  type CadenceRule,
  cadencePeriod,
  countStates,
  isPeriodOf,
  mayChangeRecord,
  occurrenceOf,
  occurrencesDue,
  onTimeShare,
  parseDue,
  recordRefusal,
  stateOf,
} from './cadence.rules.ts';

const calendar = buildWorkdayCalendar([
  { on: '2026-10-01', kind: 'off' },
  { on: '2026-10-02', kind: 'off' },
  { on: '2026-10-05', kind: 'off' },
  { on: '2026-10-06', kind: 'off' },
  { on: '2026-10-07', kind: 'off' },
  { on: '2026-10-10', kind: 'work' },
]);
const rule = (rhythm: CadenceRule['rhythm'], due: string): CadenceRule => ({
  key: 'x',
  zh: '某事',
  en: 'Something',
  level: 'workstation',
  rhythm,
  due: parseDue(due)!,
  system: null,
  evidence: 'manual',
  form: null,
  source: { zh: '领域手册 §5.2', en: 'handbook §5.2' },
});
const due = (r: CadenceRule, from: string, last: string) =>
  occurrencesDue(r, from, last, calendar).map((o) => [o.period, o.dueOn]);

describe('what is due in a month', () => {
  it('the session of every Saturday', () => {
    expect(due(rule('weekly', 'weekday:6'), '2026-11-01', '2026-11-30')).toEqual([
      ['2026-W45', '2026-11-07'],
      ['2026-W46', '2026-11-14'],
      ['2026-W47', '2026-11-21'],
      ['2026-W48', '2026-11-28'],
    ]);
  });
  it('a week that crosses the month falls where its day falls', () => {
    expect(due(rule('weekly', 'last-day'), '2026-11-01', '2026-11-30')[0]).toEqual(['2026-W44', '2026-11-01']);
    expect(due(rule('weekly', 'weekday:6'), '2026-10-01', '2026-10-31').at(-1)).toEqual(['2026-W44', '2026-10-31']);
  });
  it('what is due long after its period', () => {
    expect(due(rule('yearly', 'days-after:90'), '2026-03-01', '2026-03-31')).toEqual([['2025', '2026-03-31']]);
    expect(due(rule('quarterly', 'days-after:120'), '2026-10-01', '2026-10-31')).toEqual([['2026-Q2', '2026-10-28']]);
  });
  it('two small fairs a month', () => {
    expect(due(rule('half-monthly', 'last-day'), '2026-02-01', '2026-02-28')).toEqual([
      ['2026-02-H1', '2026-02-15'],
      ['2026-02-H2', '2026-02-28'],
    ]);
  });
  it('last month’s report, by working days over the holidays', () => {
    expect(due(rule('monthly', 'workday-after:3'), '2026-10-01', '2026-10-31')).toEqual([['2026-09', '2026-10-10']]);
    expect(due(rule('monthly', 'last-day'), '2026-10-01', '2026-10-31')).toEqual([['2026-10', '2026-10-31']]);
  });
  it('the quarter, ten days after its end, and the year', () => {
    expect(due(rule('quarterly', 'days-after:10'), '2026-10-01', '2026-10-31')).toEqual([['2026-Q3', '2026-10-10']]);
    expect(due(rule('quarterly', 'days-after:10'), '2026-11-01', '2026-11-30')).toEqual([]);
    expect(due(rule('yearly', 'days-after:31'), '2027-01-01', '2027-01-31')).toEqual([['2026', '2027-01-31']]);
    expect(due(rule('yearly', 'last-day'), '2026-12-01', '2026-12-31')).toEqual([['2026', '2026-12-31']]);
  });
});

describe('the table of rules', () => {
  it.each([
    ['last-day', { kind: 'last-day' }],
    ['weekday:6', { kind: 'weekday', day: 6 }],
    ['weekday:8', undefined],
    ['workday-after:3', { kind: 'workday-after', count: 3 }],
    ['days-after:10', { kind: 'days-after', count: 10 }],
    ['soon', undefined],
  ])('%s', (text, expected) => expect(parseDue(text)).toEqual(expected));
  it.each([
    ['weekly', '2026-W47', true],
    ['weekly', '2026-W54', false],
    ['half-monthly', '2026-11-H2', true],
    ['half-monthly', '2026-13-H2', false],
    ['monthly', '2026-11', true],
    ['monthly', '2026-W11', false],
    ['quarterly', '2026-Q4', true],
    ['yearly', '2026', true],
    ['yearly', '2026-11', false],
  ] as const)('%s %s', (rhythm, text, expected) => expect(isPeriodOf(rhythm, text)).toBe(expected));
  it('half months end with the month', () => {
    expect(cadencePeriod('2026-02-H2')).toEqual({ from: '2026-02-16', last: '2026-02-28' });
    expect(cadencePeriod('2026-2-H2')).toBeUndefined();
  });
});

describe('the state', () => {
  const occurrence = occurrenceOf(rule('monthly', 'last-day'), '2026-10', calendar);
  it.each([
    // evidence, today, state
    [undefined, '2026-10-31', 'pending'],
    [undefined, '2026-11-01', 'missing'],
    [{ doneOn: null }, '2026-11-01', 'missing'],
    [{ doneOn: '2026-10-31' }, '2026-10-31', 'on-time'],
    [{ doneOn: '2026-11-01' }, '2026-11-05', 'late'],
    [{ doneOn: null, wanted: 0, done: 0 }, '2026-11-01', 'no-object'],
    [{ doneOn: null, wanted: 0, done: 0 }, '2026-10-31', 'pending'],
    [{ doneOn: null, wanted: 5, done: 4 }, '2026-11-01', 'missing'],
    [{ doneOn: '2026-10-30', wanted: 5, done: 5 }, '2026-11-01', 'on-time'],
  ])('%j on %s', (evidence, today, state) => expect(stateOf(occurrence, evidence, today)).toBe(state));
  it('counts a percentage over what was due and had an object', () => {
    const counts = countStates(['on-time', 'on-time', 'late', 'missing', 'pending', 'no-object']);
    expect(onTimeShare(counts)).toBe(0.5);
    expect(onTimeShare(countStates(['pending', 'no-object']))).toBeNull();
    expect(onTimeShare(countStates([]))).toBeNull();
  });
});

describe('a record by hand', () => {
  const span = { from: '2026-11-01', last: '2026-11-30' };
  it.each([
    ['2026-11-20', '2026-11-20', undefined],
    ['2026-11-21', '2026-11-20', 'cadence.future'],
    ['2026-10-31', '2026-11-20', 'cadence.before-period'],
    ['2026-12-05', '2026-12-06', undefined],
  ])('on %s, entered %s', (heldOn, today, refusal) =>
    expect(recordRefusal({ heldOn, span, today, openedOn: '2015-01-01' })).toBe(refusal),
  );
  it.each([
    ['2026-11-20', '2026-12-31', 1, true],
    ['2026-11-20', '2027-01-01', 1, false],
    ['2026-12-31', '2027-01-31', 1, true],
    ['2026-11-20', '2026-11-30', 0, true],
  ])('of %s may be changed on %s', (heldOn, today, months, expected) =>
    expect(mayChangeRecord(heldOn, today, months)).toBe(expected),
  );
});
