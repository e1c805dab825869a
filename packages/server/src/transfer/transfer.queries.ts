import type { AreaTree } from '@renshe/domain/area/area-tree.ts';
import { maskName } from '@renshe/domain/kernel/citizen-id.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { TransferRequest } from '@renshe/domain/transfer/transfer.contract.ts';
import { sql } from 'kysely';
import type { Reader } from '../platform/db.ts';
import { inScope, type Scope } from '../platform/scope.ts';
import { currentAreaRef } from '../resident/resident.queries.ts';

interface RawRequest {
  request_id: string;
  resident_id: string;
  name: string;
  /** Where the file is now. */
  area_id: number;
  from_area_id: number;
  to_area_id: number;
  reason: string;
  status: TransferRequest['status'];
  asked_at: Date;
  decision_note: string;
}

/** Requests that ask the reader (out) and that the reader asked (in), newest first; inside one's own area both, shown as out. */
export async function listTransfers(
  r: Reader,
  scope: Scope,
  tree: AreaTree,
  today: PlainDate,
  filter: { status?: TransferRequest['status'] | undefined; limit: number; offset: number },
): Promise<{ count: number; requests: TransferRequest[] }> {
  const where = sql`(${inScope(scope, 't.from_district', 't.from_area_id')} or ${inScope(scope, 't.to_district', 't.to_area_id')})
    ${filter.status === undefined ? sql`` : sql`and t.status = ${filter.status}`}`;
  const requests = sql`(select q.*, a.district_id as from_district from transfer_request q join area a on a.area_id = q.from_area_id) t`;
  const { rows } = await sql<RawRequest>`
    select t.request_id, t.resident_id, p.name, p.area_id, t.from_area_id, t.to_area_id, t.reason, t.status, t.asked_at, t.decision_note
    from ${requests} join resident p on p.district_id = t.district_id and p.resident_id = t.resident_id
    where ${where} order by t.asked_at desc, t.request_id limit ${filter.limit} offset ${filter.offset}`.execute(r);
  const counted = await sql<{ count: number }>`select count(*)::int as count from ${requests} where ${where}`.execute(
    r,
  );
  return {
    count: counted.rows[0]!.count,
    requests: rows.map((row) => {
      const keeps = scope.includes(row.from_area_id);
      const knows = keeps || row.status === 'agreed';
      return {
        requestId: row.request_id,
        direction: keeps ? 'out' : 'in',
        residentName: knows ? row.name : maskName(row.name),
        residentId: scope.includes(row.area_id) ? row.resident_id : null,
        fromArea: currentAreaRef(tree, row.from_area_id, today),
        toArea: currentAreaRef(tree, row.to_area_id, today),
        reason: row.reason,
        status: row.status,
        askedAt: row.asked_at.toISOString(),
        decisionNote: row.decision_note,
      };
    }),
  };
}
