import type { AreaId } from '@renshe/domain/area/area-tree.ts';
import { type AgeBand, ageBandStarts, ageBands } from '@renshe/domain/kernel/age-band.ts';
import {
  addDays,
  isLeapYear,
  lastDayOf,
  type Month,
  type PlainDate,
  yearOf,
} from '@renshe/domain/kernel/plain-date.ts';
import { type Figures, noFigures } from '@renshe/domain/kernel/report-figures.ts';
import { sql } from 'kysely';
import type { Reader } from '../platform/db.ts';

/** Figures by indicator and cell. */
export type FigureTable = ReadonlyMap<string, ReadonlyMap<string, Figures>>;

/** The leaves that make up a report, with the districts that keep them. */
export interface Leaves {
  districts: readonly number[];
  areas: readonly AreaId[];
}

/** An area above the leaves whose own closed reports may stand for theirs. */
export interface Whole {
  districtId: number;
  areaId: AreaId;
  /** The leaves that made up its report of a month. */
  leavesIn(month: Month): readonly AreaId[];
}

export interface FigureRow {
  indicator: string;
  cell: string;
  own: number;
  adjustment: number;
  prior_year: number;
  ytd: number;
  stock: number;
}

export function tableOf(rows: readonly FigureRow[]): FigureTable {
  const table = new Map<string, Map<string, Figures>>();
  for (const row of rows) {
    const cells = table.get(row.indicator) ?? new Map<string, Figures>();
    table.set(row.indicator, cells);
    cells.set(row.cell, {
      own: row.own,
      adjustment: row.adjustment,
      priorYear: row.prior_year,
      ytd: row.ytd,
      stock: row.stock,
    });
  }
  return table;
}

/**
 * As booked (kernel K6): the report of each leaf's last closed month up to `month`, plus the totals booked since. Never a count over people
 * and never the months before, so the cost grows neither with the population nor with the year. What a leaf has absorbed stands in its report
 * from the booked month of the succession on, until then in the absorbed leaf's own. Where all leaves closed the same month and the area above
 * them sealed it, its one report stands for theirs.
 */
export async function readFigures(r: Reader, leaves: Leaves, month: Month, whole?: Whole): Promise<FigureTable> {
  const january = Math.floor(month / 100) * 100 + 1;
  const sealed = whole && (await findCommonClosing(r, leaves, month, whole));
  const kept = sealed
    ? sql`select * from report_rollup where district_id = ${whole.districtId} and area_id = ${whole.areaId} and month = ${sealed}`
    : sql`select k.* from leaf l join report_rollup k on k.district_id = l.district_id and k.area_id = l.area_id and k.month = l.closed
      where k.district_id = any(${leaves.districts}::int[]) and k.month = any(array(select distinct closed from leaf))`;
  const rows = await sql<FigureRow>`
    with leaf as materialized (
      select district_id, area_id, opening_month, least(closed_through, ${month}::int) as closed from area_period
      where district_id = any(${leaves.districts}::int[]) and area_id = any(${leaves.areas}::int[])
    ), booked as (
      select t.indicator, t.cell, sum(t.quantity) as stock,
        sum(t.quantity) filter (where t.booked_month = ${month} and t.effective_month = ${month}) as own,
        sum(t.quantity) filter (where t.booked_month = ${month} and t.effective_month < ${month} and t.effective_month >= ${january} and t.effective_month >= l.opening_month) as adjustment,
        sum(t.quantity) filter (where t.booked_month = ${month} and t.effective_month < ${january} and t.effective_month >= l.opening_month) as prior_year,
        sum(t.quantity) filter (where t.booked_month >= ${january} and t.effective_month >= ${january} and t.effective_month >= l.opening_month) as ytd
      from leaf l join fact_total t on t.district_id = l.district_id and t.area_id = l.area_id and t.booked_month > l.closed
      where t.district_id = any(${leaves.districts}::int[]) and t.booked_month > (select min(closed) from leaf) and t.booked_month <= ${month}
      group by t.indicator, t.cell
    ), kept as (
      select k.indicator, k.cell, sum(k.stock) as stock,
        sum(k.own) filter (where k.month = ${month}) as own,
        sum(k.adjustment) filter (where k.month = ${month}) as adjustment,
        sum(k.prior_year) filter (where k.month = ${month}) as prior_year,
        sum(k.ytd) filter (where k.month >= ${january}) as ytd
      from (${kept}) k
      group by k.indicator, k.cell
    )
    select coalesce(t.indicator, k.indicator) as indicator, coalesce(t.cell, k.cell) as cell,
      (coalesce(t.own, 0) + coalesce(k.own, 0))::bigint as own, (coalesce(t.adjustment, 0) + coalesce(k.adjustment, 0))::bigint as adjustment,
      (coalesce(t.prior_year, 0) + coalesce(k.prior_year, 0))::bigint as prior_year, (coalesce(t.ytd, 0) + coalesce(k.ytd, 0))::bigint as ytd,
      (coalesce(t.stock, 0) + coalesce(k.stock, 0))::bigint as stock
    from booked t full join kept k on k.indicator = t.indicator and k.cell = t.cell`.execute(r);
  return tableOf(rows.rows);
}

