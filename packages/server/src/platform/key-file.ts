import { randomBytes } from 'node:crypto';
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
import { dirname, join } from 'node:path';
import { CryptoError } from './crypto-error.ts';

/** Algorithms of new values: AES-256-GCM, or SM4-CTR with HMAC-SM3. */
export type CryptoProfile = 'aes' | 'sm';

export interface StoredKey {
  id: string;
  /** 32 random bytes, base64url. */
  secret: string;
}

/**
 * Encryption keys can be rotated: the last one encrypts, all of them decrypt. The index key cannot: every blind index in the
 * database was made with it, and with the hash that is written beside it.
 */
export interface KeyFile {
  format: 1;
  profile: CryptoProfile;
  encryptionKeys: StoredKey[];
  indexKey: StoredKey & { hash: 'sha256' | 'sm3' };
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

/** Makes the file with new keys; when another process was faster, gives the file that it made. */
export function makeKeyFile(path: string, profile: CryptoProfile): KeyFile {
  const file: KeyFile = {
    format: 1,
    profile,
    encryptionKeys: [newKey()],
    indexKey: { ...newKey(), hash: profile === 'sm' ? 'sm3' : 'sha256' },
  };
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = writeTemporary(path, file);
  try {
    // A link fails where a rename would replace: of two first starts at the same moment one wins and both use its keys.
    linkSync(temporary, path);
    syncFolder(dirname(path));
    return file;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const existing = readKeyFile(path);
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

/** Undefined when there is none; CryptoError when it is damaged or open to others. */
export function readKeyFile(path: string): KeyFile | undefined {
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
