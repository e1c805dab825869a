/**
 * The dated tree of areas as derivations use it (kernel K11). An area has a stable id; its code, name, parent and class are
 * dated attributes; a merged area has a succession with an effective date and the month in which it was booked.
 *
 * Two questions must not be mixed: *where does somebody who lives in area X count on day D* follows the effective date
 * ({@link areaAt}); *which areas make up the report of area X in month M* follows the booked month ({@link reportLeaves}), so
 * that a merge entered late never changes a closed report.
 */

import { lastDayOf, type Month, type PlainDate } from '../kernel/plain-date.ts';
import type { AreaKind } from './area.rules.ts';

export type AreaId = number;

export type AreaVersion = {
  from: PlainDate;
  /** Exclusive; null while valid. */
  to: PlainDate | null;
  /** 12 digits. */
  code: string;
  name: string;
  parentId: AreaId | null;
  /** 城乡分类代码, only on communities. */
  urbanRural: string | null;
};

export type Area = {
  areaId: AreaId;
  /** The district's own area id, fixed for ever; 0 for the city and above. */
  districtId: AreaId;
  kind: AreaKind;
  /** In order of `from`, without overlap, at least one. */
  versions: readonly AreaVersion[];
};

export type AreaSuccession = {
  areaId: AreaId;
  intoAreaId: AreaId;
  /** From this day on residents of `areaId` count in `intoAreaId`. */
  effectiveOn: PlainDate;
  /** From this month on reports of `intoAreaId` contain what was booked for `areaId`. */
  bookedMonth: Month;
};

export type AreaTree = {
  areas: ReadonlyMap<AreaId, Area>;
  /** An area is absorbed once at most. */
  successions: ReadonlyMap<AreaId, AreaSuccession>;
  /** Every area that ever had the key as parent, in id order. */
  everChildren: ReadonlyMap<AreaId, readonly AreaId[]>;
};

/** Builds the tree from rows in any order. Throws on an area without version or a circle of successions. */
export function buildAreaTree(areas: Iterable<Area>, successions: Iterable<AreaSuccession> = []): AreaTree {
  const byId = new Map<AreaId, Area>();
  const children = new Map<AreaId, Set<AreaId>>();
  for (const area of areas) {
    if (area.versions.length === 0) throw new Error(`area ${area.areaId} has no version`);
    const versions = [...area.versions].sort((a, b) => (a.from < b.from ? -1 : 1));
    byId.set(area.areaId, { ...area, versions });
    for (const version of versions) {
      if (version.parentId === null) continue;
      const siblings = children.get(version.parentId) ?? new Set();
      children.set(version.parentId, siblings.add(area.areaId));
    }
  }
  const byArea = new Map<AreaId, AreaSuccession>();
  for (const succession of successions) byArea.set(succession.areaId, succession);
  for (const start of byArea.keys()) {
    const seen = new Set<AreaId>();
    for (let id: AreaId | undefined = start; id !== undefined; id = byArea.get(id)?.intoAreaId) {
      if (seen.has(id)) throw new Error(`successions of area ${start} run in a circle`);
      seen.add(id);
    }
  }
  const everChildren = new Map([...children].map(([id, set]) => [id, [...set].sort((a, b) => a - b)] as const));
  return { areas: byId, successions: byArea, everChildren };
}

/** The area, or an error when the tree lacks it. */
export function getArea(tree: AreaTree, areaId: AreaId): Area {
  const area = tree.areas.get(areaId);
  if (!area) throw new Error(`unknown area ${areaId}`);
  return area;
}

/** The attributes valid on a day; undefined before the area existed and after it ended. */
export function findAreaVersion(tree: AreaTree, areaId: AreaId, on: PlainDate): AreaVersion | undefined {
  return tree.areas.get(areaId)?.versions.find((v) => v.from <= on && (v.to === null || on < v.to));
}

/** The attributes valid on a day, or else those nearest before it, or else the first ones: an old record always has a name. */
export function areaVersionAt(tree: AreaTree, areaId: AreaId, on: PlainDate): AreaVersion {
  const { versions } = getArea(tree, areaId);
  let nearest = versions[0]!;
  for (const version of versions) if (version.from <= on) nearest = version;
  return nearest;
}

/** Where residence in an area counts on a day: the area itself, or what has absorbed it by then, through any number of mergers. */
export function areaAt(tree: AreaTree, areaId: AreaId, on: PlainDate): AreaId {
  let id = areaId;
  for (let s = tree.successions.get(id); s && s.effectiveOn <= on; s = tree.successions.get(id)) id = s.intoAreaId;
  return id;
}

export type AreaSegment = { areaId: AreaId; from: PlainDate; to: PlainDate | null };

/**
 * Cuts the residence [from, to) in an area at its mergers: each piece counts in its own area, so that a merger is −1 in the old and
 * +1 in the new area on its day, and late corrections of older days still go to the old area. Empty when from ≥ to.
 */
