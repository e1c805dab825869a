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
} from '../kernel/schema.ts';
import { warningIndicators, warningLevels, warningStates } from './warning.rules.ts';

const sentenceSchema = z.strictObject({ zh: z.string(), en: z.string() });

export const warningPartSchema = z.strictObject({
  kind: z.enum(['term', 'area', 'employer']),
  zh: z.string(),
  en: z.string(),
  code: z.string().nullable(),
  value: z.number(),
});

/** An office that was told, how, and when it took note. */
export const warningNoticeSchema = z.strictObject({
  noticeId: idSchema,
  direction: z.enum(['up', 'down']),
  officeName: z.string(),
  how: z.enum(['system', 'phone', 'meeting', 'document']),
  note: z.string(),
  toldAt: z.string(),
  toldBy: z.string().nullable(),
  confirmedAt: z.string().nullable(),
  confirmedBy: z.string().nullable(),
});

/** A recorded warning: the figures of then, what was done, by whom, until when, and how it ended. */
export const warningCaseSchema = z.strictObject({
  caseId: idSchema,
  area: areaRefSchema,
  month: monthTextSchema,
  indicator: z.enum(warningIndicators),
  level: z.enum(warningLevels),
  value: z.number(),
  limit: z.number(),
  sentence: sentenceSchema,
  parts: z.array(warningPartSchema),
  state: z.enum(warningStates),
  recordedAt: z.string(),
  acknowledgedAt: z.string().nullable(),
  acknowledgedBy: z.string().nullable(),
  measure: z.string(),
  responsible: z.string(),
  dueOn: plainDateSchema.nullable(),
  overdue: z.boolean(),
  handledAt: z.string().nullable(),
  handledBy: z.string().nullable(),
  result: z.string(),
  closedAt: z.string().nullable(),
  closedBy: z.string().nullable(),
  version: z.number(),
  notices: z.array(warningNoticeSchema),
});
export type WarningCase = z.infer<typeof warningCaseSchema>;

export const warningRowSchema = z.strictObject({
  area: areaRefSchema,
  kind: z.string(),
  indicator: z.enum(warningIndicators),
  /** Of the figures now; null where a recorded warning has fallen below its line since. */
  level: z.enum(warningLevels).nullable(),
  value: z.number().nullable(),
  limit: z.number().nullable(),
  sentence: sentenceSchema,
  parts: z.array(warningPartSchema),
  case: warningCaseSchema.nullable(),
});
export type WarningRow = z.infer<typeof warningRowSchema>;

export const warningThresholdSchema = z.strictObject({
  indicator: z.enum(warningIndicators),
  limits: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  fromOn: plainDateSchema.nullable(),
  source: z.string(),
});

/** A warning is named by area, month and indicator; version 0 where it has not been recorded yet. */
const warningKey = z.strictObject({
  area: areaCodeSchema,
  month: monthTextSchema,
  indicator: z.enum(warningIndicators),
  version: versionOrNoneSchema,
});
const recordedSchema = z.strictObject({ caseId: idSchema });

