/**
 * The drill: the newest backup is restored into a scratch folder, started, and checked through and through; what it took is measured, and
 * the scratch folder is removed. With a live database a mark is written first, so that the drill also shows how soon a commit is safe.
 */
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import pg from 'pg';
import type { Config } from '../platform/config.ts';
import { prepareHouse } from '../platform/embedded-postgres.ts';
import { stop } from '../platform/embedded-postgres-server.ts';
import { createLog } from '../platform/log.ts';
import { openSystem, type System } from '../platform/open-system.ts';
import { isRunning, ownIdentity, type ProcessIdentity } from '../platform/process-identity.ts';
import { readUntil } from './backup-folder.ts';
import type { Say } from './backup-progress.ts';
import { type BackupSettings, lineFolder, readSealKeys } from './backup-settings.ts';
import { chooseBackup, listBackups } from './find-backup.ts';
import { setLaterHeadsAside } from './later-heads.ts';
import { restoreBackup } from './restore-backup.ts';
import { type BackupHost, receiveOnce } from './take-backup.ts';
import { type RestoredVerdict, verifyRestored } from './verify-restored.ts';

export interface DrillReport {
  at: string;
  ok: boolean;
  id: string;
  /** From the beginning of the restore to a system that answers. */
  rtoSeconds: number;
  /** From a commit to its being safe in the archive; null without a live database. */
  rpoSeconds: number | null;
  /** Who received the log: the running server, or the drill itself because none ran. */
  receivedBy: 'server' | 'drill' | null;
  /** Age of the archive when the drill began. */
  archiveAgeSeconds: number;
  archivedUntil: string | null;
  lastCommitAt: string | null;
  clusterBytes: number;
  /** The mark that was written before is in the restored database; null without a live database. */
  markFound: boolean | null;
  verification: RestoredVerdict;
  /** Every table and every index read through by PostgreSQL's own checks. */
  physical: { tables: number; indexes: number; problems: string[]; seconds: number };
  /** Rows of every table, and of the live database at the end of the drill, which may have moved on. */
  tables: { name: string; rows: number; live: number | null }[];
  laterHeads: number;
  seconds: number;
}

export interface DrillWish {
  folder: string;
  keysPath: string;
  /** Where to restore to; default the folder for temporary files. */
  scratch?: string;
  /** The live database: writes the mark and tells its event's id. */
  live?: { system: System; host: BackupHost; settings: BackupSettings; mark: () => Promise<string> };
  /** Lines of published heads that were kept elsewhere. */
  heads?: string;
  /** Settings of the scratch server over the durable defaults. */
  settings?: Readonly<Record<string, string>>;
}

const longestWait = 120_000;
const prefix = 'renshe-drill-';
const seconds = (since: number) => Math.round((performance.now() - since) / 10) / 100;

/** Waits until the mark is in the archive. */
async function markInArchive(
  wish: DrillWish,
): Promise<Pick<DrillReport, 'rpoSeconds' | 'receivedBy'> & { mark: string }> {
  const { system, host, settings, mark: write } = wish.live!;
  const mark = await write();
  const began = performance.now();
  const { rows } = await query<{ at: Date }>(system.url, 'select clock_timestamp() as at');
  const committedAt = rows[0]!.at;
  const received = await receiveOnce(host, settings);
  while (!received) {
    const until = await readUntil(lineFolder(settings), host.keys);
    if (until && new Date(until.at) >= committedAt) break;
    if (performance.now() - began > longestWait)
      throw new AppError('backup.archive-stands', 'conflict', { until: until?.at });
    await sleep(200);
  }
  return { mark, rpoSeconds: seconds(began), receivedBy: received ? 'drill' : 'server' };
}

async function query<T extends object>(url: string, text: string, values: unknown[] = []): Promise<{ rows: T[] }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return { rows: (await client.query<T>(text, values)).rows };
  } finally {
    await client.end();
  }
}

