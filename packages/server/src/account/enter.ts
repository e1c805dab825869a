import type { Me } from '@renshe/domain/account/account.contract.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import type { Actor } from '../platform/actor.ts';
import type { CommandContext } from '../platform/route.ts';
import { createSession, type SignInMethod } from '../platform/session.ts';
import { signInPolicy } from '../platform/sign-in-policy.ts';
import { deviceName } from './device-name.ts';
import { listFactors, needsFactor } from './second-factor.ts';
import { meOf, stepOf } from './who-am-i.ts';

/**
 * The first step of signing in is done: a session, with all rights when no second factor is owed. `verifiedAt`: when she showed who she is,
 * if that was elsewhere and earlier.
 */
export async function enter(
  c: CommandContext<RouteContract>,
  actor: Actor,
  method: SignInMethod,
  verifiedAt: Date = c.at,
): Promise<Me> {
  const accountId = actor.accountId!;
  const policy = signInPolicy(c.reference, c.today);
  const factors = (await listFactors(c.w, accountId)).length;
  const stage = factors > 0 || (await needsFactor(c.w, actor, policy)) ? 'pending' : 'full';
  const device = deviceName(c.userAgent);
  c.setCookie({
    token: await createSession(c.w, accountId, c.at, { method, stage, device, limits: policy, verifiedAt }),
  });
  c.audit({
    districtId: 0,
    subjectKind: 'account',
    subjectId: accountId,
    details: { login: actor.login, method, stage },
  });
  return meOf(c.w, actor, c.reference, c.today, { step: stepOf({ stage, factors }), method });
}
