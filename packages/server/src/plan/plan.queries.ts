import { type AreaTree, areaAt, isWithinArea } from '@renshe/domain/area/area-tree.ts';
import { formatMonth, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { Plan } from '@renshe/domain/plan/plan.contract.ts';
import type { PlanKind } from '@renshe/domain/plan/plan.rules.ts';
import { type Selectable, sql } from 'kysely';
import { areaRef } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import type { PlanIndicatorTable, PlanTable } from '../platform/schema.gen.ts';

export type PlanRow = Selectable<PlanTable>;
export type IndicatorRow = Selectable<PlanIndicatorTable> & { owner_office: string | null };

/** Every shard that can keep a plan: the city's (0) and the districts'. */
export function planDistricts(tree: AreaTree): number[] {
  return [...new Set([...tree.areas.values()].map((area) => area.districtId))].sort((a, b) => a - b);
}

/** @throws AppError not found */
export async function getPlan(r: Reader, tree: AreaTree, planId: string): Promise<PlanRow> {
  const row = await r
    .selectFrom('plan')
    .selectAll()
    .where('district_id', 'in', planDistricts(tree))
    .where('plan_id', '=', planId)
    .executeTakeFirst();
  if (!row) throw notFound();
  return row;
}

export async function listIndicators(r: Reader, plan: PlanRow): Promise<IndicatorRow[]> {
  return r
    .selectFrom('plan_indicator as i')
    .leftJoin('office as o', 'o.office_id', 'i.owner_office_id')
    .selectAll('i')
    .select('o.name as owner_office')
    .where('i.district_id', '=', plan.district_id)
    .where('i.plan_id', '=', plan.plan_id)
    .where('i.voided_at', 'is', null)
    .orderBy('i.position')
    .orderBy('i.indicator_id')
    .execute();
}

/** @throws AppError not found, also for one of another plan or a voided one */
export async function getIndicator(r: Reader, plan: PlanRow, indicatorId: string): Promise<IndicatorRow> {
  const row = (await listIndicators(r, plan)).find((indicator) => indicator.indicator_id === indicatorId);
  if (!row) throw notFound();
  return row;
}

export interface TargetRow {
  indicator_id: string;
  area_id: number;
  year: number;
  value: number;
}

export async function listTargets(
  r: Reader,
  plan: PlanRow,
  indicatorIds: readonly string[],
): Promise<readonly TargetRow[]> {
  if (indicatorIds.length === 0) return [];
  const rows = await r
    .selectFrom('plan_target')
    .select(['indicator_id', 'area_id', 'year', 'value'])
    .where('district_id', '=', plan.district_id)
    .where('indicator_id', 'in', [...indicatorIds])
    .orderBy('area_id')
    .orderBy('year')
    .execute();
  return rows.map((row) => ({ ...row, value: Number(row.value) }));
}

/** Plans that concern an area: its own, those of the areas above it, and those below. Newest first. */
export async function listPlans(r: Reader, tree: AreaTree, areaId: number, today: PlainDate): Promise<Plan[]> {
  const { rows } = await sql<PlanRow & { indicators: number; tasks: number; overdue: number }>`
    select p.*, coalesce(i.count, 0)::bigint as indicators, coalesce(t.count, 0)::bigint as tasks, coalesce(t.overdue, 0)::bigint as overdue
    from plan p
    left join (select district_id, plan_id, count(*) as count from plan_indicator where voided_at is null group by district_id, plan_id) i
      on i.district_id = p.district_id and i.plan_id = p.plan_id
    left join (select district_id, plan_id, count(*) as count, count(*) filter (where state in ('open', 'doing') and due_on < ${today}::date) as overdue
      from plan_task group by district_id, plan_id) t on t.district_id = p.district_id and t.plan_id = p.plan_id
    where p.district_id = any(${planDistricts(tree)}::int[])
    order by p.to_month desc, p.from_month desc, p.name`.execute(r);
  return rows
    .filter((row) => concerns(tree, row, areaId, today))
    .map((row) => planOf(tree, row, today, { indicators: row.indicators, tasks: row.tasks, overdue: row.overdue }));
}

export function planOf(
  tree: AreaTree,
  row: PlanRow,
  today: PlainDate,
  counts: { indicators: number; tasks: number; overdue: number },
): Plan {
  return {
    planId: row.plan_id,
    name: row.name,
    kind: row.kind as PlanKind,
    area: areaRef(tree, row.area_id, today),
    from: formatMonth(row.from_month),
    to: formatMonth(row.to_month),
    sourceDocument: row.source_document,
    indicatorCount: counts.indicators,
    taskCount: counts.tasks,
    overdueTasks: counts.overdue,
    version: row.version,
  };
}

/** A plan is read from its own area, from below (what is our part?) and from above. */
function concerns(tree: AreaTree, plan: PlanRow, areaId: number, today: PlainDate): boolean {
  const own = areaAt(tree, plan.area_id, today);
  return isWithinArea(tree, areaId, own, today) || isWithinArea(tree, own, areaId, today);
}

/** The area whose figures a reader of a plan sees: the asked one, or the plan's own where that lies below. @throws AppError not found */
export function figuresArea(tree: AreaTree, plan: PlanRow, areaId: number, today: PlainDate): number {
  if (!concerns(tree, plan, areaId, today)) throw notFound();
  const own = areaAt(tree, plan.area_id, today);
  return isWithinArea(tree, areaId, own, today) ? areaId : own;
}

export async function accountNames(r: Reader, ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
  const known = [...new Set(ids.filter((id): id is string => id !== null))];
  if (known.length === 0) return new Map();
  const rows = await r.selectFrom('account').select(['account_id', 'name']).where('account_id', 'in', known).execute();
  return new Map(rows.map((row) => [row.account_id, row.name]));
}
