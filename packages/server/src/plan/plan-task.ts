import { roleHas } from '@renshe/domain/access/permissions.ts';
import { areaAt } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import { isTaskOverdue, type TaskState, taskRefusals } from '@renshe/domain/plan/plan.rules.ts';
import type { PlanTask, planWorkContracts, TaskFields } from '@renshe/domain/plan/plan-work.contract.ts';
import type { Selectable } from 'kysely';
import type { Reader } from '../platform/db.ts';
import { notFound, requireOneRow } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import type { CommandContext, Context } from '../platform/route.ts';
import type { PlanTaskTable } from '../platform/schema.gen.ts';
import { scopeFor } from '../platform/scope.ts';
import { getIndicator, type PlanRow, planDistricts } from './plan.queries.ts';
import { auditPlan, planInScope, planInSight, requireOffice, seesWorkOf } from './plan-scope.ts';

type AnyContext = Context<RouteContract>;
type TaskRow = Selectable<PlanTaskTable> & {
  owner_office: string;
  owner_area: number;
  plan_name: string;
  plan_area: number;
};
interface StoredProgress {
  at: string;
  by: string;
  state: TaskState;
  percent: number;
  note: string;
}
type StoredMilestone = TaskFields['milestones'][number];

const ok = { ok: true } as const;

function tasks(r: Reader) {
  return r
    .selectFrom('plan_task as t')
    .innerJoin('office as o', 'o.office_id', 't.owner_office_id')
    .innerJoin('plan as p', (join) =>
      join.onRef('p.district_id', '=', 't.district_id').onRef('p.plan_id', '=', 't.plan_id'),
    )
    .selectAll('t')
    .select(['o.name as owner_office', 'o.area_id as owner_area', 'p.name as plan_name', 'p.area_id as plan_area']);
}

/** The tasks of a plan, without those of the reader's neighbours. */
export async function listTasks(c: AnyContext, r: Reader, plan: PlanRow): Promise<PlanTask[]> {
  const rows = await tasks(r)
    .where('t.district_id', '=', plan.district_id)
    .where('t.plan_id', '=', plan.plan_id)
    .orderBy('t.due_on')
    .orderBy('t.task_id')
    .execute();
  const seen = rows.filter((row) => seesWorkOf(c, row.owner_area));
  const ids = new Set(seen.map((row) => row.task_id));
  return seen
    .map((row) => taskOf(c, row))
    .map((task) => (task.parentTaskId === null || ids.has(task.parentTaskId) ? task : { ...task, parentTaskId: null }));
}

/** Open tasks of the actor's own offices, the most urgent first: her work list. */
export async function listOwnTasks(c: AnyContext, r: Reader): Promise<PlanTask[]> {
  const offices = officesOf(c);
  if (offices.length === 0) return [];
  const rows = await tasks(r)
    .where('t.district_id', 'in', planDistricts(c.tree))
    .where('t.owner_office_id', 'in', offices)
    .where('t.state', 'in', ['open', 'doing'])
    .where('t.start_on', '<=', c.today)
    .orderBy('t.due_on')
    .limit(50)
    .execute();
  return rows.map((row) => taskOf(c, row));
}

function officesOf(c: AnyContext): string[] {
  return c.actor.posts.filter((post) => roleHas(post.role, 'plan.work')).map((post) => post.officeId);
}

/** The office in charge, or whoever manages the plan. */
function mayWork(c: AnyContext, row: TaskRow): boolean {
  return (
    officesOf(c).includes(row.owner_office_id) ||
    scopeFor(c.actor, 'plan.manage', c.tree, c.today).includes(areaAt(c.tree, row.plan_area, c.today))
  );
}

function taskOf(c: AnyContext, row: TaskRow): PlanTask {
  const state = row.state as TaskState;
  return {
    taskId: row.task_id,
    planId: row.plan_id,
    planName: row.plan_name,
    indicatorId: row.indicator_id,
    parentTaskId: row.parent_task_id,
    title: row.title,
    body: row.body,
    ownerOfficeId: row.owner_office_id,
    ownerOffice: row.owner_office,
    ownerName: row.owner_name,
    startOn: row.start_on,
    dueOn: row.due_on,
    state,
    doneOn: row.done_on,
    overdue: isTaskOverdue({ state, dueOn: row.due_on }, c.today),
    milestones: row.milestones as unknown as StoredMilestone[],
    progress: (row.progress as unknown as StoredProgress[]).toReversed(),
    mayWork: mayWork(c, row),
    version: row.version,
  };
}

