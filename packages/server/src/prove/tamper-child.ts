/** One half of the lane in a process of its own, so that a bug can be planted in all that it loads. Told by its parent. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Killing } from './prove-result.ts';
import { loadCity, makeWorld, openWorld } from './prove-world.ts';
import { AuditCoverage, type CoverageFigures } from './tamper-coverage.ts';
import { passwordOfProof } from './tamper-kit.ts';
import { type TamperFigures, type TamperSize, TamperSuite } from './tamper-suite.ts';

export type TamperOrder =
  | {
      half: 'coverage';
      /** Two migrated, empty databases: one for the made world, one that has no account yet. */
      urls: readonly [string, string];
      /** Ends after the first failure. */
      firstOnly: boolean;
    }
  | { half: 'tampering'; url: string; size: TamperSize; seed: number; deep: boolean };

export interface TamperAnswer {
  cases: number;
  failures: number;
  found: string[];
  /** Numbers that must not stand in the log, for whoever reads it. */
  secrets: string[];
  coverage?: CoverageFigures;
  tampering?: TamperFigures;
  killing?: Killing;
  /** It could not even begin. */
  broken?: string;
}

async function cover(order: TamperOrder & { half: 'coverage' }, folder: string): Promise<TamperAnswer> {
  const setup = await openWorld(order.urls[1], join(folder, 'setup'));
  await setup.system.db.kysely.transaction().execute((w) => loadCity(w, setup.clock.now()));
  const world = await makeWorld(order.urls[0], join(folder, 'world'));
  const coverage = new AuditCoverage(world, setup, order.firstOnly);
  await coverage.run().finally(async () => {
    await setup.close();
    await world.close();
  });
  const secrets = world.canaries
    .filter(({ what }) => what === 'citizen-id' || what === 'phone')
    .map(({ text }) => text);
  return { ...coverage.tally, secrets: [...secrets, passwordOfProof, ...coverage.secrets], coverage: coverage.figures };
}

async function tamper({ url, size, seed, deep }: TamperOrder & { half: 'tampering' }): Promise<TamperAnswer> {
  const suite = new TamperSuite(url, size, { seed, deep, say: (line) => process.send?.(line) });
  await suite.run();
  return { ...suite.tally, secrets: [], tampering: suite.figures, killing: suite.killing };
}

process.once('message', async (order: TamperOrder) => {
  const folder = mkdtempSync(join(tmpdir(), 'renshe-prove-'));
  let answer: TamperAnswer;
  try {
    answer = await (order.half === 'coverage' ? cover(order, folder) : tamper(order));
  } catch (error) {
    const broken = error instanceof Error ? (error.stack ?? error.message) : String(error);
    answer = { cases: 0, failures: 0, found: [], secrets: [], broken };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.send?.(answer, () => process.exit());
});
