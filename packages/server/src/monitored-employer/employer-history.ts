import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { monitoredEmployerContracts } from '@renshe/domain/monitored-employer/monitored-employer.contract.ts';
import {
  type EmployerAction,
  type EmployerRecordKind,
  historyFields,
} from '@renshe/domain/monitored-employer/monitored-employer.history.ts';
import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { Reader, Writer } from '../platform/db.ts';
import { changedMeanwhile, notFound, requireOneRow } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import { oneAtATime } from '../platform/one-at-a-time.ts';
import type { CommandContext } from '../platform/route.ts';
import { type EmployerRow, findByCreditCode, getEmployer, subjectOf } from './monitored-employer.queries.ts';

type Contracts = typeof monitoredEmployerContracts;
type EmployerHistory = z.input<Contracts['file']['output']>['history'];
type Said = Record<string, unknown>;

/** Where a record stands, and what an undo puts back. */
const tables = {
  employer: {
    table: 'monitored_employer',
    key: sql`employer_id::text`,
    columns:
      'area_id, name, industry, key_employer, contact_name, phone_cipher, phone_masked, from_on, to_on, end_reason',
  },
  month: {
    table: 'employer_month',
    key: sql`month::text`,
    columns:
      'staff_start, hired, departed, laid_off, staff_end, reason, outlook, note, reported_at, reported_by, withdrawn_at',
  },
  layoff: {
    table: 'layoff_report',
    key: sql`layoff_id::text`,
    columns: 'follow_up, followed_at, followed_by, result, state, withdrawn_at',
  },
} as const;

type Employer = Pick<EmployerRow, 'district_id' | 'employer_id'>;

function recordWhere(employer: Employer, kind: EmployerRecordKind, key: string): RawBuilder<unknown> {
  return sql`district_id = ${employer.district_id} and employer_id = ${employer.employer_id}::uuid and ${tables[kind].key} = ${key}`;
}

async function readRecord(r: Reader | Writer, employer: Employer, kind: EmployerRecordKind, key: string) {
  const { rows } = await sql<{ said: Said }>`select to_jsonb(t) - 'cause' as said from ${sql.table(
    tables[kind].table,
  )} t where ${recordWhere(employer, kind, key)}`.execute(r);
  return rows[0]?.said ?? null;
}

export interface EmployerChange {
  employer: Employer;
  kind: EmployerRecordKind;
  key: string;
  action: EmployerAction;
  reason?: string;
}

type ChangeContext = Pick<CommandContext<Contracts['undo']>, 'w' | 'at' | 'actor' | 'cause'>;

/** Does an act and keeps how the record stood before and after it, in the same transaction. The employer's row must be locked. */
export async function keepChange(
  c: ChangeContext,
  change: EmployerChange,
  act: () => Promise<unknown>,
): Promise<string> {
  const { employer, kind, key } = change;
  const before = await readRecord(c.w, employer, kind, key);
  await act();
  const after = await readRecord(c.w, employer, kind, key);
  const changeId = newId(c.at.getTime());
  await c.w
    .insertInto('monitored_employer_change')
    .values({
      district_id: employer.district_id,
      change_id: changeId,
      employer_id: employer.employer_id,
      record_kind: kind,
      record_key: key,
      action: change.action,
      before: before === null ? null : JSON.stringify(before),
      after: JSON.stringify(after),
      reason: change.reason ?? '',
      changed_at: c.at,
      changed_by: c.actor.accountId,
      cause: c.cause,
    })
    .execute();
  return changeId;
}

interface ChangeRow {
  change_id: string;
  record_kind: EmployerRecordKind;
  record_key: string;
  action: EmployerAction;
  before: Said | null;
  after: Said;
  reason: string;
  changed_at: Date;
  by_name: string | null;
  latest: boolean;
}

