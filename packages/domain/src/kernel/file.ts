/**
 * The file 档案 of a subject: everything known of one resident or one household, as read from the record tables in one go.
 *
 * Voided records are absent. A `to` or an `endedOn` is exclusive, `null` is "open". A reversed deregistration has its
 * `endedOn` cleared. Derivations are pure functions of a file, so a file carries no today and no instant.
 */

import type { RetirementCategory } from '../retirement/retirement.rules.ts';
import type { Sex } from './citizen-id.ts';
import type { PlainDate } from './plain-date.ts';

/** A uuid. */
export type Id = string;

/** Stable number of an area; its code, name and parent are dated attributes. */
export type AreaId = number;

export type Residence = { residenceId: Id; areaId: AreaId; from: PlainDate; to: PlainDate | null };

export type UnemploymentRegistration = {
  registrationId: Id;
  registeredOn: PlainDate;
  /** Code of `code/unemployment-reason.ts`. */
  reason: string;
  /** '1' 就业转失业, '2' 新成长失业. */
  nature: string;
  /** Start of the present continuous unemployment; at most `registeredOn`. */
  unemployedSince: PlainDate;
  /** The day a roster brought the registration into the register: nobody owes a contact or a service from before it. */
  knownOn?: PlainDate | null;
  endedOn: PlainDate | null;
  /** Code of `code/deregistration-reason.ts`, with `endedOn`. */
  endReason: string | null;
};

export type Employment = {
  employmentId: Id;
  /** Code of `code/employment-type.ts`. */
  type: string;
  /** The place of work has an urban class (< 200) on the first day. */
  urban: boolean;
  from: PlainDate;
  to: PlainDate | null;
  /** Code of `code/employment-end-reason.ts`. */
  endReason: string | null;
};

export type Contact = {
  contactId: Id;
  on: PlainDate;
  /** Code of `contactWays` in `code/contact-outcome.ts`. */
  way: string;
  /** The agency really spoke with the person, or matched her data: only that counts as a contact. */
  reached: boolean;
  outcome: string;
  /** One of the five service strands, when the contact was a service. */
  service: string | null;
  /** The day agreed for the next one. */
  nextOn: PlainDate | null;
};

export type Certificate = {
  certificateId: Id;
  number: string;
  issuedOn: PlainDate;
  status: 'valid' | 'replaced' | 'void';
};

/** Labour ability and wish to work (C08), true from a day until the next record. */
export type AbilityWish = { abilityId: Id; able: boolean; willing: boolean; from: PlainDate };

export type HardshipMark = { markId: Id; category: string; from: PlainDate; to: PlainDate | null };

/** 社区管理: a retiree in the care of the community, from the day of handing over to the day on which it ended. */
export type RetireeCare = {
  careId: Id;
  from: PlainDate;
  /** The last confirmation of eligibility before handing over, where the card said one. */
  confirmedOn: PlainDate | null;
  to: PlainDate | null;
  /** The day on which it became known: nobody is late with visits of the time before. */
  visitsFrom: PlainDate;
};

/** 居住状况: with whom a retiree lives, true from a day until the next record. */
export type RetireeLiving = {
  livingId: Id;
  /** Code of `livingStates`. */
  living: string;
  from: PlainDate;
  /** The day on which it came into the register. */
  knownOn: PlainDate;
};

/** 领取资格认证; only one that confirmed begins the next round. */
export type EligibilityConfirmation = { confirmationId: Id; on: PlainDate; confirmed: boolean };

/** 享受政策: what was granted from a day on, under a policy of the list. */
export type PolicyBenefit = {
  benefitId: Id;
  policy: string;
  from: PlainDate;
  to: PlainDate | null;
  /** The day on which `to` came into the register. */
  endKnownOn: PlainDate | null;
};

export type Membership = { memberId: Id; householdId: Id; relation: string; from: PlainDate; to: PlainDate | null };

export type ResidentFile = {
  kind: 'resident';
  residentId: Id;
  /** Where the records live today. */
  districtId: number;
  sex: Sex;
  birthOn: PlainDate;
  hukouType: string | null;
  /** Code of `code/education.ts`, as known today. */
  education: string | null;
  retirementCategory: RetirementCategory | null;
  diedOn: PlainDate | null;
  residences: readonly Residence[];
  unemployment: readonly UnemploymentRegistration[];
  employment: readonly Employment[];
  contacts: readonly Contact[];
  certificates: readonly Certificate[];
  abilities: readonly AbilityWish[];
  hardshipMarks: readonly HardshipMark[];
  retireeCare: readonly RetireeCare[];
  livings: readonly RetireeLiving[];
  confirmations: readonly EligibilityConfirmation[];
  policyBenefits: readonly PolicyBenefit[];
  memberships: readonly Membership[];
};

export type HouseholdMember = {
  memberId: Id;
  relation: string;
  from: PlainDate;
  to: PlainDate | null;
  resident: ResidentFile;
};

export type HouseholdFile = {
  kind: 'household';
  householdId: Id;
  districtId: number;
  /** A collective household 集体户 has no family indicators. */
  householdKind: 'family' | 'collective';
  /** Past members too, each with the days of membership. */
  members: readonly HouseholdMember[];
};

export type SubjectFile = ResidentFile | HouseholdFile;

export function subjectIdOf(file: SubjectFile): Id {
  return file.kind === 'resident' ? file.residentId : file.householdId;
}

/** By their first day, whatever the order in which they were entered: which of several decides must not depend on it. */
export function hardshipMarksInOrder(file: ResidentFile): HardshipMark[] {
  return [...file.hardshipMarks].sort((a, b) =>
    a.from !== b.from ? (a.from < b.from ? -1 : 1) : a.markId < b.markId ? -1 : 1,
  );
}

/** The category of the mark in force on a day, the earliest one of several; a mark that ends on the day still counts. */
export function hardshipOn(file: ResidentFile, on: PlainDate): string | null {
  return hardshipMarksInOrder(file).find((m) => m.from <= on && (m.to === null || m.to >= on))?.category ?? null;
}

/** A household without its members' files: what the household table itself knows. */
export type HouseholdRecord = Omit<HouseholdFile, 'members'>;

/** A resident of whom nothing is known but the person: the start of every new file. */
export function emptyResidentFile(
  person: Pick<ResidentFile, 'residentId' | 'districtId' | 'sex' | 'birthOn' | 'hukouType'> & {
    education?: string | null;
    retirementCategory?: RetirementCategory | null;
  },
): ResidentFile {
  return {
    kind: 'resident',
    ...person,
    education: person.education ?? null,
    retirementCategory: person.retirementCategory ?? null,
    diedOn: null,
    residences: [],
    unemployment: [],
    employment: [],
    contacts: [],
    certificates: [],
    abilities: [],
    hardshipMarks: [],
    retireeCare: [],
    livings: [],
    confirmations: [],
    policyBenefits: [],
    memberships: [],
  };
}

/** Puts the members' files into a household, by the memberships that the residents' files carry. */
export function composeHousehold(household: HouseholdRecord, residents: Iterable<ResidentFile>): HouseholdFile {
  const members: HouseholdMember[] = [];
  for (const resident of residents) {
    for (const m of resident.memberships) {
      if (m.householdId !== household.householdId) continue;
      members.push({ memberId: m.memberId, relation: m.relation, from: m.from, to: m.to, resident });
    }
  }
  members.sort((a, b) => (a.from !== b.from ? (a.from < b.from ? -1 : 1) : a.memberId < b.memberId ? -1 : 1));
  return { ...household, members };
}
