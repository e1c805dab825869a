import type { AreaTree } from '@renshe/domain/area/area-tree.ts';
import {
  addDays,
  daysBetween,
  monthOf,
  type PlainDate,
  previousMonth,
  wholeMonths,
} from '@renshe/domain/kernel/plain-date.ts';
import type { AreaRef } from '@renshe/domain/kernel/schema.ts';
import { benefitEnding } from '@renshe/domain/policy/policy.derive.ts';
import type { WorklistGroup, WorklistItem } from '@renshe/domain/worklist/worklist.contract.ts';
import { type RawBuilder, sql } from 'kysely';
import { areaRef } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import { inScope, type Scope } from '../platform/scope.ts';

export interface WorklistDays {
  today: PlainDate;
  /** Last day of the middle group. */
  soon: PlainDate;
}

/** Open duties of a scope that have appeared: the one condition of counts and lists. */
function openDuties(scope: Scope, days: WorklistDays, kind: string | undefined): RawBuilder<unknown> {
  return sql`d.done_on is null and d.appears_on <= ${days.today}::date and ${inScope(scope, 'd.district_id', 'd.area_id')}${
    kind === undefined ? sql`` : sql` and d.kind = ${kind}`
  }`;
}

type DutyGroup = Exclude<WorklistGroup, 'ending'>;

function groupCondition(group: DutyGroup | undefined, days: WorklistDays): RawBuilder<unknown> {
  switch (group) {
    case 'overdue':
      return sql` and d.due_on < ${days.today}::date`;
    case 'soon':
      return sql` and d.due_on >= ${days.today}::date and d.due_on <= ${days.soon}::date`;
    case 'later':
      return sql` and d.due_on > ${days.soon}::date`;
    default:
      return sql``;
  }
}

export async function countDuties(
  r: Reader,
  scope: Scope,
  days: WorklistDays,
  kind: string | undefined,
): Promise<Record<DutyGroup, number>> {
  const { rows } = await sql<Record<DutyGroup, number>>`
    select count(*) filter (where d.due_on < ${days.today}::date) as overdue,
      count(*) filter (where d.due_on >= ${days.today}::date and d.due_on <= ${days.soon}::date) as soon,
      count(*) filter (where d.due_on > ${days.soon}::date) as later
    from duty d where ${openDuties(scope, days, kind)}`.execute(r);
  return rows[0]!;
}

interface DutyRow {
  subject_id: string;
  kind: string;
  anchor: string;
  area_id: number;
  appears_on: PlainDate;
  due_on: PlainDate;
  reason: string | null;
  resident_name: string | null;
  head_name: string | null;
  household_number: string | null;
  registered_on: PlainDate | null;
  unemployed_since: PlainDate | null;
  last_contact_on: PlainDate | null;
}

/** Overdue contacts stand before everything else that is overdue: somebody may have been forgotten. */
function contactsFirst(table: 'd' | 'page', days: WorklistDays): RawBuilder<unknown> {
  const overdue = sql`${sql.ref(`${table}.due_on`)} < ${days.today}::date`;
  return sql`(${overdue}) desc, (${overdue} and ${sql.ref(`${table}.kind`)} = 'unemployment-contact') desc`;
}

/** One page, overdue contacts and then the most overdue first; the facts for the sentences are read for its rows alone. */
export async function listDuties(
  r: Reader,
  scope: Scope,
  tree: AreaTree,
  days: WorklistDays,
  page: { kind: string | undefined; group: DutyGroup | undefined; limit: number; offset: number },
): Promise<WorklistItem[]> {
  const { rows } = await sql<DutyRow>`
    with page as materialized (
      select d.* from duty d where ${openDuties(scope, days, page.kind)}${groupCondition(page.group, days)}
      order by ${contactsFirst('d', days)}, d.due_on, d.kind, d.subject_id, d.anchor limit ${page.limit} offset ${page.offset}
    )
    select page.subject_id, page.kind, page.anchor, page.area_id, page.appears_on, page.due_on, page.reason, p.name as resident_name,
      h.number as household_number, u.registered_on, u.unemployed_since,
      (select max(x.contacted_on) from contact x where x.district_id = page.district_id and x.resident_id = page.subject_id
        and x.reached and x.voided_at is null and x.contacted_on <= ${days.today}::date
        and (u.registered_on is null or x.contacted_on >= u.registered_on)) as last_contact_on,
      case when h.household_id is not null then (
        select head.name from household_member m join resident head on head.district_id = m.district_id and head.resident_id = m.resident_id
        where m.district_id = page.district_id and m.household_id = h.household_id and m.voided_at is null and m.from_on <= ${days.today}::date
          and (m.to_on is null or m.to_on > ${days.today}::date)
        order by (m.relation like '0%') desc, m.from_on, m.member_id limit 1) end as head_name
    from page
    left join resident p on p.district_id = page.district_id and p.resident_id = page.subject_id
    left join household h on h.district_id = page.district_id and h.household_id = page.subject_id
    left join lateral (
      select x.registered_on, x.unemployed_since from unemployment_registration x
      where x.district_id = page.district_id and x.resident_id = page.subject_id and x.voided_at is null
      order by (x.ended_on is null) desc, x.registered_on desc limit 1) u on true
    order by ${contactsFirst('page', days)}, page.due_on, page.kind, page.subject_id, page.anchor`.execute(r);
  const areas = new Map<number, AreaRef>();
  const area = (areaId: number) => {
    const known = areas.get(areaId) ?? areaRef(tree, areaId, days.today);
    areas.set(areaId, known);
    return known;
  };
  return rows.map((row) => ({
    subjectKind: row.resident_name === null ? 'household' : 'resident',
    subjectId: row.subject_id,
    name: row.resident_name ?? row.head_name ?? row.household_number ?? '',
    kind: row.kind,
    anchor: row.anchor,
    area: area(row.area_id),
    appearsOn: row.appears_on,
    dueOn: row.due_on,
    overdueDays: Math.max(0, daysBetween(row.due_on, days.today)),
    data: {
      registeredOn: row.registered_on,
      unemployedSince: row.unemployed_since,
      lastContactOn: row.last_contact_on,
      ...(row.reason !== null && { reason: row.reason }),
      ...(row.registered_on !== null && { months: wholeMonths(row.registered_on, days.today) }),
    },
  }));
}

