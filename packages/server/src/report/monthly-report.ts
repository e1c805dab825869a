import type { AreaId, AreaTree } from '@renshe/domain/area/area-tree.ts';
import { parsePeriod } from '@renshe/domain/kernel/period.ts';
import { addToMonth, formatMonth, lastDayOf, type Month } from '@renshe/domain/kernel/plain-date.ts';
import type { BasicMeasure } from '@renshe/domain/report/form.ts';
import { cellValueOf, type FormSource } from '@renshe/domain/report/form-figures.ts';
import { monthlyReportForm } from '@renshe/domain/report/forms/monthly.ts';
import { type FormLine, monthlyColumns, monthlyLines } from '@renshe/domain/report/monthly-form.ts';
import type { Reader } from '../platform/db.ts';
import { findForm, monthlyOf } from './report-form.queries.ts';
import { readFormSource, readSealedMonths, type SourceOptions } from './report-source.ts';

/** The monthly form by its own names: `month` is what the other forms call the period's own figure. */
export type Measure = 'month' | 'yearToDate' | 'adjustment' | 'priorYear';
type CellValues = Record<string, number | null>;

export const measures = ['month', 'yearToDate', 'adjustment', 'priorYear'] as const satisfies readonly Measure[];

export function basicMeasure(measure: Measure): BasicMeasure {
  return measure === 'month' ? 'period' : measure;
}

export interface FilledLine {
  line: FormLine;
  month: CellValues;
  yearToDate: CellValues;
  adjustment: CellValues;
  priorYear: CellValues;
  /** Columns whose number would have to be counted from people and was not asked for. */
  pending: string[];
}

export interface FilledForm {
  sealed: boolean;
  lines: FilledLine[];
}

/**
 * Fills the form of an area and month: one roll-up read when sealed, balances and totals otherwise. Stocks by age of an open month are
 * counted from people; with `ages` false they are left pending, and the cost does not grow with the population.
 */
export async function fillMonthlyForm(
  r: Reader,
  tree: AreaTree,
  areaId: AreaId,
  month: Month,
  options: SourceOptions = { ages: true },
): Promise<FilledForm> {
  const period = parsePeriod(formatMonth(month))!;
  const source = await readFormSource(r, tree, monthlyReportForm, areaId, period, lastDayOf(month), options);
  // A closed community where nobody counts has no rows to roll up; its form is closed all the same.
  const sealed = source.sealed || (await findForm(r, tree, areaId, monthlyOf(month)))?.state === 'closed';
  return { sealed, lines: monthlyLines.map((line) => fillLine(line, source)) };
}

export interface ComparedForms {
  form: FilledForm;
  /** Undefined before the first reportable month. */
  lastMonth: FilledForm | undefined;
  lastYear: FilledForm | undefined;
}

/** The form with that of the month before and of the same month a year ago; what is sealed of the three is read at once. */
export async function fillComparedForms(
  r: Reader,
  tree: AreaTree,
  areaId: AreaId,
  month: Month,
  opening: Month,
  options: { ages: boolean },
): Promise<ComparedForms> {
  const months = [month, addToMonth(month, -1), addToMonth(month, -12)];
  const sealed = await readSealedMonths(r, tree, monthlyReportForm, areaId, months);
  const fill = (of: Month) => fillMonthlyForm(r, tree, areaId, of, { ...options, sealed });
  const earlier = async (back: number) => {
    const of = addToMonth(month, -back);
    return of < opening ? undefined : fill(of);
  };
  return { form: await fill(month), lastMonth: await earlier(1), lastYear: await earlier(12) };
}

function fillLine(line: FormLine, source: FormSource): FilledLine {
  const filled: FilledLine = { line, month: {}, yearToDate: {}, adjustment: {}, priorYear: {}, pending: [] };
  for (const { key, cell } of monthlyColumns)
    for (const measure of measures) {
      const value = cellValueOf(monthlyReportForm, source, line, cell, basicMeasure(measure));
      if (value === 'pending') filled.pending.push(key);
      else if (value !== undefined) filled[measure][key] = value;
    }
  return filled;
}

/** The cells of one month as a flat record, kept with a submitted and a closed form. */
export function flatFigures(form: FilledForm): Record<string, number | null> {
  const flat: Record<string, number | null> = {};
  for (const filled of form.lines)
    for (const measure of measures)
      for (const [column, value] of Object.entries(filled[measure]))
        flat[`${filled.line.key}|${column}|${measure}`] = value;
  return flat;
}
