import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  getCiphers,
  getHashes,
  type KeyObject,
  randomBytes,
  randomFillSync,
  timingSafeEqual,
} from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Encryption of sensitive values at rest, blind indexes and keyed digests (security handbook §6 rules 9 and 20).
 *
 * A stored value names its algorithm and its key: `a1.<keyId>.<base64url>` is AES-256-GCM (nonce 12 ‖ ciphertext ‖ tag 16),
 * `s1.<keyId>.<base64url>` is SM4-CTR with HMAC-SM3 over the result (iv 16 ‖ ciphertext ‖ mac 32). Both bind the value to the
 * place that holds it (`table.column:rowId`), so a ciphertext copied to another row does not open.
 */
export type CryptoProfile = 'aes' | 'sm';

export type CryptoErrorCode =
  | 'crypto-key-file-invalid'
  | 'crypto-key-file-missing'
  | 'crypto-key-file-readable-by-others'
  | 'crypto-key-unknown'
  | 'crypto-value-malformed'
  | 'crypto-value-tampered';

export class CryptoError extends Error {
  readonly code: CryptoErrorCode;
  constructor(code: CryptoErrorCode, message: string) {
    super(message);
    this.name = 'CryptoError';
    this.code = code;
  }
}

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

// ---------------------------------------------------------------------------------------------------------------------
// SM3 and SM4: Node's own OpenSSL where it has them, sm-crypto-v2 otherwise.

export interface SmEngine {
  readonly name: 'node' | 'sm-crypto-v2';
  sm3(data: Uint8Array): Buffer;
  /** Keys are key objects: OpenSSL sets up a raw key anew for every call, which costs five times the hash. */
  hmacSm3(key: KeyObject, data: Uint8Array): Buffer;
  /** CTR with a 128-bit big-endian counter that starts at `iv`; the same call encrypts and decrypts. */
  sm4Ctr(key: KeyObject, iv: Uint8Array, data: Uint8Array): Buffer;
}

export const nodeSmEngine: SmEngine = {
  name: 'node',
  sm3: (data) => createHash('sm3').update(data).digest(),
  hmacSm3: (key, data) => createHmac('sm3', key).update(data).digest(),
  sm4Ctr(key, iv, data) {
    const cipher = createCipheriv('sm4-ctr', key, iv);
    return Buffer.concat([cipher.update(data), cipher.final()]);
  },
};

/** Pure JavaScript; some hundred times slower than OpenSSL, but the values are the same bytes. */
export function createPureSmEngine(): SmEngine {
  const sm: typeof import('sm-crypto-v2') = createRequire(import.meta.url)('sm-crypto-v2');
  return {
    name: 'sm-crypto-v2',
    sm3: (data) => Buffer.from(sm.sm3(data), 'hex'),
    hmacSm3: (key, data) => Buffer.from(sm.sm3(data, { key: key.export(), mode: 'hmac' }), 'hex'),
    sm4Ctr(key, iv, data) {
      const blocks = Math.ceil(data.length / 16);
      const counters = new Uint8Array(blocks * 16);
      const counter = Uint8Array.from(iv);
      for (let block = 0; block < blocks; block++) {
        counters.set(counter, block * 16);
        for (let i = 15; i >= 0; i--) {
          counter[i] = (counter[i]! + 1) & 0xff;
          if (counter[i] !== 0) break;
        }
      }
      const stream = sm.sm4.encrypt(counters, key.export(), { mode: 'ecb', padding: 'none', output: 'array' });
      const out = Buffer.allocUnsafe(data.length);
      for (let i = 0; i < data.length; i++) out[i] = data[i]! ^ stream[i]!;
      return out;
    },
  };
}

let detectedEngine: SmEngine | undefined;

/** The engine this machine has, detected once. */
export function smEngine(): SmEngine {
  detectedEngine ??=
    getHashes().includes('sm3') && getCiphers().includes('sm4-ctr') ? nodeSmEngine : createPureSmEngine();
  return detectedEngine;
}

