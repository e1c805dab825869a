import type { AreaKind } from '@renshe/domain/area/area.rules.ts';
import { areaPath } from '@renshe/domain/area/area-path.ts';
import { type Area, type AreaTree, buildAreaTree } from '@renshe/domain/area/area-tree.ts';
import {
  type ParameterRow,
  type ParameterTimelines,
  type ParameterValue,
  parameterTimelines,
} from '@renshe/domain/kernel/parameter-timeline.ts';
import { buildWorkdayCalendar, type WorkdayCalendar } from '@renshe/domain/kernel/workdays.ts';
import { sql } from 'kysely';
import type { Reader, Writer } from './db.ts';

/** Reference data that every request reads: the dated tree, the parameter timelines, the working-day calendar. Immutable. */
export interface Reference {
  stamps: Readonly<Record<string, number>>;
  tree: AreaTree;
  timelines: ParameterTimelines;
  calendar: WorkdayCalendar;
}

export interface ReferenceCache {
  /** The newest reference; `stamps` that the caller has read already save a statement. */
  current(stamps?: Readonly<Record<string, number>>): Promise<Reference>;
  /** As seen by a transaction: after the resident locks are held (kernel K10). `stamps` that it has read save a statement. */
  within(r: Reader, stamps?: Readonly<Record<string, number>>): Promise<Reference>;
}

export type ReferenceName = 'area' | 'parameter' | 'calendar';

/** Every change of reference data raises its stamp in the same transaction. */
export async function raiseStamp(w: Writer, name: ReferenceName): Promise<void> {
  await w.updateTable('cache_stamp').set({ stamp: sql<number>`stamp + 1` }).where('name', '=', name).execute();
}

async function readStamps(r: Reader): Promise<Record<string, number>> {
  const rows = await r.selectFrom('cache_stamp').select(['name', 'stamp']).execute();
  return Object.fromEntries(rows.map((row) => [row.name, row.stamp]));
}

async function loadTree(r: Reader): Promise<AreaTree> {
  const areas = await r.selectFrom('area').select(['area_id', 'kind', 'district_id']).execute();
  const versions = await r.selectFrom('area_version').selectAll().execute();
  const successions = await r.selectFrom('area_succession').selectAll().execute();
  const splits = await r
    .selectFrom('area_change')
    .select(['area_id', 'into_area_id', 'effective_on', 'booked_month'])
    .where('kind', '=', 'split')
    .orderBy('effective_on')
    .execute();
  const byArea = new Map<number, Area & { versions: Area['versions'][number][] }>();
  for (const area of areas)
    byArea.set(area.area_id, {
      areaId: area.area_id,
      districtId: area.district_id,
      kind: area.kind as AreaKind,
      versions: [],
    });
  for (const v of versions)
    byArea.get(v.area_id)?.versions.push({
      from: v.from_on,
      to: v.to_on,
      code: v.code,
      name: v.name,
      parentId: v.parent_id,
      urbanRural: v.urban_rural,
      ...(v.booked_month !== null && { bookedMonth: v.booked_month }),
    });
  return buildAreaTree(
    byArea.values(),
    successions.map((s) => ({
      areaId: s.area_id,
      intoAreaId: s.into_area_id,
      effectiveOn: s.effective_on,
      bookedMonth: s.booked_month,
    })),
    splits.map((s) => ({
      areaId: s.area_id,
      intoAreaId: s.into_area_id!,
      effectiveOn: s.effective_on,
      bookedMonth: s.booked_month,
    })),
  );
}

async function loadParameters(r: Reader): Promise<ParameterRow[]> {
  const rows = await r
    .selectFrom('parameter')
    .select(['parameter_id', 'key', 'area_id', 'from_on', 'to_on', 'value'])
    .where('voided_at', 'is', null)
    .execute();
  return rows.map((row) => ({
    parameterId: row.parameter_id,
    key: row.key,
    areaId: row.area_id,
    from: row.from_on,
    to: row.to_on,
    value: row.value as ParameterValue,
  }));
}

async function load(r: Reader, stamps: Readonly<Record<string, number>>): Promise<Reference> {
  const tree = await loadTree(r);
  const timelines = parameterTimelines(await loadParameters(r), areaPath(tree));
  const days = await r.selectFrom('calendar_day').select(['on_date as on', 'kind']).execute();
  const calendar = buildWorkdayCalendar(days as { on: string; kind: 'off' | 'work' }[]);
  return { stamps, tree, timelines, calendar };
}

const sameStamps = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>) =>
  Object.keys(b).every((name) => a[name] === b[name]) && Object.keys(a).length === Object.keys(b).length;

export function createReferenceCache(reader: Reader): ReferenceCache {
  let cached: Reference | undefined;
  const keep = async (r: Reader, stamps: Readonly<Record<string, number>>) => {
    if (cached && sameStamps(cached.stamps, stamps)) return cached;
    const fresh = await load(r, stamps);
    return fresh;
  };
  return {
    async current(stamps) {
      cached = await keep(reader, stamps ?? (await readStamps(reader)));
      return cached;
    },
    // An uncommitted change seen by its own transaction must not reach the shared cache.
    within: async (r, stamps) => keep(r, stamps ?? (await readStamps(r))),
  };
}
