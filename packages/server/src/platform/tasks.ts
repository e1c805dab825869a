import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { type Runner, run, runMigrations, type WorkerEvents, Logger as WorkerLogger } from 'graphile-worker';
import { sql } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Actor } from './actor.ts';
import type { Clock } from './clock.ts';
import { connectionBroke, type Database, isPassing, type Writer } from './db.ts';
import { newId } from './id.ts';
import { openTaskPool } from './task-pool.ts';
import { brokenOff, TaskPresence } from './task-presence.ts';

/** What a running task may say and ask. Tasks are safe to run twice: a worker that dies is followed by another. */
export interface TaskRun {
  taskId: string;
  input: Record<string, unknown>;
  /** The requester as he stands now: a task never has more rights than its requester (design §6). */
  actor: Actor;
  report(done: number, total: number, message?: string): Promise<void>;
  cancelled(): Promise<boolean>;
}

export type TaskHandler = (task: TaskRun) => Promise<Record<string, unknown>>;

export interface NewTask {
  kind: string;
  title: string;
  input: Record<string, unknown>;
  actor: Actor;
  areaId: number | null;
  at: Date;
}

export interface TaskQueue {
  register(kind: string, handler: TaskHandler): void;
  /** Within the caller's transaction: the task exists if and only if the command committed. */
  enqueue(w: Writer, task: NewTask): Promise<string>;
  /** Hands a task out again that ended before its end. */
  handOut(w: Writer, task: { taskId: string; kind: string }): Promise<void>;
  /** Runs waiting tasks in this process until stopped. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** For the CLI and for tests: runs one task here and now, in the caller's process. */
  runNow(taskId: string): Promise<void>;
}

const jobName = 'renshe-task';
/** Tries of a task: each time that the program dies or the database breaks away in the middle of it costs one. */
const mostTries = 10;

export interface TaskQueueOptions {
  url: string;
  db: Database;
  clock: Clock;
  log: Logger;
  actorOf(accountId: string): Promise<Actor | undefined>;
}

