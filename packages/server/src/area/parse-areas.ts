import {
  type AreaKind,
  areaKindOfLevel,
  areaLevel,
  isUrbanRuralClass,
  levelOfAreaKind,
  normalizeAreaCode,
  parentAreaCode,
} from '@renshe/domain/area/area.rules.ts';
import { isPlainDate, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type CsvRow, parseCsv } from '../platform/csv.ts';

/** One dated set of attributes of one area, as loaded. Rows of the same code with different dates are versions of one area. */
export type AreaRow = {
  /** Line of the file, from 1. */
  line: number;
  /** 12 digits. */
  code: string;
  name: string;
  kind: AreaKind;
  /** 12 digits; null only for the topmost area of the file. */
  parentCode: string | null;
  urbanRuralClass: string | null;
  fromOn: PlainDate;
  /** Exclusive. */
  toOn: PlainDate | null;
};

export type AreaRowErrorCode =
  | 'area-column-missing'
  | 'area-code-format'
  | 'area-name-missing'
  | 'area-kind-unknown'
  | 'area-level-mismatch'
  | 'area-parent-unknown'
  | 'area-parent-level'
  | 'area-class-unknown'
  | 'area-date-format'
  | 'area-date-order'
  | 'area-code-duplicate';

export type AreaRowError = { line: number; code: AreaRowErrorCode; zh: string; en: string };

export type ParsedAreas = { ok: true; rows: AreaRow[] } | { ok: false; errors: AreaRowError[] };

/** The day used where a file says nothing about the beginning: before every record the system will hold. */
export const earliestAreaDay: PlainDate = '1900-01-01';

const columnNames = {
  code: ['code', '代码', '区划代码', '统计用区划代码'],
  name: ['name', '名称', '区划名称'],
  kind: ['kind', '级别', '类别'],
  parent: ['parent_code', '上级代码', '上级区划代码'],
  urbanRural: ['urban_rural_class', '城乡分类代码', '城乡分类'],
  from: ['from_on', '生效日', '启用日期'],
  to: ['to_on', '失效日', '停用日期'],
} as const;

type Column = keyof typeof columnNames;

const kindNames: Record<string, AreaKind> = {
  province: 'province',
  省: 'province',
  city: 'city',
  市: 'city',
  district: 'district',
  区县: 'district',
  street: 'street',
  街道: 'street',
  '街道(乡镇)': 'street',
  乡镇: 'street',
  community: 'community',
  社区: 'community',
  '社区(村)': 'community',
  村: 'community',
};

/**
 * Reads and checks the CSV of a city's areas: code (2, 4, 6, 9 or 12 digits), name, kind, parent_code, urban_rural_class, from_on,
 * to_on, under their English or Chinese names and in any order. Kind and parent may be empty: the code tells them. Codes need not be
 * in the civil list, so a development zone is a district like any other. All rows or all errors; rows come parents first.
 */
