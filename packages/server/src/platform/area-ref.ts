import {
  type AreaId,
  type AreaTree,
  areaAt,
  areaVersionAt,
  findAreaByCode,
  pathName,
} from '@renshe/domain/area/area-tree.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { AreaRef } from '@renshe/domain/kernel/schema.ts';
import { outsideArea } from './errors.ts';
import { narrowScope, type Scope } from './scope.ts';

/** How an area is named to people on a day: code, name and path of the area itself, or of what has absorbed it by then. */
export function areaRef(tree: AreaTree, areaId: AreaId, on: PlainDate): AreaRef {
  const id = areaAt(tree, areaId, on);
  const version = areaVersionAt(tree, id, on);
  return { code: version.code, name: version.name, pathName: pathName(tree, id, on) };
}

/** The area of a 12-digit code within a scope, and the scope cut down to it. Unknown and outside look the same. */
export function areaInScope(
  scope: Scope,
  tree: AreaTree,
  code: string,
  today: PlainDate,
): { areaId: AreaId; scope: Scope } {
  const areaId = findAreaByCode(tree, code, today);
  if (areaId === undefined || !scope.includes(areaId)) throw outsideArea();
  return { areaId, scope: narrowScope(scope, tree, areaId, today) };
}

/** The scope of a list: the requested area, or everything the actor may see. */
export function listScope(scope: Scope, tree: AreaTree, code: string | undefined, today: PlainDate): Scope {
  return code === undefined ? scope : areaInScope(scope, tree, code, today).scope;
}
