/** Scratch databases for benchmarks: their own database in the cluster that the system would use, gone afterwards. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import pg from 'pg';
import { loadRegion, regionsFolder } from '../area/load-region.ts';
import { type Clock, systemClock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import { openEmbeddedPostgres } from '../platform/embedded-postgres.ts';
import { createLog } from '../platform/log.ts';
import { migrate } from '../platform/migrate.ts';
import { assemble, type System } from '../platform/open-system.ts';
import { prepareTaskTables } from '../platform/tasks.ts';

export interface BenchCluster {
  /** A new, migrated, empty database: its URL. */
  createDatabase(): Promise<string>;
  /** Drops every database made here and lets the cluster go. */
  close(): Promise<void>;
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

const prefix = 'renshe_bench_';

/** Databases of runs that were killed: nobody is connected to them, and their names say that they are over an hour old. */
async function dropAbandoned(server: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select d.datname as name from pg_database d where starts_with(d.datname, $1)
        and not exists (select 1 from pg_stat_activity a where a.datid = d.oid)`,
      [prefix],
    );
    for (const { name } of rows)
      if (Number(name.split('_')[2]) < Date.now() / 1000 - 3600) await client.query(`drop database if exists ${name}`);
  } catch {
    // Another run dropped it first, or came to use it; what stays is tried again the next time.
  } finally {
    await client.end();
  }
}

/** The cluster of the data folder (joined or started), or the one of DATABASE_URL. */
export async function openBenchCluster(config: Pick<Config, 'dataDir' | 'databaseUrl'>): Promise<BenchCluster> {
  const embedded = config.databaseUrl ? undefined : await openEmbeddedPostgres({ dataDir: config.dataDir });
  const server = config.databaseUrl ?? embedded!.url;
  const names: string[] = [];
  await dropAbandoned(server);
  return {
    async createDatabase() {
      const name = `${prefix}${Math.floor(Date.now() / 1000)}_${randomBytes(5).toString('hex')}`;
      await run(server, `create database ${name}`);
      names.push(name);
      const url = new URL(server);
      url.pathname = `/${name}`;
      await migrate(url.href);
      await prepareTaskTables(url.href);
      return url.href;
    },
    async close() {
      for (const name of names)
        await run(server, `drop database if exists ${name} with (force)`).catch((error: Error) => {
          // A vacuum at work in it cannot be ended by its owner; the next run drops what was left.
          process.stderr.write(`${name} is left for the next run to drop: ${error.message}\n`);
        });
      await embedded?.release();
    },
  };
}

/** A folder for keys and files of a scratch system. */
export function benchFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'renshe-bench-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A host over a scratch database. */
export function benchSystem(url: string, dataDir: string, clock: Clock = systemClock): System {
  return assemble(
    { dataDir, cryptoProfile: undefined },
    url,
    clock,
    { log: createLog(process.env.RENSHE_LOG ?? 'warn'), statementTimeout: 600_000 },
    async () => {},
  );
}

/** Loads the areas, offices and parameters of a city into a scratch database and installs it. */
export async function loadBenchCity(
  system: System,
  openedOn: PlainDate,
  folder = join(regionsFolder, '321100'),
): Promise<number> {
  const at = system.clock.now();
  return system.db.kysely.transaction().execute(async (w) => {
    const { cityAreaId } = await loadRegion(w, folder, openedOn, at);
    await w
      .insertInto('installation')
      .values({
        city_area_id: cityAreaId,
        region: basename(folder),
        demo: false,
        demo_seed: null,
        anchor_month: null,
        opened_on: openedOn,
        created_at: at,
      })
      .execute();
    return cityAreaId;
  });
}

/** Highest resident memory of this process so far, in megabytes. Linux counts from the start of this program, not of its parent. */
export async function peakMegabytes(): Promise<number> {
  const { readFile } = await import('node:fs/promises');
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const highest = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
  return (highest === undefined ? process.resourceUsage().maxRSS : Number(highest)) / 1024;
}
