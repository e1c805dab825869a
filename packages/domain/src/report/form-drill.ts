/** What stands behind a cell of a form: the bookings to be listed, and the way to the number in words. */
import { type AgeBand, ageBands } from '../kernel/age-band.ts';
import {
  type BasicMeasure,
  type FormMeasure,
  type FormRow,
  findRow,
  isCountedByAge,
  type ReportForm,
  rowHasCell,
  rowHasMeasure,
} from './form.ts';
import type { CellValue } from './form-figures.ts';

export type FormView = 'period' | 'previous' | 'yearAgo';

/** Bookings of one indicator that a cell adds up, of the form's period or of the one it is compared with. */
export interface DrillTerm {
  sign: 1 | -1;
  indicator: string;
  kind: 'stock' | 'flow';
  /** Cells of the ledger, a star at the end for anything. */
  cells: readonly string[];
  /** Of stocks by age: the band on the last day. */
  band: AgeBand | null;
  measure: BasicMeasure;
  view: FormView;
}

/** A cell of a form: measure and cell of the breakdown; of a ratio one of its two parts. */
export interface CellAddress {
  row: FormRow;
  cell: string;
  measure: FormMeasure;
  part?: 'numerator' | 'denominator' | undefined;
}

const baseOf = (measure: FormMeasure): BasicMeasure =>
  measure === 'yearToDate' || measure === 'adjustment' || measure === 'priorYear' ? measure : 'period';

const viewsOf = (measure: FormMeasure): { view: FormView; sign: 1 | -1 }[] => {
  if (measure === 'previous' || measure === 'yearAgo') return [{ view: measure, sign: 1 }];
  if (measure === 'change' || measure === 'changeRate')
    return [
      { view: 'period', sign: 1 },
      { view: 'previous', sign: -1 },
    ];
  return [{ view: 'period', sign: 1 }];
};

/** The bookings behind a cell; empty where nobody stands behind it (entries by hand, values from outside, headings). */
export function drillTerms(form: ReportForm, address: CellAddress): DrillTerm[] {
  const measure = baseOf(address.measure);
  return viewsOf(address.measure).flatMap(({ view, sign }) =>
    termsOf(form, address.row, address.cell, address.part, measure, view, sign),
  );
}

function termsOf(
  form: ReportForm,
  row: FormRow,
  cell: string,
  part: CellAddress['part'],
  measure: BasicMeasure,
  view: FormView,
  sign: 1 | -1,
): DrillTerm[] {
  const of = (keys: readonly string[] | undefined, by: 1 | -1): DrillTerm[] =>
    (keys ?? []).flatMap((key) => {
      const other = findRow(form, key);
      return other ? termsOf(form, other, cell, undefined, measure, view, by) : [];
    });
  switch (row.kind) {
    case 'stock':
    case 'flow': {
      const byAge = isCountedByAge(row, cell);
      const band = byAge ? (ageBands.find((one) => `age=${one}` === cell) ?? null) : null;
      return row.indicators.map((indicator) => ({
        sign,
        indicator,
        kind: row.kind,
        cells: row.cells ?? [byAge ? '' : cell],
        band,
        measure,
        view,
      }));
    }
    case 'sum':
      return [...of(row.plus, sign), ...of(row.minus, sign === 1 ? -1 : 1)];
    case 'ratio':
      return of(part === 'denominator' ? row.denominator : row.numerator, sign);
    default:
      return [];
  }
}

export interface PathStep {
  sign: '=' | '+' | '-';
  zh: string;
  en: string;
  value: number;
}

/** The way to a number: its parts, and of a ratio what they are divided by. Empty where there is nothing to add to the number itself. */
export interface NumberPath {
  steps: PathStep[];
  divisor: PathStep[] | null;
}

/** Values of the form in the period, the one before, a year ago. */
export type ValueAt = (row: FormRow, cell: string, measure: BasicMeasure, view: FormView) => CellValue;

const numberAt = (value: CellValue): number => (typeof value === 'number' ? value : 0);
/** A part that is added, or taken away with `by` −1; a negative amount turns its sign. */
const signed = (zh: string, en: string, amount: number, by: 1 | -1 = 1): PathStep => ({
  sign: amount < 0 === (by === 1) ? '-' : '+',
  zh,
  en,
  value: Math.abs(amount),
});
/** In a sentence nobody says 其中 twice. */
const briefOf = (row: FormRow): { zh: string; en: string } =>
  row.brief ?? { zh: row.zh.replace(/^其中[:：]/u, ''), en: row.en.replace(/^of which /, '') };

