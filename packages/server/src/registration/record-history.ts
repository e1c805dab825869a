import type { Id } from '@renshe/domain/kernel/file.ts';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Writer } from '../platform/db.ts';
import { requireOneRow } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';

/** Tables whose changes are kept in `registration_change`, by the kind that the history and the timeline name them. */
const tables = {
  unemployment: {
    table: 'unemployment_registration',
    key: 'registration_id',
    guard: sql<SqlBool>`t.voided_at is null`,
  },
  employment: { table: 'employment', key: 'employment_id', guard: sql<SqlBool>`t.voided_at is null` },
  contact: { table: 'contact', key: 'contact_id', guard: sql<SqlBool>`t.voided_at is null` },
  'policy-benefit': { table: 'policy_benefit', key: 'benefit_id', guard: sql<SqlBool>`t.voided_at is null` },
  'retiree-care': { table: 'retiree_care', key: 'care_id', guard: sql<SqlBool>`t.voided_at is null` },
  confirmation: {
    table: 'eligibility_confirmation',
    key: 'confirmation_id',
    guard: sql<SqlBool>`t.voided_at is null`,
  },
  certificate: { table: 'certificate', key: 'certificate_id', guard: sql<SqlBool>`t.status = 'valid'` },
} as const;
export type RecordKind = keyof typeof tables;

export interface RecordChange {
  kind: RecordKind;
  districtId: number;
  residentId: Id;
  recordId: Id;
  /** The version that the reader saw; null where the act follows from another one under the same lock. */
  version: number | null;
  /** With the kind the name of a line of the timeline: 'changed', 'deregistered', 'ended', 'reversed', 'voided', 'replaced'. */
  action: string;
  why: string;
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
  const { table, key, guard } = tables[change.kind];
  const versioned = change.kind !== 'contact' && change.kind !== 'certificate' && change.kind !== 'confirmation';
  const where = sql`t.district_id = ${change.districtId} and t.${sql.ref(key)} = ${change.recordId}::uuid and t.resident_id = ${change.residentId}::uuid and ${guard}${
    change.version === null ? sql`` : sql` and t.version = ${change.version}`
  }`;
  requireOneRow(
    await sql`with
      was as (select to_jsonb(t) - ${unsaid} as said from ${sql.table(table)} t where ${where}),
      done as (update ${sql.table(table)} t set ${change.set}${versioned ? sql`, version = t.version + 1` : sql``} where ${where} returning to_jsonb(t) - ${unsaid} as said)
      insert into registration_change (district_id, change_id, resident_id, record_kind, record_id, action, before, after, reason, changed_at, changed_by, cause)
      select ${change.districtId}::int, ${newId(change.at.getTime())}::uuid, ${change.residentId}::uuid, ${change.kind}, ${change.recordId}::uuid, ${change.action},
        was.said, done.said, ${change.why}, ${change.at}, ${change.by}::uuid, ${change.cause}::uuid from was, done`.execute(
      w,
    ),
  );
}
