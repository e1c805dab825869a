import type { AreaTree } from '@renshe/domain/area/area-tree.ts';
import { removeBlanks, toHalfWidth } from '@renshe/domain/kernel/citizen-id.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { numberTail, type SearchShape, searchShape } from '@renshe/domain/resident/resident.search.ts';
import { type AddressNeedle, addressMarks, addressNeedle, type Mark } from '@renshe/domain/search/search.address.ts';
import type { FoundCertificate, FoundHousehold, FoundPerson } from '@renshe/domain/search/search.contract.ts';
import { sql } from 'kysely';
import { householdRows } from '../household/household.queries.ts';
import type { Keyring } from '../platform/crypto.ts';
import type { Reader } from '../platform/db.ts';
import { namePinyin } from '../platform/pinyin.ts';
import { inScope, type Scope } from '../platform/scope.ts';
import { currentAreaRef, findPage, rowColumns, rowsOfPage } from '../resident/resident.queries.ts';
import { addressCondition } from './address-condition.ts';

export interface SearchPlace {
  r: Reader;
  keyring: Keyring;
  scope: Scope;
  tree: AreaTree;
  today: PlainDate;
}

export interface Group<T> {
  found: T[];
  more: boolean;
}

export interface Everything {
  people: Group<FoundPerson>;
  households: Group<FoundHousehold>;
  certificates: Group<FoundCertificate>;
}

/**
 * The one box. What is asked for follows from the shape of the text and from what the own areas have, never from anything outside of them:
 * how long an answer takes says nothing about what exists elsewhere.
 */
export async function searchEverything(place: SearchPlace, text: string, limit: number): Promise<Everything> {
  const shape = searchShape(text);
  const compact = removeBlanks(toHalfWidth(text)).toUpperCase();
  const needle = addressNeedle(text);
  const people: FoundPerson[] = [];
  // What stands at the begin of a name is letters; digits are a number of something.
  if (shape.by !== 'certificate' && !(shape.by === 'name' && /^[\d-]/.test(shape.prefix))) {
    const rows = await rowsOfPage(
      place.r,
      findPage(shape, place.keyring, place.scope, limit + 1),
      place.tree,
      place.today,
    );
    const marksOf = (row: (typeof rows)[number]): Mark[] => {
      if (shape.by === 'citizen-id') return [[0, row.citizenIdMasked.length]];
      if (shape.by === 'phone') return [[0, row.phoneMasked?.length ?? 0]];
      if (shape.by === 'name') return [[0, shape.prefix.length]];
      return shape.by === 'pinyin' ? [[0, lettersMarked(row.name, shape.prefix)]] : [];
    };
    const by = shape.by;
    people.push(...rows.map((row) => ({ ...row, by, marks: marksOf(row) as [number, number][] })));
  }
  if (needle && people.length <= limit) people.push(...(await peopleAt(place, needle, limit + 1, people)));
  const households = needle ? await householdsAt(place, needle, limit + 1) : [];
  const certificates: FoundCertificate[] = [];
  // A number is of one thing: what comes after is looked for only when nothing of the own areas has it.
  const found = () => people.length + households.length + certificates.length > 0;
  for (const kind of numbersOf(shape.by, compact)) {
    if (found()) break;
    if (kind === 'household') households.push(...(await householdsNumbered(place, compact, limit + 1)));
    else certificates.push(...(await certificatesNumbered(place, compact, limit + 1)));
  }
  const tail = numberTail(text);
  const tailed = tail ? await peopleByTail(place, tail, limit + 1) : [];
  return {
    people: cut(beside(tailed, people, limit), limit),
    households: cut(households, limit),
    certificates: cut(certificates, limit),
  };
}

/** Four digits are the end of a number as well as a house or a room: where both fit many, each gets half of the places. */
function beside(tailed: readonly FoundPerson[], others: readonly FoundPerson[], limit: number): FoundPerson[] {
  const own = new Set(tailed.map((one) => one.residentId));
  const rest = others.filter((one) => !own.has(one.residentId));
  const first = Math.max(Math.ceil(limit / 2), limit - rest.length);
  return [...tailed.slice(0, first), ...rest, ...tailed.slice(first)];
}

function cut<T>(rows: readonly T[], limit: number): Group<T> {
  return { found: rows.slice(0, limit), more: rows.length > limit };
}

/** Whose number it may be beside a person's, the likelier first: those of certificates are of digits alone, and long. */
function numbersOf(by: SearchShape['by'], compact: string): readonly ('household' | 'certificate')[] {
  if (by === 'citizen-id') return ['certificate'];
  const household = compact.length >= 3 && compact.length <= 40 && /\d/.test(compact);
  const certificate = by === 'certificate' || by === 'phone';
  if (!certificate) return household ? ['household'] : [];
  if (!household) return ['certificate'];
  return /^\d{12,}$/.test(compact) ? ['certificate', 'household'] : ['household', 'certificate'];
}

