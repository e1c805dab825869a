/** The lookups of the search benchmark: what is typed, and the best statement for the rows that it finds, written by hand. */
import { normalizeCitizenId } from '@renshe/domain/kernel/citizen-id.ts';
import { addressNeedle } from '@renshe/domain/search/search.address.ts';
import type { Keyring } from '../platform/crypto.ts';
import type { BenchAccount } from './bench-places.ts';
import type { SqlCall } from './load-round.ts';
import type { SampledPerson } from './search-people.ts';

export interface Lookup {
  name: string;
  account: BenchAccount;
  texts: readonly string[];
  /** The statements for one text; each answers the ids of rows that the search shows, with the same columns. */
  bare(text: string): SqlCall[];
}

/** Who asks, as the statements need it. */
export interface Asker {
  account: BenchAccount;
  districts: readonly number[];
  /** Null for whole districts. */
  areas: readonly number[] | null;
}

/** As the box asks for it. */
export const searchLimit = 8;

const unique = (texts: readonly (string | null)[]) => [...new Set(texts.filter((text) => text !== null))];
const frequent = [...'王李张刘陈杨黄赵周吴'];
const nobody = (texts: readonly string[]) => texts.map((text) => `${text.slice(0, 1)}鼎乾`);
const beyond = '\u{10ffff}';

/** The same kinds of text for whoever asks, from beginnings that fit tens of thousands to texts that fit nobody. */
export function searchLookups(
  asker: Asker,
  who: string,
  found: readonly SampledPerson[],
  keyring: Keyring,
  today: string,
): Lookup[] {
  const bare = bareStatements(asker, keyring, today);
  const of = (name: string, texts: readonly (string | null)[], statements: Lookup['bare']): Lookup => ({
    name: `${name}, ${who}`,
    account: asker.account,
    texts: unique(texts),
    bare: statements,
  });
  const at = (make: (household: SampledPerson['household']) => string) => found.map((p) => make(p.household));
  return [
    of('surname', frequent, bare.name),
    of(
      'name',
      found.map((p) => p.name),
      bare.name,
    ),
    of('name that nobody has', nobody(found.map((p) => p.name)), bare.name),
    of('one letter', [...'wlzcyhjxg'], bare.pinyin),
    of(
      'two initials',
      found.map((p) => p.initials.slice(0, 2)),
      bare.letters,
    ),
    of(
      'all initials',
      found.map((p) => p.initials),
      bare.letters,
    ),
    of(
      'pinyin',
      found.map((p) => p.pinyin.slice(0, 8)),
      bare.letters,
    ),
    of(
      'identity number',
      found.map((p) => p.citizenId),
      bare.citizenId,
    ),
    of(
      'phone',
      found.map((p) => p.phone),
      bare.phone,
    ),
    of(
      'certificate number',
      found.map((p) => p.certificate),
      bare.certificate,
    ),
    of(
      'household number',
      found.map((p) => p.household.number),
      bare.household,
    ),
    of(
      'last four signs',
      // With the letter at the end, for somebody else perhaps: digits alone are asked for as a house, too.
      found.map((p) => `${p.citizenId.slice(-4, -1)}X`),
      bare.tail,
    ),
    of(
      'street',
      at((h) => h.street),
      bare.address,
    ),
    of(
      'street and number',
      at((h) => `${h.street}${h.house}号`),
      bare.address,
    ),
    of(
      'building and unit',
      at((h) => `${h.building}栋${h.unit}单元`),
      bare.address,
    ),
    of(
      'whole address',
      at((h) => `${h.street} ${h.house}号${h.building}栋 ${h.unit}单元${h.room}`),
      bare.address,
    ),
    of(
      'numbers of an address',
      at((h) => `${h.building}-${h.unit}-${h.room}`),
      bare.address,
    ),
  ];
}

