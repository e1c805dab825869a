/**
 * Booked figures of indicators over months: what analysis, plans and warnings draw their lines from. As booked (kernel K6); sealed months
 * come from the roll-up, the others from balances and totals. Two statements whatever the number of months and areas, never a count
 * over people.
 */
import { type AreaId, type AreaTree, getArea, reportChildren, reportLeaves } from '@renshe/domain/area/area-tree.ts';
import { listMonths, type Month, previousMonth } from '@renshe/domain/kernel/plain-date.ts';
import { type Figures, noFigures } from '@renshe/domain/kernel/report-figures.ts';
import { findIndicator } from '@renshe/domain/statistics/indicators.ts';
import { sql } from 'kysely';
import type { Reader } from '../platform/db.ts';

/** One month of an area. Every indicator that was asked for has its figures; of a flow `stock` is 0. */
export interface SeriesMonth {
  month: Month;
  /** From the roll-up of a closed month: it will never change. */
  sealed: boolean;
  figures: ReadonlyMap<string, Figures>;
}

export interface SeriesOptions {
  /** Cell of the ledger, e.g. 'sex=2'; the total when absent. */
  cell?: string;
  /** Counts in all months the communities that make up the area in this month, so that a line does not jump where a boundary moved. */
  boundary?: Month;
}

/**
 * The figures of booked indicators (stocks and flows) in an area, month by month. Months before the area reports are left out.
 * @param from first month, YYYYMM
 * @param to last month, inclusive
 */
export async function readSeries(
  r: Reader,
  tree: AreaTree,
  areaId: AreaId,
  indicators: readonly string[],
  from: Month,
  to: Month,
  options: SeriesOptions = {},
): Promise<SeriesMonth[]> {
  const series = await readSeriesOf(r, tree, [areaId], indicators, from, to, options);
  return series.get(areaId) ?? [];
}

/**
 * The same for all areas right below one, in one go: each that reported by itself in any of the months, with the months in which it did.
 * A community that was absorbed ends with its last report, so every month adds up to the parent.
 */
export async function readSeriesOfChildren(
  r: Reader,
  tree: AreaTree,
  areaId: AreaId,
  indicators: readonly string[],
  from: Month,
  to: Month,
  options: SeriesOptions = {},
): Promise<Map<AreaId, SeriesMonth[]>> {
  const reporting = new Map<AreaId, Set<Month>>();
  for (const month of listMonths(from, to))
    for (const child of reportChildren(tree, areaId, options.boundary ?? month))
      reporting.set(child, (reporting.get(child) ?? new Set()).add(month));
  const series = await readSeriesOf(r, tree, [...reporting.keys()], indicators, from, to, options);
  return new Map(
    [...series].map(([child, months]) => [child, months.filter((m) => reporting.get(child)!.has(m.month))]),
  );
}

/** The same for any areas, however they lie. */
export async function readSeriesOf(
  r: Reader,
  tree: AreaTree,
  areaIds: readonly AreaId[],
  indicators: readonly string[],
  from: Month,
  to: Month,
  options: SeriesOptions = {},
): Promise<Map<AreaId, SeriesMonth[]>> {
  const months = listMonths(from, to);
  const result = new Map<AreaId, SeriesMonth[]>(areaIds.map((id) => [id, []]));
  if (areaIds.length === 0 || months.length === 0) return result;
  const cell = options.cell ?? '';
  const sealed = await readSealed(r, tree, areaIds, indicators, months, cell);
  const open = new Groups();
  for (const areaId of areaIds)
    for (const month of months) {
      const leaves = reportLeaves(tree, areaId, options.boundary ?? month);
      const known = sealed.get(areaId)?.get(month);
      const asReported = options.boundary === undefined || sameList(leaves, reportLeaves(tree, areaId, month));
      if (known && asReported) result.get(areaId)!.push({ month, sealed: true, figures: complete(known, indicators) });
      else open.add(areaId, month, leaves);
    }
  for (const [areaId, list] of await readOpen(r, tree, open, indicators, cell)) result.get(areaId)!.push(...list);
  for (const list of result.values()) list.sort((a, b) => a.month - b.month);
  return result;
}

