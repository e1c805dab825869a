/** A whole file: layout of each sheet, every row judged, the counts. */

import { setImmediate } from 'node:timers/promises';
import type { RosterField } from '@renshe/domain/roster/roster.columns.ts';
import type { RosterRejectCode, RosterWarningCode } from '@renshe/domain/roster/roster.errors.ts';
import {
  columnOf,
  findRosterLayout,
  type RememberedLabels,
  type RosterLayout,
  withMapping,
} from '@renshe/domain/roster/roster.header.ts';
import { carriedCells, findHouseholdBlocks } from '@renshe/domain/roster/roster.households.ts';
import {
  createRosterJudge,
  type JudgedRosterRow,
  type RosterJudgeOptions,
  type RosterRow,
  rejectAsRegisteredElsewhere,
} from '@renshe/domain/roster/roster.judge.ts';
import { guessRosterKind, type RosterKind } from '@renshe/domain/roster/roster.kind.ts';
import { looksLikeCitizenId, rosterRowClassifier } from '@renshe/domain/roster/roster.rows.ts';
import { cellText, type RosterSheet } from '@renshe/domain/roster/roster.sheet.ts';
import type { RosterWorkbook } from './parse-workbook.ts';
import { RosterFileError } from './roster-file-error.ts';

export type JudgeRosterOptions = RosterJudgeOptions & {
  fileName: string;
  /** Guessed when not given. */
  kind?: RosterKind;
  /** Mappings that the office has chosen before. */
  remembered?: RememberedLabels;
  /** The user's correction for this file: index of the sheet → column index → field or null. */
  mapping?: Readonly<Record<number, Readonly<Record<number, RosterField | null>>>>;
  /**
   * Of these valid identity numbers, those whose person another community has, with details for the sentence.
   * Called with up to 5000 numbers at a time.
   */
  findRegisteredElsewhere?: (citizenIds: string[]) => Promise<ReadonlyMap<string, Readonly<Record<string, string>>>>;
};

export type JudgedRosterSheet = {
  name: string;
  /** Why the sheet was left out, or null. */
  skipped: 'hidden' | 'blank' | 'no-header' | null;
  /** Null when the sheet was left out. A continuation sheet without header has the layout of the one before, headerRows 0. */
  layout: RosterLayout | null;
  dataRows: number;
  households: number;
};

export type RosterCounts = {
  kind: RosterKind;
  dataRows: number;
  accepted: number;
  /** Accepted rows whose name or identity number had to be mended. */
  repaired: number;
  rejected: Partial<Record<RosterRejectCode, number>>;
  warned: Partial<Record<RosterWarningCode, number>>;
  /** Household blocks found; 0 where the file says nothing of households. */
  households: number;
};

export type JudgedRoster = {
  kind: RosterKind;
  sheets: JudgedRosterSheet[];
  /** In the order of the file. */
  rows: JudgedRosterRow[];
  counts: RosterCounts;
};

const lookupSize = 5000;

/** Other requests get their turn after so many rows. */
const rowsAtOnce = 1000;

/** @throws RosterFileError `roster-file-no-header` when no sheet has a header. */
export async function judgeRoster(workbook: RosterWorkbook, options: JudgeRosterOptions): Promise<JudgedRoster> {
  const judge = createRosterJudge(options);
  const sheets: JudgedRosterSheet[] = [];
  const rows: JudgedRosterRow[] = [];
  const found = findLayouts(workbook.sheets, options);
  let households = 0;
  for (const [index, sheet] of workbook.sheets.entries()) {
    const judged: JudgedRosterSheet = { name: sheet.name, skipped: null, layout: null, dataRows: 0, households: 0 };
    sheets.push(judged);
    const layout = found[index];
    if (sheet.hidden) judged.skipped = 'hidden';
    else if (sheet.rows.every((row) => row.length === 0)) judged.skipped = 'blank';
    else if (layout === undefined) judged.skipped = 'no-header';
    if (judged.skipped !== null || layout === undefined) continue;
    judged.layout = layout;
    const kindOf = rosterRowClassifier(sheet, layout);
    const dataRows: number[] = [];
    for (let row = layout.firstDataRow; row < sheet.rows.length; row++) {
      if (kindOf(row) === 'data') dataRows.push(row);
      if (row % rowsAtOnce === 0) await setImmediate();
    }
    const blocks = findHouseholdBlocks(sheet, layout, dataRows);
    for (const row of rosterRows(sheet, index, layout, dataRows, blocks.blocks, households)) {
      rows.push(judge(row));
      if (rows.length % rowsAtOnce === 0) await setImmediate();
    }
    judged.dataRows = dataRows.length;
    judged.households = blocks.count;
    households += blocks.count;
  }
  if (sheets.every((sheet) => sheet.layout === null)) throw new RosterFileError('roster-file-no-header');
  await markRegisteredElsewhere(rows, options);
  const kind = options.kind ?? guessKind(options.fileName, sheets);
  return { kind, sheets, rows, counts: countRows(kind, rows, households) };
}

