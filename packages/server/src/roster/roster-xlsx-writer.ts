/**
 * Writes rosters back as .xlsx row by row: 100,000 rows through a general writer cost 800 MB and stand still for seconds,
 * packed as they are made they cost little more than the file.
 */
import { once } from 'node:events';
import { crc32, createDeflateRaw } from 'node:zlib';
import type { RosterCell, RosterMerge } from '@renshe/domain/roster/roster.sheet.ts';

/** Indexes of the cell styles in the file. All but `plain` and `heading` are text cells. */
export const writtenStyles = { plain: 0, red: 1, redText: 2, amber: 3, amberText: 4, heading: 5 } as const;

export type WrittenStyle = (typeof writtenStyles)[keyof typeof writtenStyles];

export type WrittenRow = { cells: readonly RosterCell[]; styles: ReadonlyMap<number, WrittenStyle> | null };

export type WrittenSheet = {
  name: string;
  hidden: boolean;
  rows: Iterable<WrittenRow>;
  merges: readonly RosterMerge[];
  /** Width of each column in characters. */
  widths: readonly number[];
};

type Packed = { name: string; chunks: Buffer[]; packed: number; size: number; crc: number };

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const charactersAtOnce = 200_000;

export async function writeStyledXlsx(sheets: readonly WrittenSheet[]): Promise<Buffer> {
  const parts: Packed[] = [];
  parts.push(await pack('[Content_Types].xml', [contentTypes(sheets.length)]));
  parts.push(
    await pack('_rels/.rels', [
      `${xml}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ]),
  );
  parts.push(await pack('xl/workbook.xml', [workbook(sheets)]));
  parts.push(await pack('xl/_rels/workbook.xml.rels', [relations(sheets.length)]));
  parts.push(await pack('xl/styles.xml', [styles()]));
  for (const [i, sheet] of sheets.entries())
    parts.push(await pack(`xl/worksheets/sheet${i + 1}.xml`, worksheet(sheet)));
  return zip(parts);
}

function contentTypes(sheets: number): string {
  const parts = Array.from(
    { length: sheets },
    (_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${contentType}.worksheet+xml"/>`,
  );
  return `${xml}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${contentType}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${contentType}.styles+xml"/>${parts.join('')}</Types>`;
}

function workbook(sheets: readonly WrittenSheet[]): string {
  const entries = sheets.map(
    (sheet, i) =>
      `<sheet name="${escapeXml(sheet.name)}" sheetId="${i + 1}"${sheet.hidden ? ' state="hidden"' : ''} r:id="rId${i + 1}"/>`,
  );
  const first = Math.max(
    0,
    sheets.findIndex((sheet) => !sheet.hidden),
  );
  return `${xml}<workbook ${main} xmlns:r="${office}"><bookViews><workbookView activeTab="${first}"/></bookViews><sheets>${entries.join('')}</sheets></workbook>`;
}

function relations(sheets: number): string {
  const entries = Array.from(
    { length: sheets },
    (_, i) => `<Relationship Id="rId${i + 1}" Type="${office}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  );
  return `${xml}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${entries.join('')}<Relationship Id="rId${sheets + 1}" Type="${office}/styles" Target="styles.xml"/></Relationships>`;
}

function styles(): string {
  const font = (inner: string) => `<font>${inner}<sz val="11"/><name val="宋体"/></font>`;
  const filled = (rgb: string) =>
    `<fill><patternFill patternType="solid"><fgColor rgb="FF${rgb}"/></patternFill></fill>`;
  const coloured = (rgb: string) => `<font><sz val="11"/><color rgb="FF${rgb}"/><name val="宋体"/></font>`;
  const text = (fontId: number, fillId: number) =>
    `<xf numFmtId="49" fontId="${fontId}" fillId="${fillId}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/>`;
  return `${xml}<styleSheet ${main}><fonts count="4">${font('')}${coloured('9C0006')}${coloured('7F6000')}${font('<b/>')}</fonts><fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>${filled('FFC7CE')}${filled('FFEB9C')}</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="6"><xf xfId="0"/>${text(0, 2)}${text(1, 2)}${text(0, 3)}${text(2, 3)}<xf fontId="3" xfId="0" applyFont="1"/></cellXfs></styleSheet>`;
}

function* worksheet(sheet: WrittenSheet): Generator<string> {
  let text = `${xml}<worksheet ${main}>`;
  if (sheet.widths.length > 0) {
    const columns = sheet.widths.map(
      (width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`,
    );
    text += `<cols>${columns.join('')}</cols>`;
  }
  text += '<sheetData>';
  let number = 0;
  for (const row of sheet.rows) {
    number++;
    if (row.cells.length > 0) text += rowXml(number, row);
    if (text.length > charactersAtOnce) {
      yield text;
      text = '';
    }
  }
  text += '</sheetData>';
  if (sheet.merges.length > 0) {
    text += `<mergeCells count="${sheet.merges.length}">`;
    for (const merge of sheet.merges) {
      const from = `${columnLetters(merge.startColumn)}${merge.startRow + 1}`;
      text += `<mergeCell ref="${from}:${columnLetters(merge.endColumn)}${merge.endRow + 1}"/>`;
    }
    text += '</mergeCells>';
  }
  yield `${text}</worksheet>`;
}

function rowXml(number: number, row: WrittenRow): string {
  let text = `<row r="${number}">`;
  for (const [column, cell] of row.cells.entries()) {
    const style = row.styles?.get(column);
    const start = `<c r="${columnLetters(column)}${number}"${style === undefined ? '' : ` s="${style}"`}`;
    if (cell === '') text += style === undefined ? '' : `${start}/>`;
    else if (typeof cell === 'number') text += `${start}><v>${cell}</v></c>`;
    else text += `${start} t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`;
  }
  return `${text}</row>`;
}

const letters: string[] = [];

function columnLetters(column: number): string {
  const known = letters[column];
  if (known !== undefined) return known;
  const last = String.fromCharCode(65 + (column % 26));
  const text = column < 26 ? last : columnLetters(Math.floor(column / 26) - 1) + last;
  letters[column] = text;
  return text;
}

/** Characters that XML cannot hold are left out. */
function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are taken out
  if (!/[&<>"\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/.test(text)) return text;
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are taken out
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  );
}

async function pack(name: string, texts: Iterable<string>): Promise<Packed> {
  const packed: Packed = { name, chunks: [], packed: 0, size: 0, crc: 0 };
  const deflate = createDeflateRaw({ level: 6 });
  deflate.on('data', (chunk: Buffer) => {
    packed.chunks.push(chunk);
    packed.packed += chunk.length;
  });
  const ended = once(deflate, 'end');
  for (const text of texts) {
    const bytes = Buffer.from(text, 'utf8');
    packed.size += bytes.length;
    packed.crc = crc32(bytes, packed.crc);
    if (!deflate.write(bytes)) await once(deflate, 'drain');
  }
  deflate.end();
  await ended;
  return packed;
}

function zip(parts: readonly Packed[]): Buffer {
  const chunks: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const name = Buffer.from(part.name, 'utf8');
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(20, 4);
    header.writeUInt16LE(0x0800, 6);
    header.writeUInt16LE(8, 8);
    // 1 January 1980: the same roster gives the same bytes.
    header.writeUInt16LE(0x21, 12);
    header.writeUInt32LE(part.crc, 14);
    header.writeUInt32LE(part.packed, 18);
    header.writeUInt32LE(part.size, 22);
    header.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    header.copy(entry, 6, 4, 30);
    entry.writeUInt32LE(offset, 42);
    chunks.push(header, name, ...part.chunks);
    directory.push(entry, name);
    offset += header.length + name.length + part.packed;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...chunks, central, end]);
}
