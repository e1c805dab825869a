/** Runs the access suite over a new database, as the program is loaded here: right, or with a planted bug. Told by its parent. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AccessOptions, AccessSuite, noFigures } from './access-suite.ts';
import { makeWorld } from './prove-world.ts';

export interface AccessAnswer {
  cases: number;
  failures: number;
  found: string[];
  figures: AccessSuite['figures'];
  /** The world could not even be made. */
  broken?: string;
}

process.once('message', async ({ url, options }: { url: string; options: AccessOptions }) => {
  const folder = mkdtempSync(join(tmpdir(), 'renshe-prove-'));
  let answer: AccessAnswer;
  try {
    const world = await makeWorld(url, folder);
    const suite = new AccessSuite(world, options);
    await suite.run();
    await world.close();
    const { cases, failures, found } = suite.tally;
    answer = { cases, failures, found, figures: suite.figures };
  } catch (error) {
    answer = {
      cases: 0,
      failures: 0,
      found: [],
      figures: noFigures(),
      broken: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.send?.(answer, () => process.exit());
});
