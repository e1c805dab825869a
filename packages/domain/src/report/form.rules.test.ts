import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Figures, noFigures } from '../kernel/report-figures.ts';
import type { FormColumn, FormRow, ReportForm } from './form.ts';
import { failedChecks, missingEntries } from './form-checks.ts';
import { drillTerms, numberPath } from './form-drill.ts';
import { type CellValue, cellValueOf, columnValueOf, type FormSource, sumOfMonths } from './form-figures.ts';
import { formProblems, readFormFile } from './form-file.ts';
import { draftNarrative } from './form-narrative.ts';
import { weeklyMarketForm } from './forms/weekly-market.ts';
import { builtInForms } from './report-forms.ts';

const definition = { zh: '口径', en: 'definition', source: { zh: '手册', en: 'handbook' } };
const row = (key: string, rest: object): FormRow =>
  ({ key, zh: key, en: key, level: 0, unit: 'person', dimensions: ['sex'], definition, ...rest }) as unknown as FormRow;
const column = (key: string, measure: FormColumn['measure'], cell = ''): FormColumn => ({
  key,
  zh: key,
  en: key,
  heads: [],
  measure,
  cell,
});

const form: ReportForm = {
  ...weeklyMarketForm,
  key: 'test',
  periodKind: 'month',
  rows: [
    row('stock', {
      kind: 'stock',
      indicators: ['registered-unemployed'],
      movement: { plus: ['came'], minus: ['left'] },
      brief: { zh: '失业', en: 'unemployed' },
    }),
    row('came', { kind: 'flow', indicators: ['newly-registered-unemployed'], brief: { zh: '新登记', en: 'came' } }),
    row('left', { kind: 'flow', indicators: ['deregistered-unemployed'], brief: { zh: '注销', en: 'left' } }),
    row('left-hired', {
      kind: 'flow',
      level: 1,
      dimensions: [],
      indicators: ['deregistered-unemployed'],
      cells: ['end-reason=01*'],
      brief: { zh: '就业', en: 'hired' },
    }),
    row('urban', { kind: 'stock', indicators: ['urban-employed'] }),
    row('rate', { kind: 'ratio', unit: 'percent', numerator: ['stock'], denominator: ['stock', 'urban'] }),
    row('moved', { kind: 'sum', plus: ['came'], minus: ['left'] }),
    row('by-hand', { kind: 'manual', dimensions: [] }),
    row('times', { kind: 'ratio', unit: 'times', dimensions: [], numerator: ['by-hand'], denominator: ['came'] }),
  ],
  columns: [
    column('total', 'period'),
    column('male', 'period', 'sex=1'),
    column('ytd', 'yearToDate'),
    column('last', 'previous'),
    column('change', 'change'),
    column('rate', 'changeRate'),
  ],
  checks: [
    {
      key: 'within',
      severity: 'error',
      zh: '',
      en: '',
      rule: { kind: 'compare', left: { plus: ['left-hired'] }, op: '<=', right: { plus: ['left'] } },
    },
    { key: 'jump', severity: 'warning', zh: '', en: '', rule: { kind: 'jump', row: 'stock', percent: 10, least: 5 } },
  ],
};

const figures = (over: Partial<Figures>): Figures => ({ ...noFigures(), ...over });
function source(stock: number, came: number, left: number, manual: number | null): FormSource {
  return {
    figures: new Map([
      ['registered-unemployed', new Map([['', figures({ stock })]])],
      ['newly-registered-unemployed', new Map([['', figures({ own: came, ytd: came * 3 })]])],
      [
        'deregistered-unemployed',
        new Map([
          ['', figures({ own: left })],
          ['end-reason=011', figures({ own: 2 })],
          ['end-reason=012', figures({ own: 3 })],
          ['end-reason=02', figures({ own: 9 })],
        ]),
      ],
      ['urban-employed', new Map([['', figures({ stock: 1102 })]])],
    ]),
    ages: new Map(),
    manual: new Map([['by-hand|', { period: manual, yearToDate: manual }]]),
    external: new Map(),
  };
}
const now = source(41, 6, 8, null);
const sources = { period: now, previous: source(43, 5, 7, 4), yearAgo: undefined };
const rowOf = (key: string) => form.rows.find((one) => one.key === key)!;

