import {
  type AreaId,
  type AreaTree,
  findAreaByCode,
  findAreaEverByCode,
  reportAncestors,
  reportVersionOf,
} from '@renshe/domain/area/area-tree.ts';
import { lastDayOf, type Month, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { AreaRef } from '@renshe/domain/kernel/schema.ts';
import { outsideArea } from '../platform/errors.ts';
import type { Scope } from '../platform/scope.ts';

/** An area as the report of a month names it: by itself, also where another one has absorbed it by now. */
export function reportAreaRef(tree: AreaTree, areaId: AreaId, month: Month): AreaRef {
  const { code, name } = reportVersionOf(tree, areaId, month);
  const path = [areaId, ...reportAncestors(tree, areaId, month)].reverse();
  return { code, name, pathName: path.map((id) => reportVersionOf(tree, id, month).name).join(' ') };
}

/**
 * The area whose report is asked for, within a scope. A code that is gone by now (merged, renamed) still opens the reports of its time.
 * @throws AppError as for an area outside the scope when nothing within it ever had the code
 */
export function reportAreaInScope(scope: Scope, tree: AreaTree, code: string, month: Month, today: PlainDate): AreaId {
  const areaId = findAreaByCode(tree, code, today) ?? findAreaEverByCode(tree, code, lastDayOf(month));
  if (areaId === undefined || !scope.includes(areaId)) throw outsideArea();
  return areaId;
}
