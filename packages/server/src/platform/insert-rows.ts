import { sql } from 'kysely';
import type { Writer } from './db.ts';
import type { DB } from './schema.gen.ts';

type Value = string | number | boolean | null | undefined | Date | Buffer | object;
type Values = Readonly<Record<string, Value>>;

/**
 * Many rows into one table by one statement whose text does not depend on their number, so that it is planned once. All rows have the
 * columns of the first one. Citus spreads an insert from a function as it does one from `unnest`.
 *
 * What all rows have in common (district, batch, instant, cause, empty columns) is sent once, as the record from which each row starts.
 */
export async function insertRows(w: Writer, table: keyof DB & string, rows: readonly Values[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const names = Object.keys(first);
  const own = names.filter((name) => rows.some((row) => row[name] !== first[name]));
  const common = names.filter((name) => !own.includes(name));
  const columns = sql.join(names.map((name) => sql.ref(name)));
  const start = sql`json_populate_record(null::${sql.table(table)}, ${recordsetJson([first], common)}::json -> 0)`;
  await sql`insert into ${sql.table(table)} (${columns}) select ${columns} from json_populate_recordset(${start}, ${recordsetJson(rows, own)}::json)`.execute(
    w,
  );
}

/** Rows as JSON for `json_populate_recordset`, in some of their columns; bytes in the notation of bytea. */
export function recordsetJson(
  rows: readonly Values[],
  columns: readonly string[] = Object.keys(rows[0] ?? {}),
): string {
  // A replacer would be called for every value: ten times slower than looking for the few bytes.
  return JSON.stringify(
    rows.map((row) => {
      const part: Record<string, Value> = {};
      for (const column of columns) part[column] = textOfBytes(row[column]);
      return part;
    }),
  );
}

function textOfBytes(value: Value): Value {
  return Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value;
}
