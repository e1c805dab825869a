import { expect, test } from 'vitest';
import { readTypedDate } from './typed-date.ts';

test.each([
  ['19750312', '1975-03-12'],
  ['1975.3.12', '1975-03-12'],
  ['1975-3-12', '1975-03-12'],
  ['1975/03/12', '1975-03-12'],
  ['1975年3月12日', '1975-03-12'],
  [' １９７５０３１２ ', '1975-03-12'],
  ['19750230', undefined],
  ['1975-13-1', undefined],
  ['75-3-12', undefined],
  ['', undefined],
])('%s is %s', (typed, day) => {
  expect(readTypedDate(typed)).toBe(day);
});

test.each([
  ['9-1', '2026-09-01'],
  ['9.1', '2026-09-01'],
  ['0901', '2026-09-01'],
  ['9月1日', '2026-09-01'],
  ['11-22', '2026-11-22'],
  // Not yet this year: it was last year's.
  ['12-1', '2025-12-01'],
  ['20240301', '2024-03-01'],
  ['1975', undefined],
  ['2-30', undefined],
  ['2-29', undefined],
])('%s, by 22 November 2026, is %s', (typed, day) => {
  expect(readTypedDate(typed, '2026-11-22')).toBe(day);
});

test.each([
  ['12-1', '2026-12-01'],
  ['9.1', '2027-09-01'],
  ['11-22', '2027-11-22'],
  ['2026-12-24', '2026-12-24'],
])('%s, after 22 November 2026, is %s', (typed, day) => {
  expect(readTypedDate(typed, undefined, '2026-11-22')).toBe(day);
});
