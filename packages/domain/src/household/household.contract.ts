import { z } from 'zod';
import { auditedReadContract, commandContract, readContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  codeSchema,
  idSchema,
  limitSchema,
  offsetSchema,
  okSchema,
  plainDateSchema,
  purposeSchema,
  restoreBodySchema,
  textSchema,
  versionSchema,
  voidedSchema,
} from '../kernel/schema.ts';
import { householdMemberSchema, timelineEntrySchema } from '../resident/resident.contract.ts';

export const householdRowSchema = z.strictObject({
  householdId: idSchema,
  number: z.string(),
  kind: z.enum(['family', 'collective']),
  headName: z.string().nullable(),
  memberCount: z.number(),
  address: z.string(),
  area: areaRefSchema,
  zeroEmploymentCandidate: z.boolean(),
});
export type HouseholdRow = z.infer<typeof householdRowSchema>;

export const householdFileSchema = householdRowSchema.extend({
  version: z.number(),
  endedOn: plainDateSchema.nullable(),
  members: z.array(householdMemberSchema),
  formerMembers: z.array(householdMemberSchema),
  timeline: z.array(timelineEntrySchema),
});
export type HouseholdFileView = z.infer<typeof householdFileSchema>;

const householdParams = z.strictObject({ householdId: idSchema });

export const householdContracts = {
  list: readContract({
    id: 'household.list',
    path: '/api/households',
    zh: '家庭列表',
    en: 'List households',
    permission: 'resident.read',
    scope: 'area',
    query: z.strictObject({
      area: areaCodeSchema.optional(),
      text: textSchema(40).optional(),
      zeroEmployment: z.enum(['yes']).optional(),
      limit: limitSchema,
      offset: offsetSchema,
    }),
    output: z.strictObject({ count: z.number(), households: z.array(householdRowSchema) }),
  }),
  file: readContract({
    id: 'household.file',
    path: '/api/households/:householdId',
    zh: '家庭档案',
    en: 'File of a household',
    permission: 'resident.read',
    scope: 'area',
    params: householdParams,
    output: householdFileSchema,
  }),
  /** Some members leave and form a new household (分户). */
  split: commandContract({
    id: 'household.split',
    path: '/api/households/:householdId/split',
    zh: '分户',
    en: 'Split a household',
    permission: 'household.write',
    scope: 'area',
    audit: 'household.split',
    params: householdParams,
    body: z.strictObject({
      version: versionSchema,
      on: plainDateSchema,
      headResidentId: idSchema,
      members: z
        .array(z.strictObject({ residentId: idSchema, relation: codeSchema }))
        .min(1)
        .max(30),
      address: textSchema(200),
    }),
    output: z.strictObject({ householdId: idSchema }),
  }),
  /** A resident joins this household, leaving the former one (并户, 迁入). */
  join: commandContract({
    id: 'household.join',
    path: '/api/households/:householdId/members',
    zh: '加入家庭',
    en: 'Join a household',
    permission: 'household.write',
    scope: 'area',
    audit: 'household.joined',
    params: householdParams,
    body: z.strictObject({ residentId: idSchema, relation: codeSchema, on: plainDateSchema }),
    output: voidedSchema,
  }),
  leave: commandContract({
    id: 'household.leave',
    path: '/api/households/:householdId/members/:residentId/leave',
    zh: '移出家庭',
    en: 'Leave a household',
    permission: 'household.write',
    scope: 'area',
    audit: 'household.left',
    params: householdParams.extend({ residentId: idSchema }),
    body: z.strictObject({ on: plainDateSchema }),
    output: voidedSchema,
  }),
  /** Takes back a joining or a leaving, named by its change, as long as nothing later rests on it; a household that nobody is left in ends. */
  undoMembership: commandContract({
    id: 'household.undo-membership',
    path: '/api/households/:householdId/members/:residentId/undo',
    zh: '撤销加入或移出家庭',
    en: 'Take back that somebody joined or left a household',
    permission: 'household.write',
    scope: 'area',
    audit: 'household.membership-undone',
    params: householdParams.extend({ residentId: idSchema }),
    body: restoreBodySchema,
    output: okSchema,
  }),
  changeHead: commandContract({
    id: 'household.change-head',
    path: '/api/households/:householdId/head',
    method: 'PUT',
    zh: '变更户主',
    en: 'Change the head',
    permission: 'household.write',
    scope: 'area',
    audit: 'household.head-changed',
    params: householdParams,
    body: z.strictObject({
      version: versionSchema,
      on: plainDateSchema,
      headResidentId: idSchema,
      relations: z.array(z.strictObject({ residentId: idSchema, relation: codeSchema })).max(30),
    }),
    output: okSchema,
  }),
  change: commandContract({
    id: 'household.change',
    path: '/api/households/:householdId',
    method: 'PUT',
    zh: '修改家庭信息',
    en: 'Change a household',
    permission: 'household.write',
    scope: 'area',
    audit: 'household.changed',
    params: householdParams,
    body: z.strictObject({
      version: versionSchema,
      number: textSchema(40),
      address: textSchema(200),
      kind: z.enum(['family', 'collective']),
    }),
    output: okSchema,
  }),
  printCard: auditedReadContract({
    id: 'household.print-card',
    path: '/api/households/:householdId/card',
    zh: '打印一户一卡',
    en: 'Print the household card',
    permission: 'resident.export',
    scope: 'area',
    audit: 'household.card-printed',
    produces: 'pdf',
    params: householdParams,
    body: z.strictObject({ purpose: purposeSchema }),
    output: z.unknown(),
  }),
} as const;
