import { type AreaId, type AreaTree, getArea, reportLeaves } from '@renshe/domain/area/area-tree.ts';
import { listMonths, type Month } from '@renshe/domain/kernel/plain-date.ts';
import type { PanelSums } from '@renshe/domain/monitored-employer/monitored-employer.rules.ts';
import { sql } from 'kysely';
import type { Reader } from '../platform/db.ts';

export interface Layoffs extends PanelSums {
  /** Employers that reported in the months. */
  employers: number;
  /** Those that laid somebody off, the largest first. */
  laidOffBy: { employerId: string; name: string; persons: number }[];
}

export interface PanelMonth {
  employerId: string;
  name: string;
  areaId: AreaId;
  month: Month;
  staffStart: number;
  staffEnd: number;
  hired: number;
  departed: number;
  laidOff: number;
}

/** Every reported month of the employers in some leaf areas: a panel is hundreds of employers, not millions of people. */
export async function readPanelMonths(
  r: Reader,
  tree: AreaTree,
  leaves: readonly AreaId[],
  from: Month,
  to: Month,
): Promise<PanelMonth[]> {
  const districts = [...new Set(leaves.map((id) => getArea(tree, id).districtId))];
  const { rows } = await sql<{
    employer_id: string;
    name: string;
    area_id: number;
    month: number;
    staff_start: number;
    staff_end: number;
    hired: number;
    departed: number;
    laid_off: number;
  }>`select m.employer_id, e.name, e.area_id, m.month, m.staff_start, m.staff_end, m.hired, m.departed, m.laid_off
    from employer_month m join monitored_employer e on e.district_id = m.district_id and e.employer_id = m.employer_id
    where m.district_id = any(${districts}::int[]) and e.area_id = any(${[...leaves]}::int[]) and m.month between ${from} and ${to} and m.withdrawn_at is null
    order by m.month, m.employer_id`.execute(r);
  return rows.map((row) => ({
    employerId: row.employer_id,
    name: row.name,
    areaId: row.area_id,
    month: row.month,
    staffStart: row.staff_start,
    staffEnd: row.staff_end,
    hired: row.hired,
    departed: row.departed,
    laidOff: row.laid_off,
  }));
}

/** Sums over months: staff at the start of each employer's first month and at the end of its last one; flows added up. */
export function sumPanel(months: readonly PanelMonth[]): Layoffs {
  const first = new Map<string, PanelMonth>();
  const last = new Map<string, PanelMonth>();
  const laidOff = new Map<string, { employerId: string; name: string; persons: number }>();
  const sums = { hired: 0, departed: 0, laidOff: 0 };
  for (const m of months) {
    const before = first.get(m.employerId);
    if (!before || m.month < before.month) first.set(m.employerId, m);
    const after = last.get(m.employerId);
    if (!after || m.month > after.month) last.set(m.employerId, m);
    sums.hired += m.hired;
    sums.departed += m.departed;
    sums.laidOff += m.laidOff;
    if (m.laidOff === 0) continue;
    const known = laidOff.get(m.employerId) ?? { employerId: m.employerId, name: m.name, persons: 0 };
    laidOff.set(m.employerId, { ...known, persons: known.persons + m.laidOff });
  }
  const add = (values: Iterable<PanelMonth>, key: 'staffStart' | 'staffEnd') =>
    [...values].reduce((sum, m) => sum + m[key], 0);
  return {
    ...sums,
    staffStart: add(first.values(), 'staffStart'),
    staffEnd: add(last.values(), 'staffEnd'),
    employers: first.size,
    laidOffBy: [...laidOff.values()].sort((a, b) => b.persons - a.persons || (a.name < b.name ? -1 : 1)),
  };
}

/**
 * What the monitored employers of an area reported over months, for warnings and reports: staff, layoffs and by whom.
 * @param from first month, YYYYMM
 * @param to last month, inclusive; the area's boundary is that of this month
 */
export async function layoffsOf(r: Reader, tree: AreaTree, areaId: AreaId, from: Month, to: Month): Promise<Layoffs> {
  return sumPanel(await readPanelMonths(r, tree, reportLeaves(tree, areaId, to), from, to));
}

/** The sums of each month from `from` to `to`, also of those that nobody reported. */
export async function panelSeries(
  r: Reader,
  tree: AreaTree,
  areaId: AreaId,
  from: Month,
  to: Month,
): Promise<{ month: Month; sums: Layoffs }[]> {
  const rows = await readPanelMonths(r, tree, reportLeaves(tree, areaId, to), from, to);
  return listMonths(from, to).map((month) => ({ month, sums: sumPanel(rows.filter((row) => row.month === month)) }));
}
