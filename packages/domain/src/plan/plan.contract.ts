import { z } from 'zod';
import { auditedReadContract, commandContract, readContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  codeSchema,
  idSchema,
  monthTextSchema,
  okSchema,
  purposeSchema,
  textSchema,
  versionSchema,
} from '../kernel/schema.ts';
import { directions, indicatorKinds, indicatorSources, measures, planKinds } from './plan.rules.ts';
import { forecastRules, sureness } from './plan-forecast.ts';
import { lights } from './plan-light.ts';
import { evaluationSchema, planTaskSchema } from './plan-work.contract.ts';

const sentenceSchema = z.strictObject({ zh: z.string(), en: z.string() });
/** Persons, per cent, cases …: as the indicator's unit says. Four decimals are kept. */
export const figureSchema = z.number().min(-1e12).max(1e12);
export const yearSchema = z.number().int().min(2000).max(2100);
const yearQuerySchema = z.coerce.number().int().min(2000).max(2100);
export const ownerSchema = z.strictObject({
  officeId: idSchema.nullable(),
  officeName: z.string(),
  person: z.string(),
});

export const planSchema = z.strictObject({
  planId: idSchema,
  name: z.string(),
  kind: z.enum(planKinds),
  area: areaRefSchema,
  from: monthTextSchema,
  to: monthTextSchema,
  sourceDocument: z.string(),
  indicatorCount: z.number(),
  taskCount: z.number(),
  overdueTasks: z.number(),
  version: z.number(),
});
export type Plan = z.infer<typeof planSchema>;

export const judgementSchema = z.strictObject({
  light: z.enum(lights),
  reason: z.string(),
  /** actual ÷ target. */
  share: z.number().nullable(),
  gap: z.number().nullable(),
});
/** How an area stands in a year: figures, forecast with its rule, light and sentence. */
export const standingSchema = z.strictObject({
  target: z.number().nullable(),
  actual: z.number().nullable(),
  forecast: z
    .strictObject({
      value: z.number(),
      rule: z.enum(forecastRules),
      sureness: z.enum(sureness),
      months: z.number(),
    })
    .nullable(),
  judgement: judgementSchema,
  words: sentenceSchema,
});
export type Standing = z.infer<typeof standingSchema>;

export const planIndicatorSchema = z.strictObject({
  indicatorId: idSchema,
  name: z.string(),
  kind: z.enum(indicatorKinds),
  direction: z.enum(directions),
  measure: z.enum(measures),
  source: z.enum(indicatorSources),
  /** Key in the indicator catalogue; null for manual ones. */
  catalogueKey: z.string().nullable(),
  unit: z.string(),
  note: z.string(),
  baselineYear: z.number().nullable(),
  baselineValue: z.number().nullable(),
  totalTarget: z.number().nullable(),
  /** Reached since the plan began, of cumulative indicators. */
  totalDone: z.number().nullable(),
  owner: ownerSchema,
  path: z.array(z.strictObject({ year: z.number(), target: z.number().nullable(), actual: z.number().nullable() })),
  standing: standingSchema,
  version: z.number(),
});
export type PlanIndicator = z.infer<typeof planIndicatorSchema>;

export const planDetailSchema = z.strictObject({
  plan: planSchema,
  /** The area whose figures these are: the plan's own or one below it. */
  area: areaRefSchema,
  year: z.number(),
  years: z.array(z.number()),
  /** Last month that is over and counted; null before the first. */
  through: monthTextSchema.nullable(),
  /** Share of the year's months that are over, and of the plan's. */
  elapsed: z.number(),
  planElapsed: z.number(),
  indicators: z.array(planIndicatorSchema),
  tasks: z.array(planTaskSchema),
  evaluations: z.array(evaluationSchema),
  mayManage: z.boolean(),
});
export type PlanDetail = z.infer<typeof planDetailSchema>;

