import { type AreaId, type AreaTree, getArea, reportLeaves } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { formatMonth, type Month, monthOf, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import type { Reader } from '../platform/db.ts';
import type { Leaves, Whole } from '../statistics/read-figures.ts';

/** The communities that make up a report of an area and month, absorbed ones included (kernel K11). */
export function leavesOf(tree: AreaTree, areaId: AreaId, month: Month): Leaves {
  const areas = reportLeaves(tree, areaId, month);
  return { areas, districts: [...new Set(areas.map((id) => getArea(tree, id).districtId))].sort((a, b) => a - b) };
}

/** The area whose closed reports may stand for those of its leaves. */
export function wholeOf(tree: AreaTree, areaId: AreaId): Whole {
  const { districtId } = getArea(tree, areaId);
  return { districtId, areaId, leavesIn: (month) => reportLeaves(tree, areaId, month) };
}

export function districtsOfCity(tree: AreaTree): number[] {
  return [...new Set([...tree.areas.values()].map((area) => area.districtId))]
    .filter((id) => id !== 0)
    .sort((a, b) => a - b);
}

/** First month that any leaf of the area reports; 0 when it has none. */
export async function openingMonthOf(r: Reader, leaves: Leaves): Promise<Month> {
  const { rows } = await sql<{ month: Month | null }>`
    select min(opening_month) as month from area_period
    where district_id = any(${leaves.districts}::int[]) and area_id = any(${leaves.areas}::int[])`.execute(r);
  return rows[0]?.month ?? 0;
}

/**
 * @returns the first month that the leaves report
 * @throws AppError `report.month-future`, `report.before-opening`
 */
export async function requireReportableMonth(
  r: Reader,
  leaves: Leaves,
  month: Month,
  today: PlainDate,
): Promise<Month> {
  if (month > monthOf(today)) throw new AppError('report.month-future', 'invalid', { month: formatMonth(month) });
  const opening = await openingMonthOf(r, leaves);
  if (month < opening) throw new AppError('report.before-opening', 'notFound', { month: formatMonth(month) });
  return opening;
}
