/**
 * Writes `src/platform/schema.gen.ts`, the Kysely types of the database, from a freshly migrated database.
 * With `--check` it only compares, and fails when the file in the tree is not what the migrations say.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../src/platform/migrate.ts';
import { openTemporaryPostgres } from '../test/temporary-postgres.ts';

const FILE = join(import.meta.dirname, '..', 'src', 'platform', 'schema.gen.ts');

/** What the driver gives for each PostgreSQL type: bigint is a number (ours stay far below 2^53), numeric a string. */
const TYPES: Readonly<Record<string, string>> = {
  bool: 'boolean',
  bytea: 'Buffer',
  date: 'PlainDate',
  float4: 'number',
  float8: 'number',
  inet: 'string',
  int2: 'number',
  int4: 'number',
  int8: 'Int8',
  json: 'Json',
  jsonb: 'Json',
  numeric: 'string',
  text: 'string',
  timestamptz: 'Instant',
  uuid: 'string',
  varchar: 'string',
};

const HEADER = `// Made by packages/server/scripts/generate-schema.ts from the migrations. Do not edit.
import type { ColumnType } from 'kysely';

/** YYYY-MM-DD */
type PlainDate = string;
type Instant = ColumnType<Date, Date | string>;
/** Read as a number: our counts, months and serials stay far below 2^53 (db.ts sets the parser). */
type Int8 = ColumnType<number, string | number | bigint>;
/** Written as JSON text or as an object. */
type Json = ColumnType<unknown>;
/** May be left out of an insert, because the column has a default. */
type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;
/** Always made by the database. */
type GeneratedAlways<T> =
  T extends ColumnType<infer S, infer _I, infer _U> ? ColumnType<S, never, never> : ColumnType<T, never, never>;
`;

interface Column {
  readonly table_name: string;
  readonly column_name: string;
  readonly type_name: string;
  readonly is_array: boolean;
  readonly is_required: boolean;
  /** has a default, or is a generated column or identity. */
  readonly is_generated: boolean;
  readonly is_always: boolean;
}

/** The text of `schema.gen.ts` for the database at `url`. */
export async function generateSchema(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Column>(`
      select c.relname as table_name, a.attname as column_name,
        coalesce(e.typname, t.typname)::text as type_name,
        e.typname is not null as is_array,
        a.attnotnull as is_required,
        (a.atthasdef or a.attidentity <> '') as is_generated,
        (a.attgenerated <> '' or a.attidentity = 'a') as is_always
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      join pg_type t on t.oid = a.atttypid
      left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
      order by c.relname collate "C", a.attnum`);
    return render(rows);
  } finally {
    await client.end();
  }
}

function render(columns: readonly Column[]): string {
  const tables = Map.groupBy(columns, (column) => column.table_name);
  const names = [...tables.keys()];
  const interfaces = names.map((table) => {
    const lines = tables.get(table)?.map((column) => `  ${column.column_name}: ${typeOf(column)};\n`) ?? [];
    return `\nexport interface ${interfaceName(table)} {\n${lines.join('')}}\n`;
  });
  const database = names.map((table) => `  ${table}: ${interfaceName(table)};\n`).join('');
  return `${HEADER}${interfaces.join('')}\nexport interface DB {\n${database}}\n`;
}

function typeOf(column: Column): string {
  const type = TYPES[column.type_name];
  if (!type) throw new Error(`${column.table_name}.${column.column_name}: type ${column.type_name} is not known here`);
  const plain = column.is_array ? `${type === 'Int8' ? 'string' : type}[]` : type;
  const nullable = column.is_required ? plain : `${plain} | null`;
  if (column.is_always) return `GeneratedAlways<${nullable}>`;
  return column.is_generated ? `Generated<${nullable}>` : nullable;
}

/** resident_identity → ResidentIdentityTable, which leaves the plain name to the domain. */
function interfaceName(table: string): string {
  return `${table.replaceAll(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())}Table`;
}

if (import.meta.main) {
  const postgres = await openTemporaryPostgres();
  try {
    await migrate(postgres.url);
    const text = await generateSchema(postgres.url);
    if (!process.argv.includes('--check')) writeFileSync(FILE, text);
    else if (!existsSync(FILE) || readFileSync(FILE, 'utf8').replaceAll('\r\n', '\n') !== text) {
      console.error('schema.gen.ts differs from the migrations: run node packages/server/scripts/generate-schema.ts');
      process.exitCode = 1;
    }
  } finally {
    await postgres.close();
  }
}
