import { z } from 'zod';
import { certificateSchema } from '../certificate/certificate.views.ts';
import { auditedReadContract, commandContract, readContract } from '../kernel/define-contract.ts';
import {
  allowedActionSchema,
  areaCodeSchema,
  areaRefSchema,
  codeSchema,
  idSchema,
  limitSchema,
  offsetSchema,
  okSchema,
  personNameSchema,
  plainDateSchema,
  purposeSchema,
  restoreBodySchema,
  textSchema,
  versionSchema,
  voidedSchema,
} from '../kernel/schema.ts';
import { policyBenefitSchema } from '../policy/policy.views.ts';
import { confirmationSchema, retireeCareSchema } from '../retiree/retiree.views.ts';
import { employmentSchema, unemploymentRegistrationSchema } from './registration.views.ts';

/** 状态标签: what a person is today, shown as chips in this order. */
export const residentStatusSchema = z.strictObject({
  registeredUnemployed: z.boolean(),
  /** Continuous unemployment since (handbook §3.4), null when not registered. */
  unemployedSince: plainDateSchema.nullable(),
  employed: z.boolean(),
  hardshipCategories: z.array(z.string()),
  flags: z.array(z.strictObject({ kind: z.string(), fromOn: plainDateSchema })),
});

export const residentRowSchema = z.strictObject({
  residentId: idSchema,
  name: z.string(),
  sex: z.enum(['1', '2']),
  birthOn: plainDateSchema,
  age: z.number(),
  citizenIdMasked: z.string(),
  phoneMasked: z.string().nullable(),
  address: z.string(),
  area: areaRefSchema,
  status: residentStatusSchema,
  endedOn: plainDateSchema.nullable(),
});
export type ResidentRow = z.infer<typeof residentRowSchema>;

/** The fields a worker types; sex, birth date and age come from the identity number. */
export const residentFieldsSchema = z.strictObject({
  name: personNameSchema,
  phone: textSchema(30).nullable(),
  address: textSchema(200),
  hukouType: codeSchema.nullable(),
  education: codeSchema.nullable(),
  ethnicity: codeSchema.nullable(),
  marital: codeSchema.nullable(),
  political: codeSchema.nullable(),
  skillLevel: codeSchema.nullable(),
  retirementCategory: z.enum(['M60', 'F55', 'F50']).nullable(),
  note: textSchema(500),
});
export type ResidentFields = z.infer<typeof residentFieldsSchema>;

