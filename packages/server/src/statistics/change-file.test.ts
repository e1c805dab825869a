import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addHousehold,
  addPeople,
  correctRegistration,
  employ,
  type Ledger,
  leaf,
  move,
  openLedger,
  register,
  stockOf,
} from '../../test/ledger-fixture.ts';
import { newId } from '../platform/id.ts';
import { changeFile } from './change-file.ts';
import { changeFiles } from './file-changes.ts';

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger();
});
afterAll(() => ledger.close());

const one = async <T>(query: { execute(db: never): Promise<{ rows: unknown[] }> }) =>
  (await query.execute(ledger.db.kysely as never)).rows[0] as T;

describe('changeFile', () => {
  test('books what follows from a registration and takes it back when it is voided', async () => {
    const [who] = await addPeople(ledger, [{ areaId: leaf.hejianong }]);
    await register(ledger, who!, '2026-03-05');
    expect(await stockOf(ledger, 'registered-unemployed', leaf.hejianong, 202602)).toBe(0);
    expect(await stockOf(ledger, 'registered-unemployed', leaf.hejianong, 202603)).toBe(1);
    const duties = await sql<{ kind: string; due_on: string }>`
      select kind, due_on from duty where district_id = ${who!.districtId} and subject_id = ${who!.id}::uuid and kind in ('unemployment-contact', 'no-contact-warning') order by kind`.execute(
      ledger.db.kysely,
    );
    expect(duties.rows).toEqual([
      { kind: 'no-contact-warning', due_on: '2026-09-05' },
      { kind: 'unemployment-contact', due_on: '2026-04-05' },
    ]);
    await correctRegistration(ledger, who!, { voided: true });
    expect(await stockOf(ledger, 'registered-unemployed', leaf.hejianong, 202612)).toBe(0);
    const left = await one<{ n: number }>(sql`select count(*) as n from duty where subject_id = ${who!.id}::uuid`);
    expect(left.n).toBe(0);
  });

  test('takes no more than nine statements, one record write included', async () => {
    const household = await addHousehold(ledger, leaf.jiangkeda);
    const [a] = await addPeople(ledger, [
      { areaId: leaf.jiangkeda, household },
      { areaId: leaf.jiangkeda, household },
    ]);
    let statements = 0;
    await ledger.db.kysely.transaction().execute(async (w) => {
      const counting = w.withPlugin({
        transformQuery: ({ node }) => {
          statements++;
          return node;
        },
        transformResult: async ({ result }) => result,
      });
      await changeFile(
        ledger,
        counting as typeof w,
        { residents: [a!] },
        (files) =>
          changeFiles(files)
            .resident(a!.id, (f) => ({
              ...f,
              unemployment: [
                {
                  registrationId: newId(),
                  registeredOn: '2026-05-01',
                  reason: '02',
                  nature: '1',
                  unemployedSince: '2026-05-01',
                  endedOn: null,
                  endReason: null,
                },
              ],
            }))
            .write((t) => sql`select 1`.execute(t))
            .write((t) => sql`select 2`.execute(t))
            .done(undefined),
        newId(),
      );
    });
    expect(statements).toBeLessThanOrEqual(9);
    expect(statements).toBeGreaterThanOrEqual(7);
    // The record was not really written: take the facts back.
    await ledger.run({ residents: [a!] }, (files) => changeFiles(files).done(undefined));
  });

  test('two members of one household at once: the family is right (without the lock most were wrong)', async () => {
    let wrong = 0;
    for (let i = 0; i < 15; i++) {
      const household = await addHousehold(ledger, leaf.jiaodingshan);
      const [a, b] = await addPeople(ledger, [
        { areaId: leaf.jiaodingshan, household },
        { areaId: leaf.jiaodingshan, household },
      ]);
      await Promise.all([register(ledger, a!, '2026-02-01'), employ(ledger, b!, '2026-02-10')]);
      const row = await one<{ days: string[] }>(
        sql`select coalesce(array_agg(effective_on || ' ' || q order by effective_on), '{}') as days from
          (select effective_on, sum(quantity) as q from fact where subject_id = ${household.id}::uuid and indicator = 'zero-employment-family' and effective_on < '2040-01-01' group by effective_on having sum(quantity) <> 0) t`,
      );
      if (JSON.stringify(row.days) !== '["2026-02-01 1","2026-02-10 -1"]') wrong++;
    }
    expect(wrong).toBe(0);
  });

  test('the same member twice at once: one registration, one fact', async () => {
    for (let i = 0; i < 10; i++) {
      const [who] = await addPeople(ledger, [{ areaId: leaf.dashikou }]);
      const results = await Promise.all([1, 2, 3].map(() => register(ledger, who!, '2026-02-01')));
      expect(results.filter((r) => r !== undefined)).toHaveLength(1);
      const row = await one<{ n: number }>(
        sql`select sum(quantity)::bigint as n from fact where subject_id = ${who!.id}::uuid and indicator = 'registered-unemployed' and cell = ''`,
      );
      expect(row.n).toBe(1);
    }
  });

  test('two hundred new residents in one command, then a move of one of them', async () => {
    const people = await addPeople(
      ledger,
      Array.from({ length: 200 }, (_, i) => ({ areaId: i % 2 ? leaf.yunhe : leaf.taoyuan })),
    );
    expect(await stockOf(ledger, 'resident', leaf.yunhe, 202612)).toBe(100);
    await move(ledger, people[0]!, leaf.yunhe, '2026-06-01');
    expect(await stockOf(ledger, 'resident', leaf.taoyuan, 202605)).toBe(100);
    expect(await stockOf(ledger, 'resident', leaf.taoyuan, 202606)).toBe(99);
    expect(await stockOf(ledger, 'resident', leaf.yunhe, 202606)).toBe(101);
    const total = await one<{ n: number }>(
      sql`select sum(quantity)::bigint as n from fact_total where area_id = ${leaf.yunhe} and indicator = 'resident' and cell = ''`,
    );
    expect(total.n).toBe(101);
  });

  test('a household that is kept in another district follows its member', async () => {
    const household = await addHousehold(ledger, leaf.yunhe, [2]);
    const [who] = await addPeople(ledger, [{ areaId: leaf.dashikou, household }]);
    await register(ledger, who!, '2026-04-01');
    const row = await one<{ n: number; past: number[] }>(
      sql`select (select sum(quantity)::bigint from fact where subject_id = ${household.id}::uuid and indicator = 'zero-employment-family' and effective_on < '2040-01-01') as n, past_districts as past from household where household_id = ${household.id}::uuid`,
    );
    expect(row).toEqual({ n: 1, past: [2] });
  });

  test('refuses a change of somebody who is not locked', async () => {
    const [a, b] = await addPeople(ledger, [{ areaId: leaf.dashikou }, { areaId: leaf.dashikou }]);
    await expect(
      ledger.run({ residents: [a!] }, (files) =>
        changeFiles(files)
          .resident(b!.id, (f) => f)
          .done(undefined),
      ),
    ).rejects.toThrow('is not among the files');
  });
});
