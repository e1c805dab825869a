import { areaAt, getArea } from '@renshe/domain/area/area-tree.ts';
import { headOfHousehold } from '@renshe/domain/code/family-relation.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import type { Writer } from '../platform/db.ts';
import { changedMeanwhile, notFound } from '../platform/errors.ts';
import { scopeOfLeaves } from '../platform/scope.ts';
import { districtsOfCity } from '../report/report-leaves.ts';
import { type Act, changeResidentFile, subjectOf, updateResident, writeFieldHistory } from './change-resident-file.ts';
import { currentAreaRef } from './resident.queries.ts';
import { getResident } from './resident-file.ts';
import { type ResidentTableRow, residentTables } from './resident-records.ts';

/** A residence that the move began, with the one that it ended. */
interface MovedRow {
  district_id: number;
  resident_id: string;
  residence_id: string;
  area_id: number;
  address: string;
  from_on: PlainDate;
  created_at: Date;
  created_by: string | null;
  household_id: string | null;
  household_area_id: number | null;
  household_address: string | null;
  from_residence: string;
  from_area: number;
}

/** Who of these went along, one row each. */
async function movedBy(
  w: Writer,
  districts: readonly number[],
  residentIds: readonly string[],
  changeId: string,
): Promise<MovedRow[]> {
  const { rows } = await sql<MovedRow>`
    select n.district_id, n.resident_id, n.residence_id, n.area_id, n.address, n.from_on, n.created_at, n.created_by, n.household_id, n.household_area_id,
      n.household_address, o.residence_id as from_residence, o.area_id as from_area
    from residence n join lateral (
      select x.residence_id, x.area_id from residence x where x.district_id = n.district_id and x.resident_id = n.resident_id
        and x.residence_id <> n.residence_id and x.voided_at is null and x.to_on = n.from_on order by x.from_on desc, x.residence_id desc limit 1) o on true
    where n.district_id = any(${[...districts]}::int[]) and n.resident_id = any(${[...residentIds]}::uuid[]) and n.cause = ${changeId}::uuid and n.reason = 'moved' and n.voided_at is null
    order by n.resident_id`.execute(w);
  return rows;
}

/** Whether any of them has moved once more, wherever to. */
async function hasMovedAgain(w: Writer, districts: readonly number[], moved: readonly MovedRow[]): Promise<boolean> {
  const { rows } = await sql<{ again: boolean }>`select exists (select 1 from residence x join unnest(
        ${moved.map((one) => one.resident_id)}::uuid[], ${moved.map((one) => one.residence_id)}::uuid[]) m (resident_id, residence_id)
      on x.resident_id = m.resident_id and x.residence_id <> m.residence_id
    where x.district_id = any(${[...districts]}::int[]) and x.reason = 'moved' and x.voided_at is null and x.created_at > ${moved[0]!.created_at}) as again`.execute(
    w,
  );
  return rows[0]!.again;
}

/**
 * What was written about these people after the move, of any kind; what the move wrote itself does not count. A membership that ended is
 * dated by its cause, whose id begins with the time.
 */
async function hasLaterRecords(
  w: Writer,
  districtId: number,
  ids: readonly string[],
  changeId: string,
  movedAt: Date,
): Promise<boolean> {
  const parts = residentTables.map((table) => {
    const asked = table === 'transfer_request';
    const changed = table === 'resident_change' || table === 'registration_change';
    // A move that was agreed on stays what was agreed.
    const stamp = asked
      ? sql`coalesce(x.decided_at, x.asked_at)`
      : changed
        ? sql.ref('x.changed_at')
        : sql.ref('x.created_at');
    return sql`exists (select 1 from ${sql.table(table)} x where x.district_id = ${districtId} and x.resident_id = any(${[...ids]}::uuid[])
      and ${asked ? sql`${stamp} >= ${movedAt}` : sql`${stamp} > ${movedAt} and x.cause <> ${changeId}::uuid`})`;
  });
  parts.push(sql`exists (select 1 from household_member x where x.district_id = ${districtId} and x.resident_id = any(${[...ids]}::uuid[])
    and (x.voided_at > ${movedAt} or (x.voided_at is null and x.end_cause > ${changeId}::uuid)))`);
  const { rows } = await sql<{ later: boolean }>`select ${sql.join(parts, sql` or `)} as later`.execute(w);
  return rows[0]!.later;
}

interface TouchedHousehold {
  district_id: number;
  household_id: string;
  member_districts: number[];
  /** A membership of a mover that the move ended. */
  member_id: string | null;
  resident_id: string | null;
  blocked: boolean;
}

/**
 * The household that she left by the move, or that went along; blocked when it is not as the move left it. The one that she left may be of
 * another district; it takes her back as long as it lives where it did and nobody has become its head since. Who took it along is looked
 * for among its people: residences are found by person.
 */
