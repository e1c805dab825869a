import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

const pieceBytes = 1 << 20;

/** SHA-256 of a file; other requests get their turn after every megabyte. */
export async function digestBytes(bytes: Uint8Array): Promise<Buffer> {
  const hash = createHash('sha256');
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    hash.update(bytes.subarray(from, from + pieceBytes));
    if (from + pieceBytes < bytes.length) await setImmediate();
  }
  return hash.digest();
}
