/**
 * Duties that one person never holds together, written down as data apart from the code that decides (handbook/security.md §2 岗位权限管理,
 * 等保三级 08), and tried by grants: one after the other, several at once, and one person in two steps of one report.
 */
import { type Role, roleIsHigh, roles } from '@renshe/domain/access/permissions.ts';
import { insertAccount } from '../account/create-account.ts';
import { createSession } from '../platform/session.ts';
import { officeOfRole as officeOf } from './access-consent.ts';
import type { AccessBench } from './access-suite.ts';
import { getContract } from './prove-records.ts';
import type { Answered } from './prove-world.ts';

const system = 'system-administrator';
const security = 'security-administrator';
const audit = 'audit-administrator';

/** Pairs of duties that nobody may hold at once, with the reason. */
export const forbiddenPairs: readonly { pair: readonly [Role, Role]; why: string }[] = [
  { pair: [system, security], why: 'who sets the system up does not grant rights in it' },
  { pair: [system, audit], why: 'who sets the system up does not judge its log' },
  { pair: [security, audit], why: 'who grants rights does not judge the log of grants' },
  { pair: [system, 'community-worker'], why: 'whoever serves people does not set the system up' },
  { pair: [system, 'street-clerk'], why: 'whoever serves people does not set the system up' },
  {
    pair: [system, 'district-officer'],
    why: 'whoever reads and closes reports does not set the rules they are made by',
  },
  { pair: [system, 'city-officer'], why: 'whoever reads and closes reports does not set the rules they are made by' },
  { pair: [security, 'community-worker'], why: 'whoever serves people does not grant rights' },
  { pair: [security, 'street-clerk'], why: 'whoever serves people does not grant rights' },
  { pair: [security, 'district-officer'], why: 'whoever oversees the work does not grant rights' },
  { pair: [security, 'city-officer'], why: 'whoever oversees the work does not grant rights' },
  { pair: [audit, 'community-worker'], why: 'nobody audits the own work' },
  { pair: [audit, 'street-clerk'], why: 'nobody audits the own work' },
  { pair: [audit, 'district-officer'], why: 'nobody audits the own work' },
  { pair: [audit, 'city-officer'], why: 'nobody audits the own work' },
];

const isForbidden = (a: Role, b: Role) =>
  forbiddenPairs.some(({ pair: [one, other] }) => (one === a && other === b) || (one === b && other === a));

export async function segregation(bench: AccessBench): Promise<void> {
  const desk = new GrantDesk(bench);
  for (const first of roles)
    for (const second of roles) {
      if (first === second) continue;
      const accountId = await desk.person();
      const begun = await desk.grant(accountId, first);
      bench.check(begun.status === 200, () => `${first} is not granted: ${begun.text.slice(0, 160)}`);
      const answer = await desk.grant(accountId, second);
      const held = await desk.rolesOf(accountId);
      if (isForbidden(first, second))
        bench.check(
          answer.status === 409 && held.length === 1,
          () => `${second} is granted to who is ${first} (${answer.status})`,
        );
      else
        bench.check(
          answer.status === 200 && held.length === 2,
          () => `${second} is refused to who is ${first}: ${answer.text.slice(0, 160)}`,
        );
    }
  await atWrongOffices(bench, desk);
  await atOnce(bench, desk);
  await toOneself(bench, desk);
  await bothSteps(bench, desk);
}

async function atWrongOffices(bench: AccessBench, desk: GrantDesk): Promise<void> {
  for (const role of roles)
    for (const area of new Set(Object.values(officeOf).filter((code) => code !== officeOf[role]))) {
      const accountId = await desk.person();
      const answer = await desk.grant(accountId, role, area);
      const held = await desk.rolesOf(accountId);
      bench.check(
        answer.status === 422 && held.length === 0,
        () => `${role} is granted at the office of ${area} (${answer.status})`,
      );
    }
}

