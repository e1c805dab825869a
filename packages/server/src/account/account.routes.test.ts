import type { AddressInfo } from 'node:net';
import { accountContracts } from '@renshe/domain/account/account.contract.ts';
import { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { auditContracts } from '@renshe/domain/audit/audit.contract.ts';
import { grantContracts } from '@renshe/domain/grant/grant.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp, testPassword } from '../../test/test-app.ts';
import { allRoutes } from '../app.ts';
import { linkAudit } from '../audit/link-audit.ts';
import { verifyAudit } from '../audit/verify-audit.ts';
import { buildHttp } from '../platform/http.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

describe('sign-in', () => {
  it('gives a session cookie that only the browser holds', async () => {
    const { status, raw, body } = await app.call(null, accountContracts.signIn, {
      body: { login: 'worker', password: testPassword },
    });
    expect(status).toBe(200);
    expect(body.posts[0]?.role).toBe('community-worker');
    expect(body.areas.map((area) => area.code)).toEqual(['321102001001']);
    expect(raw.headers['set-cookie']).toMatch(/^renshe=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  });
  it('answers unknown, wrong and suspended alike', async () => {
    const unknown = await app.call(null, accountContracts.signIn, {
      body: { login: 'nobody', password: testPassword },
    });
    const wrong = await app.call(null, accountContracts.signIn, { body: { login: 'clerk', password: 'x' } });
    expect([unknown.status, unknown.error?.code]).toEqual([wrong.status, wrong.error?.code]);
    expect(wrong.error?.code).toBe('account.wrong-credentials');
  });
});

describe('a crowd at the door', () => {
  it('signs in more people at once than the database has connections, and serves the others meanwhile', async () => {
    const logins = ['clerk', 'city', 'system', 'security', 'auditor'];
    const begun = performance.now();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        app.call(null, accountContracts.signIn, { body: { login: logins[i % 5]!, password: testPassword } }),
      ),
    );
    expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(200));
    // The pool gives up on a connection after ten seconds: nobody may have waited for one that long.
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});

describe('the platform', () => {
  it('answers what it cannot read in its own words, never with a failure', async () => {
    const cookie = (await app.call(null, accountContracts.signIn, { body: { login: 'clerk', password: testPassword } }))
      .raw.headers['set-cookie'] as string;
    const badUrl = await app.http.inject({ url: '/api/residents/%E0%A4%A', headers: { cookie } });
    expect([badUrl.statusCode, badUrl.json().error.code]).toEqual([400, 'request.malformed']);
    const month = await app.http.inject({
      url: '/api/reports/monthly?area=321102001001&month=0000-01',
      headers: { cookie: cookie.split(';')[0]! },
    });
    expect([month.statusCode, month.json().error.code]).toEqual([422, 'request.invalid']);
    const halfCharacter = await app.call('worker', residentContracts.move, {
      params: { residentId: '01a1ffa9-3165-7aa3-8a66-087cc17b1315' },
      body: { version: 1, toAreaCode: '321102001004', address: 'x\ud800', movedOn: '2026-11-01', withHousehold: false },
    });
    expect(halfCharacter.error?.fields?.[0]).toMatchObject({ path: 'address', code: 'field.characters' });
  });
  it('finishes the answers it has begun before it stops', async () => {
    const http = await buildHttp(app.system, allRoutes);
    await http.listen({ port: 0, host: '127.0.0.1' });
    const { port } = http.server.address() as AddressInfo;
    const begun = new Promise((resolve) => http.server.once('request', resolve));
    const answer = fetch(`http://127.0.0.1:${port}/api/public/certificates/${'A'.repeat(16)}`);
    await begun;
    const [{ status }] = await Promise.all([answer, http.close()]);
    expect(status).toBe(200);
  });
  it('refuses a foreign origin, an unknown field, a missing session and a missing right', async () => {
    const foreign = await app.http.inject({
      method: 'POST',
      url: '/api/session',
      headers: { origin: 'https://evil.example', 'content-type': 'application/json' },
      payload: '{}',
    });
    expect(foreign.json().error.code).toBe('request.foreign-origin');
    const extra = await app.call(null, accountContracts.signIn, {
      body: { login: 'a', password: 'b', role: 'x' } as never,
    });
    expect(extra.error?.fields?.[0]?.code).toBe('field.unknown');
    expect((await app.call(null, accountContracts.list)).status).toBe(401);
    expect((await app.call('worker', accountContracts.list)).status).toBe(403);
  });
  it('runs a command once per key and refuses the key for other content', async () => {
    const office = (await app.call('security', accountContracts.list)).body.accounts.find((a) => a.login === 'worker')!
      .posts[0]!.officeId;
    const body = {
      login: 'new.worker',
      name: '新人',
      password: 'tangerine-lamp-42-north',
      role: 'community-worker',
      officeId: office,
    } as const;
    const key = '0123456789abcdef-same';
    const both = await Promise.all([
      app.call('security', accountContracts.create, { body, key }),
      app.call('security', accountContracts.create, { body, key }),
    ]);
    expect(both.map((b) => b.status)).toEqual([200, 200]);
    expect(both[0].body.accountId).toBe(both[1].body.accountId);
    const other = await app.call('security', accountContracts.create, { body: { ...body, login: 'other' }, key });
    expect(other.error?.code).toBe('request.key-reused');
  });
  it('ends the session of a suspended account at once', async () => {
    const list = await app.call('security', accountContracts.list, { query: { text: 'otherdistrict' } });
    const account = list.body.accounts[0]!;
    expect((await app.call('otherDistrict', areaContracts.tree)).status).toBe(200);
    expect(
      (
        await app.call('security', accountContracts.suspend, {
          params: { accountId: account.accountId },
          body: { version: account.version, reason: '离岗' },
        })
      ).status,
    ).toBe(200);
    expect((await app.call('otherDistrict', areaContracts.tree)).status).toBe(401);
  });
  it('lets a first password run out: three days, then the administrator sets another one', async () => {
    const { offices } = (await app.call('security', accountContracts.list)).body.accounts
      .map(({ posts }) => ({ offices: posts }))
      .find(({ offices }) => offices[0]?.role === 'community-worker')!;
    const first = 'kite-harbour-first-7';
    const made = await app.call('security', accountContracts.create, {
      body: {
        login: 'late.comer',
        name: '来迟',
        password: first,
        role: 'community-worker',
        officeId: offices[0]!.officeId,
      },
    });
    const { accountId } = made.body;
    const signIn = async (password: string) =>
      (await app.call(null, accountContracts.signIn, { body: { login: 'late.comer', password } })).error?.code;
    const start = app.clock.now();
    const daysLater = (days: number) => app.clock.set(new Date(start.getTime() + days * 86_400_000).toISOString());
    try {
      expect(await signIn(first)).toBeUndefined();
      daysLater(2.9);
      expect(await signIn(first)).toBeUndefined();
      daysLater(3);
      // Told to whoever knows it alone.
      expect(await signIn(first)).toBe('account.first-password-expired');
      expect(await signIn('wrong')).toBe('account.wrong-credentials');
      await app.system.db.kysely
        .updateTable('session')
        .set({ expires_at: new Date('2027-01-01'), seen_at: app.clock.now(), verified_at: app.clock.now() })
        .execute();
      const again = 'kite-harbour-again-8';
      const reset = await app.call('security', accountContracts.resetPassword, {
        params: { accountId },
        body: { password: again, version: 1 },
      });
      expect(reset.status).toBe(200);
      const door = await app.call(null, accountContracts.signIn, { body: { login: 'late.comer', password: again } });
      const change = await app.http.inject({
        method: accountContracts.changePassword.method,
        url: accountContracts.changePassword.path,
        headers: {
          host: 'localhost',
          origin: 'http://localhost',
          'content-type': 'application/json',
          'idempotency-key': crypto.randomUUID(),
          cookie: String(door.raw.headers['set-cookie']).split(';')[0]!,
        },
        payload: JSON.stringify({ oldPassword: again, newPassword: 'her-own-lantern-19' }),
      });
      expect(change.statusCode).toBe(200);
      // Her own does not run out.
      daysLater(60);
      expect(await signIn('her-own-lantern-19')).toBeUndefined();
    } finally {
      app.clock.set(start.toISOString());
    }
  });
  it.each(['Mailcreated5240', 'motherfucker', 'gfhjkmgfhjkm', 'ｇｆｈｊｋｍｇｆｈｊｋｍ', 'GFHJKMGFHJKM'])(
    'refuses a password that was stolen elsewhere: %s',
    async (password) => {
      const change = await app.call('city', accountContracts.changePassword, {
        body: { oldPassword: testPassword, newPassword: password },
      });
      expect([change.status, change.error?.details.codes]).toEqual([422, expect.arrayContaining(['password-stolen'])]);
    },
  );
  it('keeps the three administrators apart', async () => {
    const list = await app.call('security', accountContracts.list, { query: { text: 'auditor' } });
    const refused = await app.call('security', grantContracts.ask, {
      body: {
        reason: '兼任',
        wanted: {
          kind: 'post',
          accountId: list.body.accounts[0]!.accountId,
          role: 'system-administrator',
          officeId: list.body.accounts[0]!.posts[0]!.officeId,
          fromOn: '2026-11-20',
        },
      },
    });
    expect(refused.error?.code).toBe('account.roles-exclude');
  });
  it('shows the tree of the actor with its ancestors alone', async () => {
    const tree = await app.call('clerk', areaContracts.tree);
    expect(tree.body.areas.map((area) => area.code)).toEqual([
      '321100000000',
      '321102000000',
      '321102001000',
      '321102001001',
      '321102001004',
      '321102001007',
    ]);
    // Somebody may move out of the actor's area: then the names of the whole city are wanted.
    const whole = await app.call('clerk', areaContracts.tree, { query: { whole: 'yes' } });
    const all = await app.call('city', areaContracts.tree);
    expect(whole.body).toEqual(all.body);
  });
  it('chains every audit event and sees each kind of tampering', async () => {
    await linkAudit(app.system.db, app.clock.now(), true);
    const clean = await verifyAudit(app.system.db.kysely, app.system.dataDir);
    expect(clean).toMatchObject({ differences: 0, unlinked: 0 });
    expect(clean.links).toBeGreaterThan(5);
    const events = await app.call('auditor', auditContracts.list, { query: { action: 'account.' } });
    expect(events.body.count).toBeGreaterThan(3);
    await app.system.db.kysely
      .updateTable('audit_event')
      .set({ purpose: 'changed' })
      .where('event_id', '=', events.body.events[0]!.eventId)
      .execute();
    expect((await verifyAudit(app.system.db.kysely, app.system.dataDir)).problems.map((p) => p.problem)).toEqual([
      'event-changed',
    ]);
  });
});
