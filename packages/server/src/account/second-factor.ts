import { randomBytes } from 'node:crypto';
import type { Proof, ProofKind } from '@renshe/domain/account/factor.contract.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { Actor } from '../platform/actor.ts';
import type { Keyring } from '../platform/crypto.ts';
import type { Reader, Writer } from '../platform/db.ts';
import type { SignInPolicy } from '../platform/sign-in-policy.ts';
import { base32, findTotpStep } from '../platform/totp.ts';
import { challengeTime } from './webauthn-challenge.ts';

export function listFactors(r: Reader, accountId: string) {
  return r
    .selectFrom('second_factor')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .orderBy('factor_id')
    .execute();
}
type FactorRow = Awaited<ReturnType<typeof listFactors>>[number];

export async function countRecoveryCodes(r: Reader, accountId: string): Promise<number> {
  const { count } = await r
    .selectFrom('recovery_code')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

/** A post of the actor asks for a second factor. Accounts of the demo city, whose passwords are printed at start, are excused. */
export async function needsFactor(r: Reader, actor: Actor, policy: SignInPolicy): Promise<boolean> {
  if (!actor.posts.some((post) => policy.factorRoles.includes(post.role))) return false;
  const { demo } = await r
    .selectFrom('account')
    .select('demo')
    .where('account_id', '=', actor.accountId!)
    .executeTakeFirstOrThrow();
  return !demo;
}

/** Ways in which an account can prove itself: by its second factors, or by its password when it has none and is signed in. */
export function proofKindsOf(
  factors: readonly Pick<FactorRow, 'kind'>[],
  recoveryCodes: number,
  stage: 'pending' | 'full',
): ProofKind[] {
  if (factors.length === 0) return stage === 'full' ? ['password'] : [];
  const kinds = (['totp', 'webauthn'] as const).filter((kind) => factors.some((factor) => factor.kind === kind));
  return recoveryCodes > 0 ? [...kinds, 'recovery'] : kinds;
}

export const secretPlace = (factorId: string) => `second_factor.secret_cipher:${factorId}`;

/** What was proved, to be used up with the command: a code is good once. */
export interface Proved {
  kind: ProofKind;
  use(w: Writer): Promise<void>;
}

interface ProofFrame {
  accountId: string;
  sessionId: string;
  origin: string;
  at: Date;
}

/** Undefined when the proof proves nothing. */
export async function findProof(
  r: Reader,
  keyring: Keyring,
  frame: ProofFrame,
  proof: Exclude<Proof, { kind: 'password' }>,
): Promise<Proved | undefined> {
  if (proof.kind === 'recovery') return findRecoveryCode(r, keyring, frame, proof.code);
  const factors = await listFactors(r, frame.accountId);
  return proof.kind === 'totp'
    ? findTotp(keyring, frame, factors, proof.code)
    : findWebauthn(keyring, frame, factors, proof);
}

function findTotp(keyring: Keyring, frame: ProofFrame, factors: FactorRow[], code: string): Proved | undefined {
  const digits = code.normalize('NFKC').replaceAll(/\s/g, '');
  for (const factor of factors) {
    if (factor.kind !== 'totp') continue;
    const secret = Buffer.from(keyring.decrypt(factor.secret_cipher!, secretPlace(factor.factor_id)), 'base64url');
    const step = findTotpStep(secret, digits, frame.at, factor.last_used);
    if (step !== undefined) return { kind: 'totp', use: (w) => useUp(w, factor, step, frame.at) };
  }
  return undefined;
}

async function findWebauthn(
  keyring: Keyring,
  frame: ProofFrame,
  factors: FactorRow[],
  proof: Extract<Proof, { kind: 'webauthn' }>,
): Promise<Proved | undefined> {
  const factor = factors.find((one) => one.credential_id === proof.credentialId);
  if (!factor) return undefined;
  let time: number | undefined;
  // Loaded when the first key is used: most installations never need it.
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id: proof.credentialId,
        rawId: proof.credentialId,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: proof.clientDataJSON,
          authenticatorData: proof.authenticatorData,
          signature: proof.signature,
        },
      },
      expectedChallenge: (challenge) => {
        time = challengeTime(keyring, frame.sessionId, challenge, frame.at);
        return time !== undefined && time > factor.last_used;
      },
      expectedOrigin: frame.origin,
      expectedRPID: new URL(frame.origin).hostname,
      requireUserVerification: false,
      credential: {
        id: factor.credential_id!,
        publicKey: new Uint8Array(factor.public_key!),
        counter: factor.sign_count,
      },
    });
    if (!verified || time === undefined) return undefined;
    const used = time;
    return { kind: 'webauthn', use: (w) => useUp(w, factor, used, frame.at, authenticationInfo.newCounter) };
  } catch {
    // The library throws for whatever does not fit: another challenge, another page, a wrong signature, a copied key.
    return undefined;
  }
}

/** Whoever comes second with the same code or challenge finds it used. */
async function useUp(w: Writer, factor: FactorRow, used: number, at: Date, signCount?: number): Promise<void> {
  const { numUpdatedRows } = await w
    .updateTable('second_factor')
    .set({ last_used: used, used_at: at, ...(signCount !== undefined && { sign_count: signCount }) })
    .where('factor_id', '=', factor.factor_id)
    .where('last_used', '<', used)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new AppError('account.wrong-proof', 'invalid');
}

/** Ten codes of fifty bits each, in two groups that can be read aloud. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: 10 }, () => {
    const text = base32(randomBytes(7)).slice(0, 10);
    return `${text.slice(0, 5)}-${text.slice(5)}`;
  });
}

export function recoveryDigest(keyring: Keyring, accountId: string, code: string): Buffer {
  const plain = code
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^A-Z2-7]/g, '');
  return keyring.blindIndex('recovery-code', `${accountId}.${plain}`);
}

async function findRecoveryCode(
  r: Reader,
  keyring: Keyring,
  frame: ProofFrame,
  code: string,
): Promise<Proved | undefined> {
  const digest = recoveryDigest(keyring, frame.accountId, code);
  const unused = await r
    .selectFrom('recovery_code')
    .select('code_digest')
    .where('account_id', '=', frame.accountId)
    .where('code_digest', '=', digest)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  if (!unused) return undefined;
  return {
    kind: 'recovery',
    async use(w) {
      const { numUpdatedRows } = await w
        .updateTable('recovery_code')
        .set({ used_at: frame.at })
        .where('account_id', '=', frame.accountId)
        .where('code_digest', '=', digest)
        .where('used_at', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) throw new AppError('account.wrong-proof', 'invalid');
    },
  };
}
