import { findAreaByCode } from '@renshe/domain/area/area-tree.ts';
import { parsePeriod } from '@renshe/domain/kernel/period.ts';
import { reportFormContracts } from '@renshe/domain/report/form.contract.ts';
import { weeklyMarketForm } from '@renshe/domain/report/forms/weekly-market.ts';
import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addResident, registerUnemployed } from '../../test/make-resident.ts';
import type { Persona } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { fillReport, requireSubmittable } from './fill-report.ts';

const city = '321100000000';
const district = '321102000000';
const street = '321102001000';
const community = '321102001001';
const week = '2026-W47';

let app: TestApp;
let firstPerson: string;

beforeAll(async () => {
  app = await openTestApp({ openedOn: '2026-10-01' });
  firstPerson = await addResident(app, { name: '王芳' });
  await unemployed(firstPerson, '2026-10-12');
  await unemployed(await addResident(app, { name: '李静' }), '2026-11-17');
});
afterAll(() => app.close());

const unemployed = (residentId: string, registeredOn: string) =>
  registerUnemployed(app, 'worker', residentId, registeredOn);

const fill = (persona: Persona, form: string, area: string, period: string, ages: 'true' | 'false' = 'false') =>
  app.call(persona, reportFormContracts.fill, { params: { form }, query: { area, period, ages } });
async function rowOf(persona: Persona, form: string, area: string, period: string, key: string) {
  const answer = await fill(persona, form, area, period);
  expect(answer.error).toBeUndefined();
  return answer.body.rows.find((row) => row.key === key)!;
}
const people = (form: string, area: string, period: string, row: string, column: string, over: object = {}) =>
  app.call('city', reportFormContracts.people, {
    params: { form },
    query: { area, period, row, column, limit: 50, offset: 0, ...over },
  });
const enter = (
  persona: Persona,
  area: string,
  row: string,
  value: number | null,
  version = 0,
  form = 'weekly-market',
) =>
  app.call(persona, reportFormContracts.enter, {
    params: { form },
    body: { area, period: week, row, cell: '', value, version },
  });

describe('the catalogue of forms', () => {
  it('lists what comes with the system and what the country’s folder adds', async () => {
    const { body } = await app.call('worker', reportFormContracts.forms, {});
    expect(body.problems).toEqual([]);
    expect(body.forms.map((form) => [form.key, form.origin])).toEqual(
      expect.arrayContaining([
        ['daily-brief', 'built-in'],
        ['weekly-market', 'built-in'],
        ['monthly', 'built-in'],
        ['quarterly-analysis', 'built-in'],
        ['campaign-daily', 'built-in'],
        ['employment-structure', 'region'],
      ]),
    );
    expect((await fill('worker', 'nothing', community, week)).error?.code).toBe('report.unknown-form');
    expect((await fill('worker', 'weekly-market', community, '2026-11')).error?.code).toBe('report.wrong-period');
    expect((await fill('worker', 'weekly-market', '321111001001', week)).status).toBe(403);
  });
});

