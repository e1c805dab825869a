/** Every route × every persona × every relation: refused as if nothing were there, nothing changed, no canary anywhere. */
import { randomUUID } from 'node:crypto';
import { allContracts } from '@renshe/domain/access/all-contracts.ts';
import { type Role, roles } from '@renshe/domain/access/permissions.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { sql } from 'kysely';
import { accessHints } from './access-hints.ts';
import { accessMatrix, matrixPersonas } from './access-matrix.ts';
import { accessOpenings } from './access-openings.ts';
import { areaPlaceOf, openSubjects, type Subject, type SubjectFinder } from './access-subjects.ts';
import { readableText } from './answer-text.ts';
import { isUnder, type Persona, type PersonaKey, provePersonas, type Relation, relationOf } from './prove-personas.ts';
import type { RequestParts } from './prove-request.ts';
import { ProofTally } from './prove-result.ts';
import type { Answered, ProveWorld } from './prove-world.ts';
import { fittingParts } from './schema-values.ts';

export interface AccessOptions {
  seed: number;
  /** Relations tried of each route and persona; all when deep. */
  deep: boolean;
  /** Ends with the first failure: enough to find a planted bug. */
  firstOnly?: boolean;
}

export interface AccessFigures {
  cells: number;
  refused: number;
  /** Routes that somebody was let through to. */
  shownOpen: number;
  routes: number;
}

const columnOf: Record<Role, (typeof matrixPersonas)[number]> = {
  'community-worker': 'worker',
  'street-clerk': 'clerk',
  'district-officer': 'district',
  'city-officer': 'city',
  'system-administrator': 'system',
  'security-administrator': 'security',
  'audit-administrator': 'auditor',
};
const administrators: readonly Role[] = roles.filter((role) => role.endsWith('administrator'));

/** Areas in which the written matrix opens a route to a persona; empty when it opens it nowhere. */
function openRoots(contract: RouteContract, persona: Persona): string[] {
  if (persona.suspended || persona.left) return [];
  const row = accessMatrix[contract.id] ?? '';
  return persona.posts
    .filter(({ role }) => row[matrixPersonas.indexOf(columnOf[role])] === '+')
    .map(({ area }) => area);
}

class Stop extends Error {}

export class AccessSuite {
  readonly tally = new ProofTally();
  readonly figures: AccessFigures = { cells: 0, refused: 0, shownOpen: 0, routes: 0 };
  private readonly world: ProveWorld;
  private readonly options: AccessOptions;
  private subjects!: SubjectFinder;
  private readonly opened = new Set<string>();

  constructor(world: ProveWorld, options: AccessOptions) {
    this.world = world;
    this.options = options;
  }

  async run(): Promise<void> {
    this.subjects = await openSubjects(this.world.system);
    const contracts = allContracts as readonly RouteContract[];
    this.figures.routes = contracts.length;
    try {
      for (const contract of contracts) await this.refusals(contract);
      // Who may change something does it last: until then everybody met the same world.
      for (const effect of ['read', 'change'] as const)
        for (const contract of contracts.filter((one) => one.effect === effect)) await this.openDoors(contract);
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
    }
    this.figures.shownOpen = this.opened.size;
  }

  private check(holds: boolean, words: () => string): void {
    if (!this.tally.check(holds, words) && this.options.firstOnly) throw new Stop();
  }

