import type { ResidentFile, RetireeLiving } from '@renshe/domain/kernel/file.ts';
import type { RetirementCategory } from '@renshe/domain/retirement/retirement.rules.ts';
import { type Selectable, sql } from 'kysely';
import type { Reader } from '../platform/db.ts';
import type { DB } from '../platform/schema.gen.ts';

/** A row as JSON gives it: instants are text, dates are PlainDate. */
type JsonRow<T> = {
  [K in keyof Selectable<T>]: Date extends Selectable<T>[K]
    ? string | Exclude<Selectable<T>[K], Date>
    : Selectable<T>[K];
};

/** Everything that is keyed (district_id, resident_id) and moves with the person, parents before children. */
export const residentTables = [
  'residence',
  'household_member',
  'unemployment_registration',
  'employment',
  'contact',
  'certificate',
  'ability_wish',
  'hardship_mark',
  'retiree_care',
  'retiree_living',
  'eligibility_confirmation',
  'policy_benefit',
  'resident_change',
  'registration_change',
  'transfer_request',
] as const;
type ResidentTableName = (typeof residentTables)[number];

export type ResidentRecords = { [K in ResidentTableName]: JsonRow<DB[K]>[] } & {
  duty: JsonRow<DB['duty']>[];
  flag: JsonRow<DB['flag']>[];
};

const orderOf: Record<ResidentTableName, string> = {
  residence: 'from_on, created_at, residence_id',
  household_member: 'from_on, created_at, member_id',
  unemployment_registration: 'registered_on, created_at, registration_id',
  employment: 'started_on, created_at, employment_id',
  contact: 'contacted_on, created_at, contact_id',
  certificate: 'issued_on, copy_number, created_at, certificate_id',
  ability_wish: 'from_on, created_at, ability_id',
  hardship_mark: 'from_on, created_at, mark_id',
  retiree_care: 'handed_over_on, created_at, care_id',
  retiree_living: 'from_on, created_at, living_id',
  policy_benefit: 'from_on, created_at, benefit_id',
  eligibility_confirmation: 'confirmed_on, created_at, confirmation_id',
  resident_change: 'changed_at, change_id',
  registration_change: 'changed_at, change_id',
  transfer_request: 'asked_at, request_id',
};

/** All records about one resident, voided ones too, in one statement. */
export async function readRecords(r: Reader, districtId: number, residentId: string): Promise<ResidentRecords> {
  const of = (table: string, subject: string, order: string) =>
    sql`coalesce((select json_agg(t order by ${sql.raw(order)}) from ${sql.table(table)} t
      where t.district_id = ${districtId} and t.${sql.raw(subject)} = ${residentId}::uuid), '[]'::json) as ${sql.ref(table)}`;
  const parts = [
    ...residentTables.map((table) => of(table, 'resident_id', orderOf[table])),
    of('duty', 'subject_id', 'due_on, kind'),
    of('flag', 'subject_id', 'from_on, kind'),
  ];
  const { rows } = await sql<ResidentRecords>`select ${sql.join(parts)}`.execute(r);
  return rows[0]!;
}

/** A row of the way of living as the file has it. */
export function livingOf(row: ResidentRecords['retiree_living'][number]): RetireeLiving {
  return { livingId: row.living_id, living: row.living, from: row.from_on, knownOn: row.known_on };
}

export type ResidentTableRow = Selectable<DB['resident']>;

/** The file of the kernel from records that were read for showing: the rules judge what the reader sees. */
export function residentFileOf(resident: ResidentTableRow, records: ResidentRecords): ResidentFile {
  const valid = <T extends { voided_at: unknown }>(rows: readonly T[]) => rows.filter((row) => row.voided_at === null);
  return {
    kind: 'resident',
    residentId: resident.resident_id,
    districtId: resident.district_id,
    sex: resident.sex as '1' | '2',
    birthOn: resident.birth_on,
    hukouType: resident.hukou_type,
    education: resident.education,
    retirementCategory: resident.retirement_category as RetirementCategory | null,
    diedOn: resident.died_on,
    residences: valid(records.residence).map((row) => ({
      residenceId: row.residence_id,
      areaId: row.area_id,
      from: row.from_on,
      to: row.to_on,
    })),
    unemployment: valid(records.unemployment_registration).map((row) => ({
      registrationId: row.registration_id,
      registeredOn: row.registered_on,
      reason: row.reason,
      nature: row.nature,
      unemployedSince: row.unemployed_since,
      endedOn: row.ended_on,
      endReason: row.end_reason,
    })),
    employment: valid(records.employment).map((row) => ({
      employmentId: row.employment_id,
      type: row.type,
      urban: row.urban,
      from: row.started_on,
      to: row.ended_on,
      endReason: row.end_reason,
    })),
    contacts: valid(records.contact).map((row) => ({
      contactId: row.contact_id,
      on: row.contacted_on,
      way: row.way,
      reached: row.reached,
      outcome: row.outcome,
      service: row.service,
      nextOn: row.next_on,
    })),
    certificates: records.certificate.map((row) => ({
      certificateId: row.certificate_id,
      number: row.number,
      issuedOn: row.issued_on,
      status: row.status as 'valid' | 'replaced' | 'void',
    })),
    abilities: valid(records.ability_wish).map((row) => ({
      abilityId: row.ability_id,
      able: row.able,
      willing: row.willing,
      from: row.from_on,
    })),
    hardshipMarks: valid(records.hardship_mark).map((row) => ({
      markId: row.mark_id,
      category: row.category,
      from: row.from_on,
      to: row.to_on,
    })),
    retireeCare: valid(records.retiree_care).map((row) => ({
      careId: row.care_id,
      from: row.handed_over_on,
      confirmedOn: row.last_confirmed_on,
      to: row.ended_on,
      visitsFrom: row.visits_from_on,
    })),
    livings: valid(records.retiree_living).map(livingOf),
    confirmations: valid(records.eligibility_confirmation).map((row) => ({
      confirmationId: row.confirmation_id,
      on: row.confirmed_on,
      confirmed: row.confirmed,
    })),
    policyBenefits: valid(records.policy_benefit).map((row) => ({
      benefitId: row.benefit_id,
      policy: row.policy,
      from: row.from_on,
      to: row.to_on,
      endKnownOn: row.end_known_on,
    })),
    memberships: valid(records.household_member).map((row) => ({
      memberId: row.member_id,
      householdId: row.household_id,
      relation: row.relation,
      from: row.from_on,
      to: row.to_on,
    })),
  };
}
