import { describe, expect, it } from 'vitest';
import { parsePeriod } from '../kernel/period.ts';
import { differenceReason, isVolumeLevel, ledgerPeriodIn, reconcile, volumePeriod } from './volume.rules.ts';

const today = '2026-11-22';

describe('a street volume', () => {
  it.each([
    [undefined, '2026-11'],
    ['2026-11', '2026-11'],
    ['2026-10', '2026-10'],
    ['2026-11-22', '2026-11-22'],
    ['2026-11-23', undefined],
    ['2026-12', undefined],
    ['2026-W40', undefined],
    ['2026-Q3', undefined],
    ['2026', undefined],
    ['today', undefined],
  ])('of %s is of %s', (text, period) => {
    expect(volumePeriod(text, today)?.text).toBe(period);
  });
  it.each([
    ['2026-10', 'stock', '2026-10-31'],
    ['2026-11', 'stock', '2026-11-22'],
    ['2026-10-12', 'stock', '2026-10-12'],
    ['2026-10', 'flow', '2026-10'],
    ['2026-10', 'records', '2026-10'],
    ['2026-10-12', 'flow', undefined],
    ['2026-10-12', 'records', undefined],
  ] as const)('of %s opens a ledger of a %s with %s', (text, rows, opened) => {
    expect(ledgerPeriodIn(parsePeriod(text)!, rows, today)?.text).toBe(opened);
  });
  it.each([
    [[3, 4, 5], 12, 12, 0],
    [[], 0, 0, 0],
    [[1, 1], 1, 2, 1],
    [[2, 0], 3, 2, -1],
  ])('whose communities count %j and whose street counts %i', (counts, whole, sum, difference) => {
    expect(reconcile(counts, whole)).toEqual({ sum, difference });
  });
  it.each([
    [1, true, undefined],
    [0, false, undefined],
    [2, true, 'several-parts'],
    [2, false, 'several-parts'],
    [1, false, 'taken-back-elsewhere'],
    [0, true, 'moved-within'],
  ] as const)('of whom %i communities count, the street: %s', (parts, inWhole, reason) => {
    expect(differenceReason(parts, inWhole)).toBe(reason);
  });
  it('is of no city', () => {
    expect(
      ['community', 'street', 'district', 'city', 'province'].map((kind) => isVolumeLevel(kind as 'city')),
    ).toEqual([true, true, true, false, false]);
  });
});
