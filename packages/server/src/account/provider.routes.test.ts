/** Signing in by OpenID Connect, against a real provider that runs for this test on a port of its own. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { accountContracts, type Me, setupContracts } from '@renshe/domain/account/account.contract.ts';
import { grantContracts } from '@renshe/domain/grant/grant.contract.ts';
import { Provider } from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { createIdentityProvider } from '../platform/identity-provider.ts';

let app: TestApp;
let server: Server;
let issuer: string;
const origin = 'http://localhost';

beforeAll(async () => {
  app = await openTestApp();
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'renshe',
        client_secret: 'a-secret-of-this-test-only',
        redirect_uris: [`${origin}/sign-in/provider`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        // Plain http exists on this machine alone.
        application_type: 'native',
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    pkce: { required: () => true },
    cookies: { keys: ['cookie key of this test'] },
  });
  server.on('request', provider.callback());
  app.system.identityProvider = createIdentityProvider(
    { issuer, clientId: 'renshe', clientSecret: 'a-secret-of-this-test-only', name: '市统一身份认证' },
    app.system.log,
  );
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await app.close();
});

const begin = async (again = false) =>
  (await app.call(null, accountContracts.beginByProvider, { query: again ? { again: 'yes' } : {} })).body;
const finish = (ticket: string, answer: string) =>
  app.call(null, accountContracts.signInByProvider, { body: { ticket, answer } });
const bind = (accountId: string, subject: string) =>
  app.call('security', accountContracts.bindIdentity, { params: { accountId }, body: { subject } });

/** A person at the provider: follows its pages, signs in there, agrees, and is sent back to us with an answer. */
async function visit(address: string, subject: string): Promise<string> {
  const cookies = new Map<string, string>();
  let url = address;
  let form: URLSearchParams | undefined;
  for (let hop = 0; hop < 12; hop++) {
    if (url.startsWith(`${origin}/sign-in/provider`)) return new URL(url).search;
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: form }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    form = undefined;
    const location = answer.headers.get('location');
    if (location !== null) {
      url = new URL(location, url).href;
      continue;
    }
    const page = await answer.text();
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    if (!prompt) throw new Error(`${answer.status} ${page.slice(0, 300)}`);
    url = new URL(/action="([^"]+)"/.exec(page)![1]!, url).href;
    form = new URLSearchParams(prompt === 'login' ? { prompt, login: subject, password: 'any' } : { prompt });
  }
  throw new Error('the provider sent us in a circle');
}

