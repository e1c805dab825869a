import { expect, test } from 'vitest';
import { navigation } from './navigation.ts';

test('no letter opens two pages', () => {
  const letters = navigation.flatMap((entry) => entry.children ?? [entry]).flatMap((entry) => entry.letter ?? []);
  expect(letters.every((letter) => /^[A-Z]$/.test(letter))).toBe(true);
  expect(new Set(letters).size).toBe(letters.length);
});
