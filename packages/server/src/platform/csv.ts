/** Comma-separated text (RFC 4180), as the region folders use it. Decoding bytes is the caller's work. */

export type CsvRow = {
  /** Line of the file on which the row begins, from 1. */
  line: number;
  cells: string[];
};

/** Splits text into rows of trimmed cells; quoted cells may contain commas, doubled quotes and line breaks. Empty rows are left out. */
export function parseCsv(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let startLine = 1;
  const endCell = (): void => {
    cells.push(cell.trim());
    cell = '';
  };
  const endRow = (): void => {
    endCell();
    if (cells.some((c) => c !== '')) rows.push({ line: startLine, cells });
    cells = [];
    startLine = line;
  };
  const start = text.startsWith('\ufeff') ? 1 : 0;
  for (let i = start; i < text.length; i++) {
    const c = text[i];
    if (c === '\n') line++;
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') {
        cell += '"';
        i++;
      } else quoted = false;
    } else if (c === '"' && cell.trim() === '') {
      quoted = true;
      cell = '';
    } else if (c === ',') endCell();
    else if (c === '\n') endRow();
    else if (c === '\r') {
      if (text[i + 1] !== '\n') endRow();
    } else cell += c;
  }
  if (cell !== '' || cells.length > 0) endRow();
  return rows;
}

export type CsvRecord<Column extends string> = { line: number } & Record<Column, string>;

/**
 * Reads text whose first row names the columns. Every column asked for is present in each record, empty when the row is short; other
 * columns are ignored. Throws when a column is missing.
 */
export function parseCsvRecords<Column extends string>(
  text: string,
  columns: readonly Column[],
): CsvRecord<NoInfer<Column>>[] {
  const [header, ...rows] = parseCsv(text);
  const positions = columns.map((column) => {
    const position = header?.cells.indexOf(column) ?? -1;
    if (position < 0) throw new Error(`column '${column}' is missing`);
    return [column, position] as const;
  });
  return rows.map((row) => {
    const record: Record<string, string | number> = { line: row.line };
    for (const [column, position] of positions) record[column] = row.cells[position] ?? '';
    return record as CsvRecord<Column>;
  });
}

/** One line of CSV without line break; quotes only where needed. */
export function formatCsvRow(cells: readonly (string | number | null)[]): string {
  return cells
    .map((value) => {
      const text = value === null ? '' : String(value);
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    })
    .join(',');
}
