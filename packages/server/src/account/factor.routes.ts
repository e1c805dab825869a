import { factorContracts } from '@renshe/domain/account/factor.contract.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { CryptoError } from '../platform/crypto-error.ts';
import { databaseErrorOf } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import { qrSvg } from '../platform/qr-code.ts';
import {
  type CommandContext,
  type Context,
  commandRoute,
  type PreparationContext,
  type RouteDefinition,
  readRoute,
} from '../platform/route.ts';
import { endSessionsOf, renewSession } from '../platform/session.ts';
import { signInPolicy } from '../platform/sign-in-policy.ts';
import { base32, findTotpStep, newTotpSecret, totpAddress } from '../platform/totp.ts';
import {
  countRecoveryCodes,
  findProof,
  listFactors,
  needsFactor,
  newRecoveryCodes,
  type Proved,
  proofKindsOf,
  recoveryDigest,
  secretPlace,
} from './second-factor.ts';
import { checkOwnPassword, judgeFactor } from './sign-in.ts';
import { challengeTime, newChallenge } from './webauthn-challenge.ts';
import { meOf } from './who-am-i.ts';

const ok = { ok: true } as const;
const issuer = '人社';
/** So long a code that was shown may be confirmed. */
const ticketMinutes = 30;

type Any = Context<RouteContract>;

/** What was shown comes back sealed: nothing is kept of an offer that nobody takes up. */
function seal(c: Any, what: string, values: readonly string[]): string {
  const text = JSON.stringify({ what, at: c.at.getTime(), values });
  return c.host.keyring.encrypt(text, `second_factor.offer:${c.actor.accountId}`);
}

function unseal(c: Any, what: string, ticket: string): string[] {
  try {
    const text = c.host.keyring.decrypt(ticket, `second_factor.offer:${c.actor.accountId}`);
    const offer = JSON.parse(text) as { what: string; at: number; values: string[] };
    if (offer.what === what && c.at.getTime() - offer.at <= ticketMinutes * 60_000) return offer.values;
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
  }
  throw new AppError('factor.ticket-expired', 'invalid');
}

const frameOf = (c: Any) => ({
  accountId: c.actor.accountId!,
  sessionId: c.session!.sessionId,
  origin: c.origin,
  at: c.at,
});

/** The session goes on under a new token, with all rights; every other session of the account ends when its factors change. */
async function goOn(c: CommandContext<RouteContract>, factorsChanged: boolean): Promise<void> {
  const { sessionHours } = signInPolicy(c.reference, c.today);
  if (factorsChanged) await endSessionsOf(c.w, c.actor.accountId!, c.session!.sessionId);
  c.setCookie({ token: await renewSession(c.w, c.session!.sessionId, c.at, sessionHours) });
}

