/** Advisories of other systems about access, sessions and races (handbook/security.md §3), replayed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { allRoutes } from '../app.ts';
import { createSession } from '../platform/session.ts';
import { prepareTaskTables } from '../platform/tasks.ts';
import { accessMatrix } from './access-matrix.ts';
import { type AdvisoryDesk, contracts, fieldsOf, openAdvisoryDesk, ownCommunity } from './advisory-desk.ts';
import { readableText } from './answer-text.ts';
import type { PersonaKey } from './prove-personas.ts';
import { getContract } from './prove-records.ts';

const foreign = '321111001001';
let desk: AdvisoryDesk;
let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await testDatabase();
  await prepareTaskTables(database.url);
  drop = database.drop;
  desk = await openAdvisoryDesk(database.url);
}, 120_000);
afterAll(async () => {
  await desk.close();
  await drop();
});

const area = { area: ownCommunity, areaCode: ownCommunity, limit: '50', offset: '0' };
const reads = contracts.filter(({ method, permission }) => method === 'GET' && permission !== 'public');
const codeOf = (json: Record<string, unknown> | undefined) => (json?.error as { code?: string } | undefined)?.code;
const newSession = (persona: PersonaKey) =>
  desk.world.system.db.kysely
    .transaction()
    .execute((w) => createSession(w, desk.world.accountIds[persona], desk.world.clock.now()));

describe('advisories', () => {
  it('adv/01 no side route shows what the main one hides: lists, work lists, boards, notices, the audit trail', async () => {
    for (const persona of ['worker', 'system', 'security', 'auditor'] as const)
      for (const { id } of reads) {
        const answer = await desk.call(persona, id, desk.fitting(id, area));
        const text = readableText(answer);
        const leaked = desk.world.canaries.find(
          (canary) => (persona !== 'worker' || canary.areaCode !== ownCommunity) && text.includes(canary.text),
        );
        expect(leaked, `${id} as ${persona}`).toBeUndefined();
      }
  });

  it('adv/02 no name, number or phone in the log, whatever goes wrong', async () => {
    const canary = (what: string) =>
      desk.world.canaries.find((one) => one.areaCode === ownCommunity && one.what === what)!.text;
    const [name, phone, citizenId] = [canary('name'), canary('phone'), canary('citizen-id')];
    await desk.call('worker', 'resident.find', { body: { text: citizenId } });
    await desk.call('worker', 'resident.check', { body: { citizenId } });
    await desk.call('worker', 'resident.register', { body: { name, phone, citizenId, areaCode: ownCommunity } });
    await desk.call('worker', 'resident.list', { query: { text: name } });
    await desk.call('worker', 'resident.find', { body: { text: `${citizenId}'`, phone } });
    await desk.call(null, 'account.sign-in', { body: { login: name, password: phone } });
    const log = desk.log();
    expect(log.length).toBeGreaterThan(500);
    expect(desk.world.canaries.filter(({ text }) => log.includes(text))).toEqual([]);
  });

  it('adv/06 a foreign record is refused by every route that can name it, changed by none', async () => {
    const before = await desk.digest();
    const routes = contracts.filter(({ path, permission }) => path.includes(':residentId') && permission !== 'public');
    expect(routes.length).toBeGreaterThan(15);
    for (const { id } of routes) {
      const [thing] = await desk.things(id, foreign);
      if (!thing) continue;
      const { status } = await desk.call(
        'worker',
        id,
        desk.fitting(id, { ...area, ...thing.params, version: thing.version ?? 1 }),
      );
      expect([403, 404, 422], id).toContain(status);
    }
    expect(await desk.digest()).toBe(before);
  });

  it('adv/07 there is no token but the session cookie, it opens nothing as a bearer, and only signing in sets one', async () => {
    expect(contracts.filter(({ id, path }) => /token|api-?key|oauth/i.test(id + path))).toEqual([]);
    const bearer = await desk.world.http.inject({
      method: 'GET',
      url: '/api/session',
      headers: { authorization: `Bearer ${desk.world.tokens.city}`, 'x-api-key': desk.world.tokens.city },
    });
    expect(bearer.statusCode).toBe(401);
    for (const { id } of reads) {
      const { raw } = await desk.call('city', id, desk.fitting(id, area));
      expect(raw.headers['set-cookie'], id).toBeUndefined();
    }
  });

  it('adv/11 no secret in the history of records or in the audit trail', async () => {
    const password = 'heron-lamp-orchard-52';
    const officeId = (
      await desk.world.system.db.kysely.selectFrom('office').select('office_id').executeTakeFirstOrThrow()
    ).office_id;
    const body = { login: 'adv.eleven', name: '新人', password, role: 'community-worker', officeId };
    await desk.call('security', 'account.create', { body });
    const texts = [(await desk.call('auditor', 'audit.list', { query: { limit: '200' } })).text];
    for (const thing of await desk.things('resident.history', ownCommunity))
      texts.push((await desk.call('worker', 'resident.history', { params: thing.params })).text);
    const { rows } = await desk.world.system.db.pool.query<{ text: string }>(
      'select details::text as text from audit_event',
    );
    texts.push(...rows.map(({ text }) => text));
    const secret = desk.world.canaries
      .filter(({ what }) => what === 'citizen-id' || what === 'phone')
      .map(({ text }) => text);
    for (const text of texts)
      for (const word of [password, '$argon2', 'password_hash', ...secret]) expect(text).not.toContain(word);
  });

  it('adv/12 suspension, the end of a post and a new password end what is open, on the next request', async () => {
    const accountId = desk.world.accountIds['worker-same-district'];
    const token = await newSession('worker-same-district');
    const ask = async (session: string) =>
      (await desk.world.call(session, getContract('resident.list'), { query: {} })).status;
    expect(await ask(token)).toBe(200);
    const { version } = await desk.world.system.db.kysely
      .selectFrom('account')
      .select('version')
      .where('account_id', '=', accountId)
      .executeTakeFirstOrThrow();
    const change = async (id: string, params: Record<string, string>, body: object) => {
      const { status, text } = await desk.call('security', id, { params: { accountId, ...params }, body });
      expect(status, `${id} ${text}`).toBe(200);
    };
    await change('account.suspend', {}, { version, reason: '离岗' });
    expect(await ask(token)).toBe(401);
    await change('account.resume', {}, { version: version + 1, reason: '返岗' });
    expect(await ask(token)).toBe(401);
    const second = await newSession('worker-same-district');
    expect(await ask(second)).toBe(200);
    await change('account.reset-password', {}, { version: version + 2, password: 'heron-lamp-orchard-57' });
    expect(await ask(second)).toBe(401);
    const other = desk.world.accountIds['worker-beside'];
    const third = await newSession('worker-beside');
    expect(await ask(third)).toBe(200);
    const { post_id: postId } = await desk.world.system.db.kysely
      .selectFrom('post')
      .select('post_id')
      .where('account_id', '=', other)
      .executeTakeFirstOrThrow();
    await change('account.end-post', { accountId: other, postId }, { toOn: '2026-11-20' });
    expect([401, 403]).toContain(await ask(third));
  });

  it('adv/13 a refused call has no effect, on tables or files', async () => {
    const before = await desk.digest();
    for (const contract of contracts.filter(({ method, permission }) => method !== 'GET' && permission !== 'public')) {
      if (contract.permission === 'signed-in') continue;
      const file = { name: 'a.csv', bytes: Buffer.from('姓名,身份证号\n张三,321102197403150018\n') };
      for (const persona of ['left', 'suspended'] as const) {
        const { status } = await desk.call(persona, contract.id, { ...desk.fitting(contract.id, area), file });
        expect([401, 403], contract.id).toContain(status);
      }
    }
    expect(await desk.digest()).toBe(before);
  });

  it('adv/14 nobody grants a right to oneself, and nobody but the security administrator to others', async () => {
    const { kysely } = desk.world.system.db;
    const office = await kysely.selectFrom('office').select('office_id').executeTakeFirstOrThrow();
    const body = { role: 'city-officer', officeId: office.office_id, fromOn: '2026-11-20' };
    for (const persona of ['worker', 'clerk', 'district', 'city', 'system', 'auditor', 'security'] as const) {
      const { status } = await desk.call(persona, 'account.grant-post', {
        params: { accountId: desk.world.accountIds[persona] },
        body,
      });
      expect([403, 422], persona).toContain(status);
    }
  });

  it('adv/17 guesses are counted whatever the request says of itself', async () => {
    const attempts = Array.from({ length: 12 }, (_, i) =>
      desk.world.http.inject({
        method: 'POST',
        url: '/api/session',
        headers: {
          host: 'localhost',
          origin: 'http://localhost',
          'content-type': 'application/json',
          'x-forwarded-for': `203.0.113.${i}`,
        },
        payload: JSON.stringify({ login: ['clerk', 'CLERK', ' clerk ', 'ｃｌｅｒｋ'][i % 4], password: `wrong ${i}` }),
      }),
    );
    const codes = (await Promise.all(attempts)).map((answer) => codeOf(answer.json()));
    expect(codes.filter((code) => code === 'account.wrong-credentials').length).toBeLessThanOrEqual(5);
    expect(new Set(codes)).toEqual(new Set(['account.wrong-credentials', 'account.too-many-tries']));
  });

  it('adv/19 of twenty at once exactly one wins, and the same key twenty times has one effect', async () => {
    const [first, second] = await desk.things('help-request.take', ownCommunity).then(async (things) => {
      const asked = desk.fitting('help-request.receive', { area: ownCommunity, name: '求助甲', phone: '13800002222' });
      await desk.call('worker', 'help-request.receive', asked);
      return [
        things[0]!,
        (await desk.things('help-request.take', ownCommunity)).find(
          (one) => one.params.requestId !== things[0]!.params.requestId,
        )!,
      ];
    });
    const twenty = (make: (i: number) => Parameters<AdvisoryDesk['call']>[2]) =>
      Promise.all(Array.from({ length: 20 }, (_, i) => desk.call('worker', 'help-request.take', make(i))));
    const raced = await twenty(() => ({ params: first!.params, body: { version: first!.version } }));
    expect(raced.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(raced.filter(({ status }) => status >= 500)).toEqual([]);
    const key = 'adv-19-the-same-key-20';
    const same = await twenty(() => ({ params: second!.params, body: { version: second!.version }, key }));
    expect(same.every(({ status }) => status === 200 || status === 409)).toBe(true);
    const { rows } = await desk.world.system.db.pool.query<{ n: number }>(
      `select count(*)::int as n from audit_event where subject_id = $1 and action = $2`,
      [second!.params.requestId, getContract('help-request.take').audit],
    );
    expect(rows[0]!.n).toBe(1);
  });

  it('adv/20 an account that there is, is not, or is suspended gets the same answer', async () => {
    const answers = [];
    for (const login of ['district', 'nobody.here', 'suspended'])
      answers.push(await desk.call(null, 'account.sign-in', { body: { login, password: 'heron-lamp-orchard-52' } }));
    const told = answers.map(({ status, json }) => [status, { ...(json!.error as object), requestId: '' }]);
    expect(told[1]).toEqual(told[0]);
    expect(told[2]).toEqual(told[0]);
  });

  it('adv/21 printing, files and contacts of somebody else’s records are refused', async () => {
    const printing = contracts.filter(
      ({ id, path, produces }) => path.includes('Id') && (produces !== 'json' || id.endsWith('.reveal')),
    );
    expect(printing.length).toBeGreaterThan(6);
    for (const { id } of printing)
      for (const thing of (await desk.things(id, foreign)).slice(0, 2)) {
        const { status } = await desk.call(
          'worker',
          id,
          desk.fitting(id, { ...area, ...thing.params, purpose: '核对资料' }),
        );
        expect([403, 404], id).toContain(status);
      }
  });

  it('adv/22 the routes that exist are the routes that are declared and have a row in the written matrix', () => {
    const declared = contracts.map(({ id }) => id).sort();
    expect(allRoutes.map(({ contract }) => contract.id).sort()).toEqual(declared);
    expect(Object.keys(accessMatrix).sort()).toEqual(declared);
    for (const { method, path } of contracts) expect(desk.world.http.hasRoute({ method, url: path }), path).toBe(true);
    for (const { path, method } of contracts.filter((one) => one.method === 'GET'))
      expect(desk.world.http.hasRoute({ method: 'HEAD', url: path }), `${method} ${path}`).toBe(false);
  });

  it('adv/login: signing in takes no field but name and password', async () => {
    expect(fieldsOf(getContract('account.sign-in')).map(({ name }) => name)).toEqual(['login', 'password']);
    for (const more of ['role', 'accountId', 'token', 'mustChangePassword']) {
      const { status } = await desk.call(null, 'account.sign-in', {
        body: { login: 'city', password: 'x', [more]: 'x' },
      });
      expect(status).toBe(422);
    }
  });
});
