import { type AreaId, type AreaTree, areaAt, getArea } from '@renshe/domain/area/area-tree.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import type { Reader, Writer } from '../platform/db.ts';
import type { ReferenceCache } from '../platform/reference.ts';
import { changeFile } from '../statistics/change-file.ts';
import { changeFiles } from '../statistics/file-changes.ts';
import type { SubjectRef } from '../statistics/read-files.ts';
import { addMemberDistrict, rehomeHousehold, rehomeResidents } from './rehome-residents.ts';

/** A community whose people count in one of another district by now, because it was merged into it. */
export interface AbsorbedElsewhere {
  areaId: AreaId;
  districtId: number;
  intoAreaId: AreaId;
  intoDistrictId: number;
}

export interface RehomeFrame {
  host: { reference: ReferenceCache };
  w: Writer;
  at: Date;
  actor: { accountId: string | null };
  cause: string;
}

/** At most this many people a transaction, with everybody who ever shared a household with them (kernel K9). */
const peopleChunk = 100;
const familyChunk = 30;

export function listAbsorbedElsewhere(tree: AreaTree, today: PlainDate): AbsorbedElsewhere[] {
  const found: AbsorbedElsewhere[] = [];
  for (const areaId of [...tree.successions.keys()].sort((a, b) => a - b)) {
    const { kind, districtId } = getArea(tree, areaId);
    const intoAreaId = areaAt(tree, areaId, today);
    const intoDistrictId = getArea(tree, intoAreaId).districtId;
    if (kind === 'community' && intoDistrictId !== districtId)
      found.push({ areaId, districtId, intoAreaId, intoDistrictId });
  }
  return found;
}

export async function countToRehome(
  r: Reader,
  merged: AbsorbedElsewhere,
): Promise<{ residents: number; households: number }> {
  const here = sql`where district_id = ${merged.districtId} and area_id = ${merged.areaId}`;
  const { rows } = await sql<{ residents: number; households: number }>`
    select (select count(*) from resident ${here}) as residents, (select count(*) from household ${here}) as households`.execute(
    r,
  );
  return rows[0]!;
}

export interface Rehomed {
  residents: number;
  households: number;
  /** Households that changed hands between the look and the lock. */
  skipped: readonly string[];
}

/**
 * One chunk of a merger across districts: people and households get the district key of the community that has absorbed theirs, as one
 * who moves there does (kernel K12); their residences keep the community of their time, so no fact changes by it. Whole families go
 * together, everybody who ever belonged to one is locked; then dormitories, then who lives alone.
 * @param without households that are left for later
 */
export async function rehomeChunk(
  frame: RehomeFrame,
  merged: AbsorbedElsewhere,
  without: ReadonlySet<string>,
): Promise<Rehomed> {
  const families = await listHouseholds(frame.w, merged, 'family', without, familyChunk);
  if (families.length > 0) {
    const members = await membersOf(frame.w, merged.districtId, families);
    const refs = new Map(members.map(({ districtId, id }) => [id, { districtId, id }]));
    return rehomeLocked(frame, merged, [...refs.values()], families);
  }
  const [dormitory] = await listHouseholds(frame.w, merged, 'collective', without, 1);
  if (dormitory !== undefined) return rehomeDormitory(frame, merged, dormitory);
  const { rows } = await sql<{ resident_id: string }>`
    select resident_id from resident where district_id = ${merged.districtId} and area_id = ${merged.areaId}
    order by resident_id limit ${peopleChunk}`.execute(frame.w);
  const refs = rows.map((row) => ({ districtId: merged.districtId, id: row.resident_id }));
  return rehomeLocked(frame, merged, refs, []);
}

async function listHouseholds(
  r: Reader,
  merged: AbsorbedElsewhere,
  kind: 'family' | 'collective',
  without: ReadonlySet<string>,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ household_id: string }>`
    select household_id from household where district_id = ${merged.districtId} and area_id = ${merged.areaId} and kind = ${kind}
      and household_id <> all(${[...without]}::uuid[]) order by household_id limit ${limit}`.execute(r);
  return rows.map((row) => row.household_id);
}

