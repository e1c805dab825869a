/**
 * changeFile: the only way to change what the statistics follow from (kernel K7). Locks in the right order, reads the files,
 * lets the rule decide, writes the records, derives, books; all inside the caller's transaction.
 */
import { composeHousehold, type HouseholdRecord, type Id, type ResidentFile } from '@renshe/domain/kernel/file.ts';
import { sql } from 'kysely';
import { later, type Writer } from '../platform/db.ts';
import type { ReferenceCache } from '../platform/reference.ts';
import { type Booking, type BookingSubject, book } from './book.ts';
import type { Changes, Files } from './file-changes.ts';
import {
  type HouseholdRow,
  householdColumns,
  type LedgerStanding,
  memberDistrictsOf,
  type ReadResident,
  readFileSheet,
  type SubjectRef,
  toHousehold,
} from './read-files.ts';

export type Who = {
  /** 1 to 200 residents; one that does not exist yet is created by the decision. */
  residents: readonly SubjectRef[];
  /** Households that the residents do not belong to yet. */
  households?: readonly SubjectRef[];
};

export type KernelHost = { reference: ReferenceCache };

const newcomer: LedgerStanding = { pastDistricts: [], derivedVersion: 0 };

/**
 * @param decide looks at the files and throws the AppError of its rule, or returns what to write (`changeFiles(files)…done()`)
 * @param cause id of the audit event, written on every fact
 * @returns what `decide` gave to `done`
 */
export async function changeFile<T>(
  host: KernelHost,
  w: Writer,
  who: Who,
  decide: (files: Files) => Changes<T> | Promise<Changes<T>>,
  cause: Id,
): Promise<T> {
  return (await changeAndBook(host, w, who, decide, cause)).result;
}

/** Like changeFile, with the account of what was booked. */
export async function changeAndBook<T>(
  host: KernelHost,
  w: Writer,
  who: Who,
  decide: (files: Files) => Changes<T> | Promise<Changes<T>>,
  cause: Id,
): Promise<{ result: T; booking: Booking }> {
  if (who.residents.length + (who.households?.length ?? 0) > 1000) throw new RangeError('too many subjects at once');
  await lockResidents(w, who.residents);
  const locked = await lockHouseholds(w, who);
  const read = await readLocked(w, who, locked);
  const standings = new Map<Id, LedgerStanding>();
  const files: Files = {
    residents: new Map(read.residents.map((x) => [x.file.residentId, x.file])),
    households: new Map(read.households.map((x) => [x.record.householdId, x.record])),
  };
  for (const x of read.residents) standings.set(x.file.residentId, x.standing);
  for (const x of read.households) standings.set(x.record.householdId, x.standing);

  const changes = await decide(files);
  for (const write of changes.writes) await write(w);

  const reference = await host.reference.within(w, read.stamps);
  const subjects = subjectsOf(who, files, changes, standings);
  const booking = await book(w, { reference, version: read.version }, subjects, cause);
  return { result: changes.result, booking };
}

const byDistrict = (refs: readonly SubjectRef[]): [number, Id[]][] => {
  const districts = new Map<number, Id[]>();
  for (const ref of refs) {
    const ids = districts.get(ref.districtId);
    if (ids) ids.push(ref.id);
    else districts.set(ref.districtId, [ref.id]);
  }
  return [...districts].sort((a, b) => a[0] - b[0]);
};

/**
 * In id order, one statement per district: Citus locks no rows of two shards in one statement (scale-out). The same statement
 * makes the rest of the transaction use generic plans: all of it goes by primary keys, and planning the wide statements anew for
 * each command took two fifths of the database's time.
 */
async function lockResidents(w: Writer, refs: readonly SubjectRef[]): Promise<void> {
  for (const [districtId, ids] of byDistrict(refs))
    await later(
      w,
      sql`select resident_id, (select set_config('plan_cache_mode', 'force_generic_plan', true)) from resident
      where district_id = ${districtId} and resident_id = any(${ids}::uuid[]) order by resident_id for no key update`,
    );
}

/**
 * The families of the residents, past ones too, and those that the command names. Membership rows change under the resident's
 * lock alone, so reading them inside this statement is safe. Collective households have no family indicators and no lock.
 */
