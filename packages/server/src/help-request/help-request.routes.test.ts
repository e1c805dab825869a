import { helpRequestContracts as contracts } from '@renshe/domain/help-request/help-request.contract.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Persona } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { networkOf } from '../platform/network.ts';

const community = '321102001001';
const sibling = '321102001004';
const elsewhere = '321111001005';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

const asking = { name: '王芳', phone: '138 1234 5678', area: community, need: 'job' as const, detail: '想找保洁工作' };
const ask = (change: object = {}) => app.call(null, contracts.ask, { body: { ...asking, ...change } });
const list = (persona: Persona, area = community, show: 'open' | 'overdue' | 'all' = 'open') =>
  app.call(persona, contracts.list, { query: { area, show } });

describe('requests for help', () => {
  it('are asked for by anybody, with little data, and stand on the desk of the community', async () => {
    const { body, error } = await ask();
    expect(error).toBeUndefined();
    expect(body).toEqual({ number: expect.stringMatching(/^QZ20261120\d{6}$/), dueOn: '2026-11-27' });
    expect((await ask({ phone: '12345' })).error?.code).toBe('help-request.phone');
    expect((await ask({ area: '321102000000' })).error?.code).toBe('help-request.area');
    expect((await ask({ citizenId: '1' })).status).toBe(422);
    expect((await ask({ detail: 'x'.repeat(501) })).status).toBe(422);
    expect((await ask({ website: 'http://spam' })).error?.code).toBe('help-request.too-many');
    const listed = (await list('worker')).body;
    expect(listed).toMatchObject({
      open: 1,
      overdue: 0,
      requests: [{ number: body.number, name: '王芳', phoneMasked: '138****5678', state: 'received', channel: 'web' }],
    });
    expect((await list('siblingWorker', sibling)).body.count).toBe(0);
    expect((await list('siblingWorker')).status).toBe(403);
    const { rows } = await app.system.db.pool.query('select phone_cipher, source_digest from help_request');
    expect(rows[0].phone_cipher).not.toContain('13812345678');
    expect(rows[0].source_digest.toString()).not.toContain('127.0.0.1');
    const names = await app.call(null, contracts.communities);
    expect(names.body.communities.map((one) => one.code)).toContain(community);
  });
  it('come at most five times an hour from one address', async () => {
    const answers = [];
    for (let i = 0; i < 6; i++) answers.push((await ask()).status);
    expect(answers).toEqual([200, 200, 200, 200, 409, 409]);
    app.clock.set('2026-11-20T11:01:00+08:00');
    expect((await ask()).status).toBe(200);
    app.clock.set('2026-11-20T10:00:00+08:00');
  });
  it('are taken, answered and closed, once each', async () => {
    const { body } = await app.call('worker', contracts.receive, { body: { ...asking, channel: 'walk-in' } });
    expect((await app.call('siblingWorker', contracts.receive, { body: { ...asking, channel: 'phone' } })).status).toBe(
      403,
    );
    const params = { requestId: body.requestId };
    expect(
      (await app.call('worker', contracts.answer, { params, body: { version: 1, answer: '已推荐岗位' } })).error?.code,
    ).toBe('help-request.wrong-state');
    expect((await app.call('siblingWorker', contracts.take, { params, body: { version: 1 } })).status).toBe(404);
    const both = await Promise.all(
      [1, 1].map((version) => app.call('worker', contracts.take, { params, body: { version } })),
    );
    expect(both.map((one) => one.status).sort()).toEqual([200, 409]);
    expect(
      (await app.call('worker', contracts.answer, { params, body: { version: 1, answer: '已推荐' } })).status,
    ).toBe(409);
    expect(
      (await app.call('worker', contracts.answer, { params, body: { version: 2, answer: '已推荐岗位' } })).status,
    ).toBe(200);
    expect((await app.call('worker', contracts.close, { params, body: { version: 3, result: '已上岗' } })).status).toBe(
      200,
    );
    const all = (await list('clerk', community, 'all')).body.requests;
    expect(all.find((one) => one.requestId === body.requestId)).toMatchObject({
      state: 'closed',
      takenBy: 'worker',
      answer: '已推荐岗位',
      result: '已上岗',
      overdue: false,
    });
    const reveal = { params, body: { purpose: '回访' } };
    expect((await app.call('worker', contracts.reveal, reveal)).body.phone).toBe('13812345678');
    expect((await app.call('otherWorker', contracts.reveal, reveal)).status).toBe(404);
  });
  it('are forwarded with their clock, also to another district', async () => {
    const { body } = await app.call('worker', contracts.receive, { body: { ...asking, channel: 'phone' } });
    const params = { requestId: body.requestId };
    const forward = (area: string | null, to = '') =>
      app.call('worker', contracts.forward, { params, body: { version: 1, area, to } });
    expect((await forward(community)).error?.code).toBe('help-request.same-area');
    expect((await forward(null)).error?.code).toBe('help-request.area');
    expect((await forward(elsewhere)).status).toBe(200);
    const there = (await list('otherWorker', elsewhere)).body.requests;
    expect(there).toEqual([expect.objectContaining({ state: 'received', dueOn: body.dueOn, name: '王芳' })]);
    const reveal = { params: { requestId: there[0]!.requestId }, body: { purpose: '联系' } };
    expect((await app.call('otherWorker', contracts.reveal, reveal)).body.phone).toBe('13812345678');
  });
  it('are overdue when nobody has answered in time', async () => {
    await app.system.db.pool.query(`update help_request set due_on = '2026-11-19' where state = 'received'`);
    const { body } = await list('worker', community, 'overdue');
    expect(body.overdue).toBe(body.count);
    expect(body.requests.every((one) => one.overdue)).toBe(true);
  });
  it('are counted one after the other, also when twenty come at once', async () => {
    app.clock.set('2026-11-20T15:00:00+08:00');
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask()));
    expect(answers.filter((one) => one.status === 200)).toHaveLength(5);
    expect(answers.filter((one) => one.error?.code === 'help-request.too-many')).toHaveLength(15);
    app.clock.set('2026-11-20T10:00:00+08:00');
  });
});

describe('what a limit counts by', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::99', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('%s is %s', (address, network) => expect(networkOf(address)).toBe(network));
});
