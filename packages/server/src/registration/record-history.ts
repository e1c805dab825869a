import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import type { AreaId, Id } from '@renshe/domain/kernel/file.ts';
import { addDays } from '@renshe/domain/kernel/plain-date.ts';
import type { RecycledKind } from '@renshe/domain/recycle/recycle.contract.ts';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { businessDay } from '../platform/clock.ts';
import type { Writer } from '../platform/db.ts';
import { changedMeanwhile, notFound, requireOneRow } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import { parameterNumber } from '../platform/parameter-value.ts';
import type { CommandContext } from '../platform/route.ts';
import { recordFields } from '../statistics/read-files.ts';

const byTime = {
  valid: sql<SqlBool>`t.voided_at is null`,
  voided: sql<SqlBool>`t.voided_at is not null`,
  unvoid: sql`voided_at = null, void_reason = null`,
};

/** Tables that keep why something was voided in its history alone. */
const unvoid = sql`voided_at = null`;

/** Tables whose changes are kept in `registration_change`, by the kind that the history and the timeline name them. */
const tables = {
  unemployment: { table: 'unemployment_registration', key: 'registration_id', fields: 'unemployment', ...byTime },
  employment: { table: 'employment', key: 'employment_id', fields: 'employment', ...byTime },
  contact: { table: 'contact', key: 'contact_id', fields: 'contacts', ...byTime, unvoid },
  certificate: {
    table: 'certificate',
    key: 'certificate_id',
    fields: 'certificates',
    valid: sql<SqlBool>`t.status = 'valid'`,
    voided: sql<SqlBool>`t.status = 'void'`,
    unvoid: sql`status = 'valid', status_on = null, status_reason = ''`,
  },
  'policy-benefit': { table: 'policy_benefit', key: 'benefit_id', fields: 'policyBenefits', ...byTime, unvoid },
  'retiree-care': { table: 'retiree_care', key: 'care_id', fields: 'retireeCare', ...byTime, unvoid },
  confirmation: {
    table: 'eligibility_confirmation',
    key: 'confirmation_id',
    fields: 'confirmations',
    ...byTime,
    unvoid,
  },
} as const;
export type RecordKind = keyof typeof tables;

export interface RecordChange {
  kind: RecordKind;
  districtId: number;
  residentId: Id;
  recordId: Id;
  /** The version that the reader saw; null where the act follows from another one under the same lock. */
  version: number | null;
  /** With the kind the name of a line of the timeline: 'changed', 'deregistered', 'ended', 'reversed', 'voided', 'restored', 'replaced'. */
  action: string;
  why: string;
  /** The id of this change, where an answer has to name it. */
  changeId?: Id;
  /** Assignments, e.g. sql`ended_on = ${on}`. */
  set: RawBuilder<unknown>;
  at: Date;
  by: Id | null;
  cause: Id;
}

/** Keys and bookkeeping say nothing about what was changed. */
const unsaid = sql.raw(
  "'{district_id,resident_id,version,import_batch_id,created_at,created_by,cause,end_cause,verification_code}'::text[]",
);

/** Updates one record, guarded by its version, and keeps how it was and how it is: one statement. Throws when somebody was faster. */
export async function changeRecord(w: Writer, change: RecordChange): Promise<void> {
  const { table, key, valid, voided } = tables[change.kind];
  // Only what is voided can be restored, only what is not can be anything else.
  const guard = change.action === 'restored' ? voided : valid;
  const versioned = change.kind !== 'contact' && change.kind !== 'certificate' && change.kind !== 'confirmation';
  const where = sql`t.district_id = ${change.districtId} and t.${sql.ref(key)} = ${change.recordId}::uuid and t.resident_id = ${change.residentId}::uuid and ${guard}${
    change.version === null ? sql`` : sql` and t.version = ${change.version}`
  }`;
  requireOneRow(
    await sql`with
      was as (select to_jsonb(t) - ${unsaid} as said from ${sql.table(table)} t where ${where}),
      done as (update ${sql.table(table)} t set ${change.set}${versioned ? sql`, version = t.version + 1` : sql``} where ${where} returning to_jsonb(t) - ${unsaid} as said)
      insert into registration_change (district_id, change_id, resident_id, record_kind, record_id, action, before, after, reason, changed_at, changed_by, cause)
      select ${change.districtId}::int, ${change.changeId ?? newId(change.at.getTime())}::uuid, ${change.residentId}::uuid, ${change.kind}, ${change.recordId}::uuid, ${change.action},
        was.said, done.said, ${change.why}, ${change.at}, ${change.by}::uuid, ${change.cause}::uuid from was, done`.execute(
      w,
    ),
  );
}

/** A voided record, as it stands in the file and as a row. */
export interface Voided<R> {
  record: R;
  row: Record<string, unknown>;
}

/**
 * The voided record under the lock, when the void that the reader saw is its last one and not longer ago than the parameter
 * allows. Throws when somebody was faster.
 */
export async function getVoided<R>(
  c: Pick<CommandContext<RouteContract>, 'w' | 'reference' | 'today'>,
  of: { kind: RecycledKind; districtId: number; areaId: AreaId; residentId: Id; recordId: Id; changeId: Id },
): Promise<Voided<R>> {
  const { table, key, fields, voided } = tables[of.kind];
  const mine = (alias: string) =>
    sql`${sql.ref(`${alias}.district_id`)} = ${of.districtId} and ${sql.ref(`${alias}.resident_id`)} = ${of.residentId}::uuid`;
  const { rows } = await sql<{
    record: R;
    row: Record<string, unknown>;
    voided: boolean;
    change_id: Id | null;
    changed_at: Date | null;
  }>`select json_build_object(${sql.raw(recordFields[fields])}) as record, to_jsonb(t) as row, ${voided} as voided, c.change_id, c.changed_at
    from ${sql.table(table)} t left join lateral (select x.change_id, x.changed_at from registration_change x
      where ${mine('x')} and x.record_kind = ${of.kind} and x.record_id = ${of.recordId}::uuid and x.action = 'voided' order by x.changed_at desc, x.change_id desc limit 1) c on true
    where ${mine('t')} and t.${sql.ref(key)} = ${of.recordId}::uuid`.execute(c.w);
  const found = rows[0];
  if (!found) throw notFound();
  if (!found.voided || found.change_id !== of.changeId || !found.changed_at) throw changedMeanwhile();
  const days = parameterNumber(c.reference, 'recycle.days', of.areaId, c.today);
  const until = addDays(businessDay(found.changed_at), days);
  if (c.today >= until) throw new AppError('recycle.expired', 'conflict', { days, until });
  return { record: found.record, row: found.row };
}

/** 恢复: what says that the record is void goes from its row; refused when it is not void any more. */
export function restoreRecord(
  w: Writer,
  c: Pick<CommandContext<RouteContract>, 'at' | 'actor' | 'cause'>,
  of: { kind: RecycledKind; districtId: number; residentId: Id; recordId: Id },
  why: string,
): Promise<void> {
  return changeRecord(w, {
    ...of,
    version: null,
    action: 'restored',
    why,
    set: tables[of.kind].unvoid,
    at: c.at,
    by: c.actor.accountId,
    cause: c.cause,
  });
}
