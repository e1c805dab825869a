/** Cross-checks 审核关系 of a form: equal, not more than, an unusual jump. */
import type { Sentence } from '../kernel/app-error.ts';
import { cellsOf, type FormCheck, type FormRow, findRow, type ReportForm, type RowTerms } from './form.ts';
import { type CellValue, cellValueOf, type FormSources } from './form-figures.ts';

export interface FailedCheck {
  key: string;
  severity: FormCheck['severity'];
  /** What should hold, as the form says it. */
  sentence: Sentence;
  /** Cell of the breakdown where it does not; '' is the total. */
  cell: string;
  /** Rows that take part, so that they can be marked. */
  rows: string[];
  left: number;
  right: number;
}

const rowsOf = (terms: RowTerms): string[] => [...terms.plus, ...(terms.minus ?? [])];

function sumOf(terms: RowTerms, at: (row: string) => CellValue): number | undefined {
  let sum = 0;
  for (const [keys, sign] of [
    [terms.plus, 1],
    [terms.minus ?? [], -1],
  ] as const)
    for (const key of keys) {
      const value = at(key);
      if (typeof value !== 'number') return undefined;
      sum += sign * value;
    }
  return sum;
}

/** Checks that do not hold. A cell with a number still missing is not judged; see {@link missingEntries}. */
export function failedChecks(form: ReportForm, sources: FormSources): FailedCheck[] {
  return form.checks.flatMap((check) => {
    const { rule } = check;
    const found: FailedCheck[] = [];
    const fail = (cell: string, rows: string[], left: number, right: number) =>
      found.push({
        key: check.key,
        severity: check.severity,
        sentence: { zh: check.zh, en: check.en },
        cell,
        rows,
        left,
        right,
      });
    const valueIn = (source: FormSources['period'], cell: string) => (key: string) => {
      const row = findRow(form, key);
      return row && cellValueOf(form, source, row, cell, 'period');
    };
    if (rule.kind === 'jump') {
      const now = valueIn(sources.period, '')(rule.row);
      const before = sources.previous && valueIn(sources.previous, '')(rule.row);
      if (typeof now === 'number' && typeof before === 'number') {
        const change = Math.abs(now - before);
        if (change >= rule.least && change * 100 > rule.percent * Math.abs(before)) fail('', [rule.row], now, before);
      }
      return found;
    }
    for (const cell of cellsOf(form)) {
      const left = sumOf(rule.left, valueIn(sources.period, cell));
      const right = sumOf(rule.right, valueIn(sources.period, cell));
      if (left === undefined || right === undefined) continue;
      const holds = rule.op === '=' ? left === right : rule.op === '<=' ? left <= right : left >= right;
      if (!holds) fail(cell, [...rowsOf(rule.left), ...rowsOf(rule.right)], left, right);
    }
    return found;
  });
}

/** Is a row, or one that it is computed from, an entry that nobody has made yet? */
export function waitsForEntry(form: ReportForm, source: FormSources['period'], row: FormRow): boolean {
  const parts = row.kind === 'sum' ? rowsOf(row) : row.kind === 'ratio' ? [...row.numerator, ...row.denominator] : [];
  return (
    (row.kind === 'manual' && cellValueOf(form, source, row, '', 'period') === null) ||
    parts.some((key) => {
      const part = findRow(form, key);
      return part !== undefined && waitsForEntry(form, source, part);
    })
  );
}

/** Rows by hand that nobody has entered anything for, neither here nor below. */
export function missingEntries(form: ReportForm, sources: FormSources): string[] {
  return form.rows
    .filter((row) => row.kind === 'manual' && cellValueOf(form, sources.period, row, '', 'period') === null)
    .map((row) => row.key);
}
