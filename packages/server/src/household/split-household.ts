import { headOfHousehold } from '@renshe/domain/code/family-relation.ts';
import { type RelationEntry, splitRefusals } from '@renshe/domain/household/household.rules.ts';
import type { HouseholdRecord } from '@renshe/domain/kernel/file.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import { newId } from '../platform/id.ts';
import { type Act, entryOf } from '../resident/change-resident-file.ts';
import { householdNumber, newHouseholdRow } from '../resident/new-resident.ts';
import {
  changeHouseholdFile,
  closeMemberships,
  householdSubject,
  openMemberships,
  updateHousehold,
} from './change-household-file.ts';

/** 分户: some members leave on a day and form a new household in the same community, with a head of their own. */
export async function splitHousehold(
  act: Act,
  householdId: string,
  body: {
    version: number;
    on: PlainDate;
    headResidentId: string;
    members: readonly RelationEntry[];
    address: string;
  },
): Promise<{ householdId: string }> {
  const touched = body.members.map((m) => m.residentId);
  return changeHouseholdFile(
    act,
    householdId,
    { version: body.version, touched },
    ({ household, members, changes }) => {
      requireAllowed(splitRefusals({ endedOn: household.ended_on, members }, body, act.today));
      const leaving = members.filter((m) => touched.includes(m.residentId));
      const created: HouseholdRecord = {
        kind: 'household',
        householdId: newId(act.at.getTime()),
        districtId: household.district_id,
        householdKind: 'family',
      };
      const row = newHouseholdRow(
        {
          ...created,
          areaId: household.area_id,
          address: body.address || household.address,
          number: householdNumber(created.householdId, act.today),
          memberDistricts: leaving.map((m) => m.districtId),
        },
        entryOf(act),
      );
      changes.addHousehold(created).write((w) => w.insertInto('household').values(row).execute());
      closeMemberships(act, changes, leaving, body.on);
      openMemberships(
        act,
        changes,
        created.districtId,
        leaving.map((m) => ({
          memberId: newId(act.at.getTime()),
          residentId: m.residentId,
          districtId: m.districtId,
          householdId: created.householdId,
          relation:
            m.residentId === body.headResidentId
              ? headOfHousehold
              : body.members.find((entry) => entry.residentId === m.residentId)!.relation,
          from: body.on,
          to: null,
        })),
      );
      changes.write((w) => updateHousehold(w, household, {}));
      const details = { on: body.on, residentIds: touched };
      act.audit({ ...householdSubject(household), details: { ...details, newHouseholdId: created.householdId } });
      act.audit({
        ...householdSubject(household),
        subjectId: created.householdId,
        details: { ...details, fromHouseholdId: householdId, headResidentId: body.headResidentId },
      });
      return { householdId: created.householdId };
    },
  );
}