/** Benefits of people of a scope that are about to end and of which nobody has told them: only one with an end has this flag. */
const endingBenefits = (scope: Scope, today: PlainDate) => sql`flag f
  join policy_benefit b on b.district_id = f.district_id and b.benefit_id = f.anchor
  join resident p on p.district_id = f.district_id and p.resident_id = f.subject_id
  where f.kind = ${benefitEnding.kind} and f.from_on <= ${today}::date and f.to_on > ${today}::date
    and ${inScope(scope, 'f.district_id', 'f.area_id')}`;

export async function countEnding(r: Reader, scope: Scope, today: PlainDate): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::int as count from ${endingBenefits(scope, today)}`.execute(r);
  return rows[0]!.count;
}

/** One page, those that end first before the others. */
export async function listEnding(
  r: Reader,
  scope: Scope,
  tree: AreaTree,
  today: PlainDate,
  page: { limit: number; offset: number },
): Promise<WorklistItem[]> {
  const { rows } = await sql<{
    subject_id: string;
    name: string;
    anchor: string;
    area_id: number;
    from_on: PlainDate;
    to_on: PlainDate;
    policy_name: string;
  }>`select f.subject_id, p.name, f.anchor, f.area_id, f.from_on, b.to_on, b.policy_name from ${endingBenefits(scope, today)}
    order by b.to_on, f.subject_id, f.anchor limit ${page.limit} offset ${page.offset}`.execute(r);
  return rows.map((row) => ({
    subjectKind: 'resident',
    subjectId: row.subject_id,
    name: row.name,
    kind: benefitEnding.kind,
    anchor: row.anchor,
    area: areaRef(tree, row.area_id, today),
    appearsOn: row.from_on,
    // The last day on which it is still granted.
    dueOn: addDays(row.to_on, -1),
    overdueDays: 0,
    data: { policy: row.policy_name },
  }));
}

const stocks = ['registered-unemployed'] as const;
const flows = ['newly-registered-unemployed', 'new-urban-employment'] as const;

/** Three numbers as booked: the stock now and at the end of last month, the two flows of this month and of last month. */
export async function listFigures(
  r: Reader,
  scope: Scope,
  today: PlainDate,
): Promise<{ indicator: string; now: number; lastMonth: number }[]> {
  const now = monthOf(today);
  const last = previousMonth(now);
  const { rows } = await sql<{ indicator: string; now: number; last: number; stock_now: number; stock_last: number }>`
    select t.indicator,
      coalesce(sum(t.quantity) filter (where t.booked_month = ${now} and t.effective_month = ${now}), 0)::bigint as now,
      coalesce(sum(t.quantity) filter (where t.booked_month = ${last} and t.effective_month = ${last}), 0)::bigint as last,
      coalesce(sum(t.quantity) filter (where t.booked_month <= ${now}), 0)::bigint as stock_now,
      coalesce(sum(t.quantity) filter (where t.booked_month <= ${last}), 0)::bigint as stock_last
    from fact_total t
    where ${inScope(scope, 't.district_id', 't.area_id')} and t.cell = '' and t.booked_month <= ${now}
      and (t.indicator = any(${[...stocks]}::text[]) or (t.indicator = any(${[...flows]}::text[]) and t.booked_month >= ${last}))
    group by t.indicator`.execute(r);
  const of = (indicator: string) => rows.find((row) => row.indicator === indicator);
  return [
    ...stocks.map((indicator) => ({
      indicator,
      now: of(indicator)?.stock_now ?? 0,
      lastMonth: of(indicator)?.stock_last ?? 0,
    })),
    ...flows.map((indicator) => ({ indicator, now: of(indicator)?.now ?? 0, lastMonth: of(indicator)?.last ?? 0 })),
  ];
}
