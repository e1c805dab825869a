/** Which record or area a route is about, found in the database by the names of its parameters: a new route brings its own subjects. */
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { sql } from 'kysely';
import type { System } from '../platform/open-system.ts';
import { inputSchema } from './schema-values.ts';

export interface Subject {
  params: Record<string, string>;
  areaCode: string;
  /** The version of the record, where its table keeps one. */
  version?: number;
}

interface Table {
  name: string;
  columns: ReadonlySet<string>;
  keys: readonly string[];
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export interface SubjectFinder {
  /** Records of every community that a route's parameters can name; empty when it names none. */
  subjectsOf(contract: RouteContract): Promise<readonly Subject[]>;
}

/** Fields that name the area of a call, or an office of it. */
export const areaFields = ['area', 'areaCode', 'officeId'] as const;

/** Where a call carries its area: in the path, the query or the body; undefined when nowhere. */
export function areaPlaceOf(contract: RouteContract): { part: 'params' | 'query' | 'body'; name: string } | undefined {
  if (/\/areas\/:code(\/|$)/.test(contract.path)) return { part: 'params', name: 'code' };
  for (const part of ['query', 'body'] as const) {
    const { properties } = inputSchema(contract[part]);
    const name = areaFields.find((field) => properties && field in properties);
    if (name) return { part, name };
  }
  return undefined;
}

export async function openSubjects(system: System): Promise<SubjectFinder> {
  const { rows } = await sql<{ name: string; columns: string[]; keys: string[] }>`
    select c.relname as name, array_agg(a.attname::text) as columns,
      (select array_agg(k.attname::text) from pg_index i join pg_attribute k on k.attrelid = i.indrelid and k.attnum = any(i.indkey) where i.indrelid = c.oid and i.indisprimary) as keys
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace group by c.oid, c.relname order by 1`.execute(
    system.db.kysely,
  );
  const tables: Table[] = rows.map((row) => ({ name: row.name, columns: new Set(row.columns), keys: row.keys ?? [] }));
  const known = new Map<string, readonly Subject[]>();

  return {
    async subjectsOf(contract) {
      const names = [...contract.path.matchAll(/:(\w+)/g)].map((match) => match[1]!);
      const table = tableOf(tables, contract, names);
      if (!table) return [];
      const key = `${table.name}:${names.join(',')}`;
      const found = known.get(key) ?? (await listSubjects(system, table, names));
      known.set(key, found);
      return found;
    },
  };
}

/** The table whose key is the last id of the path: of several, the one that the route's slice names. */
function tableOf(tables: readonly Table[], contract: RouteContract, names: readonly string[]): Table | undefined {
  const last = names.filter((name) => name.endsWith('Id')).at(-1);
  if (!last) return undefined;
  const column = snake(last);
  const slice = contract.path.split('/')[2]!.replaceAll('-', '_').replace(/s$/, '');
  const candidates = tables.filter(
    (table) =>
      table.keys.includes(column) &&
      (table.columns.has('area_id') || table.columns.has('plan_id')) &&
      names.every((name) => !name.endsWith('Id') || table.columns.has(snake(name))),
  );
  const named = candidates.find((table) => table.name === column.replace(/_id$/, ''));
  return (
    candidates.find((table) => table.name.startsWith(slice) && table.keys.at(-1) === column) ?? named ?? candidates[0]
  );
}

async function listSubjects(system: System, table: Table, names: readonly string[]): Promise<Subject[]> {
  const columns = names.filter((name) => table.columns.has(snake(name)));
  const picked = columns.map((name) => sql`t.${sql.ref(snake(name))} as ${sql.ref(name)}`);
  const area = table.columns.has('area_id')
    ? sql`t.area_id`
    : sql`(select p.area_id from plan p where p.plan_id = t.plan_id)`;
  const { rows } = await sql<Record<string, string>>`
    select v.code as "areaCode", ${table.columns.has('version') ? sql`t.version` : sql`null`} as version, ${sql.join(picked)} from ${sql.table(table.name)} t
    join area_version v on v.area_id = ${area} and v.to_on is null order by 1, 3`.execute(system.db.kysely);
  return rows.map(({ areaCode, version, ...params }) => ({
    areaCode: areaCode!,
    ...(version !== null && { version: Number(version) }),
    params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)])),
  }));
}
