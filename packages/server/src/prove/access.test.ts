import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { prepareTaskTables } from '../platform/tasks.ts';
import { AccessSuite } from './access-suite.ts';
import { makeWorld, type ProveWorld } from './prove-world.ts';

let database: TestDatabase;
let world: ProveWorld;
const folder = mkdtempSync(join(tmpdir(), 'renshe-prove-'));
beforeAll(async () => {
  database = await testDatabase();
  await prepareTaskTables(database.url);
  world = await makeWorld(database.url, folder);
});
afterAll(async () => {
  await world?.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe('access', () => {
  it('every route × every persona × own, below, beside, above, another district', async () => {
    const suite = new AccessSuite(world, { seed: 7, deep: process.env.RENSHE_DEEP === '1' });
    await suite.run();
    console.log(suite.figures, suite.tally.cases, suite.tally.failures);
    expect(suite.tally.found).toEqual([]);
  }, 600_000);
});