describe('figures', () => {
  it('counts days and weeks by effective date, months and quarters as booked', async () => {
    const row = 'newly-registered-unemployed';
    expect((await rowOf('city', 'weekly-market', city, week, row)).period).toMatchObject({
      total: 1,
      previous: 0,
      ytd: 2,
    });
    expect((await rowOf('city', 'daily-brief', city, '2026-11-17', row)).period).toMatchObject({ total: 1, female: 1 });
    expect((await rowOf('city', 'daily-brief', city, '2026-11-18', row)).period).toMatchObject({
      total: 0,
      previous: 1,
    });
    expect((await rowOf('city', 'quarterly-analysis', city, '2026-Q4', row)).period).toMatchObject({
      total: 2,
      ytd: 2,
    });
    const stock = async (day: string) =>
      (await rowOf('city', 'daily-brief', city, day, 'registered-unemployed')).period.total;
    expect([
      await stock('2026-10-11'),
      await stock('2026-10-12'),
      await stock('2026-11-16'),
      await stock('2026-11-17'),
    ]).toEqual([0, 1, 1, 2]);
    expect((await fill('city', 'daily-brief', city, '2026-09-30')).error?.code).toBe('report.before-opening');
  });

  it('opens the people of a change, of both parts of a ratio, of a sum', async () => {
    const change = await people('daily-brief', city, '2026-11-17', 'registered-unemployed', 'change');
    expect(change.body).toMatchObject({ value: 1, count: 1, path: [{ value: 2 }, { value: 1 }] });
    expect(change.body.people.map((person) => person.name)).toEqual(['李静']);
    const part = async (which: string) =>
      (await people('quarterly-analysis', city, '2026-Q4', 're-employment-rate', 'total', { part: which })).body;
    expect(await part('numerator')).toMatchObject({ value: 0, count: 0 });
    expect(await part('denominator')).toMatchObject({ count: 2, divisor: [{ value: 2 }] });
    const rate = await people('quarterly-analysis', city, '2026-Q4', 'registered-unemployment-rate', 'total');
    expect(rate.body.people).toHaveLength(2);
    expect((await people('daily-brief', city, '2026-11-17', 'registered-unemployed', 'ytd')).error?.code).toBe(
      'report.unknown-cell',
    );
  });

  it('leaves ages of an open month for later', async () => {
    const first = await fill('city', 'employment-structure', city, '2026-11');
    const stock = first.body.rows.find((row) => row.key === 'registered-unemployed')!;
    expect(stock.pending).toContain('age-16-24');
    const whole = await fill('city', 'employment-structure', city, '2026-11', 'true');
    const counted = whole.body.rows.find((row) => row.key === 'registered-unemployed')!;
    const ages = Object.entries(counted.period).filter(([key]) => key.startsWith('age-'));
    expect(ages.reduce((sum, [, value]) => sum + (value ?? 0), 0)).toBe(counted.period.total);
    expect(counted.pending).toEqual([]);
  });
});

describe('entries by hand', () => {
  it('are made by the owner of the draft, guarded by their version, and add up to the city', async () => {
    expect((await enter('clerk', street, 'vacancies', 120)).body).toEqual({ version: 1 });
    expect((await enter('clerk', street, 'vacancies', 130)).error?.code).toBe('request.changed-meanwhile');
    expect((await enter('clerk', street, 'vacancies', 130, 1)).body).toEqual({ version: 2 });
    expect((await enter('clerk', street, 'seekers', 100)).error).toBeUndefined();
    expect((await enter('district', district, 'vacancies', 5)).error).toBeUndefined();
    const row = await rowOf('city', 'weekly-market', city, week, 'vacancies');
    expect(row.period.total).toBe(135);
    expect((await rowOf('clerk', 'weekly-market', street, week, 'vacancies-per-seeker')).period.total).toBe(1.3);
    expect((await rowOf('clerk', 'weekly-market', street, week, 'fairs')).period.total).toBeNull();
    const { body } = await people('weekly-market', city, week, 'vacancies', 'total');
    expect(body.entries.map((entry) => [entry.area.code, entry.value, entry.enteredBy.length > 0])).toEqual([
      [district, 5, true],
      [street, 130, true],
    ]);
    const audit = await sql<{
      n: number;
    }>`select count(*)::int as n from audit_event where action = 'report-form.entered'`.execute(app.system.db.kysely);
    expect(audit.rows[0]?.n).toBe(4);
  });

  it('are refused to others, for what comes from records, and once the form is handed in', async () => {
    expect((await enter('district', street, 'fairs', 1)).error?.code).toBe('report.not-owner');
    expect((await enter('worker', community, 'fairs', 1)).error?.code).toBe('report.not-owed');
    expect((await enter('clerk', street, 'registered-unemployed', 1)).error?.code).toBe('report.not-manual');
    expect((await enter('clerk', street, 'cats', 1)).error?.code).toBe('report.unknown-cell');
    const key = sql`district_id = 2 and form = 'weekly-market' and period = ${week}`;
    const { tree } = await app.system.reference.current();
    const areaId = [...tree.areas.values()].find((area) => area.versions.some((v) => v.code === street))!;
    await sql`insert into report_form (district_id, report_id, form, area_id, month, period, state, due_on)
      values (${areaId.districtId}, gen_random_uuid(), 'weekly-market', ${areaId.areaId}, 202611, ${week}, 'submitted', '2026-11-23')
      on conflict (district_id, form, area_id, period) do update set state = 'submitted'`.execute(app.system.db.kysely);
    expect((await enter('clerk', street, 'fairs', 1)).error?.code).toBe('report.wrong-state');
    expect((await fill('clerk', 'weekly-market', street, week)).body).toMatchObject({
      state: 'submitted',
      mayFill: false,
    });
    await sql`delete from report_form where ${key}`.execute(app.system.db.kysely);
  });
});

