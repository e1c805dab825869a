import { type AnalysisState, analysisContracts } from '@renshe/domain/analysis/analysis.contract.ts';
import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addResident, registerUnemployed } from '../../test/make-resident.ts';
import type { Persona } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { closeLeaves, sealParent } from '../statistics/close-month.ts';

const city = '321100000000';
const district = '321102000000';
const otherDistrict = '321111000000';
const street = '321102001000';
const community = '321102001001';
const sibling = '321102001004';

let app: TestApp;

beforeAll(async () => {
  app = await openTestApp({ openedOn: '2025-01-01' });
  // Two a month from May 2025 on in the first community; eleven in the last month. One a month next door.
  const days = Array.from(
    { length: 18 },
    (_, i) => `${2025 + Math.floor((i + 4) / 12)}-${String(((i + 4) % 12) + 1).padStart(2, '0')}`,
  );
  for (const month of days) {
    await registered('worker', community, `${month}-10`);
    await registered('worker', community, `${month}-11`);
    await registered('siblingWorker', sibling, `${month}-12`);
  }
  for (let day = 12; day < 21; day++) await registered('worker', community, `2026-10-${day}`);
  await closeThrough(202501, 202609);
  // Happened in the closed August, entered now: an adjustment of the open month.
  await registered('worker', community, '2026-08-20');
});
afterAll(() => app.close());

async function registered(persona: Persona, areaCode: string, registeredOn: string): Promise<void> {
  const residentId = await addResident(app, { areaCode });
  await registerUnemployed(app, persona, residentId, registeredOn);
}

async function closeThrough(from: number, to: number): Promise<void> {
  const { tree } = await app.system.reference.current();
  const leaves = [...tree.areas.values()].filter((area) => area.kind === 'community').map((area) => area.areaId);
  const parents = [...tree.areas.values()]
    .filter((area) => area.kind === 'city' || area.kind === 'district' || area.kind === 'street')
    .map((area) => area.areaId);
  for (let month = from; month <= to; month += month % 100 === 12 ? 89 : 1)
    await app.system.db.kysely.transaction().execute(async (w) => {
      await closeLeaves(app.system, w, leaves, month, '2026-11-20');
      for (const parent of parents.toReversed()) await sealParent(app.system, w, parent, month);
    });
}

const compare = (
  area: string,
  month: string,
  indicators: string,
  more: { persona?: Persona; basis?: 'booked' | 'effective' } = {},
) =>
  app.call(more.persona ?? 'city', analysisContracts.comparison, {
    query: { area, month, indicators, ...(more.basis && { basis: more.basis }) },
  });

describe('comparison', () => {
  it('sets the month against the last one, last year and the year so far', async () => {
    const { body } = await compare(community, '2026-09', 'newly-registered-unemployed,registered-unemployed');
    expect(body).toMatchObject({ sealed: true, basis: 'booked', area: { code: community } });
    expect(body.rows).toMatchObject([
      { month: 2, lastMonth: 2, lastYear: 2, yearToDate: 18, lastYearToDate: 10, adjustment: 0, yearStart: null },
      { month: 34, lastMonth: 32, lastYear: 10, yearToDate: null, yearStart: 16 },
    ]);
  });
  it('books a late registration in the open month, and shows it in its own month as effective', async () => {
    const [booked] = (await compare(community, '2026-08', 'newly-registered-unemployed')).body.rows;
    expect(booked).toMatchObject({ month: 2, yearToDate: 16 });
    const effective = await compare(community, '2026-08', 'newly-registered-unemployed,registered-unemployed', {
      basis: 'effective',
    });
    expect(effective.body.rows).toMatchObject([{ month: 3, yearToDate: 17 }, { month: 33 }]);
    const october = await compare(community, '2026-10', 'newly-registered-unemployed,registered-unemployed');
    expect(october.body).toMatchObject({
      sealed: false,
      rows: [{ month: 11, adjustment: 1, yearToDate: 30 }, { month: 46 }],
    });
    const both = await compare(community, '2026-10', 'newly-registered-unemployed,registered-unemployed', {
      basis: 'effective',
    });
    expect(both.body.rows).toMatchObject([{ month: 11, yearToDate: 30 }, { month: 46 }]);
  });
  it('gives no year to date of a year that was not reported from its beginning', async () => {
    const [row] = (await compare(community, '2025-10', 'newly-registered-unemployed')).body.rows;
    expect(row).toMatchObject({ lastYear: null, yearToDate: 12, lastYearToDate: null });
  });
  it('refuses months and indicators that there are not, and areas of others', async () => {
    expect((await compare(city, '2024-12', 'resident')).error?.code).toBe('analysis.month-unknown');
    expect((await compare(city, '2026-12', 'resident')).error?.code).toBe('analysis.month-unknown');
    expect((await compare(city, '2026-10', 'happiness')).error?.code).toBe('analysis.indicator-unknown');
    expect((await compare(sibling, '2026-10', 'resident', { persona: 'worker' })).status).toBe(403);
    expect((await compare(street, '2026-10', 'resident', { persona: 'worker' })).status).toBe(403);
    expect((await compare(community, '2026-10', 'resident', { persona: 'worker' })).status).toBe(200);
  });
});

