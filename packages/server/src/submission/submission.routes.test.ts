import { type MonthlyReport, reportContracts } from '@renshe/domain/report/report.contract.ts';
import { submissionContracts } from '@renshe/domain/submission/submission.contract.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addResident } from '../../test/make-resident.ts';
import type { Persona } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { verifyReports } from '../report/verify-reports.ts';
import { onTimeRate } from './on-time.ts';
import { listSubmissionForms } from './submission-areas.ts';

const city = '321100000000';
const district = '321102000000';
const street = '321102001000';
const community = '321102001001';
const sibling = '321102001004';
const third = '321102001007';
const form = 'monthly';
const period = '2026-10';
const cell = { row: 'registered-unemployed', column: 'female', remark: '与花名册不符' };

let app: TestApp;

/** Sessions end after a while: the clock moves, they go along. */
async function goTo(instant: string): Promise<void> {
  app.clock.set(instant);
  await app.staySignedIn();
}

beforeAll(async () => {
  app = await openTestApp({ openedOn: '2026-10-01', now: '2026-10-31T10:00:00+08:00' });
  const residentId = await addResident(app, { name: '王芳' });
  const body = {
    registeredOn: '2026-10-12',
    unemployedSince: '2026-10-12',
    reason: '02',
    nature: '1',
    jobWish: '',
    trainingWish: '',
    promiseSigned: true,
  } as const;
  const answer = await app.call('worker', unemploymentContracts.register, { params: { residentId }, body });
  expect(answer.error).toBeUndefined();
});
afterAll(() => app.close());

async function state(persona: Persona, area: string): Promise<MonthlyReport['state']> {
  const answer = await app.call(persona, reportContracts.monthly, { query: { area, month: period } });
  expect(answer.error).toBeUndefined();
  return answer.body.state;
}
const obligations = async (persona: Persona) =>
  (await app.call(persona, submissionContracts.obligations)).body.obligations;
const board = async (persona: Persona, area: string, over: object = {}) =>
  (await app.call(persona, submissionContracts.board, { query: { area, form, period, ...over } })).body;
const remind = (persona: Persona, area: string, areas?: string[]) =>
  app.call(persona, submissionContracts.remind, { body: { area, form, period, ...(areas && { areas }) } });
async function move(persona: Persona, action: 'submit' | 'accept', area: string) {
  await later();
  const { version } = await state('city', area);
  return app.call(persona, reportContracts[action], { body: { area, month: period, version } });
}
/** Some time passes between two acts. */
let minutes = 0;
const later = () => goTo(new Date(Date.parse('2026-11-06T10:00:00+08:00') + ++minutes * 60_000).toISOString());
const history = async (area: string) =>
  (await app.call('city', submissionContracts.history, { query: { area, form, period } })).body.events;

describe('what an office owes', () => {
  it('stands on its desk some days before it is due, with the day', async () => {
    expect(await obligations('worker')).toEqual([
      expect.objectContaining({
        form,
        period,
        periodName: { zh: '2026 年 10 月', en: '2026-10' },
        area: expect.objectContaining({ code: community }),
        opensOn: '2026-11-01',
        dueOn: '2026-11-02',
        overdueDays: 0,
      }),
    ]);
    // The district's is due on the third working day, which is not in sight yet.
    expect(await obligations('district')).toEqual([]);
    expect((await app.call('auditor', submissionContracts.obligations)).status).toBe(403);
  });

  it('is overdue after the due day', async () => {
    await goTo('2026-11-05T10:00:00+08:00');
    expect(await obligations('worker')).toMatchObject([{ dueOn: '2026-11-02', overdueDays: 3, reminders: 0 }]);
    expect(await obligations('district')).toMatchObject([{ dueOn: '2026-11-04', overdueDays: 1 }]);
  });
});

describe('the board', () => {
  it('shows the level below or all of them, late ones first, and counts by state', async () => {
    const one = await board('district', district);
    expect(one.rows.map((row) => [row.area.code, row.kind, row.state, row.overdue, row.hasBelow])).toEqual([
      [street, 'street', 'draft', true, true],
      ['321102002000', 'street', 'draft', true, true],
    ]);
    const all = await board('city', city, { below: 'all' });
    expect(all.total).toBe(all.rows.length);
    expect(all.counts.overdue).toBe(all.total);
    expect((await board('clerk', street)).rows.map((row) => [row.area.code, row.dueOn, row.lateDays])).toEqual([
      [community, '2026-11-02', 3],
      [sibling, '2026-11-02', 3],
      [third, '2026-11-02', 3],
    ]);
    expect((await board('clerk', street, { filter: 'submitted' })).rows).toEqual([]);
  });

  it('keeps to the scope and to the kind of period', async () => {
    const ask = (query: object) =>
      app.call('clerk', submissionContracts.board, { query: { area: street, form, period, ...query } as never });
    expect((await ask({ area: district })).status).toBe(403);
    expect((await ask({ period: '2026-W44' })).error).toMatchObject({
      code: 'submission.wrong-period',
      details: { example: '2026-11' },
    });
    expect((await ask({ form: 'other' })).error?.code).toBe('report.unknown-form');
    expect((await ask({ period: '2026-44' })).status).toBe(422);
  });
});