async function lockHouseholds(w: Writer, who: Who): Promise<HouseholdRow[]> {
  const residents = new Map(byDistrict(who.residents));
  const named = new Map(byDistrict(who.households ?? []));
  const rows: HouseholdRow[] = [];
  for (const districtId of [...new Set([...residents.keys(), ...named.keys()])].sort((a, b) => a - b)) {
    const result = await sql<HouseholdRow>`
      select ${householdColumns} from household h
      where h.district_id = ${districtId} and h.kind = 'family' and h.household_id in (
        select unnest(${named.get(districtId) ?? []}::uuid[])
        union select m.household_id from household_member m where m.district_id = ${districtId}
          and m.resident_id = any(${residents.get(districtId) ?? []}::uuid[]) and m.household_district = ${districtId} and m.voided_at is null)
      order by h.household_id for no key update of h`.execute(w);
    rows.push(...result.rows);
  }
  return rows;
}

async function readLocked(w: Writer, who: Who, locked: HouseholdRow[]) {
  const rows = [...locked];
  for (;;) {
    const refs = rows.map((row) => ({ districtId: row.district_id, id: row.household_id }));
    const sheet = await readFileSheet(w, who.residents, refs, memberDistrictsOf(rows));
    // Rare: somebody belongs to a household that is kept in another district. It is locked now and the files are read again.
    const elsewhere = await lockElsewhere(w, who, sheet.residents, rows);
    if (elsewhere.length === 0) return { ...sheet, households: rows.map(toHousehold) };
    rows.push(...elsewhere);
  }
}

async function lockElsewhere(
  w: Writer,
  who: Who,
  residents: readonly ReadResident[],
  rows: readonly HouseholdRow[],
): Promise<HouseholdRow[]> {
  const own = new Set(who.residents.map((ref) => ref.id));
  const known = new Set(rows.map((row) => row.household_id));
  const missing = residents
    .filter((x) => own.has(x.file.residentId))
    .flatMap((x) => x.file.memberships.filter((m) => !known.has(m.householdId)).map((m) => ({ x, m })));
  if (missing.length === 0) return [];
  const places = await sql<{ household_district: number; household_id: Id }>`
    select distinct household_district, household_id from household_member
    where district_id = any(${[...new Set(missing.map(({ x }) => x.file.districtId))]}::int[]) and household_district <> district_id
      and resident_id = any(${missing.map(({ x }) => x.file.residentId)}::uuid[]) and household_id = any(${missing.map(({ m }) => m.householdId)}::uuid[])`.execute(
    w,
  );
  if (places.rows.length === 0) return [];
  return lockHouseholds(w, {
    residents: [],
    households: places.rows.map((p) => ({ districtId: p.household_district, id: p.household_id })),
  });
}

/** Every named resident and every family that one of them belonged or belongs to, with its file after the change. */
function subjectsOf<T>(
  who: Who,
  before: Files,
  changes: Changes<T>,
  standings: ReadonlyMap<Id, LedgerStanding>,
): BookingSubject[] {
  const named = new Set(who.residents.map((ref) => ref.id));
  const households = new Map<Id, HouseholdRecord>(changes.files.households);
  const subjects: BookingSubject[] = [];
  for (const id of changes.changed)
    if (!named.has(id) && !households.has(id)) throw new Error(`resident ${id} was changed without a lock`);
  const residents: ResidentFile[] = [...changes.files.residents.values()];
  for (const file of residents) {
    if (!named.has(file.residentId)) continue;
    for (const m of file.memberships) {
      const known = before.residents.get(file.residentId)?.memberships.some((o) => o.householdId === m.householdId);
      const listed = who.households?.some((ref) => ref.id === m.householdId);
      if (!known && !listed && !households.has(m.householdId))
        throw new Error(`household ${m.householdId} was joined without a lock`);
    }
    subjects.push({
      file,
      standing: standings.get(file.residentId) ?? newcomer,
      isNew: !standings.has(file.residentId),
      homes: homesOf(before.residents.get(file.residentId), file),
    });
  }
  for (const record of households.values()) {
    const file = composeHousehold(record, residents);
    subjects.push({
      file,
      standing: standings.get(record.householdId) ?? newcomer,
      isNew: !standings.has(record.householdId),
      homes: homesOf(before.households.get(record.householdId), record),
    });
  }
  return subjects;
}

/** Districts that keep or kept the subject's rows: two when this command moves it to another one. */
function homesOf(before: { districtId: number } | undefined, after: { districtId: number }): number[] {
  return [...new Set([after.districtId, before?.districtId ?? after.districtId])];
}
