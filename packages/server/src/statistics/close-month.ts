/**
 * Closing (kernel K14, K3): a leaf's next month, together with what it has absorbed by then. Writes the balances, the report
 * and the age bands, all immutable. Parents have no facts: sealing them adds up closed leaves and locks nothing but the tree.
 */
import { type AreaTree, reportAreaOf, reportLeaves } from '@renshe/domain/area/area-tree.ts';
import { ageBandStarts, ageBands } from '@renshe/domain/kernel/age-band.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { AreaId } from '@renshe/domain/kernel/file.ts';
import {
  formatMonth,
  lastDayOf,
  type Month,
  monthOf,
  type PlainDate,
  previousMonth,
} from '@renshe/domain/kernel/plain-date.ts';
import { indicators } from '@renshe/domain/statistics/indicators.ts';
import { type RawBuilder, sql } from 'kysely';
import type { Writer } from '../platform/db.ts';
import type { KernelHost } from './change-file.ts';

/** A leaf and the leaf in whose report it appears. */
type Member = { leafId: AreaId; leafDistrict: number; areaId: AreaId; districtId: number };

const stocks = indicators.filter((i) => i.type === 'stock').map((i) => i.key);
const agedStocks = indicators.filter((i) => i.type === 'stock' && i.of === 'resident' && i.ages).map((i) => i.key);

/**
 * Closes one leaf's month.
 * @throws AppError `period.absorbed`, `period.not-past`, `period.not-next`
 */
export async function closeMonth(
  host: KernelHost,
  w: Writer,
  areaId: AreaId,
  month: Month,
  today: PlainDate,
): Promise<void> {
  await closeLeaves(host, w, [areaId], month, today);
}

/**
 * Closes the same month of several leaves in one transaction. Only for a database that nobody else uses yet (bulk history):
 * in daily work one leaf a transaction, so that nobody waits.
 */
export async function closeLeaves(
  host: KernelHost,
  w: Writer,
  areaIds: readonly AreaId[],
  month: Month,
  today: PlainDate,
): Promise<void> {
  if (month >= monthOf(today)) throw new AppError('period.not-past', 'conflict', { month: formatMonth(month) });
  const before = await host.reference.within(w);
  await lockPeriods(w, membersOf(before.tree, areaIds, month));
  // A merge locks the same rows: what the tree says now is what holds until the commit.
  const { tree } = await host.reference.within(w);
  const members = membersOf(tree, areaIds, month);
  const closed = await lockPeriods(w, members);
  for (const areaId of areaIds)
    if (reportAreaOf(tree, areaId, month) !== areaId) throw new AppError('period.absorbed', 'conflict', { areaId });
  for (const member of members)
    if (closed.get(member.leafId) !== previousMonth(month))
      throw new AppError('period.not-next', 'conflict', { areaId: member.leafId, month: formatMonth(month) });
  const districts = [...new Set([...tree.areas.values()].map((a) => a.districtId))].filter((d) => d !== 0);
  await writeClosing(w, members, month, districts);
}

function membersOf(tree: AreaTree, areaIds: readonly AreaId[], month: Month): Member[] {
  const wanted = new Set(areaIds);
  const members: Member[] = [];
  for (const area of tree.areas.values()) {
    if (area.kind !== 'community') continue;
    const areaId = reportAreaOf(tree, area.areaId, month);
    const districtId = tree.areas.get(areaId)?.districtId ?? area.districtId;
    if (wanted.has(areaId)) members.push({ leafId: area.areaId, leafDistrict: area.districtId, areaId, districtId });
  }
  return members.sort((a, b) => a.leafDistrict - b.leafDistrict || a.leafId - b.leafId);
}

async function lockPeriods(w: Writer, members: readonly Member[]): Promise<Map<AreaId, Month>> {
  const closed = new Map<AreaId, Month>();
  for (const district of new Set(members.map((m) => m.leafDistrict))) {
    const ids = members.filter((m) => m.leafDistrict === district).map((m) => m.leafId);
    const result = await sql<{ area_id: number; opening_month: number; closed_through: number }>`
      select area_id, opening_month, closed_through from area_period where district_id = ${district} and area_id = any(${ids}::int[]) order by area_id for update`.execute(
      w,
    );
    // A community that was set up later has nothing to close before its first month.
    for (const row of result.rows)
      closed.set(row.area_id, Math.max(row.closed_through, previousMonth(row.opening_month)));
  }
  return closed;
}

