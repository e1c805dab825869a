/**
 * What applying an accepted row does to a person: a new file, missing things filled in, or nothing. Pure; the same decision makes the
 * preview and the import. A roster says how things stand, hardly ever since when: what has no date begins before the first
 * reported month, so that no flow is invented.
 */

import { type CodeSet, findCode } from '../code/code-set.ts';
import { educations } from '../code/education.ts';
import { ethnicities } from '../code/ethnicity.ts';
import { householdRegistrations } from '../code/household-registration.ts';
import { maritalStatuses } from '../code/marital-status.ts';
import { politicalStatuses } from '../code/political-status.ts';
import { hireDecision } from '../employment/employment.rules.ts';
import { type AreaId, emptyResidentFile, type ResidentFile } from '../kernel/file.ts';
import type { SubjectParameters } from '../kernel/parameter-timeline.ts';
import { addYears, isWithin, maxDate, minDate, type PlainDate } from '../kernel/plain-date.ts';
import type { Refusal } from '../kernel/refusal.ts';
import { minimumWorkingAge } from '../resident/resident.derive.ts';
import { normalizePhone } from '../resident/resident.search.ts';
import type { UnemploymentEntry } from '../unemployment/unemployment.rules.ts';
import { registrationRefusals } from '../unemployment/unemployment.rules.ts';
import type { RosterNoteCode } from './roster.errors.ts';
import type { JudgedRosterRow } from './roster.judge.ts';
import type { RosterKind } from './roster.kind.ts';
import { findRosterCode } from './roster.values.ts';

/** The fields of a person that a roster can fill. Codes that no list of ours has are null. */
export type RosterPerson = {
  name: string;
  address: string;
  hukouType: string | null;
  education: string | null;
  ethnicity: string | null;
  marital: string | null;
  political: string | null;
  note: string;
  /** Digits, or null. */
  phone: string | null;
};
type ComparedField = Exclude<keyof RosterPerson, 'phone' | 'note'>;

/** A person whom the community already has. Telephone numbers are compared by the caller, who alone can open them. */
export type KnownPerson = {
  file: ResidentFile;
  fields: Omit<RosterPerson, 'phone'>;
  samePhone: (digits: string) => boolean;
  ended: boolean;
};

export type RosterNote = { code: RosterNoteCode; refusal?: string; details?: Refusal['details'] };

/** `undated`: the roster says neither when she registered nor when she lost her work. */
export type PlannedRegistration = UnemploymentEntry & { jobWish: string; trainingWish: string; undated: boolean };
export type PlannedEmployment = { type: string; urban: boolean; employerName: string; startedOn: PlainDate };
export type PlannedAbility = { able: boolean; willing: boolean; from: PlainDate };

export type RowPlan = {
  action: 'create' | 'update' | 'skip';
  /** Of a new file. */
  person: RosterPerson;
  /** Fields of an existing file that change. */
  changed: (keyof RosterPerson)[];
  /** First day of the residence of a new file. */
  residenceFrom: PlainDate;
  registration: PlannedRegistration | null;
  employment: PlannedEmployment | null;
  ability: PlannedAbility | null;
  marks: string[];
  notes: RosterNote[];
};

export type PlanContext = {
  kind: RosterKind;
  today: PlainDate;
  /** The last day before the community's first reported month. */
  openingEve: PlainDate;
  /** The community has an urban class: work of its people counts as urban. */
  urban: boolean;
  districtId: number;
  areaId: AreaId;
  parametersOf: (file: ResidentFile) => SubjectParameters;
};

const compared: readonly ComparedField[] = [
  'name',
  'address',
  'hukouType',
  'education',
  'ethnicity',
  'marital',
  'political',
];
const unknownReason = '07';
const afterWork = '1';
const newEntrant = '2';
const graduate = '01';
const dead = '99';
const lowIncome = '03';
const otherHardship = '99';
const ruralTransfer = '50';
const worksByStatus = new Set(['10', '20', '30', '40', '50']);
const saysOfStatus: Readonly<Record<string, { able: boolean; willing: boolean }>> = {
  '60': { able: true, willing: true },
  '61': { able: true, willing: true },
  '70': { able: true, willing: false },
  '83': { able: false, willing: false },
};

