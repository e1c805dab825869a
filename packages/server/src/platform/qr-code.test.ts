import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { qrModules, qrSvg } from './qr-code.ts';

describe('qrModules', () => {
  it('takes the smallest version that holds the text', () => {
    for (const [length, size] of [
      [14, 21],
      [15, 25],
      [42, 29],
      [122, 45],
      [180, 53],
      [213, 57],
    ] as const) {
      expect(qrModules('x'.repeat(length))).toHaveLength(size);
    }
    expect(() => qrModules('x'.repeat(214))).toThrow(RangeError);
    expect(() => qrModules('镇'.repeat(72))).toThrow(RangeError);
  });

  it('has its three finders and the timing lines', () => {
    const modules = qrModules('https://rs.example.cn/verify/7K3M-92QD-X4');
    const size = modules.length;
    const ring = [true, true, true, true, true, true, true];
    expect(modules[0]!.slice(0, 7)).toEqual(ring);
    expect(modules[0]!.slice(size - 7)).toEqual(ring);
    expect(modules[size - 1]!.slice(0, 7)).toEqual(ring);
    for (let i = 8; i < size - 8; i++) expect(modules[6]![i]).toBe(i % 2 === 0);
    expect(modules[size - 8]![8]).toBe(true);
  });

  // The digests are of codes that an independent reader (zbar) read back as the very text.
  const address = 'https://rs.example.cn/verify/7K3M-92QD-X4';
  const long = `${address}?x=${'q8'.repeat(99)}`;
  it.each([
    ['renshe', 21, 'ed809788ebe2cf75'],
    ['镇江市人社', 25, 'aaa4198cffb2c92b'],
    [address, 29, 'b81d95920099a521'],
    [`${address}?lang=zh-CN&from=paper`, 37, '0c48f13b1d3b5e6e'],
    [long.slice(0, 100), 41, '1f2587585b25e341'],
    [long.slice(0, 120), 45, 'e9e2448a845c0b99'],
    [long.slice(0, 150), 49, 'e6dfd430b756d52f'],
    [long.slice(0, 175), 53, '6037109f1c5073f8'],
    [long.slice(0, 205), 57, 'cd59d83117a9a7fb'],
  ])('draws %s as the code that was read back', (text, size, digest) => {
    expect(qrModules(text)).toHaveLength(size);
    const drawn = qrModules(text)
      .map((row) => row.map((dark) => (dark ? '#' : '.')).join(''))
      .join('\n');
    expect(createHash('sha256').update(drawn).digest('hex').slice(0, 16)).toBe(digest);
  });

  it('leaves a quiet zone in the picture', () => {
    const svg = qrSvg('renshe');
    expect(svg).toContain('viewBox="0 0 29 29"');
    expect(svg).toContain('M4 4h1v1h-1z');
    expect(svg).not.toMatch(/M[0-3] /);
  });
});
