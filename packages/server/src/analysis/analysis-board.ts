import type { LeadershipBoard } from '@renshe/domain/analysis/analysis.contract.ts';
import {
  type AreaId,
  type AreaTree,
  areaVersionAt,
  getArea,
  reportingCommunities,
} from '@renshe/domain/area/area-tree.ts';
import { surveyedUnemploymentRate } from '@renshe/domain/external/external.indicators.ts';
import { addToMonth, formatMonth, lastDayOf, type Month, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { ParameterKey } from '@renshe/domain/parameter/parameter.keys.ts';
import type { ReportState } from '@renshe/domain/report/report.rules.ts';
import { sql } from 'kysely';
import { areaAndAbove, listExternalValues } from '../external/external.queries.ts';
import type { Reader } from '../platform/db.ts';
import type { Reference } from '../platform/reference.ts';
import { emptyScope } from '../platform/scope.ts';
import { reportAreaRef } from '../report/report-area.ts';
import { formDueOn, listForms, monthlyOf } from '../report/report-form.queries.ts';
import {
  areasBelow,
  compare,
  getAnalysed,
  parameterOf,
  rankLevel,
  readPeriod,
  readTrend,
  targetOf,
} from './analysis-figures.ts';

/** What leaders look at first, in this order. */
const boardIndicators = [
  'registered-unemployment-rate',
  'registered-unemployed',
  'newly-registered-unemployed',
  'new-urban-employment',
  're-employment',
  'zero-employment-family',
].map(getAnalysed);

const trendIndicators = ['registered-unemployment-rate', 'registered-unemployed', 'new-urban-employment'].map(
  getAnalysed,
);
const rankedIndicator = getAnalysed('registered-unemployment-rate');

/** Everything on the leadership board in one answer: sums of areas only, no person. */
export async function readBoard(
  r: Reader,
  reference: Reference,
  areaId: AreaId,
  today: PlainDate,
  at: Date,
): Promise<LeadershipBoard> {
  const { tree } = reference;
  const period = await readPeriod(r, tree, areaId, today);
  const month = period.closed ?? period.current;
  const next = addToMonth(month, 1);
  const open = next <= period.current ? next : null;
  const main = await compare(r, tree, areaId, month, boardIndicators, 'booked', period);
  const beside = open === null ? null : await compare(r, tree, areaId, open, boardIndicators, 'booked', period);
  const on = lastDayOf(month);
  const surveyed = await findSurveyed(r, reference, areaId, month, on);
  return {
    area: reportAreaRef(tree, areaId, month),
    month: formatMonth(month),
    sealed: main.sealed,
    openMonth: open === null ? null : formatMonth(open),
    openMonthOver: open !== null && open < period.current,
    today,
    at: at.toISOString(),
    figures: main.rows.map((row, index) => ({
      indicator: row.indicator,
      value: row.month,
      lastMonth: row.lastMonth,
      lastYear: row.lastYear,
      yearToDate: row.yearToDate,
      open: beside?.rows[index]?.month ?? null,
      target: targetOf(reference, boardIndicators[index]!, areaId, on),
    })),
    trend: await readTrend(
      r,
      tree,
      areaId,
      { from: addToMonth(month, -23), to: month },
      trendIndicators,
      'booked',
      period,
    ),
    areas: await rankLevel(r, reference, areaId, 'below', month, rankedIndicator, 'booked', period),
    surveyed,
    warnings: await countWarnings(r, tree, areaId, period.current),
    progress: await readProgress(r, reference, areaId, addToMonth(period.current, -1), today),
  };
}

/** The newest published rate up to a month, of the area itself or the nearest above it. */
async function findSurveyed(
  r: Reader,
  reference: Reference,
  areaId: AreaId,
  month: Month,
  on: PlainDate,
): Promise<LeadershipBoard['surveyed']> {
  const { key, target } = surveyedUnemploymentRate;
  const { tree } = reference;
  const asked = { areaId, indicator: key, today: on, writing: emptyScope };
  const values = (await listExternalValues(r, tree, asked)).filter((one) => one.status === 'current');
  const known = values.filter((one) => one.period <= formatMonth(month));
  const [newest] = known;
  if (!newest || !target) return null;
  // Of the same month the nearest area: the district's own before the city's.
  const order = areaAndAbove(tree, areaId, on).map((id) => areaVersionAt(tree, id, on).code);
  const nearest = known
    .filter((one) => one.period === newest.period)
    .toSorted((a, b) => order.indexOf(a.area.code) - order.indexOf(b.area.code))[0]!;
  return {
    value: nearest.value,
    period: nearest.period,
    area: nearest.area,
    publisher: nearest.publisher,
    document: nearest.document,
    target: parameterOf(reference, target.parameter as ParameterKey, areaId, on) / 10,
  };
}

/** Recorded warnings of the area and everything below it that are not settled. */
async function countWarnings(
  r: Reader,
  tree: AreaTree,
  areaId: AreaId,
  month: Month,
): Promise<LeadershipBoard['warnings']> {
  const counts = { red: 0, orange: 0, yellow: 0, blue: 0 };
  const areas = [areaId, ...areasBelow(tree, areaId, month)];
  const districts = [...new Set(areas.map((id) => getArea(tree, id).districtId))];
  const { rows } = await sql<{ level: keyof typeof counts; count: number }>`
    select level, count(*)::int as count from warning_case
    where district_id = any(${districts}::int[]) and area_id = any(${areas}::int[]) and state <> 'closed' group by level`.execute(
    r,
  );
  for (const row of rows) counts[row.level] = row.count;
  return counts;
}

/** How far the communities below are with the report of a month. */
async function readProgress(
  r: Reader,
  reference: Reference,
  areaId: AreaId,
  month: Month,
  today: PlainDate,
): Promise<LeadershipBoard['progress']> {
  const communities = reportingCommunities(reference.tree, areaId, month);
  const forms = await listForms(r, reference.tree, communities, monthlyOf(month));
  const progress = { month: formatMonth(month), draft: 0, submitted: 0, accepted: 0, closed: 0, overdue: 0 };
  for (const id of communities) {
    const row = forms.get(id);
    const state = (row?.state ?? 'draft') as ReportState;
    progress[state]++;
    if (state === 'draft' && today > (row?.due_on ?? formDueOn(reference, id, monthlyOf(month)))) progress.overdue++;
  }
  return progress;
}