/** Everybody who is or was a member, voided memberships too: the household's key stands in all of them. */
async function membersOf(
  r: Reader,
  districtId: number,
  households: readonly string[],
): Promise<(SubjectRef & { householdId: string })[]> {
  const { rows } = await sql<{ district_id: number; resident_id: string; household_id: string }>`
    select distinct m.district_id, m.resident_id, m.household_id from household h
    join household_member m on m.district_id = any(h.member_districts) and m.household_id = h.household_id
    where h.district_id = ${districtId} and h.household_id = any(${[...households]}::uuid[])`.execute(r);
  return rows.map((row) => ({ districtId: row.district_id, id: row.resident_id, householdId: row.household_id }));
}

async function rehomeLocked(
  frame: RehomeFrame,
  merged: AbsorbedElsewhere,
  residents: readonly SubjectRef[],
  households: readonly string[],
): Promise<Rehomed> {
  const { districtId, areaId, intoAreaId, intoDistrictId } = merged;
  const who = { residents, households: households.map((id) => ({ districtId, id })) };
  return changeFile(
    frame.host,
    frame.w,
    who,
    async (files) => {
      const changes = changeFiles(files);
      const locked = new Set(residents.map((ref) => ref.id));
      const members = await membersOf(frame.w, districtId, households);
      // Somebody may have joined, or the household have gone, between the look and the lock.
      const joined = new Set(members.filter((one) => !locked.has(one.id)).map((one) => one.householdId));
      const going = households.filter((id) => files.households.get(id)?.districtId === districtId && !joined.has(id));
      const { rows } = await sql<{ resident_id: string }>`
        select resident_id from resident where district_id = ${districtId} and area_id = ${areaId}
          and resident_id = any(${[...locked]}::uuid[]) order by resident_id`.execute(frame.w);
      const movers = rows.map((row) => row.resident_id);
      for (const id of movers)
        if (files.residents.has(id)) changes.resident(id, (file) => ({ ...file, districtId: intoDistrictId }));
      changes
        .write((w) =>
          sql`update resident set area_id = ${intoAreaId}, version = version + 1, modified_at = ${frame.at}, modified_by = ${frame.actor.accountId}::uuid
            where district_id = ${districtId} and resident_id = any(${movers}::uuid[])`.execute(w),
        )
        .write((w) =>
          sql`update household set area_id = ${intoAreaId}, version = version + 1
            where district_id = ${districtId} and household_id = any(${going}::uuid[])`.execute(w),
        )
        .write((w) => rehomeResidents(w, movers, districtId, intoDistrictId))
        .write((w) => addMemberDistrict(w, movers, intoDistrictId));
      for (const id of going) {
        changes.household(id, (household) => ({ ...household, districtId: intoDistrictId }));
        changes.write((w) => rehomeHousehold(w, id, districtId, intoDistrictId));
      }
      const skipped = households.filter((id) => !going.includes(id));
      return changes.done({ residents: movers.length, households: going.length, skipped });
    },
    frame.cause,
  );
}

/** A dormitory has no family indicators, so nothing is derived of it; its people are locked for the key in their memberships alone. */
async function rehomeDormitory(frame: RehomeFrame, merged: AbsorbedElsewhere, householdId: string): Promise<Rehomed> {
  const { districtId, intoAreaId, intoDistrictId } = merged;
  const byDistrict = new Map<number, string[]>();
  for (const member of await membersOf(frame.w, districtId, [householdId]))
    byDistrict.set(member.districtId, [...(byDistrict.get(member.districtId) ?? []), member.id]);
  for (const [district, ids] of [...byDistrict].sort((a, b) => a[0] - b[0]))
    await sql`select resident_id from resident where district_id = ${district} and resident_id = any(${ids}::uuid[])
      order by resident_id for no key update`.execute(frame.w);
  await sql`update household set area_id = ${intoAreaId}, version = version + 1
    where district_id = ${districtId} and household_id = ${householdId}::uuid`.execute(frame.w);
  await rehomeHousehold(frame.w, householdId, districtId, intoDistrictId);
  return { residents: 0, households: 1, skipped: [] };
}
