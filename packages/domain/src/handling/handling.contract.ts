import { z } from 'zod';
import { auditedReadContract, readContract } from '../kernel/define-contract.ts';
import { parsePeriod } from '../kernel/period.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  idSchema,
  limitSchema,
  offsetSchema,
  periodTextSchema,
  plainDateSchema,
  purposeSchema,
} from '../kernel/schema.ts';
import { parameterCertainties } from '../parameter/parameter.keys.ts';
import { handlingUnits, processKeys } from './handling.rules.ts';

export const handlingPeriodKinds = ['month', 'quarter', 'year'] as const;
export type HandlingPeriodKind = (typeof handlingPeriodKinds)[number];

const sentenceSchema = z.strictObject({ zh: z.string(), en: z.string() });
const certaintySchema = z.enum(parameterCertainties.map((one) => one.code));

export const processSchema = z.strictObject({
  key: z.enum(processKeys),
  zh: z.string(),
  en: z.string(),
  unit: z.enum(handlingUnits),
  /** What holds for the asked area on the last day of the period; null where no rule promises a time. */
  promise: z.strictObject({ days: z.number(), source: z.string(), certainty: certaintySchema }).nullable(),
  steps: z.array(sentenceSchema),
  materials: z.array(sentenceSchema),
  source: sentenceSchema,
});
export type ProcessView = z.infer<typeof processSchema>;

export const handledFiguresSchema = z.strictObject({
  cases: z.number(),
  /** In the unit of the process. */
  median: z.number().nullable(),
  p90: z.number().nullable(),
  within: z.number().nullable(),
  late: z.number().nullable(),
});

const areaFiguresSchema = z.strictObject({
  area: areaRefSchema,
  /** Areas lie below it: its own page compares them. */
  hasBelow: z.boolean(),
  figures: handledFiguresSchema,
});

export const handlingTableSchema = z.strictObject({
  area: areaRefSchema,
  period: z.string(),
  from: plainDateSchema,
  /** Last day that is counted: of the period, or today. */
  last: plainDateSchema,
  rows: z.array(
    z.strictObject({
      process: processSchema,
      figures: handledFiguresSchema,
      /** The areas right below; of reports the area's own ones are in `figures` alone. */
      below: z.array(areaFiguresSchema),
    }),
  ),
});
export type HandlingTable = z.infer<typeof handlingTableSchema>;

export const handledCaseSchema = z.strictObject({
  caseId: idSchema,
  /** Whom or what it was about. Without an id the reader may not open it, and the name is masked. */
  subject: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('resident'), residentId: idSchema.nullable(), name: z.string() }),
    z.strictObject({ kind: z.literal('help-request'), number: z.string(), name: z.string() }),
    z.strictObject({ kind: z.literal('report'), form: z.string(), name: sentenceSchema, period: z.string() }),
  ]),
  /** As it is called today. */
  area: areaRefSchema,
  startedOn: plainDateSchema,
  finishedOn: plainDateSchema,
  days: z.number(),
  promise: z.number().nullable(),
});
export type HandledCase = z.infer<typeof handledCaseSchema>;

const tableQuery = z.strictObject({
  area: areaCodeSchema,
  period: periodTextSchema.refine(
    (text) => (handlingPeriodKinds as readonly string[]).includes(parsePeriod(text)?.kind ?? ''),
    { error: 'period' },
  ),
});

export const handlingContracts = {
  table: readContract({
    id: 'handling.table',
    path: '/api/handling',
    zh: '业务经办时长',
    en: 'How long each business takes',
    permission: 'report.read',
    scope: 'area',
    query: tableQuery,
    output: handlingTableSchema,
  }),
  cases: readContract({
    id: 'handling.cases',
    path: '/api/handling/cases',
    zh: '经办时长背后的业务',
    en: 'The cases behind the times',
    permission: 'report.read',
    scope: 'area',
    query: tableQuery.extend({
      process: z.enum(processKeys),
      /** Only what took longer than promised. */
      late: z.literal('yes').optional(),
      limit: limitSchema,
      offset: offsetSchema,
    }),
    output: z.strictObject({ count: z.number(), cases: z.array(handledCaseSchema) }),
  }),
  exportXlsx: auditedReadContract({
    id: 'handling.export-xlsx',
    path: '/api/handling/xlsx',
    zh: '导出业务经办时长表',
    en: 'Export the handling times as .xlsx',
    permission: 'report.export',
    scope: 'area',
    audit: 'handling.exported',
    produces: 'xlsx',
    body: tableQuery.extend({ purpose: purposeSchema }),
    output: z.unknown(),
  }),
} as const;
