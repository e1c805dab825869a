import type { Month } from '@renshe/domain/kernel/plain-date.ts';
import { addToFigures, noFigures } from '@renshe/domain/kernel/report-figures.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addHousehold,
  addPeople,
  city,
  correctRegistration,
  districtOfLeaf,
  employ,
  inTransaction,
  jingkou,
  type Ledger,
  leaf,
  move,
  openLedger,
  register,
  runzhou,
  stockOf,
} from '../../test/ledger-fixture.ts';
import { newId } from '../platform/id.ts';
import { raiseStamp } from '../platform/reference.ts';
import { closeMonth, sealParent, sealParents } from './close-month.ts';
import { finishDerivations, newDerivationVersion } from './derivation-version.ts';
import { mergeArea } from './merge-area.ts';
import { rederiveAll } from './rederive.ts';
import { verifyLedger } from './verify.ts';

const today = '2026-06-15';
let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger('2025-12-01');
});
afterAll(() => ledger.close());

const close = (areaId: number, month: Month) =>
  inTransaction(ledger, (w) => closeMonth(ledger, w, areaId, month, today));
const everyLeaf: number[] = [...Object.values(leaf), 9];

async function sealed(areaId: number, month: Month): Promise<string> {
  const { rows } = await sql<object>`
    select indicator, cell, own, adjustment, prior_year, ytd, stock from report_rollup where month = ${month} and area_id = ${areaId} order by indicator, cell`.execute(
    ledger.db.kysely,
  );
  return JSON.stringify(rows);
}

async function line(areaId: number, month: Month, indicator: string) {
  const { rows } = await sql<{ own: number; adjustment: number; prior_year: number; ytd: number; stock: number }>`
    select own, adjustment, prior_year, ytd, stock from report_rollup where month = ${month} and area_id = ${areaId} and indicator = ${indicator} and cell = ''`.execute(
    ledger.db.kysely,
  );
  return rows[0];
}

const verified = () => verifyLedger(ledger);
const rederiveTo = (version: number) =>
  rederiveAll(
    ledger,
    ledger.db.kysely,
    version,
    [jingkou, runzhou],
    (work) => inTransaction(ledger, (w) => work(w, newId())),
    async () => true,
  );

