import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { prepareTaskTables } from '../platform/tasks.ts';
import loadBugs from './load-bugs.json' with { type: 'json' };
import { copyableCity, fillCity } from './load-city.ts';
import { latencyOf, percentileOf, slopePerHour } from './load-figures.ts';
import type { Outcome } from './load-round.ts';
import { suiteAndBugs } from './load-suite.ts';
import { ProofTally } from './prove-result.ts';

describe('figures', () => {
  const outcomes = Array.from({ length: 1000 }, (_, i) => ({ ms: i + 1 }) as Outcome);
  it('are exact at their rank', () => {
    expect(latencyOf(outcomes)).toEqual({ count: 1000, p50: 500, p95: 950, p99: 990, p999: 999, max: 1000 });
    expect(percentileOf([7], 0.5)).toBe(7);
    expect(percentileOf([], 0.5)).toBeNaN();
  });
  it('tell growth by the hour', () => {
    const samples = Array.from({ length: 60 }, (_, i) => ({
      at: i * 60,
      residentMegabytes: 200 + i / 30,
      files: 20,
      connections: 13,
    }));
    expect(slopePerHour(samples, (sample) => sample.residentMegabytes)).toBeCloseTo(2);
    expect(slopePerHour(samples, (sample) => sample.files)).toBe(0);
  });
});

describe('load', () => {
  it('sends away what is too much before it is begun, loses and doubles nothing; a planted bug is found', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'renshe-load-'));
    const database = await testDatabase();
    try {
      await prepareTaskTables(database.url);
      const city = await fillCity(database.url, folder, Date.now(), {
        residents: 600,
        months: 4,
        region: join(import.meta.dirname, 'region'),
        say: () => {},
      });
      const cities = await copyableCity(city);
      const tally = new ProofTally();
      const bugs = loadBugs.filter(({ id }) => id === 'sent-away-after-the-work');
      const killing = await suiteAndBugs(cities, bugs, { seed: 7, say: () => {} }, tally);
      expect(tally.found).toEqual([]);
      expect(tally.cases).toBeGreaterThan(600);
      expect(killing).toEqual({ planted: 1, killed: 1, survivors: [] });
    } finally {
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 300_000);
});
