import pg from 'pg';
import { expect, test } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { CopyWriter } from './copy-writer.ts';

test('every value comes back as it went in', async () => {
  const database = await testDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query('create temp table copied (a text, b int, c boolean, d text[], e int[])');
    const writer = new CopyWriter(client, 'copied', ['a', 'b', 'c', 'd', 'e']);
    const rows = [
      ['𠮷\t\\芳\n"', 7, true, ['a"b', 'c\\d', 'e,\t{}', '\\N'], [1, 2]],
      [null, null, null, null, []],
      ['\\N', -1, false, [], [3]],
    ] as const;
    for (const row of rows) writer.row(row);
    await writer.flush();
    await writer.flush();
    const stored = await client.query({ text: 'select * from copied', rowMode: 'array' });
    expect(stored.rows).toEqual(rows);
    expect(writer.rows).toBe(3);
  } finally {
    await client.end();
    await database.drop();
  }
});
