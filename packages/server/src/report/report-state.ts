import { getArea, isWithinArea, reportChildren } from '@renshe/domain/area/area-tree.ts';
import { firstDayAfter, type Month } from '@renshe/domain/kernel/plain-date.ts';
import type { MonthlyReport } from '@renshe/domain/report/report.contract.ts';
import { mayMove, type ReportAction, type ReportState } from '@renshe/domain/report/report.rules.ts';
import type { Actor } from '../platform/actor.ts';
import { actorMay } from '../platform/actor.ts';
import type { Reader } from '../platform/db.ts';
import type { Reference } from '../platform/reference.ts';
import { scopeFor } from '../platform/scope.ts';
import { type FilledForm, flatFigures } from './monthly-report.ts';
import { findForm, formDueOn, listForms } from './report-form.queries.ts';

/** Owner: a post at the area's own office. Superior: a post at an area above it. */
export function isOwner(actor: Actor, reference: Reference, areaId: number, today: string): boolean {
  return scopeFor(actor, 'report.submit', reference.tree, today).roots.includes(areaId);
}

export function isSuperior(actor: Actor, reference: Reference, areaId: number, today: string): boolean {
  return scopeFor(actor, 'report.accept', reference.tree, today).roots.some(
    (root) => root !== areaId && isWithinArea(reference.tree, areaId, root, today),
  );
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
  const row = await findForm(r, tree, areaId, month);
  const state = (row?.state ?? 'draft') as ReportState;
  const due = row?.due_on ?? formDueOn(reference, areaId, month);
  const over = today >= firstDayAfter(month);
  const children = reportChildren(tree, areaId, month);
  const forms = await listForms(r, tree, children, month);
  const openChildren = children.filter((id) => forms.get(id)?.state !== 'closed').length;
  const waiting = children.filter((id) => !['accepted', 'closed'].includes(forms.get(id)?.state ?? 'draft')).length;
  const people = await names(r, [row?.submitted_by, row?.accepted_by, row?.closed_by]);
  const then = (row?.submitted_figures ?? null) as Record<string, number | null> | null;
  const current = flatFigures(now);
  const changed =
    then && state !== 'closed'
      ? Object.keys(current).filter((key) => key.endsWith('|month') && (then[key] ?? null) !== current[key])
      : [];

  const actions: ReportAction[] = [];
  if (over && mayMove(state, 'submit') && isOwner(actor, reference, areaId, today) && waiting === 0)
    actions.push('submit');
  if (isSuperior(actor, reference, areaId, today)) {
    if (mayMove(state, 'return')) actions.push('return');
    if (mayMove(state, 'accept')) actions.push('accept');
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
    digest: row?.digest?.toString('hex') ?? null,
    version: row?.version ?? 0,
    changedSinceSubmission: changed.map((key) => {
      const [line = '', column = ''] = key.split('|');
      return { key: line, column, before: then?.[key] ?? null, now: current[key] ?? null };
    }),
    allowedActions: actions,
    openChildren,
  };
}

async function names(r: Reader, ids: readonly (string | null | undefined)[]): Promise<Map<string, string>> {
  const known = ids.filter((id): id is string => Boolean(id));
  if (known.length === 0) return new Map();
  const rows = await r.selectFrom('account').select(['account_id', 'name']).where('account_id', 'in', known).execute();
  return new Map(rows.map((row) => [row.account_id, row.name]));
}
