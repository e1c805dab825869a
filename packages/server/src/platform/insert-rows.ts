import { sql } from 'kysely';
import type { Writer } from './db.ts';
import type { DB } from './schema.gen.ts';

type Value = string | number | boolean | null | undefined | Date | Buffer | object;

/**
 * Many rows into one table by one statement whose text does not depend on their number, so that it is planned once. All rows have the
 * columns of the first one. Citus spreads an insert from a function as it does one from `unnest`.
 */
export async function insertRows(
  w: Writer,
  table: keyof DB & string,
  rows: readonly Readonly<Record<string, Value>>[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = sql.join(Object.keys(first).map((column) => sql.ref(column)));
  await sql`insert into ${sql.table(table)} (${columns}) select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${recordsetJson(rows)}::json)`.execute(
    w,
  );
}

/** Rows as JSON for `json_populate_recordset`; bytes in the notation of bytea. */
export function recordsetJson(rows: readonly Readonly<Record<string, Value>>[]): string {
  // A replacer would be called for every value: ten times slower than looking for the few bytes.
  return JSON.stringify(rows.map(withTextBytes));
}

function withTextBytes(row: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  let copy: Record<string, Value> | undefined;
  for (const key in row) {
    const value = row[key];
    if (!Buffer.isBuffer(value)) continue;
    copy ??= { ...row };
    copy[key] = `\\x${value.toString('hex')}`;
  }
  return copy ?? row;
}
