/** Advisories of other systems about what comes in and goes out (handbook/security.md §3), replayed. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { prepareTaskTables } from '../platform/tasks.ts';
import { type AdvisoryDesk, contracts, fieldsOf, openAdvisoryDesk, ownCommunity } from './advisory-desk.ts';
import { formulaStarts, formulasIn } from './fuzz-formulas.ts';
import { tellTales } from './fuzz-texts.ts';
import { makeWorkbook, textRow } from './make-zip.ts';
import { getContract } from './prove-records.ts';
import { requestOf } from './prove-request.ts';

let desk: AdvisoryDesk;
let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await testDatabase();
  await prepareTaskTables(database.url);
  drop = database.drop;
  desk = await openAdvisoryDesk(database.url);
}, 120_000);
afterAll(async () => {
  await desk.close();
  await drop();
});

const area = { area: ownCommunity, areaCode: ownCommunity };
const reads = contracts.filter(({ method, permission }) => method === 'GET' && permission !== 'public');
const sqlTexts = [
  "'",
  "' or 1=1 --",
  "1') union select 1 --",
  "a,b'),('c",
  '%',
  "\\'; select pg_sleep(9) --",
  '/*',
  '$1',
];
/** The rows of whatever list an answer holds. */
const rowsIn = (json: Record<string, unknown> | undefined) =>
  Object.values(json ?? {}).find(Array.isArray)?.length ?? 0;

/** The address of a read with one field of the query said differently, or several times. */
const asked = (id: string, changed: string, persona: 'worker' | 'district' = 'worker') => {
  const contract = getContract(id);
  const { url, method } = requestOf(contract, null, desk.fitting(id, area));
  const cookie = `renshe=${desk.world.tokens[persona]}`;
  return desk.world.http.inject({
    method,
    url: `${url}${url.includes('?') ? '&' : '?'}${changed}`,
    headers: { cookie },
  });
};

