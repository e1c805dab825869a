import { type AreaId, type AreaTree, reportAreaOf } from '@renshe/domain/area/area-tree.ts';
import { parsePeriod } from '@renshe/domain/kernel/period.ts';
import {
  addToMonth,
  firstDayOf,
  listMonths,
  type Month,
  monthOf,
  type PlainDate,
} from '@renshe/domain/kernel/plain-date.ts';
import type { Standing } from '@renshe/domain/plan/plan.contract.ts';
import {
  type Direction,
  elapsedShare,
  type IndicatorKind,
  lastMonthOver,
  type Measure,
  monthsInPlan,
  round,
} from '@renshe/domain/plan/plan.rules.ts';
import { forecastYear } from '@renshe/domain/plan/plan-forecast.ts';
import { gapSentence, judgeIndicator } from '@renshe/domain/plan/plan-light.ts';
import { findDeclared } from '@renshe/domain/statistics/indicators.ts';
import type { Reader } from '../platform/db.ts';
import type { Reference } from '../platform/reference.ts';
import { indicatorValues } from '../statistics/indicator-values.ts';
import type { IndicatorRow, PlanRow, TargetRow } from './plan.queries.ts';

/** Values of an indicator in an area by month: of a flow the month's amount, of a level the value at its end. Unknown months are absent. */
export type MonthValues = ReadonlyMap<Month, number>;
const nothing: MonthValues = new Map();

export interface PlanValues {
  of(indicatorId: string, areaId: AreaId): MonthValues;
}

/** What kind of number a catalogue entry is; undefined when the catalogue has no such key. */
export function catalogueMeasure(key: string): Measure | undefined {
  const declared = findDeclared(key);
  return declared && (declared.type === 'flow' ? 'flow' : 'level');
}

/** In an area where nobody is registered yet every booked number would be zero, which says nothing. */
const presence = 'resident';

/**
 * Actual values of indicators of one plan in some areas, from a month to another one: from the booked figures, or as they were entered. An
 * entered quarter or year of a flow is spread evenly over its months; of a level it is the value at its end. What an area has absorbed by the
 * month of the boundary counts in it in all months, as its target does.
 */
export async function readPlanValues(
  r: Reader,
  tree: AreaTree,
  plan: PlanRow,
  indicators: readonly IndicatorRow[],
  areaIds: readonly AreaId[],
  { from, to, boundary }: { from: Month; to: Month; boundary: Month },
): Promise<PlanValues> {
  const values = new Map<string, Map<Month, number>>();
  const put = (indicatorId: string, areaId: AreaId, month: Month, value: number) => {
    const key = `${indicatorId}|${areaId}`;
    const months = values.get(key) ?? new Map<Month, number>();
    values.set(key, months.set(month, value));
  };
  const booked = indicators.filter((row) => row.catalogue_key !== null);
  if (booked.length > 0 && areaIds.length > 0) {
    const keys = [...new Set([presence, ...booked.map((row) => row.catalogue_key!)])];
    for (const [areaId, months] of await indicatorValues(r, tree, areaIds, keys, from, to, { boundary }))
      for (const [month, found] of months) {
        const anybody = (found.get(presence)?.value ?? 0) > 0;
        for (const row of booked) {
          const one = found.get(row.catalogue_key!);
          if (!one || one.value === null) continue;
          // Within the year the month's own and its adjustments add up to the year to date; earlier years never enter a target (kernel K6).
          const value = one.value + one.adjustment;
          if (anybody || value !== 0) put(row.indicator_id, areaId, month, value);
        }
      }
  }
  const manual = indicators.filter((row) => row.catalogue_key === null);
  if (manual.length > 0 && areaIds.length > 0) {
    const measure = new Map(manual.map((row) => [row.indicator_id, row.measure]));
    const absorbed = [...tree.successions.keys()].filter(
      (id) => !areaIds.includes(id) && areaIds.includes(reportAreaOf(tree, id, boundary)),
    );
    const rows = await r
      .selectFrom('plan_actual')
      .select(['indicator_id', 'area_id', 'period', 'value'])
      .where('district_id', '=', plan.district_id)
      .where('indicator_id', 'in', [...measure.keys()])
      .where('area_id', 'in', [...areaIds, ...absorbed])
      .where('voided_at', 'is', null)
      .execute();
    // Longer periods first, so that a month of its own says more than its share of a year.
    for (const row of rows.toSorted((a, b) => a.period.length - b.period.length)) {
      const period = parsePeriod(row.period);
      if (!period) continue;
      const months = listMonths(monthOf(period.from), monthOf(period.last));
      const flow = measure.get(row.indicator_id) === 'flow';
      for (const month of flow ? months : months.slice(-1))
        if (month >= from && month <= to)
          put(row.indicator_id, row.area_id, month, flow ? Number(row.value) / months.length : Number(row.value));
    }
    for (const row of manual.filter((one) => one.measure === 'flow' && addsUp(one)))
      for (const id of absorbed) {
        const into = reportAreaOf(tree, id, boundary);
        for (const [month, value] of values.get(`${row.indicator_id}|${id}`) ?? [])
          put(row.indicator_id, into, month, value + (values.get(`${row.indicator_id}|${into}`)?.get(month) ?? 0));
      }
  }
  return { of: (indicatorId, areaId) => values.get(`${indicatorId}|${areaId}`) ?? nothing };
}

