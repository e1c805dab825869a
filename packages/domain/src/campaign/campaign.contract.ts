import { z } from 'zod';
import { auditedReadContract, commandContract, readContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  idSchema,
  limitSchema,
  offsetSchema,
  okSchema,
  plainDateSchema,
  purposeSchema,
  textSchema,
  versionSchema,
} from '../kernel/schema.ts';
import { campaignActs, campaignKinds, campaignStates, entryStatuses } from './campaign.rules.ts';

/** Communities that one campaign may cover: its list is written in one transaction. */
export const campaignCommunityLimit = 300;
/** Households that one call may assign by hand. */
export const assignmentLimit = 500;

export const entryCountsSchema = z.strictObject({
  todo: z.number(),
  'no-one-home': z.number(),
  begun: z.number(),
  done: z.number(),
  refused: z.number(),
  vacant: z.number(),
  moved: z.number(),
});

export const campaignSchema = z.strictObject({
  campaignId: idSchema,
  name: z.string(),
  purpose: z.string(),
  kind: z.enum(campaignKinds),
  state: z.enum(campaignStates),
  startsOn: plainDateSchema,
  endsOn: plainDateSchema,
  /** Per cent of the done households that are asked again. */
  recheckPercent: z.number(),
  /** The area of the office that runs it. */
  area: areaRefSchema,
  /** Of those that the reader may see. */
  communities: z.array(areaRefSchema),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  version: z.number(),
});
export type Campaign = z.infer<typeof campaignSchema>;

export const paceSchema = z.strictObject({
  elapsed: z.number(),
  share: z.number().nullable(),
  missing: z.number(),
  behind: z.boolean(),
});

export const personSchema = z.strictObject({ accountId: idSchema, name: z.string() });

export const entrySchema = z.strictObject({
  entryId: idSchema,
  campaignId: idSchema,
  /** Null while an address that was found on the way has no household yet. */
  householdId: idSchema.nullable(),
  area: areaRefSchema,
  address: z.string(),
  headName: z.string().nullable(),
  memberCount: z.number(),
  found: z.boolean(),
  status: z.enum(entryStatuses),
  worker: personSchema.nullable(),
  /** Visits at which nobody was home. */
  attempts: z.number(),
  lastVisitOn: plainDateSchema.nullable(),
  /** The visit that can be taken back. */
  lastVisitId: idSchema.nullable(),
  nextOn: plainDateSchema.nullable(),
  note: z.string(),
  doneOn: plainDateSchema.nullable(),
});
export type CampaignEntry = z.infer<typeof entrySchema>;

export const figuresSchema = z.strictObject({
  compared: z.number(),
  differences: z.number(),
  undecided: z.number(),
  errors: z.number(),
});

const campaignParams = z.strictObject({ campaignId: idSchema });
const inArea = z.strictObject({ area: areaCodeSchema });

const campaignFields = z.strictObject({
  name: textSchema(60, 2),
  purpose: textSchema(500),
  kind: z.enum(campaignKinds),
  startsOn: plainDateSchema,
  endsOn: plainDateSchema,
  recheckPercent: z.number().int().min(1).max(100),
  communities: z.array(areaCodeSchema).max(campaignCommunityLimit),
});
export type CampaignFields = z.output<typeof campaignFields>;

const chosenHouseholds = z.strictObject({
  area: areaCodeSchema,
  status: z.enum(entryStatuses).optional(),
  /** An account, or `none` for households that nobody has. */
  worker: z.union([idSchema, z.literal('none')]).optional(),
  text: textSchema(40).optional(),
});

