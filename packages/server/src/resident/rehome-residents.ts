import { type RawBuilder, sql } from 'kysely';
import type { Writer } from '../platform/db.ts';
import { residentTables } from './resident-records.ts';

/**
 * Re-homes people to another district (kernel K12): the row is copied under the new key, its records follow, the old ones go, and the
 * city's registries point to the new place; facts stay where they were booked. Duties and flags are moved by the kernel's own book.
 * The rows must be locked, all of one district.
 */
export async function rehomeResidents(
  w: Writer,
  residentIds: readonly string[],
  fromDistrict: number,
  toDistrict: number,
): Promise<void> {
  const there = sql`(jsonb_populate_record(x, jsonb_build_object('district_id', ${toDistrict}::int))).*`;
  const where = sql`x.district_id = ${fromDistrict} and x.resident_id = any(${residentIds}::uuid[])`;
  for (const table of ['resident', ...residentTables])
    await sql`insert into ${sql.table(table)} select ${there} from ${sql.table(table)} x where ${where}`.execute(w);
  await moveAttachments(w, sql`x.resident_id = any(${residentIds}::uuid[])`, fromDistrict, toDistrict, 'take');
  await sql`update certificate_registry r set district_id = ${toDistrict} from certificate c
    where c.district_id = ${toDistrict} and c.resident_id = any(${residentIds}::uuid[]) and r.certificate_id = c.certificate_id`.execute(
    w,
  );
  await moveAttachments(w, sql`x.resident_id = any(${residentIds}::uuid[])`, fromDistrict, toDistrict, 'leave');
  for (const table of [...residentTables].reverse())
    await sql`delete from ${sql.table(table)} x where ${where}`.execute(w);
  await rehomeRemarks(w, residentIds, fromDistrict, toDistrict);
  await sql`delete from resident x where ${where}`.execute(w);
  await sql`update citizen_registry set district_id = ${toDistrict} where resident_id = any(${residentIds}::uuid[])`.execute(
    w,
  );
}

/** What colleagues wrote on a file follows it. */
async function rehomeRemarks(
  w: Writer,
  subjectIds: readonly string[],
  fromDistrict: number,
  toDistrict: number,
): Promise<void> {
  const where = sql`x.district_id = ${fromDistrict} and x.subject_id = any(${subjectIds}::uuid[])`;
  await sql`insert into remark select (jsonb_populate_record(x, jsonb_build_object('district_id', ${toDistrict}::int))).*
    from remark x where ${where}`.execute(w);
  await sql`delete from remark x where ${where}`.execute(w);
}

/** The households that these people belong or belonged to learn in which district their members now live. */
export async function addMemberDistrict(w: Writer, residentIds: readonly string[], districtId: number): Promise<void> {
  await sql`update household h set member_districts = (select array_agg(distinct d order by d) from unnest(h.member_districts || ${districtId}::int) d)
    from (select distinct household_district, household_id from household_member
      where district_id = ${districtId} and resident_id = any(${residentIds}::uuid[])) m
    where h.district_id = m.household_district and h.household_id = m.household_id and not ${districtId} = any(h.member_districts)`.execute(
    w,
  );
}

/** A household follows its members to another district; the memberships of those who stay behind learn its new place. */
export async function rehomeHousehold(
  w: Writer,
  householdId: string,
  fromDistrict: number,
  toDistrict: number,
): Promise<void> {
  await sql`insert into household select (jsonb_populate_record(x, jsonb_build_object('district_id', ${toDistrict}::int,
      'member_districts', (select array_agg(distinct d order by d) from unnest(x.member_districts || ${toDistrict}::int) d)))).*
    from household x where x.district_id = ${fromDistrict} and x.household_id = ${householdId}::uuid`.execute(w);
  for (const step of ['take', 'leave'] as const)
    await moveAttachments(w, sql`x.household_id = ${householdId}::uuid`, fromDistrict, toDistrict, step);
  await sql`update household_member m set household_district = ${toDistrict} from household h
    where h.district_id = ${toDistrict} and h.household_id = ${householdId}::uuid
      and m.district_id = any(h.member_districts) and m.household_id = h.household_id`.execute(w);
  await rehomeRemarks(w, [householdId], fromDistrict, toDistrict);
  await sql`delete from household where district_id = ${fromDistrict} and household_id = ${householdId}::uuid`.execute(
    w,
  );
}

/** Attachments and their pieces follow the file that they are on. What they are sealed to is their own id, so they open there too. */
async function moveAttachments(
  w: Writer,
  theirs: RawBuilder<unknown>,
  fromDistrict: number,
  toDistrict: number,
  step: 'take' | 'leave',
): Promise<void> {
  const there = sql`(jsonb_populate_record(x, jsonb_build_object('district_id', ${toDistrict}::int))).*`;
  const files = sql`attachment x where x.district_id = ${fromDistrict} and ${theirs}`;
  const pieces = sql`attachment_piece p where p.district_id = ${fromDistrict} and p.attachment_id in (select x.attachment_id from ${files})`;
  if (step === 'take') {
    await sql`insert into attachment select ${there} from ${files}`.execute(w);
    await sql`insert into attachment_piece (district_id, attachment_id, piece_no, content)
      select ${toDistrict}::int, p.attachment_id, p.piece_no, p.content from ${pieces}`.execute(w);
  } else {
    await sql`delete from ${pieces}`.execute(w);
    await sql`delete from ${files}`.execute(w);
  }
}
