import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomFillSync,
  timingSafeEqual,
} from 'node:crypto';
import { statSync } from 'node:fs';
import { CryptoError } from './crypto-error.ts';
import { type CryptoProfile, type KeyFile, makeKeyFile, readKeyFile, type StoredKey } from './key-file.ts';
import { type SmEngine, smEngine } from './sm-engine.ts';

/**
 * Encryption of sensitive values at rest, blind indexes and keyed digests (security handbook §6 rules 9 and 20).
 *
 * A stored value names its algorithm and its key: `a1.<keyId>.<base64url>` is AES-256-GCM (nonce 12 ‖ ciphertext ‖ tag 16),
 * `s1.<keyId>.<base64url>` is SM4-CTR with HMAC-SM3 over the result (iv 16 ‖ ciphertext ‖ mac 32). Both bind the value to the
 * place that holds it (`table.column:rowId`), so a ciphertext copied to another row does not open.
 */
export interface Keyring {
  readonly profile: CryptoProfile;
  /** Id of the key that encrypts new values. */
  readonly currentKeyId: string;
  /** `aad` is `table.column:rowId`. Throws TypeError when it is not of that shape. */
  encrypt(plain: string, aad: string): string;
  /** Throws CryptoError for a wrong place, a changed value, an unknown key or a malformed value. */
  decrypt(value: string, aad: string): string;
  /** 32 bytes; the same input gives the same bytes for as long as the key file lives. One derived key per kind. */
  blindIndex(kind: string, normalized: string): Buffer;
  /** Keyed digest of a sensitive value for audit events: comparable, not reversible, useless without the key file. */
  digest(value: string): string;
  /** True when the value was written with an older key or another algorithm than new values get. */
  needsReencryption(value: string): boolean;
  /**
   * Says which key file this is without telling anything about the keys. Kept in the database at first start, it shows
   * at the next start that a key file was lost or swapped before anything unreadable is written beside readable data.
   */
  checkValue(): string;
}

export interface KeyringOptions {
  /** Path of the key file, outside the database: `<data>/keys/keys.json`. */
  path: string;
  /** Algorithm of new values. Default: the one that the file was made with, 'aes' for a new file. */
  profile?: CryptoProfile;
  /** false: a missing file is an error instead of being made (any start after the first). Default true. */
  create?: boolean;
  /** Only tests choose it. */
  engine?: SmEngine;
}

/** So often a running process looks whether the key file has a new key. */
export const KEY_FILE_LOOK_MS = 1000;

/**
 * Opens the key file, making it (0600, in a 0700 folder) when it does not exist yet. Keys that are added later are taken up while the
 * process runs, at once when a value asks for one.
 */
export function createKeyring(options: KeyringOptions): Keyring {
  const existing = readKeyFile(options.path);
  if (!existing && options.create === false) {
    throw new CryptoError('crypto-key-file-missing', `there is no key file at ${options.path}`);
  }
  const file = existing ?? makeKeyFile(options.path, options.profile ?? 'aes');
  const open = (from: KeyFile) => keyringOf(from, options.profile ?? from.profile, options.engine);
  let ring = open(file);
  let mark = markOf(options.path);
  let lookedAt = performance.now();

  const look = (): Keyring => {
    lookedAt = performance.now();
    const now = markOf(options.path);
    if (now === mark || now === undefined) return ring;
    mark = now;
    try {
      const changed = readKeyFile(options.path);
      const next = changed && open(changed);
      // Another file in its place is no rotation: this process goes on with the keys that its data was written with.
      if (next?.checkValue() === ring.checkValue()) ring = next;
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error;
    }
    return ring;
  };
  const current = () => (performance.now() - lookedAt < KEY_FILE_LOOK_MS ? ring : look());

  return {
    get profile() {
      return ring.profile;
    },
    get currentKeyId() {
      return current().currentKeyId;
    },
    encrypt: (plain, aad) => current().encrypt(plain, aad),
    decrypt(value, aad) {
      try {
        return ring.decrypt(value, aad);
      } catch (error) {
        if (!(error instanceof CryptoError) || error.code !== 'crypto-key-unknown') throw error;
        return look().decrypt(value, aad);
      }
    },
    blindIndex: (kind, normalized) => ring.blindIndex(kind, normalized),
    digest: (value) => ring.digest(value),
    needsReencryption: (value) => current().needsReencryption(value),
    checkValue: () => ring.checkValue(),
  };
}

/** Changes with the file: a rotation puts another one in its place. */
function markOf(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && `${found.ino}/${found.size}/${found.mtimeMs}`;
}

interface EncryptionKeys {
  aes: KeyObject;
  sm4: KeyObject;
  sm3: KeyObject;
}

const AAD_FORM = /^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*:\S+$/;
const KIND_FORM = /^[a-z][a-z0-9-]*$/;