describe('values', () => {
  it.each<[string, string, CellValue]>([
    ['stock', 'total', 41],
    ['stock', 'male', 0],
    ['stock', 'ytd', undefined],
    ['came', 'ytd', 18],
    // A choice of cells adds up what begins with it and fills no breakdown.
    ['left-hired', 'total', 5],
    ['left-hired', 'male', undefined],
    ['rate', 'total', 3.59],
    ['moved', 'total', -2],
    ['stock', 'last', 43],
    ['stock', 'change', -2],
    ['stock', 'rate', -4.65],
    ['rate', 'change', -0.17],
    // Not entered is not zero, also for what is computed from it.
    ['by-hand', 'total', null],
    ['times', 'total', null],
    ['by-hand', 'last', 4],
    ['by-hand', 'change', null],
  ])('%s in column %s', (key, columnKey, value) => {
    const of = form.columns.find((one) => one.key === columnKey)!;
    expect(columnValueOf(form, sources, rowOf(key), of)).toBe(value);
  });

  it('has no object where nothing stands below the line, and waits for what is counted later', () => {
    const empty = { ...now, figures: new Map() };
    expect(cellValueOf(form, empty, rowOf('rate'), '', 'period')).toBeNull();
    const aged = { ...form, rows: [{ ...rowOf('stock'), dimensions: ['age'] }] };
    expect(cellValueOf(aged, { ...now, ages: 'pending' }, aged.rows[0]!, 'age=16-24', 'period')).toBe('pending');
  });

  it('takes no share of a negative number', () => {
    const of = form.columns.find((one) => one.key === 'rate')!;
    const before = { ...sources, previous: source(-5, 0, 0, null) };
    expect(columnValueOf(form, before, rowOf('stock'), of)).toBeNull();
  });

  it('adds up the months of a quarter: flows as they were booked, stocks as they end', () => {
    const month = (own: number, adjustment: number, ytd: number, stock: number) =>
      new Map([['x', new Map([['', figures({ own, adjustment, ytd, stock, priorYear: 1 })]])]]);
    const sum = sumOfMonths([month(5, 0, 50, 40), month(6, 2, 58, 41), month(7, 1, 66, 39)]);
    expect(sum.get('x')?.get('')).toEqual({ own: 21, adjustment: 3, priorYear: 3, ytd: 66, stock: 39 });
  });
});

describe('the way to a number', () => {
  const at = (
    r: FormRow,
    cell: string,
    measure: 'period' | 'yearToDate' | 'adjustment' | 'priorYear',
    view: 'period' | 'previous' | 'yearAgo',
  ) => {
    const of = sources[view];
    return of ? cellValueOf(form, of, r, cell, measure) : null;
  };
  const words = (key: string, measure: FormColumn['measure'] = 'period') => {
    const { steps, divisor } = numberPath(form, { row: rowOf(key), cell: '', measure }, at);
    const say = (list: typeof steps) => list.map((s) => `${s.sign}${s.zh}${s.value}`).join(' ');
    return divisor ? `${say(steps)} ÷ ${say(divisor)}` : say(steps);
  };
  it.each([
    ['stock', 'period', '=期初43 +新登记6 -注销8'],
    ['rate', 'period', '=失业41 ÷ =失业41 +urban1102'],
    ['moved', 'period', '=新登记6 -注销8'],
    ['stock', 'change', '=本期41 -上期43'],
    ['came', 'yearToDate', '=本年以前各期（已入账）12 +本期发生6'],
  ] as const)('%s %s', (key, measure, sentence) => {
    expect(words(key, measure)).toBe(sentence);
  });

  it('of a net number begins with what there was before deduction, and never calls that a part of it', () => {
    const net: ReportForm = {
      ...form,
      rows: [
        row('came', { kind: 'flow', indicators: ['newly-registered-unemployed'] }),
        row('left', { kind: 'flow', level: 1, indicators: ['deregistered-unemployed'], deducted: true }),
      ],
    };
    const { steps } = numberPath(net, { row: net.rows[0]!, cell: '', measure: 'period' }, (one, cell, measure) =>
      cellValueOf(net, now, one, cell, measure),
    );
    expect(steps.map(({ sign, zh, value }) => `${sign} ${zh} ${value}`)).toEqual(['= 扣减前 14', '- left 8']);
    expect(draftNarrative(net, sources, '某街道', { zh: '本月', en: 'this month' }).zh).not.toContain('其中');
  });

  it('opens the bookings behind sums, ratios and changes, and nobody behind an entry', () => {
    const terms = (key: string, measure: FormColumn['measure'], part?: 'denominator') =>
      drillTerms(form, { row: rowOf(key), cell: '', measure, part }).map(
        (t) => `${t.sign === 1 ? '+' : '-'}${t.indicator} ${t.view}`,
      );
    expect(terms('moved', 'period')).toEqual([
      '+newly-registered-unemployed period',
      '-deregistered-unemployed period',
    ]);
    expect(terms('rate', 'period')).toEqual(['+registered-unemployed period']);
    expect(terms('rate', 'period', 'denominator')).toEqual(['+registered-unemployed period', '+urban-employed period']);
    expect(terms('stock', 'change')).toEqual(['+registered-unemployed period', '-registered-unemployed previous']);
    expect(terms('by-hand', 'period')).toEqual([]);
  });
});