async function getTask(c: { w: Reader }, plan: PlanRow, taskId: string): Promise<TaskRow> {
  const row = await tasks(c.w)
    .where('t.district_id', '=', plan.district_id)
    .where('t.plan_id', '=', plan.plan_id)
    .where('t.task_id', '=', taskId)
    .executeTakeFirst();
  if (!row) throw notFound();
  return row;
}

async function columnsOf(
  c: CommandContext<typeof planWorkContracts.addTask> | CommandContext<typeof planWorkContracts.changeTask>,
  plan: PlanRow,
  self: string | null,
) {
  const { body } = c;
  requireAllowed(taskRefusals(body));
  if (body.indicatorId !== null) await getIndicator(c.w, plan, body.indicatorId);
  for (let parent = body.parentTaskId; parent !== null; ) {
    if (parent === self) throw new AppError('plan.task-circle', 'invalid', { field: 'parentTaskId' });
    parent = (await getTask(c, plan, parent)).parent_task_id;
  }
  await requireOffice(c, body.ownerOfficeId);
  return {
    indicator_id: body.indicatorId,
    parent_task_id: body.parentTaskId,
    title: body.title,
    body: body.body,
    owner_office_id: body.ownerOfficeId,
    owner_name: body.ownerName,
    start_on: body.startOn,
    due_on: body.dueOn,
    milestones: JSON.stringify(body.milestones.toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1))),
  };
}

export async function addTask(c: CommandContext<typeof planWorkContracts.addTask>): Promise<{ taskId: string }> {
  const plan = await planInScope(c, c.params.planId);
  const taskId = newId(c.at.getTime());
  await c.w
    .insertInto('plan_task')
    .values({
      district_id: plan.district_id,
      task_id: taskId,
      plan_id: plan.plan_id,
      ...(await columnsOf(c, plan, null)),
      progress: '[]',
      state: 'open',
      created_at: c.at,
      created_by: c.actor.accountId,
    })
    .execute();
  auditPlan(c, plan, 'plan-task', taskId, { ...c.body });
  return { taskId };
}

export async function changeTask(c: CommandContext<typeof planWorkContracts.changeTask>): Promise<typeof ok> {
  const plan = await planInScope(c, c.params.planId);
  const before = await getTask(c, plan, c.params.taskId);
  const columns = await columnsOf(c, plan, before.task_id);
  requireOneRow(
    await c.w
      .updateTable('plan_task')
      .set((eb) => ({ ...columns, version: eb('version', '+', 1) }))
      .where('district_id', '=', plan.district_id)
      .where('task_id', '=', before.task_id)
      .where('version', '=', c.body.version)
      .executeTakeFirst(),
  );
  auditPlan(c, plan, 'plan-task', before.task_id, {
    before: { title: before.title, startOn: before.start_on, dueOn: before.due_on, office: before.owner_office_id },
    after: { ...c.body },
  });
  return ok;
}

/** 报告进展: the note is added, milestones and state move on; only the office in charge and those who manage the plan. */
export async function reportProgress(c: CommandContext<typeof planWorkContracts.reportProgress>): Promise<typeof ok> {
  const plan = await planInSight(c, c.params.planId);
  const row = await getTask(c, plan, c.params.taskId);
  if (!mayWork(c, row)) throw new AppError('plan.not-owner', 'forbidden');
  const { state, percent, note, milestonesDone, version } = c.body;
  const milestones = (row.milestones as unknown as StoredMilestone[]).map((milestone, index) => ({
    ...milestone,
    doneOn: milestonesDone.includes(index) ? (milestone.doneOn ?? c.today) : null,
  }));
  const entry: StoredProgress = { at: c.at.toISOString(), by: c.actor.name, state, percent, note };
  requireOneRow(
    await c.w
      .updateTable('plan_task')
      .set((eb) => ({
        state,
        done_on: state === 'done' ? (row.done_on ?? c.today) : null,
        milestones: JSON.stringify(milestones),
        progress: JSON.stringify([...(row.progress as unknown as StoredProgress[]), entry]),
        version: eb('version', '+', 1),
      }))
      .where('district_id', '=', plan.district_id)
      .where('task_id', '=', row.task_id)
      .where('version', '=', version)
      .executeTakeFirst(),
  );
  auditPlan(c, plan, 'plan-task', row.task_id, { before: row.state, state, percent, note, milestonesDone });
  return ok;
}
