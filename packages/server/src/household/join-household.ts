import { joinRefusals, leaveRefusals } from '@renshe/domain/household/household.rules.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import { sql } from 'kysely';
import { changedMeanwhile, notFound } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import type { Act } from '../resident/change-resident-file.ts';
import { endEmptyHouseholds } from '../resident/household-place.ts';
import { getResident } from '../resident/resident-file.ts';
import type { ResidentTableRow } from '../resident/resident-records.ts';
import {
  changeHouseholdFile,
  closeMemberships,
  householdSubject,
  openMemberships,
  presentMembers,
  updateHousehold,
} from './change-household-file.ts';

interface FormerHome {
  district_id: number;
  household_id: string;
  member_districts: number[];
}

async function findFormerHome(act: Act, row: ResidentTableRow): Promise<FormerHome | undefined> {
  const { rows } =
    await sql<FormerHome>`select h.district_id, h.household_id, h.member_districts from household_member m
    join household h on h.district_id = m.household_district and h.household_id = m.household_id
    where m.district_id = ${row.district_id} and m.resident_id = ${row.resident_id}::uuid and m.to_on is null and m.voided_at is null
    order by m.from_on desc limit 1`.execute(act.w);
  return rows[0];
}

/** 并户、迁入: a resident joins this household on a day and leaves the former one, which ends when nobody is left. */
export async function joinHousehold(
  act: Act,
  householdId: string,
  body: { residentId: string; relation: string; on: PlainDate },
): Promise<void> {
  const resident = await getResident(act.w, act.scope, body.residentId);
  const former = await findFormerHome(act, resident);
  const ref = { districtId: resident.district_id, id: resident.resident_id };
  await changeHouseholdFile(
    act,
    householdId,
    {
      touched: [body.residentId],
      others: [ref],
      ...(former && { households: [{ districtId: former.district_id, id: former.household_id }] }),
    },
    async ({ household, members, changes, files }) => {
      const file = files.residents.get(body.residentId);
      if (!file) throw notFound();
      const open = file.memberships.filter((m) => m.to === null);
      if (open.some((m) => m.householdId !== former?.household_id)) throw changedMeanwhile();
      const formerMembers = former && open.length > 0 ? await presentMembers(act.w, former) : [];
      requireAllowed(
        joinRefusals(
          { endedOn: household.ended_on, members },
          formerMembers,
          { ...body, name: resident.name },
          act.today,
        ),
      );
      closeMemberships(
        act,
        changes,
        open.map((m) => ({ memberId: m.memberId, residentId: body.residentId, districtId: file.districtId })),
        body.on,
      );
      openMemberships(act, changes, household.district_id, [
        {
          memberId: newId(act.at.getTime()),
          residentId: body.residentId,
          districtId: file.districtId,
          householdId,
          relation: body.relation,
          from: body.on,
          to: null,
        },
      ]);
      const districts = [...new Set([...household.member_districts, file.districtId])].sort((a, b) => a - b);
      changes.write((w) => updateHousehold(w, household, { member_districts: districts }));
      if (former) changes.write((w) => endEmptyHouseholds(w, [former.household_id], body.on, former.district_id));
      act.audit({
        ...householdSubject(household),
        details: {
          residentId: body.residentId,
          relation: body.relation,
          on: body.on,
          formerHouseholdId: former?.household_id ?? null,
        },
      });
    },
  );
}

/** 移出家庭: a member leaves without joining another; the household ends with its last member. */
export async function leaveHousehold(
  act: Act,
  householdId: string,
  body: { residentId: string; on: PlainDate },
): Promise<void> {
  await changeHouseholdFile(act, householdId, { touched: [body.residentId] }, ({ household, members, changes }) => {
    requireAllowed(leaveRefusals({ members }, body, act.today));
    closeMemberships(
      act,
      changes,
      members.filter((m) => m.residentId === body.residentId),
      body.on,
    );
    changes.write((w) => updateHousehold(w, household, members.length === 1 ? { ended_on: body.on } : {}));
    act.audit({ ...householdSubject(household), details: { residentId: body.residentId, on: body.on } });
  });
}
