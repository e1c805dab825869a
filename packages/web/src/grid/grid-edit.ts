/** Edits as data: typed, pasted, filled, cleared. The owner of the rows applies them; undoing is the same edit the other way round. */
import {
  type CellEdit,
  type CellPlace,
  cellOf,
  type EditBatch,
  type GridColumn,
  type GridRow,
  isBlankRow,
  lockOf,
  readCell,
  showCell,
} from './grid.model.ts';
import type { CellRange } from './grid-selection.ts';

export interface Sheet {
  columns: readonly GridColumn[];
  rows: readonly GridRow[];
}

const nothing: EditBatch = { edits: [], created: [] };

function edit(row: GridRow | undefined, rowId: string, column: GridColumn, after: string): CellEdit | undefined {
  if (lockOf(row, column) !== undefined) return undefined;
  const before = cellOf(row, column.key);
  return before === after ? undefined : { rowId, column: column.key, before, after };
}

const made = (edits: readonly (CellEdit | undefined)[]): CellEdit[] => edits.filter((one) => one !== undefined);

export function typeInto(sheet: Sheet, place: CellPlace, typed: string): EditBatch {
  const row = sheet.rows[place.row];
  const column = sheet.columns[place.column];
  if (!row || !column) return nothing;
  return { edits: made([edit(row, row.id, column, readCell(column, typed))]), created: [] };
}

/** A value that was chosen from a list, as it is. */
export function putValue(sheet: Sheet, place: CellPlace, value: string): EditBatch {
  const row = sheet.rows[place.row];
  const column = sheet.columns[place.column];
  if (!row || !column) return nothing;
  return { edits: made([edit(row, row.id, column, value)]), created: [] };
}

export function clearRange(sheet: Sheet, range: CellRange): EditBatch {
  const edits: (CellEdit | undefined)[] = [];
  for (let r = range.top; r <= range.bottom; r++)
    for (let c = range.left; c <= range.right; c++) {
      const row = sheet.rows[r];
      const column = sheet.columns[c];
      if (row && column) edits.push(edit(row, row.id, column, ''));
    }
  return { edits: made(edits), created: [] };
}

/** Ctrl+D: the first row of the selection into the others; from a single row, the row above into it. */
export function fillDown(sheet: Sheet, range: CellRange): EditBatch {
  const from = range.top === range.bottom ? range.top - 1 : range.top;
  const source = sheet.rows[from];
  if (!source) return nothing;
  const edits: (CellEdit | undefined)[] = [];
  for (let r = from + 1; r <= range.bottom; r++)
    for (let c = range.left; c <= range.right; c++) {
      const row = sheet.rows[r];
      const column = sheet.columns[c];
      if (row && column) edits.push(edit(row, row.id, column, cellOf(source, column.key)));
    }
  return { edits: made(edits), created: [] };
}

/** The row above into the empty cells of a row, but for columns that must differ from person to person. */
export function copyRowAbove(sheet: Sheet, row: number, ownColumns: ReadonlySet<string>): EditBatch {
  const above = sheet.rows[row - 1];
  const target = sheet.rows[row];
  if (!above || !target) return nothing;
  return {
    edits: made(
      sheet.columns
        .filter((column) => !ownColumns.has(column.key) && cellOf(target, column.key) === '')
        .map((column) => edit(target, target.id, column, cellOf(above, column.key))),
    ),
    created: [],
  };
}

export interface PasteResult extends EditBatch {
  /** Cells that the pasted block covers, for the selection. */
  rows: number;
  columns: number;
  /** Cells that lay beyond the last column, lines beyond a last row that stays the last, and rows that are locked: nothing of them was taken. */
  droppedColumns: number;
  droppedRows: number;
  lockedRows: number;
  /** Lines that name somebody who stands in several rows. */
  unclearRows: number;
  /** Cells that are not written here, and would have been. */
  lockedCells: number;
}

/**
 * A block from the first cell of the selection on. Locked rows and cells are passed over, not written; rows that the block needs beyond the
 * last one are made, where rows can be made. A line that names whom it is about goes to that row, or to a new one. One value fills the whole
 * selection, as in a spreadsheet.
 */
