import { maskCitizenId, maskPhone, type Sex } from '@renshe/domain/kernel/citizen-id.ts';
import {
  emptyResidentFile,
  type HouseholdRecord,
  type Membership,
  type Residence,
  type ResidentFile,
} from '@renshe/domain/kernel/file.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { ResidentFields } from '@renshe/domain/resident/resident.contract.ts';
import { normalizePhone } from '@renshe/domain/resident/resident.search.ts';
import type { Insertable } from 'kysely';
import type { Keyring } from '../platform/crypto.ts';
import { namePinyin } from '../platform/pinyin.ts';
import type { DB } from '../platform/schema.gen.ts';

/**
 * Pure builders of the rows and files of people and households. Registration, roster import and the demo city all make them here, so
 * that a person looks the same however she came in.
 */

/** Who enters it, when, in which act; the batch when a roster brought it. */
export interface Entry {
  at: Date;
  by: string | null;
  cause: string;
  importBatchId?: string | null;
}

export interface NewResident {
  districtId: number;
  residentId: string;
  areaId: number;
  /** 18 characters, already judged. */
  citizenId: string;
  /** Blind index of the number, where it has been made already. */
  citizenIdIndex?: Buffer;
  sex: Sex;
  birthOn: PlainDate;
  fields: ResidentFields;
  registeredOn: PlainDate;
}

/** The columns that follow from a name. */
export function nameColumns(name: string): { name: string; name_pinyin: string; name_initials: string } {
  const { full, initials } = namePinyin(name);
  return { name, name_pinyin: full, name_initials: initials.join(' ') };
}

/** Sealed, masked and findable forms of an identity number. */
export function citizenIdColumns(keyring: Keyring, residentId: string, citizenId: string, index?: Buffer) {
  return {
    citizen_id_cipher: keyring.encrypt(citizenId, `resident.citizen_id:${residentId}`),
    citizen_id_masked: maskCitizenId(citizenId),
    citizen_id_index: index ?? keyring.blindIndex('citizen-id', citizenId),
  };
}

/** The same of a telephone number; all null without one. */
export function phoneColumns(keyring: Keyring, residentId: string, phone: string | null) {
  const digits = phone === null ? '' : normalizePhone(phone);
  if (digits === '') return { phone_cipher: null, phone_masked: null, phone_index: null };
  return {
    phone_cipher: keyring.encrypt(digits, `resident.phone:${residentId}`),
    phone_masked: maskPhone(digits),
    phone_index: keyring.blindIndex('phone', digits),
  };
}

export function newResidentRow(keyring: Keyring, person: NewResident, entry: Entry): Insertable<DB['resident']> {
  const { fields } = person;
  return {
    district_id: person.districtId,
    resident_id: person.residentId,
    area_id: person.areaId,
    ...nameColumns(fields.name),
    ...citizenIdColumns(keyring, person.residentId, person.citizenId, person.citizenIdIndex),
    sex: person.sex,
    birth_on: person.birthOn,
    ...phoneColumns(keyring, person.residentId, fields.phone),
    address: fields.address,
    hukou_type: fields.hukouType,
    education: fields.education,
    ethnicity: fields.ethnicity,
    marital: fields.marital,
    political: fields.political,
    skill_level: fields.skillLevel,
    retirement_category: fields.retirementCategory,
    note: fields.note,
    registered_on: person.registeredOn,
    ended_on: null,
    end_reason: null,
    died_on: null,
    voided_at: null,
    import_batch_id: entry.importBatchId ?? null,
    created_at: entry.at,
    created_by: entry.by,
    modified_at: entry.at,
    modified_by: entry.by,
  };
}

export function newRegistryRow(
  keyring: Keyring,
  person: Pick<NewResident, 'districtId' | 'residentId' | 'citizenId' | 'citizenIdIndex'>,
): Insertable<DB['citizen_registry']> {
  return {
    citizen_id_index: person.citizenIdIndex ?? keyring.blindIndex('citizen-id', person.citizenId),
    district_id: person.districtId,
    resident_id: person.residentId,
  };
}

/** `reason`: how the residence began ('registered', 'moved', 'imported' …). */
export function newResidenceRow(
  of: { districtId: number; residentId: string; address: string; reason: string },
  residence: Residence,
  entry: Entry,
): Insertable<DB['residence']> {
  return {
    district_id: of.districtId,
    residence_id: residence.residenceId,
    resident_id: of.residentId,
    area_id: residence.areaId,
    address: of.address,
    from_on: residence.from,
    to_on: residence.to,
    reason: of.reason,
    voided_at: null,
    created_at: entry.at,
    created_by: entry.by,
    cause: entry.cause,
  };
}

/** A household of which nobody knows the number of the household book yet gets one of its own: the day and four signs of its id. */
export function householdNumber(householdId: string, on: PlainDate): string {
  return `${on.replaceAll('-', '')}-${householdId.slice(-4).toUpperCase()}`;
}

export function newHouseholdRow(
  household: HouseholdRecord & {
    areaId: number;
    address: string;
    number: string;
    memberDistricts: readonly number[];
  },
  entry: Entry,
): Insertable<DB['household']> {
  return {
    district_id: household.districtId,
    household_id: household.householdId,
    area_id: household.areaId,
    number: household.number,
    kind: household.householdKind,
    address: household.address,
    member_districts: [...new Set(household.memberDistricts)].sort((a, b) => a - b),
    voided_at: null,
    ended_on: null,
    import_batch_id: entry.importBatchId ?? null,
    created_at: entry.at,
    created_by: entry.by,
  };
}

/** Memberships live in the district of the resident. */
export function newMemberRow(
  of: { districtId: number; residentId: string; householdDistrict: number },
  membership: Membership,
  entry: Entry,
): Insertable<DB['household_member']> {
  return {
    district_id: of.districtId,
    member_id: membership.memberId,
    resident_id: of.residentId,
    household_district: of.householdDistrict,
    household_id: membership.householdId,
    relation: membership.relation,
    from_on: membership.from,
    to_on: membership.to,
    voided_at: null,
    created_at: entry.at,
    created_by: entry.by,
    cause: entry.cause,
  };
}

/** The kernel's file of a person who was just entered. */
export function newResidentFile(
  person: NewResident,
  residences: readonly Residence[],
  memberships: readonly Membership[] = [],
): ResidentFile {
  return {
    ...emptyResidentFile({
      residentId: person.residentId,
      districtId: person.districtId,
      sex: person.sex,
      birthOn: person.birthOn,
      hukouType: person.fields.hukouType,
      education: person.fields.education,
      retirementCategory: person.fields.retirementCategory,
    }),
    residences,
    memberships,
  };
}
