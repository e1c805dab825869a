import type { LeadershipBoard } from '@renshe/domain/analysis/analysis.contract.ts';
import { type AreaId, reportingCommunities } from '@renshe/domain/area/area-tree.ts';
import { addToMonth, formatMonth, lastDayOf, type Month, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { ReportState } from '@renshe/domain/report/report.rules.ts';
import type { Reader } from '../platform/db.ts';
import type { Reference } from '../platform/reference.ts';
import { reportAreaRef } from '../report/report-area.ts';
import { formDueOn, listForms, monthlyOf } from '../report/report-form.queries.ts';
import { compare, getAnalysed, rankLevel, readPeriod, readTrend, targetOf } from './analysis-figures.ts';

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
    progress: await readProgress(r, reference, areaId, addToMonth(period.current, -1), today),
  };
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
