/** What two people have to agree on, and how one alone fails. Over 400 lines because it is one list of cases over one set of helpers. */
import { type Role, roleIsHigh } from '@renshe/domain/access/permissions.ts';
import { accountContracts } from '@renshe/domain/account/account.contract.ts';
import { auditContracts } from '@renshe/domain/audit/audit.contract.ts';
import { type GrantKind, grantContracts, type WantedGrant } from '@renshe/domain/grant/grant.contract.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Persona, personas } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { grantPost, insertAccount } from '../account/create-account.ts';
import { runCommand } from '../platform/command.ts';
import { scopeOfRoots } from '../platform/scope.ts';
import { createSession } from '../platform/session.ts';
import { operatorPosts } from '../platform/tasks.ts';
import { requestOf } from '../prove/prove-request.ts';
import { consentToGrant } from './decide-grant.ts';
import { lapseGrants } from './lapse-grants.ts';

const password = 'tangerine-lamp-42-north';
const start = '2026-11-20T10:00:00+08:00';
let app: TestApp;
const offices = new Map<string, string>();
beforeAll(async () => {
  app = await openTestApp();
  const { rows } = await sql<{ code: string; office_id: string }>`
    select v.code, o.office_id from office o join area_version v on v.area_id = o.area_id`.execute(
    app.system.db.kysely,
  );
  for (const row of rows) offices.set(row.code, row.office_id);
});
afterAll(() => app.close());
beforeEach(async () => {
  app.clock.set(start);
  await sql`update grant_request set status = 'withdrawn', decided_at = asked_at, password_hash = null where status = 'asked'`.execute(
    app.system.db.kysely,
  );
});

let serial = 0;
/** Somebody new; with a role also in a post, and signed in. */
async function person(name: string, role?: Role, area = '321100000000') {
  return app.system.db.kysely.transaction().execute(async (w) => {
    const at = app.clock.now();
    const account = { login: `made${++serial}`, name, passwordHash: '!', mustChangePassword: false, by: null, at };
    const accountId = await insertAccount(w, account);
    const post = { accountId, officeId: offices.get(area)!, fromOn: '2026-01-01', by: null, at };
    if (role) await grantPost(w, { ...post, role }, 'zh');
    return { accountId, login: account.login, token: await createSession(w, accountId, at) };
  });
}
type Made = Awaited<ReturnType<typeof person>>;
type Who = Persona | Made;

const session = async (who: Made, id: 'consent' | 'refuse' | 'withdraw' | 'ask', params: object, body: object) => {
  const answer = await app.http.inject(
    requestOf(grantContracts[id], who.token, { params: params as Record<string, string>, body }),
  );
  return { status: answer.statusCode, error: answer.json().error as { code: string } | undefined, body: answer.json() };
};
async function decide(who: Who, id: 'consent' | 'refuse' | 'withdraw', requestId: string, version = 1) {
  const body = id === 'refuse' ? { version, reason: '理由不足' } : { version, note: '' };
  const params = { requestId };
  const answer =
    typeof who === 'string'
      ? await app.call(who, grantContracts[id] as typeof grantContracts.consent, { params, body: body as never })
      : await session(who, id, params, body);
  return answer.error?.code ?? answer.status;
}
const wantedPost = (accountId: string, role: Role = 'city-officer', area = '321100000000') =>
  ({ kind: 'post', accountId, role, officeId: offices.get(area)!, fromOn: '2026-11-20' }) as const;
const ask = (wanted: WantedGrant, who: Persona = 'security') =>
  app.call(who, grantContracts.ask, { body: { reason: '岗位调整', wanted } });
async function asked(wanted: WantedGrant): Promise<string> {
  const answer = await ask(wanted);
  expect(answer.error).toBeUndefined();
  return answer.body.requestId;
}
const postsOf = async (accountId: string) =>
  (await app.system.db.kysely.selectFrom('post').select('role').where('account_id', '=', accountId).execute()).length;
const rowOf = (requestId: string) =>
  app.system.db.kysely
    .selectFrom('grant_request')
    .selectAll()
    .where('request_id', '=', requestId)
    .executeTakeFirstOrThrow();

