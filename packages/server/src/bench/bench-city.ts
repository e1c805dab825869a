import { randomUUID } from 'node:crypto';
import { areaVersionAt } from '@renshe/domain/area/area-tree.ts';
import { addDays, addToMonth, firstDayOf, formatMonth, type Month, monthOf } from '@renshe/domain/kernel/plain-date.ts';
import type pg from 'pg';
import type { Config } from '../platform/config.ts';
import { openDatabase } from '../platform/db.ts';
import type { System } from '../platform/open-system.ts';
import { verifyLedger } from '../statistics/verify.ts';
import { benchClock } from './bench-clock.ts';
import { type BenchCluster, benchFolder, benchSystem, loadBenchCity, openBenchCluster } from './bench-database.ts';
import { signInAt, spreadCommunities } from './bench-places.ts';
import { type BenchFigure, type BenchResult, benchResult, databaseName, figure, median } from './bench-result.ts';
import { type BuiltCity, buildCity } from './city-load.ts';
import { bareDrill, listRegistrable, recountMonth } from './city-recount.ts';
import { LoadGenerator } from './load-generator.ts';
import type { HttpJob, Round } from './load-round.ts';
import { ServerProcess } from './server-process.ts';

export interface CityBenchOptions {
  residents: number;
  /** Size of the smaller city whose report is compared. */
  smaller: number;
  months: number;
  clients: number;
  /** Folder of the region whose areas are filled; a real city's when left out. */
  region?: string;
  say(line: string): void;
}

/** Limits of the product (design §1). */
const buildLimit = 20 * 60;
const timesFaster = 1000;
const growthLimit = 1.2;
const drillLimit = 3;
const waitLimit = 2;
const memoryLimit = 400;
/** Up to so many subjects everybody is derived again at the end; a larger city is sampled. */
const verifiedWhole = 200_000;

/**
 * A whole city with its history: how long it takes to build, what its report costs over HTTP against one recount from the records and against
 * the report of a smaller city, what it costs to open the people behind a number, to close a month while people keep being registered, and
 * whether every fact is right afterwards. The server runs in a process of its own.
 */
export async function benchCity(config: Config, options: CityBenchOptions): Promise<BenchResult> {
  const cluster = await openBenchCluster(config);
  try {
    options.say(`a city of ${options.smaller} residents …`);
    const small = await measureCity(cluster, config, { ...options, residents: options.smaller }, false);
    options.say(`a city of ${options.residents} residents …`);
    const large = await measureCity(cluster, config, options, true);
    const grows = (name: string, key: 'closed' | 'open') =>
      figure(
        `${name}: ${options.residents} against ${options.smaller} residents (limit ${growthLimit})`,
        large.report[key],
        small.report[key],
        'ms',
      );
    return benchResult(
      `city --residents ${large.built.residents}: ${large.built.communities} communities, ${options.months} months, ${large.built.facts} facts; recount against the closed month's report (limit ${timesFaster} times)`,
      [...large.figures, grows('report of a closed month', 'closed'), grows('report of the open month', 'open')],
      { database: large.database },
    );
  } finally {
    await cluster.close();
  }
}

interface Measured {
  built: BuiltCity;
  report: { closed: number; open: number };
  figures: BenchFigure[];
  database: string;
}

async function measureCity(
  cluster: BenchCluster,
  config: Config,
  options: CityBenchOptions,
  whole: boolean,
): Promise<Measured> {
  const folder = benchFolder();
  const startedAt = Date.now();
  const clock = benchClock(startedAt);
  const url = await cluster.createDatabase();
  const system = benchSystem(url, folder.path, clock);
  const bare = openDatabase(url, { max: 1, statementTimeout: 3_600_000 });
  const client = await bare.pool.connect();
  let server: ServerProcess | undefined;
  try {
    const month = monthOf(clock.today());
    const cityAreaId = await loadBenchCity(system, firstDayOf(addToMonth(month, 1 - options.months)), options.region);
    const officer = await system.db.kysely
      .transaction()
      .execute((w) => signInAt(w, system, 'city-officer', cityAreaId));
    const tokens = await signInEverywhere(system);
    const built = await buildCity(system, {
      residents: options.residents,
      months: options.months,
      parts: 2,
      say: options.say,
    });
    server = await ServerProcess.start(
      { ...config, databaseUrl: url, dataDir: folder.path, tls: undefined, host: 'localhost', port: 0 },
      startedAt,
    );
    const { tree } = await system.reference.current();
    const run: Run = {
      system,
      server,
      client,
      city: areaVersionAt(tree, cityAreaId, clock.today()).code,
      token: officer.token,
      tokens,
      open: month,
      closed: addToMonth(month, -2),
    };
    const report = {
      closed: await timeReport(run, run.closed),
      open: await timeReport(run, run.open),
    };
    options.say(`  report: closed month ${report.closed.toFixed(1)} ms, open month ${report.open.toFixed(1)} ms`);
    const figures = whole ? await measureWhole(run, options, built, report) : [];
    return { built, report, figures, database: await databaseName(client) };
  } finally {
    await server?.stop();
    client.release();
    await bare.close();
    await system.close();
    folder.remove();
  }
}

