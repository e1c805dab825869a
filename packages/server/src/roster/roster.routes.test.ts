import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { rosterContracts } from '@renshe/domain/roster/roster.contract.ts';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { csv, here, idOf, rosterFixture, sibling } from '../../test/roster-fixture.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { createScanner } from '../platform/scan-upload.ts';
import { zipEntries } from '../prove/zip-entries.ts';
import { verifyLedger } from '../statistics/verify.ts';
import { unknownChoices } from './roster-template.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());
afterEach(async () => {
  const verified = await verifyLedger({ reference: app.system.reference, db: app.system.db });
  expect(verified).toMatchObject({ differences: 0 });
});
const { upload, uploaded, batch, rows, count } = rosterFixture(() => app);

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

  it('is kept under a name of our own, whatever the file is called, and nobody fetches it by an address', async () => {
    const names = [
      '../../../../etc/cron.d/x.csv',
      '..\\..\\web\\dist\\index.html.csv',
      'x.csv/../../keys/keys.json.csv',
      'shell.php.csv',
      '%2e%2e%2f$(touch x)|x.csv',
    ];
    const before = readdirSync(app.system.dataDir, { recursive: true }).map(String);
    const bytes = () => csv([{ 姓名: '张三', 身份证号: idOf(), 性别: '男', 联系电话: '', 失业时间: '' }]);
    const kept: string[] = [];
    for (const name of names) {
      const answer = await upload('worker', here, bytes(), name);
      if (answer.status === 200) kept.push(join('uploads', answer.body.batchId));
      else
        expect([name, answer.status]).toEqual([
          name,
          expect.toSatisfy((status: number) => [400, 415, 422].includes(status)),
        ]);
    }
    expect(kept.length).toBeGreaterThan(3);
    const made = readdirSync(app.system.dataDir, { recursive: true })
      .map(String)
      .filter((path) => !before.includes(path));
    expect(made.filter((path) => path !== 'uploads').sort()).toEqual(kept.sort());
    // Sealed, for the owner of the server alone, and no address leads to it.
    for (const path of kept) {
      expect(readFileSync(join(app.system.dataDir, path), 'utf8')).not.toContain('张三');
      expect(statSync(join(app.system.dataDir, path)).mode & 0o177).toBe(0);
      expect((await app.http.inject({ url: `/${path}`, headers: { host: 'localhost' } })).statusCode).toBe(404);
    }
  });

  it('is scanned first where the operator has named a scanner, and not taken when that cannot be asked', async () => {
    // The harmless text that every scanner takes for a virus, in two halves.
    const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
    const clean = csv([{ 姓名: '张三', 身份证号: idOf(), 性别: '男', 联系电话: '', 失业时间: '' }]);
    const scanner = join(app.system.dataDir, 'scanner.mjs');
    writeFileSync(
      scanner,
      `let all = ''; for await (const part of process.stdin) all += part; process.exitCode = all.includes('EICAR') ? 1 : 0;`,
    );
    const answers: unknown[] = [];
    for (const [command, bytes] of [
      [`${process.execPath} ${scanner}`, Buffer.concat([clean, Buffer.from(eicar)])],
      [`${process.execPath} ${scanner}`, clean],
      ['/nowhere/scanner -', clean],
      [`${process.execPath} -e process.exit(2)`, clean],
    ] as const) {
      app.system.scanner = createScanner(command, app.system.log);
      const { status, error } = await upload('worker', here, bytes);
      answers.push([status, error?.code]);
    }
    app.system.scanner = undefined;
    expect(answers).toEqual([
      [422, 'request.infected'],
      [200, undefined],
      [503, 'request.not-scanned'],
      [503, 'request.not-scanned'],
    ]);
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
      // Made by the clock of the system, not by the machine's.
      const entries = zipEntries(template.raw.rawPayload);
      const said = entries.find((entry) => entry.name === 'docProps/core.xml')?.content.toString();
      const instants = said?.match(/\d{4}-\d\d-\d\dT[\d:.]+Z/g) ?? [];
      expect(instants.map((one) => Date.parse(one))).toEqual([app.clock.now().getTime(), app.clock.now().getTime()]);
      const empty = await upload('worker', here, template.raw.rawPayload, '模板.xlsx');
      const view = await batch(empty.body.batchId);
      expect(view).toMatchObject({ kind, counts: { dataRows: 0 } });
      expect(view.sheets[0]!.columns.every((column) => column.field !== null)).toBe(true);
    }
    expect(unknownChoices()).toEqual([]);
  });
});
