import { describe, expect, it } from 'vitest';
import {
  divisionOf,
  elapsedShare,
  isTaskOverdue,
  lastMonthOver,
  monthsInPlan,
  planRefusals,
  planYears,
  targetScore,
  taskRefusals,
} from './plan.rules.ts';

describe('the time of a plan', () => {
  it.each([
    // from, to, year, today, through, elapsed
    [202601, 203012, 2026, '2026-11-20', 202610, 10 / 12],
    [202601, 203012, 2026, '2026-01-15', undefined, 0],
    [202601, 203012, 2026, '2027-01-01', 202612, 1],
    [202601, 203012, 2025, '2026-11-20', undefined, 0],
    [202601, 203012, 2027, '2026-11-20', undefined, 0],
    [202607, 203012, 2026, '2026-11-20', 202610, 4 / 6],
    [202607, 203012, 2026, '2026-07-31', undefined, 0],
    [202607, 203006, 2030, '2030-07-01', 203006, 1],
  ])('from %s to %s in %s on %s', (from, to, year, today, through, elapsed) => {
    expect(lastMonthOver(from, to, year, today)).toBe(through);
    expect(elapsedShare(from, to, year, through)).toBeCloseTo(elapsed, 10);
  });
  it('has its years and their months', () => {
    expect(planYears(202607, 203006)).toEqual([2026, 2027, 2028, 2029, 2030]);
    expect(monthsInPlan(202611, 203006, 2026)).toEqual([202611, 202612]);
    expect(monthsInPlan(202611, 203006, 2031)).toEqual([]);
  });
  it.each([
    ['five-year', 202601, 203012, []],
    ['five-year', 202601, 202512, ['plan.dates']],
    ['yearly', 202601, 202612, []],
    ['yearly', 202601, 202701, ['plan.too-long']],
    ['five-year', 202601, 203612, ['plan.too-long']],
  ] as const)('%s from %s to %s', (kind, fromMonth, toMonth, codes) => {
    expect(planRefusals({ kind, fromMonth, toMonth }).map((refusal) => refusal.code)).toEqual(codes);
  });
});

describe('dividing a target', () => {
  it.each([
    // parent, children, adds up, sum, difference, missing
    [74_200, [40_000, 34_200], true, 74_200, 0, 0],
    [74_200, [40_000, 30_000], true, 70_000, -4200, 0],
    [74_200, [40_000, null], true, 40_000, -34_200, 1],
    [74_200, [null, null], true, null, null, 2],
    [null, [10, 20], true, 30, null, 0],
    [3.6, [3.5, 3.7], false, null, null, 0],
    [0, [], true, null, null, 0],
  ])('%s among %j', (parent, children, addsUp, sum, difference, missing) => {
    expect(divisionOf(parent, children, addsUp)).toEqual({ sum, difference, missing });
  });
});

describe('the score of a responsible unit', () => {
  const amounts = { perOver: 100, perUnder: 100 };
  it.each([
    // done, target, share, over, under, amount
    [120, 100, 1.2, 20, 0, 2000],
    [100, 100, 1, 0, 0, 0],
    [90, 100, 0.9, 0, 10, -1000],
    [5, 0, null, 5, 0, 500],
    [0, 0, null, 0, 0, 0],
    [50, null, null, 0, 0, 0],
  ])('%s of %s', (done, target, share, over, under, amount) => {
    expect(targetScore(done, target, amounts)).toEqual({ share, over, under, amount });
  });
});

describe('a task', () => {
  const dates = { startOn: '2026-01-01', dueOn: '2026-06-30' };
  it.each([
    [{ ...dates, milestones: [{ dueOn: '2026-03-31' }] }, []],
    [{ ...dates, dueOn: '2025-12-31', milestones: [] }, ['plan.task-dates']],
    [{ ...dates, milestones: [{ dueOn: '2026-07-01' }] }, ['plan.milestone-dates']],
    [{ ...dates, milestones: [{ dueOn: '2025-12-31' }] }, ['plan.milestone-dates']],
  ])('%j', (task, codes) => {
    expect(taskRefusals(task).map((refusal) => refusal.code)).toEqual(codes);
  });
  it('is overdue from the day after, while it is neither done nor cancelled', () => {
    const task = { state: 'doing' as const, dueOn: '2026-06-30' };
    expect(isTaskOverdue(task, '2026-06-30')).toBe(false);
    expect(isTaskOverdue(task, '2026-07-01')).toBe(true);
    expect(isTaskOverdue({ ...task, state: 'done' }, '2026-07-01')).toBe(false);
    expect(isTaskOverdue({ ...task, state: 'cancelled' }, '2026-07-01')).toBe(false);
  });
});
