/**
 * Sealed files: encrypted in chunks, so that neither writing nor reading holds more than one chunk in memory.
 *
 * A file is one line of text and then chunks. The line names format, algorithm, key, a check value of the key, a salt and what the file
 * is (`base/…`, `wal/…`); the file's own key is derived from the whole line, so a changed line opens nothing and one file cannot stand in
 * for another. Every chunk is bound to its number and to whether it is the last, so that chunks cannot be swapped, repeated or cut off.
 * The key file is never part of a backup: what is written here is unreadable without it (security handbook §6 rule 20).
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { CryptoProfile, KeyFile } from '../platform/key-file.ts';
import { type SmEngine, smEngine } from '../platform/sm-engine.ts';

const magic = 'RENSHE-SEALED-1';
const chunkBytes = 256 * 1024;
const longestHeader = 1024;

export interface SealKeys {
  readonly file: KeyFile;
  /** Algorithm of new files; every file is read with the one that it names. */
  readonly profile: CryptoProfile;
}

interface ChunkCipher {
  /** Bytes that a sealed chunk has beyond its content. */
  readonly overhead: number;
  seal(plain: Buffer, index: number, last: boolean): Buffer;
  /** Undefined when the chunk was altered, stands elsewhere or is not (or is) the last. */
  open(sealed: Buffer, index: number, last: boolean): Buffer | undefined;
}

const damaged = (file: string) => new AppError('backup.damaged', 'conflict', { file });

function masterKey(keys: SealKeys, keyId: string, file: string): KeyObject {
  const key = keys.file.encryptionKeys.find((k) => k.id === keyId);
  if (!key) throw new AppError('backup.wrong-key', 'conflict', { file, keyId });
  const secret = createSecretKey(key.secret, 'base64url');
  return createSecretKey(createHmac('sha256', secret).update('renshe backup\x01').digest());
}

const checkOf = (master: KeyObject) => createHmac('sha256', master).update('check').digest().toString('hex', 0, 6);

function cipherOf(master: KeyObject, profile: CryptoProfile, header: string, engine: SmEngine): ChunkCipher {
  const derive = (what: string) => createHmac('sha256', master).update(`${what}\x01${header}`).digest();
  return profile === 'sm' ? smCipher(derive, engine) : aesCipher(createSecretKey(derive('aes-256-gcm')));
}

/** The nonce is the chunk's number and the mark of the last: the key belongs to one file, so it never comes twice. */
function place(length: 12 | 16, index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(length);
  nonce.writeUInt32BE(index, 0);
  nonce[4] = last ? 1 : 0;
  return nonce;
}

function aesCipher(key: KeyObject): ChunkCipher {
  return {
    overhead: 16,
    seal(plain, index, last) {
      const cipher = createCipheriv('aes-256-gcm', key, place(12, index, last));
      const body = cipher.update(plain);
      cipher.final();
      return Buffer.concat([body, cipher.getAuthTag()]);
    },
    open(sealed, index, last) {
      const decipher = createDecipheriv('aes-256-gcm', key, place(12, index, last), { authTagLength: 16 });
      decipher.setAuthTag(sealed.subarray(-16));
      const plain = decipher.update(sealed.subarray(0, -16));
      try {
        decipher.final();
      } catch {
        return undefined;
      }
      return plain;
    },
  };
}

function smCipher(derive: (what: string) => Buffer, engine: SmEngine): ChunkCipher {
  const sm4 = createSecretKey(derive('sm4-ctr').subarray(0, 16));
  const sm3 = createSecretKey(derive('hmac-sm3'));
  const macOf = (body: Buffer, index: number, last: boolean) =>
    engine.hmacSm3(sm3, Buffer.concat([place(16, index, last), body]));
  return {
    overhead: 32,
    seal(plain, index, last) {
      // The lower half of the counter block counts the 16-byte blocks of the chunk.
      const body = engine.sm4Ctr(sm4, place(16, index, last), plain);
      return Buffer.concat([body, macOf(body, index, last)]);
    },
    open(sealed, index, last) {
      const body = sealed.subarray(0, -32);
      if (!timingSafeEqual(macOf(body, index, last), sealed.subarray(-32))) return undefined;
      return engine.sm4Ctr(sm4, place(16, index, last), body);
    },
  };
}

