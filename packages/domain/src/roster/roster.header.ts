/**
 * Finds the header of a sheet and says which column is which field. The header may stand in any of the first rows, under
 * merged titles and lines with unit and date, in one row or in two rows with merged groups (失业情况 over 时间 and 原因).
 */
import { removeBlanks } from '../kernel/citizen-id.ts';
import { isOtherPersonLabel, matchLabel, normalizeLabel, type RosterField } from './roster.columns.ts';
import { cellText, type RosterCell, type RosterMerge, type RosterSheet } from './roster.sheet.ts';

export type RosterColumnMapping = {
  column: number;
  /** As written in the file; a group and its part are joined by '/'. */
  label: string;
  /** The proposed field; null keeps the column as extra text. */
  field: RosterField | null;
  /** 0 to 1; 1 = a known name or chosen by the user. */
  confidence: number;
};

export type RosterLayout = {
  headerRow: number;
  /** 1 or 2, more only when merged cells of the header reach further down. */
  headerRows: number;
  firstDataRow: number;
  /** Texts above the header: titles, reporting unit, date. */
  titles: string[];
  columns: RosterColumnMapping[];
};

/** Mappings that the user chose before: normalised label → field, or null for "not this time". */
export type RememberedLabels = Readonly<Record<string, RosterField | null>>;

const searchedRows = 40;
const weakest = 0.5;

type Candidate = { column: number; label: string; field: RosterField; confidence: number };
type Reading = { columns: RosterColumnMapping[]; score: number; fields: number; hasKey: boolean };

/** The layout of a sheet, or undefined when no row looks like the header of a list of people. */
export function findRosterLayout(sheet: RosterSheet, remembered: RememberedLabels = {}): RosterLayout | undefined {
  let best: { row: number; rows: number; reading: Reading } | undefined;
  let seen = 0;
  for (let row = 0; row < sheet.rows.length && seen < searchedRows; row++) {
    const cells = sheet.rows[row] ?? [];
    if (isBlankRow(cells)) continue;
    seen++;
    const spread = spreadGroups(cells, row, sheet);
    const one = readColumns(labelsOfOneRow(cells), remembered);
    consider(row, 1, one);
    const below = sheet.rows[row + 1] ?? [];
    if (!isBlankRow(below) && looksLikeLabels(below)) {
      const two = readColumns(labelsOfTwoRows(spread, below), remembered);
      const lower = readColumns(labelsOfOneRow(below), remembered);
      // A title above the header adds nothing to it; a group or a label broken in two does.
      if (two.score > Math.max(one.score, lower.score) + 0.01) consider(row, 2, two);
    }
  }
  if (best === undefined) return undefined;
  const headerRows = Math.max(best.rows, mergedDepth(sheet.merges, best.row, best.rows));
  const titles: string[] = [];
  for (let row = 0; row < best.row; row++) {
    for (const cell of sheet.rows[row] ?? []) {
      const text = cellText(cell).trim();
      if (text !== '' && titles.length < 50) titles.push(text);
    }
  }
  const firstDataRow = best.row + headerRows + looseSubHeader(sheet, best.row + headerRows, best.reading.columns);
  const columns = withNumbersFound(sheet, firstDataRow, best.reading.columns);
  return { headerRow: best.row, headerRows, firstDataRow, titles, columns };

  function consider(row: number, rows: number, reading: Reading): void {
    if (!reading.hasKey || reading.fields < 2) return;
    if (best === undefined || reading.score > best.reading.score + 0.01) best = { row, rows, reading };
  }
}

