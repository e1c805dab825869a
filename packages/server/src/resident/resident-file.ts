import type { ResidentFile } from '@renshe/domain/kernel/file.ts';
import type { SubjectParameters } from '@renshe/domain/kernel/parameter-timeline.ts';
import { subjectParameters } from '@renshe/domain/kernel/parameter-timeline.ts';
import { ageOn, daysBetween, isWithin, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { AllowedAction } from '@renshe/domain/kernel/schema.ts';
import type { ResidentFileView } from '@renshe/domain/resident/resident.contract.ts';
import { workingAgeOf } from '@renshe/domain/resident/resident.derive.ts';
import { livingIn } from '@renshe/domain/retiree/retiree.rules.ts';
import { sql } from 'kysely';
import type { Reader } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import type { Reference } from '../platform/reference.ts';
import { inScope, type Scope } from '../platform/scope.ts';
import { householdMembers } from './household-members.ts';
import { currentAreaRef } from './resident.queries.ts';
import { type ResidentRecords, type ResidentTableRow, readRecords, residentFileOf } from './resident-records.ts';
import { assembleTimeline } from './resident-timeline.ts';

/** The row of a resident within the scope; unknown, voided and outside look the same. */
export async function getResident(r: Reader, scope: Scope, residentId: string): Promise<ResidentTableRow> {
  const row = await r
    .selectFrom('resident')
    .selectAll()
    .where(inScope(scope, 'district_id', 'area_id'))
    .where('resident_id', '=', residentId)
    .where('voided_at', 'is', null)
    .executeTakeFirst();
  if (!row) throw notFound();
  return row;
}

/** The policy parameters as they hold for one person, wherever she lived. */
export function parametersOf(file: ResidentFile, reference: Pick<Reference, 'timelines'>): SubjectParameters {
  return subjectParameters(reference.timelines, file.residences);
}

export async function accountNames(r: Reader, ids: Iterable<string | null>): Promise<Map<string, string>> {
  const wanted = [...new Set([...ids].filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await r.selectFrom('account').select(['account_id', 'name']).where('account_id', 'in', wanted).execute();
  return new Map(rows.map((row) => [row.account_id, row.name]));
}

function accountsIn(resident: ResidentTableRow, records: ResidentRecords): Set<string | null> {
  const ids = new Set<string | null>([resident.created_by]);
  for (const rows of Object.values(records))
    for (const row of rows as Record<string, unknown>[])
      for (const column of ['created_by', 'changed_by', 'end_recorded_by', 'asked_by', 'decided_by'])
        ids.add((row[column] as string | null | undefined) ?? null);
  return ids;
}

/** 一人一档: the whole file of a person in a handful of statements. */
export async function readResidentFile(
  r: Reader,
  scope: Scope,
  reference: Reference,
  today: PlainDate,
  residentId: string,
  actionsOf: (file: ResidentFile, parameters: SubjectParameters) => AllowedAction[],
): Promise<ResidentFileView> {
  const { tree } = reference;
  const resident = await getResident(r, scope, residentId);
  const records = await readRecords(r, resident.district_id, residentId);
  const file = residentFileOf(resident, records);
  const membership = file.memberships.find((m) => isWithin(today, m.from, m.to));
  const memberRow = records.household_member.find((row) => row.member_id === membership?.memberId);
  const households = await householdsOf(r, records);
  const household = memberRow && households.find((row) => row.household_id === memberRow.household_id);
  const members = household ? await householdMembers(r, scope, household, today) : [];
  const names = await accountNames(r, accountsIn(resident, records));
  const parameters = parametersOf(file, reference);
  const ability = file.abilities.findLast((a) => a.from <= today);
  const open = file.unemployment.findLast((u) => isWithin(today, u.registeredOn, u.endedOn));
  const valid = <T extends { voided_at: unknown }>(rows: readonly T[]) => rows.filter((row) => row.voided_at === null);
  return {
    residentId,
    name: resident.name,
    sex: resident.sex as '1' | '2',
    birthOn: resident.birth_on,
    age: ageOn(resident.birth_on, today),
    citizenIdMasked: resident.citizen_id_masked,
    phoneMasked: resident.phone_masked,
    address: resident.address,
    area: currentAreaRef(tree, resident.area_id, today),
    status: {
      registeredUnemployed: open !== undefined,
      unemployedSince: open?.unemployedSince ?? null,
      employed: file.employment.some((e) => isWithin(today, e.from, e.to)),
      hardshipCategories: [
        ...new Set(file.hardshipMarks.filter((m) => isWithin(today, m.from, m.to)).map((m) => m.category)),
      ].sort(),
      flags: records.flag
        .filter((f) => isWithin(today, f.from_on, f.to_on))
        .map((f) => ({ kind: f.kind, fromOn: f.from_on })),
    },
    endedOn: resident.ended_on,
    hukouType: resident.hukou_type,
    education: resident.education,
    ethnicity: resident.ethnicity,
    marital: resident.marital,
    political: resident.political,
    skillLevel: resident.skill_level,
    retirementCategory: file.retirementCategory,
    note: resident.note,
    version: resident.version,
    registeredOn: resident.registered_on,
    endReason: resident.end_reason,
    statutoryRetirementOn: workingAgeOf(file, parameters).to,
    able: ability?.able ?? null,
    willing: ability?.willing ?? null,
    household: household
      ? {
          householdId: household.household_id,
          number: household.number,
          address: household.address,
          relation: membership!.relation,
          members: members.filter((m) => isWithin(today, m.fromOn, m.toOn)),
        }
      : null,
    registrations: valid(records.unemployment_registration)
      .map((row) => ({
        registrationId: row.registration_id,
        area: currentAreaRef(tree, row.area_id, row.registered_on),
        registeredOn: row.registered_on,
        reason: row.reason,
        nature: row.nature as '1' | '2',
        channel: row.channel,
        unemployedSince: row.unemployed_since,
        jobWish: row.job_wish,
        trainingWish: row.training_wish,
        endedOn: row.ended_on,
        endReason: row.end_reason,
        endEvidence: row.end_evidence,
        endNote: row.end_note,
        version: row.version,
      }))
      .reverse(),
    employments: valid(records.employment)
      .map((row) => ({
        employmentId: row.employment_id,
        type: row.type,
        urban: row.urban,
        employerName: row.employer_name,
        employerCode: row.employer_code,
        occupation: row.occupation,
        industry: row.industry,
        proof: row.proof,
        platformWork: row.platform_work,
        startedOn: row.started_on,
        reportedOn: row.reported_on,
        reportLate: row.report_late,
        endedOn: row.ended_on,
        endReason: row.end_reason,
        endLate: row.end_late,
        version: row.version,
      }))
      .reverse(),
    certificates: records.certificate
      .map((row) => ({
        certificateId: row.certificate_id,
        number: row.number,
        scheme: row.scheme,
        issuedOn: row.issued_on,
        copyNumber: row.copy_number,
        status: row.status as 'valid' | 'replaced' | 'void',
        verificationCode: row.verification_code,
      }))
      .reverse(),
    retireeCare: valid(records.retiree_care)
      .map((row) => {
        const lived = livingIn(file, { from: row.handed_over_on, to: row.ended_on });
        return {
          careId: row.care_id,
          retiredOn: row.retired_on,
          formerEmployer: row.former_employer,
          pension: row.pension,
          handedOverOn: row.handed_over_on,
          lastConfirmedOn: row.last_confirmed_on,
          filePlace: row.file_place,
          fileNumber: row.file_number,
          living: lived?.living ?? null,
          livingOn: lived?.from ?? null,
          disabled: row.disabled,
          partyMember: row.party_member,
          note: row.note,
          endedOn: row.ended_on,
          endReason: row.end_reason,
          version: row.version,
        };
      })
      .reverse(),
    policyBenefits: valid(records.policy_benefit)
      .map((row) => ({
        benefitId: row.benefit_id,
        policy: row.policy,
        name: row.policy_name,
        document: row.document,
        fromOn: row.from_on,
        toOn: row.to_on,
        amount: row.amount_fen,
        note: row.note,
        version: row.version,
      }))
      .reverse(),
    confirmations: valid(records.eligibility_confirmation)
      .map((row) => ({
        confirmationId: row.confirmation_id,
        confirmedOn: row.confirmed_on,
        way: row.way,
        result: row.result,
        note: row.note,
      }))
      .reverse(),
    duties: records.duty
      .filter((d) => d.done_on !== null || d.appears_on <= today)
      .map((d) => ({
        kind: d.kind,
        anchor: d.anchor,
        dueOn: d.due_on,
        appearsOn: d.appears_on,
        doneOn: d.done_on,
        overdueDays: d.done_on === null && d.due_on < today ? daysBetween(d.due_on, today) : 0,
      })),
    timeline: assembleTimeline(resident, records, {
      tree,
      today,
      names,
      householdNumbers: new Map(households.map((row) => [row.household_id, row.number])),
    }),
    allowedActions: actionsOf(file, parameters),
  };
}

export interface HouseholdKey {
  district_id: number;
  household_id: string;
  number: string;
  address: string;
  member_districts: number[];
}

/** The households of a person, past ones too; a household lives in its own district. */
async function householdsOf(r: Reader, records: ResidentRecords): Promise<HouseholdKey[]> {
  if (records.household_member.length === 0) return [];
  const { rows } = await sql<HouseholdKey>`
    select h.district_id, h.household_id, h.number, h.address, h.member_districts from household h
    where h.district_id = any(${[...new Set(records.household_member.map((m) => m.household_district))]}::int[])
      and h.household_id = any(${[...new Set(records.household_member.map((m) => m.household_id))]}::uuid[])`.execute(
    r,
  );
  return rows;
}