describe('high rights', () => {
  it('are not granted by one person: the direct way is shut, the request changes nothing', async () => {
    const { accountId } = await person('郑升');
    const { kind: _, accountId: __, ...body } = wantedPost(accountId);
    const alone = await app.call('security', accountContracts.grantPost, { params: { accountId }, body });
    expect([alone.status, alone.error?.code]).toEqual([409, 'account.consent-needed']);
    const requestId = await asked(wantedPost(accountId));
    expect(await postsOf(accountId)).toBe(0);
    expect(await decide('system', 'consent', requestId)).toBe(200);
    expect(await postsOf(accountId)).toBe(1);
    expect(await rowOf(requestId)).toMatchObject({
      status: 'consented',
      decided_by: app.accountIds.system,
      version: 2,
    });
  });
  it('of a workstation or street are: they need no second person, and cannot be asked for', async () => {
    const { accountId } = await person('钱街');
    const role = 'street-clerk';
    const low = { role, officeId: offices.get('321102001000')!, fromOn: '2026-11-20' } as const;
    expect((await ask({ kind: 'post', accountId, ...low })).error?.code).toBe('grant.not-high');
    const granted = await app.call('security', accountContracts.grantPost, { params: { accountId }, body: low });
    expect(granted.status).toBe(200);
  });
  it('end a session of before when they are granted, and are there with the next one', async () => {
    const made = await person('孙升', 'street-clerk', '321102001000');
    const requestId = await asked(wantedPost(made.accountId, 'district-officer', '321102000000'));
    const me = () =>
      app.http.inject(requestOf(accountContracts.me, made.token, {})).then(({ statusCode }) => statusCode);
    expect(await me()).toBe(200);
    expect(await decide('system', 'consent', requestId)).toBe(200);
    expect(await me()).toBe(401);
  });
  it('begin on the day of the consent, not before', async () => {
    const { accountId } = await person('李升');
    const requestId = await asked({ ...wantedPost(accountId), fromOn: '2026-01-01' });
    expect(await decide('system', 'consent', requestId)).toBe(200);
    const [post] = await app.system.db.kysely
      .selectFrom('post')
      .select(['from_on', 'created_by'])
      .where('account_id', '=', accountId)
      .execute();
    expect(post).toEqual({ from_on: '2026-11-20', created_by: app.accountIds.security });
  });
  it('are taken away by one person, at once', async () => {
    const made = await person('周降', 'city-officer');
    const { post_id: postId } = await app.system.db.kysely
      .selectFrom('post')
      .select('post_id')
      .where('account_id', '=', made.accountId)
      .executeTakeFirstOrThrow();
    const params = { accountId: made.accountId, postId };
    const ended = await app.call('security', accountContracts.endPost, { params, body: { toOn: '2026-11-20' } });
    expect(ended.status).toBe(200);
    const other = await person('吴停', 'audit-administrator');
    const suspended = await app.call('security', accountContracts.suspend, {
      params: { accountId: other.accountId },
      body: { version: 1, reason: '离岗' },
    });
    expect(suspended.status).toBe(200);
  });
});

describe('who consents', () => {
  it.each<[string, () => Promise<Who>, string | number]>([
    ['the one who asked', async () => 'security', 'grant.own-request'],
    ['a second account of the one who asked', () => person('Security', 'system-administrator'), 'grant.same-person'],
    ['a second account of the one who receives', () => person('受 权人', 'system-administrator'), 'grant.same-person'],
    ['an officer of the city', async () => 'city', 'request.forbidden'],
    ['the audit administrator', async () => 'auditor', 'request.forbidden'],
    ['another security administrator', () => person('许安', 'security-administrator'), 200],
    ['the system administrator', async () => 'system', 200],
  ])('%s', async (_, who, told) => {
    const { accountId } = await person('受权人');
    const requestId = await asked(wantedPost(accountId));
    expect(await decide(await who(), 'consent', requestId)).toBe(told);
    expect(await postsOf(accountId)).toBe(told === 200 ? 1 : 0);
  });
  it('nobody to what is for herself, in neither way', async () => {
    const requestId = await asked({ kind: 'password', accountId: app.accountIds.system, password });
    expect(await decide('system', 'consent', requestId)).toBe('grant.for-yourself');
    expect(await decide('system', 'refuse', requestId)).toBe('grant.for-yourself');
    expect((await ask({ kind: 'password', accountId: app.accountIds.security, password })).error?.code).toBe(
      'account.own-rights',
    );
  });
  it('nobody who asked through a second post: the posts of one account are one person', async () => {
    const both = await person('韩双', 'security-administrator');
    const { accountId } = await person('沈受');
    const answer = await session(both, 'ask', {}, { reason: '岗位调整', wanted: wantedPost(accountId) });
    expect(answer.status).toBe(200);
    const second = { accountId: both.accountId, officeId: offices.get('321100000000')!, by: null, at: app.clock.now() };
    await app.system.db.kysely
      .transaction()
      .execute((w) => grantPost(w, { ...second, role: 'security-administrator', fromOn: '2026-02-01' }, 'zh'));
    expect(await decide(both, 'consent', answer.body.requestId)).toBe('grant.own-request');
  });
  it('not the table itself, whatever the program says', async () => {
    const { accountId } = await person('杨受');
    const requestId = await asked(wantedPost(accountId));
    await expect(
      sql`update grant_request set status = 'consented', decided_at = asked_at, decided_by = asked_by where request_id = ${requestId}::uuid`.execute(
        app.system.db.kysely,
      ),
    ).rejects.toThrow(/grant_request_two_people_check/);
  });
});

