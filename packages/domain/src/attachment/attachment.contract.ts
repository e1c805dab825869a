import { z } from 'zod';
import { attachmentKinds } from '../code/attachment-kind.ts';
import { codesOf } from '../code/code-set.ts';
import { auditedReadContract, commandContract, readContract } from '../kernel/define-contract.ts';
import { idSchema, okSchema, purposeSchema, textSchema } from '../kernel/schema.ts';

const kindSchema = z.enum(codesOf(attachmentKinds));

/** Photos of one contact at most: what a form offers. */
export const photosOfContact = 3;

/** Signs of the small picture at most. */
const previewSigns = 6000;

export const attachmentSchema = z.strictObject({
  attachmentId: idSchema,
  kind: kindSchema,
  /** The visit or call that it was taken at. */
  contactId: idSchema.nullable(),
  contactedOn: z.string().nullable(),
  width: z.number(),
  height: z.number(),
  /** Bytes. */
  size: z.number(),
  /** The picture so small that no writing on it can be read, as a data: address; null where none was sent along or it was dropped. */
  preview: z.string().nullable(),
  addedAt: z.string(),
  addedBy: z.string().nullable(),
  /** 移除: not shown any more; it can be restored for as many days as are left, today included, and is gone afterwards. */
  dropped: z
    .strictObject({ at: z.string(), by: z.string().nullable(), why: z.string(), daysLeft: z.number() })
    .nullable(),
});
export type Attachment = z.infer<typeof attachmentSchema>;

const attachmentListSchema = z.strictObject({
  /** The newest first. */
  attachments: z.array(attachmentSchema),
  /** What may be added still today, and the limits of one picture. */
  room: z.strictObject({ today: z.number(), kilobytes: z.number(), longestSide: z.number() }),
});

/** Fields beside the file, all of them text. */
const householdFields = z.strictObject({
  kind: kindSchema,
  /** A small copy of the same picture, at most 128 pixels, base64. */
  preview: z.base64().max(previewSigns).optional(),
});
const residentFields = householdFields.extend({ contactId: idSchema.optional() });
const added = z.strictObject({ attachmentId: idSchema });
const ofResident = z.strictObject({ residentId: idSchema });
const ofHousehold = z.strictObject({ householdId: idSchema });
const attachmentParams = z.strictObject({ attachmentId: idSchema });

/** 附件: phone photos and scans on a person's and a household's file. */
export const attachmentContracts = {
  ofResident: readContract({
    id: 'attachment.of-resident',
    path: '/api/residents/:residentId/attachments',
    zh: '个人附件',
    en: 'Attachments of a person',
    permission: 'resident.read',
    scope: 'area',
    params: ofResident,
    output: attachmentListSchema,
  }),
  ofHousehold: readContract({
    id: 'attachment.of-household',
    path: '/api/households/:householdId/attachments',
    zh: '家庭附件',
    en: 'Attachments of a household',
    permission: 'resident.read',
    scope: 'area',
    params: ofHousehold,
    output: attachmentListSchema,
  }),
  addToResident: commandContract({
    id: 'attachment.add-to-resident',
    path: '/api/residents/:residentId/attachments',
    zh: '添加个人附件',
    en: 'Add an attachment to a person',
    permission: 'attachment.write',
    scope: 'area',
    audit: 'attachment.added',
    consumes: 'upload',
    params: ofResident,
    body: residentFields,
    output: added,
  }),
  addToHousehold: commandContract({
    id: 'attachment.add-to-household',
    path: '/api/households/:householdId/attachments',
    zh: '添加家庭附件',
    en: 'Add an attachment to a household',
    permission: 'attachment.write',
    scope: 'area',
    audit: 'attachment.added',
    consumes: 'upload',
    params: ofHousehold,
    body: householdFields,
    output: added,
  }),
  /** 查看: the picture itself leaves with a purpose, each time an event, like a full number. */
  view: auditedReadContract({
    id: 'attachment.view',
    path: '/api/attachments/:attachmentId/view',
    zh: '查看附件',
    en: 'Look at an attachment',
    permission: 'resident.reveal',
    scope: 'area',
    audit: 'attachment.viewed',
    stepUp: 'many-reveals',
    produces: 'picture',
    params: attachmentParams,
    body: z.strictObject({ purpose: purposeSchema }),
    output: z.unknown(),
  }),
  drop: commandContract({
    id: 'attachment.drop',
    path: '/api/attachments/:attachmentId/drop',
    zh: '移除附件',
    en: 'Drop an attachment',
    permission: 'attachment.write',
    scope: 'area',
    audit: 'attachment.dropped',
    params: attachmentParams,
    body: z.strictObject({ why: textSchema(200, 2) }),
    output: okSchema,
  }),
  restore: commandContract({
    id: 'attachment.restore',
    path: '/api/attachments/:attachmentId/restore',
    zh: '恢复附件',
    en: 'Restore an attachment',
    permission: 'attachment.write',
    scope: 'area',
    audit: 'attachment.restored',
    params: attachmentParams,
    body: z.strictObject({ why: textSchema(200, 2) }),
    output: okSchema,
  }),
} as const;
