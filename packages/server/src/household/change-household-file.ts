import type { Member } from '@renshe/domain/household/household.rules.ts';
import type { Membership } from '@renshe/domain/kernel/file.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import type { Writer } from '../platform/db.ts';
import { changedMeanwhile, notFound } from '../platform/errors.ts';
import type { Act } from '../resident/change-resident-file.ts';
import { entryOf } from '../resident/change-resident-file.ts';
import { getHousehold, type HouseholdTableRow } from '../resident/household-members.ts';
import { newMemberRow } from '../resident/new-resident.ts';
import { changeFile } from '../statistics/change-file.ts';
import { changeFiles, type FileChanges, type Files } from '../statistics/file-changes.ts';
import type { SubjectRef } from '../statistics/read-files.ts';

/** A present member with what the rules and the rows need. */
export interface MemberRecord extends Member {
  memberId: string;
  districtId: number;
  areaId: number;
}

interface MemberRow {
  district_id: number;
  resident_id: string;
  member_id: string;
  name: string;
  area_id: number;
  relation: string;
  from_on: PlainDate;
}

/** The present members of a household, head first. */
export async function presentMembers(
  w: Writer,
  household: Pick<HouseholdTableRow, 'household_id' | 'member_districts'>,
): Promise<MemberRecord[]> {
  const { rows } = await sql<MemberRow>`
    select m.district_id, m.resident_id, m.member_id, p.name, p.area_id, m.relation, m.from_on
    from household_member m join resident p on p.district_id = m.district_id and p.resident_id = m.resident_id
    where m.district_id = any(${household.member_districts}::int[]) and m.household_id = ${household.household_id}::uuid
      and m.to_on is null and m.voided_at is null and p.voided_at is null order by m.relation, p.birth_on`.execute(w);
  return rows.map((row) => ({
    residentId: row.resident_id,
    name: row.name,
    relation: row.relation,
    from: row.from_on,
    memberId: row.member_id,
    districtId: row.district_id,
    areaId: row.area_id,
  }));
}

/** Everybody who is or was a member. */
async function allMembers(w: Writer, household: HouseholdTableRow): Promise<SubjectRef[]> {
  const { rows } = await sql<{ district_id: number; resident_id: string }>`
    select distinct district_id, resident_id from household_member
    where district_id = any(${household.member_districts}::int[]) and household_id = ${household.household_id}::uuid and voided_at is null`.execute(
    w,
  );
  return rows.map((row) => ({ districtId: row.district_id, id: row.resident_id }));
}

export interface HouseholdChange {
  household: HouseholdTableRow;
  /** As they are under the lock. */
  members: MemberRecord[];
  changes: FileChanges;
  files: Files;
}

/**
 * Opens a household for a change: within the scope, its members locked before it (kernel K7), read again under the lock, guarded by its
 * version. `touched` are the members that the command names; of a collective household only those are locked, it has no indicators.
 */
export async function changeHouseholdFile<T>(
  act: Act,
  householdId: string,
  options: {
    version?: number;
    touched: readonly string[];
    /** Lock them all also when the household is a collective one. */
    everybody?: boolean;
    others?: readonly SubjectRef[];
    households?: readonly SubjectRef[];
  },
  decide: (of: HouseholdChange) => Promise<T> | T,
): Promise<T> {
  const found = await getHousehold(act.w, act.scope, householdId);
  const known = await allMembers(act.w, found);
  const locked =
    found.kind === 'family' || options.everybody ? known : known.filter((ref) => options.touched.includes(ref.id));
  const others = (options.others ?? []).filter((ref) => !locked.some((one) => one.id === ref.id));
  return changeFile(
    act.host,
    act.w,
    {
      residents: [...locked, ...others],
      households: [{ districtId: found.district_id, id: householdId }, ...(options.households ?? [])],
    },
    async (files) => {
      const household = await getHousehold(act.w, act.scope, householdId);
      if (options.version !== undefined && household.version !== options.version)
        throw changedMeanwhile({ version: household.version });
      const members = await presentMembers(act.w, household);
      if (members.some((m) => options.touched.includes(m.residentId) && !act.scope.includes(m.areaId)))
        throw notFound();
      const changes = changeFiles(files);
      return changes.done(await decide({ household, members, changes, files }));
    },
    act.cause,
  );
}

/** A guarded update of the household's own row. */
export async function updateHousehold(
  w: Writer,
  household: Pick<HouseholdTableRow, 'district_id' | 'household_id' | 'version'>,
  set: Partial<Pick<HouseholdTableRow, 'number' | 'address' | 'kind' | 'ended_on' | 'member_districts'>>,
): Promise<void> {
  const result = await w
    .updateTable('household')
    .set({ ...set, version: household.version + 1 })
    .where('district_id', '=', household.district_id)
    .where('household_id', '=', household.household_id)
    .where('version', '=', household.version)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw changedMeanwhile();
}

/** Ends memberships on a day, in records and files. */
export function closeMemberships(
  act: Pick<Act, 'cause'>,
  changes: FileChanges,
  members: readonly Pick<MemberRecord, 'memberId' | 'residentId' | 'districtId'>[],
  on: PlainDate,
): void {
  if (members.length === 0) return;
  for (const member of members)
    changes.resident(member.residentId, (f) => ({
      ...f,
      memberships: f.memberships.map((m) => (m.memberId === member.memberId ? { ...m, to: on } : m)),
    }));
  changes.write((w) =>
    sql`update household_member set to_on = ${on}::date, end_cause = ${act.cause}::uuid
      where district_id = any(${[...new Set(members.map((m) => m.districtId))]}::int[]) and member_id = any(${members.map((m) => m.memberId)}::uuid[])`.execute(
      w,
    ),
  );
}

/** Begins memberships, in records and files. */
export function openMemberships(
  act: Act,
  changes: FileChanges,
  householdDistrict: number,
  opened: readonly (Membership & { residentId: string; districtId: number })[],
): void {
  if (opened.length === 0) return;
  for (const { residentId, districtId: _, ...membership } of opened)
    changes.resident(residentId, (f) => ({ ...f, memberships: [...f.memberships, membership] }));
  changes.write((w) =>
    w
      .insertInto('household_member')
      .values(opened.map((m) => newMemberRow({ ...m, householdDistrict }, m, entryOf(act))))
      .execute(),
  );
}

export function householdSubject(household: HouseholdTableRow) {
  return {
    districtId: household.district_id,
    areaId: household.area_id,
    subjectKind: 'household',
    subjectId: household.household_id,
  };
}
