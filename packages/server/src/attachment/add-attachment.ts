import type { attachmentContracts } from '@renshe/domain/attachment/attachment.contract.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { digestBytes } from '../platform/digest-bytes.ts';
import { newId } from '../platform/id.ts';
import type { CommandContext, PreparationContext } from '../platform/route.ts';
import {
  countAttachments,
  getSubject,
  limitsOf,
  lockSubject,
  requireNew,
  requireRoom,
  type Subject,
} from './attachment.queries.ts';
import { insertPieces, sealPicture } from './attachment-store.ts';
import { cleanPicture, type Picture } from './clean-picture.ts';

type Added = typeof attachmentContracts.addToResident | typeof attachmentContracts.addToHousehold;

/** The picture as it will be kept, and its digest; a small picture of it beside. */
export interface Prepared {
  picture: Picture;
  preview: Buffer | undefined;
  digest: string;
}

/** So small that no writing on it can be read. */
const previewLimits = { kilobytes: 5, longestSide: 128 };

/** Looks at the bytes before the transaction is open, once the file that they shall be on is known to be the caller's to write on. */
export async function preparePicture(
  c: PreparationContext<Added>,
  kind: Subject['kind'],
  id: string,
): Promise<Prepared> {
  if (!c.upload) throw new AppError('request.malformed', 'invalid');
  const subject = await getSubject(c.r, c.scope, kind, id);
  const picture = cleanPicture(c.upload.bytes, limitsOf(c.reference, subject, c.today));
  return {
    picture,
    preview:
      c.body.preview === undefined
        ? undefined
        : cleanPicture(Buffer.from(c.body.preview, 'base64'), previewLimits).bytes,
    digest: (await digestBytes(picture.bytes)).toString('hex'),
  };
}

/** 添加附件: sealed under a key of its own; as many as the parameters allow, none twice. */
export async function addAttachment(
  c: CommandContext<Added> & { prepared: Prepared },
  kind: Subject['kind'],
  id: string,
  contactId: string | null,
): Promise<{ attachmentId: string }> {
  const { picture, preview, digest: plainDigest } = c.prepared;
  const subject = await lockSubject(c.w, c.scope, kind, id);
  const { districtId, areaId } = subject;
  const limits = limitsOf(c.reference, subject, c.today);
  const counted = await countAttachments(c.w, subject, c.today);
  if (counted.today >= limits.day) throw new AppError('attachment.enough-today', 'conflict', { count: counted.today });
  requireRoom(counted, limits);
  if (contactId !== null) await requireContact(c, subject, contactId);
  const digest = c.host.keyring.blindIndex('attachment', plainDigest);
  await requireNew(c.w, subject, digest);
  const attachmentId = newId(c.at.getTime());
  const sealed = sealPicture(c.host, attachmentId, picture.bytes, preview);
  await c.w
    .insertInto('attachment')
    .values({
      district_id: districtId,
      attachment_id: attachmentId,
      resident_id: kind === 'resident' ? id : null,
      household_id: kind === 'household' ? id : null,
      contact_id: contactId,
      kind: c.body.kind,
      media_type: picture.type,
      width: picture.width,
      height: picture.height,
      byte_count: picture.bytes.length,
      digest,
      key_cipher: sealed.keyCipher,
      preview: sealed.preview,
      created_at: c.at,
      created_by: c.actor.accountId,
      cause: c.cause,
    })
    .execute();
  await insertPieces(c.w, districtId, attachmentId, sealed.pieces);
  c.audit({
    districtId,
    areaId,
    subjectKind: kind,
    subjectId: id,
    details: {
      attachmentId,
      attachmentKind: c.body.kind,
      ...(contactId !== null && { contactId }),
      size: picture.bytes.length,
      digest: c.host.keyring.digest(plainDigest),
    },
  });
  return { attachmentId };
}

async function requireContact(c: CommandContext<Added>, subject: Subject, contactId: string): Promise<void> {
  const contact = await c.w
    .selectFrom('contact')
    .select('contact_id')
    .where('district_id', '=', subject.districtId)
    .where('contact_id', '=', contactId)
    .where('resident_id', '=', subject.id)
    .where('voided_at', 'is', null)
    .executeTakeFirst();
  if (!contact) throw new AppError('attachment.no-contact', 'conflict');
}
