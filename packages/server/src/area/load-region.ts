import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type AreaKind, nationalAreaCode, shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { monthOf, type PlainDate, previousMonth } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import { type ParameterSeed, parseParameters } from '../parameter/parse-parameters.ts';
import { parseCsv } from '../platform/csv.ts';
import type { Writer } from '../platform/db.ts';
import { newId } from '../platform/id.ts';
import { namePinyin } from '../platform/pinyin.ts';
import { raiseStamp } from '../platform/reference.ts';
import { type AreaRow, parseAreas } from './parse-areas.ts';

export const regionsFolder = join(import.meta.dirname, '..', '..', '..', '..', 'regions');

/** Parameters of the whole country hang on no area. */
export const nationalArea = 0;

const nationalFolder = join(regionsFolder, 'cn');

export interface LoadedRegion {
  cityAreaId: number;
  areas: number;
  offices: number;
  parameters: number;
}

/** UTF-8, or GB18030 where the bytes are no UTF-8: cities send what their spreadsheet wrote. Undefined when they are neither. */
export function findText(bytes: Buffer): string | undefined {
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Not this one.
    }
  return undefined;
}

/** @throws AppError region.not-text: nothing is read with signs that stand for nothing */
export function decodeText(bytes: Buffer, file: string): string {
  const text = findText(bytes);
  if (text === undefined) throw new AppError('region.not-text', 'invalid', { file: basename(file) });
  return text;
}

async function rowsOf(folder: string, name: string): Promise<Record<string, string>[]> {
  const [head, ...rows] = parseCsv(decodeText(await readFile(join(folder, name)), name));
  const names = head?.cells ?? [];
  return rows.map((row) => Object.fromEntries(names.map((column, i) => [column, row.cells[i] ?? ''])));
}

/**
 * Loads the national defaults (calendar, parameters) and a city's data folder into an empty database: areas.csv; offices.csv, without which
 * every area gets its office; parameters.csv, the city's own values, if there are any.
 * Leaf areas get a period that opens in `openedOn`'s month: everything older is opening balance (design §6).
 */
export async function loadRegion(w: Writer, folder: string, openedOn: PlainDate, at: Date): Promise<LoadedRegion> {
  const parsed = parseAreas(decodeText(await readFile(join(folder, 'areas.csv')), 'areas.csv'));
  if (!parsed.ok) {
    const first = parsed.errors[0]!;
    throw new AppError('region.areas-wrong', 'invalid', {
      line: first.line,
      zh: first.zh,
      en: first.en,
      count: parsed.errors.length,
    });
  }
  const ids = await insertAreas(w, parsed.rows, openedOn, at);
  const offices = existsSync(join(folder, 'offices.csv'))
    ? await rowsOf(folder, 'offices.csv')
    : officesOf(parsed.rows, openedOn);
  await w
    .insertInto('office')
    .values(
      offices.map((row) => ({
        office_id: newId(at.getTime()),
        kind: row.kind!,
        area_id: idOf(ids, row.area_code!),
        name: row.name!,
        opened_on: row.opened_on!,
        created_at: at,
      })),
    )
    .execute();
  const parameters = [...(await parametersOf(nationalFolder)), ...(await parametersOf(folder))];
  await insertParameters(w, parameters, ids, at);
  const days = await rowsOf(nationalFolder, 'holidays.csv');
  await sql`insert into calendar_day (on_date, kind, name, source) select * from unnest(${days.map((d) => d.on_date)}::date[], ${days.map((d) => d.kind)}::text[], ${days.map((d) => d.name)}::text[], ${days.map((d) => d.source)}::text[]) on conflict do nothing`.execute(
    w,
  );
  for (const name of ['area', 'parameter', 'calendar'] as const) await raiseStamp(w, name);
  const top = parsed.rows.find((row) => row.kind === 'city');
  return {
    cityAreaId: idOf(ids, top?.code ?? ''),
    areas: ids.size,
    offices: offices.length,
    parameters: parameters.length,
  };
}

async function parametersOf(folder: string): Promise<ParameterSeed[]> {
  const file = join(folder, 'parameters.csv');
  return existsSync(file) ? parseParameters(decodeText(await readFile(file), file)) : [];
}

