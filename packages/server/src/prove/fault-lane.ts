import { DemoRandom } from '../demo/demo-random.ts';
import { type FaultCity, makeFaultCity } from './fault-city.ts';
import { FaultCluster } from './fault-cluster.ts';
import { fullDisk } from './fault-disk.ts';
import {
  FaultFigures,
  percentile,
  strikeAtPort,
  strikeAtWork,
  strikeInClosing,
  strikeInImport,
  type Victim,
} from './fault-nemeses.ts';
import { allFaultBugs, findBugs } from './fault-planted.ts';
import { play, type ScenarioName, scenarios } from './fault-scenarios.ts';
import { FaultStage } from './fault-stage.ts';
import { type ProofOptions, type ProofResult, ProofTally, proofResult } from './prove-result.ts';

export interface FaultOptions extends ProofOptions {
  /** A deep run stops killing after so many minutes. */
  minutes: number;
  /** One part of the lane alone. */
  only?: FaultPart | undefined;
  /** Planted bugs by id; all of a deep run when left out. */
  bugs?: readonly string[] | undefined;
}

export const faultParts = ['kills', 'faults', 'bugs'] as const;
export type FaultPart = (typeof faultParts)[number];

const template = 'fault_template';
/** Bugs of a quick run: the seed takes others every day. */
const quickBugs = 1;
const quickScenarios = [
  'same-key-at-once',
  'same-fact-at-once',
  'editors-meet',
  'cut-before-commit',
  'cut-after-commit',
] as const satisfies readonly ScenarioName[];
/** Each entry is one kill; a round of a deep run is all of them. */
const quickKills =
  'server,backend,server,backend,server,postmaster,import server,closing server,backend,import backend';
const deepKills =
  'server,backend,import server,server,closing server,backend,server,postmaster,import backend,server,closing backend,server,backend,server,port';
const deepRounds = 40;

/**
 * Faults (handbook/security.md §4c): processes are killed in the middle of commands, imports and closings, the wire to the database is cut and
 * slowed, many act at once; what the clients were told is compared with what is there. Then the same with planted bugs.
 */
export async function proveFaults(options: FaultOptions): Promise<ProofResult> {
  const startedAt = performance.now();
  const tally = new ProofTally();
  const cluster = await FaultCluster.open();
  try {
    const city = await makeFaultCity(cluster.url, cluster.dataDir);
    const database = new URL(cluster.url).pathname.slice(1);
    await cluster.copyDatabase(database, template);
    const run = { cluster, city, options, tally };
    options.say(`  the city is there after ${seconds(performance.now() - startedAt)} s`);
    const wanted = (part: FaultPart) => options.only === undefined || options.only === part;
    const figures: Record<string, number | string> = {};
    if (wanted('kills')) {
      const killed = await killAndKill(run, database);
      options.say(
        `  ${killed.kills} kills, ${tally.failures} failures in ${tally.cases} checks, ${seconds(performance.now() - startedAt)} s`,
      );
      Object.assign(figures, told(killed));
    }
    if (wanted('faults')) Object.assign(figures, await playAll(run));
    const bugs = wanted('bugs') ? bugsOf(options) : [];
    const killing = await findBugs({ cluster, city, template, options }, bugs);
    return proofResult('faults', options, tally, { startedAt, killing, figures });
  } finally {
    await cluster.close();
  }
}

interface Run {
  cluster: FaultCluster;
  city: FaultCity;
  options: FaultOptions;
  tally: ProofTally;
}

const seconds = (milliseconds: number) => Math.round(milliseconds / 10) / 100;

function told(figures: FaultFigures): Record<string, number | string> {
  return {
    'kills of the server': figures.serverKills,
    'kills of a database process': figures.backendKills,
    'kills of the whole database': figures.postmasterKills,
    'of these with its port taken meanwhile': figures.portsTaken,
    'of these in an import': figures.inImports,
    'of these in a closing': figures.inClosings,
    'seconds to serve again after the server was killed, p95': seconds(percentile(figures.serverBack, 0.95)),
    'longest, server': seconds(Math.max(...figures.serverBack)),
    'seconds to serve again after the database was killed, p95': seconds(percentile(figures.databaseBack, 0.95)),
    'longest, database': seconds(Math.max(...figures.databaseBack)),
  };
}

