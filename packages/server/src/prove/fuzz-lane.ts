import fuzzBugs from './fuzz-bugs.json' with { type: 'json' };
import type { FuzzAnswer } from './fuzz-child.ts';
import type { FuzzOptions, FuzzPart } from './fuzz-suite.ts';
import type { PlantedBug } from './planted-bug.ts';
import { type Databases, runPlanted } from './planted-child.ts';
import { type Killing, type ProofOptions, type ProofResult, ProofTally, proofResult } from './prove-result.ts';

/**
 * Input (handbook/security.md §4b): every route with what its contract allows, forbids and never heard of, hostile files, formulas in
 * exports; then the same with planted bugs, each of which has to be found.
 */
export async function proveFuzz(
  databases: Databases,
  options: ProofOptions & { minutes?: number | undefined },
): Promise<ProofResult> {
  const startedAt = performance.now();
  const tally = new ProofTally();
  const { seed, deep, minutes } = options;
  const right = await runSuite(databases, { seed, deep, ...(minutes !== undefined && { minutes }) }, null);
  if (!right.figures) throw new Error(right.broken);
  tally.add(right);
  const { requests, operations, succeeded, refused, notSucceeded, ...more } = right.figures;
  options.say(`  ${requests} requests, ${right.failures} failures`);
  for (const words of right.found) options.say(`  FAILED ${words}`);
  // A quick run plants one bug, by the seed another one every day.
  const all = fuzzBugs as readonly FuzzBug[];
  const bugs = options.deep ? all : [all[options.seed % all.length]!];
  const killing = await killAll(databases, bugs, options);
  return proofResult('fuzz', options, tally, {
    startedAt,
    killing,
    figures: {
      requests,
      operations,
      'operations with a success': succeeded,
      'operations with a refusal': refused,
      'operations without a success': notSucceeded,
      'answers of 500 and above': more.serverErrors,
      'slowest answer, ms': more.slowestMs,
      'slowest was': more.slowest,
      'ledger differences afterwards': more.ledgerDifferences,
      rounds: more.rounds,
      'hostile files': more.files,
      'most memory of reading one, MB': more.filesPeakMb,
      'longest stall of the server meanwhile, ms': more.filesStallMs,
      'it stood still at': more.filesStall,
      'rows in them': more.rowsIn,
      'rows taken': more.rowsAccepted,
      'rows refused with a reason': more.rowsRejected,
      exports: more.exports,
      'texts like formulas in exports': more.plantedTexts,
      'exports without such a text': more.exportsWithout,
    },
  });
}

/** With the part of the suite that has to find it. */
interface FuzzBug extends PlantedBug {
  part: FuzzPart;
}

async function killAll(databases: Databases, bugs: readonly FuzzBug[], options: ProofOptions): Promise<Killing> {
  const killing: Killing = { planted: bugs.length, killed: 0, survivors: [] };
  const waiting = [...bugs];
  const work = async () => {
    for (let bug = waiting.shift(); bug; bug = waiting.shift()) {
      const { part } = bug;
      const answer = await runSuite(databases, { seed: options.seed, deep: false, firstOnly: true, part }, bug);
      if (answer.broken) throw new Error(`${bug.id}: ${answer.broken}`);
      if (answer.failures > 0) killing.killed++;
      else killing.survivors.push(`${bug.id}: ${bug.breaks}`);
      options.say(`  ${bug.id}: ${answer.failures > 0 ? `found, ${answer.found[0]}` : 'NOT FOUND'}`);
    }
  };
  await Promise.all([work(), work()]);
  return killing;
}

const runSuite = (databases: Databases, options: FuzzOptions, planted: PlantedBug | null): Promise<FuzzAnswer> =>
  runPlanted<FuzzAnswer>(databases, 'fuzz-child.ts', options, planted, (why) => ({
    cases: 0,
    failures: 0,
    found: [],
    broken: why,
  }));