export const divisionSchema = z.strictObject({
  indicatorId: idSchema,
  name: z.string(),
  unit: z.string(),
  year: z.number(),
  area: areaRefSchema,
  standing: standingSchema,
  children: z.array(
    z.strictObject({
      area: areaRefSchema,
      standing: standingSchema,
      /** 目标责任 of the unit; null where it has no target or the indicator counts no persons. */
      score: z
        .strictObject({ share: z.number().nullable(), over: z.number(), under: z.number(), amount: z.number() })
        .nullable(),
      /** May the reader set this area's target? */
      maySet: z.boolean(),
    }),
  ),
  division: z.strictObject({
    sum: z.number().nullable(),
    difference: z.number().nullable(),
    missing: z.number(),
  }),
  amounts: z.strictObject({ perOver: z.number(), perUnder: z.number() }),
  /** Values by month, this year and the year before: of a flow the month's amount, of a level the value at its end. */
  series: z.array(z.strictObject({ month: monthTextSchema, value: z.number() })),
  manual: z.array(
    z.strictObject({
      actualId: idSchema,
      period: z.string(),
      value: z.number(),
      source: z.string(),
      enteredBy: z.string(),
      enteredAt: z.string(),
    }),
  ),
  mayEnter: z.boolean(),
});
export type DivisionView = z.infer<typeof divisionSchema>;

export const planFieldsSchema = z.strictObject({
  name: textSchema(120, 2),
  kind: z.enum(planKinds),
  from: monthTextSchema,
  to: monthTextSchema,
  sourceDocument: textSchema(200),
});
export const indicatorFieldsSchema = z.strictObject({
  name: textSchema(120, 2),
  kind: z.enum(indicatorKinds),
  direction: z.enum(directions),
  measure: z.enum(measures),
  catalogueKey: codeSchema.nullable(),
  unit: textSchema(20),
  note: textSchema(500),
  baselineYear: yearSchema.nullable(),
  baselineValue: figureSchema.nullable(),
  totalTarget: figureSchema.nullable(),
  ownerOfficeId: idSchema.nullable(),
  ownerName: textSchema(60),
  /** The yearly path of the plan's own area. */
  path: z.array(z.strictObject({ year: yearSchema, value: figureSchema.nullable() })).max(10),
});
export type IndicatorFields = z.infer<typeof indicatorFieldsSchema>;

const planParams = z.strictObject({ planId: idSchema });
const indicatorParams = z.strictObject({ planId: idSchema, indicatorId: idSchema });
/** '2026-03', '2026-Q1' or '2026'. */
const actualPeriodSchema = z.string().regex(/^(19|20|21)\d\d(-(0[1-9]|1[0-2])|-Q[1-4])?$/);

