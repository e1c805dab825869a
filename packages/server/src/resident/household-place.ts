import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type RawBuilder, sql } from 'kysely';
import type { Writer } from '../platform/db.ts';
import type { Act } from './change-resident-file.ts';
import { getHousehold, type HouseholdTableRow } from './household-members.ts';

/** A household that somebody is about to join: within the scope and standing. */
export async function joinedHousehold(act: Pick<Act, 'w' | 'scope'>, householdId: string): Promise<HouseholdTableRow> {
  const household = await getHousehold(act.w, act.scope, householdId);
  if (household.ended_on !== null) throw new AppError('household.ended', 'conflict', { endedOn: household.ended_on });
  return household;
}

/** Households without a present member end on that day; every one of them counts a version for its changed members. */
export async function endEmptyHouseholds(
  w: Writer,
  householdIds: readonly string[],
  on: PlainDate,
  districtId: number,
): Promise<void> {
  if (householdIds.length === 0) return;
  const present: RawBuilder<unknown> = sql`select 1 from household_member m where m.district_id = any(h.member_districts)
    and m.household_id = h.household_id and m.to_on is null and m.voided_at is null`;
  await sql`update household h set version = h.version + 1, ended_on = case when exists (${present}) then h.ended_on else ${on}::date end
    where h.household_id = any(${householdIds}::uuid[])
      and h.district_id = any(array[${districtId}::int] || (select coalesce(array_agg(distinct m.household_district), '{}') from household_member m
        where m.district_id = ${districtId} and m.household_id = any(${householdIds}::uuid[])))`.execute(w);
}
