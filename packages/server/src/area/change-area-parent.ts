import { areaLevel, levelOfAreaKind, parentAreaCode } from '@renshe/domain/area/area.rules.ts';
import type { areaChangeContracts } from '@renshe/domain/area/area-change.contract.ts';
import {
  type AreaId,
  type AreaTree,
  areaVersionAt,
  descendantsAt,
  getArea,
  isWithinArea,
} from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { formatMonth, monthOf, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { derivedParameters } from '@renshe/domain/statistics/derived-parameters.ts';
import { areaInScope } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import { raiseStamp } from '../platform/reference.ts';
import type { CommandContext } from '../platform/route.ts';
import { newDerivationVersion } from '../statistics/derivation-version.ts';
import { enqueueDerivation } from '../statistics/derive-again.ts';
import {
  addAreaVersion,
  bookedMonthFor,
  lockAreaTree,
  lockPeriods,
  recordChange,
  touchedByParent,
  withAncestors,
} from './area-books.ts';
import { requireFreeCode } from './rename-area.ts';

/** Digits of a community's code that are its street's. */
const streetDigits = 9;

/**
 * 变更隶属: a community goes to another street, a street with its communities to another district, from a day on. No row moves: the
 * district key of an area is fixed for ever (kernel K12), and who counts where is said by the dated tree. Reports follow from the booked
 * month, so that what is sealed stays. Only where other policy parameters hold at the new place are the files derived again.
 */
export async function changeAreaParent(
  c: CommandContext<typeof areaChangeContracts.changeParent>,
): Promise<{ taskId: string | null; bookedMonth: string }> {
  const { areaId } = areaInScope(c.scope, c.tree, c.params.code, c.today);
  const { areaId: parentId } = areaInScope(c.scope, c.tree, c.body.parentCode, c.today);
  const tree = await lockAreaTree(c.host, c.w);
  const { effectiveOn, newCode, documentNo, reason } = c.body;
  const area = getArea(tree, areaId);
  const current = area.versions.at(-1)!;
  requireParent(tree, areaId, parentId, effectiveOn);
  if (
    areaLevel(newCode) !== levelOfAreaKind[area.kind] ||
    parentAreaCode(newCode) !== codeOf(tree, parentId, effectiveOn)
  )
    throw new AppError('area.code-wrong-level', 'invalid', { code: newCode });
  requireFreeCode(tree, newCode, effectiveOn, areaId);
  const touched = touchedByParent(tree, areaId, parentId, monthOf(effectiveOn));
  await lockPeriods(
    c.w,
    tree,
    touched.filter((id) => getArea(tree, id).kind === 'community'),
  );
  const bookedMonth = await bookedMonthFor(c.w, tree, effectiveOn, touched);
  await addAreaVersion(c.w, tree, areaId, { effectiveOn, bookedMonth, code: newCode, parentId });
  const recoded = await recodeBelow(c, tree, areaId, bookedMonth);
  const others = await countOtherParameters(c.w, tree, areaId, parentId, effectiveOn);
  const version =
    others > 0
      ? await newDerivationVersion(c.w, { reason: 'area-parent-changed', fromOn: effectiveOn, at: c.at })
      : null;
  await raiseStamp(c.w, 'area');
  c.audit({
    districtId: area.districtId,
    areaId,
    subjectKind: 'area',
    subjectId: String(areaId),
    details: {
      ...c.body,
      before: { code: current.code, parentId: current.parentId },
      recoded,
      bookedMonth: formatMonth(bookedMonth),
    },
  });
  const title = `${current.name} → ${areaVersionAt(tree, parentId, effectiveOn).name}`;
  const taskId =
    version === null ? null : await enqueueDerivation(c.host, c.w, { version, title, actor: c.actor, at: c.at });
  await recordChange(c, {
    kind: 'parent-changed',
    areaId,
    intoAreaId: parentId,
    effectiveOn,
    bookedMonth,
    documentNo,
    reason,
    taskId,
  });
  return { taskId, bookedMonth: formatMonth(bookedMonth) };
}

function codeOf(tree: AreaTree, areaId: AreaId, on: PlainDate): string {
  return areaVersionAt(tree, areaId, on).code;
}

function requireParent(tree: AreaTree, areaId: AreaId, parentId: AreaId, on: PlainDate): void {
  const area = getArea(tree, areaId);
  const parent = getArea(tree, parentId);
  const parentName = areaVersionAt(tree, parentId, on).name;
  const isPlace = area.kind === 'community' || area.kind === 'street';
  if (
    !isPlace ||
    levelOfAreaKind[parent.kind] + 1 !== levelOfAreaKind[area.kind] ||
    isWithinArea(tree, parentId, areaId, on)
  )
    throw new AppError('area.parent-wrong-level', 'invalid', { parent: parentName });
  const current = area.versions.at(-1)!;
  if (current.parentId === parentId)
    throw new AppError('area.parent-same', 'conflict', { name: current.name, parent: parentName });
  const into = tree.successions.get(areaId);
  if (into)
    throw new AppError('area.merged-already', 'conflict', {
      name: current.name,
      into: areaVersionAt(tree, into.intoAreaId, on).name,
    });
  const born = parent.versions[0]!;
  if (on < born.from) throw new AppError('area.target-too-young', 'invalid', { name: born.name, from: born.from });
}

/** The codes of communities begin with that of their street: they change with it. */
async function recodeBelow(
  c: CommandContext<typeof areaChangeContracts.changeParent>,
  tree: AreaTree,
  areaId: AreaId,
  bookedMonth: number,
): Promise<number> {
  const { effectiveOn, newCode } = c.body;
  const kind = getArea(tree, areaId).kind;
  if (kind !== 'street') return 0;
  const prefix = newCode.slice(0, streetDigits);
  const below = descendantsAt(tree, areaId, effectiveOn);
  for (const id of below) {
    const code = prefix + codeOf(tree, id, effectiveOn).slice(streetDigits);
    requireFreeCode(tree, code, effectiveOn, id);
    await addAreaVersion(c.w, tree, id, { effectiveOn, bookedMonth, code });
  }
  return below.length;
}

/** Values of derived parameters in the areas that lie above only one of the two places: what is booked may differ. */
export async function countOtherParameters(
  r: Reader,
  tree: AreaTree,
  areaId: AreaId,
  parentId: AreaId,
  on: PlainDate,
): Promise<number> {
  const month = monthOf(on);
  const before = withAncestors(tree, areaId, month).slice(1);
  const after = withAncestors(tree, parentId, month);
  const differing = [...before.filter((id) => !after.includes(id)), ...after.filter((id) => !before.includes(id))];
  const row = await r
    .selectFrom('parameter')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('area_id', 'in', [...differing, -1])
    .where('key', 'in', [...derivedParameters])
    .where('voided_at', 'is', null)
    .executeTakeFirstOrThrow();
  return row.count;
}
