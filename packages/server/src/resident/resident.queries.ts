import type { AreaTree } from '@renshe/domain/area/area-tree.ts';
import { ageOn, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { AreaRef } from '@renshe/domain/kernel/schema.ts';
import type { ResidentRow } from '@renshe/domain/resident/resident.contract.ts';
import { type SearchShape, searchShape } from '@renshe/domain/resident/resident.search.ts';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { areaRef } from '../platform/area-ref.ts';
import type { Keyring } from '../platform/crypto.ts';
import type { Reader } from '../platform/db.ts';
import { inScope, type Scope } from '../platform/scope.ts';

export interface ResidentFilter {
  text?: string | undefined;
  status?: 'registered-unemployed' | 'employed' | 'ended' | undefined;
  flag?: string | undefined;
}

/** Beyond this many the count is the planner's estimate. */
export const exactCountLimit = 10_000;

export interface StatusColumns {
  unemployed_since: PlainDate | null;
  employed: boolean;
  hardship_categories: string[];
  flags: { kind: string; fromOn: PlainDate }[];
}

interface RawResidentRow extends StatusColumns {
  district_id: number;
  resident_id: string;
  area_id: number;
  name: string;
  sex: string;
  birth_on: PlainDate;
  citizen_id_masked: string;
  phone_masked: string | null;
  address: string;
  registered_on: PlainDate;
  ended_on: PlainDate | null;
}

/** The columns of a row of people, of `resident r`. */
export const rowColumns = sql.raw(
  'r.district_id, r.resident_id, r.area_id, r.name, r.sex, r.birth_on, r.citizen_id_masked, r.phone_masked, r.address, r.registered_on, r.ended_on',
);

/** What a person is on a day, as columns beside any row that names `district_id` and `resident_id`: one statement for a whole page. */
export function statusColumns(alias: 'page' | 'k', today: PlainDate): RawBuilder<StatusColumns> {
  const key = (table: string, column = 'resident_id') =>
    sql.raw(`${table}.district_id = ${alias}.district_id and ${table}.${column} = ${alias}.resident_id`);
  return sql`
    (select u.unemployed_since from unemployment_registration u where ${key('u')} and u.voided_at is null
      and u.registered_on <= ${today}::date and (u.ended_on is null or u.ended_on > ${today}::date)
      order by u.registered_on desc limit 1) as unemployed_since,
    exists (select 1 from employment e where ${key('e')} and e.voided_at is null
      and e.started_on <= ${today}::date and (e.ended_on is null or e.ended_on > ${today}::date)) as employed,
    array(select distinct h.category from hardship_mark h where ${key('h')} and h.voided_at is null
      and h.from_on <= ${today}::date and (h.to_on is null or h.to_on > ${today}::date) order by 1) as hardship_categories,
    coalesce((select json_agg(json_build_object('kind', f.kind, 'fromOn', f.from_on) order by f.from_on, f.kind) from flag f
      where ${key('f', 'subject_id')} and f.from_on <= ${today}::date and (f.to_on is null or f.to_on > ${today}::date)), '[]'::json) as flags`;
}

export function statusOf(row: StatusColumns): ResidentRow['status'] {
  return {
    registeredUnemployed: row.unemployed_since !== null,
    unemployedSince: row.unemployed_since,
    employed: row.employed,
    hardshipCategories: row.hardship_categories,
    flags: row.flags,
  };
}

/** An absorbed community goes by the name of what absorbed it. */
export function currentAreaRef(tree: AreaTree, areaId: number, today: PlainDate): AreaRef {
  return areaRef(tree, areaId, today);
}

function viewOf(tree: AreaTree, today: PlainDate): (row: RawResidentRow) => ResidentRow {
  const areas = new Map<number, AreaRef>();
  const area = (areaId: number) => {
    const known = areas.get(areaId) ?? currentAreaRef(tree, areaId, today);
    areas.set(areaId, known);
    return known;
  };
  return (row) => ({
    residentId: row.resident_id,
    name: row.name,
    sex: row.sex as '1' | '2',
    birthOn: row.birth_on,
    age: ageOn(row.birth_on, today),
    citizenIdMasked: row.citizen_id_masked,
    phoneMasked: row.phone_masked,
    address: row.address,
    area: area(row.area_id),
    status: statusOf(row),
    endedOn: row.ended_on,
  });
}

/** Rows of one page with their states, in the page's order. `page` selects rowColumns of `resident r`, ordered and limited. */
export async function rowsOfPage(
  r: Reader,
  page: RawBuilder<unknown>,
  tree: AreaTree,
  today: PlainDate,
): Promise<ResidentRow[]> {
  const { rows } =
    await sql<RawResidentRow>`with page as materialized (select q.*, row_number() over () as position from (${page}) q)
    select page.*, ${statusColumns('page', today)} from page order by page.position`.execute(r);
  return rows.map(viewOf(tree, today));
}

/**
 * Prefix comparison that an index on text_pattern_ops serves also in a generic plan, which `like $1` does not.
 * The column name comes from this file's code.
 */
function startsWith(column: string, prefix: string): RawBuilder<SqlBool> {
  const c = sql.ref(column);
  return sql<SqlBool>`(${c} ~>=~ ${prefix} and ${c} ~<~ ${`${prefix}\u{10ffff}`})`;
}

/** A prefix of a name, its pinyin or initials, of `resident r`. */
export function textCondition(shape: Extract<SearchShape, { prefix: string }>): RawBuilder<SqlBool> {
  if (shape.by === 'name') return startsWith('r.name', shape.prefix);
  // One letter starts the pinyin exactly when it starts the initials.
  if (shape.prefix.length === 1) return startsWith('r.name_pinyin', shape.prefix);
  return sql<SqlBool>`(${startsWith('r.name_initials', shape.prefix)} or ${startsWith('r.name_pinyin', shape.prefix)})`;
}

function openOn(table: string, from: string, to: string, today: PlainDate): RawBuilder<SqlBool> {
  const c = (column: string) => sql.ref(`${table}.${column}`);
  return sql<SqlBool>`${c('district_id')} = r.district_id and ${c(from)} <= ${today}::date and (${c(to)} is null or ${c(to)} > ${today}::date)`;
}

function conditions(scope: Scope, filter: ResidentFilter, today: PlainDate): RawBuilder<SqlBool> {
  const parts: RawBuilder<SqlBool>[] = [inScope(scope, 'r.district_id', 'r.area_id'), sql`r.voided_at is null`];
  if (filter.status === 'ended') parts.push(sql`r.ended_on <= ${today}::date`);
  else parts.push(sql`(r.ended_on is null or r.ended_on > ${today}::date)`);
  if (filter.status === 'registered-unemployed')
    parts.push(
      sql`exists (select 1 from unemployment_registration u where u.resident_id = r.resident_id and u.voided_at is null and ${openOn('u', 'registered_on', 'ended_on', today)})`,
    );
  if (filter.status === 'employed')
    parts.push(
      sql`exists (select 1 from employment e where e.resident_id = r.resident_id and e.voided_at is null and ${openOn('e', 'started_on', 'ended_on', today)})`,
    );
  if (filter.flag !== undefined)
    parts.push(
      sql`exists (select 1 from flag f where f.subject_id = r.resident_id and f.kind = ${filter.flag} and ${openOn('f', 'from_on', 'to_on', today)})`,
    );
  if (filter.text) {
    const shape = searchShape(filter.text);
    // Numbers are looked up by resident.find alone: a list's query stands in the URL.
    parts.push('prefix' in shape ? textCondition(shape) : sql`false`);
  }
  return sql.join(parts, sql` and `);
}

/**
 * Letters may be initials or pinyin. In one condition they make the planner walk the whole city in the order of pinyin (seconds with a
 * million people), so each has its own branch with its own index: those whose initials fit come first, then those whose pinyin alone fits.
 */
function lettersPage(others: RawBuilder<SqlBool>, prefix: string, limit: number, offset: number): RawBuilder<unknown> {
  const initials = startsWith('r.name_initials', prefix);
  const enough = limit + offset;
  return sql`select * from (
    (select ${rowColumns}, 1 as branch, r.name_initials as first_key, r.name_pinyin as second_key from resident r where ${others} and ${initials}
      order by r.name_initials using ~<~, r.name_pinyin using ~<~, r.resident_id limit ${enough})
    union all
    (select ${rowColumns}, 2, r.name_pinyin, '' from resident r where ${others} and ${startsWith('r.name_pinyin', prefix)} and not ${initials}
      order by r.name_pinyin using ~<~, r.resident_id limit ${enough})) b
    order by branch, first_key using ~<~, second_key using ~<~, resident_id limit ${limit} offset ${offset}`;
}

/**
 * Names in the order of their pinyin, as people look them up; the index on it gives the first page without sorting the city. What starts
 * with the same characters comes in the order of the index on names.
 */
function orderOf(filter: ResidentFilter & { sort: keyof typeof orders }): RawBuilder<unknown> {
  if (filter.sort === 'name' && filter.text && searchShape(filter.text).by === 'name')
    return sql`order by r.name using ~<~, r.resident_id`;
  return orders[filter.sort];
}

const orders = {
  name: sql`order by r.name_pinyin using ~<~, r.resident_id`,
  birth: sql`order by r.birth_on, r.resident_id`,
  registered: sql`order by r.registered_on desc, r.resident_id desc`,
} as const;

export async function listResidents(
  r: Reader,
  scope: Scope,
  tree: AreaTree,
  today: PlainDate,
  filter: ResidentFilter & { sort: keyof typeof orders; limit: number; offset: number },
): Promise<{ count: number; countIsExact: boolean; residents: ResidentRow[] }> {
  const where = conditions(scope, filter, today);
  const shape = filter.text ? searchShape(filter.text) : undefined;
  const page =
    filter.sort === 'name' && shape?.by === 'pinyin' && shape.prefix.length > 1
      ? lettersPage(conditions(scope, { ...filter, text: undefined }, today), shape.prefix, filter.limit, filter.offset)
      : sql`select ${rowColumns} from resident r where ${where} ${orderOf(filter)} limit ${filter.limit} offset ${filter.offset}`;
  const residents = await rowsOfPage(r, page, tree, today);
  if (residents.length < filter.limit && (residents.length > 0 || filter.offset === 0))
    return { count: filter.offset + residents.length, countIsExact: true, residents };
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from (
    select 1 from resident r where ${where} limit ${exactCountLimit + 1}) q`.execute(r);
  const count = rows[0]!.count;
  if (count <= exactCountLimit) return { count, countIsExact: true, residents };
  return { count: Math.max(count, await estimatedCount(r, where)), countIsExact: false, residents };
}

async function estimatedCount(r: Reader, where: RawBuilder<SqlBool>): Promise<number> {
  const { rows } = await sql<{ 'QUERY PLAN': { Plan: { 'Plan Rows': number } }[] }>`
    explain (format json) select 1 from resident r where ${where}`.execute(r);
  return Math.round(rows[0]?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0);
}

/** Rows of the whole filtered set in batches for an export, sorted by area and name. */
export function exportRows(
  r: Reader,
  scope: Scope,
  tree: AreaTree,
  today: PlainDate,
  filter: ResidentFilter,
  limit: number,
): Promise<ResidentRow[]> {
  const where = conditions(scope, filter, today);
  return rowsOfPage(
    r,
    sql`select ${rowColumns} from resident r where ${where} order by r.district_id, r.area_id, r.name_pinyin using ~<~, r.resident_id limit ${limit}`,
    tree,
    today,
  );
}

export interface Found {
  by: SearchShape['by'];
  residents: ResidentRow[];
}

/** The one search box: one statement, decided by the shape of the text; people whose file has ended are found too. */
export async function findResidents(
  r: Reader,
  keyring: Keyring,
  scope: Scope,
  tree: AreaTree,
  today: PlainDate,
  text: string,
  limit: number,
): Promise<Found> {
  const shape = searchShape(text);
  const residents = await rowsOfPage(r, findPage(shape, keyring, scope, limit), tree, today);
  if (residents.length === 0 && shape.by === 'citizen-id') {
    // Some places have certificates of 18 digits.
    const number = text.replace(/\s/g, '').toUpperCase();
    const byCertificate = await rowsOfPage(
      r,
      findPage({ by: 'certificate', number }, keyring, scope, limit),
      tree,
      today,
    );
    if (byCertificate.length > 0) return { by: 'certificate', residents: byCertificate };
  }
  return { by: shape.by, residents };
}

/** People of one shape of text: columns, order and limit of a page. */
export function findPage(shape: SearchShape, keyring: Keyring, scope: Scope, limit: number): RawBuilder<unknown> {
  const scoped = sql`${inScope(scope, 'r.district_id', 'r.area_id')} and r.voided_at is null`;
  const select = sql`select ${rowColumns} from resident r`;
  switch (shape.by) {
    case 'citizen-id':
      return sql`${select} where ${scoped} and r.citizen_id_index = ${keyring.blindIndex('citizen-id', shape.citizenId)} limit ${limit}`;
    case 'phone':
      return sql`${select} where ${scoped} and r.phone_index = ${keyring.blindIndex('phone', shape.phone)} order by r.name limit ${limit}`;
    case 'certificate':
      return sql`${select} where ${scoped} and (r.district_id, r.resident_id) in (
        select c.district_id, c.resident_id from certificate c where c.number = ${shape.number}) limit ${limit}`;
    case 'name':
      return sql`${select} where ${scoped} and ${startsWith('r.name', shape.prefix)} order by r.name using ~<~, r.resident_id limit ${limit}`;
    case 'pinyin': {
      const by = (column: 'name_pinyin' | 'name_initials', order: RawBuilder<unknown>) =>
        sql`(${select} where ${scoped} and ${startsWith(`r.${column}`, shape.prefix)} order by ${order}, r.resident_id limit ${limit})`;
      const byPinyin = by('name_pinyin', sql`r.name_pinyin using ~<~`);
      if (shape.prefix.length === 1) return byPinyin;
      const byInitials = by('name_initials', sql`r.name_initials using ~<~, r.name_pinyin using ~<~`);
      return sql`select * from (${byInitials} union ${byPinyin}) q order by name, resident_id limit ${limit}`;
    }
  }
}

export interface KnownCitizen {
  districtId: number;
  residentId: string;
  areaId: number;
  name: string;
}

/** Who in the whole city has this identity number; the caller decides how much of it the actor may learn. */
export async function findKnownCitizen(r: Reader, citizenIdIndex: Buffer): Promise<KnownCitizen | undefined> {
  const { rows } = await sql<{ district_id: number; resident_id: string; area_id: number; name: string }>`
    select r.district_id, r.resident_id, r.area_id, r.name from citizen_registry c
    join resident r on r.district_id = c.district_id and r.resident_id = c.resident_id
    where c.citizen_id_index = ${citizenIdIndex} and r.voided_at is null`.execute(r);
  const row = rows[0];
  return row && { districtId: row.district_id, residentId: row.resident_id, areaId: row.area_id, name: row.name };
}

/** One resident as a row of a list, within the scope. */
export async function findResidentRow(
  r: Reader,
  scope: Scope,
  tree: AreaTree,
  today: PlainDate,
  residentId: string,
): Promise<ResidentRow | undefined> {
  const rows = await rowsOfPage(
    r,
    sql`select ${rowColumns} from resident r where ${inScope(scope, 'r.district_id', 'r.area_id')} and r.voided_at is null and r.resident_id = ${residentId}::uuid limit 1`,
    tree,
    today,
  );
  return rows[0];
}
