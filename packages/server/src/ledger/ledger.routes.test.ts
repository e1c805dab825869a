import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { ledgerContracts } from '@renshe/domain/ledger/ledger.contract.ts';
import { reportContracts } from '@renshe/domain/report/report.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addResident, registerUnemployed } from '../../test/make-resident.ts';
import type { Persona } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { removeExpiredFiles } from './task-file.ts';

const community = '321102001001';
const sibling = '321102001004';
const street = '321102001000';

let app: TestApp;
const people: string[] = [];
const registrations: string[] = [];
beforeAll(async () => {
  app = await openTestApp({ openedOn: '2026-09-01' });
  for (const [name, birthOn, on] of [
    ['钱小红', '1970-05-01', '2026-10-12'],
    ['安大伟', '1990-02-03', '2026-09-14'],
    ['白一鸣', '1988-08-08', '2026-10-20'],
  ] as const) {
    const residentId = await addResident(app, { name, birthOn });
    people.push(residentId);
    registrations.push((await registerUnemployed(app, 'worker', residentId, on)).registrationId);
  }
  const other = await addResident(app, { name: '邻居甲', areaCode: sibling });
  people.push(other);
  await registerUnemployed(app, 'siblingWorker', other, '2026-10-15');
});
afterAll(() => app.close());

async function rows(persona: Persona, ledger: string, query: object = {}) {
  const { body, error } = await app.call(persona, ledgerContracts.rows, { params: { ledger }, query });
  expect(error).toBeUndefined();
  return body;
}
const names = (answer: { rows: { cells: Record<string, unknown> }[] }) => answer.rows.map((row) => row.cells.name);

