/** Tables of the region whose rows have a key: read line by line, once per process. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCsv } from '../platform/csv.ts';
import type { Database } from '../platform/db.ts';
import { findInstallation } from '../platform/installation.ts';
import { decodeText, regionsFolder } from './load-region.ts';

export interface RegionTable<Row extends { key: string }> {
  file: string;
  /** @returns the row, or the name of the column that is wrong */
  read(cells: Readonly<Record<string, string>>): Row | { wrong: string };
  /** Whether a city's file stands in the place of the country's, or adds to it and replaces rows by their key. */
  own: 'instead' | 'beside';
}

/** @throws Error naming the line that is wrong, or that has the key of one before it */
export function parseRegionTable<Row extends { key: string }>(
  { file, read }: Pick<RegionTable<Row>, 'file' | 'read'>,
  text: string,
): Row[] {
  const [head, ...lines] = parseCsv(text);
  const names = head?.cells ?? [];
  const rows = new Map<string, Row>();
  for (const { line, cells } of lines) {
    const outcome = read(Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ''])));
    if ('wrong' in outcome) throw new Error(`${file}, line ${line}: ${outcome.wrong} is wrong`);
    if (rows.has(outcome.key)) throw new Error(`${file}, line ${line}: key is there twice`);
    rows.set(outcome.key, outcome);
  }
  return [...rows.values()];
}

/** The rows of this installation; they change with a release or a restart. */
export function regionTableReader<Row extends { key: string }>(
  table: RegionTable<Row>,
): (db: Database) => Promise<readonly Row[]> {
  const known = new WeakMap<Database, Promise<readonly Row[]>>();
  return (db) => {
    const read = known.get(db);
    if (read) return read;
    const reading = readTable(db, table);
    known.set(db, reading);
    // An error must not stay: the next reader tries again.
    reading.catch(() => known.delete(db));
    return reading;
  };
}

async function readTable<Row extends { key: string }>(db: Database, table: RegionTable<Row>): Promise<readonly Row[]> {
  const installation = await findInstallation(db.kysely);
  const folders = ['cn', ...(installation?.region ? [installation.region] : [])].filter((region) =>
    existsSync(join(regionsFolder, region, table.file)),
  );
  const rows = new Map<string, Row>();
  for (const region of table.own === 'instead' ? folders.slice(-1) : folders) {
    const path = join(regionsFolder, region, table.file);
    for (const row of parseRegionTable(table, decodeText(await readFile(path), table.file))) rows.set(row.key, row);
  }
  return [...rows.values()];
}
