/** What was said at the door of a household of a survey drive, and the rows of the survey that it becomes. Pure. */
import { campaignErrors } from '@renshe/domain/campaign/campaign.errors.ts';
import { type VisitOutcome, visitRefusals } from '@renshe/domain/campaign/campaign.rules.ts';
import type { HouseholdSheet, KnownPerson, TakenDrive } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { headOfHousehold } from '@renshe/domain/code/family-relation.ts';
import { fillSentence, type Language } from '@renshe/domain/kernel/app-error.ts';
import { normalizeCitizenId } from '@renshe/domain/kernel/citizen-id.ts';
import type { Id } from '@renshe/domain/kernel/file.ts';
import { isPlainDate, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { telephoneDigits } from '@renshe/domain/resident/resident.search.ts';
import type { SurveyResult, SurveyRow } from '@renshe/domain/survey/survey.contract.ts';
import { surveyErrors } from '@renshe/domain/survey/survey.errors.ts';
import { surveyProblems } from '@renshe/domain/survey/survey.rules.ts';

/** `entered`: people of it were asked; the others are what came of going there where nobody was. */
export type DoorOutcome = 'entered' | VisitOutcome;
export const doorOutcomes = ['entered', 'confirmed', 'no-one-home', 'refused', 'vacant', 'moved'] as const;

/** The columns of the survey that a phone asks for; empty text where nothing was said. */
export const answerFields = ['employmentStatus', 'employer', 'phone', 'education', 'hukouType', 'note'] as const;
export type AnswerField = (typeof answerFields)[number];

export interface Answer {
  /** Under which the row is saved once. */
  rowKey: string;
  /** Somebody known; null for somebody whom the list lacks. */
  residentId: Id | null;
  /** Of somebody known: everything is as recorded. */
  same: boolean;
  relation: string;
  name: string;
  /** Masked for somebody known. */
  citizenId: string;
  fields: Record<AnswerField, string>;
  /** She has been told that this number has a file, which will change. */
  confirmed?: boolean;
}

export interface DoorWords {
  outcome: DoorOutcome;
  visitedOn: PlainDate;
  nextOn: PlainDate | null;
  note: string;
  answers: Answer[];
}

export type TakenCampaign = TakenDrive['campaigns'][number];

export function fieldsOf(person: KnownPerson): Record<AnswerField, string> {
  return {
    employmentStatus: person.employmentStatus ?? '',
    employer: person.employer,
    phone: person.phoneMasked ?? '',
    education: person.education ?? '',
    hukouType: person.hukouType ?? '',
    note: '',
  };
}

export function answerOf(person: KnownPerson, rowKey: string, same: boolean): Answer {
  return {
    rowKey,
    residentId: person.residentId,
    same,
    relation: person.relation,
    name: person.name,
    citizenId: person.citizenIdMasked,
    fields: fieldsOf(person),
  };
}

export function newAnswer(rowKey: string, relation: string): Answer {
  return {
    rowKey,
    residentId: null,
    same: false,
    relation,
    name: '',
    citizenId: '',
    fields: { employmentStatus: '', employer: '', phone: '', education: '', hukouType: '', note: '' },
  };
}

/** The server has it. */
export const isSavedRow = (result: SurveyResult | undefined): boolean =>
  result !== undefined && result.outcome !== 'refused' && result.outcome !== 'waiting';

/**
 * Of somebody known only what differs from the list is sent: a mask stands for what the server has, and what somebody has corrected in the file since
 * must not be written over by how the list knew it. Of work the state and the employer belong together.
 */
export function surveyRowOf(answer: Answer, household: HouseholdSheet, home: Id | null): SurveyRow {
  const known = household.people.find((one) => one.residentId === answer.residentId);
  const before = known && fieldsOf(known);
  const said = (...fields: AnswerField[]) => fields.some((field) => answer.fields[field] !== before?.[field]);
  const { employmentStatus, employer, phone, education, hukouType, note } = answer.fields;
  const isWorkSaid = said('employmentStatus', 'employer');
  return {
    rowKey: answer.rowKey,
    // Her household was opened to bring it up to date: what was changed was meant.
    confirmed: answer.residentId !== null || answer.confirmed === true,
    ...(answer.residentId === null ? {} : { residentId: answer.residentId }),
    household: home === null ? { how: 'together', group: 0 } : { how: 'existing', householdId: home },
    relation: answer.relation || null,
    name: known ? '' : answer.name.trim(),
    citizenId: answer.residentId === null ? numberOf(answer.citizenId) : '',
    phone: said('phone') ? (telephoneDigits(phone) ?? phone.trim()) : '',
    address: known?.address ? '' : household.address,
    hukouType: (said('hukouType') && hukouType) || null,
    education: (said('education') && education) || null,
    employmentStatus: (isWorkSaid && employmentStatus) || null,
    employer: isWorkSaid ? employer.trim() : '',
    note: note.trim(),
  };
}

/** As the entry grid reads it. */
export function numberOf(typed: string): string {
  return normalizeCitizenId(typed, { convertFifteenDigits: true }).id || typed;
}

/** The rows that the server has not saved, in the household that there is by now. */
export function rowsToSend(
  answers: readonly Answer[],
  household: HouseholdSheet,
  results: Readonly<Record<string, SurveyResult>>,
): SurveyRow[] {
  const home = household.householdId ?? Object.values(results).find((one) => one.householdId)?.householdId ?? null;
  return answers.filter((one) => !isSavedRow(results[one.rowKey])).map((one) => surveyRowOf(one, household, home));
}

/** Words that were changed, in a form that may stand open since before something of them was sent: answers that are saved stay as they were kept. */
export function withSaved(
  words: DoorWords,
  kept: readonly Answer[],
  results: Readonly<Record<string, SurveyResult>>,
): DoorWords {
  if (words.outcome !== 'entered') return words;
  const saved = new Map(kept.filter((one) => isSavedRow(results[one.rowKey])).map((one) => [one.rowKey, one]));
  return { ...words, answers: [...saved.values(), ...words.answers.filter((one) => !saved.has(one.rowKey))] };
}

export interface AnswerProblem {
  rowKey: string;
  /** A column of the survey. */
  field: string;
  text: string;
}

/** What can be seen here to be wrong, by the rules of the survey. @param identityFault what is wrong with a number, undefined when nothing is */
export function answerProblems(
  answers: readonly Answer[],
  household: HouseholdSheet,
  language: Language,
  identityFault: (number: string) => string | undefined,
): AnswerProblem[] {
  const problems: AnswerProblem[] = [];
  const numbers = new Set<string>();
  let heads = household.people.filter((one) => one.relation === headOfHousehold).length;
  for (const answer of answers) {
    const { rowKey } = answer;
    const refuse = (field: string, text: string) => problems.push({ rowKey, field, text });
    const row = surveyRowOf(answer, household, household.householdId);
    for (const one of surveyProblems(row))
      refuse(one.field, fillSentence(surveyErrors[one.code], language, { ...one.details }));
    if (answer.residentId === null) {
      const fault = identityFault(row.citizenId);
      if (fault !== undefined) refuse('citizenId', fault);
      else if (numbers.has(row.citizenId)) refuse('citizenId', surveyErrors['survey.twice'][language]);
      numbers.add(row.citizenId);
      // The relation of somebody known is not asked for: only another one can be mended here.
      if (answer.relation === headOfHousehold && ++heads > 1)
        refuse('relation', surveyErrors['survey.two-heads'][language]);
    }
  }
  return problems;
}

/** Why these words cannot be kept; undefined when nothing forbids it. Days by the rules of the drive. */
export function doorProblem(
  words: { outcome: DoorOutcome; visitedOn: PlainDate | null; nextOn: PlainDate | null },
  household: HouseholdSheet,
  campaign: TakenCampaign,
  today: PlainDate,
  language: Language,
): string | undefined {
  const { outcome, visitedOn, nextOn } = words;
  if (outcome === 'entered') return undefined;
  const day = { from: campaign.startedOn, to: today };
  if (!isPlainDate(visitedOn)) return fillSentence(campaignErrors['campaign.visit-day'], language, day);
  if (nextOn !== null && !isPlainDate(nextOn)) return campaignErrors['campaign.next-day'][language];
  const [refusal] = visitRefusals(
    { outcome, visitedOn, nextOn, hasHousehold: household.householdId !== null },
    campaign.startedOn,
    today,
  );
  return refusal
    ? fillSentence(campaignErrors[refusal.code as keyof typeof campaignErrors], language, { ...day })
    : undefined;
}

export const nameOf = (household: Pick<HouseholdSheet, 'address' | 'headName'>): string =>
  household.address || household.headName || '';

/** By part of the address or the beginning of somebody's name. */
export function isFound(household: HouseholdSheet, typed: string): boolean {
  const text = typed.replace(/\s/g, '').toLowerCase();
  if (text === '') return true;
  return (
    household.address.replace(/\s/g, '').toLowerCase().includes(text) ||
    household.people.some((one) => one.name.toLowerCase().includes(text))
  );
}
