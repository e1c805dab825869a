import { rosterFileErrorCodes, rosterSentences } from '@renshe/domain/roster/roster.errors.ts';
import { writeXlsx } from 'hucre';
import { describe, expect, it } from 'vitest';
import { makeWorkbook, makeZip, textRow } from '../../test/make-zip.ts';
import { parseWorkbook, type RosterWorkbook } from './parse-workbook.ts';
import { readWorkbook } from './read-workbook.ts';
import { RosterFileError } from './roster-file-error.ts';
import { defaultRosterLimits, type RosterLimits } from './roster-limits.ts';

const header = textRow(1, ['姓名', '身份证号']);
const person = textRow(2, ['张三', '321102197403150018']);
const doctype = (body: string) => `<?xml version="1.0"?><!DOCTYPE x [${body}]>`;

/** `parseWorkbook` is what runs inside the thread; the table goes without a thread for each of its files. */
async function codeOf(
  bytes: Uint8Array,
  fileName: string,
  limits: Partial<RosterLimits> = {},
  reader: typeof readWorkbook = readWorkbook,
): Promise<string> {
  try {
    await reader(bytes, fileName, { ...defaultRosterLimits, ...limits });
    return 'read';
  } catch (error) {
    if (!(error instanceof RosterFileError)) throw error;
    expect(rosterSentences[error.code]?.zh).toBeTruthy();
    return error.code;
  }
}

function inThisThread(bytes: Uint8Array, fileName: string, limits = defaultRosterLimits): Promise<RosterWorkbook> {
  return parseWorkbook(Buffer.from(bytes), fileName, limits);
}

const whole = makeWorkbook({ sheetData: header + person });
const laughs = doctype('<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">');
const millionCells = Array.from({ length: 1_000_000 }, (_, i) => `<c><v>${(i * 7919) % 99991}</v></c>`).join('');
const bigText = 'x'.repeat(30_000_000);

