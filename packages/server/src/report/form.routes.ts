import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { type FilledReportAnswer, reportFormContracts } from '@renshe/domain/report/form.contract.ts';
import type { FormRow, ReportForm } from '@renshe/domain/report/form.ts';
import { numberPath } from '@renshe/domain/report/form-drill.ts';
import { columnValueOf } from '@renshe/domain/report/form-figures.ts';
import { reportStateNames } from '@renshe/domain/report/report.rules.ts';
import { areaAndAbove, listExternalValues } from '../external/external.queries.ts';
import { areaRef } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import { findInstallation } from '../platform/installation.ts';
import { type Context, commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { districtOf } from '../platform/scope.ts';
import { enterManualCell } from './enter-manual-cell.ts';
import {
  type FilledReport,
  fillReport,
  formState,
  getCellAddress,
  periodOfText,
  reportingMonth,
  valueAtOf,
} from './fill-report.ts';
import { columnOf, headOf, presentReport } from './form-answer.ts';
import { formPdf, formXlsx, type PrintedForm } from './form-export.ts';
import { listManualEntries } from './manual-cell.queries.ts';
import { reportAreaInScope, reportAreaRef } from './report-area.ts';
import { listCellPeople } from './report-drill.ts';
import { type CataloguedForm, formCatalogue, getReportForm } from './report-form-catalogue.ts';
import { externalPeriodOf } from './report-source.ts';
import { explainCheck, writeNarrative } from './write-narrative.ts';

interface Asked {
  area: string;
  period: string;
}

interface AskedForm extends CataloguedForm {
  areaId: number;
  period: ReturnType<typeof periodOfText>;
}

/** The form, the area within the reader's scope and the period that are asked for. */
async function askedFor(c: Context<RouteContract>, key: string, asked: Asked): Promise<AskedForm> {
  const catalogued = await getReportForm(c.host.db, key);
  const period = periodOfText(asked.period);
  const areaId = reportAreaInScope(c.scope, c.tree, asked.area, reportingMonth(period, c.today), c.today);
  return { ...catalogued, areaId, period };
}

async function filled(
  c: Context<RouteContract>,
  r: Reader,
  key: string,
  asked: Asked,
  ages: boolean,
): Promise<{ report: FilledReport; origin: CataloguedForm['origin'] }> {
  const { form, areaId, period, origin } = await askedFor(c, key, asked);
  return { report: await fillReport(r, c.tree, form, areaId, period, c.today, { ages }), origin };
}

async function printed(
  c: Context<RouteContract>,
  r: Reader,
  key: string,
  asked: Asked,
): Promise<PrintedForm & { subject: ReportSubject }> {
  const { report } = await filled(c, r, key, asked, true);
  const { form, areaId, periods } = report;
  const state = await formState(r, c.tree, form.key, areaId, periods.period);
  const answer = await presentReport(c, r, report, 'built-in');
  return {
    answer,
    form,
    areaName: answer.area.name,
    state: reportStateNames[state][c.language],
    printedBy: c.actor.name,
    office: c.actor.posts[0]?.officeName ?? '',
    at: c.at,
    language: c.language,
    demo: (await findInstallation(r))?.demo ?? false,
    subject: { form, areaId, period: periods.period.text },
  };
}

/** The publication that a value from outside was taken from, of the area or of the nearest one above. */
async function findPublication(
  c: Context<RouteContract>,
  r: Reader,
  row: FormRow,
  areaId: number,
  period: AskedForm['period'],
) {
  if (row.kind !== 'external') return null;
  const { indicator } = row;
  const wanted = externalPeriodOf(indicator, period);
  const values = await listExternalValues(r, c.tree, { areaId, indicator, today: c.today, writing: c.scope });
  const current = values.filter((value) => value.period === wanted && value.status === 'current');
  const order = areaAndAbove(c.tree, areaId, period.last).map((id) => areaRef(c.tree, id, c.today).code);
  const [value] = current.sort((a, b) => order.indexOf(a.area.code) - order.indexOf(b.area.code));
  if (!value) return null;
  const { area, document, publisher, publishedOn, enteredBy, enteredAt } = value;
  return { area, period: wanted, document, publisher, publishedOn, enteredBy, enteredAt };
}

interface ReportSubject {
  form: ReportForm;
  areaId: number;
  period: string;
}

function auditPrint(
  c: Context<RouteContract> & { audit(entry: object): void },
  subject: ReportSubject,
  purpose: string,
) {
  c.audit({
    districtId: districtOf(c.tree, subject.areaId),
    areaId: subject.areaId,
    subjectKind: 'report',
    subjectId: `${subject.form.key}/${subject.areaId}/${subject.period}`,
    purpose,
    details: { period: subject.period },
  });
}

const fileName = (print: PrintedForm, extension: string) =>
  `${print.areaName}-${print.answer.period.text}-${print.form[print.language]}.${extension}`;

export const reportFormRoutes: RouteDefinition[] = [
  readRoute(reportFormContracts.forms, async (c) => {
    const { forms, problems } = await formCatalogue(c.host.db);
    return { forms: [...forms.values()].map(headOf), problems: [...problems] };
  }),
  readRoute(reportFormContracts.fill, async (c): Promise<FilledReportAnswer> => {
    const { report, origin } = await filled(c, c.r, c.params.form, c.query, c.query.ages === 'true');
    return presentReport(c, c.r, report, origin);
  }),
  readRoute(reportFormContracts.people, async (c) => {
    const asked = await askedFor(c, c.params.form, c.query);
    const { form, areaId, period } = asked;
    const address = getCellAddress(form, c.query.row, c.query.column, c.query.part);
    const column = columnOf(form, c.query.column);
    const report = await fillReport(c.r, c.tree, form, areaId, period, c.today, {
      ages: column.cell.startsWith('age='),
    });
    const value = columnValueOf(form, report.sources, address.row, column);
    const path = numberPath(form, address, valueAtOf(report));
    const { count, people } = await listCellPeople(
      c.r,
      c.tree,
      c.scope,
      { form, areaId, periods: report.periods, address },
      c.today,
      c.query,
    );
    const entries =
      address.row.kind === 'manual'
        ? await listManualEntries(c.r, c.tree, form.key, areaId, period, { own: false, row: address.row.key })
        : [];
    const month = reportingMonth(period, c.today);
    return {
      value: typeof value === 'number' ? value : null,
      path: path.steps,
      divisor: path.divisor,
      count,
      people,
      entries: entries
        .filter((entry) => entry.cell === address.cell)
        .map(({ areaId: by, cell, value: entry, enteredBy, enteredAt }) => ({
          area: reportAreaRef(c.tree, by, month),
          cell,
          value: entry,
          enteredBy,
          enteredAt,
        })),
      publication: await findPublication(c, c.r, address.row, areaId, period),
    };
  }),
  commandRoute(reportFormContracts.enter, async (c) => {
    const { form, areaId, period } = await askedFor(c, c.params.form, c.body);
    const { row, cell, value, version } = c.body;
    return enterManualCell(c, { form, areaId, period, row, cell, value, version });
  }),
  commandRoute(reportFormContracts.writeNarrative, async (c) => {
    const { form, areaId, period } = await askedFor(c, c.params.form, c.body);
    if (!form.narrative) throw new AppError('report.unknown-cell', 'notFound');
    return writeNarrative(c, { form, areaId, period, text: c.body.text, version: c.body.version });
  }),
  commandRoute(reportFormContracts.explain, async (c) => {
    const { form, areaId, period } = await askedFor(c, c.params.form, c.body);
    const { check, text, version } = c.body;
    return explainCheck(c, { form, areaId, period, check, text, version });
  }),
  readRoute(reportFormContracts.exportXlsx, async (c) => {
    const print = await printed(c, c.r, c.params.form, c.body);
    auditPrint(c, print.subject, c.body.purpose);
    return { file: await formXlsx(print), fileName: fileName(print, 'xlsx') };
  }),
  readRoute(reportFormContracts.exportPdf, async (c) => {
    const print = await printed(c, c.r, c.params.form, c.body);
    auditPrint(c, print.subject, c.body.purpose);
    return { file: await formPdf(print, c.body.paper ?? print.form.paper), fileName: fileName(print, 'pdf') };
  }),
];