const viewNames = {
  period: { zh: '本期', en: 'this period' },
  previous: { zh: '上期', en: 'previous period' },
  yearAgo: { zh: '去年同期', en: 'a year ago' },
} as const;

/** How a number came about: 期初 41 + 新登记 6 − 注销 8 + 迁入迁出及更正 1 = 40; 41 ÷ (41 + 1,102) = 3.59 %; the parts of a sum. */
export function numberPath(form: ReportForm, address: CellAddress, at: ValueAt): NumberPath {
  const { row, cell, measure } = address;
  if (measure === 'change' || measure === 'changeRate') {
    const of = (view: FormView) => numberAt(at(row, cell, 'period', view));
    const change: PathStep[] = [
      { sign: '=', ...viewNames.period, value: of('period') },
      { sign: '-', ...viewNames.previous, value: of('previous') },
    ];
    return measure === 'change'
      ? { steps: change, divisor: null }
      : { steps: change, divisor: [{ sign: '=', ...viewNames.previous, value: of('previous') }] };
  }
  const view: FormView = measure === 'previous' || measure === 'yearAgo' ? measure : 'period';
  return pathOf(form, row, cell, baseOf(measure), view, at);
}

function pathOf(
  form: ReportForm,
  row: FormRow,
  cell: string,
  measure: BasicMeasure,
  view: FormView,
  at: ValueAt,
): NumberPath {
  const value = numberAt(at(row, cell, measure, view));
  const partsOf = (plus: readonly string[], minus: readonly string[] = []): PathStep[] =>
    [...plus.map((key) => [key, 1] as const), ...minus.map((key) => [key, -1] as const)].flatMap(([key, by], index) => {
      const part = findRow(form, key);
      if (!part) return [];
      const amount = numberAt(at(part, cell, measure, view));
      const { zh, en } = briefOf(part);
      return [index === 0 && by === 1 ? { sign: '=' as const, zh, en, value: amount } : signed(zh, en, amount, by)];
    });
  if (row.kind === 'ratio') return { steps: partsOf(row.numerator), divisor: partsOf(row.denominator) };
  if (row.kind === 'sum') return { steps: partsOf(row.plus, row.minus), divisor: null };
  if (row.kind === 'stock') return { steps: stockPath(form, row, cell, value, view, at), divisor: null };
  if (row.kind === 'flow' && measure === 'yearToDate') {
    const own = numberAt(at(row, cell, 'period', view));
    // In a quarter the adjustments are part of what was booked in it.
    const adjustment = form.periodKind === 'month' ? numberAt(at(row, cell, 'adjustment', view)) : 0;
    const booked = rowHasMeasure(form, row, 'adjustment');
    return {
      steps: [
        {
          sign: '=',
          zh: booked ? '本年以前各期（已入账）' : '本年以前各期',
          en: booked ? 'Earlier periods of the year, as booked' : 'Earlier periods of the year',
          value: value - own - adjustment,
        },
        signed('本期发生', 'this period', own),
        ...(adjustment === 0 ? [] : [signed('以前月份调整', 'adjustments of earlier months', adjustment)]),
      ],
      divisor: null,
    };
  }
  if (row.kind === 'flow' && measure === 'period' && form.periodKind === 'quarter') {
    const adjustment = numberAt(at(row, cell, 'adjustment', view));
    if (adjustment !== 0)
      return {
        steps: [
          { sign: '=', zh: '当月发生', en: 'In its own month', value: value - adjustment },
          signed('补记本年以前月份', 'booked later for earlier months', adjustment),
        ],
        divisor: null,
      };
  }
  return { steps: row.kind === 'flow' ? flowPath(form, row, cell, measure, view, at) : [], divisor: null };
}

const single = (zh: string, en: string, value: number): PathStep[] => [{ sign: '=', zh, en, value }];

