import { noticeContracts } from '@renshe/domain/notice/notice.contract.ts';
import { remarkContracts } from '@renshe/domain/remark/remark.contract.ts';
import { transferContracts } from '@renshe/domain/transfer/transfer.contract.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Persona } from '../../test/personas.ts';
import { type ResidentDesk, residentDesk } from '../../test/resident-desk.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';

let app: TestApp;
let desk: ResidentDesk;
beforeAll(async () => {
  app = await openTestApp();
  desk = residentDesk(app);
});
afterAll(() => app.close());

const notices = async (persona: Persona) => {
  const { body, error } = await app.call(persona, noticeContracts.list, {});
  expect(error).toBeUndefined();
  return body.notices;
};
const kinds = async (persona: Persona) => (await notices(persona)).map((one) => one.kind);

describe('notices', () => {
  it('are empty for everybody at first, and nobody’s without signing in', async () => {
    for (const persona of ['worker', 'district', 'city', 'system', 'security', 'auditor'] as const)
      expect(await notices(persona)).toEqual([]);
    expect((await app.call(null, noticeContracts.list, {})).status).toBe(401);
  });
  it('tell of tasks that are over, to whoever began them, for thirty days', async () => {
    const task = {
      account_id: app.accountIds.worker,
      kind: 'ledger-export',
      input: JSON.stringify({}),
      total: 1,
      done: 1,
    };
    const at = (iso: string) => ({ created_at: new Date(iso), ended_at: new Date(iso) });
    await app.system.db.kysely
      .insertInto('task')
      .values([
        {
          ...task,
          ...at('2026-11-19T02:00:00Z'),
          task_id: '00000000-0000-7000-8000-00000000000a',
          title: '新',
          status: 'done',
        },
        {
          ...task,
          ...at('2026-11-18T02:00:00Z'),
          task_id: '00000000-0000-7000-8000-00000000000b',
          title: '败',
          status: 'failed',
        },
        {
          ...task,
          ...at('2026-10-18T02:00:00Z'),
          task_id: '00000000-0000-7000-8000-00000000000c',
          title: '旧',
          status: 'done',
        },
        {
          ...task,
          ...at('2026-11-19T02:00:00Z'),
          task_id: '00000000-0000-7000-8000-00000000000d',
          title: '停',
          status: 'cancelled',
        },
      ])
      .execute();
    expect(await notices('worker')).toMatchObject([
      { kind: 'task-over', title: '新', outcome: 'done' },
      { kind: 'task-over', title: '败', outcome: 'failed' },
    ]);
    expect(await notices('clerk')).toEqual([]);
  });
  it('tell who mentions whom, and what became of it', async () => {
    const residentId = await desk.registered({ name: '苗青' });
    const { body } = await app.call('clerk', remarkContracts.writeOnResident, {
      params: { residentId },
      body: { about: { kind: 'file' }, body: '请核对住址', mentioned: [app.accountIds.worker] },
    });
    const { remarkId } = body;
    expect((await notices('worker'))[0]).toMatchObject({
      kind: 'remark-mention',
      remarkId,
      subjectId: residentId,
      name: '苗青',
      text: '请核对住址',
    });
    expect(await kinds('clerk')).toEqual([]);
    const old = await app.call('clerk', remarkContracts.writeOnResident, {
      params: { residentId },
      body: { about: { kind: 'file' }, body: '早就写了', mentioned: [app.accountIds.worker] },
    });
    await app.system.db.kysely
      .updateTable('remark')
      .set({ written_at: new Date('2026-10-20T00:00:00Z') })
      .where('remark_id', '=', old.body.remarkId)
      .execute();
    expect((await notices('worker')).flatMap((one) => (one.kind === 'remark-mention' ? one.text : []))).toEqual([
      '请核对住址',
    ]);
    expect((await app.call('worker', remarkContracts.mentions, { query: {} })).body.count).toBe(2);
    await app.call('worker', remarkContracts.settle, { params: { remarkId }, body: { version: 1, answer: '已核对' } });
    expect(await kinds('worker')).not.toContain('remark-mention');
    expect(await notices('clerk')).toMatchObject([{ kind: 'remark-settled', remarkId, name: '苗青', text: '已核对' }]);
  });
  it('tell of requests for a file and of the answer', async () => {
    const citizenId = desk.citizenId();
    await desk.registered({ citizenId });
    const asked = await app.call('otherWorker', transferContracts.ask, {
      body: { citizenId, toAreaCode: '321111001005', reason: '已搬来居住' },
    });
    expect(asked.error).toBeUndefined();
    expect((await notices('worker')).find((one) => one.kind === 'transfer-asked')).toMatchObject({
      reason: '已搬来居住',
    });
    expect(await kinds('otherWorker')).toEqual([]);
    expect(await kinds('siblingWorker')).toEqual([]);
    const refused = await app.call('worker', transferContracts.refuse, {
      params: { requestId: asked.body.requestId },
      body: { note: '本人仍住这里' },
    });
    expect(refused.error).toBeUndefined();
    expect(await notices('otherWorker')).toMatchObject([
      { kind: 'transfer-decided', status: 'refused', note: '本人仍住这里' },
    ]);
    expect(await kinds('worker')).not.toContain('transfer-asked');
  });
});
