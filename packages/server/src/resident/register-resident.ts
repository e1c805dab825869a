import { getArea } from '@renshe/domain/area/area-tree.ts';
import { findCode } from '@renshe/domain/code/code-set.ts';
import { familyRelations, headOfHousehold } from '@renshe/domain/code/family-relation.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { type CitizenIdResult, parseCitizenId } from '@renshe/domain/kernel/citizen-id.ts';
import type { HouseholdRecord, Membership } from '@renshe/domain/kernel/file.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import type { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { registrationRefusals } from '@renshe/domain/resident/resident.rules.ts';
import { sql } from 'kysely';
import type { z } from 'zod';
import { newId } from '../platform/id.ts';
import { changeFile } from '../statistics/change-file.ts';
import { changeFiles } from '../statistics/file-changes.ts';
import { type Act, entryOf, ownCommunity } from './change-resident-file.ts';
import { joinedHousehold } from './household-place.ts';
import {
  householdNumber,
  type NewResident,
  newHouseholdRow,
  newMemberRow,
  newRegistryRow,
  newResidenceRow,
  newResidentFile,
  newResidentRow,
} from './new-resident.ts';
import { currentAreaRef, findKnownCitizen } from './resident.queries.ts';

type ReadId = Extract<CitizenIdResult, { ok: true }>;

/** Reads a typed identity number by the rules of handbook §1.1, or says what is wrong with it. */
export function requireCitizenId(text: string, today: PlainDate): ReadId {
  const parsed = parseCitizenId(text, today);
  if (!parsed.ok) throw new AppError(`resident.${parsed.code}`, 'invalid', { field: 'citizenId' });
  return parsed;
}

/**
 * Takes the number in the city's registry, first of all: its primary key is the lock on which two registrations of one person meet.
 * The loser is told where the file is: here with its id, elsewhere with the name of the community alone.
 */
export async function claimCitizenId(
  act: Act,
  person: Pick<NewResident, 'districtId' | 'residentId' | 'citizenId'>,
): Promise<void> {
  const row = newRegistryRow(act.host.keyring, person);
  const claimed = await act.w
    .insertInto('citizen_registry')
    .values(row)
    .onConflict((conflict) => conflict.column('citizen_id_index').doNothing())
    .executeTakeFirst();
  if (claimed.numInsertedOrUpdatedRows === 1n) return;
  const known = await findKnownCitizen(act.w, row.citizen_id_index as Buffer);
  if (!known) {
    // The file behind the number was taken back with its import; the number is free again.
    await sql`update citizen_registry set district_id = ${person.districtId}, resident_id = ${person.residentId}::uuid
      where citizen_id_index = ${row.citizen_id_index}`.execute(act.w);
    return;
  }
  const area = currentAreaRef(act.tree, known.areaId, act.today);
  if (act.scope.includes(known.areaId))
    throw new AppError('resident.exists', 'conflict', {
      residentId: known.residentId,
      name: known.name,
      areaName: area.name,
      field: 'citizenId',
    });
  throw new AppError('resident.registered-elsewhere', 'conflict', { areaName: area.pathName, field: 'citizenId' });
}

/** 居民建档: number claimed, rules, the person's row with residence and household, facts. */
export async function registerResident(
  act: Act,
  body: z.output<typeof residentContracts.register.body>,
): Promise<{ residentId: string }> {
  const { citizenId, areaCode, livesHereSince, household, ...fields } = body;
  const parsed = requireCitizenId(citizenId, act.today);
  const areaId = ownCommunity(act, areaCode);
  const { districtId } = getArea(act.tree, areaId);
  requireAllowed(registrationRefusals({ ...parsed, livesHereSince, fields }, act.today));
  const person: NewResident = {
    districtId,
    residentId: newId(act.at.getTime()),
    areaId,
    citizenId: parsed.id,
    sex: parsed.sex,
    birthOn: parsed.birthOn,
    fields,
    registeredOn: act.today,
  };
  await claimCitizenId(act, person);
  const entry = entryOf(act);
  const residence = { residenceId: newId(act.at.getTime()), areaId, from: livesHereSince, to: null };
  const joined = household.how === 'join' ? await joinedHousehold(act, household.householdId) : undefined;
  const created: HouseholdRecord | undefined =
    household.how === 'new'
      ? { kind: 'household', householdId: newId(act.at.getTime()), districtId, householdKind: 'family' }
      : undefined;
  const householdId = joined?.household_id ?? created?.householdId;
  const membership: Membership | undefined =
    householdId === undefined
      ? undefined
      : {
          memberId: newId(act.at.getTime()),
          householdId,
          relation: household.how === 'join' ? household.relation : headOfHousehold,
          from: livesHereSince,
          to: null,
        };
  const file = newResidentFile(person, [residence], membership ? [membership] : []);

  await changeFile(
    act.host,
    act.w,
    {
      residents: [{ districtId, id: person.residentId }],
      households: joined ? [{ districtId: joined.district_id, id: joined.household_id }] : [],
    },
    async (files) => {
      if (joined) await requirePlace(act, joined, membership!.relation);
      const changes = changeFiles(files).addResident(file);
      if (created) {
        changes.addHousehold(created);
        const row = newHouseholdRow(
          {
            ...created,
            areaId,
            address: fields.address,
            number: householdNumber(created.householdId, act.today),
            memberDistricts: [districtId],
          },
          entry,
        );
        changes.write((w) => w.insertInto('household').values(row).execute());
      }
      changes
        .write((w) =>
          w
            .insertInto('resident')
            .values(newResidentRow(act.host.keyring, person, entry))
            .execute(),
        )
        .write((w) =>
          w
            .insertInto('residence')
            .values(newResidenceRow({ ...person, address: fields.address, reason: 'registered' }, residence, entry))
            .execute(),
        );
      if (membership) {
        const householdDistrict = joined?.district_id ?? districtId;
        changes.write((w) =>
          w
            .insertInto('household_member')
            .values(newMemberRow({ ...person, householdDistrict }, membership, entry))
            .execute(),
        );
      }
      if (joined)
        changes.write((w) =>
          sql`update household set version = version + 1,
            member_districts = (select array_agg(distinct d order by d) from unnest(member_districts || ${districtId}::int) d)
            where district_id = ${joined.district_id} and household_id = ${joined.household_id}::uuid`.execute(w),
        );
      return changes.done(undefined);
    },
    act.cause,
  );
  act.audit({
    districtId,
    areaId,
    subjectKind: 'resident',
    subjectId: person.residentId,
    details: {
      citizenId: newResidentRow(act.host.keyring, person, entry).citizen_id_masked,
      livesHereSince,
      household: household.how,
      ...(householdId !== undefined && { householdId }),
    },
  });
  return { residentId: person.residentId };
}

/** Joining at registration: the household stands, the relation is known, and there is one head. */
async function requirePlace(
  act: Act,
  household: { district_id: number; household_id: string; member_districts: number[] },
  relation: string,
): Promise<void> {
  if (!findCode(familyRelations, relation))
    throw new AppError('household.relation-unknown', 'invalid', { code: relation, field: 'relation' });
  if (relation !== headOfHousehold) return;
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from household_member
    where district_id = any(${household.member_districts}::int[]) and household_id = ${household.household_id}::uuid
      and relation = ${headOfHousehold} and to_on is null and voided_at is null`.execute(act.w);
  if (rows[0]!.n > 0) throw new AppError('household.two-heads', 'invalid', { field: 'relation' });
}
