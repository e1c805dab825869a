import { type AreaId, areaAt, childrenAt, reportChildren, reportLeaves } from '@renshe/domain/area/area-tree.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { formatMonth, type Month, monthOf } from '@renshe/domain/kernel/plain-date.ts';
import type { DivisionView, PlanDetail, PlanIndicator, Standing } from '@renshe/domain/plan/plan.contract.ts';
import {
  type Direction,
  divisionOf,
  type EvaluationKind,
  type IndicatorKind,
  type Measure,
  planElapsedShare,
  planYears,
  round,
  targetScore,
  yearOfMonth,
} from '@renshe/domain/plan/plan.rules.ts';
import type { Evaluation } from '@renshe/domain/plan/plan-work.contract.ts';
import { areaRef } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import type { Context } from '../platform/route.ts';
import {
  accountNames,
  getIndicator,
  type IndicatorRow,
  listIndicators,
  listTargets,
  type PlanRow,
  planOf,
} from './plan.queries.ts';
import {
  actualOf,
  addsUp,
  amberShareOf,
  type MonthValues,
  monthsOfPlan,
  monthsToRead,
  numberParameter,
  type PlanValues,
  readPlanValues,
  standingOf,
  targetOf,
  type YearOfPlan,
  yearOfPlan,
} from './plan-figures.ts';
import { mayEnterActual, mayManagePlan, maySetTarget, openPlan, seesWorkOf, yearAsked } from './plan-scope.ts';
import { listTasks } from './plan-task.ts';

type AnyContext = Context<RouteContract>;

export async function readPlanDetail(
  c: AnyContext,
  r: Reader,
  planId: string,
  areaCode: string,
  asked: number | undefined,
): Promise<PlanDetail> {
  const { plan, areaId } = await openPlan(c, r, planId, areaCode);
  const year = yearAsked(c, plan, asked);
  const years = planYears(plan.from_month, plan.to_month);
  const time = yearOfPlan(plan, year, c.today);
  const rows = await listIndicators(r, plan);
  const targets = await listTargets(
    r,
    plan,
    rows.map((row) => row.indicator_id),
  );
  const span = monthsOfPlan(plan, year, c.today);
  // Each year by the boundary by which its targets are counted; nearly always that is one and the same.
  const byLeaves = new Map<string, PlanValues>();
  const valuesUnder = async (boundary: Month): Promise<PlanValues> => {
    const key = reportLeaves(c.tree, areaId, boundary).join();
    const known = byLeaves.get(key) ?? (await readPlanValues(r, c.tree, plan, rows, [areaId], { ...span, boundary }));
    byLeaves.set(key, known);
    return known;
  };
  const values = await valuesUnder(time.boundary);
  const ofYears: { at: YearOfPlan; values: PlanValues }[] = [];
  for (const one of years) {
    const at = yearOfPlan(plan, one, c.today);
    ofYears.push({ at, values: await valuesUnder(at.boundary) });
  }
  const amber = amberShareOf(c.reference, areaId, year);
  const latest = yearOfPlan(plan, Math.min(yearOfMonth(monthOf(c.today)), years.at(-1)!), c.today).through;
  const tasks = await listTasks(c, r, plan);
  const indicators = rows.map((row): PlanIndicator => {
    const months = values.of(row.indicator_id, areaId);
    const path = ofYears.map(({ at, values: then }) => ({
      year: at.year,
      target: targetOf(c.tree, targets, row, areaId, at.year, at.boundary),
      actual: actualOf(row.measure as Measure, then.of(row.indicator_id, areaId), at),
    }));
    const own = areaId === areaAt(c.tree, plan.area_id, c.today);
    const done = path.filter((step) => step.actual !== null);
    return {
      indicatorId: row.indicator_id,
      name: row.name,
      kind: row.kind as IndicatorKind,
      direction: row.direction as Direction,
      measure: row.measure as Measure,
      source: row.catalogue_key === null ? 'manual' : 'catalogue',
      catalogueKey: row.catalogue_key,
      unit: row.unit,
      note: row.note,
      baselineYear: row.baseline_year,
      baselineValue: row.baseline_value === null ? null : Number(row.baseline_value),
      totalTarget: row.total_target === null || !own ? null : Number(row.total_target),
      totalDone:
        row.measure === 'flow' && done.length > 0 ? round(done.reduce((sum, step) => sum + step.actual!, 0)) : null,
      owner: { officeId: row.owner_office_id, officeName: row.owner_office ?? '', person: row.owner_name },
      path,
      standing: standingOf(row, path.find((step) => step.year === year)?.target ?? null, months, time, amber),
      version: row.version,
    };
  });
  return {
    plan: planOf(c.tree, plan, c.today, {
      indicators: rows.length,
      tasks: tasks.length,
      overdue: tasks.filter((task) => task.overdue).length,
    }),
    area: areaRef(c.tree, areaId, c.today),
    year,
    years,
    through: time.through === undefined ? null : formatMonth(time.through),
    elapsed: time.elapsed,
    planElapsed: planElapsedShare(plan.from_month, plan.to_month, latest),
    indicators,
    tasks,
    evaluations: await listEvaluations(c, r, plan),
    mayManage: mayManagePlan(c, plan),
  };
}

