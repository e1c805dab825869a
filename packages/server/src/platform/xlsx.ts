import { type Cell, type CellStyle, type CellValue, type MergeRange, type WriteSheet, writeXlsx } from 'hucre';
import type { headCells } from './table-head.ts';

/**
 * Writes .xlsx files. All text is typed as text, identity numbers and phone numbers keep all their digits, and no text can
 * become a formula (security handbook §6 rule 13). The same input gives the same bytes.
 */
export interface Workbook {
  title: string;
  sheets: readonly WorkbookSheet[];
  /** Who exported it and when, below the table and at the foot of each printed page. */
  watermark?: string;
  /** Written into the file's properties. */
  createdAt: Date;
}

export interface WorkbookSheet {
  /** Signs that Excel forbids are replaced, longer than 31 is cut, and a repeated name gets a number. */
  name: string;
  columns: readonly WorkbookColumn[];
  /** Lines above the table; the first is the title. */
  titleLines?: readonly string[];
  /** A head of several levels from headCells(), as many columns wide as `columns`; their `header`s otherwise. */
  head?: ReturnType<typeof headCells>;
  rows: readonly WorkbookRow[];
  /** Drawn like a row, in bold. */
  totals?: WorkbookRow;
  /** Lines below the table. */
  footer?: readonly string[];
  /** Columns that stay in view when scrolling to the right; the head always stays. Default 0. */
  freeze?: number;
}

export interface WorkbookColumn {
  header: string;
  key: string;
  /** In characters; a Chinese one counts as two. */
  width: number;
  /**
   * text: as it is, format `@`. number: whole numbers with thousands, or `decimals`. date: `YYYY-MM-DD` becomes a real date.
   * percent: 0.0231 is shown as 2.31%. A value that does not fit its kind is written as text.
   */
  kind: 'text' | 'number' | 'date' | 'percent';
  decimals?: number;
}

export type WorkbookRow = Readonly<Record<string, string | number | null | undefined>>;

const EDGE = { style: 'thin', color: { rgb: 'B8C0CA' } } as const;
const BORDER = { top: EDGE, right: EDGE, bottom: EDGE, left: EDGE };
const HEAD_STYLE: CellStyle = {
  font: { bold: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'F3F5F8' } },
  border: BORDER,
  alignment: { horizontal: 'center', vertical: 'center', wrapText: true },
  numFmt: '@',
};
const TITLE_STYLE: CellStyle = {
  font: { bold: true, size: 16 },
  alignment: { horizontal: 'center', vertical: 'center' },
};
const LINE_STYLE: CellStyle = { alignment: { horizontal: 'left', vertical: 'center', wrapText: true }, numFmt: '@' };
const WATERMARK_STYLE: CellStyle = { font: { size: 9, color: { rgb: '6E7781' } }, alignment: { horizontal: 'left' } };

export async function writeWorkbook(workbook: Workbook): Promise<Buffer> {
  const names = new Set<string>();
  const bytes = await writeXlsx({
    sheets: workbook.sheets.map((sheet) => sheetOf(sheet, sheetName(sheet.name, names), workbook.watermark)),
    properties: {
      title: plainText(workbook.title),
      creator: 'Renshe',
      created: workbook.createdAt,
      modified: workbook.createdAt,
    },
    defaultFont: { name: '宋体', size: 11 },
  });
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function sheetOf(sheet: WorkbookSheet, name: string, watermark: string | undefined): WriteSheet {
  const width = sheet.columns.length;
  const rows: CellValue[][] = [];
  const cells = new Map<string, Partial<Cell>>();
  const merges: MergeRange[] = [];
  const rowDefs = new Map<number, { height: number }>();
  const line = (text: string, style: CellStyle, height?: number) => {
    const row = rows.length;
    rows.push([]);
    cells.set(`${row},0`, textCell(text, style));
    if (width > 1) merges.push({ startRow: row, startCol: 0, endRow: row, endCol: width - 1 });
    if (height) rowDefs.set(row, { height });
  };

  sheet.titleLines?.forEach((text, i) => {
    if (i === 0) line(text, TITLE_STYLE, 28);
    else line(text, LINE_STYLE);
  });

  const headTop = rows.length;
  const head = sheet.head ?? {
    rows: 1,
    columns: width,
    cells: sheet.columns.map((c, column) => ({ text: c.header, row: 0, column, rows: 1, columns: 1 })),
  };
  if (head.columns !== width) throw new RangeError(`the head has ${head.columns} columns and the table ${width}`);
  for (let i = 0; i < head.rows; i++) {
    rows.push([]);
    // merged cells draw their border only where they have a cell of their own
    for (let column = 0; column < width; column++)
      cells.set(`${headTop + i},${column}`, { value: null, style: HEAD_STYLE });
  }
  for (const cell of head.cells) {
    const row = headTop + cell.row;
    cells.set(`${row},${cell.column}`, textCell(cell.text, HEAD_STYLE));
    if (cell.rows > 1 || cell.columns > 1) {
      merges.push({
        startRow: row,
        startCol: cell.column,
        endRow: row + cell.rows - 1,
        endCol: cell.column + cell.columns - 1,
      });
    }
  }
  const bodyTop = rows.length;

  const styles = sheet.columns.map((column) => stylesOf(column, false));
  const boldStyles = sheet.columns.map((column) => stylesOf(column, true));
  const addRow = (record: WorkbookRow, columnStyles: ColumnStyles[]) => {
    const row = rows.length;
    rows.push([]);
    sheet.columns.forEach((column, i) => {
      cells.set(`${row},${i}`, cellOf(record[column.key], column, columnStyles[i]!));
    });
  };
  for (const record of sheet.rows) addRow(record, styles);
  if (sheet.totals) addRow(sheet.totals, boldStyles);

  for (const text of sheet.footer ?? []) line(text, LINE_STYLE);
  if (watermark) line(watermark, WATERMARK_STYLE);

  const totalWidth = sheet.columns.reduce((sum, column) => sum + column.width, 0);
  return {
    name,
    columns: sheet.columns.map((column) => ({ width: column.width })),
    rows,
    cells,
    merges,
    rowDefs,
    freezePane: { rows: bodyTop, columns: sheet.freeze ?? 0 },
    pageSetup: {
      paperSize: 'a4',
      orientation: totalWidth > 90 ? 'landscape' : 'portrait',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `$${headTop + 1}:$${bodyTop}`,
      horizontalCentered: true,
      margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 },
    },
    headerFooter: { oddFooter: `&L&8${footerText(watermark ?? '')}&R&8第 &P 页  共 &N 页` },
  };
}

