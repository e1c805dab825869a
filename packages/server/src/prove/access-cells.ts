/** What a persona tries with a route: its own area or record, one below, beside, above, of another district. */
import { randomUUID } from 'node:crypto';
import type { Role } from '@renshe/domain/access/permissions.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { accessHints } from './access-hints.ts';
import { accessMatrix, matrixPersonas } from './access-matrix.ts';
import { accessOpenings } from './access-openings.ts';
import { areaPlaceOf, type Subject, type SubjectFinder } from './access-subjects.ts';
import { isUnder, type Persona, type Relation, relationOf } from './prove-personas.ts';
import type { RequestParts } from './prove-request.ts';
import type { ProveWorld } from './prove-world.ts';
import { fittingParts, inputSchema } from './schema-values.ts';

export interface Cell {
  relation: Relation | 'nothing';
  areaCode: string;
  /** The matrix opens the route to the persona at all. */
  door: boolean;
  inside: boolean;
  parts: RequestParts;
  /** The same call for what does not exist. */
  nothing: RequestParts;
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

/** Areas in which the written matrix opens a route to a persona; empty when it opens it nowhere. */
export function openRoots(contract: RouteContract, persona: Persona): string[] {
  if (persona.suspended || persona.left) return [];
  const row = accessMatrix[contract.id] ?? '';
  return persona.posts
    .filter(({ role }) => row[matrixPersonas.indexOf(columnOf[role])] === '+')
    .map(({ area }) => area);
}

interface CellOptions {
  seed: number;
  deep: boolean;
  /** One of every area, not one of every relation. */
  everywhere?: boolean;
}

export class AccessCells {
  private readonly world: ProveWorld;
  private readonly subjects: SubjectFinder;
  private readonly options: CellOptions;

  constructor(world: ProveWorld, subjects: SubjectFinder, options: CellOptions) {
    this.world = world;
    this.subjects = subjects;
    this.options = options;
  }

  async of(contract: RouteContract, persona: Persona, index: number): Promise<Cell[]> {
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
      for (const subject of this.sample(subjects, stands, index))
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
      for (const { areaCode } of this.sample(
        codes.map((code) => ({ areaCode: code })),
        stands,
        index,
      ))
        add(
          areaCode,
          withArea(contract, place.part, place.name, this.nameOf(place.name, areaCode)),
          withArea(contract, place.part, place.name, this.nameOf(place.name, null)),
        );
    }
    if (door && place && mayBeLeftOut(contract, place)) {
      const cell = bare(contract);
      cells.push({ ...cell, relation: 'own', areaCode: 'without an area', inside: true });
    }
    if (cells.length === 0 && !door) return [{ ...bare(contract), door }];
    if (this.options.deep || cells.length <= 2) return cells;
    // A quick run tries the own area, none, and by the seed one of the others.
    const inside = cells.filter((cell) => cell.inside);
    const own = [...new Set([...inside.slice(0, 1), ...inside.slice(-1)])];
    const outside = cells.filter((cell) => !cell.inside);
    return [...own, ...outside.filter((_, i) => i === (this.options.seed + index) % Math.max(1, outside.length))];
  }

  /** One by the seed of each relation that the persona has to it, or of each area. */
  private sample<S extends { areaCode: string }>(all: readonly S[], stands: readonly string[], index: number): S[] {
    const groups = Map.groupBy(all, ({ areaCode }) =>
      this.options.everywhere ? areaCode : relationOf(stands, areaCode),
    );
    return [...groups.values()].map((some) => some[(this.options.seed + index) % some.length]!);
  }

  /** How a field names an area: by its code, or by its office; null stands for one that does not exist. */
  private nameOf(field: string, areaCode: string | null): string {
    if (field === 'officeId') return (areaCode && this.world.offices.get(areaCode)) || randomUUID();
    return areaCode ?? '321199999999';
  }
}

/** Whether a call may leave its area out: it is then about all that the caller may see. */
function mayBeLeftOut(contract: RouteContract, { part, name }: NonNullable<ReturnType<typeof areaPlaceOf>>): boolean {
  return part !== 'params' && !(inputSchema(contract[part]).required ?? []).includes(name);
}

export function bare(contract: RouteContract): Cell {
  const parts = fittingParts(contract, accessHints[contract.id] ?? {});
  return { relation: 'nothing', areaCode: '', door: true, inside: false, parts, nothing: parts };
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
