/**
 * How an indicator is declared: a few lines in its own slice, listed in `statistics/indicators.ts`. The kernel turns the
 * intervals of a stock and the events of a flow into +1 and −1; no slice ever writes a number.
 */

import type { AreaKind } from '../area/area.rules.ts';
import type { Sentence } from './app-error.ts';
import type { HouseholdFile, Id, ResidentFile } from './file.ts';
import type { SubjectParameters } from './parameter-timeline.ts';
import type { PlainDate } from './plain-date.ts';

/** Values of an indicator's own dimensions, fixed for the whole interval. The kernel fills `sex`, `hukou`, `education`, `hardship` (only for those who are marked) and, of flows, `age`. */
export type Cells = Readonly<Record<string, string | null>>;

/** Days on which the subject counts. `record` is the record that opens the interval; it keys the +1 and the −1. */
export type Interval = { from: PlainDate; to: PlainDate | null; record: Id; cells?: Cells };

/** A day on which something happened. */
export type IndicatorEvent = { on: PlainDate; record: Id; quantity?: 1 | -1; cells?: Cells };

/** What an indicator speaks of: the chapters of the catalogue. */
export const indicatorSubjects = [
  { code: 'population', zh: '人口与劳动力', en: 'Population and labour force' },
  { code: 'employment', zh: '就业', en: 'Employment' },
  { code: 'unemployment', zh: '失业', en: 'Unemployment' },
  { code: 'family', zh: '家庭', en: 'Households' },
  { code: 'economy', zh: '经济背景', en: 'Economic background' },
] as const;
export type IndicatorSubject = (typeof indicatorSubjects)[number]['code'];

export const units = {
  person: { zh: '人', en: 'people' },
  household: { zh: '户', en: 'households' },
  percent: { zh: '%', en: '%' },
  permille: { zh: '‰', en: 'per thousand' },
} as const satisfies Record<string, Sentence>;

/** A line that the value should stay below or reach: a parameter in tenths of a per cent (‰), so that each city sets its own. */
export type TargetLine = { parameter: string; direction: 'at-most' | 'at-least' };

/** What every entry of the catalogue says of itself, in both languages. */
type Words = Sentence & {
  subject: IndicatorSubject;
  /** 人, 户, % … */
  unit: Sentence;
  /** Who or what counts and when, in one or two sentences, shown beside the number. */
  definition: Sentence;
  /** How the number is made. */
  formula: Sentence;
  /** The article or handbook section. */
  source: Sentence;
  target?: TargetLine;
};

type Definition = Words & {
  /** Each dimension is booked as rows of its own, beside the total. */
  dimensions?: readonly string[];
  /** Breakdowns that another indicator has already booked: its cells of a dimension are parts of this one, the rest has no such mark. */
  partsOf?: readonly { dimension: string; indicator: string; cell: string }[];
};

type FileOf = { resident: ResidentFile; household: HouseholdFile };

type StockDefinition<K extends keyof FileOf> = Definition & {
  of: K;
  /** Shown by age group: counted when read and frozen at closing (of residents only; flows have the dimension `age`). */
  ages?: true;
  intervals: (file: FileOf[K], parameters: SubjectParameters) => readonly Interval[];
};
type FlowDefinition<K extends keyof FileOf> = Definition & {
  of: K;
  events: (file: FileOf[K], parameters: SubjectParameters) => readonly IndicatorEvent[];
};

export type Stock<K extends keyof FileOf = keyof FileOf> = K extends keyof FileOf
  ? { type: 'stock'; key: string } & StockDefinition<K>
  : never;
export type Flow<K extends keyof FileOf = keyof FileOf> = K extends keyof FileOf
  ? { type: 'flow'; key: string } & FlowDefinition<K>
  : never;
export type Indicator = Stock | Flow;

/** A count at the end of a period: the person counts from–to, e.g. registered unemployed. */
export function stock<K extends keyof FileOf>(key: string, definition: StockDefinition<K>) {
  return { type: 'stock' as const, key, ...definition };
}

/** A count of what happened in a period, e.g. newly registered unemployed. */
export function flow<K extends keyof FileOf>(key: string, definition: FlowDefinition<K>) {
  return { type: 'flow' as const, key, ...definition };
}

/**
 * Which figure of a booked indicator a ratio takes: what a stock stands at, what a flow did in the month or from January on, or what a
 * stock stood at when the year began.
 */
export type RatioMeasure = 'stock' | 'own' | 'ytd' | 'year-start';
export type RatioPart = { indicator: string; measure: RatioMeasure };

/** A ratio over booked indicators with a named denominator. */
export type Ratio = Words & {
  type: 'ratio';
  key: string;
  /** 100 for per cent, 1000 for per thousand. */
  per: 100 | 1000;
  numerator: RatioPart;
  /** Parts that are added up. */
  denominator: readonly RatioPart[];
  denominatorName: Sentence;
};

export function ratio(key: string, definition: Omit<Ratio, 'type' | 'key'>): Ratio {
  return { type: 'ratio', key, ...definition };
}

/** Entered from a publication, with its source; never computed from registers. */
export type External = Words & {
  type: 'external';
  key: string;
  /** How often it is published. */
  period: 'month' | 'quarter' | 'year';
  decimals: number;
  /** What a value can sensibly be. */
  range: readonly [least: number, most: number];
  /** Levels for which it is published. */
  areaKinds: readonly AreaKind[];
};

export function external(key: string, definition: Omit<External, 'type' | 'key'>): External {
  return { type: 'external', key, ...definition };
}

/** Every entry of the catalogue. */
export type Declared = Indicator | Ratio | External;

/** Value of a ratio, or null for "no object 无对象": an empty denominator is never 0 and never 100 %. */
export function ratioValue(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}
