import { describe, expect, it } from 'vitest';
import { parseLimits } from '../parameter/parameter.keys.ts';
import {
  type AreaFigures,
  judgeWarnings,
  levelOf,
  type WarningFigures,
  type WarningThresholds,
  warningMay,
} from './warning.rules.ts';

const quiet: WarningFigures = {
  unemployed: { now: 400, lastMonth: 400, lastYear: 400 },
  newlyRegistered: 20,
  deregistered: 20,
  longTerm: 20,
  labourForce: 20_000,
  contacts: { open: 400, overdue: 4 },
  layoffs: { persons: 0, staff: 3000, employers: [] },
};
const thresholds: WarningThresholds = {
  limits: {
    'unemployed-month': [5, 10, 15, 20],
    'unemployed-year': [10, 20, 30, 40],
    'unemployment-rate': [3.5, 4, 4.5, 5],
    'long-term-share': [20, 25, 30, 35],
    'contact-overdue': [10, 20, 30, 40],
    'layoff-persons': [20, 50, 100, 200],
    'layoff-share': [2, 4, 7, 10],
  },
  leastBase: 30,
};
const judged = (change: Partial<WarningFigures>, children: AreaFigures[] = []) =>
  judgeWarnings({ ...quiet, ...change }, children, thresholds).map((w) => `${w.indicator} ${w.level} ${w.value}`);

describe('limits', () => {
  it.each([
    ['5/10/15/20', [5, 10, 15, 20]],
    ['3.5/4/4.25/5', [3.5, 4, 4.25, 5]],
    ['5/10/15', undefined],
    ['5/10/10/20', undefined],
    ['20/15/10/5', undefined],
    ['0/10/15/20', undefined],
    ['a/b/c/d', undefined],
    ['', undefined],
  ])('%s', (text, expected) => {
    expect(parseLimits(text)).toEqual(expected);
  });
  it.each([
    [4.99, undefined],
    [5, 'blue'],
    [9.99, 'blue'],
    [10, 'yellow'],
    [15, 'orange'],
    [20, 'red'],
    [400, 'red'],
  ] as const)('%d reaches %s', (value, level) => {
    expect(levelOf(value, [5, 10, 15, 20])).toBe(level);
  });
});

describe('warnings', () => {
  it.each([
    ['nothing moves', {}, []],
    ['a fall', { unemployed: { now: 300, lastMonth: 400, lastYear: 500 } }, []],
    ['just below', { unemployed: { now: 419, lastMonth: 400, lastYear: 400 } }, []],
    ['just there', { unemployed: { now: 420, lastMonth: 400, lastYear: 400 } }, ['unemployed-month blue 5']],
    [
      'month and year',
      { unemployed: { now: 480, lastMonth: 430, lastYear: 400 } },
      ['unemployed-month yellow 11.63', 'unemployed-year yellow 20'],
    ],
    ['no month before', { unemployed: { now: 400, lastMonth: null, lastYear: null } }, []],
    ['few people', { unemployed: { now: 29, lastMonth: 20, lastYear: 10 }, longTerm: 25, labourForce: 29 }, []],
    ['the rate', { labourForce: 10_000 }, ['unemployment-rate yellow 4']],
    ['long-term', { longTerm: 140 }, ['long-term-share red 35']],
    ['contacts', { contacts: { open: 400, overdue: 80 } }, ['contact-overdue yellow 20']],
    ['few contacts', { contacts: { open: 29, overdue: 29 } }, []],
    [
      'layoffs',
      { layoffs: { persons: 120, staff: 2000, employers: [{ name: '甲厂', persons: 120 }] } },
      ['layoff-persons orange 120', 'layoff-share yellow 6'],
    ],
    ['layoffs in a small panel', { layoffs: { persons: 15, staff: 20, employers: [] } }, []],
  ] as const)('%s', (_, change, expected) => {
    expect(judged(change as Partial<WarningFigures>)).toEqual(expected);
  });
  it('put the most serious first', () => {
    expect(judged({ unemployed: { now: 420, lastMonth: 400, lastYear: 200 } })).toEqual([
      'unemployed-year red 110',
      'unemployed-month blue 5',
    ]);
  });
  it('say the numbers and what they are made of', () => {
    const child = (code: string, name: string, now: number, lastMonth: number): AreaFigures => ({
      code,
      name,
      figures: { ...quiet, unemployed: { now, lastMonth, lastYear: null } },
    });
    const [warning] = judgeWarnings(
      { ...quiet, unemployed: { now: 450, lastMonth: 400, lastYear: null }, newlyRegistered: 70, deregistered: 25 },
      [child('2', '乙', 200, 190), child('1', '甲', 150, 105), child('3', '丙', 100, 105)],
      thresholds,
    );
    expect(warning).toEqual({
      indicator: 'unemployed-month',
      level: 'yellow',
      value: 12.5,
      limit: 10,
      sentence: {
        zh: '登记失业 450 人，比上月（400 人）增加 50 人，上升 12.5%，达到黄色预警线 10%。',
        en: '450 registered unemployed, 50 more than last month (400): up 12.5%, at or over the yellow line of 10%.',
      },
      parts: [
        { kind: 'term', zh: '本月新登记', en: 'Newly registered this month', code: null, value: 70 },
        { kind: 'term', zh: '本月注销', en: 'Deregistered this month', code: null, value: -25 },
        { kind: 'term', zh: '迁入迁出与更正', en: 'Moves and corrections', code: null, value: 5 },
        { kind: 'area', zh: '甲', en: '甲', code: '1', value: 45 },
        { kind: 'area', zh: '乙', en: '乙', code: '2', value: 10 },
      ],
    });
  });
});

describe('what may be done', () => {
  it.each([
    [null, 'acknowledge', true],
    [null, 'close', false],
    ['recorded', 'close', false],
    ['acknowledged', 'acknowledge', false],
    ['acknowledged', 'close', true],
    ['handled', 'inform', true],
    ['closed', 'handle', false],
    ['closed', 'inform', false],
  ] as const)('%s %s %s', (state, action, allowed) => {
    expect(warningMay(state, action)).toBe(allowed);
  });
});