interface Run {
  system: System;
  server: ServerProcess;
  client: pg.PoolClient;
  /** Area code of the city. */
  city: string;
  token: string;
  /** A worker's session by community. */
  tokens: ReadonlyMap<number, string>;
  open: Month;
  closed: Month;
}

/** A worker in every community that has a workstation. */
async function signInEverywhere(system: System): Promise<Map<number, string>> {
  const manned = new Set(
    (await system.db.kysely.selectFrom('office').select('area_id').execute()).map((office) => office.area_id),
  );
  const places = (await spreadCommunities(system, Number.POSITIVE_INFINITY)).filter(({ areaId }) => manned.has(areaId));
  return system.db.kysely.transaction().execute(async (w) => {
    const tokens = new Map<number, string>();
    for (const { areaId } of places) tokens.set(areaId, (await signInAt(w, system, 'community-worker', areaId)).token);
    return tokens;
  });
}

/** Median of so many after some to warm up, in milliseconds: a server in service has long compiled what it runs. */
async function timed(work: () => Promise<unknown>, times = 25, before = 25): Promise<number> {
  const taken: number[] = [];
  for (let i = -before; i < times; i++) {
    const startedAt = performance.now();
    await work();
    if (i >= 0) taken.push(performance.now() - startedAt);
  }
  return median(taken);
}

const reportPath = (run: Run, month: Month) => `/api/reports/monthly?area=${run.city}&month=${formatMonth(month)}`;
const timeReport = (run: Run, month: Month) => timed(() => run.server.get(reportPath(run, month), run.token));

async function measureWhole(
  run: Run,
  options: CityBenchOptions,
  built: BuiltCity,
  report: { closed: number; open: number },
): Promise<BenchFigure[]> {
  const recount = await recountMonth(run.client, run.closed);
  await compareWithReport(run, recount.figures);
  options.say(`  recount: ${recount.milliseconds.toFixed(0)} ms`);
  const { tree } = await run.system.reference.current();
  const districts = [...new Set([...tree.areas.values()].map((area) => area.districtId))].filter((id) => id !== 0);
  const peoplePath = `${reportPath(run, run.closed).replace('monthly?', 'monthly/people?')}&line=registered-unemployed&column=total&measure=month&limit=50&offset=0`;
  const drill = await timed(() => run.server.get(peoplePath, run.token), 5, 2);
  const drillBare = await timed(() => bareDrill(run.client, districts, run.closed), 5, 2);
  options.say(`  first 50 people: HTTP ${drill.toFixed(0)} ms, bare ${drillBare.toFixed(0)} ms`);
  const closing = await closeUnderLoad(run, options);
  const every = built.residents > verifiedWhole ? Math.ceil(built.residents / verifiedWhole) : 1;
  const verified = await verifyLedger(run.system, () => {}, every);
  options.say(`  verify: ${verified.differences} differences over ${verified.subjects} subjects and all totals`);
  const memory = await run.server.peakMegabytes();
  return [
    figure('recount from records against the report of a closed month', recount.milliseconds, report.closed, 'ms'),
    figure('recount from records against the report of the open month', recount.milliseconds, report.open, 'ms'),
    figure(`build of the city (limit ${buildLimit} s)`, built.seconds.whole, buildLimit, 's'),
    figure('  of which people, households, records, facts', built.seconds.load, built.seconds.whole, 's'),
    figure('  of which totals and indexes', built.seconds.indexes, built.seconds.whole, 's'),
    figure('  of which closings', built.seconds.closings, built.seconds.whole, 's'),
    figure('disk for a million residents', built.gigabytes, built.residents / 1_000_000, 'GB'),
    figure(`first 50 people of a city cell over HTTP against bare SQL (limit ${drillLimit})`, drill, drillBare, 'ms'),
    figure(`longest wait of a writer while the month closes (limit ${waitLimit} s)`, closing.longest, waitLimit, 's'),
    figure('closing of the month by communities', closing.seconds, closing.closed, 's'),
    figure('registrations meanwhile that are there once', closing.present, closing.acknowledged, 'registrations'),
    figure(
      `subjects and totals that differ afterwards, of those compared`,
      verified.differences,
      verified.subjects + verified.totals + verified.sealed,
      'rows',
    ),
    figure(`memory of the server (limit ${memoryLimit} MB)`, memory, memoryLimit, 'MB'),
  ];
}