describe('what happened meanwhile', () => {
  it.each<[string, (made: Made, requestId: string) => Promise<unknown>, string]>([
    ['its time was over', async () => app.clock.set('2026-11-27T10:00:00+08:00'), 'grant.lapsed'],
    ['it was withdrawn', (_, requestId) => decide('security', 'withdraw', requestId), 'grant.decided'],
    ['it was refused', (_, requestId) => decide('system', 'refuse', requestId), 'grant.decided'],
    [
      'the account was suspended',
      ({ accountId }) =>
        app.call('security', accountContracts.suspend, { params: { accountId }, body: { version: 1, reason: '离岗' } }),
      'grant.changed-meanwhile',
    ],
    [
      'the one who asked set its password',
      ({ accountId }) =>
        app.call('security', accountContracts.resetPassword, { params: { accountId }, body: { version: 1, password } }),
      'grant.changed-meanwhile',
    ],
    [
      'it got a post that excludes this one',
      ({ accountId }) =>
        app.system.db.kysely.transaction().execute((w) => {
          const post = { accountId, officeId: offices.get('321100000000')!, by: null, at: app.clock.now() };
          return grantPost(w, { ...post, role: 'audit-administrator', fromOn: '2026-11-20' }, 'zh');
        }),
      'account.roles-exclude',
    ],
  ])('%s', async (_, happen, told) => {
    const made = await person('郭受');
    const requestId = await asked(wantedPost(made.accountId));
    await happen(made, requestId);
    const before = await postsOf(made.accountId);
    await app.staySignedIn();
    expect(await decide('system', 'consent', requestId)).toBe(told);
    expect(await postsOf(made.accountId)).toBe(before);
  });
  it.each<[string, string]>([
    ['the one who asked was suspended', "update account set status = 'suspended' where account_id = $1"],
    ['the one who asked lost the post', "update post set to_on = '2026-11-20' where account_id = $1"],
  ])('%s', async (_, text) => {
    const asker = await person('何问', 'security-administrator');
    const { accountId } = await person('吕受');
    const answer = await session(asker, 'ask', {}, { reason: '岗位调整', wanted: wantedPost(accountId) });
    await app.system.db.pool.query(text, [asker.accountId]);
    expect(await decide('system', 'consent', answer.body.requestId)).toBe('grant.asker-not-entitled');
    expect(await postsOf(accountId)).toBe(0);
  });
  it('the office was closed', async () => {
    const office = app.system.db.kysely.updateTable('office').where('office_id', '=', offices.get('321111000000')!);
    const { accountId } = await person('施受');
    const requestId = await asked(wantedPost(accountId, 'district-officer', '321111000000'));
    await office.set({ closed_on: '2026-11-20' }).execute();
    expect(await decide('system', 'consent', requestId)).toBe('grant.changed-meanwhile');
    await office.set({ closed_on: null }).execute();
    expect(await decide('system', 'consent', requestId)).toBe(200);
  });
  it('two consents at once make one grant, and another version than the one seen none', async () => {
    const other = await person('曹同', 'system-administrator');
    const { accountId } = await person('严受');
    const requestId = await asked(wantedPost(accountId));
    expect(await decide('system', 'consent', requestId, 2)).toBe('request.changed-meanwhile');
    const both = await Promise.all([decide('system', 'consent', requestId), decide(other, 'consent', requestId)]);
    expect(both.map(String).sort()).toEqual(['200', 'grant.decided']);
    expect(await postsOf(accountId)).toBe(1);
  });
  it('a request is withdrawn by the one who made it alone, and the same is not asked twice', async () => {
    const other = await person('华安', 'security-administrator');
    const { accountId } = await person('金受');
    const requestId = await asked(wantedPost(accountId));
    expect((await ask(wantedPost(accountId))).error?.code).toBe('grant.already-asked');
    expect(await decide(other, 'withdraw', requestId)).toBe('grant.not-yours');
    expect(await decide('security', 'withdraw', requestId)).toBe(200);
    await asked(wantedPost(accountId));
  });
});

