import { type AreaId, type AreaTree, getArea, reportLeaves } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { ratioValue } from '@renshe/domain/kernel/indicator.ts';
import { addToMonth, formatMonth, type Month, monthOf, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type Figures, noFigures } from '@renshe/domain/kernel/report-figures.ts';
import {
  type FormColumn,
  type FormLine,
  ledgerCells,
  lineHasColumn,
  monthlyColumns,
  monthlyLines,
} from '@renshe/domain/report/monthly-form.ts';
import type { Reader } from '../platform/db.ts';
import { type FigureTable, findRollup, type Leaves, readAgeBands, readFigures } from '../statistics/read-figures.ts';
import { findForm, monthlyOf } from './report-form.queries.ts';

export type Measure = 'month' | 'yearToDate' | 'adjustment' | 'priorYear';
type CellValues = Record<string, number | null>;

export interface FilledLine {
  line: FormLine;
  month: CellValues;
  yearToDate: CellValues;
  adjustment: CellValues;
  priorYear: CellValues;
}

export interface FilledForm {
  sealed: boolean;
  lines: FilledLine[];
}

/** The communities that make up a report of an area and month, absorbed ones included (kernel K11). */
export function leavesOf(tree: AreaTree, areaId: AreaId, month: Month): Leaves {
  const areas = reportLeaves(tree, areaId, month);
  return { areas, districts: [...new Set(areas.map((id) => getArea(tree, id).districtId))].sort((a, b) => a - b) };
}

export function districtsOfCity(tree: AreaTree): number[] {
  return [...new Set([...tree.areas.values()].map((area) => area.districtId))]
    .filter((id) => id !== 0)
    .sort((a, b) => a - b);
}

/** First month that any leaf of the area reports. */
export async function requireReportableMonth(r: Reader, leaves: Leaves, month: Month, today: PlainDate): Promise<void> {
  if (month > monthOf(today)) throw new AppError('report.month-future', 'invalid', { month: formatMonth(month) });
  const first = await r
    .selectFrom('area_period')
    .select((eb) => eb.fn.min<number | null>('opening_month').as('month'))
    .where('district_id', 'in', [...leaves.districts, -1])
    .where('area_id', 'in', [...leaves.areas, -1])
    .executeTakeFirst();
  if (first?.month && month < first.month)
    throw new AppError('report.before-opening', 'notFound', { month: formatMonth(first.month) });
}

const addFigures = (a: Figures, b: Figures): Figures => ({
  own: a.own + b.own,
  adjustment: a.adjustment + b.adjustment,
  priorYear: a.priorYear + b.priorYear,
  ytd: a.ytd + b.ytd,
  stock: a.stock + b.stock,
});

function sumOf(table: FigureTable, indicators: readonly string[], matches: (cell: string) => boolean): Figures {
  let sum = noFigures();
  for (const indicator of indicators)
    for (const [cell, figures] of table.get(indicator) ?? []) if (matches(cell)) sum = addFigures(sum, figures);
  return sum;
}

/** Fills the form of an area and month: one roll-up read when sealed, balances and totals otherwise, ages of stocks beside. */
export async function fillMonthlyForm(r: Reader, tree: AreaTree, areaId: AreaId, month: Month): Promise<FilledForm> {
  const leaves = leavesOf(tree, areaId, month);
  const rollup = await findRollup(r, getArea(tree, areaId).districtId, areaId, month);
  const table = rollup ?? (await readFigures(r, leaves, month));
  const aged = monthlyLines
    .filter((line) => line.kind === 'stock' && line.dimensions.includes('age'))
    .flatMap((line) => line.indicators);
  const bands = await readAgeBands(r, leaves, districtsOfCity(tree), month, aged);

  const lines = monthlyLines.map((line): FilledLine => {
    const filled: FilledLine = { line, month: {}, yearToDate: {}, adjustment: {}, priorYear: {} };
    for (const column of monthlyColumns) if (lineHasColumn(line, column)) fillCell(filled, line, column, table, bands);
    return filled;
  });
  // A closed community where nobody counts has no rows to roll up; its form is closed all the same.
  const sealed = rollup !== undefined || (await findForm(r, tree, areaId, monthlyOf(month)))?.state === 'closed';
  return { sealed, lines };
}

function fillCell(
  filled: FilledLine,
  line: FormLine,
  column: FormColumn,
  table: FigureTable,
  bands: Awaited<ReturnType<typeof readAgeBands>>,
): void {
  const { key } = column;
  if (line.kind === 'ratio') {
    const stock = (indicators: readonly string[]) => sumOf(table, indicators, (cell) => cell === column.cell).stock;
    const value = ratioValue(stock(line.indicators), stock(line.denominator ?? []));
    filled.month[key] = value === null ? null : Math.round(value * 10_000) / 100;
    return;
  }
  const cells = ledgerCells(line, column);
  if (!cells) {
    filled.month[key] = line.indicators.reduce(
      (sum, indicator) => sum + (bands.get(indicator)?.get(column.band as never) ?? 0),
      0,
    );
    return;
  }
  const figures = sumOf(table, line.indicators, cells);
  if (line.kind === 'stock') {
    filled.month[key] = figures.stock;
    return;
  }
  filled.month[key] = figures.own;
  filled.yearToDate[key] = figures.ytd;
  filled.adjustment[key] = figures.adjustment;
  filled.priorYear[key] = figures.priorYear;
}

/** The cells of one month as a flat record, kept with a submitted and a closed form. */
export function flatFigures(form: FilledForm): Record<string, number | null> {
  const flat: Record<string, number | null> = {};
  for (const { line, ...measures } of form.lines)
    for (const measure of ['month', 'yearToDate', 'adjustment', 'priorYear'] as const)
      for (const [column, value] of Object.entries(measures[measure])) flat[`${line.key}|${column}|${measure}`] = value;
  return flat;
}

/** The same form of another month; undefined before the first reportable month. */
export async function fillEarlierForm(
  r: Reader,
  tree: AreaTree,
  areaId: AreaId,
  month: Month,
  back: 1 | 12,
  opening: Month,
): Promise<FilledForm | undefined> {
  const earlier = addToMonth(month, -back);
  return earlier < opening ? undefined : fillMonthlyForm(r, tree, areaId, earlier);
}

export async function openingMonthOf(r: Reader, leaves: Leaves): Promise<Month> {
  const row = await r
    .selectFrom('area_period')
    .select((eb) => eb.fn.min<number | null>('opening_month').as('month'))
    .where('district_id', 'in', [...leaves.districts, -1])
    .where('area_id', 'in', [...leaves.areas, -1])
    .executeTakeFirst();
  return row?.month ?? 0;
}
