import { addDays, firstDayOf, monthOf } from '@renshe/domain/kernel/plain-date.ts';
import { businessDay, type Clock } from '../platform/clock.ts';

/**
 * The twentieth of this month, going on from ten in the morning: last month's reports are due, so it can be closed whatever the day on which
 * the benchmark is run. `startedAt` in milliseconds, the same in every process of a run.
 */
export function benchClock(startedAt: number): Clock {
  const day = addDays(firstDayOf(monthOf(businessDay(new Date(startedAt)))), 19);
  const ahead = Date.parse(`${day}T10:00:00+08:00`) - startedAt;
  const now = () => new Date(Date.now() + ahead);
  return { now, today: () => businessDay(now()) };
}
