import { describe, expect, it } from 'vitest';
import { matchLabel, rosterFields } from './roster.columns.ts';
import { findRosterLayout, withMapping } from './roster.header.ts';
import { findHouseholdBlocks } from './roster.households.ts';
import { guessRosterKind } from './roster.kind.ts';
import { rosterRowClassifier } from './roster.rows.ts';
import type { RosterCell, RosterMerge, RosterSheet } from './roster.sheet.ts';
import { findRosterCode } from './roster.values.ts';

function sheetOf(rows: RosterCell[][], merges: RosterMerge[] = []): RosterSheet {
  return { name: '表', hidden: false, rows, merges, hiddenRows: [] };
}

function fieldsOf(rows: RosterCell[][], merges: RosterMerge[] = []): (string | null)[] | undefined {
  return findRosterLayout(sheetOf(rows, merges))?.columns.map((column) => column.field);
}

describe('labels', () => {
  it.each([
    ['姓名', 'name'],
    ['姓　　名', 'name'],
    ['*姓名（必填）', 'name'],
    ['身份证\n号码', 'citizenId'],
    ['身份证号码（18位）', 'citizenId'],
    ['劳动者身份证号码', 'citizenId'],
    ['出生年月', 'birthOn'],
    ['户编号', 'householdNumber'],
    ['与户主关系', 'relation'],
    ['户主', 'headName'],
    ['手机号码', 'phone'],
    ['本人手机号', 'phone'],
    ['现居住地址（小区、楼栋）', 'address'],
    ['学历', 'education'],
    ['户籍性质', 'hukouType'],
    ['从业状况', 'employmentStatus'],
    ['失业登记时间', 'registeredOn'],
    ['失业时间', 'unemployedOn'],
    ['未就业原因', 'unemploymentReason'],
    ['就业困难人员类别', 'hardshipCategory'],
    ['是否享受低保', 'minimumLiving'],
    ['职业技能等级', 'skill'],
    ['培训意愿', 'trainingIntention'],
    ['序号', 'sequence'],
    ['姓名 Name', 'name'],
    ['ID Number', 'citizenId'],
    ['户籍地址', 'hukouAddress'],
  ])('%s is %s', (label, field) => expect(matchLabel(label)?.field).toBe(field));

  it.each(['配偶姓名', '紧急联系人电话', '经办人', '监护人身份证号', '网格员姓名', '残疾证号', '宗教信仰', ''])(
    '%s is nobody’s',
    (label) => expect(matchLabel(label)).toBeUndefined(),
  );

  it('knows every field by its own Chinese name', () => expect(rosterFields.length).toBeGreaterThan(20));
});

describe('headers', () => {
  const person = [1, '张三', '321102197403150018', '2025.1', '辞职'];

  it('stands under titles, a unit line and a blank row', () => {
    const rows = [
      ['某某社区失业人员台账'],
      ['填报单位：某某社区', '', '', '日期：2026年'],
      [],
      ['序号', '姓名', '身份证号', '失业时间', '失业原因'],
      person,
    ];
    expect(findRosterLayout(sheetOf(rows))).toMatchObject({ headerRow: 3, headerRows: 1, firstDataRow: 4 });
  });

  it('joins a group with its parts, merged or not', () => {
    const rows = [['序号', '姓名', '证件号码', '失业情况', ''], ['', '', '', '时间', '原因'], person];
    const expected = ['sequence', 'name', 'citizenId', 'unemployedOn', 'unemploymentReason'];
    expect(fieldsOf(rows)).toEqual(expected);
    expect(fieldsOf(rows, [{ startRow: 0, startColumn: 3, endRow: 0, endColumn: 4 }])).toEqual(expected);
    expect(findRosterLayout(sheetOf(rows))?.columns[3]?.label).toBe('失业情况/时间');
  });

  it('joins a label that is broken over two rows', () => {
    expect(
      fieldsOf([
        ['姓名', '与户主', '身份证'],
        ['', '关系', '号码'],
        ['张三', '户主', '321102197403150018'],
      ]),
    ).toEqual(['name', 'relation', 'citizenId']);
  });

  it('tells the head of household and the spouse from the person', () => {
    const rows = [
      ['户主姓名', '户主身份证号', '成员姓名', '身份证号', '配偶姓名', '配偶身份证号'],
      ['甲', '1', '乙', '2', '丙', '3'],
    ];
    expect(fieldsOf(rows)).toEqual(['headName', null, 'name', 'citizenId', null, null]);
    expect(
      fieldsOf([
        ['户主姓名', '户主身份证号', '住址'],
        ['甲', '1', '乙'],
      ]),
    ).toEqual(['name', 'citizenId', 'address']);
  });

  it('finds none in a sheet of notes', () => {
    expect(findRosterLayout(sheetOf([['填表说明'], ['1、姓名按身份证填写'], ['2、身份证号18位']]))).toBeUndefined();
  });

  it('remembers what the user chose, and takes corrections', () => {
    const rows = [
      ['姓名', '身份证号', '证明编码'],
      ['张三', '321102197403150018', 'A1'],
    ];
    const layout = findRosterLayout(sheetOf(rows), { 证明编码: 'certificateNumber', 姓名: null });
    expect(layout?.columns.map((column) => column.field)).toEqual([null, 'citizenId', 'certificateNumber']);
    expect(layout && withMapping(layout, { 2: 'name' }).columns.map((column) => column.field)).toEqual([
      null,
      'citizenId',
      'name',
    ]);
    expect(layout && withMapping(layout, { 0: 'citizenId' }).columns.map((column) => column.field)).toEqual([
      'citizenId',
      null,
      'certificateNumber',
    ]);
  });
});

