/** Reads of the survey: rows saved before, families of people, families that rows name. */
import { type AreaTree, areaAt } from '@renshe/domain/area/area-tree.ts';
import type { Id } from '@renshe/domain/kernel/file.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { RosterNote } from '@renshe/domain/roster/roster.plan.ts';
import { sql } from 'kysely';
import type { Reader } from '../platform/db.ts';
import { inScope, type Scope } from '../platform/scope.ts';

export type SavedRow = {
  row_key: Id;
  area_id: number;
  content_digest: string;
  action: 'create' | 'update' | 'skip';
  resident_id: Id;
  notes: RosterNote[];
  cause: Id;
  undone_at: Date | null;
  citizen_id_masked: string;
  sex: '1' | '2' | null;
  birth_on: PlainDate | null;
};

/** Rows that were saved under these keys, with what the file says of the person now; empty where she has moved to another district. */
export async function readSavedRows(r: Reader, districtId: number, keys: readonly Id[]): Promise<Map<Id, SavedRow>> {
  const { rows } = await sql<SavedRow>`
    select s.row_key, s.area_id, s.content_digest, s.action, s.resident_id, s.notes, s.cause, s.undone_at,
      coalesce(p.citizen_id_masked, '') as citizen_id_masked, p.sex, p.birth_on
    from survey_row s left join resident p on p.district_id = s.district_id and p.resident_id = s.resident_id
    where s.district_id = ${districtId} and s.row_key = any(${keys}::uuid[])`.execute(r);
  return new Map(rows.map((row) => [row.row_key, row]));
}

/** The household that each of these people belongs to now, by person. */
export async function currentFamilies(r: Reader, districtId: number, residents: readonly Id[]): Promise<Map<Id, Id>> {
  if (residents.length === 0) return new Map();
  const { rows } = await sql<{ resident_id: Id; household_id: Id }>`
    select resident_id, household_id from household_member where district_id = ${districtId}
      and resident_id = any(${residents}::uuid[]) and to_on is null and voided_at is null and household_district = ${districtId}`.execute(
    r,
  );
  return new Map(rows.map((row) => [row.resident_id, row.household_id]));
}

export type FamilyRow = { household_id: Id; area_id: number; head_id: Id | null };

/** The families of these that stand within the scope. */
export async function readFamilies(r: Reader, scope: Scope, ids: readonly Id[]): Promise<Map<Id, FamilyRow>> {
  if (ids.length === 0) return new Map();
  const rows = await r
    .selectFrom('household')
    .select([
      'household_id',
      'area_id',
      sql<Id | null>`(select m.resident_id from household_member m where m.district_id = any(household.member_districts)
        and m.household_id = household.household_id and m.relation = '02' and m.to_on is null and m.voided_at is null limit 1)`.as(
        'head_id',
      ),
    ])
    .where(inScope(scope, 'district_id', 'area_id'))
    .where('household_id', 'in', ids as Id[])
    .where('kind', '=', 'family')
    .where('ended_on', 'is', null)
    .where('voided_at', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.household_id, row]));
}

/** The campaign of a household that lies in this community, or in one that it has absorbed. */
export async function findEntryCampaign(
  r: Reader,
  on: { tree: AreaTree; today: PlainDate },
  place: { districtId: number; areaId: number },
  entryId: Id,
): Promise<Id | undefined> {
  const row = await r
    .selectFrom('campaign_household')
    .select(['campaign_id', 'area_id'])
    .where('district_id', '=', place.districtId)
    .where('entry_id', '=', entryId)
    .executeTakeFirst();
  return row && areaAt(on.tree, row.area_id, on.today) === place.areaId ? row.campaign_id : undefined;
}

/** Name and number of people within the scope, as they are kept. */
export async function readIdentities(
  r: Reader,
  scope: Scope,
  districtId: number,
  residents: readonly Id[],
): Promise<Map<Id, { name: string; cipher: string }>> {
  const rows = await r
    .selectFrom('resident')
    .select(['resident_id', 'name', 'citizen_id_cipher'])
    .where(inScope(scope, 'district_id', 'area_id'))
    .where('district_id', '=', districtId)
    .where('resident_id', 'in', residents as Id[])
    .where('voided_at', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.resident_id, { name: row.name, cipher: row.citizen_id_cipher }]));
}
