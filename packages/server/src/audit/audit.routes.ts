import { auditContracts } from '@renshe/domain/audit/audit.contract.ts';
import { addDays } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import { areaRef } from '../platform/area-ref.ts';
import { type RouteDefinition, readRoute } from '../platform/route.ts';

const businessMidnight = (day: string) => new Date(`${day}T00:00:00+08:00`);

export const auditRoutes: RouteDefinition[] = [
  readRoute(auditContracts.list, async (c) => {
    // The audit administrator sits at the city bureau and sees every district and the city level (0).
    let query = c.r
      .selectFrom('audit_event as e')
      .where(sql<boolean>`e.district_id = any(${[0, ...c.scope.fullDistricts]}::int[])`);
    const { from, to, action, account, subjectId } = c.query;
    if (from) query = query.where('e.at', '>=', businessMidnight(from));
    if (to) query = query.where('e.at', '<', businessMidnight(addDays(to, 1)));
    if (action) query = query.where('e.action', 'like', `${action.replace(/[%_\\]/g, '\\$&')}%`);
    if (subjectId) query = query.where('e.subject_id', '=', subjectId);
    if (account)
      query = query.where('e.account_id', 'in', (eb) =>
        eb
          .selectFrom('account')
          .select('account_id')
          .where((on) => on.or([on('login', '=', account), on('name', '=', account)])),
      );
    const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
    const rows = await query
      .leftJoin('account as a', 'a.account_id', 'e.account_id')
      .leftJoin('account as s', (join) =>
        join.on(sql<boolean>`e.subject_kind = 'account' and s.account_id::text = e.subject_id`),
      )
      .leftJoin('office as o', 'o.office_id', 'e.office_id')
      .leftJoin('audit_link as l', (join) =>
        join.onRef('l.district_id', '=', 'e.district_id').onRef('l.event_id', '=', 'e.event_id'),
      )
      .selectAll('e')
      .select(['a.name as account_name', 's.name as subject_account', 'o.name as office_name', 'l.seq'])
      .orderBy('e.at', 'desc')
      .orderBy('e.event_id', 'desc')
      .limit(c.query.limit)
      .offset(c.query.offset)
      .execute();
    return {
      count,
      events: rows.map((row) => ({
        eventId: row.event_id,
        at: row.at.toISOString(),
        account: row.account_name,
        office: row.office_name,
        action: row.action,
        subjectKind: row.subject_kind,
        subjectId: row.subject_id,
        subjectAccount: row.subject_account,
        area: row.area_id !== null && c.tree.areas.has(row.area_id) ? areaRef(c.tree, row.area_id, c.today) : null,
        purpose: row.purpose,
        requestId: row.request_id,
        details: row.details as Record<string, unknown>,
        seq: row.seq,
      })),
    };
  }),
  readRoute(auditContracts.heads, async (c) => {
    const rows = await sql<{
      district_id: number;
      seq: number;
      head: Buffer;
      linked_at: Date;
    }>`select distinct on (district_id) district_id, seq, head, linked_at from audit_link order by district_id, seq desc`.execute(
      c.r,
    );
    return {
      heads: rows.rows.map((row) => ({
        districtId: row.district_id,
        seq: row.seq,
        head: row.head.toString('hex'),
        linkedAt: row.linked_at.toISOString(),
      })),
    };
  }),
];
