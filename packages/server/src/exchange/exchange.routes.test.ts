import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { employmentContracts } from '@renshe/domain/employment/employment.contract.ts';
import { exchangeContracts } from '@renshe/domain/exchange/exchange.contract.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exchangeDesk } from '../../test/exchange-desk.ts';
import { addResident } from '../../test/make-resident.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { makeZip } from '../prove/make-zip.ts';
import { encodeGb18030 } from './gb18030.ts';
import { removeExpired } from './remove-expired.ts';
import { exchangeFolder } from './sealed-file.ts';

const shipped = readFileSync(new URL('../../../../regions/cn/exchange/national-2016.json', import.meta.url), 'utf8');
let app: TestApp;
let desk: ReturnType<typeof exchangeDesk>;
const own = () => join(app.system.dataDir, 'exchange');
const stored = () => readdirSync(join(app.system.dataDir, exchangeFolder)).sort();

async function auditOf(action: string) {
  const { rows } = await sql<{ purpose: string | null; details: Record<string, unknown>; subject_id: string }>`
    select purpose, details, subject_id from audit_event where action = ${action} order by at, event_id`.execute(
    app.system.db.kysely,
  );
  return rows;
}

beforeAll(async () => {
  app = await openTestApp();
  desk = exchangeDesk(app);
  for (let i = 0; i < 5; i++) await addResident(app, { name: `居民${i}` });
});
afterAll(() => app.close());
beforeEach(() => rmSync(own(), { recursive: true, force: true }));

describe('mapping files', () => {
  const editions = async () => (await app.call('city', exchangeContracts.editions)).body;
  it('are the nation’s, and the words of our fields with them', async () => {
    const body = await editions();
    expect(body.editions.map((one) => one.edition)).toContain('national-2016');
    expect(body.fields['unemployment.reason']).toEqual({ zh: '失业原因', en: 'Reason' });
    expect(body.faulty).toEqual([]);
  });
  it('may lie beside them; a faulty one is told with every fault and cannot be used', async () => {
    mkdirSync(own(), { recursive: true });
    const province = JSON.parse(shipped);
    province.edition = 'jiangsu-2024';
    province.year = 2024;
    writeFileSync(join(own(), 'jiangsu-2024.json'), JSON.stringify(province));
    province.edition = 'broken-2025';
    province.tables[0].fields[0].from = 'person.salary';
    writeFileSync(join(own(), 'broken-2025.json'), JSON.stringify(province));
    writeFileSync(join(own(), 'no-json.json'), '{');
    const body = await editions();
    expect(body.editions[0]!.edition).toBe('jiangsu-2024');
    expect(body.faulty.map((one) => [one.file, one.problems[0]!.where])).toEqual([
      ['broken-2025.json', 'DY11 / AAC001'],
      ['no-json.json', '文件 file'],
    ]);
    expect((await desk.prepared('district', { edition: 'broken-2025' })).error?.code).toBe('exchange.edition-faulty');
    expect((await desk.prepared('district', { edition: 'jiangsu-2024' })).status).toBe(200);
  });
});

