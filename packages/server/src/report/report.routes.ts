import { getArea, reportChildren } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { parsePeriod } from '@renshe/domain/kernel/period.ts';
import { firstDayAfter, formatMonth, type Month, parseMonth } from '@renshe/domain/kernel/plain-date.ts';
import { isCountedByAge, rowHasCell, rowHasMeasure } from '@renshe/domain/report/form.ts';
import { type CellAddress, numberPath } from '@renshe/domain/report/form-drill.ts';
import { cellValueOf } from '@renshe/domain/report/form-figures.ts';
import { monthlyReportForm } from '@renshe/domain/report/forms/monthly.ts';
import {
  type FormLine,
  findColumn,
  findLine,
  monthlyColumns,
  monthlyLines,
  rateDenominator,
} from '@renshe/domain/report/monthly-form.ts';
import { type MonthlyReport, reportContracts } from '@renshe/domain/report/report.contract.ts';
import { type ReportState, reportStateNames } from '@renshe/domain/report/report.rules.ts';
import { areaRef } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import { findInstallation } from '../platform/installation.ts';
import { type CommandContext, type Context, commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { districtOf } from '../platform/scope.ts';
import { figuresAt, readFigures } from '../statistics/read-figures.ts';
import { fillReport, requireSubmittable, valueAtOf } from './fill-report.ts';
import { basicMeasure, fillComparedForms, fillMonthlyForm, flatFigures, type Measure } from './monthly-report.ts';
import { reportAreaInScope, reportAreaRef } from './report-area.ts';
import { listCellPeople } from './report-drill.ts';
import { type PrintedReport, reportPdf, reportXlsx } from './report-export.ts';
import { formDueOn, listForms, lockForm, monthlyOf, moveForm } from './report-form.queries.ts';
import { leavesOf, requireReportableMonth, wholeOf } from './report-leaves.ts';
import { isOwner, isSuperior, reportState, requireOthersSubmission } from './report-state.ts';

const ok = { ok: true } as const;

/** The monthly form counts persons, households and per cent, nothing else. */
function monthlyUnit(line: FormLine): 'person' | 'percent' | 'household' {
  return line.unit === 'percent' || line.unit === 'household' ? line.unit : 'person';
}

/** @throws AppError `report.unknown-cell` */
function getMonthlyCell(line: string, column: string, measure: Measure, part: CellAddress['part']): CellAddress {
  const row = findLine(line);
  const found = findColumn(column);
  if (!row || !found || !rowHasCell(row, found.cell) || !rowHasMeasure(monthlyReportForm, row, basicMeasure(measure)))
    throw new AppError('report.unknown-cell', 'notFound');
  return { row, cell: found.cell, measure: basicMeasure(measure), part };
}
type Asked = { area: string; month: string };

/** The area within the reader's scope and a month that it reports. */
async function askedFor(
  c: Context<RouteContract>,
  r: Reader,
  asked: Asked,
): Promise<{ areaId: number; month: Month; opening: Month }> {
  const month = parseMonth(asked.month)!;
  const areaId = reportAreaInScope(c.scope, c.tree, asked.area, month, c.today);
  const opening = await requireReportableMonth(r, leavesOf(c.tree, areaId, month), month, c.today);
  return { areaId, month, opening };
}

async function printedReport(
  c: Context<RouteContract>,
  r: Reader,
  asked: Asked,
): Promise<PrintedReport & { areaId: number }> {
  const { areaId, month } = await askedFor(c, r, asked);
  const form = await fillMonthlyForm(r, c.tree, areaId, month);
  const state = await reportState(r, c.reference, c.actor, areaId, month, form, c.today);
  const by = state.closedBy ?? state.acceptedBy ?? state.submittedBy;
  const when = (state.closedAt ?? state.acceptedAt ?? state.submittedAt)?.slice(0, 10);
  return {
    areaId,
    form,
    month,
    areaName: reportAreaRef(c.tree, areaId, month).name,
    state: state.state,
    stateLine: [reportStateNames[state.state][c.language], by, when].filter(Boolean).join(' '),
    printedBy: c.actor.name,
    office: c.actor.posts[0]?.officeName ?? '',
    at: c.at,
    language: c.language,
    demo: (await findInstallation(r))?.demo ?? false,
  };
}

const fileNameOf = (report: PrintedReport, extension: string) =>
  `${report.areaName}-${formatMonth(report.month)}-${report.language === 'zh' ? '就业失业月报' : 'monthly-report'}.${extension}`;

function auditReport(
  c: { audit: CommandContext<RouteContract>['audit']; tree: Context<RouteContract>['tree'] },
  areaId: number,
  month: Month,
  more: { purpose?: string; details?: Record<string, unknown> } = {},
): void {
  c.audit({
    districtId: districtOf(c.tree, areaId),
    areaId,
    subjectKind: 'report',
    subjectId: `monthly/${areaId}/${formatMonth(month)}`,
    ...(more.purpose !== undefined && { purpose: more.purpose }),
    details: { month: formatMonth(month), ...more.details },
  });
}

export const reportRoutes: RouteDefinition[] = [
  readRoute(reportContracts.monthly, async (c): Promise<MonthlyReport> => {
    const { areaId, month, opening } = await askedFor(c, c.r, c.query);
    const options = { ages: c.query.ages === 'true' };
    const { form, lastMonth, lastYear } = await fillComparedForms(c.r, c.tree, areaId, month, opening, options);
    return {
      form: 'monthly',
      area: reportAreaRef(c.tree, areaId, month),
      month: formatMonth(month),
      basis: 'as-booked',
      sealed: form.sealed,
      columns: monthlyColumns.map(({ key, zh, en, group }) => ({ key, zh, en, group })),
      lines: form.lines.map((filled, index) => ({
        key: filled.line.key,
        zh: filled.line.zh,
        en: filled.line.en,
        level: filled.line.level,
        unit: monthlyUnit(filled.line),
        definition: filled.line.definition,
        month: filled.month,
        yearToDate: filled.yearToDate,
        adjustment: filled.adjustment,
        priorYear: filled.priorYear,
        lastMonth: lastMonth?.lines[index]?.month ?? {},
        sameMonthLastYear: lastYear?.lines[index]?.month ?? {},
        pending: filled.pending,
        drill: true,
      })),
      denominator: rateDenominator,
      state: await reportState(c.r, c.reference, c.actor, areaId, month, form, c.today),
    };
  }),
  readRoute(reportContracts.people, async (c) => {
    const { areaId, month } = await askedFor(c, c.r, c.query);
    const { line, column, measure, part } = c.query;
    const address = getMonthlyCell(line, column, measure, part);
    const ages = isCountedByAge(address.row, address.cell);
    const period = parsePeriod(formatMonth(month))!;
    const report = await fillReport(c.r, c.tree, monthlyReportForm, areaId, period, c.today, { ages });
    const value = cellValueOf(
      monthlyReportForm,
      report.sources.period,
      address.row,
      address.cell,
      basicMeasure(measure),
    );
    const path = numberPath(monthlyReportForm, address, valueAtOf(report));
    const cell = { form: monthlyReportForm, areaId, periods: report.periods, address };
    const { count, people } = await listCellPeople(c.r, c.tree, c.scope, cell, c.today, c.query);
    return {
      count,
      value: typeof value === 'number' ? value : null,
      path: path.steps,
      divisor: path.divisor,
      people,
    };
  }),
  readRoute(reportContracts.board, async (c) => {
    const { areaId, month } = await askedFor(c, c.r, c.query);
    const children = reportChildren(c.tree, areaId, month);
    const forms = await listForms(c.r, c.tree, children, monthlyOf(month));
    const rows = [];
    for (const child of children) {
      const table = await readFigures(c.r, leavesOf(c.tree, child, month), month, wholeOf(c.tree, child));
      const row = forms.get(child);
      const due = row?.due_on ?? formDueOn(c.reference, child, monthlyOf(month));
      const state = (row?.state ?? 'draft') as ReportState;
      rows.push({
        area: reportAreaRef(c.tree, child, month),
        kind: getArea(c.tree, child).kind,
        state,
        overdue: state === 'draft' && c.today > due,
        dueOn: due,
        registeredUnemployed: figuresAt(table, 'registered-unemployed', '').stock,
        newlyRegistered: figuresAt(table, 'newly-registered-unemployed', '').own,
        newUrbanEmployment: figuresAt(table, 'new-urban-employment', '').own,
      });
    }
    return { children: rows };
  }),
  commandRoute(reportContracts.submit, async (c) => {
    const { areaId, month } = await askedFor(c, c.w, c.body);
    if (c.today < firstDayAfter(month))
      throw new AppError('report.month-not-over', 'conflict', { month: c.body.month });
    if (!isOwner(c.actor, c.reference, areaId, c.today)) throw new AppError('report.not-owner', 'forbidden');
    const children = reportChildren(c.tree, areaId, month);
    const forms = await listForms(c.w, c.tree, children, monthlyOf(month));
    const waiting = children.filter((id) => !['accepted', 'closed'].includes(forms.get(id)?.state ?? 'draft')).length;
    if (waiting > 0) throw new AppError('report.children-open', 'conflict', { count: waiting });
    const row = await lockForm(c.w, c.reference, areaId, monthlyOf(month), c.body.version, c.at);
    const report = await fillReport(c.w, c.tree, monthlyReportForm, areaId, parsePeriod(c.body.month)!, c.today, {
      ages: true,
    });
    await requireSubmittable(c.w, c.tree, report);
    const form = await fillMonthlyForm(c.w, c.tree, areaId, month);
    await moveForm(
      c.w,
      row,
      'submit',
      {
        submitted_at: c.at,
        submitted_by: c.actor.accountId,
        submitted_figures: JSON.stringify(flatFigures(form)),
        return_reason: '',
      },
      c,
    );
    auditReport(c, areaId, month);
    return ok;
  }),
  commandRoute(reportContracts.return, async (c) => {
    const { areaId, month } = await askedFor(c, c.w, c.body);
    if (!isSuperior(c.actor, c.reference, areaId, c.today)) throw new AppError('report.not-superior', 'forbidden');
    for (const cell of c.body.cells)
      if (
        !monthlyLines.some((line) => line.key === cell.row) ||
        !monthlyColumns.some((column) => column.key === cell.column)
      )
        throw new AppError('report.unknown-cell', 'invalid');
    const row = await lockForm(c.w, c.reference, areaId, monthlyOf(month), c.body.version, c.at);
    await moveForm(
      c.w,
      row,
      'return',
      {
        returned_at: c.at,
        returned_by: c.actor.accountId,
        return_reason: c.body.reason,
        return_count: row.return_count + 1,
        accepted_at: null,
        accepted_by: null,
      },
      { ...c, reason: c.body.reason, cells: c.body.cells },
    );
    auditReport(c, areaId, month, { details: { reason: c.body.reason, cells: c.body.cells.length } });
    return ok;
  }),
  commandRoute(reportContracts.accept, async (c) => {
    const { areaId, month } = await askedFor(c, c.w, c.body);
    if (!isSuperior(c.actor, c.reference, areaId, c.today)) throw new AppError('report.not-superior', 'forbidden');
    const row = await lockForm(c.w, c.reference, areaId, monthlyOf(month), c.body.version, c.at);
    requireOthersSubmission(c.actor, row.submitted_by);
    const form = await fillMonthlyForm(c.w, c.tree, areaId, month);
    const accepted_figures = JSON.stringify(flatFigures(form));
    await moveForm(c.w, row, 'accept', { accepted_at: c.at, accepted_by: c.actor.accountId, accepted_figures }, c);
    auditReport(c, areaId, month);
    return ok;
  }),
  commandRoute(reportContracts.close, async (c) => {
    const { areaId, month } = await askedFor(c, c.w, c.body);
    if (c.today < firstDayAfter(month))
      throw new AppError('report.month-not-over', 'conflict', { month: c.body.month });
    const due = formDueOn(c.reference, areaId, monthlyOf(month));
    if (c.body.force && (c.today <= due || c.body.reason.length < 2))
      throw new AppError('report.force-too-early', 'conflict', { date: due });
    const name = areaRef(c.tree, areaId, c.today).name;
    const taskId = await c.host.tasks.enqueue(c.w, {
      kind: 'close-month',
      title: `${name} ${c.body.month}`,
      input: { areaId, month, force: c.body.force, reason: c.body.reason },
      actor: c.actor,
      areaId,
      at: c.at,
    });
    auditReport(c, areaId, month, { details: { force: c.body.force, reason: c.body.reason, taskId } });
    return { taskId };
  }),
  readRoute(reportContracts.exportXlsx, async (c) => {
    const report = await printedReport(c, c.r, c.body);
    auditReport(c, report.areaId, report.month, { purpose: c.body.purpose });
    return { file: await reportXlsx(report), fileName: fileNameOf(report, 'xlsx') };
  }),
  readRoute(reportContracts.exportPdf, async (c) => {
    const report = await printedReport(c, c.r, c.body);
    auditReport(c, report.areaId, report.month, { purpose: c.body.purpose });
    return { file: await reportPdf(report), fileName: fileNameOf(report, 'pdf') };
  }),
];
