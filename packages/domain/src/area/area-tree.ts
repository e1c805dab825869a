/**
 * The dated tree of areas as derivations use it (kernel K11). An area has a stable id; its code, name, parent and class are
 * dated attributes; a merged area has a succession with an effective date and the month in which it was booked.
 *
 * Two questions must not be mixed: *where does somebody who lives in area X count on day D* follows the effective date
 * ({@link areaAt}); *which areas make up the report of area X in month M* follows the booked month ({@link reportLeaves}), so
 * that a merge, a new parent or a new area entered late never changes a closed report. A split needs no rule of its own: the people
 * get residences in the new area; that it happened is kept for those who compare series ({@link comparableLeaves}).
 */

import { lastDayOf, type Month, monthOf, type PlainDate } from '../kernel/plain-date.ts';
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
  /** From this month on reports use these attributes: later than `from` when it was entered after months had closed. Absent: the month of `from`. */
  bookedMonth?: Month;
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

/** Part of the people of `areaId` belong to `intoAreaId` from a day on; both go on. Who they are is said by their residences. */
export type AreaSplit = AreaSuccession;

export type AreaTree = {
  areas: ReadonlyMap<AreaId, Area>;
  /** An area is absorbed once at most. */
  successions: ReadonlyMap<AreaId, AreaSuccession>;
  splits: readonly AreaSplit[];
  /** Every area that ever had the key as parent, in id order. */
  everChildren: ReadonlyMap<AreaId, readonly AreaId[]>;
};

