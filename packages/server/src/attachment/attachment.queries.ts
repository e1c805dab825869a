import type { Attachment } from '@renshe/domain/attachment/attachment.contract.ts';
import type { AttachmentKind } from '@renshe/domain/code/attachment-kind.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { addDays, daysBetween, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import type { AuditEntry } from '../platform/audit.ts';
import { businessDay } from '../platform/clock.ts';
import type { Reader, Writer } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import type { Host } from '../platform/host.ts';
import { parameterNumber } from '../platform/parameter-value.ts';
import type { Reference } from '../platform/reference.ts';
import { inScope, type Scope, scopeDistricts } from '../platform/scope.ts';
import { openPreview } from './attachment-store.ts';
import { type PictureType, typeOf } from './clean-picture.ts';

/** Whose file it is on, and where that lies. */
export interface Subject {
  kind: 'resident' | 'household';
  id: string;
  districtId: number;
  areaId: number;
}

/** The file within the scope; unknown, voided and outside look the same. */
export async function getSubject(r: Reader, scope: Scope, kind: Subject['kind'], id: string): Promise<Subject> {
  const { rows } = await sql<{ district_id: number; area_id: number }>`
    select district_id, area_id from ${sql.table(kind)} where ${inScope(scope, 'district_id', 'area_id')}
      and ${sql.ref(`${kind}_id`)} = ${id}::uuid and voided_at is null`.execute(r);
  const [row] = rows;
  if (!row) throw notFound();
  return { kind, id, districtId: row.district_id, areaId: row.area_id };
}

/** The same, with nobody else adding to it or moving it away until the transaction ends. */
export async function lockSubject(w: Writer, scope: Scope, kind: Subject['kind'], id: string): Promise<Subject> {
  const found = await getSubject(w, scope, kind, id);
  await sql`select 1 from ${sql.table(kind)} where district_id = ${found.districtId} and ${sql.ref(`${kind}_id`)} = ${id}::uuid for update`.execute(
    w,
  );
  const locked = await getSubject(w, scope, kind, id);
  if (locked.districtId !== found.districtId) throw notFound();
  return locked;
}

export interface AttachmentRow {
  district_id: number;
  attachment_id: string;
  resident_id: string | null;
  household_id: string | null;
  area_id: number;
  kind: AttachmentKind;
  media_type: PictureType;
  key_cipher: string | null;
  created_at: Date;
  dropped_at: Date | null;
  /** Keyed: tells the same picture on the same file. */
  digest: Buffer;
}

/** What belongs to a voided contact was recorded in error with it, and comes back with it. */
const ofValidContact = sql`(a.contact_id is null or exists (select 1 from contact c
  where c.district_id = a.district_id and c.contact_id = a.contact_id and c.voided_at is null))`;

/** It can be seen on its file today. */
const isThere = sql`a.dropped_at is null and a.shredded_at is null and ${ofValidContact}`;

/** @throws attachment.same when the file shows the same picture already */
export async function requireNew(r: Reader, subject: Subject, digest: Buffer): Promise<void> {
  const { rows } = await sql`select 1 from attachment a
    where a.district_id = ${subject.districtId} and a.${sql.ref(`${subject.kind}_id`)} = ${subject.id}::uuid and a.digest = ${digest} and ${isThere} limit 1`.execute(
    r,
  );
  if (rows.length > 0) throw new AppError('attachment.same', 'conflict');
}

/** @throws attachment.enough when no other picture may be on the file */
export function requireRoom(counted: { present: number }, limits: { total: number }): void {
  if (counted.present >= limits.total) throw new AppError('attachment.enough', 'conflict', { count: counted.present });
}

/** An attachment of a file within the scope; unknown, destroyed and outside look the same. */
export async function getAttachment(r: Reader, scope: Scope, attachmentId: string): Promise<AttachmentRow> {
  const { rows } = await sql<AttachmentRow>`
    select a.district_id, a.attachment_id, a.resident_id, a.household_id, coalesce(r.area_id, h.area_id) as area_id, a.kind, a.media_type, a.key_cipher,
      a.created_at, a.dropped_at, a.digest
    from attachment a
      left join resident r on r.district_id = a.district_id and r.resident_id = a.resident_id and r.voided_at is null
      left join household h on h.district_id = a.district_id and h.household_id = a.household_id and h.voided_at is null
    where a.district_id = any(${scopeDistricts(scope)}::int[]) and a.attachment_id = ${attachmentId}::uuid and a.shredded_at is null and ${ofValidContact}
      and (${inScope(scope, 'r.district_id', 'r.area_id')} or ${inScope(scope, 'h.district_id', 'h.area_id')})`.execute(
    r,
  );
  const [row] = rows;
  if (!row) throw notFound();
  return row;
}