/** A flow of one period: what was taken off it, the rows that it must equal, men and women, or when it happened and was booked. */
function flowPath(
  form: ReportForm,
  row: FormRow & { kind: 'stock' | 'flow' },
  cell: string,
  measure: BasicMeasure,
  view: FormView,
  at: ValueAt,
): PathStep[] {
  const value = numberAt(at(row, cell, measure, view));
  if (measure === 'adjustment')
    return single('本期入账、发生在本年以前月份', 'booked in the period for earlier months of the year', value);
  if (measure === 'priorYear')
    return single('本期入账、发生在以前年度', 'booked in the period for earlier years', value);
  const amounts = (parts: readonly FormRow[]) =>
    parts.flatMap((part) => {
      const amount = rowHasCell(part, cell) ? numberAt(at(part, cell, measure, view)) : 0;
      return amount === 0 ? [] : [{ ...briefOf(part), amount }];
    });
  const taken = amounts(form.rows.slice(form.rows.indexOf(row) + 1, endOfPart(form, row)).filter((r) => r.deducted));
  if (taken.length > 0) {
    const before = value + taken.reduce((sum, { amount }) => sum + amount, 0);
    return [
      ...single('扣减前', 'before deduction', before),
      ...taken.map(({ zh, en, amount }) => signed(zh, en, amount, -1)),
    ];
  }
  const equal = form.checks.find(
    ({ rule }) => rule.kind === 'compare' && rule.op === '=' && rule.left.plus.join() === row.key && !rule.left.minus,
  )?.rule;
  const parts =
    equal?.kind === 'compare' && !equal.right.minus ? equal.right.plus.flatMap((key) => findRow(form, key) ?? []) : [];
  const sexes = form.columns.filter((column) => column.measure === 'period' && column.cell.startsWith('sex='));
  const split =
    cell !== '' || value === 0
      ? []
      : parts.length > 0
        ? amounts(parts)
        : row.dimensions.includes('sex')
          ? sexes.map(({ zh, en, cell: sex }) => ({ zh, en, amount: numberAt(at(row, sex, measure, view)) }))
          : [];
  if (split.length > 0 && split.reduce((sum, { amount }) => sum + amount, 0) === value)
    return split.map(({ zh, en, amount }, index) =>
      index === 0 ? { sign: '=' as const, zh, en, value: amount } : signed(zh, en, amount),
    );
  return form.periodKind === 'day' || form.periodKind === 'week'
    ? single('发生在本期', 'happened in the period', value)
    : single('发生在本期、本期入账', 'happened and booked in the period', value);
}

/** Where the rows that stand indented below a row end. */
function endOfPart(form: ReportForm, row: FormRow): number {
  const start = form.rows.indexOf(row) + 1;
  const next = form.rows.slice(start).findIndex((one) => one.level <= row.level);
  return next < 0 ? form.rows.length : start + next;
}

function stockPath(
  form: ReportForm,
  row: FormRow & { kind: 'stock' | 'flow' },
  cell: string,
  value: number,
  view: FormView,
  at: ValueAt,
): PathStep[] {
  // Only of the form's own period the one before is known.
  const opening = view === 'period' && !isCountedByAge(row, cell) ? at(row, cell, 'period', 'previous') : null;
  const moved = (keys: readonly string[] | undefined) =>
    (keys ?? []).flatMap((key) => {
      const part = findRow(form, key);
      if (!part || !rowHasCell(part, cell)) return [];
      const amount = (measure: BasicMeasure) => numberAt(at(part, cell, measure, view));
      const late =
        form.periodKind === 'month'
          ? amount('adjustment') + amount('priorYear')
          : form.periodKind === 'quarter'
            ? amount('priorYear')
            : 0;
      return [{ part, amount: amount('period') + late }];
    });
  if (row.movement && view === 'period' && !isCountedByAge(row, cell)) {
    const came = moved(row.movement.plus);
    const left = moved(row.movement.minus);
    const steps = [
      ...came.map(({ part, amount }) => signed(briefOf(part).zh, briefOf(part).en, amount)),
      ...left.map(({ part, amount }) => signed(briefOf(part).zh, briefOf(part).en, amount, -1)),
    ];
    const explained = steps.reduce((sum, step) => sum + (step.sign === '-' ? -step.value : step.value), 0);
    // The first period begins with those who were there before the system opened.
    if (typeof opening !== 'number')
      return [
        {
          sign: '=',
          zh: '启用前已登记（含迁移、更正）',
          en: 'Registered before the opening (with moves and corrections)',
          value: value - explained,
        },
        ...steps,
      ];
    const rest = value - opening - explained;
    return [
      { sign: '=', zh: '期初', en: 'At the start', value: opening },
      ...steps,
      ...(rest === 0 ? [] : [signed('迁入迁出及更正', 'moves and corrections', rest)]),
    ];
  }
  // The first period has nothing to begin with: what stands there did not come in it.
  if (typeof opening !== 'number')
    return view === 'period' && !isCountedByAge(row, cell)
      ? single('启用首期，没有期初数；期末', 'first period, nothing to begin with; at the end', value)
      : [];
  return [
    { sign: '=', zh: '期初', en: 'At the start', value: opening },
    signed('本期净变化', 'net change', value - opening),
  ];
}
