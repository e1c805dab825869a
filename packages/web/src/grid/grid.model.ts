/** What an entry grid is made of: columns, rows of text, edits. Nothing here draws or asks anybody. */

/** One thing that a code column accepts. `keys` are further words for it: its code, synonyms, pinyin initials. */
export interface GridOption {
  value: string;
  text: string;
  keys: readonly string[];
  /** A second line in the list. */
  hint?: string;
}

export interface GridColumn {
  key: string;
  /** In the reader's language. */
  title: string;
  /** In rem, so that large type widens the column too. */
  width: number;
  required?: boolean;
  /** Tab and Enter pass it by: the system fills it in. It can still be reached and typed into. */
  auto?: boolean;
  /** Digits stand one below the other. */
  figures?: boolean;
  /** Longest text that is kept. */
  maxLength: number;
  /** What the typed text stands for: a day as YYYY-MM-DD, a code; unreadable text stays as it is and the row's problems say why. */
  read?(typed: string): string;
  /** The text of a cell as people see it. */
  show?(value: string): string;
  /** A code column: everything that it accepts. */
  options?: readonly GridOption[];
  /** A column with a list that somebody has to be asked for. */
  find?(typed: string): Promise<readonly GridOption[]>;
  /** What is found has to be chosen: the best one is marked at once. */
  mustFind?: boolean;
  /** Nothing is written here; the sentence says where it is. */
  locked?: string;
  /** The column says whom the row is about: a pasted line goes to the row that it names, wherever that stands. */
  names?(row: GridRow, typed: string): boolean;
}

export type RowStateKind = 'blank' | 'draft' | 'attention' | 'saving' | 'saved' | 'refused';

export interface CellProblem {
  /** `refused`: the row cannot be saved; `warning`: it can. */
  kind: 'refused' | 'warning';
  text: string;
}

export interface GridRow {
  id: string;
  cells: Readonly<Record<string, string>>;
  /** Said in words in front of the row. */
  state: RowStateKind;
  stateText: string;
  /** Nothing in it can be changed any more; the sentence says what to do instead. */
  locked?: string;
  /** The same of single cells, by column. */
  lockedCells?: Readonly<Record<string, string>>;
  problems: Readonly<Record<string, CellProblem>>;
  /** What is known of the row as a whole. */
  note?: string;
  /** Shown in empty cells: what counts there while nothing is written. */
  inherited?: Readonly<Record<string, string>>;
}

export interface CellPlace {
  row: number;
  column: number;
}

/** The cell that is typed into, and the opposite corner of the selection. */
export interface GridSelection {
  active: CellPlace;
  anchor: CellPlace;
}

export interface GridSize {
  rows: number;
  columns: number;
}

export interface CellEdit {
  rowId: string;
  column: string;
  before: string;
  after: string;
}

/** Edits that were made, and are undone, together. `created` are rows that begin with them. */
export interface EditBatch {
  edits: readonly CellEdit[];
  created: readonly string[];
}

export function cellOf(row: Pick<GridRow, 'cells'> | undefined, column: string): string {
  return row?.cells[column] ?? '';
}

/** Why nothing can be written into a cell; undefined when it can. */
export function lockOf(row: GridRow | undefined, column: GridColumn | undefined): string | undefined {
  return row?.locked ?? (column && (row?.lockedCells?.[column.key] ?? column.locked));
}

export function isBlankRow(row: Pick<GridRow, 'cells'>): boolean {
  return Object.values(row.cells).every((text) => text === '');
}

/** Text of one line without control characters, as long as the column allows. */
export function cleanText(typed: string, maxLength: number): string {
  return typed
    .replace(/[\r\n\t\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim()
    .slice(0, maxLength);
}

/** The text that is kept for what was typed into a column. */
export function readCell(column: GridColumn, typed: string): string {
  const text = cleanText(typed, column.maxLength);
  if (text === '') return '';
  return column.read?.(text) ?? text;
}

export function showCell(column: GridColumn, value: string): string {
  return value === '' ? '' : (column.show?.(value) ?? value);
}