describe('ledgers', () => {
  it('list whoever the report counts, in the order of the ledger', async () => {
    const { body } = await app.call('worker', ledgerContracts.list);
    expect(body.problems).toEqual([]);
    expect(body.ledgers.length).toBeGreaterThan(14);
    const ledger = await rows('worker', 'registered-unemployed');
    expect(names(ledger)).toEqual(['安大伟', '白一鸣', '钱小红']);
    expect(ledger.rows[0]).toMatchObject({
      subjectKind: 'resident',
      inScope: true,
      cells: { sex: '2', registeredUnemployedOn: '2026-09-14', unemploymentReason: '02', community: '贺家弄社区' },
    });
    expect(ledger.rows[0]!.cells.citizenId).toMatch(/\*/);
    const report = await app.call('worker', reportContracts.monthly, { query: { area: community, month: '2026-11' } });
    const line = report.body.lines.find((one) => one.key === 'registered-unemployed');
    expect(ledger.count).toBe(line?.month.total);
  });
  it('as of an earlier day, of a month, a quarter, a year', async () => {
    expect(names(await rows('worker', 'registered-unemployed', { period: '2026-10-12' }))).toEqual([
      '安大伟',
      '钱小红',
    ]);
    expect(names(await rows('worker', 'newly-registered-unemployed', { period: '2026-10' }))).toEqual([
      '钱小红',
      '白一鸣',
    ]);
    expect((await rows('worker', 'newly-registered-unemployed', { period: '2026-Q4' })).count).toBe(2);
    expect((await rows('worker', 'newly-registered-unemployed', { period: '2026' })).count).toBe(3);
    for (const period of ['2026-10', '2030-01-01', '2026-W40']) {
      const { error } = await app.call('worker', ledgerContracts.rows, {
        params: { ledger: 'registered-unemployed' },
        query: { period },
      });
      expect(error?.code, period).toBe('ledger.period');
    }
  });
  it('are sorted, filtered and paged by the columns that they have, and by nothing else', async () => {
    const ask = (query: object) => rows('worker', 'registered-unemployed', query);
    expect(names(await ask({ sort: 'registeredUnemployedOn-desc' }))).toEqual(['白一鸣', '钱小红', '安大伟']);
    expect(names(await ask({ where: 'registeredUnemployedOn:2026-10-01~' }))).toEqual(['白一鸣', '钱小红']);
    expect(names(await ask({ where: 'name*大' }))).toEqual(['安大伟']);
    expect(names(await ask({ where: 'hardship+' }))).toEqual([]);
    expect(names(await ask({ where: 'unemploymentReason:02;lastContactOn-' }))).toHaveLength(3);
    const second = await ask({ limit: 1, offset: 1 });
    expect([second.count, names(second)]).toEqual([3, ['白一鸣']]);
    expect(await ask({ limit: 1, offset: 9 })).toMatchObject({ count: 3, rows: [] });
    const few = await ask({ columns: 'name,age,unemployedMonths,statutoryRetirementOn' });
    expect(Object.keys(few.rows[0]!.cells)).toEqual(['name', 'age', 'unemployedMonths', 'statutoryRetirementOn']);
    expect(few.rows[0]!.cells).toMatchObject({ age: 36 });
    for (const query of [
      { sort: 'citizenId' },
      { where: 'phone+' },
      { where: 'citizenId*3211' },
      { columns: 'name,contactedOn' },
      { columns: 'name,citizen_id_cipher' },
      { where: 'age>30' },
      { where: "name*'; drop" },
      { sort: 'name;drop' },
    ]) {
      const { error } = await app.call('worker', ledgerContracts.rows, {
        params: { ledger: 'registered-unemployed' },
        query,
      });
      expect(error?.code, JSON.stringify(query)).toBe('ledger.columns');
    }
  });
  it('hold to the scope in rows, counts, files and paper', async () => {
    expect(names(await rows('siblingWorker', 'registered-unemployed'))).toEqual(['邻居甲']);
    expect((await rows('clerk', 'registered-unemployed')).count).toBe(4);
    expect((await rows('clerk', 'registered-unemployed', { area: sibling })).count).toBe(1);
    const outside = await app.call('worker', ledgerContracts.rows, {
      params: { ledger: 'registered-unemployed' },
      query: { area: street },
    });
    expect(outside.status).toBe(403);
    expect((await app.call('auditor', ledgerContracts.list)).status).toBe(403);
    const unknown = await app.call('worker', ledgerContracts.rows, { params: { ledger: 'no-such' } });
    expect(unknown.error?.code).toBe('ledger.unknown');
  });
  it('list visits, households and those who left', async () => {
    await app.call('worker', contactContracts.record, {
      params: { residentId: people[0]! },
      body: {
        contactedOn: '2026-11-20',
        way: 'visit',
        outcome: '01',
        service: null,
        note: '在家，想学电工',
        nextOn: '2026-12-20',
      },
    });
    expect((await rows('worker', 'visits')).rows[0]?.cells).toMatchObject({
      name: '钱小红',
      outcome: '01',
      contactNote: '在家，想学电工',
      nextOn: '2026-12-20',
    });
    expect((await rows('worker', 'registered-unemployed', { where: 'lastContactOn+' })).count).toBe(1);
    const file = (await app.call('worker', residentContracts.file, { params: { residentId: people[1]! } })).body;
    const ended = await app.call('worker', residentContracts.end, {
      params: { residentId: people[1]! },
      body: { version: file.version, reason: 'moved-out', on: '2026-11-18', note: '迁往外地' },
    });
    expect(ended.error).toBeUndefined();
    expect((await rows('worker', 'departed')).rows.map((row) => row.cells)).toEqual([
      expect.objectContaining({ name: '安大伟', leftOn: '2026-11-18', leftReason: 'moved-out' }),
    ]);
    expect(names(await rows('worker', 'registered-unemployed'))).toEqual(['白一鸣', '钱小红']);
    expect((await rows('worker', 'households')).rows.every((row) => row.subjectKind === 'household')).toBe(true);
    expect((await rows('worker', 'dual-unemployed-families')).count).toBe(0);
  });
  it('every delivered ledger answers, sorted by each of its columns', async () => {
    const { ledgers } = (await app.call('city', ledgerContracts.list)).body;
    for (const one of ledgers) {
      const all = await rows('city', one.key, { columns: one.allColumns.join(',') });
      expect(all.count, one.key).toBeGreaterThanOrEqual(0);
      for (const sort of one.columns) {
        const { error } = await app.call('city', ledgerContracts.rows, {
          params: { ledger: one.key },
          query: { sort: `${sort}-desc` },
        });
        expect([undefined, 'ledger.columns'], `${one.key} ${sort}`).toContain(error?.code);
      }
    }
  });
  it('are exported and printed with purpose, in the reader’s words, and audited', async () => {
    const call = {
      params: { ledger: 'registered-unemployed' },
      body: { purpose: '月底核对', where: 'unemploymentReason:02' },
    };
    const file = await app.call('worker', ledgerContracts.export, { ...call, language: 'en' });
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(file.raw.rawPayload as unknown as Parameters<ExcelJS.Xlsx['load']>[0]);
    const [sheet] = workbook.worksheets;
    expect(sheet!.getRow(3).getCell(1).value).toBe('Filter: Reason: Employment relation ended');
    const heads = sheet!.getRow(4).values as unknown[];
    expect(heads).toEqual(expect.arrayContaining(['No.', 'Name', 'Reason']));
    expect(sheet!.getRow(5).getCell(heads.indexOf('Reason')).value).toBe('Employment relation ended');
    const paper = await app.call('worker', ledgerContracts.print, call);
    expect([paper.status, paper.raw.rawPayload.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    const events = await sql<{ action: string; purpose: string; details: { rows: number; ledger: string } }>`
      select action, purpose, details from audit_event where action like 'ledger.%' order by at`.execute(
      app.system.db.kysely,
    );
    expect(events.rows.map((one) => [one.action, one.purpose, one.details.rows])).toEqual([
      ['ledger.exported', '月底核对', 2],
      ['ledger.printed', '月底核对', 2],
    ]);
    expect((await app.call('system', ledgerContracts.export, call)).status).toBe(403);
  });
  it('of a registration list the registration', async () => {
    const registration = await app.call('worker', unemploymentContracts.deregister, {
      params: { residentId: people[2]!, registrationId: registrations[2]! },
      body: { version: 1, endedOn: '2026-11-20', reason: '07', evidence: '材料', note: '' },
    });
    expect(registration.error).toBeUndefined();
    expect(names(await rows('worker', 'deregistered-unemployed'))).toContain('白一鸣');
  });
  it('are kept as views, for oneself or for the office', async () => {
    const params = { ledger: 'registered-unemployed' };
    const state = { columns: 'name,phone', where: 'name*钱', sort: 'name-desc' };
    const save = (persona: Persona, name: string, more: object = {}) =>
      app.call(persona, ledgerContracts.saveView, { params, body: { name, shared: false, state, ...more } });
    const seen = async (persona: Persona) =>
      (await app.call(persona, ledgerContracts.listViews)).body.views.map((one) => [one.name, one.mine]);
    const { body: mine } = await save('worker', '钱家');
    expect(await seen('worker')).toEqual([['钱家', true]]);
    expect(await seen('siblingWorker')).toEqual([]);
    expect((await save('worker', '钱家')).error?.code).toBe('ledger.view-name-taken');
    expect((await save('worker', '错的', { state: { sort: 'citizenId' } })).error?.code).toBe('ledger.columns');
    expect((await save('worker', '错期', { state: { period: '2026-10' } })).error?.code).toBe('ledger.period');
    const view = { viewId: mine.viewId };
    const changed = { version: 1, name: '钱姓', shared: true };
    expect((await app.call('siblingWorker', ledgerContracts.changeView, { params: view, body: changed })).status).toBe(
      404,
    );
    expect((await app.call('worker', ledgerContracts.changeView, { params: view, body: changed })).status).toBe(200);
    expect((await app.call('worker', ledgerContracts.changeView, { params: view, body: changed })).status).toBe(409);
    const kept = (await app.call('worker', ledgerContracts.listViews)).body.views[0];
    expect(kept).toMatchObject({ name: '钱姓', shared: true, version: 2, state });
    expect((await app.call('worker', ledgerContracts.deleteView, { params: view, body: { version: 2 } })).status).toBe(
      200,
    );
    expect(await seen('worker')).toEqual([]);
    const log = await sql<{ action: string; details: unknown }>`
      select action, details from audit_event where action like 'ledger.view%' order by action`.execute(
      app.system.db.kysely,
    );
    expect(log.rows.map((one) => one.action)).toEqual([
      'ledger.view-changed',
      'ledger.view-deleted',
      'ledger.view-saved',
    ]);
    // Whom somebody looks for does not stand in the log.
    expect(JSON.stringify(log.rows)).not.toContain('name*钱');
  });
  it('are exported in the background for who asked, until the days of the file are over', async () => {
    const params = { ledger: 'registered-unemployed' };
    const body = { purpose: '全区核对', where: 'name*钱' };
    const { body: started } = await app.call('worker', ledgerContracts.startExport, { params, body });
    await app.system.tasks.runNow(started.taskId);
    const fetching = { params: { taskId: started.taskId }, body: { purpose: '全区核对' } };
    const file = await app.call('worker', ledgerContracts.downloadExport, fetching);
    expect([file.status, file.raw.rawPayload.subarray(0, 2).toString()]).toEqual([200, 'PK']);
    expect(file.raw.rawPayload.toString('utf8')).toContain('失业人员登记台账-贺家弄社区');
    expect((await app.call('siblingWorker', ledgerContracts.downloadExport, fetching)).error?.code).toBe(
      'ledger.export-gone',
    );
    const log = await sql<{ action: string; details: { rows?: number; where?: string } }>`
      select action, details from audit_event where action like 'ledger.export-%' order by action`.execute(
      app.system.db.kysely,
    );
    expect(log.rows.map((one) => [one.action, one.details.rows])).toEqual([
      ['ledger.export-downloaded', 1],
      ['ledger.export-started', undefined],
      ['ledger.export-written', 1],
    ]);
    expect(JSON.stringify(log.rows)).not.toContain('钱');
    expect(await removeExpiredFiles(app.system)).toBe(0);
    const later = { ...app.system, clock: { ...app.system.clock, today: () => '2027-01-01' as const } };
    expect(await removeExpiredFiles(later)).toBe(1);
    expect((await app.call('worker', ledgerContracts.downloadExport, fetching)).error?.code).toBe('ledger.export-gone');
  });
  it('are defined by the city itself, checked, changed and withdrawn', async () => {
    const own = {
      key: 'city-men',
      zh: '本市男性失业台账',
      en: 'Men of the city',
      about: { zh: '男性登记失业人员。', en: 'Men registered as unemployed.' },
      source: { zh: '市局要求', en: 'the bureau' },
      rows: { kind: 'stock', indicator: 'registered-unemployed' },
      columns: ['name', 'phone'],
      conditions: [{ column: 'sex', is: ['1'] }],
    };
    const define = (persona: Persona, definition: object, version = 0) =>
      app.call(persona, ledgerContracts.define, { body: { text: JSON.stringify(definition), version } });
    expect((await define('worker', own)).status).toBe(403);
    const wrong = await define('city', { ...own, columns: ['name', 'nothing'], sort: [{ column: 'phone' }] });
    expect(wrong.error?.code).toBe('ledger.definition-wrong');
    expect(wrong.error?.message).toContain('columns[1]');
    expect((await define('city', { ...own, key: 'employed' })).error?.code).toBe('ledger.key-taken');
    expect((await define('city', own)).body).toEqual({ ledger: 'city-men' });
    expect((await define('city', own)).error?.code).toBe('ledger.key-taken');
    expect((await rows('worker', 'city-men')).count).toBe(0);
    expect((await define('city', { ...own, conditions: [] }, 1)).status).toBe(200);
    expect((await define('city', own, 1)).status).toBe(409);
    expect((await rows('worker', 'city-men')).count).toBe((await rows('worker', 'registered-unemployed')).count);
    const listed = (await app.call('worker', ledgerContracts.list)).body.ledgers.find((one) => one.key === 'city-men');
    expect(listed).toMatchObject({ own: true, zh: '本市男性失业台账', indicator: 'registered-unemployed' });
    const params = { ledger: 'city-men' };
    expect((await app.call('city', ledgerContracts.withdraw, { params, body: { version: 1 } })).status).toBe(409);
    expect((await app.call('city', ledgerContracts.withdraw, { params, body: { version: 2 } })).status).toBe(200);
    expect((await app.call('worker', ledgerContracts.rows, { params, query: {} })).status).toBe(404);
    expect((await define('city', own)).status).toBe(200);
    expect((await app.call('city', ledgerContracts.listOwn)).body.definitions).toMatchObject([{ version: 4 }]);
  });
});
