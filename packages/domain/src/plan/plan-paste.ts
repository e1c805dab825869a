/**
 * Reads the indicator table of a plan as it is pasted from a document or a spreadsheet: a header line whose words say what the columns
 * are, one indicator a line, cells separated by tabs (or by | from a text).
 */
import { type Direction, directionNames, type IndicatorKind, indicatorKindNames, type Measure } from './plan.rules.ts';

export interface PastedIndicator {
  line: number;
  name: string;
  kind: IndicatorKind;
  direction: Direction;
  measure: Measure;
  unit: string;
  baselineYear: number | null;
  baselineValue: number | null;
  totalTarget: number | null;
  /** Year → value. */
  path: Readonly<Record<string, number>>;
  ownerOffice: string;
  ownerName: string;
}

export type PasteProblemCode = 'no-name' | 'wrong-number' | 'wrong-kind' | 'wrong-direction' | 'repeated';
export interface PasteProblem {
  line: number;
  column: string;
  code: PasteProblemCode;
  value: string;
}

export interface PastedTable {
  rows: PastedIndicator[];
  problems: PasteProblem[];
  /** Words of the header that mean nothing here. */
  unknown: string[];
}

type Field = 'name' | 'kind' | 'direction' | 'measure' | 'unit' | 'baseline' | 'total' | 'office' | 'person';

const synonyms: Record<Field, readonly string[]> = {
  name: ['指标', '指标名称', '名称', 'indicator', 'name'],
  kind: ['属性', '指标属性', '性质', '类型', 'kind'],
  direction: ['方向', 'direction'],
  measure: ['口径', 'measure'],
  unit: ['单位', '计量单位', 'unit'],
  baseline: ['基期', '基数', '基期值', 'baseline'],
  total: ['合计', '累计', '五年累计', '五年合计', '累计目标', 'total'],
  office: ['责任单位', '牵头单位', 'office'],
  person: ['责任人', 'person'],
};

type Column = { field: Field } | { field: 'baseline'; year: number } | { field: 'year'; year: number } | undefined;

function columnOf(header: string): Column {
  const text = header.replace(/[\s（(].*$/u, '').toLowerCase();
  const baseline = /^(\d{4})年?(?:基期|基数|实际|baseline)/u.exec(header.replace(/\s/g, '').toLowerCase());
  if (baseline) return { field: 'baseline', year: Number(baseline[1]) };
  const year = /^(\d{4})年?(?:目标|计划)?$/u.exec(text);
  if (year) return { field: 'year', year: Number(year[1]) };
  for (const [field, words] of Object.entries(synonyms)) if (words.includes(text)) return { field: field as Field };
  return undefined;
}

/** A number as documents write it: 74,200 · 7.42万 · ≥99.5% · －. Undefined when it is none, null when the cell is empty. */
function readNumber(cell: string): { value: number | null; sign: Direction | undefined; unit: string } | undefined {
  const text = cell.replace(/[\s,，]/g, '').replace('％', '%');
  if (/^[-—–－/]?$/u.test(text)) return { value: null, sign: undefined, unit: '' };
  const match =
    /^([≥≤<>＞＜]|不低于|不高于|[〈〉])?(\+?-?\d+(?:\.\d+)?)(万)?(%|人|人次|个|户|万人|元)?(?:以上|以内|左右)?$/u.exec(
      text,
    );
  if (!match) return undefined;
  const [, sign, digits, myriad, unit] = match;
  const times = myriad || unit === '万人' ? 10_000 : 1;
  const direction = sign === undefined ? undefined : /[≤<＜]|不高于/u.test(sign) ? 'at-most' : 'at-least';
  return {
    value: Math.round(Number(digits) * times * 10_000) / 10_000,
    sign: text.endsWith('以内') ? 'at-most' : direction,
    unit: unit === '万人' ? '人' : (unit ?? ''),
  };
}

export function parsePastedIndicators(text: string): PastedTable {
  const lines = text.split(/\r?\n/);
  const cellsOf = (line: string) => (line.includes('\t') ? line.split('\t') : line.split('|')).map((c) => c.trim());
  const headIndex = lines.findIndex((line) => cellsOf(line).some((cell) => columnOf(cell)?.field === 'name'));
  if (headIndex < 0) return { rows: [], problems: [], unknown: [] };
  const headers = cellsOf(lines[headIndex]!);
  const columns = headers.map(columnOf);
  const problems: PasteProblem[] = [];
  const rows: PastedIndicator[] = [];
  const seen = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (index <= headIndex || line.trim() === '') continue;
    const cells = cellsOf(line);
    const found: PasteProblem[] = [];
    const row = readRow(cells, columns, (column, code, value) =>
      found.push({ line: index + 1, column: headers[column] ?? '', code, value }),
    );
    if (seen.has(row.name)) found.push({ line: index + 1, column: '', code: 'repeated', value: row.name });
    seen.add(row.name);
    if (found.length === 0) rows.push({ line: index + 1, ...row });
    problems.push(...found);
  }
  return { rows, problems, unknown: headers.filter((header, i) => header !== '' && columns[i] === undefined) };
}

