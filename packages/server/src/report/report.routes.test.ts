import { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { employmentContracts } from '@renshe/domain/employment/employment.contract.ts';
import { type MonthlyReport, reportContracts } from '@renshe/domain/report/report.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addResident, registerUnemployed } from '../../test/make-resident.ts';
import type { Persona } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { grantPost } from '../account/create-account.ts';
import { verifyLedger } from '../statistics/verify.ts';
import { listBrokenSeals } from './seal-forms.ts';

const city = '321100000000';
const district = '321102000000';
const otherDistrict = '321111000000';
const street = '321102001000';
const community = '321102001001';
const sibling = '321102001004';
const third = '321102001007';
const october = '2026-10';

let app: TestApp;
let moved: string;

beforeAll(async () => {
  app = await openTestApp({ openedOn: '2026-10-01' });
  // The third community of the street has no worker of its own: the sibling's worker stands in.
  await app.system.db.kysely.transaction().execute(async (w) => {
    const office = await w
      .selectFrom('office')
      .innerJoin('area_version', 'area_version.area_id', 'office.area_id')
      .select('office.office_id')
      .where('area_version.code', '=', third)
      .executeTakeFirstOrThrow();
    await grantPost(
      w,
      {
        accountId: app.accountIds.siblingWorker,
        officeId: office.office_id,
        role: 'community-worker',
        fromOn: '2026-10-01',
        by: null,
        at: app.clock.now(),
      },
      'zh',
    );
  });
  await unemployed('worker', await addResident(app, { name: '王芳' }), '2026-09-14');
  await unemployed('worker', await addResident(app, { name: '李静' }), '2026-10-12');
  moved = await addResident(app, { areaCode: sibling, name: '赵海燕', sex: '2', birthOn: '2002-01-05' });
  await unemployed('siblingWorker', moved, '2026-10-20');
});
afterAll(() => app.close());

const unemployed = (persona: Persona, residentId: string, registeredOn: string) =>
  registerUnemployed(app, persona, residentId, registeredOn);

const monthly = (persona: Persona, area: string, month = october) =>
  app.call(persona, reportContracts.monthly, { query: { area, month } });
async function report(persona: Persona, area: string, month = october): Promise<MonthlyReport> {
  const answer = await monthly(persona, area, month);
  expect(answer.error).toBeUndefined();
  return answer.body;
}
const line = (form: MonthlyReport, key: string) => form.lines.find((l) => l.key === key)!;
const versionOf = async (area: string, month = october) => (await report('city', area, month)).state.version;

async function act(
  persona: Persona,
  action: 'submit' | 'accept' | 'return',
  area: string,
  over: { version?: number; month?: string } = {},
) {
  const month = over.month ?? october;
  const version = over.version ?? (month > october ? 0 : await versionOf(area, month));
  const body = { area, month, version, ...(action === 'return' && { reason: '请核对新登记人数' }) };
  return app.call(persona, reportContracts[action], { body: body as never });
}
async function close(persona: Persona, area: string, month: string, force = false) {
  const answer = await app.call(persona, reportContracts.close, {
    body: { area, month, force, reason: force ? '逾期未报' : '' },
  });
  if (answer.status !== 200) return { ...answer, task: undefined };
  await app.system.tasks.runNow(answer.body.taskId);
  const task = await app.system.db.kysely
    .selectFrom('task')
    .select(['status', 'result'])
    .where('task_id', '=', answer.body.taskId)
    .executeTakeFirst();
  return { ...answer, task: task as { status: string; result: Record<string, unknown> } | undefined };
}
const people = (persona: Persona, area: string, over: object = {}) =>
  app.call(persona, reportContracts.people, {
    query: {
      area,
      month: october,
      line: 'registered-unemployed',
      column: 'total',
      measure: 'month',
      limit: 50,
      offset: 0,
      ...over,
    },
  });

/** What the form says of the month itself, as text to compare. */
const frozen = (form: MonthlyReport) =>
  JSON.stringify(form.lines.map((l) => [l.key, l.month, l.yearToDate, l.adjustment, l.priorYear]));

describe('figures', () => {
  it('counts the month, keeps what is older as the opening balance, and adds up to the city', async () => {
    const form = await report('city', city);
    // Stocks by age of an open month are counted from people, and only when asked for.
    expect(line(form, 'registered-unemployed').month).toEqual({ total: 3, male: 0, female: 3 });
    expect(line(form, 'registered-unemployed').pending).toContain('age-16-24');
    const counted = await app.call('city', reportContracts.monthly, {
      query: { area: city, month: october, ages: 'true' },
    });
    expect(line(counted.body, 'registered-unemployed')).toMatchObject({
      month: { total: 3, 'age-16-24': 1 },
      pending: [],
    });
    expect(line(form, 'newly-registered-unemployed').month.total).toBe(2);
    expect(line(form, 'newly-registered-unemployed').priorYear.total).toBe(0);
    expect(line(form, 'registered-unemployment-rate').month).toMatchObject({ total: 100, male: null });
    expect(line(await report('city', otherDistrict), 'registered-unemployment-rate').month.total).toBeNull();
    expect(form).toMatchObject({ sealed: false, basis: 'as-booked', state: { state: 'draft', overdue: true } });
    const board = await app.call('city', reportContracts.board, { query: { area: district, month: october } });
    expect(board.body.children.map((c) => [c.area.code, c.registeredUnemployed, c.newlyRegistered])).toEqual([
      [street, 3, 2],
      ['321102002000', 0, 0],
    ]);
  });

  it('has no months to come and none before the opening', async () => {
    expect((await monthly('city', city, '2026-12')).error?.code).toBe('report.month-future');
    expect((await monthly('city', city, '2026-09')).error?.code).toBe('report.before-opening');
    expect((await monthly('worker', sibling)).status).toBe(403);
    expect((await monthly('city', city, '2026-11')).status).toBe(200);
  });

  it('says how the number came about, the opening balance first', async () => {
    const { body } = await people('worker', community);
    expect(body).toMatchObject({ count: 2, value: 2 });
    expect(body.path.map((step) => `${step.sign}${step.value}`)).toEqual(['=1', '+1', '-0']);
    expect((await people('worker', community, { column: 'age-90' })).error?.code).toBe('report.unknown-cell');
    expect((await people('worker', community, { measure: 'yearToDate' })).error?.code).toBe('report.unknown-cell');
  });

  it('masks who has left the reader’s area since', async () => {
    const toAreaCode = '321111001005';
    const { version } = (await app.call('siblingWorker', residentContracts.file, { params: { residentId: moved } }))
      .body;
    const answer = await app.call('siblingWorker', residentContracts.move, {
      params: { residentId: moved },
      body: { version, toAreaCode, address: '运河路', movedOn: '2026-11-03', withHousehold: false },
    });
    expect(answer.error).toBeUndefined();
    const masked = await people('siblingWorker', sibling);
    expect(masked.body.people).toMatchObject([{ inScope: false, sex: null, age: null, citizenIdMasked: null }]);
    expect(masked.body.people[0]!.name).not.toContain('海燕');
    // Her age is that of the month, which ended before a later birthday.
    expect((await people('city', sibling)).body.people).toMatchObject([{ inScope: true, name: '赵海燕', age: 24 }]);
    expect((await people('worker', sibling)).status).toBe(403);
  });
});

describe('states', () => {
  it('the owner submits when the month is over, the level above accepts or returns with a reason', async () => {
    expect((await act('worker', 'submit', community, { month: '2026-11' })).error?.code).toBe('report.month-not-over');
    expect((await act('clerk', 'submit', community)).error?.code).toBe('report.not-owner');
    expect((await act('worker', 'submit', community, { version: 5 })).error?.code).toBe('request.changed-meanwhile');
    expect((await act('worker', 'submit', community)).status).toBe(200);
    expect((await act('worker', 'submit', community)).error).toMatchObject({
      code: 'report.wrong-state',
      message: '月报现在是“已报”，不能这样办理。',
    });
    expect((await act('worker', 'accept', community)).status).toBe(403);
    expect((await act('clerk', 'return', community)).status).toBe(200);
    const { state } = await report('worker', community);
    expect(state).toMatchObject({
      state: 'draft',
      returnReason: '请核对新登记人数',
      allowedActions: ['submit'],
    });
    expect((await act('worker', 'submit', community)).status).toBe(200);
    await unemployed('worker', await addResident(app, { name: '孙丽' }), '2026-10-30');
    const later = (await report('clerk', community)).state;
    expect(later.allowedActions).toEqual(['return', 'accept']);
    expect(later.changedSinceSubmission).toContainEqual({
      key: 'newly-registered-unemployed',
      column: 'total',
      before: 1,
      now: 2,
    });
    expect((await act('clerk', 'accept', community)).status).toBe(200);
    expect((await act('clerk', 'accept', community)).error?.code).toBe('report.wrong-state');
  });

  it('a street submits when all below are accepted', async () => {
    expect((await act('clerk', 'submit', street)).error).toMatchObject({
      code: 'report.children-open',
      details: { count: 2 },
    });
    for (const area of [sibling, third]) {
      expect((await act('siblingWorker', 'submit', area)).status).toBe(200);
      expect((await act('clerk', 'accept', area)).status).toBe(200);
    }
    expect((await act('clerk', 'submit', street)).status).toBe(200);
    expect((await act('clerk', 'accept', street)).error?.code).toBe('report.not-superior');
    expect((await act('otherDistrict', 'accept', street)).status).toBe(403);
    expect((await act('district', 'accept', street)).status).toBe(200);
  });
});

describe('closing', () => {
  it('the district closes what is accepted, the rest by force after the due day; parents are sealed', async () => {
    expect((await close('clerk', street, october)).status).toBe(403);
    expect((await close('district', district, '2026-11', true)).error?.code).toBe('report.month-not-over');
    const first = await close('district', district, october);
    expect(first.task).toMatchObject({ status: 'done', result: { closed: 3, sealed: ['正东路街道'] } });
    expect(first.task?.result.open).toHaveLength(2);
    const second = await close('district', district, october, true);
    expect(second.task).toMatchObject({ result: { closed: 2, open: [], sealed: ['健康路街道', '京口区'] } });
    expect((await close('district', district, october, true)).task).toMatchObject({
      result: { closed: 0, sealed: [] },
    });
    // Nobody lives in the second street: closed all the same.
    expect(await report('district', '321102002001')).toMatchObject({ sealed: true, state: { state: 'closed' } });
    expect(await report('city', city)).toMatchObject({ sealed: false, state: { state: 'draft', openChildren: 1 } });
    expect((await close('otherDistrict', otherDistrict, october, true)).task).toMatchObject({ result: { closed: 2 } });
    // The districts are closed; the city only seals once its own form is handed in, or by force.
    expect(await report('city', city)).toMatchObject({ sealed: false, state: { state: 'draft', openChildren: 0 } });
    expect((await close('city', city, october)).task).toMatchObject({
      result: { closed: 0, sealed: [], unsealed: [{ area: '镇江市', reason: 'report.not-accepted' }] },
    });
    expect((await act('city', 'submit', city)).status).toBe(200);
    expect((await close('city', city, october)).task).toMatchObject({ result: { sealed: ['镇江市'], unsealed: [] } });
    const whole = await report('city', city);
    expect(whole).toMatchObject({ sealed: true, state: { state: 'closed', allowedActions: [] } });
    expect(line(whole, 'registered-unemployed').month.total).toBe(4);
    expect((await act('city', 'return', street)).error?.code).toBe('report.wrong-state');
  });

  it('what comes late is an adjustment of the open month; closed reports stay as they are', async () => {
    const before = await Promise.all([city, district, street, community].map((area) => report('city', area)));
    const late = await addResident(app, { name: '周红', birthOn: '1990-05-06' });
    await unemployed('worker', late, '2026-10-08');
    const hired = await app.call('worker', employmentContracts.register, {
      params: { residentId: late },
      body: {
        type: '10',
        urban: true,
        employerName: '江河公司',
        employerCode: null,
        occupation: null,
        industry: null,
        platformWork: false,
        proof: '',
        startedOn: '2026-11-16',
      },
    });
    expect(hired.body).toMatchObject({ deregistered: true });
    const after = await Promise.all([city, district, street, community].map((area) => report('city', area)));
    expect(after.map(frozen)).toEqual(before.map(frozen));
    expect(after.map((form) => form.state.digest)).toEqual(before.map((form) => form.state.digest));
    expect(before[0]!.state.digest).toMatch(/^[0-9a-f]{64}$/);

    const november = await report('city', city, '2026-11');
    const newly = line(november, 'newly-registered-unemployed');
    expect([newly.month.total, newly.adjustment.total, newly.yearToDate.total]).toEqual([0, 1, 4]);
    expect(line(november, 'registered-unemployed').month.total).toBe(4);
    expect(line(november, 'deregistered-01').month.total).toBe(1);
    expect(line(november, 're-employment').month.total).toBe(1);
    expect(line(november, 'new-urban-employment').month.total).toBe(1);
    // 4 unemployed of 5
    expect(line(november, 'registered-unemployment-rate').month.total).toBe(80);
    expect(newly.lastMonth).toEqual(line(after[0]!, 'newly-registered-unemployed').month);
    const shown = await people('worker', community, {
      month: '2026-11',
      line: 'newly-registered-unemployed',
      measure: 'adjustment',
    });
    expect(shown.body).toMatchObject({ count: 1, value: 1, people: [{ name: '周红', effectiveOn: '2026-10-08' }] });
    expect(await listBrokenSeals(app.system.db.kysely, [2, 10])).toEqual([]);
    expect(await verifyLedger(app.system)).toMatchObject({ differences: 0 });
  });

  it('is not forced before the due day', async () => {
    app.clock.set('2026-12-01T10:00:00+08:00');
    await app.staySignedIn();
    expect((await close('district', district, '2026-11', true)).error?.code).toBe('report.force-too-early');
  });
});

describe('exports', () => {
  const body = { area: community, month: october, purpose: '上报街道' };
  it('writes the sheet that the screen shows, with a purpose', async () => {
    const answer = await app.call('worker', reportContracts.exportXlsx, { body });
    expect(answer.status).toBe(200);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(answer.raw.rawPayload as unknown as Parameters<ExcelJS.Xlsx['load']>[0]);
    const rows: string[] = [];
    workbook.worksheets[0]!.eachRow((row) => {
      const label = String(row.getCell(1).value ?? '').trim();
      rows.push([label, row.getCell(2).value, row.getCell(3).value, row.getCell(4).value].join('|'));
    });
    expect(rows.join('\n')).toContain('贺家弄社区居委会');
    expect(rows).toContain('期末登记失业人数|3|0|3');
    expect(rows).toContain('本期新登记失业人数|2|0|2');
    expect(rows).toContain('登记失业率|1|无对象|1');
    expect((await app.call('worker', reportContracts.exportXlsx, { body: { ...body, area: sibling } })).status).toBe(
      403,
    );
    expect((await app.call('worker', reportContracts.exportXlsx, { body: { ...body, purpose: '' } })).status).toBe(422);
    const [event] = (
      await sql<{ purpose: string }>`select purpose from audit_event where action = 'report.exported'`.execute(
        app.system.db.kysely,
      )
    ).rows;
    expect(event?.purpose).toBe('上报街道');
  });

  it('prints the form', async () => {
    const answer = await app.call('worker', reportContracts.exportPdf, { body });
    expect(answer.error).toBeUndefined();
    expect(answer.raw.headers['content-type']).toBe('application/pdf');
    expect(answer.raw.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    expect(decodeURIComponent(String(answer.raw.headers['content-disposition']))).toContain('2026-10');
  });
});

describe('a community merged with effect from a closed month', () => {
  it('keeps its own report of that month, and reports with its successor from the booked month on', async () => {
    const merge = await app.call('system', areaContracts.merge, {
      params: { code: sibling },
      body: { intoCode: community, effectiveOn: '2026-10-15', documentNo: '京政复〔2026〕18 号', reason: '社区撤并' },
    });
    expect(merge.error).toBeUndefined();
    await app.system.tasks.runNow(merge.body.taskId!);
    const own = await report('city', sibling);
    expect(own).toMatchObject({ sealed: true, area: { code: sibling, name: '江科大社区居委会' } });
    expect(line(own, 'registered-unemployed').month.total).toBe(1);
    expect((await people('city', sibling)).body).toMatchObject({ count: 1, value: 1 });
    const childrenIn = async (month: string) =>
      (await app.call('clerk', reportContracts.board, { query: { area: street, month } })).body.children.map((c) => [
        c.area.code,
        c.state,
        c.registeredUnemployed,
      ]);
    expect(await childrenIn(october)).toEqual([
      [community, 'closed', 3],
      [sibling, 'closed', 1],
      [third, 'closed', 0],
    ]);
    expect(await childrenIn('2026-11')).toEqual([
      [community, 'draft', 3],
      [third, 'draft', 0],
    ]);
    app.clock.set('2026-12-09T10:00:00+08:00');
    await app.staySignedIn();
    for (const [persona, area] of [
      ['worker', community],
      ['siblingWorker', third],
    ] as const) {
      expect((await act(persona, 'submit', area, { month: '2026-11' })).status).toBe(200);
      expect((await act('clerk', 'accept', area, { month: '2026-11', version: 1 })).status).toBe(200);
    }
    expect((await act('clerk', 'submit', street, { month: '2026-11' })).status).toBe(200);
    expect((await close('district', district, '2026-11', true)).task).toMatchObject({
      result: { closed: 4, open: [] },
    });
    expect(await verifyLedger(app.system)).toMatchObject({ differences: 0, unfinished: 0 });
  });
});
