import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { headCells } from './table-head.ts';
import { neutralText, type Workbook, writeWorkbook } from './xlsx.ts';

const createdAt = new Date('2026-11-21T08:00:00Z');

async function readBack(bytes: Buffer): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  // its own declaration of Buffer is older than Node's
  await workbook.xlsx.load(bytes as unknown as Parameters<ExcelJS.Xlsx['load']>[0]);
  return workbook;
}

const ledger: Workbook = {
  title: '失业人员登记台账',
  createdAt,
  watermark: '李敏 2026-11-21 导出 & 仅供工作使用',
  sheets: [
    {
      name: '台账',
      titleLines: ['失业人员登记台账', '填报单位：贺家弄社区'],
      columns: [
        { header: '姓名', key: 'name', width: 12, kind: 'text' },
        { header: '公民身份号码', key: 'citizenId', width: 22, kind: 'text' },
        { header: '电话', key: 'phone', width: 14, kind: 'text' },
        { header: '登记日期', key: 'on', width: 12, kind: 'date' },
        { header: '月数', key: 'months', width: 8, kind: 'number' },
        { header: '比率', key: 'rate', width: 10, kind: 'percent' },
      ],
      rows: [
        {
          name: '𠮷田㛃',
          citizenId: '321102197403150018',
          phone: '013912345678',
          on: '2026-09-15',
          months: 1284,
          rate: 0.0231,
        },
        { name: '潘𬱖', citizenId: '11010519491231002X', phone: null, on: '不详', months: undefined, rate: '—' },
      ],
      totals: { name: '合计', months: 1284 },
      footer: ['填表人：李敏　　审核人：'],
      freeze: 1,
    },
  ],
};

