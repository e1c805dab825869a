/** Once per run of the journeys: a private PostgreSQL with the city that every journey begins with, and one browser. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { grantPost, insertAccount } from '../packages/server/src/account/create-account.ts';
import { loadRegion, regionsFolder } from '../packages/server/src/area/load-region.ts';
import { demoLogins } from '../packages/server/src/demo/build-demo-city.ts';
import { createLog } from '../packages/server/src/platform/log.ts';
import { openSystem, type System } from '../packages/server/src/platform/open-system.ts';
import { hashPassword } from '../packages/server/src/platform/password.ts';
import { runStatement } from '../packages/server/test/run-statement.ts';
import { openTemporaryPostgres } from '../packages/server/test/temporary-postgres.ts';
import { launchBrowserServer } from './browser.ts';
import { CITY_TEMPLATE, journeyConfig, movableClock } from './journey-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    journeys: {
      /** postgres://… of the private server; journeys clone the city through it. */
      databaseServer: string;
      /** The data folder of the city: its keys. */
      home: string;
      /** Locked by whoever uses the clipboard: the browser has one for all journeys. */
      clipboardLock: string;
      /** ws://… of the browser. */
      browser: string;
    };
  }
}

const region = '321100';
const openedOn = '2026-09-01';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'renshe-journeys-'));
  const home = join(folder, 'home');
  const [postgres, browser] = await Promise.all([openTemporaryPostgres(), launchBrowserServer()]);
  const close = async () => {
    await browser.close();
    await postgres.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await createCity(postgres.url, home);
  } catch (error) {
    await close();
    throw error;
  }
  project.provide('journeys', {
    databaseServer: postgres.url,
    home,
    clipboardLock: join(folder, 'clipboard'),
    browser: browser.wsEndpoint(),
  });
  return close;
}

async function createCity(databaseServer: string, home: string): Promise<void> {
  await runStatement(databaseServer, `create database ${CITY_TEMPLATE}`);
  const url = new URL(databaseServer);
  url.pathname = `/${CITY_TEMPLATE}`;
  const system = await openSystem(journeyConfig({ databaseUrl: url.href, dataDir: home }), {
    clock: movableClock(openedOn),
    log: createLog(process.env.RENSHE_LOG ?? 'error'),
    mayLoseData: true,
  });
  try {
    await loadCity(system);
  } finally {
    await system.close();
  }
}

/** The bundled region and the demo logins, nobody in it yet. */
async function loadCity(system: System): Promise<void> {
  const passwordHash = await hashPassword(demoLogins[0].password);
  const at = system.clock.now();
  await system.db.kysely.transaction().execute(async (w) => {
    const { cityAreaId } = await loadRegion(w, join(regionsFolder, region), openedOn, at);
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
      await grantPost(w, { accountId, officeId: office.office_id, role, fromOn: openedOn, by: null, at }, 'zh');
    }
    await w
      .insertInto('installation')
      .values({
        city_area_id: cityAreaId,
        region,
        demo: false,
        demo_seed: null,
        anchor_month: null,
        opened_on: openedOn,
        created_at: at,
      })
      .execute();
  });
}
