import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { prepareTaskTables } from '../platform/tasks.ts';
import { proveFuzz } from './fuzz-lane.ts';

const databases = {
  async create() {
    const database = await testDatabase();
    await prepareTaskTables(database.url);
    return database;
  },
};

describe('input', () => {
  it('of every kind to every route breaks nothing; hostile files and formulas go through as data; a planted bug is found', async () => {
    const result = await proveFuzz(databases, { deep: false, seed: 7, say: () => {} });
    expect(result.found).toEqual([]);
    expect(result.survivors).toEqual([]);
    expect(result.mutantsPlanted).toBeGreaterThan(0);
    expect(result.figures.requests).toBeGreaterThan(5000);
    expect(result.figures['operations with a refusal']).toBe(result.figures.operations);
  }, 600_000);
});
