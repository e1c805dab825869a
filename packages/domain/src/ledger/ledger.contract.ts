import { z } from 'zod';
import { auditedReadContract, commandContract, readContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  idSchema,
  limitSchema,
  monthTextSchema,
  offsetSchema,
  okSchema,
  periodTextSchema,
  plainDateSchema,
  purposeSchema,
  textSchema,
  versionSchema,
} from '../kernel/schema.ts';
import { ledgerColumnSchema } from './ledger-file.ts';

const sentence = z.strictObject({ zh: z.string(), en: z.string() });

export const ledgerViewSchema = z.strictObject({
  key: z.string(),
  zh: z.string(),
  en: z.string(),
  about: sentence,
  source: sentence,
  rows: z.enum(['stock', 'flow', 'records']),
  /** What a row is about. */
  of: z.enum([
    'resident',
    'household',
    'unemployment',
    'employment',
    'contact',
    'certificate',
    'confirmation',
    'policy',
  ]),
  /** The number of the report that counts exactly these people; null where records are listed, or some of the people only. */
  indicator: z.string().nullable(),
  columns: z.array(ledgerColumnSchema),
  /** Every column that this ledger can show. */
  allColumns: z.array(ledgerColumnSchema),
  sort: z.string(),
  paper: z.enum(['portrait', 'landscape']),
  /** True when the city added it. */
  own: z.boolean(),
  /** The city has retired it: in no list, but views and links still open it. */
  retired: z.boolean(),
  /** Columns that the city has retired: in no choice of columns any more. */
  retiredColumns: z.array(ledgerColumnSchema),
});
export type LedgerView = z.infer<typeof ledgerViewSchema>;

export const ledgerRowSchema = z.strictObject({
  subjectKind: z.enum(['resident', 'household']),
  subjectId: idSchema,
  recordId: idSchema.nullable(),
  /** False for somebody who has moved out of the reader's area since: only a masked name is shown. */
  inScope: z.boolean(),
  /** Codes, dates and numbers as they are kept; the words come with the column. */
  cells: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()])),
});
export type LedgerRow = z.infer<typeof ledgerRowSchema>;

const ledgerParams = z.strictObject({ ledger: z.string().regex(/^[a-z0-9-]{1,60}$/) });
const shape = {
  /** A day for who stands in it, a month, quarter or year for what happened; today and this month when left out. */
  period: periodTextSchema.optional(),
  columns: textSchema(1500).optional(),
  where: textSchema(600).optional(),
  sort: textSchema(120).optional(),
};
/**
 * `view` is the saved view that it was opened by, for the count of uses alone. With a closed month the ledger is shown as it was frozen
 * then: no period, filter or order of the reader's.
 */
const question = {
  area: areaCodeSchema.optional(),
  view: idSchema.optional(),
  ...shape,
  closed: monthTextSchema.optional(),
};

const copySchema = z.strictObject({
  month: monthTextSchema,
  /** Communities of the area whose ledgers are frozen, of all that report. */
  communities: z.number(),
  of: z.number(),
  /** The last of them: by whom and when. */
  frozenAt: z.string(),
  frozenBy: z.string(),
  /** SHA-256 of what is frozen; of several communities over theirs, in the order of their codes. */
  digest: z.string(),
  /** Rows of the ledger in it. */
  rows: z.number(),
});
export type LedgerCopyView = z.infer<typeof copySchema>;

/** Cards of one file at most: what a printer's tray holds. */
export const cardLimit = 200;
export const cardFormats = ['pdf', 'xlsx'] as const;
/** How many rows are better exported by a task than waited for. */
export const ledgerWaitedRows = 5000;

/** What a view keeps of the page. What it does not say is as the ledger came; without a period it always shows the present one. */
export const ledgerStateSchema = z.strictObject(shape);
export type LedgerState = z.infer<typeof ledgerStateSchema>;

/** Views that one person can keep, of all ledgers together. */
export const mostLedgerViews = 60;

