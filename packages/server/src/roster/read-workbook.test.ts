import { rosterFileErrorCodes, rosterSentences } from '@renshe/domain/roster/roster.errors.ts';
import { writeXlsx } from 'hucre';
import { describe, expect, it } from 'vitest';
import { hostileRosters } from '../prove/hostile-rosters.ts';
import { makeWorkbook, textRow } from '../prove/make-zip.ts';
import { parseWorkbook, type RosterWorkbook } from './parse-workbook.ts';
import { readWorkbook } from './read-workbook.ts';
import { RosterFileError } from './roster-file-error.ts';
import { defaultRosterLimits, type RosterLimits } from './roster-limits.ts';

const header = textRow(1, ['姓名', '身份证号']);

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

describe('hostile files', () => {
  it.each(hostileRosters)('%s', async (_, fileName, make, expected) => {
    expect(await codeOf(make(), fileName, {}, inThisThread)).toBe(expected);
  });

  it('give the same errors out of the reading process', async () => {
    for (const [, fileName, make, expected] of hostileRosters.filter((_, i) => i % 8 === 0)) {
      expect(await codeOf(make(), fileName)).toBe(expected);
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
    const before = process.threadCpuUsage();
    const { sheets } = await readWorkbook(line, 'a.csv');
    // All that the caller did itself, and so the longest that it could not answer; the machine may be busy with other tests.
    const { user, system } = process.threadCpuUsage(before);
    expect(String(sheets[0]?.rows[1]?.[0]).length).toBe(defaultRosterLimits.maxCellLength);
    expect((user + system) / 1000).toBeLessThan(2000);
  });
});

describe('cells of .xlsx', () => {
  const rowsOf = async (bytes: Uint8Array) => (await inThisThread(bytes, 'a.xlsx')).sheets[0]?.rows;

  it('keeps text and numbers apart and uses the cached value of formulas', async () => {
    const sheetData = `${header}<row r="2"><c r="A2" t="str"><f>B1&amp;C1</f><v>李四 &amp; &#x9F98;</v></c><c r="B2"><v>3.2110219740315E+17</v></c><c r="C2" t="e"><v>#REF!</v></c><c r="D2" t="b"><v>1</v></c><c r="E2"><f>NOW()</f></c></row>`;
    expect((await rowsOf(makeWorkbook({ sheetData })))?.[1]).toEqual(['李四 & 龘', 321102197403150000, '', '是']);
  });

  it('joins rich text and leaves phonetic hints out', async () => {
    const sharedStrings =
      '<si><r><t>欧</t></r><r><rPr><b/></rPr><t xml:space="preserve">阳 </t></r><rPh sb="0" eb="1"><t>ou</t></rPh></si><si><t/></si>';
    const sheetData = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1"><v>7</v></c></row>';
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
