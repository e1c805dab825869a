/**
 * Rotation of the encryption key (security handbook §6 rule 20): a new key is added to the key file, and everything that the older ones
 * encrypted is encrypted anew, batch by batch, while the server runs. The older keys stay in the file, because backups made before need
 * them. Stopped half-way, the next call goes on with the same new key.
 */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { sql } from 'kysely';
import { listSealed, reencryptSealed } from '../exchange/sealed-file.ts';
import { KEY_FILE_LOOK_MS } from '../platform/crypto.ts';
import { CryptoError } from '../platform/crypto-error.ts';
import { mayRetry, type Reader } from '../platform/db.ts';
import type { Host } from '../platform/host.ts';
import { readKeyFile, rotateKeyFile } from '../platform/key-file.ts';
import { withProcessLock } from '../platform/process-lock.ts';
import { listStoredRosters, reencryptRoster } from '../roster/roster-store.ts';

export interface RotationReport {
  /** Id of the key that encrypts from now on. */
  keyId: string;
  /** True when an earlier rotation had been stopped half-way. */
  resumed: boolean;
  /** Values encrypted anew by this call, by column. */
  values: Record<string, number>;
  /** Files encrypted anew by this call. */
  files: number;
  /** Values that are not under the new key afterwards: 0. */
  left: number;
  seconds: number;
}

interface EncryptedColumn {
  table: string;
  column: string;
  /** Of the primary key, with their types; the last one names the row in the place that a value is bound to. */
  key: { name: string; type: string }[];
}

type KeysHost = Pick<Host, 'db' | 'keyring' | 'dataDir'>;

const batch = 1000;
const progressFile = (dataDir: string) => join(dataDir, 'keys', 'rotation.json');
export const nameOf = ({ table, column }: EncryptedColumn) => `${table}.${column}`;

/** Every column that holds encrypted values is called `…_cipher`. */
export async function listEncryptedColumns(r: Reader): Promise<EncryptedColumn[]> {
  const { rows } = await sql<EncryptedColumn>`
    select c.relname as "table", a.attname as "column",
      (select json_agg(json_build_object('name', k.attname, 'type', format_type(k.atttypid, k.atttypmod)) order by place)
       from pg_index i cross join lateral unnest(i.indkey::int2[]) with ordinality as p(attnum, place)
         join pg_attribute k on k.attrelid = c.oid and k.attnum = p.attnum
       where i.indrelid = c.oid and i.indisprimary) as key
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and a.attname like '%\\_cipher'
    order by 1, 2`.execute(r);
  return rows;
}

/** How many values each key encrypted, by column. */
export async function countByKey(r: Reader): Promise<Record<string, Record<string, number>>> {
  const counts: Record<string, Record<string, number>> = {};
  for (const column of await listEncryptedColumns(r)) {
    const { rows } = await sql<{ prefix: string; n: number }>`
      select split_part(${sql.ref(column.column)}, '.', 1) || '.' || split_part(${sql.ref(column.column)}, '.', 2) as prefix,
        count(*)::int as n
      from ${sql.table(column.table)} where ${sql.ref(column.column)} is not null group by 1 order by 1`.execute(r);
    counts[nameOf(column)] = Object.fromEntries(rows.map(({ prefix, n }) => [prefix, n]));
  }
  return counts;
}

/**
 * @throws AppError `keys.rotating`, `keys.no-key-file`, `keys.value-unreadable`, `keys.file-unreadable`; what was done by then stays
 *   done, and the next call goes on
 */
export async function rotateKeys(
  host: KeysHost,
  began: (keyId: string) => Promise<unknown>,
  say: (line: string) => void,
  settleMs = 2 * KEY_FILE_LOOK_MS,
): Promise<RotationReport> {
  const path = join(host.dataDir, 'keys', 'keys.json');
  if (!existsSync(path)) throw new AppError('keys.no-key-file', 'notFound', { path });
  try {
    return await withProcessLock(
      join(host.dataDir, 'keys', 'rotation-lock'),
      () => rotate(host, path, began, say, settleMs),
      0,
    );
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Another process has held'))
      throw new AppError('keys.rotating', 'conflict');
    throw error;
  }
}

async function rotate(
  host: KeysHost,
  path: string,
  began: (keyId: string) => Promise<unknown>,
  say: (line: string) => void,
  settleMs: number,
): Promise<RotationReport> {
  const startedAt = performance.now();
  const unfinished = findUnfinished(host.dataDir);
  const resumed = unfinished !== undefined && readKeyFile(path)?.encryptionKeys.at(-1)?.id === unfinished;
  const keyId = resumed ? unfinished : rotateKeyFile(path);
  if (!resumed) writeUnfinished(host.dataDir, keyId);
  say(resumed ? `继续 going on with key ${keyId}` : `新密钥 new key ${keyId}`);
  await began(keyId);
  // Every running process has to have taken the new key up before what the old one wrote is looked for.
  await sleep(settleMs);

  const values: Record<string, number> = {};
  for (const column of await listEncryptedColumns(host.db.kysely)) {
    values[nameOf(column)] = await reencryptColumn(host, column, (n) => say(`${nameOf(column)} ${n}`));
  }
  let files = 0;
  for (const name of await listStoredRosters(host))
    if (await turnFile(name, () => reencryptRoster(host, name))) files++;
  for (const name of await listSealed(host)) if (await turnFile(name, () => reencryptSealed(host, name))) files++;

  let left = 0;
  for (const column of await listEncryptedColumns(host.db.kysely)) left += await countLeft(host, column);
  if (left === 0) rmSync(progressFile(host.dataDir), { force: true });
  return { keyId, resumed, values, files, left, seconds: Math.round((performance.now() - startedAt) / 10) / 100 };
}

