/** What is counted in the background, and what is kept when a month is closed. */
import { qualityContracts } from '@renshe/domain/quality/quality.contract.ts';
import { reportContracts } from '@renshe/domain/report/report.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addResident } from '../../test/make-resident.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { refreshQuality } from './quality-standing.ts';

const sibling = '321102001004';
let app: TestApp;
let residentId: string;
beforeAll(async () => {
  app = await openTestApp({ openedOn: '2026-09-01' });
  residentId = await addResident(app, { name: '潘桂英' });
  await addResident(app, { name: '邻居甲', areaCode: sibling });
  await addResident(app, { name: '他区人', areaCode: '321111001005' });
  app.clock.set('2026-11-20T10:00:00+08:00');
});
afterAll(() => app.close());

const score = async (who: 'worker' | 'clerk' | 'district' | 'city') =>
  (await app.call(who, qualityContracts.score, {})).body;
const files = async (who: 'district' | 'city', query: object = {}) =>
  (await app.call(who, qualityContracts.files, { query })).body;
let seenUntil: Date | undefined;
async function refresh(): Promise<number> {
  const done = await refreshQuality(app.system, seenUntil);
  ({ seenUntil } = done);
  return done.counted;
}
async function mend(fields: Record<string, string>, of = residentId, who: 'worker' | 'siblingWorker' = 'worker') {
  const params = { residentId: of };
  const { version } = (await app.call(who, residentContracts.file, { params })).body;
  const { error } = await app.call(who, residentContracts.change, { params, body: { version, fields } });
  expect(error).toBeUndefined();
}

it('is what a count of the moment says, for districts and the city', async () => {
  const { countedAt, ...live } = await score('city');
  expect(countedAt).toBeNull();
  const listed = await files('city');
  expect(await refresh()).toBe(7);
  expect(await score('city')).toEqual({ ...live, countedAt: '2026-11-20T02:00:00.000Z' });
  expect((await score('district')).whole.people).toBe(2);
  expect((await score('clerk')).countedAt).toBeNull();
  const kept = await files('city');
  expect(kept.count).toBe(listed.count);
  expect(new Set(kept.files.map((one) => one.subjectId))).toEqual(new Set(listed.files.map((one) => one.subjectId)));
  // Page by page the same files come, each once.
  const paged = [];
  for (let offset = 0; offset < kept.count; offset++) paged.push(...(await files('city', { limit: 1, offset })).files);
  expect(paged.map((one) => one.subjectId)).toEqual(kept.files.map((one) => one.subjectId));
  expect((await files('district', { rule: 'education' })).count).toBe(2);
  expect((await files('city', { part: 'consistency' })).count).toBe(0);
});

it('is counted anew where somebody has touched a file, after a while, and everywhere with the day', async () => {
  expect(await refresh()).toBe(0);
  app.clock.set('2026-11-20T10:05:00+08:00');
  await mend({ education: '21' });
  const flawed = async (who: 'worker' | 'city') =>
    (await score(who)).rules.find((one) => one.key === 'education')!.flawed;
  // Her own office sees it at once; nobody counts a community twice within ten minutes.
  expect([await refresh(), await flawed('worker'), await flawed('city')]).toEqual([0, 0, 3]);
  app.clock.set('2026-11-20T10:11:00+08:00');
  expect([await refresh(), await flawed('city')]).toEqual([1, 2]);
  expect(await refresh()).toBe(0);
  app.clock.set('2026-11-21T00:01:00+08:00');
  await app.staySignedIn();
  expect(await refresh()).toBe(7);
});

it('is counted anew also where a move leads to, and from where it is taken back', async () => {
  const params = { residentId };
  const { version } = (await app.call('worker', residentContracts.file, { params })).body;
  const where = { toAreaCode: sibling, address: '', movedOn: '2026-11-20', withHousehold: false };
  app.clock.set('2026-11-21T00:02:00+08:00');
  const moved = await app.call('worker', residentContracts.move, { params, body: { version, ...where } });
  expect(moved.error).toBeUndefined();
  app.clock.set('2026-11-21T00:13:00+08:00');
  expect(await refresh()).toBe(2);
  app.clock.set('2026-11-21T00:14:00+08:00');
  const body = { changeId: moved.body.changeId, why: '登错了' };
  expect((await app.call('worker', residentContracts.undoMove, { params, body })).error).toBeUndefined();
  app.clock.set('2026-11-21T00:25:00+08:00');
  expect(await refresh()).toBe(2);
});

