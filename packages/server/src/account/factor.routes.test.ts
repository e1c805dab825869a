import { accountContracts, type Me } from '@renshe/domain/account/account.contract.ts';
import { factorContracts, type Proof } from '@renshe/domain/account/factor.contract.ts';
import { grantContracts } from '@renshe/domain/grant/grant.contract.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { addResident } from '../../test/make-resident.ts';
import { openTestApp, type TestApp, testPassword } from '../../test/test-app.ts';
import { hotp, totpStep } from '../platform/totp.ts';
import { softwareKey } from '../prove/software-key.ts';

let app: TestApp;
const start = Date.parse('2026-11-20T10:00:00+08:00');
let now = start;
beforeAll(async () => {
  app = await openTestApp();
  // As in a real city: nobody is excused.
  await app.system.db.kysely.updateTable('account').set({ demo: false }).execute();
});
beforeEach(async () => {
  await app.system.db.kysely.deleteFrom('sign_in_guess').execute();
});
afterAll(() => app.close());

/** A code is good once, so every step of a test has a later half minute. */
function later(seconds = 60): void {
  now += seconds * 1000;
  app.clock.set(new Date(now).toISOString());
}

/** A browser of its own: its cookie follows what the server sets. */
class Browser {
  cookie = '';

  async call<C extends RouteContract>(
    contract: C,
    input: { params?: Record<string, string>; body?: z.input<C['body']> } = {},
  ): Promise<{ status: number; code: string | undefined; body: z.output<C['output']> }> {
    const url = contract.path.replace(/:(\w+)/g, (_, name: string) => input.params?.[name] ?? '');
    const answer = await app.http.inject({
      method: contract.method,
      url,
      headers: {
        host: 'localhost',
        origin: 'http://localhost',
        cookie: this.cookie,
        ...(contract.effect === 'change' && { 'idempotency-key': crypto.randomUUID() }),
        ...(contract.method !== 'GET' && { 'content-type': 'application/json' }),
      },
      ...(contract.method !== 'GET' && { payload: JSON.stringify(input.body ?? {}) }),
    });
    const set = answer.headers['set-cookie'];
    if (set) this.cookie = String(set).split(';')[0]!;
    return { status: answer.statusCode, code: answer.json().error?.code, body: answer.json() };
  }

  async signIn(login: string): Promise<Me['step']> {
    const { status, body } = await this.call(accountContracts.signIn, { body: { login, password: testPassword } });
    expect(status).toBe(200);
    return body.step;
  }

  async prove(proof: Proof): Promise<string | undefined> {
    return (await this.call(factorContracts.prove, { body: { proof } })).code;
  }

  /** @returns the secret. */
  async addApp(): Promise<Buffer> {
    const { body: offer } = await this.call(factorContracts.offerTotp);
    const secret = fromBase32(offer.secret);
    const added = await this.call(factorContracts.addTotp, {
      body: { ticket: offer.ticket, code: codeOf(secret), name: '手机' },
    });
    expect(added.status).toBe(200);
    return secret;
  }
}

const codeOf = (secret: Buffer, offset = 0) => hotp(secret, totpStep(new Date(now)) + offset);
function fromBase32(text: string): Buffer {
  const bits = [...text]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
}

