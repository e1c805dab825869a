import { z } from 'zod';
import { auditedReadContract, commandContract, readContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  idSchema,
  monthTextSchema,
  okSchema,
  plainDateSchema,
  purposeSchema,
  textSchema,
  versionSchema,
} from '../kernel/schema.ts';
import { analysedUnits } from './analysis-indicator.ts';

export const analysisTabs = ['comparison', 'trend', 'ranking', 'map', 'outliers'] as const;
export type AnalysisTab = (typeof analysisTabs)[number];
/** booked: as the closed reports say (kernel K6). effective: by the month in which it really happened, with what was entered later. */
export const analysisBases = ['booked', 'effective'] as const;
export type AnalysisBasis = (typeof analysisBases)[number];
/** Areas that are ranked: right below, or all streets or communities below. */
export const analysisLevels = ['below', 'street', 'community'] as const;
export type AnalysisLevel = (typeof analysisLevels)[number];
export const trendLengths = [12, 24, 36] as const;
export const mostIndicators = 5;
export const mostSaved = 50;

const indicatorKeySchema = z.string().regex(/^[a-z0-9-]{1,60}$/);
/** Keys separated by commas, as the address of the page has them. */
const indicatorListSchema = z.string().regex(/^[a-z0-9-]{1,60}(,[a-z0-9-]{1,60}){0,4}$/);
const basisSchema = z.enum(analysisBases).default('booked');
const levelSchema = z.enum(analysisLevels).default('below');

const sentenceSchema = z.strictObject({ zh: z.string(), en: z.string() });
const indicatorSchema = z.strictObject({
  key: z.string(),
  zh: z.string(),
  en: z.string(),
  kind: z.enum(['stock', 'flow', 'ratio']),
  unit: z.enum(analysedUnits),
  definition: sentenceSchema,
  source: sentenceSchema,
  /** Line of the monthly form that opens the people behind the number. */
  line: z.string().nullable(),
});
export type IndicatorWords = z.infer<typeof indicatorSchema>;

/** A value is null before the area reported, and where a rate has no object. Persons, households, or per cent with two decimals. */
const valueSchema = z.number().nullable();

const comparisonQuery = z.strictObject({
  area: areaCodeSchema,
  month: monthTextSchema,
  indicators: indicatorListSchema,
  basis: basisSchema,
});
const trendQuery = z.strictObject({
  area: areaCodeSchema,
  from: monthTextSchema,
  to: monthTextSchema,
  indicators: indicatorListSchema,
  basis: basisSchema,
});
const areasQuery = z.strictObject({
  area: areaCodeSchema,
  month: monthTextSchema,
  indicator: indicatorKeySchema,
  level: levelSchema,
  basis: basisSchema,
});
const outliersQuery = areasQuery.omit({ level: true, basis: true });

const comparisonSchema = z.strictObject({
  area: areaRefSchema,
  month: monthTextSchema,
  basis: z.enum(analysisBases),
  sealed: z.boolean(),
  rows: z.array(
    z.strictObject({
      indicator: indicatorSchema,
      month: valueSchema,
      lastMonth: valueSchema,
      lastYear: valueSchema,
      /** Of flows, as booked: what the month books for earlier months; 0 otherwise. */
      adjustment: z.number(),
      /** Of flows: the year up to the month, and last year's up to the same month where all of its months were reported. */
      yearToDate: valueSchema,
      lastYearToDate: valueSchema,
      /** Of stocks and rates: the end of last year. */
      yearStart: valueSchema,
    }),
  ),
});
export type Comparison = z.infer<typeof comparisonSchema>;

const trendSchema = z.strictObject({
  area: areaRefSchema,
  basis: z.enum(analysisBases),
  indicators: z.array(indicatorSchema),
  months: z.array(
    z.strictObject({
      month: monthTextSchema,
      sealed: z.boolean(),
      /** In the order of `indicators`. `adjusted`: what the month books for earlier months, both of this year and before. */
      values: z.array(z.strictObject({ value: valueSchema, adjusted: z.number() })),
    }),
  ),
});
export type Trend = z.infer<typeof trendSchema>;

const areaRowSchema = z.strictObject({
  area: areaRefSchema,
  kind: z.string(),
  value: valueSchema,
  denominator: valueSchema,
  rate: valueSchema,
  rank: z.number().nullable(),
  unranked: z.enum(['small', 'no-object']).nullable(),
  lastMonth: valueSchema,
  lastYear: valueSchema,
});
const areasSchema = z.strictObject({
  area: areaRefSchema,
  month: monthTextSchema,
  basis: z.enum(analysisBases),
  sealed: z.boolean(),
  indicator: indicatorSchema,
  /** What a rate is: per so many of whom. Null where areas cannot be ranked; then only values are given. */
  fair: z.strictObject({ per: z.number(), zh: z.string(), en: z.string() }).nullable(),
  /** Smallest denominator that is ranked (parameter). */
  minimum: z.number(),
  rows: z.array(areaRowSchema),
});
export type AreaFigures = z.infer<typeof areasSchema>;

