import { type AreaId, ancestorsAt, getArea, reportingCommunities } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { formatMonth, lastDayOf, type Month } from '@renshe/domain/kernel/plain-date.ts';
import type { Actor } from '../platform/actor.ts';
import { runCommand } from '../platform/command.ts';
import type { Host } from '../platform/host.ts';
import { scopeFor } from '../platform/scope.ts';
import type { TaskHandler } from '../platform/tasks.ts';
import { closeMonth, sealParent } from '../statistics/close-month.ts';
import { reportAreaRef } from './report-area.ts';
import { findForm, lockForm, wrongState } from './report-form.queries.ts';
import { sealForms } from './seal-forms.ts';

export interface ClosingResult extends Record<string, unknown> {
  closed: number;
  /** Communities that stay open and why: not accepted yet, an earlier month open. */
  open: { area: string; reason: string }[];
  sealed: string[];
}

interface Closing {
  areaId: AreaId;
  month: Month;
  force: boolean;
  reason: string;
}

/**
 * Closes the month of every community below an area whose form is accepted, or of all of them by force, one transaction each, so that
 * nobody waits for the whole city (kernel K14); then seals each parent whose communities are all closed. Safe to run twice.
 */
export async function closeReport(
  host: Host,
  actor: Actor,
  closing: Closing,
  progress: { report(done: number, total: number, message?: string): Promise<void>; cancelled(): Promise<boolean> },
): Promise<ClosingResult> {
  const { month } = closing;
  const today = host.clock.today();
  const { tree } = await host.reference.current();
  if (!scopeFor(actor, 'report.close', tree, today).includes(closing.areaId))
    throw new AppError('request.forbidden', 'forbidden');
  const leaves = reportingCommunities(tree, closing.areaId, month);
  const result: ClosingResult = { closed: 0, open: [], sealed: [] };
  for (const [index, leaf] of leaves.entries()) {
    if (await progress.cancelled()) return { ...result, cancelled: true };
    try {
      if (await closeLeaf(host, actor, leaf, closing)) result.closed++;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // Somebody else has closed it in the meantime: all is well.
      if ((await findForm(host.db.kysely, tree, leaf, month))?.state === 'closed') continue;
      result.open.push({ area: reportAreaRef(tree, leaf, month).name, reason: error.code });
    }
    await progress.report(index + 1, leaves.length);
  }
  for (const parent of parentsOf(tree, leaves, month))
    if (await sealArea(host, actor, parent, month)) result.sealed.push(reportAreaRef(tree, parent, month).name);
  return result;
}

/** Streets before districts before the city. */
function parentsOf(tree: Parameters<typeof ancestorsAt>[0], leaves: readonly AreaId[], month: Month): AreaId[] {
  const on = lastDayOf(month);
  const levels = new Map<AreaId, number>();
  for (const leaf of leaves) for (const [level, id] of ancestorsAt(tree, leaf, on).entries()) levels.set(id, level);
  return [...levels]
    .filter(([id]) => getArea(tree, id).kind !== 'province')
    .sort(([a, x], [b, y]) => x - y || a - b)
    .map(([id]) => id);
}

async function closeLeaf(host: Host, actor: Actor, areaId: AreaId, closing: Closing): Promise<boolean> {
  const { month, force, reason } = closing;
  const existing = await findForm(host.db.kysely, (await host.reference.current()).tree, areaId, month);
  if (existing?.state === 'closed') return false;
  const intent = { actor, action: 'report.closed', permission: 'report.close' } as const;
  return runCommand(host, intent, async (command) => {
    const reference = await host.reference.within(command.w);
    const form = await lockForm(command.w, reference, areaId, month, null, command.at);
    const forced = form.state !== 'accepted';
    if (forced && !force) throw wrongState(form);
    await closeMonth(host, command.w, areaId, month, host.clock.today());
    await sealForms(command.w, reference, [areaId], month, {
      at: command.at,
      by: actor.accountId,
      forcedReason: forced ? reason : '',
    });
    command.audit({
      districtId: getArea(reference.tree, areaId).districtId,
      areaId,
      subjectKind: 'report',
      subjectId: `monthly/${areaId}/${formatMonth(month)}`,
      details: { month: formatMonth(month), forced, ...(forced && { reason }) },
    });
    return true;
  });
}

async function sealArea(host: Host, actor: Actor, areaId: AreaId, month: Month): Promise<boolean> {
  const { tree } = await host.reference.current();
  const existing = await findForm(host.db.kysely, tree, areaId, month);
  if (existing?.state === 'closed') return false;
  class StillOpen extends Error {}
  try {
    return await runCommand(host, { actor, action: 'report.closed', permission: 'report.close' }, async (command) => {
      const reference = await host.reference.within(command.w);
      await lockForm(command.w, reference, areaId, month, null, command.at);
      if ((await sealParent(host, command.w, areaId, month)) > 0) throw new StillOpen();
      await sealForms(command.w, reference, [areaId], month, { at: command.at, by: actor.accountId, forcedReason: '' });
      command.audit({
        districtId: getArea(reference.tree, areaId).districtId,
        areaId,
        subjectKind: 'report',
        subjectId: `monthly/${areaId}/${formatMonth(month)}`,
        details: { month: formatMonth(month) },
      });
      return true;
    });
  } catch (error) {
    if (error instanceof StillOpen) return false;
    throw error;
  }
}

/** The background task behind the route: the requester's rights are looked up again when it runs. */
export function closeMonthHandler(host: Host): TaskHandler {
  return async (task) => closeReport(host, task.actor, task.input as unknown as Closing, task);
}
