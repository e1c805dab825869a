import { createSecretKey } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createKeyring, KEY_FILE_LOOK_MS } from './crypto.ts';
import { CryptoError } from './crypto-error.ts';
import { type CryptoProfile, rotateKeyFile } from './key-file.ts';
import { createPureSmEngine, nodeSmEngine, smEngine } from './sm-engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'renshe-keys-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let fileNumber = 0;
const newPath = () => join(folder, String(++fileNumber), 'keys', 'keys.json');
const hex = (text: string) => Buffer.from(text, 'hex');
const place = 'resident.citizen_id_cipher:0199a3c2-0000-7000-8000-000000000001';

function codeOf(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    return error instanceof CryptoError ? error.code : String(error);
  }
  return undefined;
}

describe.each([nodeSmEngine, createPureSmEngine()])('SM engine $name', (engine) => {
  it('counts over a block border and over the end of the counter', () => {
    const key = createSecretKey(hex('0123456789abcdeffedcba9876543210'));
    const iv = hex('ffffffffffffffffffffffffffffffff');
    const stream = engine.sm4Ctr(key, iv, Buffer.alloc(40));
    expect(stream.subarray(16, 32)).toEqual(engine.sm4Ctr(key, Buffer.alloc(16), Buffer.alloc(16)));
    expect(stream).toHaveLength(40);
  });
});

describe('SM engines against each other', () => {
  const pure = createPureSmEngine();
  it.each([0, 1, 15, 16, 17, 31, 32, 33, 63, 64, 65, 200])('agree on %i bytes', (size) => {
    const data = Buffer.from(Array.from({ length: size }, (_, i) => (i * 37 + size) & 0xff));
    const key = nodeSmEngine.sm3(Buffer.from(`key ${size}`));
    expect(pure.sm3(data)).toEqual(nodeSmEngine.sm3(data));
    const whole = createSecretKey(key);
    const half = createSecretKey(key.subarray(0, 16));
    expect(pure.hmacSm3(whole, data)).toEqual(nodeSmEngine.hmacSm3(whole, data));
    expect(pure.sm4Ctr(half, key.subarray(16), data)).toEqual(nodeSmEngine.sm4Ctr(half, key.subarray(16), data));
  });
});

