import { isUrban } from '@renshe/domain/area/area.rules.ts';
import { areaVersionAt, descendantsAt, findAreaByCode, getArea } from '@renshe/domain/area/area-tree.ts';
import {
  addToMonth,
  firstDayOf,
  lastDayOf,
  listMonths,
  type Month,
  minDate,
  monthOf,
  type PlainDate,
} from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import { grantPost, insertAccount } from '../account/create-account.ts';
import { loadRegion } from '../area/load-region.ts';
import { linkAudit } from '../audit/link-audit.ts';
import { auditRows, writeAudit } from '../platform/audit.ts';
import { CopyRows } from '../platform/copy-rows.ts';
import type { Writer } from '../platform/db.ts';
import { newId } from '../platform/id.ts';
import type { System } from '../platform/open-system.ts';
import { hashPassword } from '../platform/password.ts';
import { sealForms } from '../report/seal-forms.ts';
import { BulkBooking } from '../statistics/bulk-book.ts';
import { closeLeaves, sealParent } from '../statistics/close-month.ts';
import { deliverExchange } from './deliver-exchange.ts';
import { DemoPeople } from './demo-people.ts';
import { DemoRandom } from './demo-random.ts';
import { enterReportCells } from './enter-report-cells.ts';
import { closingInstant, handInMonth, handInOpenMonth, readStaff } from './hand-in-reports.ts';
import { keepCadence } from './keep-cadence.ts';
import { type DemoCommunity, type DemoLoad, loadHousehold } from './load-demo-records.ts';
import { loadHelpRequests } from './load-help-requests.ts';
import { loadMonitoring } from './load-monitoring.ts';
import { planAhead } from './plan-ahead.ts';
import { publishSurveyedRate } from './publish-surveyed-rate.ts';
import { type RedrawnAreas, redrawAreas } from './redraw-areas.ts';
import { registerLate } from './register-late.ts';
import { saveAnalyses } from './save-analyses.ts';

export interface DemoOptions {
  folder: string;
  seed: string;
  anchorMonth: Month;
  say(line: string): void;
}

const password = 'renshe-demo-2026!';

/** One login a persona; printed at start, never made outside the demo. */
export const demoLogins = [
  {
    login: 'limin',
    name: '李敏',
    role: 'community-worker',
    area: '321102001001',
    password,
    zh: '社区工作人员 贺家弄社区',
    en: 'community worker',
  },
  {
    login: 'zhoufang',
    name: '周芳',
    role: 'street-clerk',
    area: '321102001000',
    password,
    zh: '街道经办人 正东路街道',
    en: 'street clerk',
  },
  {
    login: 'chenjun',
    name: '陈军',
    role: 'district-officer',
    area: '321102000000',
    password,
    zh: '区干部 京口区',
    en: 'district officer',
  },
  {
    login: 'wangjing',
    name: '王静',
    role: 'city-officer',
    area: '321100000000',
    password,
    zh: '市局干部',
    en: 'city officer',
  },
  {
    login: 'sysadmin',
    name: '系统管理员',
    role: 'system-administrator',
    area: '321100000000',
    password,
    zh: '系统管理员',
    en: 'system administrator',
  },
  {
    login: 'secadmin',
    name: '安全管理员',
    role: 'security-administrator',
    area: '321100000000',
    password,
    zh: '安全管理员',
    en: 'security administrator',
  },
  {
    login: 'auditor',
    name: '审计管理员',
    role: 'audit-administrator',
    area: '321100000000',
    password,
    zh: '审计管理员',
    en: 'audit administrator',
  },
] as const;

/** Months of history before and including the anchor month, residents to make, and the district they live in. */
export const demoMonths = 24;
const demoResidents = 20_000;
const workerWeight = 4;
const absorbedResidents = 180;
const demoDistrict = '321102000000';

/**
 * The demo city: the region's real tree, and invented people in one district with two years of history that the same rules derive and
 * book as everybody's. All months but the last two are closed; the last but one waits for its reports. Deterministic from seed and anchor.
 */