/** How many characters of a name the letters mean: one each when they are initials, else as far as the pinyin goes. */
function lettersMarked(name: string, letters: string): number {
  const characters = [...name];
  const read = namePinyin(name);
  if (read.initials.some((initials) => initials.startsWith(letters)))
    return characters.slice(0, letters.length).join('').length;
  for (let count = 1; count < characters.length; count++) {
    const start = characters.slice(0, count).join('');
    if (namePinyin(start).full.length >= letters.length) return start.length;
  }
  return name.length;
}

/** The last four signs of an identity or mobile number: no more than every list shows of it. */
async function peopleByTail(
  { r, scope, tree, today }: SearchPlace,
  tail: string,
  limit: number,
): Promise<FoundPerson[]> {
  // Found first, put in order then: down the names to the few who have it is a way through the whole city.
  const by = (column: 'citizen_id_masked' | 'phone_masked') => sql`(select ${rowColumns} from (select * from resident r
    where ${inScope(scope, 'r.district_id', 'r.area_id')} and r.voided_at is null and right(${sql.ref(`r.${column}`)}, 4) = ${tail} offset 0) r
    order by r.name using ~<~, r.resident_id limit ${limit})`;
  const page = sql`select * from (${by('citizen_id_masked')} union ${by('phone_masked')}) q order by name, resident_id limit ${limit}`;
  const rows = await rowsOfPage(r, page, tree, today);
  return rows.map((row) => {
    const ofCitizen = row.citizenIdMasked.endsWith(tail);
    const length = ofCitizen ? row.citizenIdMasked.length : (row.phoneMasked?.length ?? 4);
    return { ...row, by: ofCitizen ? 'citizen-id' : 'phone', marks: [[length - 4, length]] };
  });
}

/** Of an address that fits thousands so many are looked at; they are put in order, and what is shown is a few of them. */
const mostCandidates = 100;

async function peopleAt(
  { r, scope, tree, today }: SearchPlace,
  needle: AddressNeedle,
  limit: number,
  known: readonly FoundPerson[],
): Promise<FoundPerson[]> {
  const page = sql`select ${rowColumns} from (select * from resident r where ${addressCondition('r', needle, scope, tree)}
      and ${inScope(scope, 'r.district_id', 'r.area_id')} and r.voided_at is null limit ${mostCandidates}) r
    order by r.address, r.district_id, r.area_id, r.name_pinyin using ~<~, r.resident_id limit ${limit}`;
  const rows = await rowsOfPage(r, page, tree, today);
  return rows
    .filter((row) => !known.some(({ residentId }) => residentId === row.residentId))
    .map((row) => ({ ...row, by: 'address', marks: addressMarks(row.address, needle) as [number, number][] }));
}

async function householdsAt(
  { r, scope, tree, today }: SearchPlace,
  needle: AddressNeedle,
  limit: number,
): Promise<FoundHousehold[]> {
  const page = sql`select * from (select * from household h where ${addressCondition('h', needle, scope, tree)}
      and ${inScope(scope, 'h.district_id', 'h.area_id')} and h.voided_at is null and (h.ended_on is null or h.ended_on > ${today}::date)
      limit ${mostCandidates}) h
    order by h.address, h.district_id, h.area_id, h.number, h.household_id limit ${limit}`;
  const rows = await householdRows(r, page, tree, today);
  return rows.map((row) => ({ ...row, by: 'address', marks: addressMarks(row.address, needle) as [number, number][] }));
}

async function householdsNumbered(
  { r, scope, tree, today }: SearchPlace,
  prefix: string,
  limit: number,
): Promise<FoundHousehold[]> {
  const page = sql`select * from household h where upper(h.number) ~>=~ ${prefix} and upper(h.number) ~<~ ${`${prefix}\u{10ffff}`}
      and ${inScope(scope, 'h.district_id', 'h.area_id')} and h.voided_at is null and (h.ended_on is null or h.ended_on > ${today}::date)
    order by upper(h.number) using ~<~, h.household_id limit ${limit}`;
  const rows = await householdRows(r, page, tree, today);
  return rows.map((row) => ({ ...row, by: 'number', marks: [[0, prefix.length]] }));
}

async function certificatesNumbered(
  { r, scope, tree, today }: SearchPlace,
  number: string,
  limit: number,
): Promise<FoundCertificate[]> {
  const { rows } = await sql<{
    certificate_id: string;
    number: string;
    status: string;
    issued_on: PlainDate;
    copy_number: number;
    resident_id: string;
    name: string;
    area_id: number;
  }>`select c.certificate_id, c.number, c.status, c.issued_on, c.copy_number, r.resident_id, r.name, r.area_id
    from certificate c join resident r on r.district_id = c.district_id and r.resident_id = c.resident_id
    where c.number = ${number} and ${inScope(scope, 'r.district_id', 'r.area_id')} and r.voided_at is null
    order by c.copy_number desc limit ${limit}`.execute(r);
  return rows.map((row) => ({
    certificateId: row.certificate_id,
    number: row.number,
    status: row.status as FoundCertificate['status'],
    issuedOn: row.issued_on,
    copyNumber: row.copy_number,
    residentId: row.resident_id,
    residentName: row.name,
    area: currentAreaRef(tree, row.area_id, today),
  }));
}