const hostile: [string, string, Uint8Array, string][] = [
  ['nothing', 'a.xlsx', new Uint8Array(0), 'roster-file-empty'],
  ['blank lines', 'a.csv', Buffer.from('\n\n , ,\n'), 'roster-file-empty'],
  ['a sheet without cells', 'a.xlsx', makeWorkbook({ sheetData: '' }), 'roster-file-empty'],
  ['PDF', 'a.xlsx', Buffer.from('%PDF-1.7\n1 0 obj'), 'roster-file-type'],
  [
    'HTML as .xls',
    '台账.xls',
    Buffer.from('\ufeff\n<html><table><tr><td>姓名</td></tr></table></html>'),
    'roster-file-type',
  ],
  ['HTML as .csv', 'a.csv', Buffer.from('<!DOCTYPE html><p>x'), 'roster-file-type'],
  ['XML as .xls', 'a.xls', Buffer.from('<?xml version="1.0"?><Workbook/>'), 'roster-file-type'],
  ['text as .xlsx', 'a.xlsx', Buffer.from('姓名,身份证号\n张三,1\n'), 'roster-file-type'],
  ['a workbook as .csv', 'a.csv', whole, 'roster-file-type'],
  ['any zip', 'a.xlsx', makeZip([{ name: 'readme.txt', content: 'hello' }]), 'roster-file-type'],
  [
    '.ods',
    'a.xlsx',
    makeZip([{ name: 'mimetype', content: 'application/vnd.oasis.opendocument.spreadsheet' }]),
    'roster-file-type',
  ],
  ['PNG', 'a.xlsx', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'roster-file-type'],
  ['noise', 'a.xlsx', Buffer.from([0, 1, 2, 3, 4, 5]), 'roster-file-damaged'],
  ['half a workbook', 'a.xlsx', whole.subarray(0, whole.length / 2), 'roster-file-damaged'],
  ['a workbook cut short', 'a.xlsx', whole.subarray(0, whole.length - 30), 'roster-file-damaged'],
  [
    'an .xls cut short',
    'a.xls',
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from('Workbook', 'utf16le')]),
    'roster-file-damaged',
  ],
  [
    'an encrypted .xlsx',
    'a.xlsx',
    Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(600),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ]),
    'roster-file-encrypted',
  ],
  [
    'an encrypted zip',
    'a.xlsx',
    makeZip([{ name: 'xl/workbook.xml', content: 'x', flags: 1 }]),
    'roster-file-encrypted',
  ],
  [
    'a Word document',
    'a.xls',
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from('WordDocument', 'utf16le')]),
    'roster-file-type',
  ],
  [
    'a bomb',
    'a.xlsx',
    makeWorkbook({ sheetData: header, parts: [{ name: 'xl/media/a.bin', content: bigText }] }),
    'roster-file-bomb',
  ],
  [
    'a bomb with a lying directory',
    'a.xlsx',
    makeWorkbook({
      sheetData: header,
      parts: [{ name: 'xl/worksheets/sheet1.xml', content: bigText, declaredSize: 4000 }],
    }),
    'roster-file-bomb',
  ],
  [
    'a directory that promises ten gigabytes',
    'a.xlsx',
    makeZip(Array.from({ length: 5 }, (_, i) => ({ name: `${i}`, content: 'x', declaredSize: 2_000_000_000 }))),
    'roster-file-bomb',
  ],
  [
    'three thousand entries',
    'a.xlsx',
    makeZip(Array.from({ length: 3000 }, (_, i) => ({ name: `xl/${i}`, content: '' }))),
    'roster-file-bomb',
  ],
  [
    'overlapping entries',
    'a.xlsx',
    makeZip([
      { name: 'a', content: 'abc' },
      { name: 'b', content: 'abc', overlap: true },
    ]),
    'roster-file-bomb',
  ],
  ['names that climb', 'a.xlsx', makeZip([{ name: '../../etc/passwd', content: 'x' }]), 'roster-file-damaged'],
  [
    'a million columns by reference',
    'a.xlsx',
    makeWorkbook({ sheetData: `${header}<row r="2"><c r="BDWGN2"><v>1</v></c></row>` }),
    'roster-file-too-wide',
  ],
  [
    'a million columns by count',
    'a.xlsx',
    makeWorkbook({ sheetData: `${header}<row r="2">${millionCells}</row>` }),
    'roster-file-too-wide',
  ],
  [
    'a million columns of .csv',
    'a.csv',
    Buffer.from(`姓名,身份证号\n${'1,'.repeat(1_000_000)}`),
    'roster-file-too-wide',
  ],
  [
    'a cell in the last corner',
    'a.xlsx',
    makeWorkbook({ sheetData: `${header}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>` }),
    'roster-file-too-wide',
  ],
  [
    'a row beyond the last',
    'a.xlsx',
    makeWorkbook({ sheetData: `${header}<row r="99999999"><c><v>1</v></c></row>` }),
    'roster-file-damaged',
  ],
  [
    'an external entity in the strings',
    'a.xlsx',
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
    makeWorkbook({ sheetData: header, parts: [{ name: 'xl/workbook.xml', content: `${laughs}<workbook/>` }] }),
    'roster-file-entities',
  ],
  [
    'an entity in the sheet',
    'a.xlsx',
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
    makeWorkbook({ sheetData: header, parts: [{ name: 'xl/drawings/drawing1.xml', content: laughs }] }),
    'roster-file-entities',
  ],
  [
    'an entity in UTF-16',
    'a.xlsx',
    makeWorkbook({
      sheetData: header,
      parts: [{ name: 'xl/drawings/drawing1.xml', content: Buffer.from(`\ufeff${laughs}`, 'utf16le') }],
    }),
    'roster-file-entities',
  ],
  [
    'broken UTF-8 that is no GB18030 either',
    'a.csv',
    Buffer.from([0xd0, 0xd5, 0xff, 0xff, 0x2c, 0xff]),
    'roster-file-encoding',
  ],
  ['zero bytes in a .csv', 'a.csv', Buffer.from('姓名,身份证号\n张\0三,1\n'), 'roster-file-encoding'],
];