export function areaSegments(tree: AreaTree, areaId: AreaId, from: PlainDate, to: PlainDate | null): AreaSegment[] {
  const segments: AreaSegment[] = [];
  let start = from;
  while (to === null || start < to) {
    const id = areaAt(tree, areaId, start);
    const next = tree.successions.get(id);
    if (!next || (to !== null && next.effectiveOn >= to)) {
      segments.push({ areaId: id, from: start, to });
      break;
    }
    segments.push({ areaId: id, from: start, to: next.effectiveOn });
    start = next.effectiveOn;
  }
  return segments;
}

/** Ids from the parent up to the root on a day. */
export function ancestorsAt(tree: AreaTree, areaId: AreaId, on: PlainDate): AreaId[] {
  const ids: AreaId[] = [];
  for (let id = areaVersionAt(tree, areaId, on).parentId; id !== null; id = areaVersionAt(tree, id, on).parentId) {
    if (ids.includes(id)) throw new Error(`area ${areaId} lies below itself`);
    ids.push(id);
  }
  return ids;
}

/** Direct children that exist on a day, in id order. */
export function childrenAt(tree: AreaTree, areaId: AreaId, on: PlainDate): AreaId[] {
  return (tree.everChildren.get(areaId) ?? []).filter((id) => findAreaVersion(tree, id, on)?.parentId === areaId);
}

/** Everything below that exists on a day, without the area itself; parents before their children. */
export function descendantsAt(tree: AreaTree, areaId: AreaId, on: PlainDate): AreaId[] {
  const ids: AreaId[] = [];
  for (const child of childrenAt(tree, areaId, on)) ids.push(child, ...descendantsAt(tree, child, on));
  return ids;
}

/** True when `areaId` is `ancestorId` or lies below it on a day. */
export function isWithinArea(tree: AreaTree, areaId: AreaId, ancestorId: AreaId, on: PlainDate): boolean {
  return areaId === ancestorId || ancestorsAt(tree, areaId, on).includes(ancestorId);
}

/** The community in whose report of a month the bookings of `leafId` appear: mergers booked by then are followed. */
export function reportAreaOf(tree: AreaTree, leafId: AreaId, month: Month): AreaId {
  let id = leafId;
  for (let s = tree.successions.get(id); s && s.bookedMonth <= month; s = tree.successions.get(id)) id = s.intoAreaId;
  return id;
}

/**
 * The communities whose bookings make up the report of an area in a month, absorbed ones included, in id order. Parents are those of
 * the month's last day. `leafKind` is 'community' unless a test uses a flatter tree.
 */
export function reportLeaves(tree: AreaTree, areaId: AreaId, month: Month, leafKind: AreaKind = 'community'): AreaId[] {
  const on = lastDayOf(month);
  const leaves: AreaId[] = [];
  for (const area of tree.areas.values()) {
    if (area.kind !== leafKind) continue;
    if (isWithinArea(tree, reportAreaOf(tree, area.areaId, month), areaId, on)) leaves.push(area.areaId);
  }
  return leaves.sort((a, b) => a - b);
}

/** Communities below an area (or itself) that report a month by themselves: there by then, and not yet rolled up into another one. */
export function reportingCommunities(tree: AreaTree, areaId: AreaId, month: Month): AreaId[] {
  return reportLeaves(tree, areaId, month).filter(
    (id) => reportAreaOf(tree, id, month) === id && existsBy(tree, id, month),
  );
}

/**
 * The areas right below one whose reports make up its report of a month. A community merged with effect from a closed month still
 * reports that month by itself: what counts is the month in which the merger is booked.
 */
export function reportChildren(tree: AreaTree, areaId: AreaId, month: Month): AreaId[] {
  const on = lastDayOf(month);
  return (tree.everChildren.get(areaId) ?? []).filter((id) => {
    if (areaVersionAt(tree, id, on).parentId !== areaId) return false;
    if (tree.successions.has(id)) return reportAreaOf(tree, id, month) === id && existsBy(tree, id, month);
    return findAreaVersion(tree, id, on) !== undefined;
  });
}

function existsBy(tree: AreaTree, areaId: AreaId, month: Month): boolean {
  return getArea(tree, areaId).versions[0]!.from <= lastDayOf(month);
}

/** Name on a day. */
export function areaNameAt(tree: AreaTree, areaId: AreaId, on: PlainDate): string {
  return areaVersionAt(tree, areaId, on).name;
}

/** Names from the root down, for one line of text: '镇江市 京口区 正东路街道 贺家弄社区居委会'. */
export function pathName(tree: AreaTree, areaId: AreaId, on: PlainDate, separator = ' '): string {
  return [areaId, ...ancestorsAt(tree, areaId, on)]
    .reverse()
    .map((id) => areaNameAt(tree, id, on))
    .join(separator);
}

/** The area that has a 12-digit code on a day; undefined when none has. */
export function findAreaByCode(tree: AreaTree, code: string, on: PlainDate): AreaId | undefined {
  for (const area of tree.areas.values()) {
    if (findAreaVersion(tree, area.areaId, on)?.code === code) return area.areaId;
  }
  return undefined;
}
