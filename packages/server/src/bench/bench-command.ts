import { join } from 'node:path';
import { addDays, addToMonth, firstDayOf, monthOf } from '@renshe/domain/kernel/plain-date.ts';
import { startServer } from '../main.ts';
import type { Config } from '../platform/config.ts';
import { openDatabase } from '../platform/db.ts';
import { newId } from '../platform/id.ts';
import { createLog } from '../platform/log.ts';
import { anyPace } from '../platform/pace.ts';
import { bareRegistrations } from './bare-registrations.ts';
import { benchFolder, loadBenchCity, openBenchCluster } from './bench-database.ts';
import { type BenchResult, benchResult, databaseName, figure, median } from './bench-result.ts';
import { type Candidate, loadCandidates } from './command-people.ts';
import { LoadGenerator } from './load-generator.ts';
import type { HttpJob } from './load-round.ts';

export interface CommandBenchOptions {
  clients: number;
  /** Longest time of a round. */
  seconds: number;
  rounds: number;
  /** People to register over HTTP in the whole run, warm-up included. */
  people: number;
  communities: number;
  say(line: string): void;
}

/**
 * Unemployment registrations over HTTP (session, origin, idempotency key, audit, log and audit sequencer as in service) against the same
 * rows written by bare prepared SQL in transactions, by as many clients. Rounds of both kinds alternate; the first pair warms up.
 */
export async function benchCommand(config: Config, options: CommandBenchOptions): Promise<BenchResult> {
  const cluster = await openBenchCluster(config);
  const folder = benchFolder();
  const load = new LoadGenerator();
  try {
    const databaseUrl = await cluster.createDatabase();
    let candidates: Candidate[] = [];
    const server = await startServer(
      { ...config, databaseUrl, dataDir: folder.path, tls: undefined, host: 'localhost', port: 0 },
      async (system) => {
        await loadBenchCity(system, firstDayOf(addToMonth(monthOf(system.clock.today()), -12)));
        options.say(`loading ${options.people} families and their twins …`);
        candidates = await loadCandidates(system, options.communities, options.people);
      },
      // A scratch database; whether it is durable stands in the result.
      { log: createLog('info', join(folder.path, 'bench.log')), mayLoseData: true, pace: anyPace },
    );
    try {
      const port = Number(new URL(server.address).port);
      const today = server.system.clock.today();
      const jobs = candidates.map((candidate) => registrationJob(candidate, today));
      return await measure({ load, port, databaseUrl, candidates, jobs }, options);
    } finally {
      await server.stop();
    }
  } finally {
    await load.close();
    await cluster.close();
    folder.remove();
  }
}

async function measure(
  run: { load: LoadGenerator; port: number; databaseUrl: string; candidates: Candidate[]; jobs: HttpJob[] },
  { clients, seconds, rounds, say }: CommandBenchOptions,
): Promise<BenchResult> {
  const { load, port, databaseUrl } = run;
  const share = Math.floor(run.candidates.length / (rounds + 1));
  const http: number[] = [];
  const bare: number[] = [];
  const database = openDatabase(databaseUrl, { max: 1, statementTimeout: 600_000 });
  const client = await database.pool.connect();
  try {
    for (let round = 0; round <= rounds; round++) {
      const slice = { from: round * share, to: (round + 1) * share };
      const jobs = run.jobs.slice(slice.from, slice.to);
      const overHttp = await load.run({ kind: 'http', settings: { clients, seconds, repeat: false }, port, jobs });
      const same = await bareRegistrations(client, run.candidates.slice(slice.from, slice.from + overHttp.jobs));
      // The bare side writes the same rows, however long it takes.
      const settings = { clients, seconds: 600, repeat: false };
      const byHand = await load.run({ kind: 'sql', settings, url: databaseUrl, jobs: same.jobs, transactions: true });
      say(
        `${round === 0 ? 'warm-up' : `round ${round}`}: ${overHttp.jobs} registrations, ${(same.rows / overHttp.jobs).toFixed(1)} rows each; HTTP ${overHttp.rate.toFixed(1)}/s, bare ${byHand.rate.toFixed(1)}/s`,
      );
      if (round === 0) continue;
      http.push(overHttp.rate);
      bare.push(byHand.rate);
    }
    return benchResult(
      `command --clients ${clients}`,
      [figure('unemployment registration over HTTP', median(http), median(bare), 'registrations/s')],
      { database: await databaseName(client) },
    );
  } finally {
    client.release();
    await database.close();
  }
}

function registrationJob(candidate: Candidate, today: string): HttpJob {
  return {
    method: 'POST',
    path: `/api/residents/${candidate.residentId}/unemployment`,
    token: candidate.token,
    idempotencyKey: newId(),
    body: JSON.stringify({
      registeredOn: today,
      unemployedSince: addDays(today, -10),
      reason: '02',
      nature: '1',
      jobWish: '保洁、家政',
      trainingWish: '',
      promiseSigned: true,
    }),
  };
}
