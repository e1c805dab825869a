/** 空白模板: headers that the reader knows, the identity column as text, lists to choose from, and how to fill it in. */
import { type RosterField, rosterColumns } from '@renshe/domain/roster/roster.columns.ts';
import { type RosterKind, rosterKindNames } from '@renshe/domain/roster/roster.kind.ts';
import { findRosterCode } from '@renshe/domain/roster/roster.values.ts';
import { type WriteSheet, writeXlsx } from 'hucre';

const common = ['sequence', 'name', 'citizenId', 'sex', 'phone', 'address'] as const;
const columnsOf = {
  'labour-force': [
    ...common,
    'education',
    'hukouType',
    'employmentStatus',
    'employer',
    'skill',
    'jobIntention',
    'trainingIntention',
    'remark',
  ],
  unemployed: [
    ...common,
    'education',
    'unemployedOn',
    'unemploymentReason',
    'registeredOn',
    'jobIntention',
    'trainingIntention',
    'remark',
  ],
  hardship: [...common, 'education', 'hardshipCategory', 'minimumLiving', 'remark'],
  household: [
    'householdNumber',
    'address',
    'name',
    'relation',
    'citizenId',
    'sex',
    'phone',
    'education',
    'hukouType',
    'employmentStatus',
    'employer',
    'minimumLiving',
    'remark',
  ],
} as const satisfies Record<RosterKind, readonly RosterField[]>;

/** What the lists offer. Only words that the reader itself understands. */
const choices: Partial<Record<RosterField, readonly string[]>> = {
  sex: ['男', '女'],
  education: ['小学', '初中', '高中', '中专', '职高', '技校', '大专', '大学本科', '硕士研究生', '博士研究生'],
  hukouType: ['本地城镇', '外地城镇', '本地农村', '外地农村', '居民户口'],
  employmentStatus: [
    '单位就业',
    '个体经营',
    '灵活就业',
    '公益性岗位',
    '外出务工',
    '登记失业',
    '无业',
    '无就业愿望',
    '在校',
    '退休',
  ],
  unemploymentReason: [
    '毕业后未就业',
    '单位辞退',
    '企业破产',
    '个体停业',
    '土地被征用',
    '退役未安置',
    '刑满释放',
    '其他',
  ],
  hardshipCategory: [
    '4050',
    '残疾',
    '低保',
    '长期失业',
    '零就业家庭',
    '失地农民',
    '高校毕业生',
    '退役军人',
    '单亲',
    '其他',
  ],
  minimumLiving: ['是', '否'],
  relation: ['户主', '配偶', '子', '女', '儿媳', '女婿', '孙子', '孙女', '父亲', '母亲', '其他'],
};

const widths: Partial<Record<RosterField, number>> = {
  sequence: 6,
  name: 12,
  citizenId: 22,
  sex: 6,
  phone: 16,
  address: 32,
};
const rowsToFill = 2000;

const notes: readonly (readonly [string, string])[] = [
  ['怎样填', 'How to fill it in'],
  [
    '一人一行；红色列名必填。列的顺序可以改，可以加列，不用的列可以留空或删去。',
    'One person a row; columns with red names are required. Columns may be moved, added, left blank or removed.',
  ],
  [
    '身份证号列是文本格式，请不要改成数字：改成数字后末几位会变成 0，无法还原。',
    'The identity column is text; do not turn it into numbers: its last digits would become zeros for ever.',
  ],
  [
    '性别、出生日期以身份证号为准。日期写 1975-3-12、1975.3.12、1975年3月12日都可以。',
    'The identity number decides sex and date of birth. Dates may be written 1975-3-12, 1975.3.12 and so on.',
  ],
  [
    '家庭名册：同一户填同一个户编号，或把户编号单元格向下合并；第一行填户主。',
    'Households: give every member the same household number, or merge the number down; the head comes first.',
  ],
  [
    '填好后在“名册导入”上传；有问题的行会带原因退回，改好再传即可，重复的行不会重复建档。',
    'Upload it under Roster import; rows with faults come back with reasons and can be sent again, nothing is entered twice.',
  ],
];

/** `at`: when it was made, as its properties say. */
export async function rosterTemplate(kind: RosterKind, at: Date): Promise<{ file: Buffer; fileName: string }> {
  const fields: readonly RosterField[] = columnsOf[kind];
  const isRequired = (field: RosterField) => field === 'name' || field === 'citizenId';
  const cells: WriteSheet['cells'] = new Map();
  for (const [column, field] of fields.entries()) {
    cells.set(`0,${column}`, {
      value: rosterColumns[field].zh,
      type: 'string',
      style: {
        font: { bold: true, name: '宋体', size: 11, ...(isRequired(field) && { color: { rgb: 'C00000' } }) },
        fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'F2F2F2' } },
        alignment: { horizontal: 'center' },
      },
    });
  }
  // Formatted though empty: what is typed in later stays text.
  const text = fields.indexOf('citizenId');
  const phone = fields.indexOf('phone');
  const rows: null[][] = Array.from({ length: rowsToFill + 1 }, () => []);
  for (let row = 1; row <= rowsToFill; row++)
    for (const column of [text, phone])
      if (column >= 0) cells.set(`${row},${column}`, { value: null, style: { numFmt: '@' } });
  const sheet: WriteSheet = {
    name: rosterKindNames[kind].zh,
    rows,
    cells,
    columns: fields.map((field) => ({ width: widths[field] ?? 14 })),
    freezePane: { rows: 1 },
    dataValidations: fields.flatMap((field, column) => {
      const values = choices[field];
      if (!values) return [];
      const letter = String.fromCharCode(65 + column);
      // A word of one's own is allowed: the reader knows more of them than a list can show.
      return [
        {
          type: 'list' as const,
          values: [...values],
          allowBlank: true,
          showErrorMessage: false,
          range: `${letter}2:${letter}${rowsToFill + 1}`,
        },
      ];
    }),
  };
  const help: WriteSheet = {
    name: '填表说明',
    rows: notes.map(([zh, en]) => [zh, en]),
    columns: [{ width: 70 }, { width: 80 }],
  };
  const bytes = await writeXlsx({
    sheets: [sheet, help],
    properties: { title: `${rosterKindNames[kind].zh}名册模板`, creator: 'Renshe', created: at, modified: at },
    stringMode: 'inline',
    defaultFont: { name: '宋体', size: 11 },
  });
  return {
    file: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    fileName: `${rosterKindNames[kind].zh}名册模板.xlsx`,
  };
}

/** Words of the lists that the reader would not understand: none, a test asks. */
export function unknownChoices(): string[] {
  const coded = [
    'sex',
    'education',
    'hukouType',
    'employmentStatus',
    'unemploymentReason',
    'hardshipCategory',
    'minimumLiving',
    'relation',
  ] as const;
  return coded.flatMap((field) => (choices[field] ?? []).filter((word) => findRosterCode(field, word) === undefined));
}
