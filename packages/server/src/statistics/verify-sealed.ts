/** The third comparison of verify: every balance and every sealed report, computed again from the totals. */
import { type AreaTree, reportAreaOf, reportLeaves } from '@renshe/domain/area/area-tree.ts';
import type { Month } from '@renshe/domain/kernel/plain-date.ts';
import { indicators } from '@renshe/domain/statistics/indicators.ts';
import { sql } from 'kysely';
import type { Reader } from '../platform/db.ts';

const stocks = indicators.filter((i) => i.type === 'stock').map((i) => i.key);

/** Month by month, so that the rows of one month are all that is held at once. */
export async function countSealedDifferences(
  r: Reader,
  tree: AreaTree,
  districts: readonly number[],
): Promise<{ rows: number; wrong: number }> {
  const { rows: months } = await sql<{ month: Month }>`
    select distinct month from report_rollup where district_id = any(${[0, ...districts]}::int[])
    union select distinct month from closing_balance where district_id = any(${[...districts]}::int[]) order by 1`.execute(
    r,
  );
  const sum = { rows: 0, wrong: 0 };
  for (const { month } of months) {
    for (const counted of [await checkBalances(r, month, districts), await checkReports(r, tree, month, districts)]) {
      sum.rows += counted.rows;
      sum.wrong += counted.wrong;
    }
    sum.wrong += await checkAgeBands(r, month, districts);
  }
  return sum;
}

type Counted = { rows: number; wrong: number };

/** Balances of the leaves that have closed the month = everything booked up to it. */
async function checkBalances(r: Reader, month: Month, districts: readonly number[]): Promise<Counted> {
  const { rows } = await sql<Counted>`
    with b as (select * from closing_balance where district_id = any(${[...districts]}::int[]) and month = ${month}),
    t as (select t.district_id, t.area_id, t.indicator, t.cell, sum(t.quantity) as quantity from fact_total t
      join area_period p on p.district_id = t.district_id and p.area_id = t.area_id
      where t.district_id = any(${[...districts]}::int[]) and t.booked_month <= ${month} and p.closed_through >= ${month} and p.opening_month <= ${month}
        and t.indicator = any(${stocks}::text[]) group by 1, 2, 3, 4 having sum(t.quantity) <> 0)
    select (select count(*) from b) as rows,
      (select count(*) from b full join t using (district_id, area_id, indicator, cell) where coalesce(b.quantity, 0) <> coalesce(t.quantity, 0)) as wrong`.execute(
    r,
  );
  return rows[0]!;
}

/** Reports of leaves and of sealed parents = the totals of the leaves that made them up in that month. */
async function checkReports(r: Reader, tree: AreaTree, month: Month, districts: readonly number[]): Promise<Counted> {
  const january = Math.floor(month / 100) * 100 + 1;
  const { rows: sealed } = await sql<{ area_id: number }>`
    select distinct area_id from report_rollup where district_id = any(${[0, ...districts]}::int[]) and month = ${month}`.execute(
    r,
  );
  const closed = await sql<{ area_id: number }>`
    select area_id from area_period where district_id = any(${[...districts]}::int[]) and closed_through >= ${month} and opening_month <= ${month}`.execute(
    r,
  );
  const reporting = new Set(
    [...sealed, ...closed.rows].map((row) => row.area_id).filter((id) => isReporting(tree, id, month)),
  );
  const members = [...reporting].flatMap((areaId) =>
    reportLeaves(tree, areaId, month).map((leafId) => ({ areaId, leafId })),
  );
  const { rows } = await sql<Counted>`
    with g as materialized (select * from unnest(${members.map((m) => m.leafId)}::int[], ${members.map((m) => m.areaId)}::int[]) as k (leaf_id, area_id)),
    t as (select g.area_id, t.indicator, t.cell,
        coalesce(sum(t.quantity) filter (where t.booked_month = ${month} and t.effective_month = ${month} and t.effective_month >= p.opening_month), 0) as own,
        coalesce(sum(t.quantity) filter (where t.booked_month = ${month} and t.effective_month >= ${january} and t.effective_month < ${month} and t.effective_month >= p.opening_month), 0) as adjustment,
        coalesce(sum(t.quantity) filter (where t.booked_month = ${month} and t.effective_month < ${january} and t.effective_month >= p.opening_month), 0) as prior_year,
        coalesce(sum(t.quantity) filter (where t.booked_month >= ${january} and t.effective_month >= ${january} and t.effective_month >= p.opening_month), 0) as ytd,
        coalesce(sum(t.quantity) filter (where t.indicator = any(${stocks}::text[])), 0) as stock
      from fact_total t join g on g.leaf_id = t.area_id join area_period p on p.district_id = t.district_id and p.area_id = t.area_id
      where t.district_id = any(${[...districts]}::int[]) and t.booked_month <= ${month} group by 1, 2, 3),
    s as (select * from report_rollup where district_id = any(${[0, ...districts]}::int[]) and month = ${month})
    select (select count(*) from s) as rows, (select count(*) from s full join t using (area_id, indicator, cell)
      where (coalesce(s.own, 0), coalesce(s.adjustment, 0), coalesce(s.prior_year, 0), coalesce(s.ytd, 0), coalesce(s.stock, 0))
        <> (coalesce(t.own, 0), coalesce(t.adjustment, 0), coalesce(t.prior_year, 0), coalesce(t.ytd, 0), coalesce(t.stock, 0))) as wrong`.execute(
    r,
  );
  return rows[0]!;
}

function isReporting(tree: AreaTree, areaId: number, month: Month): boolean {
  return tree.areas.get(areaId)?.kind !== 'community' || reportAreaOf(tree, areaId, month) === areaId;
}

/** Frozen age bands cannot be counted again (birth dates are corrected), but they must add up to the sealed stock. */
async function checkAgeBands(r: Reader, month: Month, districts: readonly number[]): Promise<number> {
  const { rows } = await sql<{ wrong: number }>`
    select count(*) as wrong from (
      select district_id, area_id, indicator, sum(quantity) as quantity from closing_age_band
      where district_id = any(${[0, ...districts]}::int[]) and month = ${month} group by 1, 2, 3) b
    left join report_rollup s on s.district_id = b.district_id and s.month = ${month} and s.area_id = b.area_id and s.indicator = b.indicator and s.cell = ''
    where b.quantity <> coalesce(s.stock, 0)`.execute(r);
  return rows[0]!.wrong;
}
