/** The kernel's own tests: a private database with the fixture city, and the smallest commands that go through `changeFile`. */
import { join } from 'node:path';
import { emptyResidentFile, type Id, type Residence } from '@renshe/domain/kernel/file.ts';
import { sql } from 'kysely';
import { loadRegion } from '../src/area/load-region.ts';
import { type Database, mayRetry, openDatabase, type Writer } from '../src/platform/db.ts';
import { newId } from '../src/platform/id.ts';
import { createReferenceCache, type ReferenceCache } from '../src/platform/reference.ts';
import { changeFile, type Who } from '../src/statistics/change-file.ts';
import { type Changes, changeFiles, type Files } from '../src/statistics/file-changes.ts';
import type { SubjectRef } from '../src/statistics/read-files.ts';
import { testDatabase } from './database.ts';

/** Areas of the fixture city, by the order of their codes. */
export const leaf = { hejianong: 4, jiangkeda: 5, jiaodingshan: 6, dashikou: 8, yunhe: 12, taoyuan: 13 } as const;
export const jingkou = 2;
export const runzhou = 10;
export const city = 1;
export const districtOfLeaf = (areaId: number) => (areaId < runzhou ? jingkou : runzhou);

export interface Ledger {
  db: Database;
  reference: ReferenceCache;
  /** Runs a command the way the command runner does: one transaction, repeated whole after a deadlock or lock timeout. */
  run<T>(who: Who, decide: (files: Files, cause: Id) => Changes<T>): Promise<T>;
  retries: number;
  close(): Promise<void>;
}

export async function openLedger(openedOn = '2025-01-01'): Promise<Ledger> {
  const database = await testDatabase();
  const db = openDatabase(database.url, { max: 12 });
  await db.kysely
    .transaction()
    .execute((w) => loadRegion(w, join(import.meta.dirname, 'fixture-region'), openedOn, new Date(0)));
  const reference = createReferenceCache(db.kysely);
  await reference.current();
  return ledgerOver({ db, reference }, async () => {
    await db.close();
    await database.drop();
  });
}

/** The same commands over a system that is open already. */
export function ledgerOver(
  system: { db: Database; reference: ReferenceCache },
  close: () => Promise<void> = async () => {},
): Ledger {
  const { db, reference } = system;
  const ledger: Ledger = {
    db,
    reference,
    retries: 0,
    async run(who, decide) {
      for (let attempt = 1; ; attempt++) {
        try {
          const cause = newId();
          return await db.kysely
            .transaction()
            .execute((w) => changeFile({ reference }, w, who, (files) => decide(files, cause), cause));
        } catch (error) {
          if (attempt >= 5 || !mayRetry(error)) throw error;
          ledger.retries++;
        }
      }
    },
    close,
  };
  return ledger;
}

const at = '2026-01-01T00:00:00Z';

export type NewPerson = { areaId: number; birthOn?: string; sex?: '1' | '2'; from?: string; household?: SubjectRef };

