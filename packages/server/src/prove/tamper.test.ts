import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { prepareTaskTables } from '../platform/tasks.ts';
import { proveCoverage, proveTampering } from './tamper-lane.ts';

const databases = {
  async create() {
    const database = await testDatabase();
    await prepareTaskTables(database.url);
    return database;
  },
};

describe('audit', () => {
  it('every operation that must leave a trace can be called, and leaves exactly its own event, in its transaction', async () => {
    const { found, coverage } = await proveCoverage(databases);
    expect(found).toEqual([]);
    expect(coverage?.succeeded).toBe(coverage?.operations);
  }, 600_000);

  it('twelve ways to tamper with the log are found where they were done, and nothing is that was not', async () => {
    const answer = await proveTampering({ create: testDatabase }, { deep: false, seed: 7, say: () => {} });
    expect(answer.found).toEqual([]);
    expect(answer.killing?.survivors).toEqual([]);
    expect(answer.tampering?.detected).toBeGreaterThanOrEqual(24);
    expect(answer.tampering?.falseAlarms).toBe(0);
  }, 600_000);
});
