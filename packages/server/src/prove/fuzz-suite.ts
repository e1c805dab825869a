/** Calls every route with whatever its schema allows, whatever it forbids, and what no page ever sends; and looks at each answer. */
import { allContracts } from '@renshe/domain/access/all-contracts.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import fc from 'fast-check';
import { hashPassword } from '../platform/password.ts';
import { createSession } from '../platform/session.ts';
import { verifyLedger } from '../statistics/verify.ts';
import { accessMatrix, matrixPersonas } from './access-matrix.ts';
import { fuzzHints, fuzzPassword } from './fuzz-hints.ts';
import { type LiveThing, LiveThings } from './fuzz-live.ts';
import { wrongIn } from './fuzz-oracles.ts';
import { tableContracts } from './fuzz-formulas.ts';
import { exportFormulas, type FileFigures, sendFiles } from './fuzz-probes.ts';
import { arbitraryOf, breakings } from './fuzz-values.ts';
import { wireCases } from './fuzz-wire.ts';
import { type PersonaKey, provePersonas } from './prove-personas.ts';
import { type RawRequest, type RequestParts, requestOf } from './prove-request.ts';
import { ProofTally } from './prove-result.ts';
import type { ProveWorld } from './prove-world.ts';
import { fittingParts, fittingValue, type Hints, inputSchema } from './schema-values.ts';

export interface FuzzOptions {
  seed: number;
  deep: boolean;
  /** How long a deep run goes on sending, in minutes. */
  minutes?: number;
  firstOnly?: boolean;
  /** Only what this part of the suite looks at. */
  part?: FuzzPart | undefined;
}

export type FuzzPart = 'requests' | 'files' | 'exports';

export interface FuzzFigures extends FileFigures {
  requests: number;
  /** Times that every route was called with other values. */
  rounds: number;
  operations: number;
  succeeded: number;
  refused: number;
  notSucceeded: string;
  serverErrors: number;
  slowestMs: number;
  slowest: string;
  ledgerDifferences: number;
  exports: number;
  /** Texts like formulas that came out of exports as text. */
  plantedTexts: number;
  /** Exports that none came out of. */
  exportsWithout: string;
}

/** A call that shall succeed: who makes it and with what. */
interface Opening {
  persona: PersonaKey | null;
  hints: Hints;
  parts: RequestParts;
}

class Stop extends Error {}

const doors = ['worker', 'clerk', 'district', 'city', 'system', 'security', 'auditor'] as const;
/** Calls of one route in one round. */
const roundCounts = { valid: 5, broken: 20, wire: 7 };
const deepCounts = { valid: 15, broken: 60, wire: 20 };
const deepMinutes = 20;
const sample = Buffer.from('姓名,身份证号,联系电话\n张三,321102198504154119,13500001234\n');