describe('reminders', () => {
  it('go to one or all late offices below, once a day, and stand on their desk until they hand in', async () => {
    expect((await remind('worker', community)).status).toBe(403);
    expect((await remind('clerk', street, ['321111001005'])).status).toBe(403);
    expect((await remind('clerk', street, [street])).error?.code).toBe('report.not-superior');
    expect((await remind('clerk', street, [community])).body).toEqual({ reminded: 1, skipped: 0 });
    expect((await remind('clerk', street, [community])).error?.code).toBe('submission.nothing-to-remind');
    expect((await remind('clerk', street)).body).toEqual({ reminded: 2, skipped: 1 });
    expect(await obligations('worker')).toMatchObject([
      { reminders: 1, remindedOn: '2026-11-05', remindedBy: expect.stringContaining('clerk') },
    ]);
    expect((await board('clerk', street)).rows.map((row) => [row.reminders, row.mayRemind])).toEqual([
      [1, false],
      [1, false],
      [1, false],
    ]);
    await goTo('2026-11-06T10:00:00+08:00');
    const [a, b] = await Promise.all([remind('clerk', street), remind('district', district)]);
    expect((a.body?.reminded ?? 0) + (b.body?.reminded ?? 0)).toBeGreaterThanOrEqual(3);
    expect((await state('worker', community)).reminders).toMatchObject({ count: 2, lastOn: '2026-11-06' });
    const { rows } = await sql<{ n: number }>`
      select max(n) as n from (select count(*) as n from report_reminder group by area_id, period, reminded_on) x`.execute(
      app.system.db.kysely,
    );
    expect(rows[0]!.n).toBe(1);
  });
});

describe('return at the cell', () => {
  it('names cells with a remark, which stand on the form until it is handed in again', async () => {
    expect((await move('worker', 'submit', community)).status).toBe(200);
    expect(await obligations('worker')).toEqual([]);
    const back = async (cells: object[]) =>
      app.call('clerk', reportContracts.return, {
        body: {
          area: community,
          month: period,
          version: (await state('clerk', community)).version,
          reason: '请核对',
          cells: cells as never,
        },
      });
    await later();
    expect((await back([{ ...cell, column: 'age-200' }])).error?.code).toBe('report.unknown-cell');
    expect((await back([cell])).status).toBe(200);
    expect(await state('worker', community)).toMatchObject({
      state: 'draft',
      returnReason: '请核对',
      returnedCells: [cell],
      reminders: { count: 0 },
    });
    expect(await obligations('worker')).toMatchObject([{ returnReason: '请核对', returnedCells: 1, reminders: 0 }]);
    expect((await move('worker', 'submit', community)).status).toBe(200);
    expect(await state('clerk', community)).toMatchObject({ returnedCells: [], returnReason: '' });
    expect((await move('clerk', 'accept', community)).status).toBe(200);
    expect((await history(community)).map((event) => [event.action, event.by, event.cells.length])).toEqual([
      ['remind', 'clerk', 0],
      ['remind', expect.stringMatching(/clerk|district/), 0],
      ['submit', 'worker', 0],
      ['return', 'clerk', 1],
      ['submit', 'worker', 0],
      ['accept', 'clerk', 0],
    ]);
  });

  it('shows what changed since the acceptance, also after another return', async () => {
    const residentId = await addResident(app, { name: '李静' });
    const body = {
      registeredOn: '2026-10-20',
      unemployedSince: '2026-10-20',
      reason: '02',
      nature: '1',
      jobWish: '',
      trainingWish: '',
      promiseSigned: true,
    } as const;
    await app.call('worker', unemploymentContracts.register, { params: { residentId }, body });
    expect((await state('clerk', community)).changedSinceAcceptance).toContainEqual({
      key: 'registered-unemployed',
      column: 'total',
      before: 1,
      now: 2,
    });
  });
});

