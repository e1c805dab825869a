/**
 * A report form as data: rows × columns (handbook §5.1–5.3). A row says what is counted, a column which measure of it and for whom. The
 * server fills it, the web and the printed sheet draw it, the drill-down reads the same row to find the people. A city adds or changes
 * a form by a file of the same shape (`form-file.ts`).
 */
import type { AreaKind } from '../area/area.rules.ts';
import type { Sentence } from '../kernel/app-error.ts';
import type { PeriodKind } from '../kernel/period.ts';

/** What a number counts, with the decimals it is shown with. */
export const formUnits = {
  person: { zh: '人', en: 'persons', decimals: 0 },
  household: { zh: '户', en: 'households', decimals: 0 },
  vacancy: { zh: '个', en: 'vacancies', decimals: 0 },
  event: { zh: '场', en: 'events', decimals: 0 },
  employer: { zh: '家', en: 'employers', decimals: 0 },
  time: { zh: '人次', en: 'person-times', decimals: 0 },
  percent: { zh: '%', en: '%', decimals: 2 },
  times: { zh: '倍', en: 'times', decimals: 2 },
} as const satisfies Record<string, Sentence & { decimals: number }>;
export type FormUnit = keyof typeof formUnits;

/** Added and taken away: keys of other rows. */
export interface RowTerms {
  plus: readonly string[];
  minus?: readonly string[] | undefined;
}

export type RowKind = 'heading' | 'stock' | 'flow' | 'sum' | 'ratio' | 'manual' | 'external';

interface RowBase {
  key: string;
  zh: string;
  en: string;
  /** How a sentence calls it: 新登记. */
  brief?: Sentence | undefined;
  level: 0 | 1 | 2;
  unit: FormUnit;
  /** Already taken off the row that it stands below: no part of its number. */
  deducted?: boolean | undefined;
  /** Columns that the row fills beside the total, by the dimension of their cell: sex, age, hukou … */
  dimensions: readonly string[];
  definition: Sentence & { source: Sentence };
}

/** Indicators of the ledger that are added up. `cells` picks rows of a breakdown instead of the total: `reason=02`, or `end-reason=01*`. */
export type IndicatorRow = RowBase & {
  kind: 'stock' | 'flow';
  indicators: readonly string[];
  cells?: readonly string[] | undefined;
  /** Rows of the form that say how a stock moved: 新登记 comes, 注销 goes. */
  movement?: RowTerms | undefined;
};
export type SumRow = RowBase & { kind: 'sum' } & RowTerms;
/** Rows above and below the line, each added up; an empty denominator is "no object 无对象". */
export type RatioRow = RowBase & { kind: 'ratio'; numerator: readonly string[]; denominator: readonly string[] };
/** Entered by the owner of the form; a report above adds up the entries below it and its own. */
export type ManualRow = RowBase & { kind: 'manual' };
/** A value from outside with its source, such as the surveyed unemployment rate. */
export type ExternalRow = RowBase & { kind: 'external'; indicator: string };
export type HeadingRow = RowBase & { kind: 'heading' };
export type FormRow = IndicatorRow | SumRow | RatioRow | ManualRow | ExternalRow | HeadingRow;

/** Measures that a single period has; the others compare two periods. */
export const basicMeasures = ['period', 'yearToDate', 'adjustment', 'priorYear'] as const;
export type BasicMeasure = (typeof basicMeasures)[number];
export const formMeasures = [...basicMeasures, 'previous', 'yearAgo', 'change', 'changeRate'] as const;
export type FormMeasure = (typeof formMeasures)[number];

export interface FormColumn {
  key: string;
  zh: string;
  en: string;
  /** Heads above the column, outermost first; neighbours with the same heads share them. */
  heads: readonly Sentence[];
  measure: FormMeasure;
  /** Cell of the breakdown: '' is the total, `sex=1`, `age=16-24`. */
  cell: string;
}

export type CheckRule =
  | { kind: 'compare'; left: RowTerms; op: '=' | '<=' | '>='; right: RowTerms }
  /** Differs from the previous period by more than `percent` and by `least` at least. */
  | { kind: 'jump'; row: string; percent: number; least: number };

/** A cross-check 审核关系. An error stops the submission, a warning asks for an explanation. */
export interface FormCheck extends Sentence {
  key: string;
  severity: 'error' | 'warning';
  rule: CheckRule;
}

export interface ReportForm extends Sentence {
  key: string;
  /** 日报, 月报 …: the word on the switch. */
  short: Sentence;
  /** 表号. */
  number: string;
  /** 制定机关. */
  issuer: Sentence;
  periodKind: Exclude<PeriodKind, 'year'>;
  /** Levels whose offices hand it in. */
  levels: readonly AreaKind[];
  rows: readonly FormRow[];
  columns: readonly FormColumn[];
  checks: readonly FormCheck[];
  /** Printed below the table. */
  notes: readonly Sentence[];
  /** Written together with the figures: what changed and why. */
  narrative: boolean;
  paper: 'a4' | 'a3';
}

export const dimensionOf = (cell: string): string => cell.split('=')[0] ?? '';

export function findRow(form: ReportForm, key: string): FormRow | undefined {
  return form.rows.find((row) => row.key === key);
}

export function findFormColumn(form: ReportForm, key: string): FormColumn | undefined {
  return form.columns.find((column) => column.key === key);
}

/** Does a row fill the cells of a breakdown? What it does not fill stays empty, which is not the same as zero. */
export function rowHasCell(row: FormRow, cell: string): boolean {
  if (row.kind === 'heading') return false;
  return cell === '' || row.dimensions.includes(dimensionOf(cell));
}

const comparing: readonly FormMeasure[] = ['previous', 'yearAgo', 'change', 'changeRate'];

/** Measures that a row has: a stock has no year to date, a ratio is not booked. */
export function rowHasMeasure(form: ReportForm, row: FormRow, measure: FormMeasure): boolean {
  if (measure === 'period') return row.kind !== 'heading';
  if (measure === 'changeRate') return row.kind !== 'heading' && row.kind !== 'ratio' && row.kind !== 'external';
  if (comparing.includes(measure)) return row.kind !== 'heading';
  if (row.kind === 'manual') return measure === 'yearToDate';
  if (row.kind === 'sum')
    return [...row.plus, ...(row.minus ?? [])].every((key) => {
      const part = findRow(form, key);
      return part !== undefined && rowHasMeasure(form, part, measure);
    });
  return (
    row.kind === 'flow' && (measure === 'yearToDate' || form.periodKind === 'month' || form.periodKind === 'quarter')
  );
}

export function hasCell(form: ReportForm, row: FormRow, column: FormColumn): boolean {
  return rowHasCell(row, column.cell) && rowHasMeasure(form, row, column.measure);
}

/** Cells of the breakdown that the form's columns show, the total always. */
export function cellsOf(form: ReportForm): string[] {
  return [...new Set(['', ...form.columns.map((column) => column.cell)])];
}

/** Does a cell of the ledger belong to a row's choice of cells? A star at the end stands for anything. */
export function matchesCell(patterns: readonly string[], cell: string): boolean {
  return patterns.some((pattern) => (pattern.endsWith('*') ? cell.startsWith(pattern.slice(0, -1)) : cell === pattern));
}

/** Stocks by age are not booked: they are counted from people while the month is open and frozen when it is closed. */
export function isCountedByAge(row: FormRow, cell: string): boolean {
  return row.kind === 'stock' && dimensionOf(cell) === 'age';
}
