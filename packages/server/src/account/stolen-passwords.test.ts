import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { PASSWORD_MIN_LENGTH } from '@renshe/domain/account/password.rules.ts';
import { expect, test } from 'vitest';
import { isStolenPassword } from './stolen-passwords.ts';

test('the list holds ten thousand passwords that are long enough here, each once, and each is known', () => {
  const list = gunzipSync(readFileSync(join(import.meta.dirname, 'stolen-passwords.txt.gz')))
    .toString('utf8')
    .split('\n');
  expect(list).toHaveLength(10_000);
  expect(new Set(list).size).toBe(10_000);
  expect(list.filter((one) => [...one].length < PASSWORD_MIN_LENGTH)).toEqual([]);
  expect(list.filter((one) => !isStolenPassword(one))).toEqual([]);
  for (const good of ['tulip-harbour-anvil', '晚上八点看河边的灯 7 盏']) expect(isStolenPassword(good)).toBe(false);
});
