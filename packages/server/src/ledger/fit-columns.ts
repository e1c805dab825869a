/** Widths of columns and size of letters so that a table of any columns stands on paper without one cell running into the next. */

/** What is printed: heads and rows as text. */
export interface PrintedTable {
  headers: readonly string[];
  rows: readonly (readonly string[])[];
  /** Of each column, in signs: room to write by hand where nothing is kept yet. */
  blank: readonly number[];
}

export interface Fit {
  paper: 'a4' | 'a3';
  /** Size of letters, in points. */
  size: number;
  /** Of each column, in points; together as wide as the paper. */
  widths: number[];
}

const POINTS_PER_MM = 72 / 25.4;
/** Left and right of a cell's text together, in points; the template has the same. */
export const CELL_INSET = 5;
const MARGINS_MM = 24;
const papers = { a4: { portrait: 210, landscape: 297 }, a3: { portrait: 297, landscape: 420 } } as const;
const sizes = { a4: [9, 8.5, 8, 7.75, 7.5, 7.25, 7, 6.75, 6.5], a3: [9, 8, 7, 6.5, 6] } as const;
/** Points; below it letters are small for old eyes. */
const SMALLEST_EASY = 7.75;
/** Rows that are looked at for how wide a column would like to be; what cannot be broken is looked for in all. */
const SAMPLE = 400;

/** A sign's width in ems, a little too wide rather than too narrow. */
function signWidth(sign: string): number {
  if (sign > '\u2e7f') return 1;
  if (/[0-9]/.test(sign)) return 0.56;
  if (/[A-Z]/.test(sign)) return 0.68;
  if (/[mwMW@%—]/.test(sign)) return 0.9;
  if (/[a-z]/.test(sign)) return 0.57;
  if (sign === '*') return 0.48;
  return 0.36;
}

const widthOf = (text: string) => {
  let sum = 0;
  for (const sign of text) sum += signWidth(sign);
  return sum;
};

/** The widest piece of a text that is not broken over lines: a number, a word, a Chinese sign with the mark behind it. */
export function widestPiece(text: string): number {
  let widest = 0;
  for (const piece of text.split(/\s+|(?<=[\u2e80-\uffff])|(?=[\u2e80-\uffff])/u))
    widest = Math.max(widest, widthOf(piece));
  return widest;
}

/** The size and widths of a table; undefined when it does not fit on A3 even in small letters. */
export function fitColumns(table: PrintedTable, orientation: 'portrait' | 'landscape'): Fit | undefined {
  const columns = table.headers.map((header, column) => {
    // Two signs of a Chinese head stand side by side: one below the other is not read as a word.
    let least = Math.max(widestPiece(header), Math.min(widthOf(header), 2));
    const wishes = [widthOf(header)];
    for (const [index, row] of table.rows.entries()) {
      const text = row[column] ?? '';
      least = Math.max(least, widestPiece(text));
      // What stands in few rows shall not be broken into many lines there.
      if (index < SAMPLE && text !== '') wishes.push(widthOf(text));
    }
    wishes.sort((a, b) => a - b);
    const empty = table.rows.every((row) => !row[column]);
    const wish = Math.max(least, wishes[Math.floor((wishes.length - 1) * 0.9)]!, empty ? table.blank[column]! / 2 : 0);
    return { least, wish };
  });
  const wished = columns.reduce((sum, one) => sum + one.wish, 0);
  const needed = columns.reduce((sum, one) => sum + Math.max(one.least, comfortable(one)), 0);
  const roomOf = (paper: Fit['paper']) =>
    (papers[paper][orientation] - MARGINS_MM) * POINTS_PER_MM - columns.length * CELL_INSET;
  // Letters that are a little smaller and keep nearly all rows to one line make fewer pages that are read more easily.
  const oneLine = sizes.a4.find((size) => size >= SMALLEST_EASY && wished * size <= roomOf('a4'));
  for (const paper of ['a4', 'a3'] as const)
    for (const size of paper === 'a4' && oneLine ? [oneLine] : sizes[paper]) {
      const room = roomOf(paper);
      if (needed * size > room) continue;
      // What is left after everybody has enough goes to those whose text would be broken, by how much it would be.
      const left = room / size - needed;
      const missing = Math.max(wished - needed, 0);
      const share = missing === 0 ? 0 : Math.min(1, left / missing);
      const ems = columns.map((one) => {
        const enough = Math.max(one.least, comfortable(one));
        return enough + (one.wish - enough > 0 ? (one.wish - enough) * share : 0);
      });
      const stretch = room / (ems.reduce((sum, em) => sum + em, 0) * size);
      return { paper, size, widths: ems.map((em) => em * size * stretch + CELL_INSET) };
    }
  return undefined;
}

/** With which a short text stands in one line and a long one in two. */
const comfortable = (column: { least: number; wish: number }) =>
  Math.max(column.least, Math.min(column.wish, Math.max(5.2, column.wish / 2.1 + 0.3)));
