import { z } from 'zod';
import { auditedReadContract, commandContract, readContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  idSchema,
  limitSchema,
  monthTextSchema,
  offsetSchema,
  plainDateSchema,
  textSchema,
} from '../kernel/schema.ts';
import { areaNodeSchema, changePaperShape } from './area.contract.ts';

export const areaChangeKinds = ['created', 'renamed', 'urbanised', 'parent-changed', 'merged', 'split'] as const;
export type AreaChangeKind = (typeof areaChangeKinds)[number];

export const areaChangeSchema = z.strictObject({
  changeId: idSchema,
  kind: z.enum(areaChangeKinds),
  area: areaRefSchema,
  /** Where its people went, or its new parent. */
  intoArea: areaRefSchema.nullable(),
  effectiveOn: plainDateSchema,
  bookedMonth: monthTextSchema,
  documentNo: z.string(),
  reason: z.string(),
  madeOn: plainDateSchema,
  madeBy: z.string().nullable(),
  taskId: idSchema.nullable(),
  /** A merger of streets can be taken back while no month that follows it is closed; the server looks again. */
  undoable: z.boolean(),
  undone: z.strictObject({ on: plainDateSchema, by: z.string().nullable(), reason: z.string() }).nullable(),
});
export type AreaChange = z.infer<typeof areaChangeSchema>;

/** The line of succession: every area that is joined to this one by mergers and splits, and how. */
export const areaLineSchema = z.strictObject({
  areas: z.array(
    z.strictObject({
      areaId: z.number(),
      area: areaRefSchema,
      fromOn: plainDateSchema,
      toOn: plainDateSchema.nullable(),
    }),
  ),
  links: z.array(
    z.strictObject({
      kind: z.enum(['merged', 'split']),
      fromAreaId: z.number(),
      intoAreaId: z.number(),
      effectiveOn: plainDateSchema,
      bookedMonth: monthTextSchema,
    }),
  ),
});
export type AreaLine = z.infer<typeof areaLineSchema>;

export const areaPreviewSchema = z.strictObject({
  /** From this month on reports follow the change. */
  bookedMonth: monthTextSchema,
  /** Months from the effective day on that are closed already: they stay, differences appear as adjustments. */
  closedMonths: z.array(monthTextSchema),
  /** Months over and not closed, with how many reports of the area and below are not handed in yet. */
  openMonths: z.array(z.strictObject({ month: monthTextSchema, due: z.number() })),
  communities: z.number(),
  residents: z.number(),
  households: z.number(),
  openDuties: z.number(),
  offices: z.array(z.strictObject({ name: z.string(), posts: z.number() })),
  /** Offices at the place where the people go. */
  successorOffices: z.array(z.string()),
  /** Policy parameters that hold here and no longer there, or the other way round: what follows from the files is derived again. */
  otherParameters: z.number(),
  otherDistrict: z.boolean(),
  /** Communities that get another code because their street is merged into another one. */
  recoded: z.array(z.strictObject({ name: z.string(), code: areaCodeSchema, newCode: areaCodeSchema })),
});
export type AreaPreview = z.infer<typeof areaPreviewSchema>;

/** Who goes over: by number of household, by the beginning of the address, or one by one. */
export const splitPartSchema = z.strictObject({
  intoCode: areaCodeSchema,
  households: z.array(textSchema(40, 1)).max(5000).default([]),
  addresses: z.array(textSchema(100, 2)).max(200).default([]),
  residentIds: z.array(idSchema).max(1000).default([]),
});
export type SplitPart = z.input<typeof splitPartSchema>;

const splitShape = { ...changePaperShape, parts: z.array(splitPartSchema).min(1).max(10) } as const;

export const splitPreviewSchema = z.strictObject({
  bookedMonth: monthTextSchema,
  closedMonths: z.array(monthTextSchema),
  parts: z.array(
    z.strictObject({
      into: areaRefSchema,
      residents: z.number(),
      households: z.number(),
      registeredUnemployed: z.number(),
      openDuties: z.number(),
      offices: z.array(z.string()),
    }),
  ),
  /** Residents who stay. */
  staying: z.number(),
  /** People chosen for more than one part. */
  chosenTwice: z.number(),
  unknownHouseholds: z.array(z.string()),
  emptyAddresses: z.array(z.string()),
});
export type SplitPreview = z.infer<typeof splitPreviewSchema>;

const code = z.strictObject({ code: areaCodeSchema });

