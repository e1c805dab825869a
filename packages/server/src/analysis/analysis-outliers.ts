import type { Outliers } from '@renshe/domain/analysis/analysis.contract.ts';
import {
  type AnalysedIndicator,
  countIn,
  findAnalysedIndicator,
  movementsOf,
} from '@renshe/domain/analysis/analysis-indicator.ts';
import { changesOf, findOutlier, type OutlierThresholds } from '@renshe/domain/analysis/analysis-outlier.rules.ts';
import { type AreaId, reportingCommunities } from '@renshe/domain/area/area-tree.ts';
import { addToMonth, formatMonth, lastDayOf, type Month } from '@renshe/domain/kernel/plain-date.ts';
import { type Figures, noFigures } from '@renshe/domain/kernel/report-figures.ts';
import type { Reader } from '../platform/db.ts';
import type { Reference } from '../platform/reference.ts';
import { reportAreaRef } from '../report/report-area.ts';
import { readSeriesOf, type SeriesMonth } from '../statistics/indicator-series.ts';
import { type AnalysisPeriod, parameterOf, wordsOf } from './analysis-figures.ts';

type Part = Outliers['rows'][number]['parts'][number];

/** A rate is judged by what it counts: of small communities a rate jumps with every person. */
export function judgedIndicator(indicator: AnalysedIndicator): AnalysedIndicator {
  return indicator.kind === 'ratio' ? (findAnalysedIndicator(indicator.counted[0]!.indicator) ?? indicator) : indicator;
}

/** The communities below an area whose number of a month jumps against their own last twelve months, the farthest first. */
export async function findOutliers(
  r: Reader,
  reference: Reference,
  areaId: AreaId,
  month: Month,
  asked: AnalysedIndicator,
  period: AnalysisPeriod,
): Promise<Outliers> {
  const { tree } = reference;
  const on = lastDayOf(month);
  const indicator = judgedIndicator(asked);
  const { key } = indicator;
  const kind = indicator.kind === 'stock' ? 'stock' : 'flow';
  const thresholds: OutlierThresholds = {
    spread: parameterOf(reference, 'analysis.outlier_spread', areaId, on),
    minimum: parameterOf(reference, 'analysis.outlier_minimum', areaId, on),
    months: parameterOf(reference, 'analysis.outlier_months', areaId, on),
  };
  const movements = movementsOf[key];
  const keys = [key, ...(movements ? [movements.entered, movements.left] : [])];
  const communities = reportingCommunities(tree, areaId, month);
  // A stock is judged by its changes, which need one month more. The boundary of the month throughout: a merger is no jump.
  const from = addToMonth(month, kind === 'stock' ? -13 : -12);
  const series = await readSeriesOf(r, tree, communities, keys, from, month, { boundary: month });
  const rows: Outliers['rows'] = [];
  let tooNew = 0;
  for (const id of communities) {
    const months = series.get(id) ?? [];
    const values = months.map(({ figures }) => countIn({ now: figures, yearStart: undefined }, indicator.counted) ?? 0);
    if (values.length - (kind === 'stock' ? 2 : 1) < thresholds.months) {
      tooNew++;
      continue;
    }
    const verdict = findOutlier(kind, values, thresholds);
    if (!verdict) continue;
    rows.push({
      area: reportAreaRef(tree, id, month),
      value: values.at(-1)!,
      before: values.at(-2) ?? null,
      ...verdict,
      spread: Math.round(verdict.spread * 10) / 10,
      score: Math.round(verdict.score * 10) / 10,
      history: kind === 'stock' ? changesOf(values) : values,
      parts: kind === 'stock' ? stockParts(months, key) : flowParts(months, indicator),
    });
  }
  rows.sort((a, b) => Math.abs(b.score) - Math.abs(a.score) || (a.area.code < b.area.code ? -1 : 1));
  return {
    area: reportAreaRef(tree, areaId, month),
    month: formatMonth(month),
    sealed: period.closed !== null && month <= period.closed,
    indicator: wordsOf(indicator),
    thresholds,
    judged: communities.length - tooNew,
    tooNew,
    rows,
  };
}

const booked = (figures: Figures | undefined): number => {
  const { own, adjustment, priorYear } = figures ?? noFigures();
  return own + adjustment + priorYear;
};

/** What made a stock change: before + came in − went out + the rest (moves, corrections). */
function stockParts(months: readonly SeriesMonth[], key: string): Part[] {
  const now = months.at(-1)?.figures;
  const before = months.at(-2)?.figures.get(key)?.stock ?? 0;
  const value = now?.get(key)?.stock ?? 0;
  const parts: Part[] = [{ kind: 'before', zh: '上月末', en: 'end of last month', value: before, line: null }];
  const movements = movementsOf[key];
  if (!movements) {
    const { own, adjustment, priorYear } = now?.get(key) ?? noFigures();
    return [
      ...parts,
      { kind: 'own', zh: '本月净变化', en: 'net change of the month', value: own, line: null },
      ...(adjustment + priorYear === 0
        ? []
        : [
            {
              kind: 'adjustment' as const,
              zh: '补记以前月份',
              en: 'booked for earlier months',
              value: adjustment + priorYear,
              line: null,
            },
          ]),
    ];
  }
  const entered = booked(now?.get(movements.entered));
  const left = booked(now?.get(movements.left));
  const rest = value - before - entered + left;
  return [
    ...parts,
    { kind: 'entered', zh: '新登记', en: 'newly registered', value: entered, line: movements.entered },
    { kind: 'left', zh: '注销', en: 'deregistered', value: -left, line: movements.left },
    ...(rest === 0
      ? []
      : [{ kind: 'other' as const, zh: '迁移和更正', en: 'moves and corrections', value: rest, line: null }]),
  ];
}

/** What a flow is made of: happened in the month, and what was entered late beside it. */
function flowParts(months: readonly SeriesMonth[], indicator: AnalysedIndicator): Part[] {
  const { own, adjustment, priorYear } = months.at(-1)?.figures.get(indicator.key) ?? noFigures();
  const parts: Part[] = [
    { kind: 'own', zh: '本月发生', en: 'in the month', value: own, line: indicator.line },
    {
      kind: 'adjustment',
      zh: '另补记本年以前月份',
      en: 'booked besides for earlier months of the year',
      value: adjustment,
      line: null,
    },
    { kind: 'prior-year', zh: '另补记以前年度', en: 'booked besides for earlier years', value: priorYear, line: null },
  ];
  return parts.filter((part) => part.kind === 'own' || part.value !== 0);
}
