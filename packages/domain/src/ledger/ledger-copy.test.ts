import { describe, expect, it } from 'vitest';
import { changesSince, copiedPeriod } from './ledger-copy.ts';

const row = (subjectId: string, recordId: string | null = null) => ({ subjectId, recordId });

describe('a frozen ledger', () => {
  it.each([
    ['stock', '2026-10-31'],
    ['flow', '2026-10'],
    ['records', '2026-10'],
  ] as const)('of a %s holds %s', (rows, period) => {
    expect(copiedPeriod(rows, 202610).text).toBe(period);
  });
  it.each([
    ['nobody', [], [], [], []],
    ['the same', [row('a'), row('b')], [row('b'), row('a')], [], []],
    ['one more, one less', [row('a'), row('b')], [row('b'), row('c')], ['c'], ['a']],
    ['another record of the same person', [row('a', '1')], [row('a', '2')], ['a'], ['a']],
  ])('differs from now: %s', (_, then, now, added, removed) => {
    const changes = changesSince(then, now);
    expect([changes.added.map((one) => one.subjectId), changes.removed.map((one) => one.subjectId)]).toEqual([
      added,
      removed,
    ]);
  });
});