function sameList(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

function complete(known: ReadonlyMap<string, Figures>, indicators: readonly string[]): Map<string, Figures> {
  return new Map(indicators.map((key) => [key, known.get(key) ?? noFigures()]));
}

/** Everybody lives somewhere: an area and month without this line in the roll-up is treated as open, which gives the same numbers. */
const presence = 'resident';

async function readSealed(
  r: Reader,
  tree: AreaTree,
  areaIds: readonly AreaId[],
  indicators: readonly string[],
  months: readonly Month[],
  cell: string,
): Promise<Map<AreaId, Map<Month, Map<string, Figures>>>> {
  const districts = [...new Set(areaIds.map((id) => getArea(tree, id).districtId))];
  const { rows } = await sql<{
    area_id: number;
    month: number;
    indicator: string;
    cell: string;
    own: number;
    adjustment: number;
    prior_year: number;
    ytd: number;
    stock: number;
  }>`select area_id, month, indicator, cell, own, adjustment, prior_year, ytd, stock from report_rollup
    where district_id = any(${districts}::int[]) and month = any(${[...months]}::int[]) and area_id = any(${[...areaIds]}::int[])
      and ((indicator = any(${[...indicators]}::text[]) and cell = ${cell}) or (indicator = ${presence} and cell = ''))`.execute(
    r,
  );
  const sealed = new Map<AreaId, Map<Month, Map<string, Figures>>>();
  for (const row of rows) {
    const months = sealed.get(row.area_id) ?? new Map<Month, Map<string, Figures>>();
    sealed.set(row.area_id, months);
    const figures = months.get(row.month) ?? new Map<string, Figures>();
    months.set(row.month, figures);
    const { own, adjustment, prior_year: priorYear, ytd, stock } = row;
    if (row.cell === cell) figures.set(row.indicator, { own, adjustment, priorYear, ytd, stock });
  }
  return sealed;
}

/** Open months of areas, with their communities grouped by the months in which they belong: usually one group an area. */
class Groups {
  private readonly byArea = new Map<AreaId, Map<AreaId, Month[]>>();

  add(areaId: AreaId, month: Month, leaves: readonly AreaId[]): void {
    const months = this.byArea.get(areaId) ?? new Map<AreaId, Month[]>();
    this.byArea.set(areaId, months);
    for (const leaf of leaves) {
      const known = months.get(leaf);
      if (known) known.push(month);
      else months.set(leaf, [month]);
    }
  }

  list(): { areaId: AreaId; months: readonly Month[]; leaves: AreaId[] }[] {
    const groups = new Map<string, { areaId: AreaId; months: readonly Month[]; leaves: AreaId[] }>();
    for (const [areaId, leaves] of this.byArea)
      for (const [leaf, months] of leaves) {
        const key = `${areaId}|${months.join()}`;
        const known = groups.get(key);
        if (known) known.leaves.push(leaf);
        else groups.set(key, { areaId, months, leaves: [leaf] });
      }
    return [...groups.values()];
  }
}

type BookedRow = {
  group_id: number;
  indicator: string;
  booked_month: number;
  own: number;
  adjustment: number;
  prior_year: number;
  quantity: number;
};

/**
 * Each community's last balance before the first open month, and what was booked since, by month; of the year of the first open month
 * also the months before, for the year to date. A row with the empty indicator carries the month in which the group opened.
 */
async function readOpen(
  r: Reader,
  tree: AreaTree,
  open: Groups,
  indicators: readonly string[],
  cell: string,
): Promise<Map<AreaId, SeriesMonth[]>> {
  const groups = open.list();
  const result = new Map<AreaId, SeriesMonth[]>();
  if (groups.length === 0) return result;
  const wanted = groups.flatMap((g) => g.months);
  const first = Math.min(...wanted);
  const last = Math.max(...wanted);
  const before = previousMonth(first);
  const members = groups.flatMap((g, id) =>
    g.leaves.map((leaf) => ({ id, leaf, district: getArea(tree, leaf).districtId })),
  );
  const districts = [...new Set(members.map((m) => m.district))];
  const stocks = indicators.filter((key) => findIndicator(key)?.type === 'stock');
  const { rows } = await sql<BookedRow>`
    with leaf as materialized (
      select m.group_id, p.district_id, p.area_id, p.opening_month, least(p.closed_through, ${before}::int) as closed
      from unnest(${members.map((m) => m.id)}::int[], ${members.map((m) => m.district)}::int[], ${members.map((m) => m.leaf)}::int[]) as m (group_id, district_id, area_id)
      join area_period p on p.district_id = m.district_id and p.area_id = m.area_id where p.district_id = any(${districts}::int[])
    )
    select l.group_id, t.indicator, t.booked_month,
      coalesce(sum(t.quantity) filter (where t.effective_month = t.booked_month), 0)::bigint as own,
      coalesce(sum(t.quantity) filter (where t.effective_month < t.booked_month and t.effective_month / 100 = t.booked_month / 100 and t.effective_month >= l.opening_month), 0)::bigint as adjustment,
      coalesce(sum(t.quantity) filter (where t.effective_month / 100 < t.booked_month / 100 and t.effective_month >= l.opening_month), 0)::bigint as prior_year,
      coalesce(sum(t.quantity) filter (where t.booked_month > l.closed), 0)::bigint as quantity
    from leaf l join fact_total t on t.district_id = l.district_id and t.area_id = l.area_id
    where t.district_id = any(${districts}::int[]) and t.indicator = any(${[...indicators]}::text[]) and t.cell = ${cell}
      and t.booked_month > least(l.closed, ${Math.floor(first / 100) * 100}::int) and t.booked_month <= ${last}::int
    group by l.group_id, t.indicator, t.booked_month
    union all
    select l.group_id, b.indicator, 0, 0, 0, 0, sum(b.quantity)::bigint
    from leaf l join closing_balance b on b.district_id = l.district_id and b.area_id = l.area_id and b.month = l.closed
    where b.district_id = any(${districts}::int[]) and b.indicator = any(${stocks}::text[]) and b.cell = ${cell}
    group by l.group_id, b.indicator
    union all
    select group_id, '', min(opening_month), 0, 0, 0, 0 from leaf group by group_id`.execute(r);
  const opened = new Map<number, Month>();
  const booked = new Map<number, BookedRow[]>();
  for (const row of rows) {
    if (row.indicator === '') opened.set(row.group_id, row.booked_month);
    else booked.set(row.group_id, [...(booked.get(row.group_id) ?? []), row]);
  }
  const sums = new Map<AreaId, Map<Month, Map<string, Figures>>>();
  for (const [id, { areaId, months }] of groups.entries()) {
    const opening = opened.get(id);
    const byMonth = sums.get(areaId) ?? new Map<Month, Map<string, Figures>>();
    sums.set(areaId, byMonth);
    for (const month of months) {
      if (opening === undefined || month < opening) continue;
      const figures = byMonth.get(month) ?? complete(new Map(), indicators);
      byMonth.set(month, figures);
      for (const row of booked.get(id) ?? []) addRow(figures.get(row.indicator)!, row, month, stocks);
    }
  }
  for (const [areaId, months] of sums)
    result.set(
      areaId,
      [...months].map(([month, figures]) => ({ month, sealed: false, figures })),
    );
  return result;
}

function addRow(figures: Figures, row: BookedRow, month: Month, stocks: readonly string[]): void {
  if (row.booked_month > month) return;
  if (stocks.includes(row.indicator)) figures.stock += row.quantity;
  if (Math.floor(row.booked_month / 100) === Math.floor(month / 100)) figures.ytd += row.own + row.adjustment;
  if (row.booked_month !== month) return;
  figures.own += row.own;
  figures.adjustment += row.adjustment;
  figures.priorYear += row.prior_year;
}
