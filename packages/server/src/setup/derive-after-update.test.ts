import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { deriveAfterUpdate } from './derive-after-update.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

const count = async (what: string) =>
  Number((await app.system.db.pool.query(`select count(*) as count from ${what}`)).rows[0].count);
const forget = (key: string) => sql`delete from parameter where key = ${key}`.execute(app.system.db.kysely);

it('an installation that lacks a parameter gets its default, and everybody is derived again where it is derived from', async () => {
  const versions = await count('derivation_version');
  expect(await deriveAfterUpdate(app.system)).toBeNull();
  await forget('visit.pack_hours');
  expect(await deriveAfterUpdate(app.system)).toBeNull();
  expect(await count("parameter where key = 'visit.pack_hours'")).toBe(1);
  expect(await count('derivation_version')).toBe(versions);
  await forget('visit.retiree_alone_days');
  // Two programs start at once.
  const tasks = await Promise.all([deriveAfterUpdate(app.system), deriveAfterUpdate(app.system)]);
  expect(tasks.filter((task) => task !== null)).toHaveLength(1);
  expect(await count("parameter where key = 'visit.retiree_alone_days'")).toBe(1);
  expect(await count('derivation_version')).toBe(versions + 1);
  await app.system.tasks.runNow(tasks.find((task) => task !== null)!);
  expect(await count("task where kind = 'derive-again' and status = 'done'")).toBe(1);
  expect(await count('derivation_version where finished_at is null')).toBe(0);
});