const members = (list: readonly Member[]) =>
  sql`unnest(${list.map((m) => m.leafId)}::int[], ${list.map((m) => m.leafDistrict)}::int[], ${list.map((m) => m.areaId)}::int[], ${list.map((m) => m.districtId)}::int[]) as g (leaf_id, leaf_district, area_id, district_id)`;

/** Age in full years on the last day, by the same rule as `ageOn`: 29 February completes its year on 28 February. */
function bandSql(lastDay: PlainDate, birth: RawBuilder<unknown>) {
  const when = ageBandStarts
    .map((start, i) => [start, ageBands[i]] as const)
    .reverse()
    .slice(0, -1)
    .map(
      ([start, band]) =>
        sql`when ${birth} + make_interval(years => ${start}::int) <= ${lastDay}::date then ${band}::text`,
    );
  return sql<string>`case ${sql.join(when, sql` `)} else ${ageBands[0]}::text end`;
}

async function writeClosing(w: Writer, list: readonly Member[], month: Month, districts: number[]): Promise<void> {
  const january = Math.floor(month / 100) * 100 + 1;
  await sql`update area_period p set closed_through = ${month} from ${members(list)} where p.district_id = g.leaf_district and p.area_id = g.leaf_id`.execute(
    w,
  );
  await sql`insert into closing_balance (district_id, month, area_id, indicator, cell, quantity)
    select district_id, ${month}::int, area_id, indicator, cell, sum(quantity) from (
      select b.district_id, b.area_id, b.indicator, b.cell, b.quantity from closing_balance b
        join ${members(list)} on b.district_id = g.leaf_district and b.area_id = g.leaf_id where b.month = ${previousMonth(month)}::int
      union all
      select t.district_id, t.area_id, t.indicator, t.cell, t.quantity from fact_total t
        join ${members(list)} on t.district_id = g.leaf_district and t.area_id = g.leaf_id
        where t.booked_month = ${month}::int and t.indicator = any(${stocks}::text[])
    ) x group by district_id, area_id, indicator, cell having sum(quantity) <> 0`.execute(w);
  await sql`insert into report_rollup (district_id, month, area_id, indicator, cell, own, adjustment, prior_year, ytd, stock)
    select district_id, ${month}::int, area_id, indicator, cell, sum(own), sum(adjustment), sum(prior_year), sum(ytd), sum(stock) from (
      select g.district_id, g.area_id, t.indicator, t.cell,
        case when t.booked_month = ${month}::int and t.effective_month = ${month}::int then t.quantity else 0 end as own,
        case when t.booked_month = ${month}::int and t.effective_month between ${january}::int and ${month}::int - 1 then t.quantity else 0 end as adjustment,
        case when t.booked_month = ${month}::int and t.effective_month < ${january}::int then t.quantity else 0 end as prior_year,
        case when t.effective_month >= ${january}::int then t.quantity else 0 end as ytd, 0 as stock
      from fact_total t join ${members(list)} on t.district_id = g.leaf_district and t.area_id = g.leaf_id
        join area_period p on p.district_id = g.leaf_district and p.area_id = g.leaf_id
      where t.booked_month between ${january}::int and ${month}::int and t.effective_month >= p.opening_month
      union all
      select g.district_id, g.area_id, b.indicator, b.cell, 0, 0, 0, 0, b.quantity from closing_balance b
        join ${members(list)} on b.district_id = g.leaf_district and b.area_id = g.leaf_id where b.month = ${month}::int
    ) x group by district_id, area_id, indicator, cell
    having sum(own) <> 0 or sum(adjustment) <> 0 or sum(prior_year) <> 0 or sum(ytd) <> 0 or sum(stock) <> 0`.execute(
    w,
  );
  // Nearly everybody is kept in the district of the leaf; only the others are looked for one by one.
  await sql`insert into closing_age_band (district_id, month, area_id, indicator, sex, band, quantity)
    select s.district_id, ${month}::int, s.area_id, s.indicator, coalesce(r.sex, o.sex), ${bandSql(lastDayOf(month), sql`coalesce(r.birth_on, o.birth_on)`)} as band, count(*) from (
      select g.district_id, g.area_id, f.indicator, f.subject_id from fact f join ${members(list)} on f.district_id = g.leaf_district and f.area_id = g.leaf_id
      where f.indicator = any(${agedStocks}::text[]) and f.cell = '' and f.booked_month <= ${month}::int
      group by g.district_id, g.area_id, f.indicator, f.subject_id having sum(f.quantity) > 0
    ) s left join resident r on r.district_id = s.district_id and r.resident_id = s.subject_id
    left join lateral (select x.sex, x.birth_on from resident x where r.resident_id is null and x.district_id = any(${districts}::int[]) and x.resident_id = s.subject_id limit 1) o on true
    group by s.district_id, s.area_id, s.indicator, 5, band`.execute(w);
}

