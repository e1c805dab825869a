import type { PlanScores } from '@renshe/domain/plan/plan-scores.contract.ts';
import type { Reader } from '../platform/db.ts';
import { readDivision, readPlanDetail } from './plan-view.ts';

type AnyContext = Parameters<typeof readDivision>[0];

/**
 * 规划得分交接: what an appraisal takes over of a plan and year. Every unit right below the area with each of its targets, the figures that the
 * score follows from, and the evaluations that were signed. Nothing is stored here: the figures are those of the page at this moment.
 */
export async function readPlanScores(
  c: AnyContext,
  r: Reader,
  planId: string,
  areaCode: string,
  asked: number,
): Promise<PlanScores> {
  const detail = await readPlanDetail(c, r, planId, areaCode, asked);
  const units = new Map<string, PlanScores['units'][number]>();
  for (const indicator of detail.indicators) {
    const division = await readDivision(c, r, planId, indicator.indicatorId, areaCode, detail.year);
    for (const { area, standing, score } of division.children) {
      if (standing.target === null) continue;
      const unit = units.get(area.code) ?? { area, amount: 0, indicators: [] };
      units.set(area.code, unit);
      unit.amount += score?.amount ?? 0;
      unit.indicators.push({
        indicatorId: indicator.indicatorId,
        name: indicator.name,
        unit: indicator.unit,
        direction: indicator.direction,
        target: standing.target,
        actual: standing.actual,
        light: standing.judgement.light,
        words: standing.words,
        score: score === null ? null : { ...score, ...division.amounts },
      });
    }
  }
  return {
    planId,
    plan: detail.plan.name,
    area: detail.area,
    year: detail.year,
    through: detail.through,
    units: [...units.values()],
    evaluations: detail.evaluations.filter((one) => one.signedAt !== null),
  };
}
