/**
 * Series that stay comparable when areas change (kernel K11). Under the boundary of then a series is what was reported; under that of now
 * it is what today's communities, absorbed ones included, booked in every month: exact for mergers and new parents. Who of a community
 * that was split later went where cannot be told from totals, so its pieces are compared together, in their union.
 */
import {
  type AreaId,
  type AreaTree,
  comparableLeaves,
  reportLeaves,
  reportsBy,
} from '@renshe/domain/area/area-tree.ts';
import type { Month } from '@renshe/domain/kernel/plain-date.ts';
import { noFigures } from '@renshe/domain/kernel/report-figures.ts';
import type { Reader } from '../platform/db.ts';
import { readSeries, readSeriesOf, type SeriesMonth } from './indicator-series.ts';

export type Boundary = 'then' | 'now';

export interface BoundedSeries {
  months: SeriesMonth[];
  /** With the boundary of now: communities that reported elsewhere in the first month and are counted in all the same. */
  added: AreaId[];
  /** With the boundary of now: communities of the first month that are counted elsewhere now. */
  left: AreaId[];
  /** With the boundary of now: areas that share a split with this one, and are part of every figure. Empty: the area alone. */
  joined: AreaId[];
}

/**
 * @param to last month; its boundary is the one of “now”
 * @param boundary 'then' as reported month by month; 'now' as if the boundary of `to` had always been
 */
export async function seriesUnder(
  r: Reader,
  tree: AreaTree,
  areaId: AreaId,
  indicators: readonly string[],
  from: Month,
  to: Month,
  boundary: Boundary,
): Promise<BoundedSeries> {
  if (boundary === 'then') {
    const months = await readSeries(r, tree, areaId, indicators, from, to);
    return { months, added: [], left: [], joined: [] };
  }
  const { leaves, joined } = comparableLeaves(tree, areaId, to);
  const all = [areaId, ...joined];
  const series = await readSeriesOf(r, tree, all, indicators, from, to, { boundary: to });
  const byMonth = new Map<Month, SeriesMonth>();
  for (const list of series.values())
    for (const { month, sealed, figures } of list) {
      const known = byMonth.get(month);
      byMonth.set(month, known ? addMonths(known, figures, indicators) : { month, sealed, figures });
    }
  const then = new Set(all.flatMap((id) => reportLeaves(tree, id, from)));
  return {
    months: [...byMonth.values()].sort((a, b) => a.month - b.month),
    added: leaves.filter((id) => !then.has(id) && reportsBy(tree, id, from)),
    left: [...then].filter((id) => !leaves.includes(id)),
    joined,
  };
}

function addMonths(known: SeriesMonth, figures: SeriesMonth['figures'], indicators: readonly string[]): SeriesMonth {
  const sums = indicators.map((key) => {
    const a = known.figures.get(key) ?? noFigures();
    const b = figures.get(key) ?? noFigures();
    const sum = {
      own: a.own + b.own,
      adjustment: a.adjustment + b.adjustment,
      priorYear: a.priorYear + b.priorYear,
      ytd: a.ytd + b.ytd,
      stock: a.stock + b.stock,
    };
    return [key, sum] as const;
  });
  // A sum of several reports was never sealed as such.
  return { month: known.month, sealed: false, figures: new Map(sums) };
}
