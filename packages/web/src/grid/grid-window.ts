/** Which rows are drawn, and how far to scroll. Sizes in px. */

export interface RowWindow {
  first: number;
  /** Exclusive. */
  end: number;
}

const spare = 6;

/** The rows in view and a few above and below, in whole steps, so that most scrolling draws nothing anew. */
export function rowWindow(scrollTop: number, height: number, rowHeight: number, rows: number): RowWindow {
  const first = Math.floor(scrollTop / rowHeight);
  const count = Math.ceil(height / rowHeight) + 1;
  const start = Math.floor(Math.max(0, first - spare) / spare) * spare;
  return { first: Math.min(start, rows), end: Math.min(rows, start + count + 3 * spare) };
}

/** Where to scroll so that a span is in view, beside what is frozen in front of it; the same place when it is. */
export function scrollFor(
  span: { start: number; end: number },
  view: { scroll: number; size: number; frozen: number },
): number {
  if (span.start < view.scroll + view.frozen) return Math.max(0, span.start - view.frozen);
  if (span.end > view.scroll + view.size) return span.end - view.size;
  return view.scroll;
}

/** Left edges of the columns in rem, and the whole width. */
export function columnEdges(widths: readonly number[], start: number): { edges: number[]; width: number } {
  const edges: number[] = [];
  let edge = start;
  for (const width of widths) {
    edges.push(edge);
    edge += width;
  }
  return { edges, width: edge };
}

export const narrowestColumn = 3;
export const widestColumn = 40;

export function resized(width: number, by: number): number {
  return Math.max(narrowestColumn, Math.min(widestColumn, Math.round((width + by) * 10) / 10));
}
