/** Loads first, indexes after: on an empty database several times faster than keeping every index right row by row (kernel.md §3). */
import type pg from 'pg';

interface Definition {
  table: string;
  name: string;
  /** SQL that makes it again. */
  sql: string;
}

/**
 * Takes the constraints and indexes of empty tables away, and the references of others to them.
 * @returns statements that bring them back, keys before indexes before references
 */
export async function dropIndexes(client: pg.ClientBase, tables: readonly string[]): Promise<Definition[]> {
  const constraints = await client.query<{ table: string; name: string; kind: string; definition: string }>(
    `select c.conrelid::regclass::text as table, c.conname as name, c.contype as kind, pg_get_constraintdef(c.oid) as definition
     from pg_constraint c where c.contype in ('p', 'u', 'f') and (c.conrelid = any($1::regclass[]) or c.confrelid = any($1::regclass[])) order by array_position('{p,u,f}', c.contype::text), c.conname`,
    [tables],
  );
  const indexes = await client.query<{ table: string; name: string; definition: string }>(
    `select i.indrelid::regclass::text as table, i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
     from pg_index i where i.indrelid = any($1::regclass[]) and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)
     order by 1, 2`,
    [tables],
  );
  const again = (row: (typeof constraints.rows)[number]): Definition => ({
    table: row.table,
    name: row.name,
    sql: `alter table ${row.table} add constraint ${row.name} ${row.definition}`,
  });
  for (const row of constraints.rows.filter((c) => c.kind === 'f'))
    await client.query(`alter table ${row.table} drop constraint ${row.name}`);
  for (const row of constraints.rows.filter((c) => c.kind !== 'f'))
    await client.query(`alter table ${row.table} drop constraint ${row.name}`);
  for (const row of indexes.rows) await client.query(`drop index ${row.name}`);
  return [
    ...constraints.rows.filter((c) => c.kind !== 'f').map(again),
    ...indexes.rows.map((row) => ({ table: row.table, name: row.name, sql: row.definition })),
    ...constraints.rows.filter((c) => c.kind === 'f').map(again),
  ];
}

/** Brings them back over several connections, each from when it is free; references, which look at other tables' keys, come last. */
export async function restoreIndexes(
  clients: readonly (pg.ClientBase | Promise<pg.ClientBase>)[],
  definitions: readonly Definition[],
): Promise<void> {
  const isReference = (definition: Definition) => / foreign key /i.test(definition.sql);
  for (const references of [false, true]) {
    const waiting = new Map<string, Definition[]>();
    for (const definition of definitions.filter((d) => isReference(d) === references))
      waiting.set(definition.table, [...(waiting.get(definition.table) ?? []), definition]);
    // A connection takes a whole table: two would wait for each other's lock on it.
    const tables = [...waiting.values()];
    await Promise.all(
      clients.map(async (coming) => {
        const client = await coming;
        await client.query("set maintenance_work_mem = '512MB'");
        await client.query('set statement_timeout = 0');
        // References to the same table wait for each other as long as the other is checked.
        await client.query('set lock_timeout = 0');
        for (let mine = tables.shift(); mine; mine = tables.shift())
          for (const { sql } of mine) await client.query(sql);
      }),
    );
  }
}
