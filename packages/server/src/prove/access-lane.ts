import accessBugs from './access-bugs.json' with { type: 'json' };
import channelBugs from './access-channel-bugs.json' with { type: 'json' };
import type { AccessAnswer } from './access-child.ts';
import { type AccessOptions, noFigures } from './access-suite.ts';
import type { PlantedBug } from './planted-bug.ts';
import { type Databases, runPlanted } from './planted-child.ts';
import { type Killing, type ProofOptions, type ProofResult, ProofTally, proofResult } from './prove-result.ts';

/** Bugs of a quick run: the seed takes others every day. */
const quickBugs = 2;

/** Which oracle is asked first only saves time: a bug counts as found whichever finds it. */
const bugs: readonly (PlantedBug & { channelsFirst: boolean })[] = [
  ...accessBugs.map((bug) => ({ ...bug, channelsFirst: false })),
  ...channelBugs.map((bug) => ({ ...bug, channelsFirst: true })),
];

/**
 * Access (handbook/security.md §4a): every route × persona × relation, refused as if there were nothing, nothing changed, no canary in any
 * answer; then the same with planted bugs, each of which has to be found. With `bugs` only those are tried.
 */
export async function proveAccess(
  databases: Databases,
  options: ProofOptions & { bugs?: readonly string[] | undefined },
): Promise<ProofResult> {
  const startedAt = performance.now();
  const tally = new ProofTally();
  const { seed, deep } = options;
  const right = options.bugs ? nothing : await runSuite(databases, { seed, deep, everywhere: deep }, null);
  if (right.broken) throw new Error(right.broken);
  tally.add(right);
  options.say(`  ${right.figures.cells} cells, ${right.failures} failures`);
  const planted = options.bugs
    ? bugs.filter(({ id }) => options.bugs!.includes(id))
    : options.deep
      ? bugs
      : bugs.filter((_, i) => (i + options.seed) % Math.ceil(bugs.length / quickBugs) === 0);
  const killing = await killAll(databases, planted, options);
  const { cells, refused, shownOpen, routes, channels, grants, timing } = right.figures;
  return proofResult('access', options, tally, {
    startedAt,
    killing,
    figures: {
      cells,
      refused,
      routes,
      'routes that let somebody through': shownOpen,
      'side channels': channels,
      'grants of posts': grants,
      ...Object.fromEntries(Object.entries(timing).map(([id, words]) => [`hidden against nothing, ${id}`, words])),
    },
  });
}

async function killAll(
  databases: Databases,
  bugs: readonly (PlantedBug & { channelsFirst: boolean })[],
  options: ProofOptions,
): Promise<Killing> {
  const killing: Killing = { planted: bugs.length, killed: 0, survivors: [] };
  const waiting = [...bugs];
  const work = async () => {
    for (let bug = waiting.shift(); bug; bug = waiting.shift()) {
      const startedAt = performance.now();
      const { channelsFirst } = bug;
      // The routes of the slice that the bug stands in come first.
      const nearest = /src\/([a-z-]+)\//.exec(bug.file)![1]!;
      const answer = await runSuite(
        databases,
        { seed: options.seed, deep: true, firstOnly: true, channelsFirst, nearest },
        bug,
      );
      // A program that cannot even make its world would never have been shipped: not a find of this lane.
      if (answer.broken) options.say(`  ${bug.id}: ${answer.broken}`);
      if (!answer.broken && answer.failures > 0) killing.killed++;
      else killing.survivors.push(`${bug.id}: ${bug.breaks}`);
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      options.say(
        `  ${bug.id}, ${seconds} s: ${!answer.broken && answer.failures > 0 ? `found, ${answer.found[0]?.split('\n')[0]}` : 'NOT FOUND'}`,
      );
    }
  };
  await Promise.all([work(), work()]);
  return killing;
}

const runSuite = (databases: Databases, options: AccessOptions, planted: PlantedBug | null): Promise<AccessAnswer> =>
  runPlanted<AccessAnswer>(databases, 'access-child.ts', options, planted, (why) => ({ ...nothing, broken: why }));

const nothing: AccessAnswer = {
  cases: 0,
  failures: 0,
  found: [],
  figures: noFigures(),
};
