import { ledgerContracts } from '@renshe/domain/ledger/ledger.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { type VolumeTable, volumeContracts } from '@renshe/domain/volume/volume.contract.ts';
import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addResident, registerUnemployed } from '../../test/make-resident.ts';
import type { Persona } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';

const street = '321102001000';
const district = '321102000000';
const community = '321102001001';
const sibling = '321102001004';

let app: TestApp;
let moved: string;
beforeAll(async () => {
  app = await openTestApp({ openedOn: '2026-09-01' });
  for (const [name, on] of [
    ['钱小红', '2026-10-12'],
    ['安大伟', '2026-09-14'],
  ] as const)
    await registerUnemployed(app, 'worker', await addResident(app, { name }), on);
  moved = await addResident(app, { name: '邻居甲', areaCode: sibling });
  await registerUnemployed(app, 'siblingWorker', moved, '2026-10-15');
  const elsewhere = await addResident(app, { name: '他区人', areaCode: '321111001005' });
  await registerUnemployed(app, 'otherWorker', elsewhere, '2026-10-15');
});
afterAll(() => app.close());

async function table(persona: Persona, query: object = {}): Promise<VolumeTable> {
  const { body, error } = await app.call(persona, volumeContracts.table, { query });
  expect(error).toBeUndefined();
  return body;
}
const lineOf = (volume: VolumeTable, ledger: string) => volume.ledgers.find((one) => one.ledger === ledger)!;
const byName = (volume: VolumeTable, ledger: string) =>
  Object.fromEntries(
    volume.parts.map((part, at) => [part.code, lineOf(volume, ledger).counts[at]] as const).filter(([, n]) => n !== 0),
  );

