/** The sheet of a re-check: who is known, nothing of what was answered, empty rows for people who were missed. */
import type { campaignRecheckContracts } from '@renshe/domain/campaign/campaign-recheck.contract.ts';
import { comparedFields } from '@renshe/domain/campaign/campaign-recheck.ts';
import type { RecheckTask } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import type { z } from 'zod';
import { cellOf, type GridColumn, type GridRow, isBlankRow } from '../grid/grid.model.ts';
import type { Spellings } from '../grid/use-spellings.ts';
import type { Translate } from '../resident/timeline-sentence.ts';
import { columnsOfSurvey } from '../survey/survey-columns.ts';

export interface RecheckRow {
  id: string;
  residentId: string | null;
  cells: Readonly<Record<string, string>>;
}

const spare = 3;
const noProblems: GridRow['problems'] = {};

export function rowsOfTask(task: RecheckTask, newId: () => string): RecheckRow[] {
  return [
    ...task.people.map((one) => ({ id: one.residentId, residentId: one.residentId, cells: { name: one.name } })),
    ...Array.from({ length: spare }, () => ({ id: newId(), residentId: null, cells: {} })),
  ];
}

/** The sheet as it was left, for the people whom the task names now; rows that were added for others come after them. */
export function rowsAsLeft(task: RecheckTask, kept: readonly RecheckRow[], newId: () => string): RecheckRow[] {
  const fresh = rowsOfTask(task, newId);
  const left = new Map(kept.map((row) => [row.residentId, row]));
  return [
    ...fresh.filter((row) => row.residentId !== null).map((row) => left.get(row.residentId) ?? row),
    ...kept.filter((row) => row.residentId === null && !isBlankRow(row)),
    ...fresh.filter((row) => row.residentId === null),
  ];
}

/** The columns of the survey that are compared, behind the name and whether she lives here. */
export function recheckColumns(t: Translate, language: Language, spellings: Spellings): GridColumn[] {
  const survey = columnsOfSurvey(t, language, spellings, async () => []);
  const answers = ['yes', 'no'] as const;
  const options = answers.map((value) => ({
    value,
    text: t(`campaign.recheck.${value}`),
    keys: [value, value === 'yes' ? '是' : '否', value.charAt(0), value === 'yes' ? '1' : '0'],
  }));
  return [
    survey.find((one) => one.key === 'name')!,
    {
      key: 'present',
      title: t('campaign.recheck.present'),
      width: 6,
      maxLength: 10,
      required: true,
      options,
      read: (typed) =>
        options.find((one) => one.text === typed || one.keys.includes(typed.toLowerCase()))?.value ?? typed,
      show: (value) => options.find((one) => one.value === value)?.text ?? value,
    },
    ...comparedFields.map((key) => survey.find((one) => one.key === key)!),
  ];
}

export function viewOfRows(rows: readonly RecheckRow[], tried: boolean, t: Translate): GridRow[] {
  return rows.map((row): GridRow => {
    const blank = isBlankRow(row);
    const present = cellOf(row, 'present');
    const missing = !blank && present !== 'yes' && present !== 'no';
    return {
      id: row.id,
      cells: row.cells,
      state: blank ? 'blank' : missing && tried ? 'refused' : 'draft',
      stateText: blank ? '' : t('grid.state.open'),
      problems:
        missing && tried
          ? { present: { kind: 'refused' as const, text: t('campaign.recheck.incomplete') } }
          : noProblems,
    };
  });
}

type Body = z.input<typeof campaignRecheckContracts.submitRecheck.body>;

/** What is handed in; undefined while it is not said of everybody whether she lives there. */
export function bodyOf(rows: readonly RecheckRow[]): Body | undefined {
  const used = rows.filter((row) => !isBlankRow(row));
  if (used.some((row) => !['yes', 'no'].includes(cellOf(row, 'present')) || cellOf(row, 'name') === ''))
    return undefined;
  return {
    people: used.map((row) => {
      const cell = (key: string) => cellOf(row, key) || null;
      return {
        residentId: row.residentId,
        name: cellOf(row, 'name'),
        present: cellOf(row, 'present') === 'yes',
        relation: cell('relation'),
        hukouType: cell('hukouType'),
        education: cell('education'),
        employmentStatus: cell('employmentStatus'),
        employer: cell('employer'),
      };
    }),
  };
}
