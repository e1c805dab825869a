/** Values for a schema, by fast-check: such as fit it, at its borders too, and such as break it in one place. */
import fc from 'fast-check';
import { isDayName, oddTexts, refusedDays, refusedIds, refusedTexts } from './fuzz-texts.ts';
import type { Hints, JsonSchema } from './schema-values.ts';

const days = ['2026-11-10', '2026-10-08', '2026-11-20', '2026-11-21', '2024-02-29', '1900-01-01', '2299-12-31'];
const months = ['2026-10', '2026-09', '2026-11', '2026-12', '1900-01', '2199-12'];
const texts = fc.oneof(
  fc.constantFrom(...oddTexts),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

/** A value that the schema takes, as far as a schema can say; what `hints` name is mostly what they say. */
export function arbitraryOf(schema: JsonSchema, hints: Hints, name = ''): fc.Arbitrary<unknown> {
  const free = freeArbitrary(schema, hints, name);
  return name in hints
    ? fc.oneof({ weight: 5, arbitrary: fc.constant(hints[name]) }, { weight: 1, arbitrary: free })
    : free;
}

function freeArbitrary(schema: JsonSchema, hints: Hints, name: string): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => arbitraryOf(choice, hints, name)));
  if (schema.allOf) return freeArbitrary(Object.assign({}, ...schema.allOf) as JsonSchema, hints, name);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return objectArbitrary(schema, hints);
    case 'array':
      return schema.prefixItems
        ? fc.tuple(...schema.prefixItems.map((item) => arbitraryOf(item, hints)))
        : fc.array(arbitraryOf(schema.items ?? {}, hints, `${name}[]`), {
            minLength: schema.minItems ?? 0,
            maxLength: Math.min(schema.maxItems ?? 4, (schema.minItems ?? 0) + 3),
          });
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.oneof(
        fc.constantFrom(least(schema, 0), most(schema, 2 ** 31)),
        fc.integer({ min: least(schema, -5), max: Math.max(least(schema, -5), most(schema, 60)) }),
      );
    case 'number':
      return fc.oneof(
        fc.constantFrom(least(schema, 0), most(schema, 1e15)),
        fc.double({ min: least(schema, -10), max: most(schema, 1e6), noNaN: true }),
      );
    case 'string':
      return textArbitrary(schema, name);
    default:
      return fc.oneof(texts, fc.integer(), fc.constant(null));
  }
}

const least = (schema: JsonSchema, otherwise: number) => Math.ceil(schema.minimum ?? otherwise);
const most = (schema: JsonSchema, otherwise: number) => Math.floor(schema.maximum ?? otherwise);

function objectArbitrary(schema: JsonSchema, hints: Hints): fc.Arbitrary<unknown> {
  const properties = Object.entries(schema.properties ?? {});
  if (properties.length === 0) return fc.constant({});
  return fc.record(Object.fromEntries(properties.map(([name, one]) => [name, arbitraryOf(one, hints, name)])), {
    requiredKeys: (schema.required ?? []).filter((name) => name in (schema.properties ?? {})),
    noNullPrototype: true,
  });
}

function textArbitrary(schema: JsonSchema, name: string): fc.Arbitrary<string> {
  if (schema.format === 'uuid') return fc.uuid();
  if (isDayName(name) || schema.format === 'date') return fc.constantFrom(...days);
  if (/^(from|to)$/.test(name)) return fc.constantFrom(...days, ...months);
  if (/month/i.test(name)) return fc.constantFrom(...months);
  if (name === 'period') return fc.constantFrom(...months, '2026-W45', '2026-Q3', '2026', '2026-11-10');
  if (schema.pattern !== undefined) {
    try {
      return fc.oneof(fc.stringMatching(new RegExp(schema.pattern)), fc.constantFrom(...oddTexts));
    } catch {
      // A pattern that cannot be turned round is tried with what people type.
      return texts;
    }
  }
  const longest = schema.maxLength ?? 60;
  return fc.oneof(
    texts.map((text) => text.slice(0, longest).padEnd(schema.minLength ?? 0, '料')),
    fc.constant('料'.repeat(Math.min(longest, 5000))),
    fc.constant('x'.repeat(schema.minLength ?? 0)),
  );
}

