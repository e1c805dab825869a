import { headOfHousehold } from '@renshe/domain/code/family-relation.ts';
import { maxDate, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import { endRefusals, reopenRefusals } from '@renshe/domain/resident/resident.rules.ts';
import { sql } from 'kysely';
import type { Writer } from '../platform/db.ts';
import {
  type Act,
  changeResidentFile,
  type FieldValues,
  subjectOf,
  updateResident,
  writeFieldHistory,
} from './change-resident-file.ts';
import { endEmptyHouseholds } from './household-place.ts';
import type { ResidentTableRow } from './resident-records.ts';

/** 销档: death or leaving the city. The file stays; residence and memberships end on that day, what follows ends with them. */
export async function endResident(
  act: Act,
  residentId: string,
  body: { version: number; reason: 'death' | 'moved-out'; on: PlainDate; note: string },
): Promise<void> {
  await changeResidentFile(act, residentId, { version: body.version }, ({ row, file, changes }) => {
    requireAllowed(endRefusals(file, body, act.today));
    const key = sql`district_id = ${row.district_id} and resident_id = ${residentId}::uuid and to_on is null and voided_at is null`;
    const homes = file.memberships.filter((m) => m.to === null).map((m) => m.householdId);
    const history: FieldValues = { endedOn: [null, body.on], endReason: [null, body.reason] };
    if (body.note) history.endNote = [null, body.note];
    const diedOn = body.reason === 'death' ? body.on : null;
    changes
      .resident(residentId, (f) => ({
        ...f,
        diedOn,
        residences: f.residences.map((r) => (r.to === null ? { ...r, to: body.on } : r)),
        memberships: f.memberships.map((m) => (m.to === null ? { ...m, to: maxDate(m.from, body.on) } : m)),
      }))
      .write((w) => updateResident(act, w, row, { ended_on: body.on, end_reason: body.reason, died_on: diedOn }))
      .write((w) => sql`update residence set to_on = ${body.on}::date where ${key}`.execute(w))
      .write((w) =>
        sql`update household_member set to_on = greatest(from_on, ${body.on}::date), end_cause = ${act.cause}::uuid where ${key}`.execute(
          w,
        ),
      )
      .write((w) => endEmptyHouseholds(w, homes, body.on, row.district_id))
      .write((w) => writeFieldHistory(act, w, row, history));
    act.audit({ ...subjectOf(row), details: { reason: body.reason, on: body.on } });
  });
}

/** 恢复档案: takes back an end that was entered by mistake, with the residence and the memberships that ended by it. */
export async function reopenResident(
  act: Act,
  residentId: string,
  body: { version: number; reason: string },
): Promise<void> {
  await changeResidentFile(act, residentId, { version: body.version }, async ({ row, file, changes, files }) => {
    requireAllowed(reopenRefusals(file));
    const endedOn = row.ended_on!;
    const residence = file.residences.filter((r) => r.to === endedOn).at(-1);
    const endedWithFile = await membershipsEndedWith(act.w, row, endedOn);
    const headed = (householdId: string) =>
      [...files.residents.values()].some(
        (f) =>
          f.residentId !== residentId &&
          f.memberships.some((m) => m.householdId === householdId && m.to === null && m.relation === headOfHousehold),
      );
    // The household may have a new head by now: then she comes back as a relative.
    const restored = file.memberships
      .filter((m) => endedWithFile.has(m.memberId))
      .map((m) => ({
        ...m,
        to: null,
        relation: m.relation === headOfHousehold && headed(m.householdId) ? '97' : m.relation,
      }));
    changes.resident(residentId, (f) => ({
      ...f,
      diedOn: null,
      residences: f.residences.map((r) => (r === residence ? { ...r, to: null } : r)),
      memberships: f.memberships.map((m) => restored.find((x) => x.memberId === m.memberId) ?? m),
    }));
    changes.write((w) => updateResident(act, w, row, { ended_on: null, end_reason: null, died_on: null }));
    if (residence)
      changes.write((w) =>
        sql`update residence set to_on = null where district_id = ${row.district_id} and residence_id = ${residence.residenceId}::uuid`.execute(
          w,
        ),
      );
    if (restored.length > 0)
      changes
        .write((w) =>
          sql`update household_member m set to_on = null, end_cause = null, relation = x.relation
            from unnest(${restored.map((m) => m.memberId)}::uuid[], ${restored.map((m) => m.relation)}::text[]) as x (member_id, relation)
            where m.district_id = ${row.district_id} and m.member_id = x.member_id`.execute(w),
        )
        .write((w) =>
          sql`update household h set ended_on = null, version = h.version + 1 from household_member m
            where m.district_id = ${row.district_id} and m.member_id = any(${restored.map((m) => m.memberId)}::uuid[])
              and h.district_id = m.household_district and h.household_id = m.household_id`.execute(w),
        );
    const history: FieldValues = {
      endedOn: [endedOn, null],
      endReason: [row.end_reason, null],
      reopenReason: [null, body.reason],
    };
    changes.write((w) => writeFieldHistory(act, w, row, history));
    act.audit({ ...subjectOf(row), details: { reason: body.reason, endedOn, endReason: row.end_reason } });
  });
}

/** The memberships that the end of the file ended; one that she left on the same day before that stays left. */
async function membershipsEndedWith(
  w: Writer,
  row: Pick<ResidentTableRow, 'district_id' | 'resident_id'>,
  endedOn: PlainDate,
): Promise<Set<string>> {
  const { rows } = await sql<{ member_id: string }>`
    select m.member_id from household_member m
    where m.district_id = ${row.district_id} and m.resident_id = ${row.resident_id}::uuid and m.to_on is not null and m.voided_at is null
      and (m.end_cause = (select c.cause from resident_change c
          where c.district_id = m.district_id and c.resident_id = m.resident_id and c.field = 'endedOn' and c.new_value is not null
          order by c.changed_at desc, c.change_id desc limit 1)
        or (m.end_cause is null and m.to_on = ${endedOn}::date))`.execute(w);
  return new Set(rows.map((one) => one.member_id));
}