describe('closing', () => {
  test('months close in order, only past ones; the report is written and stays as it is', async () => {
    const household = await addHousehold(ledger, leaf.hejianong);
    const [a, b] = await addPeople(ledger, [
      { areaId: leaf.hejianong, birthOn: '1985-03-15', household },
      { areaId: leaf.hejianong, birthOn: '2002-02-28', sex: '1', household },
      { areaId: leaf.jiangkeda },
    ]);
    await register(ledger, a!, '2026-01-10');
    await register(ledger, b!, '2025-06-01');
    await expect(close(leaf.hejianong, 202601)).rejects.toThrow('period.not-next');
    await expect(close(leaf.hejianong, 202606)).rejects.toThrow('period.not-past');
    for (const month of [202512, 202601, 202602]) await close(leaf.hejianong, month);
    expect(await line(leaf.hejianong, 202601, 'newly-registered-unemployed')).toEqual({
      own: 1,
      adjustment: 0,
      prior_year: 0,
      ytd: 1,
      stock: 0,
    });
    expect((await line(leaf.hejianong, 202512, 'registered-unemployed'))?.stock).toBe(1);
    expect((await line(leaf.hejianong, 202601, 'registered-unemployed'))?.stock).toBe(2);
    const bands = await sql<{ sex: string; band: string; quantity: number }>`
      select sex, band, quantity from closing_age_band where area_id = ${leaf.hejianong} and month = 202601 and indicator = 'registered-unemployed' order by sex`.execute(
      ledger.db.kysely,
    );
    expect(bands.rows).toEqual([
      { sex: '1', band: '16-24', quantity: 1 },
      { sex: '2', band: '35-44', quantity: 1 },
    ]);

    const before = await sealed(leaf.hejianong, 202601);
    await correctRegistration(ledger, a!, { registeredOn: '2025-12-20' });
    const [late] = await addPeople(ledger, [{ areaId: leaf.hejianong, birthOn: '1989-01-01' }]);
    await register(ledger, late!, '2026-02-03');
    expect(await sealed(leaf.hejianong, 202601)).toBe(before);
    await close(leaf.hejianong, 202603);
    expect(await line(leaf.hejianong, 202603, 'newly-registered-unemployed')).toEqual({
      own: 0,
      adjustment: 0, // +1 in February, −1 in January
      prior_year: 1,
      ytd: 1,
      stock: 0,
    });
    expect(await sealed(leaf.hejianong, 202601)).toBe(before);
    expect(await verified()).toMatchObject({ differences: 0, unfinished: 0 });
  });

  test('parents are sealed when all their leaves are closed, as the sum of their leaves', async () => {
    expect(await inTransaction(ledger, (w) => sealParent(ledger, w, jingkou, 202512))).toBeGreaterThan(0);
    for (const areaId of everyLeaf) if (areaId !== leaf.hejianong) await close(areaId, 202512);
    for (const parent of [3, 7, jingkou, 11, runzhou, city])
      expect(await inTransaction(ledger, (w) => sealParent(ledger, w, parent, 202512))).toBe(0);
    const whole = await sealed(city, 202512);
    await inTransaction(ledger, (w) => sealParent(ledger, w, city, 202512));
    expect(await sealed(city, 202512)).toBe(whole);
    // All at once from nothing is the same.
    await sql`delete from report_rollup where month = 202512 and area_id = any(${[3, 7, jingkou, 11, runzhou, city]}::int[])`.execute(
      ledger.db.kysely,
    );
    await sql`delete from closing_age_band where month = 202512 and area_id = any(${[3, 7, jingkou, 11, runzhou, city]}::int[])`.execute(
      ledger.db.kysely,
    );
    await inTransaction(ledger, (w) => sealParents(ledger, w, [3, 7, jingkou, 11, runzhou, city], 202512));
    expect(await sealed(city, 202512)).toBe(whole);
    expect((await line(city, 202512, 'registered-unemployed'))?.stock).toBe(1);
    expect(await verified()).toMatchObject({ differences: 0 });
  });

  test('the columns in SQL are those of the domain', async () => {
    const { rows } = await sql<{ cell: string; booked_month: number; effective_month: number; quantity: number }>`
      select cell, booked_month, effective_month, quantity from fact_total where area_id = ${leaf.hejianong} and indicator = 'newly-registered-unemployed' and cell = ''`.execute(
      ledger.db.kysely,
    );
    const figures = noFigures();
    for (const r of rows)
      addToFigures(
        figures,
        {
          indicator: '',
          cell: r.cell,
          bookedMonth: r.booked_month,
          effectiveMonth: r.effective_month,
          quantity: r.quantity,
        },
        202603,
        202512,
      );
    const { stock: _, ...columns } = figures;
    const { stock: __, prior_year, ...stored } = (await line(leaf.hejianong, 202603, 'newly-registered-unemployed'))!;
    expect({ ...stored, priorYear: prior_year }).toEqual(columns);
  });

  test('a merge entered late changes no closed report; the absorbed community closes with its successor', async () => {
    const [p] = await addPeople(ledger, [{ areaId: leaf.yunhe }, { areaId: leaf.taoyuan }]);
    await register(ledger, p!, '2026-02-10');
    for (const month of [202601, 202602, 202603]) for (const id of [leaf.yunhe, leaf.taoyuan]) await close(id, month);
    const before = await sealed(leaf.taoyuan, 202603);
    const merge = { areaId: leaf.yunhe, intoAreaId: leaf.taoyuan, effectiveOn: '2026-03-01', at: new Date() };
    const { bookedMonth, version } = await inTransaction(ledger, (w) => mergeArea(ledger, w, merge));
    expect(bookedMonth).toBe(202604);
    await expect(inTransaction(ledger, (w) => mergeArea(ledger, w, merge))).rejects.toThrow('area.merge-impossible');
    expect(await verified()).toMatchObject({ unfinished: 1 });
    await ledger.reference.current();
    expect(await rederiveTo(version)).toMatchObject({ complete: true });
    await inTransaction(ledger, (w) => finishDerivations(w, version, new Date()));
    expect(await rederiveTo(version)).toMatchObject({ subjects: 0 });
    expect(await stockOf(ledger, 'registered-unemployed', leaf.taoyuan, 202604)).toBe(1);
    expect(await stockOf(ledger, 'registered-unemployed', leaf.yunhe, 202604)).toBe(0);
    expect(await sealed(leaf.taoyuan, 202603)).toBe(before);
    await expect(close(leaf.yunhe, 202604)).rejects.toThrow('period.absorbed');
    await close(leaf.taoyuan, 202604);
    expect((await line(leaf.taoyuan, 202604, 'registered-unemployed'))?.stock).toBe(1);
    const period = await sql<{
      n: number;
    }>`select closed_through as n from area_period where area_id = ${leaf.yunhe}`.execute(ledger.db.kysely);
    expect(period.rows[0]!.n).toBe(202604);
    expect(await verified()).toMatchObject({ differences: 0, unfinished: 0 });
  });

  test('a parameter from a date on: only what follows is booked, a second run finds nothing', async () => {
    const before = await sealed(leaf.hejianong, 202603);
    const version = await inTransaction(ledger, async (w) => {
      await sql`insert into parameter (parameter_id, key, area_id, from_on, value, source, created_at)
        values (gen_random_uuid(), 'hardship.age_f', 0, '2026-05-01', '36', 'test', now())`.execute(w);
      await sql`update parameter set to_on = '2026-05-01' where key = 'hardship.age_f' and from_on < '2026-05-01'`.execute(
        w,
      );
      const raised = await newDerivationVersion(w, { reason: 'parameter', fromOn: '2026-05-01', at: new Date() });
      await raiseStamp(w, 'parameter');
      return raised;
    });
    await ledger.reference.current();
    const run = await rederiveTo(version);
    expect(run.facts).toBeGreaterThan(0);
    await inTransaction(ledger, (w) => finishDerivations(w, version, new Date()));
    expect(await sealed(leaf.hejianong, 202603)).toBe(before);
    expect(await stockOf(ledger, 'older-unemployed', leaf.hejianong, 202604)).toBe(1);
    expect(await stockOf(ledger, 'older-unemployed', leaf.hejianong, 202605)).toBe(2);
    expect(await verified()).toMatchObject({ differences: 0, unfinished: 0 });
  });
});

