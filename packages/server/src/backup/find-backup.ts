/** Which backup is restored, and how far the log behind it reaches. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import {
  type BackupRecord,
  idOf,
  listBases,
  listLines,
  listWal,
  parseLsn,
  readBase,
  readUntil,
  segmentName,
  type Until,
  type WalFile,
} from './backup-folder.ts';
import type { SealKeys } from './seal-stream.ts';

export interface FoundBackup {
  line: string;
  record: BackupRecord;
  /** Segments from the backup's start on, without a hole. */
  log: WalFile[];
  /** The first segment that is missing, or ends too early, although there was more. */
  gap: string | undefined;
  /** Up to when the log is complete; undefined when only the base backup is there. */
  until: Until | undefined;
}

/** A base backup that cannot be read, and why. */
export interface UnreadableBackup {
  line: string;
  id: string;
  error: AppError;
}

export interface BackupList {
  /** Oldest first. */
  found: FoundBackup[];
  unreadable: UnreadableBackup[];
}

/**
 * Every base backup of a folder with its log: one that is damaged must not hide the others.
 * @param only a line, when the folder is shared and only one database is meant
 */
export async function listBackups(folder: string, keys: SealKeys, only?: string): Promise<BackupList> {
  const list: BackupList = { found: [], unreadable: [] };
  for (const name of await listLines(folder)) {
    if (only !== undefined && name !== only) continue;
    const line = join(folder, name);
    for (const id of await listBases(line)) {
      try {
        const record = await readBase(line, id, keys);
        const until = await readUntil(line, keys).catch(unknown);
        list.found.push({ line, record, until, ...(await logOf(line, record, until)) });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        list.unreadable.push({ line, id, error });
      }
    }
  }
  list.found.sort((a, b) => (a.record.finishedAt < b.record.finishedAt ? -1 : 1));
  return list;
}

/** Without the mark less is claimed of the archive, nothing else is lost. */
function unknown(error: unknown): undefined {
  if (!(error instanceof AppError) || error.code === 'backup.wrong-key') throw error;
}

/**
 * The archived log behind the base backup, which itself brings all of it up to its end. What the archive says it has received has to be
 * there: a log whose end was taken away must not pass for a shorter one.
 */
async function logOf(
  line: string,
  record: BackupRecord,
  until: Until | undefined,
  attempts = 4,
): Promise<Pick<FoundBackup, 'log' | 'gap'>> {
  const files = new Map((await listWal(line)).map((file) => [file.segment, file]));
  const nameOf = (number: bigint) => segmentName(record.timeline, number, record.segmentBytes);
  const log: WalFile[] = [];
  let number = (parseLsn(record.stopLsn) - 1n) / BigInt(record.segmentBytes);
  let file: WalFile | undefined;
  do {
    number += 1n;
    file = files.get(nameOf(number));
    if (file) log.push(file);
  } while (file && file.bytes === undefined);
  const last = nameOf(number);
  const end = number * BigInt(record.segmentBytes) + BigInt(file?.bytes ?? 0);
  const isShort = [...files.keys()].some((segment) => segment > last) || (until && end < parseLsn(until.lsn));
  if (!isShort) return { log, gap: undefined };
  // A server that is archiving just now may have put another file in the place of one while the folder was read.
  if (attempts === 1) return { log, gap: last };
  await sleep(50);
  return logOf(line, record, until, attempts - 1);
}

/** `2026-11-22T10:00:00+08:00`; without a zone it is Beijing time. @throws AppError `backup.bad-time` */
export function parseTime(text: string): Date {
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(Z|[+-]\d{2}:\d{2})?$/.exec(text.trim());
  const time = match ? new Date(`${match[1]}T${match[2]}${match[3] ?? '+08:00'}`) : new Date(Number.NaN);
  if (Number.isNaN(time.getTime())) throw new AppError('backup.bad-time', 'invalid', { time: text });
  return time;
}

/** An instant as people in the office read it. */
export const localTime = (at: Date | string) =>
  `${new Date(new Date(at).getTime() + 8 * 3600_000).toISOString().slice(0, 19)}+08:00`;

/**
 * The backup to restore from: the named one, or the newest that was finished before the wished time. A backup that cannot be read is
 * passed over only when another one is named.
 * @throws AppError `backup.none-found`, `backup.none-before`, `backup.beyond-archive`, `backup.several-databases`, or why it cannot be read
 */
export function chooseBackup(list: BackupList, wish: { id?: string; time?: Date; folder: string }): FoundBackup {
  const isMeant = (id: string) => wish.id === undefined || id === wish.id;
  const named = list.found.filter(({ record }) => isMeant(record.id));
  const unreadable = list.unreadable.filter(({ id }) => isMeant(id));
  const [oldest] = named;
  if (!oldest) {
    if (unreadable[0]) throw unreadable[0].error;
    throw new AppError('backup.none-found', 'notFound', { folder: wish.folder, id: wish.id ?? '' });
  }
  if (new Set(named.map(({ record }) => record.systemId)).size > 1)
    throw new AppError('backup.several-databases', 'conflict', {
      ids: named.map(({ record }) => record.id).join(', '),
    });
  const { time } = wish;
  const chosen = time ? named.filter(({ record }) => new Date(record.finishedAt) <= time).at(-1) : named.at(-1)!;
  const limit = time && idOf(time);
  const better = unreadable.find(({ id }) => id > (chosen?.record.id ?? '') && (limit === undefined || id <= limit));
  if (better) throw better.error;
  if (!chosen) {
    const details = { time: localTime(time!), oldest: localTime(oldest.record.finishedAt) };
    throw new AppError('backup.none-before', 'notFound', details);
  }
  // Whoever names a backup without a time takes what there is, and is told where it ends.
  if (chosen.gap !== undefined && !time && wish.id === undefined)
    throw new AppError('backup.gap', 'conflict', { segment: chosen.gap });
  const until = chosen.until?.at ?? chosen.record.finishedAt;
  if (time && time > new Date(until))
    throw new AppError('backup.beyond-archive', 'conflict', { time: localTime(time), until: localTime(until) });
  return chosen;
}
