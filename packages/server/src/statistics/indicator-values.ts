/**
 * Every kind of indicator resolved to numbers, by area and month: booked ones and ratios over them from the series, externals from what
 * was published. Three statements whatever the number of areas and months.
 */
import type { AreaId, AreaTree } from '@renshe/domain/area/area-tree.ts';
import { findExternal } from '@renshe/domain/external/external.indicators.ts';
import { lastEndedPeriod } from '@renshe/domain/external/external.rules.ts';
import { type External, type Ratio, type RatioPart, ratioValue } from '@renshe/domain/kernel/indicator.ts';
import { lastDayOf, listMonths, type Month } from '@renshe/domain/kernel/plain-date.ts';
import { findIndicator, ratios } from '@renshe/domain/statistics/indicators.ts';
import { readCurrentValues } from '../external/external.queries.ts';
import type { Reader } from '../platform/db.ts';
import { readSeriesOf, type SeriesMonth, type SeriesOptions } from './indicator-series.ts';

export interface IndicatorValue {
  /** A stock at month end, a flow in the month, a ratio in its unit with two decimals, a published value; null is "no object 无对象". */
  value: number | null;
  /** Flows: from January on. Null for everything else. */
  ytd: number | null;
  /** Flows: booked in the month for earlier months of the year. */
  adjustment: number;
  /** Flows: booked in the month for earlier years. */
  priorYear: number;
}

/** Values by area, month and key. A month in which the area does not report yet is missing. */
export type IndicatorValues = ReadonlyMap<AreaId, ReadonlyMap<Month, ReadonlyMap<string, IndicatorValue>>>;

/**
 * The values of any entries of the catalogue. With `options.cell` those of one group: externals have none then.
 * An external value counts for the area for which it was published and for no other.
 */
export async function indicatorValues(
  r: Reader,
  tree: AreaTree,
  areaIds: readonly AreaId[],
  keys: readonly string[],
  from: Month,
  to: Month,
  options: SeriesOptions = {},
): Promise<IndicatorValues> {
  const askedRatios = ratios.filter((ratio) => keys.includes(ratio.key));
  const booked = [
    ...new Set([
      ...keys.filter((key) => findIndicator(key)),
      ...askedRatios.flatMap((ratio) => partsOf(ratio).map((part) => part.indicator)),
    ]),
  ];
  const askedExternals = options.cell === undefined ? keys.flatMap((key) => findExternal(key) ?? []) : [];
  const series = await readSeriesOf(r, tree, areaIds, booked, firstMonthFor(askedRatios, from), to, options);
  const published = await readPublished(r, tree, areaIds, askedExternals, listMonths(from, to));
  const result = new Map<AreaId, Map<Month, Map<string, IndicatorValue>>>();
  for (const [areaId, months] of series) {
    const byMonth = new Map(months.map((m) => [m.month, m]));
    const values = new Map<Month, Map<string, IndicatorValue>>();
    result.set(areaId, values);
    for (const m of months) {
      if (m.month < from) continue;
      const row = new Map<string, IndicatorValue>();
      values.set(m.month, row);
      for (const key of keys) {
        const value = valueIn(key, m, byMonth) ?? published.get(`${areaId}|${key}|${m.month}`);
        if (value) row.set(key, value);
      }
    }
  }
  return result;
}

export const partsOf = (ratio: Ratio): RatioPart[] => [ratio.numerator, ...ratio.denominator];

/** A stock at the beginning of a year is that of the December before. */
function firstMonthFor(asked: readonly Ratio[], from: Month): Month {
  const yearStart = asked.some((ratio) => partsOf(ratio).some((part) => part.measure === 'year-start'));
  return yearStart ? decemberBefore(from) : from;
}

const decemberBefore = (month: Month): Month => (Math.floor(month / 100) - 1) * 100 + 12;

/** One part of a ratio in a month; undefined while no figure of the year's start is known. */
export function partValue(
  part: RatioPart,
  m: SeriesMonth,
  byMonth: ReadonlyMap<Month, SeriesMonth>,
): number | undefined {
  if (part.measure === 'year-start') return byMonth.get(decemberBefore(m.month))?.figures.get(part.indicator)?.stock;
  return m.figures.get(part.indicator)?.[part.measure];
}

function valueIn(key: string, m: SeriesMonth, byMonth: ReadonlyMap<Month, SeriesMonth>): IndicatorValue | undefined {
  const none = { ytd: null, adjustment: 0, priorYear: 0 };
  const ratio = ratios.find((candidate) => candidate.key === key);
  if (ratio) {
    const [numerator, ...denominator] = partsOf(ratio).map((part) => partValue(part, m, byMonth));
    const known = denominator.filter((value) => value !== undefined);
    if (numerator === undefined || known.length < denominator.length) return { value: null, ...none };
    return {
      value: inUnit(
        ratio,
        ratioValue(
          numerator,
          known.reduce((sum, value) => sum + value, 0),
        ),
      ),
      ...none,
    };
  }
  const indicator = findIndicator(key);
  const figures = m.figures.get(key);
  if (!indicator || !figures) return undefined;
  if (indicator.type === 'stock') return { value: figures.stock, ...none };
  const { own, ytd, adjustment, priorYear } = figures;
  return { value: own, ytd, adjustment, priorYear };
}

/** Two decimals, as every report shows them. */
export function inUnit(ratio: Ratio, value: number | null): number | null {
  return value === null ? null : Math.round(value * ratio.per * 100) / 100;
}

async function readPublished(
  r: Reader,
  tree: AreaTree,
  areaIds: readonly AreaId[],
  externals: readonly External[],
  months: readonly Month[],
): Promise<Map<string, IndicatorValue>> {
  const found = new Map<string, IndicatorValue>();
  if (externals.length === 0) return found;
  const periodOf = (external: External, month: Month) => lastEndedPeriod(external, lastDayOf(month)).text;
  const periods = [...new Set(externals.flatMap((e) => months.map((month) => periodOf(e, month))))];
  const rows = await readCurrentValues(
    r,
    tree,
    areaIds,
    externals.map((e) => e.key),
    periods,
  );
  const byKey = new Map(rows.map((row) => [`${row.areaId}|${row.indicator}|${row.period}`, row.value]));
  for (const external of externals)
    for (const areaId of areaIds)
      for (const month of months) {
        const value = byKey.get(`${areaId}|${external.key}|${periodOf(external, month)}`) ?? null;
        found.set(`${areaId}|${external.key}|${month}`, { value, ytd: null, adjustment: 0, priorYear: 0 });
      }
  return found;
}
