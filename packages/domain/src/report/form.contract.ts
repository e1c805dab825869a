import { z } from 'zod';
import { auditedReadContract, commandContract, readContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  limitSchema,
  offsetSchema,
  periodTextSchema,
  plainDateSchema,
  purposeSchema,
  textSchema,
  versionOrNoneSchema,
} from '../kernel/schema.ts';
import { formMeasures } from './form.ts';
import { reportPersonSchema } from './report.contract.ts';

const formKeySchema = z.string().regex(/^[a-z0-9-]{1,60}$/);
const formParams = z.strictObject({ form: formKeySchema });
const formQuery = z.strictObject({ area: areaCodeSchema, period: periodTextSchema });
const sentence = z.strictObject({ zh: z.string(), en: z.string() });
const periodKinds = z.enum(['day', 'week', 'month', 'quarter']);
/** Values by column; null is "no object" or, of entries by hand, "not entered yet". Columns that a row does not have are absent. */
const valuesSchema = z.record(z.string(), z.number().nullable());

export const formHeadSchema = z.strictObject({
  key: z.string(),
  zh: z.string(),
  en: z.string(),
  short: sentence,
  number: z.string(),
  issuer: sentence,
  periodKind: periodKinds,
  levels: z.array(z.string()),
  /** Comes with the system, or from a file of the region. */
  origin: z.enum(['built-in', 'region']),
});

export const formColumnSchema = z.strictObject({
  key: z.string(),
  zh: z.string(),
  en: z.string(),
  heads: z.array(sentence),
  measure: z.enum(formMeasures),
  cell: z.string(),
});

export const manualEntrySchema = z.strictObject({
  cell: z.string(),
  /** What this unit itself entered; the number in the table adds those below. */
  own: z.number().nullable(),
  version: z.number(),
  enteredBy: z.string(),
  enteredAt: z.string(),
});

export const filledRowSchema = z.strictObject({
  key: z.string(),
  zh: z.string(),
  en: z.string(),
  level: z.number(),
  kind: z.enum(['heading', 'stock', 'flow', 'sum', 'ratio', 'manual', 'external']),
  unit: sentence,
  decimals: z.number(),
  definition: sentence.extend({ source: sentence }),
  period: valuesSchema,
  previous: valuesSchema,
  yearAgo: valuesSchema,
  /** Columns that are still to be counted from people; asked for again with `ages`. */
  pending: z.array(z.string()),
  /** What a cell opens: its people or households, the entries by hand, the source, or nothing. */
  opens: z.enum(['people', 'households', 'entries', 'source', 'nothing']),
  /** Both parts of a ratio open. */
  divided: z.boolean(),
  entries: z.array(manualEntrySchema),
  /** It is computed from entries that nobody has made yet. */
  waits: z.boolean(),
});

export const failedCheckSchema = z.strictObject({
  key: z.string(),
  severity: z.enum(['error', 'warning']),
  zh: z.string(),
  en: z.string(),
  /** Where it does not hold: the column's name. */
  column: sentence,
  rows: z.array(z.string()),
  left: z.number(),
  right: z.number(),
  explanation: z.strictObject({ text: z.string(), by: z.string(), at: z.string(), version: z.number() }).nullable(),
});

export const filledReportSchema = z.strictObject({
  form: formHeadSchema,
  columns: z.array(formColumnSchema),
  rows: z.array(filledRowSchema),
  notes: z.array(sentence),
  area: areaRefSchema,
  period: z.strictObject({
    text: z.string(),
    from: plainDateSchema,
    last: plainDateSchema,
    zh: z.string(),
    en: z.string(),
  }),
  /** Texts of the periods compared with; null before the opening. */
  previousPeriod: z.string().nullable(),
  yearAgoPeriod: z.string().nullable(),
  /** Months and quarters as booked; days and weeks by effective date, as known now. */
  basis: z.enum(['as-booked', 'as-known-now']),
  sealed: z.boolean(),
  state: z.enum(['draft', 'submitted', 'accepted', 'closed']),
  /** The reader owns the form and it is a draft: she may enter, write and explain. */
  mayFill: z.boolean(),
  checks: z.array(failedCheckSchema),
  /** Rows that wait for an entry. */
  missing: z.array(z.string()),
  narrative: z
    .strictObject({
      /** From the figures as they stand now. */
      draft: sentence,
      text: z.string().nullable(),
      by: z.string(),
      at: z.string().nullable(),
      version: z.number(),
    })
    .nullable(),
});
export type FilledReportAnswer = z.infer<typeof filledReportSchema>;

const stepSchema = z.strictObject({ sign: z.enum(['=', '+', '-']), zh: z.string(), en: z.string(), value: z.number() });

