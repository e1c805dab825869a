import { attachmentContracts } from '@renshe/domain/attachment/attachment.contract.ts';
import type { AttachmentKind } from '@renshe/domain/code/attachment-kind.ts';
import { ApiError, call } from '../kit/api.ts';
import type { Photo } from './shrink-photo.ts';

export type AttachmentSubject = { residentId: string; contactId?: string } | { householdId: string };

/** Throws ApiError. The same photo may be sent again: its key is its own. */
export async function sendPhoto(of: AttachmentSubject, kind: AttachmentKind, photo: Photo): Promise<string> {
  // Its name says nothing: phones name photos after times and places.
  const file = new File([photo.picture], 'photo.jpg', { type: photo.picture.type });
  const options = { idempotencyKey: photo.key };
  const body = { kind, preview: photo.preview };
  if ('householdId' in of) {
    const { householdId } = of;
    const args = { params: { householdId }, body, file };
    return (await call(attachmentContracts.addToHousehold, args, options)).attachmentId;
  }
  const { residentId, contactId } = of;
  const args = { params: { residentId }, body: { ...body, ...(contactId && { contactId }) }, file };
  return (await call(attachmentContracts.addToResident, args, options)).attachmentId;
}

/**
 * Brings a photo of a contact to the server. It is there afterwards: kept now, or before under another key, which is what a visit wants to know of
 * its photos. Throws ApiError.
 */
export async function bringVisitPhoto(of: { residentId: string; contactId: string }, photo: Photo): Promise<void> {
  try {
    await sendPhoto(of, 'visit-photo', photo);
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'attachment.same')) throw error;
  }
}