describe('trend', () => {
  it('has every month with its state and what was booked late', async () => {
    const { body } = await app.call('clerk', analysisContracts.trend, {
      query: {
        area: street,
        from: '2024-01',
        to: '2026-10',
        indicators: 'newly-registered-unemployed,registered-unemployment-rate',
      },
    });
    expect(body.months).toHaveLength(22);
    expect(body.months[0]).toMatchObject({ month: '2025-01', sealed: true, values: [{ value: 0 }, { value: null }] });
    expect(body.months.at(-1)).toMatchObject({
      month: '2026-10',
      sealed: false,
      values: [{ value: 12, adjusted: 1 }, { value: 100 }],
    });
  });
  it('is equal for both bases once everything is known', async () => {
    const ask = (basis: 'booked' | 'effective') =>
      app.call('clerk', analysisContracts.trend, {
        query: {
          area: street,
          from: '2026-11',
          to: '2026-11',
          indicators: 'registered-unemployed,resident,working-age-resident',
          basis,
        },
      });
    const values = async (basis: 'booked' | 'effective') =>
      (await ask(basis)).body.months.map((month) => month.values.map((one) => one.value));
    expect(await values('effective')).toEqual(await values('booked'));
  });
  it('refuses a range that runs backwards', async () => {
    const answer = await app.call('clerk', analysisContracts.trend, {
      query: { area: street, from: '2026-10', to: '2026-01', indicators: 'resident' },
    });
    expect(answer.error?.code).toBe('analysis.range-wrong');
  });
});

describe('ranking', () => {
  const rank = (area: string, level: 'below' | 'street' | 'community', persona: Persona = 'city') =>
    app.call(persona, analysisContracts.areas, {
      query: { area, month: '2026-10', indicator: 'registered-unemployed', level },
    });
  it('ranks by the rate over working-age residents and leaves small areas out', async () => {
    const small = await rank(city, 'community');
    expect(small.body).toMatchObject({ minimum: 100, fair: { per: 1000 } });
    expect(small.body.rows.every((row) => row.rank === null)).toBe(true);
    expect(small.body.rows.find((row) => row.area.code === community)).toMatchObject({
      value: 46,
      denominator: 46,
      rate: 1000,
      unranked: 'small',
    });
    expect(small.body.rows.find((row) => row.area.code === '321111001005')).toMatchObject({
      value: 0,
      rate: null,
      unranked: 'no-object',
    });
    await sql`update parameter set value = '10'::jsonb where key = 'analysis.rank_minimum'`.execute(
      app.system.db.kysely,
    );
    await sql`update cache_stamp set stamp = stamp + 1 where name = 'parameter'`.execute(app.system.db.kysely);
    const { body } = await rank(city, 'community');
    expect(body.rows.filter((row) => row.rank !== null).map((row) => [row.area.code, row.rank])).toEqual([
      [community, 1],
      [sibling, 1],
    ]);
  });
  it('has the districts, the streets or the communities below, and nothing of others', async () => {
    expect((await rank(city, 'below')).body.rows.map((row) => row.area.code).sort()).toEqual([district, otherDistrict]);
    expect((await rank(city, 'street')).body.rows).toHaveLength(3);
    expect((await rank(street, 'below', 'clerk')).body.rows).toHaveLength(3);
    expect((await rank(district, 'street', 'clerk')).status).toBe(403);
  });
});

