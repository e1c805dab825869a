import { z } from 'zod';
import { auditedReadContract, commandContract, readContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  monthTextSchema,
  okSchema,
  plainDateSchema,
  purposeSchema,
  textSchema,
  versionOrNoneSchema,
} from '../kernel/schema.ts';

const textsSchema = z.strictObject({
  'job-seeking': textSchema(2000),
  're-employment': textSchema(2000),
  'service-needs': textSchema(2000),
  'unemployed-status': textSchema(2000),
  'next-month': textSchema(2000),
});

const figureSchema = z.strictObject({
  key: z.string(),
  now: z.number(),
  lastMonth: z.number().nullable(),
  lastYear: z.number().nullable(),
  open: z.number().nullable(),
  overdue: z.number().nullable(),
});

const remarkSchema = z.strictObject({
  text: z.string(),
  remarkedAt: z.string(),
  remarkedBy: z.string().nullable(),
  office: z.string().nullable(),
});

export const analysisSheetSchema = z.strictObject({
  area: areaRefSchema,
  kind: z.string(),
  month: monthTextSchema,
  state: z.enum(['missing', 'draft', 'signed']),
  dueOn: plainDateSchema,
  overdue: z.boolean(),
  revision: z.number(),
  /** Why this version was started; empty for the first. */
  reason: z.string(),
  /** Live until signed, then as signed. */
  figures: z.array(figureSchema),
  parts: z.array(z.strictObject({ name: z.string(), change: z.number() })),
  texts: textsSchema,
  /** The text as the system drafts it from the figures now. */
  drafted: textsSchema,
  signedAt: z.string().nullable(),
  signedName: z.string(),
  /** SHA-256 of figures, texts and signature. */
  digest: z.string().nullable(),
  /** What is stored still gives the digest; null before the signature. */
  intact: z.boolean().nullable(),
  remarks: z.array(remarkSchema),
  revisions: z.array(
    z.strictObject({
      revision: z.number(),
      signedAt: z.string().nullable(),
      signedName: z.string(),
      reason: z.string(),
    }),
  ),
  actions: z.array(z.enum(['save', 'sign', 'revise', 'remark'])),
  /** 0 where nothing is stored yet. */
  version: z.number(),
});
export type AnalysisSheet = z.infer<typeof analysisSheetSchema>;

const sheetKey = z.strictObject({ area: areaCodeSchema, month: monthTextSchema });
const guarded = sheetKey.extend({ version: versionOrNoneSchema });

export const analysisSheetContracts = {
  get: readContract({
    id: 'analysis-sheet.get',
    path: '/api/analysis-sheets/sheet',
    zh: '月度分析',
    en: 'Monthly analysis',
    permission: 'report.read',
    scope: 'area',
    query: sheetKey.extend({ revision: z.coerce.number().int().min(1).optional() }),
    output: analysisSheetSchema,
  }),
  board: readContract({
    id: 'analysis-sheet.board',
    path: '/api/analysis-sheets',
    zh: '月度分析签字情况',
    en: 'Who has signed the monthly analysis',
    permission: 'report.read',
    scope: 'area',
    query: sheetKey,
    output: z.strictObject({
      areas: z.array(
        z.strictObject({
          area: areaRefSchema,
          kind: z.string(),
          state: z.enum(['missing', 'draft', 'signed']),
          dueOn: plainDateSchema,
          overdue: z.boolean(),
          /** Signed after the due day. */
          late: z.boolean(),
          revision: z.number(),
          signedAt: z.string().nullable(),
          signedName: z.string(),
          remarks: z.number(),
        }),
      ),
    }),
  }),
  save: commandContract({
    id: 'analysis-sheet.save',
    path: '/api/analysis-sheets/sheet',
    zh: '保存月度分析草稿',
    en: 'Save the draft of a monthly analysis',
    permission: 'analysis.write',
    scope: 'area',
    audit: 'analysis-sheet.saved',
    method: 'PUT',
    body: guarded.extend({ texts: textsSchema }),
    output: okSchema,
  }),
  sign: commandContract({
    id: 'analysis-sheet.sign',
    path: '/api/analysis-sheets/signature',
    zh: '签字',
    en: 'Sign a monthly analysis',
    permission: 'analysis.write',
    scope: 'area',
    audit: 'analysis-sheet.signed',
    body: guarded.extend({ texts: textsSchema }),
    output: okSchema,
  }),
  revise: commandContract({
    id: 'analysis-sheet.revise',
    path: '/api/analysis-sheets/revision',
    zh: '另起新版本',
    en: 'Start a new version of a signed analysis',
    permission: 'analysis.write',
    scope: 'area',
    audit: 'analysis-sheet.revised',
    body: guarded.extend({ reason: textSchema(200, 2) }),
    output: okSchema,
  }),
  remark: commandContract({
    id: 'analysis-sheet.remark',
    path: '/api/analysis-sheets/remark',
    zh: '阅批',
    en: 'Read and remark on a monthly analysis',
    permission: 'report.accept',
    scope: 'area',
    audit: 'analysis-sheet.remarked',
    /** An empty text says that it was read. */
    body: guarded.extend({ text: textSchema(500) }),
    output: okSchema,
  }),
  print: auditedReadContract({
    id: 'analysis-sheet.print',
    path: '/api/analysis-sheets/pdf',
    zh: '打印月度分析',
    en: 'Print a monthly analysis',
    permission: 'report.export',
    scope: 'area',
    audit: 'analysis-sheet.printed',
    produces: 'pdf',
    body: sheetKey.extend({ purpose: purposeSchema }),
    output: z.unknown(),
  }),
} as const;
