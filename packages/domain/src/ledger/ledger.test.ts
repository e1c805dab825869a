import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LedgerCondition, ledgerPeriod } from './ledger.ts';
import { conditionText, ledgerText } from './ledger.words.ts';
import { ledgerColumns } from './ledger-column.ts';
import { readLedgerFile } from './ledger-file.ts';
import { formatConditions, formatSort, parseConditions, parseSort } from './ledger-question.ts';

const folder = join(import.meta.dirname, '../../../../regions/cn/ledgers');
const delivered = readdirSync(folder).filter((name) => name.endsWith('.json'));

describe('ledgers as files', () => {
  test('more than ten come with the system, each whole and named after its file', () => {
    expect(delivered.length).toBeGreaterThan(14);
    for (const file of delivered) {
      const { ledger, problems } = readLedgerFile(readFileSync(join(folder, file), 'utf8'));
      expect(problems, file).toEqual([]);
      expect(`${ledger!.key}.json`).toBe(file);
    }
  });

  const good = {
    key: 'own',
    zh: '本区台账',
    en: 'Own',
    about: { zh: '说明', en: 'about' },
    source: { zh: '依据', en: 'source' },
    rows: { kind: 'stock', indicator: 'registered-unemployed' },
    columns: ['name', 'hardship'],
  };
  test.each([
    ['a column of other rows', { columns: ['name', 'contactedOn'] }, 'columns[1]', '没有“contactedOn”这一列'],
    ['a column twice', { columns: ['name', 'name'] }, 'columns', '写了两次'],
    ['an unknown indicator', { rows: { kind: 'stock', indicator: 'nothing' } }, 'rows.indicator', '没有“nothing”'],
    ['a flow said to be a stock', { rows: { kind: 'stock', indicator: 're-employment' } }, 'rows.kind', '发生数(flow)'],
    ['order by a masked number', { sort: [{ column: 'citizenId' }] }, 'sort[0]', '不能用来排序或筛选'],
    ['a filter by a masked number', { conditions: [{ column: 'phone', filled: true }] }, 'conditions[0]', '不能用来'],
    ['a filter by what is computed', { conditions: [{ column: 'age', atLeast: 50 }] }, 'conditions[0]', '不能用来'],
    ['an unknown code', { conditions: [{ column: 'sex', is: ['3'] }] }, 'conditions[0]', '没有代码“3”'],
    ['text asked of a code', { conditions: [{ column: 'sex', contains: '男' }] }, 'conditions[0]', '不能按文字'],
    ['days asked of a text', { conditions: [{ column: 'name', from: '2026-01-01' }] }, 'conditions[0]', '不是日期'],
    ['a word too much', { colour: 'red' }, '', '没有“colour”这一项'],
  ])('%s is refused with a sentence', (_, change, where, sentence) => {
    const { ledger, problems } = readLedgerFile(JSON.stringify({ ...good, ...change }));
    expect(ledger).toBeUndefined();
    expect(problems[0]?.where).toBe(where);
    expect(problems[0]?.zh).toContain(sentence);
    expect(problems[0]?.en).toMatch(/[a-z]/);
  });

  test('what is no JSON is said to be none', () => {
    expect(readLedgerFile('{').problems[0]?.zh).toContain('不是完整的 JSON');
    expect(readLedgerFile(JSON.stringify(good)).ledger?.paper).toBe('landscape');
  });
});

