import { z } from 'zod';
import { auditedReadContract, commandContract, readContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  codeSchema,
  idSchema,
  okSchema,
  periodTextSchema,
  plainDateSchema,
  purposeSchema,
  textSchema,
  versionOrNoneSchema,
  versionSchema,
} from '../kernel/schema.ts';
import { pointedCellSchema } from '../report/report.contract.ts';

const stateSchema = z.enum(['draft', 'submitted', 'accepted', 'closed']);
const formQuery = z.strictObject({ area: areaCodeSchema, form: codeSchema, period: periodTextSchema });

/** One office's report of a period on the board. */
export const submissionRowSchema = z.strictObject({
  area: areaRefSchema,
  kind: z.enum(['city', 'district', 'street', 'community']),
  state: stateSchema,
  dueOn: plainDateSchema,
  /** Not handed in and past its due day. */
  overdue: z.boolean(),
  /** Days past the due day: of a form that was handed in, by its first submission; of an open one, by today. */
  lateDays: z.number(),
  submittedAt: z.string().nullable(),
  submittedBy: z.string(),
  returns: z.number(),
  reminders: z.number(),
  remindedOn: plainDateSchema.nullable(),
  mayRemind: z.boolean(),
  /** Whether there is a level below that hands the same form in. */
  hasBelow: z.boolean(),
});
export type SubmissionRow = z.infer<typeof submissionRowSchema>;

export const boardFilters = ['draft', 'overdue', 'submitted', 'accepted', 'closed', 'returned', 'late'] as const;
export type BoardFilter = (typeof boardFilters)[number];

const changedCellSchema = z.strictObject({
  row: z.string(),
  column: z.string(),
  before: z.number().nullable(),
  now: z.number().nullable(),
});

const boardQuery = formQuery.extend({
  /** The areas right below, or all of them down to the communities. */
  below: z.enum(['children', 'all']).default('children'),
  filter: z.enum(boardFilters).optional(),
});

/** 更正单 of a closed report. */
export const correctionSchema = z.strictObject({
  correctionId: idSchema,
  area: areaRefSchema,
  form: codeSchema,
  period: periodTextSchema,
  row: z.string(),
  column: z.string(),
  measure: z.string(),
  /** Where the cell stands, in words of the form. */
  cell: z.strictObject({ zh: z.string(), en: z.string() }),
  sealedValue: z.string().nullable(),
  /** Of a cell that people fill in: the right value, shown beside the sealed one. */
  correctedValue: z.string().nullable(),
  wrong: z.string(),
  reason: z.string(),
  evidence: z.string(),
  state: z.enum(['asked', 'accepted', 'refused']),
  askedAt: z.string(),
  askedBy: z.string(),
  askedOffice: z.string(),
  decidedAt: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedOffice: z.string().nullable(),
  decision: z.string(),
  version: z.number(),
  mayDecide: z.boolean(),
  /** What later months have booked of this cell's month: the correction as the ledger keeps it. */
  adjustments: z.array(z.strictObject({ month: z.string(), value: z.number() })),
});
export type Correction = z.infer<typeof correctionSchema>;

export const onTimeKinds = ['on-time', 'late', 'missing', 'returned'] as const;
export type OnTimeKind = (typeof onTimeKinds)[number];

export const onTimeRowSchema = z.strictObject({
  area: areaRefSchema,
  kind: z.enum(['city', 'district', 'street', 'community']),
  onTime: z.number(),
  late: z.number(),
  missing: z.number(),
  /** Reports that were returned at least once; counted beside the three. */
  returned: z.number(),
  /** On time of all that fell due, in per cent with one decimal; null when nothing fell due. */
  percent: z.number().nullable(),
});

const yearSchema = z.coerce.number().int().min(2000).max(2100);
const onTimeQuery = z.strictObject({ area: areaCodeSchema, year: yearSchema, form: codeSchema.optional() });