/** The month that all leaves closed last and the area above sealed with the same leaves; undefined when there is none. */
async function findCommonClosing(r: Reader, leaves: Leaves, month: Month, whole: Whole): Promise<Month | undefined> {
  const { rows } = await sql<{ closed: Month | null; sealed: boolean }>`
    select closed, exists (select 1 from report_rollup k where k.district_id = ${whole.districtId} and k.area_id = ${whole.areaId} and k.month = closed) as sealed from (
      select case when min(least(closed_through, ${month}::int)) = max(least(closed_through, ${month}::int)) then min(least(closed_through, ${month}::int)) end as closed
      from area_period where district_id = any(${leaves.districts}::int[]) and area_id = any(${leaves.areas}::int[])) x`.execute(
    r,
  );
  const [found] = rows;
  if (!found?.sealed || found.closed === null) return undefined;
  const then = new Set(whole.leavesIn(found.closed));
  return then.size === leaves.areas.length && leaves.areas.every((id) => then.has(id)) ? found.closed : undefined;
}

/** The immutable roll-ups of an area for those of the months that it has sealed. District 0 keeps the city. */
export async function listRollups(
  r: Reader,
  districtId: number,
  areaId: AreaId,
  months: readonly Month[],
): Promise<Map<Month, FigureTable>> {
  const { rows } = await sql<FigureRow & { month: Month }>`
    select month, indicator, cell, own, adjustment, prior_year, ytd, stock from report_rollup
    where district_id = ${districtId} and month = any(${months}::int[]) and area_id = ${areaId}`.execute(r);
  return new Map(
    [...Map.groupBy(rows, (row) => row.month)].map(([month, ofMonth]) => [month, tableOf(ofMonth)] as const),
  );
}

/** The immutable roll-up of a sealed area and month; undefined when there is none. */
export async function findRollup(
  r: Reader,
  districtId: number,
  areaId: AreaId,
  month: Month,
): Promise<FigureTable | undefined> {
  return (await listRollups(r, districtId, areaId, [month])).get(month);
}

export function figuresAt(table: FigureTable, indicator: string, cell: string): Figures {
  return table.get(indicator)?.get(cell) ?? noFigures();
}

/** Latest birth date of somebody who has completed `age` years on a day; who was born on 29 February completes a year on the 28th. */
function latestBirth(on: PlainDate, age: number): PlainDate {
  const year = yearOf(on) - age;
  const day = on.slice(5);
  const birthDay =
    day === '02-29' && !isLeapYear(year)
      ? '02-28'
      : day === '02-28' && isLeapYear(year) && !isLeapYear(yearOf(on))
        ? '02-29'
        : day;
  return `${String(year).padStart(4, '0')}-${birthDay}`;
}

/** First birth dates that are too young for each age limit, oldest limit first: `width_bucket` over them gives the band from the old end. */
export function bandLimits(on: PlainDate): PlainDate[] {
  return [...ageBandStarts]
    .filter((start) => start > 0)
    .reverse()
    .map((start) => addDays(latestBirth(on, start), 1));
}

