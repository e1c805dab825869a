/**
 * How a change of areas is booked (kernel K11): it has its effective day and, when months from that day on are closed, a later month from
 * which reports follow it. One change at a time: each locks the tree's stamp first, and sealing a parent waits for it.
 */
import type { AreaChangeKind } from '@renshe/domain/area/area-change.contract.ts';
import {
  type AreaId,
  type AreaTree,
  type AreaVersion,
  getArea,
  reportAncestors,
  reportLeaves,
} from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { type Month, monthOf, nextMonth, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import type { Reader, Writer } from '../platform/db.ts';
import { requireOneRow } from '../platform/errors.ts';
import type { Host } from '../platform/host.ts';
import { newId } from '../platform/id.ts';
import { namePinyin } from '../platform/pinyin.ts';

/** The newest tree, held still until the commit. */
export async function lockAreaTree(host: Pick<Host, 'reference'>, w: Writer): Promise<AreaTree> {
  await sql`select stamp from cache_stamp where name = 'area' for update`.execute(w);
  return (await host.reference.within(w)).tree;
}

/** The last month that one of these areas has sealed; 0 when none has. Of communities it is the last closed one. */
export async function closedThrough(r: Reader, tree: AreaTree, areaIds: readonly AreaId[]): Promise<Month> {
  if (areaIds.length === 0) return 0;
  const districts = [...new Set(areaIds.map((id) => getArea(tree, id).districtId))];
  const { rows } = await sql<{ month: number | null }>`
    select max(month) as month from (
      select closed_through as month from area_period where district_id = any(${districts}::int[]) and area_id = any(${[...areaIds]}::int[])
      union all select month from report_rollup where district_id = any(${districts}::int[]) and area_id = any(${[...areaIds]}::int[])
      union all select month from report_form where district_id = any(${districts}::int[]) and area_id = any(${[...areaIds]}::int[]) and state = 'closed'
    ) closed`.execute(r);
  return rows[0]?.month ?? 0;
}

/** Communities that close while their change is being entered would be missed: their periods are locked, in the order of everybody (K7). */
export async function lockPeriods(w: Writer, tree: AreaTree, leaves: readonly AreaId[]): Promise<void> {
  const byDistrict = new Map<number, AreaId[]>();
  for (const id of leaves) {
    const { districtId } = getArea(tree, id);
    byDistrict.set(districtId, [...(byDistrict.get(districtId) ?? []), id]);
  }
  for (const [districtId, ids] of [...byDistrict].sort((a, b) => a[0] - b[0]))
    await sql`select area_id from area_period where district_id = ${districtId} and area_id = any(${ids}::int[]) order by area_id for update`.execute(
      w,
    );
}

/** An area and everything above it in the reports of a month. */
export function withAncestors(tree: AreaTree, areaId: AreaId, month: Month): AreaId[] {
  return [areaId, ...reportAncestors(tree, areaId, month)];
}

/** The month in which a change is booked: not before any of these areas' open month. */
export async function bookedMonthFor(
  r: Reader,
  tree: AreaTree,
  effectiveOn: PlainDate,
  areaIds: readonly AreaId[],
): Promise<Month> {
  const closed = await closedThrough(r, tree, areaIds);
  return Math.max(monthOf(effectiveOn), closed === 0 ? 0 : nextMonth(closed));
}

/** The areas whose closed months a new name or parent must not reach: the area with its communities, and what it comes to lie below. */
export function touchedByParent(tree: AreaTree, areaId: AreaId, parentId: AreaId | null, month: Month): AreaId[] {
  const before = new Set(reportAncestors(tree, areaId, month));
  const above = parentId === null ? [] : withAncestors(tree, parentId, month).filter((id) => !before.has(id));
  return [...new Set([areaId, ...reportLeaves(tree, areaId, month), ...above])];
}

/** The attributes that follow on the present ones from a day on; earlier ones stay. */
export async function addAreaVersion(
  w: Writer,
  tree: AreaTree,
  areaId: AreaId,
  next: { effectiveOn: PlainDate; bookedMonth: Month } & Partial<
    Pick<AreaVersion, 'code' | 'name' | 'parentId' | 'urbanRural'>
  >,
): Promise<void> {
  const current = getArea(tree, areaId).versions.at(-1)!;
  requireLaterDay(current, next.effectiveOn);
  requireOneRow(
    await w
      .updateTable('area_version')
      .set({ to_on: next.effectiveOn })
      .where('area_id', '=', areaId)
      .where('from_on', '=', current.from)
      .where('to_on', current.to === null ? 'is' : '=', current.to)
      .executeTakeFirst(),
  );
  const name = next.name ?? current.name;
  await w
    .insertInto('area_version')
    .values({
      area_id: areaId,
      from_on: next.effectiveOn,
      to_on: current.to,
      code: next.code ?? current.code,
      name,
      parent_id: next.parentId ?? current.parentId,
      urban_rural: next.urbanRural === undefined ? current.urbanRural : next.urbanRural,
      pinyin: pinyinOf(name),
      // Versions take effect in reports in the order of their days.
      booked_month: Math.max(next.bookedMonth, current.bookedMonth ?? 0),
    })
    .execute();
}

export function requireLaterDay(current: AreaVersion, effectiveOn: PlainDate): void {
  if (effectiveOn <= current.from || (current.to !== null && effectiveOn >= current.to))
    throw new AppError('area.date-too-early', 'invalid', { from: current.from });
}

export function pinyinOf(name: string): string {
  const { full, initials } = namePinyin(name);
  return `${full} ${initials.join(' ')}`;
}

export interface ChangeRecord {
  kind: AreaChangeKind;
  areaId: AreaId;
  intoAreaId: AreaId | null;
  effectiveOn: PlainDate;
  bookedMonth: Month;
  documentNo: string;
  reason: string;
  taskId?: string | null;
}

/** Enters a change in the register of changes. */
export async function recordChange(
  c: { w: Writer; at: Date; cause: string; actor: { accountId: string | null } },
  change: ChangeRecord,
): Promise<string> {
  const changeId = newId(c.at.getTime());
  await c.w
    .insertInto('area_change')
    .values({
      change_id: changeId,
      kind: change.kind,
      area_id: change.areaId,
      into_area_id: change.intoAreaId,
      effective_on: change.effectiveOn,
      booked_month: change.bookedMonth,
      document_no: change.documentNo,
      reason: change.reason,
      task_id: change.taskId ?? null,
      made_at: c.at,
      made_by: c.actor.accountId,
      cause: c.cause,
    })
    .execute();
  return changeId;
}
