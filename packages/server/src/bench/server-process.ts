import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../platform/config.ts';
import { KeepAliveClient } from './keep-alive-client.ts';

/** A running server of a benchmark, seen from outside. */
export class ServerProcess {
  readonly port: number;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.child = child;
    this.port = port;
  }

  /** `options` are those of Node and the environment of the process. @throws Error when the server does not start */
  static async start(
    config: Config,
    startedAt: number,
    options: { execArgv?: string[]; env?: Record<string, string> } = {},
  ): Promise<ServerProcess> {
    const child = fork(join(import.meta.dirname, 'city-server.ts'), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      ...(options.execArgv && { execArgv: options.execArgv }),
      ...(options.env && { env: { ...process.env, ...options.env } }),
    });
    child.send({ config, startedAt });
    const [answer] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => [{ error: `the server ended with ${code}` }]),
    ])) as [{ address: string } | { error: string }];
    if ('error' in answer) throw new Error(answer.error);
    return new ServerProcess(child, Number(new URL(answer.address).port));
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** A question to something that was loaded into the process beside the server, and its answer. */
  async question<A>(message: object): Promise<A> {
    this.child.send(message);
    const [answer] = (await once(this.child, 'message')) as [A];
    return answer;
  }

  /** GET with a session; the body of a 200. */
  async get(path: string, token: string): Promise<string> {
    return this.ask(path, [`cookie: renshe=${token}`], '');
  }

  /** POST of JSON with an idempotency key. */
  async post(path: string, token: string, key: string, body: object): Promise<string> {
    const text = JSON.stringify(body);
    return this.ask(
      path,
      [
        `cookie: renshe=${token}`,
        `origin: http://localhost:${this.port}`,
        'content-type: application/json',
        `content-length: ${Buffer.byteLength(text)}`,
        `idempotency-key: ${key}`,
      ],
      text,
    );
  }

  private async ask(path: string, heads: string[], body: string): Promise<string> {
    const client = await KeepAliveClient.open(this.port);
    try {
      const first = `${body === '' ? 'GET' : 'POST'} ${path} HTTP/1.1`;
      const lines = [first, `host: localhost:${this.port}`, 'accept: application/json', ...heads];
      const answer = await client.send(`${lines.join('\r\n')}\r\n\r\n${body}`);
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body.toString()}`);
      return answer.body.toString();
    } finally {
      client.close();
    }
  }

  /** Highest resident memory of the process so far, in megabytes; NaN where the system does not tell. */
  async peakMegabytes(): Promise<number> {
    const status = await readFile(`/proc/${this.child.pid}/status`, 'utf8').catch(() => '');
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) / 1024;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }
}
