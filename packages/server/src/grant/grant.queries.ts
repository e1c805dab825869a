import type { Role } from '@renshe/domain/access/permissions.ts';
import type { AreaTree } from '@renshe/domain/area/area-tree.ts';
import type { GrantKind, GrantRequest, GrantStatus } from '@renshe/domain/grant/grant.contract.ts';
import {
  consentingRoles,
  findGrantHindrance,
  grantStatusAt,
  isSamePerson,
  type Person,
} from '@renshe/domain/grant/grant.rules.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import { listPosts } from '../account/account.queries.ts';
import { type Actor, actorMay } from '../platform/actor.ts';
import { areaRef } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import type { Scope } from '../platform/scope.ts';

/** A request with the names of those it is about; never the password that waits in it. */
export interface GrantRow {
  request_id: string;
  kind: GrantKind;
  status: GrantStatus;
  account_id: string | null;
  account_version: number | null;
  login: string;
  name: string;
  reach_area_id: number;
  role: Role | null;
  office_id: string | null;
  office_name: string | null;
  from_on: PlainDate | null;
  subject: string | null;
  reason: string;
  version: number;
  asked_at: Date;
  asked_by: string;
  asker_name: string;
  asker_login: string;
  expires_at: Date;
  decided_at: Date | null;
  decided_by: string | null;
  decider_name: string | null;
  decider_login: string | null;
  decision_reason: string;
}

const columns = sql`g.request_id, g.kind, g.status, g.account_id, g.account_version, g.login, g.name, g.reach_area_id, g.role, g.office_id,
  o.name as office_name, g.from_on, g.subject, g.reason, g.version, g.asked_at, g.asked_by, a.name as asker_name, a.login as asker_login,
  g.expires_at, g.decided_at, g.decided_by, d.name as decider_name, d.login as decider_login, g.decision_reason`;
const requests = sql`grant_request g join account a on a.account_id = g.asked_by
  left join office o on o.office_id = g.office_id left join account d on d.account_id = g.decided_by`;

const areasIn = (scope: Scope, tree: AreaTree) => [...tree.areas.keys()].filter((areaId) => scope.includes(areaId));

/** One request within the reach of the reader, its row locked until the decision stands. */
export async function findGrantForUpdate(
  r: Reader,
  scope: Scope,
  requestId: string,
): Promise<(GrantRow & { password_hash: string | null }) | undefined> {
  const { rows } = await sql<GrantRow & { password_hash: string | null }>`
    select ${columns}, g.password_hash from ${requests} where g.request_id = ${requestId}::uuid for update of g`.execute(
    r,
  );
  const [row] = rows;
  return row && scope.includes(row.reach_area_id) ? row : undefined;
}

const askerOf = (row: GrantRow): Person => ({ accountId: row.asked_by, name: row.asker_name });
const receiverOf = (row: GrantRow): Person => ({ accountId: row.account_id, name: row.name });

/** Why somebody may not decide on it although she may on others'. */
export function hindranceOf(row: GrantRow, who: Person) {
  return findGrantHindrance({ askedBy: askerOf(row), receiver: receiverOf(row) }, who);
}

/** Requests within the reader's area: those that wait first, then the newest. */
export async function listGrants(
  r: Reader,
  scope: Scope,
  tree: AreaTree,
  now: { today: PlainDate; at: Date },
  reader: Actor,
  filter: { status?: GrantStatus | undefined; limit: number; offset: number },
): Promise<{ count: number; waiting: number; requests: GrantRequest[] }> {
  const status = sql`case when g.status = 'asked' and g.expires_at <= ${now.at} then 'lapsed' else g.status end`;
  const within = sql`g.reach_area_id = any(${areasIn(scope, tree)}::int[])`;
  const where = filter.status === undefined ? within : sql`${within} and ${status} = ${filter.status}`;
  const counted = await sql<{ count: number }>`select count(*)::int as count from ${requests} where ${where}`.execute(
    r,
  );
  const open = await sql<GrantRow>`select ${columns} from ${requests} where ${within} and ${status} = 'asked'`.execute(
    r,
  );
  const { rows } = await sql<GrantRow>`select ${columns} from ${requests} where ${where}
    order by (${status} = 'asked') desc, g.asked_at desc, g.request_id limit ${filter.limit} offset ${filter.offset}`.execute(
    r,
  );
  const receivers = rows.flatMap((row) => (row.account_id === null ? [] : [row.account_id]));
  const posts = (await listPosts(r, receivers)).filter((post) => post.toOn === null || post.toOn > now.today);
  const who = personOf(reader);
  return {
    count: counted.rows[0]!.count,
    waiting: open.rows.filter((row) => hindranceOf(row, who) === undefined).length,
    requests: rows.map((row) => {
      const shown = grantStatusAt(row.status, row.expires_at, now.at);
      const isOpen = shown === 'asked';
      const hindrance = hindranceOf(row, who) ?? null;
      const reach = row.office_id === null ? undefined : tree.areas.get(row.reach_area_id);
      return {
        requestId: row.request_id,
        kind: row.kind,
        status: shown,
        receiver: { name: row.name, login: row.login },
        held: posts
          .filter((post) => post.accountId === row.account_id)
          .map(({ role, officeName }) => ({ role, officeName })),
        role: row.role,
        officeName: row.office_name,
        area: reach ? areaRef(tree, row.reach_area_id, now.today) : null,
        fromOn: row.from_on,
        subject: row.subject,
        reason: row.reason,
        askedBy: { name: row.asker_name, login: row.asker_login },
        askedAt: row.asked_at.toISOString(),
        expiresAt: row.expires_at.toISOString(),
        decidedBy: row.decided_by === null ? null : { name: row.decider_name ?? '', login: row.decider_login ?? '' },
        decidedAt: row.decided_at?.toISOString() ?? null,
        decisionReason: row.decision_reason,
        version: row.version,
        mayDecide: isOpen && hindrance === null,
        mayWithdraw: isOpen && row.asked_by === reader.accountId && actorMay(reader, 'account.manage'),
        hindrance: isOpen ? hindrance : null,
      };
    }),
  };
}

export function personOf(actor: Actor): Person {
  return { accountId: actor.accountId, name: actor.name };
}

/** How many people may consent to what one asks for another: with none the operator on the server has to. */
export async function countConsenters(
  r: Reader,
  request: { askedBy: Person; receiver: Person },
  today: PlainDate,
): Promise<number> {
  const { rows } = await sql<{ account_id: string; name: string }>`
    select distinct a.account_id, a.name from account a join post p on p.account_id = a.account_id join office o on o.office_id = p.office_id
    where a.status = 'active' and p.role = any(${[...consentingRoles]}::text[]) and p.from_on <= ${today}::date
      and (p.to_on is null or p.to_on > ${today}::date) and (o.closed_on is null or o.closed_on > ${today}::date)`.execute(
    r,
  );
  const others = rows
    .map((row) => ({ accountId: row.account_id, name: row.name }))
    .filter((who) => findGrantHindrance(request, who) === undefined);
  // Two accounts of one person are one.
  return others.filter((who, i) => !others.slice(0, i).some((before) => isSamePerson(before, who))).length;
}
