/** Many at once on one thing: one wins, the others are told, nothing is done twice. */
import {
  type Call,
  changeNote,
  deregister,
  type Person,
  recordContact,
  registerPerson,
  registerUnemployed,
} from './fault-calls.ts';
import { citizenIdOf, type Desk } from './fault-city.ts';
import { outcomeOf } from './fault-clients.ts';
import type { HttpAnswered } from './fault-server.ts';
import type { FaultStage } from './fault-stage.ts';

const many = 20;

async function newPerson(stage: FaultStage, desk: Desk): Promise<Person> {
  const { clients } = stage;
  const answer = await clients.perform(registerPerson(desk, clients.key('resident'), clients.serials(1)));
  if (answer.status !== 200) throw new Error(`nobody was registered: ${JSON.stringify(answer.json)}`);
  return { residentId: String(answer.json?.residentId), version: 1, past: false };
}

/** All calls on their way at the same time. */
function atOnce(stage: FaultStage, calls: readonly Call[]): Promise<(HttpAnswered | undefined)[]> {
  for (const { key, kind, login } of new Map(calls.map((call) => [call.key, call])).values())
    stage.clients.journal.intend({ key, kind, login });
  return Promise.all(calls.map((call) => stage.clients.once(call)));
}

const statuses = (answers: readonly (HttpAnswered | undefined)[]) => answers.map((one) => one?.status ?? 0).join(' ');

/** A double click, twenty times: every press gets the one answer. */
export async function sameKeyAtOnce(stage: FaultStage): Promise<void> {
  const { clients, checker, tally } = stage;
  const desk = clients.city.workers[0]!;
  const person = await newPerson(stage, desk);
  for (const call of [
    registerPerson(desk, clients.key('resident'), clients.serials(1)),
    registerUnemployed(desk, clients.key('unemployment'), person),
    recordContact(desk, clients.key('contact'), person),
  ]) {
    const answers = await atOnce(
      stage,
      Array.from({ length: many }, () => call),
    );
    const told = new Set(answers.filter((one) => outcomeOf(one) === 'acked').map((one) => JSON.stringify(one!.json)));
    const contrary = answers.filter((one) => outcomeOf(one) === 'refused').length;
    tally.check(told.size === 1, () => `${call.kind} with one key got ${told.size} answers: ${statuses(answers)}`);
    tally.check(contrary === 0, () => `${call.kind} with one key was done and refused: ${statuses(answers)}`);
  }
  await checker.checkCommands('the same key at once');
  await checker.checkNever('the same key at once');

  // One key for two things: what only the last statements of a command can see.
  const other = await newPerson(stage, desk);
  const registered = await clients.perform(registerUnemployed(desk, clients.key('unemployment'), other));
  tally.check(registered.status === 200, () => `another person was answered ${registered.status}`);
  const key = clients.key('contact');
  const two = [person, other].map((one) => recordContact(desk, key, one).request);
  const answers = await Promise.all([...two, ...two, ...two].map((request) => stage.server.ask(request, 15_000)));
  const taken = await stage.row<{ n: number }>('select count(*)::int as n from contact where note = $1', [key]);
  const done = answers.filter((one) => outcomeOf(one) === 'acked').length;
  tally.check(
    done === 3 && taken?.n === 1,
    () => `one key for two contacts, each sent three times, was acknowledged ${done} times, ${taken?.n} is there`,
  );
}

/** Twenty people enter the same thing: one is first, the others are refused. */
export async function sameFactAtOnce(stage: FaultStage): Promise<void> {
  const { clients, checker, tally } = stage;
  const desk = clients.city.workers[1]!;
  const person = await newPerson(stage, desk);
  const serial = clients.serials(1);
  const registered = await newPerson(stage, desk);
  const answer = await clients.perform(registerUnemployed(desk, clients.key('unemployment'), registered));
  registered.registration = { id: String(answer.json?.registrationId), version: 1 };
  for (const make of [
    () => registerPerson(desk, clients.key('resident'), serial),
    () => registerUnemployed(desk, clients.key('unemployment'), person),
    () => deregister(desk, clients.key('deregister'), registered),
  ]) {
    const answers = await atOnce(stage, Array.from({ length: many }, make));
    const done = answers.filter((one) => outcomeOf(one) === 'acked').length;
    tally.check(done === 1, () => `one fact was taken ${done} times: ${statuses(answers)}`);
  }
  await checker.checkCommands('the same fact at once');
  await checker.checkNever('the same fact at once');
}