/** New residents in one command, each in her community, heads of nothing unless a household is named. */
export async function addPeople(ledger: Ledger, people: readonly NewPerson[]): Promise<SubjectRef[]> {
  const refs = people.map((p) => ({ districtId: districtOfLeaf(p.areaId), id: newId() }));
  const households = [...new Map(people.flatMap((p) => (p.household ? [[p.household.id, p.household]] : []))).values()];
  await ledger.run({ residents: refs, households }, (files, cause) => {
    const changes = changeFiles(files);
    const rows = people.map((p, i) => {
      const { districtId, id } = refs[i]!;
      const residence: Residence = { residenceId: newId(), areaId: p.areaId, from: p.from ?? '2020-01-01', to: null };
      const membership = p.household && {
        memberId: newId(),
        householdId: p.household.id,
        relation: i === 0 ? '02' : '10',
        from: '2020-01-01',
        to: null,
      };
      const sex = p.sex ?? '2';
      const birthOn = p.birthOn ?? '1985-03-15';
      const file = emptyResidentFile({ residentId: id, districtId, sex, birthOn, hukouType: '51' });
      changes.addResident({ ...file, residences: [residence], memberships: membership ? [membership] : [] });
      return { districtId, id, areaId: p.areaId, sex, birthOn, residence, membership };
    });
    const c = <K extends keyof (typeof rows)[number]>(key: K) => rows.map((row) => row[key]);
    changes.write((w) =>
      sql`insert into resident (district_id, resident_id, area_id, name, name_pinyin, name_initials, citizen_id_cipher, citizen_id_masked, citizen_id_index, sex, birth_on, hukou_type, registered_on, created_at, modified_at)
        select d, i, a, '试', 'shi', 's', '', '', i::text::bytea, s, b, '51', '2020-01-01', ${at}, ${at}
        from unnest(${c('districtId')}::int[], ${c('id')}::uuid[], ${c('areaId')}::int[], ${c('sex')}::text[], ${c('birthOn')}::date[]) as t (d, i, a, s, b)`.execute(
        w,
      ),
    );
    changes.write((w) =>
      sql`insert into residence (district_id, residence_id, resident_id, area_id, from_on, reason, created_at, cause)
        select d, i, p, a, f, 'registered', ${at}, ${cause}::uuid
        from unnest(${c('districtId')}::int[], ${rows.map((r) => r.residence.residenceId)}::uuid[], ${c('id')}::uuid[], ${c('areaId')}::int[], ${rows.map((r) => r.residence.from)}::date[]) as t (d, i, p, a, f)`.execute(
        w,
      ),
    );
    const joined = rows.filter((r) => r.membership);
    if (joined.length > 0)
      changes.write((w) =>
        sql`insert into household_member (district_id, member_id, resident_id, household_district, household_id, relation, from_on, created_at, cause)
          select d, m, p, hd, h, r, '2020-01-01', ${at}, ${cause}::uuid
          from unnest(${joined.map((r) => r.districtId)}::int[], ${joined.map((r) => r.membership!.memberId)}::uuid[], ${joined.map((r) => r.id)}::uuid[],
            ${joined.map((r) => people.find((p) => p.household?.id === r.membership!.householdId)!.household!.districtId)}::int[], ${joined.map((r) => r.membership!.householdId)}::uuid[], ${joined.map((r) => r.membership!.relation)}::text[]) as t (d, m, p, hd, h, r)`.execute(
          w,
        ),
      );
    return changes.done(undefined);
  });
  return refs;
}

/** An empty family; its members come with `addPeople`. */
export async function addHousehold(
  ledger: Ledger,
  areaId: number,
  memberDistricts: number[] = [],
): Promise<SubjectRef> {
  const ref = { districtId: districtOfLeaf(areaId), id: newId() };
  await ledger.run({ residents: [] }, (files) =>
    changeFiles(files)
      .addHousehold({ kind: 'household', householdId: ref.id, districtId: ref.districtId, householdKind: 'family' })
      .write((w) =>
        w
          .insertInto('household')
          .values({
            district_id: ref.districtId,
            household_id: ref.id,
            area_id: areaId,
            member_districts: memberDistricts,
            created_at: at,
          })
          .execute(),
      )
      .done(undefined),
  );
  return ref;
}

export function register(ledger: Ledger, who: SubjectRef, on: string): Promise<Id | undefined> {
  return ledger.run({ residents: [who] }, (files, cause) => {
    const registrationId = newId();
    const row = { registeredOn: on, reason: '02', nature: '1', unemployedSince: on, endedOn: null, endReason: null };
    const last = files.residents.get(who.id)!.unemployment.at(-1);
    // Somebody else was faster: nothing to do.
    if (last && (last.endedOn === null || last.endedOn > on)) return changeFiles(files).done(undefined);
    return changeFiles(files)
      .resident(who.id, (f) => ({ ...f, unemployment: [...f.unemployment, { registrationId, ...row }] }))
      .write((w) =>
        w
          .insertInto('unemployment_registration')
          .values({
            district_id: who.districtId,
            registration_id: registrationId,
            resident_id: who.id,
            area_id: 0,
            registered_on: on,
            reason: row.reason,
            nature: row.nature,
            unemployed_since: on,
            created_at: at,
            cause,
          })
          .execute(),
      )
      .done(registrationId);
  });
}

