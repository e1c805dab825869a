/** The columns of a report, as booked (kernel K6), from the totals of the leaves that make it up. */
import type { Month } from './plain-date.ts';

export type TotalRow = { indicator: string; cell: string; bookedMonth: Month; effectiveMonth: Month; quantity: number };

export type Figures = {
  /** Happened and booked in the month. */
  own: number;
  /** Booked in the month, happened in earlier months of the same year. */
  adjustment: number;
  /** Booked in the month, happened in earlier years; never in the year to date and never in a target. */
  priorYear: number;
  /** Booked from January to the month and happened in the year. */
  ytd: number;
  /** Everything booked up to the month: what a stock stands at. */
  stock: number;
};

/**
 * Effective months before the opening month are the opening balance: they make the stock and no flow. Totals carry them as
 * the month before the opening month.
 */
export function clampToOpening(effectiveMonth: Month, openingMonth: Month): Month {
  const before = openingMonth % 100 === 1 ? openingMonth - 89 : openingMonth - 1;
  return effectiveMonth < before ? before : effectiveMonth;
}

/** Adds one row of a leaf that opened in `openingMonth` to the figures of a month. */
export function addToFigures(figures: Figures, row: TotalRow, month: Month, openingMonth: Month): void {
  if (row.bookedMonth > month) return;
  figures.stock += row.quantity;
  if (row.effectiveMonth < openingMonth) return;
  const year = Math.floor(month / 100);
  const effectiveYear = Math.floor(row.effectiveMonth / 100);
  if (effectiveYear === year && Math.floor(row.bookedMonth / 100) === year) figures.ytd += row.quantity;
  if (row.bookedMonth !== month) return;
  if (row.effectiveMonth === month) figures.own += row.quantity;
  else if (effectiveYear === year) figures.adjustment += row.quantity;
  else figures.priorYear += row.quantity;
}

export function noFigures(): Figures {
  return { own: 0, adjustment: 0, priorYear: 0, ytd: 0, stock: 0 };
}
