/** The people of a whole made city, by the demo's families and histories, loaded by several processes over their own connections. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { isUrban } from '@renshe/domain/area/area.rules.ts';
import { areaVersionAt, descendantsAt, getArea } from '@renshe/domain/area/area-tree.ts';
import {
  addToMonth,
  firstDayOf,
  lastDayOf,
  listMonths,
  type Month,
  monthOf,
  type PlainDate,
} from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import type pg from 'pg';
import { DemoPeople } from '../demo/demo-people.ts';
import { DemoRandom } from '../demo/demo-random.ts';
import { type DemoCommunity, type DemoLoad, loadedTables, loadHousehold } from '../demo/load-demo-records.ts';
import { CopyRows } from '../platform/copy-rows.ts';
import { newId } from '../platform/id.ts';
import type { System } from '../platform/open-system.ts';
import { dropIndexes, restoreIndexes } from '../platform/unindexed-load.ts';
import { sealForms } from '../report/seal-forms.ts';
import { BulkBooking, writeTotals } from '../statistics/bulk-book.ts';
import { closeLeaves, sealParents } from '../statistics/close-month.ts';
import { spreadCommunities } from './bench-places.ts';

export interface CityLoad {
  url: string;
  dataDir: string;
  residents: number;
  from: PlainDate;
  today: PlainDate;
  part: number;
  parts: number;
}

export interface BuiltCity {
  residents: number;
  communities: number;
  facts: number;
  totals: number;
  seconds: { load: number; indexes: number; closings: number; whole: number };
  gigabytes: number;
}

/** Ids must differ between processes as well, so they do not come from the seeded stream: instant, process and a counter. */
class LoadRandom extends DemoRandom {
  private made = 0;
  private readonly part: number;

  constructor(part: number) {
    super(`city ${part}`);
    this.part = part;
  }

