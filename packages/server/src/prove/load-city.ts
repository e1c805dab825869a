/** The city that the load lane works on: a cluster and a folder of its own, which may be kept for the next run. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addToMonth, firstDayOf, monthOf } from '@renshe/domain/kernel/plain-date.ts';
import pg from 'pg';
import { benchClock } from '../bench/bench-clock.ts';
import { benchSystem, loadBenchCity } from '../bench/bench-database.ts';
import { buildCity } from '../bench/city-load.ts';
import { openEmbeddedPostgres } from '../platform/embedded-postgres.ts';
import { migrate } from '../platform/migrate.ts';
import type { System } from '../platform/open-system.ts';
import { prepareTaskTables } from '../platform/tasks.ts';
import { enrolPeople } from './load-people.ts';

export interface LoadCity {
  url: string;
  dataDir: string;
  /** What the clock of every process of the run starts from. */
  startedAt: number;
  residents: number;
  /** Built by this run, or kept from an earlier one. */
  kept: boolean;
  system: System;
  close(): Promise<void>;
}

export interface CityOptions {
  residents: number;
  months: number;
  /** Folder of the region whose areas are filled; a real city's when left out. */
  region?: string;
  say(line: string): void;
}

/** What is written beside a city that is ready: with what it was built. */
interface BuiltMark {
  residents: number;
  months: number;
  startedAt: number;
}

const markOf = (folder: string) => join(folder, 'load-city.json');

function readMark(folder: string): BuiltMark | undefined {
  return existsSync(markOf(folder)) ? (JSON.parse(readFileSync(markOf(folder), 'utf8')) as BuiltMark) : undefined;
}

/**
 * A city in a cluster of its own. With `keepIn` it lies in that folder under `load-city` and is used again by the next run that asks for as many
 * people; without, it is gone afterwards.
 */
export async function openLoadCity(options: CityOptions, keepIn?: string): Promise<LoadCity> {
  const folder = keepIn ? join(keepIn, 'load-city') : mkdtempSync(join(tmpdir(), 'renshe-load-'));
  const mark = readMark(folder);
  const kept = mark?.residents === options.residents && mark.months === options.months;
  // A city that was never finished, or another one: built anew.
  if (!kept) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const cluster = await openEmbeddedPostgres({ dataDir: folder });
  try {
    await migrate(cluster.url);
    await prepareTaskTables(cluster.url);
    const startedAt = kept ? mark.startedAt : Date.now();
    const city = await fillCity(cluster.url, folder, startedAt, options, kept);
    if (!kept)
      writeFileSync(
        markOf(folder),
        JSON.stringify({ residents: options.residents, months: options.months, startedAt }),
      );
    return {
      ...city,
      async close() {
        await city.close();
        await cluster.release();
        if (!keepIn) rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await cluster.release();
    if (!keepIn) rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The city in a migrated database, built unless it is there. */
export async function fillCity(
  url: string,
  dataDir: string,
  startedAt: number,
  options: CityOptions,
  built = false,
): Promise<LoadCity> {
  const clock = benchClock(startedAt);
  const system = benchSystem(url, dataDir, clock);
  try {
    if (!built) {
      const first = firstDayOf(addToMonth(monthOf(clock.today()), 1 - options.months));
      await loadBenchCity(system, first, options.region);
      await enrolPeople(system, first);
      options.say(`building a city of ${options.residents} residents …`);
      const { residents, months, say } = options;
      await buildCity(system, { residents, months, parts: 2, say });
    }
  } catch (error) {
    await system.close();
    throw error;
  }
  return { url, dataDir, startedAt, residents: options.residents, kept: built, system, close: () => system.close() };
}

/** A city and any number of copies of it in the same cluster; nobody may use the city itself meanwhile. */
export async function copyableCity(city: LoadCity): Promise<{ copy(): Promise<LoadCity>; close(): Promise<void> }> {
  // A template must have no connections.
  await city.system.close();
  const source = new URL(city.url);
  const admin = new URL(city.url);
  admin.pathname = '/postgres';
  let made = 0;
  return {
    async copy() {
      const url = new URL(city.url);
      url.pathname = `${source.pathname}_copy_${++made}`;
      const name = url.pathname.slice(1);
      await runOnce(admin.href, `create database ${name} template ${source.pathname.slice(1)}`);
      const copy = await fillCity(
        url.href,
        city.dataDir,
        city.startedAt,
        { ...nothingToBuild, residents: city.residents },
        true,
      );
      return {
        ...copy,
        async close() {
          await copy.close();
          await runOnce(admin.href, `drop database if exists ${name} with (force)`);
        },
      };
    },
    close: () => city.close(),
  };
}

const nothingToBuild = { months: 0, say: () => {} };

async function runOnce(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
