/** Where the selection goes: pure functions over places, as Excel and WPS move. */
import type { CellPlace, GridSelection, GridSize } from './grid.model.ts';

export type Direction = 'up' | 'down' | 'left' | 'right';

const steps: Record<Direction, CellPlace> = {
  up: { row: -1, column: 0 },
  down: { row: 1, column: 0 },
  left: { row: 0, column: -1 },
  right: { row: 0, column: 1 },
};

export function within(place: CellPlace, size: GridSize): CellPlace {
  return {
    row: Math.max(0, Math.min(place.row, size.rows - 1)),
    column: Math.max(0, Math.min(place.column, size.columns - 1)),
  };
}

/** One cell is selected. */
export function at(place: CellPlace): GridSelection {
  return { active: place, anchor: place };
}

/** Moves the active cell; with `extend` the active cell stays and the other corner goes. */
export function moveTo(
  selection: GridSelection,
  to: (from: CellPlace) => CellPlace,
  size: GridSize,
  extend: boolean,
): GridSelection {
  if (extend) return { active: selection.active, anchor: within(to(selection.anchor), size) };
  return at(within(to(selection.active), size));
}

export function step(direction: Direction, count = 1): (from: CellPlace) => CellPlace {
  const by = steps[direction];
  return (from) => ({ row: from.row + by.row * count, column: from.column + by.column * count });
}

/** Ctrl and an arrow: to the last filled cell of the run, or from its end to the next filled cell, or to the edge. */
export function jump(
  direction: Direction,
  size: GridSize,
  isFilled: (place: CellPlace) => boolean,
): (from: CellPlace) => CellPlace {
  const go = step(direction);
  const inside = (p: CellPlace) => p.row >= 0 && p.column >= 0 && p.row < size.rows && p.column < size.columns;
  return (from) => {
    let place = from;
    let next = go(place);
    if (!inside(next)) return place;
    const runs = isFilled(place) && isFilled(next);
    while (inside(next)) {
      if (runs && !isFilled(next)) return place;
      place = next;
      if (!runs && isFilled(place)) return place;
      next = go(place);
    }
    return place;
  };
}

/** Tab: the next cell to type into, over the end of the row to the next one. Undefined at the end of the grid. */
export function tabbed(
  from: CellPlace,
  back: boolean,
  size: GridSize,
  passesBy: (column: number) => boolean,
): CellPlace | undefined {
  const by = back ? -1 : 1;
  let { row, column } = from;
  for (;;) {
    column += by;
    if (column < 0 || column >= size.columns) {
      row += by;
      column = back ? size.columns - 1 : 0;
    }
    if (row < 0 || row >= size.rows) return undefined;
    if (!passesBy(column)) return { row, column };
  }
}

export interface CellRange {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** Both ends are included. */
export function rangeOf({ active, anchor }: GridSelection): CellRange {
  return {
    top: Math.min(active.row, anchor.row),
    bottom: Math.max(active.row, anchor.row),
    left: Math.min(active.column, anchor.column),
    right: Math.max(active.column, anchor.column),
  };
}

export function isSingle({ active, anchor }: GridSelection): boolean {
  return active.row === anchor.row && active.column === anchor.column;
}

/** The cell that was pressed; without a column it is the head of a row. */
export function placeOf(target: EventTarget): { row: number; column: number | undefined } | undefined {
  const element = target instanceof Element ? target : undefined;
  const rowOf = element?.closest<HTMLElement>('[data-row]')?.dataset.row;
  if (rowOf === undefined) return undefined;
  const columnOf = element?.closest<HTMLElement>('[data-column]')?.dataset.column;
  return { row: Number(rowOf), column: columnOf === undefined ? undefined : Number(columnOf) };
}
