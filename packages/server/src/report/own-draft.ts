import type { AreaId } from '@renshe/domain/area/area-tree.ts';
import { getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import type { Period } from '@renshe/domain/kernel/period.ts';
import type { ReportForm } from '@renshe/domain/report/form.ts';
import type { CommandContext } from '../platform/route.ts';
import { requireReportablePeriod } from './fill-report.ts';
import { lockForm, wrongState } from './report-form.queries.ts';
import { isOwner } from './report-state.ts';

/**
 * What people write into a form is written by the unit that owes it, while it is a draft. The form's row is held, so that nobody hands it
 * in meanwhile.
 * @throws AppError `report.not-owed`, `report.not-owner`, `report.wrong-state`
 */
export async function requireOwnDraft(
  c: CommandContext<RouteContract>,
  form: ReportForm,
  areaId: AreaId,
  period: Period,
): Promise<void> {
  await requireReportablePeriod(c.w, c.tree, form, areaId, period, c.today);
  const area = getArea(c.tree, areaId);
  if (!form.levels.includes(area.kind)) throw new AppError('report.not-owed', 'conflict', { zh: form.zh, en: form.en });
  if (!isOwner(c.actor, c.reference, areaId, c.today)) throw new AppError('report.not-owner', 'forbidden');
  // A form that nobody has touched has no row yet: it is made, or two first acts would not meet.
  const row = await lockForm(c.w, c.reference, areaId, { form: form.key, period }, null, c.at);
  if (row.state !== 'draft') throw wrongState(row);
}
