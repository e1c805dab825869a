import {
  type AnalysisBasis,
  type AnalysisLevel,
  type AreaFigures,
  type Comparison,
  type IndicatorWords,
  mostIndicators,
  type Trend,
} from '@renshe/domain/analysis/analysis.contract.ts';
import { rankAreas } from '@renshe/domain/analysis/analysis.rules.ts';
import {
  type AnalysedIndicator,
  bookedKeys,
  countIn,
  findAnalysedIndicator,
  type MonthFigures,
  needsYearStart,
  valueIn,
} from '@renshe/domain/analysis/analysis-indicator.ts';
import {
  type AreaId,
  type AreaTree,
  getArea,
  reportChildren,
  reportingCommunities,
  reportLeaves,
} from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import {
  addToMonth,
  formatMonth,
  lastDayOf,
  type Month,
  monthOf,
  type PlainDate,
} from '@renshe/domain/kernel/plain-date.ts';
import type { ParameterKey } from '@renshe/domain/parameter/parameter.keys.ts';
import { sql } from 'kysely';
import type { Reader } from '../platform/db.ts';
import type { Reference } from '../platform/reference.ts';
import { reportAreaRef } from '../report/report-area.ts';
import { readSeriesOf, type SeriesMonth } from '../statistics/indicator-series.ts';
import { readEffectiveSeries } from './effective-series.ts';

export interface AnalysisPeriod {
  first: Month;
  closed: Month | null;
  current: Month;
}

/** Which months an area can be analysed in: from its opening to the running one, and how far all of its communities have closed. */
export async function readPeriod(r: Reader, tree: AreaTree, areaId: AreaId, today: PlainDate): Promise<AnalysisPeriod> {
  const current = monthOf(today);
  const leaves = reportLeaves(tree, areaId, current);
  const districts = [...new Set(leaves.map((id) => getArea(tree, id).districtId))];
  const { rows } = await sql<{ first: Month | null; closed: Month | null }>`
    select min(opening_month) as first, min(closed_through) as closed from area_period
    where district_id = any(${districts}::int[]) and area_id = any(${leaves}::int[])`.execute(r);
  const first = rows[0]?.first ?? current;
  const closed = rows[0]?.closed ?? null;
  return { first, closed: closed !== null && closed >= first ? closed : null, current };
}

/** @throws AppError analysis.month-unknown outside the months of the period */
export function requireMonth(period: AnalysisPeriod, month: Month): Month {
  if (month < period.first || month > period.current)
    throw new AppError('analysis.month-unknown', 'notFound', {
      month: formatMonth(month),
      first: formatMonth(period.first),
      last: formatMonth(period.current),
    });
  return month;
}

/** @throws AppError analysis.indicator-unknown */
export function getAnalysed(key: string): AnalysedIndicator {
  const found = findAnalysedIndicator(key);
  if (!found) throw new AppError('analysis.indicator-unknown', 'invalid', { key });
  return found;
}

/** Indicators of a list with commas, each once. */
export function getAnalysedList(list: string): AnalysedIndicator[] {
  return [...new Set(list.split(','))].slice(0, mostIndicators).map(getAnalysed);
}

export function wordsOf(indicator: AnalysedIndicator): IndicatorWords {
  const { key, zh, en, kind, unit, definition, source, line } = indicator;
  return { key, zh, en, kind, unit, definition, source, line };
}

/** The line that an indicator should not pass or should reach, in its own unit: the parameter is in tenths of a per cent. */
export function targetOf(reference: Reference, indicator: AnalysedIndicator, areaId: AreaId, on: PlainDate) {
  const { target } = indicator;
  if (!target || indicator.unit !== 'percent') return null;
  const value = parameterOf(reference, target.parameter as ParameterKey, areaId, on) / 10;
  return { value, direction: target.direction };
}

/** A whole-number parameter as it stands in an area at a month's end. */
export function parameterOf(reference: Reference, key: ParameterKey, areaId: AreaId, on: PlainDate): number {
  const segment = reference.timelines.timeline(key, areaId).find((s) => s.from <= on && (s.to === null || on < s.to));
  if (typeof segment?.value !== 'number') throw new Error(`parameter ${key} is no number`);
  return segment.value;
}

