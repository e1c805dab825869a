/** Faults that are set exactly: each is one promise, and each can be run alone. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DemoRandom } from '../demo/demo-random.ts';
import { registerPerson, registerUnemployed, rosterBytes } from './fault-calls.ts';
import { outcomeOf } from './fault-clients.ts';
import { FaultFigures, stopFor, strikeAtWork, strikeInClosing, strikeInImport } from './fault-nemeses.ts';
import type { Trap } from './fault-proxy.ts';
import {
  actsMeet,
  editorsMeet,
  importMeetsEditor,
  sameFactAtOnce,
  sameKeyAtOnce,
  staleRecord,
  twoCloseTheSameMonth,
} from './fault-races.ts';
import { forkProgram } from './fault-server.ts';
import type { FaultStage } from './fault-stage.ts';
import { getContract } from './prove-records.ts';
import { requestOf } from './prove-request.ts';

export type Scenario = (stage: FaultStage, random: DemoRandom) => Promise<void>;

/**
 * Commits of keyed commands are cut: before anybody has asked again everything of the command is there or nothing; then everybody asks again.
 * They are known by their records, not by their keys: a program that forgets the keys is cut as well. A person has a number that is taken
 * once; of contacts a second one would be possible.
 */
async function cutCommand(stage: FaultStage, at: Trap['at']): Promise<void> {
  const { clients, checker, tally } = stage;
  for (const touching of [/into "?(resident|unemployment_registration)"? \(/, /into "?contact"? \(/]) {
    clients.begin(2);
    const caught = await stage.proxy.catchCommit({ at, touching });
    tally.check(caught, () => `no commit of a command came by to be cut ${at}: ${touching.source}`);
    await clients.hold();
    await sleep(30);
    await checker.checkCommands(`commit cut ${at}`);
    await checker.checkNever(`commit cut ${at}`);
    clients.goOn();
    await clients.end();
    await checker.checkCommands(`asked again after a commit cut ${at}`);
  }
}

/** A closing that was asked for and not promised: no work may be left over from it. */
async function cutClosingCommand(stage: FaultStage): Promise<void> {
  const { clients, checker, tally } = stage;
  const caught = stage.proxy.catchCommit({ at: 'before-commit', touching: /graphile_worker\.add_job/ });
  await clients.close(0);
  tally.check(await caught, () => 'no commit of a closing command came by to be cut');
  await checker.checkRest('a closing that was asked for twice');
  await checker.checkCommands('a closing that was asked for twice');
}

/** A public form has no key: whoever is told nothing may have been heard once, never twice. */
async function cutPublicForm(stage: FaultStage): Promise<void> {
  const { clients, tally } = stage;
  const key = clients.key('ask');
  const request = requestOf(getContract('help-request.ask'), null, {
    body: {
      name: '求助',
      phone: '13900001234',
      area: clients.city.workers[0]!.area,
      need: 'job',
      detail: key,
      website: '',
    },
  });
  const caught = stage.proxy.catchCommit({ at: 'after-commit', touching: /insert into "?help_request"?/ });
  const answer = await stage.server.ask(request, 15_000);
  tally.check(
    await caught,
    () => `no commit of a public form came by: ${answer?.status} ${JSON.stringify(answer?.json)}`,
  );
  const row = await stage.row<{ n: number }>('select count(*)::int as n from help_request where detail = $1', [key]);
  tally.check(row!.n <= 1, () => `a public form that was told ${answer?.status} is there ${row!.n} times`);
  tally.check(outcomeOf(answer) !== 'acked' || row!.n === 1, () => 'a public form was acknowledged and is not there');
  await stage.checker.checkNever('a public form whose commit was cut');
}

/** A chunk of an import, or the community of a closing, whose commit is cut: the work goes on by itself. */
async function cutWork(stage: FaultStage, kind: 'import' | 'closing', at: Trap['at']): Promise<void> {
  const { clients, checker, tally } = stage;
  const touching = kind === 'import' ? /insert into "?import_row"?/ : /insert into closing_balance/;
  const caught = stage.proxy.catchCommit({ at, touching });
  if (kind === 'import') await clients.import(clients.city.workers.at(-1)!, 500);
  else await clients.close(0);
  tally.check(await caught, () => `no commit of the ${kind} came by to be cut ${at}`);
  const when = `${kind} whose commit was cut ${at}`;
  await checker.checkRest(when);
  await checker.checkNever(when);
}

/** A command that has booked and not yet committed when the month is closed: the closing has to wait for it. */
async function closingWaits(stage: FaultStage): Promise<void> {
  const { clients, checker, tally } = stage;
  const desk = clients.city.workers[0]!;
  const answer = await clients.perform(registerPerson(desk, clients.key('resident'), clients.serials(1)));
  const person = { residentId: String(answer.json?.residentId), version: 1, past: false };
  // One month is left open behind the registration's day: the one that is closed meanwhile.
  const held = stage.proxy.catchCommit({ at: 'hold', touching: /insert into unemployment_registration/, ms: 2500 });
  const month = clients.nextMonth(0);
  const on = `${Math.floor(month / 100)}-${String(month % 100).padStart(2, '0')}-15`;
  const registering = clients.perform(registerUnemployed(desk, clients.key('unemployment'), person, on));
  tally.check(await held, () => 'no registration came by to be held');
  await clients.close(0);
  const registered = await registering;
  tally.check(registered.status === 200, () => `a held registration was answered ${registered.status}`);
  await checker.checkRest('a closing beside a registration');
}

/** Two programs serve at once; the one that dies in the middle of an import leaves it to the other. */
async function twoServers(stage: FaultStage): Promise<void> {
  const { clients, checker, server } = stage;
  const second = await stage.secondServer();
  try {
    clients.servers = [server, second];
    clients.begin(3);
    const { batchId } = await clients.import(clients.city.workers.at(-1)!, 600);
    for (let i = 0; i < 2000; i++) {
      const row = await stage.row<{ n: number }>(
        'select count(*)::int as n from import_row where batch_id = $1::uuid',
        [batchId],
      );
      if (row!.n > 0) break;
      await sleep(3);
    }
    // Nobody outside knows which of the two does the work: both are killed in turn, one of them always lives.
    await second.kill();
    clients.servers = [server];
    await sleep(300);
    await checker.checkNever('one of two servers killed');
    await second.start();
    clients.servers = [second];
    await server.kill();
    await sleep(300);
    await clients.hold();
    await checker.checkCommands('the other of two servers killed');
    clients.goOn();
    await clients.end();
    await checker.checkRest('two servers, each killed once');
    await server.start();
  } finally {
    clients.servers = [server];
    await second.stop();
  }
  await checker.checkCommands('two servers');
}

/** The queue hands the same work out twice, at once and again after it was done. */
async function deliveredTwice(stage: FaultStage): Promise<void> {
  const { clients, checker, tally } = stage;
  const again = (taskId: string, queue: string) =>
    stage.row(
      `select graphile_worker.add_job('renshe-task', json_build_object('taskId', $1::text), queue_name => $2)`,
      [taskId, queue],
    );
  // The first chunk is written and not yet committed when the second program begins with it.
  const held = stage.proxy.catchCommit({ at: 'hold', touching: /into "?import_row"?/, ms: 2500 });
  const { batchId } = await clients.import(clients.city.workers.at(-1)!, 500);
  const batch = await stage.row<{ task_id: string }>('select task_id from import_batch where batch_id = $1::uuid', [
    batchId,
  ]);
  tally.check(await held, () => 'no commit of an import came by to be held');
  await again(batch!.task_id, 'twice');
  const { taskId } = await clients.close(0);
  await again(taskId, 'twice-too');
  await checker.checkRest('work that was handed out twice');
  await again(batch!.task_id, 'twice');
  await again(taskId, 'twice');
  await sleep(1500);
  await checker.checkRest('work that was handed out again');
  await checker.checkNever('work that was handed out twice');
}

/** A command line that imports is killed: somebody at the web sees that it broke off, goes on with it, and takes it back. */
async function commandLineKilled(stage: FaultStage): Promise<void> {
  const { clients, checker, server, tally } = stage;
  const desk = clients.city.workers[5]!;
  const name = clients.key('upload');
  const file = join(server.home.dataDir, `${name}.csv`);
  writeFileSync(file, rosterBytes(name, clients.serials(600), 600));
  const child = forkProgram(
    ['import', 'roster', file, '--area', desk.area, '--kind', 'unemployed', '--json'],
    server.home,
  );
  const ended = once(child, 'exit');
  const found = () =>
    stage.row<{ batch_id: string; version: number; n: number; status: string }>(
      `select b.batch_id, b.version, b.status, (select count(*)::int from import_row i where i.batch_id = b.batch_id) as n from import_batch b where b.file_name = $1`,
      [`${name}.csv`],
    );
  for (let i = 0; i < 10_000 && !((await found())?.n ?? 0) && child.exitCode === null; i++) await sleep(3);
  child.kill('SIGKILL');
  await ended;
  await sleep(100);
  const batch = (await found())!;
  tally.check(batch.status === 'applying', () => `the import of a command line was killed too late: ${batch.status}`);
  const params = { batchId: batch.batch_id };
  const act = (what: 'apply' | 'undo', version: number) =>
    clients.insist(desk, `roster.${what}`, { params, body: { version } });
  const early = await act('apply', batch.version);
  tally.check(early.status === 409, () => `an import that was at work a moment ago was taken up: ${early.status}`);
  await server.setClock(stage.ahead + 5 * 60_000);
  const taken = await act('apply', batch.version);
  tally.check(
    taken.status === 200,
    () => `an import that broke off could not be taken up: ${JSON.stringify(taken.json)}`,
  );
  await checker.checkRest('a command line that was killed');
  await checker.checkNever('a command line that was killed');
  const undone = await act('undo', (await found())!.version);
  tally.check(
    undone.status === 200,
    () => `an import that was taken up could not be undone: ${JSON.stringify(undone.json)}`,
  );
  await checker.checkRest('an import of a command line taken back');
  const left = await stage.row<{ n: number }>(
    'select count(*)::int as n from resident where address like $1 and voided_at is null',
    [`${name}/%`],
  );
  tally.check(left!.n === 0, () => `${left!.n} people of an undone import are left`);
  await server.setClock(stage.ahead);
}

/** The wire gets slow, silent, cut. */
async function badWeather(stage: FaultStage): Promise<void> {
  const { clients, checker, proxy } = stage;
  clients.begin(3);
  for (const weather of [
    { kind: 'delay', ms: 5 },
    { kind: 'slow', bytesPerSecond: 1000 },
    { kind: 'silent' },
  ] as const) {
    proxy.weather = weather;
    await sleep(1200);
    proxy.weather = { kind: 'clear' };
    await sleep(100);
  }
  for (let i = 0; i < 3; i++) {
    proxy.reset();
    await sleep(200);
  }
  await stage.server.served();
  await clients.hold();
  await checker.checkCommands('bad weather');
  clients.goOn();
  await clients.end();
  await checker.checkCommands('after bad weather');
  await checker.checkNever('after bad weather');
}

/** The connections of the pool die without a word; those who wait are told in the end, and new ones are made. */
async function deadWires(stage: FaultStage): Promise<void> {
  const { clients, checker, proxy } = stage;
  for (const loses of ['answers', 'everything'] as const) {
    clients.begin(3);
    await sleep(300);
    proxy.forget(loses);
    await sleep(500);
    await stage.server.served(90_000);
    await clients.hold();
    await checker.checkCommands(`connections that lost ${loses}`);
    clients.goOn();
    await clients.end();
    await checker.checkCommands(`after connections lost ${loses}`);
  }
  await clients.import(clients.city.workers.at(-1)!, 300);
  await checker.checkRest('after dead connections', 120_000);
  await checker.checkNever('after dead connections');
}

/** Somebody sets the clock of the machine: a day forth and back, and over the end of a month. */
async function clockJumps(stage: FaultStage): Promise<void> {
  const { clients, checker, server } = stage;
  const day = 86_400_000;
  clients.begin(3);
  // The last but one is a second before midnight of the month's last day.
  for (const jump of [day, 0, -day, 0, 10 * day + 14 * 3600_000 - 1000, 0]) {
    await server.setClock(stage.ahead + jump);
    await sleep(1500);
  }
  await clients.end();
  await checker.checkCommands('the clock jumped');
  await checker.checkNever('the clock jumped');
}

async function pauses(stage: FaultStage): Promise<void> {
  stage.clients.begin(3);
  await sleep(200);
  await stopFor(stage, 'server', 1500);
  await stopFor(stage, 'backend', 1500);
  await stage.clients.end();
  await stage.checker.checkCommands('after the pauses');
}

async function killsOf(stage: FaultStage, random: DemoRandom, what: 'work' | 'import' | 'closing'): Promise<void> {
  const figures = new FaultFigures();
  if (what === 'work') {
    stage.clients.begin(4);
    for (const victim of ['server', 'backend', 'server'] as const) await strikeAtWork(stage, victim, random, figures);
    await stage.clients.end();
    await stage.checker.checkCommands('after the kills');
  }
  const strikeIn = what === 'import' ? strikeInImport : strikeInClosing;
  if (what !== 'work')
    for (const victim of ['server', 'backend'] as const) {
      await strikeIn(stage, victim, random, figures);
      await stage.checker.checkRest(`after ${victim} was killed in ${what === 'import' ? 'an import' : 'a closing'}`);
      await stage.checker.checkNever(`after ${victim} was killed in ${what === 'import' ? 'an import' : 'a closing'}`);
    }
}

/** By name: a planted bug says which of them ought to find it first. */
export const scenarios = {
  'same-key-at-once': sameKeyAtOnce,
  'same-fact-at-once': sameFactAtOnce,
  'editors-meet': editorsMeet,
  'acts-meet': actsMeet,
  'stale-record': staleRecord,
  'two-close-the-same-month': twoCloseTheSameMonth,
  'import-meets-editor': importMeetsEditor,
  'cut-before-commit': (stage) => cutCommand(stage, 'before-commit'),
  'cut-after-commit': (stage) => cutCommand(stage, 'after-commit'),
  'cut-closing-command': cutClosingCommand,
  'cut-public-form': cutPublicForm,
  'cut-import-before-commit': (stage) => cutWork(stage, 'import', 'before-commit'),
  'cut-import-after-commit': (stage) => cutWork(stage, 'import', 'after-commit'),
  'cut-closing-before-commit': (stage) => cutWork(stage, 'closing', 'before-commit'),
  'cut-closing-after-commit': (stage) => cutWork(stage, 'closing', 'after-commit'),
  'closing-waits': closingWaits,
  'kill-at-work': (stage, random) => killsOf(stage, random, 'work'),
  'kill-in-import': (stage, random) => killsOf(stage, random, 'import'),
  'kill-in-closing': (stage, random) => killsOf(stage, random, 'closing'),
  'command-line-killed': commandLineKilled,
  'two-servers': twoServers,
  'delivered-twice': deliveredTwice,
  'bad-weather': badWeather,
  'clock-jumps': clockJumps,
  pauses,
  'dead-wires': deadWires,
} as const satisfies Record<string, Scenario>;
export type ScenarioName = keyof typeof scenarios;

/** Runs one; whatever it throws is a promise that did not hold. */
export async function play(stage: FaultStage, name: ScenarioName, seed: number): Promise<void> {
  const scenario: Scenario = scenarios[name];
  try {
    await scenario(stage, new DemoRandom(`${seed}/${name}`));
    await stage.checker.checkLedger(name);
  } catch (error) {
    stage.tally.check(false, () => `${name}: ${error instanceof Error ? error.message : error}`);
    stage.clients.goOn();
  }
}
