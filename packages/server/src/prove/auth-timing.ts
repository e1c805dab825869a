/** What a clock tells: of names that exist or do not, and of everybody else's work while a crowd stands at the door. Measured, not part of tests. */
import { accountContracts } from '@renshe/domain/account/account.contract.ts';
import { insertAccount } from '../account/create-account.ts';
import { hashPassword } from '../platform/password.ts';
import { type AuthDesk, type Checks, deskPassword } from './auth-desk.ts';
import { median, rankTest } from './mann-whitney.ts';

/** Handbook §4g: 200 pairs, medians less than 5 ms apart. */
const mostDifference = 5;
const surely = 3.3;
const people = 40;

const ms = (value: number) => Math.round(value * 100) / 100;

async function addPeople(desk: AuthDesk, prefix: string, status: 'active' | 'suspended'): Promise<void> {
  const { kysely } = desk.system.db;
  const passwordHash = await hashPassword(deskPassword);
  const at = desk.clock.now();
  await kysely.transaction().execute(async (w) => {
    for (let i = 0; i < people; i++) {
      const login = `${prefix}-${i}`;
      await insertAccount(w, {
        login,
        name: '某人',
        passwordHash,
        mustChangePassword: false,
        demo: true,
        by: null,
        at,
      });
    }
    await w.updateTable('account').set({ status }).where('login', 'like', `${prefix}-%`).execute();
  });
}

/** Answers to wrong passwords take as long for a name that is unknown or suspended as for one that is known, before and after the lock. */
export async function timeAnswers(desk: AuthDesk, checks: Checks, { pairs, seed }: { pairs: number; seed: number }) {
  await addPeople(desk, 'known', 'active');
  await addPeople(desk, 'asleep', 'suspended');
  const kinds = ['known', 'absent', 'asleep'] as const;
  const figures: Record<string, number> = {};
  for (const state of ['judged', 'locked'] as const) {
    const times: Record<(typeof kinds)[number], number[]> = { known: [], absent: [], asleep: [] };
    if (state === 'locked')
      for (const kind of kinds)
        for (let nth = 0; nth < 6; nth++) await desk.signIn(`${kind}-0`, 'wrong', { from: '10.250.0.1' });
    for (let nth = -5; nth < pairs; nth++) {
      // Every order equally often: what comes first warms up for the others.
      const turn = Math.abs(nth + seed) % 6;
      const order = [0, 1, 2].map((i) => kinds[((turn < 3 ? i : 2 - i) + turn) % 3]!);
      for (const [place, kind] of order.entries()) {
        const login = state === 'locked' ? `${kind}-0` : `${kind}-${Math.abs(nth) % people}`;
        const from = state === 'locked' ? '10.250.0.1' : `10.${20 + place}.${(nth + 5) >> 7}.${1 + ((nth + 5) & 127)}`;
        const begun = performance.now();
        const { code } = await desk.signIn(login, 'wrong', { from });
        const taken = performance.now() - begun;
        const promised = state === 'locked' ? 'account.too-many-tries' : 'account.wrong-credentials';
        checks.equal(code, promised, `${state}: the answer for ${login}`);
        if (nth >= 0) times[kind].push(taken);
      }
      // A login rests after twenty wrong tries over all places; here each is to be judged.
      if (state === 'judged' && nth % 400 === 399) await desk.system.db.kysely.deleteFrom('sign_in_guess').execute();
    }
    for (const kind of ['absent', 'asleep'] as const) {
      const { difference, z } = rankTest(times.known, times[kind]);
      figures[`${state}: median for ${kind} less that for known, ms`] = ms(difference);
      figures[`${state}: ${kind}, z`] = ms(z);
      checks.holds(
        Math.abs(difference) < mostDifference || Math.abs(z) < surely,
        () => `${state}: ${kind} differs from known by ${ms(difference)} ms, z ${ms(z)}`,
      );
    }
    figures[`${state}: median for known, ms`] = ms(median(times.known));
  }
  return figures;
}

/** Two hundred sign in at once: others go on working (handbook: p99 below a second), who finds no place is sent away and told when to come back. */
export async function crowdTheDoor(desk: AuthDesk, checks: Checks) {
  const token = await desk.session('worker');
  await addPeople(desk, 'crowd', 'active');
  let open = true;
  const crowd = Promise.all(
    Array.from({ length: 200 }, (_, i) => desk.signIn(`crowd-${i % people}`, deskPassword, { from: `10.9.${i}.1` })),
  ).finally(() => {
    open = false;
  });
  const times: number[] = [];
  while (open) {
    const begun = performance.now();
    checks.equal((await desk.send(accountContracts.me, { token })).status, 200, 'somebody else at her work');
    times.push(performance.now() - begun);
  }
  const answers = await crowd;
  const served = answers.filter(({ status }) => status === 200).length;
  const sent = answers.filter(({ status }) => status === 503);
  checks.equal(served + sent.length, 200, 'sign-ins that were served or sent away');
  checks.holds(served > 0 && sent.length > 0, () => `${served} were served, ${sent.length} sent away`);
  checks.holds(
    sent.every(({ headers }) => headers['retry-after'] === '2'),
    () => 'not everybody was told when to come back',
  );
  const sorted = times.toSorted((a, b) => a - b);
  const p99 = sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.POSITIVE_INFINITY;
  checks.holds(p99 < 1000, () => `others waited ${ms(p99)} ms`);
  return {
    'sign-ins at once': 200,
    'served at once': served,
    'others meanwhile': times.length,
    'others, p99 ms': ms(p99),
  };
}
