import { getArea, isWithinArea, reportChildren } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { firstDayAfter, type Month } from '@renshe/domain/kernel/plain-date.ts';
import type { MonthlyReport, PointedCell } from '@renshe/domain/report/report.contract.ts';
import { mayMove, type ReportAction, type ReportState } from '@renshe/domain/report/report.rules.ts';
import type { Actor } from '../platform/actor.ts';
import { actorMay } from '../platform/actor.ts';
import type { Reader } from '../platform/db.ts';
import type { Reference } from '../platform/reference.ts';
import { districtOf, scopeFor } from '../platform/scope.ts';
import { type FilledForm, flatFigures } from './monthly-report.ts';
import { type FormPeriod, type FormRow, findForm, formDueOn, listForms, monthlyOf } from './report-form.queries.ts';

/** Owner: a post at the area's own office. Superior: a post at an area above it. */
export function isOwner(actor: Actor, reference: Reference, areaId: number, today: string): boolean {
  return scopeFor(actor, 'report.submit', reference.tree, today).roots.includes(areaId);
}

export function isSuperior(actor: Actor, reference: Reference, areaId: number, today: string): boolean {
  return scopeFor(actor, 'report.accept', reference.tree, today).roots.some(
    (root) => root !== areaId && isWithinArea(reference.tree, areaId, root, today),
  );
}

/** 经办与复核分离: whoever handed a form in does not accept it, even with a post at the level above. */
export function isOwnSubmission(actor: Actor, submittedBy: string | null): boolean {
  return submittedBy !== null && actor.accountId === submittedBy;
}

/** @throws AppError `report.own-submission` for whoever handed the form in */
export function requireOthersSubmission(actor: Actor, submittedBy: string | null): void {
  if (isOwnSubmission(actor, submittedBy)) throw new AppError('report.own-submission', 'forbidden');
}

/** State of a form with what the actor may do now; the commands ask the same questions again. */
export async function reportState(
  r: Reader,
  reference: Reference,
  actor: Actor,
  areaId: number,
  month: Month,
  now: FilledForm,
  today: string,
): Promise<MonthlyReport['state']> {
  const { tree } = reference;
  const row = await findForm(r, tree, areaId, monthlyOf(month));
  const state = (row?.state ?? 'draft') as ReportState;
  const due = row?.due_on ?? formDueOn(reference, areaId, monthlyOf(month));
  const over = today >= firstDayAfter(month);
  const children = reportChildren(tree, areaId, month);
  const forms = await listForms(r, tree, children, monthlyOf(month));
  const openChildren = children.filter((id) => forms.get(id)?.state !== 'closed').length;
  const waiting = children.filter((id) => !['accepted', 'closed'].includes(forms.get(id)?.state ?? 'draft')).length;
  const people = await names(r, [row?.submitted_by, row?.accepted_by, row?.closed_by]);
  const current = flatFigures(now);
  const changed = state === 'closed' ? [] : changedCells(row?.submitted_figures, current);
  const changedSinceAcceptance = state === 'closed' ? [] : changedCells(row?.accepted_figures, current);

  const actions: ReportAction[] = [];
  if (over && mayMove(state, 'submit') && isOwner(actor, reference, areaId, today) && waiting === 0)
    actions.push('submit');
  if (isSuperior(actor, reference, areaId, today)) {
    if (mayMove(state, 'return')) actions.push('return');
    if (mayMove(state, 'accept') && !isOwnSubmission(actor, row?.submitted_by ?? null)) actions.push('accept');
  }
  const closable = getArea(tree, areaId).kind === 'district' || getArea(tree, areaId).kind === 'city';
  if (
    over &&
    closable &&
    state !== 'closed' &&
    actorMay(actor, 'report.close') &&
    scopeFor(actor, 'report.close', tree, today).includes(areaId)
  )
    actions.push('close');
  return {
    state,
    overdue: state === 'draft' && today > due,
    dueOn: due,
    submittedAt: row?.submitted_at?.toISOString() ?? null,
    submittedBy: people.get(row?.submitted_by ?? '') ?? null,
    acceptedAt: row?.accepted_at?.toISOString() ?? null,
    acceptedBy: people.get(row?.accepted_by ?? '') ?? null,
    closedAt: row?.closed_at?.toISOString() ?? null,
    closedBy: people.get(row?.closed_by ?? '') ?? null,
    returnReason: row?.return_reason ?? '',
    returnedCells: row && state === 'draft' ? await lastReturnedCells(r, row) : [],
    reminders: await remindersOf(r, districtOf(tree, areaId), areaId, monthlyOf(month), row?.submitted_at ?? null),
    digest: row?.digest?.toString('hex') ?? null,
    version: row?.version ?? 0,
    changedSinceSubmission: changed,
    changedSinceAcceptance,
    allowedActions: actions,
    openChildren,
  };
}

/** Cells of the month itself that are not what they were. */
function changedCells(
  then: unknown,
  now: Record<string, number | null>,
): MonthlyReport['state']['changedSinceSubmission'] {
  const before = then as Record<string, number | null> | null | undefined;
  if (!before) return [];
  return Object.keys(now)
    .filter((key) => key.endsWith('|month') && (before[key] ?? null) !== now[key])
    .map((key) => {
      const [line = '', column = ''] = key.split('|');
      return { key: line, column, before: before[key] ?? null, now: now[key] ?? null };
    });
}

/** Cells that the last return of a draft named. */
export async function lastReturnedCells(r: Reader, row: FormRow): Promise<PointedCell[]> {
  const last = await r
    .selectFrom('report_event')
    .select(['action', 'cells'])
    .where('district_id', '=', row.district_id)
    .where('report_id', '=', row.report_id)
    .orderBy('at', 'desc')
    .orderBy('event_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.action === 'return' ? (last.cells as unknown as PointedCell[]) : [];
}

/** 催报 of a form, which stand until it is handed in. */
export async function remindersOf(
  r: Reader,
  districtId: number,
  areaId: number,
  what: FormPeriod,
  since: Date | null,
): Promise<MonthlyReport['state']['reminders']> {
  const rows = await r
    .selectFrom('report_reminder')
    .select(['reminded_on', 'by_name', 'office_name'])
    .where('district_id', '=', districtId)
    .where('form', '=', what.form)
    .where('area_id', '=', areaId)
    .where('period', '=', what.period.text)
    .$if(since !== null, (query) => query.where('at', '>', since))
    .orderBy('reminded_on', 'desc')
    .execute();
  const [last] = rows;
  return {
    count: rows.length,
    lastOn: last?.reminded_on ?? null,
    lastBy: last ? `${last.office_name} ${last.by_name}`.trim() : '',
  };
}

async function names(r: Reader, ids: readonly (string | null | undefined)[]): Promise<Map<string, string>> {
  const known = ids.filter((id): id is string => Boolean(id));
  if (known.length === 0) return new Map();
  const rows = await r.selectFrom('account').select(['account_id', 'name']).where('account_id', 'in', known).execute();
  return new Map(rows.map((row) => [row.account_id, row.name]));
}
