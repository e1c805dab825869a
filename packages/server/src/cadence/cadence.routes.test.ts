import { cadenceContracts } from '@renshe/domain/cadence/cadence.contract.ts';
import { reportContracts } from '@renshe/domain/report/report.contract.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addResident, registerUnemployed } from '../../test/make-resident.ts';
import type { Persona } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { cadenceRules, parseCadenceRules } from './cadence-rules.ts';

const city = '321100000000';
const district = '321102000000';
const street = '321102001000';
const community = '321102001001';

let app: TestApp;
let offices: Record<string, string>;
beforeAll(async () => {
  app = await openTestApp();
  const rows = await app.system.db.kysely
    .selectFrom('office')
    .innerJoin('area_version', 'area_version.area_id', 'office.area_id')
    .select(['office.office_id', 'area_version.code'])
    .execute();
  offices = Object.fromEntries(rows.map((row) => [row.code, row.office_id]));
});
afterAll(() => app.close());

const own = { heldOn: '2026-11-06', place: '社区活动室', people: 12, note: '' };
const record = (persona: Persona, more: Record<string, unknown> = {}) =>
  app.call(persona, cadenceContracts.record, {
    body: {
      ...own,
      officeId: offices[community]!,
      rule: 'community-information',
      period: '2026-W45',
      ...more,
    } as never,
  });
const month = async (persona: Persona, code: string, text = '2026-11') =>
  (
    await app.call(persona, cadenceContracts.office, {
      params: { officeId: offices[code]! },
      query: { month: text },
    })
  ).body;
const entry = async (persona: Persona, code: string, rule: string, period: string, text = '2026-11') =>
  (await month(persona, code, text)).entries.find((one) => one.rule.key === rule && one.period === period);

describe('the table of rules', () => {
  it('is read whole, with a source and the five working systems at the workstation', () => {
    const rules = cadenceRules();
    expect(rules.length).toBeGreaterThan(15);
    expect(new Set(rules.filter((r) => r.level === 'workstation').flatMap((r) => r.system ?? [])).size).toBe(5);
  });
  it.each([
    ['x,somewhere,weekly,last-day,manual,,,甲,A,手册', 'level'],
    ['x,workstation,hourly,last-day,manual,,,甲,A,手册', 'rhythm'],
    ['x,workstation,weekly,soon,manual,,,甲,A,手册', 'due'],
    ['x,workstation,weekly,last-day,report,,,甲,A,手册', 'form'],
    ['x,workstation,weekly,last-day,manual,,other,甲,A,手册', 'system'],
    ['x,workstation,weekly,last-day,manual,,,甲,A,', 'source'],
  ])('names the line and field that is wrong: %s', (row, field) => {
    const head = 'key,level,rhythm,due,evidence,form,system,zh,en,source';
    expect(() => parseCadenceRules(`${head}\n${row}`)).toThrow(`line 2: ${field}`);
  });
});

describe('a record by hand', () => {
  it('makes the occurrence done, on time or late', async () => {
    expect(await entry('worker', community, 'community-information', '2026-W45')).toMatchObject({
      dueOn: '2026-11-06',
      state: 'missing',
      mayRecord: true,
    });
    expect((await record('worker')).status).toBe(200);
    expect(await entry('clerk', community, 'community-information', '2026-W45')).toMatchObject({
      state: 'on-time',
      doneOn: '2026-11-06',
      mayRecord: false,
      records: [{ place: '社区活动室', people: 12, enteredBy: 'worker', mayChange: false }],
    });
    await record('worker', { period: '2026-W46', heldOn: '2026-11-16' });
    expect(await entry('worker', community, 'community-information', '2026-W46')).toMatchObject({ state: 'late' });
  });
  it('is the own office’s, of a rule of that office, within its time', async () => {
    expect((await record('clerk')).error?.code).toBe('cadence.not-own-office');
    expect((await record('siblingWorker')).status).toBe(404);
    expect((await record('worker', { rule: 'street-fair' })).error?.code).toBe('cadence.unknown-rule');
    expect((await record('worker', { period: '2026-11' })).error?.code).toBe('cadence.wrong-period');
    expect((await record('worker', { period: '2026-W60' })).error?.code).toBe('cadence.wrong-period');
    expect((await record('worker', { period: '0000-W01' })).status).toBe(422);
    expect((await record('worker', { heldOn: '2026-11-21' })).error?.code).toBe('cadence.future');
    expect((await record('worker', { heldOn: '2026-11-01' })).error?.code).toBe('cadence.before-period');
    const report = { rule: 'community-monthly-report', period: '2026-10', heldOn: '2026-11-02' };
    expect((await record('worker', report)).error?.code).toBe('cadence.not-manual');
  });
  it('is changed against its version and voided with a reason, until the end of the following month', async () => {
    const period = '2026-10';
    const made = await record('worker', { rule: 'community-ledger', period, heldOn: '2026-10-30' });
    const params = { recordId: made.body.recordId };
    const change = (persona: Persona, version: number) =>
      app.call(persona, cadenceContracts.changeRecord, { params, body: { ...own, heldOn: '2026-10-31', version } });
    expect((await change('siblingWorker', 1)).status).toBe(404);
    expect((await change('worker', 1)).status).toBe(200);
    expect((await change('worker', 1)).status).toBe(409);
    const old = { rule: 'community-ledger', period: '2026-09', heldOn: '2026-09-30' };
    expect((await record('worker', old)).error?.code).toBe('cadence.too-old');
    const heldOn = (on: string) =>
      app.system.db.kysely
        .updateTable('cadence_record')
        .set({ held_on: on })
        .where('record_id', '=', made.body.recordId)
        .execute();
    await heldOn('2026-09-30');
    expect((await change('worker', 2)).error?.code).toBe('cadence.too-old');
    await heldOn('2026-10-31');
    const body = { version: 2, reason: '误录' };
    expect((await app.call('worker', cadenceContracts.voidRecord, { params, body })).status).toBe(200);
    expect(await entry('worker', community, 'community-ledger', period, '2026-10')).toMatchObject({ state: 'missing' });
  });
});

