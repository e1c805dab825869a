/** Calls every route with whatever its schema allows, whatever it forbids, and what no page ever sends; and looks at each answer. */
import { allContracts } from '@renshe/domain/access/all-contracts.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import fc from 'fast-check';
import type { LightMyRequestResponse } from 'fastify';
import { hashPassword } from '../platform/password.ts';
import { createSession, defaultLimits } from '../platform/session.ts';
import { verifyLedger } from '../statistics/verify.ts';
import { noFigures } from './fuzz-figures.ts';
import { tableContracts } from './fuzz-formulas.ts';
import { fuzzHints, fuzzPassword } from './fuzz-hints.ts';
import { LiveThings } from './fuzz-live.ts';
import { type Expected, wrongIn } from './fuzz-oracles.ts';
import { accepts, allBreakings, mayConcern, type Opening, orderOf, personasOf, sendable, some } from './fuzz-plan.ts';
import { exportFormulas, sendFiles } from './fuzz-probes.ts';
import { type Caller, fitting, recipeHints, recipeWays } from './fuzz-recipes.ts';
import { arbitraryOf } from './fuzz-values.ts';
import { wireCases } from './fuzz-wire.ts';
import { type PersonaKey, provePersonas } from './prove-personas.ts';
import { type RawRequest, type RequestParts, requestOf } from './prove-request.ts';
import { ProofTally } from './prove-result.ts';
import type { ProveWorld } from './prove-world.ts';
import { fittingParts, type Hints, inputSchema } from './schema-values.ts';

export interface FuzzOptions {
  seed: number;
  deep: boolean;
  /** When a deep run stops sending, in milliseconds since 1970. */
  endsAt?: number;
  firstOnly?: boolean;
  /** The file to begin with. */
  first?: string | undefined;
  /** Only what this part of the suite looks at. */
  part?: FuzzPart | undefined;
}

export type FuzzPart = 'requests' | 'files' | 'exports';

class Stop extends Error {}

/** As signing in makes it, just now: what asks for a fresh proof finds one. */
const signedIn = { method: 'password', stage: 'full', device: '', limits: defaultLimits } as const;

/** Calls of one route in one round. */
const roundCounts = { valid: 4, broken: 14, wire: 5 };
const deepCounts = { valid: 15, broken: 60, wire: 20 };
/** Whoever looks for one bug goes into depth at once. */
const searchCounts = { valid: 5, broken: 80, wire: 100 };
const sample = Buffer.from('姓名,身份证号,联系电话\n张三,321102198504154119,13500001234\n');

export class FuzzSuite {
  readonly tally = new ProofTally();
  figures = noFigures();
  private readonly world: ProveWorld;
  private readonly options: FuzzOptions;
  private live!: LiveThings;
  private readonly sessions = new Map<string, string>();
  private accounts: Readonly<Record<string, string>> = {};
  private readonly done = new Set<string>();
  private readonly refused = new Set<string>();
  private readonly broken = new Set<string>();
  private readonly failed = new Map<string, number>();

  constructor(world: ProveWorld, options: FuzzOptions) {
    this.world = world;
    this.options = options;
  }

