/**
 * The analysis view "as effective" (kernel K6): every count in the month in which it really happened, with all that was entered later.
 * It moves with every late entry and never equals a closed report; the areas are those of one month throughout.
 */
import { type AreaId, type AreaTree, getArea, reportLeaves } from '@renshe/domain/area/area-tree.ts';
import { listMonths, type Month } from '@renshe/domain/kernel/plain-date.ts';
import { noFigures } from '@renshe/domain/kernel/report-figures.ts';
import { findIndicator } from '@renshe/domain/statistics/indicators.ts';
import { sql } from 'kysely';
import type { Reader } from '../platform/db.ts';
import type { SeriesMonth } from '../statistics/indicator-series.ts';

interface EffectiveRow {
  group_id: number;
  indicator: string;
  month: Month;
  quantity: number;
  happened: number;
}

/** Figures of areas as they are in the month of `boundary`, by effective month; months before an area opened are left out. Sums of totals, never of people. */
export async function readEffectiveSeries(
  r: Reader,
  tree: AreaTree,
  areaIds: readonly AreaId[],
  indicators: readonly string[],
  from: Month,
  to: Month,
  boundary: Month,
): Promise<Map<AreaId, SeriesMonth[]>> {
  const members = areaIds.flatMap((areaId) => reportLeaves(tree, areaId, boundary).map((leaf) => ({ areaId, leaf })));
  const districts = members.map((m) => getArea(tree, m.leaf).districtId);
  const { rows } = await sql<EffectiveRow>`
    with leaf as materialized (
      select m.group_id, p.district_id, p.area_id, p.opening_month
      from unnest(${members.map((m) => m.areaId)}::int[], ${districts}::int[], ${members.map((m) => m.leaf)}::int[]) as m (group_id, district_id, area_id)
      join area_period p on p.district_id = m.district_id and p.area_id = m.area_id where p.district_id = any(${[...new Set(districts)]}::int[])
    )
    select l.group_id, t.indicator, t.effective_month as month, sum(t.quantity)::bigint as quantity,
      coalesce(sum(t.quantity) filter (where t.effective_month >= l.opening_month), 0)::bigint as happened
    from leaf l join fact_total t on t.district_id = l.district_id and t.area_id = l.area_id
    where t.district_id = any(${[...new Set(districts)]}::int[]) and t.indicator = any(${[...indicators]}::text[]) and t.cell = '' and t.effective_month <= ${to}::int
    group by l.group_id, t.indicator, t.effective_month
    union all
    select group_id, '', min(opening_month), 0, 0 from leaf group by group_id`.execute(r);
  const byArea = new Map<AreaId, EffectiveRow[]>();
  for (const row of rows) {
    const known = byArea.get(row.group_id);
    if (known) known.push(row);
    else byArea.set(row.group_id, [row]);
  }
  return new Map(areaIds.map((id) => [id, monthsOf(byArea.get(id) ?? [], indicators, from, to)]));
}

function monthsOf(rows: readonly EffectiveRow[], indicators: readonly string[], from: Month, to: Month): SeriesMonth[] {
  const opening = rows.find((row) => row.indicator === '')?.month;
  if (opening === undefined) return [];
  return listMonths(from, to)
    .filter((month) => month >= opening)
    .map((month) => ({
      month,
      sealed: false,
      figures: new Map(indicators.map((key) => [key, figuresOf(rows, key, month)])),
    }));
}

function figuresOf(rows: readonly EffectiveRow[], key: string, month: Month) {
  const figures = noFigures();
  const stock = findIndicator(key)?.type === 'stock';
  for (const row of rows) {
    if (row.indicator !== key || row.month > month) continue;
    if (stock) figures.stock += row.quantity;
    if (Math.floor(row.month / 100) === Math.floor(month / 100)) figures.ytd += row.happened;
    if (row.month === month) figures.own += row.happened;
  }
  return figures;
}