describe('a way into an account with high rights', () => {
  const districtPost = personas.district;
  const wanted: readonly (readonly [GrantKind, (accountId: string) => WantedGrant])[] = [
    ['password', (accountId) => ({ kind: 'password', accountId, password })],
    ['factors', (accountId) => ({ kind: 'factors', accountId })],
    ['resumption', (accountId) => ({ kind: 'resumption', accountId })],
  ];
  const alone = {
    password: (accountId: string) =>
      app.call('security', accountContracts.resetPassword, { params: { accountId }, body: { password, version: 1 } }),
    factors: (accountId: string) =>
      app.call('security', accountContracts.resetFactors, { params: { accountId }, body: { reason: '手机丢失' } }),
    resumption: (accountId: string) =>
      app.call('security', accountContracts.resume, { params: { accountId }, body: { reason: '返岗', version: 1 } }),
  };
  it.each(wanted)('%s: by one person never, by two it opens', async (kind, wantedOf) => {
    const { accountId } = await person('陶官', districtPost.role, districtPost.area);
    const { kysely } = app.system.db;
    await sql`insert into second_factor (factor_id, account_id, kind, name, secret_cipher, created_at)
      values (${crypto.randomUUID()}::uuid, ${accountId}::uuid, 'totp', '手机', 'x', ${app.clock.now()})`.execute(
      kysely,
    );
    if (kind === 'resumption')
      await kysely.updateTable('account').set({ status: 'suspended' }).where('account_id', '=', accountId).execute();
    const state = () =>
      kysely
        .selectFrom('account')
        .select(['password_hash', 'status', 'version'])
        .where('account_id', '=', accountId)
        .executeTakeFirstOrThrow();
    const before = await state();
    expect((await alone[kind as keyof typeof alone](accountId)).error?.code).toBe('account.consent-needed');
    const requestId = await asked(wantedOf(accountId));
    expect(await state()).toEqual(before);
    expect(await decide('system', 'consent', requestId)).toBe(200);
    expect((await state()).version).toBe(before.version + 1);
  });
  it('counts from the day a post is granted, also one that begins later', async () => {
    const { accountId } = await person('姜来');
    const requestId = await asked({ ...wantedPost(accountId), fromOn: '2027-01-01' });
    expect(await decide('system', 'consent', requestId)).toBe(200);
    expect((await alone.password(accountId)).error?.code).toBe('account.consent-needed');
  });
  it('is the account itself when it is new: made with the consent, its password good from then on', async () => {
    const body = {
      login: 'new.officer',
      name: '戚新',
      password,
      role: 'city-officer',
      officeId: offices.get('321100000000')!,
    } as const;
    expect((await app.call('security', accountContracts.create, { body })).error?.code).toBe('account.consent-needed');
    const requestId = await asked({ kind: 'account', ...body });
    const find = () =>
      app.system.db.kysely.selectFrom('account').select('account_id').where('login', '=', 'new.officer').execute();
    expect(await find()).toEqual([]);
    expect((await rowOf(requestId)).password_hash).not.toContain(password);
    app.clock.set('2026-11-26T10:00:00+08:00');
    await app.staySignedIn();
    expect(await decide('system', 'consent', requestId)).toBe(200);
    expect(await rowOf(requestId)).toMatchObject({ password_hash: null, account_id: (await find())[0]!.account_id });
    const door = await app.call(null, accountContracts.signIn, { body: { login: 'new.officer', password } });
    expect([door.status, door.body.mustChangePassword]).toEqual([200, true]);
    // Whoever took the name first keeps it.
    expect((await ask({ kind: 'account', ...body })).error?.code).toBe('account.login-taken');
  });
});

