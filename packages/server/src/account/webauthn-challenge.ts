import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Keyring } from '../platform/crypto.ts';

/** So long a challenge may be answered. */
const minutes = 5;

/**
 * A challenge that the server need not keep: time and chance, signed for one session. That none is answered twice is up to the key, which remembers
 * the time of the last one (`second_factor.last_used`), and to the credential, which is bound once.
 */
export function newChallenge(keyring: Keyring, sessionId: string, at: Date): string {
  const body = `${at.getTime()}.${randomBytes(16).toString('base64url')}`;
  return Buffer.from(`${body}.${signed(keyring, sessionId, body).toString('base64url')}`).toString('base64url');
}

/** The moment at which the challenge was given to this session, in ms; undefined when it was not, or too long ago. */
export function challengeTime(keyring: Keyring, sessionId: string, challenge: string, at: Date): number | undefined {
  const [time = '', chance = '', signature = ''] = Buffer.from(challenge, 'base64url').toString().split('.');
  const given = Buffer.from(signature, 'base64url');
  const wanted = signed(keyring, sessionId, `${time}.${chance}`);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
  const age = at.getTime() - Number(time);
  return age >= 0 && age <= minutes * 60_000 ? Number(time) : undefined;
}

function signed(keyring: Keyring, sessionId: string, body: string): Buffer {
  return keyring.blindIndex('webauthn-challenge', `${sessionId}.${body}`);
}
