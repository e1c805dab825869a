import { availableParallelism } from 'node:os';
import { allContracts } from '@renshe/domain/access/all-contracts.ts';
import fuzzBugs from './fuzz-bugs.json' with { type: 'json' };
import type { FuzzAnswer } from './fuzz-child.ts';
import { addFigures, namedFigures, noFigures } from './fuzz-figures.ts';
import type { FuzzOptions, FuzzPart } from './fuzz-suite.ts';
import type { PlantedBug } from './planted-bug.ts';
import { type Databases, runPlanted } from './planted-child.ts';
import { type Killing, type ProofOptions, type ProofResult, ProofTally, proofResult } from './prove-result.ts';

/** A deep run sends so long; each world is left after a while for a new one, in which nothing is used up yet. */
const deepMinutes = 20;
const minutesOfWorld = 10;

export interface FuzzRun extends ProofOptions {
  /** How long a deep run goes on sending. */
  minutes?: number | undefined;
  /** Only this; `planted`: only the planted bugs, all of them. */
  part?: FuzzPart | 'planted' | undefined;
  /** Only the planted bugs of these ids. */
  bugs?: readonly string[] | undefined;
}

/** With the part of the suite that has to find it. */
interface FuzzBug extends PlantedBug {
  part: FuzzPart;
  /** A file to begin with, by the beginning of what it is: it only saves time. */
  first?: string;
}

/**
 * Input (handbook/security.md §4b): every route with what its contract allows, forbids and never heard of, hostile files, formulas in
 * exports; then the same with planted bugs, each of which has to be found.
 */
export async function proveFuzz(databases: Databases, options: FuzzRun): Promise<ProofResult> {
  const startedAt = performance.now();
  const { seed, deep, part, say } = options;
  const tally = new ProofTally();
  let figures = noFigures();
  let perSecond = 0;
  const take = (answer: FuzzAnswer) => {
    if (!answer.figures) throw new Error(answer.broken);
    tally.add(answer);
    figures = addFigures(figures, answer.figures);
    for (const words of answer.found) say(`  FAILED ${words}`);
    say(`  ${figures.requests} requests, ${figures.files} files, ${tally.failures} failures`);
  };
  const kill = () => killAll(databases, bugsOf(options), options, tally);
  let killing: Killing | undefined;
  if (!deep && part !== 'planted') {
    // Side by side: a short run is part of the tests.
    const right = runSuite(databases, { seed, deep, part }, null);
    [killing] = await Promise.all([kill(), right.then(take)]);
  } else if (deep) {
    if (part === undefined || part === 'requests') await sendLong(databases, options, take);
    perSecond = Math.round((figures.requests / (performance.now() - startedAt)) * 1000);
    // By themselves: how long the server stands still says nothing while others use the machine.
    for (const one of ['files', 'exports'] as const)
      if (part === undefined || part === one) take(await runSuite(databases, { seed, deep, part: one }, null));
  }
  killing ??= await kill();
  const operations = allContracts.map(({ id }) => id);
  const named = { ...namedFigures(figures, operations), ...(deep && { 'requests a second': perSecond }) };
  return proofResult('fuzz', options, tally, { startedAt, killing, figures: named });
}

/** A quick run plants one bug, by the seed another one every day. */
function bugsOf({ deep, seed, part, bugs }: FuzzRun): readonly FuzzBug[] {
  const all = (fuzzBugs as readonly FuzzBug[]).filter(({ id }) => bugs?.includes(id) ?? true);
  if (all.length === 0 || all.length < (bugs?.length ?? 0)) throw new Error(`no such planted bugs: ${bugs?.join()}`);
  if (part === 'planted' || (deep && part === undefined)) return all;
  return part === undefined ? [all[seed % all.length]!] : [];
}

/** As many worlds at once as there are processors, each with a seed of its own, one after the other until the time is over. */
async function sendLong(
  databases: Databases,
  { seed, minutes = deepMinutes }: FuzzRun,
  take: (answer: FuzzAnswer) => void,
): Promise<void> {
  const until = Date.now() + minutes * 60_000;
  let next = seed;
  const work = async () => {
    do {
      const own = next++;
      const endsAt = Math.min(until, Date.now() + minutesOfWorld * 60_000);
      const options = { seed: own, deep: true, part: 'requests', endsAt } as const;
      const answer = await runSuite(databases, options, null);
      take({ ...answer, found: answer.found.map((words) => `seed ${own}, ${words}`) });
    } while (Date.now() < until - 60_000);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}

async function killAll(
  databases: Databases,
  bugs: readonly FuzzBug[],
  { seed, say }: FuzzRun,
  tally: ProofTally,
): Promise<Killing> {
  const killing: Killing = { planted: bugs.length, killed: 0, survivors: [] };
  const search = (part: FuzzPart, bug: FuzzBug | null) =>
    runSuite(databases, { seed, deep: false, firstOnly: true, part, first: bug?.first }, bug);
  const waiting: (() => Promise<void>)[] = bugs.map((bug) => async () => {
    const startedAt = performance.now();
    const answer = await search(bug.part, bug);
    if (answer.broken) throw new Error(`${bug.id}: ${answer.broken}`);
    if (answer.failures > 0) killing.killed++;
    else killing.survivors.push(`${bug.id}: ${bug.breaks}`);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    say(`  ${bug.id}, ${seconds} s: ${answer.failures > 0 ? `found, ${answer.found[0]}` : 'NOT FOUND'}`);
  });
  // Who searches for bugs must find none where there are none.
  if (bugs.length > 1)
    for (const part of ['requests', 'files', 'exports'] as const)
      waiting.push(async () => {
        const answer = await search(part, null);
        if (answer.broken) throw new Error(answer.broken);
        tally.check(answer.failures === 0, () => `found where nothing was planted: ${answer.found[0]}`);
      });
  const work = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) await one();
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