describe('evidence that the system holds itself', () => {
  it('a monthly report counts from the day it was handed in', async () => {
    const rule = 'community-monthly-report';
    expect(await entry('worker', community, rule, '2026-10')).toMatchObject({ dueOn: '2026-11-02', state: 'missing' });
    const { error } = await app.call('worker', reportContracts.submit, {
      body: { area: community, month: '2026-10', version: 0 },
    });
    expect(error).toBeUndefined();
    expect(await entry('worker', community, rule, '2026-10')).toMatchObject({
      state: 'late',
      doneOn: '2026-11-20',
      mayRecord: false,
    });
  });
  it('the contacts of a month, or no object', async () => {
    const rule = 'community-tracking';
    expect(await entry('worker', community, rule, '2026-10', '2026-10')).toMatchObject({
      state: 'no-object',
      wanted: 0,
    });
    const residentId = await addResident(app);
    await registerUnemployed(app, 'worker', residentId, '2026-09-10');
    expect(await entry('worker', community, rule, '2026-10', '2026-10')).toMatchObject({
      state: 'missing',
      wanted: 1,
      done: 0,
    });
  });
});

describe('the boards', () => {
  it('show the own office and those below, with a percentage over what was due', async () => {
    const { body } = await app.call('clerk', cadenceContracts.matrix, { query: { area: street, month: '2026-11' } });
    expect(body.levels.map((level) => [level.level, level.offices.length])).toEqual([
      ['street-office', 1],
      ['workstation', 3],
    ]);
    const workstation = body.levels[1]!;
    const row = workstation.offices.find((one) => one.office.officeId === offices[community])!;
    const at = workstation.rules.findIndex((rule) => rule.key === 'community-information');
    // Fridays of November: 6 on time, 13 late, 20 and 27 not yet due.
    expect(row.cells[at]).toEqual({ 'on-time': 1, late: 1, missing: 0, pending: 2, 'no-object': 0 });
    const { due, share } = await month('worker', community);
    expect(row).toMatchObject({ due, share });
    expect(
      (await app.call('worker', cadenceContracts.matrix, { query: { area: street, month: '2026-11' } })).status,
    ).toBe(403);
    const future = await month('worker', community, '2027-06');
    expect(future).toMatchObject({ share: null, due: 0 });
  });
  it('list what is missing below, and what is due at the own office', async () => {
    const { body } = await app.call('district', cadenceContracts.late, {
      query: { area: district, month: '2026-11', limit: 5 },
    });
    expect(body.entries).toHaveLength(5);
    expect(body.count).toBeGreaterThan(5);
    expect(body.entries.every((one) => one.state === 'missing' || one.state === 'late')).toBe(true);
    const { entries } = (await app.call('worker', cadenceContracts.own)).body;
    expect(new Set(entries.map((one) => one.office.officeId))).toEqual(new Set([offices[community]]));
    expect(entries.some((one) => one.state === 'missing')).toBe(true);
    expect(entries.every((one) => one.state === 'missing' || one.dueOn <= '2026-11-23')).toBe(true);
  });
  it('tell of the five working systems whether they are complete', async () => {
    const { systems } = await month('worker', community);
    expect(systems.map((one) => one.system)).toEqual(['analysis', 'information', 'tracking', 'ledger', 'statistics']);
    expect(systems.find((one) => one.system === 'statistics')?.complete).toBe(true);
    expect(systems.find((one) => one.system === 'analysis')?.complete).toBe(false);
    expect(systems.find((one) => one.system === 'ledger')?.complete).toBeNull();
  });
  it('print and export', async () => {
    const body = { area: city, month: '2026-11', purpose: '检查' };
    const file = await app.call('city', cadenceContracts.exportXlsx, { body });
    expect(file.raw.rawPayload.subarray(0, 2).toString()).toBe('PK');
    const pdf = await app.call('city', cadenceContracts.exportPdf, { body });
    expect(pdf.raw.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  });
});
