import { type AreaId, type AreaTree, getArea, reportAncestors, reportLeaves } from '@renshe/domain/area/area-tree.ts';
import type { Period } from '@renshe/domain/kernel/period.ts';
import { monthOf } from '@renshe/domain/kernel/plain-date.ts';
import { manualKey } from '@renshe/domain/report/form-figures.ts';
import { sql } from 'kysely';
import type { Reader } from '../platform/db.ts';

export interface ManualEntry {
  areaId: AreaId;
  row: string;
  cell: string;
  value: number | null;
  enteredBy: string;
  enteredAt: string;
  version: number;
}

/** The area itself and everything below it as reports of the period's last month have it; with what was absorbed, whose entries stay. */
function membersOf(tree: AreaTree, areaId: AreaId, period: Period): { areas: number[]; districts: number[] } {
  const month = monthOf(period.last);
  const between = [...tree.areas.values()]
    .filter((area) => area.kind !== 'community' && reportAncestors(tree, area.areaId, month).includes(areaId))
    .map((area) => area.areaId);
  const areas = [...new Set([areaId, ...between, ...reportLeaves(tree, areaId, month)])];
  return { areas, districts: [...new Set(areas.map((id) => getArea(tree, id).districtId))] };
}

/** Entries of an area and of those below it added up: of the period and of the year up to it; null where nobody entered anything. */
export async function readManualSums(
  r: Reader,
  tree: AreaTree,
  form: string,
  areaId: AreaId,
  period: Period,
): Promise<Map<string, { period: number | null; yearToDate: number | null }>> {
  const { areas, districts } = membersOf(tree, areaId, period);
  const year = period.text.slice(0, 4);
  // Periods of one kind sort as text.
  const rows = await sql<{ row_key: string; cell: string; period: number | null; year_to_date: number | null }>`
    select row_key, cell, sum(value) filter (where period = ${period.text})::bigint as period, sum(value)::bigint as year_to_date
    from report_manual_cell
    where district_id = any(${districts}::int[]) and form = ${form} and period >= ${year} and period <= ${period.text} and area_id = any(${areas}::int[])
    group by row_key, cell`.execute(r);
  return new Map(
    rows.rows.map((row) => [manualKey(row.row_key, row.cell), { period: row.period, yearToDate: row.year_to_date }]),
  );
}

/** The entries of a period, own and below; of one row when it is given. */
export async function listManualEntries(
  r: Reader,
  tree: AreaTree,
  form: string,
  areaId: AreaId,
  period: Period,
  only: { own: boolean; row?: string },
): Promise<ManualEntry[]> {
  const { areas, districts } = only.own
    ? { areas: [areaId], districts: [getArea(tree, areaId).districtId] }
    : membersOf(tree, areaId, period);
  let query = r
    .selectFrom('report_manual_cell')
    .select(['area_id', 'row_key', 'cell', 'value', 'entered_by_name', 'entered_at', 'version'])
    .where('district_id', 'in', districts)
    .where('form', '=', form)
    .where('period', '=', period.text)
    .where('area_id', 'in', areas)
    .orderBy('area_id');
  if (only.row !== undefined) query = query.where('row_key', '=', only.row);
  const rows = await query.execute();
  return rows.map((row) => ({
    areaId: row.area_id,
    row: row.row_key,
    cell: row.cell,
    value: row.value,
    enteredBy: row.entered_by_name,
    enteredAt: row.entered_at.toISOString(),
    version: row.version,
  }));
}
