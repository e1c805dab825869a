/**
 * Files at rest that are written and read in pieces: each piece is sealed with the keyring and bound to its file, its place and to being
 * the last one, so that nothing can be swapped, reordered or cut off, and memory does not grow with the file.
 */
import { createReadStream, existsSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { Host } from '../platform/host.ts';

type StoreHost = Pick<Host, 'keyring' | 'dataDir'>;

const pieceBytes = 1 << 20;
export const exchangeFolder = 'exchange-files';

const placeOf = (name: string, index: number, last: boolean) =>
  `exchange_delivery.file:${name}/${index}${last ? '/last' : ''}`;

export class SealedWriter {
  private readonly host: StoreHost;
  private readonly name: string;
  private handle: FileHandle | undefined;
  private waiting: Buffer[] = [];
  private held = 0;
  private index = 0;
  bytes = 0;

  /** @param name of the file in the store; it is part of what seals it. */
  constructor(host: StoreHost, name: string) {
    this.host = host;
    this.name = name;
  }

  get path(): string {
    return join(this.host.dataDir, exchangeFolder, this.name);
  }

  async append(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    this.waiting.push(Buffer.from(bytes));
    this.held += bytes.length;
    this.bytes += bytes.length;
    if (this.held > pieceBytes) await this.flush(false);
  }

  /** Whole pieces, always with something left over: the last piece has to be told apart. */
  private async flush(all: boolean): Promise<void> {
    let rest = Buffer.concat(this.waiting);
    while (rest.length > pieceBytes) {
      await this.seal(rest.subarray(0, pieceBytes), false);
      rest = rest.subarray(pieceBytes);
    }
    if (all) await this.seal(rest, true);
    this.waiting = all ? [] : [rest];
    this.held = all ? 0 : rest.length;
  }

  private async seal(piece: Buffer, last: boolean): Promise<void> {
    if (!this.handle) {
      await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
      this.handle = await open(`${this.path}.part`, 'w', 0o600);
    }
    const sealed = this.host.keyring.encrypt(piece.toString('base64'), placeOf(this.name, this.index, last));
    await this.handle.write(`${sealed}\n`);
    this.index++;
  }

  async finish(): Promise<void> {
    await this.flush(true);
    await this.handle!.close();
    this.handle = undefined;
    await rename(`${this.path}.part`, this.path);
  }

  /** Takes away what was written, finished or not. */
  async discard(): Promise<void> {
    await this.handle?.close().catch(() => {});
    this.handle = undefined;
    this.waiting = [];
    await rm(`${this.path}.part`, { force: true });
    await rm(this.path, { force: true });
  }
}

/** The pieces of a file, opened one by one. @throws AppError `exchange.file-gone`; CryptoError when it was changed. */
export async function* readSealed(host: StoreHost, name: string): AsyncGenerator<Buffer> {
  const stream = createReadStream(join(host.dataDir, exchangeFolder, name), { encoding: 'utf8' });
  const openPiece = (line: string, index: number, last: boolean) =>
    Buffer.from(host.keyring.decrypt(line, placeOf(name, index, last)), 'base64');
  let held: string | undefined;
  let index = 0;
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (held !== undefined) yield openPiece(held, index++, false);
      held = line;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new AppError('exchange.file-gone', 'notFound');
    throw error;
  } finally {
    stream.destroy();
  }
  yield openPiece(held ?? '', index, true);
}

export async function listSealed(host: Pick<Host, 'dataDir'>): Promise<string[]> {
  const names = await readdir(join(host.dataDir, exchangeFolder)).catch(() => []);
  return names.filter((name) => !name.endsWith('.part'));
}

/**
 * Seals a file anew when a piece of it was not sealed with the newest key.
 * @returns whether it was. @throws CryptoError when it was changed
 */
export async function reencryptSealed(host: StoreHost, name: string): Promise<boolean> {
  const path = join(host.dataDir, exchangeFolder, name);
  if (!(await someLine(path, (line) => host.keyring.needsReencryption(line)))) return false;
  const anew = await open(`${path}.anew.part`, 'w', 0o600);
  let index = 0;
  const turn = async (line: string, last: boolean) => {
    const place = placeOf(name, index++, last);
    await anew.write(`${host.keyring.encrypt(host.keyring.decrypt(line, place), place)}\n`);
  };
  try {
    let held: string | undefined;
    for await (const line of linesOf(path)) {
      if (held !== undefined) await turn(held, false);
      held = line;
    }
    await turn(held ?? '', true);
    await anew.sync();
  } catch (error) {
    await rm(`${path}.anew.part`, { force: true });
    throw error;
  } finally {
    await anew.close();
  }
  // One that was deleted meanwhile stays deleted.
  if (existsSync(path)) await rename(`${path}.anew.part`, path);
  else await rm(`${path}.anew.part`);
  return true;
}

async function someLine(path: string, is: (line: string) => boolean): Promise<boolean> {
  for await (const line of linesOf(path)) if (is(line)) return true;
  return false;
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const stream = createReadStream(path, { encoding: 'utf8' });
  try {
    yield* createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  } finally {
    stream.destroy();
  }
}

export async function removeSealed(host: StoreHost, name: string): Promise<void> {
  await rm(join(host.dataDir, exchangeFolder, name), { force: true });
}
