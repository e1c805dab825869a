/**
 * Every operation that has to leave a trace, called so that it succeeds: exactly the event that its contract names, in its transaction.
 * Each is called first while the log refuses every event: nothing of it may stay.
 */
import { allContracts } from '@renshe/domain/access/all-contracts.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { sql } from 'kysely';
import type { System } from '../platform/open-system.ts';
import { createSession } from '../platform/session.ts';
import { accessHints } from './access-hints.ts';
import { areaPlaceOf, openSubjects } from './access-subjects.ts';
import type { PersonaKey } from './prove-personas.ts';
import { getContract } from './prove-records.ts';
import type { RequestParts } from './prove-request.ts';
import { ProofTally } from './prove-result.ts';
import type { Answered, ProveWorld } from './prove-world.ts';
import { fittingParts, type Hints } from './schema-values.ts';
import { addressOfProof, passwordOfProof, type TamperKit, type TamperWay } from './tamper-kit.ts';
import { lateOperations, tamperRecipes } from './tamper-recipes.ts';
import { TraceProbe } from './tamper-trace.ts';

export interface CoverageFigures {
  operations: number;
  succeeded: number;
  /** Operations without a successful call, with what they answered. */
  open: string[];
  /** Operations that wrote more than one event, each about another subject or in another chain; those of the city as a whole. */
  several: string[];
  ofTheCity: string[];
  /** Operations that change fields and whose event names them. */
  changes: number;
  changesTold: number;
  untold: string[];
  /** Rows in which canaries and secrets were looked for. */
  scanned: number;
}

/** Calls of one operation. */
const mostTries = 40;

/** The one operation that is called where nobody has an account yet. */
const first = 'setup.first-administrators';

export class AuditCoverage {
  readonly tally = new ProofTally();
  readonly figures: CoverageFigures = {
    operations: 0,
    succeeded: 0,
    open: [],
    several: [],
    ofTheCity: [],
    changes: 0,
    changesTold: 0,
    untold: [],
    scanned: 0,
  };
  private readonly world: ProveWorld;
  private readonly setup: Pick<ProveWorld, 'system' | 'clock' | 'call'>;
  private readonly firstOnly: boolean;
  private readonly probe: TraceProbe;
  private tokens: TamperKit['tokens'] = ['', '', '', ''];
  private builder = '';
  /** What recipes were told in confidence: secrets of authenticator apps, recovery codes. */
  readonly secrets: string[] = [];

  /** `setup`: the city without an account; `firstOnly`: ends after the first failure. */
  constructor(world: ProveWorld, setup: AuditCoverage['setup'], firstOnly: boolean) {
    this.world = world;
    this.setup = setup;
    this.firstOnly = firstOnly;
    this.probe = new TraceProbe(world, this.tally);
  }

  private get db() {
    return this.world.system.db.kysely;
  }

  private get enough(): boolean {
    return this.firstOnly && this.tally.failures > 0;
  }

  async run(): Promise<void> {
    const { tokens } = this.world;
    const { account_id: builder } = await this.db
      .selectFrom('account')
      .select('account_id')
      .where('login', '=', 'builder')
      .executeTakeFirstOrThrow();
    this.builder = builder;
    this.tokens = [await this.session(), tokens.system, tokens.security, tokens.auditor];
    const traced = (allContracts as readonly RouteContract[]).filter((contract) => contract.audit !== null);
    this.figures.operations = traced.length;
    const late = (contract: RouteContract) => lateOperations.indexOf(contract.id);
    const open = new Map<string, string>();
    for (const [index, contract] of traced.entries())
      if (late(contract) < 0 && !this.enough) await this.tryOperation(contract, index, open);
    // What another operation had to make first.
    const again = traced.filter((one) => open.has(one.id));
    const last = traced.filter((one) => late(one) >= 0).sort((a, b) => late(a) - late(b));
    for (const contract of [...again, ...last]) if (!this.enough) await this.tryOperation(contract, 5, open);
    this.figures.open = [...open].map(([id, words]) => `${id}: ${words}`);
    // What cannot be called proves nothing: never passed over in silence.
    if (!this.enough)
      for (const contract of traced)
        this.tally.check(!open.has(contract.id), () => `${contract.id} cannot be called: ${open.get(contract.id)}`);
    this.figures.several = this.probe.several;
    this.figures.ofTheCity = [...new Set(this.probe.ofTheCity)];
    for (const { system } of [this.world, this.setup]) await this.scan(system);
  }