export class FuzzSuite {
  readonly tally = new ProofTally();
  readonly figures: FuzzFigures = {
    requests: 0,
    rounds: 0,
    operations: 0,
    succeeded: 0,
    refused: 0,
    notSucceeded: '',
    serverErrors: 0,
    slowestMs: 0,
    slowest: '',
    ledgerDifferences: 0,
    files: 0,
    filesPeakMb: 0,
    filesStallMs: 0,
    filesStall: '',
    rowsIn: 0,
    rowsAccepted: 0,
    rowsRejected: 0,
    exports: 0,
    plantedTexts: 0,
    exportsWithout: '',
  };
  private readonly world: ProveWorld;
  private readonly options: FuzzOptions;
  private live!: LiveThings;
  private readonly sessions = new Map<PersonaKey, string>();
  private readonly good = new Set<string>();
  private readonly bad = new Set<string>();
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
      const spared = provePersonas.filter(({ key }) => key !== 'left' && key !== 'suspended');
      this.live = await LiveThings.open(
        this.world.system,
        spared.map(({ key }) => this.world.accountIds[key]),
      );
      await this.giveEveryone(fuzzPassword);
      const contracts = [...(allContracts as readonly RouteContract[])].sort((a, b) => rankOf(a) - rankOf(b));
      this.figures.operations = contracts.length;
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
        Object.assign(this.figures, await exportFormulas(this.world, exported, check));
      }
      this.check(unhandled === undefined, () => `a rejection that nobody handled: ${String(unhandled)}`);
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
    } finally {
      process.off('unhandledRejection', onUnhandled);
    }
    this.figures.succeeded = this.good.size;
    this.figures.refused = this.bad.size;
    this.figures.notSucceeded = (allContracts as readonly RouteContract[])
      .filter(({ id }) => !this.good.has(id))
      .map(({ id }) => id)
      .join(' ');
  }

  /** One round over all routes, or as many as a deep run has time for. Who looks for one planted bug needs no right call of all routes first. */
  private async sendRequests(contracts: readonly RouteContract[], openings: Map<string, Opening>): Promise<void> {
    const { deep, minutes = deepMinutes, firstOnly } = this.options;
    if (!firstOnly) for (const contract of contracts) openings.set(contract.id, await this.open(contract));
    const until = deep ? performance.now() + minutes * 60_000 : 0;
    do {
      for (const contract of contracts) {
        if (!openings.has(contract.id)) openings.set(contract.id, await this.open(contract));
        await this.fuzz(contract, openings.get(contract.id)!);
      }
      this.figures.rounds++;
    } while (performance.now() < until);
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

  private async tokenOf(persona: PersonaKey | null, contract: RouteContract): Promise<string | null> {
    if (persona === null) return null;
    // What ends sessions ends one that nobody else uses.
    const own = contract.path.startsWith('/api/session');
    const known = own ? undefined : this.sessions.get(persona);
    if (known) return known;
    const made = await this.world.system.db.kysely
      .transaction()
      .execute((w) => createSession(w, this.world.accountIds[persona], this.world.clock.now()));
    if (!own) this.sessions.set(persona, made);
    return made;
  }

  /** Looks for a call that succeeds: one persona after the other, on what there is. */
  private async open(contract: RouteContract): Promise<Opening> {
    let first: Opening | undefined;
    for (const persona of personasOf(contract))
      for (const hints of await this.hintsFor(contract, persona)) {
        const parts = { ...fittingParts(contract, hints), ...(contract.consumes === 'upload' && { file: csv() }) };
        const opening = { persona, hints, parts };
        first ??= opening;
        const answer = await this.call(contract, persona, requestOf(contract, null, parts), 'a right call', {
          accepted: accepts(contract, parts),
        });
        if (answer < 300) {
          await this.drain();
          return opening;
        }
      }
    return first ?? { persona: null, hints: {}, parts: fittingParts(contract, {}) };
  }

  private async hintsFor(contract: RouteContract, persona: PersonaKey | null): Promise<Hints[]> {
    const post = provePersonas.find(({ key }) => key === persona)?.posts[0]?.area ?? '321102001001';
    const given = fuzzHints[contract.id] ?? {};
    const things = (await this.live.of(contract)).filter((thing) => mayConcern(thing, post)).slice(0, 6);
    const all: Hints[] = [];
    for (const thing of things) {
      const area = thing.areaCode ?? post;
      const ids = await this.live.mentioned(contract, area);
      for (const version of thing.version === undefined ? [0, 1] : [thing.version])
        all.push({ area, areaCode: area, limit: '20', offset: '0', version, ...ids, ...given, ...thing.params });
      const needsVersion = 'version' in (inputSchema(contract.body).properties ?? {});
      if (thing.version === undefined && !needsVersion) all.pop();
    }
    return all.slice(0, this.options.deep ? 12 : 6);
  }

  private async fuzz(contract: RouteContract, opening: Opening): Promise<void> {
    const { seed, deep } = this.options;
    const counts = deep ? deepCounts : roundCounts;
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
    for (const { kind, request, refused } of some(wireCases(contract, right), counts.wire, salt))
      await this.call(contract, persona, request as RawRequest, kind, { accepted: !refused, foreign: true });
    await this.drain();
  }

  /** The file of an export; undefined when it could not be had. */
  private async exported(contract: RouteContract, openings: ReadonlyMap<string, Opening>): Promise<Buffer | undefined> {
    const { persona, parts } = openings.get(contract.id)!;
    const token = await this.tokenOf(persona, contract);
    const answer = await this.world.call(token, contract, parts);
    return answer.status === 200 ? answer.raw.rawPayload : undefined;
  }

  private async call(
    contract: RouteContract,
    persona: PersonaKey | null,
    request: RawRequest,
    kind: string,
    expected: { accepted: boolean; foreign?: boolean },
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
    if (status < 300 && !expected.foreign) this.good.add(contract.id);
    if (status >= 400 && status < 500) this.bad.add(contract.id);
    if (status >= 500) this.figures.serverErrors++;
    const wrong = wrongIn(contract, raw, expected);
    this.check(wrong === undefined, () => `${contract.id} as ${persona}, ${kind.slice(0, 120)}: ${wrong}`);
    if (status === 401 && persona) this.sessions.delete(persona);
    return status;
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

const csv = () => ({ name: '名册.csv', bytes: sample });

/** Reads first; what ends, merges or closes comes last, for everybody else needs it. */
function rankOf(contract: RouteContract): number {
  if (/^(area|office|parameter|account|setup)\./.test(contract.id)) return contract.effect === 'read' ? 1 : 5;
  if (/\.(close|lock|end|move|undo|merge)$/.test(contract.id)) return 4;
  if (/void|delete|reverse|withdraw|leave|split/.test(contract.id)) return 3;
  return contract.effect === 'read' && contract.method === 'GET' ? 1 : 2;
}

function personasOf(contract: RouteContract): (PersonaKey | null)[] {
  if (contract.permission === 'public') return [null];
  const row = accessMatrix[contract.id] ?? '';
  return doors.filter((key) => row[matrixPersonas.indexOf(key)] === '+');
}

/** Something of one's own area, or of none. */
function mayConcern(thing: LiveThing, post: string): boolean {
  return (
    thing.areaCode === undefined ||
    thing.areaCode.startsWith(post.replace(/(000)+$/, '').slice(0, 12)) ||
    post.endsWith('00000000')
  );
}

const texted = (record: Readonly<Record<string, unknown>> = {}) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, String(value)]));

