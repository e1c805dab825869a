import type { Language } from '@renshe/domain/kernel/app-error.ts';
import { type Task, taskContracts } from '@renshe/domain/task/task.contract.ts';
import type { Selectable } from 'kysely';
import { mergeAcrossTask } from '../area-change/rehome-merged.ts';
import { splitAreaTask } from '../area-change/split-area.ts';
import { notFound, sentenceOf } from '../platform/errors.ts';
import { commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import type { TaskTable } from '../platform/schema.gen.ts';
import { deriveAgainTask } from '../statistics/derive-again.ts';

/** What went wrong in a failed task, as a sentence: the row keeps the code. */
function messageOf(row: Selectable<TaskTable>, language: Language): string {
  if (row.status !== 'failed' || row.message === '') return row.message;
  const { details } = (row.result ?? {}) as { details?: Record<string, unknown> };
  return sentenceOf(row.message, language, details ?? {});
}

/** Work that goes on where it ended, whoever ended it. */
const resumable = ['close-month', deriveAgainTask, mergeAcrossTask, splitAreaTask];
const ended = ['failed', 'cancelled'];

function taskView(row: Selectable<TaskTable>, at: Date, language: Language): Task {
  const elapsed = row.started_at ? (at.getTime() - row.started_at.getTime()) / 1000 : 0;
  const paced = row.status === 'running' && row.done > 0 && row.total > row.done && elapsed > 1;
  return {
    taskId: row.task_id,
    kind: row.kind,
    title: row.title,
    status: row.status as Task['status'],
    done: row.done,
    total: row.total,
    message: messageOf(row, language),
    result: row.result as Task['result'],
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    canRetry: resumable.includes(row.kind) && ended.includes(row.status),
    secondsLeft: paced ? Math.ceil((elapsed / row.done) * (row.total - row.done)) : null,
  };
}

export const taskRoutes: RouteDefinition[] = [
  readRoute(taskContracts.list, async (c) => {
    const rows = await c.r
      .selectFrom('task')
      .selectAll()
      .where('account_id', '=', c.actor.accountId)
      .orderBy('created_at', 'desc')
      .limit(c.query.limit)
      .execute();
    return { tasks: rows.map((row) => taskView(row, c.at, c.language)) };
  }),
  readRoute(taskContracts.get, async (c) => {
    const row = await c.r
      .selectFrom('task')
      .selectAll()
      .where('task_id', '=', c.params.taskId)
      .where('account_id', '=', c.actor.accountId)
      .executeTakeFirst();
    if (!row) throw notFound();
    return taskView(row, c.at, c.language);
  }),
  commandRoute(taskContracts.cancel, async (c) => {
    const changed = await c.w
      .updateTable('task')
      .set({ cancel_requested: true })
      .where('task_id', '=', c.params.taskId)
      .where('account_id', '=', c.actor.accountId)
      .where('status', 'in', ['waiting', 'running'])
      .executeTakeFirst();
    if (changed.numUpdatedRows !== 1n) throw notFound();
    c.audit({ districtId: 0, subjectKind: 'task', subjectId: c.params.taskId });
    return { ok: true as const };
  }),
  commandRoute(taskContracts.retry, async (c) => {
    const task = await c.w
      .updateTable('task')
      .set({ status: 'waiting', message: '', result: null, ended_at: null, cancel_requested: false })
      .where('task_id', '=', c.params.taskId)
      .where('account_id', '=', c.actor.accountId)
      .where('status', 'in', ended)
      .where('kind', 'in', resumable)
      .returning('kind')
      .executeTakeFirst();
    if (!task) throw notFound();
    await c.host.tasks.handOut(c.w, { taskId: c.params.taskId, kind: task.kind });
    c.audit({ districtId: 0, subjectKind: 'task', subjectId: c.params.taskId, details: { kind: task.kind } });
    return { ok: true as const };
  }),
];
