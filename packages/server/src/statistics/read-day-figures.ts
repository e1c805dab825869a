import {
  addDays,
  firstDayOf,
  minDate,
  monthOf,
  type PlainDate,
  previousMonth,
} from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import type { Reader } from '../platform/db.ts';
import { type FigureRow, type FigureTable, type Leaves, tableOf } from './read-figures.ts';

/** First and last day of a day or week, the last one not after today. */
export interface Days {
  from: PlainDate;
  upTo: PlainDate;
  /** First day of the year to date: 1 January, or the Monday of week 1 from three days before to three days after it. */
  yearFrom: PlainDate;
}

/**
 * What took effect on some days, as known now: days and weeks have no closing of their own. Stocks at the end of `upTo` start from the
 * closing balance before its month, add the totals of earlier effective months booked since, then the facts of the month's days; the year
 * to date likewise. Only facts of those days are read, so the cost grows with what happened in them, not with the population.
 */
export async function readDayFigures(
  r: Reader,
  leaves: Leaves,
  days: Days,
  indicators: readonly string[],
  today: PlainDate,
): Promise<FigureTable> {
  const month = monthOf(days.upTo);
  const first = firstDayOf(month);
  // Whole months of the year come from totals; the days between its first Monday and 1 January are added or taken away.
  const january = monthOf(addDays(days.yearFrom, 3));
  const newYear = firstDayOf(january);
  const [edge, edgeEnd] = days.yearFrom < newYear ? [days.yearFrom, newYear] : [newYear, days.yearFrom];
  const since = minDate(days.from, first);
  // Nothing that took effect before today is booked after today's month: a frontier is a month after a closed one at most.
  const latest = monthOf(today);
  const rows = await sql<FigureRow>`
    with leaf as materialized (
      select district_id, area_id, opening_month, least(closed_through, ${previousMonth(month)}::int) as closed from area_period
      where district_id = any(${leaves.districts}::int[]) and area_id = any(${leaves.areas}::int[])
    ), part as (
      select t.indicator, t.cell, 0 as own,
        case when t.effective_month >= ${january} and t.effective_month >= l.opening_month then t.quantity else 0 end as ytd,
        case when t.booked_month > l.closed then t.quantity else 0 end as stock
      from leaf l join fact_total t on t.district_id = l.district_id and t.area_id = l.area_id
      where t.district_id = any(${leaves.districts}::int[]) and t.indicator = any(${indicators}::text[])
        and t.booked_month > least(l.closed, ${previousMonth(january)}) and t.booked_month <= ${latest} and t.effective_month < ${month}
      union all
      select b.indicator, b.cell, 0, 0, b.quantity
      from leaf l join closing_balance b on b.district_id = l.district_id and b.area_id = l.area_id and b.month = l.closed
      where b.district_id = any(${leaves.districts}::int[]) and b.indicator = any(${indicators}::text[])
      union all
      select f.indicator, f.cell,
        case when f.effective_on >= ${days.from}::date and ${openSql} then f.quantity else 0 end,
        case when not ${openSql} then 0
          when f.effective_on >= ${first}::date then case when f.effective_on >= ${days.yearFrom}::date then f.quantity else 0 end
          when f.effective_on >= ${days.yearFrom}::date and f.effective_on < ${newYear}::date then f.quantity
          when f.effective_on >= ${newYear}::date and f.effective_on < ${days.yearFrom}::date then -f.quantity
          else 0 end,
        case when f.effective_on >= ${first}::date then f.quantity else 0 end
      from leaf l join fact f on f.district_id = l.district_id and f.area_id = l.area_id
      where f.district_id = any(${leaves.districts}::int[]) and f.indicator = any(${indicators}::text[])
        and f.effective_on <= ${days.upTo}::date and (f.effective_on >= ${since}::date or f.effective_on >= ${edge}::date and f.effective_on < ${edgeEnd}::date)
    )
    select indicator, cell, sum(own)::bigint as own, 0 as adjustment, 0 as prior_year, sum(ytd)::bigint as ytd, sum(stock)::bigint as stock
    from part group by indicator, cell`.execute(r);
  return tableOf(rows.rows);
}

/** Facts of the time before the opening are in the opening balance and in no flow. */
const openSql = sql<boolean>`(extract(year from f.effective_on) * 100 + extract(month from f.effective_on))::int >= l.opening_month`;
