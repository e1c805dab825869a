import { describe, expect, test } from 'vitest';
import { addCounts, type QualityCount, type QualityRule, readQualityRule, scoresOf } from './quality.rules.ts';

const source = { zh: '依据', en: 'source' };
const rules: QualityRule[] = [
  { key: 'phone', check: 'phone', group: 'adult', weight: 3, source },
  { key: 'education', check: 'education', group: 'adult', weight: 1, source },
  { key: 'fresh', check: 'stale', group: 'everybody', weight: 2, source },
];
const counts = (...numbers: [files: number, flawed: number][]): QualityCount[] =>
  numbers.map(([files, flawed], index) => ({ rule: rules[index]!.key, files, flawed }));

describe('the score of files', () => {
  test.each<[string, QualityCount[], number | null, number | null, number | null]>([
    ['nobody lives there', counts([0, 0], [0, 0], [0, 0]), null, null, null],
    ['everything is right', counts([10, 0], [10, 0], [12, 0]), 100, 100, 100],
    ['nothing is right', counts([10, 10], [10, 10], [12, 12]), 0, 0, 0],
    // (3×8 + 1×5 + 2×6) ÷ (3×10 + 1×10 + 2×12) = 41 ÷ 64; complete 29 ÷ 40; fresh 6 ÷ 12
    ['by weight and number', counts([10, 2], [10, 5], [12, 6]), 64, 72.5, 50],
    ['one flaw in very many is not nothing', counts([100_000, 1], [100_000, 0], [100_000, 0]), 99.9, 99.9, 100],
    ['a part without files', counts([10, 2], [10, 5], [0, 0]), 72.5, 72.5, null],
  ])('%s', (_, given, all, completeness, freshness) => {
    expect(scoresOf(rules, given)).toEqual({ all, completeness, freshness, consistency: null });
  });

  test('a street is its communities by the number of files, not the mean of their scores', () => {
    const small = counts([10, 10], [10, 10], [10, 10]);
    const large = counts([990, 0], [990, 0], [990, 0]);
    expect(scoresOf(rules, addCounts([small, large])).all).toBe(99);
  });
});

describe('the rule set as a file', () => {
  const row = { key: 'phone', check: 'phone', group: 'adult', weight: '3', source: '依据', source_en: 'source' };
  test.each<[string, Record<string, string>, string]>([
    ['a good row', {}, ''],
    ['an unknown check', { check: 'shoe-size' }, 'check'],
    ['an unknown group', { group: 'tall' }, 'group'],
    ['people asked of a household', { group: 'household' }, 'group'],
    ['a household asked of people', { check: 'household-head' }, 'group'],
    ['staleness of a group without days', { check: 'stale', group: 'employed' }, 'group'],
    ['no weight', { weight: '0' }, 'weight'],
    ['half a weight', { weight: '1.5' }, 'weight'],
    ['no source', { source_en: '' }, 'source'],
    ['a key with blanks', { key: 'the phone' }, 'key'],
  ])('%s', (_, change, wrong) => {
    const outcome = readQualityRule({ ...row, ...change });
    expect('wrong' in outcome ? outcome.wrong : '').toBe(wrong);
  });
});