/** A change is the last one of its record while the record stands at the version that it left. */
async function listChanges(r: Reader | Writer, employer: Employer): Promise<ChangeRow[]> {
  const { rows } = await sql<ChangeRow>`
    select h.change_id, h.record_kind, h.record_key, h.action, h.before, h.after, h.reason, h.changed_at, a.name as by_name,
      (h.after ->> 'version')::int = max((h.after ->> 'version')::int) over (partition by h.record_kind, h.record_key) as latest
    from monitored_employer_change h left join account a on a.account_id = h.changed_by
    where h.district_id = ${employer.district_id} and h.employer_id = ${employer.employer_id}::uuid
    order by h.changed_at desc, (h.after ->> 'version')::int desc, h.change_id desc limit 500`.execute(r);
  return rows;
}

/** An employer with reports was on the panel: it can leave it, not have never been there. */
function undoable(row: ChangeRow, reported: boolean): boolean {
  return row.latest && row.action !== 'undone' && !(reported && row.record_kind === 'employer' && row.before === null);
}

async function hasReported(r: Reader | Writer, employer: Employer): Promise<boolean> {
  const of = sql`district_id = ${employer.district_id} and employer_id = ${employer.employer_id}::uuid and withdrawn_at is null`;
  const { rows } = await sql<{ reported: boolean }>`select exists (select from employer_month where ${of})
    or exists (select from layoff_report where ${of}) as reported`.execute(r);
  return rows[0]?.reported === true;
}

const said = (value: unknown) => (value === null || value === undefined || value === '' ? null : String(value));

/** What happened to an employer, newest first, each change with the fields that it touched; keys and ciphers are never said. */
export async function listHistory(r: Reader, employer: Employer): Promise<EmployerHistory> {
  const all = await listChanges(r, employer);
  const reported = await hasReported(r, employer);
  return all.map((row) => ({
    changeId: row.change_id,
    kind: row.record_kind,
    month: row.record_kind === 'month' ? `${row.record_key.slice(0, 4)}-${row.record_key.slice(4)}` : null,
    action: row.action,
    at: row.changed_at.toISOString(),
    by: row.by_name,
    reason: row.reason,
    undoable: undoable(row, reported),
    fields: historyFields[row.record_kind]
      .filter((field) => said(row.before?.[field]) !== said(row.after[field]))
      .map((field) => ({ field, before: said(row.before?.[field]), after: said(row.after[field]) })),
  }));
}

/** 撤销: the last change of a record is taken back; what it was stays in the history. */
export async function undoChange(c: CommandContext<Contracts['undo']>): Promise<{ ok: true }> {
  const employer = await getEmployer(c.w, c.scope, c.params.employerId, true);
  const all = await listChanges(c.w, employer);
  const row = all.find((one) => one.change_id === c.params.changeId);
  if (!row) throw notFound();
  if (!undoable(row, await hasReported(c.w, employer))) throw new AppError('monitored-employer.not-last', 'conflict');
  const { record_kind: kind, record_key: key, before } = row;
  if (kind === 'employer' && before !== null && before.to_on === null && employer.to_on !== null) {
    await oneAtATime(c.w, `monitored-employer:${employer.credit_code}`);
    const known = await findByCreditCode(c.w, c.tree, employer.credit_code);
    if (known) throw changedMeanwhile();
  }
  const { table, columns } = tables[kind];
  const names = sql.raw(columns);
  const back =
    before === null
      ? kind === 'employer'
        ? sql`to_on = from_on, end_reason = ''`
        : sql`withdrawn_at = ${c.at}`
      : sql`(${names}) = (select ${names} from jsonb_populate_record(null::${sql.table(table)}, ${JSON.stringify(before)}::jsonb))`;
  await keepChange(c, { employer, kind, key, action: 'undone' }, async () => {
    requireOneRow(
      await sql`update ${sql.table(table)} set ${back}, version = version + 1
        where ${recordWhere(employer, kind, key)} and version = ${Number(row.after.version)}`.execute(c.w),
    );
  });
  c.audit({ ...subjectOf(employer), details: { changeId: row.change_id, undone: `${kind}.${row.action}` } });
  return { ok: true };
}
