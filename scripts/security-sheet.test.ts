import { describe, expect, it, test } from 'vitest';
import { asvsLevels, listRequirements } from './asvs-requirements.ts';
import {
  findSheetBreaches,
  mapBreaches,
  namedTestBreaches,
  proofBreaches,
  readSheet,
  sheetBreaches,
  type Tree,
  thisTree,
} from './check-security-sheet.ts';

test('the sheets of docs/security name what exists, and each requirement once', () => {
  expect(findSheetBreaches(thisTree())).toEqual([]);
});

describe('the requirements', () => {
  it('are 345: 70 of level 1, 183 of level 2, 92 of level 3', () => {
    const levels = listRequirements().map(({ level }) => level);
    expect(['1', '2', '3'].map((level) => levels.filter((one) => one === level).length)).toEqual([70, 183, 92]);
    expect(new Set(listRequirements().map(({ id }) => id)).size).toBe(345);
    expect(asvsLevels['1.2']).toHaveLength(10);
  });
});

const tree: Tree = {
  files: ['a/doors.test.ts', 'a/shut.test.ts', 'b/shut.test.ts', 'docs/rules.md'],
  read: (path) =>
    path.endsWith('.md')
      ? '# Rules\n\n## Of doors\n'
      : "describe('doors', () => {\n  it.each(all)(\n    '%s is shut',\n    () => {},\n  );\n  it(\"somebody's\", () => {});\n});\n",
};

describe('a proof', () => {
  it.each([
    ['', []],
    ['doors.test.ts', []],
    ['doors.test.ts > doors', []],
    ['doors.test.ts > %s is shut + rules.md # Of doors', []],
    ["doors.test.ts > somebody's", []],
    ['doors.test.ts > is shut', ['doors.test.ts has no test "is shut"']],
    ['shut.test.ts > doors', ['shut.test.ts is the name of several files']],
    ['b/shut.test.ts > doors', []],
    ['gone.test.ts > doors', ['gone.test.ts is no file']],
    ['rules.md # Of windows', ['rules.md has no heading "Of windows"']],
  ])('%s', (proof, breaches) => {
    expect(proofBreaches(proof, tree)).toEqual(breaches);
  });
});

describe('the sheet', () => {
  const whole = listRequirements().map(({ id, level }) => ({ id, level, status: 'no', proof: '', reason: 'not yet' }));
  const changed = (change: Partial<(typeof whole)[number]>) => [{ ...whole[0]!, ...change }, ...whole.slice(1)];
  it('is whole', () => {
    expect(sheetBreaches(whole, tree)).toEqual([]);
    expect(sheetBreaches(whole.slice(1), tree)).toEqual(['1.1.1: is missing']);
    expect(sheetBreaches([whole[0]!, ...whole], tree)).toEqual(['1.1.1: stands twice']);
  });
  it.each([
    [{ level: '1' }, '1.1.1: is of level 2'],
    [{ status: 'done' }, '1.1.1: "done" is no status'],
    [{ status: 'proved' }, '1.1.1: is called proved without a test or a heading'],
    [{ status: 'proved', proof: 'doors.test.ts' }, '1.1.1: is called proved without a test or a heading'],
    [{ status: 'proved', proof: 'doors.test.ts > locked' }, '1.1.1: doors.test.ts has no test "locked"'],
    [{ reason: ' ' }, '1.1.1: has no reason'],
  ])('%o', (change, breach) => {
    expect(sheetBreaches(changed(change), tree)).toEqual([breach]);
  });
  it('is read with commas and quotes in its cells', () => {
    expect(readSheet('id,level,status,proof,reason\n1.1.1,2,no,,"not ""yet"", later"\n')).toEqual([
      { id: '1.1.1', level: '2', status: 'no', proof: '', reason: 'not "yet", later' },
    ]);
    expect(() => readSheet('a,b\n')).toThrow('begins with');
  });
});

describe('the pages', () => {
  it('name a test for every item that is called yes', () => {
    const map = '| Item | State | What | Shown by |\n| 01 x | yes | y | `doors.test.ts > doors` |\n';
    expect(mapBreaches(map, tree)).toEqual([]);
    expect(mapBreaches(`${map}| 02 x | yes | y | |\n| 03 x | maybe | y | \`gone.test.ts\` |\n`, tree)).toEqual([
      '02 x: is called yes without a test',
      '03 x: gone.test.ts is no file',
      '03 x: "maybe" is no state',
    ]);
  });
  it('name tests that are there', () => {
    expect(namedTestBreaches('page.md', 'see `doors.test.ts` and `gone.e2e.ts`', tree)).toEqual([
      'page.md: gone.e2e.ts is no file',
    ]);
  });
});
