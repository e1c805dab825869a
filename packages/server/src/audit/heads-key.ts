/**
 * The key that signs published heads of the audit chains: Ed25519, made at the first start, in the key folder beside the encryption keys and
 * like them never in the database. Its public half lies in the data folder for whoever checks: `audit-heads.pub.pem`.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { appendFileSync, chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface HeadsKey {
  /** The first 16 hex digits of the SHA-256 of the public key's SPKI form. */
  id: string;
  privateKey: KeyObject;
}

/** What a signature is over. */
export interface SignedHead {
  districtId: number;
  seq: number;
  head: string;
  at: string;
}

export const publicKeyFile = (dataDir: string) => join(dataDir, 'audit-heads.pub.pem');

const signedText = (head: SignedHead) =>
  Buffer.from(['renshe audit head', head.districtId, head.seq, head.head, head.at].join('\n'));

function idOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);
}

/** The key of a data folder; made when there is none. A folder restored without its keys gets a new one beside the old public ones. */
export function openHeadsKey(dataDir: string): HeadsKey {
  const path = join(dataDir, 'keys', 'audit-heads.pem');
  const privateKey = createPrivateKey(findText(path) ?? makeKey(path));
  const publicKey = createPublicKey(privateKey);
  const text = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  if (!(findText(publicKeyFile(dataDir)) ?? '').includes(text))
    appendFileSync(publicKeyFile(dataDir), text, { mode: 0o644 });
  return { id: idOf(publicKey), privateKey };
}

function makeKey(path: string): string {
  mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
  const text = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text, { mode: 0o600, flush: true });
  chmodSync(temporary, 0o600);
  try {
    // Of two first starts at the same moment one wins and both use its key.
    linkSync(temporary, path);
    return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readFileSync(path, 'utf8');
  } finally {
    rmSync(temporary, { force: true });
  }
}

function findText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export function signHead(key: HeadsKey, head: SignedHead): string {
  return sign(null, signedText(head), key.privateKey).toString('base64url');
}

/** Public keys of a data folder by their ids: more than one when the key folder was lost once. */
export function readPublicKeys(dataDir: string): ReadonlyMap<string, KeyObject> {
  const blocks = (findText(publicKeyFile(dataDir)) ?? '').match(
    /-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g,
  );
  return new Map(
    (blocks ?? []).map((block) => {
      const key = createPublicKey(block);
      return [idOf(key), key];
    }),
  );
}

export function isSigned(publicKey: KeyObject, head: SignedHead, signature: string): boolean {
  return verify(null, signedText(head), publicKey, Buffer.from(signature, 'base64url'));
}
