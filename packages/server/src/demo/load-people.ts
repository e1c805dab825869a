/** The people of the demo city with their two years of records and the statistics that follow from them, in one transaction. */
import { setImmediate } from 'node:timers/promises';
import { isUrban } from '@renshe/domain/area/area.rules.ts';
import { areaVersionAt, findAreaByCode } from '@renshe/domain/area/area-tree.ts';
import { addMonths, type Month, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { CopyRows } from '../platform/copy-rows.ts';
import type { System } from '../platform/open-system.ts';
import { dropIndexes, restoreIndexes } from '../platform/unindexed-load.ts';
import { BulkBooking } from '../statistics/bulk-book.ts';
import { type DemoPlaces, populatedDistricts } from './demo-districts.ts';
import { DemoPeople } from './demo-people.ts';
import { DemoRandom } from './demo-random.ts';
import { type DemoCommunity, type DemoLoad, loadedTables, loadHousehold } from './load-demo-records.ts';
import type { RedrawnAreas } from './redraw-areas.ts';

/** Residents of the community that was absorbed. */
const absorbedResidents = 180;
/** Months before the opening in which people already work, lose their work and register: the opening balance. */
const leadMonths = 18;
/** How many people are made between two lines on the screen. */
const told = 5000;

export interface PeopleToMake {
  seed: string;
  anchorMonth: Month;
  /** The history, from its first day until today. */
  from: PlainDate;
  today: PlainDate;
  cause: string;
  places: DemoPlaces;
  /** Login of the worker of `places.community`. */
  worker: string;
  redrawn: RedrawnAreas;
  say(line: string): void;
}

/** @returns how many people were made */
export async function loadPeople(system: System, make: PeopleToMake): Promise<number> {
  const { seed, from, today, cause, places, redrawn } = make;
  const reference = await system.reference.current();
  const { tree } = reference;
  const worker = await system.db.kysely
    .selectFrom('account')
    .select('account_id')
    .where('login', '=', make.worker)
    .executeTakeFirstOrThrow();
  const workerArea = findAreaByCode(tree, places.community, today);
  const districts = populatedDistricts(tree, places, make.anchorMonth, today);
  const random = new DemoRandom(seed);
  const makePeople = new DemoPeople(random, today);
  const client = await system.db.pool.connect();
  let count = 0;
  try {
    await client.query('begin');
    await client.query('set local statement_timeout = 0');
    const booking = await BulkBooking.open(client, reference, cause);
    const indexes = await dropIndexes(client, loadedTables);
    const rows = new CopyRows(client);
    const load: DemoLoad = {
      random,
      rows,
      booking,
      keyring: system.keyring,
      serials: new Map(),
      cause,
      from,
      today,
      since: addMonths(from, -leadMonths),
    };
    let wanted = 0;
    let next = told;
    for (const district of districts)
      for (const { areaId, residents, climate } of district.communities) {
        const version = areaVersionAt(tree, areaId, today);
        const community: DemoCommunity = {
          districtId: district.areaId,
          areaId,
          countyCode: district.code.slice(0, 6),
          urban: isUrban(version.urbanRural),
          worker: areaId === workerArea ? worker.account_id : null,
          climate,
          ...(areaId === redrawn.split.areaId && { formerly: redrawn.split }),
        };
        wanted += residents;
        while (count < Math.round(wanted)) {
          count += await loadHousehold(load, community, makePeople.household(version.name, district.home));
          // What was sent leaves only when somebody looks at the connection.
          await setImmediate();
        }
        if (count >= next) {
          make.say(`    ${count} 人 people`);
          next += told;
        }
      }
    // Last, so that everybody else stays who they are: the people of the community that was absorbed.
    const absorbed = redrawn.absorbedAreaId;
    const version = areaVersionAt(tree, absorbed, from);
    const former: DemoCommunity = {
      districtId: districts[0]!.areaId,
      areaId: absorbed,
      countyCode: places.district.slice(0, 6),
      urban: isUrban(version.urbanRural),
      worker: null,
    };
    for (const all = count + absorbedResidents; count < all; )
      count += await loadHousehold(load, former, makePeople.household(version.name));
    await rows.flush();
    for (const [key, last] of load.serials) {
      const [districtId, year] = key.split(':').map(Number);
      await client.query('insert into certificate_serial (district_id, year, last) values ($1, $2, $3)', [
        districtId,
        year,
        last,
      ]);
    }
    await booking.finish();
    make.say('    索引 indexes …');
    await restoreIndexes([client], indexes);
    await client.query('commit');
    // Whatever comes next is planned for tables with people in them.
    await client.query(`set default_statistics_target = 10; analyze ${loadedTables.join(', ')}`);
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    // With settings of its own: not for anybody else.
    client.release(true);
  }
  return count;
}