describe('the first act on a form', () => {
  it('waits for a submission under way, so that nothing is written into what was handed in', async () => {
    const period = '2026-W45';
    const areaId = findAreaByCode((await app.system.reference.current()).tree, street, '2026-11-20')!;
    const other = await app.system.db.pool.connect();
    try {
      // What a submission does first: it makes the row and holds it.
      await other.query('begin');
      await other.query(
        `insert into report_form (district_id, report_id, form, area_id, month, period, state, due_on, version)
         select district_id, gen_random_uuid(), 'weekly-market', area_id, 202611, $2, 'submitted', '2026-11-23', 1 from area where area_id = $1`,
        [areaId, period],
      );
      const written = app.call('clerk', reportFormContracts.writeNarrative, {
        params: { form: 'weekly-market' },
        body: { area: street, period, text: '迟来的文字', version: 0 },
      });
      await new Promise((done) => setTimeout(done, 300));
      await other.query('commit');
      expect((await written).error?.code).toBe('report.wrong-state');
    } finally {
      other.release();
    }
  });
});

describe('checks and text', () => {
  const submittable = async () => {
    const { tree } = await app.system.reference.current();
    const area = [...tree.areas.values()].find((one) => one.versions.some((v) => v.code === street))!;
    const r = app.system.db.kysely;
    const today = app.clock.today();
    const report = await fillReport(r, tree, weeklyMarketForm, area.areaId, parsePeriod(week)!, today, { ages: true });
    return requireSubmittable(r, tree, report).then(
      () => 'fine',
      (error: { code: string }) => error.code,
    );
  };

  it('stop a submission until they are corrected, explained, complete', async () => {
    expect(await submittable()).toBe('report.entry-missing');
    for (const [row, value] of [
      ['fairs', 0],
      ['fair-employers', 0],
      ['new-vacancies', 40],
      ['unemployed-seekers', 90],
      ['graduate-seekers', 30],
      ['intentions', 9],
      ['next-fairs', 1],
    ] as const)
      expect((await enter('clerk', street, row, value)).error).toBeUndefined();
    const { body } = await fill('clerk', 'weekly-market', street, week);
    expect(body.checks).toMatchObject([{ key: 'seekers-within', severity: 'error', left: 120, right: 100 }]);
    expect(await submittable()).toBe('report.check-failed');
    expect((await enter('clerk', street, 'graduate-seekers', 10, 1)).error).toBeUndefined();
    expect(await submittable()).toBe('fine');
    // A jump against the week before asks for a reason.
    await sql`insert into report_manual_cell select district_id, form, area_id, '2026-W46', row_key, cell, 40, entered_by, entered_by_name, entered_at, 1, cause
      from report_manual_cell where row_key = 'vacancies' and period = ${week} and value = 130`.execute(
      app.system.db.kysely,
    );
    expect(await submittable()).toBe('report.check-unexplained');
    const explanation = { area: street, period: week, check: 'vacancies-jump', text: '本周有两场招聘会', version: 0 };
    const explained = await app.call('clerk', reportFormContracts.explain, {
      params: { form: 'weekly-market' },
      body: explanation,
    });
    expect(explained.body).toEqual({ version: 1 });
    expect(await submittable()).toBe('fine');
    expect((await fill('clerk', 'weekly-market', street, week)).body.checks[0]?.explanation?.text).toBe(
      '本周有两场招聘会',
    );
  });

  it('offers a draft, keeps what the owner wrote, and goes back to the draft', async () => {
    const write = (text: string, version: number, persona: Persona = 'clerk') =>
      app.call(persona, reportFormContracts.writeNarrative, {
        params: { form: 'weekly-market' },
        body: { area: street, period: week, text, version },
      });
    const narrative = async () => (await fill('clerk', 'weekly-market', street, week)).body.narrative!;
    expect((await narrative()).draft.zh).toContain('需求人数（招聘岗位） 130 个，比上期增加 90 个（+225.0%）');
    expect((await write('两场招聘会带动。', 0, 'city')).error?.code).toBe('report.not-owner');
    expect((await write('两场招聘会带动。', 0)).body).toEqual({ version: 1 });
    expect((await write('又写一次', 0)).error?.code).toBe('request.changed-meanwhile');
    expect(await narrative()).toMatchObject({ text: '两场招聘会带动。', version: 1 });
    expect((await write('', 1)).body).toEqual({ version: 2 });
    expect(await narrative()).toMatchObject({ text: null, version: 2 });
  });
});

