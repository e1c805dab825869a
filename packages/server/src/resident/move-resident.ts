import { getArea } from '@renshe/domain/area/area-tree.ts';
import type { Membership } from '@renshe/domain/kernel/file.ts';
import { maxDate, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import { moveRefusals } from '@renshe/domain/resident/resident.rules.ts';
import { sql } from 'kysely';
import type { Writer } from '../platform/db.ts';
import { changedMeanwhile, notFound } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import { inScope } from '../platform/scope.ts';
import type { SubjectRef } from '../statistics/read-files.ts';
import {
  type Act,
  changeResidentFile,
  cityCommunity,
  subjectOf,
  updateResident,
  writeFieldHistory,
} from './change-resident-file.ts';
import { endEmptyHouseholds } from './household-place.ts';
import { addMemberDistrict, rehomeHousehold, rehomeResidents } from './rehome-residents.ts';
import { currentAreaRef } from './resident.queries.ts';
import { getResident } from './resident-file.ts';
import type { ResidentTableRow } from './resident-records.ts';

export interface Move {
  /** Absent where the move was agreed on, not typed from a form. */
  version?: number;
  toAreaId: number;
  address: string;
  movedOn: PlainDate;
  withHousehold: boolean;
}

interface Home {
  district_id: number;
  household_id: string;
  member_districts: number[];
  area_id: number;
  address: string;
  kind: string;
}

/** The household that she belongs to now, if any. */
async function findHome(w: Writer, row: ResidentTableRow): Promise<Home | undefined> {
  const { rows } =
    await sql<Home>`select h.district_id, h.household_id, h.member_districts, h.area_id, h.address, h.kind from household_member m
    join household h on h.district_id = m.household_district and h.household_id = m.household_id
    where m.district_id = ${row.district_id} and m.resident_id = ${row.resident_id}::uuid and m.to_on is null and m.voided_at is null
      and h.voided_at is null order by m.from_on desc limit 1`.execute(w);
  return rows[0];
}

/** Everybody who is or was a member: all are locked, because the household's key stands in their memberships. */
async function membersOf(w: Writer, home: Home): Promise<SubjectRef[]> {
  const { rows } = await sql<{ district_id: number; resident_id: string }>`
    select distinct district_id, resident_id from household_member
    where district_id = any(${home.member_districts}::int[]) and household_id = ${home.household_id}::uuid and voided_at is null`.execute(
    w,
  );
  return rows.map((row) => ({ districtId: row.district_id, id: row.resident_id }));
}

/**
 * 迁移 within the city. The residence ends and the next begins on that day, so that each community counts its days; in another district
 * the rows are re-homed and the facts stay. With the household: all present members who live in the same community within the actor's
 * scope go along and the household is kept there; otherwise the person leaves it. The last member takes the household with her.
 */
export async function moveResident(act: Act, residentId: string, move: Move): Promise<{ moved: string[] }> {
  const found = await getResident(act.w, act.scope, residentId);
  const home = await findHome(act.w, found);
  // A dormitory does not move with its people, and nobody else's file is touched when one of them leaves.
  const family = home?.kind === 'family';
  const members = home && family ? await membersOf(act.w, home) : [];
  return changeResidentFile(
    act,
    residentId,
    {
      ...(move.version !== undefined && { version: move.version }),
      others: members,
      households: home ? [{ districtId: home.district_id, id: home.household_id }] : [],
    },
    async ({ row, file, changes, files }) => {
      requireAllowed(moveRefusals(file, move, act.today));
      if (row.area_id !== found.area_id || row.district_id !== found.district_id) throw changedMeanwhile();
      const present = (m: Membership) => m.householdId === home?.household_id && m.to === null;
      const companions = [...files.residents.values()].filter(
        (f) => f.residentId !== residentId && f.memberships.some(present),
      );
      // She joined or left a household between the look and the lock.
      if (file.memberships.some((m) => m.to === null && !present(m)) || (home && !file.memberships.some(present)))
        throw changedMeanwhile();
      const takesHousehold = home !== undefined && family && (move.withHousehold || companions.length === 0);
      const movers = [row];
      if (takesHousehold) {
        const rows = await neighboursOf(
          act,
          row,
          companions.map((f) => f.residentId),
        );
        for (const one of rows) {
          const theirs = files.residents.get(one.resident_id)!;
          requireAllowed(moveRefusals(theirs, move, act.today));
          movers.push(one);
        }
      }
      const leaves = home !== undefined && !takesHousehold;
      const placeName = (areaId: number) => currentAreaRef(act.tree, areaId, act.today).pathName;
      const toDistrict = getArea(act.tree, move.toAreaId).districtId;
      for (const mover of movers) {
        const residenceId = newId(act.at.getTime());
        const id = mover.resident_id;
        changes.resident(id, (f) => ({
          ...f,
          districtId: toDistrict,
          residences: [
            ...f.residences.map((r) => (r.to === null ? { ...r, to: move.movedOn } : r)),
            { residenceId, areaId: move.toAreaId, from: move.movedOn, to: null },
          ],
          memberships: leaves
            ? f.memberships.map((m) => (present(m) ? { ...m, to: maxDate(m.from, move.movedOn) } : m))
            : f.memberships,
        }));
        changes.write((w) => writeResidence(act, w, mover, residenceId, move, takesHousehold ? home : undefined));
        changes.write((w) =>
          updateResident(act, w, mover, { area_id: move.toAreaId, address: move.address || mover.address }),
        );
        changes.write((w) =>
          writeFieldHistory(act, w, mover, {
            area: [placeName(mover.area_id), placeName(move.toAreaId)],
            ...(move.address !== '' && move.address !== mover.address && { address: [mover.address, move.address] }),
          }),
        );
      }
      if (leaves) {
        changes
          .write((w) =>
            sql`update household_member set to_on = greatest(from_on, ${move.movedOn}::date), end_cause = ${act.cause}::uuid
              where district_id = ${row.district_id} and resident_id = ${residentId}::uuid and household_id = ${home.household_id}::uuid
                and to_on is null and voided_at is null`.execute(w),
          )
          .write((w) => endEmptyHouseholds(w, [home.household_id], move.movedOn, home.district_id));
      }
      const ids = movers.map((mover) => mover.resident_id);
      const fromDistrict = row.district_id;
      if (takesHousehold)
        changes.write((w) =>
          sql`update household set area_id = ${move.toAreaId}, address = ${move.address || row.address}, version = version + 1
            where district_id = ${home.district_id} and household_id = ${home.household_id}::uuid`.execute(w),
        );
      if (toDistrict !== fromDistrict)
        changes
          .write((w) => rehomeResidents(w, ids, fromDistrict, toDistrict))
          .write((w) => addMemberDistrict(w, ids, toDistrict));
      if (takesHousehold && home.district_id !== toDistrict) {
        if (files.households.has(home.household_id))
          changes.household(home.household_id, (h) => ({ ...h, districtId: toDistrict }));
        changes.write((w) => rehomeHousehold(w, home.household_id, home.district_id, toDistrict));
      }
      auditMove(act, movers, move, toDistrict);
      return { moved: ids };
    },
  );
}

/** The companions who live in the same community, within the actor's scope; the others keep their place. */
async function neighboursOf(act: Act, row: ResidentTableRow, ids: readonly string[]): Promise<ResidentTableRow[]> {
  if (ids.length === 0) return [];
  return act.w
    .selectFrom('resident')
    .selectAll()
    .where(inScope(act.scope, 'district_id', 'area_id'))
    .where('district_id', '=', row.district_id)
    .where('area_id', '=', row.area_id)
    .where('resident_id', 'in', ids)
    .where('voided_at', 'is', null)
    .where('ended_on', 'is', null)
    .orderBy('resident_id')
    .execute();
}

async function writeResidence(
  act: Act,
  w: Writer,
  mover: ResidentTableRow,
  residenceId: string,
  move: Move,
  home: Home | undefined,
): Promise<void> {
  const closed = await sql`update residence set to_on = ${move.movedOn}::date
    where district_id = ${mover.district_id} and resident_id = ${mover.resident_id}::uuid and to_on is null and voided_at is null`.execute(
    w,
  );
  if (closed.numAffectedRows !== 1n) throw notFound();
  await w
    .insertInto('residence')
    .values({
      district_id: mover.district_id,
      residence_id: residenceId,
      resident_id: mover.resident_id,
      area_id: move.toAreaId,
      address: move.address || mover.address,
      from_on: move.movedOn,
      to_on: null,
      reason: 'moved',
      household_id: home?.household_id ?? null,
      household_area_id: home?.area_id ?? null,
      household_address: home?.address ?? null,
      voided_at: null,
      created_at: act.at,
      created_by: act.actor.accountId,
      cause: act.cause,
    })
    .execute();
}

function auditMove(act: Act, movers: readonly ResidentTableRow[], move: Move, toDistrict: number): void {
  for (const mover of movers) {
    const details = {
      fromAreaId: mover.area_id,
      toAreaId: move.toAreaId,
      movedOn: move.movedOn,
      withHousehold: move.withHousehold,
      outsideScope: !act.scope.includes(move.toAreaId),
    };
    act.audit({ ...subjectOf(mover), details });
    // The district that receives the person finds it in its own chain too.
    if (toDistrict !== mover.district_id)
      act.audit({ ...subjectOf(mover), districtId: toDistrict, areaId: move.toAreaId, details });
  }
}

export function moveByForm(
  act: Act,
  residentId: string,
  body: { version: number; toAreaCode: string; address: string; movedOn: PlainDate; withHousehold: boolean },
): Promise<{ moved: string[] }> {
  const { toAreaCode, ...rest } = body;
  return moveResident(act, residentId, { ...rest, toAreaId: cityCommunity(act, toAreaCode) });
}
