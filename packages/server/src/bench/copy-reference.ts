/** COPY of the rows that an import left, into the same tables with the same indexes and keys of another database, timed. */
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

/** Everything that an import writes, parents first. */
export const importedTables = [
  'import_batch',
  'citizen_registry',
  'resident',
  'residence',
  'household',
  'household_member',
  'unemployment_registration',
  'employment',
  'ability_wish',
  'hardship_mark',
  'import_row',
  'fact',
  'fact_total',
  'duty',
  'flag',
  'audit_event',
] as const;

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Seconds that COPY needs, and rows a table. */
export async function copyReference(
  from: string,
  into: string,
  folder: string,
): Promise<{ seconds: number; rows: Record<string, number> }> {
  const rows: Record<string, number> = {};
  await connected(from, async (client) => {
    for (const table of importedTables)
      await pipeline(client.query(copyTo(`copy ${table} to stdout`)), createWriteStream(join(folder, `${table}.copy`)));
  });
  const seconds = await connected(into, async (client) => {
    const started = performance.now();
    for (const table of importedTables) {
      const stream = client.query(copyFrom(`copy ${table} from stdin`));
      await pipeline(createReadStream(join(folder, `${table}.copy`), { highWaterMark: 1 << 20 }), stream);
      rows[table] = stream.rowCount;
    }
    return (performance.now() - started) / 1000;
  });
  return { seconds, rows };
}
