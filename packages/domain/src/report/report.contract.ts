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
  plainDateSchema,
  purposeSchema,
  textSchema,
  versionOrNoneSchema,
  versionSchema,
} from '../kernel/schema.ts';

/**
 * The monthly report 就业失业月报: rows of lines × columns. A value is null where the line has no object (empty denominator),
 * never 0 or 100 in its place. Ratios are per cent with two decimals.
 */
export const reportLineSchema = z.strictObject({
  key: z.string(),
  zh: z.string(),
  en: z.string(),
  level: z.number(),
  unit: z.enum(['person', 'percent', 'household']),
  definition: z.strictObject({
    zh: z.string(),
    en: z.string(),
    source: z.strictObject({ zh: z.string(), en: z.string() }),
  }),
  /** Values by column key: total, male, female, age-16-24 … */
  month: z.record(z.string(), z.number().nullable()),
  yearToDate: z.record(z.string(), z.number().nullable()),
  adjustment: z.record(z.string(), z.number().nullable()),
  priorYear: z.record(z.string(), z.number().nullable()),
  lastMonth: z.record(z.string(), z.number().nullable()),
  sameMonthLastYear: z.record(z.string(), z.number().nullable()),
  /** Columns of an open month whose numbers are counted from people: missing above until they are asked for with `ages`. */
  pending: z.array(z.string()),
  /** Cells that open their people: stocks and flows do, ratios open numerator and denominator. */
  drill: z.boolean(),
});
export const reportColumnSchema = z.strictObject({
  key: z.string(),
  zh: z.string(),
  en: z.string(),
  group: z.strictObject({ zh: z.string(), en: z.string() }).nullable(),
});

/** A cell that somebody points at when returning a form, with what is wrong there. */
export const pointedCellSchema = z.strictObject({
  row: textSchema(60),
  column: textSchema(60),
  remark: textSchema(200),
});
export type PointedCell = z.infer<typeof pointedCellSchema>;

const changedCellSchema = z.strictObject({
  key: z.string(),
  column: z.string(),
  before: z.number().nullable(),
  now: z.number().nullable(),
});

export const reportStateSchema = z.strictObject({
  state: z.enum(['draft', 'submitted', 'accepted', 'closed']),
  overdue: z.boolean(),
  dueOn: plainDateSchema,
  submittedAt: z.string().nullable(),
  submittedBy: z.string().nullable(),
  acceptedAt: z.string().nullable(),
  acceptedBy: z.string().nullable(),
  closedAt: z.string().nullable(),
  closedBy: z.string().nullable(),
  returnReason: z.string(),
  /** Cells named by the last return, until the form is handed in again. */
  returnedCells: z.array(pointedCellSchema),
  /** How often the level above has asked for the form, and when last; of a form that is not handed in. */
  reminders: z.strictObject({ count: z.number(), lastOn: plainDateSchema.nullable(), lastBy: z.string() }),
  digest: z.string().nullable(),
  version: z.number(),
  /** Lines whose numbers changed since submission. */
  changedSinceSubmission: z.array(changedCellSchema),
  /** Lines whose numbers changed since the level above last accepted the form, also when it has been returned since. */
  changedSinceAcceptance: z.array(changedCellSchema),
  allowedActions: z.array(z.enum(['submit', 'return', 'accept', 'close'])),
  /** Children not yet closed, for parents. */
  openChildren: z.number(),
});

export const monthlyReportSchema = z.strictObject({
  form: z.literal('monthly'),
  area: areaRefSchema,
  month: monthTextSchema,
  basis: z.literal('as-booked'),
  /** sealed = from the roll-up of the closed month, open = from balances and totals. */
  sealed: z.boolean(),
  columns: z.array(reportColumnSchema),
  lines: z.array(reportLineSchema),
  denominator: z.strictObject({ zh: z.string(), en: z.string() }),
  state: reportStateSchema,
});
export type MonthlyReport = z.infer<typeof monthlyReportSchema>;

const reportQuery = z.strictObject({ area: areaCodeSchema, month: monthTextSchema });
const cellQuery = reportQuery.extend({
  line: textSchema(60),
  column: textSchema(40),
  measure: z.enum(['month', 'yearToDate', 'adjustment', 'priorYear']),
});

export const reportPersonSchema = z.strictObject({
  subjectKind: z.enum(['resident', 'household']),
  subjectId: idSchema,
  name: z.string(),
  sex: z.enum(['1', '2']).nullable(),
  age: z.number().nullable(),
  citizenIdMasked: z.string().nullable(),
  area: areaRefSchema,
  effectiveOn: plainDateSchema,
  quantity: z.number(),
  /** False when the person has since moved out of the reader's scope: name masked, file not linked. */
  inScope: z.boolean(),
});