/** Every role at once to one person: whatever wins, no forbidden pair is held in the end. */
async function atOnce(bench: AccessBench, desk: GrantDesk): Promise<void> {
  for (let round = 0; round < (bench.options.deep ? 10 : 3); round++) {
    const accountId = await desk.person();
    await Promise.all(roles.map((role) => desk.grant(accountId, role)));
    const held = await desk.rolesOf(accountId);
    const clash = held.find((a, i) => held.slice(i + 1).some((b) => isForbidden(a, b)));
    bench.check(held.length > 0 && clash === undefined, () => `granted at once: ${held.join(', ')}`);
  }
}

async function toOneself(bench: AccessBench, desk: GrantDesk): Promise<void> {
  const { accountIds } = bench.world;
  for (const role of roles) {
    const answer = await desk.grant(accountIds.security, role);
    const held = await desk.rolesOf(accountIds.security);
    bench.check(answer.status === 403 && held.length === 1, () => `${role} is granted to oneself (${answer.status})`);
  }
}

/** 经办/复核: a person who works in a community and in its street hands a report in, and may not accept it. */
async function bothSteps(bench: AccessBench, desk: GrantDesk): Promise<void> {
  const accountId = await desk.person();
  await desk.grant(accountId, 'community-worker');
  await desk.grant(accountId, 'street-clerk');
  const token = await desk.session(accountId);
  const about = { area: officeOf['community-worker'], month: '2026-10' };
  const submitted = await bench.world.call(token, getContract('report.submit'), { body: { ...about, version: 0 } });
  bench.check(submitted.status === 200, () => `a report is not handed in: ${submitted.text.slice(0, 200)}`);
  const accepted = await bench.world.call(token, getContract('report.accept'), { body: { ...about, version: 1 } });
  bench.figures.cells++;
  bench.check(
    accepted.status === 403,
    () => `who handed a report in accepts it (${accepted.status}) ${accepted.text.slice(0, 120)}`,
  );
}

class GrantDesk {
  private readonly bench: AccessBench;
  private people = 0;

  constructor(bench: AccessBench) {
    this.bench = bench;
  }

  /** Somebody new, without any post. */
  async person(): Promise<string> {
    const { system: host, clock } = this.bench.world;
    const login = `duty${++this.people}`;
    return host.db.kysely.transaction().execute((w) =>
      insertAccount(w, {
        login,
        name: `账户${login}`,
        passwordHash: '!',
        mustChangePassword: false,
        by: null,
        at: clock.now(),
      }),
    );
  }

  /** By one person where one is enough; else one asks, and another consents. */
  async grant(accountId: string, role: Role, area = officeOf[role]): Promise<Answered> {
    this.bench.figures.cells++;
    this.bench.figures.grants++;
    const { tokens, offices } = this.bench.world;
    const wanted = { role, officeId: offices.get(area), fromOn: '2026-11-20' };
    if (!roleIsHigh(role))
      return this.bench.world.call(tokens.security, getContract('account.grant-post'), {
        params: { accountId },
        body: wanted,
      });
    const asked = await this.bench.world.call(tokens.security, getContract('grant.ask'), {
      body: { reason: '岗位调整', wanted: { kind: 'post', accountId, ...wanted } },
    });
    if (asked.status !== 200) return asked;
    return this.bench.world.call(tokens.system, getContract('grant.consent'), {
      params: { requestId: String(asked.json?.requestId) },
      body: { version: 1, note: '' },
    });
  }

  async rolesOf(accountId: string): Promise<Role[]> {
    const rows = await this.bench.world.system.db.kysely
      .selectFrom('post')
      .select('role')
      .where('account_id', '=', accountId)
      .execute();
    return rows.map((row) => row.role as Role);
  }

  session(accountId: string): Promise<string> {
    const { system: host, clock } = this.bench.world;
    return host.db.kysely.transaction().execute((w) => createSession(w, accountId, clock.now()));
  }
}
