/**
 * The user's own file back, as .xlsx: the same sheets, rows and merged cells, a column 错误说明 with the reason of every row,
 * the cell at fault red for rejected rows and amber for warnings. Corrected rows can be sent again as they are.
 */
import { matchLabel, type RosterField } from '@renshe/domain/roster/roster.columns.ts';
import {
  type RosterRejectCode,
  rosterRepairSentences,
  rosterRowSentences,
} from '@renshe/domain/roster/roster.errors.ts';
import { columnOf, type RosterLayout } from '@renshe/domain/roster/roster.header.ts';
import { type JudgedRosterRow, type RosterDetails, warningDetails } from '@renshe/domain/roster/roster.judge.ts';
import type { RosterCell, RosterSheet } from '@renshe/domain/roster/roster.sheet.ts';
import { type Cell, type CellStyle, type CellValue, type WriteSheet, writeXlsx } from 'hucre';
import type { JudgedRoster } from './judge-roster.ts';
import type { RosterWorkbook } from './parse-workbook.ts';

export type WriteBackOptions = {
  language?: 'zh' | 'en';
  /** Keep only the rows that are rejected or warned of, under their headers. */
  onlyFaulty?: boolean;
};

const reasonLabels = { zh: '错误说明', en: 'What to correct' } as const;