  private session(of?: PersonaKey): Promise<string> {
    const accountId = of === undefined ? this.builder : this.world.accountIds[of];
    return this.db.transaction().execute((w) => createSession(w, accountId, this.world.clock.now()));
  }

  private async tryOperation(contract: RouteContract, index: number, open: Map<string, string>): Promise<void> {
    let words = 'no way to call it is known';
    const shut = new Set<string | null>();
    const probe = contract.id === first ? new TraceProbe(this.setup, this.tally) : this.probe;
    let tries = mostTries;
    let before: string | undefined;
    for (const way of await this.waysTo(contract, index)) {
      for (const { token, parts } of inVersions(way)) {
        if (shut.has(token) || tries-- < 0) break;
        before ??= await probe.digest();
        const refused = await probe.callWithoutLog(contract, token, parts);
        this.tally.check(refused.status !== 200, () => `${contract.id} succeeds while the log refuses its event`);
        if (refused.status < 500) {
          const code = (refused.json?.error as { code?: string })?.code;
          // Somebody without the right is not asked again; another version may be the right one; whatever else is refused stays refused.
          if (code === 'request.forbidden') shut.add(token);
          else words = `${refused.status} ${JSON.stringify(refused.json?.error ?? null).slice(0, 200)}`;
          if (code === 'request.changed-meanwhile') continue;
          break;
        }
        const answer = await probe.judge(contract, token, parts, before);
        before = undefined;
        if (answer) {
          await this.count(contract, answer);
          open.delete(contract.id);
          return;
        }
        words = 'not even with its event';
      }
    }
    open.set(contract.id, words);
  }

  private async count(contract: RouteContract, answer: Answered): Promise<void> {
    this.figures.succeeded++;
    // What was begun goes on: others need its result.
    if (typeof answer.json?.taskId === 'string') await this.world.system.tasks.runNow(answer.json.taskId);
    if (!/\.(change|correct|rename)/.test(contract.id) || contract.id === 'account.change-password') return;
    const { rows } = await sql<{ details: Record<string, unknown> }>`
      select details from audit_event where request_id = ${String(answer.raw.headers['x-request-id'])}`.execute(
      this.db,
    );
    this.figures.changes++;
    const told = rows.some(({ details }) => tellsFields(details));
    if (told) this.figures.changesTold++;
    else this.figures.untold.push(contract.id);
    this.tally.check(told, () => `${contract.id}: its event does not tell which fields were changed`);
  }

