import { addDays, daysBetween, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type RecycledEntry, type RecycledKind, recycledKinds } from '@renshe/domain/recycle/recycle.contract.ts';
import { searchShape } from '@renshe/domain/resident/resident.search.ts';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { businessDay } from '../platform/clock.ts';
import type { Reader } from '../platform/db.ts';
import { parameterNumber } from '../platform/parameter-value.ts';
import type { Reference } from '../platform/reference.ts';
import { inScope, type Scope } from '../platform/scope.ts';
import { currentAreaRef, textCondition } from '../resident/resident.queries.ts';

export interface RecycleFilter {
  kind?: RecycledKind | undefined;
  text?: string | undefined;
  by?: string | undefined;
}

interface RecycledRow {
  change_id: string;
  record_kind: RecycledKind;
  record_id: string;
  resident_id: string;
  name: string;
  area_id: number;
  said: Record<string, string | null>;
  reason: string;
  changed_at: Date;
  voided_by: string | null;
}

/** The day that a record is about, by its kind. */
const dayColumns = {
  contact: 'contacted_on',
  unemployment: 'registered_on',
  employment: 'started_on',
  certificate: 'issued_on',
  'policy-benefit': 'from_on',
  'retiree-care': 'handed_over_on',
  confirmation: 'confirmed_on',
} as const satisfies Record<RecycledKind, string>;

const key = (table: string, column: string) =>
  `select 1 from ${table} x where x.district_id = c.district_id and x.resident_id = c.resident_id and x.${column} = c.record_id`;

/** What was restored is no more among what was voided. */
const stillVoided = sql.raw(`case c.record_kind
  when 'contact' then exists (${key('contact', 'contact_id')} and x.voided_at is not null)
  when 'unemployment' then exists (${key('unemployment_registration', 'registration_id')} and x.voided_at is not null)
  when 'employment' then exists (${key('employment', 'employment_id')} and x.voided_at is not null)
  when 'policy-benefit' then exists (${key('policy_benefit', 'benefit_id')} and x.voided_at is not null)
  when 'retiree-care' then exists (${key('retiree_care', 'care_id')} and x.voided_at is not null)
  when 'confirmation' then exists (${key('eligibility_confirmation', 'confirmation_id')} and x.voided_at is not null)
  else exists (${key('certificate', 'certificate_id')} and x.status = 'void') end`);

/** Voids that are the last word about their record, in the areas where the people live today and as long as the parameter allows there. */
export async function listRecycled(
  r: Reader,
  scope: Scope,
  reference: Reference,
  today: PlainDate,
  filter: RecycleFilter & { limit: number; offset: number },
): Promise<{ count: number; entries: RecycledEntry[]; workers: { accountId: string; name: string }[] }> {
  const days = new Map<number, number>();
  for (const areaId of reference.tree.areas.keys())
    if (scope.includes(areaId)) days.set(areaId, parameterNumber(reference, 'recycle.days', areaId, today));
  // An area may have its own number of days.
  const since = [...days.values()].map((count) => addDays(today, 1 - count));
  const all = sql`registration_change c
    join resident r on r.district_id = c.district_id and r.resident_id = c.resident_id
    join unnest(${[...days.keys()]}::int[], ${since}::date[]) as d (area_id, since_on) on d.area_id = r.area_id
    left join account a on a.account_id = c.changed_by
    where c.action = 'voided' and c.record_kind = any(${[...recycledKinds]}::text[]) and c.changed_at >= d.since_on::timestamp at time zone 'Asia/Shanghai'
      and ${inScope(scope, 'r.district_id', 'r.area_id')} and r.voided_at is null
      and ${stillVoided} and not exists (select 1 from registration_change n where n.district_id = c.district_id and n.resident_id = c.resident_id
        and n.record_id = c.record_id and n.action = 'voided' and (n.changed_at, n.change_id) > (c.changed_at, c.change_id))`;
  const chosen: RawBuilder<SqlBool>[] = [sql`true`];
  if (filter.kind) chosen.push(sql`c.record_kind = ${filter.kind}`);
  if (filter.by) chosen.push(sql`c.changed_by = ${filter.by}::uuid`);
  if (filter.text) {
    const shape = searchShape(filter.text);
    chosen.push('prefix' in shape ? textCondition(shape) : sql`false`);
  }
  const found = sql`${all} and ${sql.join(chosen, sql` and `)}`;
  const { rows } = await sql<RecycledRow>`
    select c.change_id, c.record_kind, c.record_id, c.resident_id, r.name, r.area_id, c.before as said, c.reason, c.changed_at, a.name as voided_by
    from ${found} order by c.changed_at desc, c.change_id desc limit ${filter.limit} offset ${filter.offset}`.execute(
    r,
  );
  const counted = await sql<{ count: number }>`select count(*)::int as count from ${found}`.execute(r);
  const workers = await sql<{ account_id: string; name: string }>`
    select distinct a.account_id, a.name from ${all} and a.account_id is not null order by a.name, a.account_id`.execute(
    r,
  );
  return {
    count: counted.rows[0]!.count,
    entries: rows.map((row) => entryOf(row, reference, today, days.get(row.area_id) ?? 0)),
    workers: workers.rows.map((row) => ({ accountId: row.account_id, name: row.name })),
  };
}

function entryOf(row: RecycledRow, { tree }: Reference, today: PlainDate, days: number): RecycledEntry {
  const { said } = row;
  const of = (kind: RecycledKind, column: string) => (row.record_kind === kind ? (said[column] ?? null) : null);
  return {
    changeId: row.change_id,
    kind: row.record_kind,
    recordId: row.record_id,
    residentId: row.resident_id,
    residentName: row.name,
    area: currentAreaRef(tree, row.area_id, today),
    on: said[dayColumns[row.record_kind]] ?? businessDay(row.changed_at),
    way: of('contact', 'way') ?? of('confirmation', 'way'),
    outcome: of('contact', 'outcome'),
    reason: of('unemployment', 'reason'),
    type: of('employment', 'type'),
    employerName: of('employment', 'employer_name') ?? of('retiree-care', 'former_employer'),
    policyName: of('policy-benefit', 'policy_name'),
    result: of('confirmation', 'result'),
    number: of('certificate', 'number'),
    voidedAt: row.changed_at.toISOString(),
    voidedBy: row.voided_by,
    why: row.reason,
    daysLeft: days - daysBetween(businessDay(row.changed_at), today),
  };
}
