import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { rosterContracts } from '@renshe/domain/roster/roster.contract.ts';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { csv, here, idOf, rosterFixture, sibling } from '../../test/roster-fixture.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { findActor } from '../account/account.queries.ts';
import { verifyLedger } from '../statistics/verify.ts';
import { applyRoster } from './apply-roster.ts';
import { rosterChunks } from './roster-chunks.ts';

const rosters = join(import.meta.dirname, '..', '..', 'test', 'rosters');
let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());
afterEach(async () => {
  const verified = await verifyLedger({ reference: app.system.reference, db: app.system.db });
  expect(verified).toMatchObject({ differences: 0 });
});
const { upload, uploaded, batch, rows, start, applied, undone, count, stock } = rosterFixture(() => app);

// Sixteen imports and undoings: seconds alone, more on a busy machine.
describe('applying', { timeout: 60_000 }, () => {
  it('brings in the truth files exactly, changes nothing the second time, and goes back to nothing', async () => {
    const files = [
      ['worker', here, '贺家弄社区失业人员登记台账.xlsx'],
      ['siblingWorker', sibling, '江科大社区4050人员名册.csv'],
      ['clerk', '321102001007', '焦顶山社区一户一卡.xlsx'],
      ['otherWorker', '321111001005', '运河社区劳动力资源调查表.xls'],
    ] as const;
    for (const [persona, area, name] of files) {
      const bytes = readFileSync(join(rosters, name));
      const truth = JSON.parse(readFileSync(join(rosters, `${name}.truth.json`), 'utf8'));
      const first = await upload(persona, area, bytes, name);
      const view = await applied(first.body.batchId, persona);
      const { kind, dataRows, accepted, repaired, rejected, warned, households } = truth;
      expect(view.counts).toEqual({
        kind,
        dataRows,
        accepted,
        repaired,
        rejected,
        warned,
        ...(households && { households }),
      });
      expect(view).toMatchObject({
        status: 'applied',
        actions: { create: accepted, update: 0, skip: 0 },
        canUndo: true,
      });
      const second = await upload(persona, area, bytes, name);
      expect(await batch(second.body.batchId, persona)).toMatchObject({
        actions: { create: 0, update: 0, skip: accepted },
        sameFileAppliedAt: expect.any(String),
      });
      expect(await applied(second.body.batchId, persona)).toMatchObject({
        actions: { create: 0, update: 0, skip: accepted },
      });
      const { version } = await batch(first.body.batchId, persona);
      const undo = await app.call(persona, rosterContracts.undo, {
        params: { batchId: first.body.batchId },
        body: { version },
      });
      await app.system.tasks.runNow(undo.body.taskId);
      expect(await batch(first.body.batchId, persona)).toMatchObject({
        status: 'undone',
        canUndo: false,
        counts: { accepted },
      });
    }
    expect(await count('resident', 'voided_at is null')).toBe(0);
    expect(await count('citizen_registry', 'true')).toBe(0);
    expect(
      await count(
        '(select 1 from fact group by subject_id, indicator, area_id, cell, effective_on having sum(quantity) <> 0) x',
        'true',
      ),
    ).toBe(0);
    expect(await count('fact_total', 'quantity <> 0')).toBe(0);
    expect(await count('duty', 'true')).toBe(0);
  }, 180_000);

  it('makes records that count where and when they should', async () => {
    const worker = { 姓名: '吴工', 身份证号: idOf('19850101', 'm'), 就业状态: '单位就业', 工作单位: '镇江机床厂' };
    const idle = { 姓名: '吴闲', 身份证号: idOf('19850101'), 就业状态: '无就业愿望', 工作单位: '' };
    const gone = { 姓名: '吴故', 身份证号: idOf('19400101'), 就业状态: '死亡', 工作单位: '' };
    const child = { 姓名: '吴童', 身份证号: idOf('20200505'), 就业状态: '务工', 工作单位: '' };
    const batchId = await uploaded(csv([worker, idle, gone, child]), 'labour-force');
    const view = await applied(batchId);
    expect(view.actions).toEqual({ create: 3, update: 0, skip: 1 });
    expect(view.message).toContain('1 行');
    expect(await stock('employed')).toBe(1);
    const flows = await count(
      'fact_total',
      `indicator = 'new-urban-employment' and quantity <> 0 and effective_month >= 202501`,
    );
    expect(flows).toBe(0);
    const noted = await rows(batchId, 'warned');
    expect(noted.rows.map((row) => [row.name, row.warned])).toEqual([
      ['吴故', ['says-dead']],
      ['吴童', ['employment-refused']],
    ]);
    expect(noted.rows[1]!.sentence!.zh).toContain('16');
    expect(await count('ability_wish', `able and not willing and voided_at is null`)).toBe(1);
    await undone(batchId);
  });

  it('fills in and brings up to date whom it knows, and restores them', async () => {
    const [a, b] = [idOf(), idOf()];
    const first = await uploaded(
      csv([
        { 姓名: '郑一', 身份证号: a, 联系电话: '13800000001', 家庭住址: '一号' },
        { 姓名: '郑二', 身份证号: b, 联系电话: '', 家庭住址: '' },
      ]),
      'labour-force',
    );
    await applied(first);
    const second = await uploaded(
      csv([
        {
          姓名: '郑一',
          身份证号: a,
          联系电话: '13900000002',
          家庭住址: '二号',
          文化程度: '大专',
          失业时间: '2026-05-06',
        },
        { 姓名: '郑二', 身份证号: b, 联系电话: '', 家庭住址: '', 文化程度: '', 失业时间: '' },
      ]),
      'unemployed',
    );
    expect((await batch(second)).actions).toEqual({ create: 0, update: 2, skip: 0 });
    await applied(second);
    const person = async () =>
      (
        await sql<{
          address: string;
          education: string | null;
          phone_masked: string;
          version: number;
        }>`select address, education, phone_masked, version from resident where name = '郑一' and voided_at is null`.execute(
          app.system.db.kysely,
        )
      ).rows[0];
    expect(await person()).toMatchObject({ address: '二号', education: '31', phone_masked: '139****0002', version: 2 });
    expect(await stock('registered-unemployed')).toBe(2);
    expect((await start('undo', first)).error?.code).toBe('roster.built-on');
    await undone(second);
    expect(await person()).toMatchObject({ address: '一号', education: null, phone_masked: '138****0001' });
    expect(await stock('registered-unemployed')).toBe(0);
    expect(await count('resident_change', `field = 'phone' and new_value = '138****0001'`)).toBe(1);
  });

  it('is not undone while one of its people has moved to another district', async () => {
    const id = idOf();
    const batchId = await uploaded(csv([{ 姓名: '郑远', 身份证号: id }]), 'labour-force');
    await applied(batchId);
    const found = await app.call('worker', residentContracts.find, { body: { text: id } });
    const residentId = found.body.residents[0]!.residentId;
    const { body: file } = await app.call('worker', residentContracts.file, { params: { residentId } });
    const move = (persona: 'worker' | 'otherWorker', toAreaCode: string, version: number) =>
      app.call(persona, residentContracts.move, {
        params: { residentId },
        body: { version, toAreaCode, address: '', movedOn: '2026-11-20', withHousehold: false },
      });
    expect((await move('worker', '321111001005', file.version)).error).toBeUndefined();
    expect((await batch(batchId)).canUndo).toBe(false);
    expect((await start('undo', batchId)).error?.code).toBe('roster.built-on');
  });

  it('offers a transfer for people of another community and registers nobody twice', async () => {
    const id = idOf();
    await applied(
      await uploaded(csv([{ 姓名: '冯一', 身份证号: id }]), 'labour-force', 'siblingWorker', sibling),
      'siblingWorker',
    );
    const batchId = await uploaded(
      csv([
        { 姓名: '冯一', 身份证号: id },
        { 姓名: '冯二', 身份证号: idOf() },
      ]),
    );
    expect((await batch(batchId)).counts.rejected).toEqual({ 'registered-elsewhere': 1 });
    expect((await applied(batchId)).actions).toEqual({ create: 1, update: 0, skip: 0 });
    const [row] = (await rows(batchId, 'rejected')).rows;
    expect(row).toMatchObject({
      code: 'registered-elsewhere',
      residentId: null,
      citizenIdMasked: expect.stringMatching(/\*/),
    });
    const other = await uploaded(csv([{ 姓名: '冯三', 身份证号: idOf() }]));
    expect((await batch(other)).counts.accepted).toBe(1);
  });

  it('goes on where it stopped, stops when told, and never does a row twice', async () => {
    const people = Array.from({ length: 450 }, (_, i) => ({
      姓名: `褚${i}号`.replace(/\d/g, (d) => '零一二三四五六七八九'[Number(d)]!),
      身份证号: idOf('19790909'),
    }));
    const bytes = csv(people);
    const batchId = await uploaded(bytes, 'unemployed');
    const { body } = await start('apply', batchId);
    // The worker dies after the first chunk: its next report of progress never comes back.
    const today = app.system.clock.today();
    const actor = await findActor(app.system.db.kysely, { accountId: app.accountIds.worker }, today);
    const { district_id: districtId } = (
      await sql<{
        district_id: number;
      }>`select district_id from import_batch where batch_id = ${batchId}::uuid`.execute(app.system.db.kysely)
    ).rows[0]!;
    const run = { actor: actor!, districtId, batchId };
    const death = applyRoster(app.system, run, {
      report: async (done) => {
        if (done > 0) throw new Error('killed');
      },
      cancelled: async () => false,
    });
    await expect(death).rejects.toThrow('killed');
    const left = await count('import_row', `batch_id = '${batchId}'`);
    expect([200, 400]).toContain(left);
    expect((await batch(batchId)).status).toBe('applying');
    await Promise.all([
      app.system.tasks.runNow(body.taskId),
      applyRoster(app.system, run, { report: async () => {}, cancelled: async () => false }),
    ]);
    expect(await batch(batchId)).toMatchObject({ status: 'applied', actions: { create: 450, update: 0, skip: 0 } });
    expect(await count('resident', `import_batch_id = '${batchId}' and voided_at is null`)).toBe(450);
    expect(await stock('registered-unemployed')).toBe(450);
    await app.system.tasks.runNow(body.taskId);
    await undone(batchId);
    expect(await stock('registered-unemployed')).toBe(0);

    const stopping = await uploaded(bytes, 'unemployed');
    const second = await start('apply', stopping);
    let asked = 0;
    const outcome = await applyRoster(
      app.system,
      { ...run, batchId: stopping },
      { report: async () => {}, cancelled: async () => ++asked > 1 },
    );
    expect(outcome).toMatchObject({ create: 200, stopped: true });
    expect(await batch(stopping)).toMatchObject({ status: 'applied', actions: { create: 200 }, canUndo: true });
    await app.system.tasks.runNow(second.body.taskId);
    expect(await count('import_row', `batch_id = '${stopping}'`)).toBe(200);
    await undone(stopping);
  });

  it('is taken up again when whoever applied or undid it is gone, and not before', async () => {
    const batchId = await uploaded(csv([{ 姓名: '蒋断', 身份证号: idOf() }]), 'unemployed');
    const set = (values: { status: string; task_id: string | null; created_at: string }) =>
      sql`update import_batch set status = ${values.status}, task_id = ${values.task_id}::uuid, created_at = ${values.created_at}::timestamptz
        where batch_id = ${batchId}::uuid`.execute(app.system.db.kysely);
    // A command line imports without a task: it may still be at work, or it was killed long ago.
    await set({ status: 'applying', task_id: null, created_at: '2026-11-20T09:59:30+08:00' });
    expect((await batch(batchId)).canGoOn).toBe(false);
    expect((await start('apply', batchId)).error?.code).toBe('roster.wrong-state');
    await set({ status: 'applying', task_id: null, created_at: '2026-11-20T09:50:00+08:00' });
    expect((await batch(batchId)).canGoOn).toBe(true);
    expect((await start('undo', batchId)).error?.code).toBe('roster.wrong-state');
    expect(await applied(batchId)).toMatchObject({ status: 'applied', canGoOn: false, actions: { create: 1 } });
    const undoing = await start('undo', batchId);
    expect((await batch(batchId)).canGoOn).toBe(false);
    await sql`update task set status = 'failed' where task_id = ${undoing.body.taskId}::uuid`.execute(
      app.system.db.kysely,
    );
    expect((await batch(batchId)).canGoOn).toBe(true);
    expect(await undone(batchId)).toMatchObject({ status: 'undone', canGoOn: false });
  });

  it('does not undo what somebody has built on', async () => {
    const batchId = await uploaded(
      csv([
        { 姓名: '卫一', 身份证号: idOf() },
        { 姓名: '卫二', 身份证号: idOf() },
      ]),
      'unemployed',
    );
    await applied(batchId);
    const [row] = (await rows(batchId, 'accepted')).rows;
    const residentId = row!.residentId!;
    const contact = await app.call('worker', contactContracts.record, {
      params: { residentId },
      body: { contactedOn: '2026-11-20', way: 'phone', outcome: '01', service: null, note: '', nextOn: null },
    });
    expect(contact.error).toBeUndefined();
    expect((await batch(batchId)).canUndo).toBe(false);
    const refused = await start('undo', batchId);
    expect([refused.status, refused.error?.code, refused.error?.details]).toEqual([
      409,
      'roster.built-on',
      { count: 1, names: row!.name },
    ]);
    expect(await count('resident', `import_batch_id = '${batchId}' and voided_at is null`)).toBe(2);
  });

  it('keeps families together and leaves existing households alone', async () => {
    const [head, wife, son] = [idOf('19700101', 'm'), idOf('19720202'), idOf('20000303', 'm')];
    const family = [
      { 户编号: '7', 姓名: '蒋父', 身份证号: head, 与户主关系: '户主' },
      { 户编号: '7', 姓名: '蒋母', 身份证号: wife, 与户主关系: '妻' },
    ];
    const first = await applied(await uploaded(csv(family), 'household'));
    expect(first.counts.households).toBe(1);
    const second = await uploaded(
      csv([...family, { 户编号: '7', 姓名: '蒋子', 身份证号: son, 与户主关系: '长子' }]),
      'household',
    );
    expect((await applied(second)).actions).toEqual({ create: 1, update: 0, skip: 2 });
    const members = await sql<{
      relation: string;
      household_id: string;
    }>`select m.relation, m.household_id from household_member m
      join resident r on r.district_id = m.district_id and r.resident_id = m.resident_id where r.name like '蒋%' and m.voided_at is null order by r.name`.execute(
      app.system.db.kysely,
    );
    expect(new Set(members.rows.map((m) => m.household_id)).size).toBe(1);
    expect(members.rows.map((m) => m.relation).sort()).toEqual(['02', '12', '20']);
    await undone(second);
    expect(await count('household', `number = '7' and voided_at is null`)).toBe(1);
  });
});

it('never splits a household between two chunks', () => {
  const numbered = Array.from({ length: 500 }, (_, i) => ({
    rowNo: i,
    row: { household: Math.floor(i / 7) } as never,
  }));
  const chunks = rosterChunks(numbered, true);
  expect(chunks.flat().reduce((sum, unit) => sum + unit.rows.length, 0)).toBe(500);
  const seen = chunks.map((chunk) => new Set(chunk.map((unit) => unit.household)));
  for (const [i, one] of seen.entries())
    for (const other of seen.slice(i + 1)) expect([...one].some((h) => other.has(h))).toBe(false);
  expect(
    Math.max(...chunks.map((chunk) => chunk.reduce((sum, unit) => sum + unit.rows.length, 0))),
  ).toBeLessThanOrEqual(200);
});
