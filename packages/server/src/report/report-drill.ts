/** The people behind any cell of any form: the bookings that its row adds up, summed by subject. */
import { type AreaTree, getArea, reportAreaOf } from '@renshe/domain/area/area-tree.ts';
import { maskName } from '@renshe/domain/kernel/citizen-id.ts';
import type { Period } from '@renshe/domain/kernel/period.ts';
import {
  ageOn,
  formatMonth,
  lastDayOf,
  type Month,
  minDate,
  monthOf,
  type PlainDate,
} from '@renshe/domain/kernel/plain-date.ts';
import { matchesCell, type ReportForm } from '@renshe/domain/report/form.ts';
import { type CellAddress, type DrillTerm, drillTerms, type FormView } from '@renshe/domain/report/form-drill.ts';
import type { reportPersonSchema } from '@renshe/domain/report/report.contract.ts';
import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { areaRef } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import type { Scope } from '../platform/scope.ts';
import { bandBucket, bandLimits, type Leaves } from '../statistics/read-figures.ts';
import { districtsOfCity, leavesOf } from './report-leaves.ts';
import { daysOf, isBooked, monthsOf } from './report-source.ts';

type Person = z.infer<typeof reportPersonSchema>;

/** A cell of a form of an area, with the periods that its column compares; those before the opening are missing. */
export interface DrilledCell {
  form: ReportForm;
  areaId: number;
  periods: Partial<Record<FormView, Period>> & { period: Period };
  address: CellAddress;
}

/** Terms that differ in nothing but the indicator are read together. */
interface TermGroup extends Omit<DrillTerm, 'indicator'> {
  indicators: string[];
}

function groupTerms(terms: readonly DrillTerm[]): TermGroup[] {
  const groups = new Map<string, TermGroup>();
  for (const { indicator, ...rest } of terms) {
    const key = JSON.stringify(rest);
    const group = groups.get(key);
    // The same indicator twice counts twice: a group of its own.
    if (group && !group.indicators.includes(indicator)) group.indicators.push(indicator);
    else groups.set(group ? `${key} ${groups.size}` : key, { ...rest, indicators: [indicator] });
  }
  return [...groups.values()];
}

const effective = sql`(extract(year from f.effective_on) * 100 + extract(month from f.effective_on))::int`;

/** Bookings that a measure counts, as SQL over `fact f` joined to its leaf's period `p`: the same rules as the figures themselves. */
function counted(term: TermGroup, period: Period, today: PlainDate): RawBuilder<boolean> {
  const opened = sql`${effective} >= p.opening_month`;
  if (!isBooked(period)) {
    const { from, upTo, yearFrom } = daysOf(period, today);
    if (term.kind === 'stock') return sql<boolean>`f.effective_on <= ${upTo}::date`;
    const since = term.measure === 'yearToDate' ? yearFrom : from;
    return sql<boolean>`f.effective_on between ${since}::date and ${upTo}::date and ${opened}`;
  }
  const months = monthsOf(period, today);
  const first = months[0]!;
  const last = months.at(-1)!;
  const january: Month = Math.floor(last / 100) * 100 + 1;
  if (term.kind === 'stock') return sql<boolean>`f.booked_month <= ${last}`;
  const booked = sql`f.booked_month between ${first} and ${last}`;
  switch (term.measure) {
    case 'yearToDate':
      return sql<boolean>`f.booked_month between ${january} and ${last} and ${effective} >= ${january} and ${opened}`;
    case 'adjustment':
      return sql<boolean>`${booked} and ${effective} < f.booked_month and ${effective} >= ${january} and ${opened}`;
    case 'priorYear':
      return sql<boolean>`${booked} and ${effective} < ${january} and ${opened}`;
    case 'period':
      return period.kind === 'month'
        ? sql<boolean>`${booked} and ${effective} = ${last} and ${opened}`
        : sql<boolean>`${booked} and ${effective} >= ${january} and ${opened}`;
  }
}

/** The ledger's cells that a choice with a star stands for. */
async function ledgerCells(r: Reader, leaves: Leaves, term: TermGroup): Promise<string[]> {
  if (!term.cells.some((cell) => cell.endsWith('*'))) return [...term.cells];
  const rows = await sql<{
    cell: string;
  }>`select distinct cell from fact_total where district_id = any(${leaves.districts}::int[]) and area_id = any(${leaves.areas}::int[]) and indicator = any(${term.indicators}::text[])`.execute(
    r,
  );
  return rows.rows.map((row) => row.cell).filter((cell) => matchesCell(term.cells, cell));
}

