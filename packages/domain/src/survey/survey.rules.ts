/** What a row of a survey must say to be saved, the same in the browser and at the server; and the row as the roster's planner knows it. */
import { type CodeSet, isCode } from '../code/code-set.ts';
import { educations } from '../code/education.ts';
import { employmentStatuses } from '../code/employment-status.ts';
import { familyRelations } from '../code/family-relation.ts';
import { householdRegistrations } from '../code/household-registration.ts';
import { telephoneDigits } from '../resident/resident.search.ts';
import type { JudgedRosterRow, RosterRow } from '../roster/roster.judge.ts';
import type { SurveyField, SurveyRow } from './survey.contract.ts';
import type { surveyErrors } from './survey.errors.ts';

export type SurveyErrorCode = keyof typeof surveyErrors;

export interface SurveyProblem {
  field: SurveyField;
  code: SurveyErrorCode;
  details?: Readonly<Record<string, string>>;
}

/** Registering is an act of its own: a survey keeps that she could and would work, as of those who are not registered. */
const registeredUnemployed = '60';
/** Nobody is entered as dead. */
const dead = '99';
const otherRelative = '97';
/** Follows from age, pension or other records; a survey keeps nothing of it. */
const derivedStatuses: ReadonlySet<string> = new Set(['80', '81', '82', '90']);

/** What a survey records of somebody's work: employment, or that she could and would work, or not. */
export const surveyStatuses = employmentStatuses.filter(
  (row) => row.code !== registeredUnemployed && row.code !== dead && !derivedStatuses.has(row.code),
);

/** What a survey does not keep of a state as it is written: nothing at all (at school, serving, retired), or not that she is registered. */
export function notKeptOf(status: string): 'nothing-kept' | 'not-registered' | undefined {
  if (derivedStatuses.has(status)) return 'nothing-kept';
  return status === registeredUnemployed ? 'not-registered' : undefined;
}

const codedFields = {
  relation: familyRelations,
  hukouType: householdRegistrations,
  education: educations,
  employmentStatus: employmentStatuses,
} as const satisfies Partial<Record<SurveyField, CodeSet>>;

/** Everything but the identity number, which is judged apart. */
export function surveyProblems(row: Omit<SurveyRow, 'rowKey' | 'confirmed' | 'household'>): SurveyProblem[] {
  const problems: SurveyProblem[] = [];
  if (row.name.trim() === '' && row.residentId === undefined)
    problems.push({ field: 'name', code: 'survey.name-missing' });
  if (telephoneDigits(row.phone) === undefined)
    problems.push({ field: 'phone', code: 'survey.phone', details: { text: row.phone } });
  for (const [field, set] of Object.entries(codedFields) as [keyof typeof codedFields, CodeSet][]) {
    const code = row[field];
    if (code !== null && !isCode(set, code))
      problems.push({ field, code: 'survey.word-unknown', details: { text: code } });
  }
  if (row.employmentStatus === dead) problems.push({ field: 'employmentStatus', code: 'survey.says-dead' });
  return problems;
}

/** The row as the judge of rosters reads it; `index` is its place in the call. */
export function rosterRowOf(row: SurveyRow, index: number): RosterRow {
  return {
    sheet: 0,
    row: index,
    sheetName: '',
    household: null,
    cells: {
      name: row.name,
      citizenId: row.citizenId,
      phone: telephoneDigits(row.phone) ?? '',
      address: row.address,
      employer: row.employer,
      remark: row.note,
    },
  };
}

/** The judged row with the codes that were chosen, which no word has to be looked up for. */
export function withChosenCodes(judged: JudgedRosterRow, row: SurveyRow): JudgedRosterRow {
  const codes: JudgedRosterRow['codes'] = {};
  // What our list calls 97, rosters call 80; their 97 is somebody who is not related.
  if (row.relation !== null) codes.relation = row.relation === otherRelative ? '80' : row.relation;
  if (row.hukouType !== null) codes.hukouType = row.hukouType;
  if (row.education !== null) codes.education = row.education;
  if (row.employmentStatus !== null) codes.employmentStatus = row.employmentStatus;
  return { ...judged, codes };
}