describe('rows', () => {
  const header = ['序号', '姓名', '性别', '身份证号', '备注'];
  const id = '321102197403150018';
  it.each<[string, RosterCell[]]>([
    ['data', [1, '张三', '男', id, '']],
    ['data', [2, '', '男', id, '']],
    ['data', [3, '李四', '', '', '']],
    ['data', ['', '', '男', '', '查无此人']],
    ['data', ['', '合计', '男', id, '']],
    ['data', [4, '共同', '男', '', '审核中：补材料']],
    ['blank', [5, '', '', '', '']],
    ['blank', ['', ' ', '　']],
    ['total', ['合计', '264人']],
    ['total', ['', '合  计：', '', '35人']],
    ['total', ['共12人']],
    ['signature', ['填表人：', '', '', '审核人：']],
    ['signature', ['', '', '', '制表日期：2026年10月31日']],
    ['signature', ['社区负责人（签字）：']],
    ['signature', ['联系人：王某', '', '联系电话：0511-8888']],
    ['signature', ['', '填报时间', '', '2026.10.31']],
    ['note', ['', '感谢各位支持配合']],
    ['data', ['', '张三']],
    ['note', ['注：本表一式两份']],
    ['note', ['甲', '乙', '丙', '1', '2']],
    ['note', ['', '必填', '必填', '必填', '选填']],
    ['note', ['例', '张三', '男', id]],
    ['header', ['序号', '姓 名', '性别', '身份证号', '备注']],
  ])('%s: %j', (kind, row) => {
    const sheet = sheetOf([header, row]);
    const layout = findRosterLayout(sheet);
    expect(layout && rosterRowClassifier(sheet, layout)(1)).toBe(kind);
  });
});

describe('households', () => {
  const header = ['户号', '姓名', '与户主关系', '身份证号'];
  function blocksOf(rows: RosterCell[][], first = header, merges: RosterMerge[] = []) {
    const sheet = sheetOf([first, ...rows], merges);
    const layout = findRosterLayout(sheet);
    if (layout === undefined) throw new Error('no header');
    return findHouseholdBlocks(
      sheet,
      layout,
      rows.map((_, i) => i + 1),
    );
  }

  it('by number, carried down, repeated or left out before a new head', () => {
    expect(
      blocksOf([
        ['1', '甲', '户主', ''],
        ['', '乙', '配偶', ''],
        [2, '丙', '户主', ''],
        [2, '丁', '子', ''],
      ]).blocks,
    ).toEqual([0, 0, 1, 1]);
    expect(
      blocksOf([
        ['1', '甲', '户主', ''],
        ['', '乙', '户主', ''],
      ]).count,
    ).toBe(2);
  });

  it('by relation, or by merged addresses', () => {
    const plain = ['姓名', '与户主关系', '身份证号', '住址'];
    const rows: RosterCell[][] = [
      ['甲', '户主', '', 'A'],
      ['乙', '妻', '', ''],
      ['丙', '本人', '', 'B'],
    ];
    expect(blocksOf(rows, plain)).toMatchObject({ blocks: [0, 0, 1], by: 'relation' });
    const merges = [{ startRow: 1, startColumn: 3, endRow: 2, endColumn: 3 }];
    expect(blocksOf(rows, plain, merges)).toMatchObject({ blocks: [0, 0, 1], by: 'merged' });
  });

  it('by a sequence that numbers households', () => {
    const numbered = ['序号', '姓名', '与户主关系', '身份证号'];
    expect(
      blocksOf(
        [
          [1, '甲', '户主', ''],
          ['', '乙', '妻', ''],
          [2, '丙', '户主', ''],
        ],
        numbered,
      ),
    ).toMatchObject({ count: 2, by: 'number' });
    expect(
      blocksOf(
        [
          [1, '甲', '户主', ''],
          [2, '乙', '妻', ''],
          [3, '丙', '户主', ''],
        ],
        numbered,
      ),
    ).toMatchObject({ count: 2, by: 'relation' });
  });

  it('not where nothing says so', () => {
    expect(
      blocksOf(
        [
          ['甲', 'x'],
          ['乙', 'y'],
        ],
        ['姓名', '身份证号'],
      ),
    ).toEqual({ blocks: [null, null], count: 0, by: null });
  });
});

it('guesses the kind from titles before columns', () => {
  expect(guessRosterKind(['登记台账'], ['name', 'unemployedOn', 'unemploymentReason'])).toBe('unemployed');
  expect(guessRosterKind(['劳动力资源调查表'], ['relation', 'householdNumber'])).toBe('labour-force');
  expect(guessRosterKind(['Sheet1'], ['hardshipCategory', 'minimumLiving'])).toBe('hardship');
  expect(guessRosterKind(['Sheet1'], ['relation', 'householdNumber', 'employmentStatus'])).toBe('household');
  expect(guessRosterKind([], [])).toBe('labour-force');
});

it('codes words of rosters and leaves unknown ones alone', () => {
  expect(findRosterCode('education', '大学本科')).toBe('21');
  expect(findRosterCode('education', '大专（在读）')).toBe('31');
  expect(findRosterCode('hukouType', '非农')).toBe('10');
  expect(findRosterCode('relation', '儿媳')).toBe('38');
  expect(findRosterCode('hardshipCategory', '“4050”人员')).toBe('01');
  expect(findRosterCode('employmentStatus', '学龄前/在校')).toBe('80');
  expect(findRosterCode('unemploymentReason', '合同到期')).toBe('02');
  expect(findRosterCode('sex', ' 女 ')).toBe('2');
  expect(findRosterCode('ethnicity', '塔吉克族')).toBe('41');
  expect(findRosterCode('education', '扫盲班')).toBeUndefined();
});
