/** Tells what a file is by its bytes, never by its name alone, and reads it. Runs in the reading process. */
import type { RosterSheet } from '@renshe/domain/roster/roster.sheet.ts';
import { readCsv } from './roster-csv.ts';
import { RosterFileError } from './roster-file-error.ts';
import type { RosterLimits } from './roster-limits.ts';
import { readOldXls } from './roster-xls.ts';
import { readXlsx } from './roster-xlsx.ts';

export type RosterFormat = 'xlsx' | 'xls' | 'csv';

export type RosterWorkbook = {
  format: RosterFormat;
  /** Of a .csv. */
  encoding: string | null;
  sheets: RosterSheet[];
};

/** First bytes of what people upload by mistake. */
const foreign: readonly (readonly [string, string])[] = [
  ['%PDF', 'PDF'],
  ['{\\rtf', 'RTF'],
  ['\x89PNG', 'PNG'],
  ['\xff\xd8\xff', 'JPEG'],
  ['GIF8', 'GIF'],
  ['Rar!', 'RAR'],
  ['7z\xbc\xaf', '7z'],
  ['\x1f\x8b', 'gzip'],
  ['MZ', 'EXE'],
  ['\x7fELF', 'ELF'],
];

export async function parseWorkbook(bytes: Buffer, fileName: string, limits: RosterLimits): Promise<RosterWorkbook> {
  if (bytes.length > limits.maxBytes) {
    throw new RosterFileError('roster-file-too-large', {
      what: '文件',
      limit: `${Math.round(limits.maxBytes / 1048576)} MB`,
    });
  }
  if (bytes.length === 0) throw new RosterFileError('roster-file-empty');
  const extension = /\.([a-z0-9]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? '';
  const head = bytes.toString('latin1', 0, 512);
  const workbook = await readByBytes(bytes, fileName, extension, head, limits);
  for (const sheet of workbook.sheets) {
    sheet.name = keepable(sheet.name);
    for (const row of sheet.rows)
      for (const [i, cell] of row.entries()) if (typeof cell === 'string') row[i] = keepable(cell);
  }
  const hasText = workbook.sheets.some((sheet) =>
    sheet.rows.some((row) => row.some((cell) => typeof cell === 'number' || cell.trim() !== '')),
  );
  if (!hasText) throw new RosterFileError('roster-file-empty');
  return workbook;
}

/** Control characters, which no table can keep or nobody can see, as blanks: a name then tells that it was mended. Half a character as U+FFFD. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are looked for
const unkeepable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
function keepable(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.search(unkeepable) < 0 ? whole : whole.replaceAll(unkeepable, ' ');
}

async function readByBytes(
  bytes: Buffer,
  fileName: string,
  extension: string,
  head: string,
  limits: RosterLimits,
): Promise<RosterWorkbook> {
  const isText = ['csv', 'tsv', 'txt'].includes(extension);
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) {
    if (isText) throw new RosterFileError('roster-file-type', { found: 'ZIP' });
    return { format: 'xlsx', encoding: null, sheets: readXlsx(bytes, limits) };
  }
  if (head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) {
    if (isText) throw new RosterFileError('roster-file-type', { found: 'OLE' });
    return { format: 'xls', encoding: null, sheets: await readOldXls(bytes, limits) };
  }
  for (const [mark, found] of foreign)
    if (head.startsWith(mark)) throw new RosterFileError('roster-file-type', { found });
  const start = head
    .replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
    .replaceAll('\0', '')
    .trimStart()
    .toLowerCase();
  if (/^<(!doctype html|html|table|head|body|meta|style|div|!--)/.test(start)) {
    throw new RosterFileError('roster-file-type', { found: 'HTML' });
  }
  if (start.startsWith('<?xml') || start.startsWith('<'))
    throw new RosterFileError('roster-file-type', { found: 'XML' });
  if (start.startsWith('{') || start.startsWith('[{')) throw new RosterFileError('roster-file-type', { found: 'JSON' });
  if (!isText) {
    throw new RosterFileError(isPrintable(head) ? 'roster-file-type' : 'roster-file-damaged', { found: 'TXT' });
  }
  const name = fileName.replace(/^.*[/\\]/, '').replace(/\.[a-z0-9]+$/i, '');
  const { sheet, encoding } = readCsv(bytes, name, limits);
  return { format: 'csv', encoding, sheets: [sheet] };
}

function isPrintable(head: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are looked for
  return !/[\x00-\x08\x0e-\x1f]/.test(head);
}
