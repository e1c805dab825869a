import { type AreaId, ancestorsAt, getArea } from '@renshe/domain/area/area-tree.ts';
import type { ExternalValue } from '@renshe/domain/external/external.contract.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type Selectable, sql } from 'kysely';
import { areaRef } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import type { Reference } from '../platform/reference.ts';
import type { DB } from '../platform/schema.gen.ts';
import type { Scope } from '../platform/scope.ts';

export type ExternalRow = Selectable<DB['external_value']>;

/** An area and those above it, nearest first: what is published for the city is of use in each of its communities. */
export function areaAndAbove(tree: Reference['tree'], areaId: AreaId, on: PlainDate): AreaId[] {
  return [areaId, ...ancestorsAt(tree, areaId, on)];
}

export async function listExternalValues(
  r: Reader,
  tree: Reference['tree'],
  asked: { areaId: AreaId; indicator: string; today: PlainDate; writing: Scope },
): Promise<ExternalValue[]> {
  const areas = areaAndAbove(tree, asked.areaId, asked.today);
  const districts = [...new Set(areas.map((id) => getArea(tree, id).districtId))];
  const { rows } = await sql<ExternalRow & { entered_name: string; ended_name: string | null }>`
    select v.*, coalesce(e.name, '') as entered_name, d.name as ended_name from external_value v
    left join account e on e.account_id = v.entered_by left join account d on d.account_id = v.ended_by
    where v.district_id = any(${districts}::int[]) and v.area_id = any(${areas}::int[]) and v.indicator = ${asked.indicator}
    order by v.period desc, v.entered_at desc limit 1000`.execute(r);
  return rows.map((row) => ({
    valueId: row.value_id,
    indicator: row.indicator,
    area: areaRef(tree, row.area_id, asked.today),
    period: row.period,
    value: Number(row.value),
    document: row.document,
    publisher: row.publisher,
    publishedOn: row.published_on,
    note: row.note,
    reason: row.reason,
    status: row.status as ExternalValue['status'],
    enteredAt: row.entered_at.toISOString(),
    enteredBy: row.entered_name,
    endedAt: row.ended_at?.toISOString() ?? null,
    endedBy: row.ended_name,
    voidReason: row.void_reason,
    version: row.version,
    mayChange: row.status === 'current' && asked.writing.includes(row.area_id),
  }));
}

export type CurrentValue = { areaId: AreaId; indicator: string; period: string; value: number };

/** The values in force for areas, indicators and periods. */
export async function readCurrentValues(
  r: Reader,
  tree: Reference['tree'],
  areaIds: readonly AreaId[],
  indicators: readonly string[],
  periods: readonly string[],
): Promise<CurrentValue[]> {
  if (areaIds.length === 0 || indicators.length === 0 || periods.length === 0) return [];
  const districts = [...new Set(areaIds.map((id) => getArea(tree, id).districtId))];
  const { rows } = await sql<{ area_id: number; indicator: string; period: string; value: string }>`
    select area_id, indicator, period, value from external_value
    where district_id = any(${districts}::int[]) and area_id = any(${[...areaIds]}::int[]) and indicator = any(${[...indicators]}::text[])
      and period = any(${[...periods]}::text[]) and status = 'current'`.execute(r);
  return rows.map((row) => ({
    areaId: row.area_id,
    indicator: row.indicator,
    period: row.period,
    value: Number(row.value),
  }));
}
