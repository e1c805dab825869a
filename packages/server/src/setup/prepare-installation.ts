import { join } from 'node:path';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { firstDayOf, formatMonth, monthOf, parseMonth } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import pg from 'pg';
import { loadRegion, regionsFolder } from '../area/load-region.ts';
import { findInstallation } from '../platform/installation.ts';
import { listMigrations } from '../platform/migrate.ts';
import type { System } from '../platform/open-system.ts';

export interface PreparationOptions {
  demo: boolean;
  folder?: string;
  region?: string;
  seed?: string;
  anchor?: string;
  say(line: string): void;
}

const defaultRegion = '321100';
// Any fixed number will do, as long as nobody else in the database uses it.
const setupLock = 7_315_203;

/**
 * Sets up an empty system: areas, offices, parameters and calendar of the city, then either the demo city or nothing but a set-up code.
 * A system that exists is left as it is. Answers the lines to print.
 */
export async function prepareInstallation(system: System, options: PreparationOptions): Promise<string[]> {
  const client = new pg.Client({ connectionString: system.url });
  await client.connect();
  try {
    // Two starts at once: the second would take the first one's half-built city for one that broke off. It waits and finds it built.
    await client.query('select pg_advisory_lock($1)', [setupLock]);
    return await prepareAlone(system, options);
  } finally {
    await client.end();
  }
}

async function prepareAlone(system: System, options: PreparationOptions): Promise<string[]> {
  const existing = await findInstallation(system.db.kysely);
  if (existing?.demo) return await demoLines(existing.demo_seed ?? '', existing.anchor_month ?? 0);
  if (existing)
    return options.demo
      ? ['这里已有一座真实的城市，没有载入演示数据。 A real city lives here; no demo data was loaded.']
      : [];
  if (!options.demo && !options.folder) throw new AppError('setup.which-city', 'invalid');

  await clearUnfinished(system);
  const folder = options.folder ?? join(regionsFolder, defaultRegion);
  const today = system.clock.today();
  const anchor = options.anchor ? parseMonth(options.anchor) : monthOf(today);
  if (anchor === undefined) throw new AppError('setup.wrong-month', 'invalid', { month: options.anchor });
  if (options.demo) {
    const seed = options.seed ?? 'renshe';
    options.say(
      `正在生成演示城市（种子 ${seed}，截至 ${formatMonth(anchor)}），约一分钟… Building the demo city, about a minute …`,
    );
    const { buildDemoCity } = await import('../demo/build-demo-city.ts');
    await buildDemoCity(system, { folder, seed, anchorMonth: anchor, say: options.say });
    return await demoLines(seed, anchor);
  }
  const openedOn = firstDayOf(monthOf(today));
  await system.db.kysely.transaction().execute(async (w) => {
    const at = system.clock.now();
    const loaded = await loadRegion(w, folder, openedOn, at);
    await w
      .insertInto('installation')
      .values({
        city_area_id: loaded.cityAreaId,
        region: options.region ?? defaultRegion,
        demo: false,
        demo_seed: null,
        anchor_month: null,
        opened_on: openedOn,
        created_at: at,
      })
      .execute();
    options.say(
      `已载入 ${loaded.areas} 个区域、${loaded.offices} 个机构。 Loaded ${loaded.areas} areas and ${loaded.offices} offices.`,
    );
  });
  return [];
}

/** A set-up that broke off has areas but no installation row: nobody can have worked in it, so it begins again from nothing. */
async function clearUnfinished(system: System): Promise<void> {
  const begun = await system.db.kysely.selectFrom('area').select('area_id').limit(1).executeTakeFirst();
  if (!begun) return;
  const ours = listMigrations().flatMap((migration) =>
    [...migration.sql.matchAll(/^create table (\w+)/gm)].map(([, name]) => name!),
  );
  // Only what the migrations made: a database may be shared with others.
  const tables = await sql<{ name: string }>`select quote_ident(tablename) as name from pg_tables
    where schemaname = current_schema() and tablename = any(${ours}::text[]) and tablename not in ('cache_stamp', 'key_check')`.execute(
    system.db.kysely,
  );
  await sql`truncate ${sql.raw(tables.rows.map((table) => table.name).join(', '))} restart identity`.execute(
    system.db.kysely,
  );
}

/** The demo city is loaded where one is wanted. */
async function demoLines(seed: string, anchor: number): Promise<string[]> {
  const { demoLogins } = await import('../demo/build-demo-city.ts');
  return [
    '',
    `演示城市（种子 ${seed}，截至 ${anchor ? formatMonth(anchor) : ''}），数据均为虚构。 Demo city, all data invented.`,
    ...demoLogins.map((login) => `  ${login.login.padEnd(12)} ${login.password.padEnd(26)} ${login.zh} ${login.en}`),
  ];
}
