import { z } from 'zod';
import { commandContract, readContract } from '../kernel/define-contract.ts';
import { idSchema, limitSchema, okSchema } from '../kernel/schema.ts';

export const taskSchema = z.strictObject({
  taskId: idSchema,
  kind: z.string(),
  /** What it works on: a file, an area and month. The kind says what is done with it. */
  title: z.string(),
  status: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  done: z.number(),
  total: z.number(),
  /** Why it failed, in the reader's language. */
  message: z.string(),
  result: z.record(z.string(), z.unknown()).nullable(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
  /** Seconds left, from the pace so far; null when unknown. */
  secondsLeft: z.number().nullable(),
  /** Ended before its end, and may be taken up where it stopped. */
  canRetry: z.boolean(),
});
export type Task = z.infer<typeof taskSchema>;

export const taskContracts = {
  list: readContract({
    id: 'task.list',
    path: '/api/tasks',
    zh: '我的任务',
    en: 'My tasks',
    permission: 'signed-in',
    scope: 'own',
    query: z.strictObject({ limit: limitSchema }),
    output: z.strictObject({ tasks: z.array(taskSchema) }),
  }),
  get: readContract({
    id: 'task.get',
    path: '/api/tasks/:taskId',
    zh: '任务进度',
    en: 'Progress of a task',
    permission: 'signed-in',
    scope: 'own',
    params: z.strictObject({ taskId: idSchema }),
    output: taskSchema,
  }),
  cancel: commandContract({
    id: 'task.cancel',
    path: '/api/tasks/:taskId/cancellation',
    zh: '取消任务',
    en: 'Cancel a task',
    permission: 'signed-in',
    scope: 'own',
    audit: 'task.cancelled',
    params: z.strictObject({ taskId: idSchema }),
    output: okSchema,
  }),
  /** Work that failed or was stopped goes on where it ended; imports are taken up on their own page. */
  retry: commandContract({
    id: 'task.retry',
    path: '/api/tasks/:taskId/retry',
    zh: '重试任务',
    en: 'Try a task again',
    permission: 'signed-in',
    scope: 'own',
    audit: 'task.retried',
    params: z.strictObject({ taskId: idSchema }),
    output: okSchema,
  }),
} as const;
