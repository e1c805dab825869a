/** Every route × every persona × every relation: refused as if nothing were there, nothing changed, no canary anywhere. */
import { allContracts } from '@renshe/domain/access/all-contracts.ts';
import { type Role, roles } from '@renshe/domain/access/permissions.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { sql } from 'kysely';
import { answerTypes, contentTypes } from '../platform/answer.ts';
import { AccessCells, bare, type Cell, openRoots } from './access-cells.ts';
import { consent } from './access-consent.ts';
import { unknownFields } from './access-fields.ts';
import { unseenChanges } from './access-interference.ts';
import { knownNumbers } from './access-numbers.ts';
import { accessOpenings } from './access-openings.ts';
import { secretSearches } from './access-search.ts';
import { segregation } from './access-segregation.ts';
import { blindRoutes, openSubjects } from './access-subjects.ts';
import { existenceTiming } from './access-timing.ts';
import { readableText } from './answer-text.ts';
import { isUnder, type Persona, type PersonaKey, provePersonas } from './prove-personas.ts';
import { ProofTally } from './prove-result.ts';
import type { Answered, ProveWorld } from './prove-world.ts';

export interface AccessOptions {
  seed: number;
  /** Relations tried of each route and persona; all when deep. */
  deep: boolean;
  /** Records of every area are tried, not one of each relation. */
  everywhere?: boolean;
  /** Ends with the first failure: enough to find a planted bug. */
  firstOnly?: boolean;
  /** Starts with the side channels. */
  channelsFirst?: boolean;
  /** Routes whose ids begin with this are tried first. */
  nearest?: string;
}

export interface AccessFigures {
  cells: number;
  refused: number;
  /** Routes that somebody was let through to. */
  shownOpen: number;
  routes: number;
  /** Side channels: pairs of calls that must not be told apart, and fields that must be refused. */
  channels: number;
  /** Grants of posts that were tried. */
  grants: number;
  /** Deep runs: how much slower something hidden is refused than something that is not there, per route. */
  timing: Record<string, string>;
}

export const noFigures = (): AccessFigures => ({
  cells: 0,
  refused: 0,
  shownOpen: 0,
  routes: 0,
  channels: 0,
  grants: 0,
  timing: {},
});

/** What an oracle of a side channel needs of the suite. */
export interface AccessBench {
  readonly world: ProveWorld;
  readonly options: AccessOptions;
  readonly figures: AccessFigures;
  readonly contracts: readonly RouteContract[];
  readonly cells: AccessCells;
  tokenOf(persona: Persona): string;
  check(holds: boolean, words: () => string): void;
  digest(): Promise<string>;
}

const administrators: readonly Role[] = roles.filter((role) => role.endsWith('administrator'));

class Stop extends Error {}

export class AccessSuite implements AccessBench {
  readonly tally = new ProofTally();
  readonly figures: AccessFigures = noFigures();
  readonly world: ProveWorld;
  readonly options: AccessOptions;
  readonly contracts: readonly RouteContract[];
  cells!: AccessCells;
  private readonly opened = new Set<string>();

  constructor(world: ProveWorld, options: AccessOptions) {
    this.world = world;
    this.options = options;
    const near = (contract: RouteContract) => (options.nearest && contract.id.startsWith(options.nearest) ? 0 : 1);
    this.contracts = [...(allContracts as readonly RouteContract[])].sort((a, b) => near(a) - near(b));
  }

  async run(): Promise<void> {
    const subjects = await openSubjects(this.world.system);
    this.cells = new AccessCells(this.world, subjects, this.options);
    // A planted bug has to be found by what it breaks.
    if (!this.options.firstOnly)
      for (const id of await blindRoutes(subjects, this.contracts))
        this.check(false, () => `${id}: the city of this proof has no record to try it on`);
    this.figures.routes = this.contracts.length;
    const walls = async () => {
      // A planted bug is looked for where it was planted before anywhere else.
      const { nearest } = this.options;
      for (const contract of this.contracts.filter(({ id }) => nearest !== undefined && id.startsWith(nearest))) {
        await this.refusals(contract);
        if (contract.effect === 'read') await this.openDoors(contract);
      }
      for (const contract of this.contracts) await this.refusals(contract);
      await this.doors('read');
    };
    try {
      if (this.options.channelsFirst) await this.channels();
      await walls();
      if (!this.options.channelsFirst) await this.channels();
      // Who may change something does it last: until then everybody met the same world.
      await this.doors('change');
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
    }
    this.figures.shownOpen = this.opened.size;
  }

  /** What can be learnt without being shown it (handbook/security.md §4a: side channels, segregation of duties). */
  private async channels(): Promise<void> {
    await unknownFields(this);
    await knownNumbers(this);
    await segregation(this);
    await consent(this);
    await secretSearches(this);
    if (this.options.deep && !this.options.firstOnly) await existenceTiming(this);
    await unseenChanges(this);
  }

  private async doors(effect: RouteContract['effect']): Promise<void> {
    for (const contract of this.contracts.filter((one) => one.effect === effect)) await this.openDoors(contract);
  }

  check(holds: boolean, words: () => string): void {
    if (!this.tally.check(holds, words) && this.options.firstOnly) throw new Stop();
  }

