import type { AreaTree } from '@renshe/domain/area/area-tree.ts';
import type { HouseholdFileView, HouseholdRow } from '@renshe/domain/household/household.contract.ts';
import { isWithin, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Reader } from '../platform/db.ts';
import { inScope, type Scope } from '../platform/scope.ts';
import { getHousehold, householdMembers } from '../resident/household-members.ts';
import { currentAreaRef } from '../resident/resident.queries.ts';
import { householdTimeline } from './household-timeline.ts';

interface RawHouseholdRow {
  household_id: string;
  number: string;
  kind: string;
  head_name: string | null;
  member_count: number;
  address: string;
  area_id: number;
  zero_employment: boolean;
}

export interface HouseholdFilter {
  text?: string | undefined;
  zeroEmployment?: 'yes' | undefined;
}

function members(today: PlainDate): RawBuilder<unknown> {
  return sql`household_member m where m.district_id = any(h.member_districts) and m.household_id = h.household_id
    and m.voided_at is null and m.from_on <= ${today}::date and (m.to_on is null or m.to_on > ${today}::date)`;
}

function rowColumns(today: PlainDate): RawBuilder<unknown> {
  return sql`h.household_id, h.number, h.kind, h.address, h.area_id,
    (select p.name from resident p, ${members(today)} and p.district_id = m.district_id and p.resident_id = m.resident_id
      and m.relation = '02' order by m.from_on desc limit 1) as head_name,
    (select count(*)::int from ${members(today)}) as member_count,
    ${zeroEmployment(today)} as zero_employment`;
}

function zeroEmployment(today: PlainDate): RawBuilder<SqlBool> {
  return sql`exists (select 1 from flag f where f.district_id = h.district_id and f.subject_id = h.household_id
    and f.kind = 'zero-employment-family' and f.from_on <= ${today}::date and (f.to_on is null or f.to_on > ${today}::date))`;
}

function viewOf(tree: AreaTree, today: PlainDate): (row: RawHouseholdRow) => HouseholdRow {
  return (row) => ({
    householdId: row.household_id,
    number: row.number,
    kind: row.kind as 'family' | 'collective',
    headName: row.head_name,
    memberCount: row.member_count,
    address: row.address,
    area: currentAreaRef(tree, row.area_id, today),
    zeroEmploymentCandidate: row.zero_employment,
  });
}

/** The rows of a page with their heads and states, in the page's order. `page` selects whole rows of `household`, ordered and limited. */
export async function householdRows(
  r: Reader,
  page: RawBuilder<unknown>,
  tree: AreaTree,
  today: PlainDate,
): Promise<HouseholdRow[]> {
  const { rows } = await sql<RawHouseholdRow>`
    with h as materialized (select q.*, row_number() over () as position from (${page}) q)
    select ${rowColumns(today)} from h order by h.position`.execute(r);
  return rows.map(viewOf(tree, today));
}

/** By number, address or the name of a present member, all as a prefix but the address, which people remember from the middle. */
export async function listHouseholds(
  r: Reader,
  scope: Scope,
  tree: AreaTree,
  today: PlainDate,
  filter: HouseholdFilter & { limit: number; offset: number },
): Promise<{ count: number; households: HouseholdRow[] }> {
  const parts: RawBuilder<SqlBool>[] = [
    inScope(scope, 'h.district_id', 'h.area_id'),
    sql`h.voided_at is null and (h.ended_on is null or h.ended_on > ${today}::date)`,
  ];
  if (filter.zeroEmployment === 'yes') parts.push(zeroEmployment(today));
  if (filter.text) {
    const text = filter.text;
    parts.push(sql`(starts_with(h.number, ${text}) or position(${text} in h.address) > 0
      or exists (select 1 from resident p, ${members(today)} and p.district_id = m.district_id and p.resident_id = m.resident_id
        and starts_with(p.name, ${text})))`);
  }
  const where = sql.join(parts, sql` and `);
  const { rows } = await sql<RawHouseholdRow>`
    with h as materialized (select * from household h where ${where} order by h.district_id, h.area_id, h.number, h.household_id
      limit ${filter.limit} offset ${filter.offset})
    select ${rowColumns(today)} from h order by h.district_id, h.area_id, h.number, h.household_id`.execute(r);
  const counted = await sql<{ count: number }>`select count(*)::int as count from household h where ${where}`.execute(
    r,
  );
  return { count: counted.rows[0]!.count, households: rows.map(viewOf(tree, today)) };
}

export async function readHouseholdFile(
  r: Reader,
  scope: Scope,
  tree: AreaTree,
  today: PlainDate,
  householdId: string,
): Promise<HouseholdFileView> {
  const household = await getHousehold(r, scope, householdId);
  const { rows } = await sql<RawHouseholdRow>`select ${rowColumns(today)} from household h
    where h.district_id = ${household.district_id} and h.household_id = ${householdId}::uuid`.execute(r);
  const all = await householdMembers(r, scope, household, today);
  const present = all.filter((m) => m.toOn === null || m.toOn > today);
  const presentIds = new Set(present.filter((m) => isWithin(today, m.fromOn, m.toOn)).map((m) => m.residentId));
  return {
    ...viewOf(tree, today)(rows[0]!),
    version: household.version,
    endedOn: household.ended_on,
    members: present,
    formerMembers: all.filter((m) => !present.includes(m) && !presentIds.has(m.residentId)),
    timeline: await householdTimeline(r, household, all),
  };
}
