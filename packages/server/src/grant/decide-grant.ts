import { type Role, roleIsHigh } from '@renshe/domain/access/permissions.ts';
import { areaAt } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { maxDate } from '@renshe/domain/kernel/plain-date.ts';
import { findActor } from '../account/account.queries.ts';
import {
  highAreasOf,
  providerOf,
  removeFactors,
  resumeAccount,
  setFirstPassword,
  setIdentity,
} from '../account/administer-account.ts';
import { firstPasswordEnd, grantPost, insertAccount } from '../account/create-account.ts';
import { actorMay } from '../platform/actor.ts';
import { notFound, requireOneRow } from '../platform/errors.ts';
import type { CommandContext } from '../platform/route.ts';
import { scopeFor } from '../platform/scope.ts';
import { endSessionsOf } from '../platform/session.ts';
import { findGrantForUpdate, type GrantRow, hindranceOf, personOf } from './grant.queries.ts';

/** Routes bring one, and the operator on the server. */
export type DecisionAct = Pick<
  CommandContext<RouteContract>,
  'w' | 'host' | 'actor' | 'scope' | 'reference' | 'tree' | 'today' | 'at' | 'language' | 'audit'
>;

type Request = NonNullable<Awaited<ReturnType<typeof findGrantForUpdate>>>;

/** A request that still waits and on which the actor may decide; locked, so that the second of two decisions finds it decided. */
async function openRequest(act: DecisionAct, requestId: string): Promise<Request> {
  const request = await findGrantForUpdate(act.w, act.scope, requestId);
  if (!request) throw notFound();
  if (request.status === 'lapsed') throw new AppError('grant.lapsed', 'conflict');
  if (request.status !== 'asked') throw new AppError('grant.decided', 'conflict');
  return request;
}

function refuseUnfit(act: DecisionAct, request: Request): void {
  const hindrance = hindranceOf(request, personOf(act.actor));
  if (hindrance) throw new AppError(`grant.${hindrance}`, 'forbidden');
}

function refuseLate(act: DecisionAct, request: Request): void {
  if (request.expires_at <= act.at) throw new AppError('grant.lapsed', 'conflict');
}

/** Only one decision counts: the update is guarded by status and version; the password that waited is forgotten with it. */
async function decide(
  act: DecisionAct,
  request: Request,
  decision: { status: 'consented' | 'refused' | 'withdrawn'; version: number; reason: string; accountId?: string },
): Promise<void> {
  requireOneRow(
    await act.w
      .updateTable('grant_request')
      .set((eb) => ({
        status: decision.status,
        decided_at: act.at,
        decided_by: act.actor.accountId,
        decision_reason: decision.reason,
        password_hash: null,
        version: eb('version', '+', 1),
        ...(decision.accountId && { account_id: decision.accountId }),
      }))
      .where('request_id', '=', request.request_id)
      .where('status', '=', 'asked')
      .where('version', '=', decision.version)
      .executeTakeFirst(),
  );
}

/** 同意: the grant takes effect in this transaction, if what it rests on still holds. */
export async function consentToGrant(
  act: DecisionAct,
  requestId: string,
  body: { version: number; note: string },
): Promise<void> {
  const request = await openRequest(act, requestId);
  refuseUnfit(act, request);
  refuseLate(act, request);
  await refuseAskerGone(act, request);
  await refuseChanged(act, request);
  const accountId = await takeEffect(act, request);
  await decide(act, request, { status: 'consented', version: body.version, reason: body.note, accountId });
  audit(act, { ...request, account_id: accountId }, body.note);
}

/** 不同意, with a reason that the one who asked reads. */
export async function refuseGrant(
  act: DecisionAct,
  requestId: string,
  body: { version: number; reason: string },
): Promise<void> {
  const request = await openRequest(act, requestId);
  refuseUnfit(act, request);
  refuseLate(act, request);
  await decide(act, request, { status: 'refused', version: body.version, reason: body.reason });
  audit(act, request, '');
}

