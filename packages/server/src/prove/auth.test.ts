import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { prepareTaskTables } from '../platform/tasks.ts';
import { type AuthDesk, Checks, openAuthDesk } from './auth-desk.ts';
import { bugsOf, plantBugs } from './auth-lane.ts';
import { authSections } from './auth-suite.ts';

const seed = 7;
const databases = {
  async create() {
    const database = await testDatabase();
    await prepareTaskTables(database.url);
    return database;
  },
};

let database: TestDatabase;
let desk: AuthDesk;
const folder = mkdtempSync(join(tmpdir(), 'renshe-auth-'));
beforeAll(async () => {
  database = await databases.create();
  desk = await openAuthDesk(database.url, folder);
});
beforeEach(() => desk.fresh());
afterAll(async () => {
  await desk?.close();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe('authentication', () => {
  it.each(authSections.filter(({ timed }) => !timed))(
    '$name',
    async (section) => {
      const checks = new Checks();
      await section.run(desk, checks, { seed, deep: false });
      expect(checks.tally.found).toEqual([]);
      expect(checks.tally.cases).toBeGreaterThan(0);
    },
    600_000,
  );

  it('planted bugs are found', async () => {
    const bugs = bugsOf({ seed, deep: false });
    const { planted, survivors } = await plantBugs(databases, bugs, { seed, say: () => {} });
    expect(survivors).toEqual([]);
    expect(planted).toBeGreaterThan(0);
  }, 600_000);
});
