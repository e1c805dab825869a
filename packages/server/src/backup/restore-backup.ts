/** Restoring: always into a new data folder, never over one that is there. */
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, rename, statfs, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import pg from 'pg';
import { DEFAULT_SETTINGS, prepareHouse } from '../platform/embedded-postgres.ts';
import { type House, start, stop } from '../platform/embedded-postgres-server.ts';
import { bytesProgress, type Say } from './backup-progress.ts';
import { keyFileOf, readSealKeys } from './backup-settings.ts';
import { bringFiles, filesAt, isCredentials, readCredentials } from './file-store.ts';
import { chooseBackup, type FoundBackup, listBackups, localTime } from './find-backup.ts';
import { placeCluster } from './place-cluster.ts';
import { markRestore, removeMark, undoAbandoned, undoRestore } from './restore-mark.ts';

export interface RestoreWish {
  folder: string;
  /** The new data folder. */
  dataDir: string;
  keysPath: string;
  time?: Date;
  id?: string;
  /** Of a folder that several databases share: the one that is meant. */
  line?: string;
  /** Settings of the server over the durable defaults, while it recovers. */
  settings?: Readonly<Record<string, string>>;
}

export interface RestoreReport {
  id: string;
  dataDir: string;
  /** The wished time; null: as far as the archive goes. */
  time: string | null;
  /** The last transaction that is in the restored database; null when nothing was committed since the base backup. */
  lastCommitAt: string | null;
  /** Up to when the archive is complete; null when it has a gap, and the last commit says how far it reached. */
  archivedUntil: string | null;
  /** Segment of the log that is missing: what came after it is not restored. */
  gap: string | null;
  files: number;
  /** From the beginning to a database that answers. */
  seconds: number;
}

const recoveryLimit = 4 * 3600_000;
const endedEarly = /recovery ended before configured recovery target was reached/;

/** A new folder, an empty one, or one in which only the key file was put. @throws AppError `backup.target-not-empty` */
function requireEmpty(dataDir: string): void {
  const there = existsSync(dataDir) ? readdirSync(dataDir) : [];
  if (there.some((name) => name !== 'keys'))
    throw new AppError('backup.target-not-empty', 'conflict', { folder: dataDir });
}

/** A key file that lies there already and is another one is somebody's last copy. @throws AppError `backup.target-not-empty` */
function requireSameKeys(from: string, dataDir: string): void {
  const there = keyFileOf(dataDir);
  if (existsSync(there) && !readFileSync(there).equals(readFileSync(from)))
    throw new AppError('backup.target-not-empty', 'conflict', { folder: dirname(there) });
}

/** The cluster, the log beside it and room to work. @throws AppError `backup.no-space` */
async function requireSpace(dataDir: string, found: FoundBackup): Promise<void> {
  let folder = dataDir;
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = await statfs(folder);
  const needed = found.record.clusterBytes + found.log.length * found.record.segmentBytes + 64e6;
  if (bavail * bsize >= needed) return;
  const details = { folder, free: Math.round((bavail * bsize) / 1e6), needed: Math.round(needed / 1e6) };
  throw new AppError('backup.no-space', 'conflict', details);
}

/**
 * Restores a backup into a new data folder and brings its database to the wished time. The folder can be started then.
 * @throws AppError of a backup that is missing, damaged, cut short or sealed with another key, or of a time that it does not reach;
 * what was written so far is removed then
 */
