import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountContracts } from '@renshe/domain/account/account.contract.ts';
import { readContract } from '@renshe/domain/kernel/define-contract.ts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { openTestApp, type TestApp, testPassword } from '../../test/test-app.ts';
import { allRoutes } from '../app.ts';
import { readConfig } from './config.ts';
import { toErrorResponse } from './errors.ts';
import { buildHttp } from './http.ts';
import { createLog } from './log.ts';
import { readRoute } from './route.ts';
import { purgeSessions } from './session.ts';

/** Lines of the log are written behind the back of whoever logs. */
const patience = 20_000;

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

describe('behind a proxy that ends TLS', () => {
  it('takes the public origin alone and marks the cookie secure', async () => {
    const http = await buildHttp(app.system, allRoutes, { publicOrigin: 'https://renshe.example.cn' });
    const signIn = (origin: string) =>
      http.inject({
        method: 'POST',
        url: accountContracts.signIn.path,
        headers: { host: 'localhost:8080', origin, 'content-type': 'application/json' },
        payload: JSON.stringify({ login: 'worker', password: testPassword }),
      });
    expect((await signIn('http://localhost:8080')).statusCode).toBe(403);
    const answer = await signIn('https://renshe.example.cn');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['set-cookie']).toMatch(
      /^__Host-renshe=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
    await http.close();
  });
  it('without TLS the door opens on this machine alone', () => {
    expect(readConfig({ host: '0.0.0.0' }, { HOST: '0.0.0.0' })).toMatchObject({ host: 'localhost', tls: undefined });
    const tls = { 'tls-cert': 'cert.pem', 'tls-key': 'key.pem' };
    expect(readConfig(tls, {}).host).toBe('0.0.0.0');
    expect(() => readConfig({ 'tls-cert': 'cert.pem' }, {})).toThrow('--tls-key');
  });
  it('speaks with a database or a provider on another machine by TLS alone, and checks who answers', () => {
    const database = (url: string) => readConfig({}, { DATABASE_URL: url }).databaseUrl;
    for (const here of [
      'postgres://u:p@localhost:5432/renshe',
      'postgres://u:p@127.0.0.1/renshe',
      'postgres:///renshe?host=/var/run/postgresql',
      'postgres://u:p@[::1]/renshe',
      'postgres://u:p@db.example.cn/renshe?sslmode=verify-full',
    ])
      expect(database(here)).toBe(here);
    for (const there of [
      'postgres://u:p@db.example.cn/renshe',
      'postgres://u:p@10.0.0.7/renshe?sslmode=disable',
      'postgres://u:p@10.0.0.7/renshe?sslmode=prefer',
      'postgres://u:p@10.0.0.7/renshe?sslmode=no-verify',
      'postgres://u:p@localhost.evil.example/renshe',
      'postgres://u:p@localhost/renshe?host=10.0.0.7',
    ])
      expect(() => database(there), there).toThrow('verify-full');
    const provider = (issuer: string) =>
      readConfig({}, { RENSHE_OIDC_ISSUER: issuer, RENSHE_OIDC_CLIENT_ID: 'a', RENSHE_OIDC_CLIENT_SECRET: 'b' });
    expect(provider('https://id.example.cn').identityProvider?.issuer).toBe('https://id.example.cn');
    expect(() => provider('http://id.example.cn')).toThrow('https');
  });
  it('is told with https and without a path', () => {
    expect(readConfig({ 'public-origin': 'https://renshe.example.cn' }, {}).host).toBe('localhost');
    expect(() => readConfig({ 'public-origin': 'http://renshe.example.cn' }, {})).toThrow('--public-origin');
    expect(() => readConfig({ 'public-origin': 'https://renshe.example.cn/app' }, {})).toThrow('--public-origin');
  });
});

describe('a refusal', () => {
  it('stands in the log with who was refused and where, without what was asked for', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'renshe-log-'));
    const path = join(folder, 'server.log');
    const log = createLog('info', path);
    const http = await buildHttp({ ...app.system, log }, allRoutes);
    const ask = (url: string, cookie = '') => http.inject({ url, headers: { host: 'localhost', cookie } });
    const signedIn = await app.call(null, accountContracts.signIn, {
      body: { login: 'clerk', password: testPassword },
    });
    const cookie = String(signedIn.raw.headers['set-cookie']).split(';')[0]!;
    const asked = '01a1ffa9-3165-7aa3-8a66-087cc17b1315';
    await ask('/api/accounts?text=limin', cookie);
    await ask(`/api/residents/${asked}`, cookie);
    await ask(`/api/residents/${asked}`);
    await ask('/api/session', cookie);
    const lines = await vi.waitFor(() => {
      const written = readFileSync(path, 'utf8').trim().split('\n');
      expect(written).toHaveLength(4);
      return written;
    }, patience);
    expect(lines.map((line) => JSON.parse(line)).map(({ route, status, account }) => [route, status, account])).toEqual(
      [
        ['/api/accounts', 403, app.accountIds.clerk],
        ['/api/residents/:residentId', 404, app.accountIds.clerk],
        ['/api/residents/:residentId', 401, null],
        ['/api/session', 200, undefined],
      ],
    );
    expect(lines.join()).not.toMatch(new RegExp(`${asked}|limin`));
    await http.close();
    rmSync(folder, { recursive: true, force: true });
  });
});

