import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlantedBug } from './planted-bug.ts';
import type { RawRequest } from './prove-request.ts';

const program = join(import.meta.dirname, '..', 'cli.ts');
const preloads = ['fault-clock.ts', 'plant-bug.ts'].flatMap((name) => ['--import', join(import.meta.dirname, name)]);

let compiled: string | undefined;

/** The program's code as the first start has compiled it: it is started hundreds of times. */
function compiledCode(): string {
  if (compiled === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'renshe-fault-code-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    compiled = folder;
  }
  return compiled;
}

export interface FaultHome {
  dataDir: string;
  /** Undefined: the server runs the database of the data folder itself. */
  databaseUrl?: string;
  planted?: PlantedBug | null;
  /** Milliseconds that its clock is ahead of ours. */
  ahead: number;
}

/** Any command of the program in a process of its own, with the shifted clock and the planted bug. */
export function forkProgram(args: readonly string[], home: FaultHome): ChildProcess {
  const { DATABASE_URL: _, ...environment } = process.env;
  return fork(program, [...args, '--data', home.dataDir], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: preloads,
    env: {
      ...environment,
      ...(home.databaseUrl !== undefined && { DATABASE_URL: home.databaseUrl }),
      NODE_OPTIONS: '',
      NODE_COMPILE_CACHE: compiledCode(),
      RENSHE_LOG: 'error',
      RENSHE_PLANTED: JSON.stringify(home.planted ?? null),
      RENSHE_CLOCK_AHEAD: String(home.ahead),
    },
  });
}

export interface HttpAnswered {
  status: number;
  json: Record<string, unknown> | undefined;
  replayed: boolean;
}

/** The server as people run it (`renshe start`), seen from outside: killed, stopped, started again at the same address. */
export class FaultServer {
  port = 0;
  readonly #home: FaultHome;
  #child: ChildProcess | undefined;
  #agent = new Agent({ keepAlive: true, maxSockets: 200 });
  #said: string[] = [];
  #ended = Promise.resolve();
  /** Times that it ended though nobody killed it. */
  crashes: string[] = [];

  constructor(home: FaultHome) {
    this.#home = home;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get home(): FaultHome {
    return this.#home;
  }

  /** Starts the process; it serves when `served` says so. */
  launch(): void {
    const child = forkProgram(['start', '--json', '--port', String(this.port)], this.#home);
    this.#child = child;
    this.#said = [];
    const hear = (data: Buffer) => {
      this.#said.push(data.toString());
      if (this.#said.length > 60) this.#said.shift();
    };
    child.stderr!.on('data', hear);
    child.stdout!.on('data', (data: Buffer) => {
      hear(data);
      const port = /"address":"https?:\/\/[^":]+:(\d+)"/.exec(data.toString())?.[1];
      if (port !== undefined) this.port = Number(port);
    });
    this.#ended = new Promise((ended) => {
      child.once('exit', (code, signal) => {
        if (this.#child === child) {
          this.#child = undefined;
          this.crashes.push(`ended by itself with ${signal ?? code}: ${this.words()}`);
        }
        ended();
      });
    });
  }

  async start(limit?: number): Promise<void> {
    this.launch();
    await this.served(limit);
  }

  /** What it said last. */
  words(): string {
    return this.#said.join('').trim().split('\n').slice(-12).join(' | ').slice(-1500);
  }

  get running(): boolean {
    return this.#child !== undefined;
  }

  /** Milliseconds until it answers that it is ready; a server that ended is started again, as a supervisor would. */
  async served(limit = 120_000): Promise<number> {
    const from = performance.now();
    for (;;) {
      if (!this.running) {
        this.#drop();
        this.launch();
      }
      if (this.port > 0) {
        const answer = await this.ask({ method: 'GET', url: '/api/health', headers: { host: 'localhost' } }, 2000);
        if (answer?.status === 200) return performance.now() - from;
      }
      if (performance.now() - from > limit) throw new Error(`the server does not serve: ${this.words()}`);
      await sleep(25);
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  /** Until the server goes by it. */
  async setClock(ahead: number): Promise<void> {
    this.#home.ahead = ahead;
    const child = this.#child;
    if (!child) return;
    const set = once(child, 'message');
    child.send({ ahead });
    await Promise.race([set, this.#ended]);
  }

  /** As a power cut ends it: nothing is said, nothing is written. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    child?.kill('SIGKILL');
    await this.#ended;
    this.#drop();
  }

  /** As a person ends it. */
  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    child?.kill('SIGTERM');
    const late = setTimeout(() => child?.kill('SIGKILL'), 30_000);
    await this.#ended;
    clearTimeout(late);
    this.#drop();
  }

  #drop(): void {
    this.#agent.destroy();
    this.#agent = new Agent({ keepAlive: true, maxSockets: 200 });
  }

  /** The answer, or undefined when none came: nobody knows then what was done. */
  ask(raw: RawRequest, limit: number): Promise<HttpAnswered | undefined> {
    return new Promise((resolve) => {
      const sent = request(
        {
          port: this.port,
          host: 'localhost',
          method: raw.method,
          path: raw.url,
          headers: raw.headers,
          agent: this.#agent,
        },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('error', () => resolve(undefined));
          answer.on('close', () => resolve(undefined));
          answer.on('end', () => resolve(readAnswer(answer.statusCode ?? 0, answer.headers, Buffer.concat(parts))));
        },
      );
      sent.setTimeout(limit, () => sent.destroy(new Error('no answer')));
      sent.on('error', () => resolve(undefined));
      sent.end(raw.payload);
    });
  }
}

function readAnswer(status: number, headers: NodeJS.Dict<string | string[]>, body: Buffer): HttpAnswered {
  const isJson = String(headers['content-type'] ?? '').startsWith('application/json');
  return {
    status,
    json: isJson ? (JSON.parse(body.toString()) as Record<string, unknown>) : undefined,
    replayed: headers['idempotent-replay'] === 'true',
  };
}
