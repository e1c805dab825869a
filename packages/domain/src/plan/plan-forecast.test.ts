import { describe, expect, it } from 'vitest';
import { listMonths, type Month } from '../kernel/plain-date.ts';
import { forecastYear } from './plan-forecast.ts';

const year = listMonths(202601, 202612);
const same = (from: Month, to: Month, value: number) =>
  listMonths(from, to).map((month): [Month, number] => [month, value]);
const values = (...pairs: [Month, number][][]) => new Map(pairs.flat());

describe('a flow', () => {
  it('knows nothing before a month is over, or without data', () => {
    expect(forecastYear({ measure: 'flow', year, through: undefined, values: new Map() })).toBeUndefined();
    expect(forecastYear({ measure: 'flow', year, through: 202603, values: new Map() })).toBeUndefined();
    expect(forecastYear({ measure: 'flow', year: [], through: 202603, values: new Map() })).toBeUndefined();
    expect(forecastYear({ measure: 'flow', year, through: 202512, values: new Map([[202512, 1]]) })).toBeUndefined();
  });
  it('takes the share that the same months had of last year', () => {
    // Last year: 300 in the first half, 100 in the second. 330 so far are three quarters of 440.
    const known = values(
      same(202501, 202506, 50),
      [...same(202507, 202511, 20), [202512, 0]],
      same(202601, 202606, 55),
    );
    expect(forecastYear({ measure: 'flow', year, through: 202606, values: known })).toEqual({
      value: 440,
      rule: 'same-period-share',
      sureness: 'medium',
      months: 6,
    });
  });
  it('is surer late in the year', () => {
    const known = values(same(202501, 202512, 10), same(202601, 202610, 12));
    expect(forecastYear({ measure: 'flow', year, through: 202610, values: known })).toMatchObject({
      value: 144,
      sureness: 'high',
    });
    expect(forecastYear({ measure: 'flow', year, through: 202602, values: known })).toMatchObject({
      value: 144,
      sureness: 'low',
    });
  });
  it('goes straight on without last year, with a gap in it, or when its months had nothing', () => {
    const known = values(same(202601, 202603, 20));
    const straight = { value: 240, rule: 'run-rate', sureness: 'low', months: 3 };
    expect(forecastYear({ measure: 'flow', year, through: 202603, values: known })).toEqual(straight);
    const gap = values(same(202501, 202511, 5), same(202601, 202603, 20));
    expect(forecastYear({ measure: 'flow', year, through: 202603, values: gap })).toEqual(straight);
    const nothing = values(same(202501, 202503, 0), same(202504, 202512, 9), same(202601, 202603, 20));
    expect(forecastYear({ measure: 'flow', year, through: 202603, values: nothing })).toEqual(straight);
  });
  it('counts only the months it knows, and those of a plan that begins in July', () => {
    const known = values(same(202601, 202601, 20), same(202603, 202603, 40));
    expect(forecastYear({ measure: 'flow', year, through: 202603, values: known })).toMatchObject({
      value: 360,
      rule: 'run-rate',
      months: 2,
    });
    const half = listMonths(202607, 202612);
    expect(
      forecastYear({ measure: 'flow', year: half, through: 202609, values: values(same(202601, 202609, 10)) }),
    ).toEqual({ value: 60, rule: 'run-rate', sureness: 'low', months: 3 });
  });
  it('is what it was when the year is over', () => {
    const known = values(same(202501, 202512, 1), same(202601, 202612, 7));
    expect(forecastYear({ measure: 'flow', year, through: 202612, values: known })).toEqual({
      value: 84,
      rule: 'complete',
      sureness: 'high',
      months: 12,
    });
  });
});

describe('a level', () => {
  const line = (slope: number) =>
    new Map(listMonths(202511, 202610).map((month, i): [Month, number] => [month, 100 + slope * i]));
  it('follows the line of the last twelve months to December', () => {
    expect(forecastYear({ measure: 'level', year, through: 202610, values: line(2) })).toEqual({
      value: 126,
      rule: 'trend',
      sureness: 'high',
      months: 12,
    });
  });
  it('never falls below nothing, nor above the most', () => {
    expect(
      forecastYear({
        measure: 'level',
        year,
        through: 202601,
        values: new Map(listMonths(202502, 202601).map((m, i) => [m, 44 - 4 * i])),
      }),
    ).toMatchObject({ value: 0, sureness: 'low' });
    expect(forecastYear({ measure: 'level', year, through: 202610, values: line(2), most: 100 })).toMatchObject({
      value: 100,
    });
  });
  it('stays level when nothing moves', () => {
    expect(forecastYear({ measure: 'level', year, through: 202610, values: line(0) })).toMatchObject({
      value: 100,
      sureness: 'high',
    });
  });
  it('says the latest value when there are too few', () => {
    const few = new Map<Month, number>([
      [202609, 3.4],
      [202610, 3.5],
    ]);
    expect(forecastYear({ measure: 'level', year, through: 202610, values: few })).toEqual({
      value: 3.5,
      rule: 'last-value',
      sureness: 'low',
      months: 2,
    });
    expect(forecastYear({ measure: 'level', year, through: 202610, values: new Map() })).toBeUndefined();
  });
  it('is the December value when the year is over', () => {
    expect(forecastYear({ measure: 'level', year, through: 202612, values: new Map([[202612, 3.1]]) })).toMatchObject({
      value: 3.1,
      rule: 'complete',
    });
  });
});
