/** A filled form as the API tells it. */
import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { periodName } from '@renshe/domain/kernel/period.ts';
import type { FilledReportAnswer } from '@renshe/domain/report/form.contract.ts';
import {
  basicMeasures,
  type FormColumn,
  type FormRow,
  findFormColumn,
  formUnits,
  hasCell,
  type ReportForm,
} from '@renshe/domain/report/form.ts';
import { type FailedCheck, failedChecks, missingEntries, waitsForEntry } from '@renshe/domain/report/form-checks.ts';
import { drillTerms } from '@renshe/domain/report/form-drill.ts';
import { cellValueOf, columnValueOf, type FormSource } from '@renshe/domain/report/form-figures.ts';
import { draftNarrative } from '@renshe/domain/report/form-narrative.ts';
import type { Reader } from '../platform/db.ts';
import type { Context } from '../platform/route.ts';
import { type FilledReport, formState, isSealed, reportingMonth } from './fill-report.ts';
import { listManualEntries, type ManualEntry } from './manual-cell.queries.ts';
import { type Explanation, findNarrative, listExplanations } from './narrative.queries.ts';
import { reportAreaRef } from './report-area.ts';
import type { CataloguedForm } from './report-form-catalogue.ts';
import { isBooked } from './report-source.ts';
import { isOwner } from './report-state.ts';
import { findSealedFigures } from './seal-forms.ts';

type Answer = FilledReportAnswer;
type Values = Record<string, number | null>;

export function headOf({ form, origin }: CataloguedForm): Answer['form'] {
  const { key, zh, en, short, number, issuer, periodKind, levels } = form;
  return { key, zh, en, short, number, issuer, periodKind, levels: [...levels], origin };
}

/** @throws AppError `report.unknown-cell` */
export function columnOf(form: ReportForm, key: string): FormColumn {
  const column = findFormColumn(form, key);
  if (!column) throw new AppError('report.unknown-cell', 'notFound');
  return column;
}

/** The form with its values, checks, text and what the reader may write. */
export async function presentReport(
  c: Context<RouteContract>,
  r: Reader,
  report: FilledReport,
  origin: CataloguedForm['origin'],
): Promise<Answer> {
  const { form, areaId, periods, sources } = report;
  const { period, previous, yearAgo } = periods;
  const { tree } = c;
  const state = await formState(r, tree, form.key, areaId, period);
  const own = form.rows.some((row) => row.kind === 'manual')
    ? await listManualEntries(r, tree, form.key, areaId, period, { own: true })
    : [];
  const explanations = await listExplanations(r, tree, form.key, areaId, period);
  const narrative = form.narrative ? await findNarrative(r, tree, form.key, areaId, period) : undefined;
  const area = reportAreaRef(tree, areaId, reportingMonth(period, c.today));
  // A locked form shows what it was sealed with, also where the figures have moved on since.
  const sealed =
    state === 'closed'
      ? await findSealedFigures(r, getArea(tree, areaId).districtId, form.key, areaId, period.text)
      : undefined;
  return {
    form: headOf({ form, origin }),
    columns: form.columns.map(({ heads, ...column }) => ({ ...column, heads: [...heads] })),
    rows: form.rows.map((row) => sealedRow(presentRow(report, row, own), sealed)),
    notes: [...form.notes],
    area,
    period: { text: period.text, from: period.from, last: period.last, ...periodName(period) },
    previousPeriod: previous?.text ?? null,
    yearAgoPeriod: yearAgo?.text ?? null,
    basis: isBooked(period) ? 'as-booked' : 'as-known-now',
    sealed: isSealed(report) || state === 'closed',
    state,
    mayFill:
      state === 'draft' &&
      form.levels.includes(getArea(tree, areaId).kind) &&
      c.actor.posts.length > 0 &&
      isOwner(c.actor, c.reference, areaId, c.today),
    checks: failedChecks(form, sources).map((check) => presentCheck(form, check, explanations)),
    missing: missingEntries(form, sources),
    narrative: form.narrative
      ? {
          draft: draftNarrative(form, sources, shortAreaName(area.name), shortPeriod(report)),
          text: narrative?.body ? narrative.body : null,
          by: narrative?.writtenBy ?? '',
          at: narrative?.writtenAt ?? null,
          version: narrative?.version ?? 0,
        }
      : null,
  };
}

/** 2026 年第 47 周, without its days. */
function shortPeriod({ periods }: FilledReport): { zh: string; en: string } {
  const { zh, en } = periodName(periods.period);
  return { zh: zh.replace(/（.*/u, ''), en: en.replace(/ \(.*/, '') };
}

function sealedRow(
  row: Answer['rows'][number],
  sealed: Record<string, number | null> | undefined,
): Answer['rows'][number] {
  if (!sealed) return row;
  const period: Values = {};
  for (const [key, value] of Object.entries(sealed)) {
    const [rowKey, column] = key.split('|');
    if (rowKey === row.key && column !== undefined) period[column] = value;
  }
  return { ...row, period, pending: [] };
}

function presentRow(report: FilledReport, row: FormRow, own: readonly ManualEntry[]): Answer['rows'][number] {
  const { form, sources } = report;
  const pending: string[] = [];
  const period: Values = {};
  for (const column of form.columns) {
    const value = columnValueOf(form, sources, row, column);
    if (value === 'pending') pending.push(column.key);
    else if (value !== undefined) period[column.key] = value;
  }
  const { decimals, zh, en } = formUnits[row.unit];
  const opensPeople = form.columns.some(
    (column) => hasCell(form, row, column) && drillTerms(form, { row, ...column }).length > 0,
  );
  return {
    key: row.key,
    zh: row.zh,
    en: row.en,
    level: row.level,
    kind: row.kind,
    unit: { zh, en },
    decimals,
    definition: row.definition,
    period,
    previous: valuesOf(form, sources.previous, row),
    yearAgo: valuesOf(form, sources.yearAgo, row),
    pending,
    opens:
      row.kind === 'manual'
        ? 'entries'
        : row.kind === 'external'
          ? 'source'
          : !opensPeople
            ? 'nothing'
            : row.unit === 'household'
              ? 'households'
              : 'people',
    divided: row.kind === 'ratio' && opensPeople,
    waits: waitsForEntry(form, sources.period, row),
    entries: own
      .filter((entry) => entry.row === row.key)
      .map(({ cell, value, version, enteredBy, enteredAt }) => ({ cell, own: value, version, enteredBy, enteredAt })),
  };
}

/** The same columns in another period; columns that compare periods stay empty there. */
function valuesOf(form: ReportForm, source: FormSource | undefined, row: FormRow): Values {
  const values: Values = {};
  if (!source) return values;
  for (const { key, cell, measure } of form.columns) {
    const basic = basicMeasures.find((one) => one === measure);
    const value = basic && cellValueOf(form, source, row, cell, basic);
    if (typeof value === 'number' || value === null) values[key] = value;
  }
  return values;
}

function presentCheck(
  form: ReportForm,
  check: FailedCheck,
  explanations: readonly Explanation[],
): Answer['checks'][number] {
  const column = form.columns.find((one) => one.cell === check.cell && one.measure === 'period');
  const explanation = explanations.find((one) => one.check === check.key);
  return {
    key: check.key,
    severity: check.severity,
    ...check.sentence,
    column: { zh: column?.zh ?? '', en: column?.en ?? '' },
    rows: check.rows,
    left: check.left,
    right: check.right,
    explanation: explanation
      ? {
          text: explanation.body,
          by: explanation.explainedBy,
          at: explanation.explainedAt,
          version: explanation.version,
        }
      : null,
  };
}
