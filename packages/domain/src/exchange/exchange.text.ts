/** Lines of .csv (RFC 4180) and of .txt with a fixed separator: written one by one, read in pieces of any size. Encodings are the caller's. */

/** One line of .csv; quotes only where they are needed. */
export function csvLine(cells: readonly string[]): string {
  // A line of one empty cell would read as an empty line.
  if (cells.length === 1 && cells[0] === '') return '""\r\n';
  return `${cells.map((cell) => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
}

/** What a text becomes in a file without quotes: the separator is replaced, and so is what a substitution would make anew. */
export function separatedCell(cell: string, separator: string, substitute: string): string {
  const safe = substitute.includes(separator) ? '' : substitute;
  let text = cell
    .replace(/[\r\n]+/g, ' ')
    .split(separator)
    .join(safe);
  // A separator of several signs may be put together by what is left on both sides.
  while (text.includes(separator)) text = text.split(separator).join('');
  return trimSeam(text, separator);
}

/** The end of one cell and the separator after it must not read as an earlier separator. */
function trimSeam(text: string, separator: string): string {
  if (separator.length === 1) return text;
  let end = text.length;
  while (end > 0 && `${text.slice(0, end)}${separator}`.indexOf(separator) < end) end--;
  return text.slice(0, end);
}

/** One line of .txt. Line breaks become blanks; texts with the separator get the substitute. */
export function separatedLine(cells: readonly string[], separator: string, substitute: string): string {
  return `${cells.map((cell) => separatedCell(cell, separator, substitute)).join(separator)}\r\n`;
}

export type LineReader = {
  /** The rows that a further piece of text completes. */
  push(text: string): string[][];
  /** What is left at the end of the file. */
  end(): string[][];
};

/** Rows of .csv. Quotes stand at the beginning of a cell only; anywhere else they are ordinary signs. Empty lines are left out. */
export function csvReader(): LineReader {
  let cells: string[] = [];
  let cell = '';
  let state: 'start' | 'plain' | 'quoted' | 'closed' = 'start';
  let begun = false;
  let first = true;
  let afterReturn = false;
  const rows: string[][] = [];
  const endCell = () => {
    cells.push(cell);
    cell = '';
    state = 'start';
  };
  const endRow = () => {
    if (begun) {
      endCell();
      rows.push(cells);
    }
    cells = [];
    cell = '';
    state = 'start';
    begun = false;
  };
  const take = () => rows.splice(0);
  return {
    push(text) {
      for (const c of first && text.startsWith('\ufeff') ? text.slice(1) : text) {
        const wasReturn = afterReturn;
        afterReturn = false;
        if (state === 'quoted') {
          if (c === '"') state = 'closed';
          else cell += c;
          continue;
        }
        if (state === 'closed' && c === '"') {
          cell += '"';
          state = 'quoted';
          continue;
        }
        if (c === '\n' && wasReturn) continue;
        if (c === '\n' || c === '\r') {
          afterReturn = c === '\r';
          endRow();
          continue;
        }
        begun = true;
        if (c === ',') {
          endCell();
          begun = true;
        } else if (c === '"' && state === 'start') state = 'quoted';
        else {
          cell += c;
          state = 'plain';
        }
      }
      if (text !== '') first = false;
      return take();
    },
    end() {
      endRow();
      return take();
    },
  };
}

/** Rows of .txt with a fixed separator, without quotes. Empty lines are left out. */
export function separatedReader(separator: string): LineReader {
  let rest = '';
  let first = true;
  const rowOf = (line: string): string[][] => (line === '' ? [] : [line.split(separator)]);
  return {
    push(text) {
      rest += first && text.startsWith('\ufeff') ? text.slice(1) : text;
      if (text !== '') first = false;
      // A return at the very end may be followed by its line feed in the next piece.
      const held = rest.endsWith('\r') ? '\r' : '';
      const lines = (held ? rest.slice(0, -1) : rest).split(/\r\n|\r|\n/);
      rest = `${lines.pop() ?? ''}${held}`;
      return lines.flatMap(rowOf);
    },
    end() {
      const last = rest.replace(/[\r\n]+$/, '');
      rest = '';
      return rowOf(last);
    },
  };
}
