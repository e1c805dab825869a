import { AppError, type Sentence } from '@renshe/domain/kernel/app-error.ts';
import type { PlanDetail } from '@renshe/domain/plan/plan.contract.ts';
import { draftEvaluation } from '@renshe/domain/plan/plan-draft.ts';
import type { Judgement } from '@renshe/domain/plan/plan-light.ts';
import type { planWorkContracts } from '@renshe/domain/plan/plan-work.contract.ts';
import type { Selectable } from 'kysely';
import { areaInScope } from '../platform/area-ref.ts';
import { changedFields } from '../platform/audit.ts';
import { notFound, requireOneRow } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import type { CommandContext } from '../platform/route.ts';
import type { DB } from '../platform/schema.gen.ts';
import type { PlanRow } from './plan.queries.ts';
import { auditPlan, liesInPlan, planInScope } from './plan-scope.ts';
import { readPlanDetail } from './plan-view.ts';

const ok = { ok: true } as const;

/** The text from the figures as they stand; nothing is kept until somebody records it. */
export function draftOf(detail: PlanDetail): Sentence {
  return draftEvaluation({
    planName: detail.plan.name,
    areaName: detail.area.name,
    year: detail.year,
    month: detail.through === null ? 0 : Number(detail.through.slice(5)),
    elapsed: detail.elapsed,
    lines: detail.indicators.map((indicator) => ({
      name: indicator.name,
      unit: indicator.unit,
      target: indicator.standing.target,
      actual: indicator.standing.actual,
      forecast: indicator.standing.forecast?.value ?? null,
      judgement: indicator.standing.judgement as Judgement,
      owner: indicator.owner.officeName || indicator.owner.person,
    })),
    tasks: {
      total: detail.tasks.length,
      done: detail.tasks.filter((task) => task.state === 'done').length,
      overdue: detail.tasks.filter((task) => task.overdue).length,
    },
  });
}

type Save =
  | CommandContext<typeof planWorkContracts.addEvaluation>
  | CommandContext<typeof planWorkContracts.changeEvaluation>;

/** The figures of the year are kept with the record: later corrections of the register do not change what was evaluated. */
async function columnsOf(c: Save, plan: PlanRow) {
  const { areaId } = areaInScope(c.scope, c.tree, c.body.areaCode, c.today);
  if (!liesInPlan(c, plan, areaId)) throw new AppError('plan.not-below', 'invalid', { area: c.body.areaCode });
  const detail = await readPlanDetail(c, c.w, plan.plan_id, c.body.areaCode, Number(c.body.period.slice(0, 4)));
  const figures = detail.indicators.map(({ indicatorId, name, standing }) => ({
    indicatorId,
    name,
    target: standing.target,
    actual: standing.actual,
    forecast: standing.forecast,
    light: standing.judgement.light,
  }));
  return {
    area_id: areaId,
    kind: c.body.kind,
    period: c.body.period,
    evaluated_on: c.body.evaluatedOn,
    content: c.body.text,
    findings: c.body.findings,
    measures: c.body.measures,
    evaluator: c.body.evaluator,
    figures: JSON.stringify({ through: detail.through, indicators: figures }),
  };
}

export async function addEvaluation(
  c: CommandContext<typeof planWorkContracts.addEvaluation>,
): Promise<{ evaluationId: string }> {
  const plan = await planInScope(c, c.params.planId);
  const evaluationId = newId(c.at.getTime());
  await c.w
    .insertInto('plan_evaluation')
    .values({
      district_id: plan.district_id,
      evaluation_id: evaluationId,
      plan_id: plan.plan_id,
      ...(await columnsOf(c, plan)),
      created_at: c.at,
      created_by: c.actor.accountId,
    })
    .execute();
  auditPlan(c, plan, 'plan-evaluation', evaluationId, { kind: c.body.kind, period: c.body.period });
  return { evaluationId };
}

async function lockUnsigned(
  c: { w: CommandContext<typeof planWorkContracts.signEvaluation>['w'] },
  plan: PlanRow,
  evaluationId: string,
): Promise<Selectable<DB['plan_evaluation']>> {
  const row = await c.w
    .selectFrom('plan_evaluation')
    .selectAll()
    .where('district_id', '=', plan.district_id)
    .where('plan_id', '=', plan.plan_id)
    .where('evaluation_id', '=', evaluationId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound();
  if (row.signed_at !== null) throw new AppError('plan.signed', 'conflict');
  return row;
}

export async function changeEvaluation(
  c: CommandContext<typeof planWorkContracts.changeEvaluation>,
): Promise<typeof ok> {
  const plan = await planInScope(c, c.params.planId);
  const row = await lockUnsigned(c, plan, c.params.evaluationId);
  const columns = await columnsOf(c, plan);
  requireOneRow(
    await c.w
      .updateTable('plan_evaluation')
      .set((eb) => ({ ...columns, version: eb('version', '+', 1) }))
      .where('district_id', '=', plan.district_id)
      .where('evaluation_id', '=', c.params.evaluationId)
      .where('version', '=', c.body.version)
      .executeTakeFirst(),
  );
  const { kind, period, evaluatedOn, text, findings, measures, evaluator } = c.body;
  const before = {
    kind: row.kind,
    period: row.period,
    evaluatedOn: row.evaluated_on,
    text: row.content,
    findings: row.findings,
    measures: row.measures,
    evaluator: row.evaluator,
  };
  const after = { kind, period, evaluatedOn, text, findings, measures, evaluator };
  auditPlan(c, plan, 'plan-evaluation', c.params.evaluationId, { fields: changedFields(before, after) });
  return ok;
}

export async function signEvaluation(c: CommandContext<typeof planWorkContracts.signEvaluation>): Promise<typeof ok> {
  const plan = await planInScope(c, c.params.planId);
  await lockUnsigned(c, plan, c.params.evaluationId);
  requireOneRow(
    await c.w
      .updateTable('plan_evaluation')
      .set((eb) => ({ signed_at: c.at, signed_by: c.actor.accountId, version: eb('version', '+', 1) }))
      .where('district_id', '=', plan.district_id)
      .where('evaluation_id', '=', c.params.evaluationId)
      .where('version', '=', c.body.version)
      .executeTakeFirst(),
  );
  auditPlan(c, plan, 'plan-evaluation', c.params.evaluationId, { signed: true });
  return ok;
}
