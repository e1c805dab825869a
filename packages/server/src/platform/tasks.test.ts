import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import type { Actor } from './actor.ts';

let app: TestApp;
let worker: Actor;
beforeAll(async () => {
  app = await openTestApp();
  worker = { kind: 'account', accountId: app.accountIds.worker, login: 'worker', name: 'worker', posts: [] };
});
afterAll(() => app.close());

const enqueue = (kind: string) =>
  app.system.db.kysely
    .transaction()
    .execute((w) =>
      app.system.tasks.enqueue(w, { kind, title: kind, input: {}, actor: worker, areaId: null, at: app.clock.now() }),
    );
const statusOf = async (taskId: string) =>
  (
    await app.system.db.kysely
      .selectFrom('task')
      .select('status')
      .where('task_id', '=', taskId)
      .executeTakeFirstOrThrow()
  ).status;
/** As long as a busy machine may need; only what never holds is waited for to the end. */
async function soon(holds: () => Promise<boolean>): Promise<boolean> {
  for (let i = 0; i < 600; i++) {
    if (await holds()) return true;
    await pause(100);
  }
  return false;
}

describe('tasks', { timeout: 240_000 }, () => {
  it('that a killed server left locked run at the next start, on a database of its own or not', async () => {
    app.system.tasks.register('count', async () => ({ counted: 1 }));
    const taskId = await enqueue('count');
    await sql`update graphile_worker._private_jobs set locked_by = 'worker-of-the-dead', locked_at = now(), attempts = 1`.execute(
      app.system.db.kysely,
    );
    await sql`update graphile_worker._private_job_queues set locked_by = 'worker-of-the-dead', locked_at = now()`.execute(
      app.system.db.kysely,
    );
    app.system.tasks.register('broken-off', async () => ({}));
    const brokenOff = await enqueue('broken-off');
    await sql`update graphile_worker._private_jobs set attempts = 4, run_at = now() + interval '1 hour' where key = ${brokenOff}`.execute(
      app.system.db.kysely,
    );
    await app.system.tasks.start();
    expect(await soon(async () => (await statusOf(taskId)) === 'done')).toBe(true);
    // Whatever broke it off was over with the new start: it does not wait out the hour.
    expect(await soon(async () => (await statusOf(brokenOff)) === 'done')).toBe(true);
  });
  it('whose own connection broke, with all others well, come back soon', async () => {
    let tries = 0;
    app.system.tasks.register('cut-off', async () => {
      if (++tries === 1) throw new Error('Connection terminated unexpectedly');
      return {};
    });
    // Nobody makes a new connection now: that was long ago.
    await pause(6500);
    const taskId = await enqueue('cut-off');
    expect(await soon(async () => tries === 1)).toBe(true);
    // Its sixth try would come only after some seven minutes.
    await sql`update graphile_worker._private_jobs set attempts = 6, run_at = now() + interval '403 seconds' where key = ${taskId}`.execute(
      app.system.db.kysely,
    );
    expect(await soon(async () => (await statusOf(taskId)) === 'done')).toBe(true);
    expect(tries).toBe(2);
  });
  it('of different kinds do not wait for each other, of one kind they do', async () => {
    const running: string[] = [];
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    app.system.tasks.register('long', async ({ taskId }) => {
      running.push(taskId);
      await finished;
      return {};
    });
    const [first, second] = [await enqueue('long'), await enqueue('long')];
    const other = await enqueue('count');
    expect(await soon(async () => (await statusOf(other)) === 'done')).toBe(true);
    expect(running).toEqual([first]);
    finish();
    expect(await soon(async () => (await statusOf(second)) === 'done')).toBe(true);
  });
  it('end at the next step when their requester is suspended', async () => {
    app.system.tasks.register('stepwise', async ({ cancelled }) => ({ cancelled: await cancelled() }));
    const set = (status: 'active' | 'suspended') =>
      app.system.db.kysely
        .updateTable('account')
        .set({ status })
        .where('account_id', '=', app.accountIds.worker)
        .execute();
    app.system.tasks.register('suspended-meanwhile', async ({ cancelled }) => {
      await set('suspended');
      return { cancelled: await cancelled() };
    });
    const goesOn = await enqueue('stepwise');
    expect(await soon(async () => (await statusOf(goesOn)) === 'done')).toBe(true);
    const ends = await enqueue('suspended-meanwhile');
    expect(await soon(async () => (await statusOf(ends)) === 'cancelled')).toBe(true);
    await set('active');
  });
});
