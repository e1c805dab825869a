import { type AreaId, type AreaTree, getArea, reportChildren } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { type Period, periodOf } from '@renshe/domain/kernel/period.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { ReportForm } from '@renshe/domain/report/form.ts';
import { monthOfPeriod, type SubmissionForm } from '@renshe/domain/submission/submission.rules.ts';
import type { Database, Reader } from '../platform/db.ts';
import type { Reference } from '../platform/reference.ts';
import type { Scope } from '../platform/scope.ts';
import { reportAreaInScope } from '../report/report-area.ts';
import { chainParameter, type FormPeriod, getPeriod } from '../report/report-form.queries.ts';
import { formCatalogue, getReportForm } from '../report/report-form-catalogue.ts';
import { leavesOf, openingMonthOf } from '../report/report-leaves.ts';

/** Every form of this installation, those of the region included. */
export async function listSubmissionForms(db: Database): Promise<ReportForm[]> {
  return [...(await formCatalogue(db)).forms.values()].map(({ form }) => form);
}

export interface AskedForm extends FormPeriod {
  areaId: AreaId;
  definition: ReportForm;
}

/** The area within the scope, the form and the period that a request names. */
export async function askedForm(
  c: { host: { db: Database }; scope: Scope; tree: AreaTree; today: PlainDate },
  asked: { area: string; form: string; period: string },
): Promise<AskedForm> {
  const { form: definition } = await getReportForm(c.host.db, asked.form);
  const period = getPeriod(asked.period);
  if (period.kind !== definition.periodKind)
    throw new AppError('submission.wrong-period', 'invalid', {
      example: periodOf(definition.periodKind, c.today).text,
    });
  const areaId = reportAreaInScope(c.scope, c.tree, asked.area, monthOfPeriod(period), c.today);
  return { areaId, form: definition.key, period, definition };
}

/** Does an office owe a form of a period? Its level hands it in, and the parameter of its area names it on the last day. */
export function owes(reference: Reference, areaId: AreaId, form: SubmissionForm, period: Period): boolean {
  if (!form.levels.includes(getArea(reference.tree, areaId).kind)) return false;
  const owed = chainParameter(reference, 'report.owed_forms', areaId, period.last);
  return String(owed)
    .split(',')
    .map((key) => key.trim())
    .includes(form.key);
}

/** The areas right below that owe the form; where the next level does not hand it in, those below it. */
export function owingChildren(reference: Reference, areaId: AreaId, form: SubmissionForm, period: Period): AreaId[] {
  return reportChildren(reference.tree, areaId, monthOfPeriod(period)).flatMap((child) =>
    owes(reference, child, form, period) ? [child] : owingChildren(reference, child, form, period),
  );
}

/** Every area below that owes the form, level by level. */
export function owingBelow(reference: Reference, areaId: AreaId, form: SubmissionForm, period: Period): AreaId[] {
  const children = owingChildren(reference, areaId, form, period);
  return [...children, ...children.flatMap((child) => owingBelow(reference, child, form, period))];
}

/** Time of day by which a form is due, where its kind has one. */
export function dueTimeOf(reference: Reference, areaId: AreaId, { period }: FormPeriod): string | null {
  if (period.kind !== 'week') return null;
  return String(chainParameter(reference, 'report.weekly_due_time', areaId, period.last));
}

/** Month in which an area opened; nothing is owed for what lies before. */
export async function openedIn(r: Reader, tree: AreaTree, areaId: AreaId, period: Period): Promise<number> {
  return openingMonthOf(r, leavesOf(tree, areaId, monthOfPeriod(period)));
}