describe('advisories', () => {
  it('adv/03 SQL in any field of a query is a text like any other', async () => {
    for (const contract of reads)
      for (const { name, part } of fieldsOf(contract).filter((field) => field.part === 'query'))
        for (const text of sqlTexts.slice(0, 4)) {
          const parts = desk.fitting(contract.id, area);
          const { status, text: body } = await desk.call('worker', contract.id, {
            ...parts,
            [part]: { ...parts.query, [name]: text },
          });
          expect(status, `${contract.id} ${name}=${text}`).toBeLessThan(500);
          if (status >= 400) expect(body).not.toMatch(tellTales);
        }
    for (const text of sqlTexts.filter((one) => one !== '$1')) {
      const { json, status } = await desk.call('worker', 'resident.list', { query: { text } });
      expect(status === 422 || rowsIn(json) === 0, text).toBe(true);
    }
  });

  it('adv/04 lists of ids: quotes, repeated and nested keys are refused', async () => {
    for (const changed of [
      "indicators=a,b'),('c",
      'indicators[]=1',
      'indicators[0]=1',
      'area[x]=1',
      `area=${ownCommunity}`,
    ])
      expect((await asked('analysis.comparison', changed)).statusCode, changed).toBe(422);
  });

  it('adv/05 nothing that the user writes names a column', async () => {
    const slots: [string, Record<string, string>][] = [
      ['resident.list', { sort: 'citizen_id_cipher' }],
      ['resident.list', { sort: 'name desc; drop table resident' }],
      ['report.people', { line: 'registered-unemployed', column: "total' or 1=1", measure: 'month' }],
      ['report.people', { line: 'name', column: 'total', measure: 'r.name' }],
      ['analysis.areas', { indicator: 'password_hash', month: '2026-10' }],
      ['indicator.detail', { key: "x' or 1=1", month: '2026-10' }],
    ];
    for (const [id, hints] of slots) {
      const { status, text } = await desk.call('worker', id, desk.fitting(id, { ...area, ...hints }));
      expect([400, 404, 422], `${id} ${JSON.stringify(hints)} ${text.slice(0, 100)}`).toContain(status);
    }
  });

  it('adv/08 no route takes an address to fetch, and HEAD is no way round a check', async () => {
    const taking = contracts.flatMap((contract) =>
      fieldsOf(contract)
        .filter(
          ({ name, schema }) =>
            /url|^uri$|[a-z]Uri$|href|webhook|callback|endpoint|Host$|^host$/.test(name) || schema.format === 'uri',
        )
        .map(({ name }) => `${contract.id} ${name}`),
    );
    expect(taking).toEqual([]);
    for (const { path } of reads.slice(0, 20)) {
      const head = await desk.world.http.inject({
        method: 'HEAD',
        url: path,
        headers: { cookie: `renshe=${desk.world.tokens.city}` },
      });
      expect(head.statusCode).toBe(404);
    }
  });

  it('adv/09 a search for digits of a hidden number finds as much as one for any digits', async () => {
    const digits = desk.world.canaries
      .filter(({ what, areaCode }) => (what === 'citizen-id' || what === 'phone') && areaCode === ownCommunity)
      .flatMap(({ text }) => [text.slice(0, 8), text.slice(-6), text.slice(3, -1)]);
    for (const text of digits) {
      const { json } = await desk.call('district', 'resident.list', { query: { text } });
      expect(rowsIn(json), text).toBe(0);
      const found = await desk.call('district', 'resident.find', { body: { text } });
      expect(found.status === 422 || rowsIn(found.json) === 0, text).toBe(true);
    }
  });

  it('adv/10 nobody groups, sums or sorts by what is hidden', async () => {
    for (const { id } of reads.filter(({ id: name }) => /list|board|people|cases|matrix/.test(name)))
      for (const changed of [
        'groupBy=citizenId',
        'aggregate[max]=phone',
        'min=citizenIdCipher',
        'fields=phone',
        'count=phone',
      ])
        expect((await asked(id, changed)).statusCode, `${id} ${changed}`).toBeGreaterThanOrEqual(400);
    expect((await asked('resident.list', 'sort=citizenId')).statusCode).toBe(422);
    expect((await asked('resident.list', 'sort=phone')).statusCode).toBe(422);
  });

  it('adv/15 a filter that nobody knows is refused, never ignored: nested, prefixed, through relations', async () => {
    for (const contract of reads)
      for (const changed of [
        't1.name=1',
        'resident.phone=1',
        'filter[phone][$startsWith]=1',
        'lookup=1',
        '$where=1',
        'populate=*',
      ])
        expect((await asked(contract.id, changed)).statusCode, `${contract.id} ${changed}`).toBeGreaterThanOrEqual(400);
  });

  it('adv/16 no field that belongs to the server is taken from a request', async () => {
    const before = await desk.digest();
    const fields = [
      'id',
      'orgId',
      'districtId',
      'status',
      'approvedBy',
      'createdAt',
      'createdBy',
      'role',
      'version',
      'isAdmin',
    ];
    for (const contract of contracts) {
      if (contract.consumes !== 'json' || contract.method === 'GET') continue;
      const persona = contract.permission === 'public' ? null : 'worker';
      const declared = new Set(fieldsOf(contract).map(({ name }) => name));
      for (const field of fields.filter((name) => !declared.has(name))) {
        const parts = desk.fitting(contract.id, area);
        const { status } = await desk.call(persona, contract.id, {
          ...parts,
          body: { ...(parts.body as object), [field]: 1 },
        });
        expect([401, 403, 422], `${contract.id} ${field}`).toContain(status);
      }
      const request = requestOf(contract, persona && desk.world.tokens.worker, desk.fitting(contract.id, area));
      const payload = `{"__proto__":{"role":"x"}${String(request.payload) === '{}' ? '' : ','}${String(request.payload).slice(1)}`;
      expect((await desk.world.http.inject({ ...request, payload })).statusCode, contract.id).toBeGreaterThanOrEqual(
        400,
      );
    }
    expect(await desk.digest()).toBe(before);
  });

  it('adv/18 a choice that is none is refused, whatever it says', async () => {
    for (const contract of contracts) {
      if (contract.permission === 'public') continue;
      for (const { part, name, schema } of fieldsOf(contract)) {
        const parts = desk.fitting(contract.id, area);
        const holder = (parts[part] ?? {}) as Record<string, unknown>;
        if (!schema.enum || !(name in holder || part === 'query')) continue;
        const { status } = await desk.call('worker', contract.id, {
          ...parts,
          [part]: { ...holder, [name]: "day' or 1=1) --" },
        });
        expect([400, 403, 404, 422], `${contract.id} ${name}`).toContain(status);
      }
    }
  });

  it('adv/23 the body is judged by one schema whatever type it claims; no boundary stops the server', async () => {
    const { version } = createRequire(import.meta.url)('fastify/package.json') as { version: string };
    expect(version.split('.').map(Number)[0]).toBeGreaterThanOrEqual(5);
    const right = requestOf(getContract('resident.check'), desk.world.tokens.worker, {
      body: { citizenId: '321102198504154119', more: 1 },
    });
    for (const type of [
      'application/json\ta',
      ' application/json',
      'APPLICATION/JSON',
      'application/json;charset=utf-8',
      'application/json ; x',
      'text/json',
      'application/json,text/plain',
    ]) {
      const { statusCode } = await desk.world.http.inject({
        ...right,
        headers: { ...right.headers, 'content-type': type },
      });
      expect([400, 415, 422], type).toContain(statusCode);
    }
    const upload = requestOf(getContract('roster.upload'), desk.world.tokens.worker, { body: area });
    for (const length of [71, 252, 1000]) {
      const boundary = 'x'.repeat(length);
      const began = performance.now();
      const { statusCode } = await desk.world.http.inject({
        ...upload,
        headers: { ...upload.headers, 'content-type': `multipart/form-data; boundary=${boundary}` },
        payload: `--${boundary}\r\n\r\n`.repeat(2000),
      });
      expect(statusCode).toBeGreaterThanOrEqual(400);
      expect(statusCode).toBeLessThan(500);
      expect(performance.now() - began).toBeLessThan(10_000);
    }
  });

  it('adv/24 uploads are read by a reader of our own: no heads that reach a prototype, no library with known holes', async () => {
    const { dependencies } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    expect(Object.keys(dependencies).filter((name) => /^(xlsx|exceljs|sheetjs)/.test(name))).toEqual([]);
    const sources = readdirSync(join(import.meta.dirname, '..'), { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
    );
    const importing = sources.filter((name) =>
      /from '(xlsx|exceljs)'/.test(readFileSync(join(import.meta.dirname, '..', name), 'utf8')),
    );
    expect(importing).toEqual([]);
    const heads = ['姓名', '身份证号', '__proto__', 'constructor', 'toString'];
    const bytes = makeWorkbook({
      sheetData: textRow(1, heads) + textRow(2, ['张三', '321102197403150018', 'polluted', 'x', 'x']),
    });
    const { status } = await desk.call('worker', 'roster.upload', {
      body: { areaCode: ownCommunity, kind: 'unemployed' },
      file: { name: 'a.xlsx', bytes },
    });
    expect(status).toBe(200);
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('adv/25 names that begin like formulas come out of an export as texts', async () => {
    const { kysely } = desk.world.system.db;
    const people = await kysely.selectFrom('resident').select('resident_id').execute();
    for (const [i, { resident_id: id }] of people.entries())
      await kysely
        .updateTable('resident')
        .set({ name: `${formulaStarts[i % formulaStarts.length]}Ω7(A1)` })
        .where('resident_id', '=', id)
        .execute();
    const { raw, status } = await desk.call('city', 'resident.export', { body: { purpose: '核对资料' } });
    expect(status).toBe(200);
    const found = formulasIn(raw.rawPayload);
    expect(found.wrong).toEqual([]);
    expect(found.texts).toBeGreaterThanOrEqual(people.length);
  });
});