  async run(): Promise<void> {
    let unhandled: unknown;
    const onUnhandled = (error: unknown) => {
      unhandled ??= error;
    };
    process.on('unhandledRejection', onUnhandled);
    try {
      this.accounts = { ...this.world.accountIds, builder: await this.builder() };
      const { left, suspended, ...spared } = this.accounts;
      this.live = await LiveThings.open(this.world.system, Object.values(spared));
      await this.giveEveryone(fuzzPassword);
      const contracts = orderOf(allContracts, this.options.firstOnly === true);
      const openings = new Map<string, Opening>();
      const check = (holds: boolean, words: () => string) => this.check(holds, words);
      const { part } = this.options;
      if (part === undefined || part === 'requests') await this.sendRequests(contracts, openings);
      if (part === undefined || part === 'files')
        Object.assign(this.figures, await sendFiles(this.world, this.options, check));
      await this.drain();
      const { differences } = await verifyLedger(this.world.system);
      this.figures.ledgerDifferences = differences;
      this.check(differences === 0, () => `after the run ${differences} figures differ from their records`);
      if (part === undefined || part === 'exports') {
        for (const contract of tableContracts)
          if (!openings.has(contract.id)) openings.set(contract.id, await this.open(contract));
        // Last: what is planted now goes past all rules.
        const exported = (contract: RouteContract) => this.exported(contract, openings);
        Object.assign(this.figures, await exportFormulas(this.world, this.options, exported, check));
      }
      this.check(unhandled === undefined, () => `a rejection that nobody handled: ${String(unhandled)}`);
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
    } finally {
      process.off('unhandledRejection', onUnhandled);
    }
    const { figures } = this;
    figures.done = [...this.done];
    figures.refused = [...this.refused];
    figures.broken = [...this.broken];
  }

  /** One round over all routes, or as many as a deep run has time for. Who looks for one planted bug needs no right call of all routes first. */
  private async sendRequests(contracts: readonly RouteContract[], openings: Map<string, Opening>): Promise<void> {
    const { deep, endsAt = 0, firstOnly } = this.options;
    if (!firstOnly) {
      for (const contract of contracts) openings.set(contract.id, await this.open(contract));
      // What another operation had to make first.
      for (const contract of contracts)
        if (!this.done.has(contract.id)) openings.set(contract.id, await this.open(contract));
    }
    do {
      for (const contract of contracts) {
        if (deep && Date.now() > endsAt) return;
        // What was changed, ended or used up since is looked for anew.
        const again = this.figures.rounds > 0 && contract.effect === 'change' && this.done.has(contract.id);
        if (again || !openings.has(contract.id)) openings.set(contract.id, await this.open(contract));
        await this.fuzz(contract, openings.get(contract.id)!);
      }
      this.figures.rounds++;
    } while (deep);
  }

  private check(holds: boolean, words: () => string): void {
    if (holds) return void this.tally.check(true, words);
    // Of one route three failures say enough; all are counted.
    const of = words().split(/[ ,:]/, 1)[0]!;
    const before = this.failed.get(of) ?? 0;
    this.failed.set(of, before + 1);
    if (before < 3) this.tally.check(false, words);
    else this.tally.add({ cases: 1, failures: 1, found: [] });
    if (this.options.firstOnly) throw new Stop();
  }

  /** A password that signs in: the world's accounts have none. */
  private async giveEveryone(password: string): Promise<void> {
    await this.world.system.db.kysely
      .updateTable('account')
      .set({ password_hash: await hashPassword(password) })
      .execute();
  }

  /** Who holds every business post. */
  private async builder(): Promise<string> {
    const { account_id: accountId } = await this.world.system.db.kysely
      .selectFrom('account')
      .select('account_id')
      .where('login', '=', 'builder')
      .executeTakeFirstOrThrow();
    return accountId;
  }

  private session(caller: string): Promise<string> {
    const at = this.world.clock.now();
    return this.world.system.db.kysely
      .transaction()
      .execute((w) => createSession(w, this.accounts[caller]!, at, signedIn));
  }

  private async tokenOf(caller: Caller, contract: RouteContract): Promise<string | null> {
    if (caller === null || !(caller in this.accounts)) return caller;
    // What ends sessions ends one that nobody else uses.
    if (endsSessions(contract)) return this.session(caller);
    const known = this.sessions.get(caller) ?? (await this.session(caller));
    this.sessions.set(caller, known);
    return known;
  }