/** Collects buffers and gives exact pieces back; a piece is copied once. */
class Pieces {
  private parts: Buffer[] = [];
  length = 0;

  push(part: Buffer): void {
    this.parts.push(part);
    this.length += part.length;
  }

  take(size: number): Buffer {
    const all = this.parts.length === 1 ? this.parts[0]! : Buffer.concat(this.parts);
    this.parts = size < all.length ? [all.subarray(size)] : [];
    this.length -= size;
    return all.subarray(0, size);
  }
}

/** Plain bytes in, a sealed file out. `name` says what the file is and is checked when it is opened. */
export function sealStream(keys: SealKeys, name: string, engine: SmEngine = smEngine()): Transform {
  const keyId = keys.file.encryptionKeys.at(-1)!.id;
  const master = masterKey(keys, keyId, name);
  const salt = randomBytes(16).toString('base64url');
  const header = `${[magic, keys.profile, keyId, checkOf(master), salt, name].join(' ')}\n`;
  const cipher = cipherOf(master, keys.profile, header, engine);
  const pieces = new Pieces();
  let index = 0;
  return new Transform({
    construct(done) {
      this.push(header);
      done();
    },
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      pieces.push(chunk);
      // The last chunk is known only at the end: one is always kept back.
      while (pieces.length > chunkBytes) this.push(cipher.seal(pieces.take(chunkBytes), index++, false));
      done();
    },
    flush(done: TransformCallback) {
      this.push(cipher.seal(pieces.take(pieces.length), index, true));
      done();
    },
  });
}

/**
 * A sealed file in, its plain bytes out. What came out before an error is not to be trusted as a whole.
 * @throws AppError `backup.not-sealed`, `backup.wrong-key`, `backup.cut-short` or `backup.damaged`, through the stream
 */
export function openStream(keys: SealKeys, name: string, engine: SmEngine = smEngine()): Transform {
  let cipher: ChunkCipher | undefined;
  const pieces = new Pieces();
  let index = 0;
  let head = Buffer.alloc(0);
  const begin = (chunk: Buffer): void => {
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf(10);
    if (end < 0) {
      if (
        head.length > longestHeader ||
        !head.subarray(0, magic.length).equals(Buffer.from(magic).subarray(0, head.length))
      )
        throw new AppError('backup.not-sealed', 'conflict', { file: name });
      return;
    }
    const header = head.toString('latin1', 0, end + 1);
    const [mark, profile, keyId = '', check, , named, ...rest] = header.trimEnd().split(' ');
    if (mark !== magic || (profile !== 'aes' && profile !== 'sm') || rest.length > 0)
      throw new AppError('backup.not-sealed', 'conflict', { file: name });
    const master = masterKey(keys, keyId, name);
    if (checkOf(master) !== check) throw new AppError('backup.wrong-key', 'conflict', { file: name, keyId });
    if (named !== name) throw damaged(name);
    cipher = cipherOf(master, profile, header, engine);
    pieces.push(head.subarray(end + 1));
    head = Buffer.alloc(0);
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      try {
        if (cipher) pieces.push(chunk);
        else begin(chunk);
        const whole = chunkBytes + (cipher?.overhead ?? 0);
        while (cipher && pieces.length > whole) {
          const plain = cipher.open(pieces.take(whole), index++, false);
          if (!plain) throw damaged(name);
          this.push(plain);
        }
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done: TransformCallback) {
      if (!cipher || pieces.length < cipher.overhead)
        return done(new AppError('backup.cut-short', 'conflict', { file: name }));
      const sealed = pieces.take(pieces.length);
      const plain = cipher.open(sealed, index, true);
      if (plain) {
        this.push(plain);
        return done();
      }
      // A chunk that would be fine if others followed: the end is missing.
      const cut = cipher.open(sealed, index, false) !== undefined;
      return done(cut ? new AppError('backup.cut-short', 'conflict', { file: name }) : damaged(name));
    },
  });
}
