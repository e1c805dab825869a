import { AppError } from '@renshe/domain/kernel/app-error.ts';
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
  /** Lines above the table; the first is the title. A line of several parts spreads them from left to right. */
  titleLines?: readonly SheetLine[];
  /** A head of several levels from headCells(), as many columns wide as `columns`; their `header`s otherwise. */
  head?: ReturnType<typeof headCells>;
  rows: readonly WorkbookRow[];
  /** Indexes of the rows that are in bold, the main rows of a form. */
  emphasis?: readonly number[];
  /** Drawn like a row, in bold. */
  totals?: WorkbookRow;
  /** Lines below the table. */
  footer?: readonly SheetLine[];
  /** Paper to print on. Default A4. */
  paper?: 'a4' | 'a3';
  /** Columns that stay in view when scrolling to the right; the head always stays. Default 0. */
  freeze?: number;
}

export type SheetLine = string | readonly string[];

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
  /** Default: text to the left, dates in the middle, numbers to the right. */
  align?: 'left' | 'center' | 'right';
}

/** A number with a format of its own, such as a rate in a column of people. */
export interface FormattedNumber {
  value: number;
  kind: 'number' | 'percent';
  decimals?: number;
}

export type WorkbookRow = Readonly<Record<string, string | number | FormattedNumber | null | undefined>>;

/** What the offices use; WPS and Excel have it everywhere. */
const FONT = '宋体';
const EDGE = { style: 'thin', color: { rgb: 'B8C0CA' } } as const;
const BORDER = { top: EDGE, right: EDGE, bottom: EDGE, left: EDGE };
const HEAD_STYLE: CellStyle = {
  font: { name: FONT, size: 11, bold: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'F3F5F8' } },
  border: BORDER,
  alignment: { horizontal: 'center', vertical: 'center', wrapText: true },
  numFmt: '@',
};
const TITLE_STYLE: CellStyle = {
  font: { name: FONT, bold: true, size: 16 },
  alignment: { horizontal: 'center', vertical: 'center' },
};
const LINE_STYLE: CellStyle = { alignment: { horizontal: 'left', vertical: 'center', wrapText: true }, numFmt: '@' };
const WATERMARK_STYLE: CellStyle = {
  font: { name: FONT, size: 9, color: { rgb: '6E7781' } },
  alignment: { horizontal: 'left' },
};

/** A million cells take some 700 MB for a few seconds; more is nobody's list. */
const MOST_CELLS = 1_000_000;

/** Throws AppError document.too-large beyond a million cells, RangeError when head and columns differ in number. */
export async function writeWorkbook(workbook: Workbook): Promise<Buffer> {
  const cellCount = workbook.sheets.reduce((sum, sheet) => sum + sheet.rows.length * sheet.columns.length, 0);
  if (cellCount > MOST_CELLS)
    throw new AppError('document.too-large', 'tooLarge', { cells: cellCount, limit: MOST_CELLS });
  const names = new Set<string>();
  const bytes = await writeXlsx({
    sheets: workbook.sheets.map((sheet) => sheetOf(sheet, sheetName(sheet.name, names), workbook.watermark)),
    properties: {
      title: plainText(workbook.title),
      creator: 'Renshe',
      created: workbook.createdAt,
      modified: workbook.createdAt,
    },
    stringMode: 'inline',
    defaultFont: { name: FONT, size: 11 },
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

  /** Parts side by side: the first to the left, the last to the right, over equal shares of the columns. */
  const parted = (parts: readonly string[]) => {
    const row = rows.length;
    rows.push([]);
    for (const [index, text] of parts.entries()) {
      const start = Math.round((index * width) / parts.length);
      const end = Math.round(((index + 1) * width) / parts.length) - 1;
      const horizontal = index === 0 ? 'left' : index === parts.length - 1 ? 'right' : 'center';
      cells.set(`${row},${start}`, textCell(text, { alignment: { horizontal, vertical: 'center' }, numFmt: '@' }));
      if (end > start) merges.push({ startRow: row, startCol: start, endRow: row, endCol: end });
    }
  };

  sheet.titleLines?.forEach((text, i) => {
    if (typeof text !== 'string') parted(text);
    else if (i === 0) line(text, TITLE_STYLE, 28);
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

  // Values go in as plain rows with the style of their column: a cell object for each takes ten times the memory.
  const emphasis = new Set(sheet.emphasis);
  sheet.rows.forEach((record, index) => {
    const row = rows.length;
    rows.push(
      sheet.columns.map((column, i) => {
        const cell = record[column.key];
        const value = fittingValue(cell, column);
        if (emphasis.has(index) || typeof cell === 'object' || (typeof value === 'string' && column.kind !== 'text')) {
          cells.set(`${row},${i}`, { style: cellStyle(cell, value, column, emphasis.has(index)) });
        }
        return value;
      }),
    );
  });
  if (sheet.totals) {
    const row = rows.length;
    rows.push([]);
    sheet.columns.forEach((column, i) => {
      const cell = sheet.totals![column.key];
      const value = fittingValue(cell, column);
      cells.set(`${row},${i}`, { value, style: cellStyle(cell, value, column, true) });
    });
  }

  for (const text of sheet.footer ?? [])
    if (typeof text === 'string') line(text, LINE_STYLE);
    else parted(text);
  if (watermark) line(watermark, WATERMARK_STYLE);

  const totalWidth = sheet.columns.reduce((sum, column) => sum + column.width, 0);
  return {
    name,
    columns: sheet.columns.map((column) => ({ width: column.width, style: styleOf(column, column, false) })),
    rows,
    cells,
    merges,
    rowDefs,
    freezePane: { rows: bodyTop, columns: sheet.freeze ?? 0 },
    pageSetup: {
      paperSize: sheet.paper ?? 'a4',
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

type Format = Pick<WorkbookColumn, 'kind' | 'decimals'>;

function cellStyle(cell: WorkbookRow[string], value: CellValue, column: WorkbookColumn, bold: boolean): CellStyle {
  if (typeof value === 'string') return styleOf(column, { kind: 'text' }, bold);
  return styleOf(column, cell !== null && typeof cell === 'object' ? cell : column, bold);
}

function styleOf(column: WorkbookColumn, format: Format, bold: boolean): CellStyle {
  const decimals = format.decimals ? `.${'0'.repeat(format.decimals)}` : '';
  const numFmt = {
    text: '@',
    number: `#,##0${decimals}`,
    date: 'yyyy-mm-dd',
    percent: `0${format.decimals === undefined ? '.00' : decimals}%`,
  }[format.kind];
  const horizontal = column.align ?? (column.kind === 'text' ? 'left' : column.kind === 'date' ? 'center' : 'right');
  return {
    ...(bold ? { font: { name: FONT, size: 11, bold: true } } : {}),
    border: BORDER,
    alignment: { horizontal, vertical: 'center', wrapText: column.kind === 'text' },
    numFmt,
  };
}

/** A string where the value is a text or does not fit the kind of its column. */
function fittingValue(value: WorkbookRow[string], column: WorkbookColumn): string | number | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'object') return Number.isFinite(value.value) ? value.value : null;
  if (column.kind === 'date' && typeof value === 'string') return dateSerial(value) ?? neutralText(value);
  const isNumber = column.kind === 'number' || column.kind === 'percent';
  return isNumber && typeof value === 'number' && Number.isFinite(value) ? value : neutralText(String(value));
}

function textCell(text: string, style: CellStyle): Partial<Cell> {
  return { value: neutralText(text), style };
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
