/**
 * Writes .zip files (and .xlsx, which are .zip files) without holding them: each entry is packed into a sealed file of its own while its
 * rows are made, all entries side by side; then the archive is put together from them.
 */
import { createHash, type Hash } from 'node:crypto';
import { crc32, createDeflateRaw, type DeflateRaw, deflateRawSync } from 'node:zlib';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { Host } from '../platform/host.ts';
import { readSealed, SealedWriter } from './sealed-file.ts';

type StoreHost = Pick<Host, 'keyring' | 'dataDir'>;

export type ZipEntry = {
  name: string;
  method: 0 | 8;
  crc: number;
  packed: number;
  size: number;
  pieces(): AsyncIterable<Buffer> | Iterable<Buffer>;
};

/** The classic format ends here; nobody sends more in one file. */
const mostBytes = 0xffff_ffff;

/** An entry that is made over time. */
export class SpooledEntry {
  private readonly host: StoreHost;
  private readonly store: SealedWriter;
  private readonly storeName: string;
  private readonly deflate: DeflateRaw | undefined;
  private readonly hash: Hash = createHash('sha256');
  private packedPieces: Buffer[] = [];
  private failed: Error | undefined;
  private crc = 0;
  size = 0;

  /** @param packs false for what is packed already */
  constructor(host: StoreHost, storeName: string, packs = true) {
    this.host = host;
    this.storeName = storeName;
    this.store = new SealedWriter(host, storeName);
    if (!packs) return;
    this.deflate = createDeflateRaw({ level: 6 });
    this.deflate.on('data', (piece: Buffer) => this.packedPieces.push(piece));
    this.deflate.on('error', (error) => {
      this.failed = error;
    });
  }

  async write(bytes: Buffer): Promise<void> {
    if (bytes.length === 0) return;
    this.hash.update(bytes);
    this.crc = crc32(bytes, this.crc);
    this.size += bytes.length;
    const { deflate } = this;
    if (!deflate) return this.store.append(bytes);
    await new Promise<void>((done, fail) => deflate.write(bytes, (error) => (error ? fail(error) : done())));
    await this.drain();
  }

  private async drain(): Promise<void> {
    if (this.failed) throw this.failed;
    for (const piece of this.packedPieces.splice(0)) await this.store.append(piece);
  }

  /** Closes the entry. `sha256` is that of the content, unpacked. */
  async finish(name: string): Promise<ZipEntry & { sha256: string }> {
    const { deflate } = this;
    if (deflate) {
      await new Promise<void>((done) => {
        deflate.once('end', done);
        deflate.end();
      });
      await this.drain();
    }
    await this.store.finish();
    return {
      name,
      method: deflate ? 8 : 0,
      crc: this.crc,
      packed: this.store.bytes,
      size: this.size,
      sha256: this.hash.digest('hex'),
      pieces: () => readSealed(this.host, this.storeName),
    };
  }

  async discard(): Promise<void> {
    this.deflate?.close();
    await this.store.discard();
  }
}

/** A small entry that is there at once. */
export function textEntry(name: string, text: string): ZipEntry {
  const bytes = Buffer.from(text, 'utf8');
  const packed = deflateRawSync(bytes);
  return { name, method: 8, crc: crc32(bytes), packed: packed.length, size: bytes.length, pieces: () => [packed] };
}

const dosTime = (at: Date) => {
  const local = new Date(at.getTime() + 8 * 3600_000);
  const time = (local.getUTCHours() << 11) | (local.getUTCMinutes() << 5) | (local.getUTCSeconds() >> 1);
  const date = ((local.getUTCFullYear() - 1980) << 9) | ((local.getUTCMonth() + 1) << 5) | local.getUTCDate();
  return { time, date };
};

function header(entry: ZipEntry, at: Date, offset: number | undefined): Buffer {
  const name = Buffer.from(entry.name, 'utf8');
  const { time, date } = dosTime(at);
  const central = offset !== undefined;
  const bytes = Buffer.alloc(central ? 46 : 30);
  let i = bytes.writeUInt32LE(central ? 0x02014b50 : 0x04034b50, 0);
  if (central) i = bytes.writeUInt16LE(20, i);
  i = bytes.writeUInt16LE(20, i);
  // Names are UTF-8.
  i = bytes.writeUInt16LE(0x0800, i);
  i = bytes.writeUInt16LE(entry.method, i);
  i = bytes.writeUInt16LE(time, i);
  i = bytes.writeUInt16LE(date, i);
  i = bytes.writeUInt32LE(entry.crc, i);
  i = bytes.writeUInt32LE(entry.packed, i);
  i = bytes.writeUInt32LE(entry.size, i);
  i = bytes.writeUInt16LE(name.length, i);
  if (central) bytes.writeUInt32LE(offset, 42);
  return Buffer.concat([bytes, name]);
}

/** The bytes of an archive, entry after entry. */
export async function* zipPieces(entries: readonly ZipEntry[], at: Date): AsyncGenerator<Buffer> {
  const offsets: number[] = [];
  let offset = 0;
  for (const entry of entries) {
    offsets.push(offset);
    const local = header(entry, at, undefined);
    offset += local.length + entry.packed;
    if (offset > mostBytes || entry.size > mostBytes)
      throw new AppError('exchange.too-large', 'tooLarge', { limit: '4 GB' });
    yield local;
    for await (const piece of entry.pieces()) yield piece;
  }
  const start = offset;
  for (const [i, entry] of entries.entries()) {
    const central = header(entry, at, offsets[i]!);
    offset += central.length;
    yield central;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(offset - start, 12);
  end.writeUInt32LE(start, 16);
  yield end;
}
