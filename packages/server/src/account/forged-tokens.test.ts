/**
 * A provider that lies: signing in by tokens, keys, metadata and certificates that are not those of the city's identity provider. The right token
 * opens the door first, so that each refusal is due to the one thing that was forged.
 */
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { accountContracts } from '@renshe/domain/account/account.contract.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type MadeCertificate, makeCertificate } from '../../test/make-certificate.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { createIdentityProvider } from '../platform/identity-provider.ts';
import { createLog } from '../platform/log.ts';

const clientId = 'renshe';
const subject = 'zj-0042';
const rightKey = generateKeyPairSync('rsa', { modulusLength: 2048 });
const foreignKey = generateKeyPairSync('rsa', { modulusLength: 2048 });

let app: TestApp;
let issuer: string;
let server: Server;
let elsewhere: Server;
let folder: string;
/** Requests that somebody was led to make to another machine. */
let led: string[] = [];

type Words = Record<string, unknown>;
interface Forgery {
  metadata?: (words: Words) => Words;
  /** Before the signature. */
  header?: Words;
  claims?: (words: Words) => Words;
  /** Makes the signature; the right key by default. */
  seal?: (signed: string) => string;
  /** What the token endpoint answers beside the ID token. */
  answer?: (words: Words) => Words;
  /** Addresses that answer with a redirect to another machine. */
  redirects?: string;
}
let forgery: Forgery = {};
let nonce = '';

