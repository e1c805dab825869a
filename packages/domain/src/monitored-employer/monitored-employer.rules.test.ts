import { describe, expect, it } from 'vitest';
import {
  changeRate,
  type EmployerMonth,
  inPanel,
  isLargeLayoff,
  layoffRefusals,
  monthDueOn,
  monthRefusals,
  noticeTooShort,
} from './monitored-employer.rules.ts';

const entry: EmployerMonth = {
  staffStart: 200,
  hired: 10,
  departed: 15,
  laidOff: 0,
  staffEnd: 195,
  reason: null,
  outlook: 'steady',
  note: '',
};
const panel = { from: '2026-01-01', to: null };
const codes = (change: Partial<EmployerMonth>, before: number | null = 200, month = 202610) =>
  monthRefusals({ ...entry, ...change }, month, panel, before, '2026-11-20').map((r) =>
    r.code.replace('monitored-employer.', ''),
  );

describe('a month', () => {
  it.each([
    ['right', {}, 200, 202610, []],
    ['first of the panel', {}, null, 202601, []],
    ['wrong sum', { staffEnd: 196 }, 200, 202610, ['sum']],
    ['layoffs explained', { laidOff: 15, reason: '02' as const }, 200, 202610, []],
    ['layoffs without reason', { laidOff: 5 }, 200, 202610, ['reason-missing']],
    ['more laid off than departed', { laidOff: 16, reason: '02' as const }, 200, 202610, ['layoffs-over-departed']],
    ['start differs', {}, 190, 202610, ['start-differs']],
    ['start differs, explained', { note: '合并分厂' }, 190, 202610, []],
    ['this month', {}, 200, 202611, []],
    ['next month', {}, 200, 202612, ['month-ahead']],
    ['before the panel', {}, null, 202512, ['month-outside']],
  ])('%s', (_, change, before, month, expected) => {
    expect(codes(change, before, month)).toEqual(expected);
  });
  it.each([
    [202610, false, '2026-10-30'],
    [202602, false, '2026-02-28'],
    [202610, true, '2026-11-10'],
    [202612, true, '2027-01-10'],
  ])('%d, key employer %s, is due on %s', (month, key, due) => {
    expect(monthDueOn(month, key, { dynamic: 30, key: 10 })).toBe(due);
  });
  it.each([
    ['2026-10-15', null, 202610, true],
    ['2026-11-01', null, 202610, false],
    ['2026-01-01', '2026-10-01', 202610, false],
    ['2026-01-01', '2026-10-02', 202610, true],
    ['2026-10-10', '2026-10-10', 202610, false],
  ])('panel %s to %s holds %d: %s', (from, to, month, expected) => {
    expect(inPanel({ from, to }, month)).toBe(expected);
  });
});

describe('layoffs on a large scale, 劳动合同法 第41条', () => {
  it.each([
    [19, 1000, false],
    [20, 1000, true],
    [9, 100, false],
    [10, 100, true],
    [1, 9, true],
    [0, 0, false],
  ])('%d of %d: %s', (persons, staff, large) => {
    expect(isLargeLayoff(persons, staff, { persons: 20, percent: 10 })).toBe(large);
  });
  it.each([
    ['2026-10-01', '2026-10-31', false],
    ['2026-10-01', '2026-10-30', true],
  ])('told %s, laid off %s: notice too short %s', (told, planned, short) => {
    expect(noticeTooShort(told, planned)).toBe(short);
  });
  it.each([
    [{ toldOn: '2026-11-01', plannedOn: '2026-12-01', persons: 20, staff: 100 }, []],
    [{ toldOn: '2026-11-21', plannedOn: '2026-12-21', persons: 20, staff: 100 }, ['told-ahead']],
    [{ toldOn: '2026-11-01', plannedOn: '2026-10-01', persons: 20, staff: 100 }, ['planned-before-told']],
    [{ toldOn: '2026-11-01', plannedOn: '2026-12-01', persons: 101, staff: 100 }, ['layoff-over-staff']],
  ])('%j', (layoff, expected) => {
    expect(layoffRefusals(layoff, '2026-11-20').map((r) => r.code.replace('monitored-employer.', ''))).toEqual(
      expected,
    );
  });
});

it.each([
  [1000, 970, -3],
  [1000, 1012, 1.2],
  [0, 10, null],
])('from %d to %d: %s', (staffStart, staffEnd, rate) => {
  expect(changeRate({ staffStart, staffEnd })).toBe(rate);
});
