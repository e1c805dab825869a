import { expect, it } from 'vitest';
import { proveFaults } from './fault-lane.ts';

it('kills the server and the database at work, in imports and in closings: nothing is lost, done twice or done by half', async () => {
  const result = await proveFaults({ deep: false, seed: 7, minutes: 10, say: () => {} });
  expect(result.found).toEqual([]);
  expect(result.survivors).toEqual([]);
  expect(result.mutantsPlanted).toBeGreaterThan(0);
  const { figures } = result;
  const kills = ['kills of the server', 'kills of a database process', 'kills of the whole database'];
  expect(kills.reduce((sum, name) => sum + Number(figures[name]), 0)).toBeGreaterThanOrEqual(10);
}, 600_000);
