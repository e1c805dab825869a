import { type Role, roleIsHigh } from '@renshe/domain/access/permissions.ts';
import type { WantedGrant } from '@renshe/domain/grant/grant.contract.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import { highAreasOf, providerOf, refuseSelf } from '../account/administer-account.ts';
import { judgePost } from '../account/create-account.ts';
import { listFactors } from '../account/second-factor.ts';
import type { Writer } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import type { CommandContext } from '../platform/route.ts';
import { signInPolicy } from '../platform/sign-in-policy.ts';
import { countConsenters, personOf } from './grant.queries.ts';

type Act = Pick<
  CommandContext<RouteContract>,
  'w' | 'host' | 'actor' | 'scope' | 'reference' | 'tree' | 'today' | 'at' | 'language' | 'audit'
>;

interface Receiver {
  accountId: string | null;
  version: number | null;
  login: string;
  name: string;
}

/** What the request rests on, besides its receiver. */
interface Wish {
  reachAreaId: number;
  role?: Role;
  officeId?: string;
  fromOn?: PlainDate;
  subject?: string;
}

/** 提出授权申请: nothing takes effect; what could not be granted anyway is refused at once. */
export async function askGrant(
  act: Act,
  body: { reason: string; wanted: WantedGrant },
  passwordHash: string | null,
): Promise<{ requestId: string; others: number }> {
  const { wanted } = body;
  const receiver = await receiverOf(act, wanted);
  const wish = await wishOf(act, wanted);
  if (!act.scope.includes(wish.reachAreaId)) throw notFound();
  await refuseSecond(act.w, wanted, receiver, act.at);
  const requestId = newId(act.at.getTime());
  const days = signInPolicy(act.reference, act.today).consentDays;
  await act.w
    .insertInto('grant_request')
    .values({
      request_id: requestId,
      kind: wanted.kind,
      account_id: receiver.accountId,
      account_version: receiver.version,
      login: receiver.login,
      name: receiver.name,
      reach_area_id: wish.reachAreaId,
      role: wish.role ?? null,
      office_id: wish.officeId ?? null,
      from_on: wish.fromOn ?? null,
      password_hash: passwordHash,
      subject: wish.subject ?? null,
      reason: body.reason,
      asked_at: act.at,
      asked_by: act.actor.accountId!,
      expires_at: new Date(act.at.getTime() + days * 86_400_000),
      decided_at: null,
      decided_by: null,
    })
    .execute();
  act.audit({
    districtId: 0,
    areaId: wish.reachAreaId,
    ...(receiver.accountId === null
      ? { subjectKind: 'grant-request', subjectId: requestId }
      : { subjectKind: 'account', subjectId: receiver.accountId }),
    details: {
      requestId,
      kind: wanted.kind,
      login: receiver.login,
      ...(wish.role && { role: wish.role, officeId: wish.officeId }),
      ...(wish.fromOn && { fromOn: wish.fromOn }),
    },
  });
  const askedBy = personOf(act.actor);
  return { requestId, others: await countConsenters(act.w, { askedBy, receiver }, act.today) };
}

async function receiverOf(act: Act, wanted: WantedGrant): Promise<Receiver> {
  if (wanted.kind === 'account') {
    const taken = await act.w
      .selectFrom('account')
      .select('account_id')
      .where('login', '=', wanted.login)
      .executeTakeFirst();
    if (taken) throw new AppError('account.login-taken', 'conflict');
    return { accountId: null, version: null, login: wanted.login, name: wanted.name };
  }
  refuseSelf(act.actor, wanted.accountId);
  const account = await act.w
    .selectFrom('account')
    .select(['account_id', 'version', 'login', 'name', 'status'])
    .where('account_id', '=', wanted.accountId)
    .forUpdate()
    .executeTakeFirst();
  if (!account) throw notFound();
  if (wanted.kind === 'resumption' && account.status !== 'suspended')
    throw new AppError('request.changed-meanwhile', 'conflict');
  return { accountId: account.account_id, version: account.version, login: account.login, name: account.name };
}

async function wishOf(act: Act, wanted: WantedGrant): Promise<Wish> {
  if (wanted.kind === 'post' || wanted.kind === 'account') {
    const { role, officeId } = wanted;
    if (!roleIsHigh(role)) throw new AppError('grant.not-high', 'conflict');
    const accountId = wanted.kind === 'post' ? wanted.accountId : null;
    const fromOn = wanted.kind === 'post' ? wanted.fromOn : act.today;
    const { areaId } = await judgePost(act.w, { accountId, officeId, role, fromOn }, act.language);
    return { reachAreaId: areaId, role, officeId, fromOn };
  }
  const [reachAreaId] = await highAreasOf(act.w, wanted.accountId, act.today);
  if (reachAreaId === undefined) throw new AppError('grant.not-high', 'conflict');
  if (wanted.kind === 'factors' && (await listFactors(act.w, wanted.accountId)).length === 0) throw notFound();
  if (wanted.kind !== 'identity') return { reachAreaId };
  providerOf(act.host);
  return { reachAreaId, subject: wanted.subject };
}

/** Two requests for the same would be two doors: one waits, or is withdrawn first. */
async function refuseSecond(w: Writer, wanted: WantedGrant, receiver: Receiver, at: Date): Promise<void> {
  const post = wanted.kind === 'post' ? { role: wanted.role, officeId: wanted.officeId } : null;
  const { rows } = await sql<{ open: boolean }>`select exists (select 1 from grant_request
    where status = 'asked' and expires_at > ${at} and kind = ${wanted.kind} and login = ${receiver.login}
      and (${post === null} or (role = ${post?.role ?? null} and office_id = ${post?.officeId ?? null}::uuid))) as open`.execute(
    w,
  );
  if (rows[0]!.open) throw new AppError('grant.already-asked', 'conflict');
}
