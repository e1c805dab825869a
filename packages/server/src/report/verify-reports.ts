/**
 * Every closed report written again, byte for byte: once from what is stored and shown, once from the facts alone (as booked up to its
 * month), and both compared with the digest that it was sealed with.
 */
import { type AreaTree, reportAreaOf, reportLeaves } from '@renshe/domain/area/area-tree.ts';
import { formatMonth, type Month } from '@renshe/domain/kernel/plain-date.ts';
import { indicators } from '@renshe/domain/statistics/indicators.ts';
import { sql } from 'kysely';
import type { Database, Writer } from '../platform/db.ts';
import type { ReferenceCache } from '../platform/reference.ts';
import { effectiveMonthSql } from '../statistics/bulk-book.ts';
import { monthlyForm } from './report-form.queries.ts';
import { digestSql, linesSql, listBrokenSeals } from './seal-forms.ts';

const stocks = indicators.filter((i) => i.type === 'stock').map((i) => i.key);

/** What does not fit: the report from the facts, the stored one, a closing balance, or a closed month without its report. */
export type ReportDifferenceKind = 'facts' | 'stored' | 'balance' | 'missing';

export interface ReportDifference {
  kind: ReportDifferenceKind;
  areaId: number;
  form: string;
  period: string;
}

export type ReportVerification = {
  /** Closed reports that were written again. */
  reports: number;
  /** Everything that differs: 0 when every report is what it was sealed as. */
  differences: number;
  /** Of which by kind. */
  facts: number;
  stored: number;
  balances: number;
  missing: number;
  months: number;
  /** The first few. */
  examples: ReportDifference[];
};

export async function verifyReports(
  host: { db: Database; reference: ReferenceCache },
  report: (month: Month) => void = () => {},
): Promise<ReportVerification> {
  return host.db.kysely
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (w) => {
      await sql`set local statement_timeout = 0`.execute(w);
      const { tree } = await host.reference.within(w);
      const districts = [...new Set([...tree.areas.values()].map((area) => area.districtId))].filter((id) => id !== 0);
      const closed = await closedForms(w, districts);
      const found: ReportDifference[] = (await listBrokenSeals(w, districts)).map(({ areaId, form, period }) => ({
        kind: 'stored',
        areaId,
        form,
        period,
      }));
      await countFacts(w, districts);
      const months = [...closed.keys()].sort((a, b) => a - b);
      for (const month of months) {
        found.push(...(await differencesOf(w, tree, districts, month, closed.get(month)!)));
        report(month);
      }
      const count = (kind: ReportDifferenceKind) => found.filter((one) => one.kind === kind).length;
      const { rows } = await sql<{ n: number }>`
        select count(*) as n from report_form where district_id = any(${[0, ...districts]}::int[]) and state = 'closed'`.execute(
        w,
      );
      return {
        reports: rows[0]!.n,
        differences: found.length,
        facts: count('facts'),
        stored: count('stored'),
        balances: count('balance'),
        missing: count('missing'),
        months: months.length,
        examples: found.slice(0, 20),
      };
    });
}

/** Areas with a closed monthly form, and the communities that have closed the month, by month. */
async function closedForms(
  w: Writer,
  districts: readonly number[],
): Promise<Map<Month, { forms: Set<number>; ledger: Set<number> }>> {
  const closed = new Map<Month, { forms: Set<number>; ledger: Set<number> }>();
  const of = (month: Month) => {
    const known = closed.get(month) ?? { forms: new Set<number>(), ledger: new Set<number>() };
    closed.set(month, known);
    return known;
  };
  const forms = await sql<{ month: Month; area_id: number }>`
    select month, area_id from report_form where district_id = any(${[0, ...districts]}::int[]) and form = ${monthlyForm} and state = 'closed'`.execute(
    w,
  );
  for (const row of forms.rows) of(row.month).forms.add(row.area_id);
  const ledger = await sql<{ month: Month; area_id: number }>`
    select m.month, p.area_id from area_period p join (select distinct month from closing_balance where district_id = any(${[...districts]}::int[])
        union select distinct month from report_form where district_id = any(${[0, ...districts]}::int[]) and form = ${monthlyForm}) m
      on m.month between p.opening_month and p.closed_through
    where p.district_id = any(${[...districts]}::int[])`.execute(w);
  for (const row of ledger.rows) of(row.month).ledger.add(row.area_id);
  return closed;
}