  /** Looks for a call that succeeds: one persona after the other, on what there is; then in the ways that others know. */
  private async open(contract: RouteContract): Promise<Opening> {
    let first: Opening | undefined;
    const succeeds = async (opening: Opening) => {
      first ??= opening;
      const { persona, parts } = opening;
      const accepted = accepts(contract, parts);
      const answer = await this.call(contract, persona, requestOf(contract, null, parts), 'a right call', { accepted });
      if (answer < 300) await this.drain();
      return answer < 300;
    };
    const file = contract.consumes === 'upload' && { file: csv() };
    for (const given of [fuzzHints[contract.id] ?? {}, recipeHints(contract.id)])
      for (const persona of given ? personasOf(contract) : [])
        for (const hints of await this.hintsFor(contract, persona, given!)) {
          const opening = { persona, hints, parts: { ...file, ...fitting(contract, hints) } };
          if (await succeeds(opening)) return opening;
        }
    for (const way of (await recipeWays(this.world, contract, (caller) => this.session(caller))).slice(0, 20)) {
      const { params, query, body } = way.parts;
      const opening = { ...way, hints: { ...params, ...query, ...(body as object) }, parts: { ...file, ...way.parts } };
      if (await succeeds(opening)) return opening;
    }
    return first ?? { persona: null, hints: {}, parts: fittingParts(contract, {}) };
  }

  private async hintsFor(contract: RouteContract, persona: PersonaKey | null, given: Hints): Promise<Hints[]> {
    const post = provePersonas.find(({ key }) => key === persona)?.posts[0]?.area ?? '321102001001';
    const things = (await this.live.of(contract)).filter((thing) => mayConcern(thing, post)).slice(0, 6);
    const all: Hints[] = [];
    for (const thing of things) {
      const area = thing.areaCode ?? post;
      const ids = await this.live.mentioned(contract, area);
      for (const version of thing.version === undefined ? [0, 1] : [thing.version])
        all.push({
          area,
          areaCode: area,
          limit: '20',
          offset: '0',
          version,
          ...ids,
          ...given,
          ...thing.params,
        });
      const needsVersion = 'version' in (inputSchema(contract.body).properties ?? {});
      if (thing.version === undefined && !needsVersion) all.pop();
    }
    return all.slice(0, this.options.deep ? 12 : 6);
  }

  private async fuzz(contract: RouteContract, opening: Opening): Promise<void> {
    const { seed, deep, firstOnly } = this.options;
    const counts = firstOnly ? searchCounts : deep ? deepCounts : roundCounts;
    const slow = contract.produces === 'pdf' && !deep;
    const { persona, hints, parts } = opening;
    const arbitrary = fc.record({
      params: arbitraryOf(inputSchema(contract.params), hints),
      query: arbitraryOf(inputSchema(contract.query), hints),
      body: arbitraryOf(inputSchema(contract.body), hints),
    });
    const right = requestOf(contract, null, parts);
    const salt = [...contract.id].reduce(
      (sum, sign) => (sum * 31 + sign.charCodeAt(0)) | 0,
      seed + this.figures.rounds * 7919,
    );
    for (const made of fc.sample(arbitrary, { numRuns: slow ? 2 : counts.valid, seed: salt })) {
      const candidate = { ...parts, ...(made as RequestParts) };
      await this.bringUpToDate(contract, hints, candidate);
      if (!sendable(candidate)) continue;
      const request = requestOf(contract, null, candidate);
      await this.call(contract, persona, request, `made ${shown(made)}`, { accepted: accepts(contract, candidate) });
    }
    for (const { kind, candidate, never } of some(allBreakings(contract, opening), counts.broken, salt)) {
      if (!sendable(candidate)) continue;
      const accepted = accepts(contract, candidate);
      const request = requestOf(contract, null, candidate);
      await this.call(contract, persona, request, kind, { accepted: accepted && !never });
    }
    for (const { kind, request, refused, malformed } of some(wireCases(contract, right), counts.wire, salt))
      await this.call(contract, persona, request as RawRequest, kind, { accepted: !refused, foreign: true, malformed });
    await this.drain();
  }

