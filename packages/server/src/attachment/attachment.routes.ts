import { attachmentContracts } from '@renshe/domain/attachment/attachment.contract.ts';
import { attachmentKinds } from '@renshe/domain/code/attachment-kind.ts';
import { codeName } from '@renshe/domain/code/code-set.ts';
import { businessDay } from '../platform/clock.ts';
import { notFound } from '../platform/errors.ts';
import { type Answer, commandRoute, type ReadContext, type RouteDefinition, readRoute } from '../platform/route.ts';
import { addAttachment, type Prepared, preparePicture } from './add-attachment.ts';
import { getAttachment, getSubject, listAttachments, subjectOf } from './attachment.queries.ts';
import { readPicture } from './attachment-store.ts';
import { dropAttachment, restoreAttachment } from './drop-attachment.ts';

export const attachmentRoutes: RouteDefinition[] = [
  readRoute(attachmentContracts.ofResident, async (c) =>
    listAttachments(c.host, c.r, c.reference, c.today, await getSubject(c.r, c.scope, 'resident', c.params.residentId)),
  ),
  readRoute(attachmentContracts.ofHousehold, async (c) =>
    listAttachments(
      c.host,
      c.r,
      c.reference,
      c.today,
      await getSubject(c.r, c.scope, 'household', c.params.householdId),
    ),
  ),
  commandRoute<typeof attachmentContracts.addToResident, Prepared>(
    attachmentContracts.addToResident,
    (c) => addAttachment(c, 'resident', c.params.residentId, c.body.contactId ?? null),
    (c) => preparePicture(c, 'resident', c.params.residentId),
  ),
  commandRoute<typeof attachmentContracts.addToHousehold, Prepared>(
    attachmentContracts.addToHousehold,
    (c) => addAttachment(c, 'household', c.params.householdId, null),
    (c) => preparePicture(c, 'household', c.params.householdId),
  ),
  readRoute(attachmentContracts.view, viewAttachment),
  commandRoute(attachmentContracts.drop, dropAttachment),
  commandRoute(attachmentContracts.restore, restoreAttachment),
];

/** 查看附件: what was dropped is not shown, not even to who may restore it. */
async function viewAttachment(
  c: ReadContext<typeof attachmentContracts.view>,
): Promise<Answer<typeof attachmentContracts.view>> {
  const row = await getAttachment(c.r, c.scope, c.params.attachmentId);
  const { key_cipher, media_type: type } = row;
  if (row.dropped_at || key_cipher === null) throw notFound();
  const file = await readPicture(c.host, c.r, { ...row, key_cipher });
  c.audit({
    ...subjectOf(row),
    purpose: c.body.purpose,
    details: { attachmentId: row.attachment_id, attachmentKind: row.kind },
  });
  const fileName = `${codeName(attachmentKinds, row.kind, c.language)}-${businessDay(row.created_at)}.${type === 'jpeg' ? 'jpg' : type}`;
  return { file, fileName, type };
}
