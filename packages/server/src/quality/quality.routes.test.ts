import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { qualityContracts } from '@renshe/domain/quality/quality.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { addResident } from '../../test/make-resident.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { regionsFolder } from '../area/load-region.ts';
import { parseQualityRules } from './quality-rules-file.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

type Who = 'worker' | 'siblingWorker' | 'clerk' | 'district' | 'city';
const score = async (who: Who, area?: string) =>
  (await app.call(who, qualityContracts.score, { query: area ? { area } : {} })).body;
const files = async (who: Who, query: { rule?: string; part?: 'completeness' | 'freshness'; worker?: string } = {}) =>
  (await app.call(who, qualityContracts.files, { query })).body;

/** Notes the statements that are sent, until it is called. */
function watchStatements(): () => string[] {
  const texts: string[] = [];
  const watched = new Set<object>();
  const { pool } = app.system.db;
  const onAcquire = (client: PoolClient) => {
    if (watched.has(client)) return;
    watched.add(client);
    const { query } = client;
    Object.assign(client, {
      query(this: unknown, ...given: unknown[]) {
        texts.push((given[0] as { text?: string }).text ?? '');
        return Reflect.apply(query, this, given);
      },
    });
  };
  pool.on('acquire', onAcquire);
  return () => {
    pool.off('acquire', onAcquire);
    return texts;
  };
}

test('the delivered rules are whole, and a wrong line is named', () => {
  const text = readFileSync(join(regionsFolder, 'cn', 'file-quality.csv'), 'utf8');
  expect(parseQualityRules(text).length).toBeGreaterThan(20);
  expect(() => parseQualityRules(text.replace('address,address,everybody,8', 'address,address,everybody,800'))).toThrow(
    /line 3: weight/,
  );
  expect(() => parseQualityRules(`${text}${text.split('\n')[1]}\n`)).toThrow(/twice/);
});

