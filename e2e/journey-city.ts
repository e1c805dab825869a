/** A small real city for the journeys: the bundled region and the demo logins, nobody in it yet, behind the real server. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { grantPost, insertAccount } from '../packages/server/src/account/create-account.ts';
import { loadRegion, regionsFolder } from '../packages/server/src/area/load-region.ts';
import { demoLogins } from '../packages/server/src/demo/build-demo-city.ts';
import { startServer } from '../packages/server/src/main.ts';
import { businessDay, type Clock } from '../packages/server/src/platform/clock.ts';
import { createLog } from '../packages/server/src/platform/log.ts';
import type { System } from '../packages/server/src/platform/open-system.ts';
import { hashPassword } from '../packages/server/src/platform/password.ts';
import { openTemporaryPostgres } from '../packages/server/test/temporary-postgres.ts';

export const region = '321100';
const openedOn = '2026-09-01';

export interface JourneyCity {
  /** http://localhost:… */
  readonly address: string;
  /** From now on it is that day, ten in the morning; time goes on from there. Sessions of earlier days are over. */
  goTo(day: string): void;
  /** The verification code, which stands on the paper only. */
  codeOnCertificate(residentId: string): Promise<string>;
  /** The data folder of the installation. */
  readonly dataDir: string;
  /** The system behind the server, to put people into it. */
  readonly system: System;
  stop(): Promise<void>;
}

/**
 * Starts the server on a free port with a database and a data folder of its own. The web app must have been built. Without `load` nobody lives there yet.
 */
export async function startJourneyCity(
  firstDay: string,
  load: (system: System) => Promise<unknown> = loadCity,
): Promise<JourneyCity> {
  const postgres = await openTemporaryPostgres();
  const dataDir = mkdtempSync(join(tmpdir(), 'renshe-journey-'));
  try {
    await createDatabase(postgres.url);
    const database = new URL(postgres.url);
    database.pathname = '/journey';
    const clock = movableClock(firstDay);
    const server = await startServer(
      {
        dataDir,
        databaseUrl: database.href,
        port: 0,
        host: 'localhost',
        tls: undefined,
        publicOrigin: undefined,
        cryptoProfile: undefined,
      },
      async (system) => void (await load(system)),
      { clock, log: createLog(process.env.RENSHE_LOG ?? 'error'), mayLoseData: true },
    );
    return {
      address: server.address,
      dataDir,
      goTo: clock.goTo,
      system: server.system,
      async codeOnCertificate(residentId) {
        const { verification_code } = await server.system.db.kysely
          .selectFrom('certificate')
          .select('verification_code')
          .where('resident_id', '=', residentId)
          .executeTakeFirstOrThrow();
        return verification_code;
      },
      async stop() {
        await server.stop();
        await postgres.close();
        rmSync(dataDir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await postgres.close();
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  }
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('create database journey');
  await client.end();
}

/** Tasks and sessions need a clock that goes on; the journey jumps over the weeks between. */
function movableClock(firstDay: string): Clock & { goTo(day: string): void } {
  let ahead = 0;
  const goTo = (day: string) => {
    ahead = Date.parse(`${day}T10:00:00+08:00`) - Date.now();
  };
  goTo(firstDay);
  const now = () => new Date(Date.now() + ahead);
  return { now, today: () => businessDay(now()), goTo };
}

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
