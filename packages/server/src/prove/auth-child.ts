/** Runs the promises of authentication over a new database, as the program is loaded here: right, or with a planted bug. Told by its parent. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuthDesk } from './auth-desk.ts';
import { type AuthOptions, runAuthSections } from './auth-suite.ts';

export interface AuthAnswer {
  cases: number;
  failures: number;
  found: string[];
  figures: Record<string, number>;
  /** The city could not even be made, or the suite itself fell over. */
  broken?: string;
}

process.once('message', async ({ url, options }: { url: string; options: AuthOptions }) => {
  const folder = mkdtempSync(join(tmpdir(), 'renshe-auth-'));
  let answer: AuthAnswer;
  try {
    const desk = await openAuthDesk(url, folder);
    const { tally, figures } = await runAuthSections(desk, options);
    await desk.close();
    answer = { cases: tally.cases, failures: tally.failures, found: tally.found, figures };
  } catch (error) {
    const broken = error instanceof Error ? (error.stack ?? error.message) : String(error);
    answer = { cases: 0, failures: 0, found: [], figures: {}, broken };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.send?.(answer, () => process.exit());
});
