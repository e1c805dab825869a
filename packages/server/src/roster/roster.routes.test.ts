import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { rosterContracts } from '@renshe/domain/roster/roster.contract.ts';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { encode } from '../../test/encode-text.ts';
import { checkOf } from '../../test/make-person.ts';
import type { Persona } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { findActor } from '../account/account.queries.ts';
import { verifyLedger } from '../statistics/verify.ts';
import { applyRoster } from './apply-roster.ts';
import { rosterChunks } from './roster-chunks.ts';
import { unknownChoices } from './roster-template.ts';

const here = '321102001001';
const sibling = '321102001004';
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

let serial = 0;
function idOf(birth = '19800512', sex: 'm' | 'f' = 'f'): string {
  serial++;
  return withCheck(`321102${birth}${String(serial * 2 + (sex === 'm' ? 1 : 0)).padStart(3, '0')}`);
}
const withCheck = (first17: string) => first17 + checkOf(first17);

type Row = Record<string, string>;
function csv(rows: readonly Row[]): Buffer {
  const head = Object.keys(rows[0] ?? { 姓名: '', 身份证号: '' });
  const text = [head, ...rows.map((row) => head.map((key) => row[key] ?? ''))]
    .map((cells) => cells.join(','))
    .join('\r\n');
  return Buffer.from(encode(text, 'utf-8'));
}

async function upload(
  persona: Persona,
  area: string,
  bytes: Buffer,
  name = '名册.csv',
  kind?: 'unemployed' | 'household' | 'hardship' | 'labour-force',
) {
  return app.call(persona, rosterContracts.upload, {
    body: { areaCode: area, ...(kind && { kind }) },
    file: { name, bytes },
  });
}
async function uploaded(
  bytes: Buffer,
  kind?: 'unemployed' | 'household' | 'hardship' | 'labour-force',
  persona: Persona = 'worker',
  area = here,
): Promise<string> {
  const answer = await upload(persona, area, bytes, '名册.csv', kind);
  expect(answer.error).toBeUndefined();
  return answer.body.batchId;
}
const batch = async (batchId: string, persona: Persona = 'worker') =>
  (await app.call(persona, rosterContracts.batch, { params: { batchId } })).body;
const rows = async (batchId: string, tab: 'accepted' | 'repaired' | 'warned' | 'rejected', code?: string) =>
  (
    await app.call('worker', rosterContracts.rows, {
      params: { batchId },
      query: { tab, limit: 50, offset: 0, ...(code && { code }) },
    })
  ).body;

async function start(contract: 'apply' | 'undo', batchId: string, persona: Persona = 'worker') {
  const { version } = await batch(batchId, persona);
  return app.call(persona, rosterContracts[contract], { params: { batchId }, body: { version } });
}
async function applied(batchId: string, persona: Persona = 'worker') {
  const { body, error } = await start('apply', batchId, persona);
  expect(error).toBeUndefined();
  await app.system.tasks.runNow(body.taskId);
  return batch(batchId, persona);
}
async function undone(batchId: string) {
  const { body, error } = await start('undo', batchId);
  expect(error).toBeUndefined();
  await app.system.tasks.runNow(body.taskId);
  return batch(batchId);
}
const count = async (table: string, where: string) =>
  (
    await sql<{ n: number }>`select count(*)::int as n from ${sql.raw(table)} where ${sql.raw(where)}`.execute(
      app.system.db.kysely,
    )
  ).rows[0]!.n;
async function stock(indicator: string, code = here): Promise<number> {
  const { rows: found } = await sql<{ n: number }>`select coalesce(sum(t.quantity), 0)::int as n from fact_total t
    join area_version v on v.area_id = t.area_id where v.code = ${code} and t.indicator = ${indicator} and t.cell = '' and t.effective_month <= 202611`.execute(
    app.system.db.kysely,
  );
  return found[0]!.n;
}