it('is counted later where another server was counting just then', async () => {
  app.clock.set('2026-11-21T00:36:00+08:00');
  await mend({ ethnicity: '01' });
  app.clock.set('2026-11-21T00:38:00+08:00');
  await app.system.db.kysely.transaction().execute(async (w) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('quality-standing', 0))`.execute(w);
    expect(await refresh()).toBe(0);
  });
  app.clock.set('2026-11-21T00:40:00+08:00');
  expect([await refresh(), await refresh()]).toEqual([1, 0]);
});

it('is kept when a month is closed, and stays', async () => {
  await app.staySignedIn();
  const before = (await score('city')).whole;
  expect((await score('city')).trend).toEqual([]);
  const close = async (area: string, month: string) => {
    const body = { area, month, force: true, reason: '到期锁定' };
    const { body: task, error } = await app.call('city', reportContracts.close, { body });
    expect(error).toBeUndefined();
    await app.system.tasks.runNow(task.taskId);
    const { rows } = await sql<{
      status: string;
      result: object;
    }>`select status, message, result from task where task_id = ${task.taskId}::uuid`.execute(app.system.db.kysely);
    expect(rows).toMatchObject([{ status: 'done', result: { open: [] } }]);
  };
  await close('321102000000', '2026-09');
  const part = (await score('city')).trend;
  expect(part).toMatchObject([{ month: '2026-09', people: 2 }]);
  expect(part[0]!.communities).toBeLessThan(part[0]!.of);
  await close('321100000000', '2026-09');
  const { people, households, flawed, scores } = before;
  const kept = { month: '2026-09', people, households, flawed, scores, communities: 7, of: 7 };
  expect((await score('city')).trend).toEqual([kept]);
  await mend({ marital: '10', political: '13' });
  await close('321100000000', '2026-10');
  const [first, second] = (await score('city')).trend;
  expect(first).toEqual(kept);
  expect(second!.scores.all!).toBeGreaterThan(first!.scores.all!);
  expect((await score('worker')).trend.map((one) => [one.people, one.communities, one.of])).toEqual([
    [1, 1, 1],
    [1, 1, 1],
  ]);
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::int as count from audit_event where action = 'quality.month-kept'`.execute(app.system.db.kysely);
  expect(rows[0]!.count).toBeGreaterThan(2);
});

it('gives each file once, page by page, whatever has come or was mended since the count', async () => {
  const listed = async (query: object = {}) =>
    (await files('city', { limit: 200, ...query })).files.map((one) => one.subjectId);
  const paged = async (query: object, limit: number) => {
    const { count } = await files('city', query);
    const pages: string[][] = [];
    for (let offset = 0; offset < count; offset += limit) pages.push(await listed({ ...query, limit, offset }));
    return pages;
  };
  const own = await addResident(app, { name: '新来甲' });
  await addResident(app, { name: '新来乙' });
  const other = await addResident(app, { name: '再来', areaCode: sibling });
  app.clock.set('2026-11-22T00:01:00+08:00');
  await app.staySignedIn();
  expect(await refresh()).toBe(7);
  // Since then one more came here, and one of each has what the rule asks for.
  const last = await addResident(app, { name: '最后来的' });
  await mend({ political: '13' }, own);
  await mend({ political: '13' }, other, 'siblingWorker');
  for (const query of [{}, { rule: 'political' }]) {
    const whole = await listed(query);
    expect(new Set(whole).size).toBe(whole.length);
    expect(whole).toContain(last);
    for (const limit of [1, 2, 3]) {
      const pages = await paged(query, limit);
      expect(pages.flat()).toEqual(whole);
    }
  }
  const still = await listed({ rule: 'political' });
  expect([own, other].filter((id) => still.includes(id))).toEqual([]);
});