export const warningContracts = {
  list: readContract({
    id: 'warning.list',
    path: '/api/warnings',
    zh: '预警',
    en: 'Early warning',
    permission: 'report.read',
    scope: 'area',
    query: z.strictObject({ area: areaCodeSchema, month: monthTextSchema }),
    output: z.strictObject({
      area: areaRefSchema,
      month: monthTextSchema,
      /** False once the area's month is closed: its warnings are recorded and do not change. */
      open: z.boolean(),
      /** Of the area itself and of the areas right below it, the most serious first. */
      warnings: z.array(warningRowSchema),
      /** Areas that were looked at, the area itself included. */
      areaCount: z.number(),
      thresholds: z.array(warningThresholdSchema),
      leastBase: z.number(),
    }),
  }),
  cases: readContract({
    id: 'warning.cases',
    path: '/api/warning-cases',
    zh: '预警处置台账',
    en: 'Ledger of warnings',
    permission: 'report.read',
    scope: 'area',
    query: z.strictObject({
      area: areaCodeSchema,
      state: z.enum(['open', 'closed']).optional(),
      limit: limitSchema,
      offset: offsetSchema,
    }),
    output: z.strictObject({ count: z.number(), cases: z.array(warningCaseSchema) }),
  }),
  exportCases: auditedReadContract({
    id: 'warning.export-cases',
    path: '/api/warning-cases/xlsx',
    zh: '导出预警处置台账',
    en: 'Export the ledger of warnings',
    permission: 'report.export',
    scope: 'area',
    audit: 'warning.exported',
    produces: 'xlsx',
    body: z.strictObject({
      area: areaCodeSchema,
      state: z.enum(['open', 'closed']).optional(),
      purpose: purposeSchema,
    }),
    output: z.unknown(),
  }),
  /** Whom `inform` would reach, asked before it is done; `waiting` has been told already and has not taken note yet, so is not told again. */
  recipients: readContract({
    id: 'warning.recipients',
    path: '/api/warnings/recipients',
    zh: '预警告知对象',
    en: 'Whom telling of a warning reaches',
    permission: 'warning.handle',
    scope: 'area',
    query: z.strictObject({
      area: areaCodeSchema,
      month: monthTextSchema,
      indicator: z.enum(warningIndicators),
      direction: z.enum(['up', 'down']),
    }),
    output: z.strictObject({ offices: z.array(z.strictObject({ name: z.string(), waiting: z.boolean() })) }),
  }),
  acknowledge: commandContract({
    id: 'warning.acknowledge',
    path: '/api/warnings/acknowledgement',
    zh: '知悉预警',
    en: 'Acknowledge a warning',
    permission: 'warning.handle',
    scope: 'area',
    audit: 'warning.acknowledged',
    body: warningKey,
    output: recordedSchema,
  }),
  handle: commandContract({
    id: 'warning.handle',
    path: '/api/warnings/measure',
    zh: '处置预警',
    en: 'Handle a warning',
    permission: 'warning.handle',
    scope: 'area',
    audit: 'warning.handled',
    body: warningKey.extend({
      measure: textSchema(500, 2),
      responsible: textSchema(60, 2),
      dueOn: plainDateSchema,
    }),
    output: recordedSchema,
  }),
  /** Tells the office above or those below; it stands on their desk until they take note. */
  inform: commandContract({
    id: 'warning.inform',
    path: '/api/warnings/notice',
    zh: '告知预警',
    en: 'Tell of a warning',
    permission: 'warning.handle',
    scope: 'area',
    audit: 'warning.informed',
    body: warningKey.extend({
      direction: z.enum(['up', 'down']),
      how: z.enum(['system', 'phone', 'meeting', 'document']).default('system'),
      note: textSchema(200).default(''),
    }),
    output: recordedSchema.extend({ offices: z.array(z.string()) }),
  }),
  close: commandContract({
    id: 'warning.close',
    path: '/api/warnings/closing',
    zh: '办结预警',
    en: 'Close a warning',
    permission: 'warning.handle',
    scope: 'area',
    audit: 'warning.closed',
    body: warningKey.extend({ result: textSchema(500, 2) }),
    output: recordedSchema,
  }),
  /** Lines of the desk: warnings that the reader's offices were told of and have not taken note of yet. */
  notices: readContract({
    id: 'warning.notices',
    path: '/api/warning-notices',
    zh: '预警告知',
    en: 'Warnings told to my office',
    permission: 'report.read',
    scope: 'own',
    output: z.strictObject({
      notices: z.array(
        z.strictObject({
          noticeId: idSchema,
          area: areaRefSchema,
          month: monthTextSchema,
          indicator: z.enum(warningIndicators),
          level: z.enum(warningLevels),
          sentence: sentenceSchema,
          note: z.string(),
          toldAt: z.string(),
          toldBy: z.string().nullable(),
          /** The reader may open the page of the area. */
          inScope: z.boolean(),
        }),
      ),
    }),
  }),
  confirmNotice: commandContract({
    id: 'warning.confirm-notice',
    path: '/api/warning-notices/:noticeId/confirmation',
    zh: '知道了',
    en: 'Take note of a warning',
    permission: 'report.read',
    scope: 'own',
    audit: 'warning.notice-confirmed',
    params: z.strictObject({ noticeId: idSchema }),
    output: okSchema,
  }),
} as const;
