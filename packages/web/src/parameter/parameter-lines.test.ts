import type { ParameterRow } from '@renshe/domain/parameter/parameter.contract.ts';
import { expect, test } from 'vitest';
import { currentValue, parameterLines, parseValue, valueState } from './parameter-lines.ts';

const row = (key: string, fromOn: string, toOn: string | null, value: number, areaCode: string | null = null) =>
  ({
    parameterId: crypto.randomUUID(),
    key,
    areaCode,
    areaName: '',
    fromOn,
    toOn,
    value,
    unit: '',
    source: '',
    certainty: '',
  }) satisfies ParameterRow;

test('values of one key and area make one line, newest first', () => {
  const lines = parameterLines([
    row('b', '2020-01-01', '2027-01-01', 30),
    row('a', '2020-01-01', null, 1, '321100000000'),
    row('b', '2027-01-01', null, 31),
    row('a', '2020-01-01', null, 2),
  ]);
  expect(lines.map((line) => [line.key, line.areaCode, line.values.length])).toEqual([
    ['a', null, 1],
    ['a', '321100000000', 1],
    ['b', null, 2],
  ]);
  expect(currentValue(lines[2]!, '2026-11-21')?.value).toBe(30);
  expect(currentValue(lines[2]!, '2027-01-01')?.value).toBe(31);
  expect(valueState(lines[2]!.values[0]!, '2026-11-21')).toBe('future');
});

test('a new value has the type of the old one', () => {
  expect(parseValue(' 30 ', 1)).toBe(30);
  expect(parseValue('thirty', 1)).toBeUndefined();
  expect(parseValue('true', false)).toBe(true);
  expect(parseValue('yes', false)).toBeUndefined();
  expect(parseValue('x', 'y')).toBe('x');
});
