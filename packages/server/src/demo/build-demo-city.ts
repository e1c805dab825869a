import type { Month } from '@renshe/domain/kernel/plain-date.ts';
import { addToMonth, firstDayOf } from '@renshe/domain/kernel/plain-date.ts';
import { grantPost, insertAccount } from '../account/create-account.ts';
import { loadRegion } from '../area/load-region.ts';
import type { Writer } from '../platform/db.ts';
import type { System } from '../platform/open-system.ts';
import { hashPassword } from '../platform/password.ts';

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

export async function buildDemoCity(system: System, options: DemoOptions): Promise<void> {
  const openedOn = firstDayOf(addToMonth(options.anchorMonth, 1 - demoMonths));
  await system.db.kysely.transaction().execute(async (w) => {
    const at = system.clock.now();
    const region = await loadRegion(w, options.folder, openedOn, at);
    await insertDemoAccounts(w, system, openedOn);
    await w
      .insertInto('installation')
      .values({
        city_area_id: region.cityAreaId,
        region: '321100',
        demo: true,
        demo_seed: options.seed,
        anchor_month: options.anchorMonth,
        opened_on: openedOn,
        created_at: at,
      })
      .execute();
  });
}

async function insertDemoAccounts(w: Writer, system: System, fromOn: string): Promise<void> {
  const at = system.clock.now();
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
    await grantPost(w, { accountId, officeId: office.office_id, role, fromOn, by: null, at }, 'zh');
  }
}
