import { describe, expect, it } from 'vitest';
import { changeOf, classLimits, classOf, rankAreas } from './analysis.rules.ts';

describe('a change', () => {
  it.each([
    ['a count', 120, 100, false, { difference: 20, share: 0.2 }],
    ['a fall', 80, 100, false, { difference: -20, share: -0.2 }],
    ['from nothing: no share', 5, 0, false, { difference: 5, share: null }],
    ['from less than nothing', 5, -10, false, { difference: 15, share: 1.5 }],
    ['a rate: points, no share', 3.5, 3, true, { difference: 0.5, share: null }],
    ['before there was anything', 5, null, false, { difference: null, share: null }],
    ['no object now', null, 5, true, { difference: null, share: null }],
  ] as const)('of %s', (_, now, then, isRate, change) => {
    expect(changeOf(now, then, isRate)).toEqual(change);
  });
});

describe('a ranking', () => {
  const ranked = rankAreas(
    [
      { key: 'a', value: 30, denominator: 1000 },
      { key: 'b', value: 9, denominator: 20 },
      { key: 'c', value: 60, denominator: 1000 },
      { key: 'd', value: 15, denominator: 500 },
      { key: 'e', value: 0, denominator: 0 },
      { key: 'f', value: 1, denominator: 1000 },
      { key: 'g', value: null, denominator: 1000 },
    ],
    { per: 1000, minimum: 100 },
  );
  it('puts the highest rate first, lets equals share, and leaves out what is too small', () => {
    expect(ranked.map(({ key, rank, unranked }) => [key, rank, unranked])).toEqual([
      ['c', 1, null],
      ['a', 2, null],
      ['d', 2, null],
      ['f', 4, null],
      ['b', null, 'small'],
      ['e', null, 'no-object'],
      ['g', null, 'no-object'],
    ]);
  });
  it('tells the rate of small areas all the same', () => {
    expect(ranked.find((row) => row.key === 'b')?.rate).toBe(450);
    expect(ranked.find((row) => row.key === 'e')?.rate).toBeNull();
  });
});

describe('classes of colour', () => {
  it.each([
    ['nothing', [], []],
    ['one value', [4], [4]],
    ['equal values', [4, 4], [4]],
    ['a spread', [0, 100], [20, 40, 60, 80, 100]],
    ['few small counts: limits that round to the same are one', [0, 1], [0, 1]],
  ] as const)('over %s', (_, values, limits) => {
    expect(classLimits(values, 5, 0)).toEqual(limits);
  });
  it('every value has one', () => {
    const limits = classLimits([3, 17, 99], 5, 0);
    expect([3, 17, 99].map((value) => classOf(value, limits))).toEqual([0, 0, 4]);
  });
});