/** One line of the timeline; `sentence` parts are made by the web from kind + data (both languages). */
export const timelineEntrySchema = z.strictObject({
  entryId: z.string(),
  kind: z.string(),
  on: plainDateSchema,
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  recordedAt: z.string(),
  recordedBy: z.string().nullable(),
  recordId: idSchema.nullable(),
  voided: z.boolean(),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

export const dutySchema = z.strictObject({
  kind: z.string(),
  anchor: idSchema,
  dueOn: plainDateSchema,
  appearsOn: plainDateSchema,
  doneOn: plainDateSchema.nullable(),
  overdueDays: z.number(),
});

export const householdMemberSchema = z.strictObject({
  residentId: idSchema,
  name: z.string(),
  relation: z.string(),
  /** Null, like the age, when the member lives outside the reader's scope. */
  sex: z.enum(['1', '2']).nullable(),
  age: z.number().nullable(),
  fromOn: plainDateSchema,
  toOn: plainDateSchema.nullable(),
  status: residentStatusSchema,
  /** False when the member lives outside the reader's scope: only name and relation are shown then. */
  inScope: z.boolean(),
});

export const residentFileSchema = residentRowSchema.extend({
  ...residentFieldsSchema.omit({ phone: true }).shape,
  version: z.number(),
  registeredOn: plainDateSchema,
  endReason: z.string().nullable(),
  statutoryRetirementOn: plainDateSchema.nullable(),
  able: z.boolean().nullable(),
  willing: z.boolean().nullable(),
  household: z
    .strictObject({
      householdId: idSchema,
      number: z.string(),
      address: z.string(),
      relation: z.string(),
      members: z.array(householdMemberSchema),
    })
    .nullable(),
  registrations: z.array(unemploymentRegistrationSchema),
  employments: z.array(employmentSchema),
  certificates: z.array(certificateSchema),
  retireeCare: z.array(retireeCareSchema),
  confirmations: z.array(confirmationSchema),
  policyBenefits: z.array(policyBenefitSchema),
  duties: z.array(dutySchema),
  timeline: z.array(timelineEntrySchema),
  allowedActions: z.array(allowedActionSchema),
});
export type ResidentFileView = z.infer<typeof residentFileSchema>;

const residentParams = z.strictObject({ residentId: idSchema });

export const residentContracts = {
  list: readContract({
    id: 'resident.list',
    path: '/api/residents',
    zh: '居民列表',
    en: 'List residents',
    permission: 'resident.read',
    scope: 'area',
    query: z.strictObject({
      area: areaCodeSchema.optional(),
      /** Name, full pinyin or initials, as a prefix; never an identity number (use resident.find). */
      text: textSchema(40).optional(),
      status: z.enum(['registered-unemployed', 'employed', 'ended']).optional(),
      flag: codeSchema.optional(),
      sort: z.enum(['name', 'birth', 'registered']).default('name'),
      limit: limitSchema,
      offset: offsetSchema,
    }),
    output: z.strictObject({ count: z.number(), countIsExact: z.boolean(), residents: z.array(residentRowSchema) }),
  }),
  /** The one search box: an exact identity number, phone or certificate number, or a name prefix, pinyin, initials. POST keeps numbers out of URLs. */
  find: auditedReadContract({
    id: 'resident.find',
    path: '/api/residents/search',
    zh: '查找居民',
    en: 'Find a resident',
    permission: 'resident.read',
    scope: 'area',
    audit: 'resident.searched',
    body: z.strictObject({ text: textSchema(60, 1), limit: z.number().int().min(1).max(50).default(10) }),
    output: z.strictObject({
      by: z.enum(['citizen-id', 'phone', 'certificate', 'name', 'pinyin']),
      residents: z.array(residentRowSchema),
    }),
  }),
  file: readContract({
    id: 'resident.file',
    path: '/api/residents/:residentId',
    zh: '居民档案',
    en: 'File of a resident',
    permission: 'resident.read',
    scope: 'area',
    params: residentParams,
    output: residentFileSchema,
  }),
  /** At entry: is this identity number valid, what does it say, does a file exist (handbook §1.1)? Says "elsewhere" without saying who. */
  check: auditedReadContract({
    id: 'resident.check',
    path: '/api/residents/check',
    zh: '核对身份证号',
    en: 'Check an identity number',
    permission: 'resident.write',
    scope: 'area',
    audit: 'resident.checked',
    body: z.strictObject({ citizenId: textSchema(60) }),
    output: z.discriminatedUnion('result', [
      z.strictObject({ result: z.literal('invalid'), code: z.string(), message: z.string() }),
      z.strictObject({
        result: z.literal('new'),
        citizenId: z.string(),
        sex: z.enum(['1', '2']),
        birthOn: plainDateSchema,
        age: z.number(),
        warnings: z.array(z.string()),
      }),
      z.strictObject({ result: z.literal('exists'), resident: residentRowSchema }),
      z.strictObject({ result: z.literal('elsewhere'), areaName: z.string() }),
    ]),
  }),
  register: commandContract({
    id: 'resident.register',
    path: '/api/residents',
    zh: '居民建档',
    en: 'Register a resident',
    permission: 'resident.write',
    scope: 'area',
    audit: 'resident.registered',
    body: residentFieldsSchema.extend({
      citizenId: textSchema(60),
      areaCode: areaCodeSchema,
      livesHereSince: plainDateSchema,
      household: z.discriminatedUnion('how', [
        z.strictObject({ how: z.literal('none') }),
        z.strictObject({ how: z.literal('new') }),
        z.strictObject({ how: z.literal('join'), householdId: idSchema, relation: codeSchema }),
      ]),
    }),
    output: z.strictObject({ residentId: idSchema }),
  }),
  change: commandContract({
    id: 'resident.change',
    path: '/api/residents/:residentId',
    method: 'PUT',
    zh: '修改居民信息',
    en: 'Change a resident',
    permission: 'resident.write',
    scope: 'area',
    audit: 'resident.changed',
    params: residentParams,
    body: z.strictObject({
      version: versionSchema,
      fields: residentFieldsSchema.partial(),
      /** Where it was corrected, for the audit log; the file itself when left out. */
      source: z.literal('ledger').optional(),
    }),
    output: z.strictObject({ version: z.number() }),
  }),
  correctIdentity: commandContract({
    id: 'resident.correct-identity',
    path: '/api/residents/:residentId/identity',
    zh: '更正身份证号',
    en: 'Correct the identity number',
    permission: 'resident.write',
    scope: 'area',
    audit: 'resident.identity-corrected',
    stepUp: 'always',
    params: residentParams,
    body: z.strictObject({ version: versionSchema, citizenId: textSchema(60), reason: textSchema(200, 2) }),
    output: okSchema,
  }),
  reveal: auditedReadContract({
    id: 'resident.reveal',
    path: '/api/residents/:residentId/reveal',
    zh: '查看完整号码',
    en: 'Reveal full numbers',
    permission: 'resident.reveal',
    scope: 'area',
    audit: 'resident.revealed',
    stepUp: 'many-reveals',
    params: residentParams,
    body: z.strictObject({ purpose: purposeSchema }),
    output: z.strictObject({ citizenId: z.string(), phone: z.string().nullable() }),
  }),
  history: readContract({
    id: 'resident.history',
    path: '/api/residents/:residentId/history',
    zh: '信息变更历史',
    en: 'Field history',
    permission: 'resident.read',
    scope: 'area',
    params: residentParams,
    output: z.strictObject({
      changes: z.array(
        z.strictObject({
          field: z.string(),
          oldValue: z.string().nullable(),
          newValue: z.string().nullable(),
          changedAt: z.string(),
          changedBy: z.string().nullable(),
        }),
      ),
      /** When the file was opened, and by whom: that is where every field has its first value from. */
      openedAt: z.string(),
      openedBy: z.string().nullable(),
    }),
  }),
  move: commandContract({
    id: 'resident.move',
    path: '/api/residents/:residentId/move',
    zh: '迁移',
    en: 'Move within the city',
    permission: 'resident.write',
    scope: 'area',
    audit: 'resident.moved',
    params: residentParams,
    body: z.strictObject({
      version: versionSchema,
      toAreaCode: areaCodeSchema,
      address: textSchema(200),
      movedOn: plainDateSchema,
      withHousehold: z.boolean(),
    }),
    output: voidedSchema,
  }),
  /** A move within a district by whoever made it and works where it began, or works in both areas, as long as nobody has moved again or been recorded on. */
  undoMove: commandContract({
    id: 'resident.undo-move',
    path: '/api/residents/:residentId/move/undo',
    zh: '撤销迁移',
    en: 'Take back a move',
    permission: 'resident.write',
    scope: 'area',
    audit: 'resident.move-undone',
    params: residentParams,
    body: restoreBodySchema,
    output: okSchema,
  }),
  end: commandContract({
    id: 'resident.end',
    path: '/api/residents/:residentId/end',
    zh: '销档',
    en: 'End a file',
    permission: 'resident.write',
    scope: 'area',
    audit: 'resident.ended',
    params: residentParams,
    body: z.strictObject({
      version: versionSchema,
      reason: z.enum(['death', 'moved-out']),
      on: plainDateSchema,
      note: textSchema(200),
    }),
    output: okSchema,
  }),
  reopen: commandContract({
    id: 'resident.reopen',
    path: '/api/residents/:residentId/reopen',
    zh: '恢复档案',
    en: 'Reopen a file',
    permission: 'resident.write',
    scope: 'area',
    audit: 'resident.reopened',
    params: residentParams,
    body: z.strictObject({ version: versionSchema, reason: textSchema(200, 2) }),
    output: okSchema,
  }),
  recordAbility: commandContract({
    id: 'resident.record-ability',
    path: '/api/residents/:residentId/ability',
    zh: '登记劳动能力与就业愿望',
    en: 'Record ability and wish to work',
    permission: 'resident.write',
    scope: 'area',
    audit: 'resident.ability-recorded',
    params: residentParams,
    body: z.strictObject({
      able: z.boolean(),
      willing: z.boolean(),
      fromOn: plainDateSchema,
      evidence: textSchema(200, 1),
    }),
    output: okSchema,
  }),
  printCard: auditedReadContract({
    id: 'resident.print-card',
    path: '/api/residents/:residentId/card',
    zh: '打印一人一卡',
    en: 'Print the person card',
    permission: 'resident.export',
    scope: 'area',
    audit: 'resident.card-printed',
    produces: 'pdf',
    params: residentParams,
    body: z.strictObject({ purpose: purposeSchema }),
    output: z.unknown(),
  }),
  export: auditedReadContract({
    id: 'resident.export',
    path: '/api/residents/export',
    zh: '导出居民名单',
    en: 'Export residents',
    permission: 'resident.export',
    scope: 'area',
    audit: 'resident.exported',
    stepUp: 'many-people',
    produces: 'xlsx',
    body: z.strictObject({
      purpose: purposeSchema,
      area: areaCodeSchema.optional(),
      text: textSchema(40).optional(),
      status: z.enum(['registered-unemployed', 'employed', 'ended']).optional(),
      flag: codeSchema.optional(),
    }),
    output: z.unknown(),
  }),
} as const;
