import { expect, it } from 'vitest';
import { headCells } from './table-head.ts';

it('places a head of three levels', () => {
  const head = headCells([
    { label: '指标' },
    { label: '本月', children: [{ label: '合计' }, { label: '性别', children: [{ label: '男' }, { label: '女' }] }] },
  ]);
  expect(head.rows).toBe(3);
  expect(head.columns).toBe(4);
  expect(head.cells).toEqual([
    { text: '指标', row: 0, column: 0, rows: 3, columns: 1 },
    { text: '本月', row: 0, column: 1, rows: 1, columns: 3 },
    { text: '合计', row: 1, column: 1, rows: 2, columns: 1 },
    { text: '性别', row: 1, column: 2, rows: 1, columns: 2 },
    { text: '男', row: 2, column: 2, rows: 1, columns: 1 },
    { text: '女', row: 2, column: 3, rows: 1, columns: 1 },
  ]);
});
