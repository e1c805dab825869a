import pg from 'pg';
import { expect, test } from 'vitest';
import { testDatabase } from './database.ts';

test('each test database is migrated and apart from the others', async () => {
  const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
  const client = new pg.Client({ connectionString: one.url });
  await client.connect();
  const rows = await client.query(`select to_regclass('schema_migration') is not null as migrated`);
  expect(rows.rows).toEqual([{ migrated: true }]);
  await client.end();
  expect(one.url).not.toBe(other.url);
  await Promise.all([one.drop(), other.drop()]);
});
