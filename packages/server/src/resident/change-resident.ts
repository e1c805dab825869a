import { maskName } from '@renshe/domain/kernel/citizen-id.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import type { ResidentFields } from '@renshe/domain/resident/resident.contract.ts';
import { fieldRefusals } from '@renshe/domain/resident/resident.rules.ts';
import {
  type Act,
  changeResidentFile,
  type FieldValues,
  subjectOf,
  updateResident,
  writeFieldHistory,
} from './change-resident-file.ts';
import { nameColumns, phoneColumns } from './new-resident.ts';
import type { ResidentTableRow } from './resident-records.ts';

const columns = {
  address: 'address',
  hukouType: 'hukou_type',
  education: 'education',
  ethnicity: 'ethnicity',
  marital: 'marital',
  political: 'political',
  skillLevel: 'skill_level',
  retirementCategory: 'retirement_category',
  note: 'note',
} as const satisfies Partial<Record<keyof ResidentFields, keyof ResidentTableRow>>;
type PlainField = keyof typeof columns;

/** 修改居民信息: only what differs is written, each field with its history; numbers masked. */
export async function changeResident(
  act: Act,
  residentId: string,
  body: { version: number; fields: Partial<ResidentFields>; source?: 'ledger' | undefined },
): Promise<{ version: number }> {
  return changeResidentFile(act, residentId, { version: body.version }, ({ row, file, changes }) => {
    requireAllowed(fieldRefusals(body.fields, file.sex));
    const { set, history } = changesOf(act, row, body.fields);
    act.audit({
      ...subjectOf(row),
      details: { fields: maskedForAudit(history), ...(body.source && { source: body.source }) },
    });
    if (Object.keys(history).length === 0) return { version: row.version };
    const { hukouType, education, retirementCategory } = body.fields;
    changes
      .resident(residentId, (f) => ({
        ...f,
        ...(hukouType !== undefined && { hukouType }),
        ...(education !== undefined && { education }),
        ...(retirementCategory !== undefined && { retirementCategory }),
      }))
      .write((w) => updateResident(act, w, row, set))
      .write((w) => writeFieldHistory(act, w, row, history));
    return { version: row.version + 1 };
  });
}

function changesOf(
  act: Act,
  row: ResidentTableRow,
  fields: Partial<ResidentFields>,
): { set: Partial<ResidentTableRow>; history: FieldValues } {
  const set: Partial<ResidentTableRow> = {};
  const history: FieldValues = {};
  if (fields.name !== undefined && fields.name !== row.name) {
    Object.assign(set, nameColumns(fields.name));
    history.name = [row.name, fields.name];
  }
  if (fields.phone !== undefined) {
    const phone = phoneColumns(act.host.keyring, row.resident_id, fields.phone);
    const same =
      phone.phone_index === null ? row.phone_index === null : (row.phone_index?.equals(phone.phone_index) ?? false);
    if (!same) {
      Object.assign(set, phone);
      history.phone = [row.phone_masked, phone.phone_masked];
    }
  }
  for (const field of Object.keys(columns) as PlainField[]) {
    const value = fields[field];
    const column = columns[field];
    if (value === undefined || value === row[column]) continue;
    Object.assign(set, { [column]: value });
    history[field] = [row[column], value];
  }
  return { set, history };
}

/** Codes as they are, numbers masked as they stand in the history, names by their first character; free text by its field alone. */
function maskedForAudit(history: FieldValues): FieldValues {
  return Object.fromEntries(
    Object.entries(history).map(([field, [before, after]]) => {
      if (field === 'name') return [field, [maskName(before ?? ''), maskName(after ?? '')]];
      if (field === 'address' || field === 'note') return [field, [before ? '…' : null, after ? '…' : null]];
      return [field, [before, after]];
    }),
  );
}