describe('a delivery', () => {
  it.each([
    ['unknown edition', { edition: 'nowhere-2020' }, 'exchange.edition-unknown'],
    ['unknown table', { tables: ['DY99'] }, 'exchange.table-unknown'],
    ['a table without that of its people', { tables: ['DY13'] }, 'exchange.person-table-needed'],
    ['a day to come', { asOf: '2026-12-01' }, 'exchange.day-in-future'],
    ['changes since nothing', { mode: 'changes', areaCode: '321102001000' }, 'exchange.no-earlier-delivery'],
    ['changes up to another day', { mode: 'changes', asOf: '2026-11-01' }, 'exchange.day-not-today'],
    ['somebody else’s district', { areaCode: '321111000000' }, 'request.outside-area'],
  ] as const)('is refused: %s', async (_what, wanted, code) => {
    expect((await desk.prepared('district', wanted as never)).error?.code).toBe(code);
  });

  it('whose task has ended without it holds up no other one', async () => {
    const make = (deliveryId: string, version: number) =>
      app.call('district', exchangeContracts.make, { params: { deliveryId }, body: { version, onError: 'leave-out' } });
    const left = await desk.checked('district', { areaCode: '321102001000' });
    const next = await desk.checked('district', { areaCode: '321102001000' });
    const started = await make(left.deliveryId, left.version);
    expect((await make(next.deliveryId, next.version)).error?.code).toBe('exchange.being-made');
    await sql`update task set status = 'failed' where task_id = ${started.body.taskId}::uuid`.execute(
      app.system.db.kysely,
    );
    expect((await make(next.deliveryId, next.version)).status).toBe(200);
    await sql`delete from exchange_delivery where delivery_id in (${left.deliveryId}::uuid, ${next.deliveryId}::uuid)`.execute(
      app.system.db.kysely,
    );
  });

  it('is checked, made, taken away by an audited act, kept sealed and deleted when its days are over', async () => {
    const checked = await desk.checked('district');
    expect(checked).toMatchObject({ state: 'checked', number: null, errors: 0, bytes: null });
    expect(checked.counts.find((one) => one.table === 'DY11')).toMatchObject({ rows: 5, added: 5, file: null });
    expect(
      (
        await app.call('district', exchangeContracts.download, {
          params: { deliveryId: checked.deliveryId },
          body: { purpose: '测试' },
        })
      ).error?.code,
    ).toBe('exchange.file-gone');

    const delivery = await desk.made('district', { purpose: '十一月上报' });
    expect(delivery).toMatchObject({
      state: 'ready',
      number: 1,
      expiresOn: '2026-11-27',
      onError: 'leave-out',
      downloads: 0,
    });
    expect(stored()).toContain(delivery.deliveryId);
    const sealed = readFileSync(join(app.system.dataDir, exchangeFolder, delivery.deliveryId), 'utf8');
    expect(sealed).toMatch(/^a1\./);
    expect(readdirSync(join(app.system.dataDir, exchangeFolder)).some((name) => name.includes('-DY'))).toBe(false);

    const zip = await desk.zipOf('district', delivery.deliveryId);
    expect(zip.subarray(0, 2).toString()).toBe('PK');
    const made = (await auditOf('exchange.written')).at(-1)!;
    expect(made).toMatchObject({
      purpose: '十一月上报',
      subject_id: delivery.deliveryId,
      details: { number: 1, rows: { DY11: 5 } },
    });
    expect(made.details.sha256).toBe(delivery.sha256);
    expect((await auditOf('exchange.downloaded')).at(-1)).toMatchObject({
      purpose: '报送省厅',
      details: { sha256: delivery.sha256 },
    });
    expect(await desk.delivery('district', delivery.deliveryId)).toMatchObject({
      downloads: 1,
      downloadedBy: [{ name: 'district', purpose: '报送省厅' }],
    });

    expect(
      (await app.call('otherDistrict', exchangeContracts.delivery, { params: { deliveryId: delivery.deliveryId } }))
        .status,
    ).toBe(404);
    expect((await app.call('otherDistrict', exchangeContracts.list)).body.count).toBe(0);
    expect((await app.call('city', exchangeContracts.list)).body.deliveries.map((one) => one.deliveryId)).toContain(
      delivery.deliveryId,
    );

    expect(await removeExpired(app.system)).toBe(0);
    app.clock.set('2026-11-28T08:00:00+08:00');
    expect(await removeExpired(app.system)).toBe(1);
    app.clock.set('2026-11-20T10:00:00+08:00');
    expect(stored().filter((name) => name.startsWith(delivery.deliveryId))).toEqual([]);
    expect(await desk.delivery('district', delivery.deliveryId)).toMatchObject({
      state: 'expired',
      sha256: delivery.sha256,
      expiresOn: null,
    });
  });

  it('leaves faulty rows out with everything of the person, or stops, as asked', async () => {
    const residentId = await addResident(app, { areaCode: '321102001004', name: '=错名' });
    await app.call('siblingWorker', unemploymentContracts.register, {
      params: { residentId },
      body: {
        registeredOn: '2026-11-10',
        unemployedSince: '2026-11-01',
        reason: '02',
        nature: '1',
        jobWish: '',
        trainingWish: '',
        promiseSigned: true,
      },
    });
    const area = { areaCode: '321102001004', tables: ['DY11', 'DY14'] };
    const delivery = await desk.made('district', area);
    expect(delivery).toMatchObject({ state: 'ready', errors: 2 });
    expect(delivery.groups.map((group) => [group.table, group.field, group.code])).toEqual([
      ['DY11', 'AAC003', 'starts-formula'],
      ['DY14', null, 'left-out-with-person'],
    ]);
    expect(delivery.counts.map((count) => [count.table, count.rows, count.leftOut])).toEqual([
      ['DY11', 0, 1],
      ['DY14', 0, 1],
    ]);
    const { body } = await app.call('district', exchangeContracts.findings, {
      params: { deliveryId: delivery.deliveryId },
    });
    expect(body.findings).toMatchObject([{ residentId, row: 1 }, { residentId }]);
    expect(JSON.stringify(delivery)).not.toContain('错名');

    const stopped = await desk.made('district', area, 'stop');
    expect(stopped).toMatchObject({ state: 'stopped', number: 2, bytes: null });
    expect(stopped.message).toContain('2 行有错');
    await sql`update resident set name = '改好了' where resident_id = ${residentId}::uuid`.execute(
      app.system.db.kysely,
    );
    const { body: again } = await app.call('district', exchangeContracts.make, {
      params: { deliveryId: stopped.deliveryId },
      body: { version: stopped.version, onError: 'stop' },
    });
    await app.system.tasks.runNow(again.taskId);
    expect(await desk.delivery('district', stopped.deliveryId)).toMatchObject({ state: 'ready', number: 2, errors: 0 });
    const tooLate = await app.call('district', exchangeContracts.make, {
      params: { deliveryId: stopped.deliveryId },
      body: { version: 1, onError: 'stop' },
    });
    expect(tooLate.error?.code).toBe('request.changed-meanwhile');
  });

  it('is given up when its task is cancelled, and can be started again', async () => {
    const { body } = await desk.prepared('district');
    await sql`update task set cancel_requested = true where task_id = ${body.taskId}::uuid`.execute(
      app.system.db.kysely,
    );
    await app.system.tasks.runNow(body.taskId);
    const failed = await desk.delivery('district', body.deliveryId);
    expect(failed).toMatchObject({ state: 'failed', message: '已被取消。需要时请重新开始。' });
  });
});

