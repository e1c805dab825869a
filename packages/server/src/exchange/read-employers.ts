/**
 * Employers named in employment registrations, one by credit code, or by name where the code is not known, and those of the monitoring
 * panel: what the panel knows of one (contact, staff of its last month) goes before what the registrations say.
 */
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { monthOf } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import type { Database } from '../platform/db.ts';
import { inScope, type Scope } from '../platform/scope.ts';
import type { OutgoingRow, RowAction, RowFrame } from './exchange-rows.ts';

type EmployerRow = {
  number: string;
  name: string;
  code: string | null;
  industry: string | null;
  employees: number | null;
  contact: string | null;
  employer_id: string | null;
  phone_cipher: string | null;
  /** No registration names it and it has left the panel: known to who received an earlier delivery only. */
  gone: boolean;
  first_on: PlainDate;
  first_at: Date;
  touched_at: Date;
};

const pageSize = 1000;

/** When the panel's row was last changed: the id of the audit event that did it begins with the time (UUID version 7). */
const enteredAt = sql`to_timestamp((('x' || substr(replace(p.cause::text, '-', ''), 1, 12))::bit(48)::bigint) / 1000.0)`;

/** In pages by a cursor of the database, so that memory does not grow with their number. */
export async function readEmployers(
  db: Database,
  scope: Scope,
  frame: RowFrame,
  each: (row: OutgoingRow) => Promise<void>,
): Promise<void> {
  await db.kysely.transaction().execute(async (w) => {
    await sql`set local statement_timeout = '10min'`.execute(w);
    await sql`declare exchange_employer no scroll cursor for
      with worked as (select coalesce(nullif(e.employer_code, ''), e.employer_name) as number,
        (array_agg(e.employer_name order by e.started_on desc, e.created_at desc))[1] as name,
        max(nullif(e.employer_code, '')) as code,
        (array_agg(e.industry order by e.started_on desc, e.created_at desc) filter (where e.industry is not null))[1] as industry,
        count(*) filter (where e.ended_on is null or e.ended_on > ${frame.asOf}::date)::int as employees,
        min(e.started_on) as first_on, min(e.created_at) as first_at,
        max(greatest(e.created_at, r.modified_at)) as touched_at
      from employment e join resident r on r.district_id = e.district_id and r.resident_id = e.resident_id
      where ${inScope(scope, 'r.district_id', 'r.area_id')} and r.voided_at is null and e.voided_at is null
        and e.employer_name <> '' and e.started_on <= ${frame.asOf}::date
      group by 1),
      panel as (select distinct on (p.credit_code) p.credit_code, p.name, p.industry, p.contact_name, p.phone_cipher, p.employer_id, p.from_on, p.created_at,
          p.to_on is null or p.to_on > ${frame.asOf}::date as present, m.staff_end,
          greatest(p.created_at, m.reported_at, ${enteredAt}) as touched_at
        from monitored_employer p
        left join lateral (select m.staff_end, m.reported_at from employer_month m
          where m.district_id = p.district_id and m.employer_id = p.employer_id and m.month <= ${monthOf(frame.asOf)}
          order by m.month desc limit 1) m on true
        where ${inScope(scope, 'p.district_id', 'p.area_id')} and p.from_on <= ${frame.asOf}::date
        order by p.credit_code, present desc, p.from_on desc)
      select coalesce(w.number, p.credit_code) as number, coalesce(case when p.present then p.name end, w.name, p.name) as name,
        coalesce(w.code, p.credit_code) as code, coalesce(case when p.present then p.industry end, w.industry) as industry,
        coalesce(case when p.present then p.staff_end end, w.employees) as employees,
        case when p.present then nullif(p.contact_name, '') end as contact,
        case when p.present then p.phone_cipher end as phone_cipher, p.employer_id,
        w.number is null and not p.present as gone, least(w.first_on, p.from_on) as first_on,
        least(w.first_at, p.created_at) as first_at, greatest(w.touched_at, p.touched_at) as touched_at
      from worked w full join panel p on p.credit_code = w.number order by 1`.execute(w);
    while (true) {
      const { rows } = await sql<EmployerRow>`fetch ${sql.lit(pageSize)} from exchange_employer`.execute(w);
      for (const row of rows) {
        const action = actionOf(frame, row);
        if (action !== undefined) await each(employerRow(frame, row, action));
      }
      if (rows.length < pageSize) return;
    }
  });
}

function actionOf(frame: RowFrame, row: EmployerRow): RowAction | undefined {
  if (row.gone)
    return frame.since !== null && row.first_at <= frame.since && row.touched_at > frame.since ? 'D' : undefined;
  if (frame.since === null || row.first_at > frame.since) return 'A';
  return row.touched_at > frame.since ? 'U' : undefined;
}

function employerRow(frame: RowFrame, row: EmployerRow, action: RowAction): OutgoingRow {
  return {
    kind: 'employer',
    action,
    recordId: row.number,
    residentId: null,
    values: {
      ...frame.delivery,
      'employer.number': row.number,
      'employer.name': row.name,
      'employer.creditCode': row.code,
      'employer.organisationCode': row.code?.length === 18 ? row.code.slice(8, 17) : null,
      'employer.industry': row.industry,
      'employer.employees': row.employees,
      'employer.contact': row.contact,
      'employer.phone':
        row.employer_id === null || row.phone_cipher === null
          ? null
          : frame.secrets.employerPhone(row.employer_id, row.phone_cipher),
      'employer.firstOn': row.first_on,
      'row.action': action,
      'row.valid': action !== 'D',
    },
  };
}
