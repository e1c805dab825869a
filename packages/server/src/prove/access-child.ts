/** Runs the access suite over a new database, as the program is loaded here: right, or with a planted bug. Told by its parent. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type AccessOptions, AccessSuite, noFigures } from './access-suite.ts';
import { makeWorld, type ProveWorld } from './prove-world.ts';

export interface AccessAnswer {
  cases: number;
  failures: number;
  found: string[];
  figures: AccessSuite['figures'];
  /** The world could not even be made. */
  broken?: string;
}

/** A machine that is too busy answers 503 before anything is begun: that says nothing of who may see what, and the call is made again. */
function patient(call: ProveWorld['call']): ProveWorld['call'] {
  return async (token, contract, parts) => {
    for (let again = 5; ; again--) {
      const answer = await call(token, contract, parts);
      if (answer.status !== 503 || again === 0) return answer;
      await setTimeout(1000);
    }
  };
}

process.once('message', async ({ url, options }: { url: string; options: AccessOptions }) => {
  const folder = mkdtempSync(join(tmpdir(), 'renshe-prove-'));
  let answer: AccessAnswer;
  try {
    const world = await makeWorld(url, folder);
    const suite = new AccessSuite({ ...world, call: patient(world.call) }, options);
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
