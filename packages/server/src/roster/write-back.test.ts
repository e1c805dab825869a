import { readFileSync } from 'node:fs';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { knownAddress, rosterToday } from '../../test/make-person.ts';
import { makeRoster } from '../../test/make-roster.ts';
import { type JudgedRoster, judgeRoster } from './judge-roster.ts';
import { parseWorkbook, type RosterWorkbook } from './parse-workbook.ts';
import { defaultRosterLimits } from './roster-limits.ts';
import { describeRow, writeBack } from './write-back.ts';

async function readAndJudge(
  bytes: Uint8Array,
  fileName: string,
): Promise<{ workbook: RosterWorkbook; judged: JudgedRoster }> {
  const workbook = await parseWorkbook(Buffer.from(bytes), fileName, defaultRosterLimits);
  const judged = await judgeRoster(workbook, {
    fileName,
    today: rosterToday,
    isKnownAddressCode: (code) => knownAddress.has(code),
  });
  return { workbook, judged };
}

/** Read by another program's reader, so that it is a sheet for others too. */
async function openWith(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(new Uint8Array(bytes).buffer);
  return book;
}

function colourOf(cell: ExcelJS.Cell): string | undefined {
  return cell.fill?.type === 'pattern' ? cell.fill.fgColor?.argb : undefined;
}

describe('the file that comes back', () => {
  it.each([
    ['某社区.csv', 'csv'],
    ['某社区.xlsx', 'xlsx'],
  ] as const)('%s has a reason and a red cell for each rejected row, amber for warnings', async (fileName, format) => {
    const made = await makeRoster(
      7,
      format === 'csv' ? { format, encoding: 'gb18030', kind: 'unemployed' } : { format, kind: 'household' },
    );
    const { workbook, judged } = await readAndJudge(made.bytes, fileName);
    const book = await openWith(await writeBack(workbook, judged));
    let red = 0;
    for (const row of judged.rows) {
      const layout = judged.sheets[row.sheet]?.layout;
      const sheet = book.worksheets[row.sheet];
      const written = sheet?.getRow(row.row + 1);
      const reasonColumn = sheet?.getRow((layout?.headerRow ?? 0) + 1).values as unknown[];
      const reason = written?.getCell(reasonColumn.indexOf('错误说明'));
      expect(reason?.text ?? '').toBe(describeRow(row));
      const colours = new Set<string | undefined>();
      written?.eachCell({ includeEmpty: true }, (cell) => colours.add(colourOf(cell)));
      expect(colours.has('FFFFC7CE')).toBe(row.verdict === 'rejected');
      expect(colours.has('FFFFEB9C')).toBe(row.warnings.length > 0);
      if (row.verdict === 'rejected') red++;
    }
    expect(red).toBeGreaterThan(0);
  });

  it('gives the same verdicts when it is sent again, and still one reason column', async () => {
    for (const seed of [8, 9, 10, 11]) {
      const made = await makeRoster(seed, { format: 'xlsx', kind: 'household' });
      const first = await readAndJudge(made.bytes, made.fileName);
      const bytes = await writeBack(first.workbook, first.judged);
      const second = await readAndJudge(bytes, made.fileName);
      expect(second.judged.counts).toEqual(first.judged.counts);
      const third = await writeBack(second.workbook, second.judged);
      const again = await parseWorkbook(third, made.fileName, defaultRosterLimits);
      expect(again.sheets).toEqual(second.workbook.sheets);
    }
  });

  it('can hold only the rows to correct', async () => {
    const made = await makeRoster(12, { format: 'xlsx', kind: 'hardship' });
    const { workbook, judged } = await readAndJudge(made.bytes, made.fileName);
    const faulty = judged.rows.filter((row) => row.verdict === 'rejected' || row.warnings.length > 0);
    const bytes = await writeBack(workbook, judged, { onlyFaulty: true, language: 'en' });
    const again = await readAndJudge(bytes, made.fileName);
    expect(again.judged.counts.dataRows).toBe(faulty.length);
  });

  it('turns the .xls of a community into .xlsx', async () => {
    const folder = new URL('../../test/rosters/', import.meta.url);
    const fileName = '运河社区劳动力资源调查表.xls';
    const { workbook, judged } = await readAndJudge(readFileSync(new URL(fileName, folder)), fileName);
    const book = await openWith(await writeBack(workbook, judged));
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual(['一组', '二组']);
  });
});