describe('the second step of signing in', () => {
  it('is owed by whoever has a factor, and nothing is possible or told before', async () => {
    const desk = new Browser();
    expect(await desk.signIn('worker')).toBe('done');
    const secret = await desk.addApp();
    const door = new Browser();
    expect(await door.signIn('worker')).toBe('second-factor');
    const me = (await door.call(accountContracts.me)).body;
    expect(me).toMatchObject({ step: 'second-factor', posts: [], permissions: [], areas: [] });
    for (const contract of [
      residentContracts.list,
      factorContracts.list,
      factorContracts.offerTotp,
      factorContracts.offerRecovery,
      accountContracts.listSessions,
    ]) {
      expect([contract.id, (await door.call(contract)).code]).toEqual([contract.id, 'account.second-factor-owed']);
    }
    // The password is no second factor.
    expect(await door.prove({ kind: 'password', password: testPassword })).toBe('account.wrong-proof');
    const before = door.cookie;
    later();
    expect(await door.prove({ kind: 'totp', code: codeOf(secret) })).toBeUndefined();
    expect(door.cookie).not.toBe(before);
    expect((await door.call(accountContracts.me)).body.permissions).not.toEqual([]);
    // What was only half signed in is worth nothing now.
    const old = new Browser();
    old.cookie = before;
    expect((await old.call(accountContracts.me)).status).toBe(401);
  });

  it('takes a code once, one step early or late, five guesses a quarter of an hour, and ends in ten minutes', async () => {
    const desk = new Browser();
    await desk.signIn('clerk');
    const secret = await desk.addApp();
    later();
    const [first, second] = [new Browser(), new Browser()];
    await first.signIn('clerk');
    await second.signIn('clerk');
    const code = codeOf(secret);
    // The same code at two doors at once: one of them opens.
    const both = await Promise.all([first, second].map((door) => door.prove({ kind: 'totp', code })));
    expect(both.sort()).toEqual(['account.wrong-proof', undefined]);
    later();
    const third = new Browser();
    await third.signIn('clerk');
    expect(await third.prove({ kind: 'totp', code: codeOf(secret, -2) })).toBe('account.wrong-proof');
    expect(await third.prove({ kind: 'totp', code: codeOf(secret, 2) })).toBe('account.wrong-proof');
    expect(await third.prove({ kind: 'totp', code: codeOf(secret, -1) })).toBeUndefined();
    later();
    const guesser = new Browser();
    await guesser.signIn('clerk');
    const answers: (string | undefined)[] = [];
    for (let i = 0; i < 12; i++) answers.push(await guesser.prove({ kind: 'totp', code: String(100_000 + i) }));
    expect(answers.filter((answer) => answer === 'account.wrong-proof').length).toBeLessThanOrEqual(5);
    expect(await guesser.prove({ kind: 'totp', code: codeOf(secret) })).toBe('account.too-many-tries');
    await app.system.db.kysely.deleteFrom('sign_in_guess').execute();
    later(601);
    expect((await guesser.call(accountContracts.me)).status).toBe(401);
  });

  it('must be set up first by whoever has a post that asks for it', async () => {
    const door = new Browser();
    expect(await door.signIn('city')).toBe('enrol');
    expect((await door.call(residentContracts.list)).code).toBe('account.second-factor-owed');
    expect((await door.call(factorContracts.offerRecovery)).code).toBe('account.second-factor-owed');
    const secret = await door.addApp();
    expect((await door.call(accountContracts.me)).body.step).toBe('done');
    const { factors, required } = (await door.call(factorContracts.list)).body;
    expect(required).toBe(true);
    const last = await door.call(factorContracts.remove, { params: { factorId: factors[0]!.factorId } });
    expect(last.code).toBe('factor.last-one');
    later();
    const again = new Browser();
    expect(await again.signIn('city')).toBe('second-factor');
    expect(await again.prove({ kind: 'totp', code: codeOf(secret) })).toBeUndefined();
  });

  it('can be a recovery code, each once; the database holds none of them', async () => {
    const desk = new Browser();
    await desk.signIn('siblingworker');
    await desk.addApp();
    const { body: offer } = await desk.call(factorContracts.offerRecovery);
    expect(new Set(offer.codes).size).toBe(10);
    // Fifty bits each, evenly over its letters: ten signs of thirty-two.
    const signs = offer.codes.map((one) => one.replaceAll('-', ''));
    for (const one of signs) expect(one).toMatch(/^[0-9A-Z]{10,}$/);
    expect(new Set(signs.join('')).size).toBeGreaterThan(20);
    expect((await desk.call(factorContracts.saveRecovery, { body: { ticket: offer.ticket } })).status).toBe(200);
    const rows = JSON.stringify(await app.system.db.kysely.selectFrom('recovery_code').selectAll().execute());
    const replies = JSON.stringify(await app.system.db.kysely.selectFrom('idempotency').selectAll().execute());
    for (const code of offer.codes) expect(rows + replies).not.toContain(code);
    const [code = ''] = offer.codes;
    const door = new Browser();
    await door.signIn('siblingworker');
    expect(await door.prove({ kind: 'recovery', code: code.toLowerCase().replace('-', ' ') })).toBeUndefined();
    expect((await door.call(factorContracts.list)).body.recoveryCodesLeft).toBe(9);
    const next = new Browser();
    await next.signIn('siblingworker');
    expect(await next.prove({ kind: 'recovery', code })).toBe('account.wrong-proof');
    // The ticket is its owner's.
    const other = new Browser();
    await other.signIn('otherworker');
    const stolen = await other.call(factorContracts.saveRecovery, { body: { ticket: offer.ticket } });
    expect(stolen.code).toBe('factor.ticket-expired');
  });

  it('can be a security key: our page, our challenge, once', async () => {
    const origin = 'http://localhost';
    const key = softwareKey();
    const desk = new Browser();
    await desk.signIn('otherworker');
    const { body: offer } = await desk.call(factorContracts.offerWebauthn);
    const add = (at: string) =>
      desk.call(factorContracts.addWebauthn, {
        body: { name: '钥匙', transports: ['usb'], ...key.register(offer.challenge, at) },
      });
    expect((await add('http://localhost.evil.example')).code).toBe('account.wrong-proof');
    expect((await add(origin)).status).toBe(200);
    expect((await add(origin)).code).toBe('factor.taken');
    later();
    const [door, other] = [new Browser(), new Browser()];
    await door.signIn('otherworker');
    await other.signIn('otherworker');
    const challenge = (await door.call(factorContracts.proofOptions)).body.webauthn!.challenge;
    const elsewhere = (await other.call(factorContracts.proofOptions)).body.webauthn!.challenge;
    const proof = (given: string, at = origin): Proof => ({ kind: 'webauthn', ...key.answer(given, at) });
    expect(await door.prove(proof(challenge, 'http://evil.example'))).toBe('account.wrong-proof');
    expect(await door.prove(proof(elsewhere))).toBe('account.wrong-proof');
    const stranger = softwareKey();
    const forged = { ...stranger.answer(challenge, origin), credentialId: key.credentialId };
    expect(await door.prove({ kind: 'webauthn', ...forged })).toBe('account.wrong-proof');
    const good = proof(challenge);
    expect(await door.prove(good)).toBeUndefined();
    expect(await door.prove(good)).toBe('account.wrong-proof');
  });

  it('is taken away by the administrator alone, who leaves a trace and ends all sessions', async () => {
    const desk = new Browser();
    const session = () => desk.call(accountContracts.me).then(({ status }) => status);
    await desk.signIn('district');
    await desk.addApp();
    expect(await session()).toBe(200);
    const accountId = app.accountIds.district;
    const refused = await app.call('worker', accountContracts.resetFactors, {
      params: { accountId },
      body: { reason: '手机丢失' },
    });
    expect(refused.status).not.toBe(200);
    const administrator = new Browser();
    expect(await administrator.signIn('security')).toBe('enrol');
    await administrator.addApp();
    // The account of an officer: one asks, another consents, and nothing happens before.
    const alone = await administrator.call(accountContracts.resetFactors, {
      params: { accountId },
      body: { reason: '手机丢失，本人到场' },
    });
    expect(alone.code).toBe('account.consent-needed');
    const asked = await administrator.call(grantContracts.ask, {
      body: { reason: '手机丢失，本人到场', wanted: { kind: 'factors', accountId } },
    });
    expect(asked.body).toMatchObject({ others: 1 });
    expect(await session()).toBe(200);
    const second = new Browser();
    expect(await second.signIn('system')).toBe('enrol');
    await second.addApp();
    const done = await second.call(grantContracts.consent, {
      params: { requestId: asked.body.requestId },
      body: { version: 1, note: '已当面核对' },
    });
    expect(done.status).toBe(200);
    expect(await session()).toBe(401);
    expect(await desk.signIn('district')).toBe('enrol');
  });
});

