/** Reads .csv: finds the encoding without ever guessing past a broken character, the separator, and quoted cells. */
import type { RosterCell, RosterSheet } from '@renshe/domain/roster/roster.sheet.ts';
import { RosterFileError } from './roster-file-error.ts';
import type { RosterLimits } from './roster-limits.ts';

export type RosterEncoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

export function readCsv(
  bytes: Buffer,
  sheetName: string,
  limits: RosterLimits,
): { sheet: RosterSheet; encoding: RosterEncoding } {
  const { text, encoding } = decodeText(bytes);
  return {
    sheet: { name: sheetName, hidden: false, rows: parseRows(text, limits), merges: [], hiddenRows: [] },
    encoding,
  };
}

/** UTF-16 by its mark or its zero bytes, UTF-8 when every byte fits, else GB18030 (which holds GBK and GB2312). */
function decodeText(bytes: Buffer): { text: string; encoding: RosterEncoding } {
  const encoding = utf16Of(bytes);
  for (const candidate of encoding === undefined ? (['utf-8', 'gb18030'] as const) : [encoding]) {
    try {
      const text = new TextDecoder(candidate, { fatal: true }).decode(bytes);
      // A text of control characters is no text; tab, line feed, form feed and carriage return are.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are looked for
      if (/[\u0000-\u0008\u000e-\u001f]/.test(text)) break;
      return { text, encoding: candidate };
    } catch {
      // Not this encoding.
    }
  }
  throw new RosterFileError('roster-file-encoding');
}

function utf16Of(bytes: Buffer): RosterEncoding | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const sample = bytes.subarray(0, 4096);
  if (!sample.includes(0)) return undefined;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) i % 2 === 0 ? even++ : odd++;
  // A stray zero byte makes no UTF-16.
  if (even + odd < sample.length / 20) return undefined;
  // Digits, commas and line ends leave a zero byte in each pair, always on the same side.
  if (odd > even * 4) return 'utf-16le';
  if (even > odd * 4) return 'utf-16be';
  return undefined;
}

/** The character that stands most often, and alike, in the first lines. */
function findSeparator(text: string): string {
  const lines = text.slice(0, 20_000).split(/\r\n|\r|\n/, 30);
  let best = ',';
  let most = 0;
  for (const separator of [',', '\t', ';', '|', '，']) {
    const counts = lines.map((line) => line.replace(/"[^"]*"/g, '').split(separator).length - 1);
    const lined = counts.filter((count) => count > 0);
    const weight = lined.length * 10 + Math.min(9, Math.max(0, ...counts));
    if (lined.length > 0 && weight > most) {
      most = weight;
      best = separator;
    }
  }
  return best;
}

function parseRows(text: string, limits: RosterLimits): RosterCell[][] {
  const separator = findSeparator(text);
  const rows: RosterCell[][] = [];
  let row: RosterCell[] = [];
  let cells = 0;
  let filledRows = 0;
  let at = 0;
  const { length } = text;
  while (at < length) {
    let cell: string;
    if (text[at] === '"') {
      const quoted = readQuoted(text, at, separator, limits);
      cell = quoted.cell;
      at = quoted.end;
    } else {
      let end = at;
      while (end < length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end++;
      // ="321102…" keeps a number as text in spreadsheets.
      const formula = /^="([^"]*)"$/.exec(text.slice(at, Math.min(end, at + 64)));
      cell = formula?.[1] ?? text.slice(at, Math.min(end, at + limits.maxCellLength));
      at = end;
    }
    row.push(cell);
    if (cell !== '' && ++cells > limits.maxCells) {
      throw new RosterFileError('roster-file-too-large', { what: '单元格数', limit: limits.maxCells });
    }
    if (row.length > limits.maxColumns && (cell !== '' || row.length > 16_384)) {
      throw new RosterFileError('roster-file-too-wide', { sheet: '', limit: limits.maxColumns });
    }
    if (text[at] === separator) {
      at++;
      if (at < length) continue;
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at += 2;
    else at++;
    finishRow();
  }
  if (row.length > 0) finishRow();
  return rows;

  function finishRow(): void {
    while (row.length > 0 && row[row.length - 1] === '') row.pop();
    if (row.length > 0 && ++filledRows > limits.maxRows) {
      throw new RosterFileError('roster-file-too-large', { what: '行数', limit: limits.maxRows });
    }
    rows.push(row);
    row = [];
  }
}

/**
 * A cell in quotes, doubled quotes inside. A quote that is never closed, or only after more than 4000 characters, is an
 * ordinary character of a carelessly made file: the cell then ends with its line.
 */
function readQuoted(
  text: string,
  start: number,
  separator: string,
  limits: RosterLimits,
): { cell: string; end: number } {
  let at = start + 1;
  let cell = '';
  while (true) {
    const quote = text.indexOf('"', at);
    if (quote < 0 || quote - start > 4000) break;
    cell += text.slice(at, quote);
    if (text[quote + 1] === '"') {
      cell += '"';
      at = quote + 2;
      continue;
    }
    let end = quote + 1;
    while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end++;
    return { cell: cell + text.slice(quote + 1, Math.min(end, quote + limits.maxCellLength)).trimEnd(), end };
  }
  let end = start;
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end++;
  return { cell: text.slice(start + 1, Math.min(end, start + limits.maxCellLength)), end };
}