describe('the list', () => {
  it('shows what waits, for whom, by whom and until when, and who may decide; never the password', async () => {
    const { accountId } = await person('谢受', 'street-clerk', '321102001000');
    const requestId = await asked(wantedPost(accountId, 'district-officer', '321102000000'));
    const read = async (who: Persona) => {
      const answer = await app.call(who, grantContracts.list, { query: { status: 'asked' } });
      expect(answer.raw.body).not.toContain('hash');
      return answer.body;
    };
    expect(await read('system')).toMatchObject({
      count: 1,
      waiting: 1,
      requests: [
        {
          requestId,
          kind: 'post',
          receiver: { name: '谢受' },
          held: [{ role: 'street-clerk' }],
          role: 'district-officer',
          area: { code: '321102000000' },
          askedBy: { login: 'security' },
          expiresAt: '2026-11-27T02:00:00.000Z',
          mayDecide: true,
          mayWithdraw: false,
          hindrance: null,
        },
      ],
    });
    expect(await read('security')).toMatchObject({
      waiting: 0,
      requests: [{ mayDecide: false, mayWithdraw: true, hindrance: 'own-request' }],
    });
    app.clock.set('2026-11-27T10:00:00+08:00');
    await app.staySignedIn();
    expect(await read('system')).toMatchObject({ count: 0, waiting: 0 });
    const lapsed = await app.call('system', grantContracts.list, { query: { status: 'lapsed' } });
    expect(lapsed.body.requests[0]).toMatchObject({ requestId, status: 'lapsed', mayDecide: false });
  });
  it('says when nobody else may consent; the operator on the server then does, by name and with a reason', async () => {
    const { kysely } = app.system.db;
    const others = () =>
      kysely
        .updateTable('account')
        .where('account_id', '<>', app.accountIds.security)
        .where('account_id', 'in', (eb) =>
          eb
            .selectFrom('post')
            .select('post.account_id')
            .where('post.role', 'in', ['system-administrator', 'security-administrator']),
        );
    const { accountId } = await person('邹受');
    await others().set({ status: 'suspended' }).execute();
    const answer = await ask(wantedPost(accountId));
    await others().set({ status: 'active' }).execute();
    expect(answer.body.others).toBe(0);
    const reference = await app.system.reference.current();
    const today = app.clock.today();
    const [city] = [...reference.tree.areas.values()].filter((area) => area.kind === 'city');
    const name = 'operator:tester';
    const actor = { kind: 'operator', accountId: null, login: name, name, posts: operatorPosts(city!.areaId) } as const;
    await runCommand(
      app.system,
      { actor, action: 'grant.consented', permission: null, given: { reason: '全市只有一位管理员' } },
      ({ w, at, audit }) =>
        consentToGrant(
          {
            w,
            at,
            audit,
            actor,
            today,
            reference,
            host: app.system,
            tree: reference.tree,
            scope: scopeOfRoots(reference.tree, [city!.areaId], today),
            language: 'zh',
          },
          answer.body.requestId,
          { version: 1, note: '全市只有一位管理员' },
        ),
    );
    expect(await postsOf(accountId)).toBe(1);
    const event = await kysely
      .selectFrom('audit_event')
      .select(['account_id', 'details'])
      .where('action', '=', 'grant.consented')
      .where('subject_id', '=', accountId)
      .executeTakeFirstOrThrow();
    expect(event).toMatchObject({ account_id: null, details: { operator: name, reason: '全市只有一位管理员' } });
  });
  it('leaves a trace of every step, and forgets the password of what lapsed', async () => {
    const officeId = offices.get('321100000000')!;
    const wanted = { kind: 'account', name: '章过', password, role: 'city-officer', officeId } as const;
    const late = await asked({ ...wanted, login: 'too.late' });
    const no = await asked({ ...wanted, login: 'not.wanted' });
    expect(await decide('system', 'refuse', no)).toBe(200);
    expect((await rowOf(no)).password_hash).toBeNull();
    app.clock.set('2026-11-27T10:00:00+08:00');
    await app.staySignedIn();
    expect(await lapseGrants(app.system)).toBe(1);
    expect(await lapseGrants(app.system)).toBe(0);
    expect(await rowOf(late)).toMatchObject({ status: 'lapsed', password_hash: null });
    expect(await decide('system', 'consent', late)).toBe('grant.lapsed');
    const told = async (action: string) =>
      (await app.call('auditor', auditContracts.list, { query: { action } })).body.events.length;
    for (const action of ['grant.asked', 'grant.consented', 'grant.refused', 'grant.withdrawn', 'grant.lapsed'])
      expect([action, (await told(action)) > 0]).toEqual([action, true]);
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from audit_event where details::text like ${`%${password}%`}`.execute(
      app.system.db.kysely,
    );
    expect(rows[0]!.n).toBe(0);
  });
});

it('asks of every role whose permissions reach beyond a desk', async () => {
  const told: Record<string, string> = {};
  for (const { role, area } of Object.values(personas)) {
    const { accountId } = await person(`众${role}`);
    const body = { role, officeId: offices.get(area)!, fromOn: '2026-11-20' };
    const granted = await app.call('security', accountContracts.grantPost, { params: { accountId }, body });
    told[role] = granted.error?.code ?? 'granted';
  }
  for (const [role, code] of Object.entries(told))
    expect([role, code]).toEqual([role, roleIsHigh(role as Role) ? 'account.consent-needed' : 'granted']);
});
