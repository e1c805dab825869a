import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { MIGRATIONS_FOLDER, migrate } from './migrate.ts';

let folder = '';
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'renshe-migrate-'));
  return () => rmSync(folder, { recursive: true, force: true });
});

test('numbered files run once and in order, repeatable ones when they change, two runners do not collide', async () => {
  cpSync(MIGRATIONS_FOLDER, folder, { recursive: true });
  mkdirSync(join(folder, 'repeatable'), { recursive: true });
  writeFileSync(join(folder, '9001-create-thing.sql'), 'create table thing (n int);');
  writeFileSync(join(folder, '9002-fill-thing.sql'), 'insert into thing values (1);');
  writeFileSync(join(folder, 'repeatable', 'zz-view.sql'), 'create or replace view zz as select n from thing;');

  const both = await Promise.all([migrate(database.url, folder), migrate(database.url, folder)]);
  const applied = both.flatMap((run) => run.applied).filter((name) => /^900|zz-/.test(name));
  expect(applied).toEqual(['9001-create-thing.sql', '9002-fill-thing.sql', 'repeatable/zz-view.sql']);
  expect(await migrate(database.url, folder)).toEqual({ applied: [] });

  writeFileSync(
    join(folder, 'repeatable', 'zz-view.sql'),
    'create or replace view zz as select n + 0 as n from thing;',
  );
  expect(await migrate(database.url, folder)).toEqual({ applied: ['repeatable/zz-view.sql'] });

  writeFileSync(join(folder, '9003-break.sql'), 'create table half (n int);\nselect nothing from nowhere;');
  await expect(migrate(database.url, folder)).rejects.toThrow('9003-break.sql:2: relation "nowhere" does not exist');
  writeFileSync(join(folder, '9003-break.sql'), 'create table half (n int);');
  expect(await migrate(database.url, folder)).toMatchObject({ applied: ['9003-break.sql', expect.any(String)] });

  writeFileSync(join(folder, '9001-create-thing.sql'), 'create table thing (n bigint);');
  await expect(migrate(database.url, folder)).rejects.toThrow('9001-create-thing.sql was changed after it ran');
  rmSync(join(folder, '9001-create-thing.sql'));
  await expect(migrate(database.url, folder)).rejects.toThrow(
    '9001-create-thing.sql, which this program does not know',
  );
  writeFileSync(join(folder, '9001-create-thing.sql'), 'create table thing (n int);');
  writeFileSync(join(folder, '9000-late.sql'), 'select 1;');
  await expect(migrate(database.url, folder)).rejects.toThrow('9000-late.sql comes before 9003-break.sql');
});
