import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { readConfig } from '../platform/config.ts';
import { benchCity } from './bench-city.ts';
import { benchCommand } from './bench-command.ts';
import type { BenchResult } from './bench-result.ts';
import { benchSearch } from './bench-search.ts';

const config = () => readConfig({ 'database-url': inject('testServerUrl') }, {});
const say = () => {};

function expectFigures(result: BenchResult, count: number): void {
  expect(Object.keys(result)).toEqual(['name', 'machine', 'ratio', 'results']);
  expect(result.ratio).toBeGreaterThan(0);
  expect(result.results).toHaveLength(count);
  for (const line of result.results) {
    expect(Object.keys(line)).toEqual(['name', 'value', 'reference', 'unit', 'ratio']);
    expect(line.value).toBeGreaterThan(0);
    expect(line.reference).toBeGreaterThan(0);
  }
}

// Rounds stop at the first answer that is no success, and the bare side needs every row of the HTTP side: both show here.
it('measures registrations over HTTP against the same rows by bare SQL', { timeout: 120_000 }, async () => {
  const options = { clients: 2, seconds: 1, rounds: 1, people: 40, communities: 4, say };
  expectFigures(await benchCommand(config(), options), 1);
});

// It stops when a search and its statements find different rows.
it('measures searches against the same rows by bare SQL', { timeout: 120_000 }, async () => {
  const result = await benchSearch(config(), { residents: 3000, samples: 3, rounds: 1, say });
  // Four figures for each of seventeen kinds, asked by two, and the three on top.
  expectFigures(result, 3 + 4 * 17 * 2);
});

// It stops when report and recount differ; what was acknowledged while the month closed must be there once, and verify finds nothing.
it('builds a small city, closes its month under load and loses nothing', { timeout: 240_000 }, async () => {
  const region = join(import.meta.dirname, '..', '..', 'test', 'fixture-region');
  const options = { residents: 2400, smaller: 600, months: 4, clients: 2, region, say };
  const result = await benchCity(config(), options);
  const line = (start: string) => result.results.find((one) => one.name.startsWith(start))!;
  expect(result.results).toHaveLength(15);
  expect(line('registrations meanwhile').ratio).toBe(1);
  expect(line('registrations meanwhile').value).toBeGreaterThan(0);
  expect(line('subjects and totals that differ').value).toBe(0);
  expect(line('subjects and totals that differ').reference).toBeGreaterThan(2400);
});