const outliersSchema = z.strictObject({
  area: areaRefSchema,
  month: monthTextSchema,
  sealed: z.boolean(),
  indicator: indicatorSchema,
  thresholds: z.strictObject({ spread: z.number(), minimum: z.number(), months: z.number() }),
  /** Communities that were judged, and those with too little history. */
  judged: z.number(),
  tooNew: z.number(),
  rows: z.array(
    z.strictObject({
      area: areaRefSchema,
      value: z.number(),
      before: z.number().nullable(),
      observed: z.number(),
      usual: z.number(),
      spread: z.number(),
      score: z.number(),
      /** The months that it was compared with, oldest first, and the judged one. */
      history: z.array(z.number()),
      parts: z.array(
        z.strictObject({
          kind: z.enum(['before', 'entered', 'left', 'other', 'own', 'adjustment', 'prior-year']),
          zh: z.string(),
          en: z.string(),
          value: z.number(),
          line: z.string().nullable(),
        }),
      ),
    }),
  ),
});
export type Outliers = z.infer<typeof outliersSchema>;

/** The page's address as it is kept; the month is absent where the analysis always shows the newest closed one. */
export const analysisStateSchema = z.strictObject({
  area: areaCodeSchema,
  tab: z.enum(analysisTabs),
  indicators: z.array(indicatorKeySchema).min(1).max(mostIndicators),
  month: monthTextSchema.nullable(),
  months: z.union([z.literal(12), z.literal(24), z.literal(36)]),
  basis: z.enum(analysisBases),
  level: z.enum(analysisLevels),
});
export type AnalysisState = z.infer<typeof analysisStateSchema>;

const savedSchema = z.strictObject({
  analysisId: idSchema,
  name: z.string(),
  shared: z.boolean(),
  owner: z.string(),
  office: z.string(),
  /** Saved by the reader: only then can it be changed or deleted. */
  mine: z.boolean(),
  changedAt: z.string(),
  version: z.number(),
  state: analysisStateSchema,
});
export type SavedAnalysis = z.infer<typeof savedSchema>;
const nameSchema = textSchema(40, 1);

const boardFigureSchema = z.strictObject({
  indicator: indicatorSchema,
  value: valueSchema,
  lastMonth: valueSchema,
  lastYear: valueSchema,
  /** Of flows. */
  yearToDate: valueSchema,
  /** The open month beside it. */
  open: valueSchema,
  /** In the unit of the indicator; where a target line is declared. */
  target: z.strictObject({ value: z.number(), direction: z.enum(['at-most', 'at-least']) }).nullable(),
});

const boardSchema = z.strictObject({
  area: areaRefSchema,
  /** Last closed month; the running month where none has been closed yet. */
  month: monthTextSchema,
  sealed: z.boolean(),
  /** The month after it, not closed; null when it has not begun. */
  openMonth: monthTextSchema.nullable(),
  openMonthOver: z.boolean(),
  today: plainDateSchema,
  at: z.string(),
  figures: z.array(boardFigureSchema),
  trend: trendSchema,
  areas: areasSchema,
  /** Published for the area or the nearest one above it, the newest month up to the board's: registers cannot give it. Null: not entered. */
  surveyed: z
    .strictObject({
      value: z.number(),
      period: monthTextSchema,
      area: areaRefSchema,
      publisher: z.string(),
      document: z.string(),
      target: z.number(),
    })
    .nullable(),
  /** Recorded early warnings here and below that are not settled, by level. */
  warnings: z.strictObject({ red: z.number(), orange: z.number(), yellow: z.number(), blue: z.number() }),
  /** Reports of the open month, or of the closed one where no other has begun: how far the areas below are. */
  progress: z.strictObject({
    month: monthTextSchema,
    draft: z.number(),
    submitted: z.number(),
    accepted: z.number(),
    closed: z.number(),
    overdue: z.number(),
  }),
});
export type LeadershipBoard = z.infer<typeof boardSchema>;

const readable = { permission: 'report.read', scope: 'area' } as const;

