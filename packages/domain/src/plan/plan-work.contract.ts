import { z } from 'zod';
import { commandContract, readContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  idSchema,
  okSchema,
  plainDateSchema,
  textSchema,
  versionSchema,
} from '../kernel/schema.ts';
import { evaluationKinds, taskStates } from './plan.rules.ts';

/** 任务分解 (P01): who does what by when under a plan or one of its indicators. */
export const milestoneSchema = z.strictObject({
  name: textSchema(120, 1),
  dueOn: plainDateSchema,
  doneOn: plainDateSchema.nullable(),
});
export const planTaskSchema = z.strictObject({
  taskId: idSchema,
  planId: idSchema,
  planName: z.string(),
  indicatorId: idSchema.nullable(),
  parentTaskId: idSchema.nullable(),
  title: z.string(),
  body: z.string(),
  ownerOfficeId: idSchema,
  ownerOffice: z.string(),
  ownerName: z.string(),
  startOn: plainDateSchema,
  dueOn: plainDateSchema,
  state: z.enum(taskStates),
  doneOn: plainDateSchema.nullable(),
  overdue: z.boolean(),
  milestones: z.array(milestoneSchema),
  progress: z.array(
    z.strictObject({
      at: z.string(),
      by: z.string(),
      state: z.enum(taskStates),
      percent: z.number(),
      note: z.string(),
    }),
  ),
  /** May the reader report progress? */
  mayWork: z.boolean(),
  version: z.number(),
});
export type PlanTask = z.infer<typeof planTaskSchema>;

/** 监测评估督查 (P03). */
export const evaluationSchema = z.strictObject({
  evaluationId: idSchema,
  kind: z.enum(evaluationKinds),
  area: areaRefSchema,
  period: z.string(),
  evaluatedOn: plainDateSchema,
  text: z.string(),
  findings: z.string(),
  measures: z.string(),
  evaluator: z.string(),
  signedAt: z.string().nullable(),
  signedBy: z.string().nullable(),
  version: z.number(),
});
export type Evaluation = z.infer<typeof evaluationSchema>;

const planParams = z.strictObject({ planId: idSchema });
const taskParams = z.strictObject({ planId: idSchema, taskId: idSchema });
const evaluationParams = z.strictObject({ planId: idSchema, evaluationId: idSchema });

export const taskFieldsSchema = z.strictObject({
  indicatorId: idSchema.nullable(),
  parentTaskId: idSchema.nullable(),
  title: textSchema(120, 2),
  body: textSchema(2000),
  ownerOfficeId: idSchema,
  ownerName: textSchema(60),
  startOn: plainDateSchema,
  dueOn: plainDateSchema,
  milestones: z.array(milestoneSchema).max(20),
});
export type TaskFields = z.infer<typeof taskFieldsSchema>;

export const evaluationFieldsSchema = z.strictObject({
  areaCode: areaCodeSchema,
  kind: z.enum(evaluationKinds),
  /** '2026-Q3' or '2026'. */
  period: z.string().regex(/^(19|20|21)\d\d(-Q[1-4])?$/),
  evaluatedOn: plainDateSchema,
  text: textSchema(10_000, 1),
  findings: textSchema(4000),
  measures: textSchema(4000),
  evaluator: textSchema(60, 1),
});
export type EvaluationFields = z.infer<typeof evaluationFieldsSchema>;

export const planWorkContracts = {
  ownTasks: readContract({
    id: 'plan.own-tasks',
    path: '/api/plan-tasks/own',
    zh: '本单位的规划任务',
    en: 'Plan tasks of the own office',
    permission: 'plan.work',
    scope: 'area',
    output: z.strictObject({ tasks: z.array(planTaskSchema) }),
  }),
  addTask: commandContract({
    id: 'plan.add-task',
    path: '/api/plans/:planId/tasks',
    zh: '分解任务',
    en: 'Add a task',
    permission: 'plan.manage',
    scope: 'area',
    audit: 'plan.task-added',
    params: planParams,
    body: taskFieldsSchema,
    output: z.strictObject({ taskId: idSchema }),
  }),
  changeTask: commandContract({
    id: 'plan.change-task',
    method: 'PUT',
    path: '/api/plans/:planId/tasks/:taskId',
    zh: '修改任务',
    en: 'Change a task',
    permission: 'plan.manage',
    scope: 'area',
    audit: 'plan.task-changed',
    params: taskParams,
    body: taskFieldsSchema.extend({ version: versionSchema }),
    output: okSchema,
  }),
  reportProgress: commandContract({
    id: 'plan.report-progress',
    path: '/api/plans/:planId/tasks/:taskId/progress',
    zh: '报告进展',
    en: 'Report progress',
    permission: 'plan.work',
    scope: 'area',
    audit: 'plan.progress-reported',
    params: taskParams,
    body: z.strictObject({
      version: versionSchema,
      state: z.enum(taskStates),
      percent: z.number().int().min(0).max(100),
      note: textSchema(1000, 1),
      /** Positions of the milestones that are done now. */
      milestonesDone: z.array(z.number().int().min(0).max(19)).max(20),
    }),
    output: okSchema,
  }),
  draftEvaluation: readContract({
    id: 'plan.draft-evaluation',
    path: '/api/plans/:planId/evaluation-draft',
    zh: '按数字起草评估',
    en: 'Draft an evaluation from the figures',
    permission: 'plan.read',
    scope: 'area',
    params: planParams,
    query: z.strictObject({ area: areaCodeSchema, year: z.coerce.number().int().min(2000).max(2100) }),
    output: z.strictObject({ zh: z.string(), en: z.string() }),
  }),
  addEvaluation: commandContract({
    id: 'plan.add-evaluation',
    path: '/api/plans/:planId/evaluations',
    zh: '记录评估',
    en: 'Record an evaluation',
    permission: 'plan.manage',
    scope: 'area',
    audit: 'plan.evaluation-added',
    params: planParams,
    body: evaluationFieldsSchema,
    output: z.strictObject({ evaluationId: idSchema }),
  }),
  changeEvaluation: commandContract({
    id: 'plan.change-evaluation',
    method: 'PUT',
    path: '/api/plans/:planId/evaluations/:evaluationId',
    zh: '修改评估',
    en: 'Change an evaluation',
    permission: 'plan.manage',
    scope: 'area',
    audit: 'plan.evaluation-changed',
    params: evaluationParams,
    body: evaluationFieldsSchema.extend({ version: versionSchema }),
    output: okSchema,
  }),
  signEvaluation: commandContract({
    id: 'plan.sign-evaluation',
    path: '/api/plans/:planId/evaluations/:evaluationId/signature',
    zh: '签发评估',
    en: 'Sign an evaluation',
    permission: 'plan.manage',
    scope: 'area',
    audit: 'plan.evaluation-signed',
    params: evaluationParams,
    body: z.strictObject({ version: versionSchema }),
    output: okSchema,
  }),
} as const;