/** A newer version of the system may read parameters that an older installation has no row of: their national defaults are added at the start. */
export async function addMissingParameters(w: Writer, at: Date): Promise<string[]> {
  if ((await listMissingParameters(w)).length === 0) return [];
  // Another program may have started at the same moment: it has added them by then.
  await raiseStamp(w, 'parameter');
  const missing = await listMissingParameters(w);
  if (missing.length > 0) await insertParameters(w, missing, new Map(), at);
  return missing.map((seed) => seed.key);
}

/** None before a region is loaded. */
async function listMissingParameters(w: Writer): Promise<ParameterSeed[]> {
  const rows = await w.selectFrom('parameter').select('key').distinct().where('area_id', '=', nationalArea).execute();
  const known = new Set(rows.map((row) => row.key));
  return known.size === 0 ? [] : (await parametersOf(nationalFolder)).filter((seed) => !known.has(seed.key));
}

const officeOfKind = {
  city: { kind: 'city-bureau', name: '人力资源和社会保障局' },
  district: { kind: 'district-centre', name: '公共就业服务中心' },
  street: { kind: 'street-office', name: '劳动保障事务所' },
  community: { kind: 'workstation', name: '劳动保障工作站' },
} as const;

/** One office for each present area, named after it, where a city sends no list of its own. */
function officesOf(rows: readonly AreaRow[], openedOn: PlainDate): Record<string, string>[] {
  return rows
    .filter((row) => row.toOn === null && row.kind !== 'province')
    .map((row) => {
      const office = officeOfKind[row.kind as keyof typeof officeOfKind];
      return {
        kind: office.kind,
        name: `${shortAreaName(row.name)}${office.name}`,
        area_code: row.code,
        opened_on: openedOn,
      };
    });
}

function idOf(ids: ReadonlyMap<string, number>, code: string): number {
  const id = ids.get(code);
  if (id === undefined) throw new AppError('region.area-unknown', 'invalid', { code });
  return id;
}

/** Area ids count from 1 in code order: the same file gives the same ids. */
async function insertAreas(
  w: Writer,
  rows: readonly AreaRow[],
  openedOn: PlainDate,
  at: Date,
): Promise<Map<string, number>> {
  const codes = [...new Set(rows.map((row) => row.code))].sort();
  const ids = new Map(codes.map((code, index) => [code, index + 1]));
  const byCode = new Map(rows.map((row) => [row.code, row]));
  const districtOfCode = (code: string): number => {
    for (let row = byCode.get(code); row; row = row.parentCode === null ? undefined : byCode.get(row.parentCode))
      if (row.kind === 'district') return idOf(ids, row.code);
    return 0;
  };
  const areas = codes.map((code) => ({
    area_id: idOf(ids, code),
    kind: byCode.get(code)!.kind as AreaKind,
    district_id: districtOfCode(code),
    created_at: at,
  }));
  await w.insertInto('area').values(areas).execute();
  const versions = rows.map((row) => {
    const { full, initials } = namePinyin(row.name);
    return {
      area_id: idOf(ids, row.code),
      from_on: row.fromOn,
      to_on: row.toOn,
      code: row.code,
      name: row.name,
      parent_id: row.parentCode === null ? null : idOf(ids, row.parentCode),
      urban_rural: row.urbanRuralClass,
      pinyin: `${full} ${initials.join(' ')}`,
    };
  });
  await w.insertInto('area_version').values(versions).execute();
  const opening = monthOf(openedOn);
  await w
    .insertInto('area_period')
    .values(
      areas
        .filter((area) => area.kind === 'community')
        .map((area) => ({
          district_id: area.district_id,
          area_id: area.area_id,
          opening_month: opening,
          closed_through: previousMonth(opening),
        })),
    )
    .execute();
  return ids;
}

async function insertParameters(
  w: Writer,
  seeds: readonly ParameterSeed[],
  ids: ReadonlyMap<string, number>,
  at: Date,
): Promise<void> {
  const rows = seeds.map((seed) => ({
    parameter_id: newId(at.getTime()),
    key: seed.key,
    area_id: seed.areaCode === nationalAreaCode ? nationalArea : idOf(ids, seed.areaCode),
    from_on: seed.fromOn,
    to_on: seed.toOn,
    value: JSON.stringify(seed.value),
    unit: seed.unit,
    source: seed.source,
    certainty: seed.certainty,
    created_at: at,
  }));
  await w.insertInto('parameter').values(rows).execute();
}
