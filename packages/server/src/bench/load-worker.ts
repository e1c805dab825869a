/** The load generator: a thread of its own, so that its work does not sit on the server's event loop. */
import { parentPort } from 'node:worker_threads';
import type pg from 'pg';
import { openDatabase } from '../platform/db.ts';
import { KeepAliveClient } from './keep-alive-client.ts';
import { messageOf, type Round, type RoundRequest, type RoundSettings, type SqlJob } from './load-round.ts';

async function runRound<J>(
  settings: RoundSettings,
  jobs: readonly J[],
  runners: readonly ((job: J) => Promise<void>)[],
): Promise<Round> {
  let next = 0;
  let longest = 0;
  const startedAt = performance.now();
  const endsAt = startedAt + settings.seconds * 1000;
  await Promise.all(
    runners.map(async (run) => {
      while (performance.now() < endsAt && (settings.repeat || next < jobs.length)) {
        const job = jobs[next++ % jobs.length]!;
        const askedAt = performance.now();
        await run(job);
        longest = Math.max(longest, performance.now() - askedAt);
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  return { jobs: next, seconds, rate: next / seconds, longest };
}

async function httpRound(request: RoundRequest & { kind: 'http' }): Promise<Round> {
  const { port, settings } = request;
  const messages = request.jobs.map((job) => messageOf(job, port));
  const clients = await Promise.all(Array.from({ length: settings.clients }, () => KeepAliveClient.open(port)));
  try {
    return await runRound(
      settings,
      messages,
      clients.map((client) => async (message: string) => {
        const answer = await client.send(message);
        if (answer.status !== 200) throw new Error(`the server answered ${answer.status}: ${answer.body.toString()}`);
      }),
    );
  } finally {
    for (const client of clients) client.close();
  }
}

async function sqlRound(request: RoundRequest & { kind: 'sql' }): Promise<Round> {
  const { settings, transactions } = request;
  const database = openDatabase(request.url, { max: settings.clients, applicationName: 'renshe-bench' });
  const names = new Map<string, string>();
  const nameOf = (text: string) => {
    const name = names.get(text) ?? `b${names.size}`;
    names.set(text, name);
    return name;
  };
  const connections: pg.PoolClient[] = [];
  try {
    for (let i = 0; i < settings.clients; i++) connections.push(await database.pool.connect());
    return await runRound(
      settings,
      request.jobs,
      connections.map((connection) => async (job: SqlJob) => {
        if (transactions) await connection.query('begin');
        for (const { text, values } of job) await connection.query({ name: nameOf(text), text, values: [...values] });
        if (transactions) await connection.query('commit');
      }),
    );
  } finally {
    for (const connection of connections) connection.release();
    await database.close();
  }
}

parentPort?.on('message', async (request: RoundRequest) => {
  try {
    const round = request.kind === 'http' ? await httpRound(request) : await sqlRound(request);
    parentPort?.postMessage({ round });
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
