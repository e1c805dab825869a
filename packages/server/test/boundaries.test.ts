/**
 * The boundaries of every field of every route, made from what the route declares: a value just beyond them is refused before anything else is
 * looked at, and nothing is without boundaries.
 */
import { allContracts } from '@renshe/domain/access/all-contracts.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessMatrix, matrixPersonas } from '../src/prove/access-matrix.ts';
import { fittingParts, inputSchema, type JsonSchema } from '../src/prove/schema-values.ts';
import type { Persona } from './personas.ts';
import { openTestApp, type TestApp } from './test-app.ts';

type Part = 'params' | 'query' | 'body';
interface Beyond {
  at: readonly (string | number)[];
  what: string;
  value: unknown;
}
const absent = Symbol('absent');

/** What lies just beyond the boundaries of a schema, with the way to it; `asText`: in an address everything is a text. */
function beyond(schema: JsonSchema, at: readonly (string | number)[], asText: boolean): Beyond[] {
  const found: Beyond[] = [];
  const add = (what: string, value: unknown) => found.push({ at, what, value });
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) {
    // What no choice takes: each of them is of its own kind, so that one breach breaks all of them.
    const kinds = new Set(choices.flatMap((choice) => choice.type ?? 'any'));
    if (asText) return kinds.has('null') ? beyond(choices.find((one) => one.type !== 'null')!, at, asText) : [];
    if (!kinds.has('any') && !kinds.has('boolean')) add('another kind', true);
    const [only] = choices.filter((choice) => choice.type !== 'null');
    if (choices.length === 2 && kinds.has('null') && only) found.push(...beyond(only, at, asText));
    return found;
  }
  if (schema.enum || schema.const !== undefined) {
    add('no such choice', 'no-such-choice');
    return found;
  }
  switch (schema.type) {
    case 'string':
      if (!asText) add('a number for a text', 7);
      if (schema.maxLength !== undefined) add('too long', '长'.repeat(schema.maxLength + 1));
      else if (schema.pattern !== undefined || schema.format !== undefined) add('much too long', '1'.repeat(5000));
      else add('NO LIMIT', undefined);
      if ((schema.minLength ?? 0) > 1) add('too short', '短'.repeat(schema.minLength! - 1));
      if (schema.pattern !== undefined || schema.format !== undefined) add('another form', "1' or 1=1--");
      break;
    case 'integer':
    case 'number': {
      const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
      const [low, high] = [minimum ?? exclusiveMinimum, maximum ?? exclusiveMaximum];
      if (low === undefined || high === undefined) add('NO LIMIT', undefined);
      else {
        add('below', low - 1);
        add('above', high + 1);
      }
      if (schema.type === 'integer') add('a part of a number', 1.5);
      add('beyond whole numbers', 2 ** 63);
      if (!asText) add('a text for a number', '1');
      break;
    }
    case 'boolean':
      add('no truth value', 'yes');
      break;
    case 'array':
      add('no list', asText ? absent : 'x');
      if (schema.maxItems === undefined && !schema.prefixItems) add('NO LIMIT', undefined);
      else if ((schema.maxItems ?? 0) <= 2000)
        add(
          'too many',
          Array.from({ length: (schema.maxItems ?? schema.prefixItems!.length) + 1 }, () => null),
        );
      if (schema.items && !asText) found.push(...beyond(schema.items, [...at, 0], asText));
      break;
    case 'object':
      if (at.length > 0) add('no object', 'x');
      for (const [name, property] of Object.entries(schema.properties ?? {})) {
        found.push(...beyond(property, [...at, name], asText));
        if (schema.required?.includes(name)) found.push({ at: [...at, name], what: 'missing', value: absent });
      }
      if (schema.additionalProperties === false) found.push({ at: [...at, 'unknownField'], what: 'unknown', value: 1 });
      break;
    default:
      break;
  }
  return found;
}

/** The right thing with one place of it changed; undefined where there is no such place in it. */
function changed(right: unknown, at: readonly (string | number)[], value: unknown): unknown {
  const [name, ...rest] = at;
  if (name === undefined) return value;
  if (typeof name === 'number') return [changed(Array.isArray(right) ? right[0] : undefined, rest, value)];
  const copy: Record<string, unknown> = { ...(right as Record<string, unknown> | undefined) };
  if (rest.length === 0 && value === absent) delete copy[name];
  else copy[name] = changed(copy[name], rest, value);
  return copy;
}

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

/** Somebody who may call it. */
function callerOf(contract: RouteContract): Persona | null {
  const persona = matrixPersonas[accessMatrix[contract.id]!.indexOf('+')]!;
  return persona === 'anonymous' ? null : persona;
}

const partsOf = (contract: RouteContract): Part[] =>
  contract.method === 'GET' ? ['params', 'query'] : ['params', 'query', 'body'];

describe('every field of every route', () => {
  const contracts = allContracts as readonly RouteContract[];

  it('has boundaries', () => {
    const open = contracts.flatMap((contract) =>
      partsOf(contract).flatMap((part) =>
        beyond(inputSchema(contract[part]), [], part !== 'body')
          .filter(({ what }) => what === 'NO LIMIT')
          .map(({ at }) => `${contract.id} ${part} ${at.join('.')}`),
      ),
    );
    expect(open).toEqual([]);
  });

  it('takes nothing that lies beyond them', () => {
    const taken: string[] = [];
    let tried = 0;
    for (const contract of contracts) {
      for (const { part, parts, words } of casesOf(contract)) {
        tried++;
        if (contract[part].safeParse(parts[part]).success) taken.push(words);
      }
    }
    expect(taken).toEqual([]);
    expect(tried).toBeGreaterThan(3500);
  });

  it('has its boundaries at the door: each part of each route refuses over HTTP, before anything is looked at', async () => {
    const taken: string[] = [];
    for (const [nth, contract] of contracts.entries()) {
      const cases = casesOf(contract);
      for (const part of partsOf(contract)) {
        const ofPart = cases.filter((one) => one.part === part);
        const one = ofPart[(nth * 7) % ofPart.length];
        if (!one) continue;
        const answer = await app.call(callerOf(contract), contract, one.parts as never).catch(() => ({ status: 200 }));
        if (![400, 413, 414, 422].includes(answer.status) && !(part === 'params' && answer.status === 404))
          taken.push(`${one.words} → ${answer.status}`);
      }
    }
    expect(taken).toEqual([]);
  });
});

interface Case {
  part: Part;
  parts: Record<Part, unknown> & { file: { name: string; bytes: Buffer } };
  words: string;
}

function casesOf(contract: RouteContract): Case[] {
  const right = { ...fittingParts(contract, {}), file: { name: 'x.csv', bytes: Buffer.from('x') } };
  return partsOf(contract).flatMap((part) =>
    beyond(inputSchema(contract[part]), [], part !== 'body' || contract.consumes === 'upload')
      // A part of an address that is not there leads to no route at all.
      .filter(
        ({ what, value }) => what !== 'NO LIMIT' && !(part === 'params' && (value === absent || what === 'unknown')),
      )
      .map(({ at, what, value }) => ({
        part,
        parts: { ...right, [part]: changed(right[part], at, value) } as Case['parts'],
        words: `${contract.id} ${part} ${at.join('.')}: ${what} ${JSON.stringify(value)?.slice(0, 40)}`,
      })),
  );
}
