import { certificateContracts } from '@renshe/domain/certificate/certificate.contract.ts';
import { employmentContracts } from '@renshe/domain/employment/employment.contract.ts';
import { handlingContracts } from '@renshe/domain/handling/handling.contract.ts';
import { type ProcessKey, processKeys } from '@renshe/domain/handling/handling.rules.ts';
import { helpRequestContracts } from '@renshe/domain/help-request/help-request.contract.ts';
import { parameterContracts } from '@renshe/domain/parameter/parameter.contract.ts';
import { reportContracts } from '@renshe/domain/report/report.contract.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addResident, registerUnemployed } from '../../test/make-resident.ts';
import type { Persona } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { parseProcesses, processDefinitions } from './process-definitions.ts';

const city = '321100000000';
const district = '321102000000';
const street = '321102001000';
const community = '321102001001';
const sibling = '321102001004';
const elsewhere = '321111001005';

let app: TestApp;
/** 王芳 and 李丽 of the worker's community. */
let wang: string;
let li: string;

/** Sessions end after a while: the clock moves, they go along. */
async function goTo(day: string, time = '10:00'): Promise<void> {
  app.clock.set(`${day}T${time}:00+08:00`);
  await app.staySignedIn();
}
const table = async (persona: Persona, area = community, period = '2026-11') =>
  (await app.call(persona, handlingContracts.table, { query: { area, period } })).body;
const row = async (persona: Persona, process: ProcessKey, area = community, period = '2026-11') =>
  (await table(persona, area, period)).rows.find((one) => one.process.key === process)!;
const cases = async (
  persona: Persona,
  process: ProcessKey,
  more: { late?: 'yes'; area?: string; period?: string } = {},
) =>
  (
    await app.call(persona, handlingContracts.cases, {
      query: { area: community, period: '2026-11', process, ...more },
    })
  ).body;
const nothing = { cases: 0, median: null, p90: null, within: null, late: null };

beforeAll(async () => {
  app = await openTestApp({ now: '2026-11-05T10:00:00+08:00' });
  // The report of October waits two days over the weekend, comes back, and is accepted on the day it comes again.
  const move = async (persona: Persona, action: 'submit' | 'return' | 'accept', more = {}) => {
    const { body, error } = await app.call('city', reportContracts.monthly, {
      query: { area: community, month: '2026-10' },
    });
    expect(error).toBeUndefined();
    const answer = await app.call(persona, reportContracts[action], {
      body: { area: community, month: '2026-10', version: body.state.version, ...more } as never,
    });
    expect(answer.error).toBeUndefined();
  };
  await move('worker', 'submit');
  await goTo('2026-11-09');
  await move('clerk', 'return', { reason: '请核对' });
  await goTo('2026-11-09', '15:00');
  await move('worker', 'submit');
  await goTo('2026-11-09', '16:00');
  await move('clerk', 'accept');

  await goTo('2026-11-12');
  wang = await addResident(app, { name: '王芳' });
  li = await addResident(app, { name: '李丽丽' });
  // Registered on Tuesday the 10th and entered on Thursday; the other one on the same day.
  await registerUnemployed(app, 'worker', wang, '2026-11-10');
  await registerUnemployed(app, 'worker', li, '2026-11-12');
  // One that a roster brought, long after.
  const imported = await addResident(app, { name: '赵云' });
  const { registrationId } = await registerUnemployed(app, 'worker', imported, '2026-03-02');
  await sql`update unemployment_registration set import_batch_id = gen_random_uuid() where registration_id = ${registrationId}::uuid`.execute(
    app.system.db.kysely,
  );
  const certify = (residentId: string) =>
    app.call('worker', certificateContracts.issue, { params: { residentId }, body: { issuedOn: app.clock.today() } });
  await certify(li);
  const ask = (area: string) => ({ name: '孙梅', phone: '13812345678', area, need: 'job' as const, detail: '' });
  const asked = await app.call('worker', helpRequestContracts.receive, {
    body: { ...ask(community), channel: 'phone' },
  });
  // Passed on to the sibling, where the clock goes on.
  await goTo('2026-11-16');
  await app.call('worker', helpRequestContracts.forward, {
    params: { requestId: asked.body.requestId },
    body: { version: 1, area: sibling, to: '' },
  });
  // Friday the 20th: the certificate of the one who registered on the 10th is late by three working days.
  await goTo('2026-11-20');
  expect((await certify(wang)).error).toBeUndefined();
  const forwarded = (
    await app.call('siblingWorker', helpRequestContracts.list, { query: { area: sibling, show: 'open' } })
  ).body.requests[0]!;
  const params = { requestId: forwarded.requestId };
  await app.call('siblingWorker', helpRequestContracts.take, { params, body: { version: forwarded.version } });
  const answered = await app.call('siblingWorker', helpRequestContracts.answer, {
    params,
    body: { version: forwarded.version + 1, answer: '已答复' },
  });
  expect(answered.error).toBeUndefined();
  const hired = await app.call('worker', employmentContracts.register, {
    params: { residentId: li },
    body: {
      type: '10',
      urban: true,
      employerName: '镇江江山服装厂',
      employerCode: null,
      occupation: null,
      industry: null,
      platformWork: false,
      proof: '劳动合同',
      startedOn: '2026-11-18',
    },
  });
  expect(hired.error).toBeUndefined();
});
afterAll(() => app.close());

