import { accountContracts } from '@renshe/domain/account/account.contract.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { notFound } from '../platform/errors.ts';
import { commandRoute, type PreparationContext, type RouteDefinition, readRoute } from '../platform/route.ts';
import { createSession, endSession, endSessionsOf, idleEnd } from '../platform/session.ts';
import { signInPolicy } from '../platform/sign-in-policy.ts';
import { findActor } from './account.queries.ts';
import { hashGoodPassword } from './create-account.ts';
import { deviceName } from './device-name.ts';
import { enter } from './enter.ts';
import { becomeFamiliar } from './guess-guard.ts';
import { checkCredentials, checkOwnPassword } from './sign-in.ts';
import { meOf, stepOf } from './who-am-i.ts';

const ok = { ok: true } as const;
const day = 86_400_000;

/** Signing in and out, the own password, the own sessions. */
export const sessionRoutes: RouteDefinition[] = [
  commandRoute(
    accountContracts.signIn,
    async (c) => {
      const { accountId, login } = c.prepared;
      const actor = await findActor(c.w, { accountId }, c.today);
      if (!actor) throw new AppError('account.wrong-credentials', 'unauthenticated');
      await becomeFamiliar(c.w, c.host, login, c.address, c.at);
      const policy = signInPolicy(c.reference, c.today);
      if (policy.passwordDays > 0)
        await c.w
          .updateTable('account')
          .set({ must_change_password: true })
          .where('account_id', '=', accountId)
          .where('password_set_at', '<', new Date(c.at.getTime() - policy.passwordDays * day))
          .execute();
      // Never the token that came with the request: somebody else may have put it there.
      if (c.sessionToken) await endSession(c.w, c.sessionToken);
      return enter(c, actor, 'password');
    },
    // Before the transaction: sign-ins that wait for their turn at the password must not hold the connections of everybody else.
    (c: PreparationContext<typeof accountContracts.signIn>) => checkCredentials(c.host, c.body, c),
  ),
  commandRoute(accountContracts.signOut, async (c) => {
    await endSession(c.w, c.sessionToken!);
    c.setCookie({ token: null });
    c.audit({ districtId: 0, subjectKind: 'account', subjectId: c.actor.accountId! });
    return ok;
  }),
  readRoute(accountContracts.me, (c) =>
    meOf(c.r, c.actor, c.reference, c.today, { step: stepOf(c.session!), method: c.session!.method }),
  ),
  commandRoute(
    accountContracts.changePassword,
    async (c) => {
      const accountId = c.actor.accountId!;
      await c.w
        .updateTable('account')
        .set((eb) => ({
          password_hash: c.prepared,
          password_set_at: c.at,
          must_change_password: false,
          first_password_until: null,
          version: eb('version', '+', 1),
        }))
        .where('account_id', '=', accountId)
        .execute();
      await endSessionsOf(c.w, accountId);
      const token = await createSession(c.w, accountId, c.at, {
        method: c.session!.method,
        stage: 'full',
        device: deviceName(c.userAgent),
        limits: signInPolicy(c.reference, c.today),
        // The old password is no proof where there is a second factor.
        ...(c.session!.factors > 0 && { verifiedAt: c.session!.verifiedAt ?? new Date(0) }),
      });
      c.setCookie({ token });
      c.audit({ districtId: 0, subjectKind: 'account', subjectId: accountId });
      return ok;
    },
    async (c: PreparationContext<typeof accountContracts.changePassword>) => {
      await checkOwnPassword(c.host, c.actor.accountId!, c.body.oldPassword, c);
      if (c.body.newPassword === c.body.oldPassword) throw new AppError('account.same-password', 'invalid');
      return hashGoodPassword(c.body.newPassword, c.actor, c);
    },
  ),
  readRoute(accountContracts.listSessions, async (c) => {
    const rows = await c.r
      .selectFrom('session')
      .select(['session_id', 'device', 'method', 'created_at', 'seen_at'])
      .where('account_id', '=', c.actor.accountId!)
      .where('expires_at', '>', c.at)
      .where(idleEnd, '>', c.at)
      .orderBy('seen_at', 'desc')
      .limit(100)
      .execute();
    return {
      sessions: rows.map((row) => ({
        sessionId: row.session_id,
        device: row.device,
        signedInAt: row.created_at.toISOString(),
        seenAt: row.seen_at.toISOString(),
        current: row.session_id === c.session!.sessionId,
      })),
    };
  }),
  commandRoute(accountContracts.endSession, async (c) => {
    const { numDeletedRows } = await c.w
      .deleteFrom('session')
      .where('session_id', '=', c.params.sessionId)
      .where('account_id', '=', c.actor.accountId!)
      .executeTakeFirst();
    if (numDeletedRows !== 1n) throw notFound();
    if (c.params.sessionId === c.session!.sessionId) c.setCookie({ token: null });
    c.audit({
      districtId: 0,
      subjectKind: 'account',
      subjectId: c.actor.accountId!,
      details: { sessionId: c.params.sessionId },
    });
    return ok;
  }),
  commandRoute(accountContracts.endSessions, async (c) => {
    const ended = await endSessionsOf(c.w, c.actor.accountId!);
    c.setCookie({ token: null });
    c.audit({ districtId: 0, subjectKind: 'account', subjectId: c.actor.accountId!, details: { ended } });
    return { ended };
  }),
];