describe('the volume of a street', () => {
  it('is that of one area when somebody works in two', async () => {
    await sql`insert into post (post_id, account_id, office_id, role, from_on, created_at)
        select gen_random_uuid(), a.account_id, p.office_id, 'community-worker', '2026-01-01', now() from account a, post p
      where a.account_id = ${app.accountIds.siblingWorker}::uuid and p.account_id = ${app.accountIds.otherWorker}::uuid`.execute(
      app.system.db.kysely,
    );
    const volume = await table('siblingWorker');
    expect(volume.area.code).toBe(sibling);
    expect(lineOf(volume, 'registered-unemployed')).toMatchObject({ sum: 1, whole: 1, difference: 0 });
    expect(volume.ledgers.every((one) => one.difference === 0)).toBe(true);
    await sql`delete from post where account_id = ${app.accountIds.siblingWorker}::uuid and from_on = '2026-01-01'`.execute(
      app.system.db.kysely,
    );
  });
  it('counts each community and the street apart, and they agree', async () => {
    const volume = await table('clerk');
    expect([volume.area.code, volume.level, volume.period]).toEqual([street, 'street', '2026-11']);
    expect(byName(volume, 'registered-unemployed')).toEqual({ [community]: 2, [sibling]: 1 });
    expect(lineOf(volume, 'registered-unemployed')).toMatchObject({ sum: 3, whole: 3, difference: 0 });
    expect(volume.ledgers.every((one) => one.difference === 0)).toBe(true);
  });
  it('every number is that of the ledger which it opens, for each community and for the street', async () => {
    const volume = await table('clerk', { period: '2026-10' });
    expect(volume.ledgers.length).toBeGreaterThan(18);
    for (const one of volume.ledgers)
      for (const [code, count] of [
        ...volume.parts.map((part, at) => [part.code, one.counts[at]!] as const),
        [street, one.whole] as const,
      ]) {
        const { body, error } = await app.call('clerk', ledgerContracts.rows, {
          params: { ledger: one.ledger },
          query: { area: code, period: one.period, limit: 1 },
        });
        expect(error, one.ledger).toBeUndefined();
        expect(body.count, `${one.ledger} ${code}`).toBe(count);
      }
  });
  it('of a day holds who stands there, of a month what happened too; of the ledgers that are chosen', async () => {
    const day = await table('clerk', { period: '2026-10-13' });
    expect(day.ledgers.every((one) => one.rows === 'stock' && one.period === '2026-10-13')).toBe(true);
    expect(lineOf(day, 'registered-unemployed').sum).toBe(2);
    const month = await table('clerk', { period: '2026-10', ledgers: 'newly-registered-unemployed,visits' });
    expect(month.ledgers.map((one) => [one.ledger, one.sum])).toEqual([
      ['newly-registered-unemployed', 2],
      ['visits', 0],
    ]);
    for (const [query, code] of [
      [{ period: '2026-Q3' }, 'volume.period'],
      [{ period: '2026-12' }, 'volume.period'],
      [{ ledgers: 'no-such' }, 'volume.ledgers'],
      [{ period: '2026-10-13', ledgers: 'visits' }, 'volume.ledgers'],
    ] as const) {
      const { error } = await app.call('clerk', volumeContracts.table, { query });
      expect(error?.code, JSON.stringify(query)).toBe(code);
    }
  });
  it('holds to the scope: a worker has her community, a district its streets, a city none', async () => {
    const own = await table('worker');
    expect([own.level, own.parts.map((part) => part.code)]).toEqual(['community', [community]]);
    expect(lineOf(own, 'registered-unemployed')).toMatchObject({ counts: [2], whole: 2, difference: 0 });
    expect((await app.call('worker', volumeContracts.table, { query: { area: street } })).status).toBe(403);
    expect((await app.call('clerk', volumeContracts.table, { query: { area: district } })).status).toBe(403);
    const summary = await table('district');
    expect([summary.level, byName(summary, 'registered-unemployed')]).toEqual(['district', { [street]: 3 }]);
    expect((await app.call('city', volumeContracts.table, {})).error?.code).toBe('volume.level');
    expect((await table('city', { area: district })).ledgers.every((one) => one.difference === 0)).toBe(true);
    expect((await app.call('auditor', volumeContracts.table, {})).status).toBe(403);
  });
  it('names who makes a difference, and why', async () => {
    const { rows } = await sql<{ id: string }>`
      insert into fact (district_id, subject_id, indicator, area_id, cell, effective_on, booked_month, quantity, record_id, cause)
      select district_id, subject_id, indicator, (select area_id from area_version where code = ${community} limit 1), cell, effective_on, booked_month, quantity, gen_random_uuid(), cause
      from fact where subject_id = ${moved}::uuid and indicator = 'registered-unemployed' and cell = '' and quantity > 0 returning id::text as id`.execute(
      app.system.db.kysely,
    );
    expect(rows).toHaveLength(1);
    const volume = await table('clerk');
    expect(lineOf(volume, 'registered-unemployed')).toMatchObject({ sum: 4, whole: 3, difference: 1 });
    const query = { area: street, period: '2026-11', ledger: 'registered-unemployed' };
    const { body } = await app.call('clerk', volumeContracts.differences, { query });
    expect(body.count).toBe(1);
    expect(body.people).toEqual([
      expect.objectContaining({ subjectId: moved, name: '邻居甲', reason: 'several-parts', inWhole: true }),
    ]);
    expect(body.people[0]!.parts).toHaveLength(2);
    expect((await app.call('worker', volumeContracts.differences, { query })).status).toBe(403);
    await sql`delete from fact where id = ${rows[0]!.id}::bigint and subject_id = ${moved}::uuid`.execute(
      app.system.db.kysely,
    );
    expect((await app.call('clerk', volumeContracts.differences, { query })).body.count).toBe(0);
  });
  it('is put together in the background, on paper and as a workbook, for who asked', async () => {
    const body = { area: street, period: '2026-10', lists: ['registered-unemployed', 'visits'], purpose: '月底存档' };
    const make = async (format: 'pdf' | 'xlsx', language: 'zh' | 'en' = 'zh') => {
      const started = await app.call('clerk', volumeContracts.start, { body: { ...body, format }, language });
      expect(started.error).toBeUndefined();
      await app.system.tasks.runNow(started.body.taskId);
      return { params: { taskId: started.body.taskId }, body: { purpose: '月底存档' } };
    };
    const fetching = await make('pdf');
    const paper = await app.call('clerk', ledgerContracts.downloadExport, fetching);
    expect([paper.status, paper.raw.headers['content-type'], paper.raw.rawPayload.subarray(0, 5).toString()]).toEqual([
      200,
      'application/pdf',
      '%PDF-',
    ]);
    expect((await app.call('worker', ledgerContracts.downloadExport, fetching)).error?.code).toBe('ledger.export-gone');
    const file = await app.call('clerk', ledgerContracts.downloadExport, await make('xlsx', 'en'));
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(file.raw.rawPayload as unknown as Parameters<ExcelJS.Xlsx['load']>[0]);
    const volume = await table('clerk', { period: '2026-10' });
    expect(workbook.worksheets.map((one) => one.name)).toEqual(['Summary', ...volume.parts.map((part) => part.name)]);
    const listed = workbook.getWorksheet('贺家弄社区')!;
    expect(JSON.stringify(listed.getSheetValues())).toContain('钱小红');
    expect(JSON.stringify(listed.getSheetValues())).not.toContain('邻居甲');
    const log = await sql<{ action: string; purpose: string; rows: number | null }>`
      select action, purpose, (details->>'rows')::int as rows from audit_event where action like 'volume.%' order by at, action`.execute(
      app.system.db.kysely,
    );
    expect(log.rows.filter((one) => one.action === 'volume.written').map((one) => [one.purpose, one.rows])).toEqual([
      ['月底存档', 3],
      ['月底存档', 3],
    ]);
    const above = { ...body, area: district, format: 'pdf' as const };
    expect((await app.call('district', volumeContracts.start, { body: above })).error?.code).toBe(
      'volume.lists-above-street',
    );
    expect((await app.call('worker', volumeContracts.start, { body: { ...body, format: 'pdf' } })).status).toBe(403);
  });
  it('finds whom a condition of a ledger finds no more because she moved within the street', async () => {
    const file = (await app.call('siblingWorker', residentContracts.file, { params: { residentId: moved } })).body;
    const answer = await app.call('clerk', residentContracts.move, {
      params: { residentId: moved },
      body: {
        version: file.version,
        toAreaCode: community,
        movedOn: '2026-11-10',
        address: '贺家弄3号',
        withHousehold: false,
      },
    });
    expect(answer.error).toBeUndefined();
    const then = await table('clerk', { period: '2026-10-31' });
    expect(byName(then, 'registered-unemployed')).toEqual({ [community]: 2, [sibling]: 1 });
    expect(lineOf(then, 'registered-unemployed').difference).toBe(0);
    expect(byName(await table('clerk'), 'registered-unemployed')).toEqual({ [community]: 3 });
  });
});
