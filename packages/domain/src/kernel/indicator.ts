/**
 * How an indicator is declared: a few lines in its own slice, listed in `statistics/indicators.ts`. The kernel turns the
 * intervals of a stock and the events of a flow into +1 and −1; no slice ever writes a number.
 */
import type { HouseholdFile, Id, ResidentFile } from './file.ts';
import type { SubjectParameters } from './parameter-timeline.ts';
import type { PlainDate } from './plain-date.ts';

/** Values of an indicator's own dimensions, fixed for the whole interval. `sex`, `hukou` and (of flows) `age` are filled by the kernel. */
export type Cells = Readonly<Record<string, string | null>>;

/** Days on which the subject counts. `record` is the record that opens the interval; it keys the +1 and the −1. */
export type Interval = { from: PlainDate; to: PlainDate | null; record: Id; cells?: Cells };

/** A day on which something happened. */
export type IndicatorEvent = { on: PlainDate; record: Id; quantity?: 1 | -1; cells?: Cells };

type Definition = {
  zh: string;
  en: string;
  /** 人, 户 … */
  unit: string;
  /** Who counts and when, in one or two sentences (Chinese, shown beside the number). */
  definition: string;
  /** The article or handbook section. */
  source: string;
  /** Each dimension is booked as rows of its own, beside the total. */
  dimensions?: readonly string[];
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

/** A ratio over booked indicators with a named denominator. */
export type Ratio = {
  type: 'ratio';
  key: string;
  zh: string;
  en: string;
  definition: string;
  source: string;
  numerator: string;
  /** Indicators that are added up. */
  denominator: readonly string[];
  denominatorZh: string;
  denominatorEn: string;
};

export function ratio(key: string, definition: Omit<Ratio, 'type' | 'key'>): Ratio {
  return { type: 'ratio', key, ...definition };
}

/** Value of a ratio, or null for "no object 无对象": an empty denominator is never 0 and never 100 %. */
export function ratioValue(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}
