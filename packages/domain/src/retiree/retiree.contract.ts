import { z } from 'zod';
import { codesOf } from '../code/code-set.ts';
import {
  careEndReasons,
  confirmationResults,
  confirmationWays,
  livingStates,
  pensionKinds,
} from '../code/retiree-care.ts';
import { auditedReadContract, commandContract } from '../kernel/define-contract.ts';
import {
  idSchema,
  okSchema,
  plainDateSchema,
  restoreBodySchema,
  textSchema,
  versionSchema,
  voidedSchema,
} from '../kernel/schema.ts';

/** What may be put right later without ending the care. */
const careDetailsSchema = z.strictObject({
  formerEmployer: textSchema(100, 1),
  pension: z.enum(codesOf(pensionKinds)),
  /** Where the street keeps the personnel file 人事档案, and its number there. */
  filePlace: textSchema(100),
  fileNumber: textSchema(40),
  living: z.enum(codesOf(livingStates)),
  disabled: z.boolean(),
  /** A party member whose membership came along to the community. */
  partyMember: z.boolean(),
  note: textSchema(500),
});
export type CareDetails = z.infer<typeof careDetailsSchema>;

const confirmationFieldsSchema = z.strictObject({
  confirmedOn: plainDateSchema,
  way: z.enum(codesOf(confirmationWays)),
  result: z.enum(codesOf(confirmationResults)),
  note: textSchema(200),
});

const residentParams = z.strictObject({ residentId: idSchema });
const careParams = residentParams.extend({ careId: idSchema });

/** At most so many people are confirmed at once: they are locked together (kernel K9). */
export const mostConfirmedAtOnce = 100;

const batchSchema = confirmationFieldsSchema.extend({
  residentIds: z.array(idSchema).min(1).max(mostConfirmedAtOnce),
});
const batchRowSchema = z.strictObject({
  residentId: idSchema,
  name: z.string(),
  /** When it ran out or runs out; null for who is in no care. */
  dueOn: plainDateSchema.nullable(),
  /** Empty where it can be done, or was. */
  problem: z.strictObject({ code: z.string(), zh: z.string(), en: z.string() }).nullable(),
});
export type BatchRow = z.infer<typeof batchRowSchema>;

export const retireeContracts = {
  takeIntoCare: commandContract({
    id: 'retiree.take-into-care',
    path: '/api/residents/:residentId/retiree-care',
    zh: '纳入社区管理',
    en: 'Take a retiree into community care',
    permission: 'retiree.write',
    scope: 'area',
    audit: 'retiree.care-taken',
    params: residentParams,
    body: careDetailsSchema.extend({
      retiredOn: plainDateSchema,
      handedOverOn: plainDateSchema,
      lastConfirmedOn: plainDateSchema.nullable(),
    }),
    output: z.strictObject({ careId: idSchema }),
  }),
  changeCare: commandContract({
    id: 'retiree.change-care',
    path: '/api/residents/:residentId/retiree-care/:careId',
    method: 'PUT',
    zh: '修改社区管理信息',
    en: 'Change what is known of a care',
    permission: 'retiree.write',
    scope: 'area',
    audit: 'retiree.care-changed',
    params: careParams,
    body: careDetailsSchema.extend({
      /** The day from which on the way of living is so. */
      livingOn: plainDateSchema,
      version: versionSchema,
      why: textSchema(200, 2),
    }),
    output: okSchema,
  }),
  endCare: commandContract({
    id: 'retiree.end-care',
    path: '/api/residents/:residentId/retiree-care/:careId/end',
    zh: '结束社区管理',
    en: 'End community care',
    permission: 'retiree.write',
    scope: 'area',
    audit: 'retiree.care-ended',
    params: careParams,
    body: z.strictObject({
      version: versionSchema,
      endedOn: plainDateSchema,
      reason: z.enum(codesOf(careEndReasons)),
      note: textSchema(200),
    }),
    output: okSchema,
  }),
  voidCare: commandContract({
    id: 'retiree.void-care',
    path: '/api/residents/:residentId/retiree-care/:careId/void',
    zh: '作废社区管理登记',
    en: 'Void a care that was recorded by mistake',
    permission: 'retiree.write',
    scope: 'area',
    audit: 'retiree.care-voided',
    params: careParams,
    body: z.strictObject({ version: versionSchema, why: textSchema(200, 2) }),
    output: voidedSchema,
  }),
  restoreCare: commandContract({
    id: 'retiree.restore-care',
    path: '/api/residents/:residentId/retiree-care/:careId/restore',
    zh: '恢复社区管理登记',
    en: 'Restore a voided care',
    permission: 'retiree.write',
    scope: 'area',
    audit: 'retiree.care-restored',
    params: careParams,
    body: restoreBodySchema,
    output: okSchema,
  }),
  confirm: commandContract({
    id: 'retiree.confirm',
    path: '/api/residents/:residentId/confirmations',
    zh: '记录领取资格认证',
    en: 'Record a confirmation of eligibility',
    permission: 'retiree.write',
    scope: 'area',
    audit: 'retiree.confirmed',
    params: residentParams,
    body: confirmationFieldsSchema,
    output: z.strictObject({ confirmationId: idSchema }),
  }),
  voidConfirmation: commandContract({
    id: 'retiree.void-confirmation',
    path: '/api/residents/:residentId/confirmations/:confirmationId/void',
    zh: '作废领取资格认证',
    en: 'Void a confirmation of eligibility',
    permission: 'retiree.write',
    scope: 'area',
    audit: 'retiree.confirmation-voided',
    params: residentParams.extend({ confirmationId: idSchema }),
    body: z.strictObject({ why: textSchema(200, 2) }),
    output: voidedSchema,
  }),
  restoreConfirmation: commandContract({
    id: 'retiree.restore-confirmation',
    path: '/api/residents/:residentId/confirmations/:confirmationId/restore',
    zh: '恢复领取资格认证',
    en: 'Restore a voided confirmation of eligibility',
    permission: 'retiree.write',
    scope: 'area',
    audit: 'retiree.confirmation-restored',
    params: residentParams.extend({ confirmationId: idSchema }),
    body: restoreBodySchema,
    output: okSchema,
  }),
  /** Who of these can be confirmed, and why others cannot: nothing is written but the trace. */
  previewBatch: auditedReadContract({
    id: 'retiree.preview-batch',
    path: '/api/confirmation-batches/preview',
    zh: '预览批量认证',
    en: 'Preview confirmations of several people',
    permission: 'retiree.write',
    scope: 'area',
    audit: 'retiree.batch-previewed',
    body: batchSchema,
    output: z.strictObject({ rows: z.array(batchRowSchema) }),
  }),
  /** 批量认证: everybody who can be; the others are told why. */
  confirmBatch: commandContract({
    id: 'retiree.confirm-batch',
    path: '/api/confirmation-batches',
    zh: '批量领取资格认证',
    en: 'Record confirmations of several people',
    permission: 'retiree.write',
    scope: 'area',
    audit: 'retiree.batch-confirmed',
    body: batchSchema,
    output: z.strictObject({ done: z.number(), rows: z.array(batchRowSchema) }),
  }),
} as const;
