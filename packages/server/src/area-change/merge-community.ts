import type { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { areaVersionAt, getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { formatMonth } from '@renshe/domain/kernel/plain-date.ts';
import { lockAreaTree, recordChange } from '../area/area-books.ts';
import { areaInScope } from '../platform/area-ref.ts';
import type { CommandContext } from '../platform/route.ts';
import { enqueueDerivation } from '../statistics/derive-again.ts';
import { mergeArea } from '../statistics/merge-area.ts';
import { mergeAcrossTask } from './rehome-merged.ts';

/**
 * 撤并: one community goes into another one. Its people are derived again in the background; residences keep the community of their time.
 * Into a community of another district their rows are re-homed first, which is only right once they belong there: not before the day.
 */
export async function mergeCommunity(
  c: CommandContext<typeof areaContracts.merge>,
): Promise<{ taskId: string | null }> {
  const from = areaInScope(c.scope, c.tree, c.params.code, c.today);
  const into = areaInScope(c.scope, c.tree, c.body.intoCode, c.today);
  const tree = await lockAreaTree(c.host, c.w);
  const { effectiveOn, documentNo, reason } = c.body;
  const area = getArea(tree, from.areaId);
  const current = area.versions.at(-1)!;
  if (from.areaId === into.areaId) throw new AppError('area.merge-itself', 'invalid');
  if (effectiveOn <= current.from) throw new AppError('area.date-too-early', 'invalid', { from: current.from });
  const born = getArea(tree, into.areaId).versions[0]!;
  if (effectiveOn < born.from)
    throw new AppError('area.target-too-young', 'invalid', { name: born.name, from: born.from });
  const across = getArea(tree, into.areaId).districtId !== area.districtId;
  if (across && effectiveOn > c.today) throw new AppError('area.future-merge-across', 'invalid', { today: c.today });
  const merge = { areaId: from.areaId, intoAreaId: into.areaId, effectiveOn, at: c.at };
  const { bookedMonth, version } = await mergeArea(c.host, c.w, merge);
  await c.w
    .updateTable('area_version')
    .set({ to_on: effectiveOn })
    .where('area_id', '=', from.areaId)
    .where('to_on', 'is', null)
    .execute();
  c.audit({
    districtId: area.districtId,
    areaId: from.areaId,
    subjectKind: 'area',
    subjectId: String(from.areaId),
    details: { ...c.body, bookedMonth: formatMonth(bookedMonth) },
  });
  const title = `${current.name} → ${areaVersionAt(tree, into.areaId, c.today).name}`;
  const run = { version, title, actor: c.actor, at: c.at };
  const taskId = across
    ? await c.host.tasks.enqueue(c.w, { ...run, kind: mergeAcrossTask, input: { version }, areaId: null })
    : await enqueueDerivation(c.host, c.w, run);
  const change = { areaId: from.areaId, intoAreaId: into.areaId, effectiveOn, bookedMonth, documentNo, reason, taskId };
  await recordChange(c, { kind: 'merged', ...change });
  return { taskId };
}
