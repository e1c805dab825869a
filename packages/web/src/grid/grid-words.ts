/** What is said of a cell and of what was done, aloud and below the sheet. */
import type { Translate } from '../resident/timeline-sentence.ts';
import { cellOf, type GridColumn, type GridRow, showCell } from './grid.model.ts';
import type { PasteResult } from './grid-edit.ts';

/** Where one stands, what stands there, and what is wrong with it. */
export function cellWords(
  row: GridRow | undefined,
  column: GridColumn | undefined,
  index: number,
  t: Translate,
): string {
  if (!row || !column) return '';
  const value = cellOf(row, column.key);
  const shown = value === '' ? (row.inherited?.[column.key] ?? '') : showCell(column, value);
  const cell = t('grid.said.cell', { row: index + 1, column: column.title, text: shown || t('grid.said.empty') });
  const state = [row.problems[column.key]?.text, row.stateText].filter(Boolean).join(' ');
  return state === '' ? cell : t('grid.said.state', { cell, state });
}

/** What became of a block, in words. */
export function pastedWords(pasted: PasteResult, t: Translate): string {
  const parts = [t('grid.said.pasted', { rows: pasted.rows, columns: pasted.columns })];
  if (pasted.droppedColumns > 0) parts.push(t('grid.said.dropped', { count: pasted.droppedColumns }));
  if (pasted.droppedRows > 0) parts.push(t('grid.said.droppedRows', { count: pasted.droppedRows }));
  if (pasted.unclearRows > 0) parts.push(t('grid.said.unclearRows', { count: pasted.unclearRows }));
  if (pasted.lockedCells > 0) parts.push(t('grid.said.lockedCells', { count: pasted.lockedCells }));
  if (pasted.lockedRows > 0) parts.push(t('grid.said.lockedRows', { count: pasted.lockedRows }));
  return parts.join(' · ');
}