describe('acts of high risk', () => {
  it('ask for a fresh proof and then go on; the token changes, the old one proves nothing', async () => {
    const desk = new Browser();
    await desk.signIn('auditor');
    const secret = await desk.addApp();
    const offer = () => desk.call(factorContracts.offerRecovery);
    later();
    const save = async () =>
      (await desk.call(factorContracts.saveRecovery, { body: { ticket: (await offer()).body.ticket } })).code;
    expect(await save()).toBeUndefined();
    later(16 * 60);
    expect(await save()).toBe('account.step-up-needed');
    expect((await desk.call(factorContracts.proofOptions)).body.kinds).toContain('totp');
    const before = desk.cookie;
    expect(await desk.prove({ kind: 'totp', code: codeOf(secret) })).toBeUndefined();
    expect(desk.cookie).not.toBe(before);
    expect(await save()).toBeUndefined();
    // Requests on their way with the token of before are answered, but have gained nothing by the proof.
    const old = new Browser();
    old.cookie = before;
    expect((await old.call(factorContracts.list)).status).toBe(200);
    const { ticket } = (await old.call(factorContracts.offerRecovery)).body;
    expect((await old.call(factorContracts.saveRecovery, { body: { ticket } })).code).toBe('account.step-up-needed');
    later(20);
    expect((await old.call(factorContracts.list)).status).toBe(401);
  });

  it('are also a long export and many numbers in one hour; a password is proof for whoever has no factor', async () => {
    const set = (key: string, value: number) =>
      app.system.db.kysely
        .updateTable('parameter')
        .set({ value: JSON.stringify(value) })
        .where('key', '=', key)
        .execute();
    await set('sign_in.export_people', 1);
    await set('sign_in.reveals_hour', 3);
    await app.system.db.kysely.updateTable('cache_stamp').set({ stamp: 99 }).where('name', '=', 'parameter').execute();
    const people = [await addResident(app), await addResident(app)];
    await app.system.db.kysely.deleteFrom('second_factor').execute();
    const desk = new Browser();
    await desk.signIn('worker');
    later(20 * 60);
    const reveal = async () =>
      (
        await desk.call(residentContracts.reveal, {
          params: { residentId: people[0]! },
          body: { purpose: '联系本人' },
        })
      ).code;
    for (let i = 0; i < 3; i++) expect(await reveal()).toBeUndefined();
    expect(await reveal()).toBe('account.step-up-needed');
    const exported = await app.http.inject({
      method: 'POST',
      url: residentContracts.export.path,
      headers: {
        host: 'localhost',
        origin: 'http://localhost',
        cookie: desk.cookie,
        'content-type': 'application/json',
      },
      payload: JSON.stringify({ purpose: '月度核对' }),
    });
    expect(exported.json().error.code).toBe('account.step-up-needed');
    expect(await desk.prove({ kind: 'password', password: 'wrong' })).toBe('account.wrong-old-password');
    expect(await desk.prove({ kind: 'password', password: testPassword })).toBeUndefined();
    expect(await reveal()).toBeUndefined();
  });
});
