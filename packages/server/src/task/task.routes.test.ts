import { parameterContracts } from '@renshe/domain/parameter/parameter.contract.ts';
import { taskContracts } from '@renshe/domain/task/task.contract.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { verifyLedger } from '../statistics/verify.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

test('a derivation that failed is tried again by its requester, and by nobody else', async () => {
  const set = await app.call('system', parameterContracts.set, {
    body: { key: 'hardship.age_f', areaCode: null, fromOn: '2026-12-01', value: 36, source: '某市人社发〔2026〕1号' },
  });
  const taskId = set.body.taskId!;
  const again = (persona: 'system' | 'worker') => app.call(persona, taskContracts.retry, { params: { taskId } });
  expect((await again('system')).status).toBe(404);
  await sql`update task set status = 'failed', message = 'request.failed' where task_id = ${taskId}::uuid`.execute(
    app.system.db.kysely,
  );
  expect(await verifyLedger(app.system)).toMatchObject({ unfinished: 1 });
  const failed = await app.call('system', taskContracts.get, { params: { taskId } });
  expect(failed.body).toMatchObject({ status: 'failed', canRetry: true });
  expect((await again('worker')).status).toBe(404);
  expect((await again('system')).status).toBe(200);
  const waiting = await app.call('system', taskContracts.get, { params: { taskId } });
  expect(waiting.body).toMatchObject({ status: 'waiting', message: '', canRetry: false });
  await app.system.tasks.runNow(taskId);
  const done = await app.call('system', taskContracts.get, { params: { taskId } });
  expect(done.body).toMatchObject({ status: 'done', canRetry: false });
  expect(await verifyLedger(app.system)).toMatchObject({ differences: 0, unfinished: 0 });
});