describe('outliers', () => {
  it('names the community that jumps, with what happened', async () => {
    const answer = await app.call('district', analysisContracts.outliers, {
      query: { area: district, month: '2026-10', indicator: 'registered-unemployed' },
    });
    expect(answer.body).toMatchObject({ thresholds: { spread: 3, minimum: 5, months: 6 }, tooNew: 0 });
    expect(answer.body.rows).toHaveLength(1);
    expect(answer.body.rows[0]).toMatchObject({
      area: { code: community },
      value: 46,
      before: 34,
      observed: 12,
      usual: 2,
      parts: [
        { kind: 'before', value: 34 },
        { kind: 'entered', value: 12, line: 'newly-registered-unemployed' },
        { kind: 'left', value: 0 },
      ],
    });
  });
  it('says that there is too little history instead of judging', async () => {
    const answer = await app.call('district', analysisContracts.outliers, {
      query: { area: district, month: '2025-05', indicator: 'newly-registered-unemployed' },
    });
    expect(answer.body).toMatchObject({ judged: 0, tooNew: 5, rows: [] });
  });
});

describe('the board', () => {
  it('shows the closed month, the open one beside it, and how far the reports are', async () => {
    const { body } = await app.call('city', analysisContracts.board, { query: { area: city } });
    expect(body).toMatchObject({ month: '2026-09', sealed: true, openMonth: '2026-10', openMonthOver: true });
    const rate = body.figures.find((one) => one.indicator.key === 'registered-unemployment-rate');
    expect(rate).toMatchObject({ value: 100, target: { value: 3.6, direction: 'at-most' } });
    expect(body.figures.find((one) => one.indicator.key === 'newly-registered-unemployed')).toMatchObject({
      value: 3,
      open: 12,
    });
    expect(body.progress).toMatchObject({ month: '2026-10', draft: 7, overdue: 7, closed: 0 });
    expect(body.trend.months).toHaveLength(21);
    expect(body.areas.rows).toHaveLength(2);
    expect(JSON.stringify(body)).not.toContain('潘');
  });
  it('is that of the own area', async () => {
    expect((await app.call('worker', analysisContracts.board, { query: { area: city } })).status).toBe(403);
    expect((await app.call('worker', analysisContracts.board, { query: { area: community } })).body.areas.rows).toEqual(
      [],
    );
  });
});

it('has no shapes where the region sends none', async () => {
  const { body } = await app.call('city', analysisContracts.shapes, { query: { area: city, level: 'below' } });
  expect(body).toEqual({ licence: null, shapes: [], problem: null });
});

