import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { describe, expect, it, test } from 'vitest';
import { pictureOf } from '../prove/made-pictures.ts';
import { cleanPicture } from './clean-picture.ts';
import { drawPng, pngChunk } from './picture-samples.ts';

const limits = { kilobytes: 2048, longestSide: 4096 };
const clean = (bytes: Buffer) => cleanPicture(bytes, limits);
const codeOf = (bytes: Buffer, within = limits) => {
  try {
    cleanPicture(bytes, within);
    return 'taken';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
};

const jpeg = pictureOf(700);
const png = drawPng(
  6,
  4,
  [
    [255, 255, 255],
    [0, 0, 0],
  ],
  (x, y) => (x + y) % 2,
);
/** One pixel each: without loss, with loss, with transparency beside it, moving. */
const webp = {
  lossless: Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64'),
  lossy: Buffer.from('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA', 'base64'),
  alpha: Buffer.from(
    'UklGRkoAAABXRUJQVlA4WAoAAAAQAAAAAAAAAAAAQUxQSAwAAAARBxAR/Q9ERP8DAABWUDggGAAAABQBAJ0BKgEAAQAAAP4AAA3AAP7mtQAAAA==',
    'base64',
  ),
  moving: Buffer.from(
    'UklGRlIAAABXRUJQVlA4WAoAAAASAAAAAAAAAAAAQU5JTQYAAAD/////AABBTk1GJgAAAAAAAAAAAAAAAAAAAGQAAABWUDhMDQAAAC8AAAAQBxAREYiI/gcA',
    'base64',
  ),
};
const samples: [string, Buffer, string, number, number][] = [
  ['a JPEG', jpeg, 'jpeg', 8, 8],
  ['a PNG', png, 'png', 6, 4],
  ['a WebP without loss', webp.lossless, 'webp', 1, 1],
  ['a WebP with loss', webp.lossy, 'webp', 1, 1],
  ['a WebP with transparency', webp.alpha, 'webp', 1, 1],
];

const segment = (marker: number, content: Buffer) => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
};
/** Segments right behind the first mark of the JPEG, where phones put them. */
const withSegments = (...segments: Buffer[]) => Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
/** EXIF with where the photo was taken: a head, then text as good as any. */
const place = 'GPSLatitude 32.19 GPSLongitude 119.45 贺家弄12号';
const exif = segment(0xe1, Buffer.from(`Exif\0\0II*\0\x08\0\0\0${place}`));
const xmp = segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>${place}</x:xmpmeta>`));
const riffOf = (...chunks: [string, Buffer][]) => {
  const body = Buffer.concat([
    Buffer.from('WEBP'),
    ...chunks.map(([type, content]) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(content.length);
      return Buffer.concat([Buffer.from(type), length, content, Buffer.alloc(content.length % 2)]);
    }),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([Buffer.from('RIFF'), length, body]);
};

describe('pictures', () => {
  test.each(samples)('%s is taken, with its size from its head', (_, bytes, type, width, height) => {
    expect(clean(bytes)).toMatchObject({ type, width, height });
  });
  test.each(samples)('%s without anything to take away stays as it is, however often', (_, bytes) => {
    const { bytes: once } = clean(bytes);
    expect(clean(once).bytes).toEqual(once);
  });
  test.each(samples)('truncated: %s that is cut off anywhere is refused', (_, bytes) => {
    const cuts = Array.from({ length: bytes.length }, (__, length) => codeOf(bytes.subarray(0, length)));
    expect(new Set(cuts)).toEqual(new Set(['attachment.no-picture', 'attachment.damaged']));
  });
});

describe('what is no picture', () => {
  it.each([
    ['wrong magic: a GIF', Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1')],
    ['wrong magic: a PDF', Buffer.from('%PDF-1.7\n')],
    ['wrong magic: SVG with a script', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')],
    ['wrong magic: HTML', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['wrong magic: a zip', Buffer.from('PK\x03\x04')],
    ['wrong magic: a BMP', Buffer.from('BM\x3a\0\0\0', 'latin1')],
    ['wrong magic: nothing', Buffer.alloc(0)],
    [
      'EICAR: the test text of virus scanners, as it is no picture',
      Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')),
    ],
    ['a PNG behind a blank', Buffer.concat([Buffer.from(' '), png])],
  ])('%s is refused', (_, bytes) => {
    expect(codeOf(bytes)).toBe('attachment.no-picture');
  });
  it('a picture that moves is refused', () => {
    expect(codeOf(webp.moving)).toBe('attachment.damaged');
  });
});

describe('metadata', () => {
  it('EXIF with GPS, XMP, comments, colour profiles and makers’ notes are gone from a JPEG', () => {
    const others = [segment(0xfe, Buffer.from(place)), segment(0xe2, Buffer.from(`ICC_PROFILE\0${place}`))];
    const cleaned = clean(withSegments(exif, xmp, ...others, segment(0xed, Buffer.from(`Photoshop 3.0\0${place}`))));
    expect(cleaned.bytes).toEqual(clean(jpeg).bytes);
    expect(cleaned.bytes.toString('utf8')).not.toMatch(/GPS|贺家弄|Exif|xmp/);
  });
  it('text, EXIF and times are gone from a PNG, and the frames of a moving one', () => {
    const extra = ['tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME', 'iCCP', 'acTL', 'fdAT'].map((type) =>
      pngChunk(type, Buffer.from(place)),
    );
    const cleaned = clean(Buffer.concat([png.subarray(0, 33), ...extra, png.subarray(33)]));
    expect(cleaned.bytes).toEqual(png);
  });
  it('EXIF and XMP are gone from a WebP', () => {
    const picture = webp.lossy.subarray(20, 42);
    const head = Buffer.concat([Buffer.from([0x2c, 0, 0, 0]), Buffer.alloc(6)]);
    const cleaned = clean(
      riffOf(
        ['VP8X', head],
        ['ICCP', Buffer.from(place)],
        ['VP8 ', picture],
        ['EXIF', Buffer.from(place)],
        ['XMP ', Buffer.from(place)],
        ['odd ', Buffer.from(place)],
      ),
    );
    expect(cleaned.bytes).toEqual(clean(webp.lossy).bytes);
  });
});

describe('polyglots and smuggled bytes', () => {
  const zip = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.from('<script>alert(1)</script>')]);
  it.each(samples)('what follows the end of %s is cut off', (_, bytes) => {
    const { bytes: cleaned } = clean(Buffer.concat([bytes, zip]));
    expect(cleaned).toEqual(clean(bytes).bytes);
    expect(cleaned.includes('PK')).toBe(false);
  });
  it('a script in a comment or in the first segment of a JPEG is gone', () => {
    const script = Buffer.from('*/=alert(1);/*');
    const cleaned = clean(withSegments(segment(0xe0, script), segment(0xfe, script)));
    expect(cleaned.bytes.includes('alert')).toBe(false);
  });
  it.each([
    ['a table that is longer than its codes', 0xc4],
    ['a quantization table that is longer than it says', 0xdb],
    ['a restart interval with more in it', 0xdd],
    ['an arithmetic conditioning table', 0xcc],
    ['a hierarchical frame', 0xde],
  ])('%s is refused', (_, marker) => {
    expect(codeOf(withSegments(segment(marker, Buffer.from(`\0${'A'.repeat(80)}`))))).toBe('attachment.damaged');
  });
  it('a PNG whose checksum is wrong, or with a chunk that readers must know, is refused', () => {
    const wrong = Buffer.from(png);
    wrong[20] = 7;
    expect(codeOf(wrong)).toBe('attachment.damaged');
    const unknown = Buffer.concat([png.subarray(0, 33), pngChunk('EVIL', zip), png.subarray(33)]);
    expect(codeOf(unknown)).toBe('attachment.damaged');
  });
  it('thousands of scans over one picture are refused', () => {
    const scan = jpeg.subarray(jpeg.indexOf(Buffer.from([0xff, 0xda])), -2);
    const many = Buffer.concat([jpeg.subarray(0, -2), ...Array<Buffer>(200).fill(scan), jpeg.subarray(-2)]);
    expect(codeOf(many)).toBe('attachment.damaged');
  });
});

describe('limits', () => {
  it('huge dimensions are refused from the head alone', () => {
    const wide = Buffer.from(jpeg);
    wide.writeUInt16BE(65_500, wide.indexOf(Buffer.from([0xff, 0xc0])) + 5);
    expect(codeOf(wide)).toBe('attachment.too-wide');
    const head = Buffer.alloc(13);
    head.writeUInt32BE(200_000, 0);
    head.writeUInt32BE(200_000, 4);
    head.set([8, 2, 0, 0, 0], 8);
    const bomb = Buffer.concat([png.subarray(0, 8), pngChunk('IHDR', head), png.subarray(33)]);
    expect(codeOf(bomb)).toBe('attachment.too-wide');
    expect(codeOf(png, { ...limits, longestSide: 5 })).toBe('attachment.too-wide');
  });
  it('no size at all is refused', () => {
    const flat = Buffer.from(jpeg);
    flat.writeUInt16BE(0, flat.indexOf(Buffer.from([0xff, 0xc0])) + 5);
    expect(codeOf(flat)).toBe('attachment.damaged');
  });
  it('a frame of no size beside its transparency is refused', () => {
    const frame = Buffer.from(webp.lossy.subarray(20, 42));
    frame.writeUInt16LE(0, 6);
    expect(codeOf(riffOf(['VP8 ', frame], ['ALPH', Buffer.from([0, 1])]))).toBe('attachment.damaged');
  });
  it('the data of a PNG stands in one run, whatever stands around it', () => {
    const data = png.indexOf('IDAT') - 4;
    const split = Buffer.concat([
      png.subarray(0, data),
      pngChunk('IDAT', Buffer.alloc(0)),
      pngChunk('tEXt', Buffer.from('a')),
      png.subarray(data),
    ]);
    expect(codeOf(split)).toBe('attachment.damaged');
  });
  it('too many bytes are refused before anything is read', () => {
    expect(codeOf(Buffer.alloc(2049 * 1024))).toBe('attachment.too-large');
  });
});
