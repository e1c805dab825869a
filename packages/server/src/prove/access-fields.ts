/**
 * Nobody asks by a field that is not declared: unknown filters, sort orders and columns are refused, never ignored and never joined
 * (handbook/security.md §3 no. 10 and 15, §6 rule 10). Made of every contract, for whoever it is open to.
 */
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { namePinyin } from '../platform/pinyin.ts';
import { bare, openRoots } from './access-cells.ts';
import type { AccessBench } from './access-suite.ts';
import { type Persona, provePersonas } from './prove-personas.ts';
import type { RequestParts } from './prove-request.ts';
import { inputSchema, type JsonSchema } from './schema-values.ts';

/** Columns that no answer shows, and the ways in which other systems let somebody name them. */
const hidden = [
  'citizenId',
  'phone_index',
  'r.name',
  'filter[citizenIdMasked]',
  'orderBy',
  '__proto__',
  'where',
  'groupBy',
  'fields',
  'districtId',
  'sort[]',
  'createdBy',
];
const quickFields = 4;
/** Values that an enumeration has to refuse: names of columns, and an identifier with more behind it. */
const foreignValues = ['citizen_id_index', 'phone_masked', "name'; select 1 --"];

interface Part {
  part: 'query' | 'body';
  schema: JsonSchema;
}

export async function unknownFields(bench: AccessBench): Promise<void> {
  const before = await bench.digest();
  for (const [index, contract] of bench.contracts.entries()) {
    const persona = (provePersonas as readonly Persona[]).find((one) => openRoots(contract, one).length > 0);
    if (!persona && contract.permission !== 'public') continue;
    const cells = persona ? await bench.cells.of(contract, persona, 0) : [];
    const { parts } = cells.find((cell) => cell.inside) ?? bare(contract);
    const token = persona && contract.permission !== 'public' ? bench.tokenOf(persona) : null;
    for (const { part, schema } of partsOf(contract)) {
      const asked = bench.options.deep ? hidden : hidden.filter((_, i) => (i + index) % 3 === 0).slice(0, quickFields);
      for (const name of asked.filter((field) => !(field in (schema.properties ?? {})))) {
        const answer = await bench.world.call(token, contract, withField(parts, part, name, 'x'));
        bench.figures.cells++;
        bench.figures.channels++;
        const told = problems(answer.json).some(({ code }) => code === 'field.unknown') || answer.status === 400;
        bench.check(
          told && answer.status < 500,
          () => `${contract.id}: ${part} field ${name} is not refused (${answer.status}) ${answer.text.slice(0, 120)}`,
        );
      }
      for (const [name, property] of Object.entries(schema.properties ?? {})) {
        if (!property.enum || property.type !== 'string') continue;
        for (const value of foreignValues) {
          const answer = await bench.world.call(token, contract, withField(parts, part, name, value));
          bench.figures.cells++;
          bench.figures.channels++;
          bench.check(
            answer.status === 422 && problems(answer.json).some(({ path }) => path === name),
            () => `${contract.id}: ${name}=${value} is not refused (${answer.status})`,
          );
        }
      }
    }
  }
  const after = await bench.digest();
  bench.check(before === after, () => 'a call with an unknown field changed the database');
  await visibleOrder(bench);
}

/** Rows stand in the order of something that they show: an order by a hidden column would tell it, comparison by comparison. */
async function visibleOrder(bench: AccessBench): Promise<void> {
  const city = (provePersonas as readonly Persona[]).find(({ key }) => key === 'city')!;
  for (const contract of bench.contracts) {
    const { properties = {} } = inputSchema(contract.query);
    for (const sort of (properties.sort?.enum ?? []) as string[]) {
      const { json } = await bench.world.call(bench.tokenOf(city), contract, { query: { sort, limit: 200 } });
      const rows = Object.values(json ?? {}).find((value) => Array.isArray(value)) as
        | Record<string, unknown>[]
        | undefined;
      bench.figures.cells++;
      bench.figures.channels++;
      const shown = Object.keys(rows?.[0] ?? {}).filter((name) => inOrder((rows ?? []).map((row) => row[name])));
      bench.check(
        (rows?.length ?? 0) > 5 && shown.length > 0,
        () => `${contract.id}: sorted by ${sort}, ${rows?.length ?? 0} rows are in the order of nothing that they show`,
      );
    }
  }
}

/** Names go by their pinyin, letter by letter. */
const spelt = (value: unknown) => (typeof value === 'string' ? namePinyin(value).full : (value as number));

/** Whether values rise or fall all along, and are not all the same. */
function inOrder(values: readonly unknown[]): boolean {
  if (!values.every((value) => typeof value === 'string' || typeof value === 'number')) return false;
  if (new Set(values).size < 3) return false;
  const rising = (a: string | number, b: string | number) => (a === b ? 0 : a < b ? -1 : 1);
  const orders = [
    (a: unknown, b: unknown) => rising(spelt(a), spelt(b)),
    (a: unknown, b: unknown) => rising(a as string, b as string),
  ];
  return orders.some((compare) => {
    const steps = values.slice(1).map((value, i) => Math.sign(compare(values[i], value)));
    return !(steps.includes(1) && steps.includes(-1));
  });
}

function partsOf(contract: RouteContract): Part[] {
  const query: Part = { part: 'query', schema: inputSchema(contract.query) };
  if (contract.method === 'GET' || contract.consumes === 'nothing') return [query];
  return [query, { part: 'body', schema: inputSchema(contract.body) }];
}

function withField(parts: RequestParts, part: 'query' | 'body', name: string, value: string): RequestParts {
  return { ...parts, [part]: { ...(parts[part] as object), [name]: value } };
}

function problems(json: Record<string, unknown> | undefined): { path: string; code: string }[] {
  return (json?.error as { fields?: { path: string; code: string }[] } | undefined)?.fields ?? [];
}