describe('upload and preview', () => {
  it('judges the file of the community and shows each row', async () => {
    const good = idOf();
    const bytes = csv([
      { 姓名: '张 三', 身份证号: good, 性别: '男', 联系电话: '13812345678', 失业时间: '2026.3.1' },
      { 姓名: '李四', 身份证号: good, 性别: '女', 联系电话: '', 失业时间: '' },
      { 姓名: '王五', 身份证号: '3211021980051', 性别: '女', 联系电话: '', 失业时间: '' },
    ]);
    const batchId = await uploaded(bytes);
    const view = await batch(batchId);
    expect(view).toMatchObject({
      status: 'judged',
      kind: 'unemployed',
      kindGuessed: true,
      counts: {
        dataRows: 3,
        accepted: 1,
        repaired: 1,
        rejected: { 'duplicate-in-file': 1, 'id-format': 1 },
        warned: { 'sex-differs-from-id': 1 },
      },
      actions: { create: 1, update: 0, skip: 0 },
      canUndo: false,
      createdBy: 'worker',
    });
    expect(view.sheets[0]!.columns.map((c) => c.field)).toEqual(['name', 'citizenId', 'sex', 'phone', 'unemployedOn']);
    expect(JSON.stringify(view)).not.toContain(good);
    expect(JSON.stringify(view)).not.toContain('13812345678');
    const rejected = await rows(batchId, 'rejected');
    expect(rejected.rows.map((row) => [row.code, row.sheetRow, row.action])).toEqual([
      ['duplicate-in-file', 3, null],
      ['id-format', 4, null],
    ]);
    expect(rejected.rows[1]!.sentence!.zh).not.toContain('3211021980051');
    expect((await rows(batchId, 'warned', 'sex-differs-from-id')).count).toBe(1);
    expect((await rows(batchId, 'repaired')).rows[0]).toMatchObject({
      name: '张三',
      repaired: ['name-blanks'],
      action: 'create',
    });
    const stored = await sql<{
      file_path: string;
    }>`select file_path from import_batch where batch_id = ${batchId}::uuid`.execute(app.system.db.kysely);
    const file = readFileSync(join(app.system.dataDir, stored.rows[0]!.file_path), 'utf8');
    expect(Buffer.from(file).includes(good)).toBe(false);
    expect(await count('import_row', 'true')).toBe(0);
  });

  it('refuses what is no roster with the sentence of the fault', async () => {
    const pdf = await upload('worker', here, Buffer.from('%PDF-1.7 …'), 'x.xlsx');
    expect(pdf.status).toBe(415);
    expect(pdf.error).toMatchObject({ code: 'roster-file-type' });
    expect(pdf.error!.message).toContain('PDF');
    expect((await upload('worker', here, Buffer.from('a,b\r\n1,2\r\n'))).error).toMatchObject({
      code: 'roster-file-no-header',
    });
  });

  it('keeps everybody to their area', async () => {
    const bytes = csv([{ 姓名: '钱一', 身份证号: idOf() }]);
    const foreign = await upload('worker', sibling, bytes);
    expect([foreign.status, foreign.error?.code]).toEqual([403, 'request.outside-area']);
    expect((await upload('clerk', '321102001000', bytes)).error?.code).toBe('roster.not-a-community');
    expect((await upload('district', here, bytes)).status).toBe(403);
    const batchId = await uploaded(bytes);
    expect((await app.call('siblingWorker', rosterContracts.batch, { params: { batchId } })).status).toBe(404);
    const query = { tab: 'accepted' as const, limit: 5, offset: 0 };
    expect((await app.call('siblingWorker', rosterContracts.rows, { params: { batchId }, query })).status).toBe(404);
    const purpose = { purpose: '看看别人的名册' };
    expect((await app.call('siblingWorker', rosterContracts.file, { params: { batchId }, body: purpose })).status).toBe(
      404,
    );
    const other = await app.call('siblingWorker', rosterContracts.apply, { params: { batchId }, body: { version: 1 } });
    expect(other.status).toBe(404);
    const list = await app.call('siblingWorker', rosterContracts.list, { query: { limit: 50, offset: 0 } });
    expect(list.body.count).toBe(0);
    expect((await batch(batchId, 'clerk')).batchId).toBe(batchId);
  });

  it('judges again with the mapping of the user and remembers it', async () => {
    const people = [idOf(), idOf()];
    const bytes = csv(people.map((id, i) => ({ 名单: `赵${'一二'[i]}`, 身份证号: id, 电话: '', 去年: '2026-02-03' })));
    const batchId = await uploaded(bytes);
    const before = await batch(batchId);
    expect(before.counts.rejected).toEqual({ 'name-missing': 2 });
    const fields = ['name', 'citizenId', 'phone', 'registeredOn'];
    const body = { version: before.version, kind: 'unemployed' as const, sheets: [{ use: true, fields }] };
    const wrong = await app.call('worker', rosterContracts.remap, {
      params: { batchId },
      body: { ...body, sheets: [] },
    });
    expect(wrong.error?.code).toBe('roster.mapping-wrong');
    const stale = await app.call('worker', rosterContracts.remap, {
      params: { batchId },
      body: { ...body, version: 9 },
    });
    expect(stale.status).toBe(409);
    expect((await app.call('worker', rosterContracts.remap, { params: { batchId }, body })).error).toBeUndefined();
    expect(await batch(batchId)).toMatchObject({
      kind: 'unemployed',
      counts: { accepted: 2 },
      actions: { create: 2 },
      version: 2,
    });
    const again = await batch(await uploaded(csv([{ 名单: '孙三', 身份证号: idOf(), 电话: '', 去年: '2026-02-03' }])));
    expect(again.counts.accepted).toBe(1);
    expect(again.sheets[0]!.columns.map((c) => c.field)).toEqual(fields);
  });

  it('gives the file back with reasons, audited, and a template that it understands itself', async () => {
    const batchId = await uploaded(
      csv([
        { 姓名: '', 身份证号: idOf() },
        { 姓名: '周五', 身份证号: idOf() },
      ]),
    );
    const answer = await app.call('worker', rosterContracts.file, {
      params: { batchId },
      body: { purpose: '退回居民小组更正' },
    });
    expect(answer.status).toBe(200);
    const again = await upload('worker', here, answer.raw.rawPayload, '核对结果.xlsx');
    expect((await batch(again.body.batchId)).counts).toMatchObject({ dataRows: 2, accepted: 1 });
    expect(await count('audit_event', `action = 'roster.downloaded' and purpose = '退回居民小组更正'`)).toBe(1);
    for (const kind of ['labour-force', 'unemployed', 'hardship', 'household'] as const) {
      const template = await app.call('worker', rosterContracts.template, { body: { kind } });
      expect(template.status).toBe(200);
      const empty = await upload('worker', here, template.raw.rawPayload, '模板.xlsx');
      const view = await batch(empty.body.batchId);
      expect(view).toMatchObject({ kind, counts: { dataRows: 0 } });
      expect(view.sheets[0]!.columns.every((column) => column.field !== null)).toBe(true);
    }
    expect(unknownChoices()).toEqual([]);
  });
});

describe('applying', () => {
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
  });

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