/** The layout of each sheet as proposed, or as the user has corrected it; undefined for sheets that list nobody. */
function findLayouts(sheets: readonly RosterSheet[], options: JudgeRosterOptions): (RosterLayout | undefined)[] {
  let previous: RosterLayout | undefined;
  const layouts = sheets.map((sheet, index) => {
    if (sheet.hidden) return undefined;
    const found = findRosterLayout(sheet, options.remembered) ?? continuedLayout(sheet, previous);
    const chosen = options.mapping?.[index];
    const layout = found === undefined || chosen === undefined ? found : withMapping(found, chosen);
    previous = layout ?? previous;
    return layout;
  });
  // Beside lists with identity numbers, a sheet without them is a telephone list or a summary.
  const hasNumbers = (layout: RosterLayout | undefined) => layout !== undefined && columnOf(layout, 'citizenId') >= 0;
  const needsNumbers = layouts.some(hasNumbers);
  return layouts.map((layout, index) =>
    needsNumbers && !hasNumbers(layout) && options.mapping?.[index] === undefined ? undefined : layout,
  );
}

/** A sheet without header that goes on where the one before it ended: the identity numbers stand in the same column. */
function continuedLayout(sheet: RosterSheet, previous: RosterLayout | undefined): RosterLayout | undefined {
  if (previous === undefined) return undefined;
  const column = columnOf(previous, 'citizenId');
  const filled = sheet.rows.filter((row) => row.length > 1).slice(0, 50);
  const fitting = filled.filter((row) => looksLikeCitizenId(row[column])).length;
  if (column < 0 || filled.length === 0 || fitting < filled.length / 2) return undefined;
  return { ...previous, headerRow: 0, headerRows: 0, firstDataRow: 0, titles: [] };
}

function* rosterRows(
  sheet: RosterSheet,
  index: number,
  layout: RosterLayout,
  dataRows: readonly number[],
  blocks: readonly (number | null)[],
  firstHousehold: number,
): Generator<RosterRow> {
  const carried = carriedCells(sheet, layout);
  const mapped = layout.columns.filter((column) => column.field !== null);
  const birthLabel = layout.columns.find((column) => column.field === 'birthOn')?.label ?? '';
  const birthIsMonth = birthLabel.includes('月') && !/[日期]/.test(birthLabel);
  for (const [i, row] of dataRows.entries()) {
    const cells: RosterRow['cells'] = {};
    const given = carried.get(row);
    for (const { column, field } of mapped) {
      const own = sheet.rows[row]?.[column] ?? '';
      const cell = own === '' ? (given?.get(column) ?? '') : own;
      if (cell !== '' && field !== null) cells[field] = cell;
    }
    const block = blocks[i] ?? null;
    const household = block === null ? null : firstHousehold + block;
    yield { sheet: index, row, sheetName: sheet.name, cells, household, birthIsMonth };
  }
}

async function markRegisteredElsewhere(rows: JudgedRosterRow[], options: JudgeRosterOptions): Promise<void> {
  if (options.findRegisteredElsewhere === undefined) return;
  const accepted = rows.filter((row) => row.verdict === 'accepted');
  for (let from = 0; from < accepted.length; from += lookupSize) {
    const part = accepted.slice(from, from + lookupSize);
    const elsewhere = await options.findRegisteredElsewhere(part.map((row) => row.citizenId));
    for (const row of part) {
      const details = elsewhere.get(row.citizenId);
      if (details !== undefined) rejectAsRegisteredElsewhere(row, details);
    }
  }
}

function guessKind(fileName: string, sheets: readonly JudgedRosterSheet[]): RosterKind {
  const texts = [fileName.replace(/^.*[/\\]/, '')];
  const fields = new Set<RosterField>();
  for (const { name, layout } of sheets) {
    if (layout === null) continue;
    texts.push(name, ...layout.titles);
    for (const { field } of layout.columns) if (field !== null) fields.add(field);
  }
  return guessRosterKind(texts, fields);
}

/** For each column of a layout the first values of its data rows, for the user who checks the mapping. */
export function columnSamples(
  sheet: RosterSheet,
  layout: RosterLayout,
  rows: readonly JudgedRosterRow[],
  count = 3,
): string[][] {
  return layout.columns.map(({ column }) => {
    const samples: string[] = [];
    for (const { row } of rows) {
      const text = cellText(sheet.rows[row]?.[column]).trim();
      if (text !== '' && !samples.includes(text)) samples.push(text);
      if (samples.length === count) break;
    }
    return samples;
  });
}

/** The counts of judged rows, as the command line prints them. */
export function countRows(kind: RosterKind, rows: readonly JudgedRosterRow[], households: number): RosterCounts {
  const counts: RosterCounts = {
    kind,
    dataRows: rows.length,
    accepted: 0,
    repaired: 0,
    rejected: {},
    warned: {},
    households,
  };
  for (const row of rows) {
    if (row.verdict === 'rejected') {
      if (row.code !== null) counts.rejected[row.code] = (counts.rejected[row.code] ?? 0) + 1;
      continue;
    }
    counts.accepted++;
    if (row.repairs.length > 0) counts.repaired++;
    for (const code of row.warnings) counts.warned[code] = (counts.warned[code] ?? 0) + 1;
  }
  return counts;
}