/** One place of a value that is broken; `never` when no schema whatever may take it. */
export interface Breaking {
  kind: string;
  value: unknown;
  never: boolean;
}

/** The same value, broken in one place after the other: keys, types, borders, texts. */
export function breakings(schema: JsonSchema, value: unknown): Breaking[] {
  const found: Breaking[] = [];
  walk(schema, value, '', (kind, broken, never) => found.push({ kind, value: broken, never: never === true }));
  return found;
}

type Tell = (kind: string, broken: unknown, never?: boolean) => void;

function walk(schema: JsonSchema, value: unknown, name: string, tell: Tell): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const record = value as Record<string, unknown>;
    const owner = objectSchema(schema, record);
    if (owner.properties && owner.additionalProperties === false) {
      for (const key of ['role', 'status', 'createdAt', 'districtId', 'isAdmin', '$where', 't1.name'])
        if (!(key in owner.properties)) tell(`an unknown ${key}`, { ...record, [key]: 1 }, true);
      for (const key of owner.required ?? [])
        if (key in record) {
          const { [key]: _, ...rest } = record;
          tell(`no ${key}`, rest);
        }
    }
    for (const [key, inner] of Object.entries(record))
      walk(owner.properties?.[key] ?? {}, inner, key, (kind, broken, never) =>
        tell(kind, { ...record, [key]: broken }, never),
      );
  } else if (Array.isArray(value)) {
    tell(
      `${name} ten thousand times`,
      Array.from({ length: 10_001 }, () => value[0] ?? 'x'),
      true,
    );
    tell(`${name} as an object`, { 0: value[0], length: 1 });
    for (const [index, inner] of value.slice(0, 2).entries())
      walk(schema.items ?? schema.prefixItems?.[index] ?? {}, inner, `${name}[]`, (kind, broken, never) =>
        tell(kind, value.with(index, broken), never),
      );
  } else breakLeaf(schema, value, name, tell);
}

/** Of several shapes the one that has the value's keys. */
function objectSchema(schema: JsonSchema, value: Record<string, unknown>): JsonSchema {
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (!choices) return schema;
  const fits = (one: JsonSchema) =>
    one.properties !== undefined &&
    Object.entries(value).every(([key, inner]) => {
      const property = one.properties?.[key];
      return property !== undefined && (property.const === undefined || property.const === inner);
    });
  return choices.find(fits) ?? {};
}

function breakLeaf(schema: JsonSchema, value: unknown, name: string, tell: Tell): void {
  for (const other of [null, true, 0, -1, 1.5, 1e308, '', 'x', [], {}, [value], { value }, { $ne: null }])
    if (typeof other !== typeof value || typeof other === 'object')
      tell(`${name} as ${JSON.stringify(other)?.slice(0, 20)}`, other);
  if (typeof value === 'string') {
    for (const { kind, text } of refusedTexts) tell(`${name} with ${kind}`, text, !/password/i.test(name));
    for (const text of oddTexts) tell(`${name}: ${text}`, text);
    if (isDayName(name)) for (const day of refusedDays) tell(`${name}: ${day}`, day, true);
    // A number of a person and the subject of an event are texts that may be anything.
    if (/Id$/.test(name) && !['citizenId', 'subjectId'].includes(name))
      for (const id of refusedIds) tell(`${name}: ${id.slice(0, 40)}`, id, true);
    if (schema.enum) tell(`${name} that is none`, "x' or 1=1");
    tell(
      `${name} in other letters`,
      value.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
    );
  }
  if (typeof value === 'number')
    for (const number of [schema.minimum, schema.maximum, 2 ** 53, -(2 ** 53), 2 ** 31, 1e21, 0.1])
      if (number !== undefined) for (const by of [-1, 0, 1]) tell(`${name} as ${number + by}`, number + by);
}
