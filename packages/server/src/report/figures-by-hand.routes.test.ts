/** Small worlds counted by hand: year ends, mergers within a quarter, birth dates corrected after closing, entries of absorbed communities. */
import { analysisContracts } from '@renshe/domain/analysis/analysis.contract.ts';
import { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { checkDigit } from '@renshe/domain/kernel/citizen-id.ts';
import { planContracts } from '@renshe/domain/plan/plan.contract.ts';
import { reportFormContracts } from '@renshe/domain/report/form.contract.ts';
import { reportContracts } from '@renshe/domain/report/report.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addResident, registerUnemployed } from '../../test/make-resident.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { verifyLedger } from '../statistics/verify.ts';

const city = '321100000000';
const street = '321102001000';
const community = '321102001001';
const absorbed = '321102001007';

let app: TestApp;
afterAll(() => app?.close());

async function setDay(on: string): Promise<void> {
  app.clock.set(`${on}T10:00:00+08:00`);
  await app.staySignedIn();
}

async function unemployed(areaCode: string, registeredOn: string, birthOn = '1985-03-15'): Promise<string> {
  const id = await addResident(app, { areaCode, birthOn });
  await registerUnemployed(app, 'clerk', id, registeredOn);
  return id;
}

async function row(form: string, area: string, period: string, key: string) {
  const answer = await app.call('city', reportFormContracts.fill, {
    params: { form },
    query: { area, period, ages: 'true' },
  });
  expect(answer.error).toBeUndefined();
  return answer.body.rows.find((one) => one.key === key)!.period;
}

async function behind(form: string, area: string, period: string, key: string, column: string) {
  const answer = await app.call('city', reportFormContracts.people, {
    params: { form },
    query: { area, period, row: key, column, limit: 50, offset: 0 },
  });
  expect(answer.error).toBeUndefined();
  const { value, people, path } = answer.body;
  return {
    value,
    listed: people.reduce((n, person) => n + person.quantity, 0),
    path: path.map((step) => `${step.sign} ${step.zh} ${step.value}`).join(' '),
  };
}

async function close(month: string): Promise<void> {
  const body = { area: city, month, force: true, reason: '逾期未报' };
  const answer = await app.call('city', reportContracts.close, { body });
  expect(answer.error).toBeUndefined();
  await app.system.tasks.runNow(answer.body.taskId);
}

beforeAll(async () => {
  app = await openTestApp({ now: '2027-01-05T10:00:00+08:00', openedOn: '2026-01-01' });
  await unemployed(absorbed, '2026-10-05');
  await unemployed(community, '2026-10-06');
  await unemployed(community, '2026-12-30', '1991-12-15');
  await unemployed(community, '2027-01-02');
  await unemployed(community, '2027-01-05');
});

const registered = 'newly-registered-unemployed';

describe('weeks over a year’s end', () => {
  it('belong to the year of their Thursday, and add up to its year to date', async () => {
    expect(await row('weekly-market', city, '2026-W53', registered)).toMatchObject({ total: 2, previous: 0, ytd: 4 });
    expect(await row('weekly-market', city, '2027-W01', registered)).toMatchObject({ total: 1, previous: 2, ytd: 1 });
    expect(await behind('weekly-market', city, '2026-W53', registered, 'ytd')).toEqual({
      value: 4,
      listed: 4,
      path: '= 本年以前各期 2 + 本期发生 2',
    });
    expect(await behind('weekly-market', city, '2027-W01', registered, 'ytd')).toMatchObject({ value: 1, listed: 1 });
  });
  it('leave days to the calendar year', async () => {
    expect(await row('daily-brief', city, '2027-01-02', registered)).toMatchObject({ total: 1, ytd: 1 });
    expect(await row('daily-brief', city, '2027-01-05', registered)).toMatchObject({ total: 1, ytd: 2, 'year-ago': 0 });
    expect(await row('monthly', city, '2027-01', registered)).toMatchObject({ total: 2, ytd: 2 });
    expect(await row('monthly', city, '2026-12', registered)).toMatchObject({ total: 1, ytd: 3 });
  });
  it('keep the days between New Year and the first Monday out of the later weeks of the year', async () => {
    await setDay('2027-02-17');
    await unemployed(community, '2027-02-16');
    expect(await row('weekly-market', city, '2027-W07', registered)).toMatchObject({ total: 1, ytd: 2 });
    expect(await behind('weekly-market', city, '2027-W07', registered, 'ytd')).toMatchObject({ value: 2, listed: 2 });
    expect(await row('daily-brief', city, '2027-02-16', registered)).toMatchObject({ total: 1, ytd: 3 });
  });
});

describe('the path of a number', () => {
  it('says of a flow whom it counts and when', async () => {
    expect(await behind('monthly', community, '2027-01', registered, 'total')).toMatchObject({
      value: 2,
      path: '= 男 0 + 女 2',
    });
    expect(await behind('monthly', community, '2027-01', registered, 'female')).toMatchObject({
      path: '= 发生在本期、本期入账 2',
    });
    expect(await behind('weekly-market', city, '2027-W01', 'deregistered-employed', 'total')).toMatchObject({
      path: '= 发生在本期 0',
    });
  });
  it('of the first month calls nothing a change that was there before', async () => {
    for (const key of ['registered-unemployed', 'long-term-unemployed', 'employed'])
      expect((await behind('monthly', city, '2026-01', key, 'total')).path, key).not.toContain('净变化');
  });
});

describe('after a merger within the quarter', () => {
  beforeAll(async () => {
    for (let month = 1; month <= 9; month++) await close(`2026-${String(month).padStart(2, '0')}`);
    await close('2026-10');
    const entry = (area: string, persona: 'worker' | 'clerk', value: number) =>
      sql`insert into report_manual_cell (district_id, form, area_id, period, row_key, cell, value, entered_at, entered_by, entered_by_name, version, cause)
        select v.district_id, 'campaign-daily', v.area_id, '2026-10-09', 'leaflets', '', ${value}, ${app.clock.now()}, ${app.accountIds[persona]}, '', 1, gen_random_uuid()
        from area_version x join area v on v.area_id = x.area_id where x.code = ${area}`.execute(app.system.db.kysely);
    await entry(absorbed, 'clerk', 30);
    await entry(community, 'worker', 12);
    const answer = await app.call('system', areaContracts.merge, {
      params: { code: absorbed },
      body: { intoCode: community, effectiveOn: '2026-11-10', documentNo: '京政复〔2026〕18 号', reason: '撤并' },
    });
    expect(answer.error).toBeUndefined();
    if (answer.body.taskId) await app.system.tasks.runNow(answer.body.taskId);
  });
  it('a quarter is the sum of its months as they were reported, and opens those people', async () => {
    // October: one in each; December: one.
    expect(await row('monthly', community, '2026-10', registered)).toMatchObject({ total: 1, ytd: 1 });
    expect(await row('monthly', community, '2026-12', registered)).toMatchObject({ total: 1, ytd: 3 });
    expect(await behind('quarterly-analysis', community, '2026-Q4', registered, 'total')).toMatchObject({
      value: 2,
      listed: 2,
    });
    expect(await behind('quarterly-analysis', community, '2026-Q4', registered, 'ytd')).toMatchObject({
      value: 3,
      listed: 3,
    });
    expect(await behind('quarterly-analysis', street, '2026-Q4', registered, 'total')).toMatchObject({
      value: 3,
      listed: 3,
    });
  });
  it('entries by hand of the absorbed community stay in the year to date', async () => {
    for (const area of [community, street])
      expect(await row('campaign-daily', area, '2026-12-30', 'leaflets')).toMatchObject({ total: null, ytd: 42 });
  });
  it('what the absorbed community did counts towards the target that it left behind', async () => {
    const body = { areaCode: city, name: '计划', from: '2026-01', to: '2030-12', sourceDocument: '文件' };
    const plan = await app.call('city', planContracts.create, { body: { ...body, kind: 'five-year' } });
    const { planId } = plan.body;
    const fields = { name: '新登记', kind: 'expected', direction: 'at-most', measure: 'flow', unit: '人' } as const;
    const rest = { note: '', baselineYear: null, baselineValue: null, totalTarget: null, ownerOfficeId: null };
    const added = await app.call('city', planContracts.addIndicator, {
      params: { planId },
      body: { ...fields, ...rest, ownerName: '', catalogueKey: registered, path: [{ year: 2026, value: 9 }] },
    });
    expect(added.error).toBeUndefined();
    const { indicatorId } = added.body;
    const targets = [
      { areaCode: community, before: null, value: 4 },
      { areaCode: '321102001004', before: null, value: 2 },
    ];
    await app.call('city', planContracts.setTargets, {
      params: { planId, indicatorId },
      body: { year: 2026, targets },
    });
    const found = await app.call('city', planContracts.division, {
      params: { planId, indicatorId },
      query: { area: street, year: 2026 },
    });
    expect(found.body.standing.actual).toBe(3);
    expect(found.body.children.map(({ area, standing }) => [area.code, standing.target, standing.actual])).toEqual([
      [community, 4, 3],
      ['321102001004', 2, null],
    ]);
    const own = await app.call('worker', planContracts.get, {
      params: { planId },
      query: { area: community, year: 2026 },
    });
    expect(own.body.indicators[0]).toMatchObject({ path: [{ year: 2026, target: 4, actual: 3 }, {}, {}, {}, {}] });
  });
});

describe('a birth date corrected after the month was closed', () => {
  it('leaves the people of the closed age cells as they were counted', async () => {
    await close('2026-11');
    await close('2026-12');
    const { body } = await app.call('city', reportFormContracts.people, {
      params: { form: 'monthly' },
      query: { area: city, period: '2026-12', row: 'registered-unemployed', column: 'age-35-44', limit: 50, offset: 0 },
    });
    // 35 on 15 December: those born in 1985 are 41.
    expect(body).toMatchObject({ value: 3, count: 3 });
    await setDay('2027-02-18');
    const residentId = body.people.find((person) => person.age === 35)!.subjectId;
    const file = await app.call('clerk', residentContracts.file, { params: { residentId } });
    const first17 = '32110219960115' + '992';
    const corrected = await app.call('clerk', residentContracts.correctIdentity, {
      params: { residentId },
      body: { version: file.body.version, citizenId: first17 + checkDigit(first17), reason: '核对证件' },
    });
    expect(corrected.error).toBeUndefined();
    for (const area of [city, community])
      for (const [column, before] of [
        ['age-25-34', 0],
        ['age-35-44', 3],
      ] as const)
        expect(
          await behind('monthly', area, '2026-12', 'registered-unemployed', column),
          `${area} ${column}`,
        ).toMatchObject({ value: before, listed: before });
    // The open month knows the new date.
    expect(await behind('monthly', community, '2027-02', 'registered-unemployed', 'age-25-34')).toMatchObject({
      value: 1,
      listed: 1,
    });
    expect(await verifyLedger(app.system)).toMatchObject({ differences: 0 });
  });
});

describe('the effective view of a year later', () => {
  it('compares and ranks by the same areas', async () => {
    await setDay('2027-11-05');
    const query = { month: '2027-10', basis: 'effective' } as const;
    const compared = await app.call('city', analysisContracts.comparison, {
      query: { ...query, area: community, indicators: 'registered-unemployed' },
    });
    // In October 2026 one was registered here and one in the community that is part of it now.
    expect(compared.body.rows[0]).toMatchObject({ lastYear: 2 });
    const ranked = await app.call('city', analysisContracts.areas, {
      query: { ...query, area: street, level: 'below', indicator: 'registered-unemployed' },
    });
    expect(ranked.error).toBeUndefined();
    expect(ranked.body.rows.find((one) => one.area.code === community)).toMatchObject({ lastYear: 2 });
  });
});
