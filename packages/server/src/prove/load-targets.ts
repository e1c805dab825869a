/** Whom the requests of the load lane are about: samples of the city as it stands before the run. */
import { descendantsAt, findAreaByCode } from '@renshe/domain/area/area-tree.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import { listRegistrable } from '../bench/city-recount.ts';
import type { System } from '../platform/open-system.ts';
import type { LoadPerson } from './load-people.ts';

export interface KnownResident {
  residentId: string;
  areaId: number;
  name: string;
  initials: string;
  citizenId: string;
}

export interface OpenRegistration {
  residentId: string;
  areaId: number;
  registrationId: string;
  version: number;
}

export interface LoadTargets {
  residents: KnownResident[];
  households: { householdId: string; areaId: number }[];
  registrable: { residentId: string; areaId: number; since: PlainDate }[];
  registered: OpenRegistration[];
  /** Where the monthly form of last month stands, by area: state and version. */
  forms: Map<number, { state: string; version: number }>;
  /** The street's clerk of a community. */
  clerkOf: Map<number, LoadPerson>;
  workerOf: Map<number, LoadPerson>;
}

export async function sampleTargets(
  system: System,
  people: readonly LoadPerson[],
  month: number,
  wanted: { residents: number; writes: number },
): Promise<LoadTargets> {
  const today = system.clock.today();
  const { tree } = await system.reference.current();
  const workerOf = new Map(people.filter((p) => p.role === 'community-worker').map((p) => [p.areaId, p]));
  const clerkOf = new Map<number, LoadPerson>();
  for (const clerk of people.filter((p) => p.role === 'street-clerk'))
    for (const areaId of descendantsAt(tree, findAreaByCode(tree, clerk.areaCode, today)!, today))
      clerkOf.set(areaId, clerk);
  const manned = [...workerOf.keys()];
  const { kysely } = system.db;
  const residents = await sql<{
    resident_id: string;
    area_id: number;
    name: string;
    name_initials: string;
    cipher: string;
  }>`
    select resident_id, area_id, name, split_part(name_initials, ' ', 1) as name_initials, citizen_id_cipher as cipher from resident
    where voided_at is null and ended_on is null and area_id = any(${manned}::int[]) order by md5(resident_id::text) limit ${wanted.residents}`.execute(
    kysely,
  );
  const households = await sql<{ household_id: string; area_id: number }>`
    select household_id, area_id from household where area_id = any(${manned}::int[]) order by md5(household_id::text) limit ${wanted.residents}`.execute(
    kysely,
  );
  const registered = await sql<{ resident_id: string; area_id: number; registration_id: string; version: number }>`
    select u.resident_id, r.area_id, u.registration_id, u.version from unemployment_registration u
      join resident r on r.district_id = u.district_id and r.resident_id = u.resident_id
    where u.ended_on is null and u.voided_at is null and r.voided_at is null and r.ended_on is null and u.registered_on < ${today}::date and r.area_id = any(${manned}::int[])
    order by md5(u.registration_id::text) limit ${wanted.writes}`.execute(kysely);
  const forms = await kysely
    .selectFrom('report_form')
    .select(['area_id', 'state', 'version'])
    .where('form', '=', 'monthly')
    .where('month', '=', month)
    .execute();
  const client = await system.db.pool.connect();
  try {
    const registrable = await listRegistrable(client, today, wanted.writes);
    return {
      residents: residents.rows.map((row) => ({
        residentId: row.resident_id,
        areaId: row.area_id,
        name: row.name,
        initials: row.name_initials,
        citizenId: system.keyring.decrypt(row.cipher, `resident.citizen_id:${row.resident_id}`),
      })),
      households: households.rows.map((row) => ({ householdId: row.household_id, areaId: row.area_id })),
      registrable: registrable.filter(({ areaId }) => workerOf.has(areaId)),
      registered: registered.rows.map((row) => ({
        residentId: row.resident_id,
        areaId: row.area_id,
        registrationId: row.registration_id,
        version: row.version,
      })),
      forms: new Map(forms.map((row) => [row.area_id, { state: row.state, version: row.version }])),
      clerkOf,
      workerOf,
    };
  } finally {
    client.release();
  }
}
