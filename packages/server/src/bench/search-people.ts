/** A city full of people for the search benchmark: real rows with all their indexes, no other records and no statistics. */
import { maskCitizenId } from '@renshe/domain/kernel/citizen-id.ts';
import { addYears } from '@renshe/domain/kernel/plain-date.ts';
import type { Insertable } from 'kysely';
import type pg from 'pg';
import { DemoRandom } from '../demo/demo-random.ts';
import { CopyRows } from '../platform/copy-rows.ts';
import { newId } from '../platform/id.ts';
import type { System } from '../platform/open-system.ts';
import type { DB } from '../platform/schema.gen.ts';
import { dropIndexes, restoreIndexes } from '../platform/unindexed-load.ts';
import { phoneColumns } from '../resident/new-resident.ts';
import { BenchPeople } from './bench-people.ts';
import { spreadCommunities } from './bench-places.ts';

export interface SampledPerson {
  areaId: number;
  name: string;
  pinyin: string;
  /** The most likely one. */
  initials: string;
  citizenId: string;
  phone: string | null;
  certificate: string | null;
  household: SampledHousehold;
}

export interface SampledHousehold {
  number: string;
  street: string;
  house: number;
  building: number;
  unit: number;
  room: number;
}

export interface SearchPeople {
  anywhere: SampledPerson[];
  own: SampledPerson[];
  households: number;
  /** How long the indexes of addresses took to make over all rows: what the migration costs a city of this size. */
  addressIndexSeconds: number;
}

const samples = 400;
const tables = ['resident', 'citizen_registry', 'household', 'household_member', 'certificate'] as const;
/** Names of streets are put together from a first and a second sign, as real ones often are; most occur in several communities. */
const streetFirst = [...'解幸中人和建光长新东南西北文学青春花江山水云金银丹梦润桃梅竹松柏庆丰'];
const streetSecond = [...'放福山民平设明安华门苑兴昌化府年园溪湖港桥塘峰泉'];

/** Loads them spread over all communities and answers some of them, chosen evenly, and those of one community. */
export async function loadSearchPeople(system: System, count: number, ownAreaId: number): Promise<SearchPeople> {
  const places = await spreadCommunities(system, Number.POSITIVE_INFINITY);
  const today = system.clock.today();
  const at = system.clock.now();
  const random = new DemoRandom('search');
  const people = new BenchPeople(random);
  const anywhere: SampledPerson[] = [];
  const own: SampledPerson[] = [];
  const step = Math.max(1, Math.floor(count / samples));
  const { keyring } = system;
  const cause = newId();
  const streets = places.map(() =>
    Array.from(
      { length: 6 },
      () => `${random.pick(streetFirst)}${random.pick(streetSecond)}${random.chance(0.8) ? '路' : '街'}`,
    ),
  );
  const client = await system.db.pool.connect();
  let households = 0;
  let addressIndexSeconds = 0;
  try {
    await client.query('begin');
    await client.query('set local statement_timeout = 0');
    const indexes = await dropIndexes(client, tables);
    const rows = new CopyRows(client);
    let left = 0;
    let household: SampledHousehold | undefined;
    let householdId = '';
    let place = places[0]!;
    for (let i = 0; i < count; i++) {
      if (left === 0 || household === undefined) {
        const at = households++ % places.length;
        place = places[at]!;
        left = random.between(1, 4);
        householdId = newId();
        household = {
          number: `${String(320_000_000 + households)}-${householdId.slice(-4).toUpperCase()}`,
          street: random.pick(streets[at]!),
          house: random.between(1, 300),
          building: random.between(1, 30),
          unit: random.between(1, 4),
          room: random.between(1, 18) * 100 + random.between(1, 4),
        };
        await rows.add('household', {
          district_id: place.districtId,
          household_id: householdId,
          area_id: place.areaId,
          number: household.number,
          kind: 'family',
          address: addressOf(household),
          member_districts: [place.districtId],
          created_at: system.clock.now(),
        } satisfies Insertable<DB['household']>);
      }
      left--;
      const { districtId, areaId } = place;
      const { name, pinyin, initials } = people.name();
      const { sex, birthOn, citizenId } = people.person(addYears(today, -90), 365 * 90);
      const residentId = newId();
      const index = keyring.blindIndex('citizen-id', citizenId);
      const phone = random.chance(0.9) ? `13${String(random.between(0, 999_999_999)).padStart(9, '0')}` : null;
      const certificate = i % 10 === 0 ? `3211${String(240_000_000_000 + i)}` : null;
      const row: Insertable<DB['resident']> = {
        district_id: districtId,
        resident_id: residentId,
        area_id: areaId,
        name,
        name_pinyin: pinyin,
        name_initials: initials,
        citizen_id_cipher: keyring.encrypt(citizenId, `resident.citizen_id:${residentId}`),
        citizen_id_masked: maskCitizenId(citizenId),
        citizen_id_index: index,
        sex,
        birth_on: birthOn,
        ...phoneColumns(keyring, residentId, phone),
        address: addressOf(household),
        registered_on: today,
        created_at: at,
        modified_at: at,
      };
      await rows.add('resident', row);
      await rows.add('citizen_registry', { citizen_id_index: index, district_id: districtId, resident_id: residentId });
      await rows.add('household_member', {
        district_id: districtId,
        member_id: newId(),
        resident_id: residentId,
        household_district: districtId,
        household_id: householdId,
        relation: left === 0 ? '02' : '20',
        from_on: today,
        created_at: at,
        cause,
      } satisfies Insertable<DB['household_member']>);
      if (certificate !== null)
        await rows.add('certificate', {
          district_id: districtId,
          certificate_id: newId(),
          resident_id: residentId,
          area_id: areaId,
          number: certificate,
          scheme: 'bench',
          issued_on: today,
          verification_code: residentId,
          status: 'valid',
          created_at: at,
          cause,
        } satisfies Insertable<DB['certificate']>);
      const sampled = () => ({
        areaId,
        name,
        pinyin,
        initials: initials.split(' ')[0]!,
        citizenId,
        phone,
        certificate,
        household: household!,
      });
      if (i % step === 0 && anywhere.length < samples) anywhere.push(sampled());
      if (areaId === ownAreaId && own.length < samples) own.push(sampled());
    }
    await rows.flush();
    const ofAddresses = indexes.filter(({ sql }) => sql.includes('address_grams'));
    await restoreIndexes(
      [client],
      indexes.filter((one) => !ofAddresses.includes(one)),
    );
    addressIndexSeconds = await timed(client, ofAddresses);
    await client.query('commit');
    // What autovacuum would have done by the time that a city has grown so large.
    for (const table of tables) await client.query(`vacuum analyze ${table}`);
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release(true);
  }
  return { anywhere, own, households, addressIndexSeconds };
}

async function timed(client: pg.ClientBase, definitions: Parameters<typeof restoreIndexes>[1]): Promise<number> {
  const startedAt = performance.now();
  await restoreIndexes([client], definitions);
  return (performance.now() - startedAt) / 1000;
}

function addressOf(of: SampledHousehold): string {
  return `${of.street}${of.house}号${of.building}幢${of.unit}单元${of.room}室`;
}
