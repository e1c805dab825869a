/**
 * The folder that backups are kept in. `<folder>/<line>/` belongs to one database from its first backup on (a restored one starts a line
 * of its own):
 *
 *   base/<id>/      base.sealed (the cluster as tar), files.sealed (its checksums), backup.sealed (what it is; written last)
 *   wal/            the log since the oldest kept base: <segment>.wal, and the open segment as <segment>.<bytes>.part
 *   files/          the rest of the data folder: contents by keyed name, and lists of them by time
 *   until.sealed    up to when the log is complete
 *
 * Whatever is written appears under its name only when it is whole and on disk. Nothing is readable without the key file.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { openStream, type SealKeys, sealStream } from './seal-stream.ts';

/** What a base backup says of itself. Log positions are PostgreSQL's, as numbers. */
export interface BackupRecord {
  format: 1;
  id: string;
  line: string;
  systemId: string;
  timeline: number;
  segmentBytes: number;
  startLsn: string;
  stopLsn: string;
  startedAt: string;
  /** From this instant on the backup can be restored to any time. */
  finishedAt: string;
  postgresVersion: string;
  migrations: number;
  /** Plain bytes of the cluster, and of the sealed file on disk with its SHA-256. */
  clusterBytes: number;
  sealedBytes: number;
  sealedDigest: string;
}

export interface Until {
  lsn: string;
  at: string;
}

export const basesOf = (line: string) => join(line, 'base');
export const walOf = (line: string) => join(line, 'wal');
export const filesOf = (line: string) => join(line, 'files');
/** What a sealed file is called inside itself: its place below the line. */
const nameOf = (line: string, path: string) => path.slice(line.length + 1).replaceAll('\\', '/');

export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // a folder cannot be opened there
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A disk that was unplugged leaves an empty folder behind: what belongs on it must not be written beside it, nor be taken for gone. */
export function requireLine(line: string): void {
  if (!existsSync(line)) throw new AppError('backup.folder-unusable', 'conflict', { folder: line, reason: 'ENOENT' });
}

export interface SealedSize {
  plainBytes: number;
  sealedBytes: number;
  /** SHA-256 of the sealed file. */
  digest: string;
}

/**
 * Writes a sealed file aside, brings it to disk and gives it its name.
 * @param name what the file is called inside; by default its place below the line. A base is written before its folder has its name.
 */
export async function writeSealed(
  line: string,
  path: string,
  keys: SealKeys,
  content: Buffer | Readable,
  name: string = nameOf(line, path),
): Promise<SealedSize> {
  requireLine(line);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const making = join(dirname(path), `.${basename(path)}-${randomBytes(4).toString('hex')}.making`);
  const size = { plainBytes: 0, sealedBytes: 0 };
  const hash = createHash('sha256');
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size.plainBytes += chunk.length;
      done(null, chunk);
    },
  });
  const weigh = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size.sealedBytes += chunk.length;
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    const source = Buffer.isBuffer(content) ? Readable.from([content], { objectMode: false }) : content;
    const compress = createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 3 } });
    const file = createWriteStream(making, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(source, count, compress, sealStream(keys, name), weigh, file);
    await rename(making, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(making, { force: true });
    throw error;
  }
  return { ...size, digest: hash.digest('hex') };
}

/** Sends the plain bytes of a sealed file through `into`. Throws the errors of {@link openStream}. */
export async function readSealedInto(
  line: string,
  path: string,
  keys: SealKeys,
  into: Writable,
  name: string = nameOf(line, path),
): Promise<void> {
  try {
    await pipeline(createReadStream(path), openStream(keys, name), createZstdDecompress(), into);
  } catch (error) {
    const { code, path: at } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && at === path) throw new AppError('backup.file-missing', 'conflict', { file: name });
    throw error;
  }
}

/** The plain bytes of a small sealed file. */
export async function readSealed(line: string, path: string, keys: SealKeys, name?: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  const collect = new Writable({
    write(chunk: Buffer, _encoding, done) {
      parts.push(chunk);
      done();
    },
  });
  await readSealedInto(line, path, keys, collect, name);
  return Buffer.concat(parts);
}

export async function readUntil(line: string, keys: SealKeys): Promise<Until | undefined> {
  const path = join(line, 'until.sealed');
  if (!existsSync(path)) return undefined;
  return JSON.parse((await readSealed(line, path, keys)).toString()) as Until;
}

export async function writeUntil(line: string, keys: SealKeys, until: Until): Promise<void> {
  await writeSealed(line, join(line, 'until.sealed'), keys, Buffer.from(JSON.stringify(until)));
}

/** Names of lines, oldest first. */
export async function listLines(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'base')))
    .map((entry) => entry.name)
    .sort();
}

/** The id of a base backup that began at an instant: its second in UTC. */
export const idOf = (at: Date) => `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

/** Ids of the base backups that are whole, oldest first: the last file of a backup is the one that makes it one. */
export async function listBases(line: string): Promise<string[]> {
  const names = await readdir(basesOf(line)).catch(() => []);
  return names
    .filter((name) => /^\d{8}T\d{6}Z$/.test(name) && existsSync(join(basesOf(line), name, 'backup.sealed')))
    .sort();
}

export async function readBase(line: string, id: string, keys: SealKeys): Promise<BackupRecord> {
  const text = await readSealed(line, join(basesOf(line), id, 'backup.sealed'), keys);
  return JSON.parse(text.toString()) as BackupRecord;
}

/** Whether a file has lain for an hour: nobody is still about to name it or to give it its name. */
export async function isOld(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > 3600_000;
}

/** Bytes of everything below a folder. */
export async function folderBytes(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])) {
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name)).catch(() => undefined))?.size ?? 0;
  }
  return bytes;
}

// ---- log segments

/** Position in the log: `0/3000028` as PostgreSQL writes it. */
export function parseLsn(text: string): bigint {
  const [high = '0', low = '0'] = text.split('/');
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

export function formatLsn(lsn: bigint): string {
  return `${(lsn >> 32n).toString(16).toUpperCase()}/${(lsn & 0xffffffffn).toString(16).toUpperCase()}`;
}

/** PostgreSQL's name of the segment with the given number: timeline, then the number in two halves. */
export function segmentName(timeline: number, segment: bigint, segmentBytes: number): string {
  const perId = 0x1_0000_0000n / BigInt(segmentBytes);
  const hex = (value: bigint) => value.toString(16).toUpperCase().padStart(8, '0');
  return `${hex(BigInt(timeline))}${hex(segment / perId)}${hex(segment % perId)}`;
}

export interface WalFile {
  segment: string;
  /** Content bytes: of a part, as many as its name says; undefined for a whole segment. */
  bytes: number | undefined;
  file: string;
}

const walName = /^([0-9A-F]{24})\.(?:(\d+)\.part|wal)$/;
/** False of what is still being written. */
export const isWalFile = (name: string) => walName.test(name);

/** The log's files, in order of the log; of several parts of one segment the longest, of part and whole the whole. */
export async function listWal(line: string): Promise<WalFile[]> {
  const best = new Map<string, WalFile>();
  for (const file of await readdir(walOf(line)).catch(() => [])) {
    const match = walName.exec(file);
    if (!match) continue;
    const found: WalFile = { segment: match[1]!, bytes: match[2] === undefined ? undefined : Number(match[2]), file };
    const known = best.get(found.segment);
    if (!known || (known.bytes !== undefined && (found.bytes ?? Infinity) > known.bytes))
      best.set(found.segment, found);
  }
  return [...best.values()].sort((a, b) => (a.segment < b.segment ? -1 : 1));
}
