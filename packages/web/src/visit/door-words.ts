/** What a record made at a door says, for lines, comparisons and files. */
import { type CodeSet, codeName } from '@renshe/domain/code/code-set.ts';
import { educations } from '@renshe/domain/code/education.ts';
import { employmentStatuses } from '@renshe/domain/code/employment-status.ts';
import { familyRelations } from '@renshe/domain/code/family-relation.ts';
import { householdRegistrations } from '@renshe/domain/code/household-registration.ts';
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import { maskCitizenId } from '@renshe/domain/kernel/citizen-id.ts';
import type { TFunction } from 'i18next';
import { formatInstant } from '../kit/format.ts';
import { type Answer, type AnswerField, answerFields, fieldsOf, nameOf, numberOf } from './door-answers.ts';
import type { DoorRecord } from './door-store.ts';

const codeSets: Partial<Record<AnswerField, CodeSet>> = {
  employmentStatus: employmentStatuses,
  education: educations,
  hukouType: householdRegistrations,
};

/** “录入 3 人” or the result of the visit. */
export function saidAt({ words }: Pick<DoorRecord, 'words'>, t: TFunction): string {
  return words.outcome === 'entered'
    ? t('door.entered', { count: words.answers.length })
    : t(`door.outcomes.${words.outcome}`);
}

/** What an answer says: of somebody known what differs from what was recorded. */
export function wordsOfAnswer(answer: Answer, record: DoorRecord, t: TFunction, language: Language): string[] {
  const known = record.household.people.find((one) => one.residentId === answer.residentId);
  const before = known && fieldsOf(known);
  const said = answerFields.flatMap((field) => {
    const value = answer.fields[field];
    if (value === (before?.[field] ?? '')) return [];
    const set = codeSets[field];
    const words = value === '' ? t('door.cleared') : set ? codeName(set, value, language) : value;
    return [t('door.fieldSays', { field: t(`survey.column.${field}`), value: words })];
  });
  if (answer.residentId !== null) return said.length === 0 ? [t('door.same')] : said;
  const number = numberOf(answer.citizenId);
  return [
    t('door.newPerson'),
    ...(answer.relation === '' ? [] : [codeName(familyRelations, answer.relation, language)]),
    /^\d{17}[\dX]$/.test(number) ? maskCitizenId(number) : number,
    ...said,
  ];
}

/** Lines for the file of what cannot be sent. Full numbers stay on the phone. */
export function doorBlocks(records: readonly DoorRecord[], first: number, t: TFunction, language: Language): string[] {
  const line = (what: string, value: string | null) =>
    value === null || value === '' ? [] : [t('visit.outbox.rescueLine', { what, value })];
  return records.flatMap((record, i) => [
    '',
    `${first + i}. ${nameOf(record.household)}`,
    ...line(t('campaign.own.campaign'), record.campaign.name),
    ...line(t('campaign.visit.visitedOn'), record.words.visitedOn),
    ...line(t('campaign.visit.outcome'), saidAt(record, t)),
    ...line(t('campaign.visit.note'), record.words.note),
    ...line(t('campaign.visit.nextOn'), record.words.nextOn),
    ...record.words.answers.flatMap((answer) =>
      line(answer.name, wordsOfAnswer(answer, record, t, language).join(t('survey.comma'))),
    ),
    ...(record.words.answers.some((one) => one.residentId === null) ? [`   ${t('door.fullNumber')}`] : []),
    ...line(t('visit.outbox.rescueMade'), formatInstant(record.at)),
    ...line(t('visit.outbox.state.refused'), record.why?.replaceAll('\n', ' ') ?? null),
  ]);
}
