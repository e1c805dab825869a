import { type PeriodKind, parsePeriod, periodOf, shiftPeriod } from '@renshe/domain/kernel/period.ts';
import { addDays } from '@renshe/domain/kernel/plain-date.ts';
import type { FilledReportAnswer } from '@renshe/domain/report/form.contract.ts';

/** Any report form as a grid: pure, so that heads, words and keys can be tested without a browser. */
export type FormAnswer = FilledReportAnswer;
export type FormRow = FormAnswer['rows'][number];
export type FormColumn = FormAnswer['columns'][number];
export type FormKind = FormAnswer['form']['periodKind'];

export const formViews = ['period', 'previous', 'yearAgo'] as const;
export type FormView = (typeof formViews)[number];

export const isFormView = (text: unknown): text is FormView => formViews.some((view) => view === text);

export interface HeadCell {
  key: string;
  text: string;
  row: number;
  columns: number;
  rows: number;
}

/** Heads of several levels by row: neighbours below the same heads share them, a head without more below reaches down. */
export function headRows(columns: readonly FormColumn[], language: 'zh' | 'en'): HeadCell[][] {
  const depth = Math.max(...columns.map((column) => column.heads.length)) + 1;
  const rows: HeadCell[][] = Array.from({ length: depth }, () => []);
  const place = (list: readonly FormColumn[], level: number): void => {
    let index = 0;
    while (index < list.length) {
      const column = list[index]!;
      const head = column.heads[level];
      if (!head) {
        rows[level]!.push({ key: column.key, text: column[language], row: level, columns: 1, rows: depth - level });
        index++;
        continue;
      }
      let end = index + 1;
      while (end < list.length && list[end]!.heads[level]?.zh === head.zh) end++;
      rows[level]!.push({
        key: `${level} ${column.key}`,
        text: head[language],
        row: level,
        columns: end - index,
        rows: 1,
      });
      place(list.slice(index, end), level + 1);
      index = end;
    }
  };
  place(columns, 0);
  return rows;
}

/** Thousands in groups with the row's decimals. */
export function formatValue(value: number, decimals: number): string {
  return value
    .toFixed(decimals)
    .replace(/\B(?=(\d{3})+(?!\d))/g, ',')
    .replace(/^-/, '−');
}

/** A column of changes in per cent has decimals of its own; changes carry their sign. */
export function valueWords(row: FormRow, column: FormColumn, value: number): string {
  const decimals = column.measure === 'changeRate' ? 1 : row.decimals;
  const words = formatValue(value, decimals);
  const signed = column.measure === 'change' || column.measure === 'changeRate';
  return signed && value > 0 ? `+${words}` : words;
}

/** The period a form opens with: the running day, the running week, the month that is reported, the last quarter. */
export function openingPeriod(kind: FormKind, today: string): string {
  if (kind === 'quarter') return shiftPeriod(periodOf('quarter', today), -1).text;
  // Until Monday noon it is last week's brief that is written.
  if (kind === 'week') return periodOf('week', addDays(today, -1)).text;
  return periodOf(kind, today).text;
}

export function isPeriodOf(kind: PeriodKind, text: unknown): text is string {
  return typeof text === 'string' && parsePeriod(text)?.kind === kind;
}

export function shiftText(text: string, by: number): string {
  const period = parsePeriod(text);
  return period ? shiftPeriod(period, by).text : text;
}

/** What a person typed into a cell by hand: a whole number, null to take it back, undefined when it is neither. */
export function parseEntry(text: string): number | null | undefined {
  const plain = text.normalize('NFKC').replace(/[\s,，]/g, '');
  if (plain === '') return null;
  return /^\d{1,10}$/.test(plain) ? Number(plain) : undefined;
}

/** Next row that is entered by hand, or the same one at the end. */
export function nextEntry(rows: readonly FormRow[], from: number): number {
  const next = rows.findIndex((row, index) => index > from && row.kind === 'manual');
  return next < 0 ? from : next;
}
