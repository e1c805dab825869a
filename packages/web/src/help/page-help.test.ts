import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { type Catalogue, catalogues } from '../kit/catalogues.ts';
import { pageHelp } from './all-help.ts';
import { helpWords } from './help-words.ts';

const router = readFileSync(join(import.meta.dirname, '..', 'router.tsx'), 'utf8');
const paths = [...router.matchAll(/^ {2}path: '([^']+)'/gm)].map(([, path]) => path!);

test('every page of the router has a help', () => {
  expect(paths.length).toBeGreaterThan(40);
  expect(paths.filter((path) => pageHelp[path] === undefined)).toEqual([]);
});

test('every word is explained for some page', () => {
  const used = new Set(Object.values(pageHelp).flatMap((page) => page.words));
  expect(Object.keys(helpWords).filter((key) => !used.has(key as keyof typeof helpWords))).toEqual([]);
});

const textsOf = (catalogue: Catalogue): string[] =>
  Object.values(catalogue).flatMap((value) => (typeof value === 'string' ? [value] : textsOf(value)));

/** Sentences end here; what is in quotes counts with its sentence. */
const sentences = (text: string) => text.split(/(?<=[。！？；.!?;])\s*/).filter(Boolean);

describe.each(Object.entries(pageHelp))('%s', (_, page) => {
  it.each(['zh', 'en'] as const)('says it in short sentences, in one language (%s)', (language) => {
    const { what, tasks, troubles } = page[language];
    const texts = [what, ...tasks.flatMap(({ title, steps }) => [title, ...steps]), ...troubles.flat()];
    const most = language === 'zh' ? 46 : 120;
    expect(texts.flatMap(sentences).filter((sentence) => sentence.length > most)).toEqual([]);
    expect(texts.filter((text) => /\p{Script=Han}/u.test(text) !== (language === 'zh'))).toEqual([]);
    expect(tasks.every(({ steps }) => steps.length > 0)).toBe(true);
    expect(troubles.length).toBeGreaterThanOrEqual(2);
    expect(new Set(tasks.flatMap(({ steps }) => steps)).size).toBe(tasks.flatMap(({ steps }) => steps).length);
    expect(page.words.length).toBeGreaterThan(0);
    const onScreen = textsOf(catalogues[language]);
    const quoted = texts.flatMap((text) => [...text.matchAll(/“([^”]+)”/g)].map(([, words]) => words!));
    expect(quoted.filter((words) => !onScreen.some((text) => text.includes(words)))).toEqual([]);
  });
});
