/**
 * The demo's worked example of areas that change, within its two years: a renamed community, a village that became one, a community that
 * was absorbed, and one that was split. The present tree is the region's own; what was before is invented, like the documents.
 */
import { type AreaTree, areaVersionAt, findAreaByCode, getArea } from '@renshe/domain/area/area-tree.ts';
import { addToMonth, firstDayOf, type Month, monthOf, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { addAreaVersion, pinyinOf, recordChange } from '../area/area-books.ts';
import type { Writer } from '../platform/db.ts';
import { newId } from '../platform/id.ts';
import type { System } from '../platform/open-system.ts';
import { raiseStamp } from '../platform/reference.ts';
import { finishDerivations } from '../statistics/derivation-version.ts';
import { mergeArea } from '../statistics/merge-area.ts';

const renamed = { code: '321102004005', before: '江滨新村第一社区居委会' };
const village = { code: '321102006009', before: '蔡家村村委会', beforeCode: '321102006209', beforeClass: '220' };
const absorbed = { code: '321102002004', name: '梦溪北社区居委会', into: '321102002005' };
const split = { code: '321102005021', from: '321102005018' };

/** The communities of the example as they are today. */
export const redrawnCodes: ReadonlySet<string> = new Set([
  renamed.code,
  village.code,
  absorbed.into,
  split.code,
  split.from,
]);

/** Months before the anchor month in which each takes effect, on the first day. */
const monthsBack = { renamed: 19, urbanised: 14, merged: 10, split: 7 };

export interface RedrawnAreas {
  /** Lived in until it was absorbed. */
  absorbedAreaId: number;
  /** A community whose people belonged to another one before a day. */
  split: { areaId: number; fromAreaId: number; on: PlainDate; changeId: string };
}

/** Before anybody lives in the city and before any month is closed: booked in the month in which each takes effect. */
export async function redrawAreas(
  system: System,
  w: Writer,
  anchorMonth: Month,
  frame: { at: Date; cause: string },
): Promise<RedrawnAreas> {
  const dayOf = (back: number) => firstDayOf(addToMonth(anchorMonth, -back));
  const entry = (on: PlainDate) => ({
    w,
    at: new Date(`${on}T01:00:00Z`),
    cause: frame.cause,
    actor: { accountId: null },
  });
  const year = (on: PlainDate) => on.slice(0, 4);
  const treeNow = async () => (await system.reference.within(w)).tree;
  const areaOf = (tree: AreaTree, code: string) => findAreaByCode(tree, code, dayOf(0))!;
  const present = (tree: AreaTree, areaId: number) => areaVersionAt(tree, areaId, dayOf(0));
  let tree = await treeNow();

  for (const change of [
    {
      kind: 'renamed',
      on: dayOf(monthsBack.renamed),
      code: renamed.code,
      before: { name: renamed.before },
      documentNo: '12',
      reason: '小区更名，社区随之更名',
    },
    {
      kind: 'urbanised',
      on: dayOf(monthsBack.urbanised),
      code: village.code,
      before: { name: village.before, code: village.beforeCode, urban_rural: village.beforeClass },
      documentNo: '27',
      reason: '整村征地拆迁完成，撤村建居',
    },
  ] as const) {
    const areaId = areaOf(tree, change.code);
    const { name, code, urbanRural } = present(tree, areaId);
    await w
      .updateTable('area_version')
      .set({ ...change.before, pinyin: pinyinOf(change.before.name) })
      .where('area_id', '=', areaId)
      .execute();
    const bookedMonth = monthOf(change.on);
    await addAreaVersion(w, tree, areaId, { effectiveOn: change.on, bookedMonth, name, code, urbanRural });
    const paper = { documentNo: `京政复〔${year(change.on)}〕${change.documentNo} 号（演示）`, reason: change.reason };
    const record = { kind: change.kind, areaId, intoAreaId: null, effectiveOn: change.on, bookedMonth, ...paper };
    await recordChange(entry(change.on), record);
  }

  const mergedOn = dayOf(monthsBack.merged);
  const intoAreaId = areaOf(tree, absorbed.into);
  const absorbedAreaId = await addFormerArea(w, tree, intoAreaId, mergedOn, frame.at);
  await raiseStamp(w, 'area');
  const merge = { areaId: absorbedAreaId, intoAreaId, effectiveOn: mergedOn, at: frame.at };
  const { bookedMonth, version } = await mergeArea(system, w, merge);
  await finishDerivations(w, version, frame.at);
  await recordChange(entry(mergedOn), {
    kind: 'merged',
    ...merge,
    bookedMonth,
    documentNo: `京政复〔${year(mergedOn)}〕8 号（演示）`,
    reason: '社区规模调整，居民不足一千户',
  });

  tree = await treeNow();
  const splitOn = dayOf(monthsBack.split);
  const areaId = areaOf(tree, split.code);
  const fromAreaId = areaOf(tree, split.from);
  const parentId = present(tree, areaId).parentId;
  const month = monthOf(splitOn);
  await w.updateTable('area_version').set({ from_on: splitOn }).where('area_id', '=', areaId).execute();
  await w
    .updateTable('area_period')
    // Not closed ahead: whatever its people did before the split is booked in its own month (kernel K4).
    .set({ opening_month: month })
    .where('district_id', '=', getArea(tree, areaId).districtId)
    .where('area_id', '=', areaId)
    .execute();
  await w.updateTable('office').set({ opened_on: splitOn }).where('area_id', '=', areaId).execute();
  const paper = {
    documentNo: `京政复〔${year(splitOn)}〕15 号（演示）`,
    reason: '新建小区交付，人口超过一万，分设社区',
  };
  const made = { effectiveOn: splitOn, bookedMonth: month, ...paper };
  await recordChange(entry(splitOn), { kind: 'created', areaId, intoAreaId: parentId, ...made });
  const changeId = await recordChange(entry(splitOn), {
    kind: 'split',
    areaId: fromAreaId,
    intoAreaId: areaId,
    ...made,
  });
  await raiseStamp(w, 'area');
  return { absorbedAreaId, split: { areaId, fromAreaId, on: splitOn, changeId } };
}

/** The community that no longer is, with the workstation that it had. */
async function addFormerArea(
  w: Writer,
  tree: AreaTree,
  intoAreaId: number,
  until: PlainDate,
  at: Date,
): Promise<number> {
  const areaId = Math.max(...tree.areas.keys()) + 1;
  const into = getArea(tree, intoAreaId);
  const version = into.versions[0]!;
  const { districtId } = into;
  await w
    .insertInto('area')
    .values({ area_id: areaId, kind: 'community', district_id: districtId, created_at: at })
    .execute();
  await w
    .insertInto('area_version')
    .values({
      area_id: areaId,
      from_on: version.from,
      to_on: until,
      code: absorbed.code,
      name: absorbed.name,
      parent_id: version.parentId,
      urban_rural: version.urbanRural,
      pinyin: pinyinOf(absorbed.name),
    })
    .execute();
  await w
    .insertInto('area_period')
    .columns(['district_id', 'area_id', 'opening_month', 'closed_through'])
    .expression((eb) =>
      eb
        .selectFrom('area_period')
        .select((x) => ['district_id', x.val(areaId).as('area_id'), 'opening_month', 'closed_through'])
        .where('district_id', '=', districtId)
        .where('area_id', '=', intoAreaId),
    )
    .execute();
  await w
    .insertInto('office')
    .values({
      office_id: newId(at.getTime()),
      kind: 'workstation',
      area_id: areaId,
      name: '梦溪北社区劳动保障工作站',
      opened_on: '2015-01-01',
      closed_on: until,
      created_at: at,
    })
    .execute();
  return areaId;
}