export const campaignContracts = {
  list: readContract({
    id: 'campaign.list',
    path: '/api/campaigns',
    zh: '调查列表',
    en: 'List survey drives',
    permission: 'resident.read',
    scope: 'area',
    query: inArea,
    output: z.strictObject({
      campaigns: z.array(campaignSchema.extend({ counts: entryCountsSchema, pace: paceSchema })),
      /** Parameter `campaign.recheck_percent`, for a new one. */
      recheckPercent: z.number(),
    }),
  }),
  create: commandContract({
    id: 'campaign.create',
    path: '/api/campaigns',
    zh: '新建调查',
    en: 'Create a survey drive',
    permission: 'campaign.manage',
    scope: 'area',
    audit: 'campaign.created',
    body: campaignFields.extend({ areaCode: areaCodeSchema }),
    output: z.strictObject({ campaignId: idSchema }),
  }),
  change: commandContract({
    id: 'campaign.change',
    path: '/api/campaigns/:campaignId',
    method: 'PUT',
    zh: '修改调查',
    en: 'Change a survey drive',
    permission: 'campaign.manage',
    scope: 'area',
    audit: 'campaign.changed',
    params: campaignParams,
    body: campaignFields.extend({ version: versionSchema }),
    output: okSchema,
  }),
  deleteDraft: commandContract({
    id: 'campaign.delete-draft',
    path: '/api/campaigns/:campaignId',
    method: 'DELETE',
    zh: '删除未开始的调查',
    en: 'Delete a survey drive that has not begun',
    permission: 'campaign.manage',
    scope: 'area',
    audit: 'campaign.draft-deleted',
    params: campaignParams,
    body: z.strictObject({ version: versionSchema }),
    output: okSchema,
  }),
  start: commandContract({
    id: 'campaign.start',
    path: '/api/campaigns/:campaignId/start',
    zh: '开始调查',
    en: 'Start a survey drive',
    permission: 'campaign.manage',
    scope: 'area',
    audit: 'campaign.started',
    params: campaignParams,
    body: z.strictObject({
      version: versionSchema,
      /** The overlap with another running campaign is meant. */
      confirmed: z.boolean(),
    }),
    output: z.strictObject({ households: z.number() }),
  }),
  end: commandContract({
    id: 'campaign.end',
    path: '/api/campaigns/:campaignId/end',
    zh: '结束调查',
    en: 'End a survey drive',
    permission: 'campaign.manage',
    scope: 'area',
    audit: 'campaign.ended',
    params: campaignParams,
    body: z.strictObject({ version: versionSchema }),
    output: okSchema,
  }),
  progress: readContract({
    id: 'campaign.progress',
    path: '/api/campaigns/:campaignId',
    zh: '调查进度',
    en: 'Progress of a survey drive',
    permission: 'resident.read',
    scope: 'area',
    params: campaignParams,
    query: inArea,
    output: z.strictObject({
      campaign: campaignSchema,
      counts: entryCountsSchema,
      pace: paceSchema,
      unassigned: z.number(),
      found: z.number(),
      communities: z.array(z.strictObject({ area: areaRefSchema, counts: entryCountsSchema, pace: paceSchema })),
      workers: z.array(
        z.strictObject({
          worker: personSchema,
          counts: entryCountsSchema,
          pace: paceSchema,
          /** No post any more from which these households could be visited. */
          left: z.boolean(),
          recheck: figuresSchema,
        }),
      ),
      days: z.array(z.strictObject({ on: plainDateSchema, settled: z.number() })),
      recheck: figuresSchema.extend({ drawn: z.number(), submitted: z.number() }),
      may: z.array(z.enum(campaignActs)),
    }),
  }),
  households: readContract({
    id: 'campaign.households',
    path: '/api/campaigns/:campaignId/households',
    zh: '调查的家庭名单',
    en: 'Households of a survey drive',
    permission: 'resident.read',
    scope: 'area',
    params: campaignParams,
    query: chosenHouseholds.extend({ limit: limitSchema, offset: offsetSchema }),
    output: z.strictObject({ count: z.number(), households: z.array(entrySchema) }),
  }),
  workers: readContract({
    id: 'campaign.workers',
    path: '/api/campaign-workers',
    zh: '可以走访的工作人员',
    en: 'Who may visit',
    permission: 'campaign.assign',
    scope: 'area',
    query: inArea,
    output: z.strictObject({ workers: z.array(personSchema.extend({ office: z.string() })) }),
  }),
  toShare: readContract({
    id: 'campaign.to-share',
    path: '/api/campaigns/:campaignId/to-share',
    zh: '待分配的家庭',
    en: 'Households to share out',
    permission: 'campaign.assign',
    scope: 'area',
    params: campaignParams,
    query: inArea.extend({ which: z.enum(['unassigned', 'open']) }),
    output: z.strictObject({ households: z.array(z.strictObject({ id: idSchema, address: z.string() })) }),
  }),
  share: commandContract({
    id: 'campaign.share',
    path: '/api/campaigns/:campaignId/share',
    zh: '平均分配家庭',
    en: 'Share households out',
    permission: 'campaign.assign',
    scope: 'area',
    audit: 'campaign.shared',
    params: campaignParams,
    body: inArea.extend({
      which: z.enum(['unassigned', 'open']),
      accounts: z.array(idSchema).max(50),
      wholeBuildings: z.boolean(),
    }),
    output: z.strictObject({ assigned: z.number() }),
  }),
  assign: commandContract({
    id: 'campaign.assign',
    path: '/api/campaigns/:campaignId/assign',
    zh: '分配家庭',
    en: 'Assign households',
    permission: 'campaign.assign',
    scope: 'area',
    audit: 'campaign.assigned',
    params: campaignParams,
    body: inArea.extend({
      what: z.discriminatedUnion('how', [
        z.strictObject({ how: z.literal('chosen'), entryIds: z.array(idSchema).min(1).max(assignmentLimit) }),
        z.strictObject({ how: z.literal('open-of'), accountId: idSchema }),
      ]),
      to: idSchema.nullable(),
    }),
    output: z.strictObject({ assigned: z.number() }),
  }),
  printList: auditedReadContract({
    id: 'campaign.print-list',
    path: '/api/campaigns/:campaignId/list-pdf',
    zh: '打印入户登记表',
    en: 'Print the form to take along',
    permission: 'resident.export',
    scope: 'area',
    audit: 'campaign.list-printed',
    produces: 'pdf',
    params: campaignParams,
    body: inArea.extend({ worker: idSchema.nullable(), purpose: purposeSchema }),
    output: z.unknown(),
  }),
  export: auditedReadContract({
    id: 'campaign.export',
    path: '/api/campaigns/:campaignId/xlsx',
    zh: '导出调查名单',
    en: 'Export the households of a survey drive',
    permission: 'resident.export',
    scope: 'area',
    audit: 'campaign.exported',
    produces: 'xlsx',
    params: campaignParams,
    body: chosenHouseholds.extend({ purpose: purposeSchema }),
    output: z.unknown(),
  }),
  printSummary: auditedReadContract({
    id: 'campaign.print-summary',
    path: '/api/campaigns/:campaignId/summary-pdf',
    zh: '打印调查小结',
    en: 'Print the summary of a survey drive',
    permission: 'resident.read',
    scope: 'area',
    audit: 'campaign.summary-printed',
    produces: 'pdf',
    params: campaignParams,
    body: inArea.extend({ purpose: purposeSchema }),
    output: z.unknown(),
  }),
} as const;
