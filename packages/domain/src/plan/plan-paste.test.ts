import { describe, expect, it } from 'vitest';
import { parsePastedIndicators } from './plan-paste.ts';

const head = '序号\t指标名称\t属性\t单位\t2025年基期\t2026年\t2027年\t累计\t责任单位\t责任人';

describe('a pasted table of indicators', () => {
  it('reads names, kinds, numbers and owners', () => {
    const { rows, problems, unknown } = parsePastedIndicators(
      [
        '“十五五”主要指标',
        head,
        '1\t1．城镇新增就业\t预期性\t人\t14,100\t14800\t1.5万\t74,200\t就业处\t张伟',
        '2\t登记失业率\t预期性\t%\t3.6\t≤3.6\t≤3.6\t—\t\t',
        '',
      ].join('\n'),
    );
    expect(problems).toEqual([]);
    expect(unknown).toEqual(['序号']);
    expect(rows).toMatchObject([
      {
        line: 3,
        name: '城镇新增就业',
        kind: 'expected',
        direction: 'at-least',
        measure: 'flow',
        unit: '人',
        baselineYear: 2025,
        baselineValue: 14_100,
        totalTarget: 74_200,
        path: { 2026: 14_800, 2027: 15_000 },
        ownerOffice: '就业处',
        ownerName: '张伟',
      },
      {
        name: '登记失业率',
        direction: 'at-most',
        measure: 'level',
        unit: '%',
        totalTarget: null,
        path: { 2026: 3.6, 2027: 3.6 },
      },
    ]);
  });
  it('names what it cannot read, by line', () => {
    const { rows, problems } = parsePastedIndicators(
      `${head}\n1\t甲\t硬性\t人\t1\t很多\n2\t\t约束性\t人\t1\t2\n3\t乙\t约束性\t人\t1\t2\n4\t乙\t约束性\t人\t1\t2`,
    );
    expect(rows.map((row) => row.name)).toEqual(['乙']);
    expect(problems).toMatchObject([
      { line: 2, code: 'wrong-kind', value: '硬性' },
      { line: 2, code: 'wrong-number', value: '很多' },
      { line: 3, code: 'no-name' },
      { line: 5, code: 'repeated', value: '乙' },
    ]);
  });
  it('finds no table where there is no header', () => {
    expect(parsePastedIndicators('甲\t1\n乙\t2')).toEqual({ rows: [], problems: [], unknown: [] });
  });
});