describe('checks', () => {
  it('judges what is there and leaves alone what is missing', () => {
    expect(failedChecks(form, sources)).toEqual([]);
    const jumped = { ...sources, period: source(60, 4, 4, 3) };
    expect(failedChecks(form, jumped).map((one) => [one.key, one.severity, one.left, one.right])).toEqual([
      ['within', 'error', 5, 4],
      ['jump', 'warning', 60, 43],
    ]);
    expect(missingEntries(form, sources)).toEqual(['by-hand']);
    expect(missingEntries(form, jumped)).toEqual([]);
  });
});

it('drafts what changed and why', () => {
  const draft = draftNarrative(form, sources, '贺家弄社区', { zh: '2026 年 10 月', en: '2026-10' });
  expect(draft.zh).toContain(
    '2026 年 10 月，贺家弄社区stock 41 人，比上期减少 2 人（−4.7%）：新登记 6 人，注销 8 人，其中就业 5 人',
  );
  expect(draft.zh.endsWith('。')).toBe(true);
  expect(draft.en).toContain('stock 41, down 2 (−4.7%): came 6, left 8, of which hired 5');
});

describe('forms as files', () => {
  it.each(builtInForms.map((one) => [one.key, one] as const))('%s has no problems', (_, built) => {
    expect(formProblems(built)).toEqual([]);
    // What is shipped could be written as a file, too.
    expect(readFormFile(JSON.stringify(built)).problems).toEqual([]);
  });

  it('takes the large form of the country: sixty rows, twenty columns', () => {
    const file = join(import.meta.dirname, '../../../../regions/cn/forms/employment-structure.json');
    const { form: read, problems } = readFormFile(readFileSync(file, 'utf8'));
    expect(problems).toEqual([]);
    expect([read?.rows.length, read?.columns.length]).toEqual([60, 20]);
  });

  it.each<[string, (form: Record<string, never>) => unknown, string]>([
    ['no JSON', () => '{', '文件不是完整的 JSON'],
    ['an unknown word', (f) => ({ ...f, colour: 1 }), 'colour'],
    ['a missing row', (f) => ({ ...f, rows: [{ ...sum, plus: ['nowhere'] }] }), '没有代码为“nowhere”的行'],
    ['a circle', (f) => ({ ...f, rows: [{ ...sum, plus: ['a'] }] }), '由自己算出自己'],
    ['an unknown indicator', (f) => ({ ...f, rows: [{ ...stock, indicators: ['cats'] }] }), '没有“cats”'],
    ['a stock called a flow', (f) => ({ ...f, rows: [{ ...stock, kind: 'flow' }] }), '是期末数'],
    ['a breakdown nobody books', (f) => ({ ...f, rows: [{ ...stock, cells: ['hobby=1'] }] }), '不按 hobby 分组入账'],
    [
      'persons for households',
      (f) => ({ ...f, rows: [{ ...stock, indicators: ['zero-employment-family'] }] }),
      '计量单位',
    ],
  ])('says what is wrong: %s', (_, change, sentence) => {
    const base = JSON.parse(JSON.stringify({ ...weeklyMarketForm, rows: [stock], checks: [] }));
    const changed = change(base);
    const { problems } = readFormFile(typeof changed === 'string' ? changed : JSON.stringify(changed));
    expect(problems.map((p) => `${p.where} ${p.zh}`).join('\n')).toContain(sentence);
  });
});

const sum = { key: 'a', zh: '甲', en: 'A', kind: 'sum', definition };
const stock = { key: 'b', zh: '乙', en: 'B', kind: 'stock', indicators: ['registered-unemployed'], definition };
