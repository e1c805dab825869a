import { headOfHousehold } from '@renshe/domain/code/family-relation.ts';
import { headRefusals, type RelationEntry, relationsUnder } from '@renshe/domain/household/household.rules.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import { newId } from '../platform/id.ts';
import type { Act, FieldValues } from '../resident/change-resident-file.ts';
import {
  changeHouseholdFile,
  closeMemberships,
  householdSubject,
  openMemberships,
  updateHousehold,
} from './change-household-file.ts';

/** 变更户主: relations are to the head, so everybody whose relation changes begins a new membership on that day. */
export async function changeHead(
  act: Act,
  householdId: string,
  body: { version: number; on: PlainDate; headResidentId: string; relations: readonly RelationEntry[] },
): Promise<void> {
  const touched = [body.headResidentId, ...body.relations.map((r) => r.residentId)];
  await changeHouseholdFile(act, householdId, { version: body.version, touched }, ({ household, members, changes }) => {
    requireAllowed(headRefusals({ endedOn: household.ended_on, members }, body, act.today));
    const after = relationsUnder(members, body);
    const relationOf = (residentId: string) => after.find((r) => r.residentId === residentId)!.relation;
    const moved = members.filter((m) => relationOf(m.residentId) !== m.relation);
    closeMemberships(act, changes, moved, body.on);
    openMemberships(
      act,
      changes,
      household.district_id,
      moved.map((m) => ({
        memberId: newId(act.at.getTime()),
        residentId: m.residentId,
        districtId: m.districtId,
        householdId,
        relation: relationOf(m.residentId),
        from: body.on,
        to: null,
      })),
    );
    changes.write((w) => updateHousehold(w, household, {}));
    act.audit({
      ...householdSubject(household),
      details: {
        on: body.on,
        headResidentId: body.headResidentId,
        oldHeadResidentId: members.find((m) => m.relation === headOfHousehold)?.residentId ?? null,
      },
    });
  });
}

/** 修改家庭信息: number, address, kind. A family has indicators, a collective household has none: the members are derived again. */
export async function changeHousehold(
  act: Act,
  householdId: string,
  body: { version: number; number: string; address: string; kind: 'family' | 'collective' },
): Promise<void> {
  await changeHouseholdFile(
    act,
    householdId,
    { version: body.version, touched: [], everybody: body.kind === 'family' },
    ({ household, changes }) => {
      const fields: FieldValues = {};
      for (const field of ['number', 'address', 'kind'] as const)
        if (household[field] !== body[field]) fields[field] = [household[field], body[field]];
      const record = {
        kind: 'household' as const,
        householdId,
        districtId: household.district_id,
        householdKind: body.kind,
      };
      if (fields.kind) changes.addHousehold(record);
      if (Object.keys(fields).length > 0)
        changes.write((w) =>
          updateHousehold(w, household, { number: body.number, address: body.address, kind: body.kind }),
        );
      act.audit({ ...householdSubject(household), details: { fields } });
    },
  );
}
