import { inflateRawSync } from 'node:zlib';
import type { Answered } from './prove-world.ts';

/** All that can be read in an answer: headers with their file names, JSON, and the parts of a workbook or archive. */
export function readableText(answer: Answered): string {
  const heads = Object.values(answer.raw.headers).join('\n');
  const names = decodeURIComponent(heads.replace(/%(?![0-9A-F]{2})/g, '%25'));
  return `${names}\n${bodyText(answer)}`;
}

/** The same without the headers. */
export function bodyText(answer: Answered): string {
  const bytes = answer.raw.rawPayload;
  return bytes.subarray(0, 2).toString('latin1') === 'PK' ? unpacked(bytes) : answer.text;
}

/** Entries of a ZIP file one after the other, archives in it included. */
function unpacked(bytes: Buffer): string {
  const texts: string[] = [];
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = end < 0 ? bytes.length : bytes.readUInt32LE(end + 16);
  while (at + 46 <= bytes.length && bytes.readUInt32LE(at) === 0x02014b50) {
    const method = bytes.readUInt16LE(at + 10);
    const size = bytes.readUInt32LE(at + 20);
    const nameLength = bytes.readUInt16LE(at + 28);
    const start = bytes.readUInt32LE(at + 42);
    const name = bytes.subarray(at + 46, at + 46 + nameLength).toString();
    const data = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    const packed = bytes.subarray(data, data + size);
    const content = method === 8 ? inflateRawSync(packed) : packed;
    texts.push(name, content.subarray(0, 2).toString('latin1') === 'PK' ? unpacked(content) : content.toString());
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return texts.join('\n');
}