/** The report and the recount have to say the same, or the comparison of their times means nothing. */
async function compareWithReport(run: Run, figures: ReadonlyMap<string, number>): Promise<void> {
  const body = JSON.parse(await run.server.get(reportPath(run, run.closed), run.token)) as {
    lines: { key: string; month: Record<string, number | null> }[];
  };
  for (const key of [
    'registered-unemployed',
    'newly-registered-unemployed',
    'deregistered-unemployed',
    'urban-employed',
  ]) {
    const reported = body.lines.find((line) => line.key === key)?.month.total;
    if (reported !== figures.get(key))
      throw new Error(`the report says ${key} = ${reported}, a recount ${figures.get(key)}`);
  }
}

interface Closing {
  seconds: number;
  closed: number;
  longest: number;
  acknowledged: number;
  present: number;
}

/** Closes the last month of the whole city through the API while clients go on registering people; counts what was acknowledged. */
async function closeUnderLoad(run: Run, options: CityBenchOptions): Promise<Closing> {
  const today = run.system.clock.today();
  const people = (await listRegistrable(run.client, today, 60_000)).filter(({ areaId }) => run.tokens.has(areaId));
  const late = addDays(firstDayOf(run.open), -3);
  const jobs = people.map(
    (person, index): HttpJob => ({
      method: 'POST',
      path: `/api/residents/${person.residentId}/unemployment`,
      token: run.tokens.get(person.areaId)!,
      idempotencyKey: randomUUID(),
      body: JSON.stringify({
        // Every other one comes late: her registration belongs to the month that is being closed.
        registeredOn: index % 2 === 0 || person.since >= late ? today : late,
        unemployedSince: person.since,
        reason: '02',
        nature: '1',
        jobWish: '',
        trainingWish: '',
        promiseSigned: true,
      }),
    }),
  );
  const month = addToMonth(run.open, -1);
  const startedAt = performance.now();
  const { taskId } = JSON.parse(
    await run.server.post('/api/reports/monthly/closing', run.token, randomUUID(), {
      area: run.city,
      month: formatMonth(month),
      force: true,
      reason: 'benchmark',
    }),
  ) as { taskId: string };
  const load = new LoadGenerator();
  const rounds: Round[] = [];
  let ended: { status: string; result: { closed: number } | null; message: string } = {
    status: 'running',
    result: null,
    message: '',
  };
  try {
    let sent = 0;
    while (ended.status === 'running' || ended.status === 'waiting') {
      const share = jobs.slice(sent);
      if (share.length > 0) {
        const settings = { clients: options.clients, seconds: 5, repeat: false };
        const round = await load.run({ kind: 'http', settings, port: run.server.port, jobs: share });
        rounds.push(round);
        sent += round.jobs;
      } else await new Promise((done) => setTimeout(done, 500));
      ended = JSON.parse(await run.server.get(`/api/tasks/${taskId}`, run.token)) as typeof ended;
    }
  } finally {
    await load.close();
  }
  if (ended.status !== 'done') throw new Error(`the closing ${ended.status}: ${ended.message}`);
  const seconds = (performance.now() - startedAt) / 1000;
  const acknowledged = rounds.reduce((sum, round) => sum + round.jobs, 0);
  const longest = Math.max(0, ...rounds.map((round) => round.longest)) / 1000;
  const asked = jobs.slice(0, acknowledged).map((job) => job.path.split('/')[3]!);
  const { rows } = await run.client.query<{ n: number }>(
    `select count(*) as n from (select f.subject_id from fact f where f.subject_id = any($1::uuid[]) and f.indicator = 'newly-registered-unemployed' and f.cell = ''
       group by f.subject_id having sum(f.quantity) = 1) x`,
    [asked],
  );
  options.say(
    `  closing: ${ended.result?.closed} communities in ${seconds.toFixed(0)} s, ${acknowledged} registrations meanwhile, longest wait ${longest.toFixed(2)} s`,
  );
  return { seconds, closed: ended.result?.closed ?? 0, longest, acknowledged, present: Number(rows[0]!.n) };
}
