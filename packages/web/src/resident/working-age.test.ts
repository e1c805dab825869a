import { expect, it } from 'vitest';
import { isOfWorkingAge } from './working-age.ts';

const today = '2026-11-21';

it.each([
  ['a schoolchild', { sex: '2', age: 10, birthOn: '2016-02-03' }, false],
  ['the sixteenth birthday', { sex: '1', age: 16, birthOn: '2010-11-21' }, true],
  ['a member of whom only the age is told', { sex: '1', age: 40 }, true],
  ['a woman of 54 without a known post', { sex: '2', age: 54, birthOn: '1972-05-01' }, true],
  [
    'the same woman, retired at fifty',
    { sex: '2', age: 54, birthOn: '1972-05-01', statutoryRetirementOn: '2022-05-01' },
    false,
  ],
  ['a pensioner', { sex: '1', age: 71, birthOn: '1955-02-03' }, false],
  ['somebody outside the reader’s area', { sex: null, age: null }, true],
] as const)('%s', (_, person, expected) => {
  expect(isOfWorkingAge(person, today)).toBe(expected);
});