describe('what is asked of a ledger', () => {
  const text = fc.string({ minLength: 1, maxLength: 12 }).map((s) => s.replaceAll('\u0000', 'x'));
  const condition: fc.Arbitrary<LedgerCondition> = fc.oneof(
    fc.record({
      column: fc.constant('education' as const),
      is: fc.array(fc.constantFrom('11', '21'), { minLength: 1 }),
    }),
    fc.record({ column: fc.constant('note' as const), filled: fc.boolean() }),
    fc.record({ column: fc.constant('employer' as const), contains: text }),
    fc.record({ column: fc.constant('members' as const), atLeast: fc.integer({ min: 0, max: 999 }) }),
    fc.constantFrom<LedgerCondition>(
      { column: 'birthOn', from: '1980-01-01' },
      { column: 'birthOn', to: '1980-01-01' },
      { column: 'birthOn', from: '1980-01-01', to: '1990-02-28' },
    ),
  );
  test('conditions are written into an address and read again', () => {
    fc.assert(
      fc.property(fc.array(condition, { maxLength: 5 }), (conditions) => {
        expect(parseConditions(formatConditions(conditions))).toEqual(conditions);
      }),
    );
  });
  test.each([
    'nothing:1',
    'sex',
    'sex:',
    'note+x',
    'birthOn:1980~',
    'members>x',
    'employer*',
    'a:1;;b:2',
    '__proto__:1',
  ])('“%s” is no condition', (written) => expect(parseConditions(written)).toBeUndefined());
  test('the order of columns', () => {
    const sort = [
      { column: 'community', descending: false },
      { column: 'name', descending: true },
    ] as const;
    expect(formatSort(sort)).toBe('community,name-desc');
    expect(parseSort('community,name-desc')).toEqual(sort);
    expect(parseSort('')).toEqual([]);
    expect(parseSort('constructor')).toBeUndefined();
  });
  test.each([
    ['stock', undefined, '2026-11-22'],
    ['stock', '2026-10-31', '2026-10-31'],
    ['stock', '2026-10', undefined],
    ['stock', '2026-11-23', undefined],
    ['flow', undefined, '2026-11'],
    ['flow', '2026-Q4', '2026-Q4'],
    ['flow', '2026', '2026'],
    ['flow', '2026-11-01', undefined],
    ['flow', '2027-01', undefined],
    ['flow', 'nonsense', undefined],
  ] as const)('%s ledgers and the period %s', (kind, asked, expected) => {
    expect(ledgerPeriod({ kind, indicator: 'x' }, asked, '2026-11-22')?.text).toBe(expected);
  });
});

test('cells are said in words', () => {
  expect(ledgerText('sex', '2', 'zh')).toBe('女');
  expect(ledgerText('hardship', ['01', '02'], 'zh')).toBe('大龄(4050)、残疾');
  expect(ledgerText('hardship', ['02', '03'], 'en')).toContain(', ');
  expect(ledgerText('urban', true, 'zh')).toBe('是');
  expect(ledgerText('age', 40, 'en')).toBe('40');
  expect(ledgerText('note', null, 'zh')).toBe('');
  expect(Object.values(ledgerColumns).every((column) => column.zh !== '' && column.en !== '')).toBe(true);
});

test.each<[LedgerCondition, string, string]>([
  [
    { column: 'unemploymentReason', is: ['01', '04'] },
    '失业原因：毕(肄)业未就业、',
    'Reason: Left school, not yet employed, ',
  ],
  [{ column: 'urban', is: ['yes'] }, '城镇：是', 'Urban: yes'],
  [{ column: 'phone', filled: false }, '联系电话未填', 'Telephone is empty'],
  [{ column: 'address', contains: '金丝' }, '住址包含“金丝”', 'Address contains “金丝”'],
  [{ column: 'members', atLeast: 3 }, '人口不少于 3', 'Members at least 3'],
  [{ column: 'birthOn', from: '1970-01-01' }, '出生日期 1970-01-01 起', 'Born from 1970-01-01'],
  [{ column: 'birthOn', to: '1970-01-01' }, '出生日期 截至 1970-01-01', 'Born until 1970-01-01'],
])('a filter is said in words: %j', (condition, zh, en) => {
  expect(conditionText(condition, 'zh').startsWith(zh)).toBe(true);
  expect(conditionText(condition, 'en').startsWith(en)).toBe(true);
});