  private async waysTo(contract: RouteContract, index: number): Promise<TamperWay[]> {
    const kit: TamperKit = {
      world: this.world,
      setup: this.setup,
      rows: async (text) => (await sql<Record<string, string>>`${sql.raw(text)}`.execute(this.db)).rows,
      tokens: this.tokens,
      session: (of) => this.session(of),
      secret: (text) => void this.secrets.push(text),
      ask: (id, asker, more) => this.world.call(asker, getContract(id), fitting(getContract(id), more)),
      parts: (hints) => fitting(contract, hints),
    };
    const recipe = tamperRecipes[contract.id];
    if (typeof recipe === 'function') return recipe(kit);
    // What people type holds numbers: none of them may reach the log.
    const typed = `核对${this.world.canaries.find(({ what }) => what === 'citizen-id')?.text}与13900001001`;
    const hints = { purpose: typed, why: typed, ...accessHints[contract.id], ...recipe };
    const place = areaPlaceOf(contract);
    const all: Omit<TamperWay, 'token'>[] = [];
    // Looked up anew for each: what was done before has moved states and versions on.
    const finder = await openSubjects(this.world.system);
    const subjects = place?.part === 'params' ? [] : await finder.subjectsOf(contract);
    for (const { params, areaCode, version } of subjects) {
      const parts = fitting(contract, { ...places(areaCode), ...hints, ...params });
      all.push({ parts, ...(version !== undefined && { version }) });
    }
    if (subjects.length === 0 && place)
      for (const code of [...this.world.communities, '321102001000', '321102000000', '321100000000'])
        all.push({ parts: fitting(contract, { ...places(code), ...hints, [place.name]: code }) });
    if (all.length === 0) all.push({ parts: fitting(contract, hints) });
    const turned = [...all.slice(index % all.length), ...all.slice(0, index % all.length)].slice(0, 14);
    const tokens = contract.permission === 'public' ? [null] : this.tokens;
    return turned.flatMap((way) => tokens.map((token) => ({ token, ...way })));
  }

  /** No whole identity or mobile number, hash of a password or secret of a second factor where traces and requests are kept. */
  private async scan({ db: { kysely } }: System): Promise<void> {
    const { rows: tables } = await sql<{ name: string }>`
      select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and (n.nspname = 'public' and c.relname ~ '^(audit_|idempotency|task|import_)' or n.nspname = 'graphile_worker')
      order by 1`.execute(kysely);
    const secrets = this.world.canaries
      .filter(({ what }) => what === 'citizen-id' || what === 'phone')
      .map(({ text }) => text);
    const { rows: hashes } = await sql<{ secret: string }>`
      select password_hash as secret from account where length(password_hash) > 8`.execute(kysely);
    const wanted = [
      ...secrets,
      ...hashes.map(({ secret }) => secret),
      passwordOfProof,
      addressOfProof,
      ...this.secrets,
    ];
    for (const { name } of tables) {
      const { rows } = await sql<{ said: string }>`select t::text as said from ${sql.raw(name)} t`.execute(kysely);
      this.figures.scanned += rows.length;
      const leaked = wanted.find((secret) => rows.some(({ said }) => said.includes(secret)));
      const number = rows.map(({ said }) => wholeNumber.exec(said)?.[0]).find(Boolean);
      this.tally.check(
        leaked === undefined && number === undefined,
        () => `${name} holds ${(leaked ?? number)?.slice(0, 6)}…`,
      );
    }
  }
}

/** A whole identity or mobile number by its form. */
const wholeNumber =
  /(?<![0-9A-Za-z])(\d{6}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]|1[3-9]\d{9})(?![0-9A-Za-z])/;

const places = (areaCode: string): Hints => ({ area: areaCode, areaCode, toAreaCode: areaCode });

/** The version that the form is read in, then the first ones: of a table that keeps none, or of another record. */
function inVersions(way: TamperWay): TamperWay[] {
  const body = way.parts.body as Record<string, unknown> | undefined;
  if (typeof body?.version !== 'number') return [way];
  return [...new Set([way.version ?? 1, 1, 2, 3, 4, 0])].map((version) => ({
    ...way,
    parts: { ...way.parts, body: { ...body, version } },
  }));
}

function fitting(contract: RouteContract, hints: Hints): RequestParts {
  const parts = fittingParts(contract, hints) as RequestParts;
  const file = hints.file as RequestParts['file'];
  return { ...parts, ...(file && { file }) };
}

/** Each field as it was and as it is: in pairs, as two records, or what was beside what was sent. */
function tellsFields(details: Record<string, unknown>): boolean {
  const isPair = (value: unknown) => Array.isArray(value) && value.length === 2;
  return Object.entries(details).some(
    ([key, value]) =>
      key === 'before' ||
      /^old[A-Z]/.test(key) ||
      isPair(value) ||
      (typeof value === 'object' && value !== null && Object.values(value).some(isPair)),
  );
}
