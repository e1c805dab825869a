import { readdirSync, readFileSync } from 'node:fs';
import type { RosterCell, RosterSheet } from '@renshe/domain/roster/roster.sheet.ts';
import { read } from 'hucre';
import { describe, expect, it } from 'vitest';
import { columnSamples, type JudgeRosterOptions, judgeRoster } from './judge-roster.ts';
import type { RosterWorkbook } from './parse-workbook.ts';
import { readWorkbook } from './read-workbook.ts';

type Truth = Record<string, unknown> & { file: string };

const folder = new URL('../../test/rosters/', import.meta.url);
const truths = readdirSync(folder)
  .filter((name) => name.endsWith('.truth.json'))
  .map((name): Truth => JSON.parse(readFileSync(new URL(name, folder), 'utf8')));

/** Address digits of the four files, among them counties withdrawn long ago. */
const known = new Set('321102 321111 321112 321121 321123 321181 321182 321183 320106 340104 413026 512921'.split(' '));

describe('rosters of communities', () => {
  it('are four', () => expect(truths).toHaveLength(4));

  it.each(truths)('gives exactly the truth of $file', async (truth) => {
    const workbook = await readWorkbook(readFileSync(new URL(truth.file, folder)), truth.file);
    const { counts } = await judgeRoster(workbook, {
      fileName: truth.file,
      today: '2026-11-21',
      isKnownAddressCode: (code) => known.has(code),
    });
    const { file: _, area: __, encoding: ___, ...expected } = truth;
    expect('households' in truth ? counts : { ...counts, households: undefined }).toEqual({
      households: undefined,
      ...expected,
    });
  });

  it('guesses the kind without the help of the file name', async () => {
    for (const truth of truths) {
      const workbook = await readWorkbook(readFileSync(new URL(truth.file, folder)), truth.file);
      const extension = truth.file.slice(truth.file.lastIndexOf('.'));
      for (const sheet of workbook.sheets) if (extension === '.csv') sheet.name = 'Sheet1';
      const { kind } = await judgeRoster(workbook, {
        fileName: `upload${extension}`,
        today: '2026-11-21',
        isKnownAddressCode: () => true,
      });
      expect(kind).toBe(truth.kind);
    }
  });
});

it('reads the same cells as another reader', async () => {
  for (const truth of truths.filter(({ file }) => file.endsWith('.xlsx'))) {
    const bytes = readFileSync(new URL(truth.file, folder));
    const ours = await readWorkbook(bytes, truth.file);
    const theirs = await read(bytes);
    for (const [i, sheet] of theirs.sheets.entries()) {
      const trimmed = sheet.rows.map((row) => {
        const cells = row.map((cell) => cell ?? '');
        while (cells.length > 0 && cells[cells.length - 1] === '') cells.pop();
        return cells;
      });
      while (trimmed.length > 0 && trimmed[trimmed.length - 1]?.length === 0) trimmed.pop();
      expect(ours.sheets[i]?.rows).toEqual(trimmed);
      expect(ours.sheets[i]?.merges).toHaveLength(sheet.merges?.length ?? 0);
    }
  }
});

describe('a file of several sheets', () => {
  const one = '321102197403150018';
  const two = '321102198104205028';
  const three = '420115196501010035';

  function sheetOf(name: string, rows: RosterCell[][], hidden = false): RosterSheet {
    return { name, hidden, rows, merges: [], hiddenRows: [] };
  }

  function judgeSheets(sheets: RosterSheet[], options: Partial<JudgeRosterOptions> = {}) {
    const workbook: RosterWorkbook = { format: 'xlsx', encoding: null, sheets };
    return judgeRoster(workbook, {
      fileName: 'a.xlsx',
      today: '2026-11-21',
      isKnownAddressCode: () => true,
      ...options,
    });
  }

  const roster = sheetOf('一组', [
    ['姓名', '身份证号', '自编'],
    ['张三', one, 'x'],
    ['李四', two, 'y'],
  ]);

  it('finds duplicates across sheets, goes on without header, leaves hidden sheets, notes and telephone lists out', async () => {
    const judged = await judgeSheets([
      sheetOf('说明', [['填表说明'], ['姓名按身份证']]),
      roster,
      sheetOf('二组', [
        ['王五', three],
        ['张三', one],
      ]),
      sheetOf(
        '旧',
        [
          ['姓名', '身份证号'],
          ['赵六', one],
        ],
        true,
      ),
      sheetOf('通讯录', [
        ['序号', '姓名', '联系电话'],
        [1, '书记', '13900000000'],
      ]),
      sheetOf('空', []),
    ]);
    expect(judged.sheets.map((sheet) => sheet.skipped)).toEqual([
      'no-header',
      null,
      null,
      'hidden',
      'no-header',
      'blank',
    ]);
    expect(judged.counts).toMatchObject({ dataRows: 4, accepted: 3, rejected: { 'duplicate-in-file': 1 } });
    expect(judged.rows[3]?.details).toEqual({ firstSheet: '一组', firstRow: 2 });
  });

  it('rejects whom another community has, after everything else', async () => {
    const asked: string[] = [];
    const judged = await judgeSheets([roster], {
      findRegisteredElsewhere: async (ids) => {
        asked.push(...ids);
        return new Map([[two, { area: '正东路街道' }]]);
      },
    });
    expect(asked).toEqual([one, two]);
    expect(judged.counts).toMatchObject({ accepted: 1, rejected: { 'registered-elsewhere': 1 } });
    expect(judged.rows[1]).toMatchObject({ code: 'registered-elsewhere', details: { area: '正东路街道' } });
  });

  it('follows the mapping that the user corrected or chose before', async () => {
    const corrected = await judgeSheets([roster], { mapping: { 0: { 2: 'remark' } } });
    expect(corrected.rows[0]?.values.remark).toBe('x');
    const remembered = await judgeSheets([roster], { remembered: { 自编: 'skill' } });
    expect(remembered.rows[1]?.values.skill).toBe('y');
    const layout = remembered.sheets[0]?.layout;
    expect(layout && columnSamples(roster, layout, remembered.rows)).toEqual([
      ['张三', '李四'],
      [one, two],
      ['x', 'y'],
    ]);
  });

  it('takes the column full of identity numbers where no header names it', async () => {
    const unnamed = sheetOf('表', [
      ['姓名', '号', '电话'],
      ['张三', one, '1'],
      ['李四', two, '2'],
      ['王五', three, '3'],
    ]);
    expect((await judgeSheets([unnamed])).counts).toMatchObject({ dataRows: 3, accepted: 3 });
  });

  it('says when there is no header at all', async () => {
    await expect(
      judgeSheets([
        sheetOf('表', [
          ['a', 'b'],
          ['c', 'd'],
        ]),
      ]),
    ).rejects.toMatchObject({ code: 'roster-file-no-header' });
  });
});
