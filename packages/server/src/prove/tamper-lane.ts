/**
 * Audit (handbook/security.md §4f): every operation that must leave a trace leaves exactly its own, in its transaction and without secrets;
 * whatever is tampered with afterwards is found by a separate program. Then the same with planted bugs, each of which has to be found.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { PlantedBug } from './planted-bug.ts';
import type { Databases } from './planted-child.ts';
import { type ProofOptions, type ProofResult, ProofTally, proofResult } from './prove-result.ts';
import tamperBugs from './tamper-bugs.json' with { type: 'json' };
import type { TamperAnswer, TamperOrder } from './tamper-child.ts';
import type { TamperSize } from './tamper-suite.ts';

/** A bug with the half of the lane that has to find it. */
export interface TamperBug extends PlantedBug {
  half: TamperOrder['half'];
}

const quick: TamperSize = { stages: 3, commands: 250, positions: 2, kills: 1, runsBeforeKill: 2, timed: 0 };
const deep: TamperSize = { stages: 6, commands: 1000, positions: 20, kills: 10, runsBeforeKill: 10, timed: 200_000 };
/** Events that the verifier has to get through in a second (security handbook §4f). */
const leastRate = 50_000;
/** Enough positions for all variants of every class. */
const withBug: TamperSize = { ...quick, positions: 4, firstOnly: true };

/** The half that needs no operation: a log, tampered with. */
export async function proveTampering(databases: Databases, options: ProofOptions): Promise<TamperAnswer> {
  const answer = await tamper(databases, options.deep ? deep : quick, options, null);
  if (answer.broken) throw new Error(answer.broken);
  return answer;
}

/** The other half: every operation by its contract, with its event and without. */
export async function proveCoverage(databases: Databases): Promise<TamperAnswer> {
  const answer = await cover(databases, null);
  if (answer.broken) throw new Error(answer.broken);
  return answer;
}

export async function proveAudit(databases: Databases, options: ProofOptions): Promise<ProofResult> {
  const startedAt = performance.now();
  const tally = new ProofTally();
  const [coverage, tampering] = await Promise.all([
    cover(databases, null),
    tamper(databases, options.deep ? deep : quick, options, null),
  ]);
  for (const half of [coverage, tampering]) {
    if (half.broken) throw new Error(half.broken);
    tally.add(half);
  }
  const covered = coverage.coverage!;
  const tampered = tampering.tampering!;
  options.say(`  ${covered.succeeded} of ${covered.operations} operations called, ${coverage.failures} failures`);
  options.say(`  ${tampered.detected} of ${tampered.planted} tamperings detected, ${tampering.failures} failures`);
  const { cleanRuns, falseAlarms, rate } = tampered;
  options.say(`  ${cleanRuns} clean runs, ${falseAlarms} false alarms${rate > 0 ? `, ${rate} events a second` : ''}`);
  const killing = { planted: 0, killed: 0, survivors: [] as string[] };
  const waiting = options.deep ? [...(tamperBugs as TamperBug[])] : [];
  const work = async () => {
    for (let bug = waiting.shift(); bug; bug = waiting.shift()) {
      const found = await findsBug(databases, options, bug);
      killing.planted++;
      if (found) killing.killed++;
      else killing.survivors.push(`${bug.id}: ${bug.breaks}`);
      options.say(`  ${bug.id}: ${found ? `found, ${found}` : 'NOT FOUND'}`);
    }
  };
  await Promise.all([work(), work()]);
  return proofResult('audit', options, tally, {
    startedAt,
    killing,
    missed: rate > 0 && rate < leastRate ? [`events verified a second: ${rate}, promised ${leastRate}`] : [],
    figures: {
      'operations that leave a trace': covered.operations,
      'called with success': covered.succeeded,
      'changes whose event tells the fields': `${covered.changesTold} of ${covered.changes}`,
      'several events, each of its own subject or chain': covered.several.join(', ') || 'none',
      'events of the city as a whole': covered.ofTheCity.join(', ') || 'none',
      'rows searched for secrets': covered.scanned,
      'tamperings planted': tampered.planted,
      'tamperings detected at their place': tampered.detected,
      'tamperings not detected': tampering.killing!.survivors.join(' | ') || 'none',
      'clean runs': cleanRuns,
      'false alarms': falseAlarms,
      events: tampered.events,
      ...(rate > 0 && { 'events verified a second': rate }),
    },
  });
}

/** How the half that has to find a bug found it; undefined when it lived on. */
export async function findsBug(
  databases: Databases,
  options: ProofOptions,
  bug: TamperBug,
): Promise<string | undefined> {
  const answer = await (bug.half === 'coverage' ? cover(databases, bug) : tamper(databases, withBug, options, bug));
  // A program that cannot even make its world would never have been shipped: not a find of this lane.
  if (answer.broken) throw new Error(`${bug.id}: ${answer.broken}`);
  return answer.found[0];
}

async function cover(databases: Databases, planted: PlantedBug | null): Promise<TamperAnswer> {
  const made = [await databases.create(), await databases.create()] as const;
  try {
    const urls = [made[0].url, made[1].url] as const;
    const { answer, log } = await runChild({ half: 'coverage', urls, firstOnly: planted !== null }, planted, () => {});
    if (answer.broken) return answer;
    const tally = new ProofTally();
    tally.add(answer);
    tally.check(log.includes('"route"'), () => 'the log says nothing of the calls');
    const leaked = answer.secrets.find((secret) => log.includes(secret));
    tally.check(leaked === undefined, () => `the log holds ${leaked?.slice(0, 6)}…`);
    return { ...answer, cases: tally.cases, failures: tally.failures, found: tally.found };
  } finally {
    for (const database of made) await database.drop();
  }
}

async function tamper(
  databases: Databases,
  size: TamperSize,
  { seed, deep, say }: ProofOptions,
  planted: PlantedBug | null,
): Promise<TamperAnswer> {
  const database = await databases.create();
  try {
    const order: TamperOrder = { half: 'tampering', url: database.url, size, seed, deep };
    const { answer, log } = await runChild(order, planted, planted ? () => {} : say);
    return answer.broken && log ? { ...answer, broken: `${answer.broken}\n${log.slice(-500)}` } : answer;
  } finally {
    await database.drop();
  }
}

/** The log of the child is kept, to be searched for what must not be in it. */
async function runChild(
  order: TamperOrder,
  planted: PlantedBug | null,
  say: (line: string) => void,
): Promise<{ answer: TamperAnswer; log: string }> {
  const child = fork(join(import.meta.dirname, 'tamper-child.ts'), {
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    execArgv: ['--import', join(import.meta.dirname, 'plant-bug.ts')],
    env: { ...process.env, NODE_OPTIONS: '', RENSHE_PLANTED: JSON.stringify(planted), RENSHE_LOG: 'info' },
  });
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  let answer: TamperAnswer | undefined;
  child.on('message', (message: TamperAnswer | string) => {
    if (typeof message === 'string') say(message);
    else answer = message;
  });
  child.send(order);
  const [code] = await once(child, 'close');
  const broken = `the child ended with ${code}: ${log.slice(-500)}`;
  return { answer: answer ?? { cases: 0, failures: 0, found: [], secrets: [], broken }, log };
}
