import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { knownAddressCodes } from './address-codes.ts';

const csv = readFileSync(new URL('../../../../regions/cn/area-codes.csv', import.meta.url), 'utf8');

test('present, withdrawn, residence-permit and own codes are known', () => {
  const knows = knownAddressCodes(csv, ['321171000000', '321102001001']);
  const known = ['321102', '321121', '110103', '330183', '500101', '710000', '810000', '820000', '830000', '321171'];
  expect(known.filter((code) => !knows(code))).toEqual([]);
  expect(['321199', '990105', '000000', ''].filter(knows)).toEqual([]);
  expect(knownAddressCodes(csv)('321171')).toBe(false);
});
