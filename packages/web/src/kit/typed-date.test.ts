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
