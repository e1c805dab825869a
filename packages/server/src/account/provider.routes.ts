import { accountContracts } from '@renshe/domain/account/account.contract.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { Actor } from '../platform/actor.ts';
import { CryptoError } from '../platform/crypto-error.ts';
import { notFound } from '../platform/errors.ts';
import type { PendingSignIn } from '../platform/identity-provider.ts';
import { commandRoute, type PreparationContext, type RouteDefinition, readRoute } from '../platform/route.ts';
import { endSession } from '../platform/session.ts';
import { findActor } from './account.queries.ts';
import { providerOf, refuseHighAccount, refuseSelf, setIdentity } from './administer-account.ts';
import { enter } from './enter.ts';
import { auditRefusal } from './sign-in.ts';

const ok = { ok: true } as const;
const place = 'sign_in.provider:ticket';
/** So long somebody may take at the provider. */
const minutes = 15;

/** Signing in by the identity provider of the city, and who is meant by its subjects. */
export const providerRoutes: RouteDefinition[] = [
  readRoute(accountContracts.beginByProvider, async (c) => {
    const { address, ...pending } = await providerOf(c.host).begin(c.origin, c.query.again === 'yes');
    // What we must know when she comes back waits in her browser, sealed: an answer that is brought to another browser finds nothing there.
    const ticket = c.host.keyring.encrypt(JSON.stringify({ ...pending, at: c.at.getTime() }), place);
    return { address, ticket };
  }),
  commandRoute(
    accountContracts.signInByProvider,
    async (c) => {
      if (c.sessionToken) await endSession(c.w, c.sessionToken);
      const { actor, provedSecondsAgo } = c.prepared;
      return enter(c, actor, 'identity-provider', new Date(c.at.getTime() - provedSecondsAgo * 1000));
    },
    // Before the transaction: the provider may take its time.
    (c: PreparationContext<typeof accountContracts.signInByProvider>) => whoCame(c),
  ),
  commandRoute(accountContracts.bindIdentity, async (c) => {
    const { accountId } = c.params;
    const { subject } = c.body;
    refuseSelf(c.actor, accountId);
    const { issuer } = providerOf(c.host);
    const account = await c.w
      .selectFrom('account')
      .select('account_id')
      .where('account_id', '=', accountId)
      .forUpdate()
      .executeTakeFirst();
    if (!account) throw notFound();
    // Taking a binding away lets nobody in.
    if (subject !== '') await refuseHighAccount(c.w, accountId, c.today);
    await setIdentity(c.w, { issuer, subject, accountId, by: c.actor.accountId, at: c.at });
    c.audit({ districtId: 0, subjectKind: 'account', subjectId: accountId, details: { bound: subject !== '' } });
    return ok;
  }),
];

async function whoCame(
  c: PreparationContext<typeof accountContracts.signInByProvider>,
): Promise<{ actor: Actor; provedSecondsAgo: number }> {
  try {
    const provider = providerOf(c.host);
    const { subject, provedSecondsAgo } = await provider.finish(c.origin, unseal(c, c.body.ticket), c.body.answer);
    const bound = await c.r
      .selectFrom('account_identity')
      .select('account_id')
      .where('issuer', '=', provider.issuer)
      .where('subject', '=', subject)
      .executeTakeFirst();
    const actor = bound && (await findActor(c.r, { accountId: bound.account_id }, c.today));
    if (!actor) throw new AppError('account.provider-unknown', 'unauthenticated', { subject });
    return { actor, provedSecondsAgo };
  } catch (error) {
    if (error instanceof AppError) await auditRefusal(c.host, 'account.sign-in-refused', null, error.code, c);
    throw error;
  }
}

function unseal(c: PreparationContext<typeof accountContracts.signInByProvider>, ticket: string): PendingSignIn {
  try {
    const pending = JSON.parse(c.host.keyring.decrypt(ticket, place)) as PendingSignIn & { at: number };
    if (c.at.getTime() - pending.at <= minutes * 60_000) return pending;
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
  }
  throw new AppError('account.provider-refused', 'unauthenticated');
}
