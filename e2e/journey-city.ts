/** A small real city for a journey, behind the real server: the bundled region and the demo logins, nobody in it yet; or the whole demo. */
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { inject } from 'vitest';
import { prepareInstallation } from '../packages/server/src/setup/prepare-installation.ts';
import { runStatement } from '../packages/server/test/run-statement.ts';
import { CITY_TEMPLATE, type JourneyCity, type JourneyPlace, startJourneyServer } from './journey-server.ts';
import type {} from './journey-setup.ts';

export type { JourneyCity } from './journey-server.ts';

/** Starts the server with a database and a data folder of its own, both copies of the city that was made once for the whole run. */
export async function startJourneyCity(firstDay: string): Promise<JourneyCity> {
  const place = await newPlace(CITY_TEMPLATE);
  cpSync(inject('journeys').home, place.dataDir, { recursive: true });
  return startJourneyServer(place, firstDay, async () => {});
}

/** The demo city as `npm start` makes it, on that day: the same whenever it is made. */
export async function startDemoJourney(firstDay: string): Promise<JourneyCity> {
  return startJourneyServer(await newPlace('template1'), firstDay, (system) =>
    prepareInstallation(system, { demo: true, say: () => {} }),
  );
}

async function newPlace(template: string): Promise<JourneyPlace> {
  const { databaseServer } = inject('journeys');
  const name = `journey_${randomBytes(6).toString('hex')}`;
  await runStatement(databaseServer, `create database ${name} template ${template} strategy wal_log`);
  const url = new URL(databaseServer);
  url.pathname = `/${name}`;
  const dataDir = mkdtempSync(join(tmpdir(), 'renshe-journey-'));
  const release = async () => {
    await runStatement(databaseServer, `drop database if exists ${name} with (force)`);
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { databaseUrl: url.href, dataDir, release };
}

/** The browser of the whole run; closing it closes what this file opened in it. */
export function openBrowser(): Promise<Browser> {
  return chromium.connect(inject('journeys').browser);
}
