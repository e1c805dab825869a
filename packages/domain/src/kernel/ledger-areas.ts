/**
 * The areas of the property test's world: five communities in three streets of two districts, and how they are merged, split, renamed, made
 * and moved, each change with its effective day and its booked month, the way the server does it. Only the test uses it.
 */
import {
  type Area,
  type AreaSplit,
  type AreaTree,
  type AreaVersion,
  buildAreaTree,
  getArea,
  reportAncestors,
  reportAreaOf,
  reportingCommunities,
  reportLeaves,
} from '../area/area-tree.ts';
import type { LedgerModel } from './ledger-model.ts';
import { addToMonth, listMonths, type Month, monthOf, nextMonth, type PlainDate, previousMonth } from './plain-date.ts';

const streetOfLeaf = new Map([
  [11, 101],
  [12, 101],
  [13, 102],
  [21, 201],
  [22, 201],
]);
export const streets = [101, 102, 201];
export const parents = [...streets, 1, 2, 9];
const districtOfStreet = (streetId: number) => Math.floor(streetId / 100);
export const leafDistricts = new Map([...streetOfLeaf].map(([id, street]) => [id, districtOfStreet(street)]));
export const firstLeaves = [...leafDistricts.keys()];
const mostLeaves = 8;

function area(areaId: number, districtId: number, kind: Area['kind'], parentId: number | null): Area {
  const version = {
    from: '1949-10-01',
    to: null,
    code: String(areaId).padEnd(12, '0'),
    name: `${areaId}`,
    parentId,
    urbanRural: '111',
  };
  return { areaId, districtId, kind, versions: [version] };
}

const areas: Area[] = [
  area(9, 0, 'city', null),
  area(1, 1, 'district', 9),
  area(2, 2, 'district', 9),
  ...streets.map((id) => area(id, districtOfStreet(id), 'street', districtOfStreet(id))),
  ...[...streetOfLeaf].map(([id, street]) => area(id, districtOfStreet(street), 'community', street)),
];

export class LedgerAreas {
  tree: AreaTree = buildAreaTree(areas);
  private readonly areas = new Map<number, Area>(areas.map((a) => [a.areaId, a]));
  private readonly splits: AreaSplit[] = [];
  private readonly sealedParents = new Map<string, string>();
  private readonly ledger: LedgerModel;
  private readonly openingMonth: Month;

  constructor(ledger: LedgerModel, openingMonth: Month) {
    this.ledger = ledger;
    this.openingMonth = openingMonth;
  }

  private rebuild(): true {
    this.tree = buildAreaTree(this.areas.values(), this.ledger.successions.values(), this.splits);
    this.checkOneHome();
    return true;
  }

  /** Both are there and neither has been absorbed. */
  mayGoOver(from: number, into: number): boolean {
    return from !== into && !this.ledger.successions.has(from) && !this.ledger.successions.has(into);
  }

  private bookedMonth(from: number, into: number, on: PlainDate): Month {
    return Math.max(nextMonth(Math.max(this.ledger.closed(from), this.ledger.closed(into))), monthOf(on));
  }

  merge(from: number, into: number, on: PlainDate): boolean {
    if (!this.mayGoOver(from, into)) return false;
    const bookedMonth = this.bookedMonth(from, into, on);
    this.ledger.successions.set(from, { areaId: from, intoAreaId: into, effectiveOn: on, bookedMonth });
    return this.rebuild();
  }

  split(from: number, into: number, on: PlainDate): void {
    this.splits.push({
      areaId: from,
      intoAreaId: into,
      effectiveOn: on,
      bookedMonth: this.bookedMonth(from, into, on),
    });
    this.rebuild();
  }

  rename(areaId: number, on: PlainDate): boolean {
    return this.addVersion(areaId, on, { name: `renamed on ${on}` });
  }

