import type { AreaTree } from '@renshe/domain/area/area-tree.ts';
import type { HelpRequest } from '@renshe/domain/help-request/help-request.contract.ts';
import { isOverdue } from '@renshe/domain/help-request/help-request.rules.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import { areaRef } from '../platform/area-ref.ts';
import type { Reader, Writer } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import type { DB } from '../platform/schema.gen.ts';
import { inScope, type Scope } from '../platform/scope.ts';

export type HelpRow = Selectable<DB['help_request']>;

/** The request within the reader's scope, under its row lock where a command asks for it. */
export async function getRequest(r: Reader | Writer, scope: Scope, requestId: string, lock = false): Promise<HelpRow> {
  const { rows } = await sql<HelpRow>`select * from help_request h
    where h.request_id = ${requestId}::uuid and ${inScope(scope, 'h.district_id', 'h.area_id')} ${lock ? sql`for update` : sql``}`.execute(
    r,
  );
  const row = rows[0];
  if (!row) throw notFound();
  return row;
}

type Show = 'open' | 'overdue' | 'all';
const running = sql`h.state in ('received', 'taken')`;

function shown(show: Show, today: PlainDate): RawBuilder<unknown> {
  if (show === 'all') return sql`true`;
  return show === 'open' ? running : sql`(${running} and h.due_on < ${today}::date)`;
}

/** Requests whose clock runs first, the most overdue on top; then the others, newest first. */
export async function listRequests(
  r: Reader,
  scope: Scope,
  tree: AreaTree,
  today: PlainDate,
  query: { show: Show; limit: number; offset: number },
): Promise<{ count: number; open: number; overdue: number; requests: HelpRequest[] }> {
  const within = inScope(scope, 'h.district_id', 'h.area_id');
  const { rows } = await sql<
    HelpRow & { received_name: string | null; taken_name: string | null; answered_name: string | null; count: number }
  >`select h.*, (select name from account where account_id = h.received_by) as received_name, (select name from account where account_id = h.taken_by) as taken_name,
      (select name from account where account_id = h.answered_by) as answered_name, count(*) over ()::int as count
    from help_request h where ${within} and ${shown(query.show, today)}
    order by (${running}) desc, case when ${running} then h.due_on end, h.received_at desc, h.request_id limit ${query.limit} offset ${query.offset}`.execute(
    r,
  );
  const counts = await sql<{
    open: number;
    overdue: number;
  }>`select count(*)::int as open, count(*) filter (where h.due_on < ${today}::date)::int as overdue
    from help_request h where ${within} and ${running}`.execute(r);
  return {
    count: rows[0]?.count ?? 0,
    ...counts.rows[0]!,
    requests: rows.map((row) => ({
      requestId: row.request_id,
      number: row.number,
      area: areaRef(tree, row.area_id, today),
      channel: row.channel as HelpRequest['channel'],
      name: row.name,
      phoneMasked: row.phone_masked,
      need: row.need as HelpRequest['need'],
      detail: row.detail,
      state: row.state as HelpRequest['state'],
      receivedAt: row.received_at.toISOString(),
      receivedBy: row.received_name,
      dueOn: row.due_on,
      overdue: isOverdue(row.state as HelpRequest['state'], row.due_on, today),
      takenBy: row.taken_name,
      answer: row.answer,
      answeredAt: row.answered_at?.toISOString() ?? null,
      answeredBy: row.answered_name,
      forwardedTo: row.forwarded_to,
      result: row.result,
      closedAt: row.closed_at?.toISOString() ?? null,
      version: row.version,
    })),
  };
}
