/** A city full of people for the search benchmark: real rows with all their indexes, no records and no statistics. */
import { maskCitizenId } from '@renshe/domain/kernel/citizen-id.ts';
import { addYears } from '@renshe/domain/kernel/plain-date.ts';
import type { Insertable } from 'kysely';
import { DemoRandom } from '../demo/demo-random.ts';
import { CopyRows } from '../platform/copy-rows.ts';
import { newId } from '../platform/id.ts';
import type { System } from '../platform/open-system.ts';
import type { DB } from '../platform/schema.gen.ts';
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
}

const samples = 400;

/** Loads them spread over all communities and answers some of them, chosen evenly, and those of one community. */
export async function loadSearchPeople(
  system: System,
  count: number,
  ownAreaId: number,
): Promise<{ anywhere: SampledPerson[]; own: SampledPerson[] }> {
  const places = await spreadCommunities(system, Number.POSITIVE_INFINITY);
  const today = system.clock.today();
  const at = system.clock.now();
  const random = new DemoRandom('search');
  const people = new BenchPeople(random);
  const anywhere: SampledPerson[] = [];
  const own: SampledPerson[] = [];
  const step = Math.max(1, Math.floor(count / samples));
  const { keyring } = system;
  const client = await system.db.pool.connect();
  try {
    await client.query('begin');
    await client.query('set local statement_timeout = 0');
    const rows = new CopyRows(client);
    for (let i = 0; i < count; i++) {
      const { districtId, areaId } = places[i % places.length]!;
      const { name, pinyin, initials } = people.name();
      const { sex, birthOn, citizenId } = people.person(addYears(today, -90), 365 * 90);
      const residentId = newId();
      const index = keyring.blindIndex('citizen-id', citizenId);
      const phone = random.chance(0.9) ? `13${String(random.between(0, 999_999_999)).padStart(9, '0')}` : null;
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
        address: `解放路${random.between(1, 300)}号${random.between(1, 30)}幢${random.between(101, 606)}室`,
        registered_on: today,
        created_at: at,
        modified_at: at,
      };
      await rows.add('resident', row);
      await rows.add('citizen_registry', {
        citizen_id_index: index,
        district_id: districtId,
        resident_id: residentId,
      });
      const sampled = { areaId, name, pinyin, initials: initials.split(' ')[0]!, citizenId };
      if (i % step === 0 && anywhere.length < samples) anywhere.push(sampled);
      if (areaId === ownAreaId && own.length < samples) own.push(sampled);
    }
    await rows.flush();
    await client.query('commit');
    // What autovacuum would have done by the time that a city has grown so large.
    await client.query('vacuum analyze resident');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
  return { anywhere, own };
}
