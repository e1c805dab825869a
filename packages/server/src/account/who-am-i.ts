import { type Permission, permissions } from '@renshe/domain/access/permissions.ts';
import type { Me } from '@renshe/domain/account/account.contract.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type Actor, actorMay } from '../platform/actor.ts';
import { areaRef } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import { findInstallation } from '../platform/installation.ts';
import type { Reference } from '../platform/reference.ts';
import { scopeFor } from '../platform/scope.ts';
import { postView } from './account.queries.ts';
import { signInPolicy } from './sign-in-policy.ts';

/** What the signed-in person is told of herself. */
export async function meOf(r: Reader, actor: Actor, reference: Reference, today: PlainDate): Promise<Me> {
  const { tree } = reference;
  const account = await r
    .selectFrom('account')
    .select(['must_change_password', 'password_set_at'])
    .where('account_id', '=', actor.accountId!)
    .executeTakeFirstOrThrow();
  const installation = await findInstallation(r);
  return {
    accountId: actor.accountId!,
    login: actor.login,
    name: actor.name,
    mustChangePassword: account.must_change_password,
    passwordLength: signInPolicy(reference, today).passwordLength,
    posts: actor.posts.map((post) => postView(tree, today, post)),
    permissions: permissions.filter((permission: Permission) => actorMay(actor, permission)),
    areas: scopeFor(actor, null, tree, today).roots.map((areaId) => areaRef(tree, areaId, today)),
    today,
    demo: installation?.demo ?? false,
    cityName: installation?.city_area_id ? areaRef(tree, installation.city_area_id, today).name : '',
  };
}
