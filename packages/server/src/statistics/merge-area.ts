/**
 * Merges a community into another one (kernel K11): a succession with its effective day and the month in which it is booked. The
 * people are derived again afterwards; reports roll the absorbed area up from the booked month, so closed ones stay as they are.
 */
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { AreaId } from '@renshe/domain/kernel/file.ts';
import { type Month, monthOf, nextMonth, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import type { Writer } from '../platform/db.ts';
import { raiseStamp } from '../platform/reference.ts';
import type { KernelHost } from './change-file.ts';
import { newDerivationVersion } from './derivation-version.ts';

export type AreaMerge = { areaId: AreaId; intoAreaId: AreaId; effectiveOn: PlainDate; at: Date };

/**
 * @returns the month in which the succession is booked and the derivation version that a `rederiveAll` has to reach
 * @throws AppError `area.merge-impossible` unless both are communities and neither has been absorbed
 */
export async function mergeArea(
  host: KernelHost,
  w: Writer,
  merge: AreaMerge,
): Promise<{ bookedMonth: Month; version: number }> {
  const { areaId, intoAreaId, effectiveOn, at } = merge;
  const { tree } = await host.reference.within(w);
  const pair = [areaId, intoAreaId].map((id) => tree.areas.get(id));
  const possible =
    areaId !== intoAreaId && pair.every((a) => a?.kind === 'community' && !tree.successions.has(a.areaId));
  if (!possible) throw new AppError('area.merge-impossible', 'conflict', { areaId, intoAreaId });
  let closedThrough = 0;
  for (const area of pair.sort((a, b) => a!.districtId - b!.districtId || a!.areaId - b!.areaId)) {
    const { rows } = await sql<{ closed_through: number }>`
      select closed_through from area_period where district_id = ${area!.districtId} and area_id = ${area!.areaId} for update`.execute(
      w,
    );
    closedThrough = Math.max(closedThrough, rows[0]?.closed_through ?? 0);
  }
  const bookedMonth = Math.max(monthOf(effectiveOn), nextMonth(closedThrough));
  // The primary key refuses a second absorption that a concurrent command may have written meanwhile.
  await sql`insert into area_succession (area_id, into_area_id, effective_on, booked_month) values (${areaId}, ${intoAreaId}, ${effectiveOn}::date, ${bookedMonth})`.execute(
    w,
  );
  const version = await newDerivationVersion(w, { reason: 'area-merged', fromOn: effectiveOn, at });
  await raiseStamp(w, 'area');
  return { bookedMonth, version };
}
