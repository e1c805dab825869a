/**
 * 授权须两人 (handbook/security.md §6 rule 19): nothing of high rights takes effect by one person alone, whoever she is and in whatever order
 * things happen; taking rights away does.
 */
import { type Role, roleIsHigh, roles } from '@renshe/domain/access/permissions.ts';
import { sql } from 'kysely';
import { grantPost, insertAccount } from '../account/create-account.ts';
import { createSession } from '../platform/session.ts';
import type { AccessBench } from './access-suite.ts';
import { getContract } from './prove-records.ts';
import type { Answered } from './prove-world.ts';

/** Where each duty is done. */
export const officeOfRole: Readonly<Record<Role, string>> = {
  'community-worker': '321111002003',
  'street-clerk': '321111002000',
  'district-officer': '321111000000',
  'city-officer': '321100000000',
  'system-administrator': '321100000000',
  'security-administrator': '321100000000',
  'audit-administrator': '321100000000',
};

const officer: Role = 'district-officer';
const password = 'tangerine-lamp-42-north';
const toldOf = (answer: Answered) => `${answer.status} ${codeOf(answer)}`;
const codeOf = (answer: Answered) => (answer.json?.error as { code?: string } | undefined)?.code ?? 'ok';

export async function consent(bench: AccessBench): Promise<void> {
  const desk = new ConsentDesk(bench);
  await aloneIsNotEnough(bench, desk);
  await whoDecides(bench, desk);
  await whatHolds(bench, desk);
  await onlyOnce(bench, desk);
}

/** Neither a post nor a way into an account that holds one. */
async function aloneIsNotEnough(bench: AccessBench, desk: ConsentDesk): Promise<void> {
  const { accountIds, offices } = bench.world;
  for (const role of roles.filter(roleIsHigh)) {
    const person = await desk.person(`高${role}`);
    const officeId = offices.get(officeOfRole[role]);
    const granted = await desk.by('account.grant-post', person, { role, officeId, fromOn: '2026-11-20' });
    desk.expect(granted, '409 account.consent-needed', `${role} is granted by one person`);
    const login = `alone.${role}`;
    const made = await desk.call('account.create', {}, { login, name: login, password, role, officeId });
    desk.expect(made, '409 account.consent-needed', `an account of ${role} is made by one person`);
    bench.check((await desk.postsOf(person)) === 0, () => `${role} is held without consent`);
  }
  const into: readonly (readonly [string, object])[] = [
    ['account.reset-password', { password, version: 1 }],
    ['account.reset-factors', { reason: '手机丢失' }],
    ['account.resume', { version: 1, reason: '返岗' }],
  ];
  for (const key of ['district', 'city', 'system', 'auditor'] as const)
    for (const [id, body] of into)
      desk.expect(await desk.by(id, accountIds[key], body), '409 account.consent-needed', `${id} of ${key}`);
}

async function whoDecides(bench: AccessBench, desk: ConsentDesk): Promise<void> {
  const { tokens, accountIds } = bench.world;
  const person = await desk.person('受权人');
  const requestId = await desk.ask(person);
  desk.expect(await desk.consent(tokens.security, requestId), '403 grant.own-request', 'who asked consents');
  const namesake = await desk.administrator('系统二号', '账户security');
  desk.expect(await desk.consent(namesake.token, requestId), '403 grant.same-person', 'who asked, by a second account');
  const double = await desk.administrator('系统三号', '受权人');
  desk.expect(
    await desk.consent(double.token, requestId),
    '403 grant.same-person',
    'who receives, by a second account',
  );
  const hers = await desk.askFor({ kind: 'password', accountId: accountIds.system, password });
  desk.expect(await desk.consent(tokens.system, hers), '403 grant.for-yourself', 'who receives consents');
  const refused = await desk.decide('grant.refuse', tokens.security, hers, { reason: '自己不同意' });
  desk.expect(refused, '403 grant.own-request', 'who asked refuses');
  desk.expect(
    await desk.decide(
      'grant.withdraw',
      (await desk.administrator('安全二号', '安全二号', 'security-administrator')).token,
      hers,
      {
        note: '',
      },
    ),
    '403 grant.not-yours',
    'somebody else withdraws',
  );
  bench.check((await desk.postsOf(person)) === 0, () => 'a post is held although nobody else consented');
}

