import type { Permission } from '@renshe/domain/access/permissions.ts';
import { maskNumbersIn } from '@renshe/domain/kernel/citizen-id.ts';
import { sql } from 'kysely';
import { type Actor, officeFor } from './actor.ts';
import { later, type Writer } from './db.ts';
import { newId } from './id.ts';

/** What a handler says of its act. `details` never hold sensitive plaintext: masked values or keyed digests only. */
export interface AuditEntry {
  /** District whose chain the event belongs to; 0 for the city level. */
  districtId: number;
  areaId?: number | null;
  subjectKind?: string;
  subjectId?: string;
  purpose?: string;
  details?: Record<string, unknown>;
}

export interface AuditFrame {
  at: Date;
  actor: Actor;
  action: string;
  permission: Permission | null;
  requestId: string | null;
}

export interface AuditRow {
  districtId: number;
  eventId: string;
  at: Date;
  accountId: string | null;
  officeId: string | null;
  action: string;
  subjectKind: string | null;
  subjectId: string | null;
  areaId: number | null;
  purpose: string | null;
  requestId: string | null;
  details: Record<string, unknown>;
}

/** Rows of the events of one command: the first carries `cause` as its id, the id that facts and records name. */
export function auditRows(frame: AuditFrame, cause: string, entries: readonly AuditEntry[]): AuditRow[] {
  return entries.map((entry, index) => ({
    districtId: entry.districtId,
    eventId: index === 0 ? cause : newId(frame.at.getTime()),
    at: frame.at,
    accountId: frame.actor.accountId,
    officeId: officeFor(frame.actor, frame.permission),
    action: frame.action,
    subjectKind: entry.subjectKind ?? null,
    subjectId: entry.subjectId ?? null,
    areaId: entry.areaId ?? null,
    purpose: entry.purpose === undefined ? null : maskNumbersIn(entry.purpose),
    requestId: frame.requestId,
    details: {
      ...(masked(entry.details ?? {}) as Record<string, unknown>),
      ...(frame.actor.kind === 'operator' && { operator: frame.actor.login }),
    },
  }));
}

/** Reasons, notes and remarks are what somebody typed: no number in them reaches the log. */
function masked(value: unknown): unknown {
  if (typeof value === 'string') return maskNumbersIn(value);
  if (Array.isArray(value)) return value.map(masked);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, masked(inner)]));
}

export interface IdempotencyRow {
  accountId: string;
  key: string;
  route: string;
  requestDigest: Buffer;
  status: number;
  response: unknown;
}

/**
 * Writes audit events, and the idempotency row where there is one, in one statement: of the command's transaction, or for an audited read
 * a transaction by itself.
 */
export async function writeAudit(
  w: Pick<Writer, 'executeQuery' | 'getExecutor'>,
  rows: readonly AuditRow[],
  idempotency?: IdempotencyRow,
): Promise<void> {
  const column = <K extends keyof AuditRow>(key: K) => rows.map((row) => row[key]);
  const events = sql`
    insert into audit_event (district_id, event_id, at, account_id, office_id, action, subject_kind, subject_id, area_id, purpose, request_id, details)
    select * from unnest(${column('districtId')}::int[], ${column('eventId')}::uuid[], ${column('at').map((at) => at.toISOString())}::timestamptz[], ${column('accountId')}::uuid[],
      ${column('officeId')}::uuid[], ${column('action')}::text[], ${column('subjectKind')}::text[], ${column('subjectId')}::text[], ${column('areaId')}::int[],
      ${column('purpose')}::text[], ${column('requestId')}::text[], ${rows.map((row) => JSON.stringify(row.details))}::jsonb[])`;
  if (!idempotency) {
    await later(w, events);
    return;
  }
  await later(
    w,
    sql`with events as (${events})
    insert into idempotency (account_id, key, route, request_digest, status, response, at)
    values (${idempotency.accountId}::uuid, ${idempotency.key}, ${idempotency.route}, ${idempotency.requestDigest}, ${idempotency.status}, ${JSON.stringify(idempotency.response)}::jsonb, ${rows[0]!.at})`,
  );
}
