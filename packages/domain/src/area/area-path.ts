/** The dated tree as parameter timelines read it: which areas lie above an area, and on which days that may change. */
import type { AreaPath } from '../kernel/parameter-timeline.ts';
import { type AreaTree, ancestorsAt } from './area-tree.ts';

export function areaPath(tree: AreaTree): AreaPath {
  return {
    pathOf: (areaId, on) => (tree.areas.has(areaId) ? [areaId, ...ancestorsAt(tree, areaId, on)] : []),
    pathChangesOf(areaId) {
      const days = new Set<string>();
      const seen = new Set<number>();
      const open = [areaId];
      for (let id = open.pop(); id !== undefined; id = open.pop()) {
        if (seen.has(id)) continue;
        seen.add(id);
        for (const version of tree.areas.get(id)?.versions ?? []) {
          days.add(version.from);
          if (version.parentId !== null) open.push(version.parentId);
        }
      }
      return [...days];
    },
  };
}
