import { useCallback, useState } from 'react';
import type { GridColumn } from './grid.model.ts';
import { resized } from './grid-window.ts';

const keyOf = (grid: string) => `renshe.grid.${grid}.widths`;

function readWidths(grid: string): Record<string, number> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(grid)) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    return Object.fromEntries(Object.entries(stored).filter((one): one is [string, number] => Number.isFinite(one[1])));
  } catch {
    return {};
  }
}

/** Widths of the columns in rem as this person left them, and how to change one. */
export function useColumnWidths(grid: string, columns: readonly GridColumn[]) {
  const [own, setOwn] = useState(() => readWidths(grid));
  const widths = columns.map((column) => own[column.key] ?? column.width);
  const widen = useCallback(
    (column: GridColumn, by: number) =>
      setOwn((before) => {
        const after = { ...before, [column.key]: resized(before[column.key] ?? column.width, by) };
        localStorage.setItem(keyOf(grid), JSON.stringify(after));
        return after;
      }),
    [grid],
  );
  return { widths, widen };
}
