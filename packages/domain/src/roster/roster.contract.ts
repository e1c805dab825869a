import { z } from 'zod';
import { auditedReadContract, commandContract, readContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  idSchema,
  limitSchema,
  offsetSchema,
  okSchema,
  purposeSchema,
  textSchema,
  versionSchema,
} from '../kernel/schema.ts';

export const rosterKindSchema = z.enum(['labour-force', 'unemployed', 'hardship', 'household']);
export const rosterCountsSchema = z.strictObject({
  kind: rosterKindSchema,
  dataRows: z.number(),
  accepted: z.number(),
  repaired: z.number(),
  rejected: z.record(z.string(), z.number()),
  warned: z.record(z.string(), z.number()),
  households: z.number().optional(),
});
export type RosterCounts = z.infer<typeof rosterCountsSchema>;

export const rosterSheetSchema = z.strictObject({
  name: z.string(),
  hidden: z.boolean(),
  use: z.boolean(),
  headerRows: z.array(z.number()),
  /** One entry a column: its header text, the proposed or chosen field (null = ignore), confidence 0–1, sample values (identity numbers masked). */
  columns: z.array(
    z.strictObject({
      column: z.number(),
      header: z.string(),
      field: z.string().nullable(),
      confidence: z.number(),
      samples: z.array(z.string()),
    }),
  ),
  dataRows: z.number(),
});

export const importBatchSchema = z.strictObject({
  batchId: idSchema,
  area: areaRefSchema,
  fileName: z.string(),
  kind: rosterKindSchema,
  kindGuessed: z.boolean(),
  status: z.enum(['read', 'judged', 'applying', 'applied', 'undoing', 'undone', 'failed']),
  message: z.string(),
  /** The same bytes were applied before. */
  sameFileAppliedAt: z.string().nullable(),
  sheets: z.array(rosterSheetSchema),
  fields: z.array(z.strictObject({ field: z.string(), zh: z.string(), en: z.string(), required: z.boolean() })),
  counts: rosterCountsSchema,
  /** What applying will do or has done. */
  actions: z.strictObject({ create: z.number(), update: z.number(), skip: z.number() }),
  taskId: idSchema.nullable(),
  version: z.number(),
  createdAt: z.string(),
  createdBy: z.string().nullable(),
  canUndo: z.boolean(),
  /** Applying or undoing ended half-way and nobody is at it any more: it may be taken up where it stopped. */
  canGoOn: z.boolean(),
});
export type ImportBatch = z.infer<typeof importBatchSchema>;

export const importRowSchema = z.strictObject({
  rowNo: z.number(),
  sheet: z.string(),
  sheetRow: z.number(),
  name: z.string(),
  citizenIdMasked: z.string(),
  verdict: z.enum(['accepted', 'rejected']),
  code: z.string().nullable(),
  sentence: z.strictObject({ zh: z.string(), en: z.string() }).nullable(),
  repaired: z.array(z.string()),
  warned: z.array(z.string()),
  action: z.enum(['create', 'update', 'skip']).nullable(),
  residentId: idSchema.nullable(),
});
export type ImportRow = z.infer<typeof importRowSchema>;
const batchParams = z.strictObject({ batchId: idSchema });

export const rosterContracts = {
  upload: commandContract({
    id: 'roster.upload',
    path: '/api/imports',
    zh: '上传名册',
    en: 'Upload a roster',
    permission: 'roster.import',
    scope: 'area',
    audit: 'roster.uploaded',
    consumes: 'upload',
    body: z.strictObject({ areaCode: areaCodeSchema, kind: rosterKindSchema.optional() }),
    output: z.strictObject({ batchId: idSchema }),
  }),
  list: readContract({
    id: 'roster.list',
    path: '/api/imports',
    zh: '导入记录',
    en: 'Imports',
    permission: 'roster.import',
    scope: 'area',
    query: z.strictObject({ area: areaCodeSchema.optional(), limit: limitSchema, offset: offsetSchema }),
    output: z.strictObject({
      count: z.number(),
      batches: z.array(importBatchSchema.omit({ sheets: true, fields: true })),
    }),
  }),
  batch: readContract({
    id: 'roster.batch',
    path: '/api/imports/:batchId',
    zh: '导入批次',
    en: 'One import',
    permission: 'roster.import',
    scope: 'area',
    params: batchParams,
    output: importBatchSchema,
  }),
  rows: readContract({
    id: 'roster.rows',
    path: '/api/imports/:batchId/rows',
    zh: '逐行结果',
    en: 'Row by row',
    permission: 'roster.import',
    scope: 'area',
    params: batchParams,
    query: z.strictObject({
      tab: z.enum(['accepted', 'repaired', 'warned', 'rejected']),
      code: textSchema(60).optional(),
      limit: limitSchema,
      offset: offsetSchema,
    }),
    output: z.strictObject({ count: z.number(), rows: z.array(importRowSchema) }),
  }),
  /** The user changed the mapping, the kind or the sheets: judge every row again. */
  remap: commandContract({
    id: 'roster.remap',
    path: '/api/imports/:batchId/mapping',
    method: 'PUT',
    zh: '修改列对应',
    en: 'Change the mapping',
    permission: 'roster.import',
    scope: 'area',
    audit: 'roster.remapped',
    params: batchParams,
    body: z.strictObject({
      version: versionSchema,
      kind: rosterKindSchema,
      sheets: z
        .array(z.strictObject({ use: z.boolean(), fields: z.array(textSchema(40).nullable()).max(500) }))
        .max(50),
    }),
    output: okSchema,
  }),
  apply: commandContract({
    id: 'roster.apply',
    path: '/api/imports/:batchId/application',
    zh: '执行导入',
    en: 'Apply an import',
    permission: 'roster.import',
    scope: 'area',
    audit: 'roster.applied',
    params: batchParams,
    body: z.strictObject({ version: versionSchema }),
    output: z.strictObject({ taskId: idSchema }),
  }),
  undo: commandContract({
    id: 'roster.undo',
    path: '/api/imports/:batchId/undo',
    zh: '撤销导入',
    en: 'Undo an import',
    permission: 'roster.import',
    scope: 'area',
    audit: 'roster.undone',
    params: batchParams,
    body: z.strictObject({ version: versionSchema }),
    output: z.strictObject({ taskId: idSchema }),
  }),
  /** The user's own file with reasons and red cells. */
  file: auditedReadContract({
    id: 'roster.file',
    path: '/api/imports/:batchId/file',
    zh: '下载带原因的名册',
    en: 'Download the roster with reasons',
    permission: 'roster.import',
    scope: 'area',
    audit: 'roster.downloaded',
    stepUp: 'many-people',
    produces: 'xlsx',
    params: batchParams,
    body: z.strictObject({ purpose: purposeSchema }),
    output: z.unknown(),
  }),
  template: auditedReadContract({
    id: 'roster.template',
    path: '/api/imports/template',
    zh: '下载空白模板',
    en: 'Download an empty template',
    permission: 'roster.import',
    scope: 'none',
    audit: 'roster.template-downloaded',
    produces: 'xlsx',
    body: z.strictObject({ kind: rosterKindSchema }),
    output: z.unknown(),
  }),
} as const;
