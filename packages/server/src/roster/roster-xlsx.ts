/**
 * Reads the sheets of an .xlsx: values as stored (cached values of formulas), dates as text, merges, hidden sheets and rows.
 * Row by row over the inflated bytes, because 100,000 rows as a document tree cost hundreds of megabytes.
 */
import { dateOfSerial } from '@renshe/domain/roster/roster.dates.ts';
import type { RosterCell, RosterMerge, RosterSheet } from '@renshe/domain/roster/roster.sheet.ts';
import { RosterFileError } from './roster-file-error.ts';
import type { RosterLimits } from './roster-limits.ts';
import { checkedXml, decodeXmlText, eachElement, stringItem, xmlAttribute, xmlTags } from './roster-xml.ts';
import { readZipDirectory, readZipEntry, type ZipDirectory } from './roster-zip.ts';

/** What the sheets of a file may still hold together. */
export type CellBudget = { rows: number; cells: number };

const lastRow = 1_048_576;
const lastColumn = 16_384;
/** A head or a household is lower; what is merged down to the end of the sheet would make a head of all people. */
const tallestMerge = 1000;
const emptyRow: RosterCell[] = [];

export function readXlsx(bytes: Buffer, limits: RosterLimits): RosterSheet[] {
  const directory = readZipDirectory(bytes, limits);
  refuseEntities(directory);
  const workbookPath = findWorkbook(directory);
  const folder = workbookPath.slice(0, workbookPath.lastIndexOf('/') + 1);
  const workbook = textPart(directory, workbookPath);
  const relations = new Map<string, { target: string; type: string }>();
  const relationsPath = `${folder}_rels/${workbookPath.slice(folder.length)}.rels`;
  for (const tag of xmlTags(textPart(directory, relationsPath), 'Relationship')) {
    relations.set(xmlAttribute(tag, 'Id') ?? '', {
      target: resolvePath(folder, xmlAttribute(tag, 'Target') ?? ''),
      type: xmlAttribute(tag, 'Type') ?? '',
    });
  }
  const partOf = (type: string) =>
    [...relations.values()].find((relation) => relation.type.endsWith(`/${type}`))?.target;
  const strings = readStrings(directory, partOf('sharedStrings'));
  const dateStyles = readDateStyles(directory, partOf('styles'));
  const since1904 = xmlTags(workbook, 'workbookPr').some((tag) =>
    ['1', 'true'].includes(xmlAttribute(tag, 'date1904') ?? ''),
  );
  const budget: CellBudget = { rows: limits.maxRows, cells: limits.maxCells };
  const sheets: RosterSheet[] = [];
  for (const tag of xmlTags(workbook, 'sheet')) {
    const relation = relations.get(/(?:^|\s)[A-Za-z0-9]+:id=["']([^"']*)/.exec(tag)?.[1] ?? '');
    if (relation === undefined || !relation.type.endsWith('/worksheet')) continue;
    if (sheets.length >= limits.maxSheets) {
      throw new RosterFileError('roster-file-too-large', { what: '工作表数', limit: limits.maxSheets });
    }
    const part = readZipEntry(directory, relation.target);
    if (part === undefined) throw new RosterFileError('roster-file-damaged');
    const name = xmlAttribute(tag, 'name') ?? '';
    const hidden = /hidden/i.test(xmlAttribute(tag, 'state') ?? '');
    sheets.push(readSheet(checkedXml(part), { name, hidden, strings, dateStyles, since1904, budget, limits }));
  }
  if (sheets.length === 0) throw new RosterFileError('roster-file-damaged');
  return sheets;
}

/** No part may declare a document type, also those that are never read. */
function refuseEntities(directory: ZipDirectory): void {
  for (const [name, entry] of directory.entries) {
    if (!/\.(xml|rels|vml)$/.test(name) || /^xl\/(worksheets\/sheet|sharedstrings)/.test(name)) continue;
    checkedXml(readZipEntry(directory, entry.name) ?? Buffer.alloc(0));
  }
}

function findWorkbook(directory: ZipDirectory): string {
  if (directory.entries.has('encryptedpackage')) throw new RosterFileError('roster-file-encrypted');
  const roots = readZipEntry(directory, '_rels/.rels');
  if (roots !== undefined) {
    for (const tag of xmlTags(checkedXml(roots).toString('utf8'), 'Relationship')) {
      const target = (xmlAttribute(tag, 'Target') ?? '').replace(/^\//, '');
      if ((xmlAttribute(tag, 'Type') ?? '').endsWith('/officeDocument') && target.endsWith('.xml')) {
        if (/^xl\/|workbook/i.test(target)) return target;
        throw new RosterFileError('roster-file-type', { found: target.startsWith('word') ? 'Word' : 'ZIP' });
      }
    }
  }
  if (directory.entries.has('xl/workbook.xml')) return 'xl/workbook.xml';
  const found = directory.entries.has('xl/workbook.bin') ? '.xlsb' : directory.entries.has('mimetype') ? '.ods' : 'ZIP';
  throw new RosterFileError('roster-file-type', { found });
}

function textPart(directory: ZipDirectory, path: string): string {
  const part = readZipEntry(directory, path);
  if (part === undefined) throw new RosterFileError('roster-file-damaged');
  return checkedXml(part).toString('utf8');
}

function resolvePath(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const parts = folder.split('/').filter((part) => part !== '');
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function prefixOf(xml: Buffer, name: string): { prefix: string; at: number } | undefined {
  const plain = xml.indexOf(`<${name}`);
  const prefixed = xml.indexOf(`:${name}`);
  if (plain >= 0 && (prefixed < 0 || plain < prefixed)) return { prefix: '', at: plain };
  if (prefixed < 0) return undefined;
  const start = xml.lastIndexOf('<', prefixed);
  return { prefix: xml.toString('utf8', start + 1, prefixed + 1), at: start };
}

function readStrings(directory: ZipDirectory, path: string | undefined): string[] {
  const part = path === undefined ? undefined : readZipEntry(directory, path);
  if (part === undefined) return [];
  const xml = checkedXml(part);
  const root = prefixOf(xml, 'sst');
  const strings: string[] = [];
  if (root === undefined) return strings;
  eachElement(xml, root.at, xml.length, root.prefix, 'si', (_, content) =>
    strings.push(detached(stringItem(content, root.prefix))),
  );
  return strings;
}

/** For each cell style, whether it shows a date. */
function readDateStyles(directory: ZipDirectory, path: string | undefined): boolean[] {
  const part = path === undefined ? undefined : readZipEntry(directory, path);
  if (part === undefined) return [];
  const xml = checkedXml(part).toString('utf8');
  const own = new Map<number, string>();
  for (const tag of xmlTags(xml, 'numFmt'))
    own.set(Number(xmlAttribute(tag, 'numFmtId')), xmlAttribute(tag, 'formatCode') ?? '');
  const styles = xml.slice(
    Math.max(0, xml.search(/<(?:\w+:)?cellXfs/)),
    Math.max(0, xml.search(/<\/(?:\w+:)?cellXfs>/)),
  );
  return xmlTags(styles, 'xf').map((tag) => {
    const id = Number(xmlAttribute(tag, 'numFmtId') ?? 0);
    const format = own.get(id);
    if (format !== undefined) return isDateFormat(format);
    return (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58);
  });
}

/** A format that shows a year or a day, outside quotes, brackets and escapes. */
function isDateFormat(format: string): boolean {
  return /[yd]/i.test(format.replace(/"[^"]*"|\[[^\]]*\]|\\.|_./g, '').replace(/general/gi, ''));
}

type SheetContext = {
  name: string;
  hidden: boolean;
  strings: string[];
  dateStyles: boolean[];
  since1904: boolean;
  budget: CellBudget;
  limits: RosterLimits;
};

function readSheet(xml: Buffer, context: SheetContext): RosterSheet {
  const { name, hidden, budget, limits } = context;
  const sheet: RosterSheet = { name, hidden, rows: [], merges: [], hiddenRows: [] };
  const root = prefixOf(xml, 'sheetData');
  if (root === undefined) return sheet;
  const dataEnd = xml.indexOf(`</${root.prefix}sheetData>`, root.at);
  const end = dataEnd < 0 ? root.at : dataEnd;
  let index = -1;
  eachElement(xml, root.at + root.prefix.length + 10, end, root.prefix, 'row', (attributes, content) => {
    const written = Number(xmlAttribute(attributes, 'r') ?? 0);
    index = written > 0 ? written - 1 : index + 1;
    if (!Number.isInteger(index) || index >= lastRow) throw new RosterFileError('roster-file-damaged');
    const row = readRow(content, root.prefix, context);
    if (row.length === 0) return;
    if (--budget.rows < 0) throw new RosterFileError('roster-file-too-large', { what: '行数', limit: limits.maxRows });
    while (sheet.rows.length < index) sheet.rows.push(emptyRow);
    sheet.rows[index] = row;
    if (['1', 'true'].includes(xmlAttribute(attributes, 'hidden') ?? '')) sheet.hiddenRows.push(index);
  });
  // Merged cells never overlap in an honest file, so together they cannot cover more than the sheet has rows and columns.
  let covered = 0;
  for (const tag of xmlTags(xml.toString('utf8', end), 'mergeCell')) {
    const merge = parseRange(xmlAttribute(tag, 'ref') ?? '');
    if (merge === undefined || merge.startRow >= sheet.rows.length) continue;
    if (merge.endRow - merge.startRow > tallestMerge) continue;
    merge.endRow = Math.min(merge.endRow, sheet.rows.length - 1);
    covered += merge.endRow - merge.startRow + 1;
    if (covered > lastRow * 4) break;
    sheet.merges.push(merge);
  }
  return sheet;
}

function readRow(content: string, prefix: string, context: SheetContext): RosterCell[] {
  const open = `<${prefix}c`;
  const close = `</${prefix}c>`;
  let row: RosterCell[] = emptyRow;
  let column = -1;
  let at = 0;
  while (true) {
    const start = content.indexOf(open, at);
    if (start < 0) return row;
    const after = content[start + open.length];
    const tagEnd = content.indexOf('>', start);
    if (tagEnd < 0) return row;
    if (after !== ' ' && after !== '>' && after !== '/' && after !== '\n') {
      at = start + open.length;
      continue;
    }
    const isEmpty = content[tagEnd - 1] === '/';
    const attributes = content.slice(start + open.length, isEmpty ? tagEnd - 1 : tagEnd);
    const written = columnOfReference(xmlAttribute(attributes, 'r'));
    column = written ?? column + 1;
    if (column >= lastColumn) tooWide(context);
    if (isEmpty) {
      at = tagEnd + 1;
      continue;
    }
    const end = content.indexOf(close, tagEnd);
    if (end < 0) throw new RosterFileError('roster-file-damaged');
    const cell = readCell(attributes, content.slice(tagEnd + 1, end), prefix, context);
    at = end + close.length;
    if (cell === '') continue;
    if (column >= context.limits.maxColumns) {
      if (typeof cell === 'string' && cell.trim() === '') continue;
      tooWide(context);
    }
    if (--context.budget.cells < 0) {
      throw new RosterFileError('roster-file-too-large', { what: '单元格数', limit: context.limits.maxCells });
    }
    if (row === emptyRow) row = [];
    while (row.length < column) row.push('');
    row[column] = cell;
  }
}

function tooWide(context: SheetContext): never {
  throw new RosterFileError('roster-file-too-wide', { sheet: context.name, limit: context.limits.maxColumns });
}

function readCell(attributes: string, content: string, prefix: string, context: SheetContext): RosterCell {
  const type = xmlAttribute(attributes, 't') ?? 'n';
  if (type === 'inlineStr') return limited(detached(stringItem(content, prefix)), context);
  const value = cachedValue(content, prefix);
  if (value === undefined || value === '') return '';
  switch (type) {
    case 's': {
      // An empty cell in its place would drop what somebody wrote without a word.
      const text = context.strings[Number(value)];
      if (text === undefined) throw new RosterFileError('roster-file-damaged');
      return limited(text, context);
    }
    case 'str':
      return limited(detached(decodeXmlText(value)), context);
    case 'b':
      return value === '1' || value === 'true' ? '是' : '否';
    case 'e':
      return '';
    case 'd':
      return value.slice(0, 10);
    default: {
      const number = Number(value);
      if (Number.isNaN(number)) return limited(detached(decodeXmlText(value)), context);
      const isDate = context.dateStyles[Number(xmlAttribute(attributes, 's') ?? -1)] === true;
      if (!isDate || number < 1 || number > 2_958_465) return number;
      return dateOfSerial(context.since1904 ? number + 1462 : number);
    }
  }
}

function cachedValue(content: string, prefix: string): string | undefined {
  const open = `<${prefix}v`;
  const start = content.indexOf(open);
  if (start < 0) return undefined;
  const tagEnd = content.indexOf('>', start);
  const end = content.indexOf(`</${prefix}v>`, tagEnd);
  return end < 0 ? undefined : content.slice(tagEnd + 1, end);
}

function limited(text: string, context: SheetContext): string {
  return text.length > context.limits.maxCellLength ? text.slice(0, context.limits.maxCellLength) : text;
}

/** A copy that does not keep the whole row of XML alive. */
function detached(text: string): string {
  return text.length < 13 ? text : Buffer.from(text, 'utf8').toString('utf8');
}

function columnOfReference(reference: string | undefined): number | undefined {
  if (reference === undefined) return undefined;
  let column = 0;
  for (let i = 0; i < reference.length; i++) {
    const code = reference.charCodeAt(i);
    const letter = code >= 97 ? code - 96 : code - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
    if (column > lastColumn) break;
  }
  return column === 0 ? undefined : column - 1;
}

function parseRange(reference: string): RosterMerge | undefined {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$/i.exec(reference);
  if (match === null) return undefined;
  const startColumn = columnOfReference(match[1]) ?? 0;
  const endColumn = columnOfReference(match[3]) ?? 0;
  return { startRow: Number(match[2]) - 1, startColumn, endRow: Math.min(Number(match[4]), lastRow) - 1, endColumn };
}