const savedViewSchema = z.strictObject({
  viewId: idSchema,
  ledger: z.string(),
  name: z.string(),
  shared: z.boolean(),
  owner: z.string(),
  office: z.string(),
  /** Saved by the reader: only then can it be changed or deleted. */
  mine: z.boolean(),
  version: z.number(),
  state: ledgerStateSchema,
});
export type SavedLedgerView = z.infer<typeof savedViewSchema>;
const nameSchema = textSchema(40, 1);
const ownLedgerSchema = z.strictObject({
  ledger: z.string(),
  /** As a file of `regions/` would stand. */
  text: z.string(),
  version: z.number(),
});
export type OwnLedger = z.infer<typeof ownLedgerSchema>;
const viewParams = z.strictObject({ viewId: idSchema });

export const ledgerContracts = {
  list: readContract({
    id: 'ledger.list',
    path: '/api/ledgers',
    zh: '台账目录',
    en: 'List of ledgers',
    permission: 'resident.read',
    scope: 'area',
    output: z.strictObject({
      ledgers: z.array(ledgerViewSchema),
      /** Files that could not be used, with what is wrong. */
      problems: z.array(sentence.extend({ file: z.string(), where: z.string() })),
    }),
  }),
  rows: readContract({
    id: 'ledger.rows',
    path: '/api/ledgers/:ledger/rows',
    zh: '台账内容',
    en: 'Rows of a ledger',
    permission: 'resident.read',
    scope: 'area',
    params: ledgerParams,
    query: z.strictObject({ ...question, limit: limitSchema, offset: offsetSchema }),
    output: z.strictObject({
      area: areaRefSchema,
      from: plainDateSchema,
      last: plainDateSchema,
      count: z.number(),
      rows: z.array(ledgerRowSchema),
      /** Of a closed month: what is frozen of it. */
      copy: copySchema.nullable(),
    }),
  }),
  /** Months whose ledgers are frozen for the area. */
  copies: readContract({
    id: 'ledger.copies',
    path: '/api/ledgers/:ledger/copies',
    zh: '封存台账目录',
    en: 'Closed months of a ledger',
    permission: 'resident.read',
    scope: 'area',
    params: ledgerParams,
    query: z.strictObject({ area: areaCodeSchema.optional() }),
    output: z.strictObject({ copies: z.array(copySchema) }),
  }),
  /** What has changed in a closed month's ledger since it was frozen. */
  changes: readContract({
    id: 'ledger.changes',
    path: '/api/ledgers/:ledger/changes',
    zh: '封存后的变化',
    en: 'Changes of a ledger since a month was closed',
    permission: 'resident.read',
    scope: 'area',
    params: ledgerParams,
    query: z.strictObject({ area: areaCodeSchema.optional(), closed: monthTextSchema }),
    output: z.strictObject({ added: z.array(ledgerRowSchema), removed: z.array(ledgerRowSchema) }),
  }),
  export: auditedReadContract({
    id: 'ledger.export',
    path: '/api/ledgers/:ledger/export',
    zh: '导出台账',
    en: 'Export a ledger',
    permission: 'resident.export',
    scope: 'area',
    audit: 'ledger.exported',
    stepUp: 'many-people',
    produces: 'xlsx',
    params: ledgerParams,
    body: z.strictObject({ ...question, purpose: purposeSchema }),
    output: z.unknown(),
  }),
  print: auditedReadContract({
    id: 'ledger.print',
    path: '/api/ledgers/:ledger/print',
    zh: '打印台账',
    en: 'Print a ledger',
    permission: 'resident.export',
    scope: 'area',
    audit: 'ledger.printed',
    stepUp: 'many-people',
    produces: 'pdf',
    params: ledgerParams,
    body: z.strictObject({ ...question, purpose: purposeSchema }),
    output: z.unknown(),
  }),
  /** 后台导出: every row, however many, in volumes of one workbook each; the file is fetched when the task is done. */
  startExport: commandContract({
    id: 'ledger.start-export',
    path: '/api/ledgers/:ledger/exports',
    zh: '后台导出台账',
    en: 'Export a ledger in the background',
    permission: 'resident.export',
    scope: 'area',
    audit: 'ledger.export-started',
    params: ledgerParams,
    body: z.strictObject({ ...question, purpose: purposeSchema }),
    output: z.strictObject({ taskId: idSchema }),
  }),
  /** 批量打印卡片: the cards of chosen people or households, or of all that are filtered, ordered by address, in one file. */
  startCards: commandContract({
    id: 'ledger.start-cards',
    path: '/api/ledgers/:ledger/cards',
    zh: '批量打印卡片',
    en: 'Print cards of a ledger',
    permission: 'resident.export',
    scope: 'area',
    audit: 'ledger.cards-started',
    params: ledgerParams,
    body: z.strictObject({
      ...question,
      /** People or households of the ledger; all of it when left out. */
      subjects: z.array(idSchema).min(1).max(cardLimit).optional(),
      format: z.enum(cardFormats),
      purpose: purposeSchema,
    }),
    output: z.strictObject({ taskId: idSchema }),
  }),
  downloadExport: auditedReadContract({
    id: 'ledger.download-export',
    path: '/api/ledger-exports/:taskId/download',
    zh: '下载导出的台账',
    en: 'Download an exported ledger',
    permission: 'resident.export',
    scope: 'own',
    audit: 'ledger.export-downloaded',
    stepUp: 'many-people',
    produces: 'zip',
    params: z.strictObject({ taskId: idSchema }),
    body: z.strictObject({ purpose: purposeSchema }),
    output: z.unknown(),
  }),
  listViews: readContract({
    id: 'ledger.list-views',
    path: '/api/ledger-views',
    zh: '保存的台账视图',
    en: 'Saved views of ledgers',
    permission: 'resident.read',
    scope: 'own',
    output: z.strictObject({ views: z.array(savedViewSchema) }),
  }),
  saveView: commandContract({
    id: 'ledger.save-view',
    path: '/api/ledgers/:ledger/views',
    zh: '保存台账视图',
    en: 'Save a view of a ledger',
    permission: 'resident.read',
    scope: 'own',
    audit: 'ledger.view-saved',
    params: ledgerParams,
    body: z.strictObject({ name: nameSchema, shared: z.boolean(), state: ledgerStateSchema }),
    output: z.strictObject({ viewId: idSchema }),
  }),
  changeView: commandContract({
    id: 'ledger.change-view',
    path: '/api/ledger-views/:viewId',
    method: 'PUT',
    zh: '修改台账视图',
    en: 'Change a saved view',
    permission: 'resident.read',
    scope: 'own',
    audit: 'ledger.view-changed',
    params: viewParams,
    body: z.strictObject({
      version: versionSchema,
      name: nameSchema,
      shared: z.boolean(),
      /** Absent: as it was saved. */
      state: ledgerStateSchema.optional(),
    }),
    output: okSchema,
  }),
  deleteView: commandContract({
    id: 'ledger.delete-view',
    path: '/api/ledger-views/:viewId/deletion',
    zh: '删除台账视图',
    en: 'Delete a saved view',
    permission: 'resident.read',
    scope: 'own',
    audit: 'ledger.view-deleted',
    params: viewParams,
    body: z.strictObject({ version: versionSchema }),
    output: okSchema,
  }),
  listOwn: readContract({
    id: 'ledger.list-own',
    path: '/api/ledger-definitions',
    zh: '本市台账定义',
    en: 'Definitions of the city’s own ledgers',
    permission: 'ledger.define',
    scope: 'none',
    output: z.strictObject({ definitions: z.array(ownLedgerSchema) }),
  }),
  /** 添加、修改本市台账: the text of a ledger file; with version 0 a new one. */
  define: commandContract({
    id: 'ledger.define',
    path: '/api/ledger-definitions',
    zh: '定义本市台账',
    en: 'Define a ledger of the city',
    permission: 'ledger.define',
    scope: 'none',
    audit: 'ledger.defined',
    body: z.strictObject({ version: z.number().int().min(0).max(1_000_000), text: textSchema(20_000, 2) }),
    output: z.strictObject({ ledger: z.string() }),
  }),
  withdraw: commandContract({
    id: 'ledger.withdraw',
    path: '/api/ledger-definitions/:ledger/withdrawal',
    zh: '停用本市台账',
    en: 'Withdraw a ledger of the city',
    permission: 'ledger.define',
    scope: 'none',
    audit: 'ledger.withdrawn',
    params: ledgerParams,
    body: z.strictObject({ version: versionSchema }),
    output: okSchema,
  }),
} as const;
