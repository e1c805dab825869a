import { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { parameterContracts } from '@renshe/domain/parameter/parameter.contract.ts';
import { reportContracts } from '@renshe/domain/report/report.contract.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPeople, type Ledger, leaf, ledgerOver, register, stockOf } from '../../test/ledger-fixture.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { listBrokenSeals } from '../report/seal-forms.ts';
import { verifyLedger } from './verify.ts';

let app: TestApp;
let ledger: Ledger;
beforeAll(async () => {
  app = await openTestApp({ openedOn: '2026-09-01' });
  ledger = ledgerOver(app.system);
});
afterAll(() => app.close());

test('a parameter set by the administrator is derived in the background; verify says so until it is done', async () => {
  const [who] = await addPeople(ledger, [{ areaId: leaf.hejianong, birthOn: '1989-05-05' }]);
  await register(ledger, who!, '2026-09-10');
  const body = {
    key: 'hardship.age_f',
    areaCode: null,
    fromOn: '2026-12-01',
    value: 36,
    source: '某市人社发〔2026〕1号',
  };
  const wrong = await app.call('system', parameterContracts.set, { body: { ...body, value: 'old' } });
  expect(wrong.error?.code).toBe('parameter.wrong-kind');
  for (const value of [0.5, 0, 1e9]) {
    const slip = await app.call('system', parameterContracts.set, { body: { ...body, value } });
    expect(slip.error).toMatchObject({ code: 'parameter.out-of-range', details: { least: 1, most: 120 } });
  }
  const set = await app.call('system', parameterContracts.set, { body });
  expect(set.status).toBe(200);
  expect((await app.call('system', parameterContracts.set, { body })).error?.code).toBe('parameter.exists');
  expect(await verifyLedger(app.system)).toMatchObject({ unfinished: 1 });
  await app.system.tasks.runNow(set.body.taskId!);
  expect(await verifyLedger(app.system)).toMatchObject({ differences: 0, unfinished: 0 });
  expect(await stockOf(ledger, 'older-unemployed', leaf.hejianong, 202611)).toBe(0);
  expect(await stockOf(ledger, 'older-unemployed', leaf.hejianong, 202612)).toBe(1);
});

test('a month is closed from the leaves up, sealed, and closed only once', async () => {
  const asked = { area: '321100000000', month: '2026-09' };
  const body = { ...asked, force: true, reason: '到期强制锁定' };
  const first = await app.call('city', reportContracts.close, { body });
  expect(first.error).toBeUndefined();
  await app.system.tasks.runNow(first.body.taskId);
  const result = await taskResult(first.body.taskId);
  expect(result).toMatchObject({ status: 'done', result: { closed: 7, open: [] } });
  expect((result.result as { sealed: string[] }).sealed).toHaveLength(6);
  const again = await app.call('city', reportContracts.close, { body });
  await app.system.tasks.runNow(again.body.taskId);
  expect(await taskResult(again.body.taskId)).toMatchObject({ result: { closed: 0, sealed: [] } });
  const report = await app.call('city', reportContracts.monthly, { query: asked });
  expect(report.body.sealed).toBe(true);
  expect(report.body.state.state).toBe('closed');
  const unemployed = report.body.lines.find((line) => line.key === 'registered-unemployed');
  expect(unemployed?.month.total).toBe(1);

  const [late] = await addPeople(ledger, [{ areaId: leaf.hejianong }]);
  await register(ledger, late!, '2026-09-20');
  expect((await app.call('city', reportContracts.monthly, { query: asked })).body.lines).toEqual(report.body.lines);
  const october = await app.call('city', reportContracts.monthly, { query: { ...asked, month: '2026-10' } });
  const adjusted = october.body.lines.find((line) => line.key === 'newly-registered-unemployed');
  expect(adjusted?.adjustment.total).toBe(1);
  expect(adjusted?.month.total).toBe(0);
  expect(await listBrokenSeals(app.system.db.kysely, [2, 10])).toEqual([]);
  expect(await verifyLedger(app.system)).toMatchObject({ differences: 0 });
});

test('a community merged into another one takes its people along', async () => {
  const params = { code: '321102001001' };
  const merge = {
    intoCode: '321102001004',
    effectiveOn: '2026-10-15',
    documentNo: '京政复〔2026〕18 号',
    reason: '社区规模调整',
  };
  const self = await app.call('system', areaContracts.merge, { params, body: { ...merge, intoCode: params.code } });
  expect(self.error?.code).toBe('area.merge-itself');
  const done = await app.call('system', areaContracts.merge, { params, body: merge });
  expect(done.error).toBeUndefined();
  await app.system.tasks.runNow(done.body.taskId!);
  expect(await stockOf(ledger, 'registered-unemployed', leaf.jiangkeda, 202611)).toBe(2);
  expect(await stockOf(ledger, 'registered-unemployed', leaf.hejianong, 202611)).toBe(0);
  expect(await verifyLedger(app.system)).toMatchObject({ differences: 0, unfinished: 0 });
});

async function taskResult(taskId: string) {
  return app.system.db.kysely
    .selectFrom('task')
    .select(['status', 'message', 'result'])
    .where('task_id', '=', taskId)
    .executeTakeFirstOrThrow();
}