describe('the table of processes', () => {
  it('defines each business once, with steps, papers and its rule', () => {
    expect(processDefinitions().map((one) => one.key)).toEqual([...processKeys]);
    expect(processDefinitions().every((one) => one.steps.length > 1 && one.materials.length > 0)).toBe(true);
    expect(
      processDefinitions()
        .filter((one) => one.promise !== null)
        .map((one) => [one.promise, one.unit]),
    ).toEqual([
      ['employment.hire_report_days', 'day'],
      ['cert.issue_days', 'workday'],
      ['help.answer_workdays', 'workday'],
    ]);
  });
  const head = 'key,zh,en,unit,promise,steps,steps_en,materials,materials_en,source,source_en';
  it.each([
    ['dancing,甲,A,day,,一|二,1|2,证,id,规,rule', 'key'],
    ['transfer,甲,A,week,,一|二,1|2,证,id,规,rule', 'unit'],
    ['transfer,甲,A,day,cert.days,一|二,1|2,证,id,规,rule', 'promise'],
    // Working days of the parameter, calendar days of the measure.
    ['transfer,甲,A,day,cert.issue_days,一|二,1|2,证,id,规,rule', 'unit'],
    ['transfer,甲,A,day,,一|二,1,证,id,规,rule', 'steps_en'],
    ['transfer,甲,A,day,,一|二,1|2,,,规,rule', 'materials'],
    ['transfer,甲,A,day,,一|二,1|2,证,id,,rule', 'source'],
    [`transfer,甲,A,day,,一,1,证,id,规,rule\ntransfer,甲,A,day,,一,1,证,id,规,rule`, 'key'],
  ])('%s is refused', (line, field) =>
    expect(() => parseProcesses(`${head}\n${line}`)).toThrow(new RegExp(`line \\d: ${field}`)),
  );
});

describe('measured time', () => {
  it('of registrations, without what a roster brought', async () => {
    expect((await row('worker', 'unemployment-registration')).figures).toEqual({
      cases: 2,
      median: 1,
      p90: 2,
      within: null,
      late: null,
    });
    const { count, cases: list } = await cases('worker', 'unemployment-registration');
    expect(count).toBe(2);
    expect(list).toMatchObject([
      {
        subject: { kind: 'resident', residentId: wang, name: '王芳' },
        area: { code: community },
        startedOn: '2026-11-10',
        finishedOn: '2026-11-12',
        days: 2,
        promise: null,
      },
      { subject: { name: '李丽丽' }, days: 0 },
    ]);
  });
  it('of certificates, against the days of the parameter', async () => {
    const { process, figures } = await row('worker', 'certificate-issue');
    expect(process.promise).toMatchObject({ days: 5, certainty: 'default' });
    expect(figures).toEqual({ cases: 2, median: 4, p90: 8, within: 1, late: 1 });
    expect(await cases('worker', 'certificate-issue', { late: 'yes' })).toMatchObject({
      count: 1,
      cases: [{ subject: { name: '王芳' }, startedOn: '2026-11-10', finishedOn: '2026-11-20', days: 8, promise: 5 }],
    });
  });
  it('of a hire and the deregistration that it brought', async () => {
    expect((await row('worker', 'employer-hire')).figures).toMatchObject({ cases: 1, median: 2, within: 1, late: 0 });
    expect((await row('worker', 'own-employment')).figures).toEqual(nothing);
    expect((await cases('worker', 'unemployment-deregistration')).cases).toMatchObject([
      { subject: { name: '李丽丽' }, startedOn: '2026-11-18', finishedOn: '2026-11-20', days: 2 },
    ]);
  });
  it('of a request that was passed on: from the first day, where it was answered', async () => {
    expect((await row('worker', 'help-request')).figures).toEqual(nothing);
    expect(await cases('siblingWorker', 'help-request', { area: sibling })).toMatchObject({
      count: 1,
      cases: [
        {
          subject: { kind: 'help-request', name: '孙梅' },
          startedOn: '2026-11-12',
          finishedOn: '2026-11-20',
          days: 6,
          promise: 5,
        },
      ],
    });
  });
  it('of reports: what was returned and what was accepted', async () => {
    expect(
      (await cases('clerk', 'report-review')).cases.map((one) => [one.startedOn, one.finishedOn, one.days]),
    ).toEqual([
      ['2026-11-05', '2026-11-09', 2],
      ['2026-11-09', '2026-11-09', 0],
    ]);
    expect((await cases('clerk', 'report-review')).cases[0]!.subject).toMatchObject({
      kind: 'report',
      form: 'monthly',
      period: '2026-10',
    });
    expect((await row('clerk', 'report-closing', street)).figures).toEqual(nothing);
  });
  it('of transfers, where the file was; the person who left is masked and leads nowhere', async () => {
    await sql`insert into transfer_request (district_id, request_id, resident_id, from_area_id, to_district, to_area_id, reason, status, asked_at, decided_at)
      select r.district_id, gen_random_uuid(), r.resident_id, r.area_id, o.district_id, o.area_id, '已搬来', s.status, '2026-11-13T02:00:00Z'::timestamptz, '2026-11-17T02:00:00Z'::timestamptz
      from resident r, (select district_id, area_id from area join area_version using (area_id) where code = ${elsewhere}) o,
        (values ('agreed'), ('withdrawn')) s (status)
      where r.resident_id = ${wang}::uuid`.execute(app.system.db.kysely);
    expect((await cases('worker', 'transfer')).cases).toMatchObject([
      { subject: { residentId: wang, name: '王芳' }, days: 2, area: { code: community } },
    ]);
    await sql`update resident set area_id = (select area_id from area_version where code = ${sibling}) where resident_id = ${wang}::uuid`.execute(
      app.system.db.kysely,
    );
    expect((await cases('worker', 'transfer')).cases).toMatchObject([{ subject: { residentId: null, name: '王*' } }]);
    expect((await cases('clerk', 'transfer', { area: street })).cases).toMatchObject([
      { subject: { residentId: wang, name: '王芳' }, area: { code: community } },
    ]);
    expect(
      (
        await app.call('otherWorker', handlingContracts.cases, {
          query: { area: elsewhere, period: '2026-11', process: 'transfer' },
        })
      ).body,
    ).toEqual({ count: 0, cases: [] });
  });
  it('follows the parameter of the day on which the case began', async () => {
    const answer = await app.call('system', parameterContracts.set, {
      body: { key: 'cert.issue_days', areaCode: district, fromOn: '2026-11-10', value: 8, source: '区承诺' },
    });
    expect(answer.error).toBeUndefined();
    expect((await row('worker', 'certificate-issue')).figures).toMatchObject({ within: 2, late: 0 });
    expect((await row('worker', 'certificate-issue')).process.promise?.days).toBe(8);
  });
});

