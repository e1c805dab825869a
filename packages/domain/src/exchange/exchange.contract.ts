import { z } from 'zod';
import { auditedReadContract, commandContract, readContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  idSchema,
  limitSchema,
  offsetSchema,
  plainDateSchema,
  purposeSchema,
  versionSchema,
} from '../kernel/schema.ts';
import { exchangeEditionSchema } from './exchange.edition.ts';
import { type FindingCode, findingKinds } from './exchange.findings.ts';

export const deliveryFormats = ['csv-gb18030', 'csv-utf8', 'xlsx', 'txt-gb18030', 'txt-utf8'] as const;
export type DeliveryFormat = (typeof deliveryFormats)[number];
/** `checking` → `checked` → `making` → `ready` → `expired`; `stopped`: faulty rows and the user asked to stop; `failed`: try again. */
export const deliveryStates = ['checking', 'checked', 'making', 'ready', 'stopped', 'failed', 'expired'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

const editionId = z.string().regex(/^[a-z0-9][a-z0-9-]{1,39}$/);
const tableCode = z.string().regex(/^[A-Z]{1,4}\d{1,4}$/);
const sentenceSchema = z.strictObject({ zh: z.string(), en: z.string() });
const problemSchema = z.strictObject({ where: z.string(), zh: z.string(), en: z.string() });
const detailsSchema = z.record(z.string(), z.union([z.string(), z.number()]));
const findingCodeSchema = z.enum(Object.keys(findingKinds) as [FindingCode, ...FindingCode[]]);

export const findingGroupSchema = z.strictObject({
  table: z.string(),
  field: z.string().nullable(),
  code: findingCodeSchema,
  details: detailsSchema,
  count: z.number(),
  firstRow: z.number(),
});
export const findingSchema = z.strictObject({
  table: z.string(),
  row: z.number(),
  field: z.string().nullable(),
  code: findingCodeSchema,
  details: detailsSchema,
  /** Whose record it is, where it is ours. */
  residentId: idSchema.nullable(),
});
export type ListedFinding = z.infer<typeof findingSchema>;

/** Counts of one table of a delivery. */
export const tableCountSchema = z.strictObject({
  table: z.string(),
  rows: z.number(),
  added: z.number(),
  changed: z.number(),
  deleted: z.number(),
  /** Rows with an error, and rows that go with them: left out of the file. */
  leftOut: z.number(),
  file: z.string().nullable(),
  sha256: z.string().nullable(),
});
export type TableCount = z.infer<typeof tableCountSchema>;

export const deliverySchema = z.strictObject({
  deliveryId: idSchema,
  area: areaRefSchema,
  edition: z.string(),
  tables: z.array(z.string()),
  mode: z.enum(['all', 'changes']),
  asOf: plainDateSchema,
  /** Changes since this delivery. */
  since: z.strictObject({ number: z.number(), readAt: z.string() }).nullable(),
  format: z.enum(deliveryFormats),
  purpose: z.string(),
  state: z.enum(deliveryStates),
  /** Why it failed or stopped, in the reader's language. */
  message: z.string(),
  number: z.number().nullable(),
  onError: z.enum(['leave-out', 'stop']).nullable(),
  counts: z.array(tableCountSchema),
  errors: z.number(),
  warnings: z.number(),
  bytes: z.number().nullable(),
  sha256: z.string().nullable(),
  taskId: idSchema.nullable(),
  createdAt: z.string(),
  createdBy: z.string().nullable(),
  finishedAt: z.string().nullable(),
  /** Day on which the file is deleted. */
  expiresOn: plainDateSchema.nullable(),
  downloads: z.number(),
  version: z.number(),
});
export type Delivery = z.infer<typeof deliverySchema>;

const deliveryParams = z.strictObject({ deliveryId: idSchema });

export const checkReportSchema = z.strictObject({
  edition: z.string(),
  tables: z.array(
    z.strictObject({
      table: z.string(),
      file: z.string(),
      rows: z.number(),
      faultyRows: z.number(),
      /** Tables that this one refers to and that were not in the upload. */
      unchecked: z.array(z.string()),
    }),
  ),
  errors: z.number(),
  warnings: z.number(),
  groups: z.array(findingGroupSchema),
  /** The first of them, each with its row. */
  findings: z.array(
    findingSchema.omit({ residentId: true }).extend({
      file: z.string(),
      /** Line of the file from 1, the header counted; column from 1; null: the whole line, or a column that is not there. */
      line: z.number(),
      column: z.number().nullable(),
    }),
  ),
});
export type CheckReport = z.infer<typeof checkReportSchema>;

export const exchangeContracts = {
  editions: readContract({
    id: 'exchange.editions',
    path: '/api/exchange/editions',
    zh: '对应文件',
    en: 'Mapping files',
    permission: 'exchange.export',
    scope: 'none',
    output: z.strictObject({
      editions: z.array(exchangeEditionSchema),
      /** Files that cannot be used, with every fault. */
      faulty: z.array(z.strictObject({ file: z.string(), problems: z.array(problemSchema) })),
      /** Words of our record fields, by `kind.field`. */
      fields: z.record(z.string(), sentenceSchema),
    }),
  }),
  list: readContract({
    id: 'exchange.list',
    path: '/api/exchange/deliveries',
    zh: '交付记录',
    en: 'Deliveries',
    permission: 'exchange.export',
    scope: 'area',
    query: z.strictObject({ limit: limitSchema, offset: offsetSchema }),
    output: z.strictObject({ count: z.number(), deliveries: z.array(deliverySchema) }),
  }),
  delivery: readContract({
    id: 'exchange.delivery',
    path: '/api/exchange/deliveries/:deliveryId',
    zh: '一次交付',
    en: 'One delivery',
    permission: 'exchange.export',
    scope: 'area',
    params: deliveryParams,
    output: deliverySchema.extend({
      groups: z.array(findingGroupSchema),
      downloadedBy: z.array(z.strictObject({ at: z.string(), name: z.string(), purpose: z.string() })),
    }),
  }),
  findings: readContract({
    id: 'exchange.findings',
    path: '/api/exchange/deliveries/:deliveryId/findings',
    zh: '检查结果明细',
    en: 'Findings row by row',
    permission: 'exchange.export',
    scope: 'area',
    params: deliveryParams,
    output: z.strictObject({ total: z.number(), findings: z.array(findingSchema) }),
  }),
  prepare: commandContract({
    id: 'exchange.prepare',
    path: '/api/exchange/deliveries',
    zh: '新建交付并检查',
    en: 'Prepare a delivery and check it',
    permission: 'exchange.export',
    scope: 'area',
    audit: 'exchange.prepared',
    body: z.strictObject({
      areaCode: areaCodeSchema,
      edition: editionId,
      tables: z.array(tableCode).min(1).max(60),
      mode: z.enum(['all', 'changes']),
      asOf: plainDateSchema,
      format: z.enum(deliveryFormats),
      purpose: purposeSchema,
    }),
    output: z.strictObject({ deliveryId: idSchema, taskId: idSchema }),
  }),
  make: commandContract({
    id: 'exchange.make',
    path: '/api/exchange/deliveries/:deliveryId/file',
    zh: '生成交付文件',
    en: 'Make the file of a delivery',
    permission: 'exchange.export',
    scope: 'area',
    audit: 'exchange.made',
    params: deliveryParams,
    body: z.strictObject({ version: versionSchema, onError: z.enum(['leave-out', 'stop']) }),
    output: z.strictObject({ taskId: idSchema }),
  }),
  download: auditedReadContract({
    id: 'exchange.download',
    path: '/api/exchange/deliveries/:deliveryId/download',
    zh: '下载交付文件',
    en: 'Download the file of a delivery',
    permission: 'exchange.export',
    scope: 'area',
    audit: 'exchange.downloaded',
    stepUp: 'always',
    produces: 'zip',
    params: deliveryParams,
    body: z.strictObject({ purpose: purposeSchema }),
    output: z.unknown(),
  }),
  validate: commandContract({
    id: 'exchange.validate',
    path: '/api/exchange/checks',
    zh: '检查交换文件',
    en: 'Check an exchange file',
    permission: 'exchange.export',
    scope: 'none',
    audit: 'exchange.checked',
    consumes: 'upload',
    body: z.strictObject({ edition: editionId, table: tableCode.optional() }),
    output: checkReportSchema,
  }),
} as const;
