import { z } from 'zod';
import { auditedReadContract, readContract } from '../kernel/define-contract.ts';
import { areaCodeSchema, areaRefSchema, codeSchema, monthTextSchema, purposeSchema } from '../kernel/schema.ts';

/**
 * The catalogue with live values. What an indicator is (name, definition, formula, source) stands in its declaration; these routes give
 * its numbers for an area and month. A number is null where there is no object: an empty denominator, or nothing published.
 */
const asked = z.strictObject({ area: areaCodeSchema, month: monthTextSchema });

export const indicatorFiguresSchema = z.strictObject({
  key: z.string(),
  /** A stock at month end, a flow in the month, a ratio, or the last published value of a period that has ended. */
  value: z.number().nullable(),
  /** Flows: from January on. */
  ytd: z.number().nullable(),
  /** Flows: booked in the month for earlier months of the year, and for earlier years. */
  adjustment: z.number(),
  priorYear: z.number(),
  lastMonth: z.number().nullable(),
  sameMonthLastYear: z.number().nullable(),
  /** The target line in the unit of the indicator, with where it comes from. */
  target: z
    .strictObject({ value: z.number(), direction: z.enum(['at-most', 'at-least']), met: z.boolean().nullable() })
    .nullable(),
  /** Externals: the period of the value, and the area for which it is published (this one or one above it). */
  published: z.strictObject({ period: z.string(), area: areaRefSchema }).nullable(),
});
export type IndicatorFigures = z.infer<typeof indicatorFiguresSchema>;

export const indicatorContracts = {
  list: readContract({
    id: 'indicator.list',
    path: '/api/indicators',
    zh: '指标目录',
    en: 'Indicator catalogue',
    permission: 'report.read',
    scope: 'area',
    query: asked,
    output: z.strictObject({
      area: areaRefSchema,
      month: monthTextSchema,
      /** From the roll-up of a closed month: the booked numbers will never change. */
      sealed: z.boolean(),
      /** First month that the area reports. */
      firstMonth: monthTextSchema,
      indicators: z.array(indicatorFiguresSchema),
    }),
  }),
  detail: readContract({
    id: 'indicator.detail',
    path: '/api/indicators/:key',
    zh: '指标详情',
    en: 'An indicator with its breakdowns',
    permission: 'report.read',
    scope: 'area',
    params: z.strictObject({ key: codeSchema }),
    query: asked,
    output: z.strictObject({
      key: z.string(),
      breakdowns: z.array(
        z.strictObject({
          dimension: z.string(),
          groups: z.array(
            z.strictObject({ group: z.string(), value: z.number().nullable(), ytd: z.number().nullable() }),
          ),
        }),
      ),
      /** Ratios: what is divided by what, numerator first. */
      parts: z.array(
        z.strictObject({
          indicator: z.string(),
          measure: z.enum(['stock', 'own', 'ytd', 'year-start']),
          value: z.number().nullable(),
        }),
      ),
      /** The last thirteen months, oldest first. */
      months: z.array(
        z.strictObject({ month: monthTextSchema, value: z.number().nullable(), ytd: z.number().nullable() }),
      ),
    }),
  }),
  export: auditedReadContract({
    id: 'indicator.export',
    path: '/api/indicators/export',
    zh: '导出指标目录',
    en: 'Export the catalogue',
    permission: 'report.export',
    scope: 'area',
    audit: 'indicator.exported',
    produces: 'xlsx',
    body: asked.extend({ purpose: purposeSchema }),
    output: z.unknown(),
  }),
} as const;
