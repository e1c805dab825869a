import { randomBytes } from 'node:crypto';
import { Readable, type Transform } from 'node:stream';
import { expect, test } from 'vitest';
import type { KeyFile, StoredKey } from '../platform/key-file.ts';
import { createPureSmEngine, nodeSmEngine } from '../platform/sm-engine.ts';
import { openStream, type SealKeys, sealStream } from './seal-stream.ts';

const chunk = 256 * 1024;
const key = (id: string): StoredKey => ({ id, secret: randomBytes(32).toString('base64url') });
const fileOf = (...encryptionKeys: StoredKey[]): KeyFile => ({
  format: 1,
  profile: 'aes',
  encryptionKeys,
  indexKey: { ...key('i'), hash: 'sha256' },
});
const first = key('k1');
const keys: SealKeys = { file: fileOf(first), profile: 'aes' };

async function through(stream: Transform, bytes: Buffer): Promise<Buffer> {
  const parts: Buffer[] = [];
  // In uneven pieces, as a disk or a socket would give them.
  const pieces = Array.from({ length: Math.ceil(bytes.length / 100_003) }, (_, i) =>
    bytes.subarray(i * 100_003, (i + 1) * 100_003),
  );
  for await (const part of Readable.from(pieces, { objectMode: false }).compose(stream)) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

const seal = (plain: Buffer, by = keys, name = 'base/x') => through(sealStream(by, name), plain);
const open = (sealed: Buffer, by = keys, name = 'base/x') => through(openStream(by, name), sealed);
const code = (opening: Promise<Buffer>) => opening.then(() => 'opened').catch((error) => error.code as string);

test.each(['aes', 'sm'] as const)('%s: every length comes back, and no two files look alike', async (profile) => {
  for (const length of [0, 1, chunk - 1, chunk, chunk + 1, 3 * chunk + 17]) {
    const plain = randomBytes(length);
    const sealed = await seal(plain, { ...keys, profile });
    expect(await open(sealed)).toEqual(plain);
    expect(await seal(plain, { ...keys, profile })).not.toEqual(sealed);
    if (length > 1) expect(sealed.includes(plain.subarray(0, 64))).toBe(false);
  }
});

test('both SM engines write the same format', async () => {
  const plain = randomBytes(5000);
  const sealed = await through(sealStream({ ...keys, profile: 'sm' }, 'wal/1', nodeSmEngine), plain);
  expect(await through(openStream(keys, 'wal/1', createPureSmEngine()), sealed)).toEqual(plain);
});

test('after a rotation the older key still opens', async () => {
  const sealed = await seal(Buffer.from('old'));
  const rotated: SealKeys = { file: fileOf(first, key('k2')), profile: 'aes' };
  expect((await open(sealed, rotated)).toString()).toBe('old');
  expect((await seal(Buffer.from('new'), rotated)).toString('latin1', 0, 40)).toContain(' k2 ');
});

test.each(['aes', 'sm'] as const)('%s: whatever was changed is refused, and says how', async (profile) => {
  const by = { ...keys, profile };
  const sealed = await seal(randomBytes(2 * chunk + 100), by);
  const body = sealed.indexOf(10) + 1;
  const whole = chunk + (profile === 'aes' ? 16 : 32);
  const flipped = (at: number) => {
    const changed = Buffer.from(sealed);
    changed[at]! ^= 1;
    return changed;
  };
  const chunks = [0, 1].map((i) => sealed.subarray(body + i * whole, body + (i + 1) * whole));
  const rest = sealed.subarray(body + 2 * whole);
  const header = sealed.subarray(0, body);
  const cases: [string, Buffer, string][] = [
    ['the magic', flipped(0), 'backup.not-sealed'],
    ['the salt', flipped(body - 15), 'backup.damaged'],
    ['the first byte', flipped(body), 'backup.damaged'],
    ['a byte of the second chunk', flipped(body + whole + 7), 'backup.damaged'],
    ['the last byte', flipped(sealed.length - 1), 'backup.damaged'],
    ['the end missing, at a chunk', Buffer.concat([header, ...chunks]), 'backup.cut-short'],
    ['the end missing, within a chunk', sealed.subarray(0, sealed.length - 30), 'backup.damaged'],
    ['nothing but the header', header, 'backup.cut-short'],
    ['half a header', sealed.subarray(0, 30), 'backup.cut-short'],
    ['an empty file', Buffer.alloc(0), 'backup.cut-short'],
    ['chunks swapped', Buffer.concat([header, chunks[1]!, chunks[0]!, rest]), 'backup.damaged'],
    ['a chunk twice', Buffer.concat([header, chunks[0]!, chunks[0]!, chunks[1]!, rest]), 'backup.damaged'],
    ['a chunk left out', Buffer.concat([header, chunks[0]!, rest]), 'backup.damaged'],
    ['bytes added', Buffer.concat([sealed, Buffer.from('x')]), 'backup.damaged'],
    ['another file', Buffer.from('PGDMP'), 'backup.not-sealed'],
  ];
  for (const [what, bytes, expected] of cases) expect([what, await code(open(bytes, by))]).toEqual([what, expected]);
  expect(await code(open(sealed, by, 'base/y'))).toBe('backup.damaged');
  expect(await code(open(sealed, { file: fileOf(key('other')), profile }))).toBe('backup.wrong-key');
  expect(await code(open(sealed, { file: fileOf(key('k1')), profile }))).toBe('backup.wrong-key');
});