describe('verify', () => {
  const planted: [string, string, string, 'derived' | 'totalled' | 'resealed' | 'orphans'][] = [
    ['a fact', 'fact', 'update fact set quantity = quantity + 1 where id = (select max(id) from fact)', 'derived'],
    ['a fact of nobody', 'fact', 'update fact set subject_id = cause where id = (select max(id) from fact)', 'orphans'],
    [
      'a total',
      'fact_total',
      'update fact_total set quantity = quantity + 1 where ctid = (select min(ctid) from fact_total)',
      'totalled',
    ],
    ['a duty', 'duty', 'update duty set due_on = due_on + 1 where ctid = (select min(ctid) from duty)', 'derived'],
    ['a flag', 'flag', 'delete from flag where ctid = (select min(ctid) from flag)', 'derived'],
    [
      'a sealed report',
      'report_rollup',
      'update report_rollup set ytd = ytd + 1 where ctid = (select min(ctid) from report_rollup)',
      'resealed',
    ],
    [
      'a balance',
      'closing_balance',
      'delete from closing_balance where ctid = (select min(ctid) from closing_balance)',
      'resealed',
    ],
    [
      'a frozen age band',
      'closing_age_band',
      'update closing_age_band set quantity = quantity + 1 where ctid = (select min(ctid) from closing_age_band)',
      'resealed',
    ],
    [
      'a record',
      'unemployment_registration',
      'update unemployment_registration set registered_on = registered_on - 1 where ctid = (select min(ctid) from unemployment_registration where voided_at is null)',
      'derived',
    ],
  ];
  test.each(planted)('finds %s that was tampered with', async (_, table, statement, where) => {
    const run = (text: string) => sql.raw(text).execute(ledger.db.kysely);
    await run(`create table kept as select * from ${table}`);
    await run(statement);
    const seen = await verified();
    await run(`delete from ${table}`);
    await run(`insert into ${table} ${table === 'fact' ? 'overriding system value' : ''} select * from kept`);
    await run('drop table kept');
    expect(seen.differences).toBeGreaterThan(0);
    expect(seen[where]).toBeGreaterThan(0);
  });

  test('and finds nothing in what was put back', async () => {
    expect(await verified()).toMatchObject({ differences: 0 });
  });
});

test('eight clients write, move and backdate while months close: nothing lost, no closed report changes', async () => {
  const busy = await openLedger('2025-12-01');
  try {
    const homes = [leaf.hejianong, leaf.jiangkeda];
    const people = await addPeople(
      busy,
      Array.from({ length: 40 }, (_, i) => ({ areaId: homes[i % 2]!, from: '2025-01-01' })),
    );
    let seed = 7;
    const random = (n: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * n);
    };
    const day = () => `2026-0${1 + random(5)}-${10 + random(18)}`;
    const closings = new Map<string, string>();
    const snapshot = async (areaId: number, month: number) => {
      const { rows } =
        await sql<object>`select * from report_rollup where area_id = ${areaId} and month = ${month} order by indicator, cell`.execute(
          busy.db.kysely,
        );
      return JSON.stringify(rows);
    };
    const client = async () => {
      for (let i = 0; i < 25; i++) {
        const who = people[random(people.length)]!;
        const kind = random(6);
        if (kind === 0) await move(busy, who, homes[random(2)]!, day());
        else if (kind === 1) await correctRegistration(busy, who, { endedOn: day() });
        else if (kind === 2) await correctRegistration(busy, who, { registeredOn: day() });
        else if (kind === 3) await employ(busy, who, day());
        else await register(busy, who, day());
      }
    };
    const closer = async () => {
      for (const month of [202512, 202601, 202602, 202603, 202604])
        for (const areaId of homes) {
          await inTransaction(busy, (w) => closeMonth(busy, w, areaId, month, today));
          closings.set(`${areaId} ${month}`, await snapshot(areaId, month));
          await new Promise((resolve) => setTimeout(resolve, 30));
        }
    };
    await Promise.all([...Array.from({ length: 8 }, client), closer()]);
    for (const [key, text] of closings) {
      const [areaId, month] = key.split(' ').map(Number) as [number, number];
      expect(await snapshot(areaId, month)).toBe(text);
    }
    expect(closings.size).toBe(10);
    expect(districtOfLeaf(homes[0]!)).toBe(jingkou);
    expect(await verifyLedger(busy)).toMatchObject({ differences: 0 });
    expect(busy.retries).toBeLessThan(10);
  } finally {
    await busy.close();
  }
});