function codeIn(set: CodeSet, code: string | undefined): string | null {
  return findCode(set, code)?.code ?? null;
}

function clipped(text: string | undefined, length: number): string {
  return (text ?? '').replace(/\s+/g, ' ').trim().slice(0, length);
}

/** The first number of 7 to 12 digits: cells often hold two. */
function phoneOf(text: string | undefined): string | null {
  for (const part of (text ?? '').split(/[/、,，;；\n或]/)) {
    const digits = normalizePhone(part);
    if (/^\d{7,12}$/.test(digits)) return digits;
  }
  return null;
}

export function rosterPerson(row: JudgedRosterRow): RosterPerson {
  const { values, codes } = row;
  return {
    name: row.name.slice(0, 50),
    address: clipped(values.address ?? values.hukouAddress, 200),
    hukouType: codeIn(householdRegistrations, codes.hukouType),
    education: codeIn(educations, codes.education),
    ethnicity: codeIn(ethnicities, codes.ethnicity),
    marital: codeIn(maritalStatuses, codes.maritalStatus),
    political: codeIn(politicalStatuses, codes.politicalStatus),
    note: clipped(values.remark, 500),
    phone: phoneOf(values.phone),
  };
}

function hardshipOf(row: JudgedRosterRow, kind: RosterKind): string[] {
  const marks = new Set<string>();
  for (const part of (row.values.hardshipCategory ?? '').split(/[/、,，;；和及+]/)) {
    const code = findRosterCode('hardshipCategory', part);
    if (code !== undefined && (code !== otherHardship || kind === 'hardship')) marks.add(code);
  }
  if (row.codes.minimumLiving === '1') marks.add(lowIncome);
  if (kind === 'hardship' && marks.size === 0) marks.add(otherHardship);
  return [...marks].sort();
}

function registrationOf(row: JudgedRosterRow, today: PlainDate): PlannedRegistration {
  const registeredOn = row.registeredOn ?? row.unemployedOn ?? today;
  const reason = row.codes.unemploymentReason ?? unknownReason;
  return {
    registeredOn,
    undated: row.registeredOn === null && row.unemployedOn === null,
    unemployedSince: minDate(row.unemployedOn ?? registeredOn, registeredOn),
    reason,
    nature: reason === graduate ? newEntrant : afterWork,
    jobWish: clipped(row.values.jobIntention, 200),
    trainingWish: clipped(row.values.trainingIntention, 200),
  };
}

function refused(code: RosterNoteCode, refusal: Refusal): RosterNote {
  return { code, refusal: refusal.code, ...(refusal.details && { details: refusal.details }) };
}

/** @param known the file as read under the lock; null for a person whom nobody has. */
export function planRow(row: JudgedRosterRow, known: KnownPerson | null, c: PlanContext): RowPlan {
  const person = rosterPerson(row);
  const birthOn = row.birthOn ?? c.today;
  const plan: RowPlan = {
    action: 'skip',
    person,
    changed: [],
    residenceFrom: maxDate(birthOn, c.openingEve),
    registration: null,
    employment: null,
    ability: null,
    marks: [],
    notes: [],
  };
  const status = row.codes.employmentStatus;
  if (known?.ended === true) return { ...plan, notes: [{ code: 'file-ended' }] };
  if (status === dead) return { ...plan, notes: [{ code: 'says-dead' }] };

  const works = status !== undefined && worksByStatus.has(status);
  const wanted = c.kind === 'unemployed' && !works ? registrationOf(row, c.today) : null;
  // She lived here before the roster was written and before anything that it dates.
  if (wanted !== null) plan.residenceFrom = maxDate(birthOn, minDate(plan.residenceFrom, wanted.registeredOn));
  const file = known?.file ?? newFile(row, plan, c);
  if (wanted !== null) planRegistration(plan, file, wanted, c);
  if (works) {
    if (c.kind === 'unemployed') plan.notes.push({ code: 'employed-by-status' });
    planEmployment(plan, file, status, row, c);
  }
  const says = status === undefined ? undefined : saysOfStatus[status];
  const registered = plan.registration !== null || file.unemployment.some((r) => r.endedOn === null);
  if (says && !registered && file.abilities.length === 0) plan.ability = { ...says, from: c.today };
  plan.marks = hardshipOf(row, c.kind).filter(
    (category) => !file.hardshipMarks.some((m) => m.category === category && isWithin(c.today, m.from, m.to)),
  );
  if (known === null) return { ...plan, action: 'create' };
  plan.changed = changedFields(person, known);
  const adds = plan.registration ?? plan.employment ?? plan.ability;
  return { ...plan, action: plan.changed.length > 0 || adds !== null || plan.marks.length > 0 ? 'update' : 'skip' };
}

