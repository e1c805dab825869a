import { useCallback } from 'react';
import { keepPreference, preferenceOf, usePreference } from '../preference/preference-store.ts';
import type { GridColumn } from './grid.model.ts';
import { resized } from './grid-window.ts';

/** Widths of the columns in rem as this person left them, and how to change one. */
export function useColumnWidths(grid: string, columns: readonly GridColumn[]) {
  const key = `columns:grid.${grid}` as const;
  const own = usePreference(key)?.widths ?? {};
  const widths = columns.map((column) => own[column.key] ?? column.width);
  const widen = useCallback(
    (column: GridColumn, by: number) => {
      const before = preferenceOf(key)?.widths ?? {};
      keepPreference(key, {
        ...preferenceOf(key),
        widths: { ...before, [column.key]: resized(before[column.key] ?? column.width, by) },
      });
    },
    [key],
  );
  return { widths, widen };
}
