/** Reads what a form is filled from: booked figures of months and quarters, facts of days and weeks, entries by hand. */
import { type AreaTree, getArea } from '@renshe/domain/area/area-tree.ts';
import { findExternal } from '@renshe/domain/external/external.indicators.ts';
import { type Period, periodOf } from '@renshe/domain/kernel/period.ts';
import { listMonths, type Month, minDate, monthOf, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { cellsOf, isCountedByAge, type ReportForm, rowHasCell } from '@renshe/domain/report/form.ts';
import { type FormSource, sumOfMonths } from '@renshe/domain/report/form-figures.ts';
import { areaAndAbove, readCurrentValues } from '../external/external.queries.ts';
import type { Reader } from '../platform/db.ts';
import { type Days, readDayFigures } from '../statistics/read-day-figures.ts';
import { findRollup, readAgeBands, readFigures, readFrozenAgeBands } from '../statistics/read-figures.ts';
import { readManualSums } from './manual-cell.queries.ts';
import { districtsOfCity, leavesOf, wholeOf } from './report-leaves.ts';

export interface FilledSource extends FormSource {
  /** All of it comes from closed months and never changes. */
  sealed: boolean;
}

export interface SourceOptions {
  /** Count people for stocks by age of an open month; otherwise these cells are pending. */
  ages: boolean;
}

/** Days and weeks are counted by effective date, months and quarters as booked. */
export function isBooked(period: Period): boolean {
  return period.kind === 'month' || period.kind === 'quarter' || period.kind === 'year';
}

/** Months of a period that have begun. */
export function monthsOf(period: Period, today: PlainDate): Month[] {
  return listMonths(monthOf(period.from), monthOf(minDate(period.last, today)));
}

/** A running day or week is counted up to today. */
export function daysOf(period: Period, today: PlainDate): Days {
  return { from: period.from, upTo: minDate(period.last, today) };
}

export function indicatorsOf(form: ReportForm): string[] {
  return [...new Set(form.rows.flatMap((row) => (row.kind === 'stock' || row.kind === 'flow' ? row.indicators : [])))];
}

function agedIndicators(form: ReportForm): string[] {
  const cells = cellsOf(form);
  return [
    ...new Set(
      form.rows.flatMap((row) =>
        row.kind === 'stock' && cells.some((cell) => isCountedByAge(row, cell) && rowHasCell(row, cell))
          ? row.indicators
          : [],
      ),
    ),
  ];
}

export async function readFormSource(
  r: Reader,
  tree: AreaTree,
  form: ReportForm,
  areaId: number,
  period: Period,
  today: PlainDate,
  options: SourceOptions,
): Promise<FilledSource> {
  const byHand = form.rows.some((row) => row.kind === 'manual');
  const manual = byHand ? await readManualSums(r, tree, form.key, areaId, period) : new Map();
  const external = await readExternal(r, tree, form, areaId, period);
  if (!isBooked(period)) {
    const leaves = leavesOf(tree, areaId, monthOf(minDate(period.last, today)));
    const figures = await readDayFigures(r, leaves, daysOf(period, today), indicatorsOf(form), today);
    return { figures, ages: new Map(), manual, external, sealed: false };
  }
  const months = monthsOf(period, today);
  const tables = [];
  let sealed = true;
  for (const month of months) {
    const rollup = await findRollup(r, getArea(tree, areaId).districtId, areaId, month);
    if (!rollup) sealed = false;
    tables.push(rollup ?? (await readFigures(r, leavesOf(tree, areaId, month), month, wholeOf(tree, areaId))));
  }
  const figures = period.kind === 'month' ? tables[0]! : sumOfMonths(tables);
  const ages = await readAges(r, tree, form, areaId, months.at(-1)!, sealed, options);
  return { figures, ages, manual, external, sealed };
}

async function readAges(
  r: Reader,
  tree: AreaTree,
  form: ReportForm,
  areaId: number,
  month: Month,
  sealed: boolean,
  options: SourceOptions,
): Promise<FormSource['ages']> {
  const indicators = agedIndicators(form);
  if (indicators.length === 0) return new Map();
  if (sealed)
    return readFrozenAgeBands(r, { districts: [getArea(tree, areaId).districtId], areas: [areaId] }, month, indicators);
  return readAgeBands(r, leavesOf(tree, areaId, month), districtsOfCity(tree), month, indicators, options.ages);
}

/** Which period of a published indicator a form shows: the one that ends with the form's own, such as the last month of a quarter. */
export function externalPeriodOf(indicator: string, period: Period): string {
  const declared = findExternal(indicator);
  return declared ? periodOf(declared.period, period.last).text : period.text;
}

/** Published values of the area, or of the nearest one above that has any: they are not added up. */
async function readExternal(
  r: Reader,
  tree: AreaTree,
  form: ReportForm,
  areaId: number,
  period: Period,
): Promise<Map<string, number>> {
  const values = new Map<string, number>();
  for (const row of form.rows) {
    if (row.kind !== 'external') continue;
    const areas = areaAndAbove(tree, areaId, period.last);
    const found = await readCurrentValues(r, tree, areas, [row.indicator], [externalPeriodOf(row.indicator, period)]);
    const nearest = areas.flatMap((id) => found.find((value) => value.areaId === id) ?? [])[0];
    if (nearest) values.set(row.indicator, nearest.value);
  }
  return values;
}