/** Both have read the same version: the second is told what the first has changed, and nothing of the first is lost. */
export async function editorsMeet(stage: FaultStage): Promise<void> {
  const { clients, checker, tally } = stage;
  const desk = clients.city.workers[2]!;
  const person = await newPerson(stage, desk);
  const first = await clients.perform(changeNote(desk, clients.key('change'), person));
  tally.check(first.status === 200, () => `the first editor was answered ${first.status}`);
  const second = await clients.perform(changeNote(desk, clients.key('change'), person));
  const told = (second.json?.error as { code?: string; details?: { fields?: unknown } } | undefined) ?? {};
  tally.check(
    second.status === 409 && told.code === 'request.changed-meanwhile',
    () => `the second editor was answered ${second.status} ${told.code}`,
  );
  tally.check(
    JSON.stringify(told.details?.fields) === '["note"]',
    () => `the second editor was told of ${JSON.stringify(told.details)}`,
  );
  const same = { ...person, version: 2 };
  const both = await atOnce(stage, [
    changeNote(desk, clients.key('change'), same),
    changeNote(desk, clients.key('change'), same),
  ]);
  const done = both.filter((one) => outcomeOf(one) === 'acked').length;
  tally.check(done === 1, () => `two editors at once: ${statuses(both)}`);
  await checker.checkCommands('two editors');
  await checker.checkNever('two editors');
}

/** A registration was corrected meanwhile: whoever ends what she saw before is refused. */
export async function staleRecord(stage: FaultStage): Promise<void> {
  const { clients, checker, tally } = stage;
  const desk = clients.city.workers[3]!;
  const person = await newPerson(stage, desk);
  const key = clients.key('unemployment');
  const made = await clients.perform(registerUnemployed(desk, key, person));
  const id = String(made.json?.registrationId);
  person.registration = { id, version: 1 };
  const changed = await clients.insist(desk, 'unemployment.change', {
    params: { residentId: person.residentId, registrationId: id },
    body: {
      version: 1,
      registeredOn: '2026-11-20',
      unemployedSince: '2026-11-01',
      reason: '03',
      nature: '1',
      jobWish: key,
      trainingWish: '',
      why: '更正原因',
    },
  });
  tally.check(
    changed.status === 200,
    () => `a correction was answered ${changed.status} ${JSON.stringify(changed.json)}`,
  );
  const ended = await clients.perform(deregister(desk, clients.key('deregister'), person, 1));
  tally.check(ended.status === 409, () => `an end of what was corrected meanwhile was answered ${ended.status}`);
  await checker.checkCommands('a record changed meanwhile');
}

/**
 * Two officers press the same button, and two programs do what they asked for: the second one looks while the first has closed a community
 * and not yet committed. The month is closed once, and neither is told of a failure.
 */
export async function twoCloseTheSameMonth(stage: FaultStage): Promise<void> {
  const { clients, checker, tally } = stage;
  const second = clients.city.officers[1]!;
  const month = clients.nextMonth(0);
  // Somebody lives everywhere: each community has balances.
  for (const desk of clients.city.workers) await newPerson(stage, desk);
  const held = stage.proxy.catchCommit({ at: 'hold', touching: /insert into "?closing_balance"?/, ms: 2000 });
  await clients.close(0);
  tally.check(await held, () => 'no commit of a closing came by to be held');
  const other = await clients.insist(second, 'report.close', {
    body: {
      area: second.area,
      month: `${Math.floor(month / 100)}-${String(month % 100).padStart(2, '0')}`,
      force: true,
      reason: '两人同时关账',
    },
  });
  tally.check(other.status === 200, () => `the second officer was answered ${other.status}`);
  await handOutBeside(stage, String(other.json?.taskId));
  await checker.checkRest('two people close a month');
  await checker.checkNever('two people close a month');
}

