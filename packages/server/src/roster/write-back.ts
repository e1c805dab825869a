/**
 * The user's own file back, as .xlsx: the same sheets, rows and merged cells, a column 错误说明 with the reason of every row,
 * the cell at fault red for rejected rows and amber for warnings. Corrected rows can be sent again as they are.
 */
import type { RosterField } from '@renshe/domain/roster/roster.columns.ts';
import {
  type RosterRejectCode,
  type RosterWarningCode,
  rosterRepairSentences,
  rosterRowSentences,
} from '@renshe/domain/roster/roster.errors.ts';
import { columnOf, type RosterLayout } from '@renshe/domain/roster/roster.header.ts';
import { type JudgedRosterRow, type RosterDetails, warningDetails } from '@renshe/domain/roster/roster.judge.ts';
import { cellText, type RosterCell, type RosterSheet } from '@renshe/domain/roster/roster.sheet.ts';
import type { JudgedRoster } from './judge-roster.ts';
import type { RosterWorkbook } from './parse-workbook.ts';
import {
  type WrittenRow,
  type WrittenSheet,
  type WrittenStyle,
  writeStyledXlsx,
  writtenStyles,
} from './roster-xlsx-writer.ts';

export type WriteBackOptions = {
  language?: 'zh' | 'en';
  /** Keep only the rows that are rejected or warned of, under their headers. */
  onlyFaulty?: boolean;
};

const reasonLabels = { zh: '错误说明', en: 'What to correct' } as const;

const fieldAtFault: Record<RosterRejectCode | RosterWarningCode, RosterField> = {
  'name-missing': 'name',
  'id-missing': 'citizenId',
  'id-precision-lost': 'citizenId',
  'id-format': 'citizenId',
  'id-birth-date': 'citizenId',
  'id-checksum': 'citizenId',
  'duplicate-in-file': 'citizenId',
  'registered-elsewhere': 'citizenId',
  'sex-differs-from-id': 'sex',
  'birth-differs-from-id': 'birthOn',
  'address-code-unknown': 'citizenId',
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
): Promise<Buffer> {
  const bySheet = workbook.sheets.map(() => new Map<number, JudgedRosterRow>());
  for (const row of judged.rows) bySheet[row.sheet]?.set(row.row, row);
  const names = uniqueNames(workbook.sheets.map((sheet) => sheet.name));
  const sheets: WrittenSheet[] = [];
  for (const [index, sheet] of workbook.sheets.entries()) {
    const layout = judged.sheets[index]?.layout ?? null;
    if (options.onlyFaulty === true && layout === null) continue;
    sheets.push({
      name: names[index] ?? '',
      hidden: sheet.hidden,
      rows: writtenRows(sheet, layout, bySheet[index] ?? new Map(), options),
      merges: options.onlyFaulty === true ? [] : sheet.merges,
      widths: widthsOf(sheet, layout),
    });
  }
  return writeStyledXlsx(sheets);
}

function* writtenRows(
  sheet: RosterSheet,
  layout: RosterLayout | null,
  judged: ReadonlyMap<number, JudgedRosterRow>,
  { language = 'zh', onlyFaulty = false }: WriteBackOptions,
): Generator<WrittenRow> {
  const reasonColumn = layout === null ? -1 : reasonColumnOf(sheet, layout);
  for (const [index, source] of sheet.rows.entries()) {
    const row = judged.get(index);
    const isFaulty = row !== undefined && (row.verdict === 'rejected' || row.warnings.length > 0);
    if (onlyFaulty && layout !== null && index >= layout.firstDataRow && !isFaulty) continue;
    const cells = source.map(writtenCell);
    let styles: Map<number, WrittenStyle> | null = null;
    if (layout !== null) {
      const isHeader = index === layout.headerRow && layout.headerRows > 0;
      const reason = isHeader ? reasonLabels[language] : row === undefined ? '' : describeRow(row, language);
      if (reason !== '' || cells.length > reasonColumn) {
        while (cells.length < reasonColumn) cells.push('');
        cells[reasonColumn] = reason;
      }
      if (isHeader) styles = new Map([[reasonColumn, writtenStyles.heading]]);
      if (row !== undefined && isFaulty) styles = stylesOf(row, layout, reasonColumn, cells);
    }
    yield { cells, styles };
  }
}

function stylesOf(
  row: JudgedRosterRow,
  layout: RosterLayout,
  reasonColumn: number,
  cells: RosterCell[],
): Map<number, WrittenStyle> {
  const isRejected = row.code !== null;
  const styles = new Map<number, WrittenStyle>();
  for (const code of row.code !== null ? [row.code] : row.warnings) {
    const column = columnOf(layout, fieldAtFault[code]);
    if (column < 0) continue;
    styles.set(column, isRejected ? writtenStyles.red : writtenStyles.amber);
    // Text, so that a corrected identity number stays whole when it is typed in.
    cells[column] = cellText(cells[column]);
  }
  styles.set(reasonColumn, isRejected ? writtenStyles.redText : writtenStyles.amberText);
  return styles;
}

/** A number that lost its last digits is shown as the spreadsheet shows it; as text it would pass for a whole one. */
function writtenCell(cell: RosterCell): RosterCell {
  return typeof cell === 'number' && Math.abs(cell) >= 1e15 ? cell.toExponential(5).toUpperCase() : cell;
}

/** The column after the last one; a file that comes a second time already has it. */
function reasonColumnOf(sheet: RosterSheet, layout: RosterLayout): number {
  const labels: readonly string[] = Object.values(reasonLabels);
  const own = layout.columns.find((column) => labels.includes(column.label));
  if (own !== undefined) return own.column;
  let width = layout.columns.length;
  for (let row = layout.headerRow; row < sheet.rows.length; row++)
    width = Math.max(width, sheet.rows[row]?.length ?? 0);
  return width;
}

/** From the header and the first rows; the reason gets room for a sentence. */
function widthsOf(sheet: RosterSheet, layout: RosterLayout | null): number[] {
  const widths: number[] = [];
  const first = layout?.headerRow ?? 0;
  for (const row of sheet.rows.slice(first, first + 200)) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.min(40, Math.max(widths[column] ?? 6, widthOf(cellText(cell)) + 2));
    }
  }
  if (layout !== null) widths[reasonColumnOf(sheet, layout)] = 60;
  return Array.from(widths, (width) => width ?? 8);
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
function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((written, index) => {
    const plain = written
      .replace(/[\\/?*[\]:]/g, ' ')
      .replace(/^'+|'+$/g, '')
      .slice(0, 31)
      .trim();
    const name = plain === '' || taken.has(plain.toLowerCase()) ? `Sheet${index + 1}` : plain;
    taken.add(name.toLowerCase());
    return name;
  });
}