const base64 = (value: string | Buffer) => Buffer.from(value).toString('base64url');
const rs256 = (key: KeyObject) => (signed: string) => base64(sign('sha256', Buffer.from(signed), key));
const jwkOf = (key: KeyObject) => ({ ...key.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' });
const now = () => Math.floor(Date.now() / 1000);

function makeToken(): string {
  const claims = { iss: issuer, aud: clientId, sub: subject, nonce, iat: now(), exp: now() + 300, auth_time: now() };
  const head = base64(JSON.stringify({ alg: 'RS256', kid: 'k1', ...forgery.header }));
  const signed = `${head}.${base64(JSON.stringify(forgery.claims?.(claims) ?? claims))}`;
  return `${signed}.${(forgery.seal ?? rs256(rightKey.privateKey))(signed)}`;
}

function answerAs(at: () => string) {
  return (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '';
    const say = (words: unknown) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(words));
    };
    if (forgery.redirects !== undefined && path.includes(forgery.redirects)) {
      response.writeHead(307, { location: `${addressOf(elsewhere)}${path}` }).end();
      return;
    }
    if (path.includes('openid-configuration')) {
      const words = {
        issuer: at(),
        authorization_endpoint: `${at()}/auth`,
        token_endpoint: `${at()}/token`,
        jwks_uri: `${at()}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        authorization_response_iss_parameter_supported: true,
      };
      say(forgery.metadata?.(words) ?? words);
    } else if (path === '/keys') say({ keys: [jwkOf(rightKey.publicKey)] });
    else {
      const words = { access_token: 'opaque', token_type: 'Bearer', expires_in: 60, id_token: makeToken() };
      say(forgery.answer?.(words) ?? words);
    }
  };
}

const addressOf = (of: Server) => `http://localhost:${(of.address() as AddressInfo).port}`;
const listen = (of: Server) => new Promise<void>((resolve) => of.listen(0, 'localhost', resolve));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'renshe-forged-'));
  app = await openTestApp();
  elsewhere = createServer((request, response) => {
    led.push(request.url ?? '');
    answerAs(() => issuer)(request, response);
  });
  server = createServer(answerAs(() => issuer));
  await Promise.all([listen(elsewhere), listen(server)]);
  issuer = addressOf(server);
  connect();
  await app.call('security', accountContracts.bindIdentity, {
    params: { accountId: app.accountIds.clerk },
    body: { subject },
  });
});
beforeEach(() => {
  forgery = {};
  led = [];
});
afterAll(async () => {
  await Promise.all([server, elsewhere].map((one) => new Promise((resolve) => one.close(resolve))));
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A connection that has learned nothing yet: keys and metadata are fetched anew. */
function connect(address = issuer, log = app.system.log): void {
  const config = { issuer: address, clientId, clientSecret: 'a-secret-of-this-test-only', name: '统一身份认证' };
  app.system.identityProvider = createIdentityProvider(config, log);
}

/** The whole way of somebody who comes back from the provider; the code of the refusal, or nothing. */
async function comeBack(again = false): Promise<string | undefined> {
  const begun = await app.call(null, accountContracts.beginByProvider, { query: again ? { again: 'yes' } : {} });
  if (begun.error) return begun.error.code;
  const asked = new URL(begun.body.address).searchParams;
  nonce = asked.get('nonce')!;
  const answer = `?${new URLSearchParams({ code: 'c'.repeat(43), state: asked.get('state')!, iss: issuer })}`;
  const done = await app.call(null, accountContracts.signInByProvider, {
    body: { ticket: begun.body.ticket, answer },
  });
  return done.error?.code;
}

const changed = (words: Words) => (claims: Words) => ({ ...claims, ...words });
const without = (name: string) => (claims: Words) =>
  Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
/** The secret that whoever knows the public key can use, too. */
const publicPem = rightKey.publicKey.export({ type: 'spki', format: 'pem' });
const hs256 = (secret: string | Buffer) => (signed: string) =>
  createHmac('sha256', secret).update(signed).digest('base64url');

describe('an ID token', () => {
  it('is believed when it is right, whatever else it says', async () => {
    expect(await comeBack()).toBeUndefined();
    forgery = { claims: changed({ name: '某人', nbf: now() - 5 }), header: { typ: 'JWT' } };
    expect(await comeBack()).toBeUndefined();
  });

  it.each<[string, Forgery]>([
    ['no signature', { header: { alg: 'none' }, seal: () => '' }],
    ['no signature, in other letters', { header: { alg: 'NoNe' }, seal: () => '' }],
    ['no signature where one belongs', { seal: () => '' }],
    ['the signature of another key', { seal: rs256(foreignKey.privateKey) }],
    ['a signature over other words', { seal: (signed) => rs256(rightKey.privateKey)(`${signed}x`) }],
    ['the public key taken for a secret', { header: { alg: 'HS256' }, seal: hs256(publicPem) }],
    ['the secret of the client', { header: { alg: 'HS256' }, seal: hs256('a-secret-of-this-test-only') }],
    ['an algorithm of another family', { header: { alg: 'PS256' } }],
    [
      'a key of its own in the header',
      { header: { jwk: jwkOf(foreignKey.publicKey) }, seal: rs256(foreignKey.privateKey) },
    ],
    ['a header that must be understood and is not', { header: { crit: ['x'], x: 1 } }],
    ['keys that are not known', { header: { kid: 'k2' }, seal: rs256(foreignKey.privateKey) }],
  ])('is not believed with %s', async (_, lie) => {
    forgery = lie;
    expect(await comeBack()).toBe('account.provider-refused');
  });

  it.each(['jku', 'x5u'])(
    'is not believed with a key from the address that its %s names, and nobody goes there',
    async (name) => {
      forgery = { header: { [name]: `${addressOf(elsewhere)}/keys` }, seal: rs256(foreignKey.privateKey) };
      expect(await comeBack()).toBe('account.provider-refused');
      expect(led).toEqual([]);
    },
  );

  it.each<[string, (claims: Words) => Words]>([
    ['it ran out a minute ago', changed({ exp: now() - 60 })],
    ['no end', without('exp')],
    ['it begins in an hour', changed({ nbf: now() + 3600 })],
    ['no day of making', without('iat')],
  ])('is not believed outside of its time: %s', async (_, claims) => {
    forgery = { claims };
    expect(await comeBack()).toBe('account.provider-refused');
  });

  it.each<[string, Forgery]>([
    ['another audience', { claims: changed({ aud: 'another-system' }) }],
    ['no audience', { claims: without('aud') }],
    ['a part of our name', { claims: changed({ aud: ['rensh', 'renshe2'] }) }],
    ['several audiences, made for another', { claims: changed({ aud: [clientId, 'other'], azp: 'other' }) }],
    ['another issuer', { claims: changed({ iss: 'https://evil.example' }) }],
    ['an issuer that begins like ours', { claims: (claims) => ({ ...claims, iss: `${String(claims.iss)}.evil` }) }],
    ['the nonce of another sign-in', { claims: changed({ nonce: 'n'.repeat(43) }) }],
    ['no nonce', { claims: without('nonce') }],
    ['no subject', { claims: without('sub') }],
    ['a subject that is no text', { claims: changed({ sub: 42 }) }],
  ])('is not believed when it was made for somebody else: %s', async (_, lie) => {
    forgery = lie;
    expect(await comeBack()).toBe('account.provider-refused');
  });

  it.each<[string, Forgery]>([
    ['an access token in its place', { header: { typ: 'at+jwt' } }],
    ['a token of signing out', { header: { typ: 'logout+jwt' } }],
    ['a token of another kind, written in full', { header: { typ: 'application/at+jwt' } }],
    [
      'no ID token, but an access token with the same words',
      { answer: ({ id_token, ...rest }) => ({ ...rest, access_token: id_token }) },
    ],
  ])('is not taken for what it is not: %s', async (_, lie) => {
    forgery = lie;
    expect(await comeBack()).toBe('account.provider-refused');
  });

  it('proves anew who she is only where it says that she just did so', async () => {
    expect(await comeBack(true)).toBeUndefined();
    for (const claims of [changed({ auth_time: now() - 3600 }), without('auth_time'), changed({ auth_time: 'now' })]) {
      forgery = { claims };
      expect(await comeBack(true)).toBe('account.provider-refused');
    }
  });
});

describe('what the provider says of itself', () => {
  it.each<[string, (words: Words) => Words]>([
    ['another issuer', changed({ issuer: 'https://evil.example' })],
    ['its issuer with a slash more', (words) => ({ ...words, issuer: `${String(words.issuer)}/` })],
    [
      'its issuer in other letters',
      (words) => ({ ...words, issuer: String(words.issuer).replace('localhost', 'LOCALHOST') }),
    ],
    ['no issuer', without('issuer')],
  ])('is not believed with %s', async (_, metadata) => {
    forgery = { metadata };
    connect();
    expect(await comeBack()).toBe('account.provider-unreachable');
    forgery = {};
    connect();
    expect(await comeBack()).toBeUndefined();
  });

  it.each([
    ['openid-configuration', 'account.provider-unreachable'],
    ['/token', 'account.provider-refused'],
    ['/keys', 'account.provider-refused'],
  ])('is not fetched from where %s would send us', async (redirects, refusal) => {
    forgery = { redirects };
    connect();
    expect(await comeBack()).toBe(refusal);
    expect(led).toEqual([]);
    connect();
  });
});

describe('the certificate of the provider', () => {
  const known = getCACertificates('default');
  /** Signs in with a provider that shows `shown`, while `trusted` is trusted. */
  async function withCertificate(shown: MadeCertificate, trusted: MadeCertificate): Promise<string | undefined> {
    const kept = issuer;
    const secure = createTlsServer(
      shown,
      answerAs(() => issuer),
    );
    await new Promise<void>((resolve) => secure.listen(0, 'localhost', resolve));
    const path = join(folder, `${secure.address() && (secure.address() as AddressInfo).port}.log`);
    setDefaultCACertificates([...known, trusted.cert]);
    try {
      issuer = `https://localhost:${(secure.address() as AddressInfo).port}`;
      connect(issuer, createLog('info', path));
      await app.system.db.kysely.updateTable('account_identity').set({ issuer }).execute();
      const refusal = await comeBack();
      if (refusal) await vi.waitFor(() => expect(readFileSync(path, 'utf8')).toMatch(/CERT|SELF_SIGNED/), 20_000);
      return refusal;
    } finally {
      setDefaultCACertificates(known);
      issuer = kept;
      connect();
      await app.system.db.kysely.updateTable('account_identity').set({ issuer }).execute();
      secure.closeAllConnections();
      await new Promise((resolve) => secure.close(resolve));
    }
  }
  const right = makeCertificate('localhost');

  it('opens the way when it is trusted', async () => {
    expect(await withCertificate(right, right)).toBeUndefined();
  });
  it.each([
    ['nobody trusts', makeCertificate('localhost'), right],
    ['is for another host', ...twice(makeCertificate('idp.evil.example'))],
    ['ran out yesterday', ...twice(makeCertificate('localhost', new Date(Date.now() - 86_400_000)))],
  ] as [string, MadeCertificate, MadeCertificate][])(
    'that %s is refused, and the log says why',
    async (_, shown, trusted) => {
      expect(await withCertificate(shown, trusted)).toBe('account.provider-unreachable');
    },
  );
});

function twice<T>(value: T): [T, T] {
  return [value, value];
}
