import { type AreaId, type AreaTree, getArea, reportLeaves } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { formatMonth, type Month, monthOf, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
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
  const row = await r
    .selectFrom('area_period')
    .select((eb) => eb.fn.min<number | null>('opening_month').as('month'))
    .where('district_id', 'in', [...leaves.districts, -1])
    .where('area_id', 'in', [...leaves.areas, -1])
    .executeTakeFirst();
  return row?.month ?? 0;
}

/** @throws AppError `report.month-future`, `report.before-opening` */
export async function requireReportableMonth(r: Reader, leaves: Leaves, month: Month, today: PlainDate): Promise<void> {
  if (month > monthOf(today)) throw new AppError('report.month-future', 'invalid', { month: formatMonth(month) });
  if (month < (await openingMonthOf(r, leaves)))
    throw new AppError('report.before-opening', 'notFound', { month: formatMonth(month) });
}
