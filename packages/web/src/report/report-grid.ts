import { addToMonth, formatMonth, parseMonth, previousMonth } from '@renshe/domain/kernel/plain-date.ts';
import type { MonthlyReport } from '@renshe/domain/report/report.contract.ts';

/** The form of the monthly report as a grid of cells: pure, so that the arrow keys and the words can be tested without a browser. */
export type ReportLine = MonthlyReport['lines'][number];
export type ReportColumn = MonthlyReport['columns'][number];
export type ReportState = MonthlyReport['state'];

/** The switch above the form: which of the line's numbers the cells show. */
export const reportViews = ['month', 'yearToDate', 'lastMonth', 'sameMonthLastYear'] as const;
export type ReportView = (typeof reportViews)[number];

/** What the people behind a cell are asked for: the month that is opened and the measure of the contract. */
export type CellMeasure = 'month' | 'yearToDate' | 'adjustment' | 'priorYear';

export function isReportView(text: unknown): text is ReportView {
  return reportViews.some((view) => view === text);
}

/** The number of a cell; null is "no object" 无对象 and stays null, undefined is a column that the line does not have. */
export function cellValue(line: ReportLine, column: string, view: ReportView): number | null | undefined {
  return line[view][column];
}

/** What a month books for earlier months: of the same year, and of earlier years, which never enter the year to date (kernel K6). */
export const markedMeasures = ['adjustment', 'priorYear'] as const;
export type MarkedMeasure = (typeof markedMeasures)[number];

/** The small marks of a cell, only beside the month's own numbers; parts that are 0 carry none. */
export function marksOf(
  line: ReportLine,
  column: string,
  view: ReportView,
): { measure: MarkedMeasure; value: number }[] {
  if (view !== 'month') return [];
  return markedMeasures.flatMap((measure) => {
    const value = line[measure][column] ?? 0;
    return value === 0 ? [] : [{ measure, value }];
  });
}

/** The month and measure to ask for when a cell of a view, or one of its marks, is opened. */
export function askedFor(
  month: string,
  view: ReportView,
  mark: MarkedMeasure | null = null,
): { month: string; measure: CellMeasure } {
  if (mark !== null) return { month, measure: mark };
  const parsed = parseMonth(month);
  if (parsed === undefined) return { month, measure: 'month' };
  if (view === 'lastMonth') return { month: formatMonth(previousMonth(parsed)), measure: 'month' };
  if (view === 'sameMonthLastYear') return { month: formatMonth(addToMonth(parsed, -12)), measure: 'month' };
  return { month, measure: view };
}

export function shiftMonth(month: string, by: number): string {
  const parsed = parseMonth(month);
  return parsed === undefined ? month : formatMonth(addToMonth(parsed, by));
}

/** Thousands in groups, per cent with two decimals; null has no number and is said in words by the caller. */
export function formatFigure(value: number, unit: ReportLine['unit']): string {
  if (unit === 'percent') return value.toFixed(2);
  return String(value)
    .replace(/\B(?=(\d{3})+(?!\d))/g, ',')
    .replace(/^-/, '−');
}

export interface ColumnGroup {
  key: string;
  zh: string;
  en: string;
  columns: ReportColumn[];
}

/** Neighbouring columns with the same head; a column without a group stands alone and spans both rows of the head. */
export function groupColumns(columns: readonly ReportColumn[]): ColumnGroup[] {
  const groups: ColumnGroup[] = [];
  for (const column of columns) {
    const last = groups.at(-1);
    if (column.group && last?.columns[0]?.group?.zh === column.group.zh) last.columns.push(column);
    else groups.push({ key: column.key, zh: column.group?.zh ?? '', en: column.group?.en ?? '', columns: [column] });
  }
  return groups;
}

export interface CellPosition {
  row: number;
  column: number;
}

/** The keys that `moveCell` knows. */
export const cellKeys = [
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'Ctrl+Home',
  'Ctrl+End',
] as const;

/** Where a cell of a grid stands. */
export function placeOf(cell: HTMLElement): CellPosition {
  return { row: Number(cell.dataset.row), column: Number(cell.dataset.column) };
}

/** Where an arrow key, Home or End leads; undefined for every other key. Never leaves the grid. */
export function moveCell(
  from: CellPosition,
  key: string,
  rows: number,
  columns: number,
  withControl = false,
): CellPosition | undefined {
  const inside = (value: number, size: number): number => Math.max(0, Math.min(size - 1, value));
  switch (key) {
    case 'ArrowUp':
      return { row: inside(from.row - 1, rows), column: from.column };
    case 'ArrowDown':
      return { row: inside(from.row + 1, rows), column: from.column };
    case 'ArrowLeft':
      return { row: from.row, column: inside(from.column - 1, columns) };
    case 'ArrowRight':
      return { row: from.row, column: inside(from.column + 1, columns) };
    case 'Home':
      return { row: withControl ? 0 : from.row, column: 0 };
    case 'End':
      return { row: withControl ? rows - 1 : from.row, column: columns - 1 };
    default:
      return undefined;
  }
}