describe('hostile files', () => {
  it.each(hostile)('%s', async (_, fileName, bytes, expected) => {
    expect(await codeOf(bytes, fileName, {}, inThisThread)).toBe(expected);
  });

  it('give the same errors out of the reading process', async () => {
    for (const [, fileName, bytes, expected] of hostile.filter((_, i) => i % 8 === 0)) {
      expect(await codeOf(bytes, fileName)).toBe(expected);
    }
  });

  it('have a sentence for every code in both languages', () => {
    for (const code of rosterFileErrorCodes) expect(rosterSentences[code]?.en).toBeTruthy();
  });

  it('are stopped by size, rows, time and memory', async () => {
    const rows = Array.from({ length: 250_000 }, (_, i) => `张${i},321102197403150018,正东路${i}号`);
    const csv = Buffer.from(`姓名,身份证号,住址\n${rows.join('\n')}`);
    expect(await codeOf(csv, 'a.csv')).toBe('roster-file-too-large');
    expect(await codeOf(csv, 'a.csv', { maxBytes: 1000 })).toBe('roster-file-too-large');
    expect(await codeOf(csv, 'a.csv', { maxCells: 1000 })).toBe('roster-file-too-large');
    expect(await codeOf(csv, 'a.csv', { maxSeconds: 0.02 })).toBe('roster-file-too-slow');
    expect(await codeOf(csv, 'a.csv', { maxRows: 300_000, maxHeapMegabytes: 24 })).toBe('roster-file-too-large');
  });

  it('leave the caller responsive', async () => {
    const line = Buffer.from(`姓名,身份证号\n${'长'.repeat(10_000_000)}`);
    let worst = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      worst = Math.max(worst, performance.now() - last);
      last = performance.now();
    }, 5);
    const { sheets } = await readWorkbook(line, 'a.csv');
    clearInterval(timer);
    expect(String(sheets[0]?.rows[1]?.[0]).length).toBe(defaultRosterLimits.maxCellLength);
    // Generous, because the machine may be busy with other tests.
    expect(worst).toBeLessThan(2000);
  });
});

