/** The people at the desks: they work on and on, write down what they mean to do, and ask again with the same key when no answer came. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DemoRandom } from '../demo/demo-random.ts';
import {
  type Call,
  changeNote,
  closeMonth,
  deregister,
  type Person,
  recordContact,
  registerPerson,
  registerUnemployed,
  uploadRoster,
} from './fault-calls.ts';
import { type Desk, type FaultCity, firstOpenMonth } from './fault-city.ts';
import type { EffectKind, FaultJournal, Outcome } from './fault-journal.ts';
import type { FaultServer, HttpAnswered } from './fault-server.ts';
import { getContract } from './prove-records.ts';
import { requestOf } from './prove-request.ts';

/** Nobody waits longer for an answer. */
const patience = 15_000;
/** Nobody asks longer than that. */
const longestAsking = 180_000;

export function outcomeOf(answer: HttpAnswered | undefined): Outcome {
  if (!answer || answer.status >= 500 || answer.status === 429) return 'unknown';
  return answer.status < 400 ? 'acked' : 'refused';
}

export class FaultClients {
  /** Who answers; with two programs at once, each asks the next one. */
  servers: readonly FaultServer[];
  readonly city: FaultCity;
  readonly journal: FaultJournal;
  readonly #seed: number;
  #number = 0;
  #serial = 1;
  #asked = 0;
  #gate: Promise<void> = Promise.resolve();
  #openGate: (() => void) | undefined;
  #stopped = true;
  #inFlight = 0;
  #running: Promise<unknown>[] = [];
  readonly #gaveUp: Error[] = [];
  #abandoned = false;
  #months: number[];

  constructor(server: FaultServer, city: FaultCity, journal: FaultJournal, seed: number) {
    this.servers = [server];
    this.city = city;
    this.journal = journal;
    this.#seed = seed;
    this.#months = city.districts.map(() => firstOpenMonth);
  }

  key(kind: EffectKind | 'apply' | 'undo' | 'ask'): string {
    return `fault${this.#seed}-${String(this.#number++).padStart(6, '0')}-${kind}`;
  }

  serials(count: number): number {
    const first = this.#serial;
    this.#serial += count;
    return first;
  }

  get server(): FaultServer {
    return this.servers[this.#asked++ % this.servers.length]!;
  }

  /** One try, whatever comes of it. */
  async once(call: Call, server = this.server): Promise<HttpAnswered | undefined> {
    this.#inFlight++;
    try {
      const answer = await server.ask(call.request, patience);
      this.journal.tell(call.key, outcomeOf(answer), answer?.status ?? 0);
      return answer;
    } finally {
      this.#inFlight--;
    }
  }

  /** Until somebody answers, always with the same key. */
  async perform(call: Call): Promise<HttpAnswered> {
    this.journal.intend({ key: call.key, kind: call.kind, login: call.login });
    return this.#untilAnswered(call.key, () => this.once(call));
  }

  async #untilAnswered(what: string, ask: () => Promise<HttpAnswered | undefined>): Promise<HttpAnswered> {
    const from = performance.now();
    for (;;) {
      await this.#gate;
      const answer = await ask();
      if (answer && outcomeOf(answer) !== 'unknown') return answer;
      if (this.#abandoned) return new Promise(() => {});
      if (performance.now() - from > longestAsking)
        throw new Error(`${what} is never answered, last ${answer?.status}`);
      await sleep(20);
    }
  }

  /** Something that is asked again until it is answered and whose effect is looked for elsewhere. */
  async insist(desk: Desk, contract: string, parts: Parameters<typeof requestOf>[2]): Promise<HttpAnswered> {
    const request = requestOf(getContract(contract), desk.token, parts);
    return this.#untilAnswered(contract, () => this.server.ask(request, patience));
  }

  /** Nobody sends anything any more, and nobody waits for an answer. */
  async hold(): Promise<void> {
    if (!this.#openGate) {
      this.#gate = new Promise((open) => {
        this.#openGate = open;
      });
    }
    while (this.#inFlight > 0) await sleep(2);
  }

  goOn(): void {
    this.#openGate?.();
    this.#openGate = undefined;
    this.#gate = Promise.resolve();
  }