/** A cell in the URL: `line~column`, with `~adjustment` or `~priorYear` when a mark was opened. Keys have no tilde. */
export interface CellKey {
  line: string;
  column: string;
  mark: MarkedMeasure | null;
}

export function formatCellKey(cell: CellKey): string {
  return `${cell.line}~${cell.column}${cell.mark === null ? '' : `~${cell.mark}`}`;
}

export function parseCellKey(text: unknown): CellKey | undefined {
  if (typeof text !== 'string') return undefined;
  const [line, column, extra, ...more] = text.split('~');
  if (!line || !column || more.length > 0) return undefined;
  if (extra === undefined) return { line, column, mark: null };
  const mark = markedMeasures.find((measure) => measure === extra);
  return mark && { line, column, mark };
}

export interface PathStep {
  sign: '=' | '+' | '-';
  zh: string;
  en: string;
  value: number;
}

/**
 * 期初 41 + 新登记 6 − 注销 8 + 调整 1 = 40. The first step carries no sign, a negative value turns its own, and the value ends the
 * sentence when no step says it.
 */
export function spokenPath(path: readonly PathStep[], language: 'zh' | 'en', value: number | null): string {
  const words = path.map((step, index) => {
    const negative = (index > 0 || step.sign === '-') && step.sign !== '=' && step.value < 0;
    const figure = formatFigure(negative ? -step.value : step.value, 'person');
    const text = step[language] === '' ? figure : `${step[language]} ${figure}`;
    if (index === 0) return step.sign === '-' ? `− ${text}` : text;
    if (step.sign === '=') return `= ${text}`;
    return (step.sign === '-') === negative ? `+ ${text}` : `− ${text}`;
  });
  // One part is the number itself.
  const ended = path.length === 1 || path.at(-1)?.sign === '=';
  return ended || value === null ? words.join(' ') : `${words.join(' ')} = ${formatFigure(value, 'person')}`;
}

/** 登记失业 41 ÷ (41 + 城镇从业 1,200) = 3.30 %: numerator, what it is divided by, the result in words. */
export function spokenRatio(
  path: readonly PathStep[],
  divisor: readonly PathStep[],
  language: 'zh' | 'en',
  result: string | null,
): string {
  const brackets = (steps: readonly PathStep[]) => {
    const words = spokenPath(steps, language, null);
    return steps.length > 1 ? `(${words})` : words;
  };
  const [numerator] = path;
  const [first, ...rest] = divisor;
  // What stands above the line as a whole is not named again below it.
  const again = path.length === 1 && numerator?.[language] === first?.[language];
  const below = first && again ? [{ ...first, zh: '', en: '' }, ...rest] : divisor;
  const words = `${brackets(path)} ÷ ${brackets(below)}`;
  return result === null ? words : `${words} = ${result}`;
}

/** Cells whose number changed since submission, by `line~column`. */
export function changesByCell(state: ReportState): Map<string, { before: number | null; now: number | null }> {
  const changes = new Map<string, { before: number | null; now: number | null }>();
  for (const change of state.changedSinceSubmission) {
    changes.set(formatCellKey({ line: change.key, column: change.column, mark: null }), {
      before: change.before,
      now: change.now,
    });
  }
  return changes;
}

/** 待填 → 已报 → 已收 → 锁定 */
export const stateSteps = ['draft', 'submitted', 'accepted', 'closed'] as const;

export interface BoardRow {
  area: { code: string; name: string };
  state: ReportState['state'];
  overdue: boolean;
}

/** Who has to be called first: late, then not yet sent, then waiting for acceptance; areas by code within. */
export function sortBoard<T extends BoardRow>(rows: readonly T[]): T[] {
  const rank = (row: T): number => (row.overdue ? -1 : stateSteps.indexOf(row.state));
  return rows.toSorted((a, b) => rank(a) - rank(b) || (a.area.code < b.area.code ? -1 : 1));
}

/** The month a report page opens with: until the tenth the one that is being reported, then the one that is running. */
export function reportedMonth(today: string): string {
  return Number(today.slice(8, 10)) <= 10 ? shiftMonth(today.slice(0, 7), -1) : today.slice(0, 7);
}
