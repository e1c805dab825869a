import { getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { periodOf } from '@renshe/domain/kernel/period.ts';
import { submissionContracts } from '@renshe/domain/submission/submission.contract.ts';
import { ledgerForm, monthOfPeriod, opensOn } from '@renshe/domain/submission/submission.rules.ts';
import { areaInScope } from '../platform/area-ref.ts';
import { findInstallation } from '../platform/installation.ts';
import { type Context, commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { reportAreaRef } from '../report/report-area.ts';
import { getReportForm } from '../report/report-form-catalogue.ts';
import { boardXlsx, correctionPdf } from './board-export.ts';
import { acceptForm, formStanding, lockReport, returnForm, submitForm } from './chain-commands.ts';
import { askCorrection, decideCorrection, findCorrection, listCorrections, toCorrection } from './corrections.ts';
import { listObligations } from './obligations.ts';
import { countsAs, listDueReports, onTimeRates } from './on-time.ts';
import { remindOffices } from './remind-offices.ts';
import { askedForm, dueTimeOf, listSubmissionForms, owingBelow, owingChildren } from './submission-areas.ts';
import { readBoard } from './submission-board.ts';
import { listHistory } from './submission-history.ts';

const sheetOf = (c: Context<RouteContract>) => ({
  office: c.actor.posts[0]?.officeName ?? '',
  printedBy: c.actor.name,
  at: c.at,
  language: c.language,
});

/** Kinds of area that hand something in; the province is above the system. */
function kindOf(c: Context<RouteContract>, areaId: number): 'city' | 'district' | 'street' | 'community' {
  const { kind } = getArea(c.tree, areaId);
  return kind === 'province' ? 'city' : kind;
}

export const submissionRoutes: RouteDefinition[] = [
  readRoute(submissionContracts.obligations, async (c) => ({
    obligations: await listObligations(c.r, c.reference, await listSubmissionForms(c.host.db), c.actor, c.today),
  })),
  readRoute(submissionContracts.board, async (c) => {
    const asked = await askedForm(c, c.query);
    const board = await readBoard(c.r, c.reference, asked, c.query, c.today);
    return { opensOn: opensOn(asked.period), dueTime: dueTimeOf(c.reference, asked.areaId, asked), ...board };
  }),
  readRoute(submissionContracts.state, async (c) => formStanding(c, c.r, await askedForm(c, c.query))),
  commandRoute(submissionContracts.submit, submitForm),
  commandRoute(submissionContracts.return, returnForm),
  commandRoute(submissionContracts.accept, acceptForm),
  commandRoute(submissionContracts.lock, lockReport),
  commandRoute(submissionContracts.remind, remindOffices),
  readRoute(submissionContracts.history, async (c) => {
    const asked = await askedForm(c, c.query);
    return { events: await listHistory(c.r, c.tree, asked) };
  }),
  readRoute(submissionContracts.onTime, async (c) => {
    const { areaId } = areaInScope(c.scope, c.tree, c.query.area, c.today);
    const period = periodOf('month', c.today);
    const forms = await listSubmissionForms(c.host.db);
    const { form: monthly } = await getReportForm(c.host.db, ledgerForm);
    const below = (c.query.below === 'all' ? owingBelow : owingChildren)(c.reference, areaId, monthly, period);
    const rates = await onTimeRates(c.r, c.reference, forms, [areaId, ...below], c.query.year, c.today, c.query.form);
    return {
      rows: rates.map(({ areaId: id, ...rate }) => ({
        area: reportAreaRef(c.tree, id, monthOfPeriod(period)),
        kind: kindOf(c, id),
        ...rate,
      })),
    };
  }),
  readRoute(submissionContracts.onTimeList, async (c) => {
    const { areaId } = areaInScope(c.scope, c.tree, c.query.area, c.today);
    const { kind } = c.query;
    const reports = await listDueReports(
      c.r,
      c.reference,
      await listSubmissionForms(c.host.db),
      [areaId],
      c.query.year,
      c.today,
      c.query.form,
    );
    return {
      reports: reports
        .filter((report) => kind === undefined || countsAs(report, kind))
        .map(({ areaId: _, ...report }) => report),
    };
  }),
  readRoute(submissionContracts.exportBoard, async (c) => {
    const asked = await askedForm(c, c.body);
    const board = await readBoard(c.r, c.reference, asked, c.body, c.today);
    const area = reportAreaRef(c.tree, asked.areaId, monthOfPeriod(asked.period));
    c.audit({
      districtId: getArea(c.tree, asked.areaId).districtId,
      areaId: asked.areaId,
      purpose: c.body.purpose,
      details: { form: asked.form, period: asked.period.text, rows: board.rows.length },
    });
    return {
      file: await boardXlsx(asked, board, { area, ...sheetOf(c) }),
      fileName: `${area.name} ${asked.period.text} ${asked.definition[c.language]}.xlsx`,
    };
  }),
  readRoute(submissionContracts.corrections, async (c) => {
    const { scope } = areaInScope(c.scope, c.tree, c.query.area, c.today);
    return { corrections: await listCorrections(c.r, c.host.db, c.reference, scope, c.actor, c.today, c.query) };
  }),
  commandRoute(submissionContracts.askCorrection, askCorrection),
  commandRoute(submissionContracts.decideCorrection, decideCorrection),
  readRoute(submissionContracts.printCorrection, async (c) => {
    const row = await findCorrection(c.r, c.scope, c.params.correctionId);
    if (!row) throw new AppError('request.not-found', 'notFound');
    const correction = await toCorrection(c.r, c.host.db, c.reference, c.actor, c.today, row);
    c.audit({
      districtId: row.district_id,
      areaId: row.area_id,
      purpose: c.body.purpose,
      details: { correctionId: row.correction_id },
    });
    const demo = (await findInstallation(c.r))?.demo === true;
    return {
      file: await correctionPdf(correction, (await getReportForm(c.host.db, correction.form)).form, {
        area: correction.area,
        demo,
        ...sheetOf(c),
      }),
      fileName: `${correction.area.name} ${correction.period}.pdf`,
    };
  }),
];
