import authBugs from './auth-bugs.json' with { type: 'json' };
import type { AuthAnswer } from './auth-child.ts';
import type { AuthOptions } from './auth-suite.ts';
import type { PlantedBug } from './planted-bug.ts';
import { type Databases, runPlanted } from './planted-child.ts';
import { type Killing, type ProofOptions, type ProofResult, ProofTally, proofResult } from './prove-result.ts';

/** Bugs of a quick run: the seed takes others every day. */
const quickBugs = 2;
/** Found by a clock alone. */
const timedBugs: ReadonlySet<string> = new Set(['unknown-answers-at-once']);

export function bugsOf({ deep, seed }: Pick<ProofOptions, 'deep' | 'seed'>): readonly PlantedBug[] {
  if (deep) return authBugs;
  const exact = authBugs.filter(({ id }) => !timedBugs.has(id));
  return exact.filter((_, i) => (i + seed) % Math.ceil(exact.length / quickBugs) === 0);
}

/** Authentication: every promise of authSections, then the same with planted bugs, each of which has to be found. */
export async function proveAuth(databases: Databases, options: ProofOptions): Promise<ProofResult> {
  const startedAt = performance.now();
  const tally = new ProofTally();
  const right = await runSuite(databases, { seed: options.seed, deep: options.deep, timed: true }, null);
  if (right.broken) throw new Error(right.broken);
  tally.add(right);
  options.say(`  ${right.cases} checks, ${right.failures} failures`);
  const killing = await plantBugs(databases, bugsOf(options), options);
  return proofResult('auth', options, tally, { startedAt, killing, figures: right.figures });
}

/** The promises once more, each time with one bug in the program. */
export async function plantBugs(
  databases: Databases,
  bugs: readonly PlantedBug[],
  { seed, say }: Pick<ProofOptions, 'seed' | 'say'>,
): Promise<Killing> {
  const killing: Killing = { planted: bugs.length, killed: 0, survivors: [] };
  for (const bug of bugs) {
    const options = { seed, deep: false, firstOnly: true, timed: timedBugs.has(bug.id) };
    const answer = await runSuite(databases, options, bug);
    // A program that cannot even make its city would never have been shipped: not a find of this lane.
    if (answer.broken) throw new Error(`${bug.id}: ${answer.broken}`);
    if (answer.failures > 0) killing.killed++;
    else killing.survivors.push(`${bug.id}: ${bug.breaks}`);
    say(`  ${bug.id}: ${answer.failures > 0 ? `found, ${answer.found[0]}` : 'NOT FOUND'}`);
  }
  return killing;
}

const runSuite = (databases: Databases, options: AuthOptions, planted: PlantedBug | null): Promise<AuthAnswer> =>
  runPlanted<AuthAnswer>(databases, 'auth-child.ts', options, planted, (why) => ({ ...nothing, broken: why }));

const nothing: AuthAnswer = { cases: 0, failures: 0, found: [], figures: {} };
