import { type AreaId, type AreaTree, areaVersionAt } from '@renshe/domain/area/area-tree.ts';
import { lastEndedPeriod } from '@renshe/domain/external/external.rules.ts';
import type { IndicatorFigures } from '@renshe/domain/indicator/indicator.contract.ts';
import type { Declared } from '@renshe/domain/kernel/indicator.ts';
import type { ParameterTimelines } from '@renshe/domain/kernel/parameter-timeline.ts';
import { addToMonth, lastDayOf, type Month } from '@renshe/domain/kernel/plain-date.ts';
import { declared } from '@renshe/domain/statistics/indicators.ts';
import { areaAndAbove } from '../external/external.queries.ts';
import { areaRef } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import type { Reference } from '../platform/reference.ts';
import { type IndicatorValue, type IndicatorValues, indicatorValues } from '../statistics/indicator-values.ts';

/** All entries of the catalogue for an area and month. What is published for an area above stands in for what is not published here. */
export async function listIndicatorFigures(
  r: Reader,
  { tree, timelines }: Pick<Reference, 'tree' | 'timelines'>,
  areaId: AreaId,
  month: Month,
): Promise<IndicatorFigures[]> {
  const from = addToMonth(month, -12);
  const booked = declared.filter((d) => d.type !== 'external').map((d) => d.key);
  const published = declared.filter((d) => d.type === 'external').map((d) => d.key);
  const own = await indicatorValues(r, tree, [areaId], booked, from, month);
  const areas = areaAndAbove(tree, areaId, lastDayOf(month));
  const publications = await indicatorValues(r, tree, areas, published, from, month);
  return declared.map((d) => {
    const where = d.type === 'external' ? publishedFor(publications, areas, month, d.key) : areaId;
    const values = d.type === 'external' ? publications : own;
    const at = (of: Month): IndicatorValue | undefined => values.get(where)?.get(of)?.get(d.key);
    const now = at(month);
    return {
      key: d.key,
      value: now?.value ?? null,
      ytd: now?.ytd ?? null,
      adjustment: now?.adjustment ?? 0,
      priorYear: now?.priorYear ?? 0,
      lastMonth: at(addToMonth(month, -1))?.value ?? null,
      sameMonthLastYear: at(from)?.value ?? null,
      target: targetOf(d, timelines, areaId, month, now?.value ?? null),
      published:
        d.type === 'external' && now?.value != null
          ? { period: lastEndedPeriod(d, lastDayOf(month)).text, area: publishedArea(tree, where, month) }
          : null,
    };
  });
}

const publishedArea = (tree: AreaTree, areaId: AreaId, month: Month) => {
  const on = lastDayOf(month);
  return { ...areaRef(tree, areaId, on), name: areaVersionAt(tree, areaId, on).name };
};

/** The nearest area, itself first, that has a value of the month. */
function publishedFor(values: IndicatorValues, areas: readonly AreaId[], month: Month, key: string): AreaId {
  return areas.find((id) => values.get(id)?.get(month)?.get(key)?.value != null) ?? areas[0]!;
}

function targetOf(
  d: Declared,
  timelines: ParameterTimelines,
  areaId: AreaId,
  month: Month,
  value: number | null,
): IndicatorFigures['target'] {
  if (!d.target) return null;
  const on = lastDayOf(month);
  const segment = timelines
    .timeline(d.target.parameter, areaId)
    .find((s) => s.from <= on && (s.to === null || on < s.to));
  if (typeof segment?.value !== 'number') return null;
  const { direction } = d.target;
  // The parameter is in tenths of a per cent.
  const line = segment.value / 10;
  const met = value === null ? null : direction === 'at-most' ? value <= line : value >= line;
  return { value: line, direction, met };
}