export const areaChangeContracts = {
  changeParent: commandContract({
    id: 'area.change-parent',
    path: '/api/areas/:code/parent',
    zh: '变更隶属',
    en: 'Put an area below another parent',
    permission: 'area.manage',
    scope: 'area',
    audit: 'area.parent-changed',
    params: code,
    body: z.strictObject({ ...changePaperShape, parentCode: areaCodeSchema, newCode: areaCodeSchema }),
    /** A task when what follows from the files has to be derived again. */
    output: z.strictObject({ taskId: idSchema.nullable(), bookedMonth: monthTextSchema }),
  }),
  mergeStreet: commandContract({
    id: 'area.merge-street',
    path: '/api/areas/:code/street-succession',
    zh: '撤并街道（乡镇）',
    en: 'Merge a street into another',
    permission: 'area.manage',
    scope: 'area',
    audit: 'area.street-merged',
    params: code,
    body: z.strictObject({ ...changePaperShape, intoCode: areaCodeSchema }),
    /** A task when what follows from the files has to be derived again. */
    output: z.strictObject({
      taskId: idSchema.nullable(),
      changeId: idSchema,
      bookedMonth: monthTextSchema,
      communities: z.number(),
    }),
  }),
  undo: commandContract({
    id: 'area.undo-change',
    path: '/api/area-changes/:changeId/undo',
    zh: '撤销街道撤并',
    en: 'Take back a merger of streets',
    permission: 'area.manage',
    scope: 'area',
    audit: 'area.change-undone',
    params: z.strictObject({ changeId: idSchema }),
    body: z.strictObject({ reason: textSchema(200, 2) }),
    output: z.strictObject({ taskId: idSchema.nullable() }),
  }),
  preview: readContract({
    id: 'area.preview',
    path: '/api/areas/:code/preview',
    zh: '区划变更预览',
    en: 'What a change of areas will do',
    permission: 'area.manage',
    scope: 'area',
    params: code,
    query: z.strictObject({
      kind: z.enum(['renamed', 'urbanised', 'parent-changed', 'merged']),
      effectiveOn: plainDateSchema,
      /** Where the people go, or the new parent. */
      intoCode: areaCodeSchema.optional(),
    }),
    output: areaPreviewSchema,
  }),
  previewSplit: auditedReadContract({
    id: 'area.preview-split',
    path: '/api/areas/:code/split-preview',
    zh: '社区拆分预览',
    en: 'What a split will do',
    permission: 'area.assign',
    scope: 'area',
    audit: 'area.split-previewed',
    params: code,
    body: z.strictObject({ effectiveOn: plainDateSchema, parts: splitShape.parts }),
    output: splitPreviewSchema,
  }),
  split: commandContract({
    id: 'area.split',
    path: '/api/areas/:code/split',
    zh: '社区拆分（划出居民）',
    en: 'Split a community: assign people to another one',
    permission: 'area.assign',
    scope: 'area',
    audit: 'area.split',
    params: code,
    body: z.strictObject(splitShape),
    output: z.strictObject({ taskId: idSchema, residents: z.number() }),
  }),
  splitRows: readContract({
    id: 'area.split-rows',
    path: '/api/area-changes/:changeId/rows',
    zh: '拆分名单',
    en: 'People of a split with what came of each',
    permission: 'resident.read',
    scope: 'area',
    params: z.strictObject({ changeId: idSchema }),
    query: z.strictObject({
      outcome: z.enum(['waiting', 'moved', 'elsewhere', 'gone']).optional(),
      limit: limitSchema,
      offset: offsetSchema,
    }),
    output: z.strictObject({
      count: z.number(),
      counts: z.strictObject({
        waiting: z.number(),
        moved: z.number(),
        elsewhere: z.number(),
        gone: z.number(),
      }),
      rows: z.array(
        z.strictObject({
          residentId: idSchema,
          name: z.string(),
          citizenIdMasked: z.string(),
          address: z.string(),
          householdNumber: z.string(),
          outcome: z.enum(['waiting', 'moved', 'elsewhere', 'gone']),
        }),
      ),
    }),
  }),
  /** Names, codes and parents with their days, every registered change, and the line of succession. Also by a code that is gone. */
  history: readContract({
    id: 'area.history',
    path: '/api/areas/:code/history',
    zh: '区划沿革',
    en: 'History of an area',
    permission: 'signed-in',
    scope: 'area',
    params: code,
    output: z.strictObject({
      current: areaNodeSchema,
      absorbedBy: areaRefSchema.nullable(),
      versions: z.array(areaNodeSchema.extend({ parentName: z.string().nullable(), bookedMonth: monthTextSchema })),
      changes: z.array(areaChangeSchema),
      line: areaLineSchema,
    }),
  }),
  /** Main figures month by month, as reported then and as if today's boundary had always been. */
  series: readContract({
    id: 'area.series',
    path: '/api/areas/:code/series',
    zh: '新旧口径对照',
    en: 'Figures under the boundary of then and of now',
    permission: 'report.read',
    scope: 'area',
    params: code,
    query: z.strictObject({ from: monthTextSchema.optional(), to: monthTextSchema.optional() }),
    output: z.strictObject({
      indicators: z.array(
        z.strictObject({
          key: z.string(),
          zh: z.string(),
          en: z.string(),
          unit: z.strictObject({ zh: z.string(), en: z.string() }),
        }),
      ),
      /** Communities that are counted in today and reported by themselves or elsewhere in the first month. */
      added: z.array(areaRefSchema),
      /** Communities of the first month that are counted elsewhere today. */
      left: z.array(areaRefSchema),
      /** Areas that can only be compared together with this one, because people were divided between them. */
      joined: z.array(areaRefSchema),
      months: z.array(
        z.strictObject({
          month: monthTextSchema,
          sealed: z.boolean(),
          /** One value an indicator; null where the area did not report. */
          asReported: z.array(z.number().nullable()),
          asNow: z.array(z.number().nullable()),
        }),
      ),
    }),
  }),
} as const;