describe('on-time rate', () => {
  it('counts the first submission against the due day, with the list behind it', async () => {
    const ask = { area: street, year: 2026 };
    const { rows } = (await app.call('clerk', submissionContracts.onTime, { query: ask })).body;
    expect(rows.map(({ area, kind: _, ...row }) => [area.code, row])).toEqual([
      [street, { onTime: 0, late: 0, missing: 1, returned: 0, percent: 0 }],
      [community, { onTime: 0, late: 1, missing: 0, returned: 1, percent: 0 }],
      [sibling, { onTime: 0, late: 0, missing: 1, returned: 0, percent: 0 }],
      [third, { onTime: 0, late: 0, missing: 1, returned: 0, percent: 0 }],
    ]);
    const list = await app.call('worker', submissionContracts.onTimeList, {
      query: { area: community, year: 2026, kind: 'returned' },
    });
    expect(list.body.reports).toMatchObject([
      { period, dueOn: '2026-11-02', submittedOn: '2026-11-06', kind: 'late', lateDays: 4, returns: 1 },
    ]);
    const nobody = await app.call('clerk', submissionContracts.onTime, { query: { area: street, year: 2025 } });
    expect(nobody.body.rows.every((row) => row.percent === null)).toBe(true);
    const reference = await app.system.reference.current();
    const areaId = [...reference.tree.areas.values()].find((area) => area.versions[0]!.code === community)!.areaId;
    expect(
      await onTimeRate(
        app.system.db.kysely,
        reference,
        await listSubmissionForms(app.system.db),
        areaId,
        2026,
        '2026-11-06',
      ),
    ).toMatchObject({
      late: 1,
      percent: 0,
    });
  });
});

describe('correction forms', () => {
  const wish = {
    area: community,
    form,
    period,
    row: 'newly-registered-unemployed',
    column: 'total',
    wrong: '少报一人',
    reason: '登记表晚到',
    evidence: '登记表第 12 号',
  };
  const ask = (persona: Persona, over: object = {}) =>
    app.call(persona, submissionContracts.askCorrection, { body: { ...wish, ...over } as never });
  const list = async (persona: Persona, area: string) =>
    (await app.call(persona, submissionContracts.corrections, { query: { area, form, period } })).body.corrections;
  const decide = (persona: Persona, correctionId: string, version = 1, accepted = true) =>
    app.call(persona, submissionContracts.decideCorrection, {
      params: { correctionId },
      body: { version, accepted, decision: '情况属实' },
    });

  it('belong to closed reports, are decided by the level above, and never change the sealed number', async () => {
    expect((await ask('worker')).error?.code).toBe('submission.not-closed');
    const closing = await app.call('city', reportContracts.close, {
      body: { area: city, month: period, force: false, reason: '' },
    });
    await app.system.tasks.runNow(closing.body.taskId);
    expect((await ask('clerk')).error?.code).toBe('submission.correction-not-owner');
    expect((await ask('worker', { correctedValue: '3' })).error?.code).toBe('submission.value-from-records');
    expect((await ask('worker', { column: 'nobody' })).error?.code).toBe('report.unknown-cell');
    const { body, error } = await ask('worker');
    expect(error).toBeUndefined();
    const before = (await list('worker', community))[0]!;
    expect(before).toMatchObject({ state: 'asked', sealedValue: '2', mayDecide: false, adjustments: [] });
    expect((await list('clerk', street))[0]).toMatchObject({ correctionId: body.correctionId, mayDecide: true });
    expect((await list('siblingWorker', sibling)).length).toBe(0);
    expect((await decide('worker', body.correctionId)).status).toBe(403);
    expect((await decide('otherDistrict', body.correctionId)).status).toBe(404);
    expect((await decide('clerk', body.correctionId, 7)).error?.code).toBe('request.changed-meanwhile');
    expect((await decide('clerk', body.correctionId)).status).toBe(200);
    expect((await decide('clerk', body.correctionId, 2)).error?.code).toBe('submission.correction-decided');

    // The correction itself: the record, booked in the open month (kernel K4).
    const residentId = await addResident(app, { name: '孙丽' });
    await app.call('worker', unemploymentContracts.register, {
      params: { residentId },
      body: {
        registeredOn: '2026-10-28',
        unemployedSince: '2026-10-28',
        reason: '02',
        nature: '1',
        jobWish: '',
        trainingWish: '',
        promiseSigned: true,
      },
    });
    const after = (await list('worker', community))[0]!;
    expect(after).toMatchObject({ state: 'accepted', decision: '情况属实', sealedValue: '2' });
    expect(after.adjustments).toEqual([{ month: '2026-11', value: 1 }]);
    expect(await verifyReports(app.system)).toMatchObject({ differences: 0, reports: 1 });
  });

  it('print on one sheet, and the board exports what it shows', async () => {
    const [correction] = await list('worker', community);
    const printed = await app.call('worker', submissionContracts.printCorrection, {
      params: { correctionId: correction!.correctionId },
      body: { purpose: '存档' },
    });
    expect(printed.raw.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    const answer = await app.call('clerk', submissionContracts.exportBoard, {
      body: { area: street, form, period, below: 'children', purpose: '通报' },
    });
    expect(answer.error).toBeUndefined();
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(answer.raw.rawPayload as unknown as Parameters<ExcelJS.Xlsx['load']>[0]);
    const text: string[] = [];
    workbook.worksheets[0]!.eachRow((row) => void text.push((row.values as unknown[]).join('|')));
    expect(text.join('\n')).toContain('贺家弄社区居委会|锁定|2026-11-02');
  });
});