export function readAreas(
  r: Reader,
  tree: AreaTree,
  areaIds: readonly AreaId[],
  keys: readonly string[],
  from: Month,
  to: Month,
  basis: AnalysisBasis,
  /** Of the effective view: the month whose areas are counted. */
  boundary: Month = to,
): Promise<Map<AreaId, SeriesMonth[]>> {
  return basis === 'booked'
    ? readSeriesOf(r, tree, areaIds, keys, from, to)
    : readEffectiveSeries(r, tree, areaIds, keys, from, to, boundary);
}

const atMonth = (series: readonly SeriesMonth[], month: Month) => series.find((one) => one.month === month);
const lastDecember = (month: Month): Month => Math.floor(month / 100) * 100 - 88;

/** Figures of a month as indicators are computed from them; undefined before the area reported. */
function figuresAt(series: readonly SeriesMonth[], month: Month): MonthFigures | undefined {
  const now = atMonth(series, month)?.figures;
  return now && { now, yearStart: atMonth(series, lastDecember(month))?.figures };
}

const valueAt = (series: readonly SeriesMonth[], month: Month, indicator: AnalysedIndicator): number | null => {
  const found = figuresAt(series, month);
  return found ? valueIn(indicator, found) : null;
};

/** Areas in single months, neighbours read together. */
async function readMonths(
  r: Reader,
  tree: AreaTree,
  areaIds: readonly AreaId[],
  chosen: readonly AnalysedIndicator[],
  months: readonly Month[],
  basis: AnalysisBasis,
): Promise<Map<AreaId, SeriesMonth[]>> {
  const wanted = new Set([...months, ...(needsYearStart(chosen) ? months.map(lastDecember) : [])]);
  const result = new Map<AreaId, SeriesMonth[]>(areaIds.map((id) => [id, []]));
  const sorted = [...wanted].sort((a, b) => a - b);
  for (let i = 0; i < sorted.length; i++) {
    const from = sorted[i]!;
    while (sorted[i + 1] === addToMonth(sorted[i]!, 1)) i++;
    const range = await readAreas(r, tree, areaIds, bookedKeys(chosen), from, sorted[i]!, basis, sorted.at(-1)!);
    for (const [id, series] of range) result.get(id)!.push(...series);
  }
  return result;
}

/** This month against the last one, the same month last year, and the year so far. */
export async function compare(
  r: Reader,
  tree: AreaTree,
  areaId: AreaId,
  month: Month,
  chosen: readonly AnalysedIndicator[],
  basis: AnalysisBasis,
  period: AnalysisPeriod,
): Promise<Comparison> {
  const lastJanuary = Math.floor(month / 100) * 100 - 99;
  // One December more: a ratio of last year may start from there.
  const from = addToMonth(lastJanuary, -1);
  const series = (await readAreas(r, tree, [areaId], bookedKeys(chosen), from, month, basis)).get(areaId) ?? [];
  const yearAgo = addToMonth(month, -12);
  // Half a year against a whole one would be no comparison.
  const wholeLastYear = atMonth(series, lastJanuary) !== undefined;
  return {
    area: reportAreaRef(tree, areaId, month),
    month: formatMonth(month),
    basis,
    sealed: period.closed !== null && month <= period.closed,
    rows: chosen.map((indicator) => {
      const now = atMonth(series, month)?.figures;
      const then = atMonth(series, yearAgo)?.figures;
      const { key } = indicator;
      const flow = indicator.kind === 'flow';
      const adjusted = now?.get(key);
      return {
        indicator: wordsOf(indicator),
        month: valueAt(series, month, indicator),
        lastMonth: valueAt(series, addToMonth(month, -1), indicator),
        lastYear: valueAt(series, yearAgo, indicator),
        adjustment: flow && adjusted ? adjusted.adjustment + adjusted.priorYear : 0,
        yearToDate: flow ? (now?.get(key)?.ytd ?? null) : null,
        lastYearToDate: flow && wholeLastYear ? (then?.get(key)?.ytd ?? null) : null,
        yearStart: flow ? null : valueAt(series, lastJanuary + 11, indicator),
      };
    }),
  };
}

