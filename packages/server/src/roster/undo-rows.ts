/**
 * Taking back what rows of a roster, or of the entry grid, have made: voided, never deleted; what they changed becomes what it was, the
 * numbers are free again, and the ledger of statistics follows through changeFile. Only while nobody has built on it.
 */
import type { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { HouseholdRecord, Id } from '@renshe/domain/kernel/file.ts';
import { type RawBuilder, sql } from 'kysely';
import type { Command } from '../platform/command.ts';
import type { Reader, Writer } from '../platform/db.ts';
import { newId } from '../platform/id.ts';
import { insertRows } from '../platform/insert-rows.ts';
import { nameColumns } from '../resident/new-resident.ts';
import { changeFile, type KernelHost } from '../statistics/change-file.ts';
import { changeFiles } from '../statistics/file-changes.ts';
import type { Undo } from './apply-chunk.ts';
import { readFieldRows } from './known-people.ts';
import { type UpdatableRow, updatableRow, writeUpdatableRows } from './update-residents.ts';

export type UndoRow = { action: 'create' | 'update'; resident_id: Id; undo: Undo };

export type BuiltOn = { count: number; names: string[] };

/** Records beside those of the import, or those of the import changed since: anything that somebody has entered later. Whoever is no longer kept in the district has moved away. */
const builtOn = sql.raw(`
  r.resident_id is null or r.voided_at is not null or r.ended_on is not null
  or r.version <> coalesce((i.undo ->> 'version')::int, 1)
  or (i.action = 'create' and (
    exists (select 1 from residence x where x.district_id = i.district_id and x.resident_id = i.resident_id and (x.cause <> i.cause or x.to_on is not null) and x.voided_at is null)
    or exists (select 1 from contact x where x.district_id = i.district_id and x.resident_id = i.resident_id and x.voided_at is null)
    or exists (select 1 from certificate x where x.district_id = i.district_id and x.resident_id = i.resident_id)
    or exists (select 1 from household_member x where x.district_id = i.district_id and x.resident_id = i.resident_id and x.cause <> i.cause and x.voided_at is null)
    or exists (select 1 from unemployment_registration x where x.district_id = i.district_id and x.resident_id = i.resident_id and x.cause <> i.cause and x.voided_at is null)
    or exists (select 1 from employment x where x.district_id = i.district_id and x.resident_id = i.resident_id and x.cause <> i.cause and x.voided_at is null)
    or exists (select 1 from ability_wish x where x.district_id = i.district_id and x.resident_id = i.resident_id and x.cause <> i.cause and x.voided_at is null)
    or exists (select 1 from hardship_mark x where x.district_id = i.district_id and x.resident_id = i.resident_id and x.cause <> i.cause and x.voided_at is null)
    or exists (select 1 from policy_benefit x where x.district_id = i.district_id and x.resident_id = i.resident_id and x.voided_at is null)
    or exists (select 1 from retiree_care x where x.district_id = i.district_id and x.resident_id = i.resident_id and x.voided_at is null)
    or exists (select 1 from attachment x where x.district_id = i.district_id and x.resident_id = i.resident_id and x.dropped_at is null and x.shredded_at is null
      and (x.contact_id is null or exists (select 1 from contact c where c.district_id = x.district_id and c.contact_id = x.contact_id and c.voided_at is null)))
    or exists (select 1 from transfer_request x where x.district_id = i.district_id and x.resident_id = i.resident_id and x.status = 'asked')))
  or exists (select 1 from unemployment_registration x where x.district_id = i.district_id and x.resident_id = i.resident_id and x.cause = i.cause
    and (x.version > 1 or x.ended_on is not null or x.voided_at is not null or exists (select 1 from contact c where c.district_id = x.district_id and c.resident_id = x.resident_id and c.registration_id = x.registration_id and c.voided_at is null)))
  or exists (select 1 from employment x where x.district_id = i.district_id and x.resident_id = i.resident_id and x.cause = i.cause and (x.version > 1 or x.ended_on is not null or x.voided_at is not null))
  or exists (select 1 from household_member x where x.district_id = i.district_id and x.resident_id = i.resident_id and x.cause = i.cause and (x.to_on is not null or x.voided_at is not null))
  or (i.undo ? 'household' and (
    exists (select 1 from household h where h.district_id = i.district_id and h.household_id = (i.undo ->> 'household')::uuid and (h.version > 1 or h.voided_at is not null or h.ended_on is not null))
    or exists (select 1 from attachment x where x.district_id = i.district_id and x.household_id = (i.undo ->> 'household')::uuid and x.dropped_at is null and x.shredded_at is null)
    or exists (select 1 from household_member x where x.district_id = i.district_id and x.household_id = (i.undo ->> 'household')::uuid and x.cause <> i.cause and x.voided_at is null)))`);

/**
 * How many people somebody has worked on since, with a few names.
 * @param ledger rows of the account of what was written: district_id, resident_id, action, cause, undo
 */
export async function findBuiltOn(r: Reader, ledger: RawBuilder<unknown>): Promise<BuiltOn> {
  const { rows } = await sql<{ count: number; names: string[] | null }>`
    with changed as (select r.name, i.resident_id from (${ledger}) i
        left join resident r on r.district_id = i.district_id and r.resident_id = i.resident_id
      where (${builtOn}))
    select count(*)::int as count, (array_agg(name order by resident_id) filter (where name is not null))[1:5] as names from changed`.execute(
    r,
  );
  return { count: rows[0]?.count ?? 0, names: rows[0]?.names ?? [] };
}

/** The names for the sentence of a refusal. */
export function namesOf(found: BuiltOn): string {
  return found.names.join('、') + (found.count > found.names.length ? '…' : '');
}

export type Undoing = {
  districtId: number;
  by: Id | null;
  /** In the order of their residents. */
  rows: readonly UndoRow[];
  /** The same rows as a query, asked again under the locks. */
  ledger: RawBuilder<unknown>;
  reason: string;
  refused: (found: BuiltOn) => AppError;
};

export async function undoRows(
  host: KernelHost,
  command: Pick<Command, 'w' | 'cause' | 'at'>,
  undoing: Undoing,
): Promise<void> {
  const { w, cause, at } = command;
  const { districtId, rows } = undoing;
  await changeFile(
    host,
    w,
    { residents: rows.map((row) => ({ districtId, id: row.resident_id })) },
    async (files) => {
      // Under the locks: nobody can build on these people any more.
      const found = await findBuiltOn(w, undoing.ledger);
      if (found.count > 0) throw undoing.refused(found);
      const changes = changeFiles(files);
      const made = new Set(rows.filter((row) => row.action === 'create').map((row) => row.resident_id));
      const updates = rows.filter((row) => row.action === 'update');
      for (const row of rows) {
        const own = ownIds(row.undo);
        changes.resident(row.resident_id, (file) =>
          made.has(row.resident_id)
            ? {
                ...file,
                residences: [],
                unemployment: [],
                employment: [],
                abilities: [],
                hardshipMarks: [],
                retireeCare: [],
                livings: [],
                confirmations: [],
                policyBenefits: [],
                memberships: [],
              }
            : {
                ...file,
                hukouType:
                  row.undo.before && 'hukou_type' in row.undo.before ? row.undo.before.hukou_type! : file.hukouType,
                education:
                  row.undo.before && 'education' in row.undo.before ? row.undo.before.education! : file.education,
                unemployment: file.unemployment.filter((x) => !own.has(x.registrationId)),
                employment: file.employment.filter((x) => !own.has(x.employmentId)),
                abilities: file.abilities.filter((x) => !own.has(x.abilityId)),
                hardshipMarks: file.hardshipMarks.filter((x) => !own.has(x.markId)),
                memberships: file.memberships.filter((x) => !own.has(x.memberId)),
              },
        );
      }
      const households = rows.map((row) => row.undo.household).filter((id) => id !== undefined);
      for (const id of households)
        changes.household(id, (h): HouseholdRecord => ({ ...h, householdKind: 'collective' }));
      return changes
        .write((x) => voidRecords(x, districtId, rows, at, undoing.reason))
        .write((x) => voidPeople(x, districtId, [...made], households, at, undoing.by))
        .write((x) => restoreFields(x, districtId, updates, { at, by: undoing.by, cause }))
        .done(null);
    },
    cause,
  );
}

function ownIds(undo: Undo): Set<Id> {
  const ids = [undo.registration, undo.employment, undo.ability, undo.member, ...(undo.marks ?? [])];
  return new Set(ids.filter((id) => id !== undefined));
}

/** Every record of these rows, each kind by its own key, in one statement. */
async function voidRecords(
  w: Writer,
  districtId: number,
  rows: readonly UndoRow[],
  at: Date,
  voidReason: string,
): Promise<void> {
  const of = (pick: (undo: Undo) => Id | undefined) =>
    rows.map((row) => pick(row.undo)).filter((id) => id !== undefined);
  const residents = rows.map((row) => row.resident_id);
  const where = sql`district_id = ${districtId} and resident_id = any(${residents}::uuid[]) and voided_at is null`;
  await sql`with
    registrations as (update unemployment_registration set voided_at = ${at}, void_reason = ${voidReason}, version = version + 1
      where ${where} and registration_id = any(${of((u) => u.registration)}::uuid[])),
    employments as (update employment set voided_at = ${at}, void_reason = ${voidReason}, version = version + 1
      where ${where} and employment_id = any(${of((u) => u.employment)}::uuid[])),
    abilities as (update ability_wish set voided_at = ${at} where ${where} and ability_id = any(${of((u) => u.ability)}::uuid[])),
    marks as (update hardship_mark set voided_at = ${at} where ${where} and mark_id = any(${rows.flatMap((row) => row.undo.marks ?? [])}::uuid[]))
    update household_member set voided_at = ${at} where ${where} and member_id = any(${of((u) => u.member)}::uuid[])`.execute(
    w,
  );
}

async function voidPeople(
  w: Writer,
  districtId: number,
  residents: readonly Id[],
  households: readonly Id[],
  at: Date,
  by: Id | null,
): Promise<void> {
  await sql`with
    numbers as (delete from citizen_registry where resident_id = any(${residents}::uuid[]) and district_id = ${districtId}),
    places as (update residence set voided_at = ${at} where district_id = ${districtId} and resident_id = any(${residents}::uuid[]) and voided_at is null),
    families as (update household set voided_at = ${at}, version = version + 1 where district_id = ${districtId} and household_id = any(${households}::uuid[]))
    update resident set voided_at = ${at}, version = version + 1, modified_at = ${at}, modified_by = ${by}::uuid
      where district_id = ${districtId} and resident_id = any(${residents}::uuid[])`.execute(w);
}

/** The fields as they were, and a line of history for each. */
async function restoreFields(
  w: Writer,
  districtId: number,
  rows: readonly UndoRow[],
  by: { at: Date; by: Id | null; cause: Id },
): Promise<void> {
  const changed = rows.filter((row) => row.undo.before !== undefined);
  const fields = await readFieldRows(
    w,
    changed.map((row) => ({ districtId, residentId: row.resident_id })),
  );
  const restored: UpdatableRow[] = [];
  const history: Record<string, string | number | null | Date>[] = [];
  for (const { resident_id, undo } of changed) {
    const now = fields.get(resident_id);
    if (!now || !undo.before) continue;
    const { name, ...before } = undo.before;
    restored.push({ ...updatableRow(now), ...before, ...(typeof name === 'string' && nameColumns(name)) });
    for (const column of Object.keys(undo.before)) {
      if (column === 'phone_cipher' || column === 'phone_index') continue;
      history.push({
        district_id: districtId,
        change_id: newId(by.at.getTime()),
        resident_id,
        field: column === 'phone_masked' ? 'phone' : column === 'hukou_type' ? 'hukouType' : column,
        old_value: now[column as 'name'],
        new_value: undo.before[column] ?? null,
        changed_at: by.at,
        changed_by: by.by,
        cause: by.cause,
      });
    }
  }
  await writeUpdatableRows(w, districtId, restored, by);
  await insertRows(w, 'resident_change', history);
}