export function createTaskQueue(options: TaskQueueOptions): TaskQueue {
  const { db, clock, log } = options;
  const handlers = new Map<string, TaskHandler>();
  let runner: Runner | undefined;
  let pool: pg.Pool | undefined;
  let presence: TaskPresence | undefined;
  let running: Promise<void> | undefined;
  let migrated = false;

  /** @param mayComeBack the queue hands it out again when this throws */
  async function work(taskId: string, mayComeBack: boolean): Promise<void> {
    const row = await db.kysely.selectFrom('task').selectAll().where('task_id', '=', taskId).executeTakeFirst();
    if (!row || row.status === 'done' || row.status === 'cancelled') return;
    const handler = handlers.get(row.kind);
    const set = (values: {
      status?: string;
      done?: number;
      total?: number;
      message?: string;
      result?: string | null;
      started_at?: Date;
      ended_at?: Date;
    }) => db.kysely.updateTable('task').set(values).where('task_id', '=', taskId).execute();
    try {
      if (!handler) throw new Error(`nobody handles tasks of kind ${row.kind}`);
      const actor = row.account_id
        ? await options.actorOf(row.account_id)
        : localOperator(row.input as { operator?: string; areaId?: number });
      if (!actor) throw new AppError('request.forbidden', 'forbidden');
      await set({ status: 'running', started_at: clock.now() });
      let reportedAt = 0;
      const result = await handler({
        taskId,
        input: row.input as Record<string, unknown>,
        actor,
        async report(done, total, message = '') {
          const now = Date.now();
          if (now - reportedAt < 200 && done < total) return;
          reportedAt = now;
          await set({ done, total, message });
        },
        cancelled: () => stopped(taskId),
      });
      await set({
        status: 'cancelled' in result && result.cancelled === true ? 'cancelled' : 'done',
        result: JSON.stringify(result),
        ended_at: clock.now(),
      });
    } catch (error) {
      if (mayComeBack && isPassing(error)) {
        log.warn({ taskId, kind: row.kind, comesBack: String(error) });
        throw connectionBroke(error) ? new Error(`${brokenOff}: ${String(error)}`) : error;
      }
      const code = error instanceof AppError ? error.code : 'request.failed';
      const details = error instanceof AppError ? error.details : {};
      log.error({
        taskId,
        kind: row.kind,
        code,
        stack: error instanceof Error ? error.stack?.split('\n').slice(0, 12) : undefined,
      });
      await set({ status: 'failed', message: code, result: JSON.stringify({ code, details }), ended_at: clock.now() });
    }
  }

  /** Asked to stop, or the requester was suspended meanwhile: the work of such an account ends at the next step. */
  async function stopped(taskId: string): Promise<boolean> {
    const row = await db.kysely
      .selectFrom('task')
      .leftJoin('account', 'account.account_id', 'task.account_id')
      .select(['task.cancel_requested', 'account.status'])
      .where('task.task_id', '=', taskId)
      .executeTakeFirst();
    return row !== undefined && (row.cancel_requested || row.status === 'suspended');
  }

  async function migrate(): Promise<pg.Pool> {
    pool ??= openTaskPool(options.url);
    if (!migrated) await runMigrations({ pgPool: pool, logger: quiet });
    migrated = true;
    return pool;
  }

  /** The library's workers end for good when the database is away at the wrong moment: new ones take their place. */
  async function keepRunning(workerPool: pg.Pool, here: TaskPresence): Promise<void> {
    while (presence === here) {
      try {
        const events = new EventEmitter() as WorkerEvents;
        events.on('pool:create', ({ workerPool: { id } }) => here.announce(id));
        runner = await run({
          pgPool: workerPool,
          concurrency: 3,
          noHandleSignals: true,
          pollInterval: 1000,
          logger: quiet,
          events,
          taskList: {
            [jobName]: async (payload, { job }) =>
              work((payload as { taskId: string }).taskId, job.attempts < job.max_attempts),
          },
        });
        await runner.promise;
      } catch (error) {
        log.error({ tasks: String(error) });
      }
      here.withdraw();
      for (let i = 0; i < 10 && presence === here; i++) await pause(100);
    }
  }

  return {
    register: (kind, handler) => void handlers.set(kind, handler),
    async enqueue(w, task) {
      const taskId = newId(task.at.getTime());
      const input =
        task.actor.kind === 'operator'
          ? { ...task.input, operator: task.actor.login, areaId: task.actor.posts[0]?.areaId }
          : task.input;
      await w
        .insertInto('task')
        .values({
          task_id: taskId,
          kind: task.kind,
          account_id: task.actor.accountId,
          office_id: task.actor.posts[0]?.officeId ?? null,
          area_id: task.areaId,
          title: task.title,
          input: JSON.stringify(input),
          status: 'waiting',
          created_at: task.at,
        })
        .execute();
      await this.handOut(w, { taskId, kind: task.kind });
      return taskId;
    },
    async handOut(w, { taskId, kind }) {
      // One of a kind at a time: a derivation of the whole city holds up no import and no closing.
      await sql`select graphile_worker.add_job(${jobName}, ${JSON.stringify({ taskId })}::json, max_attempts => ${mostTries}, job_key => ${taskId}, queue_name => ${kind})`.execute(
        w,
      );
    },
    async start() {
      const workerPool = await migrate();
      const here = new TaskPresence(options.url, clock, log);
      presence = here;
      await here.start();
      running = keepRunning(workerPool, here);
    },
    async stop() {
      const here = presence;
      presence = undefined;
      await runner?.stop().catch(() => {});
      await running;
      runner = undefined;
      await here?.close();
      await pool?.end();
      pool = undefined;
    },
    async runNow(taskId) {
      await work(taskId, false);
    },
  };
}

/** Graphile's tables exist before the first enqueue. */
export async function prepareTaskTables(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  try {
    await runMigrations({ pgPool: pool, logger: quiet });
  } finally {
    await pool.end();
  }
}

/** Graphile's own lines would carry payloads; ours say what is needed. */
const quiet = new WorkerLogger(() => () => {});

function localOperator(input: { operator?: string; areaId?: number }): Actor {
  return {
    kind: 'operator',
    accountId: null,
    login: input.operator ?? 'operator',
    name: input.operator ?? 'operator',
    posts: input.areaId === undefined ? [] : operatorPosts(input.areaId),
  };
}

/** The posts of the local operator: every business right over one area, nothing else. */
export function operatorPosts(areaId: number): Actor['posts'] {
  const post = {
    officeId: '00000000-0000-0000-0000-000000000000',
    officeName: '',
    areaId,
    fromOn: '1900-01-01',
    toOn: null,
  };
  return [
    { ...post, postId: 'operator-desk', role: 'street-clerk' },
    { ...post, postId: 'operator-oversight', role: 'city-officer' },
    { ...post, postId: 'operator-system', role: 'system-administrator' },
  ];
}