export const analysisContracts = {
  period: readContract({
    id: 'analysis.period',
    path: '/api/analysis/period',
    zh: '可分析的月份',
    en: 'Months that can be analysed',
    ...readable,
    query: z.strictObject({ area: areaCodeSchema }),
    output: z.strictObject({
      first: monthTextSchema,
      /** Last month that all communities of the area have closed; null when there is none. */
      closed: monthTextSchema.nullable(),
      current: monthTextSchema,
    }),
  }),
  comparison: readContract({
    id: 'analysis.comparison',
    path: '/api/analysis/comparison',
    zh: '同比、环比和累计对比',
    en: 'Comparison with last month and last year',
    ...readable,
    query: comparisonQuery,
    output: comparisonSchema,
  }),
  trend: readContract({
    id: 'analysis.trend',
    path: '/api/analysis/trend',
    zh: '趋势',
    en: 'Trend',
    ...readable,
    query: trendQuery,
    output: trendSchema,
  }),
  areas: readContract({
    id: 'analysis.areas',
    path: '/api/analysis/areas',
    zh: '各地排名和地图',
    en: 'Ranking and map of areas',
    ...readable,
    query: areasQuery,
    output: areasSchema,
  }),
  outliers: readContract({
    id: 'analysis.outliers',
    path: '/api/analysis/outliers',
    zh: '数字异常的社区',
    en: 'Communities whose number jumps',
    ...readable,
    query: outliersQuery,
    output: outliersSchema,
  }),
  shapes: readContract({
    id: 'analysis.shapes',
    path: '/api/analysis/shapes',
    zh: '地图边界',
    en: 'Shapes for the map',
    ...readable,
    query: z.strictObject({ area: areaCodeSchema, level: z.enum(['below', 'street']) }),
    output: z.strictObject({
      /** Null: there is no file, tiles are drawn. */
      licence: z.string().nullable(),
      shapes: z.array(
        z.strictObject({ code: areaCodeSchema, rings: z.array(z.array(z.tuple([z.number(), z.number()]))) }),
      ),
      /** Why a file that is there cannot be used. */
      problem: z.strictObject({ zh: z.string(), en: z.string() }).nullable(),
    }),
  }),
  board: readContract({
    id: 'analysis.board',
    path: '/api/analysis/board',
    zh: '领导看板',
    en: 'Leadership board',
    ...readable,
    query: z.strictObject({ area: areaCodeSchema }),
    output: boardSchema,
  }),
  exportXlsx: auditedReadContract({
    id: 'analysis.export-xlsx',
    path: '/api/analysis/xlsx',
    zh: '导出分析表格',
    en: 'Export the analysis as .xlsx',
    permission: 'report.export',
    scope: 'area',
    audit: 'analysis.exported',
    produces: 'xlsx',
    body: z.strictObject({
      purpose: purposeSchema,
      asked: z.discriminatedUnion('table', [
        comparisonQuery.extend({ table: z.literal('comparison') }),
        trendQuery.extend({ table: z.literal('trend') }),
        areasQuery.extend({ table: z.literal('areas') }),
        outliersQuery.extend({ table: z.literal('outliers') }),
      ]),
    }),
    output: z.unknown(),
  }),
  listSaved: readContract({
    id: 'analysis.list-saved',
    path: '/api/analysis/saved',
    zh: '保存的分析',
    en: 'Saved analyses',
    permission: 'report.read',
    scope: 'own',
    output: z.strictObject({ analyses: z.array(savedSchema) }),
  }),
  save: commandContract({
    id: 'analysis.save',
    path: '/api/analysis/saved',
    zh: '保存分析',
    en: 'Save an analysis',
    permission: 'report.read',
    scope: 'own',
    audit: 'analysis.saved',
    body: z.strictObject({ name: nameSchema, shared: z.boolean(), state: analysisStateSchema }),
    output: z.strictObject({ analysisId: idSchema }),
  }),
  changeSaved: commandContract({
    id: 'analysis.change-saved',
    path: '/api/analysis/saved/:analysisId',
    method: 'PUT',
    zh: '修改保存的分析',
    en: 'Change a saved analysis',
    permission: 'report.read',
    scope: 'own',
    audit: 'analysis.changed',
    params: z.strictObject({ analysisId: idSchema }),
    body: z.strictObject({
      version: versionSchema,
      name: nameSchema,
      shared: z.boolean(),
      /** Absent: as it was saved. */
      state: analysisStateSchema.optional(),
    }),
    output: okSchema,
  }),
  deleteSaved: commandContract({
    id: 'analysis.delete-saved',
    path: '/api/analysis/saved/:analysisId/deletion',
    zh: '删除保存的分析',
    en: 'Delete a saved analysis',
    permission: 'report.read',
    scope: 'own',
    audit: 'analysis.deleted',
    params: z.strictObject({ analysisId: idSchema }),
    body: z.strictObject({ version: versionSchema }),
    output: okSchema,
  }),
} as const;