  /** What was changed by the call before has another version now: without it only the first call would get any further. */
  private async bringUpToDate(contract: RouteContract, hints: Hints, { params, body }: RequestParts): Promise<void> {
    const given = body as { version?: unknown } | undefined;
    if (given?.version === undefined || given.version !== hints.version) return;
    const things = await this.live.of(contract);
    const thing = things.find((one) => Object.entries(one.params).every(([name, id]) => params?.[name] === id));
    if (thing?.version !== undefined) given.version = thing.version;
  }

  /** The file of an export; undefined when it could not be had. */
  private async exported(contract: RouteContract, openings: ReadonlyMap<string, Opening>): Promise<Buffer | undefined> {
    const { persona, parts } = openings.get(contract.id)!;
    // What came before may have ended the session.
    if (persona) this.sessions.delete(persona);
    const token = await this.tokenOf(persona, contract);
    const answer = await this.world.call(token, contract, parts);
    return answer.status === 200 ? answer.raw.rawPayload : undefined;
  }

  private async call(
    contract: RouteContract,
    persona: Caller,
    request: RawRequest,
    kind: string,
    expected: Expected,
  ): Promise<number> {
    const token = await this.tokenOf(persona, contract);
    const headers = { ...request.headers, ...(token && !request.headers.cookie && { cookie: `renshe=${token}` }) };
    const started = performance.now();
    const raw = await this.world.http.inject({ ...request, headers });
    const ms = performance.now() - started;
    this.figures.requests++;
    if (ms > this.figures.slowestMs) {
      this.figures.slowestMs = Math.round(ms);
      this.figures.slowest = `${contract.id}, ${kind.slice(0, 60)}`;
    }
    const status = raw.statusCode;
    this.count(contract, raw, expected);
    const wrong = wrongIn(contract, raw, expected);
    const who = persona === null || persona in this.accounts ? persona : 'a session of its own';
    if (wrong !== undefined && status < 300 && expected.accepted) this.figures.unlikeSchema++;
    this.check(wrong === undefined, () => `${contract.id} as ${who}, ${kind.slice(0, 120)}: ${wrong}`);
    if (persona && !endsSessions(contract)) this.keepSession(persona, raw);
    return status;
  }

  /** The session may have ended, or go on under a new token. */
  private keepSession(persona: string, { statusCode, cookies }: LightMyRequestResponse): void {
    const renewed = cookies.find(({ name, value }) => name === 'renshe' && value !== '')?.value;
    if (renewed !== undefined) this.sessions.set(persona, renewed);
    else if (statusCode === 401) this.sessions.delete(persona);
  }

  private count(contract: RouteContract, { statusCode: status, body }: LightMyRequestResponse, sent: Expected): void {
    const { figures } = this;
    if (status < 300) figures.requestsDone++;
    else if ([400, 413, 414, 415, 431].includes(status) || body.includes('"request.invalid"')) figures.refusedForm++;
    else if (status < 500) figures.refusedRule++;
    if (status < 300 && !sent.foreign) this.done.add(contract.id);
    if (status >= 400 && status < 500) this.refused.add(contract.id);
    if (status === 403 && body.includes('account.step-up-needed')) figures.askedForProof++;
    if (status < 500) return;
    this.broken.add(contract.id);
    figures.serverErrors++;
  }

  /** Work in the background is done at once, so that what it changes is there for the next call. */
  private async drain(): Promise<void> {
    const waiting = await this.world.system.db.kysely
      .selectFrom('task')
      .select('task_id')
      .where('status', '=', 'waiting')
      .execute();
    for (const { task_id: taskId } of waiting) await this.world.system.tasks.runNow(taskId);
  }
}

/** Signing in and out, passwords: they get a session that nobody else uses. */
const endsSessions = ({ path }: RouteContract) =>
  path.startsWith('/api/session') && !path.startsWith('/api/session/factors');

const csv = () => ({ name: '名册.csv', bytes: sample });
const shown = (value: unknown) => JSON.stringify(value).slice(0, 110);