async function householdsOf(w: Writer, moved: readonly MovedRow[], changeId: string): Promise<TouchedHousehold[]> {
  const [first] = moved;
  const { created_at: movedAt, from_on: movedOn } = first!;
  const ids = moved.map((one) => one.resident_id);
  const members = sql`household_member o where o.district_id = any(h.member_districts) and o.household_id = h.household_id`;
  const { rows } = await sql<TouchedHousehold>`
    select h.district_id, h.household_id, h.member_districts, m.member_id, m.resident_id,
      h.voided_at is not null or (h.ended_on is not null and h.ended_on not in (m.to_on, ${movedOn}::date))
      or (m.relation = ${headOfHousehold} and exists (select 1 from ${members} and o.voided_at is null and o.to_on is null and o.relation = ${headOfHousehold}))
      or exists (select 1 from ${members} and o.voided_at is null and o.relation = ${headOfHousehold} and o.created_at > ${movedAt})
      or exists (select 1 from household_member g join residence o on o.district_id = g.district_id and o.resident_id = g.resident_id
        where g.district_id = any(h.member_districts) and g.household_id = h.household_id
          and o.household_id = h.household_id and o.voided_at is null and o.created_at > ${movedAt}) as blocked
    from household_member m join household h on h.district_id = m.household_district and h.household_id = m.household_id
    where m.district_id = ${first!.district_id} and m.resident_id = any(${ids}::uuid[]) and m.end_cause = ${changeId}::uuid and m.voided_at is null
    union all
    select h.district_id, h.household_id, h.member_districts, null, null,
      h.voided_at is not null or h.ended_on is not null or h.area_id <> ${first!.area_id} or h.address <> ${first!.address}
      or exists (select 1 from ${members} and (o.created_at >= ${movedAt} or o.voided_at > ${movedAt} or o.end_cause > ${changeId}::uuid)) as blocked
    from household h where h.district_id = ${first!.district_id} and h.household_id = ${first!.household_id}::uuid`.execute(
    w,
  );
  return rows;
}

/** A move, or a household that went along, that has left the district: its rows live elsewhere by now. */
async function hasLeftDistrict(act: Act, own: MovedRow, districtId: number): Promise<boolean> {
  const districtOf = (areaId: number) => getArea(act.tree, areaId).districtId;
  if (own.district_id !== districtId) return true;
  if (own.household_id === null) return false;
  if (own.household_area_id !== null && districtOf(own.household_area_id) !== districtId) return true;
  const here =
    await sql`select 1 from household where district_id = ${districtId} and household_id = ${own.household_id}::uuid`.execute(
      act.w,
    );
  return here.rows.length === 0;
}

/**
 * 撤销迁移: the residence that it began is void and the one before goes on, for everybody who went along. A membership that it ended goes on too,
 * with the household if that ended with her; a household that went along is put back. Refused as soon as anybody of them has moved again or
 * anything was recorded about them since. Taken back by whoever made the move and still works where it began, or works in both areas; where
 * the person or the household went to another district the rows live there by now, and the receiving one sends them back.
 */
