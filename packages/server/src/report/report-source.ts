/** Reads what a form is filled from: booked figures of months and quarters, facts of days and weeks, entries by hand. */
import { type AreaTree, getArea } from '@renshe/domain/area/area-tree.ts';
import { findExternal } from '@renshe/domain/external/external.indicators.ts';
import { type Period, periodOf, yearStartOf } from '@renshe/domain/kernel/period.ts';
import { listMonths, type Month, minDate, monthOf, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { cellsOf, isCountedByAge, type ReportForm, rowHasCell } from '@renshe/domain/report/form.ts';
import { type FormSource, sumOfMonths } from '@renshe/domain/report/form-figures.ts';
import { areaAndAbove, readCurrentValues } from '../external/external.queries.ts';
import type { Reader } from '../platform/db.ts';
import { type Days, readDayFigures } from '../statistics/read-day-figures.ts';
import {
  type FigureTable,
  listFrozenAgeBands,
  listRollups,
  readAgeBands,
  readFigures,
} from '../statistics/read-figures.ts';
import { readManualSums } from './manual-cell.queries.ts';
import { districtsOfCity, leavesOf, wholeOf } from './report-leaves.ts';

export interface FilledSource extends FormSource {
  /** All of it comes from closed months and never changes. */
  sealed: boolean;
}

export interface SourceOptions {
  /** Count people for stocks by age of an open month; otherwise these cells are pending. */
  ages: boolean;
  /** Closed months that were read together before. */
  sealed?: SealedMonths;
}

/** What closed months of an area say, for ever. */
export type SealedMonths = ReadonlyMap<Month, Pick<FormSource, 'ages'> & { figures: FigureTable }>;

/** Those of the months that the area has sealed, in two statements however many they are. */
export async function readSealedMonths(
  r: Reader,
  tree: AreaTree,
  form: ReportForm,
  areaId: number,
  months: readonly Month[],
): Promise<SealedMonths> {
  const { districtId } = getArea(tree, areaId);
  const rollups = await listRollups(r, districtId, areaId, months);
  const sealed = [...rollups.keys()];
  const itself = { districts: [districtId], areas: [areaId] };
  const ages = sealed.length === 0 ? new Map() : await listFrozenAgeBands(r, itself, sealed, agedIndicators(form));
  return new Map([...rollups].map(([month, figures]) => [month, { figures, ages: ages.get(month)! }] as const));
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
  return { from: period.from, upTo: minDate(period.last, today), yearFrom: yearStartOf(period) };
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
  const closed = options.sealed ?? (await readSealedMonths(r, tree, form, areaId, months));
  const tables = [];
  for (const month of months)
    tables.push(
      closed.get(month)?.figures ?? (await readFigures(r, leavesOf(tree, areaId, month), month, wholeOf(tree, areaId))),
    );
  const figures = period.kind === 'month' ? tables[0]! : sumOfMonths(tables);
  const last = months.at(-1)!;
  const sealed = months.every((month) => closed.has(month));
  const ages = sealed ? closed.get(last)!.ages : await readAges(r, tree, form, areaId, last, options);
  return { figures, ages, manual, external, sealed };
}

async function readAges(
  r: Reader,
  tree: AreaTree,
  form: ReportForm,
  areaId: number,
  month: Month,
  options: SourceOptions,
): Promise<FormSource['ages']> {
  const leaves = leavesOf(tree, areaId, month);
  return readAgeBands(r, leaves, districtsOfCity(tree), month, agedIndicators(form), options.ages);
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
