/** One base backup: the cluster, the files of the data folder, and the mark that makes it one, in this order. */
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import pg from 'pg';
import type { Superuser } from '../platform/embedded-postgres.ts';
import { withProcessLock } from '../platform/process-lock.ts';
import {
  type BackupRecord,
  basesOf,
  filesOf,
  idOf,
  isOld,
  isWalFile,
  listBases,
  parseLsn,
  readBase,
  requireLine,
  segmentName,
  syncFolder,
  type Until,
  walOf,
  writeSealed,
} from './backup-folder.ts';
import { type BackupSettings, lineFolder } from './backup-settings.ts';
import { streamBaseBackup } from './base-backup.ts';
import { keepFiles, pruneFiles } from './file-store.ts';
import { holdLog, identify, LogArchiver, requireSameDatabase } from './log-archiver.ts';
import { connectReplication } from './replication-client.ts';
import type { SealKeys } from './seal-stream.ts';

export interface BackupHost {
  dataDir: string;
  url: string;
  superuser: Superuser;
  keys: SealKeys;
}

export interface BackupReport extends BackupRecord {
  seconds: number;
  files: number;
  removed: string[];
}

const words = `人社系统的备份。全部内容已加密：没有密钥文件 keys.json，任何人都读不出，也无法恢复。
请把密钥文件另存一处，不要放在这里。恢复：npx renshe restore --from <本文件夹> --keys <密钥文件> --data <新文件夹>

Backups of Renshe. Everything is encrypted: without the key file keys.json nobody can read or restore it.
Keep the key file in another place, never here. Restore: npx renshe restore --from <this folder> --keys <key file> --data <new folder>
`;

/** Where the log stands, over an ordinary connection that is made for each question. */
export function askLogPosition(url: string): () => Promise<Until> {
  // The instant is read first: whatever was acknowledged before it lies before the position.
  return () => ask<Until>(url, `select ${instant('clock_timestamp()')} as at, pg_current_wal_flush_lsn()::text as lsn`);
}

const instant = (sql: string) => `to_char(${sql} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

async function ask<T>(url: string, sql: string): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 30_000, statement_timeout: 30_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows[0] as T;
  } finally {
    await client.end();
  }
}

/**
 * Takes a base backup of the running database. A backup that was cut off has no `backup.sealed` and another name: it is no backup, and
 * the next one removes it.
 * @throws AppError `backup.running` when another one is being made
 */
export async function takeBackup(
  host: BackupHost,
  settings: BackupSettings,
  onProgress: (bytes: number) => void = () => {},
): Promise<BackupReport> {
  try {
    return await withProcessLock(
      join(host.dataDir, 'postgres', 'backup-lock'),
      () => takeAlone(host, settings, onProgress),
      0,
    );
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Another process has held'))
      throw new AppError('backup.running', 'conflict');
    throw error;
  }
}

async function takeAlone(
  host: BackupHost,
  settings: BackupSettings,
  onProgress: (bytes: number) => void,
): Promise<BackupReport> {
  const line = lineFolder(settings);
  const began = performance.now();
  requireLine(line);
  await mkdir(basesOf(line), { recursive: true, mode: 0o700 });
  await mkdir(walOf(line), { recursive: true, mode: 0o700 });
  await writeFile(join(settings.folder, 'README.txt'), words, { flag: 'wx' }).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
  for (const name of await readdir(basesOf(line)))
    if (/^(making|deleting)-/.test(name)) await rm(join(basesOf(line), name), { recursive: true, force: true });
  for (const folder of [line, walOf(line), filesOf(line)]) await removeRemains(folder);

  const client = await connectReplication(host.superuser);
  try {
    const identity = await identify(client);
    await requireSameDatabase(line, host.keys, identity);
    await holdLog(client);
    const {
      at: startedAt,
      version,
      migrations,
    } = await ask<{ at: string; version: string; migrations: number }>(
      host.url,
      `select ${instant('clock_timestamp()')} as at, current_setting('server_version') as version,
         (select count(*)::int from schema_migration) as migrations`,
    );
    const id = idOf(new Date(startedAt));
    const place = join(basesOf(line), id);
    const making = join(basesOf(line), `making-${id}`);
    const base = streamBaseBackup(client, onProgress);
    const nameOf = (file: string) => `base/${id}/${file}`;
    const cluster = await writeSealed(line, join(making, 'base.sealed'), host.keys, base.tar, nameOf('base.sealed'));
    const { checksums, ...log } = base.outcome();
    await writeSealed(line, join(making, 'files.sealed'), host.keys, checksums, nameOf('files.sealed'));
    const { at: finishedAt } = await askLogPosition(host.url)();
    const kept = await keepFiles(line, host.dataDir, host.keys, new Date(finishedAt));
    const record: BackupRecord = {
      format: 1,
      id,
      line: settings.line,
      ...identity,
      ...log,
      startedAt,
      finishedAt,
      postgresVersion: version,
      migrations,
      clusterBytes: cluster.plainBytes,
      sealedBytes: cluster.sealedBytes,
      sealedDigest: cluster.digest,
    };
    await writeSealed(
      line,
      join(making, 'backup.sealed'),
      host.keys,
      Buffer.from(JSON.stringify(record)),
      nameOf('backup.sealed'),
    );
    await rename(making, place);
    await syncFolder(basesOf(line));
    const removed = await prune(line, host.keys, settings.keep);
    return { ...record, seconds: Math.round((performance.now() - began) / 10) / 100, files: kept.files, removed };
  } finally {
    await client.close();
  }
}

/** What a crash left half-written; younger ones may be at work. */
async function removeRemains(folder: string): Promise<void> {
  for (const name of (await readdir(folder).catch(() => [])).filter((entry) => entry.endsWith('.making')))
    if (await isOld(join(folder, name))) await rm(join(folder, name), { force: true });
}

/** Deletes base backups beyond those to keep, and log and files that none of the kept needs. @returns ids of those deleted. */
export async function prune(line: string, keys: SealKeys, keep: number): Promise<string[]> {
  const bases = await listBases(line);
  const removed = bases.slice(0, Math.max(0, bases.length - Math.max(1, keep)));
  for (const id of removed) {
    const aside = join(basesOf(line), `deleting-${id}`);
    await rename(join(basesOf(line), id), aside);
    await rm(aside, { recursive: true, force: true });
  }
  const oldest = (await listBases(line))[0];
  if (removed.length === 0 || oldest === undefined) return removed;
  const record = await readBase(line, oldest, keys);
  const first = segmentName(
    record.timeline,
    parseLsn(record.startLsn) / BigInt(record.segmentBytes),
    record.segmentBytes,
  );
  for (const file of await readdir(walOf(line)))
    if (isWalFile(file) && file.slice(0, first.length) < first) await rm(join(walOf(line), file), { force: true });
  await pruneFiles(line, keys, new Date(record.startedAt));
  return removed;
}

/**
 * Without a server that receives the log all the time: receives once what there is.
 * @returns up to where the archive is complete; undefined when the server does it already
 */
export async function receiveOnce(host: BackupHost, settings: BackupSettings): Promise<Until | undefined> {
  let archiver: LogArchiver | undefined;
  try {
    archiver = await LogArchiver.open(host.superuser, lineFolder(settings), host.keys, askLogPosition(host.url));
    return await archiver.catchUp();
  } catch (error) {
    if ((error as { code?: string }).code === '55006') return undefined;
    throw error;
  } finally {
    await archiver?.close();
  }
}
