import type { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { communityType, isUrban } from '@renshe/domain/area/area.rules.ts';
import { type AreaTree, areaVersionAt, findAreaByCode, getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { formatMonth, monthOf, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { areaInScope } from '../platform/area-ref.ts';
import { raiseStamp } from '../platform/reference.ts';
import type { CommandContext } from '../platform/route.ts';
import {
  addAreaVersion,
  bookedMonthFor,
  lockAreaTree,
  lockPeriods,
  recordChange,
  requireLaterDay,
} from './area-books.ts';

export function requireFreeCode(tree: AreaTree, code: string, on: PlainDate, except: number | null): void {
  const holder = findAreaByCode(tree, code, on);
  if (holder !== undefined && holder !== except)
    throw new AppError('area.code-taken', 'conflict', { code, name: areaVersionAt(tree, holder, on).name });
}

/**
 * 更名、改码、撤村建居: new attributes from a day on. No figure is booked again: facts hang on the area's stable id. Closed reports keep the
 * name of then, and whether work counts as urban was recorded with the work.
 */
export async function renameArea(c: CommandContext<typeof areaContracts.rename>): Promise<{ ok: true }> {
  const { areaId } = areaInScope(c.scope, c.tree, c.params.code, c.today);
  const tree = await lockAreaTree(c.host, c.w);
  const area = getArea(tree, areaId);
  const current = area.versions.at(-1)!;
  const { effectiveOn, kind, documentNo, reason } = c.body;
  requireLaterDay(current, effectiveOn);
  if (area.kind === 'community' && c.body.urbanRural === null) throw new AppError('area.class-missing', 'invalid');
  if (kind === 'urbanised') {
    const isVillage = communityType(current.code) === 'village' || !isUrban(current.urbanRural);
    if (area.kind !== 'community' || !isVillage)
      throw new AppError('area.not-village', 'conflict', { name: current.name });
    if (!isUrban(c.body.urbanRural)) throw new AppError('area.class-not-urban', 'invalid', { field: 'urbanRural' });
  }
  requireFreeCode(tree, c.body.newCode, effectiveOn, areaId);
  if (area.kind === 'community') await lockPeriods(c.w, tree, [areaId]);
  const bookedMonth = await bookedMonthFor(c.w, tree, effectiveOn, [areaId]);
  const next = { code: c.body.newCode, name: c.body.name, urbanRural: c.body.urbanRural };
  await addAreaVersion(c.w, tree, areaId, { effectiveOn, bookedMonth, ...next });
  await recordChange(c, { kind, areaId, intoAreaId: null, effectiveOn, bookedMonth, documentNo, reason });
  await raiseStamp(c.w, 'area');
  c.audit({
    districtId: area.districtId,
    areaId,
    subjectKind: 'area',
    subjectId: String(areaId),
    details: {
      before: { code: current.code, name: current.name, urbanRural: current.urbanRural },
      after: { ...c.body },
      ...(bookedMonth > monthOf(effectiveOn) && { bookedMonth: formatMonth(bookedMonth) }),
    },
  });
  return { ok: true };
}
