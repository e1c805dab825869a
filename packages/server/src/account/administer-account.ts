import { type Role, roleIsHigh, roles } from '@renshe/domain/access/permissions.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { Actor } from '../platform/actor.ts';
import { databaseErrorOf, type Writer } from '../platform/db.ts';
import { notFound, requireOneRow } from '../platform/errors.ts';
import type { Host } from '../platform/host.ts';
import type { IdentityProvider } from '../platform/identity-provider.ts';
import { endSessionsOf } from '../platform/session.ts';
import { forgetGuesses } from './guess-guard.ts';

/** What an administrator does to somebody's account: by herself where the account has no high rights, else when a second person has consented. */

export function refuseSelf(actor: Actor, accountId: string): void {
  if (actor.accountId === accountId) throw new AppError('account.own-rights', 'forbidden');
}

/** Where an account has high rights now or from a later day on; empty when nowhere. The account row is locked: a grant at the same time waits. */
export async function highAreasOf(w: Writer, accountId: string, today: PlainDate): Promise<number[]> {
  await w.selectFrom('account').select('account_id').where('account_id', '=', accountId).forUpdate().execute();
  const posts = await w
    .selectFrom('post')
    .innerJoin('office', 'office.office_id', 'post.office_id')
    .select(['post.role', 'office.area_id'])
    .where('post.account_id', '=', accountId)
    .where((eb) => eb.or([eb('post.to_on', 'is', null), eb('post.to_on', '>', today)]))
    .orderBy('post.from_on')
    .execute();
  return posts
    .filter(({ role }) => roles.includes(role as Role) && roleIsHigh(role as Role))
    .map((post) => post.area_id);
}

/** Whoever lets somebody into an account with high rights gives those rights away: that takes two. */
export async function refuseHighAccount(w: Writer, accountId: string, today: PlainDate): Promise<void> {
  if ((await highAreasOf(w, accountId, today)).length > 0) throw new AppError('account.consent-needed', 'conflict');
}

export function refuseHighRole(role: Role): void {
  if (roleIsHigh(role)) throw new AppError('account.consent-needed', 'conflict');
}

/** Another password, told face to face; all sessions end, and what was guessed is forgotten. */
export async function setFirstPassword(
  w: Writer,
  host: Host,
  account: { accountId: string; login: string; version: number },
  password: { hash: string; until: Date; at: Date },
): Promise<void> {
  requireOneRow(
    await w
      .updateTable('account')
      .set((eb) => ({
        password_hash: password.hash,
        password_set_at: password.at,
        must_change_password: true,
        first_password_until: password.until,
        version: eb('version', '+', 1),
      }))
      .where('account_id', '=', account.accountId)
      .where('version', '=', account.version)
      .executeTakeFirst(),
  );
  await endSessionsOf(w, account.accountId);
  await forgetGuesses(w, host, { login: account.login, accountId: account.accountId });
}

/** @returns how many factors there were */
export async function removeFactors(w: Writer, accountId: string): Promise<number> {
  const { numDeletedRows } = await w.deleteFrom('second_factor').where('account_id', '=', accountId).executeTakeFirst();
  if (numDeletedRows === 0n) throw notFound();
  await w.deleteFrom('recovery_code').where('account_id', '=', accountId).execute();
  await changeVersion(w, accountId);
  await endSessionsOf(w, accountId);
  return Number(numDeletedRows);
}

export async function resumeAccount(w: Writer, accountId: string, version: number): Promise<void> {
  requireOneRow(
    await w
      .updateTable('account')
      .set((eb) => ({ status: 'active', version: eb('version', '+', 1) }))
      .where('account_id', '=', accountId)
      .where('version', '=', version)
      .executeTakeFirst(),
  );
}

export function providerOf(host: Host): IdentityProvider {
  if (!host.identityProvider) throw new AppError('account.no-provider', 'notFound');
  return host.identityProvider;
}

/** Which person at the identity provider an account is; an empty subject takes the binding away. */
export async function setIdentity(
  w: Writer,
  binding: { issuer: string; subject: string; accountId: string; by: string | null; at: Date },
): Promise<void> {
  const { issuer, subject, accountId, by, at } = binding;
  await w.deleteFrom('account_identity').where('account_id', '=', accountId).where('issuer', '=', issuer).execute();
  try {
    if (subject !== '')
      await w
        .insertInto('account_identity')
        .values({ issuer, subject, account_id: accountId, created_at: at, created_by: by })
        .execute();
  } catch (error) {
    if (databaseErrorOf(error)?.constraint === 'account_identity_pk')
      throw new AppError('account.identity-taken', 'conflict');
    throw error;
  }
  await changeVersion(w, accountId);
  await endSessionsOf(w, accountId);
}

/** What somebody may be let in by is another: a consent to what was asked before does not cover it. */
async function changeVersion(w: Writer, accountId: string): Promise<void> {
  await w
    .updateTable('account')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('account_id', '=', accountId)
    .execute();
}