function newFile(row: JudgedRosterRow, plan: RowPlan, c: PlanContext): ResidentFile {
  const birthOn = row.birthOn ?? c.today;
  return {
    ...emptyResidentFile({
      residentId: '',
      districtId: c.districtId,
      sex: row.sex ?? '1',
      birthOn,
      hukouType: plan.person.hukouType,
      education: plan.person.education,
    }),
    residences: [{ residenceId: '', areaId: c.areaId, from: plan.residenceFrom, to: null }],
  };
}

function planRegistration(plan: RowPlan, file: ResidentFile, wanted: PlannedRegistration, c: PlanContext): void {
  if (file.unemployment.some((r) => r.endedOn === null)) return;
  const [refusal] = registrationRefusals(file, wanted, c.today, c.parametersOf(file));
  if (refusal) plan.notes.push(refused('registration-refused', refusal));
  else {
    plan.registration = wanted;
    if (wanted.undated) plan.notes.push({ code: 'registered-today' });
  }
}

function planEmployment(plan: RowPlan, file: ResidentFile, type: string, row: JudgedRosterRow, c: PlanContext): void {
  if (file.employment.some((e) => e.to === null)) return;
  if (file.employment.length > 0 || file.unemployment.length > 0) {
    plan.notes.push({ code: 'employment-undated' });
    return;
  }
  // Also of somebody who moved here later: she counts from then on and nothing has happened. Not before she may work; a child is
  // refused for the age.
  const startedOn = minDate(maxDate(c.openingEve, addYears(file.birthOn, minimumWorkingAge)), c.today);
  const employerName = clipped(row.values.employer, 100);
  const entry = { type, employerName, employerCode: null, industry: null, startedOn };
  // Whose employer the roster does not name works all the same.
  const refusal = hireDecision(file, entry, c.today, c.parametersOf(file)).refusals.find(
    (one) => one.code !== 'employment.employer-missing',
  );
  if (refusal) plan.notes.push(refused('employment-refused', refusal));
  else plan.employment = { type, urban: c.urban && type !== ruralTransfer, employerName, startedOn };
}

function changedFields(person: RosterPerson, known: KnownPerson): (keyof RosterPerson)[] {
  const changed: (keyof RosterPerson)[] = [];
  for (const field of compared) {
    const written = person[field];
    if (written !== null && written !== '' && written !== known.fields[field]) changed.push(field);
  }
  if (person.note !== '' && known.fields.note === '') changed.push('note');
  if (person.phone !== null && !known.samePhone(person.phone)) changed.push('phone');
  return changed;
}

/** The code of GB/T 4761 that our list has for what a roster says; a second head of a household is a relative. */
export function relationOf(code: string | undefined, isKnownCode: (code: string) => boolean): string | null {
  if (code === undefined) return null;
  if (code === '01') return '02';
  if (code === '97') return '99';
  if (code === '80' || ['72', '74', '76', '78'].includes(code)) return '97';
  if (isKnownCode(code)) return code;
  if (code === '57') return '51';
  if (code === '58') return '52';
  const group = `${code.charAt(0)}0`;
  return isKnownCode(group) ? group : '97';
}
