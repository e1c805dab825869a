import { headOfHousehold } from '@renshe/domain/code/family-relation.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import type { Writer } from '../platform/db.ts';
import { changedMeanwhile, notFound } from '../platform/errors.ts';
import type { Act } from '../resident/change-resident-file.ts';
import type { HouseholdTableRow } from '../resident/household-members.ts';
import { getResident } from '../resident/resident-file.ts';
import type { ResidentTableRow } from '../resident/resident-records.ts';
import { changeHouseholdFile, householdSubject, updateHousehold } from './change-household-file.ts';

interface MembershipRow {
  member_id: string;
  household_district: number;
  household_id: string;
  relation: string;
  to_on: PlainDate | null;
  began: boolean;
  ended: boolean;
}

/** The memberships that one joining or leaving began or ended. */
async function membershipsOf(w: Writer, row: ResidentTableRow, changeId: string): Promise<MembershipRow[]> {
  const { rows } = await sql<MembershipRow>`
    select member_id, household_district, household_id, relation, to_on, cause = ${changeId}::uuid as began, end_cause = ${changeId}::uuid as ended
    from household_member where district_id = ${row.district_id} and resident_id = ${row.resident_id}::uuid and voided_at is null
      and (cause = ${changeId}::uuid or end_cause = ${changeId}::uuid)`.execute(w);
  return rows;
}

/** When that change was made: a joining or a leaving of this household, not a registration, a move or an end of a file. */
async function requireChange(w: Writer, districtId: number, householdId: string, changeId: string): Promise<Date> {
  const { rows } = await sql<{
    at: Date;
  }>`select at from audit_event where district_id = ${districtId} and event_id = ${changeId}::uuid
    and action in ('household.joined', 'household.left') and subject_id = ${householdId}`.execute(w);
  const change = rows[0];
  if (!change) throw changedMeanwhile();
  return change.at;
}

/**
 * 撤销加入、移出家庭: the membership that it began is void, the one that it ended goes on, and so does a household that it emptied. A household that
 * nobody else lives in any more ends on the day on which the others were gone. Refused when she has joined, left or headed another household
 * since, the one that would take her back has moved, or her file has ended.
 */
export async function undoMembership(
  act: Act,
  householdId: string,
  residentId: string,
  body: { changeId: string; why: string },
): Promise<void> {
  const resident = await getResident(act.w, act.scope, residentId);
  const ref = { districtId: resident.district_id, id: residentId };
  const known = await membershipsOf(act.w, resident, body.changeId);
  const former = known.find((m) => m.ended && m.household_id !== householdId);
  await changeHouseholdFile(
    act,
    householdId,
    {
      touched: [residentId],
      others: [ref],
      ...(former && { households: [{ districtId: former.household_district, id: former.household_id }] }),
    },
    async ({ household, members, changes, files }) => {
      const changedAt = await requireChange(act.w, household.district_id, householdId, body.changeId);
      const file = files.residents.get(residentId);
      const row = await getResident(act.w, act.scope, residentId);
      if (!file || row.district_id !== resident.district_id) throw notFound();
      const touched = await membershipsOf(act.w, row, body.changeId);
      const began = touched.filter((m) => m.began);
      const ended = touched.filter((m) => m.ended);
      const late = new AppError('household.changed-since', 'conflict', { name: row.name });
      const open = file.memberships.filter((m) => m.to === null);
      if (
        touched.length !== known.length ||
        touched.length === 0 ||
        row.ended_on !== null ||
        // What it began is all that she belongs to, and still stands.
        open.length !== began.length ||
        began.some((m) => m.to_on !== null || m.household_id !== householdId) ||
        (household.ended_on !== null &&
          !ended.some((m) => m.household_id === householdId && m.to_on === household.ended_on))
      )
        throw late;
      for (const one of ended) if (!(await mayGoOn(act.w, one, changedAt))) throw late;
      const gone = new Set(began.map((m) => m.member_id));
      const back = new Set(ended.map((m) => m.member_id));
      const stays =
        ended.some((m) => m.household_id === householdId) || members.some((member) => !gone.has(member.memberId));
      const endedOn = stays ? null : ((await lastLeaving(act.w, household, [...gone])) ?? act.today);
      changes
        .resident(residentId, (f) => ({
          ...f,
          memberships: f.memberships
            .filter((m) => !gone.has(m.memberId))
            .map((m) => (back.has(m.memberId) ? { ...m, to: null } : m)),
        }))
        .write((w) =>
          sql`update household_member set voided_at = ${act.at} where district_id = ${row.district_id}
            and member_id = any(${[...gone]}::uuid[])`.execute(w),
        )
        .write((w) =>
          sql`update household_member set to_on = null, end_cause = null where district_id = ${row.district_id}
            and member_id = any(${[...back]}::uuid[])`.execute(w),
        )
        .write((w) => updateHousehold(w, household, { ended_on: endedOn }));
      if (former)
        changes.write((w) =>
          sql`update household set ended_on = null, version = version + 1 where district_id = ${former.household_district}
            and household_id = ${former.household_id}::uuid`.execute(w),
        );
      act.audit({
        ...householdSubject(household),
        details: {
          residentId,
          changeId: body.changeId,
          why: body.why,
          formerHouseholdId: former?.household_id ?? null,
        },
      });
    },
  );
}

/** When the last of the other members left. */
async function lastLeaving(
  w: Writer,
  household: HouseholdTableRow,
  without: readonly string[],
): Promise<PlainDate | null> {
  const { rows } = await sql<{ on: PlainDate | null }>`select max(to_on) as on from household_member
    where district_id = any(${household.member_districts}::int[]) and household_id = ${household.household_id}::uuid
      and voided_at is null and member_id <> all(${[...without]}::uuid[])`.execute(w);
  return rows[0]!.on;
}

/**
 * A household takes somebody back who has left it when it is still there, or ended with her, lives where it did, and has no other head than
 * her. Who took it along is looked for among its people: residences are found by person.
 */
async function mayGoOn(w: Writer, membership: MembershipRow, changedAt: Date): Promise<boolean> {
  const { rows } = await sql<{ standing: boolean; moved: boolean; headed: boolean }>`
    select h.voided_at is null and (h.ended_on is null or h.ended_on = ${membership.to_on}::date) as standing,
      exists (select 1 from household_member g join residence o on o.district_id = g.district_id and o.resident_id = g.resident_id
        where g.district_id = any(h.member_districts) and g.household_id = h.household_id
          and o.household_id = h.household_id and o.voided_at is null and o.created_at > ${changedAt}) as moved,
      exists (select 1 from household_member m where m.district_id = any(h.member_districts) and m.household_id = h.household_id
        and m.voided_at is null and m.to_on is null and m.relation = ${headOfHousehold}) as headed
    from household h where h.district_id = ${membership.household_district} and h.household_id = ${membership.household_id}::uuid`.execute(
    w,
  );
  const household = rows[0];
  return (
    household?.standing === true && !household.moved && !(household.headed && membership.relation === headOfHousehold)
  );
}
