/** Runs the fuzzer over a new database, as the program is loaded here: right, or with a planted bug. Told by its parent. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FuzzFigures } from './fuzz-figures.ts';
import { type FuzzOptions, FuzzSuite } from './fuzz-suite.ts';
import { makeWorld } from './prove-world.ts';

export interface FuzzAnswer {
  cases: number;
  failures: number;
  found: string[];
  figures?: FuzzFigures;
  /** The world could not even be made. */
  broken?: string;
}

// Nobody waits for an answer once the lane is gone.
process.once('disconnect', () => process.exit());
process.once('message', async ({ url, options }: { url: string; options: FuzzOptions }) => {
  const folder = mkdtempSync(join(tmpdir(), 'renshe-fuzz-'));
  let answer: FuzzAnswer;
  try {
    const world = await makeWorld(url, folder);
    const suite = new FuzzSuite(world, options);
    await suite.run();
    await world.close();
    const { cases, failures, found } = suite.tally;
    answer = { cases, failures, found, figures: suite.figures };
  } catch (error) {
    const broken = error instanceof Error ? (error.stack ?? error.message) : String(error);
    answer = { cases: 0, failures: 0, found: [], broken };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.send?.(answer, () => process.exit());
});