export function parseAreas(text: string): ParsedAreas {
  const [header, ...body] = parseCsv(text);
  const columns = findColumns(header);
  if ('errors' in columns) return { ok: false, errors: columns.errors };
  const errors: AreaRowError[] = [];
  const rows: AreaRow[] = [];
  for (const row of body) {
    const judged = readRow(row, columns.positions);
    if ('code' in judged) rows.push(judged);
    else errors.push(...judged.errors);
  }
  // A parent named by a faulty row is not reported a second time at each of its children.
  const faultyCodes = new Set(
    body.map((row) => normalizeAreaCode(row.cells[columns.positions.get('code') ?? 0] ?? '') ?? ''),
  );
  errors.push(...checkPeriods(rows), ...checkParents(rows, faultyCodes));
  if (errors.length > 0) return { ok: false, errors: errors.sort((a, b) => a.line - b.line) };
  rows.sort(
    (a, b) =>
      levelOfAreaKind[a.kind] - levelOfAreaKind[b.kind] || compare(a.code, b.code) || compare(a.fromOn, b.fromOn),
  );
  return { ok: true, rows };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function findColumns(header: CsvRow | undefined): { positions: Map<Column, number> } | { errors: AreaRowError[] } {
  const positions = new Map<Column, number>();
  for (const [column, names] of Object.entries(columnNames) as [Column, readonly string[]][]) {
    const position = header?.cells.findIndex((cell) => names.includes(cell.toLowerCase())) ?? -1;
    if (position >= 0) positions.set(column, position);
  }
  const errors: AreaRowError[] = [];
  for (const column of ['code', 'name'] as const) {
    if (positions.has(column)) continue;
    const [en, zh] = columnNames[column];
    errors.push({
      line: header?.line ?? 1,
      code: 'area-column-missing',
      zh: `首行缺少“${zh}”列(${en})，请补上后重新导入`,
      en: `the first line has no column '${en}' (${zh})`,
    });
  }
  return errors.length > 0 ? { errors } : { positions };
}

function readRow({ line, cells }: CsvRow, positions: Map<Column, number>): AreaRow | { errors: AreaRowError[] } {
  const errors: AreaRowError[] = [];
  const add = (code: AreaRowErrorCode, zh: string, en: string): void => {
    errors.push({ line, code, zh, en });
  };
  const cell = (column: Column): string => cells[positions.get(column) ?? -1] ?? '';

  const code = normalizeAreaCode(cell('code'));
  const level = code === undefined ? undefined : areaLevel(code);
  if (level === undefined) {
    add(
      'area-code-format',
      `代码“${cell('code')}”不是 2、4、6、9 或 12 位的区划代码`,
      `'${cell('code')}' is no area code of 2, 4, 6, 9 or 12 digits`,
    );
  }
  const name = cell('name');
  if (name === '') add('area-name-missing', '没有填写名称', 'the name is empty');

  const kindText = cell('kind');
  const stated = kindNames[kindText.toLowerCase()];
  if (kindText !== '' && stated === undefined) {
    add('area-kind-unknown', `不认识的级别“${kindText}”`, `unknown kind '${kindText}'`);
  }
  const kind = level === undefined ? undefined : areaKindOfLevel[level];
  if (stated !== undefined && kind !== undefined && stated !== kind) {
    add(
      'area-level-mismatch',
      `代码是“${kind}”级，与填写的级别“${kindText}”不一致`,
      `the code is of a ${kind}, not of a ${stated}`,
    );
  }

  const parentText = cell('parent');
  const parentCode = parentText === '' ? undefined : normalizeAreaCode(parentText);
  if (parentText !== '' && parentCode === undefined) {
    add(
      'area-parent-unknown',
      `上级代码“${parentText}”不是区划代码`,
      `the parent code '${parentText}' is no area code`,
    );
  }

  const urbanRural = cell('urbanRural');
  if (urbanRural !== '' && !isUrbanRuralClass(urbanRural)) {
    add('area-class-unknown', `城乡分类代码“${urbanRural}”不存在`, `unknown urban-rural class '${urbanRural}'`);
  }

  const fromOn = cell('from') || earliestAreaDay;
  const toOn = cell('to') || null;
  for (const day of [fromOn, toOn]) {
    if (day !== null && !isPlainDate(day)) {
      add('area-date-format', `日期“${day}”应写成 2026-01-31 这样的形式`, `'${day}' is no date of the form 2026-01-31`);
    }
  }
  if (errors.length === 0 && toOn !== null && toOn <= fromOn) {
    add(
      'area-date-order',
      `失效日 ${toOn} 不晚于生效日 ${fromOn}`,
      `ends on ${toOn}, not after its beginning ${fromOn}`,
    );
  }
  if (errors.length > 0 || code === undefined || kind === undefined) return { errors };
  return {
    line,
    code,
    name,
    kind,
    parentCode: parentCode ?? parentAreaCode(code) ?? null,
    urbanRuralClass: urbanRural || null,
    fromOn,
    toOn,
  };
}

function checkPeriods(rows: AreaRow[]): AreaRowError[] {
  const errors: AreaRowError[] = [];
  const seen = new Map<string, AreaRow[]>();
  for (const row of rows) {
    const others = seen.get(row.code) ?? [];
    const clash = others.find(
      (other) => (other.toOn === null || row.fromOn < other.toOn) && (row.toOn === null || other.fromOn < row.toOn),
    );
    if (clash) {
      errors.push({
        line: row.line,
        code: 'area-code-duplicate',
        zh: `代码 ${row.code} 与第 ${clash.line} 行(${clash.name})在同一时期重复`,
        en: `code ${row.code} is already that of ${clash.name} on line ${clash.line} at the same time`,
      });
    }
    seen.set(row.code, [...others, row]);
  }
  return errors;
}

function checkParents(rows: AreaRow[], faultyCodes: ReadonlySet<string>): AreaRowError[] {
  const errors: AreaRowError[] = [];
  const kinds = new Map(rows.map((row) => [row.code, row.kind]));
  const topLevel = Math.min(...rows.map((row) => levelOfAreaKind[row.kind]));
  for (const row of rows) {
    const level = levelOfAreaKind[row.kind];
    const parentKind = row.parentCode === null ? undefined : kinds.get(row.parentCode);
    if (parentKind === undefined) {
      if (level === topLevel) row.parentCode = null;
      else if (row.parentCode === null || !faultyCodes.has(row.parentCode)) {
        errors.push({
          line: row.line,
          code: 'area-parent-unknown',
          zh: `找不到上级 ${row.parentCode}，请在文件中加上这一级`,
          en: `the parent ${row.parentCode} is not in the file`,
        });
      }
      continue;
    }
    // One level up, but for streets of a city without districts.
    const step = level - levelOfAreaKind[parentKind];
    if (step !== 1 && !(row.kind === 'street' && parentKind === 'city')) {
      errors.push({
        line: row.line,
        code: 'area-parent-level',
        zh: `上级 ${row.parentCode} 的级别(${parentKind})不能直接管辖本级(${row.kind})`,
        en: `a ${row.kind} cannot lie directly below a ${parentKind} (${row.parentCode})`,
      });
    }
  }
  return errors;
}