describe.each<CryptoProfile>(['aes', 'sm'])('keyring, profile %s', (profile) => {
  const path = newPath();
  const keyring = createKeyring({ path, profile });

  it('opens what it sealed, names and empty text included', () => {
    for (const plain of ['321102197403150018', '𠮷田㛃𬱖', '', 'x'.repeat(5000)]) {
      const value = keyring.encrypt(plain, place);
      expect(value).toMatch(new RegExp(`^${profile === 'sm' ? 's1' : 'a1'}\\.${keyring.currentKeyId}\\.[\\w-]+$`));
      expect(keyring.decrypt(value, place)).toBe(plain);
    }
  });

  it('never gives the same value twice', () => {
    const values = new Set(Array.from({ length: 2000 }, () => keyring.encrypt('321102197403150018', place)));
    expect(values.size).toBe(2000);
  });

  it('refuses another row, another column, every single changed byte, and shortened values', () => {
    const value = keyring.encrypt('321102197403150018', place);
    expect(codeOf(() => keyring.decrypt(value, `${place}9`))).toBe('crypto-value-tampered');
    expect(codeOf(() => keyring.decrypt(value, place.replace('citizen_id_cipher', 'phone_cipher')))).toBe(
      'crypto-value-tampered',
    );
    const [algorithm, keyId, body] = value.split('.');
    const bytes = Buffer.from(body!, 'base64url');
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes);
      changed[i]! ^= 1;
      const attempt = `${algorithm}.${keyId}.${changed.toString('base64url')}`;
      expect(codeOf(() => keyring.decrypt(attempt, place))).toBe('crypto-value-tampered');
    }
    for (let i = 1; i <= bytes.length; i++) {
      const attempt = `${algorithm}.${keyId}.${bytes.subarray(0, bytes.length - i).toString('base64url')}`;
      expect(codeOf(() => keyring.decrypt(attempt, place))).toMatch(/crypto-value-(tampered|malformed)/);
    }
  });

  it('refuses a value moved to the other algorithm or key', () => {
    const value = keyring.encrypt('321102197403150018', place);
    const other = profile === 'sm' ? 'a1' : 's1';
    expect(codeOf(() => keyring.decrypt(other + value.slice(2), place))).toBe('crypto-value-tampered');
    expect(codeOf(() => createKeyring({ path: newPath(), profile }).decrypt(value, place))).toBe('crypto-key-unknown');
    for (const text of ['', 'plain', 'a1', 'a1.x', 'z9.k.AAAA', `${value}.x`]) {
      expect(codeOf(() => keyring.decrypt(text, place))).toBe('crypto-value-malformed');
    }
  });

  it('refuses a place that names no row', () => {
    expect(() => keyring.encrypt('x', 'resident')).toThrow(TypeError);
    expect(() => keyring.encrypt('x', 'resident.citizen_id:')).toThrow(TypeError);
  });

  it('gives the same blind index after a restart, another one per kind and per key file', () => {
    const index = keyring.blindIndex('citizen-id', '321102197403150018');
    expect(index).toHaveLength(32);
    expect(createKeyring({ path }).blindIndex('citizen-id', '321102197403150018')).toEqual(index);
    expect(keyring.blindIndex('phone', '321102197403150018')).not.toEqual(index);
    const stranger = createKeyring({ path: newPath(), profile });
    expect(stranger.blindIndex('citizen-id', '321102197403150018')).not.toEqual(index);
    expect(stranger.checkValue()).not.toBe(keyring.checkValue());
    expect(createKeyring({ path }).checkValue()).toBe(keyring.checkValue());
  });

  it('digests for audit without showing the value', () => {
    expect(keyring.digest('13912345678')).toBe(keyring.digest('13912345678'));
    expect(keyring.digest('13912345678')).not.toBe(keyring.digest('13912345679'));
    expect(keyring.digest('13912345678')).not.toContain('139');
  });

  it('rotates: the newest key encrypts, the old one goes on decrypting, indexes stay', () => {
    const rotating = newPath();
    const before = createKeyring({ path: rotating, profile });
    const value = before.encrypt('321102197403150018', place);
    const newId = rotateKeyFile(rotating);
    const after = createKeyring({ path: rotating });
    expect(after.profile).toBe(profile);
    expect(after.currentKeyId).toBe(newId);
    expect(after.decrypt(value, place)).toBe('321102197403150018');
    expect(after.needsReencryption(value)).toBe(true);
    expect(after.needsReencryption(after.encrypt('x', place))).toBe(false);
    expect(after.blindIndex('phone', '1')).toEqual(before.blindIndex('phone', '1'));
    expect(codeOf(() => createKeyring({ path: newPath() }).decrypt(value, place))).toBe('crypto-key-unknown');
  });

  it('takes a new key up while it runs: at once to read, within a second to write; never another file', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const rotating = newPath();
      const running = createKeyring({ path: rotating, profile });
      const old = running.currentKeyId;
      rotateKeyFile(rotating);
      const elsewhere = createKeyring({ path: rotating }).encrypt('x', place);
      expect(running.currentKeyId).toBe(old);
      expect(running.decrypt(elsewhere, place)).toBe('x');
      const third = rotateKeyFile(rotating);
      expect(running.encrypt('x', place)).not.toContain(third);
      vi.advanceTimersByTime(KEY_FILE_LOOK_MS);
      expect(running.encrypt('x', place)).toContain(`.${third}.`);

      copyFileSync(path, rotating);
      vi.advanceTimersByTime(KEY_FILE_LOOK_MS);
      expect(running.currentKeyId).toBe(third);
      expect(running.decrypt(elsewhere, place)).toBe('x');
      rmSync(rotating);
      vi.advanceTimersByTime(KEY_FILE_LOOK_MS);
      expect(running.decrypt(running.encrypt('y', place), place)).toBe('y');
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('key file', () => {
  it('is made once, for its owner only, and leaves nothing beside it', () => {
    const path = newPath();
    createKeyring({ path });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    const text = readFileSync(path, 'utf8');
    createKeyring({ path });
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(readdirSync(join(path, '..'))).toEqual(['keys.json']);
  });

  it('changes the algorithm of new values without losing old ones or their indexes', () => {
    const path = newPath();
    const aes = createKeyring({ path });
    const value = aes.encrypt('321102197403150018', place);
    const sm = createKeyring({ path, profile: 'sm' });
    expect(sm.decrypt(value, place)).toBe('321102197403150018');
    expect(sm.needsReencryption(value)).toBe(true);
    expect(aes.decrypt(sm.encrypt('x', place), place)).toBe('x');
    expect(sm.blindIndex('citizen-id', 'x')).toEqual(aes.blindIndex('citizen-id', 'x'));
  });

  it('opens with either SM engine what the other one sealed', () => {
    const path = newPath();
    const node = createKeyring({ path, profile: 'sm', engine: nodeSmEngine });
    const pure = createKeyring({ path, profile: 'sm', engine: createPureSmEngine() });
    expect(pure.decrypt(node.encrypt('321102197403150018', place), place)).toBe('321102197403150018');
    expect(node.decrypt(pure.encrypt('潘艳', place), place)).toBe('潘艳');
    expect(pure.blindIndex('phone', '139')).toEqual(node.blindIndex('phone', '139'));
  });

  it('seals the cipher text, not the plain one, and looks at the seal before it opens anything', () => {
    const path = newPath();
    const calls: string[] = [];
    const sealed: Buffer[] = [];
    const engine = {
      ...nodeSmEngine,
      sm4Ctr: (...given: Parameters<typeof nodeSmEngine.sm4Ctr>) => {
        calls.push('cipher');
        return nodeSmEngine.sm4Ctr(...given);
      },
      hmacSm3: (...given: Parameters<typeof nodeSmEngine.hmacSm3>) => {
        calls.push('mac');
        sealed.push(Buffer.from(given[1]));
        return nodeSmEngine.hmacSm3(...given);
      },
    };
    const keyring = createKeyring({ path, profile: 'sm', engine });
    calls.length = 0;
    const value = keyring.encrypt('321102197403150018', place);
    expect(calls).toEqual(['cipher', 'mac']);
    const [algorithm, keyId, body = ''] = value.split('.');
    const bytes = Buffer.from(body, 'base64url');
    expect(sealed.at(-1)!.includes(bytes.subarray(0, -32))).toBe(true);
    expect(sealed.at(-1)!.includes('321102197403150018')).toBe(false);
    calls.length = 0;
    bytes[20]! ^= 1;
    const changed = `${algorithm}.${keyId}.${bytes.toString('base64url')}`;
    expect(codeOf(() => keyring.decrypt(changed, place))).toBe('crypto-value-tampered');
    expect(calls).toEqual(['mac']);
  });

  it('computes with OpenSSL, whose operations take the same time for every value', () => {
    expect(smEngine().name).toBe('node');
  });

  it('is refused when damaged, when open to others, and when it must exist but does not', () => {
    const damaged = newPath();
    createKeyring({ path: damaged });
    writeFileSync(damaged, '{"format":1}', { mode: 0o600 });
    expect(codeOf(() => createKeyring({ path: damaged }))).toBe('crypto-key-file-invalid');
    expect(codeOf(() => createKeyring({ path: newPath(), create: false }))).toBe('crypto-key-file-missing');
    if (process.platform === 'win32') return;
    const open = newPath();
    createKeyring({ path: open });
    const text = readFileSync(open, 'utf8');
    rmSync(open);
    writeFileSync(open, text, { mode: 0o644 });
    expect(codeOf(() => createKeyring({ path: open }))).toBe('crypto-key-file-readable-by-others');
  });
});
