/**
 * The directory of a zip file, judged before anything is inflated: number of entries, unpacked sizes, ratios, encryption,
 * overlapping entries. Inflating stops at the declared size, so a directory that lies gains nothing.
 */
import { createInflateRaw, inflateRawSync } from 'node:zlib';
import { RosterFileError } from './roster-file-error.ts';
import type { RosterLimits } from './roster-limits.ts';

type ZipEntry = { name: string; method: number; packed: number; unpacked: number; offset: number };

export type ZipDirectory = { entries: Map<string, ZipEntry>; bytes: Buffer };

const endSignature = 0x06054b50;
const directorySignature = 0x02014b50;
const localSignature = 0x04034b50;
const megabyte = 1024 * 1024;

export function readZipDirectory(bytes: Buffer, limits: RosterLimits): ZipDirectory {
  const end = findEnd(bytes);
  const count = bytes.readUInt16LE(end + 10);
  const directoryOffset = bytes.readUInt32LE(end + 16);
  if (count > limits.maxEntries) throw new RosterFileError('roster-file-bomb', { entries: count });
  const entries = new Map<string, ZipEntry>();
  const ranges: [number, number][] = [];
  let total = 0;
  let at = directoryOffset;
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== directorySignature)
      throw new RosterFileError('roster-file-damaged');
    const flags = bytes.readUInt16LE(at + 8);
    const entry: ZipEntry = {
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      unpacked: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
      name: '',
    };
    const nameLength = bytes.readUInt16LE(at + 28);
    entry.name = bytes.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/');
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if ((flags & 1) !== 0) throw new RosterFileError('roster-file-encrypted');
    // 0xffffffff stands for a 64-bit size, which no roster needs.
    if (entry.packed === 0xffffffff || entry.unpacked === 0xffffffff) throw new RosterFileError('roster-file-bomb');
    if (entry.name.split('/').includes('..') || entry.name.startsWith('/'))
      throw new RosterFileError('roster-file-damaged');
    if (entry.offset + 30 + entry.packed > bytes.length) throw new RosterFileError('roster-file-damaged');
    total += entry.unpacked;
    if (total > limits.maxUnpackedBytes) throw new RosterFileError('roster-file-bomb', { unpacked: total });
    if (entry.unpacked > megabyte && entry.unpacked > entry.packed * limits.maxRatio) {
      throw new RosterFileError('roster-file-bomb', { ratio: Math.round(entry.unpacked / Math.max(entry.packed, 1)) });
    }
    ranges.push([entry.offset, entry.offset + 30 + entry.packed]);
    entries.set(entry.name.toLowerCase(), entry);
  }
  ranges.sort((a, b) => a[0] - b[0]);
  for (let i = 1; i < ranges.length; i++) {
    if ((ranges[i]?.[0] ?? 0) < (ranges[i - 1]?.[1] ?? 0)) throw new RosterFileError('roster-file-bomb');
  }
  return { entries, bytes };
}

/** The packed bytes of a part. */
function packedBytes({ bytes }: ZipDirectory, entry: ZipEntry): Buffer {
  if (bytes.readUInt32LE(entry.offset) !== localSignature) throw new RosterFileError('roster-file-damaged');
  const start = entry.offset + 30 + bytes.readUInt16LE(entry.offset + 26) + bytes.readUInt16LE(entry.offset + 28);
  const packed = bytes.subarray(start, start + entry.packed);
  if (packed.length !== entry.packed || (entry.method !== 0 && entry.method !== 8))
    throw new RosterFileError('roster-file-damaged');
  return packed;
}

/** The bytes of a part, or undefined when there is no such part. Names are compared without case. */
export function readZipEntry(directory: ZipDirectory, name: string): Buffer | undefined {
  const entry = directory.entries.get(name.toLowerCase());
  if (entry === undefined) return undefined;
  const packed = packedBytes(directory, entry);
  if (entry.method === 0) return packed;
  if (entry.unpacked === 0) return Buffer.alloc(0);
  try {
    const inflated = inflateRawSync(packed, { maxOutputLength: entry.unpacked });
    if (inflated.length === entry.unpacked) return inflated;
  } catch (error) {
    if (error instanceof RangeError) throw new RosterFileError('roster-file-bomb');
    throw new RosterFileError('roster-file-damaged');
  }
  throw new RosterFileError('roster-file-damaged');
}

/** The same piece by piece, for parts that nobody has to hold as a whole. */
export async function* inflatedPieces(directory: ZipDirectory, name: string): AsyncGenerator<Buffer> {
  const entry = directory.entries.get(name.toLowerCase());
  if (entry === undefined) throw new RosterFileError('roster-file-damaged');
  const packed = packedBytes(directory, entry);
  if (entry.method === 0) return yield packed;
  let length = 0;
  const inflate = createInflateRaw({ chunkSize: megabyte / 4 });
  inflate.end(packed);
  try {
    for await (const piece of inflate as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > entry.unpacked) throw new RosterFileError('roster-file-bomb');
      yield piece;
    }
  } catch (error) {
    if (error instanceof RosterFileError) throw error;
    throw new RosterFileError('roster-file-damaged');
  }
  if (length !== entry.unpacked) throw new RosterFileError('roster-file-damaged');
}

/** The end record stands in the last 64 KiB, before an optional comment. */
function findEnd(bytes: Buffer): number {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 65_557); at--) {
    if (bytes.readUInt32LE(at) === endSignature) return at;
  }
  throw new RosterFileError('roster-file-damaged');
}
