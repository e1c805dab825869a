import { type AreaId, type AreaTree, areaAt, isWithinArea } from '@renshe/domain/area/area-tree.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { monthOf } from '@renshe/domain/kernel/plain-date.ts';
import { planYears, yearOfMonth } from '@renshe/domain/plan/plan.rules.ts';
import { areaInScope } from '../platform/area-ref.ts';
import type { AuditEntry } from '../platform/audit.ts';
import type { Reader, Writer } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import type { Context } from '../platform/route.ts';
import { scopeFor } from '../platform/scope.ts';
import { figuresArea, getPlan, type PlanRow } from './plan.queries.ts';

type AnyContext = Context<RouteContract>;

/** The plan, the area whose figures are read, within what the reader may see. */
export async function openPlan(
  c: AnyContext,
  r: Reader,
  planId: string,
  areaCode: string,
): Promise<{ plan: PlanRow; areaId: AreaId }> {
  const { areaId } = areaInScope(c.scope, c.tree, areaCode, c.today);
  const plan = await getPlan(r, c.tree, planId);
  return { plan, areaId: figuresArea(c.tree, plan, areaId, c.today) };
}

/** The year asked for, or today's, or the nearest of the plan. */
export function yearAsked(c: AnyContext, plan: PlanRow, year: number | undefined): number {
  const years = planYears(plan.from_month, plan.to_month);
  const wanted = year ?? yearOfMonth(monthOf(c.today));
  return Math.min(Math.max(wanted, years[0]!), years.at(-1)!);
}

export function mayManagePlan(c: AnyContext, plan: PlanRow): boolean {
  return scopeFor(c.actor, 'plan.manage', c.tree, c.today).includes(areaAt(c.tree, plan.area_id, c.today));
}

/** May the actor set the target of an area? Of her own plan any below; of a higher plan those below her own area, never her own. */
export function maySetTarget(c: AnyContext, plan: PlanRow, areaId: AreaId): boolean {
  const scope = scopeFor(c.actor, 'plan.manage', c.tree, c.today);
  if (scope.includes(areaAt(c.tree, plan.area_id, c.today))) return true;
  return scope.includes(areaId) && !scope.roots.includes(areaId);
}

export function mayEnterActual(c: AnyContext, areaId: AreaId): boolean {
  return scopeFor(c.actor, 'plan.work', c.tree, c.today).includes(areaId);
}

/** A plan's area has to hold the area of a target. */
export function liesInPlan(c: AnyContext, plan: PlanRow, areaId: AreaId): boolean {
  return isWithinArea(c.tree, areaId, areaAt(c.tree, plan.area_id, c.today), c.today);
}

/** The plan that a command changes: its area must lie in the actor's reach, otherwise it is as if it were not there. */
export async function planInScope(
  c: { w: Writer; tree: AreaTree; today: string; scope: { includes(areaId: number): boolean } },
  planId: string,
): Promise<PlanRow> {
  const plan = await getPlan(c.w, c.tree, planId);
  if (!c.scope.includes(areaAt(c.tree, plan.area_id, c.today))) throw notFound();
  return plan;
}

/** Whose work under a plan a reader sees: that of the own area and below, and of the offices above. Neighbours do not read each other's. */
export function seesWorkOf(c: AnyContext, areaId: AreaId): boolean {
  const own = areaAt(c.tree, areaId, c.today);
  return c.scope.includes(own) || c.scope.roots.some((root) => isWithinArea(c.tree, root, own, c.today));
}

/** The plan that an actor works under: one that she does not see is as if it were not there. */
export async function planInSight(c: AnyContext & { w: Writer }, planId: string): Promise<PlanRow> {
  const plan = await getPlan(c.w, c.tree, planId);
  if (!seesWorkOf(c, plan.area_id)) throw notFound();
  return plan;
}

/** An office that may be put in charge: within the actor's reach, or the work would land on a stranger's desk. @throws AppError not found */
export async function requireOffice(
  c: { w: Writer; tree: AreaTree; today: string; scope: { includes(areaId: number): boolean } },
  officeId: string,
): Promise<void> {
  const office = await c.w.selectFrom('office').select('area_id').where('office_id', '=', officeId).executeTakeFirst();
  if (!office || !c.scope.includes(areaAt(c.tree, office.area_id, c.today))) throw notFound();
}

export function auditPlan(
  c: { audit(entry: AuditEntry): void },
  plan: PlanRow,
  subjectKind: string,
  subjectId: string,
  details: Record<string, unknown>,
  purpose?: string,
): void {
  c.audit({
    districtId: plan.district_id,
    areaId: plan.area_id,
    subjectKind,
    subjectId,
    details,
    ...(purpose !== undefined && { purpose }),
  });
}
