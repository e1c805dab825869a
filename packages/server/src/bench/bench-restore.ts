/**
 * A lost disk at the size of a city: a made city is backed up and archived while somebody writes, its database is killed and its data folder
 * deleted, and it is restored from nothing but the backup folder and a copy of the key file (security handbook §4c: RPO, RTO).
 */
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { addToMonth, firstDayOf, monthOf } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import { folderBytes } from '../backup/backup-folder.ts';
import { keyFileOf, prepareBackupSettings, readSealKeys } from '../backup/backup-settings.ts';
import { checkPhysically } from '../backup/drill-backup.ts';
import { startBackupKeeper } from '../backup/keep-backups.ts';
import { restoreBackup } from '../backup/restore-backup.ts';
import { takeBackup } from '../backup/take-backup.ts';
import { verifyRestored } from '../backup/verify-restored.ts';
import type { Config } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { openSystem, type System } from '../platform/open-system.ts';
import { benchClock } from './bench-clock.ts';
import { loadBenchCity } from './bench-database.ts';
import { type BenchResult, benchResult, figure } from './bench-result.ts';
import { type BuiltCity, buildCity } from './city-load.ts';

export interface RestoreBenchOptions {
  residents: number;
  months: number;
  /** How long somebody writes before the disk is lost. */
  seconds: number;
  /** Folder of the region whose areas are filled; a real city's when left out. */
  region?: string;
  say(line: string): void;
}

/** Limits of the security handbook §4c, §5. */
const rpoLimit = 60;
const rtoLimit = 15 * 60;
/** Up to so many subjects everybody is derived again after the restore; a larger city is sampled. */
const verifiedWhole = 100_000;

const since = (startedAt: number) => (performance.now() - startedAt) / 1000;

export async function benchRestore(config: Config, options: RestoreBenchOptions): Promise<BenchResult> {
  const root = mkdtempSync(join(tmpdir(), 'renshe-bench-restore-'));
  // The user who runs PostgreSQL for root must get through.
  chmodSync(root, 0o711);
  const startedAt = Date.now();
  const open = (dataDir: string) =>
    openSystem(
      { ...config, databaseUrl: undefined, dataDir },
      { clock: benchClock(startedAt), log: createLog('error'), statementTimeout: 3_600_000 },
    );
  try {
    const lost = await loseDisk(root, open, options);
    const restoring = performance.now();
    const dataDir = join(root, 'restored');
    const report = await restoreBackup({ folder: lost.folder, dataDir, keysPath: lost.keysPath }, options.say);
    const system = await open(dataDir);
    try {
      await system.db.kysely.selectFrom('installation').select('city_area_id').executeTakeFirstOrThrow();
      const rto = since(restoring);
      const { rows } = await sql<{ n: number; last: number }>`
        select count(*)::int as n, coalesce(max(n), 0) as last from bench_counter`.execute(system.db.kysely);
      const { n, last } = rows[0]!;
      if (n !== last) throw new Error(`of ${last} numbered rows ${n} came back: the middle is missing`);
      const firstLost = lost.acknowledged[last];
      const loss = firstLost === undefined ? 0 : (lost.at - firstLost) / 1000;
      options.say(
        `  restored in ${rto.toFixed(0)} s, ${lost.acknowledged.length - last} rows of ${loss.toFixed(1)} s lost`,
      );
      const verdict = await verifyRestored(system, Math.max(1, Math.ceil(lost.built.residents / verifiedWhole)));
      options.say(
        `  verified ${verdict.ledger.subjects} files in ${verdict.seconds} s: ${verdict.differences} differences`,
      );
      const physical = await checkPhysically(system);
      return benchResult(
        `restore --residents ${lost.built.residents}: ${lost.built.facts} facts, ${options.months} months; disk lost after ${options.seconds} s of writing; restore against its limit`,
        [
          figure(`time to restore until the database answers, RTO (limit ${rtoLimit} s)`, rto, rtoLimit, 's'),
          figure('  of which until the recovery had ended', report.seconds, rto, 's'),
          figure(`what the lost disk cost, RPO (limit ${rpoLimit} s)`, loss, rpoLimit, 's'),
          figure('rows acknowledged that are there again', last, lost.acknowledged.length, 'rows'),
          figure('base backup', lost.backupSeconds, rtoLimit, 's'),
          figure('sealed backup against the database', lost.sealedBytes / 1e6, lost.clusterBytes / 1e6, 'MB'),
          figure('whole backup folder', lost.folderBytes / 1e6, lost.clusterBytes / 1e6, 'MB'),
          figure(
            `differences of records, seals, audit chains afterwards, ${verdict.ledger.subjects} files derived again in ${verdict.seconds} s`,
            verdict.differences,
            verdict.ledger.subjects + verdict.ledger.sealed,
            'rows',
          ),
          figure(
            `damaged of ${physical.tables} tables and ${physical.indexes} indexes, amcheck ${physical.seconds} s`,
            physical.problems.length,
            physical.tables + physical.indexes,
            'relations',
          ),
        ],
      );
    } finally {
      await system.close();
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

interface LostDisk {
  folder: string;
  keysPath: string;
  built: BuiltCity;
  backupSeconds: number;
  clusterBytes: number;
  sealedBytes: number;
  folderBytes: number;
  /** When each row was acknowledged. */
  acknowledged: number[];
  /** When the disk was lost. */
  at: number;
}

async function loseDisk(
  root: string,
  open: (dataDir: string) => Promise<System>,
  options: RestoreBenchOptions,
): Promise<LostDisk> {
  const dataDir = join(root, 'data');
  const folder = join(root, 'backups');
  const keysPath = join(root, 'safe', 'keys.json');
  const system = await open(dataDir);
  const month = monthOf(system.clock.today());
  await loadBenchCity(system, firstDayOf(addToMonth(month, 1 - options.months)), options.region);
  const { residents, months, say } = options;
  const built = await buildCity(system, { residents, months, parts: 2, say });
  mkdirSync(join(root, 'safe'), { mode: 0o700 });
  copyFileSync(keyFileOf(dataDir), keysPath);
  await sql`create table bench_counter (n int primary key)`.execute(system.db.kysely);
  const { rows } = await system.db.pool.query<{ cluster: string }>(
    "select setting as cluster from pg_settings where name = 'data_directory'",
  );
  const { cluster } = rows[0]!;
  const postmaster = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);

  const settings = prepareBackupSettings(dataDir, { folder, everyHours: 0 }, new Date());
  const keys = readSealKeys(keysPath);
  const backup = await takeBackup({ dataDir, url: system.url, superuser: system.superuser!, keys }, settings);
  say(`  backup of ${(backup.clusterBytes / 1e6).toFixed(0)} MB in ${backup.seconds} s`);
  const keeper = startBackupKeeper(system, { dataDir, cryptoProfile: undefined });
  const acknowledged: number[] = [];
  const end = performance.now() + options.seconds * 1000;
  while (performance.now() < end) {
    await system.db.pool.query('insert into bench_counter values ($1)', [acknowledged.length + 1]);
    acknowledged.push(Date.now());
    await sleep(5);
  }
  process.kill(postmaster, 'SIGKILL');
  const at = Date.now();
  rmSync(cluster, { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
  await keeper.stop();
  await system.db.close().catch(() => {});
  return {
    ...{ folder, keysPath, built, acknowledged, at },
    backupSeconds: backup.seconds,
    clusterBytes: backup.clusterBytes,
    sealedBytes: backup.sealedBytes,
    folderBytes: await folderBytes(folder),
  };
}