/** The server with the database of its own data folder, as it is installed; the desks work on all the time. */
async function killAndKill(run: Run, database: string): Promise<FaultFigures> {
  const { cluster, city, options, tally } = run;
  const { seed, deep, say } = options;
  const figures = new FaultFigures();
  const stage = await FaultStage.open(cluster, city, { database, own: true, planted: null, seed, tally });
  try {
    const random = new DemoRandom(`${seed}/kills`);
    const until = performance.now() + options.minutes * 60_000;
    stage.clients.begin(4);
    for (let round = 0; round < (deep ? deepRounds : 1); round++) {
      for (const kill of (deep ? deepKills : quickKills).split(',')) {
        if (performance.now() > until) break;
        const [place, named] = kill.split(' ');
        const victim = (named ?? place) as Victim;
        const strike = named === undefined ? strikeAtWork : place === 'import' ? strikeInImport : strikeInClosing;
        try {
          if (kill === 'port') await strikeAtPort(stage, figures);
          else await strike(stage, victim, random, figures);
        } catch (error) {
          // Nothing comes back any more: there is nothing left to kill.
          tally.check(false, () => `${kill}: ${(error as Error).message}; the server ${stage.server.words()}`);
          return figures;
        }
      }
      if (performance.now() > until) break;
      if (deep && round % 4 === 3) {
        await stage.clients.hold();
        await stage.checker.checkRest(`round ${round + 1}`);
        await stage.checker.checkNever(`round ${round + 1}`);
        await stage.checker.checkLedger(`round ${round + 1}`);
        stage.clients.goOn();
      }
      if (deep)
        say(`  round ${round + 1}: ${figures.kills} kills, ${tally.failures} failures in ${tally.cases} checks`);
    }
    await stage.clients.end();
    await stage.checker.checkRest('in the end');
    await stage.checker.checkCommands('in the end', true);
    await stage.checker.checkNever('in the end');
    await stage.checker.checkLedger('in the end');
    const { acked, refused, retried } = stage.checker;
    say(`  commands: ${acked} acknowledged, ${refused} refused, ${retried} asked again`);
    await stage.server.stop();
  } finally {
    await stage.close();
  }
  return figures;
}

/** Every fault that is set exactly, over the wire that can be cut. */
async function playAll({ cluster, city, options, tally }: Run): Promise<Record<string, number | string>> {
  const { seed, deep, say } = options;
  const names = deep ? (Object.keys(scenarios) as ScenarioName[]) : quickScenarios;
  const database = 'fault_scenarios';
  await cluster.copyDatabase(template, database);
  const stage = await FaultStage.open(cluster, city, { database, own: false, planted: null, seed, tally });
  try {
    for (const name of names) {
      const before = tally.failures;
      const from = performance.now();
      await play(stage, name, seed);
      say(`  ${name}: ${tally.failures - before} failures, ${seconds(performance.now() - from)} s`);
    }
    for (const crash of stage.server.crashes) tally.check(false, () => `the server ${crash}`);
  } finally {
    await stage.close();
    await cluster.dropDatabase(database);
  }
  const disk = deep ? await fullDisk(seed, tally) : undefined;
  return { 'faults set exactly': names.length, ...(disk !== undefined && { 'disk full': disk }) };
}

function bugsOf({ deep, seed, bugs }: FaultOptions) {
  if (bugs) return allFaultBugs.filter((bug) => bugs.includes(bug.id));
  if (deep) return allFaultBugs;
  const quick = allFaultBugs.filter((bug) => (quickScenarios as readonly ScenarioName[]).includes(bug.by));
  return quick.filter((_, i) => (i + seed) % Math.ceil(quick.length / quickBugs) === 0);
}
