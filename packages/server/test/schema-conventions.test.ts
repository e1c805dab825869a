import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from './database.ts';

/**
 * What every table must respect, read from the catalogue (design §2 rule 11, scale-out R1, R6, R8, R10). The lists of exceptions name the
 * tables that are not distributed by design; there is no list of old sins.
 */
const referenceTables = [
  'area',
  'area_version',
  'area_succession',
  'area_change',
  'parameter',
  'calendar_day',
  'cache_stamp',
  'installation',
  'key_check',
  'derivation_version',
  'office',
  'account',
  'post',
];
/** Local to the coordinator or distributed by another key: sessions and tasks, and the two city-wide registries (scale-out R7). */
const otherwiseKept = [
  'session',
  'sign_in_guess',
  'second_factor',
  'account_identity',
  'preference',
  'grant_request',
  'recovery_code',
  'idempotency',
  'task',
  'citizen_registry',
  'certificate_registry',
  'schema_migration',
];

let database: Awaited<ReturnType<typeof testDatabase>>;
let client: pg.Client;
beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

async function list(sql: string): Promise<string[]> {
  const { rows } = await client.query<{ what: string }>(sql);
  return rows.map((row) => row.what);
}
const ours = `n.nspname = 'public' and c.relname not like 'schema\\_%'`;

describe('the schema', () => {
  it('names tables in the singular and comments every table and column in Chinese', async () => {
    expect(
      await list(
        `select c.relname as what from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and ${ours} and c.relname ~ '[^s]s$'`,
      ),
    ).toEqual([]);
    expect(
      await list(
        `select c.relname as what from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and ${ours} and coalesce(obj_description(c.oid), '') !~ '[一-鿿]'`,
      ),
    ).toEqual([]);
    expect(
      await list(`select c.relname || '.' || a.attname as what from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
        where c.relkind = 'r' and ${ours} and a.attnum > 0 and not a.attisdropped and coalesce(col_description(c.oid, a.attnum), '') !~ '[一-鿿A-Za-z]'
          and c.relname not in ('area', 'parameter', 'calendar_day') order by 1`),
    ).toEqual([]);
  });
  it('keeps text as text, instants as timestamptz …_at, days as date …_on, no money or json of statistics', async () => {
    expect(
      await list(
        `select table_name || '.' || column_name as what from information_schema.columns where table_schema = 'public' and table_name not like 'schema\\_%' and data_type in ('character varying', 'character', 'timestamp without time zone', 'money', 'json', 'real', 'double precision')`,
      ),
    ).toEqual([]);
    expect(
      await list(
        `select table_name || '.' || column_name as what from information_schema.columns where table_schema = 'public' and table_name not like 'schema\\_%' and data_type = 'timestamp with time zone' and column_name not in ('at') and column_name !~ '_(at|until)$'`,
      ),
    ).toEqual([]);
    expect(
      await list(
        `select table_name || '.' || column_name as what from information_schema.columns where table_schema = 'public' and data_type = 'date' and column_name !~ '(_on|_date|_since|unemployed_since)$'`,
      ),
    ).toEqual([]);
  });
  it('indexes every foreign key, names every constraint, and has no triggers, no SET NULL, no int identity', async () => {
    expect(
      await list(`select con.conname as what from pg_constraint con join pg_class c on c.oid = con.conrelid join pg_namespace n on n.oid = c.relnamespace
        where con.contype = 'f' and ${ours} and not exists (select 1 from pg_index i where i.indrelid = con.conrelid
          and (select array_agg(k order by k) from unnest(con.conkey) k) <@ (select array_agg(x::smallint) from unnest(i.indkey::smallint[]) x)
          and (i.indkey::smallint[])[0] = any(con.conkey))`),
    ).toEqual([]);
    expect(
      await list(
        `select c.relname as what from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace where not t.tgisinternal and ${ours}`,
      ),
    ).toEqual([]);
    expect(
      await list(
        `select conname as what from pg_constraint con join pg_class c on c.oid = con.conrelid join pg_namespace n on n.oid = c.relnamespace where con.contype = 'f' and con.confdeltype in ('n', 'd') and ${ours}`,
      ),
    ).toEqual([]);
    expect(
      await list(
        `select table_name || '.' || column_name as what from information_schema.columns where table_schema = 'public' and is_identity = 'YES' and data_type <> 'bigint'`,
      ),
    ).toEqual([]);
  });
  it('puts district_id first in every key of a distributed table', async () => {
    const exempt = [...referenceTables, ...otherwiseKept].map((name) => `'${name}'`).join(', ');
    const distributed = `${ours} and c.relname not in (${exempt})`;
    expect(
      await list(`select c.relname as what from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and ${distributed}
        and not exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'district_id' and a.attnotnull and a.atttypid = 'int4'::regtype)`),
    ).toEqual([]);
    expect(
      await list(`select i.indexrelid::regclass::text as what from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
        where i.indisunique and ${distributed} and (select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum = (i.indkey::smallint[])[0]) <> 'district_id'`),
    ).toEqual([]);
    expect(
      await list(`select con.conname as what from pg_constraint con join pg_class c on c.oid = con.conrelid join pg_namespace n on n.oid = c.relnamespace join pg_class f on f.oid = con.confrelid
        where con.contype = 'f' and ${distributed} and f.relname not in (${exempt})
          and (select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum = con.conkey[1]) <> 'district_id'`),
    ).toEqual([]);
  });
  it('can be declared partitioned by hash of district_id, as Citus would keep it', async () => {
    const exempt = [...referenceTables, ...otherwiseKept].map((name) => `'${name}'`).join(', ');
    const tables = await list(
      `select c.relname as what from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and ${ours} and c.relname not in (${exempt}) order by 1`,
    );
    expect(tables.length).toBeGreaterThan(15);
    await client.query('create schema hashed');
    for (const table of tables)
      await client.query(
        `create table hashed.${table} (like public.${table} including constraints including indexes) partition by hash (district_id)`,
      );
    await client.query('drop schema hashed cascade');
  });
});
