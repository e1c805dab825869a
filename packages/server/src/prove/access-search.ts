/**
 * Searching is not a way to read: whatever text is asked for, the answer to a secret (a masked number of the own people, anything of other
 * people) is the answer to a made-up text of the same form. Rows, counts, pages and lines of exports are compared (handbook/security.md
 * §3 no. 9, §4a). Made of every text field of every read; numbers are found in the one search box alone.
 */

import { checkDigit } from '@renshe/domain/kernel/citizen-id.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { bare, type Cell, openRoots } from './access-cells.ts';
import type { AccessBench } from './access-suite.ts';
import { bodyText } from './answer-text.ts';
import { isUnder, type Persona, provePersonas } from './prove-personas.ts';
import type { Answered, Canary } from './prove-world.ts';
import { inputSchema, type JsonSchema } from './schema-values.ts';

interface Secret {
  what: string;
  text: string;
  /** Of the same form, and nobody's. */
  madeUp: string;
}

/** Who may find whom by a whole number, and why. */
const foundByNumber: Readonly<Record<string, { what: readonly string[]; why: string }>> = {
  'resident.find:text': {
    what: ['own number', 'own phone'],
    why: 'the one search box finds people of the own area by their whole number (design §4)',
  },
  'search.find:text': {
    what: ['own number', 'own phone'],
    why: 'the one search box finds people of the own area by their whole number (design §4)',
  },
  'resident.check:citizenId': {
    what: ['own number', 'number elsewhere'],
    why: 'a number is registered once in the whole city (design §3), so who registers learns that it is taken',
  },
};

/** Words that are no filter: they are written into the audit log. */
const purposes = new Set(['purpose', 'reason', 'note']);

export async function secretSearches(bench: AccessBench): Promise<void> {
  const tried = bench.options.deep
    ? (provePersonas as readonly Persona[])
    : provePersonas.filter(({ key }) => ['worker', 'district', 'security'].includes(key));
  for (const [index, persona] of tried.entries()) {
    const secrets = secretsFor(bench, persona);
    for (const contract of bench.contracts) {
      if (contract.effect !== 'read' || contract.produces === 'pdf' || openRoots(contract, persona).length === 0)
        continue;
      const part = contract.method === 'GET' ? 'query' : 'body';
      const fields = textFields(inputSchema(contract[part]));
      if (fields.length === 0) continue;
      const cells = await bench.cells.of(contract, persona, index);
      const cell = cells.length === 0 ? bare(contract) : cells.find((one) => one.inside);
      if (!cell) continue;
      for (const name of fields)
        for (const secret of secrets) await compare(bench, persona, contract, cell, { part, name }, secret);
    }
  }
}

async function compare(
  bench: AccessBench,
  persona: Persona,
  contract: RouteContract,
  cell: Cell,
  { part, name }: { part: 'query' | 'body'; name: string },
  secret: Secret,
): Promise<void> {
  if (foundByNumber[`${contract.id}:${name}`]?.what.includes(secret.what)) return;
  const ask = async (text: string) => {
    const parts = { ...cell.parts, [part]: { ...(cell.parts[part] as object), [name]: text } };
    return signOf(await bench.world.call(bench.tokenOf(persona), contract, parts), text);
  };
  const [real, random] = [await ask(secret.text), await ask(secret.madeUp)];
  bench.figures.cells++;
  bench.figures.channels++;
  bench.check(
    real === random,
    () => `${contract.id} as ${persona.key}: ${name} tells the ${secret.what}: ${firstDifference(real, random)}`,
  );
}

/** Text fields without a list of values; what has to look like an area or a month refuses both alike. */
function textFields(schema: JsonSchema): string[] {
  return Object.entries(schema.properties ?? {})
    .filter(([name, property]) => property.type === 'string' && !property.enum && !purposes.has(name))
    .map(([name]) => name);
}

/** All that can be told of an answer, without the text that was asked for and the number of the request. */
export function signOf(answer: Answered, asked = ''): string {
  const { date: _, 'x-request-id': id, 'content-length': __, ...headers } = answer.raw.headers;
  // A workbook says when it was written.
  const text = bodyText(answer).replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '');
  const rest = `${answer.status} ${JSON.stringify(headers)} ${text}`.replaceAll(String(id), '');
  return asked === '' ? rest : rest.replaceAll(asked, '').replaceAll(encodeURIComponent(asked), '');
}

export function firstDifference(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return `${a.slice(Math.max(0, at - 40), at + 60)} | ${b.slice(Math.max(0, at - 40), at + 60)}`;
}

/** What a persona sees masked, and what is none of hers. */
function secretsFor(bench: AccessBench, persona: Persona): Secret[] {
  const stands = persona.posts.map((post) => post.area);
  const find = (what: Canary['what'], own: boolean, nth: number) => {
    const fitting = bench.world.canaries.filter(
      (canary) => canary.what === what && isUnder(stands, canary.areaCode) === own,
    );
    return fitting[nth % Math.max(1, fitting.length)]?.text;
  };
  const { seed } = bench.options;
  const secrets: Secret[] = [];
  const add = (what: string, text: string | undefined, madeUp: (text: string) => string) => {
    if (text !== undefined) secrets.push({ what, text, madeUp: madeUp(text) });
  };
  const ownNumber = find('citizen-id', true, seed);
  const ownPhone = find('phone', true, seed);
  add('own number', ownNumber, otherNumber);
  add('own number', ownNumber, otherBirthday);
  add('begin of an own number', ownNumber?.slice(0, 16), () => '3211111990062012');
  add('own phone', ownPhone, () => '13900009999');
  add('middle of an own phone', ownPhone?.slice(3), () => '00009999');
  add('number elsewhere', find('citizen-id', false, seed), otherNumber);
  add('phone elsewhere', find('phone', false, seed), () => '13900009999');
  add('name elsewhere', find('name', false, seed), () => '金丝寅雀7');
  if (!bench.options.deep) return secrets;
  add('begin of a name elsewhere', find('name', false, seed + 2)?.slice(0, 3), () => '金丝寅');
  add('address elsewhere', find('address', false, seed), () => '金丝巷77号');
  add('end of an own number', ownNumber?.slice(6, 14), () => '19900620');
  return secrets;
}

/** A right number that nobody of the made world has. */
function otherNumber(): string {
  const first17 = '32111119900620777';
  return first17 + checkDigit(first17);
}

/** The same mask with other digits under it: another birthday whose check character is the same. */
function otherBirthday(number: string): string {
  for (let serial = 0; serial < 5000; serial++) {
    const [year, month, day] = [1950 + (serial % 40), 1 + (serial % 12), 1 + (serial % 28)];
    const birthday = `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`;
    const first17 = `${number.slice(0, 6)}${birthday}${number.slice(14, 17)}`;
    if (first17 !== number.slice(0, 17) && checkDigit(first17) === number[17])
      return number.slice(0, 6) + birthday + number.slice(14);
  }
  throw new Error('no birthday has the same check character');
}
