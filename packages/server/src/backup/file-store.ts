/**
 * The data folder beside the database: uploads, deliveries, published heads, the database's passwords. Contents are kept once, lists of
 * what there was by time. Never the keys: whoever has both can read everything, so they are kept in another place.
 */
import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { filesOf, isOld, readSealed, readSealedInto, writeSealed } from './backup-folder.ts';
import type { SealKeys } from './seal-stream.ts';

interface KeptFile {
  path: string;
  mode: number;
  size: number;
  mtimeMs: number;
  /** Name of the sealed content. */
  content: string;
}

export interface FileList {
  at: string;
  files: KeptFile[];
}

const credentials = 'postgres/credentials.json';
/** What belongs to this machine or to the backup itself. */
const leftOut =
  /^(keys|postgres|drills)(\/|$)|^(backup|last-drill|restore-unfinished)\.json$|^drills\.jsonl$|(^|\/)\.[^/]*\.tmp$/;
const listName = /^list-(\d{8}T\d{9}Z)\.sealed$/;

async function listDataFiles(dataDir: string): Promise<string[]> {
  const found: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = relative(dataDir, join(folder, entry.name)).replaceAll('\\', '/');
      if (leftOut.test(path)) continue;
      if (entry.isDirectory()) await walk(join(folder, entry.name)).catch(gone);
      else if (entry.isFile()) found.push(path);
    }
  };
  await walk(dataDir);
  return [credentials, ...found.sort()];
}

/** A file may be deleted while the folder is read; anything else is an error. */
function gone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}

async function listNames(line: string): Promise<string[]> {
  const names = await readdir(filesOf(line)).catch(() => []);
  return names.filter((name) => listName.test(name)).sort();
}

async function readList(line: string, name: string, keys: SealKeys): Promise<FileList> {
  return JSON.parse((await readSealed(line, join(filesOf(line), name), keys)).toString()) as FileList;
}

const stampOf = (at: Date) => at.toISOString().replaceAll(/[-:.]/g, '');

/** Keeps what is new or changed since the last time. @returns how many files there are, and how many were new. */
export async function keepFiles(
  line: string,
  dataDir: string,
  keys: SealKeys,
  at: Date,
): Promise<{ files: number; kept: number }> {
  const last = (await listNames(line)).at(-1);
  const before = last === undefined ? undefined : await readList(line, last, keys);
  const known = new Map(before?.files.map((file) => [file.path, file]));
  const files: KeptFile[] = [];
  let kept = 0;
  for (const path of await listDataFiles(dataDir)) {
    const found = await stat(join(dataDir, path)).catch(gone);
    if (!found) continue;
    const same = known.get(path);
    if (same?.size === found.size && same.mtimeMs === found.mtimeMs) {
      files.push(same);
      continue;
    }
    const content = `${randomBytes(16).toString('hex')}.sealed`;
    const source = createReadStream(join(dataDir, path));
    const written = await writeSealed(line, join(filesOf(line), content), keys, source).catch(gone);
    if (!written) continue;
    kept += 1;
    files.push({ path, mode: found.mode & 0o777, size: written.plainBytes, mtimeMs: found.mtimeMs, content });
  }
  if (!before || kept > 0 || files.length !== before.files.length) {
    const list: FileList = { at: at.toISOString(), files };
    const path = join(filesOf(line), `list-${stampOf(at)}.sealed`);
    await writeSealed(line, path, keys, Buffer.from(JSON.stringify(list)));
  }
  return { files: files.length, kept };
}

/** Lines are only ever added to it, and the later ones tell what is missing after a restore: always the newest. */
const publishedHeads = 'audit-heads.jsonl';

/**
 * The files as they were at an instant: the last list before it, and what the next list adds, because a file is stored before the row that
 * names it. Without an instant the last list.
 */
export async function filesAt(line: string, keys: SealKeys, at: Date | undefined): Promise<KeptFile[]> {
  const names = await listNames(line);
  const newest = names.at(-1);
  if (newest === undefined) throw new AppError('backup.file-missing', 'conflict', { file: 'files' });
  const last = (await readList(line, newest, keys)).files;
  if (!at) return last;
  const stamp = `list-${stampOf(at)}.sealed`;
  const before = names.filter((name) => name <= stamp).at(-1);
  const after = names.find((name) => name > stamp);
  const found = new Map<string, KeptFile>();
  for (const name of [after, before]) {
    for (const file of name === undefined ? [] : (await readList(line, name, keys)).files) found.set(file.path, file);
  }
  const heads = last.find((file) => file.path === publishedHeads);
  if (heads) found.set(heads.path, heads);
  return [...found.values()];
}

/** Writes kept files below a folder. */
export async function bringFiles(line: string, keys: SealKeys, files: readonly KeptFile[], to: string): Promise<void> {
  for (const file of files) {
    if (file.path.startsWith('/') || file.path.split('/').includes('..'))
      throw new AppError('backup.damaged', 'conflict', { file: file.path });
    const path = join(to, file.path);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const target = createWriteStream(path, { flags: 'wx', mode: file.mode, flush: true });
    await readSealedInto(line, join(filesOf(line), file.content), keys, target);
    if ((await stat(path)).size !== file.size) throw new AppError('backup.damaged', 'conflict', { file: file.path });
  }
}

/** The database's passwords as they were kept last. */
export async function readCredentials(line: string, keys: SealKeys, files: readonly KeptFile[]): Promise<Buffer> {
  const file = files.find(({ path }) => path === credentials);
  if (!file) throw new AppError('backup.file-missing', 'conflict', { file: credentials });
  return readSealed(line, join(filesOf(line), file.content), keys);
}

export const isCredentials = (file: { path: string }) => file.path === credentials;

/** Deletes lists that no kept backup needs, and contents that no list names. */
export async function pruneFiles(line: string, keys: SealKeys, oldest: Date): Promise<void> {
  const names = await listNames(line);
  const stamp = `list-${stampOf(oldest)}.sealed`;
  const needed = names.filter((name) => name <= stamp).at(-1);
  const kept = names.filter((name) => name > stamp || name === needed);
  for (const name of names) if (!kept.includes(name)) await rm(join(filesOf(line), name), { force: true });
  const contents = new Set<string>();
  for (const name of kept) for (const file of (await readList(line, name, keys)).files) contents.add(file.content);
  for (const name of await readdir(filesOf(line)).catch(() => [])) {
    const unnamed = /^[0-9a-f]{32}\.sealed$/.test(name) && !contents.has(name);
    // A younger one may belong to a list that is just being made.
    if (unnamed && (await isOld(join(filesOf(line), name)))) await rm(join(filesOf(line), name), { force: true });
  }
}