describe('the sheet', () => {
  it.each([
    {
      table: 'comparison',
      area: city,
      month: '2026-10',
      indicators: 'registered-unemployed,registered-unemployment-rate',
    },
    { table: 'trend', area: city, from: '2026-01', to: '2026-10', indicators: 'registered-unemployed' },
    { table: 'areas', area: city, month: '2026-10', indicator: 'registered-unemployed', level: 'community' },
    { table: 'outliers', area: city, month: '2026-10', indicator: 'registered-unemployed' },
  ] as const)('of $table carries the figures of the page and leaves a trace', async (asked) => {
    const answer = await app.call('city', analysisContracts.exportXlsx, { body: { purpose: '季度分析', asked } });
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(answer.raw.rawPayload as never);
    const text = JSON.stringify(book.worksheets[0]!.getSheetValues());
    expect(text).toContain(asked.table === 'areas' || asked.table === 'outliers' ? '贺家弄' : '64');
    const events = await app.system.db.kysely
      .selectFrom('audit_event')
      .select('details')
      .where('action', '=', 'analysis.exported')
      .where(sql<string>`details ->> 'table'`, '=', asked.table)
      .execute();
    expect(events).toHaveLength(1);
  });
  it('is refused without a fair denominator', async () => {
    const asked = { table: 'areas', area: city, month: '2026-10', indicator: 'resident', level: 'below' } as const;
    const answer = await app.call('city', analysisContracts.exportXlsx, { body: { purpose: '季度分析', asked } });
    expect(answer.error?.code).toBe('analysis.not-ranked');
  });
});

describe('saved analyses', () => {
  const state: AnalysisState = {
    area: community,
    tab: 'trend',
    indicators: ['registered-unemployed'],
    month: null,
    months: 24,
    basis: 'booked',
    level: 'below',
  };
  const list = async (persona: Persona) => (await app.call(persona, analysisContracts.listSaved)).body.analyses;
  it('belong to who saved them; the office sees what is shared, others nothing', async () => {
    const saved = await app.call('worker', analysisContracts.save, {
      body: { name: '两年趋势', shared: false, state },
    });
    const { analysisId } = saved.body;
    expect(await list('worker')).toMatchObject([{ name: '两年趋势', mine: true, shared: false, version: 1, state }]);
    expect(await list('siblingWorker')).toEqual([]);
    const params = { analysisId };
    const change = (persona: Persona, version: number, name = '两年趋势', shared = true) =>
      app.call(persona, analysisContracts.changeSaved, { params, body: { version, name, shared } });
    expect((await change('siblingWorker', 1)).error?.code).toBe('analysis.saved-unknown');
    expect((await change('worker', 1)).status).toBe(200);
    expect((await change('worker', 1)).status).toBe(409);
    expect(await list('worker')).toMatchObject([{ shared: true, version: 2, state }]);
    expect(await list('siblingWorker')).toEqual([]);
    const twin = await app.call('worker', analysisContracts.save, { body: { name: '两年趋势', shared: false, state } });
    expect(twin.error).toMatchObject({ code: 'analysis.name-taken', details: { field: 'name' } });
    const remove = (persona: Persona, version: number) =>
      app.call(persona, analysisContracts.deleteSaved, { params, body: { version } });
    expect((await remove('city', 2)).error?.code).toBe('analysis.saved-unknown');
    expect((await remove('worker', 1)).status).toBe(409);
    expect((await remove('worker', 2)).status).toBe(200);
    expect(await list('worker')).toEqual([]);
  });
  it('a colleague of the office reads a shared one and may not change it', async () => {
    const saved = await app.call('city', analysisContracts.save, {
      body: { name: '全市排名', shared: true, state: { ...state, area: city, tab: 'ranking' } },
    });
    await sql`update analysis_bookmark set account_id = ${app.accountIds.district} where analysis_id = ${saved.body.analysisId}`.execute(
      app.system.db.kysely,
    );
    expect(await list('city')).toMatchObject([{ name: '全市排名', mine: false }]);
    const answer = await app.call('city', analysisContracts.changeSaved, {
      params: { analysisId: saved.body.analysisId },
      body: { version: 1, name: '我的', shared: true },
    });
    expect(answer.error?.code).toBe('analysis.not-yours');
  });
  it('keeps only indicators that there are', async () => {
    const answer = await app.call('worker', analysisContracts.save, {
      body: { name: '幸福感', shared: false, state: { ...state, indicators: ['happiness'] } },
    });
    expect(answer.error?.code).toBe('analysis.indicator-unknown');
  });
});