/** Builds the tree from rows in any order. Throws on an area without version or a circle of successions. */
export function buildAreaTree(
  areas: Iterable<Area>,
  successions: Iterable<AreaSuccession> = [],
  splits: Iterable<AreaSplit> = [],
): AreaTree {
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
  return { areas: byId, successions: byArea, splits: [...splits], everChildren };
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

/** The attributes with which reports of a month name and place an area; the first ones before it existed. */
export function reportVersionOf(tree: AreaTree, areaId: AreaId, month: Month): AreaVersion {
  const { versions } = getArea(tree, areaId);
  let booked = versions[0]!;
  for (const version of versions) if (bookedMonthOf(version) <= month) booked = version;
  return booked;
}

function bookedMonthOf(version: AreaVersion): Month {
  return version.bookedMonth ?? monthOf(version.from);
}

/** Ids from the parent up to the root as reports of a month have them. */
export function reportAncestors(tree: AreaTree, areaId: AreaId, month: Month): AreaId[] {
  const ids: AreaId[] = [];
  const parentOf = (id: AreaId) => reportVersionOf(tree, id, month).parentId;
  for (let id = parentOf(areaId); id !== null; id = parentOf(id)) {
    if (ids.includes(id)) throw new Error(`area ${areaId} lies below itself`);
    ids.push(id);
  }
  return ids;
}

/**
 * The communities whose bookings make up the report of an area in a month, absorbed ones included, in id order. Parents are those
 * booked by the month. `leafKind` is 'community' unless a test uses a flatter tree.
 */
export function reportLeaves(tree: AreaTree, areaId: AreaId, month: Month, leafKind: AreaKind = 'community'): AreaId[] {
  return [...(leafIndex(tree, month, leafKind).get(areaId) ?? [])];
}

/** Leaves of every area by month: trees never change, and reports ask for many areas of the same month. */
const leafIndexes = new WeakMap<AreaTree, Map<string, ReadonlyMap<AreaId, readonly AreaId[]>>>();
/** More months than any series asks for; beyond it the index starts again. */
const mostIndexedMonths = 120;

function leafIndex(tree: AreaTree, month: Month, leafKind: AreaKind): ReadonlyMap<AreaId, readonly AreaId[]> {
  const indexes = leafIndexes.get(tree) ?? new Map<string, ReadonlyMap<AreaId, readonly AreaId[]>>();
  leafIndexes.set(tree, indexes);
  const key = `${leafKind} ${month}`;
  const known = indexes.get(key);
  if (known) return known;
  const index = new Map<AreaId, AreaId[]>();
  const leaves = [...tree.areas.values()].filter((area) => area.kind === leafKind).map((area) => area.areaId);
  for (const leaf of leaves.sort((a, b) => a - b)) {
    const reporting = reportAreaOf(tree, leaf, month);
    for (const id of [reporting, ...reportAncestors(tree, reporting, month)]) {
      const list = index.get(id);
      if (list) list.push(leaf);
      else index.set(id, [leaf]);
    }
  }
  if (indexes.size >= mostIndexedMonths) indexes.clear();
  indexes.set(key, index);
  return index;
}

/** Communities below an area (or itself) that report a month by themselves: there by then, and not yet rolled up into another one. */
export function reportingCommunities(tree: AreaTree, areaId: AreaId, month: Month): AreaId[] {
  return reportLeaves(tree, areaId, month).filter(
    (id) => reportAreaOf(tree, id, month) === id && reportsBy(tree, id, month),
  );
}

/**
 * The areas right below one whose reports make up its report of a month. A community merged with effect from a closed month still
 * reports that month by itself: what counts is the month in which the merger is booked.
 */
export function reportChildren(tree: AreaTree, areaId: AreaId, month: Month): AreaId[] {
  const on = lastDayOf(month);
  return (tree.everChildren.get(areaId) ?? []).filter((id) => {
    const version = reportVersionOf(tree, id, month);
    if (version.parentId !== areaId || !reportsBy(tree, id, month)) return false;
    if (tree.successions.has(id)) return reportAreaOf(tree, id, month) === id;
    const end = getArea(tree, id).versions.at(-1)!.to;
    return end === null || end > on;
  });
}

/** The area was there in time for the month's report. */
export function reportsBy(tree: AreaTree, areaId: AreaId, month: Month): boolean {
  return bookedMonthOf(getArea(tree, areaId).versions[0]!) <= month;
}

/**
 * Where what hangs on an area (a target, a plan, an owner) belongs on a day: the area itself while it stands, what has absorbed it, and
 * the areas that were split off from any of these. The first one has inherited it; the others share it.
 */
export function successorsOf(tree: AreaTree, areaId: AreaId, on: PlainDate): AreaId[] {
  const found = [areaAt(tree, areaId, on)];
  const origins = new Set<AreaId>();
  for (let id: AreaId | undefined = areaId; id !== undefined && !origins.has(id); ) {
    origins.add(id);
    const next: AreaSuccession | undefined = tree.successions.get(id);
    id = next && next.effectiveOn <= on ? next.intoAreaId : undefined;
  }
  // A part split off may have been split or absorbed again since.
  for (let grew = true; grew; ) {
    grew = false;
    for (const split of tree.splits) {
      if (!origins.has(split.areaId) || split.effectiveOn > on || origins.has(split.intoAreaId)) continue;
      origins.add(split.intoAreaId);
      const place = areaAt(tree, split.intoAreaId, on);
      origins.add(place);
      if (!found.includes(place)) found.push(place);
      grew = true;
    }
  }
  return found;
}

/**
 * The communities that make up an area by the boundary of a month, so that their sum can be compared with every earlier month. Totals
 * cannot tell which of the former neighbours went where, so an area that shares a split with another one is only comparable together
 * with it: `joined` names the areas that had to be added (empty: comparable by itself), `leaves` are those of the whole union.
 */
export function comparableLeaves(tree: AreaTree, areaId: AreaId, month: Month): { leaves: AreaId[]; joined: AreaId[] } {
  const leaves = new Set(reportLeaves(tree, areaId, month));
  const joined = new Set<AreaId>();
  const reporting = (id: AreaId) => reportAreaOf(tree, id, month);
  for (let grew = true; grew; ) {
    grew = false;
    for (const { areaId: from, intoAreaId: into, bookedMonth } of tree.splits) {
      if (bookedMonth > month || leaves.has(from) === leaves.has(into)) continue;
      const other = reporting(leaves.has(from) ? into : from);
      joined.add(other);
      for (const id of reportLeaves(tree, other, month)) leaves.add(id);
      grew = true;
    }
  }
  return { leaves: [...leaves].sort((a, b) => a - b), joined: [...joined].sort((a, b) => a - b) };
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

/** The area that has a code on a day, or else had it last: codes of absorbed and recoded areas still open their history. */
export function findAreaEverByCode(tree: AreaTree, code: string, on: PlainDate): AreaId | undefined {
  const present = findAreaByCode(tree, code, on);
  if (present !== undefined) return present;
  let found: { areaId: AreaId; from: PlainDate } | undefined;
  for (const { areaId, versions } of tree.areas.values())
    for (const { code: held, from } of versions)
      if (held === code && (found === undefined || from > found.from)) found = { areaId, from };
  return found?.areaId;
}
