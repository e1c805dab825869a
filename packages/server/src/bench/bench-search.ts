import { join } from 'node:path';
import { addToMonth, firstDayOf, monthOf } from '@renshe/domain/kernel/plain-date.ts';
import { startServer } from '../main.ts';
import type { Config } from '../platform/config.ts';
import { openDatabase } from '../platform/db.ts';
import { createLog } from '../platform/log.ts';
import type { System } from '../platform/open-system.ts';
import { anyPace } from '../platform/pace.ts';
import { benchFolder, loadBenchCity, openBenchCluster } from './bench-database.ts';
import { type BenchAccount, signInAt, spreadCommunities } from './bench-places.ts';
import {
  type BenchFigure,
  type BenchResult,
  benchResult,
  databaseName,
  figure,
  geometricMean,
  median,
} from './bench-result.ts';
import { LoadGenerator } from './load-generator.ts';
import { httpJobs, type Lookup, searchLookups, sqlJobs } from './search-lookups.ts';
import { loadSearchPeople, type SampledPerson } from './search-people.ts';

export interface SearchBenchOptions {
  residents: number;
  /** Clients over HTTP. */
  clients: number;
  /** Length of one round of one lookup. */
  seconds: number;
  rounds: number;
  say(line: string): void;
}

/**
 * Lookups of people over HTTP (session, scope, the audit event that `find` writes and commits before it answers, log) against the statements
 * of the same lookups, without any of that, over one prepared connection. The headline is the geometric mean over all lookups. The last two
 * figures are the worst lookup, and the mean against as many bare connections as there are clients.
 */
export async function benchSearch(config: Config, options: SearchBenchOptions): Promise<BenchResult> {
  const cluster = await openBenchCluster(config);
  const folder = benchFolder();
  const load = new LoadGenerator();
  try {
    const databaseUrl = await cluster.createDatabase();
    let prepared: Prepared | undefined;
    const server = await startServer(
      { ...config, databaseUrl, dataDir: folder.path, tls: undefined, host: 'localhost', port: 0 },
      async (system) => {
        prepared = await prepare(system, options);
      },
      // A scratch database; whether it is durable stands in the result.
      { log: createLog('info', join(folder.path, 'bench.log')), mayLoseData: true, pace: anyPace },
    );
    try {
      const lookups = searchLookups(prepared!.accounts, prepared!.people);
      const port = Number(new URL(server.address).port);
      return await measure({ load, port, system: server.system, lookups }, options);
    } finally {
      await server.stop();
    }
  } finally {
    await load.close();
    await cluster.close();
    folder.remove();
  }
}

interface Prepared {
  accounts: { city: BenchAccount; community: BenchAccount };
  people: { anywhere: SampledPerson[]; own: SampledPerson[] };
}

async function prepare(system: System, options: SearchBenchOptions): Promise<Prepared> {
  const cityAreaId = await loadBenchCity(system, firstDayOf(addToMonth(monthOf(system.clock.today()), -12)));
  const [home] = await spreadCommunities(system, 1);
  const accounts = await system.db.kysely.transaction().execute(async (w) => ({
    city: await signInAt(w, system, 'city-officer', cityAreaId),
    community: await signInAt(w, system, 'community-worker', home!.areaId),
  }));
  options.say(`loading ${options.residents} residents …`);
  const startedAt = performance.now();
  const people = await loadSearchPeople(system, options.residents, home!.areaId);
  options.say(`  ${Math.round((performance.now() - startedAt) / 1000)} s`);
  return { accounts, people };
}

async function measure(
  run: { load: LoadGenerator; port: number; system: System; lookups: Lookup[] },
  { clients, seconds, rounds, residents, say }: SearchBenchOptions,
): Promise<BenchResult> {
  const { load, port, system } = run;
  const settings = { clients, seconds, repeat: true };
  const figures: BenchFigure[] = [];
  const medians: { http: number; many: number }[] = [];
  for (const lookup of run.lookups) {
    const http: number[] = [];
    const bare: number[] = [];
    const many: number[] = [];
    const asked = httpJobs(lookup);
    const statements = await sqlJobs(system, lookup);
    for (let round = 0; round <= rounds; round++) {
      const overHttp = await load.run({ kind: 'http', settings, port, jobs: asked });
      const sql = { kind: 'sql', url: system.url, jobs: statements, transactions: false } as const;
      const byHand = await load.run({ ...sql, settings: { ...settings, clients: 1 } });
      const byMany = clients === 1 ? byHand : await load.run({ ...sql, settings });
      if (round === 0) continue;
      http.push(overHttp.rate);
      bare.push(byHand.rate);
      many.push(byMany.rate);
    }
    medians.push({ http: median(http), many: median(many) });
    const line = figure(lookup.name, median(http), median(bare), 'lookups/s');
    say(`${line.name}: HTTP ${line.value}/s, bare ${line.reference}/s, ratio ${line.ratio}`);
    figures.push(line);
  }
  const worst = figures.reduce((a, b) => (b.ratio < a.ratio ? b : a));
  const mean = geometricMean(figures.map((line) => line.ratio));
  const database = openDatabase(system.url, { max: 1 });
  const client = await database.pool.connect();
  try {
    return benchResult(
      `search --residents ${residents} --clients ${clients}: geometric mean of ${figures.length} lookups`,
      [
        ...figures,
        { ...worst, name: `worst: ${worst.name}` },
        figure(
          `geometric mean against ${clients} bare connections`,
          geometricMean(medians.map((m) => m.http)),
          geometricMean(medians.map((m) => m.many)),
          'lookups/s',
        ),
      ],
      { ratio: mean, database: await databaseName(client) },
    );
  } finally {
    client.release();
    await database.close();
  }
}
