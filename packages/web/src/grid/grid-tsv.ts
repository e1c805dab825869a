/** Blocks of cells on the clipboard, as Excel and WPS write them: tabs, line ends, and quotes around cells that hold either. */

/** Lines of cells. A single line end after the last line belongs to the spreadsheet and is no line. */
export function parseTsv(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  let cell = '';
  let at = 0;
  const endCell = () => {
    line.push(cell);
    cell = '';
  };
  const endLine = () => {
    endCell();
    lines.push(line);
    line = [];
  };
  while (at < text.length) {
    const quoted = text.charAt(at) === '"' && cell === '' ? readQuoted(text, at) : undefined;
    if (quoted) {
      cell = quoted.text;
      at = quoted.end;
      continue;
    }
    const sign = text.charAt(at);
    if (sign === '\t') endCell();
    else if (sign === '\n') endLine();
    else if (sign === '\r') {
      if (text.charAt(at + 1) === '\n') at++;
      endLine();
    } else cell += sign;
    at++;
  }
  if (cell !== '' || line.length > 0) endLine();
  return lines;
}

/** A quoted cell ends before a tab, a line end or the end; anything else is text that happens to begin with a quote. */
function readQuoted(text: string, from: number): { text: string; end: number } | undefined {
  let at = from + 1;
  let content = '';
  while (at < text.length) {
    const sign = text.charAt(at);
    if (sign !== '"') {
      content += sign;
      at++;
    } else if (text.charAt(at + 1) === '"') {
      content += '"';
      at += 2;
    } else {
      const after = text.charAt(at + 1);
      return after === '' || after === '\t' || after === '\n' || after === '\r'
        ? { text: content, end: at + 1 }
        : undefined;
    }
  }
  return undefined;
}

export function formatTsv(lines: readonly (readonly string[])[]): string {
  return lines.map((line) => line.map(formatCell).join('\t')).join('\r\n');
}

function formatCell(text: string): string {
  return /[\t\r\n]/.test(text) || text.startsWith('"') ? `"${text.replaceAll('"', '""')}"` : text;
}