describe('what the log tells', () => {
  const thrown = { zh: '出错', en: 'Fails', permission: 'public', scope: 'none' } as const;
  const failing = readContract({ ...thrown, id: 'test.fails', path: '/api/test/fails', output: z.strictObject({}) });

  async function linesOf(
    ask: (http: FastifyInstance) => Promise<unknown>,
    count: number,
  ): Promise<Record<string, unknown>[]> {
    const folder = mkdtempSync(join(tmpdir(), 'renshe-log-'));
    const path = join(folder, 'server.log');
    const routes = [
      ...allRoutes,
      readRoute(failing, () => Promise.reject(new Error('Key (citizen_id)=(321102197403150018)'))),
    ];
    const http = await buildHttp({ ...app.system, log: createLog('info', path) }, routes, {
      pace: { atOnce: 2, aSecond: 0.001 },
    });
    await ask(http);
    const lines = await vi.waitFor(() => {
      const written = readFileSync(path, 'utf8').trim().split('\n');
      expect(written).toHaveLength(count);
      return written.map((line) => JSON.parse(line) as Record<string, unknown>);
    }, patience);
    await http.close();
    rmSync(folder, { recursive: true, force: true });
    return lines;
  }
  const cookieOf = async (login: string) =>
    String(
      (await app.call(null, accountContracts.signIn, { body: { login, password: testPassword } })).raw.headers[
        'set-cookie'
      ],
    ).split(';')[0]!;
  const end = (http: FastifyInstance, cookie: string, headers: Record<string, string> = {}) =>
    http.inject({
      method: 'DELETE',
      url: '/api/session/devices/01a1ffa9-3165-7aa3-8a66-087cc17b1315',
      headers: {
        host: 'localhost',
        origin: 'http://localhost',
        cookie,
        'idempotency-key': crypto.randomUUID(),
        'content-type': 'application/json',
        ...headers,
      },
      payload: '{}',
    });

  it('of each way around the controls is who tried it, where, and which control it was', async () => {
    const cookie = await cookieOf('clerk');
    const lines = await linesOf(async (http) => {
      const ask = (url: string) => http.inject({ url, headers: { host: 'localhost', cookie } });
      await ask('/api/residents?limit=99999999');
      await ask('/api/accounts');
      await ask('/api/%E0%A4%A');
      await end(http, cookie, { origin: 'https://evil.example' });
      await end(http, cookie, { 'idempotency-key': 'x' });
      await end(http, cookie, { 'content-type': 'text/plain' });
      for (let i = 0; i < 3; i++) await end(http, cookie);
    }, 9);
    expect(lines.map(({ status, code, account }) => [status, code, account ?? null])).toEqual([
      [422, 'request.invalid', app.accountIds.clerk],
      [403, 'request.forbidden', app.accountIds.clerk],
      [400, 'request.malformed', null],
      [403, 'request.foreign-origin', null],
      [422, 'request.no-idempotency-key', null],
      [415, 'request.unsupported-type', null],
      [404, 'request.not-found', app.accountIds.clerk],
      [404, 'request.not-found', app.accountIds.clerk],
      // Faster than by hand.
      [503, 'request.too-fast', app.accountIds.clerk],
    ]);
  });

  it('of an unexpected error is its number and place; the answer tells the number alone', async () => {
    let answer = '';
    const lines = await linesOf(async (http) => {
      answer = (await http.inject({ url: failing.path, headers: { host: 'localhost' } })).body;
    }, 2);
    const { requestId } = JSON.parse(answer).error;
    expect(lines[0]).toMatchObject({ level: 50, requestId, route: failing.path });
    expect(JSON.stringify(lines[0])).toMatch(/http\.test\.ts/);
    expect(answer).not.toMatch(/citizen|321102|http\.test|at |stack/i);
  });
});

describe('sessions', () => {
  it('that nobody can use any more are removed, the others stay', async () => {
    const count = async () => (await app.system.db.kysely.selectFrom('session').select('account_id').execute()).length;
    const before = await count();
    await purgeSessions(app.system.db.kysely, app.clock.now());
    expect(await count()).toBe(before);
    await purgeSessions(app.system.db.kysely, new Date(app.clock.now().getTime() + 31 * 60_000));
    expect(await count()).toBe(0);
  });
});

describe('what nobody foresaw', () => {
  it('of two at once that want the same, the second is asked to look again; it is no failure of the server', () => {
    const thrown = Object.assign(new Error('duplicate key'), { code: '23505' });
    expect(toErrorResponse(thrown, 'zh', 'r')).toMatchObject({
      status: 409,
      unexpected: true,
      body: { error: { code: 'request.changed-meanwhile', details: {} } },
    });
  });
});