// ---------------------------------------------------------------------------------------------------------------------
// Key file

interface StoredKey {
  id: string;
  /** 32 random bytes, base64url. */
  secret: string;
}

/**
 * Encryption keys can be rotated: the last one encrypts, all of them decrypt. The index key cannot: every blind index in the
 * database was made with it, and with the hash that is written beside it.
 */
interface KeyFile {
  format: 1;
  profile: CryptoProfile;
  encryptionKeys: StoredKey[];
  indexKey: StoredKey & { hash: 'sha256' | 'sm3' };
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

/** Opens the key file, making it (0600, in a 0700 folder) when it does not exist yet. */
export function createKeyring(options: KeyringOptions): Keyring {
  const file = readKeyFile(options.path) ?? makeKeyFile(options);
  return keyringOf(file, options.profile ?? file.profile, options.engine);
}

/** Adds a new encryption key, which encrypts from the next start on; the older ones go on decrypting. Returns its id. */
export function rotateKeyFile(path: string): string {
  const file = readKeyFile(path);
  if (!file) throw new CryptoError('crypto-key-file-missing', `there is no key file at ${path}`);
  const key = newKey(file.encryptionKeys.map((k) => k.id));
  file.encryptionKeys.push(key);
  const temporary = writeTemporary(path, file);
  renameSync(temporary, path);
  syncFolder(dirname(path));
  return key.id;
}

function newKey(taken: readonly string[] = []): StoredKey {
  for (;;) {
    const id = randomBytes(4).toString('hex');
    if (!taken.includes(id)) return { id, secret: randomBytes(32).toString('base64url') };
  }
}

function makeKeyFile(options: KeyringOptions): KeyFile {
  if (options.create === false) {
    throw new CryptoError('crypto-key-file-missing', `there is no key file at ${options.path}`);
  }
  const profile = options.profile ?? 'aes';
  const file: KeyFile = {
    format: 1,
    profile,
    encryptionKeys: [newKey()],
    indexKey: { ...newKey(), hash: profile === 'sm' ? 'sm3' : 'sha256' },
  };
  mkdirSync(dirname(options.path), { recursive: true, mode: 0o700 });
  const temporary = writeTemporary(options.path, file);
  try {
    // A link fails where a rename would replace: of two first starts at the same moment one wins and both use its keys.
    linkSync(temporary, options.path);
    syncFolder(dirname(options.path));
    return file;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const existing = readKeyFile(options.path);
    if (!existing) throw error;
    return existing;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function writeTemporary(path: string, file: KeyFile): string {
  const temporary = join(dirname(path), `.keys-${randomBytes(6).toString('hex')}.tmp`);
  const handle = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(handle, `${JSON.stringify(file, null, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  chmodSync(temporary, 0o600);
  return temporary;
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return; // a folder cannot be opened there
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function readKeyFile(path: string): KeyFile | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw new CryptoError('crypto-key-file-readable-by-others', `the key file ${path} is open to others: chmod 600 it`);
  }
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    file = undefined;
  }
  if (!isKeyFile(file)) throw new CryptoError('crypto-key-file-invalid', `the key file ${path} is damaged`);
  return file;
}

function isKeyFile(file: unknown): file is KeyFile {
  const f = file as Partial<KeyFile> | null | undefined;
  const isKey = (key: StoredKey | undefined) =>
    typeof key?.id === 'string' &&
    /^[0-9a-z]{1,16}$/.test(key.id) &&
    typeof key.secret === 'string' &&
    Buffer.from(key.secret, 'base64url').length === 32;
  return (
    f?.format === 1 &&
    (f.profile === 'aes' || f.profile === 'sm') &&
    Array.isArray(f.encryptionKeys) &&
    f.encryptionKeys.length > 0 &&
    f.encryptionKeys.every(isKey) &&
    isKey(f.indexKey) &&
    (f.indexKey?.hash === 'sha256' || f.indexKey?.hash === 'sm3')
  );
}

// ---------------------------------------------------------------------------------------------------------------------
// Keyring

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
