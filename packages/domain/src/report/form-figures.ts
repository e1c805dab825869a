/** Fills a form from what was read: pure, so that every row kind can be tested by a table. */
import type { AgeBand } from '../kernel/age-band.ts';
import { ratioValue } from '../kernel/indicator.ts';
import { type Figures, noFigures } from '../kernel/report-figures.ts';
import {
  type BasicMeasure,
  type FormColumn,
  type FormRow,
  findRow,
  formUnits,
  hasCell,
  isCountedByAge,
  matchesCell,
  type ReportForm,
  rowHasCell,
  rowHasMeasure,
} from './form.ts';

/** null: no object, or not entered yet; undefined: the row has no such cell; 'pending': still being counted from people. */
export type CellValue = number | null | undefined | 'pending';

/** What a form of one area and period is filled from. */
export interface FormSource {
  /** Booked figures by indicator and cell. */
  figures: ReadonlyMap<string, ReadonlyMap<string, Figures>>;
  /** Stocks by age at the end of the period; 'pending' where they would have to be counted from people. */
  ages: ReadonlyMap<string, ReadonlyMap<AgeBand, number>> | 'pending';
  /** Entries by hand, own and below, by `row|cell`. */
  manual: ReadonlyMap<string, { period: number | null; yearToDate: number | null }>;
  /** Values from outside by indicator. */
  external: ReadonlyMap<string, number>;
}

export const manualKey = (row: string, cell: string): string => `${row}|${cell}`;

const basis = { period: 'own', yearToDate: 'ytd', adjustment: 'adjustment', priorYear: 'priorYear' } as const;

function addUp(values: readonly CellValue[], signs: readonly (1 | -1)[]): CellValue {
  let sum = 0;
  let missing = false;
  for (const [index, value] of values.entries()) {
    if (value === undefined || value === 'pending') return value;
    if (value === null) missing = true;
    else sum += value * (signs[index] ?? 1);
  }
  return missing ? null : sum;
}

/** The value of a row in a cell of the breakdown for one measure. */
export function cellValueOf(
  form: ReportForm,
  source: FormSource,
  row: FormRow,
  cell: string,
  measure: BasicMeasure,
): CellValue {
  if (!rowHasCell(row, cell) || !rowHasMeasure(form, row, measure)) return undefined;
  const at = (key: string): CellValue => {
    const other = findRow(form, key);
    return other === undefined ? undefined : cellValueOf(form, source, other, cell, measure);
  };
  switch (row.kind) {
    case 'heading':
      return undefined;
    case 'manual':
      return source.manual.get(manualKey(row.key, cell))?.[measure === 'yearToDate' ? 'yearToDate' : 'period'] ?? null;
    case 'external':
      return source.external.get(row.indicator) ?? null;
    case 'sum': {
      const minus = row.minus ?? [];
      return addUp([...row.plus, ...minus].map(at), [
        ...row.plus.map(() => 1 as const),
        ...minus.map(() => -1 as const),
      ]);
    }
    case 'ratio': {
      const over = addUp(row.numerator.map(at), []);
      const under = addUp(row.denominator.map(at), []);
      if (typeof over !== 'number') return over;
      if (typeof under !== 'number') return under;
      const value = ratioValue(over, under);
      const factor = row.unit === 'percent' ? 10_000 : 100;
      return value === null ? null : Math.round(value * factor) / 100;
    }
    case 'stock':
    case 'flow': {
      if (isCountedByAge(row, cell)) {
        const { ages } = source;
        if (ages === 'pending') return 'pending';
        const band = cell.slice('age='.length) as AgeBand;
        return row.indicators.reduce((sum, indicator) => sum + (ages.get(indicator)?.get(band) ?? 0), 0);
      }
      const patterns = row.cells ?? [cell];
      let sum = 0;
      for (const indicator of row.indicators)
        for (const [booked, figures] of source.figures.get(indicator) ?? [])
          if (matchesCell(patterns, booked)) sum += figures[row.kind === 'stock' ? 'stock' : basis[measure]];
      return sum;
    }
  }
}

/** The same form of the period asked for, the one before and the one a year earlier; missing ones lie before the opening. */
export interface FormSources {
  period: FormSource;
  previous?: FormSource | undefined;
  yearAgo?: FormSource | undefined;
}

/** The value in a column of the form, comparisons with other periods included. */
export function columnValueOf(form: ReportForm, sources: FormSources, row: FormRow, column: FormColumn): CellValue {
  if (!hasCell(form, row, column)) return undefined;
  const { cell, measure } = column;
  const of = (source: FormSource | undefined): CellValue =>
    source === undefined ? null : cellValueOf(form, source, row, cell, 'period');
  if (measure === 'previous') return of(sources.previous);
  if (measure === 'yearAgo') return of(sources.yearAgo);
  if (measure === 'change' || measure === 'changeRate') {
    const change = addUp([of(sources.period), of(sources.previous)], [1, -1]);
    if (measure === 'change' || typeof change !== 'number') return roundTo(change, row);
    const before = of(sources.previous) as number;
    // More losses than gains are nothing to take a share of.
    const value = before < 0 ? null : ratioValue(change, before);
    return value === null ? null : Math.round(value * 10_000) / 100;
  }
  return cellValueOf(form, sources.period, row, cell, measure);
}

/** Differences of two rounded numbers have no more decimals than they. */
function roundTo(value: CellValue, row: FormRow): CellValue {
  if (typeof value !== 'number') return value;
  const factor = 10 ** formUnits[row.unit].decimals;
  return Math.round(value * factor) / factor;
}

/** Figures of several months added up: what was booked in them, and where the stock stands at the end. */
export function sumOfMonths(
  months: readonly ReadonlyMap<string, ReadonlyMap<string, Figures>>[],
): Map<string, Map<string, Figures>> {
  const sum = new Map<string, Map<string, Figures>>();
  for (const [index, table] of months.entries()) {
    const isLast = index === months.length - 1;
    for (const [indicator, cells] of table)
      for (const [cell, month] of cells) {
        const of = sum.get(indicator) ?? new Map<string, Figures>();
        sum.set(indicator, of);
        const figures = of.get(cell) ?? noFigures();
        of.set(cell, figures);
        // What a month books for earlier months of the year belongs to the quarter in which it is booked, as the year to date has it.
        figures.own += month.own + month.adjustment;
        figures.adjustment += month.adjustment;
        figures.priorYear += month.priorYear;
        if (isLast) Object.assign(figures, { ytd: month.ytd, stock: month.stock });
      }
  }
  return sum;
}