/** Units of persons: the amounts per person of the target responsibility apply (handbook §5.4). */
const countsPersons = (row: IndicatorRow) =>
  row.measure === 'flow' && row.direction === 'at-least' && ['人', '人次'].includes(row.unit);

export async function readDivision(
  c: AnyContext,
  r: Reader,
  planId: string,
  indicatorId: string,
  areaCode: string,
  asked: number,
): Promise<DivisionView> {
  const { plan, areaId } = await openPlan(c, r, planId, areaCode);
  const row = await getIndicator(r, plan, indicatorId);
  const year = yearAsked(c, plan, asked);
  const time = yearOfPlan(plan, year, c.today);
  const targets = await listTargets(r, plan, [indicatorId]);
  const below = childrenOf(c, areaId, time.boundary);
  const { from, to } = monthsToRead(year);
  const { boundary } = time;
  const values = await readPlanValues(r, c.tree, plan, [row], [areaId, ...below], { from, to, boundary });
  const amounts = {
    perOver: numberParameter(c.reference, 'plan.over_amount', areaId, c.today),
    perUnder: numberParameter(c.reference, 'plan.under_amount', areaId, c.today),
  };
  const amber = amberShareOf(c.reference, areaId, year);
  const standing = (id: AreaId): Standing =>
    standingOf(row, targetOf(c.tree, targets, row, id, year, time.boundary), values.of(indicatorId, id), time, amber);
  const own = standing(areaId);
  const children = below.map((id) => {
    const stands = standing(id);
    const scored = countsPersons(row) && stands.target !== null && stands.actual !== null;
    return {
      area: areaRef(c.tree, id, c.today),
      standing: stands,
      score: scored ? targetScore(stands.actual!, stands.target, amounts) : null,
      maySet: maySetTarget(c, plan, id),
    };
  });
  return {
    indicatorId,
    name: row.name,
    unit: row.unit,
    year,
    area: areaRef(c.tree, areaId, c.today),
    standing: own,
    children,
    division: divisionOf(
      own.target,
      children.map((child) => child.standing.target),
      addsUp(row),
    ),
    amounts,
    series: seriesOf(values.of(indicatorId, areaId), time.through),
    manual: row.catalogue_key === null ? await listManual(r, plan, indicatorId, areaId) : [],
    mayEnter: row.catalogue_key === null && mayEnterActual(c, areaId),
  };
}

/** The areas right below whose boundaries hold in the month; of a month to come those of today. */
function childrenOf(c: AnyContext, areaId: AreaId, month: number): AreaId[] {
  return month > monthOf(c.today) ? childrenAt(c.tree, areaId, c.today) : reportChildren(c.tree, areaId, month);
}

function seriesOf(values: MonthValues, through: number | undefined): DivisionView['series'] {
  return [...values]
    .filter(([month]) => through === undefined || month <= through)
    .sort(([a], [b]) => a - b)
    .map(([month, value]) => ({ month: formatMonth(month), value: round(value) }));
}

async function listManual(
  r: Reader,
  plan: PlanRow,
  indicatorId: string,
  areaId: AreaId,
): Promise<DivisionView['manual']> {
  const rows = await r
    .selectFrom('plan_actual')
    .selectAll()
    .where('district_id', '=', plan.district_id)
    .where('indicator_id', '=', indicatorId)
    .where('area_id', '=', areaId)
    .where('voided_at', 'is', null)
    .orderBy('period', 'desc')
    .execute();
  const names = await accountNames(
    r,
    rows.map((row) => row.entered_by),
  );
  return rows.map((row) => ({
    actualId: row.actual_id,
    period: row.period,
    value: Number(row.value),
    source: row.source,
    enteredBy: names.get(row.entered_by ?? '') ?? '',
    enteredAt: row.entered_at.toISOString(),
  }));
}

export async function listEvaluations(c: AnyContext, r: Reader, plan: PlanRow): Promise<Evaluation[]> {
  const rows = await r
    .selectFrom('plan_evaluation')
    .selectAll()
    .where('district_id', '=', plan.district_id)
    .where('plan_id', '=', plan.plan_id)
    .orderBy('evaluated_on', 'desc')
    .orderBy('evaluation_id', 'desc')
    .execute();
  const names = await accountNames(
    r,
    rows.map((row) => row.signed_by),
  );
  return rows
    .filter((row) => seesWorkOf(c, row.area_id))
    .map((row) => ({
      evaluationId: row.evaluation_id,
      kind: row.kind as EvaluationKind,
      area: areaRef(c.tree, row.area_id, c.today),
      period: row.period,
      evaluatedOn: row.evaluated_on,
      text: row.content,
      findings: row.findings,
      measures: row.measures,
      evaluator: row.evaluator,
      signedAt: row.signed_at?.toISOString() ?? null,
      signedBy: names.get(row.signed_by ?? '') ?? null,
      version: row.version,
    }));
}