/** Whom an event about an attachment is about. */
export function subjectOf(
  row: Pick<AttachmentRow, 'district_id' | 'area_id' | 'resident_id' | 'household_id'>,
): Required<Pick<AuditEntry, 'districtId' | 'areaId' | 'subjectKind' | 'subjectId'>> {
  return {
    districtId: row.district_id,
    areaId: row.area_id,
    subjectKind: row.resident_id === null ? 'household' : 'resident',
    subjectId: (row.resident_id ?? row.household_id)!,
  };
}

/** Until when what was dropped can be restored; from that day on it is destroyed. */
export function keptUntil(reference: Reference, areaId: number, droppedAt: Date, today: PlainDate) {
  const days = parameterNumber(reference, 'recycle.days', areaId, today);
  return { days, until: addDays(businessDay(droppedAt), days) };
}

interface ListedRow extends Omit<AttachmentRow, 'digest'> {
  contact_id: string | null;
  contacted_on: PlainDate | null;
  width: number;
  height: number;
  byte_count: number;
  preview: Buffer | null;
  added_by: string | null;
  dropped_by: string | null;
  drop_reason: string | null;
}

export async function listAttachments(
  host: Pick<Host, 'keyring'>,
  r: Reader,
  reference: Reference,
  today: PlainDate,
  subject: Subject,
): Promise<{ attachments: Attachment[]; room: { today: number; kilobytes: number; longestSide: number } }> {
  const { rows } = await sql<ListedRow>`
    select a.district_id, a.attachment_id, a.kind, a.contact_id, c.contacted_on, a.width, a.height, a.byte_count, a.key_cipher,
      case when a.dropped_at is null then a.preview end as preview, a.created_at, adder.name as added_by,
      a.dropped_at, dropper.name as dropped_by, a.drop_reason
    from attachment a
      left join contact c on c.district_id = a.district_id and c.contact_id = a.contact_id
      left join account adder on adder.account_id = a.created_by
      left join account dropper on dropper.account_id = a.dropped_by
    where a.district_id = ${subject.districtId} and a.${sql.ref(`${subject.kind}_id`)} = ${subject.id}::uuid and a.shredded_at is null and ${ofValidContact}
    order by a.created_at desc, a.attachment_id desc`.execute(r);
  const limits = limitsOf(reference, subject, today);
  const counted = await countAttachments(r, subject, today);
  const attachments = rows.map((row) => viewOf(host, row, reference, subject.areaId, today));
  return {
    // What can no longer be restored is as good as destroyed: the next cleaning does it.
    attachments: attachments.filter(({ dropped }) => dropped === null || dropped.daysLeft > 0),
    room: {
      today: Math.max(0, Math.min(limits.day - counted.today, limits.total - counted.present)),
      kilobytes: limits.kilobytes,
      longestSide: limits.longestSide,
    },
  };
}

function addressOf(preview: Buffer | null): string | null {
  return preview && `data:image/${typeOf(preview)};base64,${preview.toString('base64')}`;
}

function viewOf(
  host: Pick<Host, 'keyring'>,
  row: ListedRow,
  reference: Reference,
  areaId: number,
  today: PlainDate,
): Attachment {
  const { dropped_at } = row;
  return {
    attachmentId: row.attachment_id,
    kind: row.kind,
    contactId: row.contact_id,
    contactedOn: row.contacted_on,
    width: row.width,
    height: row.height,
    size: row.byte_count,
    preview: addressOf(openPreview(host, row)),
    addedAt: row.created_at.toISOString(),
    addedBy: row.added_by,
    dropped: dropped_at && {
      at: dropped_at.toISOString(),
      by: row.dropped_by,
      why: row.drop_reason ?? '',
      daysLeft: daysBetween(today, keptUntil(reference, areaId, dropped_at, today).until),
    },
  };
}

export function limitsOf(reference: Reference, { areaId }: Pick<Subject, 'areaId'>, today: PlainDate) {
  const number = (key: Parameters<typeof parameterNumber>[1]) => parameterNumber(reference, key, areaId, today);
  return {
    kilobytes: number('attachment.max_kilobytes'),
    longestSide: number('attachment.longest_side'),
    day: number('attachment.file_day'),
    total: number('attachment.file_total'),
  };
}

/** Of one file: added on the day, dropped ones too, and those that are there. */
export async function countAttachments(
  r: Reader,
  subject: Subject,
  today: PlainDate,
): Promise<{ today: number; present: number }> {
  const { rows } = await sql<{ today: number; present: number }>`
    select count(*) filter (where a.created_at >= ${today}::date::timestamp at time zone 'Asia/Shanghai')::int as today,
      count(*) filter (where ${isThere})::int as present
    from attachment a where a.district_id = ${subject.districtId} and a.${sql.ref(`${subject.kind}_id`)} = ${subject.id}::uuid`.execute(
    r,
  );
  return rows[0]!;
}
