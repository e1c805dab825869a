/** Where an address that somebody typed stands in a column: an index question of grams, and the exact answer about what that leaves. */
import type { AreaTree } from '@renshe/domain/area/area-tree.ts';
import type { AddressNeedle } from '@renshe/domain/search/search.address.ts';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Scope } from '../platform/scope.ts';

/**
 * The condition on `alias.address`; the text of the statement is what the index of the table is made of. Beside it belongs the scope: the
 * areas among the grams only keep the index from reading other people's.
 */
export function addressCondition(
  alias: 'r' | 'h',
  needle: AddressNeedle,
  scope: Scope,
  tree: AreaTree,
): RawBuilder<SqlBool> {
  const grams = sql.raw(`address_grams(address_plain(${alias}.address), ${alias}.district_id, ${alias}.area_id)`);
  const plain = sql.raw(`address_plain(${alias}.address)`);
  const parts: RawBuilder<SqlBool>[] = [sql`${grams} @> ${[...needle.grams]}::text[]`];
  const places = placeGrams(scope, tree);
  if (places.length > 0) parts.push(sql`${grams} && ${places}::text[]`);
  // Signs of pattern matching do not occur in the one spelling.
  const within = (pieces: readonly string[]) => pieces.map((piece) => `%${piece}%`);
  if (needle.pieces.length > 0) parts.push(sql`${plain} like all (${within(needle.pieces)}::text[])`);
  if (needle.numbers.length > 0)
    parts.push(sql`regexp_replace(${plain}, '[^0-9<>]+', '', 'g') like all (${within(needle.numbers)}::text[])`);
  return sql.join(parts, sql` and `);
}

/** More areas than that are dearer to ask the index for than to pass over. */
const mostPlaces = 400;

const allDistricts = new WeakMap<AreaTree, number>();

function districtCount(tree: AreaTree): number {
  const known = allDistricts.get(tree);
  if (known !== undefined) return known;
  const districts = new Set<number>();
  for (const area of tree.areas.values()) if (area.kind === 'community') districts.add(area.districtId);
  allDistricts.set(tree, districts.size);
  return districts.size;
}

function placeGrams(scope: Scope, tree: AreaTree): string[] {
  if (scope.partialDistricts.length === 0 && scope.fullDistricts.length === districtCount(tree)) return [];
  const places = [...scope.fullDistricts.map((id) => `#${id}`), ...scope.areas.map((id) => `@${id}`)];
  return places.length > mostPlaces ? [] : places;
}