/** Where no header names the identity number, the column that is full of them is proposed. */
function withNumbersFound(
  sheet: RosterSheet,
  firstDataRow: number,
  columns: RosterColumnMapping[],
): RosterColumnMapping[] {
  if (columns.some((column) => column.field === 'citizenId')) return columns;
  const sample = sheet.rows.slice(firstDataRow, firstDataRow + 50).filter((row) => !isBlankRow(row));
  return columns.map((column) => {
    if (column.field !== null || isOtherPersonLabel(column.label) || columns.some((c) => c.field === 'citizenId'))
      return column;
    const numbers = sample.filter((row) =>
      /^\d{6}(19|20)\d{9}[\dX]$/i.test(removeBlanks(cellText(row[column.column]))),
    ).length;
    return numbers >= 3 && numbers >= sample.length / 2 ? { ...column, field: 'citizenId', confidence: 0.6 } : column;
  });
}

/** The same layout with the columns that the user has corrected (column index → field or null). */
export function withMapping(layout: RosterLayout, chosen: Readonly<Record<number, RosterField | null>>): RosterLayout {
  const taken = new Set(Object.values(chosen));
  const columns = layout.columns.map((column) => {
    const field = chosen[column.column];
    if (field !== undefined) return { ...column, field, confidence: 1 };
    return column.field !== null && taken.has(column.field) ? { ...column, field: null, confidence: 0 } : column;
  });
  return { ...layout, columns };
}

/** Column index of a field, or -1. */
export function columnOf(layout: RosterLayout, field: RosterField): number {
  return layout.columns.find((column) => column.field === field)?.column ?? -1;
}

export function isBlankRow(cells: readonly RosterCell[]): boolean {
  return cells.every((cell) => typeof cell === 'string' && cell.trim() === '');
}

function labelsOfOneRow(cells: readonly RosterCell[]): string[][] {
  return cells.map((cell) => (typeof cell === 'string' ? [cell.trim()] : []));
}

/** Labels per column, the first one as it is shown: the lower, then both together, then the upper one. */
function labelsOfTwoRows(upper: readonly string[], below: readonly RosterCell[]): string[][] {
  const labels: string[][] = [];
  for (let column = 0; column < Math.max(upper.length, below.length); column++) {
    const top = upper[column] ?? '';
    const low = cellText(below[column]).trim();
    if (low === '' || top === '' || low === top) labels.push([top === '' ? low : top]);
    else labels.push([low, top + low, `${top.replace(/(基本)?(情况|信息|状况|登记|资料)$/, '')}${low}`, top]);
  }
  return labels;
}

/** The texts of an upper header row, each group spread over the columns it stands above. */
function spreadGroups(cells: readonly RosterCell[], row: number, sheet: RosterSheet): string[] {
  const width = Math.max(cells.length, (sheet.rows[row + 1] ?? []).length);
  const texts = Array.from({ length: width }, (_, column) => cellText(cells[column]).trim());
  let merged = false;
  for (const merge of sheet.merges) {
    if (merge.startRow > row || merge.endRow < row || merge.endColumn === merge.startColumn) continue;
    merged = true;
    for (let column = merge.startColumn + 1; column <= Math.min(merge.endColumn, width - 1); column++) {
      texts[column] = texts[merge.startColumn] ?? '';
    }
  }
  // Formats without merged cells leave the rest of a group blank.
  const below = sheet.rows[row + 1] ?? [];
  for (let column = 1; !merged && column < width; column++) {
    if (texts[column] === '' && cellText(below[column]).trim() !== '' && cellText(below[column - 1]).trim() !== '') {
      texts[column] = texts[column - 1] ?? '';
    }
  }
  return texts;
}

function looksLikeLabels(cells: readonly RosterCell[]): boolean {
  return cells.every((cell) => typeof cell === 'string' && cell.trim().length <= 20 && !/\d{5,}/.test(cell));
}

