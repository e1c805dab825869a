import { externalContracts } from '@renshe/domain/external/external.contract.ts';
import { indicatorContracts } from '@renshe/domain/indicator/indicator.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { declared } from '@renshe/domain/statistics/indicators.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addHousehold,
  addPeople,
  correctRegistration,
  employ,
  leaf,
  ledgerOver,
  register,
} from '../../test/ledger-fixture.ts';
import { addResident } from '../../test/make-resident.ts';
import type { Persona } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { verifyLedger } from '../statistics/verify.ts';

const city = '321100000000';
const jingkou = '321102000000';
const hejianong = '321102001001';
const dongmen = 9;
let app: TestApp;

beforeAll(async () => {
  app = await openTestApp();
  const ledger = ledgerOver(app.system);
  const household = await addHousehold(ledger, leaf.hejianong);
  const town = await addPeople(ledger, [
    { areaId: leaf.hejianong, household },
    { areaId: leaf.hejianong },
    { areaId: leaf.hejianong },
    { areaId: leaf.hejianong },
  ]);
  const village = await addPeople(ledger, [{ areaId: dongmen }, { areaId: dongmen }]);
  // Two registered when the year began; three more in the year, one of them in the village. One of them finds work.
  await register(ledger, town[0]!, '2025-06-10');
  await register(ledger, town[1]!, '2025-12-10');
  await register(ledger, town[2]!, '2026-02-10');
  await register(ledger, town[3]!, '2026-11-03');
  await register(ledger, village[0]!, '2026-11-05');
  await correctRegistration(ledger, town[1]!, { endedOn: '2026-10-12' });
  await employ(ledger, town[1]!, '2026-10-12');
});
afterAll(() => app.close());

async function list(area: string, month: string, persona: Persona = 'city') {
  const { status, body } = await app.call(persona, indicatorContracts.list, { query: { area, month } });
  expect(status).toBe(200);
  return Object.fromEntries(body.indicators.map((f) => [f.key, f]));
}
async function detail(key: string, area: string, month: string) {
  const { status, body } = await app.call('city', indicatorContracts.detail, {
    params: { key },
    query: { area, month },
  });
  expect(status).toBe(200);
  return body;
}
const groups = (body: Awaited<ReturnType<typeof detail>>, dimension: string) =>
  Object.fromEntries(body.breakdowns.find((b) => b.dimension === dimension)!.groups.map((g) => [g.group, g.value]));

