import { describe, expect, it } from 'vitest';
import { median, rankTest } from './mann-whitney.ts';

describe('rankTest', () => {
  it('knows the textbook: 2 4 6 8 against 1 3 5 7 9 lie where chance puts them', () => {
    expect(rankTest([2, 4, 6, 8], [1, 3, 5, 7, 9])).toEqual({ difference: 0, z: 0 });
  });
  it('measures how far two samples lie apart, and in which direction', () => {
    // U = 0 of 5 × 5: (12.5 − 0) / √(25 · 11 / 12).
    const { difference, z } = rankTest([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]);
    expect(difference).toBe(5);
    expect(z).toBeCloseTo(12.5 / Math.sqrt((25 * 11) / 12), 10);
    expect(rankTest([6, 7, 8, 9, 10], [1, 2, 3, 4, 5]).z).toBeCloseTo(-z, 10);
  });
  it('gives ties their mean rank', () => {
    expect(rankTest([1, 1, 1], [1, 1, 1])).toEqual({ difference: 0, z: 0 });
    expect(rankTest([1, 2, 2, 3], [2, 2, 3, 4]).z).toBeGreaterThan(0);
  });
  it('takes the middle', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
  });
});