function readColumns(labels: readonly string[][], remembered: RememberedLabels): Reading {
  const candidates: Candidate[] = [];
  const shown: string[] = [];
  for (const [column, texts] of labels.entries()) {
    const [own = '', , , group] = texts;
    const label = group === undefined ? own : `${group}/${own}`;
    shown[column] = label;
    if (own === '') continue;
    const known = remembered[normalizeLabel(label)];
    if (known !== undefined) {
      if (known !== null) candidates.push({ column, label, field: known, confidence: 1 });
      continue;
    }
    if (group !== undefined && isOtherPersonLabel(group)) continue;
    for (const [i, text] of texts.entries()) {
      const match = matchLabel(text);
      // The group alone names its first part only: 失业情况 says nothing about each column below it.
      if (match === undefined || (i === 3 && match.confidence < 1)) continue;
      const certainty = i === 0 ? match.confidence : match.confidence - 0.02 * i;
      if (group?.includes('户主') === true && i === 0 && ['name', 'citizenId', 'phone'].includes(match.field)) {
        if (match.field === 'name') candidates.push({ column, label, field: 'headName', confidence: 0.9 });
        else candidates.push({ column, label, field: match.field, confidence: 0.5 });
        break;
      }
      candidates.push({ column, label, field: match.field, confidence: certainty });
    }
  }
  const chosen = choose(candidates);
  const columns = shown.map((label, column): RosterColumnMapping => {
    const match = chosen.find((candidate) => candidate.column === column);
    return { column, label, field: match?.field ?? null, confidence: match?.confidence ?? 0 };
  });
  const useful = chosen.filter((candidate) => candidate.field !== 'sequence');
  const score = useful.reduce((sum, candidate) => sum + candidate.confidence + (isKey(candidate.field) ? 1 : 0), 0);
  return { columns, score, fields: chosen.length, hasKey: useful.some((candidate) => isKey(candidate.field)) };
}

function isKey(field: RosterField): boolean {
  return field === 'name' || field === 'citizenId';
}

/** One column per field and one field per column, the surest first, then from left to right. */
function choose(candidates: Candidate[]): Candidate[] {
  const sorted = candidates.filter((candidate) => candidate.confidence >= weakest);
  sorted.sort((a, b) => b.confidence - a.confidence || a.column - b.column);
  const columns = new Set<number>();
  const fields = new Set<RosterField>();
  const chosen: Candidate[] = [];
  for (const candidate of sorted) {
    if (columns.has(candidate.column) || fields.has(candidate.field)) continue;
    columns.add(candidate.column);
    fields.add(candidate.field);
    chosen.push(candidate);
  }
  // A list of heads of household only: the head is the person.
  const head = chosen.find((candidate) => candidate.field === 'headName');
  if (head !== undefined && !fields.has('name') && !fields.has('relation')) head.field = 'name';
  return chosen;
}

/** Rows that the merged cells of the header take, when they reach below it. */
function mergedDepth(merges: readonly RosterMerge[], headerRow: number, rows: number): number {
  let depth = rows;
  for (const merge of merges) {
    if (merge.startRow !== headerRow || merge.endRow <= headerRow || merge.endRow - headerRow > 3) continue;
    depth = Math.max(depth, merge.endRow - headerRow + 1);
  }
  return depth;
}

/** 1 when a row of sub-headings that nobody recognised follows the header (only where the file has no merged cells). */
function looseSubHeader(sheet: RosterSheet, row: number, columns: readonly RosterColumnMapping[]): number {
  const cells = sheet.rows[row];
  if (cells === undefined || isBlankRow(cells)) return 0;
  const filled = cells.filter((cell) => cellText(cell).trim() !== '');
  if (!filled.every((cell) => typeof cell === 'string' && cell.trim().length <= 8 && !/\d/.test(cell))) return 0;
  const first = columns.find((column) => column.label !== '')?.column ?? 0;
  const leading = [
    ...columns.filter((column) => column.field !== null && isKey(column.field)).map((c) => c.column),
    first,
  ];
  if (leading.some((column) => cellText(cells[column]).trim() !== '')) return 0;
  const groups = columns.filter((column) => cellText(cells[column.column]).trim() !== '');
  return groups.some((column) => column.label === '' || columns[column.column + 1]?.label === '') ? 1 : 0;
}
