import { type AreaId, type AreaTree, getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { type Period, parsePeriod, shiftPeriod, yearBefore } from '@renshe/domain/kernel/period.ts';
import { formatMonth, type Month, minDate, monthOf, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { findFormColumn, findRow, hasCell, type ReportForm } from '@renshe/domain/report/form.ts';
import { type FailedCheck, failedChecks, missingEntries } from '@renshe/domain/report/form-checks.ts';
import type { CellAddress, FormView, ValueAt } from '@renshe/domain/report/form-drill.ts';
import { cellValueOf, type FormSources } from '@renshe/domain/report/form-figures.ts';
import type { ReportState } from '@renshe/domain/report/report.rules.ts';
import type { Reader } from '../platform/db.ts';
import { listExplanations } from './narrative.queries.ts';
import { leavesOf, openingMonthOf } from './report-leaves.ts';
import { type FilledSource, isBooked, readFormSource, type SourceOptions } from './report-source.ts';

export interface FilledReport {
  form: ReportForm;
  areaId: AreaId;
  periods: { period: Period; previous?: Period; yearAgo?: Period };
  sources: FormSources & { period: FilledSource };
}

export const periodOfText = (text: string): Period => parsePeriod(text)!;

/** The month whose communities report a period: the one in which it ends, or the running one. */
export function reportingMonth(period: Period, today: PlainDate): Month {
  return monthOf(minDate(period.last, today));
}

/** @throws AppError `report.wrong-period` when the form covers other periods, `report.month-future`, `report.before-opening` */
export async function requireReportablePeriod(
  r: Reader,
  tree: AreaTree,
  form: ReportForm,
  areaId: AreaId,
  period: Period,
  today: PlainDate,
): Promise<Month> {
  if (period.kind !== form.periodKind)
    throw new AppError('report.wrong-period', 'invalid', { form: form.zh, formEn: form.en, period: period.text });
  if (period.from > today) throw new AppError('report.month-future', 'invalid', { month: period.text });
  const opening = await openingMonthOf(r, leavesOf(tree, areaId, reportingMonth(period, today)));
  if (monthOf(period.last) < opening)
    throw new AppError('report.before-opening', 'notFound', { month: formatMonth(opening) });
  return opening;
}

/** A form of an area and period, with the one before and the one a year ago as far as the system knows them. */
export async function fillReport(
  r: Reader,
  tree: AreaTree,
  form: ReportForm,
  areaId: AreaId,
  period: Period,
  today: PlainDate,
  options: SourceOptions,
): Promise<FilledReport> {
  const opening = await requireReportablePeriod(r, tree, form, areaId, period, today);
  const read = (of: Period) => readFormSource(r, tree, form, areaId, of, today, options);
  const earlier = (of: Period) => (monthOf(of.last) >= opening ? of : undefined);
  const previous = earlier(shiftPeriod(period, -1));
  const yearAgo = earlier(yearBefore(period));
  return {
    form,
    areaId,
    periods: { period, ...(previous && { previous }), ...(yearAgo && { yearAgo }) },
    sources: {
      period: await read(period),
      previous: previous && (await read(previous)),
      yearAgo: yearAgo && (await read(yearAgo)),
    },
  };
}

/** Values of any row in the three periods, for the way to a number. */
export function valueAtOf({ form, sources }: FilledReport): ValueAt {
  return (row, cell, measure, view: FormView) => {
    const source = sources[view];
    return source === undefined ? null : cellValueOf(form, source, row, cell, measure);
  };
}

/** The cell that a row and a column name. @throws AppError `report.unknown-cell` */
export function getCellAddress(
  form: ReportForm,
  rowKey: string,
  columnKey: string,
  part?: 'numerator' | 'denominator',
): CellAddress {
  const row = findRow(form, rowKey);
  const column = findFormColumn(form, columnKey);
  if (!row || !column || !hasCell(form, row, column)) throw new AppError('report.unknown-cell', 'notFound');
  return { row, cell: column.cell, measure: column.measure, part };
}

/** State of a form's row; a form that nobody has touched is a draft. */
export async function formState(
  r: Reader,
  tree: AreaTree,
  form: string,
  areaId: AreaId,
  period: Period,
): Promise<ReportState> {
  const row = await r
    .selectFrom('report_form')
    .select('state')
    .where('district_id', '=', getArea(tree, areaId).districtId)
    .where('form', '=', form)
    .where('area_id', '=', areaId)
    .where('period', '=', period.text)
    .executeTakeFirst();
  return (row?.state ?? 'draft') as ReportState;
}

/** All of a period is closed: nothing in it will change. */
export function isSealed(report: FilledReport): boolean {
  return isBooked(report.periods.period) && report.sources.period.sealed;
}

export interface SubmissionObstacles {
  errors: FailedCheck[];
  /** Warnings that nobody has explained. */
  unexplained: FailedCheck[];
  /** Rows that wait for an entry. */
  missing: string[];
}

/** What stands in the way of handing in a form (§5.3): checks that fail, warnings without explanation, cells that nobody entered. */
export async function submissionObstacles(
  r: Reader,
  tree: AreaTree,
  report: FilledReport,
): Promise<SubmissionObstacles> {
  const { form, areaId, periods, sources } = report;
  const failed = failedChecks(form, sources);
  const explained = new Set(
    (await listExplanations(r, tree, form.key, areaId, periods.period)).map((one) => one.check),
  );
  return {
    errors: failed.filter((check) => check.severity === 'error'),
    unexplained: failed.filter((check) => check.severity === 'warning' && !explained.has(check.key)),
    missing: missingEntries(form, sources),
  };
}

/** @throws AppError `report.check-failed`, `report.check-unexplained`, `report.entry-missing` */
export async function requireSubmittable(r: Reader, tree: AreaTree, report: FilledReport): Promise<void> {
  const { errors, unexplained, missing } = await submissionObstacles(r, tree, report);
  const [failed] = errors;
  if (failed)
    throw new AppError('report.check-failed', 'conflict', {
      zh: failed.sentence.zh,
      en: failed.sentence.en,
      left: failed.left,
      right: failed.right,
      count: errors.length,
    });
  const [warning] = unexplained;
  if (warning)
    throw new AppError('report.check-unexplained', 'conflict', { zh: warning.sentence.zh, en: warning.sentence.en });
  const [empty] = missing;
  if (empty) {
    const row = findRow(report.form, empty);
    throw new AppError('report.entry-missing', 'conflict', { zh: row?.zh, en: row?.en, count: missing.length });
  }
}