/** 撤回, by the one who asked. */
export async function withdrawGrant(
  act: DecisionAct,
  requestId: string,
  body: { version: number; note: string },
): Promise<void> {
  const request = await openRequest(act, requestId);
  if (request.asked_by !== act.actor.accountId) throw new AppError('grant.not-yours', 'forbidden');
  refuseLate(act, request);
  await decide(act, request, { status: 'withdrawn', version: body.version, reason: body.note });
  audit(act, request, body.note);
}

/** Whoever asked must be entitled to it at this moment, not only when she asked. */
async function refuseAskerGone(act: DecisionAct, request: Request): Promise<void> {
  const asker = await findActor(act.w, { accountId: request.asked_by }, act.today);
  const entitled =
    asker &&
    actorMay(asker, 'account.manage') &&
    scopeFor(asker, 'account.manage', act.tree, act.today).includes(request.reach_area_id);
  if (!entitled) throw new AppError('grant.asker-not-entitled', 'conflict');
}

/** The account, the office and its area are as they were when it was asked, and it is still about high rights. */
async function refuseChanged(act: DecisionAct, request: Request): Promise<void> {
  const changed = () => new AppError('grant.changed-meanwhile', 'conflict');
  if (request.account_id !== null) {
    const account = await act.w
      .selectFrom('account')
      .select('version')
      .where('account_id', '=', request.account_id)
      .forUpdate()
      .executeTakeFirst();
    if (account?.version !== request.account_version) throw changed();
  }
  if (areaAt(act.tree, request.reach_area_id, act.today) !== request.reach_area_id) throw changed();
  if (request.office_id === null) {
    if ((await highAreasOf(act.w, request.account_id!, act.today)).length === 0) throw changed();
    return;
  }
  if (!roleIsHigh(request.role!)) throw changed();
  const office = await act.w
    .selectFrom('office')
    .select(['area_id', 'closed_on'])
    .where('office_id', '=', request.office_id)
    .executeTakeFirst();
  const alive = office && (office.closed_on === null || office.closed_on > act.today);
  if (!alive || office.area_id !== request.reach_area_id) throw changed();
}

/** Does what was asked, in the name of the one who asked. @returns whose account it is */
async function takeEffect(act: DecisionAct, request: Request): Promise<string> {
  const { w, at, today } = act;
  const by = request.asked_by;
  if (request.kind === 'account') {
    const accountId = await insertAccount(w, {
      login: request.login,
      name: request.name,
      passwordHash: request.password_hash!,
      mustChangePassword: true,
      firstPasswordUntil: firstPasswordEnd(act),
      by,
      at,
    });
    await grantPost(w, { ...postOf(request), accountId, fromOn: today, by, at }, act.language);
    return accountId;
  }
  const accountId = request.account_id!;
  switch (request.kind) {
    case 'post': {
      // Nobody held rights on a day before two people agreed.
      const fromOn = maxDate(request.from_on!, today);
      await grantPost(w, { ...postOf(request), accountId, fromOn, by, at }, act.language);
      await endSessionsOf(w, accountId);
      break;
    }
    case 'password':
      await setFirstPassword(
        w,
        act.host,
        { accountId, login: request.login, version: request.account_version! },
        { hash: request.password_hash!, until: firstPasswordEnd(act), at },
      );
      break;
    case 'factors':
      await removeFactors(w, accountId);
      break;
    case 'identity': {
      const { issuer } = providerOf(act.host);
      await setIdentity(w, { issuer, subject: request.subject!, accountId, by, at });
      break;
    }
    case 'resumption':
      await resumeAccount(w, accountId, request.account_version!);
  }
  return accountId;
}

const postOf = (request: Request) => ({ role: request.role as Role, officeId: request.office_id! });

function audit(act: DecisionAct, request: GrantRow, note: string): void {
  act.audit({
    districtId: 0,
    areaId: request.reach_area_id,
    ...(request.account_id === null
      ? { subjectKind: 'grant-request', subjectId: request.request_id }
      : { subjectKind: 'account', subjectId: request.account_id }),
    details: {
      requestId: request.request_id,
      kind: request.kind,
      login: request.login,
      askedBy: request.asked_by,
      ...(request.role && { role: request.role, officeId: request.office_id }),
      ...(note !== '' && { note }),
    },
  });
}
