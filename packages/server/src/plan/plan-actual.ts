import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { parsePeriod } from '@renshe/domain/kernel/period.ts';
import type { planContracts } from '@renshe/domain/plan/plan.contract.ts';
import { areaInScope } from '../platform/area-ref.ts';
import { databaseErrorOf } from '../platform/db.ts';
import { notFound, requireOneRow } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import type { CommandContext } from '../platform/route.ts';
import { getIndicator, getPlan } from './plan.queries.ts';
import { auditPlan, liesInPlan } from './plan-scope.ts';

/** 录入实际值 of an indicator that no register knows, with its source. */
export async function recordActual(
  c: CommandContext<typeof planContracts.recordActual>,
): Promise<{ actualId: string }> {
  const { areaId } = areaInScope(c.scope, c.tree, c.body.areaCode, c.today);
  const plan = await getPlan(c.w, c.tree, c.params.planId);
  if (!liesInPlan(c, plan, areaId)) throw notFound();
  const indicator = await getIndicator(c.w, plan, c.params.indicatorId);
  if (indicator.catalogue_key !== null) throw new AppError('plan.not-manual', 'conflict');
  const { period } = c.body;
  if (parsePeriod(period)!.last >= c.today)
    throw new AppError('plan.actual-future', 'invalid', { period, field: 'period' });
  const actualId = newId(c.at.getTime());
  try {
    await c.w
      .insertInto('plan_actual')
      .values({
        district_id: plan.district_id,
        actual_id: actualId,
        indicator_id: indicator.indicator_id,
        area_id: areaId,
        period,
        value: String(c.body.value),
        source: c.body.source,
        entered_at: c.at,
        entered_by: c.actor.accountId,
      })
      .execute();
  } catch (error) {
    if (databaseErrorOf(error)?.constraint === 'plan_actual_live_unique')
      throw new AppError('plan.actual-known', 'conflict', { period });
    throw error;
  }
  auditPlan(c, plan, 'plan-indicator', indicator.indicator_id, { ...c.body, actualId });
  return { actualId };
}

export async function voidActual(c: CommandContext<typeof planContracts.voidActual>): Promise<{ ok: true }> {
  const plan = await getPlan(c.w, c.tree, c.params.planId);
  const row = await c.w
    .selectFrom('plan_actual as a')
    .innerJoin('plan_indicator as i', (join) =>
      join.onRef('i.district_id', '=', 'a.district_id').onRef('i.indicator_id', '=', 'a.indicator_id'),
    )
    .select(['a.area_id', 'a.indicator_id', 'a.period', 'a.value'])
    .where('a.district_id', '=', plan.district_id)
    .where('a.actual_id', '=', c.params.actualId)
    .where('i.plan_id', '=', plan.plan_id)
    .executeTakeFirst();
  if (!row || !c.scope.includes(row.area_id)) throw notFound();
  requireOneRow(
    await c.w
      .updateTable('plan_actual')
      .set({ voided_at: c.at, voided_by: c.actor.accountId, void_reason: c.body.reason })
      .where('district_id', '=', plan.district_id)
      .where('actual_id', '=', c.params.actualId)
      .where('voided_at', 'is', null)
      .executeTakeFirst(),
  );
  auditPlan(c, plan, 'plan-indicator', row.indicator_id, {
    actualId: c.params.actualId,
    period: row.period,
    value: Number(row.value),
    reason: c.body.reason,
  });
  return { ok: true };
}