describe('changes since the last delivery', () => {
  it('are new, changed and ended rows; what was voided or moved away is taken back', async () => {
    const street = { areaCode: '321102001000', tables: ['DY11', 'DY13', 'DY14', 'DY31'] };
    const [stays, hired, mistaken] = await Promise.all([
      addResident(app, { name: '不变' }),
      addResident(app, { name: '就业' }),
      addResident(app, { name: '误登' }),
    ]);
    const register = (residentId: string) =>
      app.call('worker', unemploymentContracts.register, {
        params: { residentId },
        body: {
          registeredOn: '2026-11-10',
          unemployedSince: '2026-11-01',
          reason: '02',
          nature: '1',
          jobWish: '',
          trainingWish: '',
          promiseSigned: true,
        },
      });
    for (const residentId of [stays!, hired!]) await register(residentId);
    const { body: wrong } = await register(mistaken!);
    // Records of the minutes before a delivery are sent once more with the next one.
    app.clock.set('2026-11-20T10:10:00+08:00');
    expect((await desk.made('district', street)).state).toBe('ready');

    app.clock.set('2026-11-20T10:20:00+08:00');
    await app.call('worker', employmentContracts.register, {
      params: { residentId: hired! },
      body: {
        type: '10',
        urban: true,
        employerName: '好味早餐店',
        employerCode: null,
        occupation: null,
        industry: null,
        platformWork: false,
        proof: '合同',
        startedOn: '2026-11-20',
      },
    });
    await app.call('worker', unemploymentContracts.void, {
      params: { residentId: mistaken!, registrationId: wrong.registrationId },
      body: { version: 1, why: '登记错了人' },
    });
    const newcomer = await addResident(app, { name: '新来' });
    const changes = await desk.made('district', { ...street, mode: 'changes' });
    expect(changes).toMatchObject({ state: 'ready', errors: 0, mode: 'changes' });
    expect(changes.since?.number).toBe(changes.number! - 1);
    const { tables } = await desk.read(await desk.zipOf('district', changes.deliveryId));
    const id = (residentId: string) => residentId.replaceAll('-', '');
    expect(tables.DY11!.map((row) => row.AAC001).sort()).toEqual([id(hired!), id(mistaken!), id(newcomer)].sort());
    expect(tables.DY11!.find((row) => row.AAC001 === id(hired!))).toMatchObject({ AAC016: '1', AAE100: '1' });
    expect(tables.DY13).toMatchObject([{ AAC001: id(hired!), ACC114: '20261120', AAE100: '1' }]);
    expect(tables.DY14!.map((row) => [row.AAC001, row.BAE043, row.AAE100]).sort()).toEqual(
      [
        [id(hired!), '20261120', '1'],
        [id(mistaken!), '', '0'],
      ].sort(),
    );
    expect(tables.DY31!.map((row) => row.AAB004)).toContain('好味早餐店');
    expect(changes.counts.map((count) => [count.table, count.added, count.changed, count.deleted])).toEqual([
      ['DY11', 1, 2, 0],
      ['DY13', 1, 0, 0],
      ['DY14', 0, 1, 1],
      ['DY31', 1, 0, 0],
    ]);

    // One community delivers by itself; somebody moves out of it.
    const community = { areaCode: '321102001001', tables: ['DY11', 'DY14'] };
    app.clock.set('2026-11-20T10:30:00+08:00');
    await desk.made('district', community);
    app.clock.set('2026-11-20T10:40:00+08:00');
    const { tree } = await app.system.reference.current();
    const to = [...tree.areas.values()].find((area) =>
      area.versions.some((version) => version.code === '321102001004'),
    )!;
    const from = [...tree.areas.values()].find((area) =>
      area.versions.some((version) => version.code === '321102001001'),
    )!;
    await sql`update residence set to_on = '2026-11-20' where resident_id = ${stays!}::uuid`.execute(
      app.system.db.kysely,
    );
    await sql`insert into residence (district_id, residence_id, resident_id, area_id, from_on, reason, created_at, cause)
      values (${from.districtId}, gen_random_uuid(), ${stays!}::uuid, ${to.areaId}, '2026-11-20', 'moved', ${app.clock.now()}, gen_random_uuid())`.execute(
      app.system.db.kysely,
    );
    await sql`update resident set area_id = ${to.areaId}, modified_at = ${app.clock.now()} where resident_id = ${stays!}::uuid`.execute(
      app.system.db.kysely,
    );
    const left = await desk.made('district', { ...community, mode: 'changes' });
    const gone = await desk.read(await desk.zipOf('district', left.deliveryId));
    expect(gone.tables.DY11!.map((row) => [row.AAC001, row.AAE100])).toEqual([[id(stays!), '0']]);
    expect(gone.tables.DY14!.map((row) => [row.AAC001, row.AAE100])).toEqual([[id(stays!), '0']]);
  });
});