describe('area and period', () => {
  it('adds up the areas below, each with its own figures', async () => {
    const { figures, below } = await row('clerk', 'unemployment-registration', street);
    expect(figures.cases).toBe(2);
    expect(below.map((one) => [one.area.code, one.figures.cases, one.hasBelow])).toContainEqual([community, 2, false]);
    expect(below.reduce((sum, one) => sum + one.figures.cases, 0)).toBe(2);
    const whole = await row('city', 'unemployment-registration', city);
    expect(whole.below.map((one) => [one.area.code, one.figures.cases])).toContainEqual([district, 2]);
    expect(await row('worker', 'unemployment-registration')).toMatchObject({ below: [] });
  });
  it.each([
    ['2026-11', 2],
    ['2026-Q4', 2],
    ['2026', 2],
    ['2026-10', 0],
    ['2027', 0],
  ])('%s has %i', async (period, count) => {
    expect((await row('worker', 'unemployment-registration', community, period)).figures.cases).toBe(count);
  });
  it('counts up to today', async () => {
    expect(await table('worker', community, '2026')).toMatchObject({ from: '2026-01-01', last: '2026-11-20' });
  });
  it.each(['2026-W47', '2026-11-20', 'november'])('%s is no period of it', async (period) => {
    expect((await app.call('worker', handlingContracts.table, { query: { area: community, period } })).status).toBe(
      422,
    );
  });
  it.each([
    ['siblingWorker', community, 403],
    ['otherDistrict', district, 403],
    ['worker', street, 403],
    ['auditor', city, 403],
  ] as const)('%s asking for %s: %i', async (persona, area, status) => {
    const query = { area, period: '2026-11' };
    expect((await app.call(persona, handlingContracts.table, { query })).status).toBe(status);
    expect(
      (await app.call(persona, handlingContracts.cases, { query: { ...query, process: 'employer-hire' } })).status,
    ).toBe(status);
    expect(
      (await app.call(persona, handlingContracts.exportXlsx, { body: { ...query, purpose: '汇报' } })).status,
    ).toBe(status);
  });
});

describe('export', () => {
  it('is a workbook, with an audit event', async () => {
    const { raw } = await app.call('city', handlingContracts.exportXlsx, {
      body: { area: city, period: '2026-Q4', purpose: '季度汇报' },
    });
    expect(raw.statusCode).toBe(200);
    expect(raw.rawPayload.subarray(0, 2).toString()).toBe('PK');
    const { rows } = await app.system.db.pool.query(
      `select purpose, details from audit_event where action = 'handling.exported'`,
    );
    expect(rows).toMatchObject([{ purpose: '季度汇报', details: { period: '2026-Q4' } }]);
  });
});
