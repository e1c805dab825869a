/** How rows of a sheet look, the same for every sheet: the state of a row, and a view in which only rows that have changed are drawn again. */
import type { RowStatus } from './entry-rows.ts';
import type { GridRow, RowStateKind } from './grid.model.ts';

export const rowStateKinds = {
  open: 'draft',
  saving: 'saving',
  saved: 'saved',
  waiting: 'attention',
  refused: 'refused',
  failed: 'attention',
} as const satisfies Record<RowStatus, RowStateKind>;

/** A view that keeps the objects of rows that have not changed, as long as the rest of what they are seen by is the same. */
export function createRowView<Row extends object, Given extends readonly unknown[]>(
  viewRow: (row: Row, ...given: Given) => GridRow,
): (rows: readonly Row[], ...given: Given) => GridRow[] {
  let last: Given | undefined;
  let kept = new WeakMap<Row, GridRow>();
  return (rows, ...given) => {
    if (last === undefined || given.some((one, at) => one !== last?.[at])) {
      last = given;
      kept = new WeakMap();
    }
    return rows.map((row) => {
      const view = kept.get(row) ?? viewRow(row, ...given);
      kept.set(row, view);
      return view;
    });
  };
}
