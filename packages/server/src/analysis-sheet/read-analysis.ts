import {
  type AnalysisFigure,
  type AnalysisFigures,
  analysisLines,
} from '@renshe/domain/analysis-sheet/analysis-sheet.rules.ts';
import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { type AreaId, type AreaTree, areaNameAt, getArea, reportLeaves } from '@renshe/domain/area/area-tree.ts';
import {
  addToMonth,
  firstDayAfter,
  firstDayOf,
  lastDayOf,
  type Month,
  type PlainDate,
} from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import type { Reader } from '../platform/db.ts';
import { readSeriesOf, readSeriesOfChildren, type SeriesMonth } from '../statistics/indicator-series.ts';

const ledgerLines = analysisLines.filter((line) => line.of === 'ledger');
const dutyKinds = analysisLines.flatMap((line) => (line.of === 'duty' ? [line.duty] : []));

/**
 * The rows of the sheet of an area and month, or undefined when the area does not report the month. Earlier months are counted by the boundary
 * of this one: a merger is no rise. An area that did not report then has nothing to compare with.
 */
export async function readAnalysis(
  r: Reader,
  tree: AreaTree,
  areaId: AreaId,
  month: Month,
  today: PlainDate,
): Promise<AnalysisFigures | undefined> {
  const keys = ledgerLines.map((line) => line.indicator);
  const readMonth = async (wanted: Month) =>
    reportLeaves(tree, areaId, wanted).length === 0
      ? undefined
      : (await readSeriesOf(r, tree, [areaId], keys, wanted, wanted, { boundary: month })).get(areaId)?.[0];
  const now = await readMonth(month);
  if (!now) return undefined;
  const before = await readMonth(addToMonth(month, -1));
  const far = await readMonth(addToMonth(month, -12));
  const duties = await readDuties(r, tree, reportLeaves(tree, areaId, month), month, today);
  const measured = (series: SeriesMonth | undefined, line: (typeof ledgerLines)[number]): number | null => {
    const figures = series?.figures.get(line.indicator);
    if (!figures) return null;
    return line.kind === 'stock' ? figures.stock : figures.own + figures.adjustment + figures.priorYear;
  };
  const lines = analysisLines.map((line): AnalysisFigure => {
    if (line.of === 'duty') {
      const known = duties.get(line.duty) ?? { done: 0, open: 0, overdue: 0 };
      return {
        key: line.key,
        now: known.done,
        lastMonth: null,
        lastYear: null,
        open: known.open,
        overdue: known.overdue,
      };
    }
    return {
      key: line.key,
      now: measured(now, line) ?? 0,
      lastMonth: measured(before, line),
      lastYear: measured(far, line),
      open: null,
      overdue: null,
    };
  });
  return { lines, parts: await readParts(r, tree, areaId, month) };
}

/** How the registered unemployed of the areas right below moved against last month; those that did not are left out. */
async function readParts(r: Reader, tree: AreaTree, areaId: AreaId, month: Month): Promise<AnalysisFigures['parts']> {
  const key = 'registered-unemployed';
  const children = await readSeriesOfChildren(r, tree, areaId, [key], addToMonth(month, -1), month, {
    boundary: month,
  });
  return [...children]
    .flatMap(([id, months]) => {
      if (reportLeaves(tree, id, addToMonth(month, -1)).length === 0) return [];
      const of = (wanted: Month) => months.find((one) => one.month === wanted)?.figures.get(key)?.stock;
      const now = of(month);
      const before = of(addToMonth(month, -1));
      return now === undefined || before === undefined || now === before
        ? []
        : [{ name: shortAreaName(areaNameAt(tree, id, lastDayOf(month))), change: now - before }];
    })
    .sort((a, b) => b.change - a.change || (a.name < b.name ? -1 : 1));
}

/** Duties of some leaves by kind: done in the month, open and overdue today. */
async function readDuties(
  r: Reader,
  tree: AreaTree,
  leaves: readonly AreaId[],
  month: Month,
  today: PlainDate,
): Promise<Map<string, { done: number; open: number; overdue: number }>> {
  const districts = [...new Set(leaves.map((id) => getArea(tree, id).districtId))];
  const { rows } = await sql<{ kind: string; done: number; open: number; overdue: number }>`
    select d.kind, count(*) filter (where d.done_on >= ${firstDayOf(month)}::date and d.done_on < ${firstDayAfter(month)}::date)::int as done,
      count(*) filter (where d.done_on is null and d.appears_on <= ${today}::date)::int as open,
      count(*) filter (where d.done_on is null and d.due_on < ${today}::date)::int as overdue
    from duty d where d.district_id = any(${districts}::int[]) and d.area_id = any(${[...leaves]}::int[]) and d.kind = any(${dutyKinds}::text[])
    group by d.kind`.execute(r);
  return new Map(rows.map((row) => [row.kind, { done: row.done, open: row.open, overdue: row.overdue }]));
}