export async function undoMove(
  act: Act,
  residentId: string,
  { changeId, why }: { changeId: string; why: string },
): Promise<void> {
  const districts = districtsOfCity(act.tree);
  const [own] = await movedBy(act.w, districts, [residentId], changeId);
  const present = (areaId: number) => areaAt(act.tree, areaId, act.today);
  if (!own) {
    // Somebody else's change, or none: a person outside looks the same as none.
    await getResident(act.w, act.scope, residentId);
    throw changedMeanwhile();
  }
  if (!act.scope.includes(present(own.from_area))) throw notFound();
  if (own.created_by !== act.actor.accountId && !act.scope.includes(present(own.area_id))) throw notFound();
  const districtId = getArea(act.tree, own.from_area).districtId;
  const moved =
    own.household_id === null
      ? [own]
      : await movedBy(act.w, districts, await everMembers(act.w, districts, own.household_id), changeId);
  const again = new AppError('resident.moved-again', 'conflict');
  if (await hasMovedAgain(act.w, districts, moved)) throw again;
  if (await hasLeftDistrict(act, own, districtId)) throw new AppError('resident.moved-district', 'conflict');
  const ids = moved.map((one) => one.resident_id);
  const late = new AppError('resident.recorded-since', 'conflict');
  const households = await householdsOf(act.w, moved, changeId);
  const members = await membersOf(act.w, households);
  // She lives where the actor may not look any more.
  const back: Act = { ...act, scope: scopeOfLeaves(act.tree, [own.area_id, own.from_area]) };
  await changeResidentFile(
    back,
    residentId,
    {
      others: [...new Map([...ids.map((id) => ({ districtId, id })), ...members].map((one) => [one.id, one])).values()],
      households: households.map((one) => ({ districtId: one.district_id, id: one.household_id })),
    },
    async ({ row, changes, files }) => {
      const found = await movedBy(act.w, [districtId], ids, changeId);
      if (found.length !== moved.length || row.district_id !== districtId) throw changedMeanwhile();
      if (await hasMovedAgain(act.w, districts, found)) throw again;
      if (await hasLaterRecords(act.w, districtId, ids, changeId, own.created_at)) throw late;
      const now = await householdsOf(act.w, found, changeId);
      if (now.length !== households.length || now.some((one) => one.blocked)) throw late;
      for (const one of found) {
        const mover = one.resident_id === residentId ? row : await moverRow(act.w, one);
        if (mover.ended_on !== null || mover.area_id !== one.area_id || !files.residents.has(one.resident_id))
          throw late;
        const reopened = new Set(now.filter((h) => h.resident_id === one.resident_id).map((h) => h.member_id));
        changes.resident(one.resident_id, (f) => ({
          ...f,
          residences: f.residences
            .filter((r) => r.residenceId !== one.residence_id)
            .map((r) => (r.residenceId === one.from_residence ? { ...r, to: null } : r)),
          memberships: f.memberships.map((m) => (reopened.has(m.memberId) ? { ...m, to: null } : m)),
        }));
        const address = (await addressBefore(act.w, mover, changeId)) ?? mover.address;
        changes
          .write((w) =>
            sql`update residence set voided_at = case when residence_id = ${one.residence_id}::uuid then ${act.at}::timestamptz end,
                to_on = case when residence_id = ${one.residence_id}::uuid then to_on end
              where district_id = ${districtId} and residence_id in (${one.residence_id}::uuid, ${one.from_residence}::uuid)`.execute(
              w,
            ),
          )
          .write((w) =>
            sql`update household_member set to_on = null, end_cause = null where district_id = ${districtId}
              and resident_id = ${one.resident_id}::uuid and end_cause = ${changeId}::uuid`.execute(w),
          )
          .write((w) => updateResident(act, w, mover, { area_id: one.from_area, address }))
          .write((w) =>
            writeFieldHistory(act, w, mover, {
              area: [placeName(act, one.area_id), placeName(act, one.from_area)],
              undoReason: [null, why],
              ...(address !== mover.address && { address: [mover.address, address] }),
            }),
          );
        act.audit({
          ...subjectOf(mover),
          details: { changeId, why, fromAreaId: one.area_id, toAreaId: one.from_area },
        });
      }
      for (const one of now)
        changes.write((w) =>
          one.member_id !== null
            ? sql`update household set ended_on = null, version = version + 1 where district_id = ${one.district_id}
                and household_id = ${one.household_id}::uuid`.execute(w)
            : sql`update household set area_id = ${own.household_area_id}, address = ${own.household_address}, version = version + 1
                where district_id = ${one.district_id} and household_id = ${one.household_id}::uuid`.execute(w),
        );
    },
  );
}

const placeName = (act: Act, areaId: number) => currentAreaRef(act.tree, areaId, act.today).pathName;

/** Everybody who ever was a member of the household that went along. */
async function everMembers(w: Writer, districts: readonly number[], householdId: string): Promise<string[]> {
  const { rows } = await sql<{ resident_id: string }>`select distinct resident_id from household_member
    where district_id = any(${[...districts]}::int[]) and household_id = ${householdId}::uuid and voided_at is null`.execute(
    w,
  );
  return rows.map((row) => row.resident_id);
}

/** Present and past members, who are locked with the household. */
async function membersOf(
  w: Writer,
  households: readonly TouchedHousehold[],
): Promise<{ districtId: number; id: string }[]> {
  if (households.length === 0) return [];
  const { rows } = await sql<{
    district_id: number;
    resident_id: string;
  }>`select distinct district_id, resident_id from household_member
    where district_id = any(${households.flatMap((one) => one.member_districts)}::int[])
      and household_id = any(${households.map((one) => one.household_id)}::uuid[]) and voided_at is null`.execute(w);
  return rows.map((row) => ({ districtId: row.district_id, id: row.resident_id }));
}

async function moverRow(w: Writer, one: MovedRow): Promise<ResidentTableRow> {
  return w
    .selectFrom('resident')
    .selectAll()
    .where('district_id', '=', one.district_id)
    .where('resident_id', '=', one.resident_id)
    .executeTakeFirstOrThrow();
}

/** Her own address before the move, where the move changed it. */
async function addressBefore(w: Writer, row: ResidentTableRow, changeId: string): Promise<string | undefined> {
  const change = await w
    .selectFrom('resident_change')
    .select('old_value')
    .where('district_id', '=', row.district_id)
    .where('resident_id', '=', row.resident_id)
    .where('cause', '=', changeId)
    .where('field', '=', 'address')
    .executeTakeFirst();
  return change ? (change.old_value ?? '') : undefined;
}
