/** Who may decide on a request for high rights (security handbook §6 rule 19, two people for a grant of rights). */
import { type Permission, rolePermissions, roles } from '../access/permissions.ts';

/** An account as far as it matters whose it is; `accountId` null: one that is asked for and not there yet, or the operator on the server. */
export interface Person {
  accountId: string | null;
  name: string;
}

export const grantHindrances = ['own-request', 'for-yourself', 'same-person'] as const;
export type GrantHindrance = (typeof grantHindrances)[number];

/**
 * The same account, or one with the same name: accounts carry no identity number, so a second account of a person is known by its name alone.
 * Two people of one name are taken for one; a third decides then.
 */
export function isSamePerson(a: Person, b: Person): boolean {
  if (a.accountId !== null && a.accountId === b.accountId) return true;
  const [one, other] = [plain(a.name), plain(b.name)];
  return one !== '' && one === other;
}

const plain = (name: string) =>
  name
    .normalize('NFKC')
    .replaceAll(/[\s·•・]/gu, '')
    .toLowerCase();

/** Why somebody who may consent to others' requests may not decide on this one. */
export function findGrantHindrance(
  request: { askedBy: Person; receiver: Person },
  who: Person,
): GrantHindrance | undefined {
  if (request.askedBy.accountId === who.accountId) return 'own-request';
  if (request.receiver.accountId !== null && request.receiver.accountId === who.accountId) return 'for-yourself';
  if (isSamePerson(request.askedBy, who) || isSamePerson(request.receiver, who)) return 'same-person';
  return undefined;
}

/** What stands in the list: a request that nobody answered in time has lapsed, whether or not that was written down yet. */
export function grantStatusAt<S extends string>(status: S, expiresAt: Date, at: Date): S | 'lapsed' {
  return status === 'asked' && expiresAt <= at ? 'lapsed' : status;
}

/** Roles that may consent. */
export const consentingRoles = roles.filter((role) =>
  (rolePermissions[role] as readonly Permission[]).includes('account.consent'),
);
