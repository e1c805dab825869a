/** What a session is worth: before the second factor, after somebody's rights changed, before an act of high risk. */
import { accountContracts } from '@renshe/domain/account/account.contract.ts';
import { factorContracts } from '@renshe/domain/account/factor.contract.ts';
import type { RouteContract, StepUp } from '@renshe/domain/kernel/contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { accessHints } from './access-hints.ts';
import { type AuthDesk, type Checks, codeOf, contracts, deskPassword, type StaffLogin } from './auth-desk.ts';
import { fittingParts, type Hints } from './schema-values.ts';

const me = accountContracts.me;
/** What gets past the checks of form, so that a refusal is one of the session. */
const hints: Readonly<Record<string, Hints>> = {
  ...accessHints,
  'account.create': { login: 'new.person' },
  'parameter.set': { key: 'sign_in.idle_minutes', value: 30, areaCode: '321100000000' },
  'report.close': { area: '321102000000' },
};
const fitting = (contract: RouteContract) => fittingParts(contract, hints[contract.id] ?? {});

/** The token is the server's own, changes whenever a session gains something, and lies where no script reads it. */
export async function changeTokens(desk: AuthDesk, checks: Checks) {
  const planted = 'A'.repeat(43);
  const first = await desk.signIn('clerk', deskPassword, { headers: { cookie: `renshe=${planted}` } });
  checks.holds(first.token !== null && first.token !== planted, () => 'signing in kept the token that came with it');
  checks.equal((await desk.send(me, { token: planted })).status, 401, 'a planted token after the sign-in');
  const again = await desk.signIn('clerk', deskPassword, { headers: { cookie: `renshe=${first.token}` } });
  checks.equal((await desk.send(me, { token: first.token })).status, 401, 'the token of before after signing in again');
  checks.equal((await desk.send(me, { token: again.token })).status, 200, 'the new token');

  const open = await desk.signIn('clerk', deskPassword);
  const proxied = await desk.signIn('clerk', deskPassword, { proxied: true, from: '127.0.0.1' });
  const cookies = [open, proxied].map(({ headers }) => String(headers['set-cookie']).replace(/=[\w-]{43};/, '=…;'));
  checks.equal(
    cookies,
    ['renshe=…; Path=/; HttpOnly; SameSite=Strict', '__Host-renshe=…; Path=/; HttpOnly; Secure; SameSite=Strict'],
    'cookies',
  );

  // At the second factor: what was half signed in is worth nothing afterwards, at once.
  const { secret } = await desk.bindApp(await desk.session('victim'));
  desk.at(1);
  const half = await desk.signIn('victim', deskPassword);
  checks.equal(half.json.step, 'second-factor', 'the step after the password');
  const whole = await desk.prove(half.token!, { kind: 'totp', code: codeOf(secret, desk.clock.now()) });
  checks.holds(whole.token !== null && whole.token !== half.token, () => 'the second factor kept the token');
  checks.equal((await desk.send(me, { token: half.token })).status, 401, 'the token of before the second factor');

  // At a step-up: the token of before still reads for a moment, gains nothing, and ends.
  desk.at(20);
  const up = await desk.prove(whole.token!, { kind: 'totp', code: codeOf(secret, desk.clock.now()) });
  checks.holds(up.token !== null && up.token !== whole.token, () => 'the step-up kept the token');
  const offer = await desk.send(factorContracts.offerRecovery, { token: whole.token });
  const saved = await desk.send(factorContracts.saveRecovery, {
    token: whole.token,
    body: { ticket: offer.json.ticket },
  });
  checks.equal(saved.code, 'account.step-up-needed', 'an act of high risk with the token of before the step-up');
  desk.at(20.5);
  checks.equal((await desk.send(me, { token: whole.token })).status, 401, 'the token of before, half a minute later');
  return {};
}

