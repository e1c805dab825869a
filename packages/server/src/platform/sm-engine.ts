import { createCipheriv, createHash, createHmac, getCiphers, getHashes, type KeyObject } from 'node:crypto';
import { createRequire } from 'node:module';

/** SM3 and SM4: Node's own OpenSSL where it has them, sm-crypto-v2 otherwise. */
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
