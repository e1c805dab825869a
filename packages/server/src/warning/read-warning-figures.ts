import { type AreaId, type AreaTree, areaVersionAt, getArea, reportLeaves } from '@renshe/domain/area/area-tree.ts';
import {
  addToMonth,
  lastDayOf,
  type Month,
  minDate,
  monthOf,
  type PlainDate,
} from '@renshe/domain/kernel/plain-date.ts';
import { noFigures } from '@renshe/domain/kernel/report-figures.ts';
import { parseLimits } from '@renshe/domain/parameter/parameter.keys.ts';
import {
  type AreaFigures,
  type WarningFigures,
  type WarningIndicator,
  type WarningThresholds,
  warningIndicatorRows,
  warningIndicators,
} from '@renshe/domain/warning/warning.rules.ts';
import { sql } from 'kysely';
import { type PanelMonth, readPanelMonths, sumPanel } from '../monitored-employer/layoffs-of.ts';
import type { Reader } from '../platform/db.ts';
import { parameterAt, parameterNumber } from '../platform/parameter-value.ts';
import type { Reference } from '../platform/reference.ts';
import { readSeriesOf, type SeriesMonth } from '../statistics/indicator-series.ts';

const keys = [
  'registered-unemployed',
  'newly-registered-unemployed',
  'deregistered-unemployed',
  'long-term-unemployed',
  'urban-employed',
] as const;

export interface MonthFigures {
  figures: WarningFigures;
  /** The area's month is closed. */
  sealed: boolean;
}

/**
 * What warnings are judged by, for many areas at once: booked figures of the month, of the month before and of a year ago by the boundary of
 * the month (a merger makes nobody unemployed), layoffs of the panel, and the contacts that were open on the judging day. Areas that did
 * not report the month are left out.
 */
export async function readWarningFigures(
  r: Reader,
  tree: AreaTree,
  areaIds: readonly AreaId[],
  month: Month,
  today: PlainDate,
): Promise<Map<AreaId, MonthFigures>> {
  const yearAgo = addToMonth(month, -12);
  const near = await readSeriesOf(r, tree, areaIds, keys, addToMonth(month, -1), month, { boundary: month });
  const far = await readSeriesOf(r, tree, areaIds, ['registered-unemployed'], yearAgo, yearAgo, { boundary: month });
  const leavesOf = new Map(areaIds.map((id) => [id, new Set(reportLeaves(tree, id, month))]));
  const leaves = [...new Set([...leavesOf.values()].flatMap((set) => [...set]))];
  const panel = await readPanelMonths(r, tree, leaves, month, month);
  const contacts =
    monthOf(today) === month
      ? await readOpenContacts(r, tree, leaves, today)
      : await readPastContacts(r, tree, leaves, month);
  const result = new Map<AreaId, MonthFigures>();
  for (const [areaId, own] of leavesOf) {
    const series = near.get(areaId) ?? [];
    const now = series.find((one) => one.month === month);
    if (!now) continue;
    result.set(areaId, {
      sealed: now.sealed,
      figures: {
        ...ledgerFigures(
          now,
          series.find((one) => one.month !== month),
          far.get(areaId)?.[0],
        ),
        contacts: sumContacts(contacts, own),
        layoffs: layoffFigures(panel.filter((row) => own.has(row.areaId))),
      },
    });
  }
  return result;
}

function ledgerFigures(now: SeriesMonth, before: SeriesMonth | undefined, yearAgo: SeriesMonth | undefined) {
  const of = (key: (typeof keys)[number]) => now.figures.get(key) ?? noFigures();
  const stock = (series: SeriesMonth | undefined) => series?.figures.get('registered-unemployed')?.stock ?? null;
  const flow = (key: (typeof keys)[number]) => of(key).own + of(key).adjustment + of(key).priorYear;
  const unemployed = of('registered-unemployed').stock;
  return {
    unemployed: { now: unemployed, lastMonth: stock(before), lastYear: stock(yearAgo) },
    newlyRegistered: flow('newly-registered-unemployed'),
    deregistered: flow('deregistered-unemployed'),
    longTerm: of('long-term-unemployed').stock,
    labourForce: unemployed + of('urban-employed').stock,
  };
}

function layoffFigures(rows: readonly PanelMonth[]): WarningFigures['layoffs'] {
  const sums = sumPanel(rows);
  return { persons: sums.laidOff, staff: sums.staffStart, employers: sums.laidOffBy };
}