// The cells are text, so that a corrected identity number stays whole when it is typed in.
const red: CellStyle = { numFmt: '@', fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFC7CE' } } };
const amber: CellStyle = { fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFEB9C' } } };
const redReason: CellStyle = { ...red, font: { color: { rgb: '9C0006' } } };
const amberReason: CellStyle = { ...amber, font: { color: { rgb: '7F6000' } } };
const boldReason: CellStyle = { font: { bold: true } };

const fieldAtFault: Record<RosterRejectCode, RosterField> = {
  'name-missing': 'name',
  'id-missing': 'citizenId',
  'id-precision-lost': 'citizenId',
  'id-format': 'citizenId',
  'id-birth-date': 'citizenId',
  'id-checksum': 'citizenId',
  'duplicate-in-file': 'citizenId',
  'registered-elsewhere': 'citizenId',
};

/** Why a row is rejected, what it is warned of, or what was mended; '' for a row without remark. */
export function describeRow(row: JudgedRosterRow, language: 'zh' | 'en' = 'zh'): string {
  if (row.code !== null) return fill(rosterRowSentences[row.code][language], row.details);
  const sentences = row.warnings.map((code) => fill(rosterRowSentences[code][language], warningDetails(row, code)));
  const repairs = row.repairs.map((code) => rosterRepairSentences[code][language]);
  if (repairs.length > 0) {
    const mended = repairs.join(language === 'zh' ? '、' : ', ');
    sentences.push(language === 'zh' ? `已修正：${mended}。` : `Mended: ${mended}.`);
  }
  return sentences.join(language === 'zh' ? '' : ' ');
}

/** The bytes of an .xlsx, whatever the format of the file was. */
export async function writeBack(
  workbook: RosterWorkbook,
  judged: JudgedRoster,
  options: WriteBackOptions = {},
): Promise<Uint8Array> {
  const bySheet = workbook.sheets.map(() => new Map<number, JudgedRosterRow>());
  for (const row of judged.rows) bySheet[row.sheet]?.set(row.row, row);
  const sheets: WriteSheet[] = [];
  for (const [index, sheet] of workbook.sheets.entries()) {
    const layout = judged.sheets[index]?.layout ?? null;
    if (options.onlyFaulty === true && layout === null) continue;
    sheets.push(writeSheet(sheet, layout, bySheet[index] ?? new Map(), options));
  }
  return writeXlsx({ sheets: uniqueNames(sheets) });
}

function writeSheet(
  sheet: RosterSheet,
  layout: RosterLayout | null,
  judged: ReadonlyMap<number, JudgedRosterRow>,
  { language = 'zh', onlyFaulty = false }: WriteBackOptions,
): WriteSheet {
  const reasonColumn = layout === null ? -1 : reasonColumnOf(sheet, layout);
  const rows: CellValue[][] = [];
  const cells = new Map<string, Partial<Cell>>();
  const widths: number[] = [];
  for (const [index, source] of sheet.rows.entries()) {
    const row = judged.get(index);
    const reason = row === undefined ? '' : describeRow(row, language);
    const isFaulty = row !== undefined && (row.verdict === 'rejected' || row.warnings.length > 0);
    if (onlyFaulty && layout !== null && index >= layout.firstDataRow && !isFaulty) continue;
    const at = rows.length;
    const written: CellValue[] = source.map(writtenCell);
    if (layout !== null && reasonColumn >= 0) {
      if (index >= layout.headerRow || written.length > reasonColumn) written[reasonColumn] = reason;
      if (index === layout.headerRow && layout.headerRows > 0) {
        written[reasonColumn] = reasonLabels[language];
        cells.set(`${at},${reasonColumn}`, { value: reasonLabels[language], style: boldReason });
      }
      for (let column = 0; column < written.length; column++) written[column] ??= '';
      if (row !== undefined && isFaulty) mark(cells, at, written, row, layout, reasonColumn);
    }
    for (const [column, cell] of written.entries()) {
      if (index >= (layout?.headerRow ?? 0))
        widths[column] = Math.max(widths[column] ?? 0, widthOf(String(cell ?? '')));
    }
    rows.push(written);
  }
  const columns = Array.from(widths, (width) => ({ width: Math.min(60, Math.max(6, (width ?? 0) + 2)) }));
  const merges = onlyFaulty
    ? []
    : sheet.merges.map(({ startRow, startColumn, endRow, endColumn }) => ({
        startRow,
        startCol: startColumn,
        endRow,
        endCol: endColumn,
      }));
  return { name: sheet.name, rows, cells, columns, merges, hidden: sheet.hidden };
}

function mark(
  cells: Map<string, Partial<Cell>>,
  at: number,
  written: readonly CellValue[],
  row: JudgedRosterRow,
  layout: RosterLayout,
  reasonColumn: number,
): void {
  const set = (column: number, style: CellStyle) => {
    if (column >= 0) cells.set(`${at},${column}`, { value: written[column] ?? '', style });
  };
  if (row.code !== null) {
    set(columnOf(layout, fieldAtFault[row.code]), red);
    set(reasonColumn, redReason);
    return;
  }
  for (const code of row.warnings) {
    set(
      columnOf(
        layout,
        code === 'sex-differs-from-id' ? 'sex' : code === 'birth-differs-from-id' ? 'birthOn' : 'citizenId',
      ),
      amber,
    );
  }
  set(reasonColumn, amberReason);
}

/** The column after the last one; a file that comes a second time already has it. */
function reasonColumnOf(sheet: RosterSheet, layout: RosterLayout): number {
  const labels: readonly string[] = Object.values(reasonLabels);
  const own = layout.columns.find((column) => labels.includes(column.label) && matchLabel(column.label) === undefined);
  if (own !== undefined) return own.column;
  let width = layout.columns.length;
  for (let row = layout.headerRow; row < sheet.rows.length; row++)
    width = Math.max(width, sheet.rows[row]?.length ?? 0);
  return width;
}

/** A number that lost its last digits is shown as the spreadsheet shows it; as text it would pass for a whole one. */
function writtenCell(cell: RosterCell): CellValue {
  return typeof cell === 'number' && Math.abs(cell) >= 1e15 ? cell.toExponential(5).toUpperCase() : cell;
}

function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += character.charCodeAt(0) > 0xff ? 2 : 1;
  return width;
}

function fill(sentence: string, details: RosterDetails): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ''));
}

/** Sheet names of .csv files are file names: at most 31 characters, some signs not allowed, none twice. */
function uniqueNames(sheets: WriteSheet[]): WriteSheet[] {
  const taken = new Set<string>();
  return sheets.map((sheet, index) => {
    const plain = sheet.name
      .replace(/[\\/?*[\]:]/g, ' ')
      .replace(/^'+|'+$/g, '')
      .slice(0, 31)
      .trim();
    const name = plain === '' || taken.has(plain.toLowerCase()) ? `Sheet${index + 1}` : plain;
    taken.add(name.toLowerCase());
    return { ...sheet, name };
  });
}
