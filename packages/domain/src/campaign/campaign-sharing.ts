/** Sharing households out among workers by the way that people walk: along the addresses, buildings in one hand. Pure. */

/** Digits of a house number in the sort key. */
const numberWidth = 7;

/** Addresses in the order of streets and doors: 2号 stands before 10号. The same key is stored and compared byte by byte. */
export function addressKey(address: string): string {
  return address
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .replace(/\d+/g, (digits) => digits.padStart(numberWidth, '0'));
}

/** The building of an address: up to its 幢, 栋, 座 or 号楼, else up to its door number; the whole address when it has neither. */
export function buildingOf(address: string): string {
  const text = address.normalize('NFKC').replace(/\s+/g, '');
  return /^.*?\d+(?:幢|栋|座|号楼)/.exec(text)?.[0] ?? /^.*?\d+(?:之\d+)?号/.exec(text)?.[0] ?? text;
}

export interface SharedHousehold {
  id: string;
  address: string;
}

export interface SharingOptions {
  /** Keep a building in one hand even where the shares get uneven. */
  wholeBuildings: boolean;
}

/** Each worker's share, in the order of the workers: one stretch of addresses, even to one household unless buildings stay whole. */
export function shareOut(
  households: readonly SharedHousehold[],
  workers: readonly string[],
  options: SharingOptions,
): Map<string, SharedHousehold[]> {
  const shares = new Map<string, SharedHousehold[]>(workers.map((worker) => [worker, []]));
  if (workers.length === 0) return shares;
  const keyed = households.map((household) => ({ household, key: addressKey(household.address) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.household.id < b.household.id ? -1 : 1));
  const groups: SharedHousehold[][] = [];
  let building: string | undefined;
  for (const { household } of keyed) {
    const own = buildingOf(household.address);
    if (options.wholeBuildings && own === building && own !== '') groups.at(-1)!.push(household);
    else groups.push([household]);
    building = own;
  }
  const { length } = households;
  let before = 0;
  for (const group of groups) {
    // By the middle of the group: it goes to whom the larger part of it falls to.
    const turn = Math.min(workers.length - 1, Math.floor(((before + group.length / 2) * workers.length) / length));
    shares.get(workers[turn]!)!.push(...group);
    before += group.length;
  }
  return shares;
}
