/**
 * The rows that registrations over HTTP have written, as jobs of bare prepared statements that write the same rows for the twin families:
 * the record, facts, totals, duties, flags, the audit event and the idempotency row.
 */
import type pg from 'pg';
import { newId } from '../platform/id.ts';
import { effectiveMonthSql } from '../statistics/bulk-book.ts';
import type { Candidate } from './command-people.ts';
import type { SqlCall, SqlJob } from './load-round.ts';

type Row = Record<string, unknown>;

interface Written {
  registration: Row;
  facts: Row[];
  totals: Row[];
  duties: Row[];
  flags: Row[];
  audit: Row;
  idempotency: Row;
}

/** What the registration of each candidate wrote, by the registration's id. */
async function readWritten(client: pg.ClientBase, candidates: readonly Candidate[]): Promise<Written[]> {
  const list = async (text: string, values: unknown[]) => (await client.query<Row>(text, values)).rows;
  const registrations = await list('select * from unemployment_registration where resident_id = any($1::uuid[])', [
    candidates.map((candidate) => candidate.residentId),
  ]);
  const causes = registrations.map((row) => row.cause);
  const ids = registrations.map((row) => row.registration_id);
  const grouped = async (text: string, key: string, values: unknown[]) => {
    const groups = new Map<unknown, Row[]>();
    for (const row of await list(text, values)) {
      const group = groups.get(row[key]);
      if (group) group.push(row);
      else groups.set(row[key], [row]);
    }
    return groups;
  };
  const byCause = [causes];
  const facts = await grouped('select * from fact where cause = any($1::uuid[]) order by id', 'cause', byCause);
  const totals = await grouped(
    `select f.cause, f.district_id, f.area_id, f.indicator, f.cell, f.booked_month, ${effectiveMonthSql} as effective_month, sum(f.quantity) as quantity
     from fact f join area_period p on p.district_id = f.district_id and p.area_id = f.area_id where f.cause = any($1::uuid[])
     group by 1, 2, 3, 4, 5, 6, 7 having sum(f.quantity) <> 0 order by 1, 2, 3, 4, 5, 6, 7`,
    'cause',
    byCause,
  );
  const audits = await grouped('select * from audit_event where event_id = any($1::uuid[])', 'event_id', byCause);
  const duties = await grouped('select * from duty where anchor = any($1::uuid[])', 'anchor', [ids]);
  const flags = await grouped('select * from flag where anchor = any($1::uuid[])', 'anchor', [ids]);
  const keys = await grouped(
    "select *, response ->> 'registrationId' as registration_id from idempotency where response ->> 'registrationId' = any($1::text[])",
    'registration_id',
    [ids],
  );
  return registrations.map((registration) => ({
    registration,
    facts: facts.get(registration.cause) ?? [],
    totals: totals.get(registration.cause) ?? [],
    duties: duties.get(registration.registration_id) ?? [],
    flags: flags.get(registration.registration_id) ?? [],
    audit: audits.get(registration.cause)![0]!,
    idempotency: keys.get(registration.registration_id)![0]!,
  }));
}

const unnested = (table: string, columns: Readonly<Record<string, string>>, tail = '') => {
  const names = Object.keys(columns);
  const lists = Object.values(columns).map((type, i) => `$${i + 1}::${type}[]`);
  return `insert into ${table} (${names.join(', ')}) select * from unnest(${lists.join(', ')})${tail}`;
};
const single = (table: string, columns: readonly string[]) =>
  `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')})`;

const registrationColumns =
  'district_id registration_id resident_id area_id registered_on reason nature channel unemployed_since job_wish training_wish promise_signed created_at created_by cause'.split(
    ' ',
  );
const factColumns = {
  district_id: 'int',
  subject_id: 'uuid',
  indicator: 'text',
  area_id: 'int',
  cell: 'text',
  effective_on: 'date',
  booked_month: 'int',
  quantity: 'bigint',
  record_id: 'uuid',
  cause: 'uuid',
};
const totalColumns = {
  district_id: 'int',
  area_id: 'int',
  indicator: 'text',
  cell: 'text',
  booked_month: 'int',
  effective_month: 'int',
  quantity: 'bigint',
};
const dutyColumns = {
  district_id: 'int',
  subject_id: 'uuid',
  kind: 'text',
  anchor: 'uuid',
  area_id: 'int',
  appears_on: 'date',
  due_on: 'date',
  done_on: 'date',
  done_by_record: 'uuid',
  reason: 'text',
};
const flagColumns = {
  district_id: 'int',
  subject_id: 'uuid',
  kind: 'text',
  anchor: 'uuid',
  area_id: 'int',
  from_on: 'date',
  to_on: 'date',
};
const auditColumns =
  'district_id event_id at account_id office_id action subject_kind subject_id area_id purpose request_id details'.split(
    ' ',
  );
const idempotencyColumns = 'account_id key route request_digest status response at'.split(' ');

const statements = {
  registration: single('unemployment_registration', registrationColumns),
  facts: unnested('fact', factColumns),
  totals: unnested(
    'fact_total',
    totalColumns,
    ' on conflict (district_id, area_id, indicator, cell, booked_month, effective_month) do update set quantity = fact_total.quantity + excluded.quantity',
  ),
  duties: unnested('duty', dutyColumns),
  flags: unnested('flag', flagColumns),
  audit: single('audit_event', auditColumns),
  idempotency: single('idempotency', idempotencyColumns),
};

const plain = (value: unknown) =>
  value !== null && typeof value === 'object' && !(value instanceof Date) && !Buffer.isBuffer(value)
    ? JSON.stringify(value)
    : value;
const one = (text: string, columns: readonly string[], row: Row): SqlCall => ({
  text,
  values: columns.map((column) => plain(row[column])),
});
const many = (text: string, columns: Readonly<Record<string, string>>, rows: readonly Row[]): SqlCall[] =>
  rows.length === 0 ? [] : [{ text, values: Object.keys(columns).map((column) => rows.map((row) => row[column])) }];

/** One job a registration; subjects become those of the twin family, ids of new rows are new. */
export async function bareRegistrations(
  client: pg.ClientBase,
  candidates: readonly Candidate[],
): Promise<{ jobs: SqlJob[]; rows: number }> {
  const written = await readWritten(client, candidates);
  const byResident = new Map(written.map((w) => [w.registration.resident_id, w]));
  let rows = 0;
  const jobs = candidates.map((candidate): SqlJob => {
    const w = byResident.get(candidate.residentId);
    if (!w) throw new Error(`resident ${candidate.residentId} was not registered`);
    rows += 3 + w.facts.length + w.totals.length + w.duties.length + w.flags.length;
    const ids = new Map<unknown, string>(candidate.twins);
    ids.set(w.registration.registration_id, newId());
    ids.set(w.registration.cause, newId());
    const twin = (row: Row): Row =>
      Object.fromEntries(Object.entries(row).map(([column, value]) => [column, ids.get(value) ?? value]));
    return [
      one(statements.registration, registrationColumns, twin(w.registration)),
      ...many(statements.facts, factColumns, w.facts.map(twin)),
      ...many(statements.totals, totalColumns, w.totals),
      ...many(statements.duties, dutyColumns, w.duties.map(twin)),
      ...many(statements.flags, flagColumns, w.flags.map(twin)),
      one(statements.audit, auditColumns, twin(w.audit)),
      one(statements.idempotency, idempotencyColumns, { ...w.idempotency, key: newId() }),
    ];
  });
  return { jobs, rows };
}
