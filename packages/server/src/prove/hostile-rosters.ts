/** Rosters that nobody can read, made here, each with the code of the sentence that its sender is told. */
import type { RosterFileErrorCode } from '@renshe/domain/roster/roster.errors.ts';
import { makeWorkbook, makeZip, textRow } from './make-zip.ts';

const header = textRow(1, ['姓名', '身份证号']);
const person = textRow(2, ['张三', '321102197403150018']);
const doctype = (body: string) => `<?xml version="1.0"?><!DOCTYPE x [${body}]>`;

const whole = makeWorkbook({ sheetData: header + person });
const laughs = doctype('<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">');
const millionCells = () => Array.from({ length: 1_000_000 }, (_, i) => `<c><v>${(i * 7919) % 99991}</v></c>`).join('');
const bigText = () => 'x'.repeat(30_000_000);

/** The beginning of a file of old office programs, with the name of one stream in it. */
const compoundFile = (stream: string): Buffer =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from(stream, 'utf16le')]);

/** What it is, its name, what is in it, and the code by which it is refused. */
export const hostileRosters: readonly [string, string, () => Uint8Array, RosterFileErrorCode][] = [
  ['nothing', 'a.xlsx', () => new Uint8Array(0), 'roster-file-empty'],
  ['blank lines', 'a.csv', () => Buffer.from('\n\n , ,\n'), 'roster-file-empty'],
  ['a sheet without cells', 'a.xlsx', () => makeWorkbook({ sheetData: '' }), 'roster-file-empty'],
  ['PDF', 'a.xlsx', () => Buffer.from('%PDF-1.7\n1 0 obj'), 'roster-file-type'],
  [
    'HTML as .xls',
    '台账.xls',
    () => Buffer.from('\ufeff\n<html><table><tr><td>姓名</td></tr></table></html>'),
    'roster-file-type',
  ],
  ['HTML as .csv', 'a.csv', () => Buffer.from('<!DOCTYPE html><p>x'), 'roster-file-type'],
  ['XML as .xls', 'a.xls', () => Buffer.from('<?xml version="1.0"?><Workbook/>'), 'roster-file-type'],
  ['text as .xlsx', 'a.xlsx', () => Buffer.from('姓名,身份证号\n张三,1\n'), 'roster-file-type'],
  ['a workbook as .csv', 'a.csv', () => whole, 'roster-file-type'],
  ['any zip', 'a.xlsx', () => makeZip([{ name: 'readme.txt', content: 'hello' }]), 'roster-file-type'],
  [
    '.ods',
    'a.xlsx',
    () => makeZip([{ name: 'mimetype', content: 'application/vnd.oasis.opendocument.spreadsheet' }]),
    'roster-file-type',
  ],
  ['PNG', 'a.xlsx', () => Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'roster-file-type'],
  ['noise', 'a.xlsx', () => Buffer.from([0, 1, 2, 3, 4, 5]), 'roster-file-damaged'],
  ['half a workbook', 'a.xlsx', () => whole.subarray(0, whole.length / 2), 'roster-file-damaged'],
  ['a workbook cut short', 'a.xlsx', () => whole.subarray(0, whole.length - 30), 'roster-file-damaged'],
  ['an .xls cut short', 'a.xls', () => compoundFile('Workbook'), 'roster-file-damaged'],
  ['an encrypted .xlsx', 'a.xlsx', () => compoundFile('EncryptedPackage'), 'roster-file-encrypted'],
  [
    'an encrypted zip',
    'a.xlsx',
    () => makeZip([{ name: 'xl/workbook.xml', content: 'x', flags: 1 }]),
    'roster-file-encrypted',
  ],
  ['a Word document', 'a.xls', () => compoundFile('WordDocument'), 'roster-file-type'],
  [
    'a bomb',
    'a.xlsx',
    () => makeWorkbook({ sheetData: header, parts: [{ name: 'xl/media/a.bin', content: bigText() }] }),
    'roster-file-bomb',
  ],
  [
    'a bomb with a lying directory',
    'a.xlsx',
    () =>
      makeWorkbook({
        sheetData: header,
        parts: [{ name: 'xl/worksheets/sheet1.xml', content: bigText(), declaredSize: 4000 }],
      }),
    'roster-file-bomb',
  ],
  [
    'a directory that promises ten gigabytes',
    'a.xlsx',
    () => makeZip(Array.from({ length: 5 }, (_, i) => ({ name: `${i}`, content: 'x', declaredSize: 2_000_000_000 }))),
    'roster-file-bomb',
  ],
  [
    'three thousand entries',
    'a.xlsx',
    () => makeZip(Array.from({ length: 3000 }, (_, i) => ({ name: `xl/${i}`, content: '' }))),
    'roster-file-bomb',
  ],
  [
    'overlapping entries',
    'a.xlsx',
    () =>
      makeZip([
        { name: 'a', content: 'abc' },
        { name: 'b', content: 'abc', overlap: true },
      ]),
    'roster-file-bomb',
  ],
  ['names that climb', 'a.xlsx', () => makeZip([{ name: '../../etc/passwd', content: 'x' }]), 'roster-file-damaged'],
  [
    'a million columns by reference',
    'a.xlsx',
    () => makeWorkbook({ sheetData: `${header}<row r="2"><c r="BDWGN2"><v>1</v></c></row>` }),
    'roster-file-too-wide',
  ],
  [
    'a million columns by count',
    'a.xlsx',
    () => makeWorkbook({ sheetData: `${header}<row r="2">${millionCells()}</row>` }),
    'roster-file-too-wide',
  ],
  [
    'a million columns of .csv',
    'a.csv',
    () => Buffer.from(`姓名,身份证号\n${'1,'.repeat(1_000_000)}`),
    'roster-file-too-wide',
  ],
  [
    'a cell in the last corner',
    'a.xlsx',
    () => makeWorkbook({ sheetData: `${header}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>` }),
    'roster-file-too-wide',
  ],
  [
    'a row beyond the last',
    'a.xlsx',
    () => makeWorkbook({ sheetData: `${header}<row r="99999999"><c><v>1</v></c></row>` }),
    'roster-file-damaged',
  ],
  [
    'an external entity in the strings',
    'a.xlsx',
    () =>
      makeWorkbook({
        sheetData: header,
        parts: [
          {
            name: 'xl/sharedStrings.xml',
            content: `${doctype('<!ENTITY x SYSTEM "file:///etc/passwd">')}<sst><si><t>&x;</t></si></sst>`,
          },
        ],
      }),
    'roster-file-entities',
  ],
  [
    'a billion laughs in the workbook',
    'a.xlsx',
    () => makeWorkbook({ sheetData: header, parts: [{ name: 'xl/workbook.xml', content: `${laughs}<workbook/>` }] }),
    'roster-file-entities',
  ],
  [
    'an entity in the sheet',
    'a.xlsx',
    () =>
      makeWorkbook({
        sheetData: '',
        parts: [
          {
            name: 'xl/worksheets/sheet1.xml',
            content: `${laughs}<worksheet><sheetData>${header}</sheetData></worksheet>`,
          },
        ],
      }),
    'roster-file-entities',
  ],
  [
    'an entity in a drawing that nobody reads',
    'a.xlsx',
    () => makeWorkbook({ sheetData: header, parts: [{ name: 'xl/drawings/drawing1.xml', content: laughs }] }),
    'roster-file-entities',
  ],
  [
    'an entity in UTF-16',
    'a.xlsx',
    () =>
      makeWorkbook({
        sheetData: header,
        parts: [{ name: 'xl/drawings/drawing1.xml', content: Buffer.from(`\ufeff${laughs}`, 'utf16le') }],
      }),
    'roster-file-entities',
  ],
  [
    'a string that is not in the list of strings',
    'a.xlsx',
    () =>
      makeWorkbook({
        sheetData: `${header}<row r="2"><c r="A2" t="s"><v>99</v></c></row>`,
        sharedStrings: '<si><t>张三</t></si>',
      }),
    'roster-file-damaged',
  ],
  [
    'broken UTF-8 that is no GB18030 either',
    'a.csv',
    () => Buffer.from([0xd0, 0xd5, 0xff, 0xff, 0x2c, 0xff]),
    'roster-file-encoding',
  ],
  ['zero bytes in a .csv', 'a.csv', () => Buffer.from('姓名,身份证号\n张\0三,1\n'), 'roster-file-encoding'],
];
