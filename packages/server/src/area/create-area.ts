import type { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { levelOfAreaKind } from '@renshe/domain/area/area.rules.ts';
import { getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { monthOf, previousMonth } from '@renshe/domain/kernel/plain-date.ts';
import { areaInScope } from '../platform/area-ref.ts';
import { raiseStamp } from '../platform/reference.ts';
import type { CommandContext } from '../platform/route.ts';
import { bookedMonthFor, lockAreaTree, pinyinOf, recordChange, withAncestors } from './area-books.ts';
import { requireFreeCode } from './rename-area.ts';

/**
 * 新设: a street or a community. Entered late, it reports from the first month that nothing above it has closed; what belongs to earlier
 * months is booked there as an adjustment.
 */
export async function createArea(c: CommandContext<typeof areaContracts.create>): Promise<{ areaId: number }> {
  const { areaId: parentId } = areaInScope(c.scope, c.tree, c.body.parentCode, c.today);
  const tree = await lockAreaTree(c.host, c.w);
  const parent = getArea(tree, parentId);
  if (levelOfAreaKind[parent.kind] + 1 !== levelOfAreaKind[c.body.kind])
    throw new AppError('area.code-wrong-level', 'invalid', { code: c.body.code });
  if (c.body.kind === 'community' && c.body.urbanRural === null) throw new AppError('area.class-missing', 'invalid');
  requireFreeCode(tree, c.body.code, c.body.effectiveOn, null);
  const month = monthOf(c.body.effectiveOn);
  const bookedMonth = await bookedMonthFor(c.w, tree, c.body.effectiveOn, withAncestors(tree, parentId, month));
  const { last } = await c.w
    .selectFrom('area')
    .select((eb) => eb.fn.max<number>('area_id').as('last'))
    .executeTakeFirstOrThrow();
  const areaId = last + 1;
  await c.w
    .insertInto('area')
    .values({ area_id: areaId, kind: c.body.kind, district_id: parent.districtId, created_at: c.at })
    .execute();
  await c.w
    .insertInto('area_version')
    .values({
      area_id: areaId,
      from_on: c.body.effectiveOn,
      to_on: null,
      code: c.body.code,
      name: c.body.name,
      parent_id: parentId,
      urban_rural: c.body.urbanRural,
      pinyin: pinyinOf(c.body.name),
      booked_month: bookedMonth,
    })
    .execute();
  if (c.body.kind === 'community') {
    const { opened } = await c.w
      .selectFrom('area_period')
      .select((eb) => eb.fn.min<number | null>('opening_month').as('opened'))
      .executeTakeFirstOrThrow();
    // Nothing is reported from before the city went live.
    const opening = Math.max(month, opened ?? 0);
    await c.w
      .insertInto('area_period')
      .values({
        district_id: parent.districtId,
        area_id: areaId,
        opening_month: opening,
        closed_through: previousMonth(Math.max(opening, bookedMonth)),
      })
      .execute();
  }
  const { effectiveOn, documentNo, reason } = c.body;
  await recordChange(c, {
    kind: 'created',
    areaId,
    intoAreaId: parentId,
    effectiveOn,
    bookedMonth,
    documentNo,
    reason,
  });
  await raiseStamp(c.w, 'area');
  c.audit({
    districtId: parent.districtId,
    areaId,
    subjectKind: 'area',
    subjectId: String(areaId),
    details: { ...c.body },
  });
  return { areaId };
}
