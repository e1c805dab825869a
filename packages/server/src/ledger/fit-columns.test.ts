import { describe, expect, it } from 'vitest';
import { CELL_INSET, fitColumns, widestPiece } from './fit-columns.ts';

const person = ['蔡雨桐', '321111********2384', '贺家弄学府路198号12幢1单元402室', '2026-03-22'];
const table = (times: number, row = person) => ({
  headers: Array.from({ length: times * row.length }, (_, i) => `列${i}`),
  rows: [Array.from({ length: times }, () => row).flat()],
  blank: Array.from({ length: times * row.length }, () => 10),
});

describe('columns on paper', () => {
  it('numbers and words are not broken, Chinese signs are', () => {
    expect(widestPiece('贺家弄社区')).toBe(1);
    expect(widestPiece('2026-03-22')).toBeGreaterThan(5);
    expect(widestPiece('Employment relation ended')).toBe(widestPiece('Employment'));
  });
  it('every column holds what cannot be broken, and all together are as wide as the paper', () => {
    for (const [times, orientation, across] of [
      [1, 'portrait', 186],
      [3, 'landscape', 273],
    ] as const) {
      const fit = fitColumns(table(times), orientation)!;
      expect(fit.paper).toBe('a4');
      expect(fit.widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo((across * 72) / 25.4, 3);
      for (const [index, text] of Array.from({ length: times }, () => person)
        .flat()
        .entries())
        expect(fit.widths[index]! - CELL_INSET).toBeGreaterThanOrEqual(widestPiece(text) * fit.size);
    }
  });
  it('many columns take smaller letters, then A3, and too many are refused', () => {
    expect(fitColumns(table(1), 'landscape')!.size).toBe(9);
    expect(fitColumns(table(5), 'landscape')).toMatchObject({ paper: 'a4', size: 7.25 });
    expect(fitColumns(table(6), 'landscape')!.paper).toBe('a3');
    expect(fitColumns(table(10), 'landscape')).toBeUndefined();
  });
  it('a column that is filled in by hand has room', () => {
    const [written, blank] = fitColumns(
      { headers: ['姓名', '情况记录'], rows: [['甲', '']], blank: [10, 30] },
      'portrait',
    )!.widths;
    expect(blank!).toBeGreaterThan(written!);
  });
  it('a column that few rows fill is as wide as they want it', () => {
    const skilled = (index: number) => (index === 7 ? '三级(高级工)' : '');
    const rows = Array.from({ length: 20 }, (_, index) => [
      '蔡雨桐',
      '贺家弄学府路198号12幢1单元402室',
      skilled(index),
    ]);
    const fit = fitColumns({ headers: ['姓名', '住址', '技能等级'], rows, blank: [10, 30, 14] }, 'landscape')!;
    expect(fit.widths[2]! - CELL_INSET).toBeGreaterThan(6.5 * fit.size);
  });
});