describe('the catalogue', () => {
  test('gives every entry its numbers for an area and month', async () => {
    const november = await list(city, '2026-11');
    expect(Object.keys(november).sort()).toEqual(declared.map((d) => d.key).sort());
    const values = (keys: string[]) => keys.map((key) => november[key]!.value);
    expect(
      values(['resident', 'registered-unemployed', 'newly-registered-unemployed', 'urban-employed', 'household']),
    ).toEqual([6, 4, 2, 1, 1]);
    expect(november['newly-registered-unemployed']).toMatchObject({ ytd: 3, lastMonth: 0, sameMonthLastYear: 0 });
    expect(november['registered-unemployed']).toMatchObject({ ytd: null, lastMonth: 2, sameMonthLastYear: 1 });
  });

  test.each([
    ['registered-unemployment-rate', city, '2026-11', 80],
    ['registered-unemployment-rate', city, '2026-09', 100],
    ['long-term-share', city, '2026-11', 25],
    ['employment-rate', city, '2026-11', 20],
    ['re-employment-rate', city, '2026-11', 20], // 1 ÷ (2 registered when the year began + 3 since)
    ['re-employment-rate', city, '2026-09', 0],
    ['re-employment-rate', city, '2025-12', null], // nobody knows what stood before the opening
    ['zero-employment-rate', city, '2026-11', 1000],
    ['registered-unemployment-rate', '321111001005', '2026-11', null],
    ['zero-employment-rate', '321111001005', '2026-11', null],
  ] as const)('%s of %s in %s is %j', async (key, area, month, expected) => {
    expect((await list(area, month))[key]!.value).toBe(expected);
  });

  test('compares with the target line in the unit of the indicator', async () => {
    expect((await list(city, '2026-11'))['registered-unemployment-rate']!.target).toEqual({
      value: 3.6,
      direction: 'at-most',
      met: false,
    });
    expect((await list(city, '2026-11'))['surveyed-unemployment-rate']!.target).toMatchObject({ value: 6, met: null });
  });

  test('breaks numbers down; each breakdown of a count adds up to it', async () => {
    for (const key of ['registered-unemployed', 'newly-registered-unemployed', 'resident', 'household']) {
      const body = await detail(key, city, '2026-11');
      const total = (await list(city, '2026-11'))[key]!.value;
      expect(body.breakdowns.length).toBeGreaterThan(0);
      for (const { dimension, groups: parts } of body.breakdowns)
        expect([key, dimension, parts.reduce((sum, g) => sum + (g.value ?? 0), 0)]).toEqual([key, dimension, total]);
    }
    const registered = await detail('registered-unemployed', city, '2026-11');
    expect(groups(registered, 'urban-rural')).toEqual({ urban: 3, rural: 1 });
    expect(groups(registered, 'hardship')).toEqual({ none: 4 });
    expect(groups(registered, 'age')).toEqual({ '35-44': 4 });
    expect(registered.months.map((m) => m.month)).toHaveLength(13);
    expect(registered.months.at(-2)).toEqual({ month: '2026-10', value: 2, ytd: null });
  });

  test('says what a ratio is made of, and breaks it down where all its parts can be', async () => {
    const body = await detail('re-employment-rate', city, '2026-11');
    expect(body.parts).toEqual([
      { indicator: 're-employment', measure: 'ytd', value: 1 },
      { indicator: 'registered-unemployed', measure: 'year-start', value: 2 },
      { indicator: 'newly-registered-unemployed', measure: 'ytd', value: 3 },
    ]);
    expect(groups(body, 'sex')).toEqual({ '2': 20 });
    expect(groups(body, 'urban-rural')).toEqual({ urban: 25, rural: 0 });
    expect(groups(await detail('registered-unemployment-rate', city, '2026-11'), 'urban-rural')).toEqual({
      urban: 75,
      rural: 100,
    });
  });

  test('stays within the scope of the reader and the months that are reported', async () => {
    const status = async (persona: Persona, area: string, month: string) =>
      (await app.call(persona, indicatorContracts.list, { query: { area, month } })).status;
    expect(await status('worker', hejianong, '2026-11')).toBe(200);
    expect(await status('worker', jingkou, '2026-11')).toBe(403);
    expect(await status('city', city, '2027-01')).toBe(422);
    expect(await status('city', city, '2024-12')).toBe(404);
    const unknown = await app.call('city', indicatorContracts.detail, {
      params: { key: 'no-such-thing' },
      query: { area: city, month: '2026-11' },
    });
    expect(unknown.status).toBe(404);
  });

  test('goes into a workbook, with its trace', async () => {
    const { raw } = await app.call('city', indicatorContracts.export, {
      body: { area: city, month: '2026-11', purpose: '月度分析' },
    });
    expect(raw.statusCode).toBe(200);
    expect(raw.rawPayload.subarray(0, 2).toString()).toBe('PK');
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from audit_event where action = 'indicator.exported'`.execute(app.system.db.kysely);
    expect(rows[0]!.n).toBe(1);
  });

  test('moves a person between the groups when her education is recorded', async () => {
    const residentId = await addResident(app, { areaCode: hejianong });
    await app.call('worker', unemploymentContracts.register, {
      params: { residentId },
      body: {
        registeredOn: '2026-11-20',
        unemployedSince: '2026-11-01',
        reason: '02',
        nature: '1',
        jobWish: '',
        trainingWish: '',
        promiseSigned: true,
      },
    });
    const fields = { education: '31' };
    const before = groups(await detail('registered-unemployed', hejianong, '2026-11'), 'education');
    const { version } = (await app.call('worker', residentContracts.file, { params: { residentId } })).body;
    const answer = await app.call('worker', residentContracts.change, {
      params: { residentId },
      body: { version, fields },
    });
    expect(answer.status).toBe(200);
    const after = groups(await detail('registered-unemployed', hejianong, '2026-11'), 'education');
    expect(after).toEqual({ '5': 1, unknown: before.unknown! - 1 });
  });

  test('leaves booked = derived', async () => {
    expect(await verifyLedger(ledgerOver(app.system))).toMatchObject({ differences: 0 });
  });
});

describe('published values', () => {
  const october = {
    area: city,
    indicator: 'surveyed-unemployment-rate',
    period: '2026-10',
    value: 5.1,
    document: '2026年10月劳动力调查主要数据',
    publisher: '市统计局',
    publishedOn: '2026-11-16',
    note: '',
  };
  const enter = (persona: Persona, over: Partial<typeof october> = {}) =>
    app.call(persona, externalContracts.enter, { body: { ...october, ...over } });
  const values = async (persona: Persona = 'city', area = city) =>
    (await app.call(persona, externalContracts.list, { query: { area, indicator: october.indicator } })).body;

  test('are entered once, corrected by a new value, voided with a reason, and never lost', async () => {
    expect((await enter('city')).status).toBe(200);
    expect((await enter('city', { value: 5.2 })).error?.code).toBe('external.exists');
    expect((await list(city, '2026-10'))[october.indicator]).toMatchObject({
      value: 5.1,
      published: { period: '2026-10', area: { code: city } },
      target: { value: 6, met: true },
    });

    const first = (await values()).values[0]!;
    const { area: _, indicator: __, period: ___, ...publication } = october;
    const correction = { ...publication, value: 5.3, reason: '统计局修订', version: first.version };
    app.clock.set('2026-11-20T10:05:00+08:00');
    const corrected = await app.call('city', externalContracts.correct, {
      params: { valueId: first.valueId },
      body: correction,
    });
    expect(corrected.status).toBe(200);
    const again = await app.call('city', externalContracts.correct, {
      params: { valueId: first.valueId },
      body: correction,
    });
    expect(again.error?.code).toBe('external.not-current');
    expect((await list(city, '2026-10'))[october.indicator]!.value).toBe(5.3);

    const valueId = corrected.body.valueId;
    const gone = await app.call('city', externalContracts.void, {
      params: { valueId },
      body: { version: 1, reason: '录错月份' },
    });
    expect(gone.status).toBe(200);
    expect((await list(city, '2026-10'))[october.indicator]).toMatchObject({ value: null, published: null });
    app.clock.set('2026-11-20T10:09:00+08:00');
    expect((await enter('city', { value: 5.0 })).status).toBe(200);
    expect((await values()).values.map((v) => [v.value, v.status, v.reason, v.voidReason])).toEqual([
      [5, 'current', '', ''],
      [5.3, 'void', '统计局修订', '录错月份'],
      [5.1, 'replaced', '', ''],
    ]);
  });

  test('of the city are shown below it, by name; nobody below may change them', async () => {
    const seen = (await list(hejianong, '2026-10', 'worker'))[october.indicator]!;
    expect(seen).toMatchObject({ value: 5, published: { area: { code: city } } });
    const below = await values('worker', hejianong);
    expect(below.mayEnter).toBe(false);
    expect(below.values.every((v) => !v.mayChange)).toBe(true);
    expect((await values('district', jingkou)).values.every((v) => !v.mayChange)).toBe(true);
    expect((await values()).mayEnter).toBe(true);
    const valueId = (await values()).values[0]!.valueId;
    const tried = await app.call('district', externalContracts.void, {
      params: { valueId },
      body: { version: 1, reason: '不对' },
    });
    expect(tried.status).toBe(404);
  });

  test.each([
    ['worker', {}, 403],
    ['district', {}, 403],
    ['district', { area: jingkou }, 200],
    ['otherDistrict', { area: jingkou }, 403],
    ['city', { area: hejianong }, 422],
    ['city', { period: '2026-11', publishedOn: '2026-11-20' }, 422],
    ['city', { period: '2026-09', value: 512 }, 422],
    ['city', { period: '2026-09', indicator: 'registered-unemployed' }, 404],
  ] as const)('entered by %s with %j: %i', async (persona, over, status) => {
    expect((await enter(persona, over)).status).toBe(status);
  });

  test('of a district stand before those of the city', async () => {
    expect((await list(hejianong, '2026-10'))[october.indicator]).toMatchObject({
      value: 5.1,
      published: { area: { code: jingkou } },
    });
  });

  test('of two people at once: one counts', async () => {
    const both = await Promise.all([enter('city', { period: '2026-08' }), enter('city', { period: '2026-08' })]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
  });
});