/** Without the second factor that is owed no route answers but those that give it, whoever the caller is. */
export async function oweFactor(desk: AuthDesk, checks: Checks) {
  const giving = ['account.me', 'account.sign-out', 'account.proof-options', 'account.prove'];
  const setting = [
    'account.me',
    'account.sign-out',
    'factor.list',
    'factor.offer-totp',
    'factor.add-totp',
    'factor.offer-webauthn',
    'factor.add-webauthn',
  ];
  const closed = contracts.filter(({ permission }) => permission !== 'public');
  let refused = 0;
  const tryAll = async (login: StaffLogin, open: readonly string[], state: string) => {
    const token = await desk.session(login, 'pending');
    for (const contract of closed.filter(({ id }) => !open.includes(id))) {
      const told = await desk.send(contract, { token, ...fitting(contract) });
      if (told.status === 401) refused++;
      checks.equal([told.status, told.code], [401, 'account.second-factor-owed'], `${contract.id}, ${state}`);
    }
  };
  // A city officer must have one and has none yet: her first step ends here.
  await desk.notExcused('city');
  checks.equal((await desk.signIn('city', deskPassword)).json.step, 'enrol', 'the step of an officer without a factor');
  await tryAll('city', setting, 'no factor yet');
  for (const login of ['system', 'security', 'auditor', 'district'] as const) {
    await desk.notExcused(login);
    checks.equal((await desk.signIn(login, deskPassword)).json.step, 'enrol', `the step of ${login} without a factor`);
  }
  await desk.bindApp(await desk.session('victim'));
  await tryAll('victim', giving, 'the factor is owed');
  const half = await desk.session('victim', 'pending');
  const { permissions, posts, areas } = (await desk.send(me, { token: half })).json;
  checks.equal([permissions, posts, areas], [[], [], []], 'what somebody half signed in is told');
  const word = await desk.prove(half, { kind: 'password', password: deskPassword });
  checks.equal(word.code, 'account.wrong-proof', 'the password as second factor');
  desk.at(11);
  checks.equal((await desk.send(me, { token: half })).status, 401, 'half a sign-in after eleven minutes');
  return { 'routes closed without the second factor': refused };
}

/** A code is good once, half a minute early or late; so is a recovery code. */
export async function useCodesUp(desk: AuthDesk, checks: Checks) {
  const { secret, token } = await desk.bindApp(await desk.session('victim'));
  const [recovery = ''] = await desk.recoveryCodes(token);
  desk.at(5);
  const now = desk.clock.now();
  const door = () => desk.session('victim', 'pending');
  const once = async (code: string, kind: 'totp' | 'recovery' = 'totp') =>
    (await desk.prove(await door(), { kind, code })).code;
  checks.equal(await once(codeOf(secret, now, -2)), 'account.wrong-proof', 'a code of a minute ago');
  checks.equal(await once(codeOf(secret, now, 2)), 'account.wrong-proof', 'a code of a minute ahead');
  checks.equal(await once(codeOf(secret, now, -1)), 'ok', 'a code of half a minute ago');
  checks.equal(await once(codeOf(secret, now, -1)), 'account.wrong-proof', 'the same code again');
  await desk.system.db.kysely.deleteFrom('sign_in_guess').execute();
  const doors = await Promise.all(Array.from({ length: 5 }, door));
  const raced = await Promise.all(
    doors.map(async (at) => (await desk.prove(at, { kind: 'totp', code: codeOf(secret, now) })).code),
  );
  checks.equal(raced.filter((code) => code === 'ok').length, 1, 'doors that one code opened at once');
  desk.at(25);
  checks.equal(await once(recovery, 'recovery'), 'ok', 'a recovery code');
  checks.equal(await once(recovery, 'recovery'), 'account.wrong-proof', 'the same recovery code again');
  return {};
}