/** Said so that the planner knows which of the two indexes holds the bookings: the one of whole numbers, or the one of their parts. */
function inCells(cells: readonly string[]): RawBuilder<boolean> {
  if (cells.length > 0 && cells.every((cell) => cell === '')) return sql<boolean>`f.cell = ''`;
  const among = sql<boolean>`f.cell = any(${[...cells]}::text[])`;
  return cells.includes('') ? among : sql<boolean>`(${among} and f.cell <> '')`;
}

/** The communities whose bookings a measure adds up: those of the last month; of what several months booked each month's own. */
function bookedBy(tree: AreaTree, areaId: number, term: TermGroup, period: Period, today: PlainDate): BookedBy {
  const last = leavesOf(tree, areaId, monthOf(endOf(period, today)));
  const months = isBooked(period) ? monthsOf(period, today) : [];
  const within = sql<boolean>`f.district_id = any(${last.districts}::int[]) and f.area_id = any(${last.areas}::int[])`;
  if (term.kind === 'stock' || term.measure === 'yearToDate' || months.length < 2) return { leaves: last, within };
  const parts = months.map((month) => ({ month, leaves: leavesOf(tree, areaId, month) }));
  if (parts.every(({ leaves }) => leaves.areas.join() === last.areas.join())) return { leaves: last, within };
  const areas = [...new Set(parts.flatMap(({ leaves }) => leaves.areas))];
  const districts = [...new Set(parts.flatMap(({ leaves }) => leaves.districts))];
  const each = parts.map(
    ({ month, leaves }) => sql`(f.booked_month = ${month} and f.area_id = any(${leaves.areas}::int[]))`,
  );
  return {
    leaves: { areas, districts },
    within: sql<boolean>`f.district_id = any(${districts}::int[]) and f.area_id = any(${areas}::int[]) and (${sql.join(each, sql` or `)})`,
  };
}

interface BookedBy {
  leaves: Leaves;
  within: RawBuilder<boolean>;
}

const endOf = (period: Period, today: PlainDate): PlainDate =>
  isBooked(period) ? lastDayOf(monthOf(minDate(period.last, today))) : minDate(period.last, today);

/** Subjects of one group of terms whose bookings do not cancel out. */
async function subjectsOf(
  r: Reader,
  tree: AreaTree,
  cell: DrilledCell,
  term: TermGroup,
  today: PlainDate,
): Promise<RawBuilder<unknown> | undefined> {
  const period = cell.periods[term.view];
  if (!period) return undefined;
  const on = endOf(period, today);
  const { leaves, within } = bookedBy(tree, cell.areaId, term, period, today);
  const cells = await ledgerCells(r, leaves, term);
  const subjects = sql`
    select f.subject_id, (sum(f.quantity) * ${sql.lit(term.sign)})::int as quantity, max(f.effective_on) filter (where f.quantity > 0) as raised_on, max(f.effective_on) as effective_on,
      (array_agg(f.area_id order by f.effective_on desc, f.quantity desc, f.id desc))[1] as area_id
    from fact f join area_period p on p.district_id = f.district_id and p.area_id = f.area_id
    where ${within} and f.indicator = any(${term.indicators}::text[]) and ${inCells(cells)} and ${counted(term, period, today)}
    group by f.subject_id having sum(f.quantity) <> 0`;
  if (term.band === null) return subjects;
  const closings = await closingsOf(r, tree, leaves, monthOf(on));
  const all = sql`any(${districtsOfCity(tree)}::int[])`;
  // The birth date that a closing counted with: what the first correction after it has replaced.
  return sql`select b.* from (${subjects}) b join resident y on y.district_id = ${all} and y.resident_id = b.subject_id
    left join unnest(${closings.map((one) => one.leaf)}::int[], ${closings.map((one) => one.at)}::timestamptz[]) as k (leaf, closed_at) on k.leaf = b.area_id
    left join lateral (select h.old_value::date as birth_on from resident_change h where h.district_id = ${all} and h.resident_id = y.resident_id
      and h.field = 'birthOn' and h.changed_at > k.closed_at order by h.changed_at limit 1) h on true
    where width_bucket(coalesce(h.birth_on, y.birth_on), ${bandLimits(on)}::date[]) = ${bandBucket(term.band)}`;
}