export const planContracts = {
  list: readContract({
    id: 'plan.list',
    path: '/api/plans',
    zh: '规划监测',
    en: 'Plans',
    permission: 'plan.read',
    scope: 'area',
    query: z.strictObject({ area: areaCodeSchema }),
    output: z.strictObject({ plans: z.array(planSchema) }),
  }),
  get: readContract({
    id: 'plan.get',
    path: '/api/plans/:planId',
    zh: '一个规划的指标、任务与评估',
    en: 'A plan with its indicators, tasks and evaluations',
    permission: 'plan.read',
    scope: 'area',
    params: planParams,
    query: z.strictObject({ area: areaCodeSchema, year: yearQuerySchema.optional() }),
    output: planDetailSchema,
  }),
  division: readContract({
    id: 'plan.division',
    path: '/api/plans/:planId/indicators/:indicatorId',
    zh: '指标的分解与走势',
    en: 'An indicator, divided and month by month',
    permission: 'plan.read',
    scope: 'area',
    params: indicatorParams,
    query: z.strictObject({ area: areaCodeSchema, year: yearQuerySchema }),
    output: divisionSchema,
  }),
  create: commandContract({
    id: 'plan.create',
    path: '/api/plans',
    zh: '建立规划',
    en: 'Create a plan',
    permission: 'plan.manage',
    scope: 'area',
    audit: 'plan.created',
    body: planFieldsSchema.extend({ areaCode: areaCodeSchema }),
    output: z.strictObject({ planId: idSchema }),
  }),
  change: commandContract({
    id: 'plan.change',
    method: 'PUT',
    path: '/api/plans/:planId',
    zh: '修改规划',
    en: 'Change a plan',
    permission: 'plan.manage',
    scope: 'area',
    audit: 'plan.changed',
    params: planParams,
    body: planFieldsSchema.extend({ version: versionSchema }),
    output: okSchema,
  }),
  addIndicator: commandContract({
    id: 'plan.add-indicator',
    path: '/api/plans/:planId/indicators',
    zh: '增加指标',
    en: 'Add an indicator',
    permission: 'plan.manage',
    scope: 'area',
    audit: 'plan.indicator-added',
    params: planParams,
    body: indicatorFieldsSchema,
    output: z.strictObject({ indicatorId: idSchema }),
  }),
  changeIndicator: commandContract({
    id: 'plan.change-indicator',
    method: 'PUT',
    path: '/api/plans/:planId/indicators/:indicatorId',
    zh: '修改指标',
    en: 'Change an indicator',
    permission: 'plan.manage',
    scope: 'area',
    audit: 'plan.indicator-changed',
    params: indicatorParams,
    body: indicatorFieldsSchema.extend({ version: versionSchema }),
    output: okSchema,
  }),
  voidIndicator: commandContract({
    id: 'plan.void-indicator',
    method: 'DELETE',
    path: '/api/plans/:planId/indicators/:indicatorId',
    zh: '作废指标',
    en: 'Void an indicator',
    permission: 'plan.manage',
    scope: 'area',
    audit: 'plan.indicator-voided',
    params: indicatorParams,
    body: z.strictObject({ version: versionSchema, reason: textSchema(200, 2) }),
    output: okSchema,
  }),
  /** The pasted text is read again here by the same function as in the browser; nothing is taken when a line is wrong. */
  importIndicators: commandContract({
    id: 'plan.import-indicators',
    path: '/api/plans/:planId/indicators/pasted',
    zh: '粘贴导入指标',
    en: 'Import pasted indicators',
    permission: 'plan.manage',
    scope: 'area',
    audit: 'plan.indicators-imported',
    params: planParams,
    body: z.strictObject({ text: textSchema(50_000, 1) }),
    output: z.strictObject({ added: z.number(), withoutOffice: z.number() }),
  }),
  setTargets: commandContract({
    id: 'plan.set-targets',
    method: 'PUT',
    path: '/api/plans/:planId/indicators/:indicatorId/targets',
    zh: '分解下达目标',
    en: 'Divide targets among the areas below',
    permission: 'plan.manage',
    scope: 'area',
    audit: 'plan.targets-set',
    params: indicatorParams,
    body: z.strictObject({
      year: yearSchema,
      /** `before` is what the sender saw: another value meanwhile is refused. */
      targets: z
        .array(
          z.strictObject({
            areaCode: areaCodeSchema,
            before: figureSchema.nullable(),
            value: figureSchema.nullable(),
          }),
        )
        .min(1)
        .max(200),
    }),
    output: okSchema,
  }),
  recordActual: commandContract({
    id: 'plan.record-actual',
    path: '/api/plans/:planId/indicators/:indicatorId/actuals',
    zh: '录入实际值',
    en: 'Enter an actual value',
    permission: 'plan.work',
    scope: 'area',
    audit: 'plan.actual-recorded',
    params: indicatorParams,
    body: z.strictObject({
      areaCode: areaCodeSchema,
      period: actualPeriodSchema,
      value: figureSchema,
      source: textSchema(200, 2),
    }),
    output: z.strictObject({ actualId: idSchema }),
  }),
  voidActual: commandContract({
    id: 'plan.void-actual',
    method: 'DELETE',
    path: '/api/plans/:planId/actuals/:actualId',
    zh: '作废实际值',
    en: 'Void an actual value',
    permission: 'plan.work',
    scope: 'area',
    audit: 'plan.actual-voided',
    params: z.strictObject({ planId: idSchema, actualId: idSchema }),
    body: z.strictObject({ reason: textSchema(200, 2) }),
    output: okSchema,
  }),
  exportXlsx: auditedReadContract({
    id: 'plan.export-xlsx',
    path: '/api/plans/:planId/xlsx',
    zh: '导出规划监测表',
    en: 'Export the monitoring table as .xlsx',
    permission: 'plan.read',
    scope: 'area',
    audit: 'plan.exported',
    produces: 'xlsx',
    params: planParams,
    body: z.strictObject({ area: areaCodeSchema, year: yearSchema, purpose: purposeSchema }),
    output: z.unknown(),
  }),
  exportPdf: auditedReadContract({
    id: 'plan.export-pdf',
    path: '/api/plans/:planId/pdf',
    zh: '打印规划监测表',
    en: 'Print the monitoring table',
    permission: 'plan.read',
    scope: 'area',
    audit: 'plan.printed',
    produces: 'pdf',
    params: planParams,
    body: z.strictObject({ area: areaCodeSchema, year: yearSchema, purpose: purposeSchema }),
    output: z.unknown(),
  }),
} as const;