/** Everything after which a session of somebody must be worth nothing with its very next request. */
export async function endSessions(desk: AuthDesk, checks: Checks, sessionsEach: number) {
  const accountId = desk.accountIds.victim;
  const params = { accountId };
  const { kysely } = desk.system.db;
  const account = () => kysely.selectFrom('account').select('version').where('account_id', '=', accountId);
  const version = async () => (await account().executeTakeFirstOrThrow()).version;
  const post = () => kysely.selectFrom('post').selectAll().where('account_id', '=', accountId);
  const administer = async (contract: RouteContract, body: unknown, more: Record<string, string> = {}) =>
    desk.send(contract, { token: await desk.session('security'), params: { ...params, ...more }, body });
  const own = async (contract: RouteContract, body: unknown, more?: Record<string, string>) =>
    desk.send(contract, { token: await desk.session('victim'), ...(more && { params: more }), body });
  const factorId = async () =>
    (await kysely.selectFrom('second_factor').select('factor_id').executeTakeFirstOrThrow()).factor_id;

  const acts: readonly (readonly [string, () => Promise<{ status: number; code: string }>, ('bound' | 'posted')?])[] = [
    ['suspension', async () => administer(accountContracts.suspend, { version: await version(), reason: '离岗' })],
    [
      'a new password by the administrator',
      async () =>
        administer(accountContracts.resetPassword, { version: await version(), password: 'tangerine-lamp-42-north' }),
    ],
    [
      'another post',
      async () => {
        const { office_id: officeId } = await post().executeTakeFirstOrThrow();
        return administer(accountContracts.grantPost, { role: 'community-worker', officeId, fromOn: '2026-11-20' });
      },
    ],
    [
      'the end of a post',
      async () => {
        const { post_id: postId } = await post().where('from_on', '=', '2026-11-20').executeTakeFirstOrThrow();
        return administer(accountContracts.endPost, { toOn: '2026-11-20' }, { postId });
      },
    ],
    ['another identity at the provider', () => administer(accountContracts.bindIdentity, { subject: 'zj-0042' })],
    [
      'a new password of her own',
      () => own(accountContracts.changePassword, { oldPassword: deskPassword, newPassword: 'tangerine-lamp-42-north' }),
    ],
    [
      'a second factor',
      async () => {
        await desk.bindApp(await desk.session('victim'));
        return { status: 200, code: 'ok' };
      },
    ],
    [
      'the end of a second factor',
      async () => own(factorContracts.remove, {}, { factorId: await factorId() }),
      'bound',
    ],
    [
      'a reset of her factors',
      () => administer(accountContracts.resetFactors, { reason: '手机丢失，本人到场' }),
      'bound',
    ],
    ['signing out everywhere', () => own(accountContracts.endSessions, {})],
    [
      'the end of everybody’s sessions',
      () => administer(accountContracts.endAllSessions, { reason: '凭证外泄', cityName: '镇江市' }),
    ],
  ];
  let accepted = 0;
  for (const [what, act, before] of acts) {
    await desk.fresh();
    if (before === 'bound') await desk.bindApp(await desk.session('victim'));
    const tokens = await Promise.all(Array.from({ length: sessionsEach }, () => desk.session('victim')));
    checks.equal(
      (await desk.send(residentContracts.list, { token: tokens[0] })).status,
      200,
      `a session before ${what}`,
    );
    const done = await act();
    checks.equal([done.status, done.code], [200, 'ok'], what);
    const next = await Promise.all(tokens.map((token) => desk.send(residentContracts.list, { token })));
    const stale = next.filter(({ status }) => status < 400).length;
    accepted += stale;
    checks.equal(stale, 0, `sessions of ${sessionsEach} that went on after ${what}`);
  }
  await closeOffice(desk, checks);
  return { 'sessions that should have ended': acts.length * sessionsEach, 'of them accepted': accepted };
}

/** Where the office closes its posts end: the session stays, its rights are gone. */
async function closeOffice(desk: AuthDesk, checks: Checks): Promise<void> {
  await desk.fresh();
  const { kysely } = desk.system.db;
  const { office_id } = await kysely
    .selectFrom('post')
    .select('office_id')
    .where('account_id', '=', desk.accountIds.clerk)
    .executeTakeFirstOrThrow();
  const office = () => kysely.updateTable('office').where('office_id', '=', office_id);
  const token = await desk.session('clerk');
  checks.equal((await desk.send(residentContracts.list, { token })).status, 200, 'the clerk before her office closes');
  await office().set({ closed_on: '2026-11-20' }).execute();
  checks.equal((await desk.send(residentContracts.list, { token })).status, 403, 'the clerk after her office closed');
  await office().set({ closed_on: null }).execute();
}

/** Acts of high risk as the handbook names them (§4g, design rule 19), written down apart from the contracts. */
const highRisk: Readonly<Record<string, StepUp>> = {
  // 授权: who is somebody here, and what she may do.
  'account.create': 'always',
  'account.resume': 'always',
  'account.grant-post': 'always',
  'account.reset-password': 'always',
  'account.reset-factors': 'always',
  'account.bind-identity': 'always',
  'grant.ask': 'always',
  'grant.consent': 'always',
  'account.end-session': 'always',
  'account.end-sessions': 'always',
  'account.end-all-sessions': 'always',
  'factor.add-totp': 'always',
  'factor.add-webauthn': 'always',
  'factor.save-recovery': 'always',
  'factor.remove': 'always',
  // What the city's rules and limits are, those of signing in among them.
  'parameter.set': 'always',
  'parameter.void': 'always',
  // 月结
  'report.close': 'always',
  // 双改
  'resident.correct-identity': 'always',
  // Many people at once.
  'exchange.download': 'always',
  'resident.export': 'many-people',
  'ledger.export': 'many-people',
  'ledger.print': 'many-people',
  'ledger.download-export': 'many-people',
  'quality.export': 'many-people',
  'quality.print': 'many-people',
  'roster.file': 'many-people',
  'attachment.view': 'many-reveals',
  'resident.reveal': 'many-reveals',
  'help-request.reveal': 'many-reveals',
  'monitored-employer.reveal': 'many-reveals',
};

