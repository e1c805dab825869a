/** The grid that a roster file is read into, whatever its format. Rows and columns count from 0. */

/**
 * A cell as the file holds it: text untouched (blanks included), numbers as numbers, because an identity number that was
 * stored as a number has lost its last digits. A date cell is text 'YYYY-MM-DD'. An empty cell is ''.
 */
export type RosterCell = string | number;

/** Merged cells, both ends included. */
export type RosterMerge = { startRow: number; startColumn: number; endRow: number; endColumn: number };

export type RosterSheet = {
  name: string;
  /** The user does not see this sheet; it is reported, never judged. */
  hidden: boolean;
  rows: RosterCell[][];
  merges: RosterMerge[];
  hiddenRows: number[];
};

/** A cell as text, numbers without exponent and without the noise of binary fractions. Missing cells are ''. */
export function cellText(cell: RosterCell | undefined): string {
  if (cell === undefined) return '';
  if (typeof cell === 'string') return cell;
  if (Number.isInteger(cell) && Math.abs(cell) < 1e21) return String(cell);
  return String(Number(cell.toPrecision(15)));
}

/** A merge that spans rows of one column, as household cells do. */
export function isVerticalMerge(merge: RosterMerge): boolean {
  return merge.startColumn === merge.endColumn && merge.endRow > merge.startRow;
}
