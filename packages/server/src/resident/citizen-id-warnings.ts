import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KnowsAddressCode } from '@renshe/domain/area/area.rules.ts';
import type { AreaTree } from '@renshe/domain/area/area-tree.ts';
import { knownAddressCodes } from '../area/address-codes.ts';
import { regionsFolder } from '../area/load-region.ts';

const byTree = new WeakMap<AreaTree, Promise<KnowsAddressCode>>();

/** Which address codes were ever given out: the national list and the areas of this city, read once. */
export function addressCodesOf(tree: AreaTree): Promise<KnowsAddressCode> {
  const known = byTree.get(tree) ?? load(tree);
  byTree.set(tree, known);
  return known;
}

async function load(tree: AreaTree): Promise<KnowsAddressCode> {
  const csv = await readFile(join(regionsFolder, 'cn', 'area-codes.csv'), 'utf8');
  const own = [...tree.areas.values()].flatMap((area) => area.versions.map((version) => version.code));
  return knownAddressCodes(csv, own);
}

/** What a worker should look at again although the number is possible. */
export async function warningsOf(tree: AreaTree, citizenId: { addressCode: string }): Promise<string[]> {
  const knows = await addressCodesOf(tree);
  return knows(citizenId.addressCode) ? [] : ['address-code-unknown'];
}