describe('checking a file', () => {
  const check = (name: string, bytes: Buffer, table?: string) =>
    app.call('district', exchangeContracts.validate, {
      body: { edition: 'national-2016', ...(table && { table }) },
      file: { name, bytes },
    });
  const header = 'AAC001,AAC147,AAC003,ACC020,AJC090,AJC093,BCC025,AAE043,BAE043,BAE045,AAE036,AAE100';
  const line = '1,11010119900307109X,张三,a1,20260501,20,1,20260506,,,20260506,1';

  it('finds nothing wrong in what was delivered', async () => {
    await sql`update resident set name = '改好了' where name like '=%'`.execute(app.system.db.kysely);
    const delivery = await desk.made('district', { areaCode: '321102001001', format: 'txt-utf8' });
    const { status, body } = await check('delivery.zip', await desk.zipOf('district', delivery.deliveryId));
    expect(status).toBe(200);
    expect(body.errors).toBe(0);
    expect(body.tables.map((table) => [table.table, table.faultyRows])).toEqual(
      desk.allTables.map((code) => [code, 0]),
    );
    const digest = (await auditOf('exchange.checked')).at(-1)!.details.digest;
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
  });
  it.each([
    ['GB18030', Buffer.from(encodeGb18030(`${header}\r\n${line}\r\n`)), 0],
    ['UTF-8 with mark', Buffer.from(`\ufeff${header}\n${line}\n`), 0],
    ['a column less', Buffer.from(`${header.replace(',AAE036', '')}\n${line.replace(',20260506,1', ',1')}\n`), 1],
    ['a cell too many', Buffer.from(`${header}\n${line},x\n`), 1],
    [
      'a wrong check sign and a wrong code',
      Buffer.from(`${header}\n${line.replace('109X', '1091').replace(',20,1,', ',02,1,')}\n`),
      2,
    ],
    ['the same registration twice', Buffer.from(`${header}\n${line}\n${line}\n`), 1],
  ])('%s', async (_what, bytes, errors) => {
    const { body } = await check('DY14_x.csv', bytes);
    expect([body.errors, body.tables[0]!.unchecked]).toEqual([errors, ['DY11']]);
    expect(JSON.stringify(body)).not.toContain('11010119900307');
  });
  it('tells the line and the column of each fault as a spreadsheet counts them', async () => {
    const moved = `AAE100,${header.replace(',AAE100', '')}`;
    const first = `1,${line.slice(0, -2)}`;
    const { body } = await check(
      'DY14_x.csv',
      Buffer.from(
        `${moved}\n${first}\n${first.replace('109X', '1091')},x\n${first.replace('109X', '1091').replace('1,1,', '1,2,')}\n`,
      ),
    );
    expect(body.findings.map((one) => [one.code, one.file, one.line, one.column])).toEqual([
      ['cell-count', 'DY14_x.csv', 3, null],
      ['citizen-id', 'DY14_x.csv', 4, 3],
      ['duplicate-key', 'DY14_x.csv', 4, 5],
    ]);
  });
  it('checks references between the files of an archive', async () => {
    const zip = makeZip([
      { name: 'DY14.csv', content: Buffer.from(`${header}\n${line}\n`) },
      { name: 'DY11.csv', content: Buffer.from('AAC147\n') },
    ]);
    const { body } = await check('all.zip', zip);
    expect(body.groups.filter((group) => group.table === 'DY14')).toMatchObject([
      { code: 'reference-missing', field: 'AAC147' },
    ]);
  });
  it.each([
    ['list.csv', 'exchange.file-table-unknown'],
    ['DY14.pdf', 'exchange.file-unreadable'],
  ])('%s: %s', async (name, code) => {
    expect((await check(name, Buffer.from(header))).error?.code).toBe(code);
  });
  it('takes the table that the user names', async () => {
    expect((await check('list.csv', Buffer.from(`${header}\n${line}\n`), 'DY14')).body.errors).toBe(0);
  });
});
