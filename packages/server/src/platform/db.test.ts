import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { type Database, databaseErrorOf, later, openDatabase } from './db.ts';

let scratch: TestDatabase;
let db: Database;
beforeAll(async () => {
  scratch = await testDatabase();
  db = openDatabase(scratch.url, { max: 2 });
  await sql`create table note (text text primary key)`.execute(db.kysely);
});
afterAll(async () => {
  await db.close();
  await scratch.drop();
});

const add = (text: string) => sql`insert into note values (${text})`;
const notes = async () =>
  (await sql<{ text: string }>`select text from note order by text`.execute(db.kysely)).rows.map((row) => row.text);

it('what nobody waits for is seen by the next statement and committed with the rest', async () => {
  const seen = await db.kysely.transaction().execute(async (w) => {
    await later(w, add('a'));
    await later(w, add('b'));
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from note`.execute(w);
    await later(w, add('c'));
    return rows[0]!.n;
  });
  expect(seen).toBe(2);
  expect(await notes()).toEqual(['a', 'b', 'c']);
});

it('its error is that of the statement it went with, and nothing stays', async () => {
  const twice = db.kysely.transaction().execute(async (w) => {
    await later(w, add('d'));
    await later(w, add('a'));
    await sql`select 1`.execute(w);
  });
  expect(databaseErrorOf(await twice.catch((error) => error))?.state).toBe('23505');
  const atCommit = db.kysely.transaction().execute(async (w) => {
    await sql`select 1`.execute(w);
    await later(w, add('e'));
    await later(w, add('b'));
  });
  expect(databaseErrorOf(await atCommit.catch((error) => error))?.state).toBe('23505');
  expect(await notes()).toEqual(['a', 'b', 'c']);
});

it('is dropped when the transaction is given up, sent before it or not', async () => {
  for (const sent of [true, false]) {
    const given = db.kysely.transaction().execute(async (w) => {
      if (sent) await add('f').execute(w);
      await later(w, add('g'));
      throw new Error('given up');
    });
    await expect(given).rejects.toThrow('given up');
  }
  expect(await notes()).toEqual(['a', 'b', 'c']);
});

it('runs at once outside a transaction, and a transaction of nothing else commits it', async () => {
  await later(db.kysely, add('h'));
  await db.kysely.transaction().execute((w) => later(w, add('i')));
  await db.kysely.transaction().execute(async () => {});
  expect(await notes()).toEqual(['a', 'b', 'c', 'h', 'i']);
  expect(db.pool.totalCount).toBe(db.pool.idleCount);
});
