/** The indicators that can be compared, and over which denominator areas of different size are compared fairly. */
import type { Sentence } from '../kernel/app-error.ts';
import type { RatioPart, TargetLine } from '../kernel/indicator.ts';
import { type Figures, noFigures } from '../kernel/report-figures.ts';
import { findLine } from '../report/monthly-form.ts';
import { indicators, ratios } from '../statistics/indicators.ts';

export const analysedUnits = ['person', 'household', 'percent', 'permille'] as const;
export type AnalysedUnit = (typeof analysedUnits)[number];

export interface AnalysedIndicator {
  key: string;
  zh: string;
  en: string;
  kind: 'stock' | 'flow' | 'ratio';
  unit: AnalysedUnit;
  definition: Sentence;
  source: Sentence;
  /** Booked figures that are added up; of a ratio its numerator. */
  counted: readonly RatioPart[];
  /** What the rate of an area is: of a ratio its own denominator; null where areas are not ranked. */
  fair: { per: number; denominator: readonly RatioPart[]; words: Sentence } | null;
  target: TargetLine | null;
  /** The line of the monthly form that shows the same number and opens its people. */
  line: string | null;
}

/** Fair denominators by indicator: per 1,000 of those who could be counted, per 100 of those it can happen to. */
const fairDenominators: Readonly<Record<string, { per: number; denominator: string }>> = {
  'working-age-resident': { per: 100, denominator: 'resident' },
  'registered-unemployed': { per: 1000, denominator: 'working-age-resident' },
  'long-term-unemployed': { per: 100, denominator: 'registered-unemployed' },
  'older-unemployed': { per: 100, denominator: 'registered-unemployed' },
  'hardship-unemployed': { per: 100, denominator: 'registered-unemployed' },
  'newly-registered-unemployed': { per: 1000, denominator: 'working-age-resident' },
  'deregistered-unemployed': { per: 1000, denominator: 'working-age-resident' },
  'willing-not-registered': { per: 1000, denominator: 'working-age-resident' },
  employed: { per: 1000, denominator: 'working-age-resident' },
  'urban-employed': { per: 1000, denominator: 'working-age-resident' },
  'new-urban-employment': { per: 1000, denominator: 'working-age-resident' },
  'natural-attrition': { per: 1000, denominator: 'urban-employed' },
  're-employment': { per: 1000, denominator: 'working-age-resident' },
  'hardship-re-employment': { per: 1000, denominator: 'working-age-resident' },
  'zero-employment-family': { per: 1000, denominator: 'household' },
};

const denominatorWords: Readonly<Record<string, Sentence>> = {
  resident: { zh: '名居民', en: 'residents' },
  'working-age-resident': { zh: '名劳动年龄居民', en: 'working-age residents' },
  'registered-unemployed': { zh: '名登记失业人员', en: 'registered unemployed' },
  'urban-employed': { zh: '名城镇从业人员', en: 'urban employed' },
  household: { zh: '户家庭', en: 'households' },
};

/** "其中：" belongs to a line of a form; alone the name stands without it. */
const alone = (name: string) => {
  const text = name.replace(/^(其中：|Of these: )/, '');
  return text.charAt(0).toUpperCase() + text.slice(1);
};

function fairOf(key: string): AnalysedIndicator['fair'] {
  const fair = fairDenominators[key];
  if (!fair) return null;
  const of = denominatorWords[fair.denominator]!;
  const per = fair.per.toLocaleString('en-US');
  return {
    per: fair.per,
    denominator: [{ indicator: fair.denominator, measure: 'stock' }],
    words: { zh: `每 ${per} ${of.zh}`, en: `per ${per} ${of.en}` },
  };
}

export const analysedIndicators: readonly AnalysedIndicator[] = [
  ...ratios.map(
    (one): AnalysedIndicator => ({
      key: one.key,
      zh: one.zh,
      en: one.en,
      kind: 'ratio',
      unit: one.per === 100 ? 'percent' : 'permille',
      definition: one.definition,
      source: one.source,
      counted: [one.numerator],
      fair: {
        per: one.per,
        denominator: one.denominator,
        words: {
          zh: `${one.per === 100 ? '%' : '‰'}，分母：${one.denominatorName.zh}`,
          en: `${one.per === 100 ? '%' : '‰'} of: ${one.denominatorName.en}`,
        },
      },
      target: one.target ?? null,
      line: findLine(one.key) ? one.key : null,
    }),
  ),
  ...indicators.map(
    (one): AnalysedIndicator => ({
      key: one.key,
      zh: alone(one.zh),
      en: alone(one.en),
      kind: one.type,
      unit: one.of === 'household' ? 'household' : 'person',
      definition: one.definition,
      source: one.source,
      counted: [{ indicator: one.key, measure: one.type === 'stock' ? 'stock' : 'own' }],
      fair: fairOf(one.key),
      target: one.target ?? null,
      line: findLine(one.key) ? one.key : null,
    }),
  ),
];

export function findAnalysedIndicator(key: string): AnalysedIndicator | undefined {
  return analysedIndicators.find((one) => one.key === key);
}

const partsOf = (indicator: AnalysedIndicator) => [...indicator.counted, ...(indicator.fair?.denominator ?? [])];

/** Booked indicators that have to be read for some of them, denominators included. */
export function bookedKeys(chosen: readonly AnalysedIndicator[]): string[] {
  return [...new Set(chosen.flatMap(partsOf).map((part) => part.indicator))];
}

/** Does one of them start from what stood when the year began? Then last December has to be read too. */
export function needsYearStart(chosen: readonly AnalysedIndicator[]): boolean {
  return chosen.flatMap(partsOf).some((part) => part.measure === 'year-start');
}

/** Figures of a month, and of the December before its year where a ratio starts from there. */
export interface MonthFigures {
  now: ReadonlyMap<string, Figures>;
  yearStart: ReadonlyMap<string, Figures> | undefined;
}

/** The sum of booked figures in a month; null while a figure of the year's start is not known. */
export function countIn(figures: MonthFigures, parts: readonly RatioPart[]): number | null {
  let sum = 0;
  for (const { indicator, measure } of parts) {
    const month = measure === 'year-start' ? figures.yearStart : figures.now;
    if (!month) return null;
    const found = month.get(indicator) ?? noFigures();
    sum += measure === 'own' || measure === 'ytd' ? found[measure] : found.stock;
  }
  return sum;
}

/** The indicator's own value in a month: persons, households, or a rate with two decimals; null is "no object". */
export function valueIn(indicator: AnalysedIndicator, figures: MonthFigures): number | null {
  const counted = countIn(figures, indicator.counted);
  if (indicator.kind !== 'ratio' || counted === null) return counted;
  const { per = 100, denominator = [] } = indicator.fair ?? {};
  const of = countIn(figures, denominator);
  return of === null || of === 0 ? null : Math.round((counted / of) * per * 100) / 100;
}

/** Of a stock whose movements are counted: what comes in and what goes out. */
export const movementsOf: Readonly<Record<string, { entered: string; left: string }>> = {
  'registered-unemployed': { entered: 'newly-registered-unemployed', left: 'deregistered-unemployed' },
};
