/** Pure builders: the rows of records that a plan asks for, and the same records as the kernel's file knows them. */
import type { Id, ResidentFile } from '@renshe/domain/kernel/file.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { RowPlan } from '@renshe/domain/roster/roster.plan.ts';
import type { Entry } from '../resident/new-resident.ts';

export type Row = Record<string, string | number | boolean | null | Date | Buffer | object>;

/** Ids of what the import wrote for one row: what undoing takes back. */
export type WrittenRecords = {
  registration?: Id;
  employment?: Id;
  ability?: Id;
  marks?: Id[];
  member?: Id;
  /** A household that this row opened. */
  household?: Id;
};

export type RecordRows = { registrations: Row[]; employments: Row[]; abilities: Row[]; marks: Row[] };

/** What the records say of where they come from. */
export type RecordWords = { source: string; proof: string; residence: string };

export const importWords: RecordWords = { source: '名册', proof: '名册导入，开始日期不详', residence: 'imported' };

/** Adds the records of a plan to the rows to write and answers the file with them. */
export function addPlannedRecords(
  rows: RecordRows,
  written: WrittenRecords,
  plan: RowPlan,
  file: ResidentFile,
  of: { areaId: number; today: PlainDate; nextId: () => Id; words: RecordWords },
  entry: Entry & { importBatchId: Id },
): ResidentFile {
  const base = { district_id: file.districtId, resident_id: file.residentId };
  const made = {
    import_batch_id: entry.importBatchId,
    created_at: entry.at,
    created_by: entry.by,
    cause: entry.cause,
  };
  const { registration, employment, ability, marks } = plan;
  let after = file;
  if (registration) {
    const registrationId = of.nextId();
    written.registration = registrationId;
    rows.registrations.push({
      ...base,
      registration_id: registrationId,
      area_id: of.areaId,
      registered_on: registration.registeredOn,
      reason: registration.reason,
      nature: registration.nature,
      channel: 'import',
      unemployed_since: registration.unemployedSince,
      job_wish: registration.jobWish,
      training_wish: registration.trainingWish,
      ...made,
    });
    const { registeredOn, reason, nature, unemployedSince } = registration;
    const knownOn = of.today;
    const record = {
      registrationId,
      registeredOn,
      reason,
      nature,
      unemployedSince,
      knownOn,
      endedOn: null,
      endReason: null,
    };
    after = { ...after, unemployment: [...after.unemployment, record] };
  }
  if (employment) {
    const employmentId = of.nextId();
    written.employment = employmentId;
    rows.employments.push({
      ...base,
      employment_id: employmentId,
      area_id: of.areaId,
      type: employment.type,
      urban: employment.urban,
      employer_name: employment.employerName,
      proof: of.words.proof,
      started_on: employment.startedOn,
      reported_on: of.today,
      ...made,
    });
    const { type, urban, startedOn: from } = employment;
    after = {
      ...after,
      employment: [...after.employment, { employmentId, type, urban, from, to: null, endReason: null }],
    };
  }
  if (ability) {
    const abilityId = of.nextId();
    written.ability = abilityId;
    rows.abilities.push({
      ...base,
      ability_id: abilityId,
      able: ability.able,
      willing: ability.willing,
      from_on: ability.from,
      evidence: of.words.source,
      ...made,
    });
    after = { ...after, abilities: [...after.abilities, { abilityId, ...ability }] };
  }
  if (marks.length > 0) {
    written.marks = [];
    const added = marks.map((category) => ({ markId: of.nextId(), category, from: of.today, to: null }));
    for (const { markId, category } of added) {
      written.marks.push(markId);
      rows.marks.push({
        ...base,
        mark_id: markId,
        category,
        from_on: of.today,
        to_on: null,
        source: of.words.source,
        ...made,
      });
    }
    after = { ...after, hardshipMarks: [...after.hardshipMarks, ...added] };
  }
  return after;
}