describe('the quality of files', () => {
  it('counts what is wrong, and rises as soon as it is mended', async () => {
    const residentId = await addResident(app, { name: '潘桂英' });
    await app.call('worker', unemploymentContracts.register, {
      params: { residentId },
      body: {
        registeredOn: '2026-09-18',
        unemployedSince: '2026-09-18',
        reason: '02',
        nature: '1',
        jobWish: '',
        trainingWish: '',
        promiseSigned: true,
      },
    });
    const before = await score('worker');
    const rule = (body: typeof before, key: string) => body.rules.find((one) => one.key === key);
    expect(rule(before, 'job-wish')).toMatchObject({ files: 1, flawed: 1, weight: 6, part: 'completeness' });
    expect(rule(before, 'fresh-unemployed')).toMatchObject({ files: 1, flawed: 0, days: 31 });
    expect(rule(before, 'education')).toMatchObject({ files: 1, flawed: 1 });
    const file = (await files('worker')).files.find((one) => one.subjectId === residentId);
    expect(file).toMatchObject({ name: '潘桂英', touchedOn: '2026-11-20' });
    expect(file?.rules.slice(0, 1)).toEqual(['household']);
    expect(file?.rules).toContain('job-wish');
    const { version } = (await app.call('worker', residentContracts.file, { params: { residentId } })).body;
    const mended = await app.call('worker', residentContracts.change, {
      params: { residentId },
      body: { version, fields: { education: '21', phone: '13800001111', address: '贺家弄 3 号' } },
    });
    expect(mended.status).toBe(200);
    const after = await score('worker');
    expect(rule(after, 'education')).toMatchObject({ files: 1, flawed: 0 });
    expect(after.whole.scores.all!).toBeGreaterThan(before.whole.scores.all!);
    expect((await files('worker', { rule: 'education' })).count).toBe(0);
    expect((await files('worker', { rule: 'job-wish' })).files.map((one) => one.subjectId)).toEqual([residentId]);
  });

  it('finds what has not been confirmed for long, and takes a contact as a confirmation', async () => {
    const residentId = await addResident(app, { name: '周巧珍' });
    await sql`update resident set modified_at = '2025-06-01T04:00:00Z' where resident_id = ${residentId}`.execute(
      app.system.db.kysely,
    );
    const stale = async () =>
      (await files('worker', { part: 'freshness' })).files.filter((one) => one.subjectId === residentId);
    expect((await stale())[0]).toMatchObject({
      rules: expect.arrayContaining(['fresh-everybody']),
      touchedOn: '2025-06-01',
    });
    await app.call('worker', contactContracts.record, {
      params: { residentId },
      body: { contactedOn: '2026-11-19', way: 'visit', outcome: '11', service: null, note: '', nextOn: null },
    });
    expect(await stale()).toEqual([]);
  });

  it('adds up communities to streets, districts and the city, within the scope', async () => {
    await addResident(app, { name: '别处的人', areaCode: '321102001004' });
    const [worker, sibling, clerk, city] = [
      await score('worker'),
      await score('siblingWorker'),
      await score('clerk'),
      await score('city'),
    ];
    expect(worker.areas).toEqual([]);
    expect(sibling.whole.people).toBe(1);
    const street = clerk.areas.find((one) => one.area.code === '321102001001');
    expect(street?.scores).toEqual(worker.whole.scores);
    expect(clerk.areas.find((one) => one.area.code === '321102001004')?.scores).toEqual(sibling.whole.scores);
    expect(clerk.whole.people).toBe(worker.whole.people + sibling.whole.people);
    // The same people counted by key for a part of a district, and as whole sets for districts.
    expect(city.whole.people).toBe(clerk.whole.people);
    expect(city.rules.map((one) => [one.key, one.files, one.flawed])).toEqual(
      clerk.rules.map((one) => [one.key, one.files, one.flawed]),
    );
    expect((await files('city')).count).toBe((await files('clerk')).count);
    expect((await app.call('siblingWorker', qualityContracts.score, { query: { area: '321102001001' } })).status).toBe(
      403,
    );
    expect((await app.call('system', qualityContracts.score, {})).status).toBe(403);
    expect((await app.call('worker', qualityContracts.files, { query: { rule: 'nothing' } })).error?.code).toBe(
      'quality.rule-unknown',
    );
  });

  it('is that of one area when somebody works in two', async () => {
    await addResident(app, { name: '第二处', areaCode: '321111001005' });
    const alone = (await score('siblingWorker')).whole;
    await sql`insert into post (post_id, account_id, office_id, role, from_on, created_at)
        select gen_random_uuid(), a.account_id, p.office_id, 'community-worker', '2026-01-01', now() from account a, post p
      where a.account_id = ${app.accountIds.siblingWorker}::uuid and p.account_id = ${app.accountIds.otherWorker}::uuid`.execute(
      app.system.db.kysely,
    );
    const { whole } = await score('siblingWorker');
    expect(whole).toEqual(alone);
    expect((await files('siblingWorker')).count).toBe(alone.flawed);
    expect((await score('siblingWorker', '321111001005')).whole.people).toBe(1);
    await sql`delete from post where account_id = ${app.accountIds.siblingWorker}::uuid and from_on = '2026-01-01'`.execute(
      app.system.db.kysely,
    );
  });

  it('is exported and printed with a purpose', async () => {
    const body = { purpose: '季度检查' };
    const stop = watchStatements();
    const xlsx = await app.call('clerk', qualityContracts.export, { body });
    expect(stop().filter((text) => text.includes('bad as materialized'))).toHaveLength(1);
    expect([xlsx.status, xlsx.raw.rawPayload.subarray(0, 2).toString()]).toEqual([200, 'PK']);
    const pdf = await app.call('clerk', qualityContracts.print, { body });
    expect([pdf.status, pdf.raw.rawPayload.subarray(0, 4).toString()]).toEqual([200, '%PDF']);
  });
});
