import type { Permission } from '@renshe/domain/access/permissions.ts';
import { maskNumbersIn } from '@renshe/domain/kernel/citizen-id.ts';
import { sql } from 'kysely';
import { type Actor, postFor } from './actor.ts';
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

/** Fields that differ, each as it was and as it is: what the event of a change tells. */
export function changedFields(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Record<string, [unknown, unknown]> {
  return Object.fromEntries(
    Object.keys(after)
      .filter((key) => JSON.stringify(before[key] ?? null) !== JSON.stringify(after[key] ?? null))
      .map((key) => [key, [before[key] ?? null, after[key] ?? null]]),
  );
}

export interface AuditFrame {
  at: Date;
  actor: Actor;
  action: string;
  permission: Permission | null;
  requestId: string | null;
  /** Why, as the form of the act asked for it. */
  given?: GivenReasons;
}

/** Fields by which forms ask why. */
const reasonFields = ['purpose', 'why', 'reason'] as const;
export type GivenReasons = { readonly [field in (typeof reasonFields)[number]]?: string };

/** What a form says of why: it is in every event of the act, whether or not the handler thought of it. */
export function reasonsIn(form: unknown): GivenReasons {
  const fields = (form ?? {}) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    reasonFields.flatMap((field) =>
      typeof fields[field] === 'string' && fields[field] !== '' ? [[field, fields[field]]] : [],
    ),
  );
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
  const { actor, permission } = frame;
  const post = postFor(actor, permission);
  const { purpose: given, ...why } = frame.given ?? {};
  return entries.map((entry, index) => ({
    districtId: entry.districtId,
    eventId: index === 0 ? cause : newId(frame.at.getTime()),
    at: frame.at,
    accountId: actor.accountId,
    officeId: post?.officeId ?? null,
    action: frame.action,
    subjectKind: entry.subjectKind ?? null,
    subjectId: entry.subjectId ?? null,
    areaId: entry.areaId ?? null,
    purpose: entry.purpose === undefined && given === undefined ? null : maskNumbersIn(entry.purpose ?? given ?? ''),
    requestId: frame.requestId,
    details: {
      ...(masked({ ...why, ...entry.details }) as Record<string, unknown>),
      ...(actor.kind === 'operator' && { operator: actor.login }),
      // What it was decided by: the role of the post and the permission that allowed the act. Null: open to whoever is signed in.
      ...(post && { authority: { role: post.role, permission } }),
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