export async function stepUp(desk: AuthDesk, checks: Checks) {
  for (const { id, stepUp: declared } of contracts)
    checks.equal(declared, highRisk[id] ?? 'never', `when ${id} asks for a fresh proof`);
  for (const contract of contracts.filter(({ id }) => highRisk[id] === 'always')) {
    const login = desk.holderOf(contract);
    const ask = async (provedMinutesAgo: number) =>
      (await desk.send(contract, { token: await desk.session(login, 'full', provedMinutesAgo), ...fitting(contract) }))
        .code;
    checks.equal(await ask(16), 'account.step-up-needed', `${contract.id}, proved 16 minutes ago`);
    const fresh = await ask(14);
    checks.holds(fresh !== 'account.step-up-needed', () => `${contract.id} asks again after 14 minutes`);
  }
  await desk.fresh();
  await manyAtOnce(desk, checks);
  await passwordIsNoFactor(desk, checks);
  return { 'acts of high risk': Object.keys(highRisk).length };
}

/** Numbers one after the other, and a list of many people. */
async function manyAtOnce(desk: AuthDesk, checks: Checks): Promise<void> {
  const worker = await desk.session('worker');
  const people: string[] = [];
  for (const [nth, citizenId] of ['321102198504154119', '32110219850415432X'].entries()) {
    const body = {
      name: `金丝雀${nth}`,
      phone: '13900001234',
      citizenId,
      areaCode: '321102001001',
      address: '金丝巷1号',
      livesHereSince: '2020-01-01',
      household: { how: 'none' },
      hukouType: '51',
      education: null,
      ethnicity: null,
      marital: null,
      political: null,
      skillLevel: null,
      retirementCategory: null,
      note: '',
    };
    const told = await desk.send(residentContracts.register, { token: worker, body });
    if (told.status !== 200) throw new Error(`registering: ${JSON.stringify(told.json)}`);
    people.push(String(told.json.residentId));
  }
  await desk.setParameter('sign_in.reveals_hour', 3);
  await desk.setParameter('sign_in.export_people', 1);
  const token = await desk.session('worker', 'full', 16);
  const reveal = async (at: string) =>
    (
      await desk.send(residentContracts.reveal, {
        token: at,
        params: { residentId: people[0] },
        body: { purpose: '联系本人' },
      })
    ).code;
  const exported = async (at: string) =>
    (await desk.send(residentContracts.export, { token: at, body: { purpose: '月度核对' } })).code;
  const shown: string[] = [];
  for (let nth = 0; nth < 5; nth++) shown.push(await reveal(token));
  checks.equal(
    shown,
    ['ok', 'ok', 'ok', 'account.step-up-needed', 'account.step-up-needed'],
    'five numbers where three an hour are allowed',
  );
  checks.equal(await exported(token), 'account.step-up-needed', 'a list of two where one is allowed');
  const fresh = await desk.session('worker');
  checks.equal([await reveal(fresh), await exported(fresh)], ['ok', 'ok'], 'both with a fresh proof');
  await desk.setParameter('sign_in.reveals_hour', 20);
  await desk.setParameter('sign_in.export_people', 500);
}

/** Whoever has a factor proves herself by it: knowing the old password, or setting a new one, is no proof. */
async function passwordIsNoFactor(desk: AuthDesk, checks: Checks): Promise<void> {
  await desk.fresh();
  const { secret } = await desk.bindApp(await desk.session('victim'));
  const stale = await desk.session('victim', 'full', 16);
  const word = await desk.prove(stale, { kind: 'password', password: deskPassword });
  checks.equal(word.code, 'account.wrong-proof', 'the password as proof of somebody with a factor');
  const changed = await desk.send(accountContracts.changePassword, {
    token: stale,
    body: { oldPassword: deskPassword, newPassword: 'tangerine-lamp-42-north' },
  });
  const offer = await desk.send(factorContracts.offerRecovery, { token: changed.token });
  const save = (token: string | null) =>
    desk.send(factorContracts.saveRecovery, { token, body: { ticket: offer.json.ticket } });
  checks.equal((await save(changed.token)).code, 'account.step-up-needed', 'an act of high risk after a new password');
  desk.at(1);
  const proved = await desk.prove(changed.token!, { kind: 'totp', code: codeOf(secret, desk.clock.now()) });
  checks.equal((await save(proved.token)).code, 'ok', 'the same after the factor');
}
