import { z } from 'zod';
import { readContract } from '../kernel/define-contract.ts';
import { areaCodeSchema, areaRefSchema, idSchema, monthTextSchema } from '../kernel/schema.ts';
import { standingSchema } from './plan.contract.ts';
import { directions } from './plan.rules.ts';
import { evaluationSchema } from './plan-work.contract.ts';

/** What an appraisal takes over: per unit right below an area its targets, what the score follows from, and the signed evaluations. */
export const planScoresSchema = z.strictObject({
  planId: idSchema,
  plan: z.string(),
  area: areaRefSchema,
  year: z.number(),
  /** Last complete month in the figures; null before the first. */
  through: monthTextSchema.nullable(),
  units: z.array(
    z.strictObject({
      area: areaRefSchema,
      /** Yuan: the sum of its indicators, shown only; an appraisal decides what follows. */
      amount: z.number(),
      indicators: z.array(
        z.strictObject({
          indicatorId: idSchema,
          name: z.string(),
          unit: z.string(),
          direction: z.enum(directions),
          target: z.number(),
          actual: z.number().nullable(),
          light: standingSchema.shape.judgement.shape.light,
          words: standingSchema.shape.words,
          /** amount = over × perOver − under × perUnder; null where the indicator counts no persons or has no figure yet. */
          score: z
            .strictObject({
              share: z.number().nullable(),
              over: z.number(),
              under: z.number(),
              amount: z.number(),
              perOver: z.number(),
              perUnder: z.number(),
            })
            .nullable(),
        }),
      ),
    }),
  ),
  evaluations: z.array(evaluationSchema),
});
export type PlanScores = z.infer<typeof planScoresSchema>;

export const planScoresContracts = {
  scores: readContract({
    id: 'plan.scores',
    path: '/api/plans/:planId/scores',
    zh: '规划得分（供考核使用）',
    en: 'Scores of the units under a plan, for appraisals',
    permission: 'plan.read',
    scope: 'area',
    params: z.strictObject({ planId: idSchema }),
    query: z.strictObject({ area: areaCodeSchema, year: z.coerce.number().int().min(1990).max(2199) }),
    output: planScoresSchema,
  }),
} as const;
