import { surveyedUnemploymentRate } from '@renshe/domain/external/external.indicators.ts';
import { findDeclared } from '@renshe/domain/statistics/indicators.ts';
import { expect, test } from 'vitest';
import { formatChange, formatValue, matches } from './indicator-text.ts';

const people = findDeclared('registered-unemployed')!;
const rate = findDeclared('registered-unemployment-rate')!;

test.each([
  [people, 1234, '1,234'],
  [rate, 3.3, '3.30'],
  [surveyedUnemploymentRate, 5, '5.0'],
] as const)('a value in its digits', (declared, value, text) => {
  expect(formatValue(declared, value)).toBe(text);
});

test.each([
  [people, 12, 9, '+3'],
  [people, 9, 12, '−3'],
  [rate, 3.3, 3.304, ''],
  [people, 9, null, ''],
  [people, null, 9, ''],
] as const)('a change with its sign', (declared, now, before, text) => {
  expect(formatChange(declared, now, before)).toBe(text);
});

test.each([
  ['失业率 登记', 'zh', true],
  ['rate register', 'en', true],
  ['零就业', 'zh', false],
] as const)('search for %s', (typed, language, found) => {
  expect(matches(rate, typed, language)).toBe(found);
});
