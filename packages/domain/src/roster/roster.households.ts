/**
 * Household blocks of a sheet. A household is written once and its members stand below it: its number (or address) is merged
 * down, or written in the first line only, or repeated; or the line 户主 opens it.
 */
import { removeBlanks, toHalfWidth } from '../kernel/citizen-id.ts';
import { columnOf, type RosterLayout } from './roster.header.ts';
import { cellText, isVerticalMerge, type RosterCell, type RosterSheet } from './roster.sheet.ts';
import { findRosterCode } from './roster.values.ts';

export type HouseholdBlocks = {
  /** Block number from 0 for each of the given rows, or null for rows before the first block. */
  blocks: (number | null)[];
  count: number;
  /** What told the households apart; null when the sheet says nothing of households. */
  by: 'number' | 'merged' | 'relation' | 'head' | null;
};

/** Vertically merged cells of the data, given down: row → column → cell. Names and identity numbers are never given down. */
export function carriedCells(sheet: RosterSheet, layout: RosterLayout): Map<number, Map<number, RosterCell>> {
  const own = new Set([columnOf(layout, 'name'), columnOf(layout, 'citizenId')]);
  const carried = new Map<number, Map<number, RosterCell>>();
  for (const merge of sheet.merges) {
    if (!isVerticalMerge(merge) || merge.startRow < layout.firstDataRow || own.has(merge.startColumn)) continue;
    const cell = sheet.rows[merge.startRow]?.[merge.startColumn] ?? '';
    if (cell === '') continue;
    for (let row = merge.startRow + 1; row <= Math.min(merge.endRow, sheet.rows.length - 1); row++) {
      const cells = carried.get(row) ?? new Map<number, RosterCell>();
      cells.set(merge.startColumn, cell);
      carried.set(row, cells);
    }
  }
  return carried;
}

/** The blocks of the data rows of a sheet (`rows` are their indexes, ascending). */
export function findHouseholdBlocks(
  sheet: RosterSheet,
  layout: RosterLayout,
  rows: readonly number[],
): HouseholdBlocks {
  const relationColumn = columnOf(layout, 'relation');
  const headColumn = columnOf(layout, 'headName');
  const nameColumn = columnOf(layout, 'name');
  const numberColumn = householdNumberColumn(sheet, layout, rows, relationColumn >= 0 || headColumn >= 0);
  let mergeIndex: Map<number, Set<number>> | undefined;
  if (numberColumn >= 0) return byNumber(numberColumn);
  const mergedColumn = mergedHouseholdColumn(sheet, layout);
  if (mergedColumn >= 0) {
    const starts = new Set<number>();
    const inside = new Set<number>();
    for (const merge of sheet.merges) {
      if (!isVerticalMerge(merge) || merge.startColumn !== mergedColumn) continue;
      starts.add(merge.startRow);
      for (let row = merge.startRow + 1; row <= merge.endRow; row++) inside.add(row);
    }
    return number('merged', (row) => starts.has(row) || (!inside.has(row) && (relationColumn < 0 || isHead(row))));
  }
  if (relationColumn >= 0) return number('relation', isHead);
  if (headColumn >= 0) {
    let previous = '';
    return number('head', (row) => {
      const head = textAt(row, headColumn);
      const starts = head !== '' && head !== previous && (head !== textAt(row, nameColumn) || previous !== head);
      if (head !== '') previous = head;
      return starts;
    });
  }
  return { blocks: rows.map(() => null), count: 0, by: null };

  function textAt(row: number, column: number): string {
    return column < 0 ? '' : removeBlanks(toHalfWidth(cellText(sheet.rows[row]?.[column])));
  }

  function isHead(row: number): boolean {
    const code = findRosterCode('relation', textAt(row, relationColumn));
    return code === '02' || code === '01';
  }

  function number(by: 'merged' | 'relation' | 'head', starts: (row: number) => boolean): HouseholdBlocks {
    let count = 0;
    const blocks = rows.map((row) => {
      if (starts(row)) count++;
      // Members before the first head form a household of their own.
      else if (count === 0) count = 1;
      return count - 1;
    });
    return { blocks, count, by };
  }

  /** The same number again is the same household; a blank one belongs to the household above. */
  function byNumber(column: number): HouseholdBlocks {
    const numbers = new Map<string, number>();
    let current = -1;
    let count = 0;
    const blocks = rows.map((row) => {
      const text = textAt(row, column);
      if (text !== '') {
        const known = numbers.get(text);
        current = known ?? count++;
        if (known === undefined) numbers.set(text, current);
      } else if (current < 0 || (relationColumn >= 0 && isHead(row) && !isInsideMerge(row, column))) {
        current = count++;
      }
      return current;
    });
    return { blocks, count, by: 'number' };
  }

  function isInsideMerge(row: number, column: number): boolean {
    mergeIndex ??= indexMerges(sheet);
    return mergeIndex.get(column)?.has(row) === true;
  }
}

function indexMerges(sheet: RosterSheet): Map<number, Set<number>> {
  const index = new Map<number, Set<number>>();
  for (const merge of sheet.merges) {
    if (!isVerticalMerge(merge)) continue;
    const rows = index.get(merge.startColumn) ?? new Set<number>();
    for (let row = merge.startRow + 1; row <= merge.endRow; row++) rows.add(row);
    index.set(merge.startColumn, rows);
  }
  return index;
}

/** The column of household numbers; a merged or sparse 序号 counts households too where relations are given. */
function householdNumberColumn(
  sheet: RosterSheet,
  layout: RosterLayout,
  rows: readonly number[],
  hasRelations: boolean,
): number {
  const numbers = columnOf(layout, 'householdNumber');
  if (numbers >= 0) return numbers;
  const sequence = columnOf(layout, 'sequence');
  if (sequence < 0 || !hasRelations) return -1;
  const filled = rows.filter((row) => cellText(sheet.rows[row]?.[sequence]).trim() !== '').length;
  return filled > 0 && filled <= rows.length * 0.8 ? sequence : -1;
}

function mergedHouseholdColumn(sheet: RosterSheet, layout: RosterLayout): number {
  for (const field of ['address', 'headName', 'phone'] as const) {
    const column = columnOf(layout, field);
    if (column < 0) continue;
    const merged = sheet.merges.some(
      (merge) => isVerticalMerge(merge) && merge.startColumn === column && merge.startRow >= layout.firstDataRow,
    );
    if (merged) return column;
  }
  return -1;
}
