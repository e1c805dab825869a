/** Employers named in employment registrations, one by credit code, or by name where the code is not known. */
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import type { Database } from '../platform/db.ts';
import { inScope, type Scope } from '../platform/scope.ts';
import type { OutgoingRow, RowAction, RowFrame } from './exchange-rows.ts';

type EmployerRow = {
  number: string;
  name: string;
  code: string | null;
  industry: string | null;
  employees: number;
  first_on: PlainDate;
  first_at: Date;
  touched_at: Date;
};

const pageSize = 1000;

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
      select coalesce(nullif(e.employer_code, ''), e.employer_name) as number,
        (array_agg(e.employer_name order by e.started_on desc, e.created_at desc))[1] as name,
        max(nullif(e.employer_code, '')) as code,
        (array_agg(e.industry order by e.started_on desc, e.created_at desc) filter (where e.industry is not null))[1] as industry,
        count(*) filter (where e.ended_on is null or e.ended_on > ${frame.asOf}::date)::int as employees,
        min(e.started_on) as first_on, min(e.created_at) as first_at,
        max(greatest(e.created_at, r.modified_at)) as touched_at
      from employment e join resident r on r.district_id = e.district_id and r.resident_id = e.resident_id
      where ${inScope(scope, 'r.district_id', 'r.area_id')} and r.voided_at is null and e.voided_at is null
        and e.employer_name <> '' and e.started_on <= ${frame.asOf}::date
      group by 1 order by 1`.execute(w);
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
      'employer.firstOn': row.first_on,
      'row.action': action,
      'row.valid': true,
    },
  };
}