  /** The first so many desks begin to work. */
  begin(desks: number): void {
    this.#stopped = false;
    this.#running = this.city.workers
      .slice(0, desks)
      .map((desk, index) => this.#work(desk, index).catch((error: Error) => void this.#gaveUp.push(error)));
  }

  /** Everybody ends what she has begun. */
  async end(): Promise<void> {
    this.#stopped = true;
    this.goOn();
    await Promise.all(this.#running);
    this.#running = [];
    const [first] = this.#gaveUp.splice(0);
    if (first) throw first;
  }

  /** Everybody goes home, whatever she has begun; what she was waiting for never comes. */
  abandon(): void {
    this.#abandoned = true;
    this.#stopped = true;
    this.goOn();
  }

  async #work(desk: Desk, index: number): Promise<void> {
    const random = new DemoRandom(`${this.#seed}/${index}/${this.#number}`);
    const people: Person[] = [];
    let serial = 0;
    while (!this.#stopped) {
      const registered = people.filter((person) => person.registration && !person.past);
      const free = people.filter((person) => !person.registration);
      const act = random.weighted([
        ['resident', people.length < 3 ? 8 : 3],
        ['unemployment', free.length > 0 ? 4 : 0],
        ['contact', registered.length > 0 ? 5 : 0],
        ['deregister', registered.length > 2 ? 2 : 0],
        ['change', people.length > 0 ? 2 : 0],
        ['twice', people.length > 0 ? 1 : 0],
        ['stale', registered.length > 0 ? 1 : 0],
      ] as const);
      switch (act) {
        case 'resident': {
          serial = this.serials(1);
          const answer = await this.perform(registerPerson(desk, this.key('resident'), serial));
          const residentId = answer.json?.residentId;
          if (typeof residentId === 'string') people.push({ residentId, version: 1, past: false });
          break;
        }
        case 'unemployment': {
          const person = random.pick(free);
          const answer = await this.perform(registerUnemployed(desk, this.key('unemployment'), person));
          const id = answer.json?.registrationId;
          if (typeof id === 'string') person.registration = { id, version: 1 };
          break;
        }
        case 'contact':
          await this.perform(recordContact(desk, this.key('contact'), random.pick(registered)));
          break;
        case 'deregister': {
          const person = random.pick(registered);
          const answer = await this.perform(deregister(desk, this.key('deregister'), person));
          person.past = answer.status === 200;
          break;
        }
        case 'change': {
          const person = random.pick(people);
          const answer = await this.perform(changeNote(desk, this.key('change'), person));
          if (typeof answer.json?.version === 'number') person.version = answer.json.version;
          break;
        }
        case 'twice':
          await this.perform(registerPerson(desk, this.key('resident'), serial));
          break;
        case 'stale':
          await this.perform(deregister(desk, this.key('deregister'), random.pick(registered), 7));
          break;
      }
    }
  }

  /** Uploads a roster and has it applied; what becomes of it the database tells. Its file name. */
  async import(desk: Desk, rows: number): Promise<{ batchId: string; version: number }> {
    const call = uploadRoster(desk, this.key('upload'), this.serials(rows), rows);
    const uploaded = await this.perform(call);
    const batchId = uploaded.json?.batchId;
    if (typeof batchId !== 'string') throw new Error(`no roster was taken: ${JSON.stringify(uploaded.json)}`);
    const applied = await this.insist(desk, 'roster.apply', {
      params: { batchId },
      body: { version: 1 },
      key: this.key('apply'),
    });
    if (applied.status !== 200) throw new Error(`no roster was applied: ${JSON.stringify(applied.json)}`);
    return { batchId, version: 2 };
  }

  /** Begins to close the next month of a district; the month that comes after is the next one to be asked for. */
  async close(district: number, officer = 0): Promise<{ month: number; taskId: string }> {
    const month = this.#months[district]!;
    const desk = this.city.officers[district * 2 + officer]!;
    const answer = await this.perform(closeMonth(desk, this.key('close'), month));
    const taskId = answer.json?.taskId;
    if (typeof taskId !== 'string') throw new Error(`${month} is not being closed: ${JSON.stringify(answer.json)}`);
    this.#months[district] = month % 100 === 12 ? month + 89 : month + 1;
    return { month, taskId };
  }

  nextMonth(district: number): number {
    return this.#months[district]!;
  }

  /** Months that can still be closed in a district. */
  monthsLeft(district: number): number {
    const month = this.#months[district]!;
    return (2026 - Math.floor(month / 100)) * 12 + 10 - (month % 100) + 1;
  }
}