describe('writeWorkbook', () => {
  it('reads back with exceljs: text stays text, numbers and dates are real', async () => {
    const sheet = (await readBack(await writeWorkbook(ledger))).getWorksheet('台账')!;
    expect(sheet.getCell('A1').value).toBe('失业人员登记台账');
    expect(sheet.getRow(3).values).toEqual([undefined, '姓名', '公民身份号码', '电话', '登记日期', '月数', '比率']);
    expect(sheet.getCell('A4').value).toBe('𠮷田㛃');
    for (const [address, value] of [
      ['B4', '321102197403150018'],
      ['B5', '11010519491231002X'],
      ['C4', '013912345678'],
    ] as const) {
      expect(sheet.getCell(address).value).toBe(value);
      expect(sheet.getCell(address).type).toBe(ExcelJS.ValueType.String);
      expect(sheet.getCell(address).numFmt).toBe('@');
    }
    expect(sheet.getCell('D4').value).toEqual(new Date('2026-09-15T00:00:00Z'));
    expect(sheet.getCell('D4').numFmt).toBe('yyyy-mm-dd');
    expect(sheet.getCell('D5').value).toBe('不详');
    expect(sheet.getCell('E4').value).toBe(1284);
    expect(sheet.getCell('E4').numFmt).toBe('#,##0');
    expect(sheet.getCell('E5').value).toBe(null);
    expect(sheet.getCell('F4').value).toBe(0.0231);
    expect(sheet.getCell('F4').numFmt).toBe('0.00%');
    expect(sheet.getCell('F5').value).toBe('—');
    expect(sheet.getCell('A6').value).toBe('合计');
    expect(sheet.getCell('A6').font.bold).toBe(true);
    expect(sheet.getCell('A7').value).toBe('填表人：李敏　　审核人：');
    expect(sheet.getCell('A8').value).toBe('李敏 2026-11-21 导出 & 仅供工作使用');
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', xSplit: 1, ySplit: 3 });
    expect(sheet.getColumn(2).width).toBeCloseTo(22, 0);
    expect(sheet.pageSetup.printTitlesRow).toBe('3:3');
    expect(sheet.headerFooter.oddFooter).toContain('导出 && 仅供工作使用');
  });

  it('merges a head of several levels', async () => {
    const head = headCells([
      { label: '指标' },
      { label: '本月', children: [{ label: '合计' }, { label: '性别', children: [{ label: '男' }, { label: '女' }] }] },
    ]);
    const columns = ['label', 'all', 'men', 'women'].map((key) => ({
      header: key,
      key,
      width: 10,
      kind: key === 'label' ? ('text' as const) : ('number' as const),
    }));
    const sheets = [
      {
        name: '月报',
        columns,
        head,
        emphasis: [0],
        rows: [
          { label: '登记失业', all: 3, men: 1, women: 2 },
          { label: '失业率', all: { value: 0.0231, kind: 'percent' as const } },
        ],
      },
    ];
    const sheet = (await readBack(await writeWorkbook({ title: '月报', createdAt, sheets }))).getWorksheet('月报')!;
    expect([...(sheet.model.merges ?? [])].sort()).toEqual(['A1:A3', 'B1:D1', 'B2:B3', 'C2:D2']);
    expect(sheet.getCell('D3').value).toBe('女');
    expect(sheet.getCell('A3').master.value).toBe('指标');
    expect(sheet.getCell('D4').value).toBe(2);
    expect(sheet.getCell('A4').font.bold).toBe(true);
    expect(sheet.getCell('A5').font?.bold).not.toBe(true);
    expect(sheet.getCell('B5').value).toBe(0.0231);
    expect(sheet.getCell('B5').numFmt).toBe('0.00%');
    const short = [{ ...sheets[0]!, columns: columns.slice(1) }];
    await expect(writeWorkbook({ title: '月报', createdAt, sheets: short })).rejects.toThrow(RangeError);
  });

  it('gives the same bytes for the same input', async () => {
    expect((await writeWorkbook(ledger)).equals(await writeWorkbook(ledger))).toBe(true);
  });

  it('writes nothing that a sheet would run', async () => {
    const hostile = [
      '=1+1',
      '=cmd|"/c calc"!A0',
      '\t=1+1',
      '\r=1+1',
      '\u0000\u200b=1+1',
      '　＝1+1',
      '＋1+cmd',
      '－2+3+cmd',
      '＠SUM(A1)',
      '@SUM(A1)',
      '+cmd',
      '-cmd',
      '"=1+1',
      "'=1+1",
    ];
    const columns = [{ header: '=A1', key: 'name', width: 10, kind: 'text' as const }];
    const rows = hostile.map((name) => ({ name }));
    const sheets = [{ name: '=A1', titleLines: ['=A1'], footer: ['=A1'], columns, rows, totals: { name: '=A1' } }];
    const sheet = (await readBack(await writeWorkbook({ title: '=A1', createdAt, sheets, watermark: '=A1' })))
      .worksheets[0]!;
    let seen = 0;
    sheet.eachRow((row) => {
      row.eachCell((cell) => {
        seen++;
        expect(cell.type).toBe(ExcelJS.ValueType.String);
        expect(String(cell.value)).toMatch(/^'/);
        expect(cell.formula).toBe(undefined);
      });
    });
    expect(seen).toBe(hostile.length + 5);
  });

  it('refuses what would take the memory of the whole server', async () => {
    const columns = Array.from({ length: 100 }, (_, i) => ({
      header: '甲',
      key: String(i),
      width: 5,
      kind: 'text' as const,
    }));
    const rows = Array.from({ length: 10_001 }, () => ({}));
    const work = writeWorkbook({ title: 'x', createdAt, sheets: [{ name: 'x', columns, rows }] });
    await expect(work).rejects.toMatchObject({ code: 'document.too-large', kind: 'tooLarge' });
  });

  it('mends names of sheets', async () => {
    const sheet = { columns: [{ header: '甲', key: 'a', width: 5, kind: 'text' as const }], rows: [] };
    const names = ['a/b:c', 'A_b_c', '', '长'.repeat(40)];
    const bytes = await writeWorkbook({ title: 'x', createdAt, sheets: names.map((name) => ({ ...sheet, name })) });
    expect((await readBack(bytes)).worksheets.map((s) => s.name)).toEqual(['a_b_c', 'A_b_c 2', '表', '长'.repeat(31)]);
  });
});

describe('neutralText', () => {
  it.each(['-', '—', '+86 139 1234 5678', '-5', '+3.5%', '潘艳', 'a=b', '李-敏', '2026-10-31', "it's"])(
    'leaves %s',
    (text) => {
      expect(neutralText(text)).toBe(text);
    },
  );
  it('drops what no file may contain', () => {
    expect(neutralText('李\u0000敏\ud800')).toBe('李敏\ufffd');
    expect(neutralText('李\n敏')).toBe('李\n敏');
  });
});