describe('the identity provider of the city', () => {
  it('is offered at the door, and asked with code, PKCE, state and nonce for exactly our address', async () => {
    expect((await app.call(null, setupContracts.state)).body.identityProvider).toBe('市统一身份认证');
    const [one, other] = [await begin(), await begin()].map(({ address }) => new URL(address).searchParams);
    expect(Object.fromEntries(one!)).toMatchObject({
      response_type: 'code',
      client_id: 'renshe',
      redirect_uri: `${origin}/sign-in/provider`,
      scope: 'openid',
      code_challenge_method: 'S256',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(one!.get(name)!.length).toBeGreaterThanOrEqual(43);
      expect(one!.get(name)).not.toBe(other!.get(name));
    }
  });

  it('opens the account that its subject is bound to, and makes none', async () => {
    const accounts = () =>
      app.system.db.kysely
        .selectFrom('account')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
    const before = await accounts();
    const first = await begin();
    const unknown = await finish(first.ticket, await visit(first.address, 'zj-0042'));
    expect([unknown.status, unknown.error?.code, unknown.error?.details]).toEqual([
      401,
      'account.provider-unknown',
      { subject: 'zj-0042' },
    ]);
    expect(await accounts()).toEqual(before);
    expect((await bind(app.accountIds.clerk, 'zj-0042')).status).toBe(200);
    expect((await bind(app.accountIds.worker, 'zj-0042')).error?.code).toBe('account.identity-taken');
    expect((await bind(app.accountIds.security, 'zj-0001')).error?.code).toBe('account.own-rights');
    const second = await begin();
    const done = await finish(second.ticket, await visit(second.address, 'zj-0042'));
    expect(done.status).toBe(200);
    expect((done.body as Me).posts[0]?.role).toBe('street-clerk');
    expect(done.raw.headers['set-cookie']).toMatch(/^renshe=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  it('leaves the second factor and a suspension as they are', async () => {
    // An officer's account: whoever binds it alone would be let into it.
    expect((await bind(app.accountIds.district, 'zj-0007')).error?.code).toBe('account.consent-needed');
    const asked = await app.call('security', grantContracts.ask, {
      body: {
        reason: '接入统一身份认证',
        wanted: { kind: 'identity', accountId: app.accountIds.district, subject: 'zj-0007' },
      },
    });
    const params = { requestId: asked.body.requestId };
    const done = await app.call('system', grantContracts.consent, { params, body: { version: 1, note: '' } });
    expect(done.status).toBe(200);
    await app.system.db.kysely.updateTable('account').set({ demo: false }).where('login', '=', 'district').execute();
    const first = await begin();
    expect((await finish(first.ticket, await visit(first.address, 'zj-0007'))).body.step).toBe('enrol');
    await app.system.db.kysely
      .updateTable('account')
      .set({ status: 'suspended' })
      .where('login', '=', 'district')
      .execute();
    const second = await begin();
    const refused = await finish(second.ticket, await visit(second.address, 'zj-0007'));
    expect(refused.error?.code).toBe('account.provider-unknown');
  });

  it.each<[string, (answer: URLSearchParams, other: string) => void]>([
    ['no code', (answer) => answer.delete('code')],
    ['another code', (answer) => answer.set('code', 'x'.repeat(43))],
    ['no state', (answer) => answer.delete('state')],
    ['the state of somebody else', (answer, other) => answer.set('state', new URLSearchParams(other).get('state')!)],
    ['another issuer', (answer) => answer.set('iss', 'https://evil.example')],
    ['an error', (answer) => answer.set('error', 'access_denied')],
  ])('is not believed with %s', async (_, change) => {
    const one = await begin();
    const other = await begin();
    const answer = new URLSearchParams(await visit(one.address, 'zj-0042'));
    change(answer, await visit(other.address, 'zj-0042'));
    expect((await finish(one.ticket, `?${answer}`)).error?.code).toBe('account.provider-refused');
  });

  it('is not believed twice, with the ticket of another browser, or after a quarter of an hour', async () => {
    const one = await begin();
    const other = await begin();
    const answer = await visit(one.address, 'zj-0042');
    expect((await finish(other.ticket, answer)).error?.code).toBe('account.provider-refused');
    expect((await finish('a1.x.AAAA', answer)).error?.code).toBe('account.provider-refused');
    const third = await begin();
    const later = await visit(third.address, 'zj-0042');
    expect((await finish(third.ticket, later)).status).toBe(200);
    expect((await finish(third.ticket, later)).error?.code).toBe('account.provider-refused');
    const late = await begin();
    const lateAnswer = await visit(late.address, 'zj-0042');
    app.clock.set('2026-11-20T10:16:00+08:00');
    expect((await finish(late.ticket, lateAnswer)).error?.code).toBe('account.provider-refused');
    app.clock.set('2026-11-20T10:00:00+08:00');
  });

  it('asks once more who she is when that is wanted, and then only believes a fresh proof', async () => {
    const provedAt = () =>
      app.system.db.kysely
        .selectFrom('session')
        .select('verified_at')
        .where('method', '=', 'identity-provider')
        .orderBy('created_at', 'desc')
        .executeTakeFirstOrThrow();
    await app.system.db.kysely.deleteFrom('session').where('method', '=', 'identity-provider').execute();
    const again = await begin(true);
    expect(Object.fromEntries(new URL(again.address).searchParams)).toMatchObject({ prompt: 'login', max_age: '300' });
    expect((await finish(again.ticket, await visit(again.address, 'zj-0042'))).status).toBe(200);
    const age = app.clock.now().getTime() - (await provedAt()).verified_at.getTime();
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThan(60_000);
    // Whoever came by the provider and has no factor here is offered the way back there.
    const session = await begin();
    const done = await finish(session.ticket, await visit(session.address, 'zj-0042'));
    const options = await app.http.inject({
      url: '/api/session/proof',
      headers: { host: 'localhost', cookie: String(done.raw.headers['set-cookie']).split(';')[0]! },
    });
    expect(options.json()).toMatchObject({ kinds: ['password'], provider: '市统一身份认证' });
  });

  it('opens sessions that end by our own limits, whatever session the provider keeps; then it is asked again', async () => {
    const begun = await begin();
    const done = await finish(begun.ticket, await visit(begun.address, 'zj-0042'));
    const cookie = String(done.raw.headers['set-cookie']).split(';')[0]!;
    const status = async () =>
      (await app.http.inject({ url: '/api/session', headers: { host: 'localhost', cookie } })).statusCode;
    const start = app.clock.now().getTime();
    const minutesLater = (minutes: number) => app.clock.set(new Date(start + minutes * 60_000).toISOString());
    const seen: number[] = [];
    for (let minutes = 0; minutes <= 740; minutes += 20) {
      minutesLater(minutes);
      seen.push(await status());
    }
    // Twelve hours, though it was used all the time.
    expect(seen).toEqual([...Array(36).fill(200), 401, 401]);
    minutesLater(0);
    const idle = await begin();
    const again = await finish(idle.ticket, await visit(idle.address, 'zj-0042'));
    const other = String(again.raw.headers['set-cookie']).split(';')[0]!;
    minutesLater(31);
    const answer = await app.http.inject({ url: '/api/session', headers: { host: 'localhost', cookie: other } });
    expect(answer.statusCode).toBe(401);
    minutesLater(0);
  });

  it('may be away: the password goes on working, and it is asked again the next time', async () => {
    const kept = app.system.identityProvider;
    app.system.identityProvider = createIdentityProvider(
      { issuer: 'http://localhost:1', clientId: 'renshe', clientSecret: 'x', name: '断开' },
      app.system.log,
    );
    const away = await app.call(null, accountContracts.beginByProvider);
    expect([away.status, away.error?.code]).toEqual([503, 'account.provider-unreachable']);
    app.system.identityProvider = undefined;
    expect((await app.call(null, accountContracts.beginByProvider)).error?.code).toBe('account.no-provider');
    app.system.identityProvider = kept;
  });
});
