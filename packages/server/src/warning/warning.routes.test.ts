import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { monitoredEmployerContracts } from '@renshe/domain/monitored-employer/monitored-employer.contract.ts';
import { reportContracts } from '@renshe/domain/report/report.contract.ts';
import { type WarningRow, warningContracts } from '@renshe/domain/warning/warning.contract.ts';
import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addResident, registerUnemployed } from '../../test/make-resident.ts';
import type { Persona } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';

const district = '321102000000';
const street = '321102001000';
const community = '321102001001';
const sibling = '321102001004';
const november = '2026-11';
const october = '2026-10';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp({ openedOn: '2026-10-01' });
  // Small numbers speak in this small city.
  await app.system.db.kysely
    .updateTable('parameter')
    .set({ value: JSON.stringify(3) })
    .where('key', '=', 'warning.least_base')
    .execute();
  for (const on of ['2026-10-02', '2026-10-05', '2026-10-09', '2026-11-03', '2026-11-05'])
    await unemployed('worker', await addResident(app), on);
  await unemployed('siblingWorker', await addResident(app, { areaCode: sibling }), '2026-10-12');
});
afterAll(() => app.close());

const unemployed = (persona: Persona, residentId: string, registeredOn: string) =>
  registerUnemployed(app, persona, residentId, registeredOn);
const list = (persona: Persona, area: string, month = november) =>
  app.call(persona, warningContracts.list, { query: { area, month } });
async function warning(persona: Persona, area: string, indicator: string, month = november): Promise<WarningRow> {
  const { body, error } = await list(persona, area, month);
  expect(error).toBeUndefined();
  return body.warnings.find((one) => one.indicator === indicator && one.area.code === area)!;
}
const key = (area: string, version: number, month = november) => ({
  area,
  month,
  indicator: 'unemployed-month' as const,
  version,
});

