/**
 * Runs `migrations/NNNN-verb-noun.sql` once each, in the order of their numbers, forward only; then
 * `migrations/repeatable/*.sql` (views and functions, written as `create or replace`) whenever their text changed or a
 * numbered migration ran. Each file is one transaction. Two processes that start together wait for each other.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

export const MIGRATIONS_FOLDER = join(import.meta.dirname, '..', '..', 'migrations');

const LOWEST_SERVER = 150_000;
// Any fixed number will do, as long as nobody else in the database uses it.
const ADVISORY_LOCK = 7_315_201;

export interface Migration {
  /** `0001-create-area.sql` or `repeatable/area-view.sql`. */
  readonly name: string;
  readonly sql: string;
  /** sha256 of the text with Unix line ends, so that a checkout under Windows has the same. */
  readonly checksum: string;
}

/**
 * @param url postgres://… of the database to migrate
 * @returns the names of the files that ran, in order
 * @throws Error when an applied file was changed or is gone, a new file comes before an applied one, the server is older
 * than PostgreSQL 15, or a file fails (naming file and line; nothing of that file stays)
 */
export async function migrate(url: string, folder = MIGRATIONS_FOLDER): Promise<{ applied: string[] }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const version = await client.query<{ number: number; name: string }>(
      `select current_setting('server_version_num')::int as number, current_setting('server_version') as name`,
    );
    const server = version.rows[0];
    if (!server || server.number < LOWEST_SERVER) {
      throw new Error(`PostgreSQL ${server?.name} is too old: Renshe needs 15 or newer`);
    }
    await client.query('select pg_advisory_lock($1)', [ADVISORY_LOCK]);
    await client.query('set client_min_messages = warning');
    await createMigrationTable(client);
    return { applied: await applyAll(client, folder) };
  } finally {
    await client.end();
  }
}

async function applyAll(client: pg.Client, folder: string): Promise<string[]> {
  const rows = await client.query<{ name: string; checksum: string }>('select name, checksum from schema_migration');
  const done = new Map(rows.rows.map((row) => [row.name, row.checksum]));
  const numbered = listMigrations(folder);
  assertUnchanged(numbered, done);

  const applied: string[] = [];
  for (const migration of numbered) {
    if (done.has(migration.name)) continue;
    await apply(client, migration);
    applied.push(migration.name);
  }
  const tablesMoved = applied.length > 0;
  for (const migration of listRepeatable(folder)) {
    if (!tablesMoved && done.get(migration.name) === migration.checksum) continue;
    await apply(client, migration);
    applied.push(migration.name);
  }
  return applied;
}

/** The numbered migrations of a folder in order. */
export function listMigrations(folder = MIGRATIONS_FOLDER): Migration[] {
  return readSqlFiles(folder, '');
}

/** The repeatable ones, in the order of their names. */
export function listRepeatable(folder = MIGRATIONS_FOLDER): Migration[] {
  return readSqlFiles(join(folder, 'repeatable'), 'repeatable/');
}

function readSqlFiles(folder: string, prefix: string): Migration[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');
      return { name: prefix + name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

function assertUnchanged(numbered: readonly Migration[], done: ReadonlyMap<string, string>): void {
  const appliedNames = [...done.keys()].filter((name) => !name.startsWith('repeatable/')).sort();
  const known = new Map(numbered.map((migration) => [migration.name, migration]));
  for (const name of appliedNames) {
    const migration = known.get(name);
    if (!migration) throw new Error(`The database has the migration ${name}, which this program does not know`);
    if (migration.checksum !== done.get(name)) {
      throw new Error(`The migration ${name} was changed after it ran in this database; add a new migration instead`);
    }
  }
  const last = appliedNames.at(-1);
  const late = numbered.find((migration) => !done.has(migration.name) && last !== undefined && migration.name < last);
  if (late) throw new Error(`The migration ${late.name} comes before ${last}, which already ran`);
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query(
      `insert into schema_migration (name, checksum) values ($1, $2)
       on conflict (name) do update set checksum = excluded.checksum, applied_at = now()`,
      [migration.name, migration.checksum],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    const { message, position } = error as { message: string; position?: string };
    const line = position ? `:${migration.sql.slice(0, Number(position)).split('\n').length}` : '';
    throw new Error(`${migration.name}${line}: ${message}`, { cause: error });
  }
}

async function createMigrationTable(client: pg.Client): Promise<void> {
  await client.query(`
    create table if not exists schema_migration (
      name text not null,
      checksum text not null,
      applied_at timestamptz not null default now(),
      constraint schema_migration_pk primary key (name)
    );
    comment on table schema_migration is '数据库结构变更记录';
    comment on column schema_migration.name is '变更文件名';
    comment on column schema_migration.checksum is '变更文件内容的 SHA-256';
    comment on column schema_migration.applied_at is '执行时间';`);
}