/** The queue would do one after the other: the work is handed out again in a queue of its own. */
export async function handOutBeside(stage: FaultStage, taskId: string): Promise<void> {
  await stage.row(
    `select graphile_worker.add_job('renshe-task', json_build_object('taskId', $1::text), queue_name => 'beside')`,
    [taskId],
  );
}

/**
 * Two acts on one person, neither of which knows of the other: a registration that has decided and not yet committed, and a change of what
 * its figures are broken down by. Whoever comes second has to see the first.
 */
export async function actsMeet(stage: FaultStage): Promise<void> {
  const { clients, checker, tally } = stage;
  const desk = clients.city.workers[6]!;
  for (const order of ['registration first', 'change first'] as const) {
    // Without a family: nothing else of hers is locked.
    let serial = clients.serials(1);
    if (serial % 2 === 0) serial = clients.serials(1);
    const made = await clients.perform(registerPerson(desk, clients.key('resident'), serial));
    const person = { residentId: String(made.json?.residentId), version: 1, past: false };
    const register = registerUnemployed(desk, clients.key('unemployment'), person);
    const change = changeNote(desk, clients.key('change'), person, 1, { hukouType: '52' });
    const [first, second] = order === 'registration first' ? [register, change] : [change, register];
    const touching = order === 'registration first' ? /into "?unemployment_registration"?/ : /into "?resident_change"?/;
    const held = stage.proxy.catchCommit({ at: 'hold', touching, ms: 1500 });
    const firstDone = clients.perform(first);
    tally.check(await held, () => `${order}: no commit came by to be held`);
    const answers = [await clients.perform(second), await firstDone];
    tally.check(
      answers.every((answer) => answer.status === 200),
      () => `${order}: acts that do not contradict each other were answered ${statuses(answers)}`,
    );
  }
  await checker.checkCommands('two acts on one person');
  await checker.checkNever('two acts on one person');
}

/** A roster brings new telephone numbers for people whose files are being edited. */
export async function importMeetsEditor(stage: FaultStage): Promise<void> {
  const { clients, checker } = stage;
  const desk = clients.city.workers[4]!;
  const first = clients.serials(60);
  const people: Person[] = [];
  for (let i = 0; i < 8; i++) {
    const answer = await clients.perform(registerPerson(desk, clients.key('resident'), first + i));
    people.push({ residentId: String(answer.json?.residentId), version: 1, past: false });
  }
  const lines = Array.from({ length: 60 }, (_, i) => `故障演练,${citizenIdOf(first + i)},1380000${String(2000 + i)}`);
  const name = clients.key('upload');
  const uploaded = await clients.insist(desk, 'roster.upload', {
    body: { areaCode: desk.area, kind: 'labour-force' },
    file: { name: `${name}.csv`, bytes: Buffer.from(`姓名,身份证号,联系电话\n${lines.join('\n')}\n`) },
  });
  const batchId = String(uploaded.json?.batchId);
  const applying = clients.insist(desk, 'roster.apply', { params: { batchId }, body: { version: 1 } });
  for (let round = 0; round < 4; round++)
    await Promise.all(
      people.map(async (person) => {
        const answer = await clients.perform(changeNote(desk, clients.key('change'), person));
        const told = answer.json?.error as { details?: { version?: number } } | undefined;
        person.version = Number(answer.json?.version ?? told?.details?.version ?? person.version);
      }),
    );
  await applying;
  await checker.checkRest('an import beside editors');
  await checker.checkCommands('an import beside editors');
  await checker.checkNever('an import beside editors');
}
