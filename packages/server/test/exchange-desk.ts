/** Delivers over HTTP and reads the files back: what the receiver would have. */
import { createHash } from 'node:crypto';
import { exchangeContracts } from '@renshe/domain/exchange/exchange.contract.ts';
import { csvReader, separatedReader } from '@renshe/domain/exchange/exchange.text.ts';
import { cellText } from '@renshe/domain/roster/roster.sheet.ts';
import type { z } from 'zod';
import { decodeText } from '../src/area/load-region.ts';
import { readWorkbook } from '../src/roster/read-workbook.ts';
import { defaultRosterLimits } from '../src/roster/roster-limits.ts';
import { readZipDirectory, readZipEntry } from '../src/roster/roster-zip.ts';
import type { Persona } from './personas.ts';
import type { TestApp } from './test-app.ts';

export type Wanted = Partial<z.input<typeof exchangeContracts.prepare.body>>;
export type Manifest = {
  delivery: number;
  tables: { table: string; file: string; sha256: string; rows: number; leftOut: number; empty?: string }[];
};
/** Rows of a table by the names of its fields. */
export type ReadTable = Record<string, string>[];

export function exchangeDesk(app: TestApp) {
  const allTables = ['DY11', 'DY12', 'DY13', 'DY14', 'DY16', 'DY17', 'DY31'];

  async function prepared(persona: Persona, wanted: Wanted = {}) {
    return app.call(persona, exchangeContracts.prepare, {
      body: {
        areaCode: '321102000000',
        edition: 'national-2016',
        tables: allTables,
        mode: 'all',
        asOf: app.clock.today(),
        format: 'csv-gb18030',
        purpose: '全国就业信息监测上报',
        ...wanted,
      },
    });
  }

  async function delivery(persona: Persona, deliveryId: string) {
    return (await app.call(persona, exchangeContracts.delivery, { params: { deliveryId } })).body;
  }

  /** Checked; answers the delivery. */
  async function checked(persona: Persona, wanted: Wanted = {}) {
    const { body, error } = await prepared(persona, wanted);
    if (error) throw new Error(JSON.stringify(error));
    await app.system.tasks.runNow(body.taskId);
    return delivery(persona, body.deliveryId);
  }

  async function made(persona: Persona, wanted: Wanted = {}, onError: 'leave-out' | 'stop' = 'leave-out') {
    const { deliveryId, version } = await checked(persona, wanted);
    const { body, error } = await app.call(persona, exchangeContracts.make, {
      params: { deliveryId },
      body: { version, onError },
    });
    if (error) throw new Error(JSON.stringify(error));
    await app.system.tasks.runNow(body.taskId);
    return delivery(persona, deliveryId);
  }

  async function zipOf(persona: Persona, deliveryId: string): Promise<Buffer> {
    const { raw, error } = await app.call(persona, exchangeContracts.download, {
      params: { deliveryId },
      body: { purpose: '报送省厅' },
    });
    if (error) throw new Error(JSON.stringify(error));
    return raw.rawPayload;
  }

  async function gridOf(name: string, bytes: Buffer): Promise<string[][]> {
    if (name.endsWith('.xlsx')) {
      const { sheets } = await readWorkbook(bytes, name);
      const [head, ...rows] = sheets[0]!.rows;
      return [head!, ...rows].map((row) => head!.map((_, i) => cellText(row[i])));
    }
    const reader = name.endsWith('.csv') ? csvReader() : separatedReader('|');
    return [...reader.push(decodeText(bytes, 'table')), ...reader.end()];
  }

  /** Every file of an archive, with the digests of the manifest compared. */
  async function read(
    zip: Buffer,
  ): Promise<{ manifest: Manifest; tables: Record<string, ReadTable>; bytes: Record<string, Buffer> }> {
    const directory = readZipDirectory(zip, defaultRosterLimits);
    const manifest = JSON.parse(readZipEntry(directory, 'manifest.json')!.toString('utf8')) as Manifest;
    const tables: Record<string, ReadTable> = {};
    const bytes: Record<string, Buffer> = {};
    for (const table of manifest.tables) {
      const content = readZipEntry(directory, table.file)!;
      if (createHash('sha256').update(content).digest('hex') !== table.sha256)
        throw new Error(`digest of ${table.file}`);
      const [head, ...rows] = await gridOf(table.file, content);
      tables[table.table] = rows.map((row) => Object.fromEntries(head!.map((name, i) => [name, row[i]!])));
      bytes[table.table] = content;
    }
    return { manifest, tables, bytes };
  }

  return { allTables, prepared, checked, made, delivery, zipOf, read };
}
