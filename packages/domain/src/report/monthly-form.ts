import type { AgeBand } from '../kernel/age-band.ts';
import type { Sentence } from '../kernel/app-error.ts';
import { dimensionOf, type FormRow } from './form.ts';
import { monthlyReportForm, reportAgeBands } from './forms/monthly.ts';

/** The monthly form as its own contract draws it: lines, and the columns of one month. */
export type FormLine = FormRow;

export interface MonthlyColumn {
  key: string;
  zh: string;
  en: string;
  group: Sentence | null;
  /** Cell of the breakdown. */
  cell: string;
  dimension: 'total' | 'sex' | 'age';
  /** Age band of an age column. */
  band: AgeBand | null;
}

export const monthlyLines: readonly FormLine[] = monthlyReportForm.rows;

export const monthlyColumns: readonly MonthlyColumn[] = monthlyReportForm.columns
  .filter((column) => column.measure === 'period')
  .map(({ key, zh, en, heads, cell }) => ({
    key,
    zh,
    en,
    group: heads[0] ?? null,
    cell,
    dimension: cell === '' ? 'total' : dimensionOf(cell) === 'age' ? 'age' : 'sex',
    band: reportAgeBands.find((band) => cell === `age=${band}`) ?? null,
  }));

export const rateDenominator: Sentence = monthlyReportForm.notes[0] ?? { zh: '', en: '' };

export function findLine(key: string): FormLine | undefined {
  return monthlyLines.find((line) => line.key === key);
}

export function findColumn(key: string): MonthlyColumn | undefined {
  return monthlyColumns.find((column) => column.key === key);
}
