/** What there is to call a route on: records whose keys the route's parameters name, with their versions, newest first. */
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { sql } from 'kysely';
import type { System } from '../platform/open-system.ts';
import { inputSchema } from './schema-values.ts';

export interface LiveThing {
  params: Record<string, string>;
  areaCode: string | undefined;
  version: number | undefined;
}

interface Table {
  name: string;
  columns: ReadonlySet<string>;
  keys: readonly string[];
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export class LiveThings {
  private readonly system: System;
  private readonly tables: readonly Table[];
  /** Accounts that the run itself calls with: nothing may happen to them. */
  private readonly spared: readonly string[];

  private constructor(system: System, tables: readonly Table[], spared: readonly string[]) {
    this.system = system;
    this.tables = tables;
    this.spared = spared;
  }

  static async open(system: System, spared: readonly string[]): Promise<LiveThings> {
    const { rows } = await sql<{ name: string; columns: string[]; keys: string[] | null }>`
      select c.relname as name, array_agg(a.attname::text) as columns,
        (select array_agg(k.attname::text) from pg_index i join pg_attribute k on k.attrelid = i.indrelid and k.attnum = any(i.indkey) where i.indrelid = c.oid and i.indisprimary) as keys
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace group by c.oid, c.relname order by 1`.execute(
      system.db.kysely,
    );
    const tables = rows.map((row) => ({ name: row.name, columns: new Set(row.columns), keys: row.keys ?? [] }));
    return new LiveThings(system, tables, spared);
  }

  /** Records that the ids of a route's path can name; one empty thing when it names none. */
  async of(contract: RouteContract): Promise<LiveThing[]> {
    const names = [...contract.path.matchAll(/:(\w+Id)\b/g)].map((match) => match[1]!);
    if (names.length === 0) return [{ params: {}, areaCode: undefined, version: undefined }];
    const slice = contract.path.split('/')[2]!.replaceAll('-', '_').replace(/s$/, '');
    const last = snake(names.at(-1)!);
    const fitting = this.tables.filter(
      (table) => table.keys.includes(last) && names.every((name) => table.columns.has(snake(name))),
    );
    const own = fitting.find((table) => table.name.startsWith(slice) && table.keys.at(-1) === last);
    const table = own ?? fitting.find((one) => one.name === last.replace(/_id$/, '')) ?? fitting[0];
    return table ? this.rows(table, names, 40) : [];
  }

  /** For each id in body and query some record that it could mean, by its last words: headResidentId is a resident. */
  async mentioned(contract: RouteContract, areaCode: string | undefined): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const part of [contract.query, contract.body])
      for (const name of Object.keys(inputSchema(part).properties ?? {})) {
        if (!/Id$/.test(name)) continue;
        const words = snake(name).split('_');
        const columns = words.map((_, i) => words.slice(i).join('_'));
        const column = columns.find((one) => this.tables.some((table) => table.name === one.replace(/_id$/, '')));
        const table = this.tables.find((one) => one.name === column?.replace(/_id$/, ''));
        if (!table || !column) continue;
        const rows = await this.rows(table, [column], 200);
        const row = rows.find((one) => one.areaCode === areaCode) ?? rows[0];
        if (row) found[name] = row.params[column]!;
      }
    return found;
  }

  private async rows(table: Table, names: readonly string[], most: number): Promise<LiveThing[]> {
    const picked = names.map((name) => sql`t.${sql.ref(snake(name))} as ${sql.ref(name)}`);
    const area = table.columns.has('area_id') ? sql`t.area_id` : sql`null::int`;
    const version = table.columns.has('version') ? sql`t.version` : sql`null::int`;
    const kept =
      table.name === 'account' || table.columns.has('account_id')
        ? sql`t.account_id is null or t.account_id <> all(${this.spared}::uuid[])`
        : sql`true`;
    const { rows } = await sql<Record<string, string | number | null>>`
      select v.code as "areaCode", ${version} as "thingVersion", ${sql.join(picked)} from ${sql.table(table.name)} t
      left join area_version v on v.area_id = ${area} and v.to_on is null where ${kept} order by ${sql.ref(`t.${snake(names.at(-1)!)}`)} desc limit ${most}`.execute(
      this.system.db.kysely,
    );
    return rows.map(({ areaCode, thingVersion, ...params }) => ({
      params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)])),
      areaCode: areaCode === null ? undefined : String(areaCode),
      version: thingVersion === null ? undefined : Number(thingVersion),
    }));
  }
}
