/** Rows of a sheet as they are kept: what was typed, and what the server has said of it. The same for every sheet. */
import { type EditBatch, isBlankRow } from './grid.model.ts';
import { applyEdits } from './grid-edit.ts';

/** `waiting`: something known would change and nobody has confirmed it; `failed`: the server could not be asked. */
export type RowStatus = 'open' | 'saving' | 'saved' | 'waiting' | 'refused' | 'failed';

export interface EntryRow {
  id: string;
  /** Under which the row is saved once; another one after it was taken back. */
  rowKey: string;
  cells: Readonly<Record<string, string>>;
  status: RowStatus;
  /** What stood in it when the sheet was opened. */
  began?: Readonly<Record<string, string>>;
  /** The last answer for the row as it stands; a saved row names what taking it back names. */
  result?: { saveId: string | null };
  /** Why the server could not be asked. */
  failure?: string;
  /** Saving was tried: from then on missing cells are marked. */
  tried?: boolean;
}

export const spareRows = 15;

export function isOpen(row: EntryRow): boolean {
  return row.status !== 'saved' && row.status !== 'saving';
}

/** A row that the sheet was opened with and in which nothing was changed: leaving it says nothing yet. */
export function isUntouched(row: EntryRow): boolean {
  const { began } = row;
  return (
    began !== undefined &&
    [...new Set([...Object.keys(row.cells), ...Object.keys(began)])].every(
      (key) => (row.cells[key] ?? '') === (began[key] ?? ''),
    )
  );
}

/** Empty rows to go on in: at least so many rows at the beginning, one at the end later. */
export function withSpareRows<Row extends EntryRow>(
  rows: readonly Row[],
  newRow: () => Row,
  least = spareRows,
): readonly Row[] {
  let used = rows.length;
  while (used > 0 && isBlankRow(rows[used - 1]!)) used--;
  const wanted = Math.max(least, used + 1);
  if (rows.length >= wanted) return rows;
  return [...rows, ...Array.from({ length: wanted - rows.length }, newRow)];
}

/** What was typed since the last answer makes that answer void. */
export function editRows<Row extends EntryRow>(
  rows: readonly Row[],
  batch: EditBatch,
  newRow: (id: string) => Row,
): Row[] {
  const edited = new Set(batch.edits.map((one) => one.rowId));
  return applyEdits(rows, batch, newRow).map((row) => {
    if (!edited.has(row.id) || !isOpen(row)) return row;
    const { result: _, failure: __, ...open } = row;
    return { ...open, status: 'open', ...(isBlankRow(row) ? { tried: false } : {}) } as Row;
  });
}

export function markSaving<Row extends EntryRow>(rows: readonly Row[], ids: ReadonlySet<string>): Row[] {
  return rows.map((row) => (ids.has(row.id) ? { ...row, status: 'saving', tried: true } : row));
}

export function markTried<Row extends EntryRow>(rows: readonly Row[], ids: ReadonlySet<string>): Row[] {
  return rows.map((row) => (ids.has(row.id) && row.tried !== true && !isBlankRow(row) ? { ...row, tried: true } : row));
}

export function markFailed<Row extends EntryRow>(rows: readonly Row[], ids: ReadonlySet<string>, why: string): Row[] {
  return rows.map((row) =>
    ids.has(row.id) && row.status === 'saving' ? { ...row, status: 'failed', failure: why } : row,
  );
}

/** The last save that stands, and its rows; undefined when nothing is saved. */
export function lastSave(
  rows: readonly EntryRow[],
  order: readonly string[],
): { saveId: string; rows: number } | undefined {
  for (const saveId of order.toReversed()) {
    const count = rows.filter((row) => row.status === 'saved' && row.result?.saveId === saveId).length;
    if (count > 0) return { saveId, rows: count };
  }
  return undefined;
}
