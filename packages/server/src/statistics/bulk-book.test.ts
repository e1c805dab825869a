import { composeHousehold, emptyResidentFile, type ResidentFile } from '@renshe/domain/kernel/file.ts';
import { addDays, addMonths, addToMonth, listMonths } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  districtOfLeaf,
  inTransaction,
  jingkou,
  type Ledger,
  leaf,
  openLedger,
  register,
} from '../../test/ledger-fixture.ts';
import { CopyWriter } from '../platform/copy-writer.ts';
import { newId } from '../platform/id.ts';
import { BulkBooking } from './bulk-book.ts';
import { closeLeaves, sealParent } from './close-month.ts';
import { verifyLedger } from './verify.ts';

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger('2025-11-01');
});
afterAll(() => ledger.close());

const leaves = Object.values(leaf);
const cause = newId();

/** Families of two with a history: registered, hired, moved to the next community, some of them across districts. */
function family(i: number): { householdId: string; members: ResidentFile[] } {
  const householdId = newId();
  const members = [0, 1].map((n): ResidentFile => {
    const [home, next] = [leaves[i % leaves.length]!, leaves[(i + 1) % leaves.length]!];
    const moved = addDays('2025-02-01', (i * 7) % 500);
    const registeredOn = addDays('2024-11-01', (i * 13 + n * 31) % 600);
    const hiredOn = addMonths(registeredOn, 2 + (i % 5));
    const works = (i + n) % 3 === 0;
    const person = emptyResidentFile({
      residentId: newId(),
      districtId: districtOfLeaf(i % 4 === 0 ? next : home),
      sex: n === 0 ? '1' : '2',
      birthOn: addDays('1962-01-01', (i * 97 + n * 411) % 16000),
      hukouType: '51',
    });
    const residences = [{ residenceId: newId(), areaId: home, from: '2020-01-01', to: i % 4 === 0 ? moved : null }];
    if (i % 4 === 0) residences.push({ residenceId: newId(), areaId: next, from: moved, to: null });
    return {
      ...person,
      residences,
      memberships: [{ memberId: newId(), householdId, relation: n === 0 ? '02' : '10', from: '2020-01-01', to: null }],
      unemployment: [
        {
          registrationId: newId(),
          registeredOn,
          reason: '02',
          nature: '1',
          unemployedSince: registeredOn,
          endedOn: works ? hiredOn : null,
          endReason: works ? '01' : null,
        },
      ],
      employment: works
        ? [{ employmentId: newId(), type: '10', urban: true, from: hiredOn, to: null, endReason: null }]
        : [],
    };
  });
  return { householdId, members };
}

