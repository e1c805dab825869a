/** The parts of a volume: the communities of a street, the streets of a district, with everything that they have absorbed. */
import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import {
  type AreaId,
  type AreaTree,
  areaAt,
  areaVersionAt,
  childrenAt,
  getArea,
  isWithinArea,
} from '@renshe/domain/area/area-tree.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { LedgerParts } from '../ledger/ledger-members.ts';

export interface VolumeParts {
  /** In the order of their codes. */
  areas: { areaId: AreaId; code: string; name: string; absorbed: string[] }[];
  /** Which community belongs to which of them. */
  by: LedgerParts;
}

/** Every community that the tree ever placed below the area belongs to one part, so that nobody falls between them. */
export function volumeParts(tree: AreaTree, areaId: AreaId, today: PlainDate): VolumeParts {
  const parts = new Set(getArea(tree, areaId).kind === 'community' ? [areaId] : childrenAt(tree, areaId, today));
  const leaves: AreaId[] = [];
  const partOf: AreaId[] = [];
  const absorbed = new Map<AreaId, string[]>();
  for (const leaf of tree.areas.values()) {
    if (leaf.kind !== 'community') continue;
    const now = areaAt(tree, leaf.areaId, today);
    if (!isWithinArea(tree, now, areaId, today)) continue;
    let part = [...parts].find((id) => isWithinArea(tree, now, id, today));
    if (part === undefined) {
      // One that ended without being absorbed: whoever is still counted there has a row of her own.
      part = now;
      parts.add(now);
    }
    leaves.push(leaf.areaId);
    partOf.push(part);
    if (now !== leaf.areaId)
      absorbed.set(part, [...(absorbed.get(part) ?? []), areaVersionAt(tree, leaf.areaId, today).name]);
  }
  const areas = [...parts]
    .map((id) => {
      const { code, name } = areaVersionAt(tree, id, today);
      return { areaId: id, code, name: shortAreaName(name), absorbed: (absorbed.get(id) ?? []).sort() };
    })
    .sort((a, b) => (a.code < b.code ? -1 : 1));
  return { areas, by: { leaves, parts: partOf } };
}
