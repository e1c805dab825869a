/**
 * 街道(乡镇)撤并: a street is absorbed by another one, and all its communities belong to that one from the day on. Their codes begin with
 * that of their street, so they change with it: the last three digits stay where nobody there has them.
 */
import { AppError } from '../kernel/app-error.ts';
import type { Month, PlainDate } from '../kernel/plain-date.ts';
import {
  type AreaId,
  type AreaTree,
  areaVersionAt,
  descendantsAt,
  findAreaByCode,
  findAreaVersion,
  getArea,
} from './area-tree.ts';

export type StreetMerge = {
  /** In the order of their codes. */
  communities: readonly { areaId: AreaId; name: string; code: string; newCode: string }[];
  /** Reports cannot follow before: a community below was entered with a later month. */
  notBefore: Month;
};

const streetDigits = 9;
/** Numbers of one kind stay together: 001–199 and 400–499 are neighbourhoods, 200–399 and 500–599 villages. */
const blocks = [
  [1, 199],
  [200, 399],
  [400, 499],
  [500, 599],
] as const;

/**
 * @throws AppError when one of the two is no street or gone, or when something below is registered from that day on or later
 */
export function planStreetMerge(tree: AreaTree, streetId: AreaId, intoId: AreaId, on: PlainDate): StreetMerge {
  requireStreets(tree, streetId, intoId, on);
  const below = (tree.everChildren.get(streetId) ?? []).filter((id) => {
    const last = getArea(tree, id).versions.at(-1)!;
    return last.parentId === streetId && (last.to === null || last.to > on);
  });
  for (const id of new Set([...below, ...descendantsAt(tree, streetId, on)])) {
    const last = getArea(tree, id).versions.at(-1)!;
    if (last.from >= on || last.parentId !== streetId)
      throw new AppError('area.child-changed-later', 'conflict', { name: last.name, from: last.from });
  }
  const head = areaVersionAt(tree, intoId, on).code.slice(0, streetDigits);
  const given = new Set<string>();
  const communities = below
    .map((areaId) => ({ areaId, ...areaVersionAt(tree, areaId, on) }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
  const isFree = (code: string) => !given.has(code) && findAreaByCode(tree, code, on) === undefined;
  // Who can keep the last digits keeps them, before the others are looked after.
  const codes = new Map<AreaId, string>();
  for (const { areaId, code } of communities) {
    const same = head + code.slice(streetDigits);
    if (!isFree(same)) continue;
    codes.set(areaId, same);
    given.add(same);
  }
  for (const { areaId, code, name } of communities) {
    if (codes.has(areaId)) continue;
    const number = Number(code.slice(streetDigits));
    const [first, last] = blocks.find((block) => number >= block[0] && number <= block[1]) ?? blocks[0];
    let free: string | undefined;
    for (let n: number = first; n <= last && free === undefined; n++) {
      const next = head + String(n).padStart(3, '0');
      if (isFree(next)) free = next;
    }
    if (free === undefined) throw new AppError('area.codes-used-up', 'conflict', { name });
    codes.set(areaId, free);
    given.add(free);
  }
  return {
    communities: communities.map(({ areaId, name, code }) => ({ areaId, name, code, newCode: codes.get(areaId)! })),
    notBefore: lastBooked(tree, streetId),
  };
}

/** The last month from which something below the street was booked: versions and mergers follow one another in that order. */
function lastBooked(tree: AreaTree, streetId: AreaId): Month {
  let last = 0;
  for (const id of [streetId, ...(tree.everChildren.get(streetId) ?? [])]) {
    for (const version of getArea(tree, id).versions) last = Math.max(last, version.bookedMonth ?? 0);
    last = Math.max(last, tree.successions.get(id)?.bookedMonth ?? 0);
  }
  return last;
}

function requireStreets(tree: AreaTree, streetId: AreaId, intoId: AreaId, on: PlainDate): void {
  if (streetId === intoId) throw new AppError('area.merge-itself', 'invalid');
  for (const id of [streetId, intoId]) {
    const { kind, versions } = getArea(tree, id);
    const { name } = areaVersionAt(tree, id, on);
    if (kind !== 'street') throw new AppError('area.not-street', 'invalid', { name });
    const absorbed = tree.successions.get(id);
    if (absorbed) {
      const into = areaVersionAt(tree, absorbed.intoAreaId, on).name;
      throw new AppError('area.merged-already', 'conflict', { name, into });
    }
    if (findAreaVersion(tree, id, on) === undefined)
      throw new AppError('area.target-too-young', 'invalid', { name, from: versions[0]!.from });
  }
  const last = getArea(tree, streetId).versions.at(-1)!;
  if (on <= last.from || last.to !== null) throw new AppError('area.date-too-early', 'invalid', { from: last.from });
}
