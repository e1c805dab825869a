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
  if (row.kind === 'flow' && measure === 'yearToDate' && rowHasMeasure(form, row, 'adjustment')) {
    const own = numberAt(at(row, cell, 'period', view));
    // In a quarter the adjustments are part of what was booked in it.
    const adjustment = form.periodKind === 'month' ? numberAt(at(row, cell, 'adjustment', view)) : 0;
    return {
      steps: [
        {
          sign: '=',
          zh: '本年以前各期（已入账）',
          en: 'Earlier periods of the year, as booked',
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
  return { steps: [], divisor: null };
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
  if (typeof opening !== 'number') return [];
  return [
    { sign: '=', zh: '期初', en: 'At the start', value: opening },
    signed('本期净变化', 'net change', value - opening),
  ];
}