/** @throws AppError of {@link restoreBackup}; differences are not thrown but reported */
export async function drillBackup(wish: DrillWish, config: Config, log: Say): Promise<DrillReport> {
  const began = performance.now();
  const at = new Date().toISOString();
  const keys = readSealKeys(wish.keysPath);
  const only = wish.live?.settings.line;
  const standing = chooseBackup(await listBackups(wish.folder, keys, only), wish);
  const standsAt = standing.until?.at ?? standing.record.finishedAt;
  const archiveAgeSeconds = Math.max(0, Math.round((Date.now() - Date.parse(standsAt)) / 1000));
  const marked = wish.live ? await markInArchive(wish) : undefined;

  const place = wish.scratch ?? tmpdir();
  await sweepAbandoned(place, log);
  const scratch = mkdtempSync(join(place, prefix));
  // The user who runs PostgreSQL for root must get through.
  chmodSync(scratch, 0o711);
  writeFileSync(join(scratch, 'owner.json'), JSON.stringify(ownIdentity()));
  const dataDir = join(scratch, 'data');
  try {
    const restoring = performance.now();
    const restored = await restoreBackup({ ...wish, dataDir, ...(only !== undefined && { line: only }) }, log);
    const system = await openSystem(
      { ...config, dataDir, databaseUrl: undefined },
      { log: createLog('warn'), statementTimeout: 3_600_000 },
    );
    try {
      await system.db.kysely.selectFrom('cache_stamp').select('name').limit(1).execute();
      const rtoSeconds = seconds(restoring);
      const later = await setLaterHeadsAside(system.db.kysely, dataDir, wish.heads ?? '', system.clock.now());
      log('核对 verifying records, seals and audit chains');
      const verification = await verifyRestored(system);
      log('物理检查 amcheck of every table and index');
      const physical = await checkPhysically(system);
      const markFound = marked ? await hasEvent(system, marked.mark) : null;
      return {
        at,
        ok: verification.differences === 0 && physical.problems.length === 0 && markFound !== false,
        id: restored.id,
        rtoSeconds,
        rpoSeconds: marked?.rpoSeconds ?? null,
        receivedBy: marked?.receivedBy ?? null,
        archiveAgeSeconds,
        archivedUntil: restored.archivedUntil,
        lastCommitAt: restored.lastCommitAt,
        clusterBytes: standing.record.clusterBytes,
        markFound,
        verification,
        physical,
        tables: await countRows(system, wish.live?.system),
        laterHeads: later.count,
        seconds: seconds(began),
      };
    } finally {
      await system.close();
    }
  } finally {
    await removeScratch(scratch, dataDir);
  }
}

/** A drill that was killed leaves its folder and its server behind. */
async function sweepAbandoned(place: string, log: Say): Promise<void> {
  for (const name of readdirSync(place).filter((entry) => entry.startsWith(prefix))) {
    const scratch = join(place, name);
    const owner = join(scratch, 'owner.json');
    if (statSync(scratch).uid !== (process.getuid?.() ?? 0) || !existsSync(owner)) continue;
    if (isRunning(JSON.parse(readFileSync(owner, 'utf8')) as ProcessIdentity)) continue;
    const dataDir = join(scratch, 'data');
    if (existsSync(join(dataDir, 'postgres'))) await stop(await prepareHouse(dataDir, log));
    await removeScratch(scratch, dataDir);
  }
}

async function removeScratch(scratch: string, dataDir: string): Promise<void> {
  const place = join(dataDir, 'postgres', 'place.json');
  if (existsSync(place)) {
    const { cluster } = JSON.parse(readFileSync(place, 'utf8')) as { cluster: string };
    await rm(cluster, { recursive: true, force: true });
  }
  await rm(scratch, { recursive: true, force: true });
}

async function hasEvent(system: System, eventId: string): Promise<boolean> {
  const found = await system.db.kysely
    .selectFrom('audit_event')
    .select('event_id')
    .where('event_id', '=', eventId)
    .executeTakeFirst();
  return found !== undefined;
}

/** PostgreSQL's amcheck over every ordinary table and every B-tree. */
export async function checkPhysically(system: System): Promise<DrillReport['physical']> {
  const began = performance.now();
  const { user, password, host, port } = system.superuser!;
  const client = new pg.Client({ user, password, host, port, database: new URL(system.url).pathname.slice(1) });
  await client.connect();
  try {
    await client.query('create extension if not exists amcheck');
    const { rows } = await client.query<{ oid: string; name: string; index: boolean }>(`
      select c.oid::text as oid, c.relname as name, c.relkind = 'i' as index
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
        left join pg_index i on i.indexrelid = c.oid left join pg_am a on a.oid = c.relam
      where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and c.relpersistence = 'p'
        and (c.relkind = 'r' or (c.relkind = 'i' and a.amname = 'btree' and i.indisvalid)) order by c.relname`);
    const problems: string[] = [];
    for (const { oid, name, index } of rows) {
      try {
        if (index) await client.query('select bt_index_check($1::oid::regclass)', [oid]);
        else {
          const found = await client.query<{ msg: string }>(
            'select msg from verify_heapam($1::oid::regclass) limit 5',
            [oid],
          );
          problems.push(...found.rows.map(({ msg }) => `${name}: ${msg}`));
        }
      } catch (error) {
        problems.push(`${name}: ${(error as Error).message}`);
      }
    }
    const indexes = rows.filter(({ index }) => index).length;
    return { tables: rows.length - indexes, indexes, problems, seconds: seconds(began) };
  } finally {
    await client.end();
  }
}

async function countRows(restored: System, live: System | undefined): Promise<DrillReport['tables']> {
  const { rows } = await query<{ name: string }>(
    restored.url,
    `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`,
  );
  const count = async (system: System, name: string) => {
    const found = await query<{ n: string }>(system.url, `select count(*) as n from ${pg.escapeIdentifier(name)}`);
    return Number(found.rows[0]?.n);
  };
  const tables: DrillReport['tables'] = [];
  for (const { name } of rows)
    tables.push({
      name,
      rows: await count(restored, name),
      live: live ? await count(live, name).catch(() => null) : null,
    });
  return tables;
}
