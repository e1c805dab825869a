import { describe, expect, it } from 'vitest';
import { findOutlier, median } from './analysis-outlier.rules.ts';

const thresholds = { spread: 3, minimum: 5, months: 6 };
const twelve = (value: number) => Array.from({ length: 12 }, () => value);

describe('median', () => {
  it.each([
    [[], 0],
    [[3], 3],
    [[1, 9], 5],
    [[9, 1, 5], 5],
    [[1, 1, 1, 100], 1],
  ] as const)('of %j is %i', (values, middle) => {
    expect(median(values)).toBe(middle);
  });
});

describe('a flow', () => {
  it.each([
    ['a layoff in a quiet community', [...twelve(4), 20], 8],
    ['a month without anybody where there were always many', [...twelve(40), 0], -6.3],
    ['one strange month in the past does not hide the next', [4, 4, 90, 4, 4, 5, 3, 4, 4, 4, 5, 4, 30], 13],
    ['a wide spread of its own counts more than chance', [0, 20, 0, 20, 0, 20, 0, 20, 0, 20, 0, 20, 60], 3.4],
  ] as const)('%s is an outlier', (_, values, score) => {
    expect(findOutlier('flow', values, thresholds)?.score).toBeCloseTo(score, 1);
  });
  it.each([
    ['what chance does to a small count', [...twelve(4), 9]],
    ['three of a kind where there were none', [...twelve(0), 3]],
    ['usual ups and downs', [3, 8, 5, 2, 9, 4, 6, 7, 3, 5, 8, 4, 10]],
    ['big counts that vary by their own chance', [...twelve(400), 450]],
    ['too little history', [4, 4, 4, 4, 4, 40]],
    ['no history', [40]],
    ['no number', []],
  ] as const)('%s is none', (_, values) => {
    expect(findOutlier('flow', values, thresholds)).toBeUndefined();
  });
  it('says what is usual and how much it varies', () => {
    expect(findOutlier('flow', [...twelve(4), 20], thresholds)).toEqual({
      observed: 20,
      usual: 4,
      spread: 2,
      score: 8,
    });
  });
});

describe('a stock', () => {
  const growing = (by: number) => Array.from({ length: 13 }, (_, index) => 100 + by * index);
  it('that grows steadily does not jump', () => {
    expect(findOutlier('stock', growing(3), thresholds)).toBeUndefined();
  });
  it('that grows much faster than before jumps by its change', () => {
    expect(findOutlier('stock', [...growing(3), 136 + 30], thresholds)).toMatchObject({ observed: 30, usual: 3 });
  });
  it('that stops growing does not jump', () => {
    expect(findOutlier('stock', [...growing(3), 136], thresholds)).toBeUndefined();
  });
  it('needs one month more than a flow', () => {
    expect(findOutlier('stock', [10, 10, 10, 10, 10, 10, 40], thresholds)).toBeUndefined();
    expect(findOutlier('stock', [10, 10, 10, 10, 10, 10, 10, 40], thresholds)).toBeDefined();
  });
});
