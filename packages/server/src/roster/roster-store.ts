/**
 * Uploaded rosters at rest: under random names outside the web root, sealed with the keyring. The file is sealed in pieces, each
 * bound to its batch, its place and to being the last one, so that nothing can be swapped, reordered or cut off.
 */
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { Host } from '../platform/host.ts';

type StoreHost = Pick<Host, 'keyring' | 'dataDir'>;

const pieceBytes = 1 << 20;

/** Name of the file in the store; the batch row keeps it. */
export function storedName(batchId: string): string {
  return join('uploads', batchId);
}

const placeOf = (batchId: string, index: number, last: boolean) =>
  `import_batch.file:${batchId}/${index}${last ? '/last' : ''}`;

export async function storeRoster(host: StoreHost, batchId: string, bytes: Buffer): Promise<string> {
  const count = Math.max(1, Math.ceil(bytes.length / pieceBytes));
  const name = storedName(batchId);
  await mkdir(join(host.dataDir, 'uploads'), { recursive: true, mode: 0o700 });
  const path = join(host.dataDir, name);
  const part = await open(`${path}.part`, 'w', 0o600);
  try {
    // Piece by piece: sealing a large file at once would keep everybody else waiting.
    for (let i = 0; i < count; i++) {
      const piece = bytes.toString('base64', i * pieceBytes, Math.min(bytes.length, (i + 1) * pieceBytes));
      const sealed = host.keyring.encrypt(piece, placeOf(batchId, i, i === count - 1));
      await part.appendFile(i === 0 ? sealed : `\n${sealed}`);
    }
  } finally {
    await part.close();
  }
  await rename(`${path}.part`, path);
  return name;
}

/** @throws AppError `roster.file-missing`; CryptoError when the file was changed. */
export async function readStoredRoster(host: StoreHost, batchId: string, name: string): Promise<Buffer> {
  let text: string;
  try {
    text = await readFile(join(host.dataDir, name), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new AppError('roster.file-missing', 'conflict');
    throw error;
  }
  const pieces = text.split('\n');
  const opened: Buffer[] = [];
  for (const [i, piece] of pieces.entries()) {
    opened.push(Buffer.from(host.keyring.decrypt(piece, placeOf(batchId, i, i === pieces.length - 1)), 'base64'));
    await setImmediate();
  }
  return Buffer.concat(opened);
}

/** Names of the stored files, as {@link storedName} gives them. */
export async function listStoredRosters(host: Pick<Host, 'dataDir'>): Promise<string[]> {
  const names = await readdir(join(host.dataDir, 'uploads')).catch(() => []);
  return names.filter((name) => !name.endsWith('.part')).map(storedName);
}

/**
 * Seals a stored file anew where it was not sealed with the newest key.
 * @returns whether it was. @throws CryptoError when it was changed
 */
export async function reencryptRoster(host: StoreHost, name: string): Promise<boolean> {
  const path = join(host.dataDir, name);
  const pieces = (await readFile(path, 'utf8')).split('\n');
  if (!pieces.some((piece) => host.keyring.needsReencryption(piece))) return false;
  const anew = pieces.map((piece, i) => {
    const place = placeOf(basename(name), i, i === pieces.length - 1);
    return host.keyring.encrypt(host.keyring.decrypt(piece, place), place);
  });
  await writeFile(`${path}.anew.part`, anew.join('\n'), { mode: 0o600, flush: true });
  // One that was deleted meanwhile stays deleted.
  if (existsSync(path)) await rename(`${path}.anew.part`, path);
  else await rm(`${path}.anew.part`);
  return true;
}

export async function removeStoredRoster(host: StoreHost, name: string): Promise<void> {
  await rm(join(host.dataDir, name), { force: true });
}
