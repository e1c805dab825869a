/** The rows of a survey sheet as they are kept: what was typed, and what the server has said of it. */
import type { SurveyResult } from '@renshe/domain/survey/survey.contract.ts';
import type { EntryRow } from '../grid/entry-rows.ts';

export const surveyColumns = [
  'household',
  'relation',
  'name',
  'citizenId',
  'sex',
  'birthOn',
  'phone',
  'address',
  'hukouType',
  'education',
  'employmentStatus',
  'employer',
  'note',
] as const;
export type SurveyColumn = (typeof surveyColumns)[number];

/** Somebody whom the sheet was opened with: masks stand in her cells, her number stays at the server. */
export interface KnownInRow {
  residentId: string;
  citizenIdMasked: string;
  phoneMasked: string;
}

export interface SheetRow extends EntryRow {
  result?: SurveyResult;
  /** The number of a saved row, in memory alone, so that taking it back gives it back. */
  number?: string;
  /** What the register has of the number that stands in the row. */
  known?: { citizenId: string; text: string };
  person?: KnownInRow;
}

/** Of a row these never leave the memory. */
export const unkeptOfSurvey = ['number', 'known'] as const satisfies readonly (keyof SheetRow)[];

export function newSheetRow(id: string, rowKey = id): SheetRow {
  return { id, rowKey, cells: {}, status: 'open' };
}

/** The answers in their rows; the number of a saved row gives way to its mask. */
export function takeResults(rows: readonly SheetRow[], results: readonly SurveyResult[]): SheetRow[] {
  const byKey = new Map(results.map((result) => [result.rowKey, result]));
  return rows.map((row) => {
    const result = byKey.get(row.rowKey);
    if (!result || row.status !== 'saving') return row;
    const { failure: _, known: __, ...kept } = row;
    if (result.outcome === 'refused') return { ...kept, result, status: 'refused' };
    if (result.outcome === 'waiting') return { ...kept, result, status: 'waiting' };
    return {
      ...kept,
      result,
      status: 'saved',
      number: row.cells.citizenId ?? '',
      cells: { ...row.cells, citizenId: result.citizenIdMasked },
    };
  });
}

/** Rows that were taken back can be changed again, and are saved under another key. */
export function reopen(rows: readonly SheetRow[], keys: readonly string[], newKey: () => string): SheetRow[] {
  const taken = new Set(keys);
  return rows.map((row) => {
    if (!taken.has(row.rowKey) || row.status !== 'saved') return row;
    return {
      id: row.id,
      rowKey: newKey(),
      status: 'open',
      cells: { ...row.cells, citizenId: row.number ?? '' },
      ...(row.person ? { person: row.person } : {}),
      ...(row.began ? { began: row.began } : {}),
    };
  });
}
