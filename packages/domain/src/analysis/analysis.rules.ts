/** How numbers are compared, ranked and coloured: pure, the same for page, sheet and board. */

/** 环比, 同比: how a number has changed. Null where there is nothing to compare with. */
export interface Change {
  /** Persons, households, or percentage points of a rate. */
  difference: number | null;
  /** Share of the earlier number, 0.05 = 5 %; null when that was 0 ("no object"), and of rates, whose change is told in points. */
  share: number | null;
}

export function changeOf(now: number | null, then: number | null, isRate: boolean): Change {
  if (now === null || then === null) return { difference: null, share: null };
  const difference = now - then;
  return { difference, share: isRate || then === 0 ? null : difference / Math.abs(then) };
}

export interface RankedArea {
  key: string;
  /** `per` × value ÷ denominator; null where there is no object. */
  rate: number | null;
  /** 1 is the highest; equal rates share a rank. Null where the area is not ranked. */
  rank: number | null;
  unranked: 'small' | 'no-object' | null;
}

/**
 * Ranks areas by a number over its fair denominator, highest first. An area whose denominator is below `minimum` is listed and not ranked:
 * there one person more or less would decide the place.
 */
export function rankAreas(
  rows: readonly { key: string; value: number | null; denominator: number | null }[],
  options: { per: number; minimum: number },
): RankedArea[] {
  const rated = rows.map(({ key, value, denominator }): RankedArea => {
    if (value === null || denominator === null || denominator <= 0)
      return { key, rate: null, rank: null, unranked: 'no-object' };
    const rate = (options.per * value) / denominator;
    return { key, rate, rank: null, unranked: denominator < options.minimum ? 'small' : null };
  });
  const order = (row: RankedArea) => (row.unranked === null ? 0 : row.unranked === 'small' ? 1 : 2);
  const sorted = rated.toSorted(
    (a, b) => order(a) - order(b) || (b.rate ?? 0) - (a.rate ?? 0) || (a.key < b.key ? -1 : 1),
  );
  let last: RankedArea | undefined;
  return sorted.map((row, index) => {
    if (row.unranked !== null) return row;
    last = { ...row, rank: last?.rate === row.rate ? last.rank : index + 1 };
    return last;
  });
}

/**
 * Upper limits of at most `count` equal classes over some values, for colours with a legend; empty when there are no values, one class
 * when all are the same. Limits are rounded to `digits` so that the legend can be read.
 */
export function classLimits(values: readonly number[], count: number, digits: number): number[] {
  if (values.length === 0) return [];
  const least = Math.min(...values);
  const most = Math.max(...values);
  if (least === most) return [most];
  const scale = 10 ** digits;
  const limits = Array.from({ length: count - 1 }, (_, index) =>
    Math.round((least + ((most - least) * (index + 1)) / count) * scale),
  ).map((limit) => limit / scale);
  return [...new Set(limits.filter((limit) => limit >= least && limit < most)), most];
}

/** The class of a value: the first whose limit it does not exceed. */
export function classOf(value: number, limits: readonly number[]): number {
  const index = limits.findIndex((limit) => value <= limit);
  return index === -1 ? Math.max(limits.length - 1, 0) : index;
}
