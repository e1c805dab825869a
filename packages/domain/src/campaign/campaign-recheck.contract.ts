import { z } from 'zod';
import { commandContract, readContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  idSchema,
  limitSchema,
  offsetSchema,
  plainDateSchema,
  textSchema,
  versionSchema,
} from '../kernel/schema.ts';
import { personSchema } from './campaign.contract.ts';
import { differenceFields, verdicts } from './campaign-recheck.ts';

export const differenceSchema = z.strictObject({
  differenceId: idSchema,
  residentId: idSchema.nullable(),
  name: z.string(),
  field: z.enum(differenceFields),
  first: z.string().nullable(),
  second: z.string().nullable(),
  verdict: z.enum(verdicts).nullable(),
  decidedBy: z.string().nullable(),
  /** Decided for the second answer, and the file says so by now. */
  corrected: z.boolean(),
  mayDecide: z.boolean(),
  version: z.number(),
});
export type CampaignDifference = z.infer<typeof differenceSchema>;

export const recheckSchema = z.strictObject({
  recheckId: idSchema,
  entryId: idSchema,
  householdId: idSchema.nullable(),
  area: areaRefSchema,
  address: z.string(),
  headName: z.string().nullable(),
  worker: personSchema,
  checker: personSchema,
  drawnOn: plainDateSchema,
  submittedOn: plainDateSchema.nullable(),
  compared: z.number(),
  differences: z.array(differenceSchema),
});
export type Recheck = z.infer<typeof recheckSchema>;

const campaignParams = z.strictObject({ campaignId: idSchema });
const inArea = z.strictObject({ area: areaCodeSchema });

/** 复查: households that are asked again by somebody else, and what differs. */
export const campaignRecheckContracts = {
  draw: commandContract({
    id: 'campaign.draw',
    path: '/api/campaigns/:campaignId/rechecks',
    zh: '抽取复查户',
    en: 'Draw households to check again',
    permission: 'campaign.manage',
    scope: 'area',
    audit: 'campaign.drawn',
    params: campaignParams,
    body: inArea.extend({ checkers: z.array(idSchema).max(50) }),
    output: z.strictObject({ drawn: z.number(), alone: z.number() }),
  }),
  rechecks: readContract({
    id: 'campaign.rechecks',
    path: '/api/campaigns/:campaignId/rechecks',
    zh: '复查与差异',
    en: 'Re-checks and differences',
    permission: 'resident.read',
    scope: 'area',
    params: campaignParams,
    query: inArea.extend({ limit: limitSchema, offset: offsetSchema }),
    output: z.strictObject({ count: z.number(), rechecks: z.array(recheckSchema) }),
  }),
  submitRecheck: commandContract({
    id: 'campaign.submit-recheck',
    path: '/api/campaign-rechecks/:recheckId/answers',
    zh: '录入复查结果',
    en: 'Enter a re-check',
    permission: 'survey.write',
    scope: 'area',
    audit: 'campaign.rechecked',
    params: z.strictObject({ recheckId: idSchema }),
    body: z.strictObject({
      people: z
        .array(
          z.strictObject({
            residentId: idSchema.nullable(),
            name: textSchema(50, 1),
            present: z.boolean(),
            relation: textSchema(10).nullable(),
            hukouType: textSchema(10).nullable(),
            education: textSchema(10).nullable(),
            employmentStatus: textSchema(10).nullable(),
            employer: textSchema(100).nullable(),
          }),
        )
        .max(60),
    }),
    output: z.strictObject({ compared: z.number(), differences: z.number() }),
  }),
  decide: commandContract({
    id: 'campaign.decide',
    path: '/api/campaign-differences/:differenceId/verdict',
    zh: '判定差异',
    en: 'Decide a difference',
    permission: 'survey.write',
    scope: 'area',
    audit: 'campaign.decided',
    params: z.strictObject({ differenceId: idSchema }),
    body: z.strictObject({ verdict: z.enum(verdicts), version: versionSchema }),
    output: z.strictObject({
      corrected: z.boolean(),
      /** The file says something newer than both answers by now, and stays as it is. */
      changedSince: z.boolean(),
    }),
  }),
} as const;
