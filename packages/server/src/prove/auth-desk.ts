/** A small city with its staff, all with one known password, and everything that somebody at its door can send. */
import { join } from 'node:path';
import { allContracts } from '@renshe/domain/access/all-contracts.ts';
import { type Role, roleHas } from '@renshe/domain/access/permissions.ts';
import { accountContracts } from '@renshe/domain/account/account.contract.ts';
import { factorContracts, type Proof } from '@renshe/domain/account/factor.contract.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import type { ParameterKey } from '@renshe/domain/parameter/parameter.keys.ts';
import { grantPost, insertAccount } from '../account/create-account.ts';
import { allRoutes } from '../app.ts';
import { loadRegion } from '../area/load-region.ts';
import { buildHttp } from '../platform/http.ts';
import { createIdentityProvider } from '../platform/identity-provider.ts';
import { hashPassword } from '../platform/password.ts';
import { raiseStamp } from '../platform/reference.ts';
import { createSession, defaultLimits, type NewSession } from '../platform/session.ts';
import { hotp, totpStep } from '../platform/totp.ts';
import { type RequestParts, requestOf } from './prove-request.ts';
import { ProofTally } from './prove-result.ts';
import { openWorld, proveNow } from './prove-world.ts';

export const deskPassword = 'correct-horse-77-battery';
export const publicOrigin = 'https://renshe.example.cn';
const openedOn = '2026-09-01';

/** One account of each role, and some that things happen to. All are excused from a second factor until one is bound. */
const staff = {
  worker: ['community-worker', '321102001001'],
  victim: ['community-worker', '321102001001'],
  clerk: ['street-clerk', '321102001000'],
  district: ['district-officer', '321102000000'],
  city: ['city-officer', '321100000000'],
  system: ['system-administrator', '321100000000'],
  security: ['security-administrator', '321100000000'],
  auditor: ['audit-administrator', '321100000000'],
} as const satisfies Record<string, readonly [Role, string]>;
export type StaffLogin = keyof typeof staff;
const logins = Object.keys(staff) as StaffLogin[];

