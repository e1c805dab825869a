/** Who kills what, in the middle of what; each run brings everything back and has it checked. */
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoRandom } from '../demo/demo-random.ts';
import type { FaultStage } from './fault-stage.ts';

export const victims = ['server', 'backend', 'postmaster'] as const;
export type Victim = (typeof victims)[number];

/** What was killed and how long it took until somebody was served again, in milliseconds. */
export class FaultFigures {
  serverKills = 0;
  backendKills = 0;
  postmasterKills = 0;
  inImports = 0;
  inClosings = 0;
  portsTaken = 0;
  readonly serverBack: number[] = [];
  readonly databaseBack: number[] = [];

  get kills(): number {
    return this.serverKills + this.backendKills + this.postmasterKills;
  }
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

/** Backends that were there before have seen that their client is gone. */
async function strangersGone(stage: FaultStage, before: readonly number[]): Promise<void> {
  const from = performance.now();
  while (performance.now() - from < 60_000) {
    const now = await stage.cluster.backends(stage.database);
    if (!now.some((pid) => before.includes(pid))) return;
    await sleep(20);
  }
}

/** Kills, brings back, and compares what the clients were told with what is there before anybody asks again. */
export async function strike(stage: FaultStage, victim: Victim, figures: FaultFigures, when: string): Promise<void> {
  const { server, clients, cluster, checker } = stage;
  const crashes = server.crashes.length;
  const before = await cluster.backends(stage.database);
  const from = performance.now();
  await kill(stage, victim, before[0]);
  const back = server.served().then(() => performance.now() - from);
  // Whatever goes wrong first is told.
  back.catch(() => {});
  await clients.hold();
  await cluster.accepting();
  await strangersGone(stage, before);
  await checker.checkCommands(when);
  await checker.checkNeverInTurn(when);
  (victim === 'server' ? figures.serverBack : figures.databaseBack).push(await back);
  stage.tally.check(server.crashes.length === crashes, () => `${when}: the server ${server.crashes.at(-1)}`);
  if (victim === 'server') figures.serverKills++;
  else if (victim === 'backend') figures.backendKills++;
  else figures.postmasterKills++;
  clients.goOn();
}

async function kill(stage: FaultStage, victim: Victim, backend: number | undefined): Promise<void> {
  if (victim === 'server') {
    await stage.server.kill();
    stage.server.launch();
    return;
  }
  const pid = victim === 'postmaster' ? stage.cluster.postmaster() : backend;
  if (pid) process.kill(pid, 'SIGKILL');
  // The other processes of the database hear of it a moment later.
  await sleep(50);
  // A server that runs the database of its own data folder has to bring it back by itself.
  if (victim === 'postmaster' && stage.server.home.databaseUrl !== undefined) await stage.cluster.reopen();
}

/** While the desks are at work. */
export async function strikeAtWork(
  stage: FaultStage,
  victim: Victim,
  random: DemoRandom,
  figures: FaultFigures,
): Promise<void> {
  await sleep(random.between(60, 600));
  await strike(stage, victim, figures, `${victim} killed at work`);
}

/** The database is killed, and before it is back another program has taken its port for a while: it comes back by itself all the same. */
export async function strikeAtPort(stage: FaultStage, figures: FaultFigures, ms = 3000): Promise<void> {
  const { server, clients, cluster, checker, tally } = stage;
  const { port } = cluster;
  const pid = cluster.postmaster();
  process.kill(pid, 'SIGKILL');
  const taken = await takePort(port);
  tally.check(taken !== undefined, () => `nobody could take port ${port} of the killed database`);
  await sleep(ms);
  taken?.();
  await cluster.accepting();
  await server.served();
  await clients.hold();
  await checker.checkCommands('database killed, its port taken');
  figures.postmasterKills++;
  figures.portsTaken++;
  clients.goOn();
}

/** @returns how to give it up; undefined when it could not be had within two seconds */
async function takePort(port: number): Promise<(() => void) | undefined> {
  for (let i = 0; i < 400; i++) {
    const squatter = createServer((socket) => socket.destroy());
    const listens = await new Promise<boolean>((resolve) => {
      squatter.once('error', () => resolve(false));
      squatter.listen({ host: '127.0.0.1', port, exclusive: true }, () => resolve(true));
    });
    if (listens) return () => squatter.close();
    await sleep(5);
  }
  return undefined;
}

/** Waits until a count is reached, or the work is over. */
async function reached(stage: FaultStage, text: string, values: unknown[], wanted: number): Promise<boolean> {
  for (let i = 0; i < 2000; i++) {
    const row = await stage.row<{ done: number; over: boolean }>(text, values);
    if (row?.over) return false;
    if (row && row.done >= wanted) return true;
    await sleep(10);
  }
  return false;
}

/** Between the chunks of an import; it has to go on by itself, also through the next kills, and whoever comes next waits for its end. */
export async function strikeInImport(
  stage: FaultStage,
  victim: Victim,
  random: DemoRandom,
  figures: FaultFigures,
  rows = 500,
): Promise<void> {
  await stage.checker.checkRest('before an import that will be killed');
  const desk = stage.clients.city.workers.at(-1)!;
  const { batchId } = await stage.clients.import(desk, rows);
  const during = await reached(
    stage,
    `select (select count(*)::int from import_row where batch_id = $1::uuid) as done, status = 'applied' as over from import_batch where batch_id = $1::uuid`,
    [batchId],
    random.between(0, rows / 2),
  );
  await strike(stage, victim, figures, `${victim} killed in an import`);
  if (during) figures.inImports++;
}

/** Between the communities of a closing. */
export async function strikeInClosing(
  stage: FaultStage,
  victim: Victim,
  random: DemoRandom,
  figures: FaultFigures,
): Promise<void> {
  const district = random.between(0, stage.clients.city.districts.length - 1);
  if (stage.clients.monthsLeft(district) < 1) return;
  await stage.checker.checkRest('before a closing that will be killed');
  const { month, taskId } = await stage.clients.close(district);
  const during = await reached(
    stage,
    `select (select count(*)::int from report_form where month = $1 and form = 'monthly' and state = 'closed' and area_id in (select area_id from area where district_id = t.area_id)) as done,
       t.status in ('done', 'failed') as over from task t where t.task_id = $2::uuid`,
    [month, taskId],
    random.between(0, 6),
  );
  await strike(stage, victim, figures, `${victim} killed in a closing`);
  if (during) figures.inClosings++;
}

/** Stopped for a while and then going on, as a machine that swaps or a laptop that sleeps. */
export async function stopFor(stage: FaultStage, victim: 'server' | 'backend', ms: number): Promise<void> {
  const { server, cluster, clients, checker } = stage;
  const when = `${victim} stopped for ${ms} ms`;
  if (victim === 'server') {
    server.signal('SIGSTOP');
    await sleep(ms);
    server.signal('SIGCONT');
  } else {
    const pid = (await cluster.backends(stage.database))[0];
    if (pid) process.kill(pid, 'SIGSTOP');
    await sleep(ms);
    if (pid) process.kill(pid, 'SIGCONT');
  }
  await server.served();
  await clients.hold();
  await checker.checkCommands(when);
  await checker.checkNever(when);
  clients.goOn();
}