type Contacts = ReadonlyMap<AreaId, { open: number; overdue: number }>;

async function readOpenContacts(
  r: Reader,
  tree: AreaTree,
  leaves: readonly AreaId[],
  today: PlainDate,
): Promise<Contacts> {
  const districts = [...new Set(leaves.map((id) => getArea(tree, id).districtId))];
  const { rows } = await sql<{ area_id: number; open: number; overdue: number }>`
    select d.area_id, count(*)::int as open, count(*) filter (where d.due_on < ${today}::date)::int as overdue from duty d
    where d.district_id = any(${districts}::int[]) and d.area_id = any(${[...leaves]}::int[]) and d.done_on is null and d.kind = 'unemployment-contact'
    group by d.area_id`.execute(r);
  return new Map(rows.map((row) => [row.area_id, { open: row.open, overdue: row.overdue }]));
}

/**
 * Of a month that is over: those whom its report counts as registered unemployed, each with one monthly contact, and how many of them nobody
 * had contacted in time by its end, as known now. A round that ended in time with its registration leaves no duty to be counted.
 */
async function readPastContacts(r: Reader, tree: AreaTree, leaves: readonly AreaId[], month: Month): Promise<Contacts> {
  const on = lastDayOf(month);
  const districts = [...new Set(leaves.map((id) => getArea(tree, id).districtId))];
  // The duties of whoever has moved to another district since are kept there.
  const all = [...new Set([...tree.areas.values()].map((area) => area.districtId))].filter((id) => id !== 0);
  const { rows } = await sql<{ area_id: number; open: number; overdue: number }>`
    with counted as (select f.area_id, f.subject_id from fact f
      where f.district_id = any(${districts}::int[]) and f.area_id = any(${[...leaves]}::int[]) and f.indicator = 'registered-unemployed' and f.cell = '' and f.booked_month <= ${month}
      group by f.area_id, f.subject_id having sum(f.quantity) > 0)
    select c.area_id, count(*)::int as open,
      count(*) filter (where exists (select 1 from duty d where d.district_id = any(${all}::int[]) and d.subject_id = c.subject_id and d.kind = 'unemployment-contact'
        and d.appears_on <= ${on}::date and d.due_on < ${on}::date and (d.done_on is null or d.done_on > ${on}::date)))::int as overdue
    from counted c group by c.area_id`.execute(r);
  return new Map(rows.map((row) => [row.area_id, { open: row.open, overdue: row.overdue }]));
}

function sumContacts(contacts: Contacts, leaves: ReadonlySet<AreaId>): { open: number; overdue: number } {
  const sum = { open: 0, overdue: 0 };
  for (const leaf of leaves) {
    sum.open += contacts.get(leaf)?.open ?? 0;
    sum.overdue += contacts.get(leaf)?.overdue ?? 0;
  }
  return sum;
}

/** The areas right below one, named for the parts of its warnings. */
export function namedFigures(
  tree: AreaTree,
  figures: ReadonlyMap<AreaId, MonthFigures>,
  areaIds: readonly AreaId[],
  month: Month,
): AreaFigures[] {
  return areaIds.flatMap((id) => {
    const known = figures.get(id);
    const { code, name } = areaVersionAt(tree, id, lastDayOf(month));
    return known ? [{ code, name, figures: known.figures }] : [];
  });
}

/** The day on which a month is judged: its last one, or today in the present month. */
export const judgingDay = (month: Month, today: PlainDate): PlainDate => minDate(lastDayOf(month), today);

/** The limits in force for an area, with the parameter row that says so. */
export function thresholdsOf(
  reference: Reference,
  areaId: AreaId,
  on: PlainDate,
): WarningThresholds & { parameterIds: Record<WarningIndicator, string> } {
  const rows = warningIndicators.map((indicator) => {
    const { parameter } = warningIndicatorRows[indicator];
    const segment = parameterAt(reference, parameter, areaId, on);
    const limits = parseLimits(String(segment.value));
    if (!limits) throw new Error(`parameter ${parameter} has no four limits`);
    return { indicator, limits, parameterId: segment.parameterId };
  });
  return {
    limits: Object.fromEntries(rows.map((row) => [row.indicator, row.limits])) as WarningThresholds['limits'],
    parameterIds: Object.fromEntries(rows.map((row) => [row.indicator, row.parameterId])) as Record<
      WarningIndicator,
      string
    >,
    leastBase: parameterNumber(reference, 'warning.least_base', areaId, on),
  };
}
