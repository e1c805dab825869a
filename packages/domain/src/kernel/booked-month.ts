/**
 * The booking month, rule K4: max(month of the effective day, frontier of the subject). The frontier is one month after the
 * latest closing of any area that the subject's target touches or that any fact ever booked for it touches, those that net
 * to zero included. It is one month for the whole subject, never per area and never per row: the other readings of "the
 * open month" lose or double people (the property test keeps them as mutants).
 */
import type { AreaId } from './file.ts';
import { type Month, monthOf, nextMonth, type PlainDate } from './plain-date.ts';

export function bookedMonth(effectiveOn: PlainDate, frontier: Month): Month {
  const month = monthOf(effectiveOn);
  return month > frontier ? month : frontier;
}

/** First month in which something may still be booked for a subject that touches these areas. */
export function frontierOf(areaIds: Iterable<AreaId>, closedThrough: (areaId: AreaId) => Month): Month {
  let latest = 0;
  for (const areaId of areaIds) latest = Math.max(latest, closedThrough(areaId));
  return latest === 0 ? 101 : nextMonth(latest);
}
