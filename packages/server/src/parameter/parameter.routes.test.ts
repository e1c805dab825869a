import { parameterContracts } from '@renshe/domain/parameter/parameter.contract.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPeople, type Ledger, leaf, ledgerOver, register, stockOf } from '../../test/ledger-fixture.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { verifyLedger } from '../statistics/verify.ts';

const district = '321102000000';
let app: TestApp;
let ledger: Ledger;
beforeAll(async () => {
  app = await openTestApp({ openedOn: '2026-09-01' });
  ledger = ledgerOver(app.system);
});
afterAll(() => app.close());

const set = (key: string, value: number, fromOn: string, areaCode: string | null = district) =>
  app.call('system', parameterContracts.set, {
    body: { key, areaCode, fromOn, value, source: '某市人社发〔2026〕1号' },
  });
const voided = (parameterId: string) =>
  app.call('system', parameterContracts.void, { params: { parameterId }, body: { reason: '录入错误' } });
const valuesOf = async (key: string, areaCode: string | null = district) =>
  (await app.call('system', parameterContracts.list, {})).body.parameters.filter(
    (row) => row.key === key && row.areaCode === areaCode,
  );
const count = async (table: string): Promise<number> =>
  (await app.system.db.pool.query(`select count(*)::int as count from ${table}`)).rows[0].count;

describe('a parameter', () => {
  it('derives everybody again only where derivations read it', async () => {
    const before = await count('derivation_version');
    expect((await set('report.notice_days', 3, '2026-11-01')).body).toEqual({ taskId: null });
    expect(await count('derivation_version')).toBe(before);
    const { timelines } = await app.system.reference.current();
    expect(timelines.timeline('report.notice_days', 2).at(-1)?.value).toBe(3);
    const { taskId } = (await set('hardship.age_f', 45, '2026-11-01')).body;
    expect(taskId).not.toBeNull();
    expect(await count('derivation_version')).toBe(before + 1);
    await app.system.tasks.runNow(taskId!);
  });
  it('is taken back when it was wrong, and set anew on the same day', async () => {
    const [who] = await addPeople(ledger, [{ areaId: leaf.hejianong, birthOn: '1989-05-05' }]);
    await register(ledger, who!, '2026-10-10');
    const run = async (taskId: string | null) => app.system.tasks.runNow(taskId!);
    const stock = () => stockOf(ledger, 'older-unemployed', leaf.hejianong, 202611);
    const [first] = await valuesOf('hardship.age_f');
    await run((await set('hardship.age_f', 36, '2026-11-10')).body.taskId);
    expect(await stock()).toBe(1);
    expect((await set('hardship.age_f', 46, '2026-11-10')).error?.code).toBe('parameter.exists');
    const wrong = (await valuesOf('hardship.age_f')).find((row) => row.fromOn === '2026-11-10')!;
    const taken = await voided(wrong.parameterId);
    expect(taken.error).toBeUndefined();
    await run(taken.body.taskId);
    expect(await stock()).toBe(0);
    expect(await valuesOf('hardship.age_f')).toEqual([{ ...first, toOn: null }]);
    expect((await voided(wrong.parameterId)).status).toBe(404);
    await run((await set('hardship.age_f', 46, '2026-11-10')).body.taskId);
    expect((await valuesOf('hardship.age_f')).map((row) => [row.fromOn, row.toOn, row.value])).toEqual([
      ['2026-11-01', '2026-11-10', 45],
      ['2026-11-10', null, 46],
    ]);
    expect(await verifyLedger(app.system)).toMatchObject({ differences: 0, unfinished: 0 });
    const { rows } = await app.system.db.pool.query(
      `select void_reason, (select count(*)::int from audit_event where action = 'parameter.voided') as events from parameter where parameter_id = $1`,
      [wrong.parameterId],
    );
    expect(rows).toEqual([{ void_reason: '录入错误', events: 1 }]);
  });
  it('never loses its only national value', async () => {
    const [only] = await valuesOf('lobby.refresh_seconds', null);
    const key = only ? 'lobby.refresh_seconds' : 'report.notice_days';
    const [value] = await valuesOf(key, null);
    expect((await voided(value!.parameterId)).error?.code).toBe('parameter.last');
    expect((await set(key, 5, '2026-11-02', null)).status).toBe(200);
    expect((await voided(value!.parameterId)).status).toBe(200);
    expect((await valuesOf(key, null)).map((row) => row.value)).toEqual([5]);
  });
  it('has one value a day, also when several set the first ones of an area at once', async () => {
    const days = ['2026-11-03', '2026-11-01', '2026-11-03', '2026-11-02'];
    const answers = await Promise.all(days.map((day, i) => set('plan.amber_share', 50 + i, day)));
    expect(answers.map((one) => one.status).sort()).toEqual([200, 200, 200, 409]);
    expect((await valuesOf('plan.amber_share')).map((row) => [row.fromOn, row.toOn])).toEqual([
      ['2026-11-01', '2026-11-02'],
      ['2026-11-02', '2026-11-03'],
      ['2026-11-03', null],
    ]);
  });
});