  /** A dated version after all others; false when the day is not after the last one. `notBefore` is what the new place has sealed. */
  private addVersion(areaId: number, on: PlainDate, set: Partial<AreaVersion>, notBefore: Month = 0): boolean {
    const known = this.areas.get(areaId)!;
    const last = known.versions.at(-1)!;
    if (on <= last.from || this.ledger.successions.has(areaId)) return false;
    const own = this.ledger.leaves.includes(areaId) ? this.ledger.closed(areaId) : this.sealedThrough([areaId]);
    const bookedMonth = Math.max(monthOf(on), nextMonth(own), notBefore, last.bookedMonth ?? 0);
    const version = { ...last, from: on, ...set, bookedMonth };
    if (this.ledger.rule === 'parent-by-effective-date') version.bookedMonth = monthOf(on);
    this.areas.set(areaId, { ...known, versions: [...known.versions.slice(0, -1), { ...last, to: on }, version] });
    return this.rebuild();
  }

  changeParent(leaf: number, street: number, on: PlainDate): boolean {
    if (getArea(this.tree, leaf).versions.at(-1)!.parentId === street) return false;
    const sealed = this.sealedThrough([street, ...reportAncestors(this.tree, street, monthOf(on))]);
    return this.addVersion(leaf, on, { parentId: street }, nextMonth(sealed));
  }

  create(street: number, on: PlainDate): boolean {
    if (this.ledger.leaves.length >= mostLeaves) return false;
    const areaId = 31 + this.ledger.leaves.length;
    const sealed = this.sealedThrough([street, ...reportAncestors(this.tree, street, monthOf(on))]);
    const bookedMonth = Math.max(monthOf(on), nextMonth(sealed));
    const made = area(areaId, districtOfStreet(street), 'community', street);
    this.areas.set(areaId, { ...made, versions: [{ ...made.versions[0]!, from: on, bookedMonth }] });
    this.ledger.addLeaf(areaId, previousMonth(bookedMonth));
    return this.rebuild();
  }

  /** The last month that any of these has sealed. */
  private sealedThrough(areaIds: readonly number[]): Month {
    let last = previousMonth(this.openingMonth);
    for (const key of this.sealedParents.keys()) {
      const [areaId, month] = key.split('|').map(Number) as [number, number];
      if (areaIds.includes(areaId)) last = Math.max(last, month);
    }
    return last;
  }

  /** Streets, districts and the city are sealed as soon as all that reports below them has closed the month. */
  sealParents(): void {
    const last = Math.max(...this.ledger.leaves.map((leaf) => this.ledger.closed(leaf)));
    for (const month of last < this.openingMonth ? [] : listMonths(this.openingMonth, last)) {
      for (const parent of parents) {
        const key = `${parent}|${month}`;
        if (this.sealedParents.has(key)) continue;
        const reporting = reportingCommunities(this.tree, parent, month);
        if (reporting.length === 0 || reporting.some((leaf) => this.ledger.closed(leaf) < month)) continue;
        this.sealedParents.set(key, this.parentReport(parent, month));
      }
    }
  }

  private parentReport(parent: number, month: Month): string {
    return this.ledger.reportOf(reportLeaves(this.tree, parent, month), month);
  }

  /** I3 for parents. */
  check(): void {
    for (const [key, text] of this.sealedParents) {
      const [areaId, month] = key.split('|').map(Number) as [number, number];
      if (this.parentReport(areaId, month) !== text) throw new Error(`I3: sealed report ${key} changed`);
    }
  }

  /** I8: each community is in exactly one report of each level, in every month. Only a change of areas can break it. */
  private checkOneHome(): void {
    for (const month of listMonths(this.openingMonth, addToMonth(this.openingMonth, 8)))
      for (const leaf of this.ledger.leaves) {
        const above = parents.filter((parent) => reportLeaves(this.tree, parent, month).includes(leaf));
        const own = reportAncestors(this.tree, reportAreaOf(this.tree, leaf, month), month);
        if (above.length !== 3 || own.some((id) => !above.includes(id)))
          throw new Error(`I8: ${leaf} is in the reports of ${above} in ${month}`);
      }
  }
}
