/** WebP (RFC 9649): the picture and its transparency are kept; EXIF, XMP, colour profile and unknown chunks go, what moves is refused. */
import type { Cleaned } from './clean-picture.ts';

interface Chunk {
  type: string;
  content: Buffer;
}

/** Undefined for what is no whole still picture. */
export function cleanWebp(bytes: Buffer): Cleaned | undefined {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF') return undefined;
  const end = 8 + bytes.readUInt32LE(4);
  if (end > bytes.length) return undefined;
  const chunks = chunksOf(bytes.subarray(12, end));
  if (!chunks || chunks.some(({ type }) => type === 'ANIM' || type === 'ANMF')) return undefined;
  const pictures = chunks.filter(({ type }) => type === 'VP8 ' || type === 'VP8L');
  const [picture] = pictures;
  const size = picture && pictures.length === 1 ? sizeOf(picture) : undefined;
  if (!picture || !size) return undefined;
  const [alpha, ...others] = chunks.filter(({ type }) => type === 'ALPH');
  if (others.length > 0) return undefined;
  // Transparency beside the picture needs the extended head; everything else that it could announce is gone.
  const kept = alpha && picture.type === 'VP8 ' ? [extendedHead(size), alpha, picture] : [picture];
  const body = Buffer.concat([Buffer.from('WEBP'), ...kept.map(written)]);
  const head = Buffer.alloc(8);
  head.write('RIFF', 'latin1');
  head.writeUInt32LE(body.length, 4);
  return { bytes: Buffer.concat([head, body]), ...size };
}

function chunksOf(body: Buffer): Chunk[] | undefined {
  const chunks: Chunk[] = [];
  for (let at = 0; at < body.length; ) {
    if (at + 8 > body.length) return undefined;
    const length = body.readUInt32LE(at + 4);
    if (at + 8 + length > body.length) return undefined;
    chunks.push({ type: body.toString('latin1', at, at + 4), content: body.subarray(at + 8, at + 8 + length) });
    at += 8 + length + (length % 2);
  }
  return chunks;
}

function sizeOf({ type, content }: Chunk): { width: number; height: number } | undefined {
  if (type === 'VP8L') {
    if (content.length < 6 || content[0] !== 0x2f) return undefined;
    const bits = content.readUInt32LE(1);
    return bits >>> 29 === 0 ? { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 } : undefined;
  }
  // A key frame that is shown, with its start code.
  if (content.length < 11 || (content[0]! & 1) !== 0 || content.readUIntBE(3, 3) !== 0x9d012a) return undefined;
  const first = (content.readUIntLE(0, 3) >>> 5) & 0x7ffff;
  if (first > content.length - 10) return undefined;
  const [width, height] = [content.readUInt16LE(6) & 0x3fff, content.readUInt16LE(8) & 0x3fff];
  return width > 0 && height > 0 ? { width, height } : undefined;
}

function extendedHead({ width, height }: { width: number; height: number }): Chunk {
  const content = Buffer.alloc(10);
  content[0] = 0x10;
  content.writeUIntLE(width - 1, 4, 3);
  content.writeUIntLE(height - 1, 7, 3);
  return { type: 'VP8X', content };
}

function written({ type, content }: Chunk): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}