export const submissionContracts = {
  /** What the reader's own offices owe now, overdue first. */
  obligations: readContract({
    id: 'submission.obligations',
    path: '/api/submissions/obligations',
    zh: '本单位应报报表',
    en: 'Reports that this office owes',
    permission: 'report.submit',
    scope: 'area',
    output: z.strictObject({
      obligations: z.array(
        z.strictObject({
          form: codeSchema,
          formName: z.strictObject({ zh: z.string(), en: z.string() }),
          period: periodTextSchema,
          periodName: z.strictObject({ zh: z.string(), en: z.string() }),
          area: areaRefSchema,
          opensOn: plainDateSchema,
          dueOn: plainDateSchema,
          /** Time of day on the due day, where the office has one. */
          dueTime: z.string().nullable(),
          overdueDays: z.number(),
          returnReason: z.string(),
          returnedCells: z.number(),
          reminders: z.number(),
          remindedOn: plainDateSchema.nullable(),
          remindedBy: z.string(),
        }),
      ),
    }),
  }),
  board: readContract({
    id: 'submission.board',
    path: '/api/submissions/board',
    zh: '上报进度',
    en: 'Submission board',
    permission: 'report.read',
    scope: 'area',
    query: boardQuery,
    output: z.strictObject({
      opensOn: plainDateSchema,
      dueTime: z.string().nullable(),
      /** Of all rows below, whatever the filter. */
      counts: z.record(z.enum(boardFilters), z.number()),
      total: z.number(),
      rows: z.array(submissionRowSchema),
    }),
  }),
  /** Where a form stands and what the reader may do with it; of every form but the monthly one, which says so itself. */
  state: readContract({
    id: 'submission.state',
    path: '/api/submissions/state',
    zh: '报表状态',
    en: 'State of a report',
    permission: 'report.read',
    scope: 'area',
    query: formQuery,
    output: z.strictObject({
      state: stateSchema,
      owed: z.boolean(),
      opensOn: plainDateSchema,
      dueOn: plainDateSchema,
      dueTime: z.string().nullable(),
      overdue: z.boolean(),
      traces: z.array(z.strictObject({ state: stateSchema, by: z.string(), at: z.string() })),
      returnReason: z.string(),
      returnedCells: z.array(pointedCellSchema),
      reminders: z.strictObject({ count: z.number(), lastOn: plainDateSchema.nullable(), lastBy: z.string() }),
      digest: z.string().nullable(),
      version: z.number(),
      changedSinceSubmission: z.array(changedCellSchema),
      changedSinceAcceptance: z.array(changedCellSchema),
      /** Units right below whose form is not accepted yet. */
      waiting: z.number(),
      allowedActions: z.array(z.enum(['submit', 'return', 'accept', 'lock'])),
    }),
  }),
  submit: commandContract({
    id: 'submission.submit',
    path: '/api/submissions/submission',
    zh: '上报报表',
    en: 'Submit a report',
    permission: 'report.submit',
    scope: 'area',
    audit: 'submission.submitted',
    body: formQuery.extend({ version: versionOrNoneSchema }),
    output: okSchema,
  }),
  return: commandContract({
    id: 'submission.return',
    path: '/api/submissions/return',
    zh: '退回报表',
    en: 'Return a report',
    permission: 'report.accept',
    scope: 'area',
    audit: 'submission.returned',
    body: formQuery.extend({
      version: versionSchema,
      reason: textSchema(200, 2),
      cells: z.array(pointedCellSchema).max(50).default([]),
    }),
    output: okSchema,
  }),
  accept: commandContract({
    id: 'submission.accept',
    path: '/api/submissions/acceptance',
    zh: '接收报表',
    en: 'Accept a report',
    permission: 'report.accept',
    scope: 'area',
    audit: 'submission.accepted',
    body: formQuery.extend({ version: versionSchema }),
    output: okSchema,
  }),
  /** Keeps an accepted form as it is for ever, with its text; the monthly form is closed with the ledger instead. */
  lock: commandContract({
    id: 'submission.lock',
    path: '/api/submissions/lock',
    zh: '锁定报表',
    en: 'Lock a report',
    permission: 'report.accept',
    scope: 'area',
    audit: 'submission.locked',
    body: formQuery.extend({ version: versionSchema }),
    output: okSchema,
  }),
  remind: commandContract({
    id: 'submission.remind',
    path: '/api/submissions/reminders',
    zh: '催报',
    en: 'Remind of a report',
    permission: 'report.accept',
    scope: 'area',
    audit: 'submission.reminded',
    body: formQuery.extend({
      /** Which areas below; without it all whose form is overdue, at every level below. */
      areas: z.array(areaCodeSchema).min(1).max(2000).optional(),
    }),
    output: z.strictObject({
      reminded: z.number(),
      /** Handed in meanwhile, not due yet, or reminded today already. */
      skipped: z.number(),
    }),
  }),
  history: readContract({
    id: 'submission.history',
    path: '/api/submissions/history',
    zh: '报表经过',
    en: 'History of a report',
    permission: 'report.read',
    scope: 'area',
    query: formQuery,
    output: z.strictObject({
      events: z.array(
        z.strictObject({
          at: z.string(),
          action: z.enum(['submit', 'return', 'accept', 'close', 'remind']),
          fromState: stateSchema.nullable(),
          toState: stateSchema.nullable(),
          by: z.string(),
          office: z.string(),
          reason: z.string(),
          cells: z.array(pointedCellSchema),
        }),
      ),
    }),
  }),
  onTime: readContract({
    id: 'submission.on-time',
    path: '/api/submissions/on-time',
    zh: '上报及时率',
    en: 'On-time rate',
    permission: 'report.read',
    scope: 'area',
    query: onTimeQuery.extend({ below: z.enum(['children', 'all']).default('children') }),
    output: z.strictObject({ rows: z.array(onTimeRowSchema) }),
  }),
  onTimeList: readContract({
    id: 'submission.on-time-list',
    path: '/api/submissions/on-time/reports',
    zh: '及时率背后的报表',
    en: 'The reports behind an on-time rate',
    permission: 'report.read',
    scope: 'area',
    query: onTimeQuery.extend({ kind: z.enum(onTimeKinds).optional() }),
    output: z.strictObject({
      reports: z.array(
        z.strictObject({
          form: codeSchema,
          period: periodTextSchema,
          dueOn: plainDateSchema,
          submittedOn: plainDateSchema.nullable(),
          kind: z.enum(['on-time', 'late', 'missing']),
          lateDays: z.number(),
          returns: z.number(),
          reminders: z.number(),
        }),
      ),
    }),
  }),
  exportBoard: auditedReadContract({
    id: 'submission.export-board',
    path: '/api/submissions/board/xlsx',
    zh: '导出上报进度',
    en: 'Export the submission board',
    permission: 'report.export',
    scope: 'area',
    audit: 'submission.exported',
    produces: 'xlsx',
    body: boardQuery.extend({ purpose: purposeSchema }),
    output: z.unknown(),
  }),
  corrections: readContract({
    id: 'submission.corrections',
    path: '/api/submissions/corrections',
    zh: '更正单',
    en: 'Correction forms',
    permission: 'report.read',
    scope: 'area',
    query: z.strictObject({
      area: areaCodeSchema,
      form: codeSchema.optional(),
      period: periodTextSchema.optional(),
      state: z.enum(['asked', 'accepted', 'refused']).optional(),
    }),
    output: z.strictObject({ corrections: z.array(correctionSchema) }),
  }),
  askCorrection: commandContract({
    id: 'submission.ask-correction',
    path: '/api/submissions/corrections',
    zh: '提出更正',
    en: 'Ask for a correction',
    permission: 'report.submit',
    scope: 'area',
    audit: 'submission.correction-asked',
    body: formQuery.extend({
      row: textSchema(60),
      column: textSchema(60),
      measure: z.enum(['month', 'yearToDate', 'adjustment', 'priorYear']).default('month'),
      wrong: textSchema(200, 2),
      reason: textSchema(200, 2),
      evidence: textSchema(200, 2),
      correctedValue: textSchema(100).optional(),
    }),
    output: z.strictObject({ correctionId: idSchema }),
  }),
  decideCorrection: commandContract({
    id: 'submission.decide-correction',
    path: '/api/submissions/corrections/:correctionId/decision',
    zh: '决定更正',
    en: 'Decide on a correction',
    permission: 'report.accept',
    scope: 'area',
    audit: 'submission.correction-decided',
    params: z.strictObject({ correctionId: idSchema }),
    body: z.strictObject({ version: versionSchema, accepted: z.boolean(), decision: textSchema(200, 2) }),
    output: okSchema,
  }),
  printCorrection: auditedReadContract({
    id: 'submission.print-correction',
    path: '/api/submissions/corrections/:correctionId/pdf',
    zh: '打印更正单',
    en: 'Print a correction form',
    permission: 'report.export',
    scope: 'area',
    audit: 'submission.correction-printed',
    produces: 'pdf',
    params: z.strictObject({ correctionId: idSchema }),
    body: z.strictObject({ purpose: purposeSchema }),
    output: z.unknown(),
  }),
} as const;
