import { accountContracts } from '@renshe/domain/account/account.contract.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp, testPassword } from '../../test/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

async function signIn(): Promise<string> {
  const { raw } = await app.call(null, accountContracts.signIn, {
    body: { login: 'security', password: testPassword },
  });
  return String(raw.headers['set-cookie']).split(';')[0]!;
}

describe('requests from elsewhere', () => {
  let cookie: string | undefined;
  const json = { 'content-type': 'application/json' };
  const own = { origin: 'http://localhost' };
  it.each<[string, { method?: string; headers: Record<string, string>; payload?: string }, number, string?]>([
    ['no origin', { headers: json }, 403, 'request.foreign-origin'],
    ['a foreign origin', { headers: { ...json, origin: 'https://evil.example' } }, 403, 'request.foreign-origin'],
    [
      'the origin of another port',
      { headers: { ...json, origin: 'http://localhost:81' } },
      403,
      'request.foreign-origin',
    ],
    ['the null origin of a sandbox', { headers: { ...json, origin: 'null' } }, 403, 'request.foreign-origin'],
    [
      'an origin that begins like ours',
      { headers: { ...json, origin: 'http://localhost.evil.example' } },
      403,
      'request.foreign-origin',
    ],
    ['text/plain', { headers: { ...own, 'content-type': 'text/plain' } }, 415, 'request.unsupported-type'],
    [
      'a form',
      { headers: { ...own, 'content-type': 'application/x-www-form-urlencoded' }, payload: 'reason=x' },
      415,
      'request.unsupported-type',
    ],
    [
      'multipart',
      { headers: { ...own, 'content-type': 'multipart/form-data; boundary=x' }, payload: '--x--' },
      415,
      'request.unsupported-type',
    ],
    ['a type with a tail', { headers: { ...own, 'content-type': 'application/json\ta' } }, 415],
    ['no type', { headers: own }, 415],
    ['an overridden method', { method: 'GET', headers: { ...own, 'x-http-method-override': 'POST' } }, 404],
    ['GET', { method: 'GET', headers: own }, 404],
    ['HEAD', { method: 'HEAD', headers: own }, 404],
    ['OPTIONS of a foreign page', { method: 'OPTIONS', headers: { origin: 'https://evil.example' } }, 403],
    ['no idempotency key', { headers: { ...own, ...json } }, 422, 'request.no-idempotency-key'],
  ])('with %s change nothing', async (_, request, status, code) => {
    const params = { accountId: app.accountIds.clerk };
    cookie ??= await signIn();
    const answer = await app.http.inject({
      method: (request.method ?? 'POST') as 'POST',
      url: `/api/accounts/${params.accountId}/unlocking?_method=POST`,
      headers: {
        host: 'localhost',
        cookie,
        ...request.headers,
        ...(code === 'request.no-idempotency-key' ? {} : { 'idempotency-key': crypto.randomUUID() }),
      },
      ...(request.method ? {} : { payload: request.payload ?? JSON.stringify({ reason: '试一试' }) }),
    });
    expect(answer.statusCode).toBe(status);
    if (code) expect(answer.json().error.code).toBe(code);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    const { count } = await app.system.db.kysely
      .selectFrom('audit_event')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('action', '=', 'account.unlocked')
      .where('subject_id', '=', app.accountIds.clerk)
      .executeTakeFirstOrThrow();
    expect(count).toBe(0);
  });

  it('get headers that keep an answer from being a page, a frame or somebody else’s resource', async () => {
    const { headers } = await app.call('clerk', accountContracts.me).then(({ raw }) => raw);
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
  });
});
