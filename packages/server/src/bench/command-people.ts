/**
 * The families of the command benchmark, loaded by the bulk path: one adult to be registered over HTTP, with spouse and child; and for each
 * family a twin of the same ages in the same community, for which the bare side writes the same rows.
 */
import { composeHousehold, type Membership, type Residence, type ResidentFile } from '@renshe/domain/kernel/file.ts';
import { addYears, firstDayOf, monthOf, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { ResidentFields } from '@renshe/domain/resident/resident.contract.ts';
import { DemoRandom } from '../demo/demo-random.ts';
import { CopyRows } from '../platform/copy-rows.ts';
import { newId } from '../platform/id.ts';
import type { System } from '../platform/open-system.ts';
import {
  type Entry,
  householdNumber,
  newHouseholdRow,
  newMemberRow,
  newRegistryRow,
  newResidenceRow,
  newResidentFile,
  newResidentRow,
} from '../resident/new-resident.ts';
import { BulkBooking } from '../statistics/bulk-book.ts';
import { BenchPeople, type BenchPerson } from './bench-people.ts';
import { type BenchAccount, signInAt, spreadCommunities } from './bench-places.ts';

export interface Candidate {
  /** Who is registered over HTTP, and by whom. */
  residentId: string;
  token: string;
  /** The same subjects of the twin family: residents and household. */
  twins: ReadonlyMap<string, string>;
}

const relations = ['02', '12', '20'] as const;
const fields: Omit<ResidentFields, 'name'> = {
  phone: null,
  address: '',
  hukouType: '51',
  education: '31',
  ethnicity: '01',
  marital: '20',
  political: '13',
  skillLevel: null,
  retirementCategory: null,
  note: '',
};

/** @returns candidates in an order in which neighbours live in different communities */
export async function loadCandidates(system: System, communities: number, count: number): Promise<Candidate[]> {
  const places = await spreadCommunities(system, communities);
  const workers = await system.db.kysely.transaction().execute(async (w) => {
    const accounts: BenchAccount[] = [];
    for (const place of places) accounts.push(await signInAt(w, system, 'community-worker', place.areaId));
    return accounts;
  });
  const today = system.clock.today();
  const people = new BenchPeople(new DemoRandom('bench'));
  const candidates: Candidate[] = [];
  const client = await system.db.pool.connect();
  try {
    await client.query('begin');
    await client.query('set local statement_timeout = 0');
    const cause = newId();
    const load: Load = {
      system,
      people,
      rows: new CopyRows(client),
      booking: await BulkBooking.open(client, await system.reference.current(), cause),
      entry: { at: system.clock.now(), by: null, cause },
      from: firstDayOf(monthOf(addYears(today, -1))),
    };
    for (let i = 0; i < count; i++) {
      const place = places[i % places.length]!;
      const persons = [
        people.person(addYears(today, -45), 365 * 20),
        people.person(addYears(today, -45), 365 * 20),
        people.person(addYears(today, -14), 365 * 10),
      ];
      const family = await loadFamily(load, place, persons);
      const twin = await loadFamily(
        load,
        place,
        persons.map((person) => people.twin(person)),
      );
      candidates.push({
        residentId: family[0]!,
        token: workers[i % places.length]!.token,
        twins: new Map(family.map((id, at) => [id, twin[at]!])),
      });
    }
    await load.rows.flush();
    await load.booking.finish();
    await client.query('commit');
    await client.query('analyze');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
  return candidates;
}

interface Load {
  system: System;
  people: BenchPeople;
  rows: CopyRows;
  booking: BulkBooking;
  entry: Entry;
  from: PlainDate;
}

/** @returns ids of the members and of the household */
async function loadFamily(
  load: Load,
  place: { areaId: number; districtId: number },
  persons: readonly BenchPerson[],
): Promise<string[]> {
  const { districtId, areaId } = place;
  const { entry, rows, booking } = load;
  const { keyring } = load.system;
  const householdId = newId();
  const files: ResidentFile[] = [];
  for (const [at, person] of persons.entries()) {
    const residentId = newId();
    const residence: Residence = { residenceId: newId(), areaId, from: load.from, to: null };
    const membership: Membership = {
      memberId: newId(),
      householdId,
      relation: relations[at]!,
      from: load.from,
      to: null,
    };
    const resident = {
      districtId,
      residentId,
      areaId,
      ...person,
      fields: { ...fields, name: load.people.name().name },
      registeredOn: load.from,
    };
    const file = newResidentFile(resident, [residence], [membership]);
    files.push(file);
    await rows.add('resident', {
      ...newResidentRow(keyring, resident, entry),
      past_districts: await booking.add(file),
    });
    await rows.add('citizen_registry', newRegistryRow(keyring, resident));
    await rows.add(
      'residence',
      newResidenceRow({ districtId, residentId, address: '', reason: 'imported' }, residence, entry),
    );
    await rows.add(
      'household_member',
      newMemberRow({ districtId, residentId, householdDistrict: districtId }, membership, entry),
    );
  }
  const household = { kind: 'household', householdId, districtId, householdKind: 'family' } as const;
  const row = newHouseholdRow(
    {
      ...household,
      areaId,
      address: '',
      number: householdNumber(householdId, load.from),
      memberDistricts: [districtId],
    },
    entry,
  );
  await rows.add('household', {
    ...row,
    past_districts: await booking.add(composeHousehold(household, files)),
  });
  return [...files.map((file) => file.residentId), householdId];
}
