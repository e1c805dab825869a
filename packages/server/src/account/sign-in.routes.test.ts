/**
 * Signing in by password and the sessions that come of it. Over 400 lines because guesses, crowds, traces and sessions are shown at one door with one
 * way of knocking.
 */
import { accountContracts } from '@renshe/domain/account/account.contract.ts';
import { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { auditContracts } from '@renshe/domain/audit/audit.contract.ts';
import type { LightMyRequestResponse } from 'fastify';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp, testPassword } from '../../test/test-app.ts';
import { hashPassword } from '../platform/password.ts';
import { insertAccount } from './create-account.ts';
import { placeOf } from './guess-guard.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterEach(async () => {
  app.clock.set('2026-11-20T10:00:00+08:00');
  await app.system.db.kysely.deleteFrom('sign_in_guess').execute();
});
afterAll(() => app.close());

const ok = 'account.signed-in';
interface Try {
  from?: string;
  cookie?: string;
  headers?: Record<string, string>;
}
const send = (login: string, password: string, { from = '10.0.0.1', cookie, headers }: Try = {}) =>
  app.http.inject({
    method: 'POST',
    url: '/api/session',
    remoteAddress: from,
    headers: {
      host: 'localhost',
      origin: 'http://localhost',
      'content-type': 'application/json',
      ...(cookie && { cookie }),
      ...headers,
    },
    payload: JSON.stringify({ login, password }),
  });
const codeOf = (answer: LightMyRequestResponse): string =>
  answer.statusCode === 200 ? ok : (answer.json().error.code as string);
const tryOut = async (login: string, password: string, options?: Try) => codeOf(await send(login, password, options));
const cookieOf = (answer: LightMyRequestResponse) => String(answer.headers['set-cookie']).split(';')[0]!;
const wrong = 'account.wrong-credentials';
const locked = 'account.too-many-tries';

