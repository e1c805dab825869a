import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { type Database, openDatabase } from '../platform/db.ts';
import { loadRegion } from './load-region.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let db: Database;
let folder: string;
beforeAll(async () => {
  database = await testDatabase();
  db = openDatabase(database.url);
  folder = mkdtempSync(join(tmpdir(), 'renshe-city-'));
});
afterAll(async () => {
  await db.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const at = new Date('2026-11-20T02:00:00Z');
const load = () => db.kysely.transaction().execute((w) => loadRegion(w, folder, '2026-11-01', at));

describe('another city', () => {
  it('names the line of a mistake and loads nothing', async () => {
    writeFileSync(
      join(folder, 'areas.csv'),
      '代码,名称,上级代码\n4201,武汉市,\n420115,江夏区,4201\n420115,江夏区,4201\n',
    );
    const refused = await load().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AppError);
    expect((refused as AppError).details).toMatchObject({ line: 4 });
    expect(await db.kysely.selectFrom('area').select('area_id').execute()).toEqual([]);
  });
  it('refuses a list that is neither UTF-8 nor GB18030, by its name, and loads nothing', async () => {
    // A name in GB18030 whose last byte is gone: read leniently it would be a district with a sign that stands for nothing.
    const broken = Buffer.concat([
      Buffer.from('code,name,parent_code\n4201,'),
      Buffer.from([0xce, 0xe4, 0xba, 0xba, 0xca, 0x0a]),
      Buffer.from([0xff, 0xff]),
    ]);
    writeFileSync(join(folder, 'areas.csv'), broken);
    const refused = await load().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AppError);
    expect(refused).toMatchObject({ code: 'region.not-text', details: { file: 'areas.csv' } });
    expect(await db.kysely.selectFrom('area').select('area_id').execute()).toEqual([]);
  });
  it('needs no more than a list of areas, in Chinese columns and GB18030, and gets its offices and the national defaults', async () => {
    const rows = [
      '代码,名称,上级代码,城乡分类代码',
      '4201,武汉市,,',
      '420115,江夏区,4201,',
      '420115001,纸坊街道,420115,',
      '420115001001,复江道社区居委会,420115001,111',
      '420115001200,大桥村委会,420115001,220',
    ];
    // The city's spreadsheet wrote GB18030: bytes of the Chinese text as the platform's own decoder reads them back.
    const table = new Map<string, number[]>();
    const decoder = new TextDecoder('gb18030');
    for (let lead = 0x81; lead <= 0xfe; lead++)
      for (let trail = 0x40; trail <= 0xfe; trail++)
        if (trail !== 0x7f) table.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
    writeFileSync(
      join(folder, 'areas.csv'),
      Buffer.from([...`${rows.join('\n')}\n`].flatMap((sign) => table.get(sign) ?? [sign.charCodeAt(0)])),
    );
    const loaded = await load();
    expect(loaded).toMatchObject({ areas: 5, offices: 5 });
    const offices = await db.kysely.selectFrom('office').select(['kind', 'name']).orderBy('area_id').execute();
    expect(offices).toContainEqual({ kind: 'city-bureau', name: '武汉市人力资源和社会保障局' });
    expect(offices).toContainEqual({ kind: 'workstation', name: '复江道社区劳动保障工作站' });
    const months = await db.kysely
      .selectFrom('parameter')
      .select('value')
      .where('key', '=', 'unemp.contact_months')
      .executeTakeFirstOrThrow();
    expect(months.value).toBe(1);
  });
});
