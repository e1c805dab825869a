/**
 * Files under keys of their own (security handbook §3, 剩余信息清除): what is sealed with a key that is thrown away is noise, wherever copies of it
 * lie. The key is text for the keyring to encrypt; it names its algorithm: `a1.` AES-256-GCM (nonce 12 ‖ ciphertext ‖ tag 16), `s1.` SM4-CTR with
 * HMAC-SM3 over the result (iv 16 ‖ ciphertext ‖ mac 32), as values of the keyring do.
 */
import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto';
import { CryptoError } from './crypto-error.ts';
import type { CryptoProfile } from './key-file.ts';
import { type SmEngine, smEngine } from './sm-engine.ts';

export interface FileSeal {
  /** `place` says what the bytes are and where they lie: they open nowhere else. */
  seal(bytes: Uint8Array, place: string): Buffer;
  /** @throws CryptoError when the bytes were changed, or belong to another place or key */
  open(sealed: Uint8Array, place: string): Buffer;
}

/** A new key for one file. */
export function newFileKey(profile: CryptoProfile): string {
  return `${profile === 'sm' ? 's1' : 'a1'}.${randomBytes(64).toString('base64url')}`;
}

/** @throws CryptoError for a text that is no key */
export function fileSealOf(key: string, engine: SmEngine = smEngine()): FileSeal {
  const [algorithm, text = ''] = key.split('.');
  const secret = Buffer.from(text, 'base64url');
  if ((algorithm !== 'a1' && algorithm !== 's1') || secret.length !== 64)
    throw new CryptoError('crypto-value-malformed', 'this is no key of a file');
  return algorithm === 's1' ? smSeal(secret, engine) : aesSeal(secret);
}

const tampered = () => new CryptoError('crypto-value-tampered', 'the file was changed or belongs to another place');

function aesSeal(secret: Buffer): FileSeal {
  const key = createSecretKey(secret.subarray(0, 32));
  return {
    seal(bytes, place) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(Buffer.from(place));
      const body = cipher.update(bytes);
      cipher.final();
      return Buffer.concat([nonce, body, cipher.getAuthTag()]);
    },
    open(sealed, place) {
      if (sealed.length < 28) throw tampered();
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 });
      decipher.setAAD(Buffer.from(place));
      decipher.setAuthTag(sealed.subarray(-16));
      const bytes = decipher.update(sealed.subarray(12, -16));
      try {
        decipher.final();
      } catch {
        throw tampered();
      }
      return bytes;
    },
  };
}

function smSeal(secret: Buffer, engine: SmEngine): FileSeal {
  const cipherKey = createSecretKey(secret.subarray(0, 16));
  const macKey = createSecretKey(secret.subarray(32));
  // The length of the place comes first, so that no byte can wander from the place into the ciphertext.
  const macOf = (place: string, parts: readonly Uint8Array[]) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(place));
    return engine.hmacSm3(macKey, Buffer.concat([length, Buffer.from(place), ...parts]));
  };
  return {
    seal(bytes, place) {
      const iv = randomBytes(16);
      const body = engine.sm4Ctr(cipherKey, iv, bytes);
      return Buffer.concat([iv, body, macOf(place, [iv, body])]);
    },
    open(sealed, place) {
      if (sealed.length < 48) throw tampered();
      const iv = sealed.subarray(0, 16);
      const body = sealed.subarray(16, -32);
      if (!timingSafeEqual(macOf(place, [iv, body]), sealed.subarray(-32))) throw tampered();
      return engine.sm4Ctr(cipherKey, iv, body);
    },
  };
}
