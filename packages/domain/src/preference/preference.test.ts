import { describe, expect, it } from 'vitest';
import { preferenceContracts } from './preference.contract.ts';
import { preferenceSchema, readPreference } from './preference.ts';

const look = { textSize: 'large', density: 'compact', contrast: 'high' } as const;

describe('preferences', () => {
  it.each([
    ['look', look, true],
    ['look', { ...look, font: 'x' }, false],
    ['look', { textSize: 'huge', density: 'compact', contrast: 'high' }, false],
    ['language', 'en', true],
    ['language', 'fr', false],
    ['single-keys', false, true],
    ['recent-areas', ['321102001001'], true],
    ['recent-areas', ['潘艳 32110219850415411X'], false],
    ['recent-areas', Array(7).fill('321102001001'), false],
    ['first-day', { done: ['find'], dismissed: false }, true],
    ['first-day', { done: ['flight'], dismissed: false }, false],
    ['columns:resident.list', { hidden: ['phone'], widths: { name: 8.5 }, frozen: 1 }, true],
    ['columns:resident.list', { widths: { name: 1000 } }, false],
    ['columns:resident.list', { widths: { 潘艳: 8 } }, false],
    ['columns:resident.list', { shown: [] }, false],
    ['columns:resident.list', { shown: Array(81).fill('name') }, false],
    ['columns:resident.list', { note: 'x' }, false],
    ['notices-seen', '2026-11-21T08:00:00.000Z', true],
    ['notices-seen', '昨天', false],
  ])('%s %j is kept: %s', (key, value, kept) => {
    expect(preferenceSchema(key)!.safeParse(value).success).toBe(kept);
  });
  it.each(['columns:', 'columns:潘艳', 'columns:../x', '__proto__', 'constructor', 'purposes', ''])(
    'knows no key %j',
    (key) => {
      expect(preferenceSchema(key)).toBeUndefined();
      expect(preferenceContracts.keep.params.safeParse({ key }).success).toBe(false);
    },
  );
  it('takes what it cannot read for nothing', () => {
    expect(readPreference('look', { textSize: 'large' })).toBeUndefined();
    expect(readPreference('look', look)).toEqual(look);
  });
  it('refuses what is long', () => {
    const value = { hidden: Array.from({ length: 2000 }, (_, i) => `column${i}`) };
    expect(preferenceContracts.keep.body.safeParse({ value }).success).toBe(false);
  });
});
