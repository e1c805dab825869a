import type { Permission } from '@renshe/domain/access/permissions.ts';
import { roleHas } from '@renshe/domain/access/permissions.ts';
import { type AreaId, type AreaTree, areaAt, getArea, isWithinArea } from '@renshe/domain/area/area-tree.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Actor } from './actor.ts';

/**
 * The one scope door (design §2 rule 3): the leaf areas that an actor may touch with one permission, as one SQL predicate that list,
 * count, search, export, report and drill-down all use. Districts covered whole are named by district alone.
 */
export interface Scope {
  /** Tops of the subtrees, in id order. */
  roots: readonly AreaId[];
  fullDistricts: readonly number[];
  partialDistricts: readonly number[];
  /** Leaf areas outside the full districts, absorbed ones included. */
  areas: readonly AreaId[];
  includes(areaId: AreaId): boolean;
}

export const emptyScope: Scope = {
  roots: [],
  fullDistricts: [],
  partialDistricts: [],
  areas: [],
  includes: () => false,
};

/** The subtrees of some areas as they stand on a day. Merged areas belong to what absorbed them. */
export function scopeOfRoots(tree: AreaTree, roots: readonly AreaId[], today: PlainDate): Scope {
  if (roots.length === 0) return emptyScope;
  const within = (areaId: AreaId) => roots.some((root) => isWithinArea(tree, areaAt(tree, areaId, today), root, today));
  const leavesByDistrict = new Map<number, { inside: AreaId[]; outside: number }>();
  for (const area of tree.areas.values()) {
    if (area.kind !== 'community') continue;
    const entry = leavesByDistrict.get(area.districtId) ?? { inside: [], outside: 0 };
    if (within(area.areaId)) entry.inside.push(area.areaId);
    else entry.outside++;
    leavesByDistrict.set(area.districtId, entry);
  }
  const fullDistricts: number[] = [];
  const partialDistricts: number[] = [];
  const areas: AreaId[] = [];
  for (const [district, { inside, outside }] of [...leavesByDistrict].sort(([a], [b]) => a - b)) {
    if (inside.length === 0) continue;
    if (outside === 0) fullDistricts.push(district);
    else {
      partialDistricts.push(district);
      areas.push(...inside);
    }
  }
  const known = new Map<AreaId, boolean>();
  return {
    roots: [...roots].sort((a, b) => a - b),
    fullDistricts,
    partialDistricts,
    areas: areas.sort((a, b) => a - b),
    includes(areaId) {
      const answer = known.get(areaId) ?? (tree.areas.has(areaId) && within(areaId));
      known.set(areaId, answer);
      return answer;
    },
  };
}

const cache = new WeakMap<AreaTree, Map<string, Scope>>();

function cached(tree: AreaTree, roots: readonly AreaId[], today: PlainDate): Scope {
  const scopes = cache.get(tree) ?? new Map<string, Scope>();
  cache.set(tree, scopes);
  const key = `${today}|${roots.join(',')}`;
  const known = scopes.get(key);
  if (known) return known;
  if (scopes.size > 5000) scopes.clear();
  const scope = scopeOfRoots(tree, roots, today);
  scopes.set(key, scope);
  return scope;
}

/** Some communities alone, whatever subtree they stand in now. */
export function scopeOfLeaves(tree: AreaTree, leaves: readonly AreaId[]): Scope {
  const within = new Set(leaves);
  return {
    ...emptyScope,
    partialDistricts: [...new Set(leaves.map((id) => getArea(tree, id).districtId))].sort((a, b) => a - b),
    areas: [...within].sort((a, b) => a - b),
    includes: (areaId) => within.has(areaId),
  };
}

/** What the actor may touch with a permission; empty when no post grants it. */
export function scopeFor(actor: Actor, permission: Permission | null, tree: AreaTree, today: PlainDate): Scope {
  const posts = permission === null ? actor.posts : actor.posts.filter((post) => roleHas(post.role, permission));
  const roots = [...new Set(posts.map((post) => post.areaId))].filter((id) => tree.areas.has(id)).sort((a, b) => a - b);
  return cached(tree, roots, today);
}

/** A scope cut down to one area that a request names; empty when the area lies outside. */
export function narrowScope(scope: Scope, tree: AreaTree, areaId: AreaId, today: PlainDate): Scope {
  if (scope.includes(areaId)) return cached(tree, [areaId], today);
  const inside = scope.roots.filter((root) => isWithinArea(tree, root, areaId, today));
  return inside.length > 0 ? cached(tree, inside, today) : emptyScope;
}

/** The districts whose shards a statement under this scope has to visit. */
export function scopeDistricts(scope: Scope): number[] {
  return [...scope.fullDistricts, ...scope.partialDistricts].sort((a, b) => a - b);
}

/** The audit chain of an event without a subject: the actor's district, or the city's for a wider scope. */
export function chainOf(scope: Scope): number {
  const [only, ...others] = scopeDistricts(scope);
  return only !== undefined && others.length === 0 ? only : 0;
}

/** The predicate: `sql.ref`-safe column names are fixed by the callers' code, never by input. */
export function inScope(scope: Scope, districtColumn: string, areaColumn: string): RawBuilder<SqlBool> {
  const district = sql.ref(districtColumn);
  const area = sql.ref(areaColumn);
  if (scope.partialDistricts.length === 0) return sql<SqlBool>`${district} = any(${scope.fullDistricts}::int[])`;
  if (scope.fullDistricts.length === 0)
    return sql<SqlBool>`(${district} = any(${scope.partialDistricts}::int[]) and ${area} = any(${scope.areas}::int[]))`;
  return sql<SqlBool>`(${district} = any(${scope.fullDistricts}::int[]) or (${district} = any(${scope.partialDistricts}::int[]) and ${area} = any(${scope.areas}::int[])))`;
}

/** District of an area; the key of every row that hangs on it. */
export function districtOf(tree: AreaTree, areaId: AreaId): number {
  return getArea(tree, areaId).districtId;
}
