import type { attachmentContracts } from '@renshe/domain/attachment/attachment.contract.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { sql } from 'kysely';
import { changedMeanwhile } from '../platform/errors.ts';
import type { CommandContext } from '../platform/route.ts';
import {
  type AttachmentRow,
  countAttachments,
  getAttachment,
  keptUntil,
  limitsOf,
  lockSubject,
  requireNew,
  requireRoom,
  type Subject,
  subjectOf,
} from './attachment.queries.ts';

/** 移除附件: nobody sees it any more; it can be restored for as many days as the parameter says, then its key is destroyed. */
export async function dropAttachment(c: CommandContext<typeof attachmentContracts.drop>): Promise<{ ok: true }> {
  const row = await getAttachment(c.w, c.scope, c.params.attachmentId);
  if (row.dropped_at) throw changedMeanwhile();
  const { numAffectedRows } =
    await sql`update attachment set dropped_at = ${c.at}, dropped_by = ${c.actor.accountId}::uuid, drop_reason = ${c.body.why}
    where district_id = ${row.district_id} and attachment_id = ${row.attachment_id}::uuid and dropped_at is null`.execute(
      c.w,
    );
  if (numAffectedRows !== 1n) throw changedMeanwhile();
  c.audit({ ...subjectOf(row), details: detailsOf(row) });
  return { ok: true };
}

/** 恢复附件: within the days of the parameter, where its file has room for it and does not show the same picture again. */
export async function restoreAttachment(c: CommandContext<typeof attachmentContracts.restore>): Promise<{ ok: true }> {
  const row = await getAttachment(c.w, c.scope, c.params.attachmentId);
  if (!row.dropped_at) throw changedMeanwhile();
  const { days, until } = keptUntil(c.reference, row.area_id, row.dropped_at, c.today);
  if (c.today >= until) throw new AppError('attachment.expired', 'conflict', { days, until });
  const { subjectKind, subjectId } = subjectOf(row);
  const subject = await lockSubject(c.w, c.scope, subjectKind as Subject['kind'], subjectId);
  requireRoom(await countAttachments(c.w, subject, c.today), limitsOf(c.reference, subject, c.today));
  await requireNew(c.w, subject, row.digest);
  const { numAffectedRows } = await sql`update attachment set dropped_at = null, dropped_by = null, drop_reason = null
    where district_id = ${row.district_id} and attachment_id = ${row.attachment_id}::uuid and dropped_at = ${row.dropped_at} and shredded_at is null`.execute(
    c.w,
  );
  if (numAffectedRows !== 1n) throw changedMeanwhile();
  c.audit({ ...subjectOf(row), details: detailsOf(row) });
  return { ok: true };
}

const detailsOf = (row: AttachmentRow) => ({ attachmentId: row.attachment_id, attachmentKind: row.kind });