function bareStatements({ districts, areas }: Asker, keyring: Keyring, today: string) {
  const scope = (alias: string) =>
    areas === null
      ? `${alias}.district_id = any($1::int[])`
      : `${alias}.district_id = any($1::int[]) and ${alias}.area_id = any($2::int[])`;
  const scopeValues = areas === null ? [districts] : [districts, areas];
  const call = (make: (value: (given: unknown) => string) => string): SqlCall => {
    const values: unknown[] = [...scopeValues];
    const text = make((given) => `$${values.push(given)}`);
    return { text, values };
  };
  /** Rows of people as the search shows them; `rest` is condition, order and limit. */
  const people = (rest: (value: (given: unknown) => string) => string): SqlCall =>
    call((value) => {
      const page = rest(value);
      const day = `${value(today)}::date`;
      const mine = (table: string, column = 'resident_id') =>
        `${table}.district_id = p.district_id and ${table}.${column} = p.resident_id`;
      return `with p as materialized (${page})
        select p.*, (select u.unemployed_since from unemployment_registration u where ${mine('u')} and u.voided_at is null
            and u.registered_on <= ${day} and (u.ended_on is null or u.ended_on > ${day}) order by u.registered_on desc limit 1),
          exists (select 1 from employment e where ${mine('e')} and e.voided_at is null and e.started_on <= ${day} and (e.ended_on is null or e.ended_on > ${day})),
          array(select distinct h.category from hardship_mark h where ${mine('h')} and h.voided_at is null and h.from_on <= ${day} and (h.to_on is null or h.to_on > ${day}) order by 1),
          (select json_agg(json_build_object('kind', f.kind, 'fromOn', f.from_on) order by f.from_on, f.kind) from flag f
            where ${mine('f', 'subject_id')} and f.from_on <= ${day} and (f.to_on is null or f.to_on > ${day})) from p`;
    });
  const row =
    'r.resident_id as id, r.district_id, r.resident_id, r.area_id, r.name, r.sex, r.birth_on, r.citizen_id_masked, r.phone_masked, r.address, r.registered_on, r.ended_on';
  const select = `select ${row} from resident r where ${scope('r')} and r.voided_at is null`;
  const range = (column: string, value: (given: unknown) => string, prefix: string) =>
    `${column} ~>=~ ${value(prefix)} and ${column} ~<~ ${value(prefix + beyond)}`;
  const households = (rest: (value: (given: unknown) => string) => string): SqlCall =>
    call((value) => {
      const page = rest(value);
      const day = `${value(today)}::date`;
      const members = `from household_member m where m.district_id = any(h.member_districts) and m.household_id = h.household_id
        and m.voided_at is null and m.from_on <= ${day} and (m.to_on is null or m.to_on > ${day})`;
      return `with h as materialized (${page})
        select h.household_id as id, h.number, h.kind, h.address, h.area_id, (select count(*)::int ${members}),
          (select p.name from household_member m join resident p on p.district_id = m.district_id and p.resident_id = m.resident_id
            where m.district_id = any(h.member_districts) and m.household_id = h.household_id and m.relation = '02' and m.voided_at is null
              and m.from_on <= ${day} and (m.to_on is null or m.to_on > ${day}) limit 1),
          exists (select 1 from flag f where f.district_id = h.district_id and f.subject_id = h.household_id and f.kind = 'zero-employment-family'
            and f.from_on <= ${day} and (f.to_on is null or f.to_on > ${day})) from h`;
    });
  const limit = searchLimit + 1;
  const standing = `h.voided_at is null and h.ended_on is null`;
  /** The grams with, for one community, its own among them; then the whole address, in order. */
  const ofAddress = (alias: 'r' | 'h', text: string, value: (given: unknown) => string) => {
    const needle = addressNeedle(text);
    if (!needle) throw new Error(`${text} is no address`);
    const grams = areas === null ? needle.grams : [...needle.grams, ...areas.map((areaId) => `@${areaId}`)];
    const parts = [
      `address_grams(address_plain(${alias}.address), ${alias}.district_id, ${alias}.area_id) @> ${value(grams)}::text[]`,
    ];
    for (const piece of needle.pieces) parts.push(`address_plain(${alias}.address) like ${value(`%${piece}%`)}`);
    for (const numbers of needle.numbers)
      parts.push(`regexp_replace(address_plain(${alias}.address), '[^0-9<>]+', '', 'g') like ${value(`%${numbers}%`)}`);
    return parts.join(' and ');
  };
  const householdNumbered = (number: string) => [
    households(
      (value) =>
        `select h.* from household h where ${scope('h')} and ${standing} and ${range('upper(h.number)', value, number)} order by upper(h.number) using ~<~, h.household_id limit ${limit}`,
    ),
  ];
  return {
    name: (prefix: string) => [
      people(
        (value) =>
          `${select} and ${range('r.name', value, prefix)} order by r.name using ~<~, r.resident_id limit ${limit}`,
      ),
    ],
    pinyin: (prefix: string) => [
      people(
        (value) =>
          `${select} and ${range('r.name_pinyin', value, prefix)} order by r.name_pinyin using ~<~, r.resident_id limit ${limit}`,
      ),
    ],
    letters: (prefix: string) => [
      people(
        (value) => `select * from (
          (${select} and ${range('r.name_initials', value, prefix)} order by r.name_initials using ~<~, r.name_pinyin using ~<~, r.resident_id limit ${limit})
          union (${select} and ${range('r.name_pinyin', value, prefix)} order by r.name_pinyin using ~<~, r.resident_id limit ${limit})) q
          order by name, resident_id limit ${limit}`,
      ),
    ],
    citizenId: (number: string) => [
      people(
        (value) =>
          `${select} and r.citizen_id_index = ${value(keyring.blindIndex('citizen-id', normalizeCitizenId(number, { convertFifteenDigits: true }).id))} limit ${limit}`,
      ),
    ],
    phone: (number: string) => [
      people(
        (value) =>
          `${select} and r.phone_index = ${value(keyring.blindIndex('phone', number))} order by r.name limit ${limit}`,
      ),
    ],
    certificate: (number: string) => [
      call(
        (
          value,
        ) => `select c.certificate_id as id, c.number, c.status, c.issued_on, c.copy_number, r.resident_id, r.name, r.area_id
          from certificate c join resident r on r.district_id = c.district_id and r.resident_id = c.resident_id
          where c.number = ${value(number)} and ${scope('r')} and r.voided_at is null order by c.copy_number desc limit ${limit}`,
      ),
    ],
    tail: (text: string) => [
      ...householdNumbered(text),
      people((value) => {
        const by = (column: string) =>
          `(select * from (${select} and right(r.${column}, 4) = ${value(text)} offset 0) r order by r.name using ~<~, r.resident_id limit ${limit})`;
        return `select * from (${by('citizen_id_masked')} union ${by('phone_masked')}) q order by name, resident_id limit ${limit}`;
      }),
    ],
    household: householdNumbered,
    address: (text: string) => [
      people(
        (
          value,
        ) => `select ${row} from (select * from resident r where ${ofAddress('r', text, value)} and ${scope('r')} and r.voided_at is null limit 100) r
          order by r.address, r.district_id, r.area_id, r.name_pinyin using ~<~, r.resident_id limit ${limit}`,
      ),
      households(
        (
          value,
        ) => `select * from (select * from household h where ${ofAddress('h', text, value)} and ${scope('h')} and ${standing} limit 100) h
          order by h.address, h.district_id, h.area_id, h.number, h.household_id limit ${limit}`,
      ),
    ],
  };
}
