import { randomBytes } from 'node:crypto';
import {
  addToMonth,
  firstDayOf,
  lastDayOf,
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
import type { Writer } from '../platform/db.ts';
import { newId } from '../platform/id.ts';
import type { System } from '../platform/open-system.ts';
import { hashPassword } from '../platform/password.ts';
import { askForRights } from './ask-for-rights.ts';
import { askTransfers } from './ask-transfers.ts';
import { attachPapers } from './attach-papers.ts';
import { closeHistory, prepareOpenReports } from './close-history.ts';
import { deliverExchange } from './deliver-exchange.ts';
import { driveSurveys, surveyStaff } from './drive-surveys.ts';
import { enterReportCells } from './enter-report-cells.ts';
import { freezeMonth } from './freeze-month.ts';
import { keepCadence } from './keep-cadence.ts';
import { keepQualityHistory } from './keep-quality-history.ts';
import { loadHelpRequests } from './load-help-requests.ts';
import { loadMonitoring } from './load-monitoring.ts';
import { loadPeople } from './load-people.ts';
import { monitoringSites, siteStaff } from './monitoring-sites.ts';
import { handInWeeks, oweWeeklyBriefs } from './owe-weekly-briefs.ts';
import { planAhead } from './plan-ahead.ts';
import { publishSurveyedRate } from './publish-surveyed-rate.ts';
import { type RedrawnAreas, redrawAreas } from './redraw-areas.ts';
import { registerLate } from './register-late.ts';
import { saveAnalyses } from './save-analyses.ts';
import { useLedgers } from './use-ledgers.ts';
import { voidByMistake } from './void-by-mistake.ts';
import { writeRemarks } from './write-remarks.ts';

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

/** Months of history before and including the anchor month. */
export const demoMonths = 24;

/** Where the people behind the logins work. */
const places = { district: demoLogins[2].area, street: demoLogins[1].area, community: demoLogins[0].area };

/**
 * The demo city: the region's real tree, and invented people in all its districts with two years of history that the same rules derive and
 * book as everybody's. All months but the last two are closed; the last but one waits for its reports. Deterministic from seed and anchor.
 */
export async function buildDemoCity(system: System, options: DemoOptions): Promise<void> {
  const { anchorMonth, seed, say } = options;
  const from = firstDayOf(addToMonth(anchorMonth, 1 - demoMonths));
  const today = minDate(system.clock.today(), lastDayOf(anchorMonth));
  const cause = newId(system.clock.now().getTime());
  const step = stepsOf(system, say);

  const { cityAreaId, redrawn } = await step('区划、机构和账户', 'areas, offices and accounts', () =>
    system.db.kysely.transaction().execute((w) => loadHouse(w, system, options, { from, today, cause })),
  );
  const people = await step('居民、家庭和业务记录', 'residents, households and their records', () =>
    loadPeople(system, { seed, anchorMonth, from, today, cause, places, worker: demoLogins[0].login, redrawn, say }),
  );
  say(`    ${people} 人 people`);
  await step('逐月上报、审核和关账', 'reports of every month, handed in and closed', () =>
    closeHistory(system, seed, anchorMonth, demoMonths, say),
  );
  await step('封存台账', 'ledgers frozen', () => freezeMonth(system, addToMonth(anchorMonth, -2), places.district));
  await step('补登、正在上报的月份和报表', 'late entries, the month being reported, other forms', async () => {
    await registerLate(
      system,
      demoLogins[1].login,
      [-3, -3, -2, -2, -2].map((back) => addToMonth(anchorMonth, back)),
    );
    const at = system.clock.now();
    await publishSurveyedRate(system.db.kysely, { areaId: cityAreaId, from: monthOf(from), today, seed, at });
    await prepareOpenReports(system, seed, addToMonth(anchorMonth, -1), places);
    await saveAnalyses(system);
    await enterReportCells(system, { ...places, login: demoLogins[1].login }, today, cause);
    await handInWeeks(system, seed, places, today);
  });
  await step('规划、工作节律、监测和求助', 'plan, cadence, monitoring, requests for help', async () => {
    await planAhead(system, anchorMonth, { city: demoLogins[3].area, ...places });
    await keepCadence(system, seed, anchorMonth);
    const sites = monitoringSites(places, [demoLogins[0], demoLogins[1], demoLogins[2], demoLogins[3]]);
    await loadMonitoring(system, seed, anchorMonth, demoMonths, cause, sites);
    for (const site of sites) await loadHelpRequests(system, seed, cause, site);
    await useLedgers(system, seed, anchorMonth, places);
    await askTransfers(system, seed, { ...places, worker: demoLogins[0].login });
    await keepQualityHistory(system, seed, addToMonth(anchorMonth, -2));
    await voidByMistake(system, { community: places.community, worker: demoLogins[0].login });
    await writeRemarks(system, {
      community: places.community,
      worker: demoLogins[0].login,
      clerk: demoLogins[1].login,
    });
    await attachPapers(system, { community: places.community, worker: demoLogins[0].login });
    await askForRights(system);
    await driveSurveys(system, seed, cause, {
      street: places.street,
      community: places.community,
      clerk: demoLogins[1].login,
      worker: demoLogins[0].login,
    });
  });
  await step('数据交换和审计链', 'data exchange and audit chain', async () => {
    await sql`analyze`.execute(system.db.kysely);
    await deliverExchange(system, demoLogins[2].login, places.street);
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
  });
}

/** Says what is being made, since it takes a while; how long each step took goes to the log at level debug. */
function stepsOf(system: System, say: (line: string) => void) {
  return async <T>(zh: string, en: string, work: () => Promise<T>): Promise<T> => {
    say(`  ${zh} ${en} …`);
    const startedAt = performance.now();
    const made = await work();
    system.log.debug({ step: en, seconds: Math.round((performance.now() - startedAt) / 100) / 10 });
    return made;
  };
}

async function loadHouse(
  w: Writer,
  system: System,
  options: DemoOptions,
  { from, today, cause }: { from: PlainDate; today: PlainDate; cause: string },
): Promise<{ cityAreaId: number; redrawn: RedrawnAreas }> {
  const at = system.clock.now();
  const region = await loadRegion(w, options.folder, from, at);
  await oweWeeklyBriefs(w, region.cityAreaId, today, at);
  const redrawn = await redrawAreas(system, w, options.anchorMonth, { at, cause });
  const known = await hashPassword(password);
  const unknown = await hashPassword(randomBytes(24).toString('base64'));
  for (const { login, name, role, area } of [...demoLogins, ...siteStaff, ...surveyStaff]) {
    const accountId = await insertAccount(w, {
      login,
      name,
      passwordHash: demoLogins.some((one) => one.login === login) ? known : unknown,
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