/** Second factors, and proving once more who is there. */
export const factorRoutes: RouteDefinition[] = [
  readRoute(factorContracts.proofOptions, async (c) => {
    const factors = await listFactors(c.r, c.actor.accountId!);
    const keys = factors.filter((factor) => factor.kind === 'webauthn');
    const codes = await countRecoveryCodes(c.r, c.actor.accountId!);
    return {
      kinds: proofKindsOf(factors, codes, c.session!.stage),
      provider:
        factors.length === 0 && c.session!.method === 'identity-provider'
          ? (c.host.identityProvider?.name ?? null)
          : null,
      webauthn:
        keys.length === 0
          ? null
          : {
              challenge: newChallenge(c.host.keyring, c.session!.sessionId, c.at),
              rpId: new URL(c.origin).hostname,
              credentials: keys.map((key) => ({
                credentialId: key.credential_id!,
                transports: key.transports.split(' ').filter(Boolean),
              })),
            },
    };
  }),
  commandRoute(
    factorContracts.prove,
    async (c) => {
      await c.prepared.use(c.w);
      await goOn(c, false);
      const details = { kind: c.prepared.kind, step: c.session!.stage === 'pending' ? 'sign-in' : 'step-up' };
      c.audit({ districtId: 0, subjectKind: 'account', subjectId: c.actor.accountId!, details });
      return meOf(c.w, c.actor, c.reference, c.today, { step: 'done', method: c.session!.method });
    },
    async (c: PreparationContext<typeof factorContracts.prove>): Promise<Proved> => {
      const { proof } = c.body;
      const accountId = c.actor.accountId!;
      const factors = await listFactors(c.r, accountId);
      // A password proves nothing where a second factor is owed.
      if (!proofKindsOf(factors, 1, c.session!.stage).includes(proof.kind))
        throw new AppError('account.wrong-proof', 'invalid');
      if (proof.kind === 'password') {
        await checkOwnPassword(c.host, accountId, proof.password, c);
        return { kind: 'password', use: async () => {} };
      }
      let proved: Proved | undefined;
      await judgeFactor(c.host, accountId, c, async () => {
        proved = await findProof(c.r, c.host.keyring, frameOf(c), proof);
        return proved !== undefined;
      });
      return proved!;
    },
  ),
  readRoute(factorContracts.list, async (c) => {
    const factors = await listFactors(c.r, c.actor.accountId!);
    return {
      factors: factors.map((factor) => ({
        factorId: factor.factor_id,
        kind: factor.kind as 'totp' | 'webauthn',
        name: factor.name,
        createdAt: factor.created_at.toISOString(),
        usedAt: factor.used_at?.toISOString() ?? null,
      })),
      recoveryCodesLeft: await countRecoveryCodes(c.r, c.actor.accountId!),
      required: await needsFactor(c.r, c.actor, signInPolicy(c.reference, c.today)),
    };
  }),
  readRoute(factorContracts.offerTotp, async (c) => {
    const secret = newTotpSecret();
    return {
      ticket: seal(c, 'totp', [secret.toString('base64url')]),
      secret: base32(secret),
      qrSvg: qrSvg(totpAddress(secret, c.actor.login, issuer)),
    };
  }),
  commandRoute(
    factorContracts.addTotp,
    async (c) => {
      const [text = ''] = unseal(c, 'totp', c.body.ticket);
      const factorId = newId(c.at.getTime());
      await c.w
        .insertInto('second_factor')
        .values({
          factor_id: factorId,
          account_id: c.actor.accountId!,
          kind: 'totp',
          name: c.body.name,
          secret_cipher: c.host.keyring.encrypt(text, secretPlace(factorId)),
          last_used: c.prepared,
          created_at: c.at,
        })
        .execute();
      await goOn(c, true);
      c.audit(factorEvent(c, factorId, 'totp'));
      return ok;
    },
    // The first code shows that the app has the secret; it is used up with that.
    async (c: PreparationContext<typeof factorContracts.addTotp>): Promise<number> => {
      const [text = ''] = unseal(c, 'totp', c.body.ticket);
      const code = c.body.code.normalize('NFKC').replaceAll(/\s/g, '');
      let step: number | undefined;
      await judgeFactor(c.host, c.actor.accountId!, c, async () => {
        step = findTotpStep(Buffer.from(text, 'base64url'), code, c.at, null);
        return step !== undefined;
      });
      return step!;
    },
  ),
  readRoute(factorContracts.offerWebauthn, async (c) => {
    const factors = await listFactors(c.r, c.actor.accountId!);
    return {
      challenge: newChallenge(c.host.keyring, c.session!.sessionId, c.at),
      rpId: new URL(c.origin).hostname,
      rpName: issuer,
      userId: Buffer.from(c.actor.accountId!).toString('base64url'),
      userName: c.actor.login,
      displayName: c.actor.name,
      exclude: factors.flatMap((factor) => (factor.credential_id === null ? [] : [factor.credential_id])),
    };
  }),
  commandRoute(
    factorContracts.addWebauthn,
    async (c) => {
      const { credential, time } = c.prepared;
      const factorId = newId(c.at.getTime());
      try {
        await c.w
          .insertInto('second_factor')
          .values({
            factor_id: factorId,
            account_id: c.actor.accountId!,
            kind: 'webauthn',
            name: c.body.name,
            credential_id: credential.id,
            public_key: Buffer.from(credential.publicKey),
            sign_count: credential.counter,
            transports: c.body.transports.join(' '),
            last_used: time,
            created_at: c.at,
          })
          .execute();
      } catch (error) {
        if (databaseErrorOf(error)?.constraint === 'second_factor_credential_unique')
          throw new AppError('factor.taken', 'conflict');
        throw error;
      }
      await goOn(c, true);
      c.audit(factorEvent(c, factorId, 'webauthn'));
      return ok;
    },
    (c: PreparationContext<typeof factorContracts.addWebauthn>) => checkNewKey(c),
  ),
  readRoute(factorContracts.offerRecovery, async (c) => {
    const codes = newRecoveryCodes();
    return { codes, ticket: seal(c, 'recovery', codes) };
  }),
  commandRoute(factorContracts.saveRecovery, async (c) => {
    const accountId = c.actor.accountId!;
    const codes = unseal(c, 'recovery', c.body.ticket);
    await c.w.deleteFrom('recovery_code').where('account_id', '=', accountId).execute();
    await c.w
      .insertInto('recovery_code')
      .values(
        codes.map((code) => ({
          account_id: accountId,
          code_digest: recoveryDigest(c.host.keyring, accountId, code),
          created_at: c.at,
        })),
      )
      .execute();
    c.audit({ districtId: 0, subjectKind: 'account', subjectId: accountId, details: { codes: codes.length } });
    return ok;
  }),
  commandRoute(factorContracts.remove, async (c) => {
    const accountId = c.actor.accountId!;
    // The account row is the lock: two at once could each leave the other's factor as the last one.
    await c.w.selectFrom('account').select('account_id').where('account_id', '=', accountId).forUpdate().execute();
    const factors = await listFactors(c.w, accountId);
    const factor = factors.find((one) => one.factor_id === c.params.factorId);
    if (!factor) throw notFound();
    const last = factors.length === 1;
    if (last && (await needsFactor(c.w, c.actor, signInPolicy(c.reference, c.today))))
      throw new AppError('factor.last-one', 'conflict');
    await c.w.deleteFrom('second_factor').where('factor_id', '=', factor.factor_id).execute();
    if (last) await c.w.deleteFrom('recovery_code').where('account_id', '=', accountId).execute();
    await goOn(c, true);
    c.audit(factorEvent(c, factor.factor_id, factor.kind));
    return ok;
  }),
];

function factorEvent(c: Any, factorId: string, kind: string) {
  return { districtId: 0, subjectKind: 'account', subjectId: c.actor.accountId!, details: { factorId, kind } };
}

/** What the browser answered to our challenge, on our page, with a key of its own. */
async function checkNewKey(c: PreparationContext<typeof factorContracts.addWebauthn>) {
  let time: number | undefined;
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        id: c.body.credentialId,
        rawId: c.body.credentialId,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON: c.body.clientDataJSON, attestationObject: c.body.attestationObject },
      },
      expectedChallenge: (challenge) => {
        time = challengeTime(c.host.keyring, c.session!.sessionId, challenge, c.at);
        return time !== undefined;
      },
      expectedOrigin: c.origin,
      expectedRPID: new URL(c.origin).hostname,
      requireUserVerification: false,
    });
    if (verified && time !== undefined) return { credential: registrationInfo.credential, time };
  } catch {
    // The library throws for whatever does not fit.
  }
  throw new AppError('account.wrong-proof', 'invalid');
}
