/** Which backup is restored, and how far the log behind it reaches. */
import { join } from 'node:path';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import {
  type BackupRecord,
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
  /** The first segment that is missing although later ones are there. */
  gap: string | undefined;
  /** Up to when the log is complete; undefined when only the base backup is there. */
  until: Until | undefined;
}

/** Every base backup of a folder with its log, oldest first. Throws the errors of a sealed file that does not open. */
export async function listBackups(folder: string, keys: SealKeys): Promise<FoundBackup[]> {
  const found: FoundBackup[] = [];
  for (const name of await listLines(folder)) {
    const line = join(folder, name);
    for (const id of await listBases(line)) {
      const record = await readBase(line, id, keys);
      found.push({ line, record, until: await readUntil(line, keys), ...(await logOf(line, record)) });
    }
  }
  return found.sort((a, b) => (a.record.finishedAt < b.record.finishedAt ? -1 : 1));
}

async function logOf(line: string, record: BackupRecord): Promise<Pick<FoundBackup, 'log' | 'gap'>> {
  const files = new Map((await listWal(line)).map((file) => [file.segment, file]));
  const log: WalFile[] = [];
  const nameOf = (number: bigint) => segmentName(record.timeline, number, record.segmentBytes);
  let number = parseLsn(record.startLsn) / BigInt(record.segmentBytes);
  // The backup brings its own log up to its end; the archive may begin anywhere in it.
  const inside = parseLsn(record.stopLsn) / BigInt(record.segmentBytes);
  for (; ; number += 1n) {
    const file = files.get(nameOf(number));
    if (file) log.push(file);
    if (number >= inside && (!file || file.bytes !== undefined)) break;
  }
  const last = nameOf(number);
  const gap = [...files.keys()].some((segment) => segment > last) ? last : undefined;
  return { log, gap };
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
 * The backup to restore from: the named one, or the newest that was finished before the wished time.
 * @throws AppError `backup.none-found`, `backup.none-before`, `backup.beyond-archive`, `backup.gap` or `backup.several-databases`
 */
export function chooseBackup(
  backups: readonly FoundBackup[],
  wish: { id?: string; time?: Date; folder: string },
): FoundBackup {
  const named = wish.id === undefined ? backups : backups.filter(({ record }) => record.id === wish.id);
  const [oldest] = named;
  if (!oldest) throw new AppError('backup.none-found', 'notFound', { folder: wish.folder, id: wish.id ?? '' });
  if (new Set(named.map(({ record }) => record.systemId)).size > 1)
    throw new AppError('backup.several-databases', 'conflict', {
      ids: named.map(({ record }) => record.id).join(', '),
    });
  const { time } = wish;
  if (!time) return named.at(-1)!;
  const chosen = named.filter(({ record }) => new Date(record.finishedAt) <= time).at(-1);
  if (!chosen)
    throw new AppError('backup.none-before', 'notFound', {
      time: localTime(time),
      oldest: localTime(oldest.record.finishedAt),
    });
  const until = chosen.until?.at ?? chosen.record.finishedAt;
  if (time > new Date(until))
    throw new AppError('backup.beyond-archive', 'conflict', { time: localTime(time), until: localTime(until) });
  return chosen;
}