describe('guesses at a password', () => {
  it('are judged five times from one place, however the request is dressed up, and the right one comes too late', async () => {
    const dresses = Array.from({ length: 40 }, (_, i) => ({
      login: ['clerk', 'CLERK', ' clerk ', 'ｃｌｅｒｋ'][i % 4]!,
      headers: { 'x-forwarded-for': `203.0.113.${i}`, forwarded: `for=198.51.100.${i}`, 'x-real-ip': `192.0.2.${i}` },
    }));
    const answers = await Promise.all(dresses.map(({ login, headers }, i) => tryOut(login, `wrong ${i}`, { headers })));
    expect(answers.filter((code) => code === wrong)).toHaveLength(5);
    expect(new Set(answers)).toEqual(new Set([wrong, locked]));
    expect(await tryOut('clerk', testPassword)).toBe(locked);
  });

  it('meet the same answers for a login that is known, unknown or suspended, before and after the lock', async () => {
    const suspended = app.accountIds.otherWorker;
    await app.system.db.kysely
      .updateTable('account')
      .set({ status: 'suspended' })
      .where('account_id', '=', suspended)
      .execute();
    const seen = await Promise.all(
      ['clerk', 'nobody-here', 'otherworker'].map(async (login, place) => {
        const answers: unknown[] = [];
        for (let i = 0; i < 8; i++) {
          const answer = await send(login, login === 'otherworker' ? testPassword : 'wrong', {
            from: `10.1.0.${place}`,
          });
          const { requestId: _, ...error } = answer.json().error;
          const { 'x-request-id': __, date: ___, ...headers } = answer.headers;
          answers.push({ status: answer.statusCode, error, headers });
        }
        return answers;
      }),
    );
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
    expect(seen[0]).toMatchObject([...Array(5).fill({ status: 401 }), ...Array(3).fill({ status: 403 })]);
  });

  it('leave an event each, with the account that was tried and without what was typed', async () => {
    const refusals = () =>
      app.system.db.kysely
        .selectFrom('audit_event')
        .select(['event_id', 'subject_id', 'details'])
        .where('action', '=', 'account.sign-in-refused')
        .execute();
    const before = new Set((await refusals()).map((one) => one.event_id));
    for (const login of ['clerk', 'my-secret-as-login'])
      await tryOut(login, 'my-secret-password', { from: '10.3.0.1' });
    const events = (await refusals()).filter((one) => !before.has(one.event_id));
    expect(new Set(events.map((one) => one.subject_id))).toEqual(new Set([app.accountIds.clerk, null]));
    expect(events.map((one) => one.details)).toEqual([{ code: wrong }, { code: wrong }]);
    expect(JSON.stringify(events)).not.toContain('my-secret');
  });

  it('do not lock the colleague out: she signs in from her own place, and from there at any time', async () => {
    expect(await tryOut('worker', testPassword, { from: '10.2.0.1' })).toBe(ok);
    for (let i = 0; i < 6; i++) await tryOut('worker', 'wrong', { from: '10.2.0.2' });
    expect(await tryOut('worker', testPassword, { from: '10.2.0.2' })).toBe(locked);
    expect(await tryOut('worker', testPassword, { from: '10.2.0.1' })).toBe(ok);
    // Spread over many places they are counted together, but not against a place that she uses.
    const spread: string[] = [];
    for (let i = 0; i < 24; i++) spread.push(await tryOut('worker', 'wrong', { from: `10.3.0.${i}` }));
    expect(spread.filter((code) => code === wrong).length).toBeLessThanOrEqual(20);
    expect(await tryOut('worker', testPassword, { from: '10.3.9.9' })).toBe(locked);
    expect(await tryOut('worker', testPassword, { from: '10.2.0.1' })).toBe(ok);
  });

  it('slow down a place that tries one password on many logins', async () => {
    const answers: string[] = [];
    for (let i = 0; i < 34; i++)
      answers.push(await tryOut(`person-${i}`, 'Spring2026!!!', { from: '2001:db8:1:2::1' }));
    // Thirty, and the one that locked.
    expect(answers.filter((code) => code === wrong)).toHaveLength(31);
    // Another address of the same customer is the same place; another customer is not.
    expect(await tryOut('clerk', testPassword, { from: '2001:db8:1:2:ffff::9' })).toBe(locked);
    expect(await tryOut('clerk', testPassword, { from: '2001:db8:1:3::9' })).toBe(ok);
    app.clock.set('2026-11-20T10:01:01+08:00');
    expect(await tryOut('clerk', testPassword, { from: '2001:db8:1:2::1' })).toBe(ok);
  });

  it('are forgotten after a quarter of an hour, and after the right password', async () => {
    for (let i = 0; i < 6; i++) await tryOut('district', 'wrong');
    app.clock.set('2026-11-20T10:14:00+08:00');
    expect(await tryOut('district', testPassword)).toBe(locked);
    app.clock.set('2026-11-20T10:16:00+08:00');
    for (let i = 0; i < 4; i++) expect(await tryOut('district', 'wrong')).toBe(wrong);
    expect(await tryOut('district', testPassword)).toBe(ok);
    for (let i = 0; i < 5; i++) expect(await tryOut('district', 'wrong')).toBe(wrong);
  });

  it('can be forgiven by the administrator, who leaves a trace', async () => {
    for (let i = 0; i < 6; i++) await tryOut('worker', 'wrong');
    const find = async () =>
      (await app.call('security', accountContracts.list, { query: { text: 'worker' } })).body.accounts.find(
        (account) => account.login === 'worker',
      )!;
    expect((await find()).locked).toBe(true);
    const params = { accountId: app.accountIds.worker };
    const done = await app.call('security', accountContracts.unlock, { params, body: { reason: '本人到场核实' } });
    expect(done.status).toBe(200);
    expect((await find()).locked).toBe(false);
    expect(await tryOut('worker', testPassword)).toBe(ok);
    const events = await app.call('auditor', auditContracts.list, { query: { action: 'account.unlocked' } });
    expect(events.body.events[0]).toMatchObject({ subjectId: app.accountIds.worker });
    const own = await app.call('security', accountContracts.unlock, {
      params: { accountId: app.accountIds.security },
      body: { reason: '自己' },
    });
    expect(own.error?.code).toBe('account.own-rights');
  });

  it('at the old password are counted too', async () => {
    const change = (oldPassword: string) =>
      app.call('city', accountContracts.changePassword, {
        body: { oldPassword, newPassword: 'tangerine-lamp-42-north' },
      });
    const answers = [];
    for (let i = 0; i < 7; i++) answers.push((await change(`wrong ${i}`)).error?.code);
    expect(answers.filter((code) => code === 'account.wrong-old-password')).toHaveLength(5);
    expect((await change(testPassword)).error?.code).toBe(locked);
  });

  it('knows places', () => {
    expect(placeOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
    expect(placeOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2');
    expect(placeOf('2001:db8::6')).toBe('2001:db8:0:0');
    expect(placeOf('::1')).toBe('0:0:0:0');
    expect(placeOf('fe80::1%eth0')).toBe('fe80:0:0:0');
  });
});

describe('the trace of signing in', () => {
  it('holds every try: let in or not, why, by what and how far, but not what was typed', async () => {
    // Every step has a second of its own, so that the order of the events is theirs.
    let second = 0;
    const step = () => app.clock.set(`2026-11-20T10:00:${String(10 + second++)}+08:00`);
    const knock = (login: string, password: string) => {
      step();
      return send(login, password, { from: '10.7.0.1' });
    };
    const log = async () => {
      const { rows } = await sql<{ action: string; subject_id: string | null; details: Record<string, unknown> }>`
        select action, subject_id, details from audit_event where action like 'account.%' order by at`.execute(
        app.system.db.kysely,
      );
      return rows.map(({ action, subject_id, details: { authority: _, ...told } }) => [action, subject_id, told]);
    };
    const { clerk } = app.accountIds;
    await sql`delete from audit_event where action like 'account.%'`.execute(app.system.db.kysely);
    const cookie = cookieOf(await knock('clerk', testPassword));
    await knock('clerk', 'wrong-password-7');
    await knock('my-password-in-the-wrong-field', 'x');
    for (let i = 0; i < 5; i++) await knock('clerk', 'wrong-password-7');
    step();
    await app.http.inject({
      method: 'DELETE',
      url: '/api/session',
      headers: { host: 'localhost', origin: 'http://localhost', cookie, 'idempotency-key': crypto.randomUUID() },
    });
    const events = await log();
    const refused = (who: string | null, code: string) => ['account.sign-in-refused', who, { code }];
    expect(events).toEqual([
      ['account.signed-in', clerk, { login: 'clerk', method: 'password', stage: 'full' }],
      refused(clerk, wrong),
      refused(null, wrong),
      ...Array(4).fill(refused(clerk, wrong)),
      refused(clerk, locked),
      ['account.signed-out', clerk, {}],
    ]);
    expect(JSON.stringify(events)).not.toMatch(/wrong-password-7|wrong-field/);
  });
});

describe('two hundred at the door', () => {
  it('are let in two at a time, some wait, the rest is told to come again, and nobody else is kept waiting', async () => {
    await addPeople(200);
    let open = true;
    const crowd = Promise.all(
      Array.from({ length: 200 }, (_, i) => send(`person-${i}`, testPassword, { from: `10.9.${i % 4}.1` })),
    ).finally(() => {
      open = false;
    });
    let served = 0;
    while (open) {
      expect((await app.call('city', areaContracts.tree)).status).toBe(200);
      served++;
    }
    const answers = await crowd;
    const busy = answers.filter((answer) => answer.statusCode === 503);
    expect(new Set(answers.map((answer) => answer.statusCode))).toEqual(new Set([200, 503]));
    expect(busy.length).toBeGreaterThan(0);
    expect(new Set(busy.map((answer) => answer.headers['retry-after']))).toEqual(new Set(['2']));
    expect(busy[0]!.json().error.code).toBe('request.busy');
    // Others were served while the crowd was worked off, not after it.
    expect(served).toBeGreaterThan(3);
    // To be sent away is no wrong try.
    expect(await tryOut('person-1', testPassword, { from: '10.9.1.1' })).toBe(ok);
  });

  async function addPeople(count: number) {
    const passwordHash = await hashPassword(testPassword);
    const at = app.clock.now();
    await app.system.db.kysely.transaction().execute(async (w) => {
      for (let i = 0; i < count; i++)
        await insertAccount(w, {
          login: `person-${i}`,
          name: '某人',
          passwordHash,
          mustChangePassword: false,
          by: null,
          at,
        });
    });
  }
});

describe('a session', () => {
  const me = (cookie: string) =>
    app.http.inject({ url: '/api/session', headers: { host: 'localhost', cookie } }).then((a) => a.statusCode);

  it('gets a token of its own at sign-in, whatever came with the request', async () => {
    const planted = `renshe=${'A'.repeat(43)}`;
    const first = cookieOf(await send('clerk', testPassword, { cookie: planted }));
    expect(first).not.toBe(planted);
    expect(await me(planted)).toBe(401);
    const second = cookieOf(await send('clerk', testPassword, { cookie: first }));
    expect(second).not.toBe(first);
    expect([await me(first), await me(second)]).toEqual([401, 200]);
  });

  it('ends after half an hour without use, and after twelve hours in any case', async () => {
    const cookie = cookieOf(await send('clerk', testPassword));
    app.clock.set('2026-11-20T10:29:00+08:00');
    expect(await me(cookie)).toBe(200);
    app.clock.set('2026-11-20T10:58:00+08:00');
    expect(await me(cookie)).toBe(200);
    app.clock.set('2026-11-20T11:28:30+08:00');
    expect(await me(cookie)).toBe(401);
    app.clock.set('2026-11-20T10:00:00+08:00');
    const busy = cookieOf(await send('clerk', testPassword));
    const begun = app.clock.now().getTime();
    const states: number[] = [];
    for (let minutes = 20; minutes <= 740; minutes += 20) {
      app.clock.set(new Date(begun + minutes * 60_000).toISOString());
      states.push(await me(busy));
    }
    expect(states.filter((status) => status === 200)).toHaveLength(35);
    expect(states.slice(35)).toEqual([401, 401]);
  });

  it('is listed for its owner, who ends one of them or all', async () => {
    const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36';
    const here = cookieOf(await send('auditor', testPassword, { headers: { 'user-agent': windows } }));
    const there = cookieOf(await send('auditor', testPassword));
    const ask = (method: 'GET' | 'DELETE', url: string, cookie: string) =>
      app.http.inject({
        method,
        url,
        headers: { host: 'localhost', origin: 'http://localhost', cookie, 'idempotency-key': crypto.randomUUID() },
      });
    const { sessions } = (await ask('GET', '/api/session/devices', here)).json();
    expect(sessions).toHaveLength(3);
    const current = sessions.filter((session: { current: boolean }) => session.current);
    expect(current).toMatchObject([{ device: 'Chrome · Windows' }]);
    const other = (await ask('GET', '/api/session/devices', there)).json();
    const thereId = other.sessions.find((session: { current: boolean }) => session.current).sessionId;
    // Nobody ends a session that is not hers, nor learns that it exists.
    const stranger = await app.call('clerk', accountContracts.endSession, { params: { sessionId: thereId } });
    expect(stranger.status).toBe(404);
    expect((await ask('DELETE', `/api/session/devices/${thereId}`, here)).statusCode).toBe(200);
    expect([await me(here), await me(there)]).toEqual([200, 401]);
    expect((await ask('DELETE', '/api/session/devices', here)).json()).toEqual({ ended: 2 });
    expect([await me(here), (await app.call('auditor', accountContracts.me)).status]).toEqual([401, 401]);
  });

  it('is ended elsewhere only by whoever has just proved who she is', async () => {
    const cookie = cookieOf(await send('city', testPassword));
    const end = (url: string) =>
      app.http.inject({
        method: 'DELETE',
        url,
        headers: { host: 'localhost', origin: 'http://localhost', cookie, 'idempotency-key': crypto.randomUUID() },
      });
    app.clock.set('2026-11-20T10:16:00+08:00');
    await app.system.db.kysely.updateTable('session').set({ seen_at: app.clock.now() }).execute();
    for (const url of ['/api/session/devices', '/api/session/devices/01a1ffa9-3165-7aa3-8a66-087cc17b1315'])
      expect([url, codeOf(await end(url))]).toEqual([url, 'account.step-up-needed']);
    expect(await me(cookie)).toBe(200);
    await app.system.db.kysely.updateTable('session').set({ verified_at: app.clock.now() }).execute();
    expect((await end('/api/session/devices')).statusCode).toBe(200);
    expect(await me(cookie)).toBe(401);
  });

  it('is ended for everybody by the administrator, who names the city and leaves a trace; hers stays', async () => {
    const cookies = await Promise.all(
      ['worker', 'clerk', 'district'].map(async (login) => cookieOf(await send(login, testPassword))),
    );
    const everybodyOut = (persona: 'security' | 'system', cityName: string) =>
      app.call(persona, accountContracts.endAllSessions, { body: { reason: '凭证外泄', cityName } });
    expect((await everybodyOut('system', '镇江市')).status).toBe(403);
    expect((await everybodyOut('security', '镇江')).error?.code).toBe('account.wrong-city-name');
    for (const cookie of cookies) expect(await me(cookie)).toBe(200);
    // As for every act of high risk a fresh proof is asked.
    expect(accountContracts.endAllSessions.stepUp).toBe('always');
    const done = await everybodyOut('security', '镇江市');
    expect(done.status).toBe(200);
    expect(done.body.ended).toBeGreaterThanOrEqual(cookies.length);
    for (const cookie of cookies) expect(await me(cookie)).toBe(401);
    expect((await app.call('security', accountContracts.me)).status).toBe(200);
    const { rows } = await sql<{ details: object }>`
      select details from audit_event where action = 'account.all-sessions-ended'`.execute(app.system.db.kysely);
    expect(rows).toMatchObject([{ details: { reason: '凭证外泄', ended: done.body.ended } }]);
  });

  it('ends when its owner gets other posts or loses them', async () => {
    const cookie = cookieOf(await send('siblingworker', testPassword));
    const account = (await app.call('security', accountContracts.list, { query: { text: 'siblingworker' } })).body
      .accounts[0]!;
    const done = await app.call('security', accountContracts.endPost, {
      params: { accountId: account.accountId, postId: account.posts[0]!.postId },
      body: { toOn: '2026-11-20' },
    });
    expect(done.status).toBe(200);
    expect(await me(cookie)).toBe(401);
  });
});

describe('a password', () => {
  it('keeps the rules of the city, and is not the old one', async () => {
    const cookie = cookieOf(await send('system', testPassword));
    const change = async (newPassword: string) => {
      const answer = await app.http.inject({
        method: 'POST',
        url: '/api/session/password',
        headers: {
          host: 'localhost',
          origin: 'http://localhost',
          cookie,
          'content-type': 'application/json',
          'idempotency-key': crypto.randomUUID(),
        },
        payload: JSON.stringify({ oldPassword: testPassword, newPassword }),
      });
      return [answer.statusCode, answer.json().error?.code, answer.json().error?.details?.codes];
    };
    expect(await change(testPassword)).toEqual([422, 'account.same-password', undefined]);
    expect(await change('kite-7-anv')).toEqual([422, 'account.weak-password', ['password-too-short']]);
    expect(await change('kite-system-harbour')).toEqual([
      422,
      'account.weak-password',
      ['password-contains-login', 'password-contains-name'],
    ]);
    expect(await change('short-7-kite')).toEqual([200, undefined, undefined]);
  });

  it('must be chosen anew when the city sets a limit and it is older', async () => {
    const { db } = app.system;
    await db.kysely
      .updateTable('account')
      .set({ password_set_at: new Date('2026-08-01T00:00:00Z') })
      .where('login', '=', 'district')
      .execute();
    const before = (await send('district', testPassword)).json();
    expect(before.mustChangePassword).toBe(false);
    await db.kysely
      .updateTable('parameter')
      .set({ value: JSON.stringify(90) })
      .where('key', '=', 'sign_in.password_days')
      .execute();
    await db.kysely.updateTable('cache_stamp').set({ stamp: 99 }).where('name', '=', 'parameter').execute();
    expect((await send('district', testPassword)).json().mustChangePassword).toBe(true);
  });
});