function reportingLeaves(tree: AreaTree, areaId: AreaId, month: Month): { leaves: AreaId[]; districts: number[] } {
  const leaves = reportLeaves(tree, areaId, month).filter((id) => reportAreaOf(tree, id, month) === id);
  return { leaves, districts: [...new Set(leaves.map((id) => tree.areas.get(id)?.districtId ?? 0))] };
}

/** Communities below a street, district or city that have not closed the month yet. */
export async function countOpenLeaves(host: KernelHost, w: Writer, areaId: AreaId, month: Month): Promise<number> {
  const { tree } = await host.reference.within(w);
  return countOpen(w, tree, [areaId], month);
}

async function countOpen(w: Writer, tree: AreaTree, areaIds: readonly AreaId[], month: Month): Promise<number> {
  const below = areaIds.map((areaId) => reportingLeaves(tree, areaId, month));
  const leaves = [...new Set(below.flatMap((one) => one.leaves))];
  const districts = [...new Set(below.flatMap((one) => one.districts))];
  const open = await sql<{ n: number }>`
    select count(*) as n from area_period where district_id = any(${districts}::int[]) and area_id = any(${leaves}::int[])
      and closed_through < ${month} and opening_month <= ${month}`.execute(w);
  return open.rows[0]!.n;
}

/**
 * Seals a street, district or city when all its leaves have closed the month: sums of their reports, once and for ever.
 * @returns the number of leaves that are still open; 0 when it is sealed now or was already
 */
export async function sealParent(host: KernelHost, w: Writer, areaId: AreaId, month: Month): Promise<number> {
  // A change of areas holds this row until its commit: nothing is sealed by a tree that is about to change.
  await sql`select stamp from cache_stamp where name = 'area' for share`.execute(w);
  const { tree } = await host.reference.within(w);
  const area = tree.areas.get(areaId);
  if (!area) throw new AppError('request.not-found', 'notFound');
  const open = await countOpenLeaves(host, w, areaId, month);
  if (open > 0) return open;
  await writeSums(w, tree, [areaId], month);
  return 0;
}

/**
 * Seals the same month of several parents at once, like `closeLeaves` for a database that nobody else uses yet.
 * @throws Error when one of their communities is still open
 */
export async function sealParents(
  host: KernelHost,
  w: Writer,
  areaIds: readonly AreaId[],
  month: Month,
): Promise<void> {
  const { tree } = await host.reference.within(w);
  if ((await countOpen(w, tree, areaIds, month)) > 0) throw new Error(`communities are still open in ${month}`);
  await writeSums(w, tree, areaIds, month);
}

/** Sums of closed leaves; what is sealed already stays as it is. */
async function writeSums(w: Writer, tree: AreaTree, areaIds: readonly AreaId[], month: Month): Promise<void> {
  const pairs = areaIds.flatMap((areaId) =>
    reportingLeaves(tree, areaId, month).leaves.map((leafId) => ({
      leafId,
      leafDistrict: tree.areas.get(leafId)?.districtId ?? 0,
      areaId,
      districtId: tree.areas.get(areaId)?.districtId ?? 0,
    })),
  );
  // Leaf by leaf through the key: of a month that nobody has asked for yet, no plan knows how many rows it has.
  await sql`insert into report_rollup (district_id, month, area_id, indicator, cell, own, adjustment, prior_year, ytd, stock)
    select g.district_id, ${month}::int, g.area_id, r.indicator, r.cell, sum(r.own), sum(r.adjustment), sum(r.prior_year), sum(r.ytd), sum(r.stock)
    from ${members(pairs)} cross join lateral (
      select * from report_rollup where district_id = g.leaf_district and month = ${month}::int and area_id = g.leaf_id offset 0) r
    group by g.district_id, g.area_id, r.indicator, r.cell
    having (sum(r.own), sum(r.adjustment), sum(r.prior_year), sum(r.ytd), sum(r.stock)) is distinct from (0, 0, 0, 0, 0) on conflict do nothing`.execute(
    w,
  );
  await sql`insert into closing_age_band (district_id, month, area_id, indicator, sex, band, quantity)
    select g.district_id, ${month}::int, g.area_id, r.indicator, r.sex, r.band, sum(r.quantity)
    from ${members(pairs)} cross join lateral (
      select * from closing_age_band where district_id = g.leaf_district and month = ${month}::int and area_id = g.leaf_id offset 0) r
    group by g.district_id, g.area_id, r.indicator, r.sex, r.band on conflict do nothing`.execute(w);
}