function findUnfinished(dataDir: string): string | undefined {
  const file = progressFile(dataDir);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { keyId: string }).keyId : undefined;
}

function writeUnfinished(dataDir: string, keyId: string): void {
  const making = `${progressFile(dataDir)}.tmp`;
  writeFileSync(making, `${JSON.stringify({ keyId })}\n`, { mode: 0o600, flush: true });
  renameSync(making, progressFile(dataDir));
}

/** What new values begin with: algorithm and key. */
const currentPrefix = (host: KeysHost) =>
  `${host.keyring.profile === 'sm' ? 's1' : 'a1'}.${host.keyring.currentKeyId}.`;

interface EncryptedValue {
  key: string[];
  value: string;
}

async function reencryptColumn(
  host: KeysHost,
  column: EncryptedColumn,
  onProgress: (done: number) => void,
): Promise<number> {
  let after: string[] | undefined;
  let done = 0;
  let saidAt = performance.now();
  for (;;) {
    const found = await listOld(host, column, after);
    if (found.length === 0) return done;
    const anew = found.map(({ key, value }) => turnValue(host, column, key.at(-1)!, value));
    done += await retrying(() => update(host, column, found, anew));
    after = found.at(-1)!.key;
    if (performance.now() - saidAt > 3000) {
      saidAt = performance.now();
      onProgress(done);
    }
  }
}

/** In the order of the primary key, so that every row is met once. */
async function listOld(
  host: KeysHost,
  { table, column, key }: EncryptedColumn,
  after: readonly string[] | undefined,
): Promise<EncryptedValue[]> {
  const names = sql.join(key.map(({ name }) => sql.ref(name)));
  const texts = sql.join(key.map(({ name }) => sql`${sql.ref(name)}::text`));
  const from = after && sql.join(after.map((value, i) => sql`${value}::${sql.raw(key[i]!.type)}`));
  const { rows } = await sql<EncryptedValue>`
    select array[${texts}] as key, ${sql.ref(column)} as value from ${sql.table(table)}
    where ${sql.ref(column)} is not null and not starts_with(${sql.ref(column)}, ${currentPrefix(host)})
      and ${from ? sql`(${names}) > (${from})` : sql`true`}
    order by ${names} limit ${batch}`.execute(host.db.kysely);
  return rows;
}

function turnValue(host: KeysHost, column: EncryptedColumn, id: string, value: string): string {
  // A value is bound to its column's name, with or without what says that it is encrypted.
  const names = [column.column.replace(/_cipher$/, ''), column.column];
  for (const name of names) {
    const place = `${column.table}.${name}:${id}`;
    try {
      return host.keyring.encrypt(host.keyring.decrypt(value, place), place);
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error;
    }
  }
  throw new AppError('keys.value-unreadable', 'conflict', { column: nameOf(column), id });
}

/** A value that somebody changed meanwhile is under the new key already. */
async function update(
  host: KeysHost,
  { table, column, key }: EncryptedColumn,
  found: readonly EncryptedValue[],
  anew: readonly string[],
): Promise<number> {
  const arrays = key.map(({ type }, i) => sql`${found.map((row) => row.key[i])}::text[]::${sql.raw(type)}[]`);
  const names = key.map((_, i) => sql.ref(`k${i}`));
  const same = key.map(({ name }, i) => sql`t.${sql.ref(name)} = v.${names[i]!}`);
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} as t set ${sql.ref(column)} = v.anew
    from unnest(${sql.join([...arrays, sql`${found.map((row) => row.value)}::text[]`, sql`${anew}::text[]`])})
      as v(${sql.join([...names, sql.ref('old'), sql.ref('anew')])})
    where ${sql.join(same, sql` and `)} and t.${sql.ref(column)} = v.old`.execute(host.db.kysely);
  return Number(numAffectedRows ?? 0);
}

async function retrying<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 5 || !mayRetry(error)) throw error;
      await sleep(50 * attempt);
    }
  }
}

async function countLeft(host: KeysHost, { table, column }: EncryptedColumn): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from ${sql.table(table)}
    where ${sql.ref(column)} is not null and not starts_with(${sql.ref(column)}, ${currentPrefix(host)})`.execute(
    host.db.kysely,
  );
  return rows[0]?.n ?? 0;
}

async function turnFile(file: string, turn: () => Promise<boolean>): Promise<boolean> {
  try {
    return await turn();
  } catch (error) {
    if (error instanceof CryptoError) throw new AppError('keys.file-unreadable', 'conflict', { file });
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false; // deleted meanwhile
    throw error;
  }
}