function readRow(
  cells: readonly string[],
  columns: readonly Column[],
  problem: (column: number, code: PasteProblemCode, value: string) => void,
): Omit<PastedIndicator, 'line'> {
  const path: Record<string, number> = {};
  const row = {
    name: '',
    kind: 'expected' as IndicatorKind,
    direction: undefined as Direction | undefined,
    measure: undefined as Measure | undefined,
    unit: '',
    baselineYear: null as number | null,
    baselineValue: null as number | null,
    totalTarget: null as number | null,
    ownerOffice: '',
    ownerName: '',
  };
  let signed: Direction | undefined;
  let seenUnit = '';
  for (const [i, column] of columns.entries()) {
    const cell = cells[i] ?? '';
    if (!column) continue;
    if (column.field === 'name') row.name = cell.replace(/^(?:\d+[.．、)）]|[（(]\d+[)）])\s*/u, '');
    else if (column.field === 'office') row.ownerOffice = cell;
    else if (column.field === 'person') row.ownerName = cell;
    else if (column.field === 'unit') row.unit = cell;
    else if (column.field === 'kind' && cell !== '') {
      const kind = wordOf(indicatorKindNames, cell);
      if (kind) row.kind = kind;
      else problem(i, 'wrong-kind', cell);
    } else if (column.field === 'direction' && cell !== '') {
      const direction =
        wordOf(directionNames, cell) ?? (/[≤<]/.test(cell) ? 'at-most' : /[≥>]/.test(cell) ? 'at-least' : undefined);
      if (direction) row.direction = direction;
      else problem(i, 'wrong-direction', cell);
    } else if (column.field === 'measure' && cell !== '') row.measure = /累计|sum|flow/iu.test(cell) ? 'flow' : 'level';
    else if (column.field === 'baseline' || column.field === 'total' || column.field === 'year') {
      const number = readNumber(cell);
      if (!number) {
        problem(i, 'wrong-number', cell);
        continue;
      }
      signed ??= number.sign;
      seenUnit ||= number.unit;
      if (number.value === null) continue;
      if (column.field === 'total') row.totalTarget = number.value;
      else if (column.field === 'year') path[String(column.year)] = number.value;
      else {
        row.baselineValue = number.value;
        if ('year' in column) row.baselineYear = column.year;
      }
    }
  }
  if (row.name === '') problem(0, 'no-name', cells.join(' ').slice(0, 40));
  const unit = row.unit || seenUnit;
  return {
    ...row,
    unit,
    direction: row.direction ?? signed ?? 'at-least',
    measure: row.measure ?? (unit === '%' ? 'level' : 'flow'),
    path,
  };
}

function wordOf<K extends string>(names: Record<K, { zh: string; en: string }>, cell: string): K | undefined {
  return (Object.keys(names) as K[]).find(
    (key) => cell.startsWith(names[key].zh) || cell.toLowerCase() === names[key].en.toLowerCase(),
  );
}
