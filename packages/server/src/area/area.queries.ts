import type { AreaNode } from '@renshe/domain/area/area.contract.ts';
import { type AreaTree, type AreaVersion, ancestorsAt, areaVersionAt, getArea } from '@renshe/domain/area/area-tree.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { Scope } from '../platform/scope.ts';

export function areaNode(tree: AreaTree, areaId: number, version: AreaVersion, on: PlainDate): AreaNode {
  return {
    areaId,
    code: version.code,
    name: version.name,
    kind: getArea(tree, areaId).kind,
    parentCode: version.parentId === null ? null : areaVersionAt(tree, version.parentId, on).code,
    urbanRural: version.urbanRural,
    fromOn: version.from,
    toOn: version.to,
  };
}

/** The areas of a scope (all of the city without one) on a day with their ancestors, parents before children, in code order. */
export function listAreaNodes(tree: AreaTree, scope: Scope | null, on: PlainDate): AreaNode[] {
  const wanted = new Set<number>();
  for (const area of tree.areas.values()) {
    const version = area.versions.find((v) => v.from <= on && (v.to === null || v.to > on));
    if (!version || (scope !== null && !scope.includes(area.areaId))) continue;
    wanted.add(area.areaId);
    for (const id of ancestorsAt(tree, area.areaId, on)) wanted.add(id);
  }
  return [...wanted]
    .map((id) => areaNode(tree, id, areaVersionAt(tree, id, on), on))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}
