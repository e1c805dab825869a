/** Cuts the rows of a roster into chunks of at most 200 people (kernel K9); a household is never split between two. */
import type { Id } from '@renshe/domain/kernel/file.ts';
import type { JudgedRosterRow } from '@renshe/domain/roster/roster.judge.ts';

export type NumberedRow = {
  /** Place in the judged roster, from 0: the key of the ledger. */
  rowNo: number;
  row: JudgedRosterRow;
};
/** The rows of one household, or one row. `household` is null where the roster says nothing of households. */
export type RowUnit = {
  household: number | null;
  rows: NumberedRow[];
  /** A family that stands already and that the rows belong to; of the same district. */
  home?: Id;
};

export const chunkSize = 200;

export function rosterChunks(rows: readonly NumberedRow[], withHouseholds: boolean): RowUnit[][] {
  const chunks: RowUnit[][] = [];
  let chunk: RowUnit[] = [];
  let size = 0;
  for (const unit of unitsOf(rows, withHouseholds)) {
    if (size + unit.rows.length > chunkSize) {
      if (chunk.length > 0) chunks.push(chunk);
      chunk = [];
      size = 0;
    }
    chunk.push(unit);
    size += unit.rows.length;
  }
  if (chunk.length > 0) chunks.push(chunk);
  return chunks;
}

/** In the order of their first rows. A block of more than 200 rows is no family: it is taken in pieces. */
function unitsOf(rows: readonly NumberedRow[], withHouseholds: boolean): RowUnit[] {
  const units: RowUnit[] = [];
  const open = new Map<number, RowUnit>();
  for (const numbered of rows) {
    const household = withHouseholds ? numbered.row.household : null;
    const known = household === null ? undefined : open.get(household);
    if (known && known.rows.length < chunkSize) {
      known.rows.push(numbered);
      continue;
    }
    const unit: RowUnit = { household, rows: [numbered] };
    units.push(unit);
    if (household !== null) open.set(household, unit);
  }
  return units;
}