/** When the communities of a month were closed; those still open are missing. */
async function closingsOf(
  r: Reader,
  tree: AreaTree,
  leaves: Leaves,
  month: Month,
): Promise<{ leaf: number; at: Date }[]> {
  const reporting = new Map(leaves.areas.map((leaf) => [leaf, reportAreaOf(tree, leaf, month)]));
  const areas = [...new Set(reporting.values())];
  const districts = [...new Set(areas.map((id) => getArea(tree, id).districtId))];
  const { rows } = await sql<{ area_id: number; closed_at: Date }>`
    select area_id, closed_at from report_form where district_id = any(${districts}::int[]) and form = 'monthly' and area_id = any(${areas}::int[])
      and period = ${formatMonth(month)} and closed_at is not null`.execute(r);
  const closed = new Map(rows.map((row) => [row.area_id, row.closed_at]));
  return [...reporting].flatMap(([leaf, area]) => {
    const at = closed.get(area);
    return at ? [{ leaf, at }] : [];
  });
}

/**
 * Who makes up a cell: subjects whose bookings sum to something, from the facts, so that the list of a closed month never changes. Of a
 * change those who came count up and those who left count down. A person who has left the reader's area since stays counted but is shown
 * without name and link. Empty where nobody stands behind a cell.
 */
export async function listCellPeople(
  r: Reader,
  tree: AreaTree,
  scope: Scope,
  cell: DrilledCell,
  today: PlainDate,
  page: { limit: number; offset: number },
): Promise<{ count: number; people: Person[] }> {
  const groups = groupTerms(drillTerms(cell.form, cell.address));
  const parts: RawBuilder<unknown>[] = [];
  for (const group of groups) {
    const part = await subjectsOf(r, tree, cell, group, today);
    if (part) parts.push(part);
  }
  if (parts.length === 0) return { count: 0, people: [] };
  const subjects =
    parts.length === 1
      ? parts[0]!
      : sql`select subject_id, sum(quantity)::int as quantity, max(raised_on) as raised_on, max(effective_on) as effective_on,
          (array_agg(area_id order by effective_on desc))[1] as area_id
          from (${sql.join(parts, sql` union all `)}) parts group by subject_id having sum(quantity) <> 0`;
  const households = cell.address.row.unit === 'household';
  const all = districtsOfCity(tree);
  const person = households
    ? sql`left join lateral (select h.area_id as home, (select x.name from household_member m join resident x on x.district_id = m.district_id and x.resident_id = m.resident_id
          where m.district_id = any(${all}::int[]) and m.household_id = s.subject_id and m.relation = '02' and m.to_on is null and m.voided_at is null limit 1) as name,
          null::text as sex, null::date as birth_on, null::text as citizen_id_masked from household h where h.district_id = any(${all}::int[]) and h.household_id = s.subject_id) x on true`
    : sql`left join lateral (select y.area_id as home, y.name, y.sex, y.birth_on, y.citizen_id_masked from resident y where y.district_id = any(${all}::int[]) and y.resident_id = s.subject_id) x on true`;
  const rows = await sql<{
    subject_id: string;
    quantity: number;
    raised_on: string | null;
    effective_on: string;
    area_id: number;
    count: number;
    home: number | null;
    name: string | null;
    sex: '1' | '2' | null;
    birth_on: string | null;
    citizen_id_masked: string | null;
  }>`
    with counted as materialized (${subjects}), s as materialized (
      select c.*, count(*) over ()::int as count from counted c
      order by coalesce(c.raised_on, c.effective_on) desc, c.subject_id limit ${page.limit} offset ${page.offset}
    )
    select s.*, x.* from s ${person} order by coalesce(s.raised_on, s.effective_on) desc, s.subject_id`.execute(r);
  const on = endOf(cell.periods.period, today);
  const isFlow = groups.every((group) => group.kind === 'flow');
  return {
    count: rows.rows[0]?.count ?? 0,
    people: rows.rows.map((row) => {
      const inside = row.home !== null && scope.includes(row.home);
      const countedOn = row.raised_on ?? row.effective_on;
      return {
        subjectKind: households ? 'household' : 'resident',
        subjectId: row.subject_id,
        name: row.name === null ? '' : inside ? row.name : maskName(row.name),
        sex: inside ? row.sex : null,
        // The age that put her into the column, not today's.
        age: inside && row.birth_on ? ageOn(row.birth_on, isFlow ? countedOn : on) : null,
        citizenIdMasked: inside ? row.citizen_id_masked : null,
        area: areaRef(tree, getArea(tree, row.area_id).areaId, today),
        effectiveOn: countedOn,
        quantity: row.quantity,
        inScope: inside,
      };
    }),
  };
}
