/** What is due to be visited or called: open duties of the visiting kinds in a scope, with whom to see. */
import { type AreaTree, areaAt, childrenAt, isWithinArea } from '@renshe/domain/area/area-tree.ts';
import { addDays, ageOn, daysBetween, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { AreaRef } from '@renshe/domain/kernel/schema.ts';
import type { ListedVisit } from '@renshe/domain/visit/visit.contract.ts';
import {
  type CountingContact,
  callDuties,
  type VisitLevel,
  visitDuties,
  visitGroups,
} from '@renshe/domain/visit/visit.policy.ts';
import { type RawBuilder, sql } from 'kysely';
import { areaRef } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import { inScope, type Scope } from '../platform/scope.ts';

export type DueGroup = 'overdue' | 'soon' | 'later';

export interface VisitFilter {
  /** Home visits, calls, or both when left out. */
  contact?: CountingContact | undefined;
  level?: VisitLevel | undefined;
  group?: DueGroup | undefined;
}

/** `soon` is the last day of the middle group. */
export interface VisitDays {
  today: PlainDate;
  soon: PlainDate;
}

const kindsOf = (contact: CountingContact | undefined): string[] =>
  contact === undefined ? [...visitDuties, ...callDuties] : [...(contact === 'visit' ? visitDuties : callDuties)];

const groupsOf = (level: VisitLevel) => visitGroups.filter((row) => row.level === level).map((row) => row.code);

function openVisits(scope: Scope, days: VisitDays, filter: VisitFilter): RawBuilder<unknown> {
  const parts = [
    sql`d.done_on is null and d.appears_on <= ${days.today}::date and d.kind = any(${kindsOf(filter.contact)}::text[])`,
    inScope(scope, 'd.district_id', 'd.area_id'),
  ];
  if (filter.level !== undefined) parts.push(sql`d.reason = any(${groupsOf(filter.level)}::text[])`);
  if (filter.group === 'overdue') parts.push(sql`d.due_on < ${days.today}::date`);
  if (filter.group === 'soon') parts.push(sql`d.due_on between ${days.today}::date and ${days.soon}::date`);
  if (filter.group === 'later') parts.push(sql`d.due_on > ${days.soon}::date`);
  return sql.join(parts, sql` and `);
}

const counted = (days: VisitDays) => sql`
  count(*) filter (where d.due_on < ${days.today}::date)::int as overdue,
  count(*) filter (where d.due_on >= ${days.today}::date and d.due_on <= ${days.soon}::date)::int as soon,
  count(*) filter (where d.due_on > ${days.soon}::date)::int as later`;

export async function countVisits(
  r: Reader,
  scope: Scope,
  days: VisitDays,
  filter: VisitFilter,
): Promise<Record<DueGroup, number>> {
  const { rows } = await sql<Record<DueGroup, number>>`select ${counted(days)} from duty d
    where ${openVisits(scope, days, filter)}`.execute(r);
  return rows[0]!;
}

interface RawVisit {
  kind: string;
  anchor: string;
  reason: string | null;
  area_id: number;
  subject_id: string;
  of_household: boolean;
  appears_on: PlainDate;
  due_on: PlainDate;
  resident_id: string | null;
  name: string | null;
  sex: string | null;
  birth_on: PlainDate | null;
  address: string | null;
  phone_masked: string | null;
  citizen_id_masked: string | null;
  household_id: string | null;
  household_number: string | null;
  household_address: string | null;
  contact_id: string | null;
  contacted_on: PlainDate | null;
  way: string | null;
  outcome: string | null;
}

/** One page, the longest overdue first. Of a family the registered member is seen, where there is none the head; only who lives within the scope. */
export async function listVisits(
  r: Reader,
  scope: Scope,
  tree: AreaTree,
  days: VisitDays,
  filter: VisitFilter & { limit: number; offset: number },
): Promise<ListedVisit[]> {
  const today = sql`${days.today}::date`;
  const { rows } = await sql<RawVisit>`
    with page as materialized (
      select d.*, d.kind = 'household-visit' as of_household from duty d where ${openVisits(scope, days, filter)}
      order by d.due_on, d.kind desc, d.subject_id, d.anchor limit ${filter.limit} offset ${filter.offset}
    )
    select page.kind, page.anchor, page.reason, page.area_id, page.subject_id, page.of_household, page.appears_on, page.due_on,
      p.resident_id, p.name, p.sex, p.birth_on, p.address, p.phone_masked, p.citizen_id_masked, lived.household_id, h.number as household_number, h.address as household_address,
      last.contact_id, last.contacted_on, last.way, last.outcome
    from page
    left join household h on page.of_household and h.district_id = page.district_id and h.household_id = page.subject_id
    left join lateral (
      select m.resident_id from household_member m join resident x on x.district_id = m.district_id and x.resident_id = m.resident_id
      where page.of_household and m.district_id = page.district_id and m.household_id = page.subject_id and m.voided_at is null
        and m.from_on <= ${today} and (m.to_on is null or m.to_on > ${today}) and x.voided_at is null
        and (x.ended_on is null or x.ended_on > ${today}) and ${inScope(scope, 'x.district_id', 'x.area_id')}
      order by exists (select 1 from unemployment_registration u where u.district_id = m.district_id and u.resident_id = m.resident_id
        and u.voided_at is null and u.ended_on is null) desc, (m.relation = '02') desc, m.from_on, m.member_id limit 1) seen on true
    left join resident p on p.district_id = page.district_id and p.resident_id = case when page.of_household then seen.resident_id else page.subject_id end
    left join lateral (
      select m.household_id from household_member m where m.district_id = p.district_id and m.resident_id = p.resident_id and m.voided_at is null
        and m.from_on <= ${today} and (m.to_on is null or m.to_on > ${today}) order by m.from_on desc, m.member_id limit 1) lived on true
    left join lateral (
      select c.contact_id, c.contacted_on, c.way, c.outcome from contact c
      where c.district_id = p.district_id and c.resident_id = p.resident_id and c.voided_at is null
      order by c.contact_id desc limit 1) last on true
    order by page.due_on, page.kind desc, page.subject_id, page.anchor`.execute(r);
  const area = areaNames(tree, days.today);
  return rows.map((row) => ({
    dutyKind: row.kind,
    anchor: row.anchor,
    subjectKind: row.of_household ? 'household' : 'resident',
    subjectId: row.subject_id,
    residentId: row.resident_id,
    name: row.name ?? row.household_number ?? '',
    householdId: row.of_household ? row.subject_id : row.household_id,
    sex: row.sex as '1' | '2' | null,
    age: row.birth_on === null ? null : ageOn(row.birth_on, days.today),
    address: row.address ?? row.household_address ?? '',
    phoneMasked: row.phone_masked,
    citizenIdMasked: row.citizen_id_masked,
    area: area(row.area_id),
    group: row.reason,
    appearsOn: row.appears_on,
    dueOn: row.due_on,
    overdueDays: Math.max(0, daysBetween(row.due_on, days.today)),
    lastContact:
      row.contact_id === null
        ? null
        : { contactId: row.contact_id, on: row.contacted_on!, way: row.way!, outcome: row.outcome! },
  }));
}

/** An absorbed community goes by the name of what absorbed it. */
function areaNames(tree: AreaTree, today: PlainDate): (areaId: number) => AreaRef {
  const known = new Map<number, AreaRef>();
  return (areaId) => {
    const found = known.get(areaId) ?? areaRef(tree, areaId, today);
    known.set(areaId, found);
    return found;
  };
}

/** Days back that fulfilled visits are counted. */
const lookBack = 30;

interface AreaVisits extends Record<DueGroup, number> {
  overdueHigh: number;
  done: number;
  onTime: number;
}

/** Home visits of the areas right below what was asked for, each with all that lies in it; a community stands for itself. */
export async function visitsByArea(
  r: Reader,
  scope: Scope,
  tree: AreaTree,
  days: VisitDays,
): Promise<({ area: AreaRef } & AreaVisits)[]> {
  const since = addDays(days.today, -lookBack);
  const { rows } = await sql<AreaVisits & { area_id: number }>`
    with o as (select d.area_id, ${counted(days)},
        count(*) filter (where d.due_on < ${days.today}::date and d.reason = any(${groupsOf('high')}::text[]))::int as "overdueHigh"
      from duty d where ${openVisits(scope, days, { contact: 'visit' })} group by d.area_id),
    f as (select d.area_id, count(*)::int as done, count(*) filter (where d.done_on <= d.due_on)::int as "onTime"
      from duty d where d.kind in ('risk-visit', 'household-visit') and ${inScope(scope, 'd.district_id', 'd.area_id')}
        and d.done_on > ${since}::date and d.done_on <= ${days.today}::date group by d.area_id)
    select area_id, coalesce(overdue, 0) as overdue, coalesce(soon, 0) as soon, coalesce(later, 0) as later,
      coalesce("overdueHigh", 0) as "overdueHigh", coalesce(done, 0) as done, coalesce("onTime", 0) as "onTime"
    from o full join f using (area_id)`.execute(r);
  const tops = scope.roots.flatMap((root) => {
    const children = childrenAt(tree, root, days.today);
    return children.length === 0 ? [root] : children;
  });
  return tops.map((areaId) => {
    const sum: AreaVisits = { overdue: 0, soon: 0, later: 0, overdueHigh: 0, done: 0, onTime: 0 };
    for (const row of rows)
      if (isWithinArea(tree, areaAt(tree, row.area_id, days.today), areaId, days.today))
        for (const key of Object.keys(sum) as (keyof AreaVisits)[]) sum[key] += row[key];
    return { area: areaRef(tree, areaId, days.today), ...sum };
  });
}

/** Who lives with these people, head first: names and relations alone. */
export async function listHouseholds(
  r: Reader,
  scope: Scope,
  householdIds: readonly string[],
  today: PlainDate,
): Promise<Map<string, { name: string; relation: string }[]>> {
  const { rows } = await sql<{ household_id: string; name: string; relation: string }>`
    select m.household_id, x.name, m.relation from household_member m
    join resident x on x.district_id = m.district_id and x.resident_id = m.resident_id
    where ${inScope(scope, 'x.district_id', 'x.area_id')} and m.household_id = any(${[...householdIds]}::uuid[]) and m.voided_at is null
      and m.from_on <= ${today}::date and (m.to_on is null or m.to_on > ${today}::date) and x.voided_at is null
      and (x.ended_on is null or x.ended_on > ${today}::date)
    order by m.household_id, (m.relation <> '02'), m.relation, x.birth_on, m.member_id`.execute(r);
  const households = new Map<string, { name: string; relation: string }[]>();
  for (const { household_id, name, relation } of rows)
    households.set(household_id, [...(households.get(household_id) ?? []), { name, relation }]);
  return households;
}
