/** PNG (ISO/IEC 15948): the chunks that a still picture is drawn from are kept, each with its checksum proved; all others go. */
import { crc32 } from 'node:zlib';
import type { Cleaned } from './clean-picture.ts';

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const drawn = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
/** Bit depths that each colour type may have. */
const depths: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/** Undefined for what is no whole picture. */
export function cleanPng(bytes: Buffer): Cleaned | undefined {
  const kept: Buffer[] = [signature];
  const seen = new Set<string>();
  let last = '';
  let size: { width: number; height: number } | undefined;
  for (let at = signature.length; last !== 'IEND'; ) {
    if (at + 12 > bytes.length) return undefined;
    const length = bytes.readUInt32BE(at);
    if (at + 12 + length > bytes.length) return undefined;
    const type = bytes.toString('latin1', at + 4, at + 8);
    const content = bytes.subarray(at + 8, at + 8 + length);
    if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== bytes.readUInt32BE(at + 8 + length)) return undefined;
    if (seen.size === 0) {
      if (type !== 'IHDR' || !isHead(content)) return undefined;
      size = { width: content.readUInt32BE(0), height: content.readUInt32BE(4) };
    }
    if (drawn.has(type)) {
      // Once each and in order; the picture's own data in one run.
      if (type === 'IDAT' ? last !== 'IDAT' && seen.has('IDAT') : seen.has(type)) return undefined;
      if (!fits(type, length, seen)) return undefined;
      kept.push(bytes.subarray(at, at + 12 + length));
    }
    // What a reader must understand, and we do not.
    else if (/^[A-Z]/.test(type)) return undefined;
    seen.add(type);
    last = type;
    at += 12 + length;
  }
  if (!size || !seen.has('IDAT')) return undefined;
  return { bytes: Buffer.concat(kept), ...size };
}

function isHead(content: Buffer): boolean {
  return (
    content.length === 13 &&
    depths[content[9]!]?.includes(content[8]!) === true &&
    content[10] === 0 &&
    content[11] === 0 &&
    content[12]! <= 1
  );
}

function fits(type: string, length: number, seen: ReadonlySet<string>): boolean {
  if (type === 'IEND') return length === 0;
  if (type === 'PLTE') return length % 3 === 0 && length <= 768 && !seen.has('IDAT');
  if (type === 'tRNS') return length <= 256 && !seen.has('IDAT');
  return true;
}
