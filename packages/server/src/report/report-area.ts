import { type AreaId, type AreaTree, areaVersionAt, findAreaByCode, pathName } from '@renshe/domain/area/area-tree.ts';
import { lastDayOf, type Month, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { AreaRef } from '@renshe/domain/kernel/schema.ts';
import { outsideArea } from '../platform/errors.ts';
import type { Scope } from '../platform/scope.ts';

/** An area as the report of a month names it: by itself, also where another one has absorbed it by now. */
export function reportAreaRef(tree: AreaTree, areaId: AreaId, month: Month): AreaRef {
  const on = lastDayOf(month);
  const { code, name } = areaVersionAt(tree, areaId, on);
  return { code, name, pathName: pathName(tree, areaId, on) };
}

/**
 * The area whose report is asked for, within a scope. A code that is gone by now (merged, renamed) still opens the reports of its time.
 * @throws AppError as for an area outside the scope when nothing within it ever had the code
 */
export function reportAreaInScope(scope: Scope, tree: AreaTree, code: string, month: Month, today: PlainDate): AreaId {
  const areaId =
    findAreaByCode(tree, code, today) ?? findAreaByCode(tree, code, lastDayOf(month)) ?? findEver(tree, code);
  if (areaId === undefined || !scope.includes(areaId)) throw outsideArea();
  return areaId;
}

function findEver(tree: AreaTree, code: string): AreaId | undefined {
  for (const area of tree.areas.values()) if (area.versions.some((v) => v.code === code)) return area.areaId;
  return undefined;
}