test('a history loaded in bulk is what commands would have booked, closes month by month and goes on from there', async () => {
  const reference = await ledger.reference.current();
  const client = await ledger.db.pool.connect();
  const families = Array.from({ length: 300 }, (_, i) => family(i));
  try {
    await client.query('begin');
    const booking = await BulkBooking.open(client, reference, cause);
    const tables = {
      resident: new CopyWriter(client, 'resident', [
        'district_id',
        'resident_id',
        'area_id',
        'name',
        'name_pinyin',
        'name_initials',
        'citizen_id_cipher',
        'citizen_id_masked',
        'citizen_id_index',
        'sex',
        'birth_on',
        'hukou_type',
        'registered_on',
        'created_at',
        'modified_at',
        'past_districts',
        'derived_version',
      ]),
      household: new CopyWriter(client, 'household', [
        'district_id',
        'household_id',
        'area_id',
        'created_at',
        'past_districts',
        'member_districts',
      ]),
      residence: new CopyWriter(client, 'residence', [
        'district_id',
        'residence_id',
        'resident_id',
        'area_id',
        'from_on',
        'to_on',
        'reason',
        'created_at',
        'cause',
      ]),
      member: new CopyWriter(client, 'household_member', [
        'district_id',
        'member_id',
        'resident_id',
        'household_district',
        'household_id',
        'relation',
        'from_on',
        'created_at',
        'cause',
      ]),
      unemployment: new CopyWriter(client, 'unemployment_registration', [
        'district_id',
        'registration_id',
        'resident_id',
        'area_id',
        'registered_on',
        'reason',
        'nature',
        'unemployed_since',
        'ended_on',
        'end_reason',
        'created_at',
        'cause',
      ]),
      employment: new CopyWriter(client, 'employment', [
        'district_id',
        'employment_id',
        'resident_id',
        'area_id',
        'type',
        'urban',
        'started_on',
        'reported_on',
        'created_at',
        'cause',
      ]),
    };
    const at = '2026-01-01';
    for (const { householdId, members } of families) {
      for (const m of members) {
        const d = m.districtId;
        const past = await booking.add(m);
        const home = m.residences.at(-1)!.areaId;
        tables.resident.row([
          d,
          m.residentId,
          home,
          '王\t\\芳',
          'wangfang',
          'wf',
          '',
          '',
          `\\x${m.residentId.replaceAll('-', '')}`,
          m.sex,
          m.birthOn,
          '51',
          '2020-01-01',
          at,
          at,
          past,
          0,
        ]);
        for (const r of m.residences)
          tables.residence.row([d, r.residenceId, m.residentId, r.areaId, r.from, r.to, 'registered', at, cause]);
        for (const k of m.memberships)
          tables.member.row([
            d,
            k.memberId,
            m.residentId,
            members[0]!.districtId,
            householdId,
            k.relation,
            k.from,
            at,
            cause,
          ]);
        for (const u of m.unemployment)
          tables.unemployment.row([
            d,
            u.registrationId,
            m.residentId,
            home,
            u.registeredOn,
            u.reason,
            u.nature,
            u.unemployedSince,
            u.endedOn,
            u.endReason,
            at,
            cause,
          ]);
        for (const e of m.employment)
          tables.employment.row([d, e.employmentId, m.residentId, home, e.type, e.urban, e.from, e.from, at, cause]);
      }
      const districtId = members[0]!.districtId;
      const record = { kind: 'household', householdId, districtId, householdKind: 'family' } as const;
      const past = await booking.add(composeHousehold(record, members));
      tables.household.row([
        districtId,
        householdId,
        members[0]!.residences.at(-1)!.areaId,
        at,
        past,
        [...new Set(members.map((m) => m.districtId))],
      ]);
    }
    for (const table of Object.values(tables)) await table.flush();
    const booked = await booking.finish();
    await client.query('commit');
    expect(booked.facts).toBeGreaterThan(6000);
    expect(booked.totals).toBeGreaterThan(500);
  } finally {
    client.release();
  }
  const stored = await sql<{ name: string }>`select name from resident limit 1`.execute(ledger.db.kysely);
  expect(stored.rows[0]!.name).toBe('王\t\\芳');
  expect(await verifyLedger(ledger)).toMatchObject({ differences: 0, subjects: 900 });

  const all = [...leaves, 9];
  for (const month of listMonths(202511, addToMonth(202606, -1))) {
    await inTransaction(ledger, (w) => closeLeaves(ledger, w, all, month, '2026-06-15'));
    for (const parent of [3, 7, jingkou, 11, 10, 1])
      expect(await inTransaction(ledger, (w) => sealParent(ledger, w, parent, month))).toBe(0);
  }
  const who = families.flatMap((f) => f.members).find((m) => m.unemployment[0]!.endedOn !== null)!;
  await register(ledger, { districtId: who.districtId, id: who.residentId }, '2026-05-20');
  const verdict = await verifyLedger(ledger);
  expect(verdict).toMatchObject({ differences: 0 });
  expect(verdict.sealed).toBeGreaterThan(500);

  const again = await ledger.db.pool.connect();
  await expect(BulkBooking.open(again, reference, cause)).rejects.toThrow('not empty');
  again.release();
});
