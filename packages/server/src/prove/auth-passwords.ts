/** Passwords that a stranger tries first, at every door where one is set. */
import { accountContracts } from '@renshe/domain/account/account.contract.ts';
import { grantContracts } from '@renshe/domain/grant/grant.contract.ts';
import { type AuthDesk, type Checks, deskPassword, type Told } from './auth-desk.ts';

/** 李敏, who signs in as limin.new: what the lists, her name and a birthday make of it. */
const weak: readonly string[] = [
  'Kite7!bicy',
  'P@ssw0rd1234',
  'Admin@123456',
  'ＡＤＭＩＮ＠１２３４５６',
  'Renshe@2026!!',
  '1qaz2wsx3edc!',
  '李敏的生日19900101',
  'limin-19900101-!',
  'LiMin1990.1.1ok',
  'lm19900101!!!',
  'kite-limin.new-7',
  'qwertyuiop7!X',
  'kite7!kite7!kite7!',
  '321102198504154119',
];
const good = 'tangerine-lamp-42-north';

export async function refuseWeak(desk: AuthDesk, checks: Checks) {
  const { kysely } = desk.system.db;
  await kysely.updateTable('account').set({ name: '李敏' }).where('login', '=', 'victim').execute();
  const { office_id: officeId } = await kysely
    .selectFrom('post')
    .select('office_id')
    .where('account_id', '=', desk.accountIds.victim)
    .executeTakeFirstOrThrow();
  const security = await desk.session('security');
  const own = await desk.session('victim');
  const newcomer = { login: 'limin.new', name: '李敏', role: 'community-worker', officeId };
  const doors: readonly (readonly [string, (password: string) => Promise<Told>])[] = [
    [
      'a new account',
      (password) => desk.send(accountContracts.create, { token: security, body: { ...newcomer, password } }),
    ],
    [
      'a reset',
      (password) =>
        desk.send(accountContracts.resetPassword, {
          token: security,
          params: { accountId: desk.accountIds.victim },
          body: { password, version: 1 },
        }),
    ],
    [
      'a request for a new account',
      (password) => {
        const wanted = { ...newcomer, kind: 'account', role: 'district-officer', password };
        return desk.send(grantContracts.ask, { token: security, body: { reason: '新到岗', wanted } });
      },
    ],
    [
      'a request for a reset',
      (password) => {
        const wanted = { kind: 'password', accountId: desk.accountIds.victim, password };
        return desk.send(grantContracts.ask, { token: security, body: { reason: '忘记密码', wanted } });
      },
    ],
    [
      'a change',
      (newPassword) =>
        desk.send(accountContracts.changePassword, { token: own, body: { oldPassword: deskPassword, newPassword } }),
    ],
  ];
  let tried = 0;
  for (const [door, send] of doors) {
    for (const password of weak) {
      // Of her login here only the new account has a part in one of them.
      if (password.includes('limin.new') && !door.endsWith('new account')) continue;
      tried++;
      checks.equal((await send(password)).code, 'account.weak-password', `${door} with ${password}`);
    }
    const last = (await send(good)).code;
    checks.holds(last !== 'account.weak-password', () => `${door} refuses a good password`);
  }
  return { 'weak passwords tried': tried };
}