/** Months to read for a year: with the year before, for the season and the trend. */
export function monthsToRead(year: number): { from: Month; to: Month } {
  return { from: (year - 1) * 100 + 1, to: year * 100 + 12 };
}

/**
 * The target of an area in a year. It stays with the area: an absorbed area's target counts for what absorbed it, from the month in which
 * the merger is booked; targets that do not add up are taken from the area itself first.
 */
export function targetOf(
  tree: AreaTree,
  targets: readonly TargetRow[],
  indicator: IndicatorRow,
  areaId: AreaId,
  year: number,
  through: Month,
): number | null {
  const mine = targets.filter(
    (t) =>
      t.indicator_id === indicator.indicator_id && t.year === year && reportAreaOf(tree, t.area_id, through) === areaId,
  );
  const own = mine.find((t) => t.area_id === areaId);
  if (mine.length === 0) return null;
  if (!addsUp(indicator)) return (own ?? mine[0]!).value;
  return round(mine.reduce((sum, t) => sum + t.value, 0));
}

/** Percentages of areas do not add up to the percentage of all. */
export function addsUp(indicator: { unit: string }): boolean {
  return indicator.unit !== '%' && indicator.unit !== '‰';
}

export interface YearOfPlan {
  year: number;
  months: readonly Month[];
  through: Month | undefined;
  elapsed: number;
  /** The month whose boundaries hold: the last one over, or the year's last. */
  boundary: Month;
}

export function yearOfPlan(plan: PlanRow, year: number, today: PlainDate): YearOfPlan {
  const { from_month: from, to_month: to } = plan;
  const through = lastMonthOver(from, to, year, today);
  const months = monthsInPlan(from, to, year);
  const now = monthOf(today);
  return {
    year,
    months,
    through,
    elapsed: elapsedShare(from, to, year, through),
    boundary: through ?? (months[0] !== undefined && months[0] > now ? now : (months.at(-1) ?? now)),
  };
}

/** Reached so far: of a flow the sum of the months over, of a level its latest known value in the year. */
export function actualOf(measure: Measure, values: MonthValues, time: YearOfPlan): number | null {
  const over = time.months.filter((month) => time.through !== undefined && month <= time.through && values.has(month));
  const last = over.at(-1);
  if (last === undefined) return null;
  return round(measure === 'level' ? values.get(last)! : over.reduce((sum, month) => sum + values.get(month)!, 0));
}

export function numberParameter(reference: Reference, key: string, areaId: AreaId, on: PlainDate): number {
  const segment = reference.timelines.timeline(key, areaId).find((s) => s.from <= on && (s.to === null || on < s.to));
  if (typeof segment?.value !== 'number') throw new Error(`parameter ${key} is no number`);
  return segment.value;
}

/** Share of the target below which a forecast is red, by the parameter in force when the year began. */
export function amberShareOf(reference: Reference, areaId: AreaId, year: number): number {
  return numberParameter(reference, 'plan.amber_share', areaId, firstDayOf(year * 100 + 1)) / 100;
}

export function standingOf(
  indicator: IndicatorRow,
  target: number | null,
  values: MonthValues,
  time: YearOfPlan,
  amberShare: number,
): Standing {
  const measure = indicator.measure as Measure;
  const actual = actualOf(measure, values, time);
  const known = forecastYear({
    measure,
    year: time.months,
    through: time.through,
    values,
    ...(indicator.unit === '%' && { most: 100 }),
  });
  // Persons, households and cases come whole; a rate keeps its decimals.
  const whole = (value: number) => (addsUp(indicator) ? Math.round(value) : value);
  const forecast = actual === null || !known ? null : { ...known, value: whole(known.value) };
  const judgement = judgeIndicator({
    measure,
    direction: indicator.direction as Direction,
    kind: indicator.kind as IndicatorKind,
    target,
    actual,
    elapsed: time.elapsed,
    forecast: forecast?.value ?? null,
    amberShare,
  });
  return {
    target,
    actual,
    forecast,
    judgement,
    words: gapSentence(judgement, forecast?.value ?? null, indicator.unit),
  };
}

/** The months of a plan's finished part and the year asked for, to read everything in one go. */
export function monthsOfPlan(plan: PlanRow, year: number, today: PlainDate): { from: Month; to: Month } {
  const { from, to } = monthsToRead(year);
  const first = Math.min(from, plan.from_month);
  const last = Math.max(to, Math.min(plan.to_month, addToMonth(monthOf(today), -1)));
  return { from: first, to: last };
}
