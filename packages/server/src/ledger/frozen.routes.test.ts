import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { ledgerContracts } from '@renshe/domain/ledger/ledger.contract.ts';
import { reportContracts } from '@renshe/domain/report/report.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addResident, registerUnemployed } from '../../test/make-resident.ts';
import type { Persona } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { freezeLedgers } from './freeze-ledgers.ts';
import { closeLongPdf } from './task-file.ts';

const street = '321102001000';
const district = '321102000000';
const community = '321102001001';
const sibling = '321102001004';
const ledger = { ledger: 'registered-unemployed' };

let app: TestApp;
const ids: Record<string, string> = {};
let closing: string;

beforeAll(async () => {
  app = await openTestApp({ openedOn: '2026-09-01' });
  for (const name of ['钱小红', '安大伟']) {
    ids[name] = await addResident(app, { name });
    await registerUnemployed(app, 'worker', ids[name], '2026-09-14');
  }
  ids.邻居甲 = await addResident(app, { name: '邻居甲', areaCode: sibling });
  await registerUnemployed(app, 'siblingWorker', ids.邻居甲, '2026-09-15');
  const late = app.clock.now();
  expect(late.toISOString().slice(0, 7)).toBe('2026-11');
  const { body, error } = await app.call('district', reportContracts.close, {
    body: { area: district, month: '2026-09', force: true, reason: '逾期未报' },
  });
  expect(error).toBeUndefined();
  closing = body.taskId;
  await app.system.tasks.runNow(closing);
});
afterAll(() => {
  closeLongPdf();
  return app.close();
});

async function rows(persona: Persona, query: object, of = ledger) {
  const { body, error } = await app.call(persona, ledgerContracts.rows, { params: of, query });
  expect(error).toBeUndefined();
  return body;
}
const names = (answer: { rows: { cells: Record<string, unknown> }[] }) =>
  answer.rows.map((row) => row.cells.name).sort();

