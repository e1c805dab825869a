import { join } from 'node:path';
import { addToMonth, firstDayOf, monthOf } from '@renshe/domain/kernel/plain-date.ts';
import { searchContracts } from '@renshe/domain/search/search.contract.ts';
import type pg from 'pg';
import { findActor } from '../account/account.queries.ts';
import { startServer } from '../main.ts';
import type { Config } from '../platform/config.ts';
import { openDatabase } from '../platform/db.ts';
import { createLog } from '../platform/log.ts';
import type { System } from '../platform/open-system.ts';
import { anyPace } from '../platform/pace.ts';
import { type Scope, scopeDistricts, scopeFor } from '../platform/scope.ts';
import { type Everything, searchEverything } from '../search/search.queries.ts';
import { benchFolder, loadBenchCity, openBenchCluster } from './bench-database.ts';
import { type BenchAccount, signInAt, spreadCommunities } from './bench-places.ts';
import { type BenchFigure, type BenchResult, benchResult, databaseName, figure } from './bench-result.ts';
import { KeepAliveClient } from './keep-alive-client.ts';
import { messageOf } from './load-round.ts';
import { type Lookup, searchLimit, searchLookups } from './search-lookups.ts';
import { loadSearchPeople, type SearchPeople } from './search-people.ts';

export interface SearchBenchOptions {
  residents: number;
  /** Texts of each kind. */
  samples: number;
  /** How often each text is asked for after it was asked for once. */
  rounds: number;
  say(line: string): void;
}

/** Limits of the product: times the bare statements, and milliseconds. */
const timesLimit = 2;
const waitLimit = 50;

/**
 * Everything that the one search box can be asked, by an officer of the city and by a worker of one community: the search of the server
 * against the best statements for the same rows, written by hand and prepared, one after the other over one connection each; and the same
 * over HTTP (session, scope, the audit event that is committed before the answer, log). The headline is the worst p50 of the search against
 * its statements.
 */
export async function benchSearch(config: Config, options: SearchBenchOptions): Promise<BenchResult> {
  const cluster = await openBenchCluster(config);
  const folder = benchFolder();
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
      return await measure(server.system, Number(new URL(server.address).port), prepared!, options);
    } finally {
      await server.stop();
    }
  } finally {
    await cluster.close();
    folder.remove();
  }
}

interface Prepared {
  city: BenchAccount;
  community: BenchAccount;
  people: SearchPeople;
}

async function prepare(system: System, { residents, say }: SearchBenchOptions): Promise<Prepared> {
  const cityAreaId = await loadBenchCity(system, firstDayOf(addToMonth(monthOf(system.clock.today()), -12)));
  const [home] = await spreadCommunities(system, 1);
  const accounts = await system.db.kysely.transaction().execute(async (w) => ({
    city: await signInAt(w, system, 'city-officer', cityAreaId),
    community: await signInAt(w, system, 'community-worker', home!.areaId),
  }));
  say(`loading ${residents} residents …`);
  const startedAt = performance.now();
  const people = await loadSearchPeople(system, residents, home!.areaId);
  say(
    `  ${Math.round((performance.now() - startedAt) / 1000)} s, indexes of addresses ${people.addressIndexSeconds.toFixed(1)} s`,
  );
  return { ...accounts, people };
}

interface Times {
  search: number[];
  bare: number[];
  http: number[];
}

