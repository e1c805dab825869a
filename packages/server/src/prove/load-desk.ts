/** One run of the load lane: a server, a generator, the people of the city, and all that was sent. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { addToMonth, monthOf } from '@renshe/domain/kernel/plain-date.ts';
import { ServerProcess } from '../bench/server-process.ts';
import type { Config } from '../platform/config.ts';
import type { LoadCity } from './load-city.ts';
import { type DeckSizes, makeDecks } from './load-decks.ts';
import { mix } from './load-job.ts';
import { type LoadPerson, signInPeople } from './load-people.ts';
import type {
  JobAddress,
  Outcome,
  RoundOrder,
  RoundReport,
  SenderAnswer,
  SenderMessage,
  SenderNews,
} from './load-round.ts';
import { sampleTargets } from './load-targets.ts';
import type { Watched } from './load-watch.ts';
import type { PlantedBug } from './planted-bug.ts';

export interface DeskOptions {
  seed: number;
  sizes: DeckSizes;
  /** Limits of the server's admission; its defaults when left out. */
  atOnce?: number;
  waiting?: number;
  planted?: PlantedBug | null;
  /** The server collects its garbage when asked, to see what stays. */
  collects?: boolean;
}

/** What the machine and the database said of the server at an instant. */
export interface ServerSample {
  /** Seconds since the server started. */
  at: number;
  residentMegabytes: number;
  files: number;
  connections: number;
}

export class LoadDesk {
  readonly city: LoadCity;
  readonly people: readonly LoadPerson[];
  readonly server: ServerProcess;
  readonly outcomes: Outcome[] = [];
  /** By the clock of the city: nothing of the run is older. */
  readonly since: Date;
  private readonly sender: ChildProcess;
  private readonly seed: number;
  private readonly startedAt = performance.now();
  private unanswered = Number.POSITIVE_INFINITY;

  private constructor(of: {
    city: LoadCity;
    people: readonly LoadPerson[];
    server: ServerProcess;
    sender: ChildProcess;
    since: Date;
    seed: number;
  }) {
    this.city = of.city;
    this.people = of.people;
    this.server = of.server;
    this.sender = of.sender;
    this.since = of.since;
    this.seed = of.seed;
    this.sender.on('message', (said: SenderAnswer | SenderNews) => {
      if ('unanswered' in said) this.unanswered = said.unanswered;
    });
  }

  static async open(city: LoadCity, options: DeskOptions): Promise<LoadDesk> {
    const { system } = city;
    const today = system.clock.today();
    const since = system.clock.now();
    const people = await signInPeople(system);
    const month = addToMonth(monthOf(today), -1);
    const targets = await sampleTargets(system, people, month, {
      residents: options.sizes.reads,
      writes: options.sizes.writes,
    });
    const decks = await makeDecks(people, targets, today, options.seed, options.sizes);
    const sender = fork(join(import.meta.dirname, 'load-sender.ts'), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    });
    try {
      await ask(sender, { ask: 'decks', decks });
      const server = await startServer(city, options);
      return new LoadDesk({ city, people, server, sender, since, seed: options.seed });
    } catch (error) {
      sender.disconnect();
      throw error;
    }
  }

  /** Open loop: so many a second for so long. All outcomes are kept for the check at the end. */
  async round(order: Pick<RoundOrder, 'rate' | 'seconds'> & Partial<RoundOrder>): Promise<RoundReport> {
    this.unanswered = Number.POSITIVE_INFINITY;
    const whole: RoundOrder = { mix, seed: this.seed + this.outcomes.length, ...order, port: this.server.port };
    return this.kept(await ask(this.sender, { ask: 'round', order: whole }));
  }

  /** Until all of a round that `tells` have been sent and only so many of them are unanswered; no longer than the limit. */
  async untilLeft(unanswered: number, limit = 10_000): Promise<void> {
    const from = performance.now();
    while (this.unanswered > unanswered && performance.now() - from < limit) await pause(10);
  }

  /** Sends each of these once more, with its key. */
  async again(jobs: readonly JobAddress[], clients = 2): Promise<RoundReport> {
    return this.kept(await ask(this.sender, { ask: 'again', order: { port: this.server.port, jobs, clients } }));
  }

  /** What the event loop of the server did since the last question. */
  async watched(collect = false): Promise<Watched> {
    const { watched } = await this.server.question<{ watched: Watched }>({ watch: true, collect });
    return watched;
  }

  async sample(): Promise<ServerSample> {
    const { pid } = this.server;
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
    const { rows } = await this.city.system.db.pool.query<{ n: number }>(
      'select count(*) as n from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    return {
      at: (performance.now() - this.startedAt) / 1000,
      residentMegabytes: Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) / 1024,
      files: files.length,
      connections: Number(rows[0]!.n),
    };
  }

  async close(): Promise<void> {
    this.sender.disconnect();
    await this.server.stop();
  }

  private kept(answer: SenderAnswer): RoundReport {
    if (!('report' in answer)) throw new Error('the generator sent no report');
    for (const outcome of answer.report.outcomes) this.outcomes.push(outcome);
    return answer.report;
  }
}

async function ask(sender: ChildProcess, message: SenderMessage): Promise<SenderAnswer> {
  const answered = new Promise<SenderAnswer>((resolve) => {
    sender.on('message', function hear(said: SenderAnswer | SenderNews) {
      if ('unanswered' in said) return;
      sender.off('message', hear);
      resolve(said);
    });
  });
  sender.send(message);
  const answer = await Promise.race([
    answered,
    once(sender, 'exit').then(([code]) => ({ error: `the generator ended with ${code}` })),
  ]);
  if ('error' in answer) throw new Error(answer.error);
  return answer;
}

function startServer(city: LoadCity, options: DeskOptions): Promise<ServerProcess> {
  const config: Config = {
    dataDir: city.dataDir,
    databaseUrl: city.url,
    port: 0,
    host: 'localhost',
    tls: undefined,
    publicOrigin: undefined,
    cryptoProfile: undefined,
    ...(options.atOnce !== undefined && { atOnce: options.atOnce }),
    ...(options.waiting !== undefined && { waiting: options.waiting }),
  };
  const preload = (file: string) => ['--import', join(import.meta.dirname, file)];
  return ServerProcess.start(config, city.startedAt, {
    execArgv: [
      ...preload('load-watch.ts'),
      ...(options.planted ? preload('plant-bug.ts') : []),
      ...(options.collects ? ['--expose-gc'] : []),
    ],
    env: { NODE_OPTIONS: '', ...(options.planted && { RENSHE_PLANTED: JSON.stringify(options.planted) }) },
  });
}