describe('cells of .xlsx', () => {
  const rowsOf = async (bytes: Uint8Array) => (await inThisThread(bytes, 'a.xlsx')).sheets[0]?.rows;

  it('keeps text and numbers apart and uses the cached value of formulas', async () => {
    const sheetData = `${header}<row r="2"><c r="A2" t="str"><f>B1&amp;C1</f><v>李四 &amp; &#x9F98;</v></c><c r="B2"><v>3.2110219740315E+17</v></c><c r="C2" t="e"><v>#REF!</v></c><c r="D2" t="b"><v>1</v></c><c r="E2"><f>NOW()</f></c></row>`;
    expect((await rowsOf(makeWorkbook({ sheetData })))?.[1]).toEqual(['李四 & 龘', 321102197403150000, '', '是']);
  });

  it('joins rich text, leaves phonetic hints out, and survives an index without string', async () => {
    const sharedStrings =
      '<si><r><t>欧</t></r><r><rPr><b/></rPr><t xml:space="preserve">阳 </t></r><rPh sb="0" eb="1"><t>ou</t></rPh></si><si><t/></si>';
    const sheetData =
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>99</v></c><c r="D1"><v>7</v></c></row>';
    expect((await rowsOf(makeWorkbook({ sheetData, sharedStrings })))?.[0]).toEqual(['欧阳 ', '', '', 7]);
  });

  it('turns date cells into days, in both date systems, and leaves other formats alone', async () => {
    const styles =
      '<numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="177" formatCode="0.00&quot;day&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/><xf numFmtId="177"/></cellXfs>';
    const sheetData =
      '<row r="1"><c r="A1" s="1"><v>27468</v></c><c r="B1" s="2"><v>27454.5</v></c><c r="C1" s="3"><v>27468</v></c><c r="D1"><v>27468</v></c></row>';
    expect((await rowsOf(makeWorkbook({ sheetData, styles })))?.[0]).toEqual([
      '1975-03-15',
      '1975-03-01',
      27468,
      27468,
    ]);
    const since1904 = sheetData.replaceAll('27468', '26006');
    expect(
      (
        await rowsOf(makeWorkbook({ sheetData: since1904, styles, workbookPr: '<workbookPr date1904="1"/>' }))
      )?.[0]?.[0],
    ).toBe('1975-03-15');
  });

  it('reads prefixed XML, merges, hidden rows and rows without references', async () => {
    const worksheet =
      '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>户号</x:t></x:is></x:c></x:row><x:row hidden="1"><x:c><x:v>1</x:v></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell ref="A1:B2"/></x:mergeCells></x:worksheet>';
    const bytes = makeWorkbook({ sheetData: '', parts: [{ name: 'xl/worksheets/sheet1.xml', content: worksheet }] });
    const [sheet] = (await readWorkbook(bytes, 'a.xlsx')).sheets;
    expect(sheet?.rows).toEqual([['户号'], [1]]);
    expect(sheet?.hiddenRows).toEqual([1]);
    expect(sheet?.merges).toEqual([{ startRow: 0, startColumn: 0, endRow: 1, endColumn: 1 }]);
  });

  it('reads what hucre writes, hidden sheets marked', async () => {
    const bytes = await writeXlsx({
      sheets: [
        {
          name: '甲',
          rows: [
            ['姓名', 'A&B <c>'],
            ['  空格 ', 1.5],
          ],
        },
        { name: '乙', hidden: true, rows: [['x']] },
      ],
    });
    const { sheets } = await readWorkbook(bytes, 'a.xlsx');
    expect(sheets.map((sheet) => [sheet.name, sheet.hidden])).toEqual([
      ['甲', false],
      ['乙', true],
    ]);
    expect(sheets[0]?.rows).toEqual([
      ['姓名', 'A&B <c>'],
      ['  空格 ', 1.5],
    ]);
  });
});

describe('.csv', () => {
  const rowsOf = async (text: string | Buffer) => (await inThisThread(Buffer.from(text), 'a.csv')).sheets[0]?.rows;

  it('takes commas, tabs and semicolons, bare CR, quotes doubled, unbalanced or around line breaks', async () => {
    expect(await rowsOf('姓名,住址\r张三,"正东路1号,2室"\r')).toEqual([
      ['姓名', '住址'],
      ['张三', '正东路1号,2室'],
    ]);
    expect(await rowsOf('姓名\t住址\n张三\t"a""b"\n')).toEqual([
      ['姓名', '住址'],
      ['张三', 'a"b'],
    ]);
    expect(await rowsOf('姓名;备注\n张三;"两\n行"\n李四;')).toEqual([['姓名', '备注'], ['张三', '两\n行'], ['李四']]);
    expect(await rowsOf('姓名,备注\n张三,"没有关\n李四,好\n')).toEqual([
      ['姓名', '备注'],
      ['张三', '没有关'],
      ['李四', '好'],
    ]);
  });

  it('undoes ="…", by which spreadsheets keep numbers as text', async () => {
    expect(await rowsOf('姓名,身份证号\n张三,="321102197403150018"\n')).toEqual([
      ['姓名', '身份证号'],
      ['张三', '321102197403150018'],
    ]);
  });

  it('reads UTF-16 with and without mark', async () => {
    const expected = [
      ['姓名', 'id'],
      ['张三', '12'],
    ];
    expect(await rowsOf(Buffer.from('\ufeff姓名,id\n张三,12\n', 'utf16le'))).toEqual(expected);
    expect(await rowsOf(Buffer.from('姓名,id\n张三,12\n', 'utf16le'))).toEqual(expected);
    expect(await rowsOf(Buffer.from('\ufeff姓名,id\n张三,12\n', 'utf16le').swap16())).toEqual(expected);
  });
});
