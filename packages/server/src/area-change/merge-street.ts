import type { areaChangeContracts } from '@renshe/domain/area/area-change.contract.ts';
import { planStreetMerge, type StreetMerge } from '@renshe/domain/area/area-street-merge.ts';
import { type AreaId, type AreaTree, areaVersionAt, getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { formatMonth, type Month, monthOf, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { derivedParameters } from '@renshe/domain/statistics/derived-parameters.ts';
import { sql } from 'kysely';
import {
  addAreaVersion,
  bookedMonthFor,
  closedThrough,
  lockAreaTree,
  lockPeriods,
  recordChange,
  touchedByParent,
} from '../area/area-books.ts';
import { countOtherParameters } from '../area/change-area-parent.ts';
import { requireFreeCode } from '../area/rename-area.ts';
import { areaInScope } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import { raiseStamp } from '../platform/reference.ts';
import type { CommandContext } from '../platform/route.ts';
import { newDerivationVersion } from '../statistics/derivation-version.ts';
import { enqueueDerivation } from '../statistics/derive-again.ts';

/** What a merger of two streets will be: which communities go over, under which codes, and from which month reports follow. */
export async function prepareStreetMerge(
  r: Reader,
  tree: AreaTree,
  streetId: AreaId,
  intoId: AreaId,
  on: PlainDate,
): Promise<StreetMerge & { touched: AreaId[]; bookedMonth: Month }> {
  const plan = planStreetMerge(tree, streetId, intoId, on);
  const own = plan.communities.map((one) => one.areaId);
  const touched = [...new Set([...touchedByParent(tree, streetId, intoId, monthOf(on)), ...own])];
  const bookedMonth = Math.max(plan.notBefore, await bookedMonthFor(r, tree, on, touched));
  return { ...plan, touched, bookedMonth };
}

const communitiesOf = (tree: AreaTree, areaIds: readonly AreaId[]) =>
  areaIds.filter((id) => getArea(tree, id).kind === 'community');

/**
 * 街道(乡镇)撤并: the street ends, all its communities belong to the other one from one day on, under one paper. No row of anybody moves:
 * who counts where is said by the dated tree, reports follow from the booked month. What hangs on the street (a plan, a target, an owner)
 * is inherited by the other one through the succession.
 */
export async function mergeStreet(
  c: CommandContext<typeof areaChangeContracts.mergeStreet>,
): Promise<{ taskId: string | null; changeId: string; bookedMonth: string; communities: number }> {
  const { areaId: streetId } = areaInScope(c.scope, c.tree, c.params.code, c.today);
  const { areaId: intoId } = areaInScope(c.scope, c.tree, c.body.intoCode, c.today);
  const { effectiveOn, documentNo, reason } = c.body;
  const tree = await lockAreaTree(c.host, c.w);
  // Locked before it is asked what they have closed.
  const { communities } = planStreetMerge(tree, streetId, intoId, effectiveOn);
  const touchedLeaves = touchedByParent(tree, streetId, intoId, monthOf(effectiveOn));
  await lockPeriods(c.w, tree, [
    ...new Set([...communitiesOf(tree, touchedLeaves), ...communities.map((one) => one.areaId)]),
  ]);
  const { bookedMonth } = await prepareStreetMerge(c.w, tree, streetId, intoId, effectiveOn);
  const street = getArea(tree, streetId);
  const name = street.versions.at(-1)!.name;
  for (const { areaId, newCode } of communities)
    await addAreaVersion(c.w, tree, areaId, { effectiveOn, bookedMonth, code: newCode, parentId: intoId });
  await c.w
    .updateTable('area_version')
    .set({ to_on: effectiveOn })
    .where('area_id', '=', streetId)
    .where('to_on', 'is', null)
    .execute();
  await c.w
    .insertInto('area_succession')
    .values({ area_id: streetId, into_area_id: intoId, effective_on: effectiveOn, booked_month: bookedMonth })
    .execute();
  const taskId = await deriveIfOtherParameters(c, tree, { streetId, intoId, effectiveOn, name });
  await raiseStamp(c.w, 'area');
  c.audit({
    districtId: street.districtId,
    areaId: streetId,
    subjectKind: 'area',
    subjectId: String(streetId),
    details: { ...c.body, bookedMonth: formatMonth(bookedMonth), recoded: communities },
  });
  const paper = { intoAreaId: intoId, effectiveOn, bookedMonth, documentNo, reason, taskId };
  for (const { areaId } of communities) await recordChange(c, { ...paper, kind: 'parent-changed', areaId });
  const changeId = await recordChange(c, { ...paper, kind: 'merged', areaId: streetId });
  return { taskId, changeId, bookedMonth: formatMonth(bookedMonth), communities: communities.length };
}

async function deriveIfOtherParameters(
  c: Pick<CommandContext<typeof areaChangeContracts.mergeStreet>, 'w' | 'host' | 'actor' | 'at'>,
  tree: AreaTree,
  merge: { streetId: AreaId; intoId: AreaId; effectiveOn: PlainDate; name: string },
): Promise<string | null> {
  const { streetId, intoId, effectiveOn, name } = merge;
  // The street's own parameters count too: nothing lies below it any more.
  const own = await c.w
    .selectFrom('parameter')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('area_id', '=', streetId)
    .where('key', 'in', [...derivedParameters])
    .where('voided_at', 'is', null)
    .executeTakeFirstOrThrow();
  const others = own.count + (await countOtherParameters(c.w, tree, streetId, intoId, effectiveOn));
  if (others === 0) return null;
  const version = await newDerivationVersion(c.w, {
    reason: 'area-parent-changed',
    fromOn: effectiveOn,
    at: c.at,
  });
  const title = `${name} → ${areaVersionAt(tree, intoId, effectiveOn).name}`;
  return enqueueDerivation(c.host, c.w, { version, title, actor: c.actor, at: c.at });
}

/**
 * Takes a merger of streets back as if it had never been entered: possible until the first month in which reports follow it is closed
 * anywhere. The register keeps the merger with who took it back and why.
 */
export async function undoStreetMerge(
  c: CommandContext<typeof areaChangeContracts.undo>,
): Promise<{ taskId: string | null }> {
  const tree = await lockAreaTree(c.host, c.w);
  const rows = await c.w
    .selectFrom('area_change as x')
    .innerJoin('area_change as asked', 'asked.cause', 'x.cause')
    .selectAll('x')
    .where('asked.change_id', '=', c.params.changeId)
    .orderBy('x.change_id')
    .execute();
  const merge = rows.find((row) => row.change_id === c.params.changeId);
  const intoId = merge?.into_area_id ?? null;
  if (!merge || intoId === null || !c.scope.includes(merge.area_id) || !c.scope.includes(intoId)) throw notFound();
  const street = getArea(tree, merge.area_id);
  const name = street.versions.at(-1)!.name;
  if (merge.kind !== 'merged' || street.kind !== 'street') throw new AppError('area.undo-other-kind', 'conflict');
  if (merge.undone_at !== null) throw new AppError('area.undone-already', 'conflict', { name });
  const communities = rows.filter((row) => row.kind === 'parent-changed').map((row) => row.area_id);
  const touched = [
    ...new Set([...touchedByParent(tree, street.areaId, intoId, merge.booked_month), ...communities, intoId]),
  ];
  await lockPeriods(c.w, tree, communitiesOf(tree, touched));
  for (const areaId of [...communities, intoId]) {
    const area = getArea(tree, areaId);
    const last = area.versions.at(-1)!;
    const asMerged = last.from === merge.effective_on && last.parentId === intoId;
    if (tree.successions.has(areaId) || (areaId !== intoId && !asMerged))
      throw new AppError('area.undo-changed-since', 'conflict', { name: last.name });
  }
  // Their codes of before may have gone to somebody else.
  for (const areaId of [street.areaId, ...communities]) {
    const before = getArea(tree, areaId)
      .versions.filter((v) => v.from < merge.effective_on)
      .at(-1)!;
    requireFreeCode(tree, before.code, c.today, areaId);
  }
  const closed = await closedThrough(c.w, tree, touched);
  if (closed >= merge.booked_month)
    throw new AppError('area.undo-closed', 'conflict', { month: formatMonth(closed), name });
  await takeBackVersions(c, merge.effective_on, communities, street.areaId);
  const { effective_on: effectiveOn } = merge;
  const taskId = await deriveIfOtherParameters(c, tree, { streetId: street.areaId, intoId, effectiveOn, name });
  await sql`update area_change set undone_at = ${c.at}, undone_by = ${c.actor.accountId}::uuid, undo_reason = ${c.body.reason}
    where cause = ${merge.cause}::uuid`.execute(c.w);
  await raiseStamp(c.w, 'area');
  c.audit({
    districtId: street.districtId,
    areaId: street.areaId,
    subjectKind: 'area',
    subjectId: String(street.areaId),
    details: { changeId: merge.change_id, intoAreaId: intoId, effectiveOn, communities, reason: c.body.reason },
  });
  return { taskId };
}

/** Each community has its version of before again, for as long as the later one would have held. */
async function takeBackVersions(
  c: Pick<CommandContext<typeof areaChangeContracts.undo>, 'w'>,
  effectiveOn: PlainDate,
  communities: readonly AreaId[],
  streetId: AreaId,
): Promise<void> {
  await sql`with gone as (
      delete from area_version where area_id = any(${[...communities]}::int[]) and from_on = ${effectiveOn}::date returning area_id, to_on)
    update area_version v set to_on = gone.to_on from gone where v.area_id = gone.area_id and v.to_on = ${effectiveOn}::date`.execute(
    c.w,
  );
  await sql`update area_version set to_on = null where area_id = ${streetId} and to_on = ${effectiveOn}::date`.execute(
    c.w,
  );
  await c.w.deleteFrom('area_succession').where('area_id', '=', streetId).execute();
}
