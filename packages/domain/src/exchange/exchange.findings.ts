import type { Sentence } from '../kernel/app-error.ts';

/** What may be wrong with a row of an exchange file. `error`: the receiver would refuse it; `warning`: look at it. */
export const findingKinds = {
  required: {
    severity: 'error',
    what: { zh: '必填项是空的', en: 'A required field is empty' },
    fix: {
      zh: '在登记里补全，或在对应文件里给出默认值。',
      en: 'Complete the record, or give a default in the mapping file.',
    },
  },
  'too-long': {
    severity: 'error',
    what: { zh: '超过字段长度 {limit}', en: 'Longer than {limit}' },
    fix: {
      zh: '缩短登记里的内容，或核对文件里的长度。',
      en: 'Shorten the record, or check the length in the mapping file.',
    },
  },
  'not-number': {
    severity: 'error',
    what: { zh: '应为数字', en: 'Not a number' },
    fix: { zh: '只写数字，小数不超过 {decimals} 位。', en: 'Digits only, at most {decimals} decimals.' },
  },
  'not-date': {
    severity: 'error',
    what: { zh: '不是存在的日期，或写法不是 {format}', en: 'No real date, or not written as {format}' },
    fix: { zh: '改为实际日期，按 {format} 书写。', en: 'Give a real date as {format}.' },
  },
  'code-unknown': {
    severity: 'error',
    what: { zh: '不在代码表内', en: 'Not in the code list' },
    fix: {
      zh: '改为代码表内的代码，或在对应文件里补上对应。',
      en: 'Use a code of the list, or add it to the code map.',
    },
  },
  'citizen-id': {
    severity: 'error',
    what: { zh: '公民身份号码不合规则或校验位不对', en: 'Identity number not well-formed, or its check sign is wrong' },
    fix: { zh: '对照证件逐位核对后更正。', en: 'Compare it with the card and correct it.' },
  },
  'credit-code': {
    severity: 'error',
    what: { zh: '统一社会信用代码不合规则或校验位不对', en: 'Credit code not well-formed, or its check sign is wrong' },
    fix: { zh: '对照营业执照更正。', en: 'Compare it with the licence and correct it.' },
  },
  'area-code': {
    severity: 'error',
    what: { zh: '行政区划代码应为 6 位或 12 位数字', en: 'An area code has 6 or 12 digits' },
    fix: { zh: '改为完整的代码。', en: 'Give the whole code.' },
  },
  'birth-date-differs': {
    severity: 'error',
    what: { zh: '出生日期与身份号码不符', en: 'Birth date and identity number differ' },
    fix: { zh: '以证件为准，更正其中一项。', en: 'Correct one of them by the card.' },
  },
  'sex-differs': {
    severity: 'error',
    what: { zh: '性别与身份号码不符', en: 'Sex and identity number differ' },
    fix: { zh: '以证件为准，更正其中一项。', en: 'Correct one of them by the card.' },
  },
  'date-order': {
    severity: 'error',
    what: { zh: '日期先后不对：应不早于 {other}', en: 'Dates in the wrong order: not before {other}' },
    fix: { zh: '核对两个日期并更正。', en: 'Check both dates and correct them.' },
  },
  'reference-missing': {
    severity: 'error',
    what: { zh: '{other} 表里没有这一条', en: 'Not found in table {other}' },
    fix: { zh: '补上 {other} 表的对应行，或更正本行。', en: 'Add the row to {other}, or correct this one.' },
  },
  'duplicate-key': {
    severity: 'error',
    what: { zh: '主键重复(与第 {first} 行)', en: 'The key stands twice (also in row {first})' },
    fix: { zh: '只保留一行。', en: 'Keep one row only.' },
  },
  'left-out-with-person': {
    severity: 'error',
    what: {
      zh: '此人在 {other} 表的行有错，本行随之不报',
      en: 'The row of the person in {other} is faulty, so this one is left out too',
    },
    fix: { zh: '先改好 {other} 表的那一行。', en: 'Mend the row in {other} first.' },
  },
  'starts-formula': {
    severity: 'error',
    what: {
      zh: '以 = + - @ 开头，表格软件会当作公式',
      en: 'Begins with = + - or @: a spreadsheet would take it for a formula',
    },
    fix: { zh: '去掉开头的符号。', en: 'Take the sign away.' },
  },
  'separator-in-text': {
    severity: 'warning',
    what: { zh: '内容里有分隔符', en: 'The text holds the separator' },
    fix: { zh: '文本格式里已替换；要保留原样请用 .csv。', en: 'It is replaced in .txt; use .csv to keep it.' },
  },
  'cell-count': {
    severity: 'error',
    what: { zh: '有 {count} 格，应为 {expected} 格', en: '{count} cells instead of {expected}' },
    fix: {
      zh: '多半是内容里夹了分隔符或少了一项，请改好这一行。',
      en: 'A separator inside a text, or a missing cell: mend the row.',
    },
  },
  'column-missing': {
    severity: 'error',
    what: { zh: '表头缺少此列', en: 'The header lacks this column' },
    fix: { zh: '补上这一列，或换用相应版本的对应文件。', en: 'Add the column, or choose the edition that fits.' },
  },
  'column-unknown': {
    severity: 'warning',
    what: { zh: '表头多出“{name}”列，未检查', en: 'The header has a column {name} that was not checked' },
    fix: { zh: '删去这一列，或换用相应版本的对应文件。', en: 'Take it out, or choose the edition that fits.' },
  },
} as const satisfies Record<string, { severity: 'error' | 'warning'; what: Sentence; fix: Sentence }>;
export type FindingCode = keyof typeof findingKinds;

export type Finding = {
  table: string;
  /** Row of the table from 1, the header not counted; 0 is the header itself. */
  row: number;
  field: string | null;
  code: FindingCode;
  details: Readonly<Record<string, string | number>>;
};

export function isError(finding: Pick<Finding, 'code'>): boolean {
  return findingKinds[finding.code].severity === 'error';
}

export type FindingGroup = {
  table: string;
  field: string | null;
  code: FindingCode;
  details: Readonly<Record<string, string | number>>;
  count: number;
  firstRow: number;
};

/** Counts findings of one table, field and kind together, whatever their number. */
export function findingGroups() {
  const groups = new Map<string, FindingGroup>();
  return {
    add(finding: Finding): void {
      const key = `${finding.table}|${finding.field}|${finding.code}`;
      const known = groups.get(key);
      if (known) known.count++;
      else {
        const { row, ...rest } = finding;
        groups.set(key, { ...rest, count: 1, firstRow: row });
      }
    },
    list: (): FindingGroup[] =>
      [...groups.values()].sort((a, b) => Number(isError(b)) - Number(isError(a)) || b.count - a.count),
  };
}
