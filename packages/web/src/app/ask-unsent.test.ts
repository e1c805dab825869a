import { expect, test } from 'vitest';
import { askUnsent } from './ask-unsent.ts';

test.each<[string, () => Promise<number>, readonly unknown[]]>([
  ['nothing is unsent', () => Promise.resolve(0), ['gone']],
  ['two visits are unsent', () => Promise.resolve(2), ['asked', 2]],
  ['the phone cannot say', () => Promise.reject(new Error('the database does not open')), ['asked', null]],
  ['the phone never says', () => new Promise(() => {}), ['asked', null]],
])('signing out goes on or asks, and is never stuck: %s', async (_, count, expected) => {
  const did: unknown[] = [];
  await askUnsent(
    count,
    (unsent) => did.push('asked', unsent),
    () => did.push('gone'),
    20,
  );
  expect(did).toEqual(expected);
});
