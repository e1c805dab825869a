import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** One-time codes by time, RFC 6238: six digits of HMAC-SHA-1 over steps of thirty seconds, what every authenticator app makes. */
const stepSeconds = 30;
const digits = 6;
/** A clock may be one step wrong in either direction. */
const drift = 1;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function newTotpSecret(): Buffer {
  return randomBytes(20);
}

export function totpStep(at: Date): number {
  return Math.floor(at.getTime() / 1000 / stepSeconds);
}

/** RFC 4226 §5.3. */
export function hotp(secret: Uint8Array, counter: number, length = digits): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const hash = createHmac('sha1', secret).update(message).digest();
  const offset = hash[19]! & 0x0f;
  const number = (hash.readUInt32BE(offset) & 0x7fffffff) % 10 ** length;
  return String(number).padStart(length, '0');
}

/** The step to which a code belongs: later than the last one that was accepted, so that no code is good twice. Undefined when there is none. */
export function findTotpStep(secret: Uint8Array, code: string, at: Date, lastStep: number | null): number | undefined {
  const given = Buffer.from(code);
  const now = totpStep(at);
  let found: number | undefined;
  for (let step = now - drift; step <= now + drift; step++) {
    const wanted = Buffer.from(hotp(secret, step));
    if (given.length === wanted.length && timingSafeEqual(given, wanted) && (lastStep === null || step > lastStep))
      found ??= step;
  }
  return found;
}

/** RFC 4648 without padding, as authenticator apps read it. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(value >> bits) & 31];
    }
    value &= 0xff;
  }
  return bits > 0 ? text + alphabet[(value << (5 - bits)) & 31] : text;
}

/** The address that an authenticator app reads from the QR code. */
export function totpAddress(secret: Uint8Array, login: string, issuer: string): string {
  const query = `secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}`;
  return `otpauth://totp/${encodeURIComponent(`${issuer}:${login}`)}?${query}`;
}
