/**
 * Where a year will end if it goes on like this. Pure arithmetic over months, which says the rule that it used and how sure it is:
 * - a flow with a season: what has been reached, divided by the share that the same months had of last year's whole
 * - a flow without last year's months: straight on at the pace so far
 * - a level or rate: the straight line through its last twelve months, at the last month of the year
 */
import { addToMonth, listMonths, type Month, monthsBetween } from '../kernel/plain-date.ts';
import { type Measure, round } from './plan.rules.ts';

export const forecastRules = ['complete', 'same-period-share', 'run-rate', 'trend', 'last-value'] as const;
export type ForecastRule = (typeof forecastRules)[number];
export const forecastRuleNames = {
  complete: { zh: '全年实际', en: 'whole year as it was' },
  'same-period-share': { zh: '按上年同期占全年比重推算', en: 'from the share that the same months had of last year' },
  'run-rate': { zh: '按今年以来的平均进度推算', en: 'at the pace of the year so far' },
  trend: { zh: '按近 12 个月走势推算', en: 'along the trend of the last twelve months' },
  'last-value': { zh: '数据不足，暂以最近一期代替', en: 'too little data: the latest value' },
} as const satisfies Record<ForecastRule, { zh: string; en: string }>;

export const sureness = ['high', 'medium', 'low'] as const;
export type Sureness = (typeof sureness)[number];
export const surenessNames = {
  high: { zh: '把握较大', en: 'fairly sure' },
  medium: { zh: '把握一般', en: 'moderately sure' },
  low: { zh: '把握较小', en: 'not very sure' },
} as const satisfies Record<Sureness, { zh: string; en: string }>;

export interface Forecast {
  value: number;
  rule: ForecastRule;
  sureness: Sureness;
  /** Months that it is calculated from. */
  months: number;
}

export interface ForecastInput {
  measure: Measure;
  /** The months of the year that count, in order: all twelve, or fewer where a plan begins or ends in mid-year. */
  year: readonly Month[];
  /** The last month that is over; undefined when none is. */
  through: Month | undefined;
  /** What is known: of a flow the amount of each month, of a level the value at its end. A month that is not there is not known. */
  values: ReadonlyMap<Month, number>;
  /** The most that the value can be, e.g. 100 of a percentage. */
  most?: number;
}

/** Undefined when nothing is known that a forecast could stand on. */
export function forecastYear(input: ForecastInput): Forecast | undefined {
  const { year, through } = input;
  const last = year.at(-1);
  if (last === undefined || through === undefined || through < year[0]!) return undefined;
  return input.measure === 'flow' ? forecastFlow(input, through, last) : forecastLevel(input, through, last);
}

function forecastFlow(input: ForecastInput, through: Month, last: Month): Forecast | undefined {
  const { year, values } = input;
  const over = year.filter((month) => month <= through);
  const known = over.filter((month) => values.has(month));
  if (known.length === 0) return undefined;
  const done = sumOf(known, values);
  if (through >= last && known.length === year.length)
    return { value: round(done), rule: 'complete', sureness: 'high', months: known.length };
  const before = year.map((month) => addToMonth(month, -12));
  const share =
    known.length === over.length && before.every((month) => values.has(month))
      ? sumOf(
          known.map((month) => addToMonth(month, -12)),
          values,
        ) / sumOf(before, values)
      : Number.NaN;
  const part = over.length / year.length;
  if (share > 0 && share <= 1)
    return {
      value: round(done / share),
      rule: 'same-period-share',
      sureness: part >= 0.75 ? 'high' : part >= 0.5 ? 'medium' : 'low',
      months: known.length,
    };
  return {
    value: round((done / known.length) * year.length),
    rule: 'run-rate',
    sureness: part >= 0.75 ? 'medium' : 'low',
    months: known.length,
  };
}

/** Fewer points than this make no line. */
const fewest = 6;

function forecastLevel(input: ForecastInput, through: Month, last: Month): Forecast | undefined {
  const { values } = input;
  const end = through < last ? through : last;
  const points = listMonths(addToMonth(end, -11), end).flatMap((month) => {
    const value = values.get(month);
    return value === undefined ? [] : [{ x: monthsBetween(end, month), y: value }];
  });
  const latest = points.at(-1);
  if (!latest) return undefined;
  if (end === last && latest.x === 0) return { value: round(latest.y), rule: 'complete', sureness: 'high', months: 1 };
  if (points.length < fewest)
    return { value: round(latest.y), rule: 'last-value', sureness: 'low', months: points.length };
  const { slope, intercept, fit } = lineThrough(points);
  const ahead = monthsBetween(end, last);
  const value = Math.max(0, Math.min(input.most ?? Number.POSITIVE_INFINITY, intercept + slope * ahead));
  const sure: Sureness =
    points.length === 12 && fit >= 0.6 && ahead <= 3 ? 'high' : fit >= 0.3 && ahead <= 6 ? 'medium' : 'low';
  return { value: round(value), rule: 'trend', sureness: sure, months: points.length };
}

/** Least squares; `fit` is R², 1 for a level line. */
function lineThrough(points: readonly { x: number; y: number }[]): { slope: number; intercept: number; fit: number } {
  const n = points.length;
  const meanX = points.reduce((sum, p) => sum + p.x, 0) / n;
  const meanY = points.reduce((sum, p) => sum + p.y, 0) / n;
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (const { x, y } of points) {
    xy += (x - meanX) * (y - meanY);
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
  }
  const slope = xy / xx;
  return { slope, intercept: meanY - slope * meanX, fit: yy === 0 ? 1 : (xy * xy) / (xx * yy) };
}

function sumOf(months: readonly Month[], values: ReadonlyMap<Month, number>): number {
  return months.reduce((sum, month) => sum + (values.get(month) ?? 0), 0);
}
