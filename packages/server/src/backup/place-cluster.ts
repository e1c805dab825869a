/** Unpacks a base backup into a new cluster and compares every file with the checksums that PostgreSQL made when it sent them. */
import { createHash, type Hash } from 'node:crypto';
import { chownSync } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { House } from '../platform/embedded-postgres-server.ts';
import { basesOf, listWal, readSealed, readSealedInto, walOf } from './backup-folder.ts';
import type { FoundBackup } from './find-backup.ts';
import type { SealKeys } from './seal-stream.ts';
import { readTar, type TarEntry } from './tar-stream.ts';

interface Checksum {
  Path?: string;
  'Encoded-Path'?: string;
  Size: number;
  'Checksum-Algorithm': string;
  Checksum: string;
}

const own = (house: House, path: string) => {
  if (house.runAs) chownSync(path, house.runAs.uid, house.runAs.gid);
};

/** The log has its own checksums, record by record. */
const isLog = (path: string) => path.startsWith('pg_wal/');

/** Reads the base backup through without writing it. @throws AppError as {@link placeCluster} does */
export async function checkBase(found: FoundBackup, keys: SealKeys): Promise<{ files: number }> {
  return walk(found, keys, { folder: async () => {}, file: async () => undefined }, () => {});
}

interface Target {
  folder(path: string): Promise<void>;
  file(path: string): Promise<FileHandle | undefined>;
}

async function walk(
  found: FoundBackup,
  keys: SealKeys,
  target: Target,
  onBytes: (bytes: number) => void,
): Promise<{ files: number }> {
  const { line, record } = found;
  const folder = join(basesOf(line), record.id);
  const manifest = JSON.parse((await readSealed(line, join(folder, 'files.sealed'), keys)).toString()) as {
    Files: Checksum[];
  };
  const wanted = new Map<string, { size: number; checksum: string }>();
  for (const file of manifest.Files) {
    const path = file.Path ?? Buffer.from(file['Encoded-Path'] ?? '', 'hex').toString();
    const checksum = `${file['Checksum-Algorithm']}:${file.Checksum}`;
    if (!isLog(path)) wanted.set(path, { size: file.Size, checksum });
  }
  let files = 0;
  let bytes = 0;
  let current: { entry: TarEntry; handle: FileHandle | undefined; hash: Hash } | undefined;
  const tar = readTar({
    async entry(entry) {
      if (entry.kind === 'folder') return target.folder(entry.path);
      current = { entry, handle: await target.file(entry.path), hash: createHash('sha256') };
    },
    async data(chunk) {
      current?.hash.update(chunk);
      bytes += chunk.length;
      onBytes(bytes);
      // A write may be short; this one goes on until all is written.
      if (current?.handle) await current.handle.writeFile(chunk);
    },
    async end() {
      if (!current) return;
      const { entry, handle, hash } = current;
      current = undefined;
      await handle?.close();
      files += 1;
      if (isLog(entry.path)) return;
      const expected = wanted.get(entry.path);
      if (expected?.size !== entry.size || expected.checksum !== `SHA256:${hash.digest('hex')}`)
        throw new AppError('backup.damaged', 'conflict', { file: `base/${record.id}/${entry.path}` });
      wanted.delete(entry.path);
    },
  });
  try {
    await readSealedInto(line, join(folder, 'base.sealed'), keys, tar.stream);
  } finally {
    await tar.settled();
    await current?.handle?.close();
  }
  const [missing] = wanted.keys();
  if (missing !== undefined)
    throw new AppError('backup.file-missing', 'conflict', { file: `base/${record.id}/${missing}` });
  return { files };
}

/** A server that is archiving meanwhile puts a longer file in the place of the open segment's. */
async function readSegment(line: string, segment: string, file: string, keys: SealKeys): Promise<Buffer> {
  let name: string | undefined = file;
  for (let attempt = 1; ; attempt++) {
    try {
      return await readSealed(line, join(walOf(line), name ?? file), keys);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'backup.file-missing' || attempt === 5) throw error;
    }
    name = (await listWal(line)).find((entry) => entry.segment === segment)?.file;
  }
}

/**
 * Puts the cluster in its place, with the log that it needs and the mark that makes PostgreSQL recover from it.
 * @throws AppError `backup.damaged`, `backup.cut-short`, `backup.file-missing` or `backup.wrong-key`; then nothing stands in its place
 */
export async function placeCluster(
  found: FoundBackup,
  keys: SealKeys,
  house: House,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const making = `${house.cluster}-making`;
  await rm(making, { recursive: true, force: true });
  const create = async (path: string) => {
    const handle = await open(path, 'w', 0o600);
    own(house, path);
    return handle;
  };
  const folder = async (path: string) => {
    await mkdir(path, { recursive: true, mode: 0o700 });
    own(house, path);
  };
  try {
    await folder(making);
    const target: Target = {
      folder: (path) => folder(join(making, path)),
      async file(path) {
        if (path.includes('/')) await mkdir(dirname(join(making, path)), { recursive: true, mode: 0o700 });
        return create(join(making, path));
      },
    };
    await walk(found, keys, target, onBytes);
    for (const { segment, file } of found.log) {
      const content = await readSegment(found.line, segment, file, keys);
      const handle = await create(join(making, 'pg_wal', segment));
      await handle.writeFile(content);
      // PostgreSQL reads whole segments; zeros say that the log ends.
      if (content.length < found.record.segmentBytes) await handle.truncate(found.record.segmentBytes);
      await handle.close();
    }
    await (await create(join(making, 'recovery.signal'))).close();
    await rename(making, house.cluster);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    throw error;
  }
}