/** What it rested on when it was asked has to hold when it takes effect. */
async function whatHolds(bench: AccessBench, desk: ConsentDesk): Promise<void> {
  const { tokens } = bench.world;
  const db = bench.world.system.db.kysely;
  const refused = async (
    what: string,
    promised: string,
    between: (person: string, request: string) => Promise<unknown>,
  ) => {
    const person = await desk.person(`受权人 ${what}`);
    const requestId = await desk.ask(person);
    await between(person, requestId);
    desk.expect(await desk.consent(tokens.system, requestId), promised, what);
    bench.check((await desk.postsOf(person)) === 0, () => `${what}: the post is held`);
  };
  await refused('after its time', '409 grant.lapsed', (_, requestId) =>
    sql`update grant_request set expires_at = ${bench.world.clock.now()} where request_id = ${requestId}::uuid`.execute(
      db,
    ),
  );
  await refused('after the account changed', '409 grant.changed-meanwhile', (accountId) =>
    sql`update account set version = version + 1 where account_id = ${accountId}::uuid`.execute(db),
  );
  await refused('after it was withdrawn', '409 grant.decided', (_, requestId) =>
    desk.decide('grant.withdraw', tokens.security, requestId, { note: '' }),
  );
  const asker = await desk.administrator('安全三号', '安全三号', 'security-administrator');
  const person = await desk.person('受权人 of who left');
  const left = await desk.ask(person, officer, asker.token);
  await sql`update account set status = 'suspended' where account_id = ${asker.accountId}::uuid`.execute(db);
  desk.expect(await desk.consent(tokens.system, left), '409 grant.asker-not-entitled', 'after the asker was suspended');
  const other = await desk.person('受权人 of another version');
  const seen = await desk.ask(other);
  desk.expect(
    await desk.consent(tokens.system, seen, 7),
    '409 request.changed-meanwhile',
    'another version than the one seen',
  );
  bench.check(
    (await desk.postsOf(person)) + (await desk.postsOf(other)) === 0,
    () => 'a post is held although the request no longer held',
  );
}

async function onlyOnce(bench: AccessBench, desk: ConsentDesk): Promise<void> {
  const { tokens } = bench.world;
  const second = await desk.administrator('系统四号', '系统四号');
  const person = await desk.person('受权人 once');
  const requestId = await desk.ask(person);
  const both = await Promise.all([tokens.system, second.token].map((token) => desk.consent(token, requestId)));
  const told = both.map(toldOf).sort();
  bench.check(told.join() === '200 ok,409 grant.decided', () => `two consents at once: ${told.join()}`);
  bench.check((await desk.postsOf(person)) === 1, () => 'two consents at once do not make one post');
  const { rows } = await sql<{ post_id: string }>`select post_id from post where account_id = ${person}::uuid`.execute(
    bench.world.system.db.kysely,
  );
  const ended = await desk.call(
    'account.end-post',
    { accountId: person, postId: rows[0]?.post_id },
    { toOn: '2026-11-20' },
  );
  desk.expect(ended, '200 ok', 'taking the post away again, by one person');
}

class ConsentDesk {
  private readonly bench: AccessBench;
  private people = 0;

  constructor(bench: AccessBench) {
    this.bench = bench;
  }

  expect(answer: Answered, promised: string, what: string): void {
    this.bench.check(toldOf(answer) === promised, () => `${what}: ${toldOf(answer)}, promised ${promised}`);
  }

  call(id: string, params: object, body: object, token = this.bench.world.tokens.security): Promise<Answered> {
    this.bench.figures.cells++;
    this.bench.figures.grants++;
    return this.bench.world.call(token, getContract(id), { params: params as Record<string, string>, body });
  }

  by(id: string, accountId: string, body: object): Promise<Answered> {
    return this.call(id, { accountId }, body);
  }

  /** Somebody new, without any post. */
  person(name: string): Promise<string> {
    return this.bench.world.system.db.kysely.transaction().execute((w) =>
      insertAccount(w, {
        login: `consent${++this.people}`,
        name,
        passwordHash: '!',
        mustChangePassword: false,
        by: null,
        at: this.bench.world.clock.now(),
      }),
    );
  }

  /** Somebody who may consent, signed in. */
  async administrator(login: string, name: string, role: Role = 'system-administrator') {
    const { system, clock, offices } = this.bench.world;
    const accountId = await this.person(name);
    const officeId = offices.get(officeOfRole[role])!;
    const post = { accountId, officeId, role, fromOn: '2026-09-01', by: null, at: clock.now() };
    const token = await system.db.kysely.transaction().execute(async (w) => {
      await grantPost(w, post, 'zh');
      return createSession(w, accountId, clock.now());
    });
    return { accountId, token, login };
  }

  ask(accountId: string, role: Role = officer, token?: string): Promise<string> {
    const officeId = this.bench.world.offices.get(officeOfRole[role]);
    return this.askFor({ kind: 'post', accountId, role, officeId, fromOn: '2026-11-20' }, token);
  }

  async askFor(wanted: object, token?: string): Promise<string> {
    const answer = await this.call('grant.ask', {}, { reason: '岗位调整', wanted }, token);
    this.expect(answer, '200 ok', 'a request is not made');
    return String(answer.json?.requestId);
  }

  consent(token: string, requestId: string, version = 1): Promise<Answered> {
    return this.call('grant.consent', { requestId }, { version, note: '' }, token);
  }

  decide(id: string, token: string, requestId: string, body: object): Promise<Answered> {
    return this.call(id, { requestId }, { version: 1, ...body }, token);
  }

  async postsOf(accountId: string): Promise<number> {
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from post where account_id = ${accountId}::uuid`.execute(
      this.bench.world.system.db.kysely,
    );
    return rows[0]!.n;
  }
}