/** Counts what holds and what does not; `firstOnly` ends with the first that does not: enough to find a planted bug. */
export class Checks {
  readonly tally = new ProofTally();
  readonly #firstOnly: boolean;
  constructor(firstOnly = false) {
    this.#firstOnly = firstOnly;
  }
  holds(holds: boolean, words: () => string): void {
    if (!this.tally.check(holds, words) && this.#firstOnly) throw new FirstFound();
  }
  equal(found: unknown, promised: unknown, what: string): void {
    const [a, b] = [JSON.stringify(found), JSON.stringify(promised)];
    this.holds(a === b, () => `${what}: ${a}, promised ${b}`);
  }
}
export class FirstFound extends Error {}

export interface Told {
  status: number;
  /** Of the error; 'ok' when there was none. */
  code: string;
  json: Record<string, unknown>;
  headers: Record<string, unknown>;
  /** The token that the answer sets; null when it sets none or takes it away. */
  token: string | null;
}

export interface Sending extends RequestParts {
  token?: string | null;
  /** Network address of the caller. */
  from?: string;
  headers?: Record<string, string>;
  /** Behind a proxy that ends TLS. */
  proxied?: boolean;
}

export type AuthDesk = Awaited<ReturnType<typeof openAuthDesk>>;

/** A desk over an empty, migrated database. */
export async function openAuthDesk(url: string, folder: string) {
  const world = await openWorld(url, folder);
  const { system, clock, http } = world;
  const proxied = await buildHttp(system, allRoutes, { publicOrigin });
  const { kysely } = system.db;
  const accountIds = {} as Record<StaffLogin, string>;
  const passwordHash = await hashPassword(deskPassword);
  await kysely.transaction().execute(async (w) => {
    const region = await loadRegion(w, join(import.meta.dirname, 'region'), openedOn, clock.now());
    await w
      .insertInto('installation')
      .values({
        city_area_id: region.cityAreaId,
        region: 'prove',
        demo: false,
        demo_seed: null,
        anchor_month: null,
        opened_on: openedOn,
        created_at: clock.now(),
      })
      .execute();
    for (const login of logins) {
      const [role, area] = staff[login];
      const at = clock.now();
      const account = {
        login,
        name: `账户${login}`,
        passwordHash,
        mustChangePassword: false,
        demo: true,
        by: null,
        at,
      };
      const accountId = await insertAccount(w, account);
      const { office_id: officeId } = await w
        .selectFrom('office')
        .innerJoin('area_version', 'area_version.area_id', 'office.area_id')
        .select('office.office_id')
        .where('area_version.code', '=', area)
        .executeTakeFirstOrThrow();
      await grantPost(w, { accountId, officeId, role, fromOn: openedOn, by: null, at }, 'zh');
      accountIds[login] = accountId;
    }
  });
  // Asked by nobody here; what is bound to it needs one.
  system.identityProvider = createIdentityProvider(
    { issuer: 'http://localhost:1', clientId: 'prove', clientSecret: 'prove', name: '市统一身份认证' },
    system.log,
  );

  const desk = {
    system,
    clock,
    accountIds,
    http,

    /** The night before the next thing is tried: nobody is signed in, nothing is counted, no factor is bound, it is ten o'clock again. */
    async fresh(): Promise<void> {
      clock.set(proveNow);
      for (const table of ['session', 'sign_in_guess', 'second_factor', 'recovery_code', 'account_identity'] as const)
        await kysely.deleteFrom(table).execute();
      await kysely
        .updateTable('account')
        .set({ status: 'active', demo: true, must_change_password: false, password_hash: passwordHash })
        .where('account_id', 'in', Object.values(accountIds))
        .execute();
    },
    /** So many minutes after ten. */
    at(minutes: number): void {
      clock.set(new Date(Date.parse(proveNow) + minutes * 60_000).toISOString());
    },

    async send(contract: RouteContract, sending: Sending = {}): Promise<Told> {
      const { token = null, from = '10.0.0.1', headers, ...parts } = sending;
      const request = requestOf(contract, token, parts);
      if (sending.proxied && request.headers.origin) request.headers.origin = publicOrigin;
      const answer = await (sending.proxied ? proxied : http).inject({
        ...request,
        headers: { ...request.headers, ...headers },
        remoteAddress: from,
      });
      const isJson = String(answer.headers['content-type'] ?? '').startsWith('application/json');
      const json = (isJson ? answer.json() : {}) as Told['json'];
      const cookie = /^(?:__Host-)?renshe=([\w-]+);/.exec(String(answer.headers['set-cookie'] ?? ''));
      const code = (json.error as { code?: string } | undefined)?.code ?? (answer.statusCode < 400 ? 'ok' : '');
      return { status: answer.statusCode, code, json, headers: answer.headers, token: cookie?.[1] ?? null };
    },

    signIn(login: string, password: string, sending: Sending = {}): Promise<Told> {
      return desk.send(accountContracts.signIn, { ...sending, body: { login, password } });
    },
    prove(token: string, proof: Proof, sending: Sending = {}): Promise<Told> {
      return desk.send(factorContracts.prove, { ...sending, token, body: { proof } });
    },
    /** A session as signing in makes it; proved so many minutes ago. */
    session(login: StaffLogin, stage: NewSession['stage'] = 'full', provedMinutesAgo = 0): Promise<string> {
      const at = clock.now();
      const made: NewSession = {
        method: 'password',
        stage,
        device: '',
        limits: defaultLimits,
        verifiedAt: new Date(at.getTime() - provedMinutesAgo * 60_000),
      };
      return kysely.transaction().execute((w) => createSession(w, accountIds[login], at, made));
    },

    /** Binds an authenticator app the way the web does; its secret, and the token that goes on. */
    async bindApp(token: string): Promise<{ secret: Buffer; token: string }> {
      const offer = await desk.send(factorContracts.offerTotp, { token });
      const secret = fromBase32(String(offer.json.secret));
      const body = { ticket: offer.json.ticket, code: codeOf(secret, clock.now()), name: '手机' };
      const added = await desk.send(factorContracts.addTotp, { token, body });
      if (added.token === null) throw new Error(`binding an app: ${added.status} ${added.code}`);
      return { secret, token: added.token };
    },
    async recoveryCodes(token: string): Promise<string[]> {
      const offer = await desk.send(factorContracts.offerRecovery, { token });
      const saved = await desk.send(factorContracts.saveRecovery, { token, body: { ticket: offer.json.ticket } });
      if (saved.status !== 200) throw new Error(`recovery codes: ${saved.status} ${saved.code}`);
      return offer.json.codes as string[];
    },
    /** Somebody whom the city does not excuse from what `sign_in.factor_roles` asks. */
    async notExcused(login: StaffLogin): Promise<void> {
      await kysely.updateTable('account').set({ demo: false }).where('account_id', '=', accountIds[login]).execute();
    },
    async setParameter(key: ParameterKey, value: number): Promise<void> {
      await kysely
        .updateTable('parameter')
        .set({ value: JSON.stringify(value) })
        .where('key', '=', key)
        .execute();
      await kysely.transaction().execute((w) => raiseStamp(w, 'parameter'));
    },
    /** Whoever of the staff may call a route. */
    holderOf(contract: RouteContract): StaffLogin {
      const { permission } = contract;
      if (permission === 'public' || permission === 'signed-in') return 'worker';
      const login = logins.find((one) => roleHas(staff[one][0], permission));
      if (!login) throw new Error(`nobody may call ${contract.id}`);
      return login;
    },
    /** What every change leaves behind: events and answers kept for repeated calls. */
    async traces(): Promise<number> {
      const one = await kysely
        .selectFrom('audit_event')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      const other = await kysely
        .selectFrom('idempotency')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return one.count + other.count;
    },
    async close(): Promise<void> {
      await proxied.close();
      await world.close();
    },
  };
  return desk;
}

export const contracts = allContracts as readonly RouteContract[];

export const codeOf = (secret: Buffer, at: Date, offset = 0) => hotp(secret, totpStep(at) + offset);

export function fromBase32(text: string): Buffer {
  const bits = [...text]
    .map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