interface ColumnStyles {
  value: CellStyle;
  text: CellStyle;
}

function stylesOf(column: WorkbookColumn, bold: boolean): ColumnStyles {
  const font = bold ? { font: { bold: true } } : {};
  const decimals = column.decimals ? `.${'0'.repeat(column.decimals)}` : '';
  const numFmt = {
    text: '@',
    number: `#,##0${decimals}`,
    date: 'yyyy-mm-dd',
    percent: `0${column.decimals === undefined ? '.00' : decimals}%`,
  }[column.kind];
  const horizontal = column.kind === 'text' ? 'left' : column.kind === 'date' ? 'center' : 'right';
  const alignment = { horizontal, vertical: 'center', wrapText: column.kind === 'text' } as const;
  return {
    value: { ...font, border: BORDER, alignment, numFmt },
    text: { ...font, border: BORDER, alignment, numFmt: '@' },
  };
}

function cellOf(value: WorkbookRow[string], column: WorkbookColumn, styles: ColumnStyles): Partial<Cell> {
  if (value === null || value === undefined || value === '') return { value: null, style: styles.value };
  if (column.kind === 'text') return textCell(String(value), styles.text);
  if (column.kind === 'date') {
    const serial = typeof value === 'string' ? dateSerial(value) : undefined;
    return serial === undefined
      ? textCell(String(value), styles.text)
      : { value: serial, type: 'number', style: styles.value };
  }
  return typeof value === 'number' && Number.isFinite(value)
    ? { value, type: 'number', style: styles.value }
    : textCell(String(value), styles.text);
}

function textCell(text: string, style: CellStyle): Partial<Cell> {
  return { value: neutralText(text), type: 'string', style };
}

/** Days since 1899-12-30, as Excel counts from March 1900 on; undefined for older dates and for what is no date. */
function dateSerial(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const instant = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== text) return undefined;
  const serial = instant / 86_400_000 + 25_569;
  return serial > 60 ? serial : undefined;
}

/**
 * A text cell is never evaluated, but its file may be saved as .csv and opened again, or a cell edited. What would then start
 * a formula, also behind spaces, invisible or full-width signs, gets an apostrophe in front. Numbers with a sign, phone numbers
 * and a single dash stay as they are.
 */
export function neutralText(text: string): string {
  const plain = plainText(text);
  const start = plain.normalize('NFKC').replace(/^[\s\p{C}\p{Z}'"]+/u, '');
  if (!/^[=+\-@|%−]/u.test(start)) return plain;
  if (/^[+-]?[\d ().-]*%?$/.test(start) && !/^\s*['"]/.test(plain)) return plain;
  return `'${plain}`;
}

/** Without the control characters and lone surrogates that no .xlsx may contain. */
function plainText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\ufffe\uffff]/gu, (c) => (c === '\n' || c === '\t' ? c : ''))
    .slice(0, 32_767);
}

function footerText(text: string): string {
  return plainText(text).replaceAll('\n', ' ').replaceAll('&', '&&').slice(0, 180);
}

function sheetName(name: string, taken: Set<string>): string {
  const clean =
    plainText(name)
      .replaceAll(/[[\]:*?/\\]/g, '_')
      .replaceAll(/^'+|'+$/g, '')
      .trim() || '表';
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : ` ${number}`;
    const candidate = clean.slice(0, 31 - suffix.length) + suffix;
    if (taken.has(candidate.toLowerCase())) continue;
    taken.add(candidate.toLowerCase());
    return candidate;
  }
}
