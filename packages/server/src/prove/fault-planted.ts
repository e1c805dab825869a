/** Planted bugs of the fault lane: each has to be found by the promise that it breaks, not by something that goes wrong beside it. */
import faultBugs from './fault-bugs.json' with { type: 'json' };
import type { FaultCity } from './fault-city.ts';
import type { FaultCluster } from './fault-cluster.ts';
import { play, type ScenarioName } from './fault-scenarios.ts';
import { FaultStage } from './fault-stage.ts';
import type { PlantedBug } from './planted-bug.ts';
import { type Killing, type ProofOptions, ProofTally } from './prove-result.ts';

export type FaultBug = PlantedBug & {
  /** The scenario that has to find it. */
  by: ScenarioName;
  /** What is said of the broken promise, as a regular expression. */
  says: string;
};

export const allFaultBugs = faultBugs as FaultBug[];

export interface PlantedRun {
  cluster: FaultCluster;
  city: FaultCity;
  /** The database with the city, that nobody uses. */
  template: string;
  options: ProofOptions;
}

export async function findBugs(run: PlantedRun, bugs: readonly FaultBug[]): Promise<Killing> {
  const killing: Killing = { planted: bugs.length, killed: 0, survivors: [] };
  for (const bug of bugs) {
    const from = performance.now();
    const { found, beside } = await findBug(run, bug);
    if (found === undefined) killing.survivors.push(`${bug.id}: ${bug.breaks}${beside && `; only seen: ${beside}`}`);
    else killing.killed++;
    const took = Math.round((performance.now() - from) / 100) / 10;
    run.options.say(
      `  ${bug.id}: ${found ? `found, ${found.slice(0, 300)}` : `NOT FOUND ${beside.slice(0, 300)}`} (${took} s)`,
    );
  }
  return killing;
}

/** The broken promise that is this bug's, in the scenario that ought to find it. */
async function findBug(
  { cluster, city, template, options }: PlantedRun,
  bug: FaultBug,
): Promise<{ found: string | undefined; beside: string }> {
  const database = 'fault_bug';
  const tally = new ProofTally();
  const says = new RegExp(bug.says);
  await cluster.copyDatabase(template, database);
  const { seed } = options;
  const stage = await FaultStage.open(cluster, city, { database, own: false, planted: bug, seed, tally });
  try {
    await play(stage, bug.by, seed);
    for (const crash of stage.server.crashes) tally.check(false, () => `the server ${crash}`);
    const found = tally.found.find((words) => says.test(words));
    return { found, beside: found === undefined ? tally.found.join(' | ') : '' };
  } finally {
    await stage.close();
    await cluster.dropDatabase(database);
  }
}