  /** Everybody outside, or without the permission. */
  private async refusals(contract: RouteContract): Promise<void> {
    if (contract.permission === 'public') return;
    const before = await this.digest();
    for (const [index, persona] of (provePersonas as readonly Persona[]).entries()) {
      // Somebody without a post is still somebody who has signed in.
      if (persona.left && contract.permission === 'signed-in') continue;
      for (const cell of await this.cellsOf(contract, persona, index)) {
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
      const cells = (await this.cellsOf(contract, persona, index)).filter((cell) => cell.inside);
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

  /** How a field names an area: by its code, or by its office; null stands for one that does not exist. */
  private nameOf(field: string, areaCode: string | null): string {
    if (field === 'officeId') return (areaCode && this.world.offices.get(areaCode)) || randomUUID();
    return areaCode ?? '321199999999';
  }

  private tokenOf(persona: Persona): string {
    return this.world.tokens[persona.key as PersonaKey];
  }

  /** What a persona tries with a route: a record or an area of each relation. */
  private async cellsOf(contract: RouteContract, persona: Persona, index: number): Promise<Cell[]> {
    const roots = openRoots(contract, persona);
    const door = roots.length > 0;
    const stands = persona.posts.map((post) => post.area);
    const place = areaPlaceOf(contract);
    const subjects = place?.part === 'params' ? [] : await this.subjects.subjectsOf(contract);
    const cells: Cell[] = [];
    const add = (areaCode: string, parts: RequestParts, nothing: RequestParts) => {
      const relation = relationOf(stands, areaCode);
      const inside = door && (accessOpenings[contract.id]?.to === 'everybody' || isUnder(roots, areaCode));
      cells.push({ relation, areaCode, door, inside, parts, nothing });
    };
    if (subjects.length > 0) {
      for (const subject of onePerRelation(subjects, stands, this.options.seed + index))
        add(
          subject.areaCode,
          partsOf(contract, subject.params, subject.areaCode),
          partsOf(contract, noOne(subject.params), subject.areaCode),
        );
    } else if (place) {
      const codes = [
        ...this.world.communities,
        '321102001000',
        '321102000000',
        '321111001000',
        '321111000000',
        '321100000000',
      ];
      for (const { areaCode } of onePerRelation(
        codes.map((code) => ({ areaCode: code })),
        stands,
        this.options.seed + index,
      ))
        add(
          areaCode,
          withArea(contract, place.part, place.name, this.nameOf(place.name, areaCode)),
          withArea(contract, place.part, place.name, this.nameOf(place.name, null)),
        );
    }
    if (cells.length === 0 && !door) return [{ ...bare(contract), door }];
    if (this.options.deep || cells.length <= 2) return cells;
    // A quick run tries the own area and, by the seed, one of the others.
    const own = cells.filter((cell) => cell.inside).slice(0, 1);
    const outside = cells.filter((cell) => !cell.inside);
    return [...own, ...outside.filter((_, i) => i === (this.options.seed + index) % Math.max(1, outside.length))];
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
  }

  private digestSql: string | undefined;

  /** One number over all rows of all tables but sessions, whose last use moves on. */
  private async digest(): Promise<string> {
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

interface Cell {
  relation: Relation | 'nothing';
  areaCode: string;
  /** The matrix opens the route to the persona at all. */
  door: boolean;
  inside: boolean;
  parts: RequestParts;
  /** The same call for what does not exist. */
  nothing: RequestParts;
}

function bare(contract: RouteContract): Cell {
  const parts = fittingParts(contract, accessHints[contract.id] ?? {});
  return { relation: 'nothing', areaCode: '', door: true, inside: false, parts, nothing: parts };
}

function onePerRelation<S extends { areaCode: string }>(
  all: readonly S[],
  stands: readonly string[],
  seed: number,
): S[] {
  const byRelation = Map.groupBy(all, ({ areaCode }) => relationOf(stands, areaCode));
  return [...byRelation.values()].map((some) => some[seed % some.length]!);
}

const noOne = (params: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, /^[0-9a-f-]{36}$/.test(value) ? randomUUID() : value]),
  );

function partsOf(contract: RouteContract, params: Subject['params'], areaCode: string): RequestParts {
  const fitting = fittingParts(contract, {
    ...accessHints[contract.id],
    ...params,
    area: areaCode,
    areaCode,
    toAreaCode: areaCode,
  });
  return { ...fitting, params: { ...fitting.params, ...params } };
}

function withArea(
  contract: RouteContract,
  part: 'params' | 'query' | 'body',
  name: string,
  value: string,
): RequestParts {
  const fitting = fittingParts(contract, { ...accessHints[contract.id], [name]: value });
  return part === 'body' ? { ...fitting, body: { ...(fitting.body as object), [name]: value } } : fitting;
}

/** Status, code and words of two refusals are the same: nobody can tell whether there is something. */
function sameRefusal(a: Answered, b: Answered): boolean {
  const words = ({ json }: Answered) => {
    const error = json?.error as { code?: string; message?: string; details?: unknown } | undefined;
    return JSON.stringify([error?.code, error?.message, error?.details]);
  };
  return a.status === b.status && words(a) === words(b);
}