describe('the ledgers of a closed month', () => {
  it('are frozen by the task that closes, with who, when and a digest, once', async () => {
    const { body } = await app.call('clerk', ledgerContracts.copies, { params: ledger, query: {} });
    expect(body.copies).toEqual([
      expect.objectContaining({ month: '2026-09', communities: 3, of: 3, rows: 3, frozenBy: 'district' }),
    ]);
    expect(body.copies[0]!.digest).toMatch(/^[0-9a-f]{64}$/);
    const { tree } = await app.system.reference.current();
    const leaves = [...tree.areas.values()].filter((one) => one.kind === 'community').map((one) => one.areaId);
    const actor = { kind: 'operator', accountId: null, login: 'op', name: 'op', posts: [] } as never;
    const before = await copies();
    expect(await freezeLedgers(app.system, actor, leaves.slice(0, 3), 202609)).toBe(0);
    expect(await copies()).toEqual(before);
    const log = await sql<{ area_id: number; digest: string }>`
      select area_id, details->>'digest' as digest from audit_event where action = 'ledger.frozen'`.execute(
      app.system.db.kysely,
    );
    expect(new Set(log.rows.map((row) => row.digest))).toEqual(new Set(before.map((row) => row.digest)));
  });
  it('count what the closed report counts', async () => {
    for (const area of [community, sibling]) {
      const report = await app.call('city', reportContracts.monthly, { query: { area, month: '2026-09' } });
      for (const line of report.body.lines) {
        const { body } = await app.call('city', ledgerContracts.rows, {
          params: { ledger: line.key },
          query: { area, closed: '2026-09', limit: 1 },
        });
        if (body?.copy) expect(body.count, `${area} ${line.key}`).toBe(line.month.total);
      }
    }
  });
  it('stay as they were when records change, and say what has changed since', async () => {
    const file = (await app.call('worker', residentContracts.file, { params: { residentId: ids.钱小红! } })).body;
    const changed = await app.call('worker', residentContracts.move, {
      params: { residentId: ids.钱小红! },
      body: {
        version: file.version,
        toAreaCode: sibling,
        movedOn: '2026-11-10',
        address: '改址新村9号',
        withHousehold: false,
      },
    });
    expect(changed.error).toBeUndefined();
    const later = await addResident(app, { name: '补登人' });
    await registerUnemployed(app, 'worker', later, '2026-09-20');
    const frozen = await rows('clerk', { closed: '2026-09' });
    expect([frozen.count, names(frozen)]).toEqual([3, ['安大伟', '邻居甲', '钱小红']]);
    expect(frozen.rows.find((row) => row.subjectId === ids.钱小红)?.cells).toMatchObject({
      address: '贺家弄12号',
      community: '贺家弄社区',
    });
    expect(frozen.copy).toMatchObject({ month: '2026-09', rows: 3 });
    expect((await rows('clerk', { period: '2026-09-30' })).count).toBe(4);
    const { body } = await app.call('clerk', ledgerContracts.changes, { params: ledger, query: { closed: '2026-09' } });
    expect([names({ rows: body.added }), body.removed]).toEqual([['补登人'], []]);
  });
  it('hold to the scope, and of who has moved out show a masked name alone', async () => {
    const own = await rows('worker', { closed: '2026-09' });
    expect(own.count).toBe(2);
    expect(own.rows.find((row) => row.subjectId === ids.钱小红)).toMatchObject({ inScope: false });
    expect(JSON.stringify(own)).not.toContain('钱小红');
    expect((await rows('siblingWorker', { closed: '2026-09' })).count).toBe(1);
    const outside = await app.call('worker', ledgerContracts.rows, {
      params: ledger,
      query: { area: street, closed: '2026-09' },
    });
    expect(outside.status).toBe(403);
    expect((await app.call('otherWorker', ledgerContracts.copies, { params: ledger, query: {} })).body.copies).toEqual(
      [],
    );
    const stored = await sql<{ text: string }>`select row_to_json(c)::text as text from ledger_copy c`.execute(
      app.system.db.kysely,
    );
    expect(stored.rows.map((row) => row.text).join()).not.toContain('邻居甲');
  });
  it('are pages, columns and files of what was frozen, nothing else', async () => {
    const second = await rows('clerk', { closed: '2026-09', limit: 1, offset: 2 });
    expect([second.count, second.rows.length]).toEqual([3, 1]);
    expect((await rows('clerk', { closed: '2026-09', limit: 5, offset: 9 })).rows).toEqual([]);
    const few = await rows('clerk', { closed: '2026-09', columns: 'name,community' });
    expect(Object.keys(few.rows[0]!.cells)).toEqual(['name', 'community']);
    for (const [query, code] of [
      [{ closed: '2026-09', where: 'name*钱' }, 'ledger.frozen-as-is'],
      [{ closed: '2026-09', period: '2026-09-30' }, 'ledger.frozen-as-is'],
      [{ closed: '2026-10' }, 'ledger.not-frozen'],
    ] as const) {
      const { error } = await app.call('clerk', ledgerContracts.rows, { params: ledger, query });
      expect(error?.code, JSON.stringify(query)).toBe(code);
    }
    const body = { closed: '2026-09', purpose: '查阅封存台账' };
    const file = await app.call('clerk', ledgerContracts.export, { params: ledger, body });
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(file.raw.rawPayload as unknown as Parameters<ExcelJS.Xlsx['load']>[0]);
    expect(String(workbook.worksheets[0]!.getRow(3).getCell(1).value)).toMatch(/2026-09 锁定时封存.*摘要 [0-9a-f]{16}/);
    const paper = await app.call('clerk', ledgerContracts.print, { params: ledger, body });
    expect(paper.raw.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    const { body: started } = await app.call('clerk', ledgerContracts.startExport, { params: ledger, body });
    await app.system.tasks.runNow(started.taskId);
    const fetching = { params: { taskId: started.taskId }, body: { purpose: '查阅' } };
    expect((await app.call('clerk', ledgerContracts.downloadExport, fetching)).status).toBe(200);
  });
  it('are made by a second run where the first broke off', async () => {
    await sql`delete from ledger_copy where area_id = (select area_id from area_version where code = ${community} limit 1)`.execute(
      app.system.db.kysely,
    );
    const again = await app.call('district', reportContracts.close, {
      body: { area: district, month: '2026-09', force: true, reason: '续做' },
    });
    await app.system.tasks.runNow(again.body.taskId);
    const frozen = await rows('clerk', { closed: '2026-09' });
    // Whoever was entered after the closing is not in it, however late the copy is made.
    expect([frozen.count, names(frozen)]).toEqual([3, ['安大伟', '邻居甲', '钱小红']]);
  });
});

describe('what is done with chosen rows', () => {
  const fetch = async (persona: Persona, taskId: string) =>
    app.call(persona, ledgerContracts.downloadExport, { params: { taskId }, body: { purpose: '发放' } });
  const start = async (persona: Persona, body: object, of = ledger) => {
    const { body: started, error } = await app.call(persona, ledgerContracts.startCards, {
      params: of,
      body: { purpose: '发放', format: 'pdf', ...body },
    });
    expect(error).toBeUndefined();
    await app.system.tasks.runNow(started.taskId);
    const { status, message, result } = await app.system.db.kysely
      .selectFrom('task')
      .select(['status', 'message', 'result'])
      .where('task_id', '=', started.taskId)
      .executeTakeFirstOrThrow();
    return { taskId: started.taskId, status, message, result: result as Record<string, unknown> };
  };
  it('cards of all that are filtered, or of some, in one file; outside the area none', async () => {
    const all = await start('clerk', {});
    expect([all.status, all.result.rows, all.result.refused]).toEqual(['done', 4, 0]);
    const paper = await fetch('clerk', all.taskId);
    expect([paper.raw.headers['content-type'], paper.raw.rawPayload.subarray(0, 5).toString()]).toEqual([
      'application/pdf',
      '%PDF-',
    ]);
    const some = await start('worker', { subjects: [ids.安大伟, ids.邻居甲], format: 'xlsx' });
    expect([some.status, some.result.rows, some.result.refused]).toEqual(['done', 1, 1]);
    const file = await fetch('worker', some.taskId);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(file.raw.rawPayload as unknown as Parameters<ExcelJS.Xlsx['load']>[0]);
    const text = JSON.stringify(workbook.worksheets[0]!.getSheetValues());
    expect([text.includes('安大伟'), text.includes('邻居甲')]).toEqual([true, false]);
    const none = await start('worker', { subjects: [ids.邻居甲] });
    expect([none.status, none.message]).toEqual(['failed', 'ledger.no-cards']);
    const log = await sql<{ subject_id: string }>`
      select subject_id from audit_event where action = 'ledger.cards-written' and purpose = '发放'`.execute(
      app.system.db.kysely,
    );
    expect(log.rows).toHaveLength(5);
  });
  it('a contact with many is looked at first: for whom it is refused, and why', async () => {
    const check = (persona: Persona, contactedOn: string) =>
      app.call(persona, contactContracts.checkMany, {
        body: { residentIds: [ids.安大伟!, ids.邻居甲!], contactedOn, outcome: '01', nextOn: null },
      });
    const { body } = await check('worker', '2026-11-19');
    expect(body.rows.map((row) => [row.residentId === ids.安大伟, row.reasons.length])).toEqual([
      [true, 0],
      [false, 1],
    ]);
    const future = await check('worker', '2026-12-19');
    expect(future.body.rows[0]!.reasons).toHaveLength(1);
    expect((await check('district', '2026-11-19')).status).toBe(403);
  });
});

async function copies() {
  const { rows: found } = await sql<{ copy_id: string; digest: string }>`
    select copy_id, encode(digest, 'hex') as digest from ledger_copy order by copy_id`.execute(app.system.db.kysely);
  return found;
}