async function measure(
  system: System,
  port: number,
  { city, community, people }: Prepared,
  options: SearchBenchOptions,
): Promise<BenchResult> {
  const own = openDatabase(system.url, { max: 1 });
  const bare = openDatabase(system.url, { max: 1 });
  const statements = await bare.pool.connect();
  const http = await KeepAliveClient.open(port);
  const figures: BenchFigure[] = [];
  const worst = { ratio: 0, http: 0 };
  try {
    for (const asker of [
      { account: city, who: 'city officer', found: people.anywhere },
      { account: community, who: 'community worker', found: people.own },
    ]) {
      const { scope, search } = await searcherOf(system, own, asker.account);
      const areas = scope.areas.length > 0 ? scope.areas : null;
      const as = { account: asker.account, districts: scopeDistricts(scope), areas };
      const today = system.clock.today();
      for (const lookup of searchLookups(as, asker.who, asker.found, system.keyring, today)) {
        const texts = lookup.texts.slice(0, options.samples);
        if (texts.length === 0) continue;
        const times: Times = { search: [], bare: [], http: [] };
        const ask = (text: string) => askHttp(http, port, asker.account, text);
        for (const text of texts) await compare(text, await search(text), await answerOf(statements, lookup, text));
        for (const text of texts) await ask(text);
        for (let round = 0; round < options.rounds; round++)
          for (const text of texts) {
            times.bare.push(await timed(() => answerOf(statements, lookup, text)));
            times.search.push(await timed(() => search(text)));
            times.http.push(await timed(() => ask(text)));
          }
        const ratio = percentile(times.search, 0.5) / percentile(times.bare, 0.5);
        worst.ratio = Math.max(worst.ratio, ratio);
        worst.http = Math.max(worst.http, percentile(times.http, 0.95));
        const lines = [
          figure(`${lookup.name}: p50`, percentile(times.search, 0.5), percentile(times.bare, 0.5), 'ms'),
          figure(`${lookup.name}: p95`, percentile(times.search, 0.95), percentile(times.bare, 0.95), 'ms'),
          figure(`${lookup.name}: p50 over HTTP (limit ${waitLimit} ms)`, percentile(times.http, 0.5), waitLimit, 'ms'),
          figure(
            `${lookup.name}: p95 over HTTP (limit ${waitLimit} ms)`,
            percentile(times.http, 0.95),
            waitLimit,
            'ms',
          ),
        ];
        figures.push(...lines);
        const [p50, p95, , overHttp] = lines;
        options.say(
          `${lookup.name}: ${p50!.value} ms, bare ${p50!.reference} ms, ratio ${p50!.ratio}; p95 ${p95!.value} : ${p95!.reference}; HTTP p95 ${overHttp!.value} ms`,
        );
      }
    }
    return benchResult(
      `search --residents ${options.residents}: ${people.households} households; worst p50 against bare SQL (limit ${timesLimit} times)`,
      [
        figure('worst p50 against bare SQL', worst.ratio, timesLimit, 'times'),
        figure('worst p95 over HTTP', worst.http, waitLimit, 'ms'),
        figure(
          'indexes of addresses, made over all rows',
          people.addressIndexSeconds,
          options.residents / 1_000_000,
          's',
        ),
        ...figures,
      ],
      { ratio: worst.ratio, database: await databaseName(statements) },
    );
  } finally {
    http.close();
    statements.release();
    await bare.close();
    await own.close();
  }
}

async function searcherOf(
  system: System,
  database: ReturnType<typeof openDatabase>,
  account: BenchAccount,
): Promise<{ scope: Scope; search(text: string): Promise<Everything> }> {
  const today = system.clock.today();
  const actor = await findActor(system.db.kysely, { accountId: account.accountId }, today);
  if (!actor) throw new Error('the account of the benchmark is gone');
  const { tree } = await system.reference.current();
  const scope = scopeFor(actor, 'resident.read', tree, today);
  const place = { r: database.kysely, keyring: system.keyring, scope, tree, today };
  return { scope, search: (text) => searchEverything(place, text, searchLimit) };
}

/** Ids in the order in which they were answered. */
async function answerOf(client: pg.ClientBase, lookup: Lookup, text: string): Promise<string[]> {
  const ids: string[] = [];
  for (const { text: statement, values } of lookup.bare(text)) {
    const { rows } = await client.query<{ id: string }>({
      name: nameOf(statement),
      text: statement,
      values: [...values],
    });
    ids.push(...rows.slice(0, searchLimit).map((row) => row.id));
  }
  return ids;
}

const names = new Map<string, string>();

/** Prepared once a connection, as the server's statements are. */
function nameOf(statement: string): string {
  const name = names.get(statement) ?? `bare_${names.size}`;
  names.set(statement, name);
  return name;
}

/** Both must have found the same, or the comparison of their times means nothing. */
function compare(text: string, found: Everything, bare: readonly string[]): void {
  const ids = [
    ...found.people.found.map((row) => row.residentId),
    ...found.households.found.map((row) => row.householdId),
    ...found.certificates.found.map((row) => row.certificateId),
  ];
  // By a name the address is asked for as well; whoever is found by both stands there once.
  const missing = bare.filter((id) => !ids.includes(id));
  const more = ids.length - (bare.length - missing.length);
  if (missing.length > 0 || more > searchLimit) throw new Error(`the search for ${text} and its statements differ`);
}

async function askHttp(client: KeepAliveClient, port: number, account: BenchAccount, text: string): Promise<void> {
  const body = JSON.stringify({ text, limit: searchLimit });
  const job = { method: 'POST', path: searchContracts.find.path, token: account.token, body } as const;
  const { status, head } = await client.send(messageOf(job, port));
  if (status !== 200) throw new Error(`the search was answered ${head}`);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
