/** A real server with a clock that jumps, for journeys and for counting what a job costs. */

import { startServer } from '../packages/server/src/main.ts';
import { businessDay, type Clock } from '../packages/server/src/platform/clock.ts';
import { createLog } from '../packages/server/src/platform/log.ts';
import type { System } from '../packages/server/src/platform/open-system.ts';

/** The database that every journey's is a copy of. */
export const CITY_TEMPLATE = 'template_journey';

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

export interface JourneyPlace {
  readonly databaseUrl: string;
  readonly dataDir: string;
  /** Gives up database and folder. */
  release(): Promise<void>;
}

/** Starts the server on a free port; it gives up the place when it stops, or cannot start. The web app must have been built. */
export async function startJourneyServer(
  place: JourneyPlace,
  firstDay: string,
  prepare: (system: System) => Promise<unknown>,
): Promise<JourneyCity> {
  const clock = movableClock(firstDay);
  try {
    const server = await startServer(journeyConfig(place), async (system) => void (await prepare(system)), {
      clock,
      log: createLog(process.env.RENSHE_LOG ?? 'error'),
      mayLoseData: true,
    });
    return {
      address: server.address,
      dataDir: place.dataDir,
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
        await place.release();
      },
    };
  } catch (error) {
    await place.release();
    throw error;
  }
}

export function journeyConfig({ databaseUrl, dataDir }: Pick<JourneyPlace, 'databaseUrl' | 'dataDir'>) {
  return {
    dataDir,
    databaseUrl,
    port: 0,
    host: 'localhost',
    tls: undefined,
    publicOrigin: undefined,
    cryptoProfile: undefined,
  };
}

/** Tasks and sessions need a clock that goes on; the journey jumps over the weeks between. */
export function movableClock(firstDay: string): Clock & { goTo(day: string): void } {
  let ahead = 0;
  const goTo = (day: string) => {
    ahead = Date.parse(`${day}T10:00:00+08:00`) - Date.now();
  };
  goTo(firstDay);
  const now = () => new Date(Date.now() + ahead);
  return { now, today: () => businessDay(now()), goTo };
}
