/** Fields of existing files that a roster changes: one statement for the people, one for the history of the fields. */
import { maskPhone } from '@renshe/domain/kernel/citizen-id.ts';
import type { RosterPerson } from '@renshe/domain/roster/roster.plan.ts';
import { sql } from 'kysely';
import type { Keyring } from '../platform/crypto.ts';
import type { Writer } from '../platform/db.ts';
import { newId } from '../platform/id.ts';
import { insertRows, recordsetJson } from '../platform/insert-rows.ts';
import { nameColumns, phoneColumns } from '../resident/new-resident.ts';
import type { FieldRow } from './known-people.ts';

export type ResidentUpdate = {
  fields: FieldRow;
  person: RosterPerson;
  changed: readonly (keyof RosterPerson)[];
  keyring: Keyring;
};

/** Columns that an update or its undoing may set. */
export const updatableColumns = [
  'name',
  'name_pinyin',
  'name_initials',
  'address',
  'hukou_type',
  'education',
  'ethnicity',
  'marital',
  'political',
  'note',
  'phone_cipher',
  'phone_masked',
  'phone_index',
] as const;
export type UpdatableRow = { district_id: number; resident_id: string } & Record<
  (typeof updatableColumns)[number],
  string | Buffer | null
>;

/** The row as it stands, in the columns that may change. */
export function updatableRow(fields: FieldRow): UpdatableRow {
  return {
    district_id: fields.district_id,
    resident_id: fields.resident_id,
    ...nameColumns(fields.name),
    address: fields.address,
    hukou_type: fields.hukou_type,
    education: fields.education,
    ethnicity: fields.ethnicity,
    marital: fields.marital,
    political: fields.political,
    note: fields.note,
    phone_cipher: fields.phone_cipher,
    phone_masked: fields.phone_masked,
    phone_index: fields.phone_index,
  };
}

function updatedRow({ fields, person, changed, keyring }: ResidentUpdate): UpdatableRow {
  const row = updatableRow(fields);
  for (const field of changed) {
    if (field === 'phone') Object.assign(row, phoneColumns(keyring, fields.resident_id, person.phone));
    else if (field === 'name') Object.assign(row, nameColumns(person.name));
    else if (field === 'hukouType') row.hukou_type = person.hukouType;
    else row[field] = person[field];
  }
  return row;
}

export async function writeUpdatableRows(
  w: Writer,
  districtId: number,
  rows: readonly UpdatableRow[],
  by: { at: Date; by: string | null },
): Promise<void> {
  if (rows.length === 0) return;
  const set = sql.join(updatableColumns.map((column) => sql`${sql.ref(column)} = t.${sql.ref(column)}`));
  await sql`update resident r set ${set}, version = r.version + 1, modified_at = ${by.at}, modified_by = ${by.by}::uuid
    from json_populate_recordset(null::resident, ${recordsetJson(rows)}::json) t
    where r.district_id = ${districtId} and t.district_id = r.district_id and t.resident_id = r.resident_id`.execute(w);
}

/** Sensitive fields appear in the history as masks alone. */
export async function updateResidents(
  w: Writer,
  districtId: number,
  updates: readonly ResidentUpdate[],
  by: { at: Date; by: string | null; cause: string },
): Promise<void> {
  await writeUpdatableRows(w, districtId, updates.map(updatedRow), by);
  await insertRows(
    w,
    'resident_change',
    updates.flatMap(({ fields, person, changed }) =>
      changed.map((field) => {
        const old = field === 'phone' ? fields.phone_masked : field === 'hukouType' ? fields.hukou_type : fields[field];
        const now = field === 'phone' ? (person.phone === null ? null : maskPhone(person.phone)) : person[field];
        return {
          district_id: districtId,
          change_id: newId(by.at.getTime()),
          resident_id: fields.resident_id,
          field,
          old_value: old,
          new_value: now,
          changed_at: by.at,
          changed_by: by.by,
          cause: by.cause,
        };
      }),
    ),
  );
}