/** What the contract says of a request as it arrives. */
function accepts(contract: RouteContract, parts: RequestParts): boolean {
  const body = parts.body === undefined ? {} : JSON.parse(JSON.stringify(parts.body));
  return (
    contract.params.safeParse(texted(parts.params)).success &&
    contract.query.safeParse(texted(parts.query)).success &&
    (contract.consumes === 'nothing' ||
      contract.body.safeParse(contract.consumes === 'upload' ? texted(body) : body).success)
  );
}

/** Whether a URL can carry it at all, and means this route: dots alone are another address. */
function sendable({ params, query }: RequestParts): boolean {
  return (
    Object.values(params ?? {}).every((value) => String(value).isWellFormed() && !/^\.*$/.test(String(value))) &&
    Object.values(query ?? {}).every((value) => value !== undefined && String(value).isWellFormed())
  );
}

function allBreakings(contract: RouteContract, { hints, parts }: Opening) {
  const found: { kind: string; candidate: RequestParts; never: boolean }[] = [];
  for (const part of ['params', 'query', 'body'] as const) {
    if (part === 'body' && contract.consumes === 'nothing') continue;
    const schema = inputSchema(contract[part]);
    const right = (parts[part] ?? {}) as Record<string, unknown>;
    const rich = Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, one]) => [
        name,
        right[name] ?? fittingValue(one, hints, name),
      ]),
    );
    const bases = Object.keys(rich).length > Object.keys(right).length ? [right, rich] : [right];
    for (const base of bases)
      for (const { kind, value, never } of breakings(schema, base)) {
        // A path has the places that it has.
        if (part === 'params' && Object.keys(value as object).some((name) => !(name in right))) continue;
        if (part === 'params' && Object.keys(right).some((name) => !(name in (value as object)))) continue;
        // In a path or query everything is text: a number in place of a text is none.
        const comes = part === 'query' || (part === 'body' && contract.consumes === 'json');
        found.push({
          kind: `${part}: ${kind}`,
          candidate: { ...parts, [part]: value },
          never: never && comes,
        });
      }
  }
  return found;
}

/** So many of them, chosen by the seed. */
function some<T>(all: readonly T[], most: number, seed: number): T[] {
  if (all.length <= most) return [...all];
  const step = all.length / most;
  return Array.from({ length: most }, (_, i) => all[Math.floor(i * step + (Math.abs(seed) % step)) % all.length]!);
}

const shown = (value: unknown) => JSON.stringify(value).slice(0, 110);
