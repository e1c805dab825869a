import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { prepareTaskTables } from '../platform/tasks.ts';
import { proveAccess } from './access-lane.ts';

const databases = {
  async create() {
    const database = await testDatabase();
    await prepareTaskTables(database.url);
    return database;
  },
};

describe('access', () => {
  it('every route × every persona × own, below, beside, above, another district; planted bugs are found', async () => {
    const result = await proveAccess(databases, { deep: false, seed: 7, say: () => {} });
    expect(result.found).toEqual([]);
    expect(result.survivors).toEqual([]);
    expect(result.mutantsPlanted).toBeGreaterThan(0);
    expect(result.figures.refused).toBeGreaterThan(2000);
  }, 600_000);
});