describe('warnings', () => {
  it('are judged by the booked figures of the month, with numbers and parts', async () => {
    const row = await warning('district', street, 'unemployed-month');
    expect(row).toMatchObject({
      level: 'red',
      value: 50,
      limit: 20,
      case: null,
      sentence: { zh: '登记失业 6 人，比上月（4 人）增加 2 人，上升 50%，达到红色预警线 20%。' },
    });
    expect(row.parts.map((part) => [part.kind, part.value])).toEqual([
      ['term', 2],
      ['area', 2],
    ]);
    const { body } = await list('district', street);
    expect(body.open).toBe(true);
    expect(body.thresholds.find((one) => one.indicator === 'layoff-persons')).toMatchObject({
      limits: [20, 50, 100, 200],
      source: expect.stringContaining('劳动合同法'),
    });
    // The community that grew is there too, the one that did not is not.
    expect(body.warnings.filter((one) => one.indicator === 'unemployed-month').map((one) => one.area.code)).toEqual([
      street,
      community,
    ]);
  });
  it('stay inside one’s area, and answer for months that were counted', async () => {
    expect((await list('worker', street)).error?.code).toBe('request.outside-area');
    expect((await list('siblingWorker', community)).error?.code).toBe('request.outside-area');
    expect((await list('worker', community, '2026-09')).error?.code).toBe('warning.month-unknown');
    expect((await list('worker', community, '2026-12')).error?.code).toBe('warning.month-unknown');
    expect((await list('worker', community, october)).body.warnings).toEqual([
      expect.objectContaining({ indicator: 'unemployment-rate', level: 'red' }),
    ]);
  });
  it('count overdue contacts of today, and layoffs of the panel', async () => {
    // As if the October registrations had been entered then: a contact is due a month after the entry.
    await sql`update duty d set due_on = '2026-11-12' from unemployment_registration u
      where u.registration_id = d.anchor and u.registered_on < '2026-11-01' and d.kind = 'unemployment-contact'`.execute(
      app.system.db.kysely,
    );
    const row = await warning('worker', community, 'contact-overdue');
    expect(row).toMatchObject({
      level: 'red',
      value: 60,
      sentence: { zh: expect.stringContaining('逾期未联系 3 人') },
    });
    const added = await app.call('worker', monitoredEmployerContracts.add, {
      body: {
        creditCode: '91350100M000100Y43',
        name: '恒顺机械有限公司',
        industry: 'C',
        keyEmployer: false,
        contactName: '赵经理',
        phone: '',
        area: community,
        fromOn: '2026-10-01',
      },
    });
    expect(added.error).toBeUndefined();
    const reported = await app.call('worker', monitoredEmployerContracts.reportMonth, {
      params: { employerId: added.body.employerId, month: november },
      body: {
        staffStart: 300,
        hired: 0,
        departed: 30,
        laidOff: 24,
        staffEnd: 270,
        reason: '05',
        outlook: 'down',
        note: '',
        version: 0,
      },
    });
    expect(reported.body).toMatchObject({ large: true });
    expect(await warning('clerk', street, 'layoff-share')).toMatchObject({
      level: 'orange',
      value: 8,
      parts: [{ kind: 'employer', zh: '恒顺机械有限公司', value: 24 }],
    });
    expect(await warning('clerk', street, 'layoff-persons')).toMatchObject({ level: 'blue', value: 24 });
  });
  it('are acknowledged, told upwards and downwards, handled and closed', async () => {
    expect(
      (await app.call('worker', warningContracts.inform, { body: { ...key(street, 0), direction: 'up' } })).status,
    ).toBe(403);
    // Asked before: whom it would reach.
    const reaches = async (direction: 'up' | 'down') =>
      (
        await app.call('clerk', warningContracts.recipients, {
          query: { area: street, month: november, indicator: 'unemployed-month', direction },
        })
      ).body.offices;
    expect(await reaches('up')).toHaveLength(1);
    const asked = await reaches('down');
    const told = await app.call('clerk', warningContracts.inform, { body: { ...key(street, 0), direction: 'down' } });
    expect(told.error).toBeUndefined();
    expect(told.body.offices).toHaveLength(1);
    expect(asked).toEqual([{ name: told.body.offices[0], waiting: false }]);
    expect(await reaches('down')).toEqual([{ name: told.body.offices[0], waiting: true }]);
    expect(
      (
        await app.call('siblingWorker', warningContracts.recipients, {
          query: { area: street, month: november, indicator: 'unemployed-month', direction: 'down' },
        })
      ).status,
    ).toBe(403);
    let row = await warning('clerk', street, 'unemployed-month');
    expect(row.case).toMatchObject({
      state: 'acknowledged',
      level: 'red',
      value: 50,
      version: 2,
      acknowledgedBy: 'clerk',
    });
    // The same office is not told twice while it has not taken note.
    await app.call('clerk', warningContracts.inform, { body: { ...key(street, 2), direction: 'down' } });
    expect((await warning('clerk', street, 'unemployed-month')).case?.notices).toHaveLength(1);
    const up = await app.call('clerk', warningContracts.inform, {
      body: { ...key(street, 3), direction: 'up', how: 'phone', note: '已电话说明' },
    });
    expect(up.error).toBeUndefined();
    const desk = await app.call('worker', warningContracts.notices);
    expect(desk.body.notices).toEqual([
      expect.objectContaining({ indicator: 'unemployed-month', level: 'red', toldBy: 'clerk', inScope: false }),
    ]);
    expect((await app.call('siblingWorker', warningContracts.notices)).body.notices).toEqual([]);
    const params = { noticeId: desk.body.notices[0]!.noticeId };
    expect((await app.call('siblingWorker', warningContracts.confirmNotice, { params })).status).toBe(404);
    expect((await app.call('worker', warningContracts.confirmNotice, { params })).status).toBe(200);
    expect((await app.call('worker', warningContracts.confirmNotice, { params })).status).toBe(404);
    expect((await app.call('worker', warningContracts.notices)).body.notices).toEqual([]);

    const measure = { measure: '开展专场招聘', responsible: '周芳', dueOn: '2026-12-10' };
    expect(
      (
        await app.call('clerk', warningContracts.handle, {
          body: { ...key(street, 4), ...measure, dueOn: '2026-11-01' },
        })
      ).error?.code,
    ).toBe('warning.due-in-past');
    const both = await Promise.all([
      app.call('clerk', warningContracts.handle, { body: { ...key(street, 4), ...measure } }),
      app.call('district', warningContracts.handle, { body: { ...key(street, 4), ...measure } }),
    ]);
    expect(both.map((one) => one.status).sort()).toEqual([200, 409]);
    expect(
      (await app.call('clerk', warningContracts.close, { body: { ...key(street, 5), result: '已回落' } })).status,
    ).toBe(200);
    expect((await app.call('clerk', warningContracts.acknowledge, { body: key(street, 6) })).error?.code).toBe(
      'warning.wrong-state',
    );
    row = await warning('district', street, 'unemployed-month');
    expect(row.case).toMatchObject({
      state: 'closed',
      result: '已回落',
      responsible: '周芳',
    });
    expect(row.case?.notices.toSorted((a, b) => (a.direction < b.direction ? -1 : 1))).toMatchObject([
      { direction: 'down', confirmedBy: 'worker' },
      { direction: 'up', how: 'phone', confirmedAt: null },
    ]);
    const ledger = await app.call('district', warningContracts.cases, { query: { area: district, state: 'closed' } });
    expect(ledger.body).toMatchObject({ count: 1, cases: [{ area: { code: street }, state: 'closed' }] });
    expect((await app.call('siblingWorker', warningContracts.cases, { query: { area: sibling } })).body.count).toBe(0);
  });
  it('go out as a sheet in the reader’s language, audited', async () => {
    const body = { area: district, state: 'closed' as const, purpose: '例会' };
    const lines: string[][] = [];
    for (const language of ['zh', 'en'] as const) {
      const answer = await app.call('district', warningContracts.exportCases, { body, language });
      expect(answer.error).toBeUndefined();
      const workbook = new ExcelJS.Workbook();
      await workbook.xlsx.load(answer.raw.rawPayload as unknown as Parameters<ExcelJS.Xlsx['load']>[0]);
      workbook.worksheets[0]!.eachRow((row) => lines.push((row.values as unknown[]).map(String)));
    }
    const about = (word: string) => lines.filter((line) => line.includes(word));
    expect(about('红色')).toEqual([expect.arrayContaining(['2026-11', '50', '已办结', '开展专场招聘', '已回落'])]);
    expect(about('red')).toEqual([expect.arrayContaining(['Registered unemployed against last month (%)', 'closed'])]);
    expect(lines.flat().join()).toContain('Exported by');
    const { rows } = await sql<{ purpose: string; details: unknown }>`
      select purpose, details from audit_event where action = 'warning.exported' limit 1`.execute(app.system.db.kysely);
    expect(rows[0]).toMatchObject({ purpose: '例会', details: { rows: 1, state: 'closed' } });
    expect((await app.call('siblingWorker', warningContracts.exportCases, { body })).status).toBe(403);
  });
  it('that do not exist cannot be acknowledged', async () => {
    expect((await app.call('siblingWorker', warningContracts.acknowledge, { body: key(sibling, 0) })).error?.code).toBe(
      'warning.none',
    );
  });
  it('keep what was recorded when the figures fall', async () => {
    await app.call('worker', warningContracts.acknowledge, {
      body: { area: community, month: november, indicator: 'contact-overdue', version: 0 },
    });
    const { rows } = await sql<{ resident_id: string; registration_id: string }>`
      select resident_id, registration_id from unemployment_registration where registered_on < '2026-11-01'`.execute(
      app.system.db.kysely,
    );
    for (const { resident_id } of rows)
      await app.call('worker', contactContracts.record, {
        params: { residentId: resident_id },
        body: { contactedOn: '2026-11-19', way: 'phone', outcome: '01', service: null, note: '', nextOn: null },
      });
    expect(await warning('worker', community, 'contact-overdue')).toMatchObject({
      level: null,
      value: null,
      case: { level: 'red', value: 60, state: 'acknowledged' },
    });
  });
  it('are recorded when the month closes', async () => {
    const close = await app.call('district', reportContracts.close, {
      body: { area: district, month: october, force: true, reason: '逾期未报' },
    });
    expect(close.error).toBeUndefined();
    await app.system.tasks.runNow(close.body.taskId);
    const { rows } = await sql<{ indicator: string; state: string; recorded_by: string | null }>`
      select indicator, state, recorded_by from warning_case where month = 202610 order by area_id, indicator`.execute(
      app.system.db.kysely,
    );
    expect(rows).toContainEqual({ indicator: 'unemployment-rate', state: 'recorded', recorded_by: null });
    const { body } = await list('worker', community, october);
    expect(body.open).toBe(false);
    expect(body.warnings[0]).toMatchObject({ indicator: 'unemployment-rate', case: { state: 'recorded' } });
  });
});
