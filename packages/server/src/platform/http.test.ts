import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountContracts } from '@renshe/domain/account/account.contract.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openTestApp, type TestApp, testPassword } from '../../test/test-app.ts';
import { allRoutes } from '../app.ts';
import { readConfig } from './config.ts';
import { toErrorResponse } from './errors.ts';
import { buildHttp } from './http.ts';
import { createLog } from './log.ts';
import { purgeSessions } from './session.ts';

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
    });
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
