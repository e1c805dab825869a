/** Reads the people of an area batch by batch, each batch with its records as they stood at one moment, in the order of their keys. */
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import type { Database, Reader } from '../platform/db.ts';
import type { DB } from '../platform/schema.gen.ts';
import { inScope, type Scope, scopeDistricts } from '../platform/scope.ts';
import type { PersonRecords } from './exchange-rows.ts';

export const batchSize = 400;

type Resident = Selectable<DB['resident']>;
type Cursor = { district: number; id: string };

/** Anything of hers came or changed since then. */
function touchedSince(since: Date): RawBuilder<SqlBool> {
  const newer = (table: string, columns: readonly string[]) =>
    sql`exists (select 1 from ${sql.table(table)} t where t.district_id = r.district_id and t.resident_id = r.resident_id
      and (${sql.join(
        columns.map((column) => sql`t.${sql.ref(column)} > ${since}`),
        sql` or `,
      )}))`;
  return sql<SqlBool>`(r.modified_at > ${since} or r.created_at > ${since} or r.voided_at > ${since}
    or ${newer('employment', ['created_at', 'voided_at'])}
    or ${newer('unemployment_registration', ['created_at', 'voided_at', 'end_recorded_at'])}
    or ${newer('certificate', ['created_at'])}
    or ${newer('hardship_mark', ['created_at', 'voided_at'])}
    or ${newer('ability_wish', ['created_at', 'voided_at'])}
    or ${newer('residence', ['created_at'])}
    or ${newer('registration_change', ['changed_at'])})`;
}

async function nextResidents(r: Reader, where: RawBuilder<SqlBool>, after: Cursor): Promise<Resident[]> {
  const { rows } = await sql<Resident>`select r.* from resident r
    where (r.district_id, r.resident_id) > (${after.district}::int, ${after.id}::uuid) and ${where}
    order by r.district_id, r.resident_id limit ${batchSize}`.execute(r);
  return rows;
}

async function recordsOf<T>(r: Reader, table: string, order: string, residents: readonly Resident[]): Promise<T[]> {
  const districts = [...new Set(residents.map((one) => one.district_id))];
  const ids = residents.map((one) => one.resident_id);
  const { rows } = await sql<T>`select * from ${sql.table(table)}
    where district_id = any(${districts}::int[]) and resident_id = any(${ids}::uuid[]) order by ${sql.raw(order)}`.execute(
    r,
  );
  return rows;
}

function byResident<T extends { resident_id: string }>(rows: readonly T[]): Map<string, T[]> {
  const grouped = new Map<string, T[]>();
  for (const row of rows) {
    const list = grouped.get(row.resident_id);
    if (list) list.push(row);
    else grouped.set(row.resident_id, [row]);
  }
  return grouped;
}

async function completed(
  r: Reader,
  scope: Scope,
  residents: readonly Resident[],
  since: Date | null,
): Promise<PersonRecords[]> {
  const employment = byResident(
    await recordsOf<PersonRecords['employment'][number]>(
      r,
      'employment',
      'started_on, created_at, employment_id',
      residents,
    ),
  );
  const unemployment = byResident(
    await recordsOf<PersonRecords['unemployment'][number]>(
      r,
      'unemployment_registration',
      'registered_on, created_at, registration_id',
      residents,
    ),
  );
  const certificates = byResident(
    await recordsOf<PersonRecords['certificates'][number]>(
      r,
      'certificate',
      'issued_on, copy_number, created_at, certificate_id',
      residents,
    ),
  );
  const marks = byResident(
    await recordsOf<PersonRecords['marks'][number]>(r, 'hardship_mark', 'from_on, created_at, mark_id', residents),
  );
  const abilities = byResident(
    await recordsOf<PersonRecords['abilities'][number]>(
      r,
      'ability_wish',
      'from_on, created_at, ability_id',
      residents,
    ),
  );
  const changedAt = new Map<string, Date>();
  let entered = new Set<string>();
  if (since !== null) {
    const changes = await recordsOf<{ resident_id: string; record_id: string; changed_at: Date }>(
      r,
      'registration_change',
      'changed_at',
      residents,
    );
    for (const change of changes) changedAt.set(change.record_id, change.changed_at);
    const residences = await recordsOf<Selectable<DB['residence']>>(r, 'residence', 'created_at', residents);
    const came = new Set(residences.filter((one) => one.created_at > since).map((one) => one.resident_id));
    entered = new Set(
      residences
        .filter((one) => came.has(one.resident_id) && !scope.includes(one.area_id))
        .map((one) => one.resident_id),
    );
  }
  return residents.map((resident) => {
    const id = resident.resident_id;
    return {
      resident,
      employment: employment.get(id) ?? [],
      unemployment: unemployment.get(id) ?? [],
      certificates: certificates.get(id) ?? [],
      marks: marks.get(id) ?? [],
      abilities: abilities.get(id) ?? [],
      changedAt,
      entered: entered.has(id),
    };
  });
}

async function* batches(
  db: Database,
  scope: Scope,
  where: RawBuilder<SqlBool>,
  since: Date | null,
): AsyncGenerator<PersonRecords[]> {
  let after: Cursor = { district: -1, id: '00000000-0000-0000-0000-000000000000' };
  while (true) {
    // One snapshot a batch: a person's row and records fit together, and no transaction is long.
    const people = await db.kysely
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (r) => {
        const residents = await nextResidents(r, where, after);
        return residents.length === 0 ? [] : completed(r, scope, residents, since);
      });
    const last = people.at(-1)?.resident;
    if (!last) return;
    after = { district: last.district_id, id: last.resident_id };
    yield people;
    if (people.length < batchSize) return;
  }
}

/** Who lives in the area; with `since` only those of whom something came or changed. Without it voided files are left out. */
export function readPeople(
  db: Database,
  scope: Scope,
  asOf: PlainDate,
  since: Date | null,
): AsyncGenerator<PersonRecords[]> {
  const inside = inScope(scope, 'r.district_id', 'r.area_id');
  const where =
    since === null
      ? sql<SqlBool>`${inside} and r.voided_at is null and r.registered_on <= ${asOf}::date`
      : sql<SqlBool>`${inside} and ${touchedSince(since)}`;
  return batches(db, scope, where, since);
}

/** Who lived in the area and has moved out of it since then. */
export function readLeavers(
  db: Database,
  scope: Scope,
  areas: readonly number[],
  since: Date,
): AsyncGenerator<PersonRecords[]> {
  const where = sql<SqlBool>`not ${inScope(scope, 'r.district_id', 'r.area_id')} and r.modified_at > ${since}
    and exists (select 1 from residence here where here.district_id = r.district_id and here.resident_id = r.resident_id
      and here.voided_at is null and here.area_id = any(${areas}::int[]))
    and exists (select 1 from residence moved where moved.district_id = r.district_id and moved.resident_id = r.resident_id
      and moved.voided_at is null and moved.created_at > ${since} and moved.area_id <> all(${areas}::int[]))`;
  return batches(db, scope, where, since);
}

/** How many files will be gone through, for the progress. */
export async function countPeople(r: Reader, scope: Scope): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from resident r
    where r.district_id = any(${scopeDistricts(scope)}::int[]) and ${inScope(scope, 'r.district_id', 'r.area_id')} and r.voided_at is null`.execute(
    r,
  );
  return rows[0]!.count;
}
