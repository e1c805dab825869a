import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { planContracts } from '@renshe/domain/plan/plan.contract.ts';
import { planScoresContracts } from '@renshe/domain/plan/plan-scores.contract.ts';
import { planWorkContracts } from '@renshe/domain/plan/plan-work.contract.ts';
import { areaInScope } from '../platform/area-ref.ts';
import type { AuditEntry } from '../platform/audit.ts';
import type { Reader } from '../platform/db.ts';
import { findInstallation } from '../platform/installation.ts';
import { type Context, commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import {
  addIndicator,
  changeIndicator,
  changePlan,
  createPlan,
  importIndicators,
  setTargets,
  voidIndicator,
} from './change-plan.ts';
import { getPlan, listPlans } from './plan.queries.ts';
import { recordActual, voidActual } from './plan-actual.ts';
import { addEvaluation, changeEvaluation, draftOf, signEvaluation } from './plan-evaluation.ts';
import { type PrintedPlan, planPdf, planXlsx } from './plan-export.ts';
import { auditPlan } from './plan-scope.ts';
import { readPlanScores } from './plan-scores.ts';
import { addTask, changeTask, listOwnTasks, reportProgress } from './plan-task.ts';
import { readDivision, readPlanDetail } from './plan-view.ts';

async function printedPlan(
  c: Context<RouteContract> & { audit(entry: AuditEntry): void },
  r: Reader,
  planId: string,
  asked: { area: string; year: number; purpose: string },
): Promise<PrintedPlan> {
  const detail = await readPlanDetail(c, r, planId, asked.area, asked.year);
  const details = { area: asked.area, year: detail.year };
  auditPlan(c, await getPlan(r, c.tree, planId), 'plan', planId, details, asked.purpose);
  return {
    detail,
    printedBy: c.actor.name,
    office: c.actor.posts[0]?.officeName ?? '',
    at: c.at,
    language: c.language,
    demo: (await findInstallation(r))?.demo ?? false,
  };
}

const fileNameOf = ({ detail }: PrintedPlan, extension: string) =>
  `${detail.plan.name}-${detail.area.name}-${detail.year}.${extension}`;

export const planRoutes: RouteDefinition[] = [
  readRoute(planContracts.list, async (c) => ({
    plans: await listPlans(c.r, c.tree, areaInScope(c.scope, c.tree, c.query.area, c.today).areaId, c.today),
  })),
  readRoute(planContracts.get, (c) => readPlanDetail(c, c.r, c.params.planId, c.query.area, c.query.year)),
  readRoute(planContracts.division, (c) =>
    readDivision(c, c.r, c.params.planId, c.params.indicatorId, c.query.area, c.query.year),
  ),
  readRoute(planScoresContracts.scores, (c) => readPlanScores(c, c.r, c.params.planId, c.query.area, c.query.year)),
  commandRoute(planContracts.create, createPlan),
  commandRoute(planContracts.change, changePlan),
  commandRoute(planContracts.addIndicator, addIndicator),
  commandRoute(planContracts.changeIndicator, changeIndicator),
  commandRoute(planContracts.voidIndicator, voidIndicator),
  commandRoute(planContracts.importIndicators, importIndicators),
  commandRoute(planContracts.setTargets, setTargets),
  commandRoute(planContracts.recordActual, recordActual),
  commandRoute(planContracts.voidActual, voidActual),
  readRoute(planContracts.exportXlsx, async (c) => {
    const printed = await printedPlan(c, c.r, c.params.planId, c.body);
    return { file: await planXlsx(printed), fileName: fileNameOf(printed, 'xlsx') };
  }),
  readRoute(planContracts.exportPdf, async (c) => {
    const printed = await printedPlan(c, c.r, c.params.planId, c.body);
    return { file: await planPdf(printed), fileName: fileNameOf(printed, 'pdf') };
  }),
  readRoute(planWorkContracts.ownTasks, async (c) => ({ tasks: await listOwnTasks(c, c.r) })),
  commandRoute(planWorkContracts.addTask, addTask),
  commandRoute(planWorkContracts.changeTask, changeTask),
  commandRoute(planWorkContracts.reportProgress, reportProgress),
  readRoute(planWorkContracts.draftEvaluation, async (c) =>
    draftOf(await readPlanDetail(c, c.r, c.params.planId, c.query.area, c.query.year)),
  ),
  commandRoute(planWorkContracts.addEvaluation, addEvaluation),
  commandRoute(planWorkContracts.changeEvaluation, changeEvaluation),
  commandRoute(planWorkContracts.signEvaluation, signEvaluation),
];