export async function buildDemoCity(system: System, options: DemoOptions): Promise<void> {
  const { anchorMonth, seed } = options;
  const from = firstDayOf(addToMonth(anchorMonth, 1 - demoMonths));
  const today = minDate(system.clock.today(), lastDayOf(anchorMonth));
  const cause = newId(system.clock.now().getTime());
  const { cityAreaId, redrawn } = await system.db.kysely
    .transaction()
    .execute((w) => loadHouse(w, system, options, from, cause));
  const people = await loadPeople(system, seed, from, today, cause, redrawn);
  options.say(`  ${people} 人 people`);
  await closeHistory(system, anchorMonth, seed);
  await registerLate(
    system,
    demoLogins[1].login,
    [-3, -3, -2, -2, -2].map((back) => addToMonth(anchorMonth, back)),
  );
  const at = system.clock.now();
  await publishSurveyedRate(system.db.kysely, { areaId: cityAreaId, from: monthOf(from), today, seed, at });
  await prepareOpenReports(system, addToMonth(anchorMonth, -1), seed);
  await saveAnalyses(system);
  const desk = { district: demoDistrict, street: demoLogins[1].area, login: demoLogins[1].login };
  await enterReportCells(system, desk, today, cause);
  await planAhead(system, anchorMonth, {
    city: demoLogins[3].area,
    district: demoLogins[2].area,
    street: demoLogins[1].area,
    community: demoLogins[0].area,
  });
  await keepCadence(system, seed, anchorMonth);
  await loadMonitoring(system, seed, anchorMonth, demoMonths, cause, {
    district: demoDistrict,
    street: demoLogins[1].area,
    community: demoLogins[0].area,
    logins: [demoLogins[0].login, demoLogins[1].login, demoLogins[2].login, demoLogins[3].login],
  });
  await loadHelpRequests(system, seed, cause, {
    street: demoLogins[1].area,
    community: demoLogins[0].area,
    worker: demoLogins[0].login,
  });
  await sql`analyze`.execute(system.db.kysely);
  await deliverExchange(system, demoLogins[2].login, demoLogins[1].area);
  // The last row: without it the next start begins again from nothing.
  await system.db.kysely
    .insertInto('installation')
    .values({
      city_area_id: cityAreaId,
      region: '321100',
      demo: true,
      demo_seed: seed,
      anchor_month: anchorMonth,
      opened_on: from,
      created_at: system.clock.now(),
    })
    .execute();
  await linkAudit(system.db, system.clock.now(), true);
}

async function loadHouse(
  w: Writer,
  system: System,
  options: DemoOptions,
  from: PlainDate,
  cause: string,
): Promise<{ cityAreaId: number; redrawn: RedrawnAreas }> {
  const at = system.clock.now();
  const region = await loadRegion(w, options.folder, from, at);
  const redrawn = await redrawAreas(system, w, options.anchorMonth, { at, cause });
  const passwordHash = await hashPassword(password);
  for (const { login, name, role, area } of demoLogins) {
    const accountId = await insertAccount(w, {
      login,
      name,
      passwordHash,
      mustChangePassword: false,
      demo: true,
      by: null,
      at,
    });
    const office = await w
      .selectFrom('office')
      .innerJoin('area_version', 'area_version.area_id', 'office.area_id')
      .select('office.office_id')
      .where('area_version.code', '=', area)
      .executeTakeFirstOrThrow();
    await grantPost(w, { accountId, officeId: office.office_id, role, fromOn: from, by: null, at }, 'zh');
  }
  const operator = { kind: 'operator', accountId: null, login: 'demo', name: 'demo', posts: [] } as const;
  const frame = { at, actor: operator, action: 'demo.loaded', permission: null, requestId: null };
  await writeAudit(
    w,
    auditRows(frame, cause, [{ districtId: 0, details: { seed: options.seed, anchorMonth: options.anchorMonth } }]),
  );
  return { cityAreaId: region.cityAreaId, redrawn };
}