  /** Everybody outside, or without the permission. */
  private async refusals(contract: RouteContract): Promise<void> {
    if (contract.permission === 'public') return;
    const before = await this.digest();
    for (const [index, persona] of (provePersonas as readonly Persona[]).entries()) {
      // Somebody without a post is still somebody who has signed in.
      if (persona.left && contract.permission === 'signed-in') continue;
      for (const cell of await this.cells.of(contract, persona, index)) {
        if (cell.inside) continue;
        const answer = await this.world.call(this.tokenOf(persona), contract, cell.parts);
        this.figures.cells++;
        this.figures.refused++;
        const name = `${contract.id} as ${persona.key} on ${cell.relation} ${cell.areaCode}`;
        if (persona.suspended)
          this.check(answer.status === 401, () => `${name}: ${answer.status} for a suspended account`);
        else if (!cell.door) this.check(answer.status === 403, () => `${name}: ${answer.status} without permission`);
        else await this.checkShut(contract, persona, cell, answer, name);
        this.checkLeaks(persona, contract, answer, name);
      }
    }
    const anonymous = await this.world.call(null, contract, bare(contract).parts);
    this.check(anonymous.status === 401, () => `${contract.id} as nobody: ${anonymous.status}`);
    if (contract.method !== 'GET') {
      const parts = { ...bare(contract).parts, origin: 'https://elsewhere.example' };
      const foreign = await this.world.call(this.world.tokens.city, contract, parts);
      this.check(foreign.status === 403, () => `${contract.id} from a foreign page: ${foreign.status}`);
    }
    const after = await this.digest();
    this.check(before === after, () => `${contract.id}: a refused call changed the database`);
  }

  /** Refused, and not to be told from a thing that does not exist. */
  private async checkShut(
    contract: RouteContract,
    persona: Persona,
    cell: Cell,
    answer: Answered,
    name: string,
  ): Promise<void> {
    const opening = accessOpenings[contract.id]?.to;
    const seen = opening === 'known' || (opening === 'below' && cell.relation === 'parent');
    this.check(
      [403, 404].includes(answer.status) || (seen && answer.status === 422),
      () => `${name}: ${answer.status} ${answer.text.slice(0, 160)}`,
    );
    if (seen) return;
    const nothing = await this.world.call(this.tokenOf(persona), contract, cell.nothing);
    this.check(
      sameRefusal(answer, nothing),
      () => `${name}: ${answer.text.slice(0, 120)} but of what does not exist: ${nothing.text.slice(0, 120)}`,
    );
  }

  /** Whoever may: nothing of anybody else's comes with it. */
  private async openDoors(contract: RouteContract): Promise<void> {
    if (contract.permission === 'public') return;
    for (const [index, persona] of (provePersonas as readonly Persona[]).entries()) {
      if (openRoots(contract, persona).length === 0) continue;
      const cells = (await this.cells.of(contract, persona, index)).filter((cell) => cell.inside);
      for (const cell of cells.length > 0 ? cells : [bare(contract)]) {
        const answer = await this.world.call(this.tokenOf(persona), contract, cell.parts);
        this.figures.cells++;
        const name = `${contract.id} as ${persona.key} on ${cell.relation} ${cell.areaCode}`;
        if (answer.status === 200) this.opened.add(contract.id);
        this.check(answer.status < 500, () => `${name}: ${answer.status}`);
        this.checkLeaks(persona, contract, answer, name);
      }
    }
  }

  tokenOf(persona: Persona): string {
    return this.world.tokens[persona.key as PersonaKey];
  }

  private checkLeaks(persona: Persona, contract: RouteContract, answer: Answered, name: string): void {
    const text = readableText(answer);
    const stands = persona.posts.filter(({ role }) => !administrators.includes(role)).map((post) => post.area);
    const revealed = contract.id.endsWith('.reveal') && answer.status === 200;
    const leaked = this.world.canaries.find((canary) => {
      const mine = isUnder(stands, canary.areaCode) && !persona.suspended && !persona.left;
      const secret = canary.what === 'citizen-id' || canary.what === 'phone';
      return !(mine && (!secret || revealed)) && text.includes(canary.text);
    });
    this.check(
      leaked === undefined,
      () => `${name}: ${leaked?.what} of ${leaked?.areaCode} in the answer (${answer.status})`,
    );
    const kind = String(answer.raw.headers['content-type']);
    const told = answer.status === 200 ? answerTypes(contract) : [contentTypes.json];
    this.check(told.includes(kind), () => `${name}: an answer that calls itself ${kind}`);
    // A kept answer, or one that can be compared with a kept one, outlives the right to it.
    const { etag, 'last-modified': modified, 'cache-control': kept } = answer.raw.headers;
    this.check(
      etag === undefined && modified === undefined && kept === 'no-store',
      () => `${name}: the answer may be kept (${kept}) or compared (${etag ?? modified ?? '-'})`,
    );
  }

  private digestSql: string | undefined;

  /** One number over all rows of all tables but sessions, whose last use moves on. */
  async digest(): Promise<string> {
    const db = this.world.system.db.kysely;
    if (this.digestSql === undefined) {
      const { rows } = await sql<{ name: string }>`
        select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'session' order by 1`.execute(
        db,
      );
      this.digestSql = rows
        .map(
          ({ name }) =>
            `select '${name}' as n, count(*) as c, coalesce(sum(hashtextextended(t::text, 0)), 0) as h from "${name}" t`,
        )
        .join(' union all ');
    }
    const { rows } = await sql<{
      d: string;
    }>`select md5(string_agg(n || c || ':' || h, ',' order by n)) as d from (${sql.raw(this.digestSql)}) x`.execute(db);
    return rows[0]!.d;
  }
}

/** Status, headers, code and words of two refusals are the same: nobody can tell whether there is something. */
function sameRefusal(a: Answered, b: Answered): boolean {
  const words = ({ json, raw }: Answered) => {
    const error = json?.error as { code?: string; message?: string; details?: unknown } | undefined;
    const { date: _, 'x-request-id': __, ...headers } = raw.headers;
    return JSON.stringify([error?.code, error?.message, error?.details, headers]);
  };
  return a.status === b.status && words(a) === words(b);
}