export const reportContracts = {
  monthly: readContract({
    id: 'report.monthly',
    path: '/api/reports/monthly',
    zh: '就业失业月报',
    en: 'Monthly report',
    permission: 'report.read',
    scope: 'area',
    query: reportQuery.extend({
      /** 'true': also count the stocks by age of open months, which takes longer the larger the city is. */
      ages: z.enum(['true', 'false']).default('false'),
    }),
    output: monthlyReportSchema,
  }),
  people: readContract({
    id: 'report.people',
    path: '/api/reports/monthly/people',
    zh: '数字背后的人',
    en: 'The people behind a number',
    permission: 'report.read',
    scope: 'area',
    query: cellQuery.extend({
      /** Of the rate: whose people; the numerator's without it. */
      part: z.enum(['numerator', 'denominator']).optional(),
      limit: limitSchema,
      offset: offsetSchema,
    }),
    output: z.strictObject({
      count: z.number(),
      value: z.number().nullable(),
      /** 期初 41 + 新登记 6 − 注销 8 + 调整 1 = 40 */
      path: z.array(
        z.strictObject({ sign: z.enum(['=', '+', '-']), zh: z.string(), en: z.string(), value: z.number() }),
      ),
      /** Of the rate: what its numerator is divided by. */
      divisor: z
        .array(z.strictObject({ sign: z.enum(['=', '+', '-']), zh: z.string(), en: z.string(), value: z.number() }))
        .nullable(),
      people: z.array(reportPersonSchema),
    }),
  }),
  /** The children of an area with state and main figures: the submission board. */
  board: readContract({
    id: 'report.board',
    path: '/api/reports/monthly/board',
    zh: '上报情况',
    en: 'Submission board',
    permission: 'report.read',
    scope: 'area',
    query: reportQuery,
    output: z.strictObject({
      children: z.array(
        z.strictObject({
          area: areaRefSchema,
          kind: z.string(),
          state: z.enum(['draft', 'submitted', 'accepted', 'closed']),
          overdue: z.boolean(),
          dueOn: plainDateSchema,
          registeredUnemployed: z.number(),
          newlyRegistered: z.number(),
          newUrbanEmployment: z.number(),
        }),
      ),
    }),
  }),
  submit: commandContract({
    id: 'report.submit',
    path: '/api/reports/monthly/submission',
    zh: '上报',
    en: 'Submit',
    permission: 'report.submit',
    scope: 'area',
    audit: 'report.submitted',
    body: reportQuery.extend({ version: versionOrNoneSchema }),
    output: okSchema,
  }),
  return: commandContract({
    id: 'report.return',
    path: '/api/reports/monthly/return',
    zh: '退回',
    en: 'Return with a reason',
    permission: 'report.accept',
    scope: 'area',
    audit: 'report.returned',
    body: reportQuery.extend({
      version: versionSchema,
      reason: textSchema(200, 2),
      cells: z.array(pointedCellSchema).max(50).default([]),
    }),
    output: okSchema,
  }),
  accept: commandContract({
    id: 'report.accept',
    path: '/api/reports/monthly/acceptance',
    zh: '接收',
    en: 'Accept',
    permission: 'report.accept',
    scope: 'area',
    audit: 'report.accepted',
    body: reportQuery.extend({ version: versionSchema }),
    output: okSchema,
  }),
  /** Closes all leaves of the area whose forms are accepted (or by force after the due date with a reason), then seals the parents; a background task. */
  close: commandContract({
    id: 'report.close',
    path: '/api/reports/monthly/closing',
    zh: '关账锁定',
    en: 'Close the month',
    permission: 'report.close',
    scope: 'area',
    audit: 'report.closed',
    stepUp: 'always',
    body: reportQuery.extend({ force: z.boolean(), reason: textSchema(200) }),
    output: z.strictObject({ taskId: idSchema }),
  }),
  exportXlsx: auditedReadContract({
    id: 'report.export-xlsx',
    path: '/api/reports/monthly/xlsx',
    zh: '导出月报表格',
    en: 'Export as .xlsx',
    permission: 'report.export',
    scope: 'area',
    audit: 'report.exported',
    produces: 'xlsx',
    body: reportQuery.extend({ purpose: purposeSchema }),
    output: z.unknown(),
  }),
  exportPdf: auditedReadContract({
    id: 'report.export-pdf',
    path: '/api/reports/monthly/pdf',
    zh: '打印月报',
    en: 'Print as PDF',
    permission: 'report.export',
    scope: 'area',
    audit: 'report.printed',
    produces: 'pdf',
    body: reportQuery.extend({ purpose: purposeSchema }),
    output: z.unknown(),
  }),
} as const;
