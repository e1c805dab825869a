/** The rows of a survey sheet as they are kept: what was typed, and what the server has said of it. */
import type { SurveyResult } from '@renshe/domain/survey/survey.contract.ts';
import { type EditBatch, isBlankRow } from '../grid/grid.model.ts';
import { applyEdits } from '../grid/grid-edit.ts';

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

/** `waiting`: a known person would change and nobody has confirmed it; `failed`: the server could not be asked. */
export type RowStatus = 'open' | 'saving' | 'saved' | 'waiting' | 'refused' | 'failed';

/** Somebody whom the sheet was opened with: masks stand in her cells, her number stays at the server. */
export interface KnownInRow {
  residentId: string;
  citizenIdMasked: string;
  phoneMasked: string;
  /** The cells as the register has them. */
  cells: Readonly<Record<string, string>>;
}

export interface SheetRow {
  id: string;
  /** Under which the row is saved once; another one after it was taken back. */
  rowKey: string;
  cells: Readonly<Record<string, string>>;
  status: RowStatus;
  /** The last answer for the row as it stands. */
  result?: SurveyResult;
  /** Why the server could not be asked. */
  failure?: string;
  /** Saving was tried: from then on missing cells are marked. */
  tried?: boolean;
  /** The number of a saved row, in memory alone, so that taking it back gives it back. */
  number?: string;
  /** What the register has of the number that stands in the row. */
  known?: { citizenId: string; text: string };
  person?: KnownInRow;
}

export const spareRows = 15;

export function newSheetRow(id: string, rowKey = id): SheetRow {
  return { id, rowKey, cells: {}, status: 'open' };
}

export function isOpen(row: SheetRow): boolean {
  return row.status !== 'saved' && row.status !== 'saving';
}

/** A known person of whom nothing was changed: leaving her row says nothing yet. */
export function isUntouched(row: SheetRow): boolean {
  const { person } = row;
  return (
    person !== undefined &&
    [...new Set([...Object.keys(row.cells), ...Object.keys(person.cells)])].every(
      (key) => (row.cells[key] ?? '') === (person.cells[key] ?? ''),
    )
  );
}

/** Empty rows to go on in: a sheetful at the beginning, one at the end later. */
export function withSpareRows(rows: readonly SheetRow[], newId: () => string): readonly SheetRow[] {
  let used = rows.length;
  while (used > 0 && isBlankRow(rows[used - 1]!)) used--;
  const wanted = Math.max(spareRows, used + 1);
  if (rows.length >= wanted) return rows;
  return [...rows, ...Array.from({ length: wanted - rows.length }, () => newSheetRow(newId()))];
}

/** What was typed since the last answer makes that answer void. */
export function editSheet(rows: readonly SheetRow[], batch: EditBatch): SheetRow[] {
  const edited = new Set(batch.edits.map((one) => one.rowId));
  return applyEdits(rows, batch, (id) => newSheetRow(id)).map((row) => {
    if (!edited.has(row.id) || !isOpen(row)) return row;
    const { result: _, failure: __, ...open } = row;
    return { ...open, status: 'open', ...(isBlankRow(row) ? { tried: false } : {}) };
  });
}

export function markSaving(rows: readonly SheetRow[], ids: ReadonlySet<string>): SheetRow[] {
  return rows.map((row) => (ids.has(row.id) ? { ...row, status: 'saving', tried: true } : row));
}

export function markTried(rows: readonly SheetRow[], ids: ReadonlySet<string>): SheetRow[] {
  return rows.map((row) => (ids.has(row.id) && row.tried !== true && !isBlankRow(row) ? { ...row, tried: true } : row));
}

export function markFailed(rows: readonly SheetRow[], ids: ReadonlySet<string>, why: string): SheetRow[] {
  return rows.map((row) =>
    ids.has(row.id) && row.status === 'saving' ? { ...row, status: 'failed', failure: why } : row,
  );
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
    };
  });
}

/** The last save that stands, and its rows; undefined when nothing is saved. */
export function lastSave(
  rows: readonly SheetRow[],
  order: readonly string[],
): { saveId: string; rows: number } | undefined {
  for (const saveId of order.toReversed()) {
    const count = rows.filter((row) => row.status === 'saved' && row.result?.saveId === saveId).length;
    if (count > 0) return { saveId, rows: count };
  }
  return undefined;
}