  override uuid(at: number): string {
    const time = Math.max(0, at).toString(16).padStart(12, '0');
    const count = (this.made++).toString(16).padStart(12, '0');
    const noise = Math.floor(this.next() * 0x1000)
      .toString(16)
      .padStart(3, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${noise}-8${this.part.toString(16).padStart(3, '0')}-${count}`;
  }
}

/**
 * Builds the city of a database with its region: people by `parts` processes into tables without indexes, totals, indexes, then all months but
 * the last two closed level by level.
 */
export async function buildCity(
  system: System,
  options: { residents: number; months: number; parts: number; say(line: string): void },
): Promise<BuiltCity> {
  const today = system.clock.today();
  const anchor = monthOf(today);
  const opening = addToMonth(anchor, 1 - options.months);
  const clock = stopwatch();
  const client = await system.db.pool.connect();
  const second = await system.db.pool.connect();
  try {
    const definitions = await dropIndexes(client, loadedTables);
    const common = { url: system.url, dataDir: system.dataDir, from: firstDayOf(opening), today };
    const loads = await Promise.all(
      Array.from({ length: options.parts }, (_, part) =>
        runLoader({ ...common, residents: options.residents, part, parts: options.parts }),
      ),
    );
    const residents = loads.reduce((sum, load) => sum + load.residents, 0);
    const load = clock.lap();
    options.say(`  ${residents} residents loaded in ${load} s`);
    await client.query("set work_mem = '512MB'");
    await client.query('set statement_timeout = 0');
    const totals = writeTotals(client);
    // The other connection does not wait for the totals, nor do the indexes of other tables.
    await restoreIndexes([second, totals.then(() => client)], definitions);
    await Promise.all([client.query('vacuum analyze fact'), vacuumOthers(second)]);
    const indexes = clock.lap();
    options.say(`  ${await totals} totals and all indexes in ${indexes} s`);
    await closeCity(system, opening, addToMonth(anchor, -2), options.say);
    await client.query('analyze');
    const closings = clock.lap();
    options.say(`  ${options.months - 2} months closed in ${closings} s`);
    const size = await client.query<{ bytes: number }>('select pg_database_size(current_database()) as bytes');
    const communities = (await spreadCommunities(system, Number.POSITIVE_INFINITY)).length;
    return {
      residents,
      communities,
      facts: loads.reduce((sum, part) => sum + part.facts, 0),
      totals: await totals,
      seconds: { load, indexes, closings, whole: clock.whole() },
      gigabytes: Number(size.rows[0]!.bytes) / 1024 ** 3,
    };
  } finally {
    for (const used of [client, second]) used.release(true);
  }
}

async function vacuumOthers(client: pg.ClientBase): Promise<void> {
  const tables = loadedTables.filter((table) => table !== 'fact');
  await client.query(`vacuum analyze ${tables.join(', ')}`);
  await client.query('analyze');
}

function stopwatch() {
  const startedAt = performance.now();
  let last = startedAt;
  const seconds = (since: number) => Math.round((performance.now() - since) / 100) / 10;
  return {
    lap() {
      const taken = seconds(last);
      last = performance.now();
      return taken;
    },
    whole: () => seconds(startedAt),
  };
}

/** A process of its own: the garbage of made families goes faster with room for it than with the small heap of a server. */
async function runLoader(load: CityLoad): Promise<{ residents: number; facts: number }> {
  const child = fork(join(import.meta.dirname, 'city-loader.ts'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: ['--max-semi-space-size=64'],
  });
  child.send(load);
  const [answer] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => [{ error: `a loader ended with ${code}` }]),
  ])) as [{ residents: number; facts: number } | { error: string }];
  if ('error' in answer) throw new Error(answer.error);
  return answer;
}

/** One process's districts, in a transaction of its own. */
export async function loadShare(system: System, load: CityLoad): Promise<{ residents: number; facts: number }> {
  const places = await spreadCommunities(system, Number.POSITIVE_INFINITY);
  const reference = await system.reference.current();
  const mine = shareOf(places, load);
  const client = await system.db.pool.connect();
  let residents = 0;
  try {
    await client.query('begin');
    await client.query('set local statement_timeout = 0');
    const random = new LoadRandom(load.part);
    const people = new DemoPeople(random, load.today, load);
    const cause = newId();
    const filling: DemoLoad = {
      random,
      rows: new CopyRows(client),
      booking: await BulkBooking.open(client, reference, cause, true),
      keyring: system.keyring,
      serials: new Map(),
      cause,
      from: load.from,
      today: load.today,
    };
    for (const [index, { areaId, districtId }] of mine.entries()) {
      const version = areaVersionAt(reference.tree, areaId, load.today);
      const community: DemoCommunity = {
        districtId,
        areaId,
        countyCode: version.code.slice(0, 6),
        urban: isUrban(version.urbanRural),
        worker: null,
      };
      const wanted = Math.round(((index + 1) * load.residents) / places.length);
      while (residents < wanted) residents += await loadHousehold(filling, community, people.household(version.name));
    }
    await filling.rows.flush();
    await filling.booking.flush();
    for (const [key, last] of filling.serials)
      await client.query('insert into certificate_serial (district_id, year, last) values ($1, $2, $3)', [
        ...key.split(':').map(Number),
        last,
      ]);
    await client.query('commit');
    return { residents, facts: filling.booking.written };
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/** Whole districts to each process, the largest first to whom has least, so that no number is given twice and all end together. */
function shareOf(places: readonly { areaId: number; districtId: number }[], load: CityLoad) {
  const sizes = new Map<number, number>();
  for (const { districtId } of places) sizes.set(districtId, (sizes.get(districtId) ?? 0) + 1);
  const filled = new Array<number>(load.parts).fill(0);
  const ownerOf = new Map<number, number>();
  for (const [districtId, size] of [...sizes].sort((a, b) => b[1] - a[1] || a[0] - b[0])) {
    const least = filled.indexOf(Math.min(...filled));
    ownerOf.set(districtId, least);
    filled[least]! += size;
  }
  return places.filter(({ districtId }) => ownerOf.get(districtId) === load.part);
}

async function closeCity(system: System, first: Month, last: Month, say: (line: string) => void): Promise<void> {
  const { tree } = await system.reference.current();
  const city = [...tree.areas.values()].find((area) => area.kind === 'city')!;
  for (const month of listMonths(first, last)) {
    const below = descendantsAt(tree, city.areaId, lastDayOf(month));
    const leaves = below.filter((id) => getArea(tree, id).kind === 'community');
    const parents = [...below.filter((id) => getArea(tree, id).kind !== 'community').reverse(), city.areaId];
    const startedAt = performance.now();
    await system.db.kysely.transaction().execute(async (w) => {
      await sql`set local statement_timeout = 0`.execute(w);
      await sql`set local work_mem = '256MB'`.execute(w);
      const reference = await system.reference.within(w);
      await closeLeaves(system, w, leaves, month, system.clock.today());
      await sealParents(system, w, parents, month);
      await sealForms(w, reference, [...leaves, ...parents], month, {
        at: system.clock.now(),
        actor: null,
        forcedReason: '',
      });
    });
    // Without statistics of the first months every later plan is wrong.
    if (month === addToMonth(first, 1) || month === addToMonth(first, 6)) await sql`analyze`.execute(system.db.kysely);
    say(`  ${month} closed in ${Math.round((performance.now() - startedAt) / 100) / 10} s`);
  }
}