/** What the totals would be if only the facts were left. */
async function countFacts(w: Writer, districts: readonly number[]): Promise<void> {
  await sql`create temp table recount_total on commit drop as
    select f.district_id, f.area_id, f.indicator, f.cell, f.booked_month, ${sql.raw(effectiveMonthSql)} as effective_month,
      max(p.opening_month) as opening_month, sum(f.quantity) as quantity
    from fact f join area_period p on p.district_id = f.district_id and p.area_id = f.area_id
    where f.district_id = any(${[...districts]}::int[]) and f.booked_month <= p.closed_through
    group by 1, 2, 3, 4, 5, 6`.execute(w);
  await sql`analyze recount_total`.execute(w);
}

async function differencesOf(
  w: Writer,
  tree: AreaTree,
  districts: readonly number[],
  month: Month,
  closed: { forms: ReadonlySet<number>; ledger: ReadonlySet<number> },
): Promise<ReportDifference[]> {
  const period = formatMonth(month);
  const difference = (kind: ReportDifferenceKind) => (areaId: number) => ({ kind, areaId, form: monthlyForm, period });
  const missing = [...closed.ledger].filter((id) => reportAreaOf(tree, id, month) === id && !closed.forms.has(id));
  const balances = await wrongBalances(w, districts, month, [...closed.ledger]);
  const facts = await wrongFromFacts(w, tree, districts, month, [...closed.forms]);
  return [
    ...missing.map(difference('missing')),
    ...balances.map(difference('balance')),
    ...facts.map(difference('facts')),
  ];
}

async function wrongBalances(w: Writer, districts: readonly number[], month: Month, leaves: number[]) {
  const { rows } = await sql<{ area_id: number }>`
    with b as (select * from closing_balance where district_id = any(${[...districts]}::int[]) and month = ${month}),
    t as (select t.area_id, t.indicator, t.cell, sum(t.quantity) as quantity from recount_total t
      where t.booked_month <= ${month} and t.area_id = any(${leaves}::int[]) and t.indicator = any(${stocks}::text[])
      group by 1, 2, 3 having sum(t.quantity) <> 0)
    select distinct area_id from b full join t using (area_id, indicator, cell)
    where coalesce(b.quantity, 0) <> coalesce(t.quantity, 0) order by 1`.execute(w);
  return rows.map((row) => row.area_id);
}

/** A parent's age bands are those of its communities added up; a community's are frozen and stand under its own seal. */
async function wrongFromFacts(
  w: Writer,
  tree: AreaTree,
  districts: readonly number[],
  month: Month,
  areaIds: number[],
): Promise<number[]> {
  const january = Math.floor(month / 100) * 100 + 1;
  const members = areaIds.flatMap((areaId) => reportLeaves(tree, areaId, month).map((leafId) => ({ areaId, leafId })));
  const grouped = sql`unnest(${members.map((m) => m.leafId)}::int[], ${members.map((m) => m.areaId)}::int[]) as g (leaf_id, area_id)`;
  const figures = sql`(
    select g.area_id, t.indicator, t.cell,
      coalesce(sum(t.quantity) filter (where t.booked_month = ${month} and t.effective_month = ${month} and t.effective_month >= t.opening_month), 0) as own,
      coalesce(sum(t.quantity) filter (where t.booked_month = ${month} and t.effective_month >= ${january} and t.effective_month < ${month} and t.effective_month >= t.opening_month), 0) as adjustment,
      coalesce(sum(t.quantity) filter (where t.booked_month = ${month} and t.effective_month < ${january} and t.effective_month >= t.opening_month), 0) as prior_year,
      coalesce(sum(t.quantity) filter (where t.booked_month >= ${january} and t.effective_month >= ${january} and t.effective_month >= t.opening_month), 0) as ytd,
      coalesce(sum(t.quantity) filter (where t.indicator = any(${stocks}::text[])), 0) as stock
    from recount_total t join ${grouped} on g.leaf_id = t.area_id where t.booked_month <= ${month} group by 1, 2, 3)`;
  const bands = sql`(
    select g.area_id, b.indicator, b.sex, b.band, sum(b.quantity) as quantity from closing_age_band b join ${grouped} on g.leaf_id = b.area_id
    where b.district_id = any(${[...districts]}::int[]) and b.month = ${month} group by 1, 2, 3, 4)`;
  const { rows } = await sql<{ area_id: number }>`
    with lines as materialized (${linesSql(figures, bands)})
    select f.area_id from report_form f
    left join report_seal s on s.district_id = f.district_id and s.report_id = f.report_id
    left join lines l on l.area_id = f.area_id
    where f.district_id = any(${[0, ...districts]}::int[]) and f.form = ${monthlyForm} and f.month = ${month} and f.state = 'closed'
      and f.digest is distinct from ${digestSql(sql`l.text`)}
    order by 1`.execute(w);
  return rows.map((row) => row.area_id);
}
