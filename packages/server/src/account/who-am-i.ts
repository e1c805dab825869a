import { type Permission, permissions } from '@renshe/domain/access/permissions.ts';
import type { Me } from '@renshe/domain/account/account.contract.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type Actor, actorMay } from '../platform/actor.ts';
import { areaRef } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import { findInstallation } from '../platform/installation.ts';
import type { Reference } from '../platform/reference.ts';
import type { CallerSession } from '../platform/route.ts';
import { scopeFor } from '../platform/scope.ts';
import type { SignInMethod } from '../platform/session.ts';
import { signInPolicy } from '../platform/sign-in-policy.ts';
import { postView } from './account.queries.ts';

/** What the signed-in person is told of herself. */
export async function meOf(
  r: Reader,
  actor: Actor,
  reference: Reference,
  today: PlainDate,
  { step, method }: { step: Me['step']; method: SignInMethod },
): Promise<Me> {
  const { tree } = reference;
  const account = await r
    .selectFrom('account')
    .select(['must_change_password', 'password_set_at'])
    .where('account_id', '=', actor.accountId!)
    .executeTakeFirstOrThrow();
  // Half signed in is not signed in: where and as what she works is told afterwards.
  const known = step === 'done' ? actor : { ...actor, posts: [] };
  const installation = await findInstallation(r);
  return {
    accountId: actor.accountId!,
    login: actor.login,
    name: actor.name,
    step,
    // Whoever came by the identity provider need not know a password here.
    mustChangePassword: account.must_change_password && method !== 'identity-provider',
    passwordLength: signInPolicy(reference, today).passwordLength,
    posts: known.posts.map((post) => postView(tree, today, post)),
    permissions: permissions.filter((permission: Permission) => actorMay(known, permission)),
    areas: scopeFor(known, null, tree, today).roots.map((areaId) => areaRef(tree, areaId, today)),
    today,
    demo: installation?.demo ?? false,
    cityName: installation?.city_area_id ? areaRef(tree, installation.city_area_id, today).name : '',
  };
}

/** What a session still needs. */
export function stepOf(session: Pick<CallerSession, 'stage' | 'factors'>): Me['step'] {
  if (session.stage === 'full') return 'done';
  return session.factors > 0 ? 'second-factor' : 'enrol';
}
