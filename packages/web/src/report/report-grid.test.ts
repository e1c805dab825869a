import { expect, test } from 'vitest';
import {
  askedFor,
  formatCellKey,
  formatFigure,
  groupColumns,
  moveCell,
  parseCellKey,
  reportedMonth,
  sortBoard,
  spokenPath,
  spokenRatio,
} from './report-grid.ts';

test('the path of a number reads as a sum, and a negative part turns its sign', () => {
  const path = [
    { sign: '=', zh: '期初', en: 'At the start', value: 41 },
    { sign: '+', zh: '新登记', en: 'newly registered', value: 6 },
    { sign: '-', zh: '注销', en: 'deregistered', value: 8 },
    { sign: '+', zh: '调整', en: 'adjustments', value: -1 },
  ] as const;
  expect(spokenPath(path, 'zh', 38)).toBe('期初 41 + 新登记 6 − 注销 8 − 调整 1 = 38');
  expect(spokenPath(path, 'en', 38)).toBe('At the start 41 + newly registered 6 − deregistered 8 − adjustments 1 = 38');
  expect(spokenPath([{ sign: '=', zh: '发生在本期', en: 'in the period', value: 6 }], 'zh', 6)).toBe('发生在本期 6');
  const ended = [...path, { sign: '=', zh: '期末', en: 'at the end', value: 38 }] as const;
  expect(spokenPath(ended, 'zh', 38)).toBe('期初 41 + 新登记 6 − 注销 8 − 调整 1 = 期末 38');
});

test('a ratio names what it is divided by', () => {
  const unemployed = { sign: '=', zh: '登记失业', en: 'unemployed', value: 41 } as const;
  const employed = { sign: '+', zh: '城镇从业', en: 'employed', value: 1200 } as const;
  expect(spokenRatio([unemployed], [unemployed, employed], 'zh', '3.30 %')).toBe(
    '登记失业 41 ÷ (41 + 城镇从业 1,200) = 3.30 %',
  );
  expect(spokenRatio([unemployed], [unemployed, employed], 'en', null)).toBe('unemployed 41 ÷ (41 + employed 1,200)');
  expect(spokenRatio([unemployed], [{ ...employed, sign: '=' }], 'zh', null)).toBe('登记失业 41 ÷ 城镇从业 1,200');
});

test('a view asks for its own month', () => {
  expect(askedFor('2026-01', 'lastMonth')).toEqual({ month: '2025-12', measure: 'month' });
  expect(askedFor('2026-01', 'sameMonthLastYear')).toEqual({ month: '2025-01', measure: 'month' });
  expect(askedFor('2026-01', 'yearToDate')).toEqual({ month: '2026-01', measure: 'yearToDate' });
  expect(askedFor('2026-01', 'month', 'priorYear')).toEqual({ month: '2026-01', measure: 'priorYear' });
  expect([reportedMonth('2026-11-10'), reportedMonth('2026-11-11')]).toEqual(['2026-10', '2026-11']);
});

test('arrow keys stay inside the form', () => {
  expect(moveCell({ row: 0, column: 0 }, 'ArrowUp', 3, 4)).toEqual({ row: 0, column: 0 });
  expect(moveCell({ row: 2, column: 3 }, 'ArrowRight', 3, 4)).toEqual({ row: 2, column: 3 });
  expect(moveCell({ row: 1, column: 1 }, 'End', 3, 4, true)).toEqual({ row: 2, column: 3 });
  expect(moveCell({ row: 1, column: 1 }, 'a', 3, 4)).toBeUndefined();
});

test('a cell survives the URL, and nonsense in the URL is no cell', () => {
  const cell = { line: 'registered-unemployed', column: 'age-16-24', mark: 'priorYear' } as const;
  expect(parseCellKey(formatCellKey(cell))).toEqual(cell);
  for (const text of ['', 'a', 'a~', 'a~b~c', 'a~b~c~d', 'a~b~adjustment~d', 3, undefined]) {
    expect(parseCellKey(text)).toBeUndefined();
  }
});

test('figures are grouped, ratios have two decimals', () => {
  expect(formatFigure(1234567, 'person')).toBe('1,234,567');
  expect(formatFigure(-1200, 'person')).toBe('−1,200');
  expect(formatFigure(3.1, 'percent')).toBe('3.10');
});

test('neighbouring columns share their head', () => {
  const sex = { zh: '按性别', en: 'By sex' };
  const groups = groupColumns([
    { key: 'total', zh: '合计', en: 'Total', group: null },
    { key: 'male', zh: '男', en: 'Male', group: sex },
    { key: 'female', zh: '女', en: 'Female', group: sex },
  ]);
  expect(groups.map((group) => group.columns.map((column) => column.key))).toEqual([['total'], ['male', 'female']]);
});

test('the board shows the late ones first', () => {
  const row = (code: string, state: 'draft' | 'submitted' | 'closed', overdue = false) => ({
    area: { code, name: code },
    state,
    overdue,
  });
  const rows = [row('1', 'closed'), row('3', 'draft'), row('2', 'submitted'), row('4', 'draft', true)];
  expect(sortBoard(rows).map((r) => r.area.code)).toEqual(['4', '3', '2', '1']);
});
