/** Guesses by the thousand at passwords, one-time codes and recovery codes, dressed up in every way: how many are judged at all. */
import { accountContracts } from '@renshe/domain/account/account.contract.ts';
import type { Proof } from '@renshe/domain/account/factor.contract.ts';
import { type AuthDesk, type Checks, codeOf, deskPassword, type Sending, type Told } from './auth-desk.ts';

export interface GuessOptions {
  /** Guesses of each kind. */
  guesses: number;
  seed: number;
}

/** Limits of the handbook (§4g), written down here once more: wrong ones that may be judged in a quarter of an hour. */
const perPlace = 5;
const perLogin = 20;
const perAccount = 5;
const window = 15;

const atOnce = 20;
const wrong: ReadonlySet<string> = new Set([
  'account.wrong-credentials',
  'account.wrong-proof',
  'account.wrong-old-password',
]);
const isJudged = ({ code, status }: Told) => wrong.has(code) || status < 400;

/** Sends them in parallel; how many were judged. */
async function sendAll(
  count: number,
  guess: (nth: number) => Promise<Told>,
): Promise<{ judged: number; right: number }> {
  let next = 0;
  let judged = 0;
  let right = 0;
  const work = async () => {
    for (let nth = next++; nth < count; nth = next++) {
      const told = await guess(nth);
      if (isJudged(told)) judged++;
      if (told.status < 400) right++;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { judged, right };
}

/** The same name as people and programs write it. */
const spellings = (login: string) => [
  login,
  login.toUpperCase(),
  ` ${login}\u3000`,
  [...login].map((sign) => String.fromCodePoint(sign.codePointAt(0)! + 0xfee0)).join(''),
  `${login[0]!.toUpperCase()}${login.slice(1)}`,
];

function dressed(nth: number, seed: number): Record<string, string> {
  const number = (nth * 2_654_435_761 + seed) >>> 0;
  const address = [24, 16, 8, 0].map((bits) => (number >>> bits) & 255).join('.');
  const all: Record<string, string>[] = [
    { 'x-forwarded-for': address },
    { 'x-forwarded-for': `${address}, 10.${nth % 250}.0.1` },
    { 'x-real-ip': address, 'x-client-ip': address, 'true-client-ip': address },
    { forwarded: `for=${address};proto=https` },
    { 'user-agent': `Guess/${nth}`, 'accept-language': nth % 2 ? 'en' : 'zh-CN' },
    { cookie: `renshe=${'A'.repeat(40)}${nth}`, 'x-request-id': `${nth}` },
  ];
  return all[nth % all.length]!;
}

export async function guessPasswords(desk: AuthDesk, checks: Checks, { guesses, seed }: GuessOptions) {
  const names = spellings('victim');
  const aim = (nth: number, sending: Sending) => desk.signIn(names[nth % names.length]!, `wrong guess ${nth}`, sending);
  const own = { from: '10.2.0.1' };
  checks.equal((await desk.signIn('victim', deskPassword, own)).status, 200, 'she signs in at her own desk');

  const fromOne = await sendAll(guesses, (nth) => aim(nth, { from: '10.9.0.1', headers: dressed(nth, seed) }));
  checks.holds(
    fromOne.judged <= perPlace,
    () => `from one place ${fromOne.judged} of ${guesses} passwords were judged`,
  );
  const late = await desk.signIn('victim', deskPassword, { from: '10.9.0.1' });
  checks.equal(late.code, 'account.too-many-tries', 'the right password after the lock');

  // What the proxy adds stands last, whatever the caller wrote before it.
  const throughProxy = await sendAll(Math.ceil(guesses / 4), (nth) =>
    aim(nth, {
      proxied: true,
      from: '127.0.0.1',
      headers: { 'x-forwarded-for': `203.0.113.${nth % 250}, 198.51.100.${nth % 199}, 192.0.2.77` },
    }),
  );
  checks.holds(throughProxy.judged <= perPlace, () => `through the proxy ${throughProxy.judged} passwords were judged`);

  const fromMany = await sendAll(guesses, (nth) =>
    aim(nth, { from: `10.${100 + (nth % 100)}.${(nth >> 3) % 250}.${1 + (nth % 250)}` }),
  );
  checks.holds(fromMany.judged <= perLogin, () => `from many places ${fromMany.judged} passwords were judged`);

  // Of a body that is no sign-in nothing is judged.
  const fields = await sendAll(60, (nth) =>
    desk.send(accountContracts.signIn, {
      from: `10.77.0.${1 + nth}`,
      body: { login: 'victim', password: nth === 59 ? deskPassword : `wrong ${nth}`, [`field${nth}`]: nth },
    }),
  );
  checks.equal(fields.judged, 0, 'sign-ins with other fields that were judged');

  checks.equal((await desk.signIn('victim', deskPassword, own)).status, 200, 'meanwhile she signs in at her own desk');
  desk.at(window - 1);
  const early = await desk.signIn('victim', deskPassword, { from: '10.9.0.1' });
  checks.equal(early.code, 'account.too-many-tries', 'the right password a minute before the lock ends');
  desk.at(window + 2);
  const second = await sendAll(Math.ceil(guesses / 4), (nth) =>
    aim(nth, { from: '10.9.0.1', headers: dressed(nth, seed) }),
  );
  checks.holds(second.judged <= perPlace, () => `in the next window ${second.judged} passwords were judged`);

  // One password at many names, from one place: thirty a minute, and those that were on their way.
  const sprayed = await sendAll(Math.min(guesses, 400), (nth) =>
    desk.signIn(`somebody-${nth}`, 'Spring-2026-rain', { from: '10.8.0.1' }),
  );
  checks.holds(sprayed.judged <= 30 + atOnce, () => `of one password at many names ${sprayed.judged} were judged`);
  return {
    'passwords judged from one place': fromOne.judged,
    'passwords judged from all places': fromMany.judged,
    'passwords guessed': guesses * 2 + Math.ceil(guesses / 4) * 2,
  };
}

export async function guessFactors(desk: AuthDesk, checks: Checks, { guesses, seed }: GuessOptions) {
  const bound = await desk.bindApp(await desk.session('victim'));
  const codes = await desk.recoveryCodes(bound.token);
  // The guesser knows the password: as many sessions that wait for the second step as he likes.
  let session = '';
  const guess = async (nth: number) => {
    if (nth % 7 === 0) session = await desk.session('victim', nth % 2 ? 'full' : 'pending');
    const number = String((nth * 7919 + seed) % 1_000_000).padStart(6, '0');
    const wide = [...number].map((digit) => String.fromCodePoint(digit.codePointAt(0)! + 0xfee0)).join('');
    const tries: Proof[] = [
      { kind: 'totp', code: number },
      { kind: 'totp', code: `${wide.slice(0, 3)} ${wide.slice(3)}` },
      { kind: 'recovery', code: `AAAAA-${base32Of(nth)}` },
      { kind: 'recovery', code: `aaaaa ${base32Of(nth).toLowerCase()}` },
    ];
    return desk.prove(session, tries[nth % tries.length]!, {
      from: `10.${nth % 250}.0.1`,
      headers: dressed(nth, seed),
    });
  };
  const first = await sendAll(guesses, guess);
  checks.holds(first.judged <= perAccount, () => `${first.judged} of ${guesses} codes were judged`);
  const door = await desk.session('victim', 'pending');
  const late: Proof[] = [
    { kind: 'totp', code: codeOf(bound.secret, desk.clock.now(), 1) },
    { kind: 'recovery', code: codes[0]! },
  ];
  for (const proof of late)
    checks.equal(
      (await desk.prove(door, proof)).code,
      'account.too-many-tries',
      `the right ${proof.kind} after the lock`,
    );
  desk.at(window + 2);
  const second = await sendAll(Math.ceil(guesses / 4), guess);
  checks.holds(second.judged <= perAccount, () => `in the next window ${second.judged} codes were judged`);

  // Whoever took a session and guesses the password with it: at both doors that ask for it, together with nobody's help.
  const stolen = await desk.session('clerk');
  const old = await sendAll(Math.min(guesses, 300), (nth) =>
    nth % 2
      ? desk.prove(stolen, { kind: 'password', password: `wrong ${nth}` }, { from: `10.66.0.${nth % 250}` })
      : desk.send(accountContracts.changePassword, {
          token: stolen,
          from: `10.66.1.${nth % 250}`,
          body: { oldPassword: `wrong ${nth}`, newPassword: 'tangerine-lamp-42-north' },
        }),
  );
  checks.holds(old.judged <= perAccount, () => `with a session ${old.judged} passwords were judged`);
  return { 'codes judged': first.judged, 'codes guessed': guesses + Math.ceil(guesses / 4) };
}

const base32Of = (nth: number) =>
  [0, 5, 10, 15, 20].map((bits) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[(nth >> bits) & 31]).join('');

/** What is said of names that exist, do not, or are suspended, before and after the lock. */
export async function tellApart(desk: AuthDesk, checks: Checks) {
  await desk.system.db.kysely
    .updateTable('account')
    .set({ status: 'suspended' })
    .where('login', '=', 'clerk')
    .execute();
  const answersOf = async (login: string, place: number, password: string) => {
    const answers: unknown[] = [];
    for (let nth = 0; nth < perPlace + 3; nth++) {
      const { status, json, headers } = await desk.signIn(login, password, { from: `10.1.0.${place}` });
      const { requestId: _, ...error } = json.error as Record<string, unknown>;
      const { 'x-request-id': __, date: ___, ...heads } = headers;
      answers.push([status, error, heads]);
    }
    return answers;
  };
  const known = await answersOf('worker', 1, 'wrong');
  const others = [
    ['unknown', 'nobody-here', 'wrong'],
    ['suspended', 'clerk', deskPassword],
  ] as const;
  for (const [index, [what, login, password]] of others.entries())
    checks.equal(await answersOf(login, 2 + index, password), known, `answers for a login that is ${what}`);
  return {};
}