export type AgeBandTable = ReadonlyMap<string, ReadonlyMap<AgeBand, number>>;

class BandSums {
  readonly table = new Map<string, Map<AgeBand, number>>();

  add(indicator: string, band: AgeBand, quantity: number): void {
    const bands = this.table.get(indicator) ?? new Map<AgeBand, number>();
    this.table.set(indicator, bands);
    bands.set(band, (bands.get(band) ?? 0) + quantity);
  }
}

/** Stocks by age of areas at the end of months, as they were frozen at closing: of leaves, or of the sealed area above them. */
export async function listFrozenAgeBands(
  r: Reader,
  leaves: Leaves,
  months: readonly Month[],
  indicators: readonly string[],
): Promise<Map<Month, AgeBandTable>> {
  const tables = new Map(months.map((month) => [month, new BandSums()] as const));
  if (indicators.length > 0) {
    const { rows } = await sql<{ month: Month; indicator: string; band: AgeBand; quantity: number }>`
      select month, indicator, band, sum(quantity)::bigint as quantity from closing_age_band
      where district_id = any(${leaves.districts}::int[]) and month = any(${months}::int[]) and area_id = any(${leaves.areas}::int[]) and indicator = any(${indicators}::text[])
      group by month, indicator, band`.execute(r);
    for (const row of rows) tables.get(row.month)!.add(row.indicator, row.band, row.quantity);
  }
  return new Map([...tables].map(([month, sums]) => [month, sums.table] as const));
}

/**
 * Stocks by age at month end: frozen numbers of leaves that are closed, the people themselves where the month is open (kernel §8). That
 * count grows with the population: with `countPeople` false the answer is 'pending' as soon as a leaf is open.
 */
export async function readAgeBands(
  r: Reader,
  leaves: Leaves,
  allDistricts: readonly number[],
  month: Month,
  indicators: readonly string[],
  countPeople: boolean,
): Promise<AgeBandTable | 'pending'> {
  if (indicators.length === 0) return new Map();
  const sums = new BandSums();
  const periods = await sql<{
    area_id: number;
    closed: boolean;
  }>`select area_id, closed_through >= ${month} as closed from area_period where district_id = any(${leaves.districts}::int[]) and area_id = any(${leaves.areas}::int[])`.execute(
    r,
  );
  const closed = periods.rows.filter((row) => row.closed).map((row) => row.area_id);
  const open = periods.rows.filter((row) => !row.closed).map((row) => row.area_id);
  if (open.length > 0 && !countPeople) return 'pending';
  if (closed.length > 0) {
    const kept = { districts: leaves.districts, areas: closed };
    const frozen = (await listFrozenAgeBands(r, kept, [month], indicators)).get(month)!;
    for (const [indicator, bands] of frozen) for (const [band, quantity] of bands) sums.add(indicator, band, quantity);
  }
  if (open.length > 0) {
    const limits = bandLimits(lastDayOf(month));
    const rows = await sql<{ indicator: string; bucket: number; quantity: number }>`
      with subject as (
        select indicator, subject_id from fact
        where district_id = any(${leaves.districts}::int[]) and area_id = any(${open}::int[]) and indicator = any(${indicators}::text[]) and cell = '' and booked_month <= ${month}
        group by indicator, subject_id having sum(quantity) > 0
      )
      select s.indicator, width_bucket(p.birth_on, ${limits}::date[]) as bucket, count(*)::bigint as quantity
      from subject s join resident p on p.district_id = any(${allDistricts}::int[]) and p.resident_id = s.subject_id
      group by 1, 2`.execute(r);
    for (const row of rows.rows) sums.add(row.indicator, ageBands[ageBands.length - 1 - row.bucket]!, row.quantity);
  }
  return sums.table;
}

/** The bucket of a band in `width_bucket(birth_on, bandLimits(on))`. */
export function bandBucket(band: AgeBand): number {
  return ageBands.length - 1 - ageBands.indexOf(band);
}