describe('exports', () => {
  it('writes the sheet in the layout of the paper', async () => {
    const answer = await app.call('city', reportFormContracts.exportXlsx, {
      params: { form: 'employment-structure' },
      body: { area: city, period: '2026-11', purpose: '上报存档' },
    });
    expect(answer.error).toBeUndefined();
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(answer.raw.rawPayload as never);
    const sheet = workbook.worksheets[0]!;
    const lines = (row: number) => (sheet.getRow(row).values as unknown[]).filter((v) => v !== undefined && v !== null);
    expect(lines(1)[0]).toBe('就业和失业登记情况综合月报表');
    expect(lines(2).join()).toContain('表　　号：就业综1表');
    expect(lines(3).join()).toContain('制定机关：市人力资源和社会保障局');
    // Three levels of heads, then 甲 乙 丙 1 … 20, then sixty rows.
    expect(sheet.getRow(7).values).toEqual([
      undefined,
      '甲',
      '乙',
      '丙',
      ...Array.from({ length: 20 }, (_, i) => String(i + 1)),
    ]);
    expect(sheet.getCell('A8').value).toBe('一、登记失业');
    expect([
      sheet.getCell('A9').value,
      sheet.getCell('B9').value,
      sheet.getCell('C9').value,
      sheet.getCell('D9').value,
    ]).toEqual(['期末登记失业人数', '人', '1', 2]);
    expect(sheet.pageSetup).toMatchObject({
      orientation: 'landscape',
      fitToWidth: 1,
      printTitlesRow: '4:7',
      paperSize: 8,
    });
    expect(sheet.getCell('A68').value).toBe('单位负责人：');
  });

  it('prints on A4 and A3, long forms over several pages', async () => {
    for (const paper of ['a4', 'a3'] as const) {
      const answer = await app.call('city', reportFormContracts.exportPdf, {
        params: { form: 'employment-structure' },
        body: { area: city, period: '2026-11', purpose: '签字上报', paper },
      });
      expect(answer.error).toBeUndefined();
      const text = Buffer.from(answer.raw.rawPayload as never).toString('latin1');
      expect(text.startsWith('%PDF')).toBe(true);
      expect(text.match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(1);
    }
  });
});
