import { describe, expect, it } from 'vitest';
import { catalogue } from '../statistics/indicators.ts';
import {
  type AnalysisFigure,
  analysisActions,
  analysisLines,
  analysisSections,
  draftAnalysis,
  emptyTexts,
  sealText,
} from './analysis-sheet.rules.ts';

const figure = (key: string, now: number, more: Partial<AnalysisFigure> = {}): AnalysisFigure => ({
  key,
  now,
  lastMonth: null,
  lastYear: null,
  open: null,
  overdue: null,
  ...more,
});

it('every line is booked or owed somewhere', () => {
  for (const line of analysisLines)
    expect([
      line.key,
      line.of === 'ledger'
        ? catalogue.indicators.find((one) => one.key === line.indicator)?.type
        : catalogue.duties.some((one) => one.kind === line.duty),
    ]).toEqual([line.key, line.of === 'ledger' ? line.kind : true]);
});

describe('the draft', () => {
  const lines = [
    figure('registered-unemployed', 60, { lastMonth: 50, lastYear: 64 }),
    figure('newly-registered-unemployed', 14),
    figure('deregistered-unemployed', 4),
    figure('long-term-unemployed', 15, { lastMonth: 15 }),
    figure('zero-employment-family', 1),
    figure('re-employment', 3, { lastMonth: 2 }),
    figure('hardship-re-employment', 1),
    figure('new-urban-employment', 8, { lastMonth: 0 }),
    figure('unemployment-contact', 40, { open: 60, overdue: 5 }),
    figure('service-training', 0, { open: 0, overdue: 0 }),
  ];
  const parts = [
    { name: '甲社区', change: 9 },
    { name: '乙社区', change: 3 },
    { name: '丙社区', change: -2 },
  ];
  it('says in Chinese what changed, where, and what to do', () => {
    expect(draftAnalysis({ lines, parts }, 'zh')).toEqual({
      'job-seeking': '月度联系完成 40 件，未完成 60 件，其中逾期 5 件。',
      're-employment':
        '本月失业人员再就业 3 人，比上月增加 1（上升 50%），其中就业困难人员 1 人。城镇新增就业 8 人，比上月增加 8。',
      'service-needs': '本月没有待办事项。',
      'unemployed-status':
        '期末登记失业 60 人，比上月增加 10（上升 20%），比上年同月减少 4（下降 6.3%）。本月新登记 14 人，注销 4 人。增加较多的是甲社区 +9、乙社区 +3。减少较多的是丙社区 −2。长期失业 15 人，占 25%，比上月持平。零就业家庭 1 户。',
      'next-month':
        '1. 先补齐逾期联系 5 人；2. 对零就业家庭 1 户逐户落实就业；3. 对长期失业 15 人逐人会诊；4. 查明新登记 14 人的失业原因并收集岗位。',
    });
  });
  it('says the same in English', () => {
    const texts = draftAnalysis({ lines, parts }, 'en');
    expect(texts['unemployed-status']).toContain(
      '60 registered unemployed at month end, 10 more than last month (up 20%)',
    );
    for (const section of analysisSections)
      expect(texts[section].replaceAll(/[甲乙丙]社区/g, '')).not.toMatch(/[一-鿿]/);
  });
  it('of an empty month says so', () => {
    expect(draftAnalysis({ lines: [], parts: [] }, 'zh')['next-month']).toBe('按月联系登记失业人员，做好日常服务。');
  });
});

it.each([
  ['missing', true, false, true, ['save', 'sign']],
  ['draft', true, false, false, ['save']],
  ['draft', true, false, true, ['save', 'sign']],
  ['signed', true, false, true, ['revise']],
  ['signed', false, true, true, ['remark']],
  ['draft', false, true, true, []],
  ['signed', false, false, true, []],
] as const)('%s, owner %s, superior %s, month over %s: %j', (state, owner, superior, monthOver, expected) => {
  expect(analysisActions(state, { owner, superior, monthOver })).toEqual(expected);
});

it('the seal covers figures, texts and signature', () => {
  const sheet = {
    areaId: 7,
    month: 202610,
    revision: 1,
    figures: { lines: [figure('registered-unemployed', 60)], parts: [] },
    texts: emptyTexts(),
    signedBy: 'a',
    signedAt: '2026-11-03T02:00:00.000Z',
  };
  const seal = sealText(sheet);
  expect(sealText({ ...sheet, revision: 2 })).not.toBe(seal);
  expect(sealText({ ...sheet, texts: { ...emptyTexts(), 'next-month': 'x' } })).not.toBe(seal);
  expect(sealText({ ...sheet, figures: { lines: [figure('registered-unemployed', 61)], parts: [] } })).not.toBe(seal);
});
