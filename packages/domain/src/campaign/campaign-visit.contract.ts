import { z } from 'zod';
import { commandContract, readContract } from '../kernel/define-contract.ts';
import { areaCodeSchema, areaRefSchema, idSchema, okSchema, plainDateSchema, textSchema } from '../kernel/schema.ts';
import { campaignSchema, entrySchema } from './campaign.contract.ts';
import { visitOutcomes } from './campaign.rules.ts';

/** Somebody of a household as known: enough to fill the grid and the paper form. Numbers are masked. */
export const knownPersonSchema = z.strictObject({
  residentId: idSchema,
  name: z.string(),
  relation: z.string(),
  sex: z.enum(['1', '2']),
  birthOn: plainDateSchema,
  citizenIdMasked: z.string(),
  phoneMasked: z.string().nullable(),
  address: z.string(),
  hukouType: z.string().nullable(),
  education: z.string().nullable(),
  /** As a survey would record it; null when nothing is known. */
  employmentStatus: z.string().nullable(),
  employer: z.string(),
});
export type KnownPerson = z.infer<typeof knownPersonSchema>;

export const householdSheetSchema = entrySchema.extend({ people: z.array(knownPersonSchema) });
export type HouseholdSheet = z.infer<typeof householdSheetSchema>;

/** A household to be asked again: who is known to live there, and nothing of what was answered. */
export const recheckTaskSchema = z.strictObject({
  recheckId: idSchema,
  campaignId: idSchema,
  campaignName: z.string(),
  area: areaRefSchema,
  address: z.string(),
  people: z.array(z.strictObject({ residentId: idSchema, name: z.string(), sex: z.enum(['1', '2']) })),
});
export type RecheckTask = z.infer<typeof recheckTaskSchema>;

/** Of the drives whose households somebody takes along: what a record at a door is judged by. */
export const takenCampaignSchema = z.strictObject({
  campaignId: idSchema,
  name: z.string(),
  purpose: z.string(),
  /** A visit is not earlier. */
  startedOn: plainDateSchema,
  endsOn: plainDateSchema,
});

/** 带走的调查户: the worker's open households of running drives, for a phone without network. Numbers are masked. */
export const takenDriveSchema = z.strictObject({
  campaigns: z.array(takenCampaignSchema),
  households: z.array(householdSheetSchema),
  /** Open ones of hers that did not fit. */
  left: z.number(),
});
export type TakenDrive = z.infer<typeof takenDriveSchema>;

/** What a record made without network was made upon. Given, the record is refused when it is not so any more; left out, it holds in spite of that. */
export const seenHouseholdSchema = z.strictObject({
  /** When the household was taken along, by the clock of the server. */
  takenAt: z.iso.datetime({ offset: true }),
  /** Of the community to which it belonged. */
  areaCode: areaCodeSchema,
});
export type SeenHousehold = z.infer<typeof seenHouseholdSchema>;

const entryParams = z.strictObject({ entryId: idSchema });

/** Going from door to door. */
export const campaignVisitContracts = {
  mine: readContract({
    id: 'campaign.mine',
    path: '/api/campaign-households/own',
    zh: '我的走访名单',
    en: 'My households',
    permission: 'survey.write',
    scope: 'area',
    output: z.strictObject({
      campaigns: z.array(campaignSchema),
      households: z.array(householdSheetSchema),
      rechecks: z.array(recheckTaskSchema),
    }),
  }),
  ownCount: readContract({
    id: 'campaign.own-count',
    path: '/api/campaign-households/own-count',
    zh: '我的走访户数',
    en: 'Count of my households',
    permission: 'survey.write',
    scope: 'area',
    output: z.strictObject({
      campaigns: z.array(
        z.strictObject({
          campaignId: idSchema,
          name: z.string(),
          endsOn: plainDateSchema,
          open: z.number(),
          /** Households whose next visit is due. */
          again: z.number(),
          rechecks: z.number(),
        }),
      ),
    }),
  }),
  entry: readContract({
    id: 'campaign.entry',
    path: '/api/campaign-households/:entryId',
    zh: '一户的调查',
    en: 'One household of a survey drive',
    permission: 'resident.read',
    scope: 'area',
    params: entryParams,
    output: householdSheetSchema.extend({ campaignName: z.string(), open: z.boolean() }),
  }),
  visit: commandContract({
    id: 'campaign.visit',
    path: '/api/campaign-households/:entryId/visits',
    zh: '登记走访',
    en: 'Record a visit',
    permission: 'survey.write',
    scope: 'area',
    audit: 'campaign.visited',
    params: entryParams,
    body: z.strictObject({
      outcome: z.enum(visitOutcomes),
      visitedOn: plainDateSchema,
      nextOn: plainDateSchema.nullable(),
      note: textSchema(200),
      seen: seenHouseholdSchema.optional(),
    }),
    output: z.strictObject({ visitId: idSchema }),
  }),
  voidVisit: commandContract({
    id: 'campaign.void-visit',
    path: '/api/campaign-visits/:visitId',
    method: 'DELETE',
    zh: '撤销走访登记',
    en: 'Take a visit back',
    permission: 'survey.write',
    scope: 'area',
    audit: 'campaign.visit-voided',
    params: z.strictObject({ visitId: idSchema }),
    output: okSchema,
  }),
  find: commandContract({
    id: 'campaign.find',
    path: '/api/campaigns/:campaignId/found',
    zh: '登记新发现户',
    en: 'Add a household that was found',
    permission: 'survey.write',
    scope: 'area',
    audit: 'campaign.household-found',
    params: z.strictObject({ campaignId: idSchema }),
    body: z.strictObject({ area: areaCodeSchema, address: textSchema(200, 2) }),
    output: z.strictObject({ entryId: idSchema }),
  }),
} as const;
