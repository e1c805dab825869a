import { ageOn, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { ResidentFileView } from '@renshe/domain/resident/resident.contract.ts';
import { type Selectable, sql } from 'kysely';
import type { Reader } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import type { DB } from '../platform/schema.gen.ts';
import { inScope, type Scope } from '../platform/scope.ts';
import { type StatusColumns, statusColumns, statusOf } from './resident.queries.ts';

export type HouseholdTableRow = Selectable<DB['household']>;
export type MemberView = NonNullable<ResidentFileView['household']>['members'][number];

/** The household within the scope; unknown, voided and outside look the same. */
export async function getHousehold(r: Reader, scope: Scope, householdId: string): Promise<HouseholdTableRow> {
  const row = await r
    .selectFrom('household')
    .selectAll()
    .where(inScope(scope, 'district_id', 'area_id'))
    .where('household_id', '=', householdId)
    .where('voided_at', 'is', null)
    .executeTakeFirst();
  if (!row) throw notFound();
  return row;
}

interface MemberRow extends StatusColumns {
  resident_id: string;
  name: string;
  sex: string;
  birth_on: PlainDate;
  area_id: number;
  relation: string;
  from_on: PlainDate;
  to_on: PlainDate | null;
}

const nothing: ResidentFileView['status'] = {
  registeredUnemployed: false,
  unemployedSince: null,
  employed: false,
  hardshipCategories: [],
  flags: [],
};

/**
 * All memberships of a household, past ones too, head first. Of a member who lives outside the reader's scope only the name and the
 * relation are shown.
 */
export async function householdMembers(
  r: Reader,
  scope: Scope,
  household: Pick<HouseholdTableRow, 'household_id' | 'member_districts'>,
  today: PlainDate,
): Promise<MemberView[]> {
  const { rows } = await sql<MemberRow>`
    with k as materialized (
      select m.district_id, m.resident_id, m.member_id, m.relation, m.from_on, m.to_on, p.name, p.sex, p.birth_on, p.area_id
      from household_member m join resident p on p.district_id = m.district_id and p.resident_id = m.resident_id
      where m.district_id = any(${household.member_districts}::int[]) and m.household_id = ${household.household_id}::uuid
        and m.voided_at is null and p.voided_at is null)
    select k.*, ${statusColumns('k', today)} from k order by (k.relation <> '02'), k.relation, k.birth_on, k.from_on, k.member_id`.execute(
    r,
  );
  return rows.map((row) => {
    const seen = scope.includes(row.area_id);
    return {
      residentId: row.resident_id,
      name: row.name,
      relation: row.relation,
      sex: seen ? (row.sex as '1' | '2') : null,
      age: seen ? ageOn(row.birth_on, today) : null,
      fromOn: row.from_on,
      toOn: row.to_on,
      status: seen ? statusOf(row) : nothing,
      inScope: seen,
    };
  });
}