export async function restoreBackup(wish: RestoreWish, log: Say): Promise<RestoreReport> {
  const began = performance.now();
  const dataDir = resolve(wish.dataDir);
  await undoAbandoned(dataDir, log);
  requireEmpty(dataDir);
  const keys = readSealKeys(wish.keysPath);
  requireSameKeys(wish.keysPath, dataDir);
  const found = chooseBackup(await listBackups(wish.folder, keys, wish.line), wish);
  await requireSpace(dataDir, found);
  const mark = markRestore(dataDir);
  try {
    const files = await filesAt(found.line, keys, wish.time);
    const credentials = await readCredentials(found.line, keys, files);
    const house = await prepareHouse(dataDir, log);
    log(`解开备份 unpacking ${found.record.id}`);
    await placeCluster(found, keys, house, bytesProgress(log, '解开 unpacking', found.record.clusterBytes));
    log(`重放日志 replaying the log: ${found.log.length} × ${found.record.segmentBytes >> 20} MB`);
    const lastCommitAt = await recover(house, found, wish, credentials);
    await bringFiles(
      found.line,
      keys,
      files.filter((file) => !isCredentials(file)),
      dataDir,
    );
    await placeKeys(wish.keysPath, dataDir);
    await writeFile(join(dataDir, 'postgres', 'credentials.json'), credentials, { mode: 0o600 });
    // Last of all: a folder with the mark does not start.
    await removeMark(dataDir);
    return {
      id: found.record.id,
      dataDir,
      time: wish.time ? localTime(wish.time) : null,
      lastCommitAt,
      archivedUntil: found.gap === undefined ? (found.until?.at ?? found.record.finishedAt) : null,
      gap: found.gap ?? null,
      files: files.length - 1,
      seconds: Math.round((performance.now() - began) / 10) / 100,
    };
  } catch (error) {
    await undoRestore(dataDir, mark);
    throw error;
  }
}

async function placeKeys(from: string, dataDir: string): Promise<void> {
  const to = keyFileOf(dataDir);
  if (resolve(from) === to) return;
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const making = `${to}.tmp`;
  await copyFile(from, making);
  chmodSync(making, 0o600);
  await rename(making, to);
}

/** Lets PostgreSQL replay the log up to the time and become an ordinary database. @returns when its last transaction was committed */
async function recover(
  house: House,
  found: FoundBackup,
  wish: RestoreWish,
  credentials: Buffer,
): Promise<string | null> {
  const common = {
    ...DEFAULT_SETTINGS,
    ...wish.settings,
    // All the log lies in place; the command is asked for it first and says that it has none.
    restore_command: 'exit 1',
    recovery_target_timeline: 'current',
    recovery_target_action: 'promote',
    hot_standby: 'off',
    // What the server says goes into start.log, where an error can be read.
    logging_collector: 'off',
    track_commit_timestamp: 'off',
  };
  const target = wish.time && { recovery_target_time: wish.time.toISOString().replace('T', ' ').replace('Z', '+00') };
  try {
    const port = await startTo(house, found, common, target);
    const { superuserPassword } = JSON.parse(credentials.toString()) as { superuserPassword: string };
    const client = new pg.Client({
      host: '127.0.0.1',
      port,
      user: 'postgres',
      password: superuserPassword,
      database: 'postgres',
    });
    await client.connect();
    try {
      const { rows } = await client.query<{ at: Date | null; recovering: boolean }>(
        'select pg_last_xact_replay_timestamp() as at, pg_is_in_recovery() as recovering',
      );
      if (rows[0]?.recovering !== false)
        throw new AppError('backup.recovery-failed', 'conflict', { reason: 'standby' });
      return rows[0].at?.toISOString() ?? null;
    } finally {
      await client.end();
    }
  } finally {
    await stop(house);
  }
}

async function startTo(
  house: House,
  found: FoundBackup,
  common: Readonly<Record<string, string>>,
  target: Readonly<Record<string, string>> | undefined,
): Promise<number> {
  try {
    return await start(house, { ...common, ...target }, recoveryLimit);
  } catch (error) {
    const said = String((error as Error).cause ?? (error as Error).message);
    // Nothing was committed between the end of the log and the wished time: the log is complete up to then, so its end is that time.
    if (target && endedEarly.test(said)) {
      if (found.gap !== undefined) throw new AppError('backup.gap', 'conflict', { segment: found.gap });
      return start(house, common, recoveryLimit);
    }
    throw new AppError('backup.recovery-failed', 'conflict', { reason: said.trim().split('\n').slice(-4).join(' | ') });
  }
}