async function loadPeople(
  system: System,
  seed: string,
  from: PlainDate,
  today: PlainDate,
  cause: string,
  redrawn: RedrawnAreas,
): Promise<number> {
  const reference = await system.reference.current();
  const { tree } = reference;
  const district = getArea(tree, findAreaByCode(tree, demoDistrict, today)!);
  const leaves = descendantsAt(tree, district.areaId, today).filter((id) => getArea(tree, id).kind === 'community');
  const worker = await system.db.kysely
    .selectFrom('account')
    .select('account_id')
    .where('login', '=', demoLogins[0].login)
    .executeTakeFirstOrThrow();
  const workerArea = findAreaByCode(tree, demoLogins[0].area, today);
  const random = new DemoRandom(seed);
  const makePeople = new DemoPeople(random, today);
  let count = 0;
  const client = await system.db.pool.connect();
  try {
    await client.query('begin');
    await client.query('set local statement_timeout = 0');
    const rows = new CopyRows(client);
    const load: DemoLoad = {
      random,
      rows,
      booking: await BulkBooking.open(client, reference, cause),
      keyring: system.keyring,
      serials: new Map(),
      cause,
      from,
      today,
    };
    let weight = 0;
    for (const areaId of leaves) {
      const version = areaVersionAt(tree, areaId, today);
      const community: DemoCommunity = {
        districtId: district.areaId,
        areaId,
        countyCode: demoDistrict.slice(0, 6),
        urban: isUrban(version.urbanRural),
        worker: areaId === workerArea ? worker.account_id : null,
        ...(areaId === redrawn.split.areaId && { formerly: redrawn.split }),
      };
      // The community of the demo worker is larger, so that her desk has something to do.
      weight += areaId === workerArea ? workerWeight : 1;
      const wanted = Math.round((weight * demoResidents) / (leaves.length - 1 + workerWeight));
      while (count < wanted) count += await loadHousehold(load, community, makePeople.household(version.name));
    }
    // Last, so that everybody else stays who they are: the people of the community that was absorbed.
    const absorbed = redrawn.absorbedAreaId;
    const version = areaVersionAt(tree, absorbed, from);
    const former: DemoCommunity = {
      districtId: district.areaId,
      areaId: absorbed,
      countyCode: demoDistrict.slice(0, 6),
      urban: isUrban(version.urbanRural),
      worker: null,
    };
    for (const wanted = count + absorbedResidents; count < wanted; )
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
    await load.booking.finish();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
  return count;
}

/** Closes every month but the last two: all communities of a month at once, since nobody else works here yet; then the parents. */
async function closeHistory(system: System, anchorMonth: Month, seed: string): Promise<void> {
  const { tree } = await system.reference.current();
  const last = addToMonth(anchorMonth, -2);
  const city = [...tree.areas.values()].find((area) => area.kind === 'city')!;
  for (const month of listMonths(addToMonth(anchorMonth, 1 - demoMonths), last)) {
    const on = lastDayOf(month);
    const below = descendantsAt(tree, city.areaId, on);
    const leaves = below.filter((id) => getArea(tree, id).kind === 'community');
    const parents = [...below.filter((id) => getArea(tree, id).kind !== 'community').reverse(), city.areaId];
    await system.db.kysely.transaction().execute(async (w) => {
      await sql`set local statement_timeout = 0`.execute(w);
      const reference = await system.reference.within(w);
      await closeLeaves(system, w, leaves, month, system.clock.today());
      for (const parent of parents) await sealParent(system, w, parent, month);
      const random = new DemoRandom(`${seed} ${month}`);
      const staff = await readStaff(w);
      await handInMonth(w, reference, [...leaves, ...parents], month, random, staff);
      const at = closingInstant(reference, city.areaId, month);
      const { accountId, name, office } = staff(city.areaId);
      const actor = { accountId, name, posts: [{ officeName: office }] };
      await sealForms(w, reference, [...leaves, ...parents], month, { at, actor, forcedReason: '' });
    });
  }
}

/** The month before the anchor is being reported. */
async function prepareOpenReports(system: System, month: Month, seed: string): Promise<void> {
  const { tree } = await system.reference.current();
  const on = lastDayOf(month);
  const city = [...tree.areas.values()].find((area) => area.kind === 'city')!.areaId;
  const district = findAreaByCode(tree, demoDistrict, on)!;
  const street = findAreaByCode(tree, demoLogins[1].area, on)!;
  await system.db.kysely.transaction().execute(async (w) => {
    const reference = await system.reference.within(w);
    const random = new DemoRandom(`${seed} open reports`);
    await handInOpenMonth(w, reference, month, { city, district, street }, random, await readStaff(w));
  });
}
