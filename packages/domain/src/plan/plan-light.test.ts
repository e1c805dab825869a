import { describe, expect, it } from 'vitest';
import { draftEvaluation } from './plan-draft.ts';
import { figureWords, gapSentence, type JudgeInput, judgeIndicator } from './plan-light.ts';

const flow: JudgeInput = {
  measure: 'flow',
  direction: 'at-least',
  kind: 'expected',
  target: 1000,
  actual: 500,
  elapsed: 0.5,
  forecast: 1000,
  amberShare: 0.95,
};
const rate: JudgeInput = { ...flow, measure: 'level', direction: 'at-most', target: 3.6, actual: 3.2, forecast: 3.3 };

describe('the light', () => {
  it.each<[string, JudgeInput, string, string]>([
    ['no target', { ...flow, target: null }, 'grey', 'no-target'],
    ['no data', { ...flow, actual: null }, 'grey', 'no-data'],
    ['nothing to forecast from', { ...flow, forecast: null }, 'grey', 'no-data'],
    ['enough at this pace', flow, 'green', 'on-course'],
    ['a little short', { ...flow, forecast: 960 }, 'amber', 'slightly-behind'],
    ['at the edge of amber', { ...flow, forecast: 950 }, 'amber', 'slightly-behind'],
    ['short', { ...flow, forecast: 949 }, 'red', 'behind'],
    ['reached early', { ...flow, actual: 1000, forecast: 900 }, 'green', 'reached'],
    ['zero target, nothing done', { ...flow, target: 0, actual: 0 }, 'green', 'reached'],
    ['year over, met', { ...flow, actual: 1001, elapsed: 1 }, 'green', 'met'],
    ['year over, expected, nearly', { ...flow, actual: 960, elapsed: 1 }, 'amber', 'nearly-met'],
    ['year over, binding, nearly', { ...flow, actual: 960, elapsed: 1, kind: 'binding' }, 'red', 'missed'],
    ['year over, missed', { ...flow, actual: 700, elapsed: 1 }, 'red', 'missed'],
    ['at most, within', { ...flow, direction: 'at-most', actual: 300, forecast: 800 }, 'green', 'within'],
    ['at most, near', { ...flow, direction: 'at-most', actual: 300, forecast: 1040 }, 'amber', 'near-limit'],
    ['at most, will exceed', { ...flow, direction: 'at-most', actual: 300, forecast: 1100 }, 'red', 'will-exceed'],
    ['at most, over', { ...flow, direction: 'at-most', actual: 1001, forecast: 1001 }, 'red', 'over-limit'],
    ['at most zero, none', { ...flow, direction: 'at-most', target: 0, actual: 0, forecast: 0 }, 'green', 'within'],
    ['at most zero, one', { ...flow, direction: 'at-most', target: 0, actual: 1, forecast: 2 }, 'red', 'over-limit'],
    ['rate within', rate, 'green', 'within'],
    ['rate slipping', { ...rate, forecast: 3.8 }, 'amber', 'slipping'],
    ['rate above but falling in time', { ...rate, actual: 3.9, forecast: 3.5 }, 'green', 'within'],
    ['rate above, nearly', { ...rate, actual: 3.9, forecast: 3.7 }, 'amber', 'near-limit'],
    ['rate above', { ...rate, actual: 4.2, forecast: 4.1 }, 'red', 'will-exceed'],
    ['rate without forecast', { ...rate, forecast: null }, 'green', 'within'],
    [
      'share below target, rising',
      { ...rate, direction: 'at-least', target: 90, actual: 80, forecast: 92 },
      'green',
      'on-course',
    ],
    [
      'share above target',
      { ...rate, direction: 'at-least', target: 90, actual: 95, forecast: 95 },
      'green',
      'reached',
    ],
  ])('%s', (_, input, light, reason) => {
    const judged = judgeIndicator(input);
    expect([judged.light, judged.reason]).toEqual([light, reason]);
    const words = gapSentence(judged, input.forecast, '人');
    expect(words.zh).toMatch(/。$/);
    expect(words.en).toMatch(/\.$/);
  });
  it('divides by nothing for no target', () => {
    expect(judgeIndicator({ ...flow, target: 0, actual: 5 })).toMatchObject({ share: null, gap: -5 });
    expect(judgeIndicator({ ...flow, target: null })).toMatchObject({ share: null, gap: null });
  });
});

describe('words', () => {
  it.each([
    [74_200, '74,200'],
    [3.6, '3.6'],
    [-1234.5, '−1,234.5'],
    [0, '0'],
    [99.5, '99.5'],
    [1000, '1,000'],
  ])('%s', (value, words) => expect(figureWords(value)).toBe(words));
  it('drafts an evaluation with what is behind first', () => {
    const line = { unit: '人', target: 1000, actual: 500, forecast: 800, owner: '就业处' };
    const text = draftEvaluation({
      planName: '规划',
      areaName: '镇江市',
      year: 2026,
      month: 6,
      elapsed: 0.5,
      tasks: { total: 3, done: 1, overdue: 1 },
      lines: [
        { ...line, name: '甲', judgement: judgeIndicator(flow) },
        { ...line, name: '乙', judgement: judgeIndicator({ ...flow, forecast: 800 }) },
      ],
    });
    expect(text.zh).toContain('监测指标 2 项：正常 1 项，预警 0 项，滞后 1 项');
    expect(text.zh.indexOf('乙')).toBeLessThan(text.zh.indexOf('甲'));
    expect(text.en).toContain('1 overdue');
  });
});
