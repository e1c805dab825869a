/** JPEG (ITU-T T.81 Annex B): frame, tables and scans are kept; comments and application segments (EXIF, XMP, colour profile) go. */
import type { Cleaned } from './clean-picture.ts';

const soi = Buffer.from([0xff, 0xd8]);
const eoi = Buffer.from([0xff, 0xd9]);

/** Baseline, extended and progressive with Huffman codes: what cameras and browsers write. */
const frames = new Set([0xc0, 0xc1, 0xc2]);

/** Scans of one picture at most: thousands of them keep a reader busy for minutes. */
const manyScans = 100;

/** Whether the content of a table or head is of the length that it says itself; nothing else fits in then. */
const wellFormed: Readonly<Record<number, (content: Buffer) => boolean>> = {
  196: isHuffmanTables,
  219: isQuantizationTables,
  221: (content) => content.length === 2,
};

function isQuantizationTables(content: Buffer): boolean {
  let at = 0;
  while (at < content.length) {
    const head = content[at]!;
    if (head >> 4 > 1 || (head & 15) > 3) return false;
    at += 1 + (head >> 4 === 1 ? 128 : 64);
  }
  return at === content.length && at > 0;
}

function isHuffmanTables(content: Buffer): boolean {
  let at = 0;
  while (at < content.length) {
    if (content[at]! >> 4 > 1 || (content[at]! & 15) > 3 || at + 17 > content.length) return false;
    const codes = content.subarray(at + 1, at + 17).reduce((sum, count) => sum + count, 0);
    if (codes > 256) return false;
    at += 17 + codes;
  }
  return at === content.length && at > 0;
}

/** Of Adobe's segment only what says how the colours are meant. */
const isAdobe = (content: Buffer) => content.length === 12 && content.toString('latin1', 0, 5) === 'Adobe';

/** Undefined for what is no whole picture. */
export function cleanJpeg(bytes: Buffer): Cleaned | undefined {
  const kept: Buffer[] = [soi];
  let size: { width: number; height: number; parts: number } | undefined;
  let scans = 0;
  let at = 2;
  for (;;) {
    if (bytes[at] !== 0xff) return undefined;
    while (bytes[at] === 0xff) at++;
    const marker = bytes[at];
    at++;
    if (marker === undefined) return undefined;
    if (marker === 0xd9) break;
    if (at + 2 > bytes.length) return undefined;
    const length = bytes.readUInt16BE(at);
    if (length < 2 || at + length > bytes.length) return undefined;
    const content = bytes.subarray(at + 2, at + length);
    const segment = () => Buffer.concat([Buffer.from([0xff, marker]), bytes.subarray(at, at + length)]);
    if (frames.has(marker)) {
      const parts = content[5];
      if (size || content.length < 9 || content[0] !== 8 || (parts !== 1 && parts !== 3 && parts !== 4))
        return undefined;
      if (content.length !== 6 + 3 * parts) return undefined;
      size = { height: content.readUInt16BE(1), width: content.readUInt16BE(3), parts };
      kept.push(segment());
    } else if (marker === 0xda) {
      const parts = content[0];
      if (!size || parts === undefined || parts < 1 || parts > size.parts || content.length !== 4 + 2 * parts)
        return undefined;
      const from = at + length;
      const end = endOfScan(bytes, from);
      if (end === undefined || end === from || scans >= manyScans) return undefined;
      kept.push(segment(), bytes.subarray(from, end));
      scans++;
      at = end;
      continue;
    } else if (marker in wellFormed) {
      if (!wellFormed[marker]!(content)) return undefined;
      kept.push(segment());
    } else if (marker === 0xee && isAdobe(content)) {
      kept.push(segment());
    } else if (!((marker >= 0xe0 && marker <= 0xef) || marker === 0xfe)) {
      return undefined;
    }
    at += length;
  }
  if (!size || scans === 0) return undefined;
  return { bytes: Buffer.concat([...kept, eoi]), width: size.width, height: size.height };
}

/** Where the coded data ends: at the first marker that is neither a stuffed byte nor a restart. */
function endOfScan(bytes: Buffer, from: number): number | undefined {
  for (let at = from; ; at++) {
    at = bytes.indexOf(0xff, at);
    if (at < 0 || at + 1 >= bytes.length) return undefined;
    const next = bytes[at + 1]!;
    if (next === 0xff || (next !== 0 && (next < 0xd0 || next > 0xd7))) return at;
  }
}