/** Changes the last registration: its end, its first day, or its voiding. */
export function correctRegistration(
  ledger: Ledger,
  who: SubjectRef,
  values: { endedOn?: string | null; registeredOn?: string; voided?: true },
): Promise<void> {
  return ledger.run({ residents: [who] }, (files) => {
    const last = files.residents.get(who.id)!.unemployment.at(-1);
    if (!last) return changeFiles(files).done(undefined);
    const endedOn = values.endedOn === undefined ? last.endedOn : values.endedOn;
    const registeredOn = values.registeredOn ?? last.registeredOn;
    if (endedOn !== null && endedOn < registeredOn) return changeFiles(files).done(undefined);
    const next = { ...last, endedOn, registeredOn, unemployedSince: registeredOn, endReason: endedOn ? '01' : null };
    return changeFiles(files)
      .resident(who.id, (f) => ({
        ...f,
        unemployment: values.voided ? f.unemployment.slice(0, -1) : [...f.unemployment.slice(0, -1), next],
      }))
      .write((w) =>
        w
          .updateTable('unemployment_registration')
          .set({
            ended_on: endedOn,
            end_reason: next.endReason,
            registered_on: registeredOn,
            unemployed_since: registeredOn,
            voided_at: values.voided ? new Date(at) : null,
          })
          .where('district_id', '=', who.districtId)
          .where('registration_id', '=', last.registrationId)
          .execute(),
      )
      .done(undefined);
  });
}

export function employ(ledger: Ledger, who: SubjectRef, on: string): Promise<void> {
  return ledger.run({ residents: [who] }, (files, cause) => {
    const employmentId = newId();
    const spell = { employmentId, type: '10', urban: true, from: on, to: null, endReason: null };
    return changeFiles(files)
      .resident(who.id, (f) => ({ ...f, employment: [...f.employment, spell] }))
      .write((w) =>
        w
          .insertInto('employment')
          .values({
            district_id: who.districtId,
            employment_id: employmentId,
            resident_id: who.id,
            area_id: 0,
            type: '10',
            urban: true,
            started_on: on,
            reported_on: on,
            created_at: at,
            cause,
          })
          .execute(),
      )
      .done(undefined);
  });
}

/** A move within the district: the last residence ends, the next begins. */
export function move(ledger: Ledger, who: SubjectRef, areaId: number, on: string): Promise<void> {
  return ledger.run({ residents: [who] }, (files, cause) => {
    const last = files.residents.get(who.id)!.residences.at(-1)!;
    if (on <= last.from) return changeFiles(files).done(undefined);
    const home = { residenceId: newId(), areaId, from: on, to: null };
    return changeFiles(files)
      .resident(who.id, (f) => ({ ...f, residences: [...f.residences.slice(0, -1), { ...last, to: on }, home] }))
      .write((w) =>
        sql`with ended as (update residence set to_on = ${on}::date where district_id = ${who.districtId} and residence_id = ${last.residenceId}::uuid)
          insert into residence (district_id, residence_id, resident_id, area_id, from_on, reason, created_at, cause)
          values (${who.districtId}, ${home.residenceId}::uuid, ${who.id}::uuid, ${areaId}, ${on}::date, 'moved', ${at}, ${cause}::uuid)`.execute(
          w,
        ),
      )
      .done(undefined);
  });
}

export async function inTransaction<T>(ledger: Ledger, work: (w: Writer) => Promise<T>): Promise<T> {
  return ledger.db.kysely.transaction().execute(work);
}

/** Sum of a stock's facts in an area up to a booked month. */
export async function stockOf(ledger: Ledger, indicator: string, areaId: number, month: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select coalesce(sum(quantity), 0)::bigint as n from fact where district_id = ${districtOfLeaf(areaId)} and area_id = ${areaId}
      and indicator = ${indicator} and cell = '' and booked_month <= ${month}`.execute(ledger.db.kysely);
  return rows[0]!.n;
}