function keyringOf(file: KeyFile, profile: CryptoProfile, engine: SmEngine = smEngine()): Keyring {
  const keys = new Map(file.encryptionKeys.map((key) => [key.id, encryptionKeysOf(key, engine)]));
  const currentKeyId = file.encryptionKeys.at(-1)!.id;
  const current = keys.get(currentKeyId)!;
  const nonces = nonceSource();

  const indexSecret = createSecretKey(file.indexKey.secret, 'base64url');
  const keyedHash =
    file.indexKey.hash === 'sha256'
      ? hmacSha256
      : (key: KeyObject, data: Uint8Array | string) =>
          engine.hmacSm3(key, typeof data === 'string' ? Buffer.from(data) : data);
  const indexKeys = new Map<string, KeyObject>();
  const indexKeyOf = (kind: string): KeyObject => {
    let key = indexKeys.get(kind);
    if (!key) {
      if (!KIND_FORM.test(kind)) throw new TypeError(`not a kind of blind index: ${kind}`);
      key = createSecretKey(keyedHash(indexSecret, `renshe index ${kind}\x01`));
      indexKeys.set(kind, key);
    }
    return key;
  };

  return {
    profile,
    currentKeyId,

    encrypt(plain, aad) {
      if (!AAD_FORM.test(aad)) throw new TypeError('the place of an encrypted value is table.column:rowId');
      return profile === 'sm'
        ? `s1.${currentKeyId}.${sealSm(plain, current, placeOf('s1', currentKeyId, aad), nonces(16), engine)}`
        : `a1.${currentKeyId}.${sealAes(plain, current, placeOf('a1', currentKeyId, aad), nonces(12))}`;
    },

    decrypt(value, aad) {
      const [algorithm, keyId, body, rest] = value.split('.');
      if ((algorithm !== 'a1' && algorithm !== 's1') || !keyId || !body || rest !== undefined) {
        throw new CryptoError('crypto-value-malformed', 'this is no encrypted value');
      }
      const key = keys.get(keyId);
      if (!key) throw new CryptoError('crypto-key-unknown', `the key file has no key ${keyId}`);
      const place = placeOf(algorithm, keyId, aad);
      const bytes = Buffer.from(body, 'base64url');
      // base64url has several spellings of the same bytes; only the one that we write is ours
      if (bytes.toString('base64url') !== body) throw tampered();
      return algorithm === 's1' ? openSm(bytes, key, place, engine) : openAes(bytes, key, place);
    },

    blindIndex: (kind, normalized) => keyedHash(indexKeyOf(kind), normalized),

    digest: (value) => `d1.${file.indexKey.id}.${keyedHash(indexKeyOf('audit-digest'), value).toString('base64url')}`,

    needsReencryption: (value) => !value.startsWith(`${profile === 'sm' ? 's1' : 'a1'}.${currentKeyId}.`),

    checkValue: () => `c1.${keyedHash(indexKeyOf('key-check'), 'renshe').subarray(0, 12).toString('base64url')}`,
  };
}

/** One master key gives three keys, none of which tells anything about the others. */
function encryptionKeysOf(key: StoredKey, engine: SmEngine): EncryptionKeys {
  const secret = createSecretKey(key.secret, 'base64url');
  return {
    aes: createSecretKey(hmacSha256(secret, 'renshe value aes-256-gcm\x01')),
    sm4: createSecretKey(engine.hmacSm3(secret, Buffer.from('renshe value sm4-ctr\x01')).subarray(0, 16)),
    sm3: createSecretKey(engine.hmacSm3(secret, Buffer.from('renshe value hmac-sm3\x01'))),
  };
}

function hmacSha256(key: KeyObject, data: Uint8Array | string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

function placeOf(algorithm: string, keyId: string, aad: string): Buffer {
  return Buffer.from(`${algorithm}.${keyId}.${aad}`);
}

function tampered(): CryptoError {
  return new CryptoError('crypto-value-tampered', 'the value was changed or belongs to another place');
}

function sealAes(plain: string, key: EncryptionKeys, place: Buffer, nonce: Uint8Array): string {
  const cipher = createCipheriv('aes-256-gcm', key.aes, nonce);
  cipher.setAAD(place);
  const body = cipher.update(plain, 'utf8');
  cipher.final();
  return Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url');
}

function openAes(bytes: Buffer, key: EncryptionKeys, place: Buffer): string {
  if (bytes.length < 28) throw tampered();
  const decipher = createDecipheriv('aes-256-gcm', key.aes, bytes.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(place);
  decipher.setAuthTag(bytes.subarray(-16));
  const plain = decipher.update(bytes.subarray(12, -16));
  try {
    decipher.final();
  } catch {
    throw tampered();
  }
  return plain.toString('utf8');
}

function sealSm(plain: string, key: EncryptionKeys, place: Buffer, iv: Uint8Array, engine: SmEngine): string {
  const body = engine.sm4Ctr(key.sm4, iv, Buffer.from(plain, 'utf8'));
  return Buffer.concat([iv, body, macOf(key, place, iv, body, engine)]).toString('base64url');
}

function openSm(bytes: Buffer, key: EncryptionKeys, place: Buffer, engine: SmEngine): string {
  if (bytes.length < 48) throw tampered();
  const iv = bytes.subarray(0, 16);
  const body = bytes.subarray(16, -32);
  if (!timingSafeEqual(macOf(key, place, iv, body, engine), bytes.subarray(-32))) throw tampered();
  return engine.sm4Ctr(key.sm4, iv, body).toString('utf8');
}

/** The length of the place comes first, so that no byte can wander from the place into the ciphertext. */
function macOf(key: EncryptionKeys, place: Buffer, iv: Uint8Array, body: Uint8Array, engine: SmEngine): Buffer {
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32BE(place.length);
  return engine.hmacSm3(key.sm3, Buffer.concat([length, place, iv, body]));
}

/** Random nonces from a buffer that is filled in one call: a call for each value costs more than the encryption. */
function nonceSource(): (size: number) => Uint8Array {
  const pool = Buffer.alloc(4096);
  let at = pool.length;
  return (size) => {
    if (at + size > pool.length) {
      randomFillSync(pool);
      at = 0;
    }
    at += size;
    return Uint8Array.prototype.slice.call(pool, at - size, at);
  };
}