export const reportFormContracts = {
  forms: readContract({
    id: 'report-form.list',
    path: '/api/reports/forms',
    zh: '报表目录',
    en: 'Report forms',
    permission: 'report.read',
    scope: 'area',
    output: z.strictObject({
      forms: z.array(formHeadSchema),
      /** Files of the region that could not be used, with what to change. */
      problems: z.array(z.strictObject({ file: z.string(), where: z.string(), zh: z.string(), en: z.string() })),
    }),
  }),
  fill: readContract({
    id: 'report-form.fill',
    path: '/api/reports/forms/:form',
    zh: '报表',
    en: 'A filled form',
    permission: 'report.read',
    scope: 'area',
    params: formParams,
    query: formQuery.extend({
      /** 'true': also count the stocks by age of open months from people, which takes longer the larger the city is. */
      ages: z.enum(['true', 'false']).default('false'),
    }),
    output: filledReportSchema,
  }),
  people: readContract({
    id: 'report-form.people',
    path: '/api/reports/forms/:form/people',
    zh: '报表数字的来历和名单',
    en: 'What stands behind a number of a form',
    permission: 'report.read',
    scope: 'area',
    params: formParams,
    query: formQuery.extend({
      row: textSchema(60),
      column: textSchema(60),
      /** Of a ratio: whose people; the numerator's without it. */
      part: z.enum(['numerator', 'denominator']).optional(),
      limit: limitSchema,
      offset: offsetSchema,
    }),
    output: z.strictObject({
      value: z.number().nullable(),
      /** 期初 41 + 新登记 6 − 注销 8 = 40; of a ratio its numerator. */
      path: z.array(stepSchema),
      /** Of a ratio: what it is divided by. */
      divisor: z.array(stepSchema).nullable(),
      /** Sum of the listed quantities, people or households. */
      count: z.number(),
      people: z.array(reportPersonSchema),
      /** Of entries by hand: who entered what. */
      entries: z.array(
        z.strictObject({
          area: areaRefSchema,
          cell: z.string(),
          value: z.number().nullable(),
          enteredBy: z.string(),
          enteredAt: z.string(),
        }),
      ),
      /** Of a published value: which publication it comes from. */
      publication: z
        .strictObject({
          area: areaRefSchema,
          period: z.string(),
          document: z.string(),
          publisher: z.string(),
          publishedOn: plainDateSchema,
          enteredBy: z.string(),
          enteredAt: z.string(),
        })
        .nullable(),
    }),
  }),
  enter: commandContract({
    id: 'report-form.enter',
    path: '/api/reports/forms/:form/cells',
    zh: '录入手工格',
    en: 'Enter a cell by hand',
    permission: 'report.submit',
    scope: 'area',
    audit: 'report-form.entered',
    params: formParams,
    body: formQuery.extend({
      row: textSchema(60),
      cell: textSchema(60),
      /** null takes the entry back. */
      value: z.number().int().min(0).max(1_000_000_000).nullable(),
      /** 0 stands for “not there yet”. */
      version: versionOrNoneSchema,
    }),
    output: z.strictObject({ version: z.number() }),
  }),
  writeNarrative: commandContract({
    id: 'report-form.write-narrative',
    path: '/api/reports/forms/:form/narrative',
    zh: '写文字分析',
    en: 'Write the narrative',
    permission: 'report.submit',
    scope: 'area',
    audit: 'report-form.narrated',
    params: formParams,
    body: formQuery.extend({ text: textSchema(4000), version: versionOrNoneSchema }),
    output: z.strictObject({ version: z.number() }),
  }),
  explain: commandContract({
    id: 'report-form.explain',
    path: '/api/reports/forms/:form/explanations',
    zh: '说明审核情况',
    en: 'Explain a failed check',
    permission: 'report.submit',
    scope: 'area',
    audit: 'report-form.explained',
    params: formParams,
    body: formQuery.extend({ check: textSchema(60), text: textSchema(500, 2), version: versionOrNoneSchema }),
    output: z.strictObject({ version: z.number() }),
  }),
  exportXlsx: auditedReadContract({
    id: 'report-form.export-xlsx',
    path: '/api/reports/forms/:form/xlsx',
    zh: '导出报表表格',
    en: 'Export a form as .xlsx',
    permission: 'report.export',
    scope: 'area',
    audit: 'report-form.exported',
    produces: 'xlsx',
    params: formParams,
    body: formQuery.extend({ purpose: purposeSchema }),
    output: z.unknown(),
  }),
  exportPdf: auditedReadContract({
    id: 'report-form.export-pdf',
    path: '/api/reports/forms/:form/pdf',
    zh: '打印报表',
    en: 'Print a form as PDF',
    permission: 'report.export',
    scope: 'area',
    audit: 'report-form.printed',
    produces: 'pdf',
    params: formParams,
    body: formQuery.extend({ purpose: purposeSchema, paper: z.enum(['a4', 'a3']).optional() }),
    output: z.unknown(),
  }),
} as const;