/** Month by month, with what each month books for earlier ones. */
export async function readTrend(
  r: Reader,
  tree: AreaTree,
  areaId: AreaId,
  range: { from: Month; to: Month },
  chosen: readonly AnalysedIndicator[],
  basis: AnalysisBasis,
  period: AnalysisPeriod,
): Promise<Trend> {
  const { from, to } = range;
  const first = needsYearStart(chosen) ? lastDecember(from) : from;
  const series = (await readAreas(r, tree, [areaId], bookedKeys(chosen), first, to, basis)).get(areaId) ?? [];
  const shown = series.filter((one) => one.month >= from);
  return {
    area: reportAreaRef(tree, areaId, to),
    basis,
    indicators: chosen.map(wordsOf),
    months: shown.map(({ month, figures }) => ({
      month: formatMonth(month),
      sealed: period.closed !== null && month <= period.closed,
      values: chosen.map((indicator) => {
        const booked = indicator.kind === 'ratio' ? undefined : figures.get(indicator.key);
        return {
          value: valueAt(series, month, indicator),
          adjusted: booked ? booked.adjustment + booked.priorYear : 0,
        };
      }),
    })),
  };
}

/** The areas of a level below one that report a month; the area itself where nothing lies below. */
export function areasOfLevel(tree: AreaTree, areaId: AreaId, level: AnalysisLevel, month: Month): AreaId[] {
  if (level === 'community') return reportingCommunities(tree, areaId, month);
  if (level === 'below') return reportChildren(tree, areaId, month);
  return areasBelow(tree, areaId, month).filter((id) => getArea(tree, id).kind === 'street');
}

/** Everything below an area as reports of a month have it. */
export function areasBelow(tree: AreaTree, areaId: AreaId, month: Month): AreaId[] {
  return reportChildren(tree, areaId, month).flatMap((id) => [id, ...areasBelow(tree, id, month)]);
}

/** The areas of a level with value, fair rate and rank; in the order of the ranking. */
export async function rankLevel(
  r: Reader,
  reference: Reference,
  areaId: AreaId,
  level: AnalysisLevel,
  month: Month,
  indicator: AnalysedIndicator,
  basis: AnalysisBasis,
  period: AnalysisPeriod,
): Promise<AreaFigures> {
  const { tree } = reference;
  const ids = areasOfLevel(tree, areaId, level, month);
  const yearAgo = addToMonth(month, -12);
  const months = [yearAgo, addToMonth(month, -1), month];
  const series = await readMonths(r, tree, ids, [indicator], months, basis);
  const minimum = parameterOf(reference, 'analysis.rank_minimum', areaId, lastDayOf(month));
  const { fair } = indicator;
  const rows = ids.map((id) => {
    const now = figuresAt(series.get(id) ?? [], month);
    return {
      id,
      key: String(id),
      value: now ? countIn(now, indicator.counted) : null,
      denominator: now && fair ? countIn(now, fair.denominator) : null,
    };
  });
  const ranked = rankAreas(rows, { per: fair?.per ?? 1, minimum });
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return {
    area: reportAreaRef(tree, areaId, month),
    month: formatMonth(month),
    basis,
    sealed: period.closed !== null && month <= period.closed,
    indicator: wordsOf(indicator),
    fair: fair && { per: fair.per, ...fair.words },
    minimum,
    rows: ranked.map((rank) => {
      const { id, value, denominator } = byKey.get(rank.key)!;
      return {
        area: reportAreaRef(tree, id, month),
        kind: getArea(tree, id).kind,
        value: indicator.kind === 'ratio' ? valueAt(series.get(id) ?? [], month, indicator) : value,
        denominator,
        rate: rank.rate === null ? null : Math.round(rank.rate * 100) / 100,
        rank: rank.rank,
        unranked: fair ? rank.unranked : null,
        lastMonth: valueAt(series.get(id) ?? [], addToMonth(month, -1), indicator),
        lastYear: valueAt(series.get(id) ?? [], yearAgo, indicator),
      };
    }),
  };
}
