import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { systemClock } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { assemble } from '../platform/open-system.ts';
import { prepareInstallation } from './prepare-installation.ts';

it('sets up once when two start at the same time after one that broke off, without accounts, and leaves the tables of others alone', async () => {
  const database = await testDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'renshe-test-'));
  const open = () =>
    assemble(
      { dataDir, cryptoProfile: undefined },
      database.url,
      systemClock,
      { log: createLog('silent'), maxConnections: 3 },
      async () => {},
    );
  const [first, second] = [open(), open()];
  try {
    await sql`create table guest (name text)`.execute(first.db.kysely);
    await sql`insert into guest values ('of another program')`.execute(first.db.kysely);
    await sql`insert into area (area_id, kind, district_id, created_at) values (999999, 'city', 0, now())`.execute(
      first.db.kysely,
    );
    const said: string[] = [];
    const options = {
      demo: false,
      folder: join(import.meta.dirname, '..', '..', 'test', 'fixture-region'),
      say: (line: string) => said.push(line),
    };
    await Promise.all([prepareInstallation(first, options), prepareInstallation(second, options)]);
    expect(said).toHaveLength(1);
    const { rows } = await sql<{ guests: number; left: number; cities: number }>`
      select (select count(*)::int from guest) as guests, (select count(*)::int from area where area_id = 999999) as left,
        (select count(*)::int from installation) as cities`.execute(first.db.kysely);
    expect(rows).toEqual([{ guests: 1, left: 0, cities: 1 }]);
    // Nobody is there yet: no account of ours that somebody could know.
    const counted = await sql<{ accounts: number; posts: number }>`
      select (select count(*)::int from account) as accounts, (select count(*)::int from post) as posts`.execute(
      first.db.kysely,
    );
    expect(counted.rows).toEqual([{ accounts: 0, posts: 0 }]);
  } finally {
    await first.close();
    await second.close();
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
