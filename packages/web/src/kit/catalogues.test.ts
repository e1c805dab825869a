import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Catalogue, catalogues } from './catalogues.ts';

const source = join(import.meta.dirname, '..');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).map((name) => join(source, name));
const codeFiles = files.filter((name) => /\.tsx?$/.test(name) && !/\.(zh|en|test)\.tsx?$/.test(name));

/** All keys of a catalogue with dots; the forms of a plural count as one. */
function keysOf(catalogue: Catalogue, prefix = ''): string[] {
  return Object.entries(catalogue).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key.replace(/_(one|other)$/, '')}`] : keysOf(value, `${prefix}${key}.`),
  );
}

function textsOf(catalogue: Catalogue): string[] {
  return Object.values(catalogue).flatMap((value) => (typeof value === 'string' ? [value] : textsOf(value)));
}

const zhKeys = new Set(keysOf(catalogues.zh));
const enKeys = new Set(keysOf(catalogues.en));

test('both languages have the same keys', () => {
  expect([...zhKeys].filter((key) => !enKeys.has(key))).toEqual([]);
  expect([...enKeys].filter((key) => !zhKeys.has(key))).toEqual([]);
});

test('the languages are not mixed', () => {
  // The switch names the other language in that language.
  const own = new Set([catalogues.en.app && (catalogues.en.app as { bar: Catalogue }).bar]);
  const others = Object.values(catalogues.en)
    .flatMap((slice) => Object.values(slice))
    .filter((value) => typeof value !== 'string' && !own.has(value));
  const chinese = others.flatMap((value) => textsOf(value as Catalogue)).filter((text) => /\p{Script=Han}/u.test(text));
  expect(chinese).toEqual([]);
});

test('no Chinese stands in components', () => {
  const found = codeFiles
    .filter((name) => name.endsWith('.tsx'))
    .filter((name) => /\p{Script=Han}/u.test(withoutComments(readFileSync(name, 'utf8'))));
  expect(found).toEqual([]);
});

test('every key that code names is in the catalogues', () => {
  const missing: string[] = [];
  for (const name of codeFiles) {
    for (const [, key] of readFileSync(name, 'utf8').matchAll(/\b(?:t|text)\(\s*'([\w.-]+)'/g)) {
      if (key && !zhKeys.has(key)) missing.push(`${name.slice(source.length)}: ${key}`);
    }
  }
  expect(missing).toEqual([]);
});

test('every key of the catalogues is named by code', () => {
  const code = codeFiles.map((name) => readFileSync(name, 'utf8')).join('\n');
  const named = new Set([...code.matchAll(/'([\w-]+(?:\.[\w-]+)+)'/g)].map(([, key]) => key));
  // `slice.part.${kind}` names all keys of that shape.
  const shapes = [...code.matchAll(/`([\w.-]*\.(?:[\w.-]|\$\{[^{}`]*\})*)`/g)].map(([, shape]) => shape!);
  const patterns = [...new Set(shapes)].map(
    (shape) => new RegExp(`^${shape.replaceAll('.', '\\.').replaceAll(/\$\{[^}]*\}/g, '.+')}$`),
  );
  const unused = [...zhKeys].filter((key) => !named.has(key) && !patterns.some((pattern) => pattern.test(key)));
  expect(unused).toEqual([]);
});

test('every slice with catalogues is registered', () => {
  const registered = readFileSync(join(import.meta.dirname, 'catalogues.ts'), 'utf8');
  const missing = files.filter((name) => /\.(zh|en)\.ts$/.test(name) && !registered.includes(name.split('/').at(-1)!));
  expect(missing).toEqual([]);
});

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}
