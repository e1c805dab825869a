/** Where something that a person keeps for herself or her colleagues lies: analyses, views of ledgers. */
import type { Permission } from '@renshe/domain/access/permissions.ts';
import { type Actor, officeFor } from './actor.ts';
import type { Reference } from './reference.ts';
import { districtOf } from './scope.ts';

/** The office whose right she uses, in its district; undefined for whoever holds no post with it. */
export function findHome(
  actor: Actor,
  reference: Reference,
  permission: Permission,
): { districtId: number; officeId: string; accountId: string } | undefined {
  const officeId = officeFor(actor, permission);
  const post = actor.posts.find((one) => one.officeId === officeId);
  if (!post || officeId === null || actor.accountId === null) return undefined;
  return { districtId: districtOf(reference.tree, post.areaId), officeId, accountId: actor.accountId };
}

/** Districts and offices in which an actor's own things and those of her colleagues lie; the districts are never empty. */
export function placesOf(actor: Actor, reference: Reference): { districts: number[]; offices: string[] } {
  return {
    districts: [...new Set([-1, ...actor.posts.map((post) => districtOf(reference.tree, post.areaId))])],
    offices: actor.posts.map((post) => post.officeId),
  };
}

/** Her own, or shared by somebody of one of her offices. */
export function isKeptFor(
  actor: Actor,
  offices: readonly string[],
  row: { account_id: string; office_id: string; shared: boolean },
): boolean {
  return row.account_id === actor.accountId || (row.shared && offices.includes(row.office_id));
}
