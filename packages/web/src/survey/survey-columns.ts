/** The columns of the survey: what they accept, and how they are shown. */
import { type CodeSet, codeName, isCode } from '@renshe/domain/code/code-set.ts';
import { educations } from '@renshe/domain/code/education.ts';
import { employmentStatuses } from '@renshe/domain/code/employment-status.ts';
import { familyRelations } from '@renshe/domain/code/family-relation.ts';
import { householdRegistrations } from '@renshe/domain/code/household-registration.ts';
import { sexes } from '@renshe/domain/code/sex.ts';
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import { normalizeCitizenId } from '@renshe/domain/kernel/citizen-id.ts';
import { telephoneDigits } from '@renshe/domain/resident/resident.search.ts';
import { relationOf } from '@renshe/domain/roster/roster.plan.ts';
import { type CodedRosterField, findRosterCode } from '@renshe/domain/roster/roster.values.ts';
import { surveyStatuses } from '@renshe/domain/survey/survey.rules.ts';
import type { GridColumn, GridOption } from '../grid/grid.model.ts';
import { chosenText, optionsOf, readOption } from '../grid/grid-options.ts';
import type { Spellings } from '../grid/use-spellings.ts';
import { readTypedDate } from '../kit/typed-date.ts';
import type { Translate } from '../resident/timeline-sentence.ts';
import type { SurveyColumn } from './survey-sheet.ts';

const offered = {
  sex: sexes,
  relation: familyRelations,
  hukouType: [
    ...householdRegistrations.filter((row) => row.current),
    ...householdRegistrations.filter((row) => !row.current),
  ],
  education: educations,
  employmentStatus: surveyStatuses,
} as const satisfies Partial<Record<SurveyColumn, CodeSet>>;

/** Everything that may stand in the column, also what is not offered. */
export const surveyCodeSets = { ...offered, employmentStatus: employmentStatuses } as const;
export type CodedColumn = keyof typeof offered;

/** The words of all code columns, for their pinyin. */
export function surveyWords(): string[] {
  return Object.values(offered).flatMap((set: CodeSet) => set.map((row) => row.zh));
}

/** Blanks inside Chinese names are typing (孟　艳), and so are line breaks in a pasted cell. */
function readName(typed: string): string {
  return typed.replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '');
}

/** The code of a word as ledgers write it, in our own lists. */
export function readCode(column: CodedColumn, options: readonly GridOption[], typed: string): string {
  const chosen = readOption(options, typed);
  if (options.some((option) => option.value === chosen)) return chosen;
  const said = findRosterCode(column as CodedRosterField, typed);
  const set: CodeSet = surveyCodeSets[column];
  if (column === 'relation') return relationOf(said, (code) => isCode(set, code)) ?? typed;
  return isCode(set, said) ? said : typed;
}

function codeColumn(
  key: CodedColumn,
  column: Omit<GridColumn, 'key' | 'title' | 'maxLength'>,
  of: { t: Translate; language: Language; spellings: Spellings },
): GridColumn {
  const options = optionsOf(offered[key], of.language, of.spellings);
  return {
    ...column,
    key,
    title: of.t(`survey.column.${key}`),
    maxLength: 40,
    options,
    read: (typed) => readCode(key, options, typed),
    show: (value) => codeName(surveyCodeSets[key], value, of.language),
  };
}

/**
 * @param findHouseholds households of the community by number, head or address
 */
export function columnsOfSurvey(
  t: Translate,
  language: Language,
  spellings: Spellings,
  findHouseholds: (typed: string) => Promise<readonly GridOption[]>,
): GridColumn[] {
  const of = { t, language, spellings };
  // The words of these are longer in English.
  const [relationWidth, sexWidth] = language === 'zh' ? [7, 4.5] : [11, 6];
  const title = (key: SurveyColumn) => ({ key, title: t(`survey.column.${key}`) });
  return [
    {
      ...title('household'),
      width: 7,
      maxLength: 40,
      find: findHouseholds,
      show: (value) => chosenText(value),
    },
    codeColumn('relation', { width: relationWidth }, of),
    { ...title('name'), width: 7, maxLength: 50, required: true, read: readName },
    {
      ...title('citizenId'),
      width: 13,
      maxLength: 60,
      required: true,
      figures: true,
      read: (typed) => normalizeCitizenId(typed, { convertFifteenDigits: true }).id || typed,
    },
    codeColumn('sex', { width: sexWidth, auto: true }, of),
    {
      ...title('birthOn'),
      width: 7.5,
      maxLength: 20,
      auto: true,
      figures: true,
      read: (typed) => readTypedDate(typed) ?? typed,
    },
    { ...title('phone'), width: 9, maxLength: 40, figures: true, read: (typed) => telephoneDigits(typed) || typed },
    { ...title('address'), width: 15, maxLength: 200 },
    codeColumn('hukouType', { width: 8 }, of),
    codeColumn('education', { width: 9 }, of),
    codeColumn('employmentStatus', { width: 11 }, of),
    { ...title('employer'), width: 11, maxLength: 100 },
    { ...title('note'), width: 11, maxLength: 500 },
  ];
}

/** Cells that belong to one person alone: the row above is not copied into them. */
export const ownSurveyColumns: ReadonlySet<string> = new Set<SurveyColumn>([
  'household',
  'relation',
  'name',
  'citizenId',
  'sex',
  'birthOn',
  'phone',
  'note',
]);