export function pasteBlock(
  sheet: Sheet,
  range: CellRange,
  block: readonly (readonly string[])[],
  newRowId: (() => string) | undefined,
): PasteResult {
  const single = block.length === 1 && block[0]?.length === 1;
  const lines = single
    ? Array.from({ length: range.bottom - range.top + 1 }, () =>
        Array.from({ length: range.right - range.left + 1 }, () => block[0]?.[0] ?? ''),
      )
    : block;
  const start = { row: range.top, column: range.left };
  const width = Math.max(0, ...lines.map((line) => line.length));
  const place = single ? undefined : namedPlaces(sheet, start.column, width);
  const targets = lines.map((line, i) => (place ? place(line, start.row + i) : sheet.rows[start.row + i]));
  const covered = sheet.columns.slice(start.column);
  // A list that names people has no columns for what the system fills in, unless it was copied from here.
  const taken =
    place && !isOwnCopy(covered, lines, targets) ? covered.filter((column) => column.locked === undefined) : covered;
  const edits: (CellEdit | undefined)[] = [];
  const created: string[] = [];
  const left = { droppedRows: 0, lockedRows: 0, unclearRows: 0, lockedCells: 0 };
  for (const [i, line] of lines.entries()) {
    const row = targets[i];
    if (row === 'unclear') {
      left.unclearRows++;
      continue;
    }
    if (row?.locked !== undefined) {
      left.lockedRows++;
      continue;
    }
    let rowId = row?.id;
    if (rowId === undefined) {
      // Empty lines at the end of a block make no rows.
      if (lines.slice(i).every((rest) => rest.every((text) => text.trim() === ''))) break;
      if (newRowId === undefined) {
        left.droppedRows++;
        continue;
      }
      rowId = newRowId();
      created.push(rowId);
    }
    for (const [j, text] of line.slice(0, taken.length).entries()) {
      const column = taken[j]!;
      if (lockOf(row, column) === undefined) edits.push(edit(row, rowId, column, readCell(column, text)));
      else if (!column.names && text.trim() !== '' && text.trim() !== showCell(column, cellOf(row, column.key)))
        left.lockedCells++;
    }
  }
  return {
    edits: made(edits),
    created,
    rows: lines.length,
    columns: Math.min(width, taken.length),
    droppedColumns: Math.max(0, width - taken.length),
    ...left,
  };
}

type Line = readonly string[];
type Target = GridRow | 'unclear' | undefined;

function isOwnCopy(columns: readonly GridColumn[], lines: readonly Line[], targets: readonly Target[]): boolean {
  return lines.some((line, i) => {
    const row = targets[i];
    if (row === undefined || row === 'unclear') return false;
    return line.some((text, j) => {
      const column = columns[j];
      return column?.locked !== undefined && text !== '' && text === showCell(column, cellOf(row, column.key));
    });
  });
}

/** Where pasted lines go by whom they name; undefined when the block names nobody. */
function namedPlaces(sheet: Sheet, left: number, width: number) {
  const at = sheet.columns.findIndex((column) => column.names !== undefined);
  const names = sheet.columns[at]?.names;
  if (!names || at < left || at >= left + width) return undefined;
  const free = sheet.rows.filter(isBlankRow).values();
  return (line: Line, position: number): Target => {
    const text = line[at - left]?.trim() ?? '';
    if (text === '') return sheet.rows[position];
    const found = sheet.rows.filter((row) => names(row, text));
    if (found.length > 1) return 'unclear';
    return found[0] ?? free.next().value;
  };
}

/** The selected cells as people see them. */
export function copyRange(sheet: Sheet, range: CellRange): string[][] {
  return sheet.rows
    .slice(range.top, range.bottom + 1)
    .map((row) =>
      sheet.columns
        .slice(range.left, range.right + 1)
        .map((column) => showCell(column, cellOf(row, column.key)) || (row.inherited?.[column.key] ?? '')),
    );
}

/** Rows with the edits in them; only rows that change are new objects. Rows that do not exist yet come from `newRow`. */
export function applyEdits<Row extends Pick<GridRow, 'id' | 'cells'>>(
  rows: readonly Row[],
  batch: EditBatch,
  newRow: (id: string) => Row,
): Row[] {
  const byRow = new Map<string, Record<string, string>>();
  for (const one of batch.edits) {
    const cells = byRow.get(one.rowId) ?? {};
    cells[one.column] = one.after;
    byRow.set(one.rowId, cells);
  }
  const known = new Set(rows.map((row) => row.id));
  const all = [...rows, ...batch.created.filter((id) => !known.has(id)).map(newRow)];
  return all.map((row) => {
    const cells = byRow.get(row.id);
    return cells === undefined ? row : { ...row, cells: { ...row.cells, ...cells } };
  });
}

export function inverse(batch: EditBatch): EditBatch {
  return {
    edits: batch.edits.map((one) => ({ ...one, before: one.after, after: one.before })).reverse(),
    created: [],
  };
}
