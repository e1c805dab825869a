import {
  type AreaId,
  type AreaTree,
  getArea,
  isWithinArea,
  reportAncestors,
  reportingCommunities,
} from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { formatMonth, lastDayOf, type Month } from '@renshe/domain/kernel/plain-date.ts';
import type { ReportState } from '@renshe/domain/report/report.rules.ts';
import { sealRefusal } from '@renshe/domain/submission/submission.rules.ts';
import type { Actor } from '../platform/actor.ts';
import { runCommand } from '../platform/command.ts';
import type { Host } from '../platform/host.ts';
import { scopeFor } from '../platform/scope.ts';
import type { TaskHandler } from '../platform/tasks.ts';
import { closeMonth, countOpenLeaves, sealParent } from '../statistics/close-month.ts';
import { recordClosedWarnings } from '../warning/record-warning.ts';
import { reportAreaRef } from './report-area.ts';
import { findForm, lockForm, monthlyOf, wrongState } from './report-form.queries.ts';
import { sealForms } from './seal-forms.ts';

export interface ClosingResult extends Record<string, unknown> {
  closed: number;
  /** Communities whose ledgers were frozen. */
  frozen: number;
  /** Communities that stay open and why: not accepted yet, an earlier month open. */
  open: { area: string; reason: string }[];
  sealed: string[];
  /** Streets, districts and the city whose communities have all closed, but whose own form nobody has accepted yet. */
  unsealed: { area: string; reason: string }[];
}

interface Closing {
  areaId: AreaId;
  month: Month;
  force: boolean;
  reason: string;
}

/** Keeps what the ledgers of closed communities show of the month; safe to ask for twice. @returns how many are new */
export type Freeze = (host: Host, actor: Actor, closed: readonly AreaId[], month: Month) => Promise<number>;
/** So many closed communities wait at most until their ledgers are frozen. */
const frozenTogether = 25;

/**
 * Closes the month of every community below an area whose form is accepted, or of all of them by force, one transaction each, so that
 * nobody waits for the whole city (kernel K14); then seals each parent whose communities are all closed and whose own form the level above
 * has accepted (of the city: that it has handed in), or by force like the communities. Safe to run twice.
 */
export async function closeReport(
  host: Host,
  actor: Actor,
  closing: Closing,
  progress: { report(done: number, total: number, message?: string): Promise<void>; cancelled(): Promise<boolean> },
  freeze: Freeze,
): Promise<ClosingResult> {
  const { month } = closing;
  const today = host.clock.today();
  const { tree } = await host.reference.current();
  if (!scopeFor(actor, 'report.close', tree, today).includes(closing.areaId))
    throw new AppError('request.forbidden', 'forbidden');
  const leaves = reportingCommunities(tree, closing.areaId, month);
  const result: ClosingResult = { closed: 0, frozen: 0, open: [], sealed: [], unsealed: [] };
  // Those that were closed before are looked at again: a task that broke off may have left them without.
  let unfrozen: AreaId[] = [];
  const freezeThem = async () => {
    result.frozen += await freeze(host, actor, unfrozen, month);
    unfrozen = [];
  };
  for (const [index, leaf] of leaves.entries()) {
    if (await progress.cancelled()) {
      await freezeThem();
      return { ...result, cancelled: true };
    }
    try {
      if (await closeLeaf(host, actor, leaf, closing)) result.closed++;
      unfrozen.push(leaf);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // Somebody else has closed it in the meantime: all is well.
      if ((await findForm(host.db.kysely, tree, leaf, monthlyOf(month)))?.state === 'closed') unfrozen.push(leaf);
      else result.open.push({ area: reportAreaRef(tree, leaf, month).name, reason: error.code });
    }
    if (unfrozen.length >= frozenTogether) await freezeThem();
    await progress.report(index + 1, leaves.length);
  }
  await freezeThem();
  const parents = parentsOf(tree, leaves, month);
  for (const parent of parents) {
    const { name } = reportAreaRef(tree, parent, month);
    await progress.report(leaves.length, leaves.length, name);
    const outcome = await sealArea(host, actor, parent, closing);
    if (outcome === 'sealed') result.sealed.push(name);
    else if (outcome === 'report.not-accepted') result.unsealed.push({ area: name, reason: outcome });
  }
  await recordClosedWarnings(host, actor, [...leaves, ...parents], month);
  return result;
}

/** Streets before districts before the city. */
function parentsOf(tree: AreaTree, leaves: readonly AreaId[], month: Month): AreaId[] {
  const levels = new Map<AreaId, number>();
  for (const leaf of leaves)
    for (const [level, id] of reportAncestors(tree, leaf, month).entries()) levels.set(id, level);
  return [...levels]
    .filter(([id]) => getArea(tree, id).kind !== 'province')
    .sort(([a, x], [b, y]) => x - y || a - b)
    .map(([id]) => id);
}

async function closeLeaf(host: Host, actor: Actor, areaId: AreaId, closing: Closing): Promise<boolean> {
  const { month, force, reason } = closing;
  const existing = await findForm(host.db.kysely, (await host.reference.current()).tree, areaId, monthlyOf(month));
  if (existing?.state === 'closed') return false;
  const intent = { actor, action: 'report.closed', permission: 'report.close' } as const;
  return runCommand(host, intent, async (command) => {
    const reference = await host.reference.within(command.w);
    const form = await lockForm(command.w, reference, areaId, monthlyOf(month), null, command.at);
    const forced = form.state !== 'accepted';
    if (forced && !force) throw wrongState(form);
    await closeMonth(host, command.w, areaId, month, host.clock.today());
    const digests = await sealForms(command.w, reference, [areaId], month, {
      at: command.at,
      actor,
      forcedReason: forced ? reason : '',
    });
    command.audit({
      districtId: getArea(reference.tree, areaId).districtId,
      areaId,
      subjectKind: 'report',
      subjectId: `monthly/${areaId}/${formatMonth(month)}`,
      details: { month: formatMonth(month), forced, digest: digests.get(areaId), ...(forced && { reason }) },
    });
    return true;
  });
}

/** Seals a street, district or the city; why not, or nothing when it was sealed before. */
async function sealArea(
  host: Host,
  actor: Actor,
  areaId: AreaId,
  closing: Closing,
): Promise<'sealed' | ReturnType<typeof sealRefusal>> {
  const { month, force, reason } = closing;
  const { tree } = await host.reference.current();
  const existing = await findForm(host.db.kysely, tree, areaId, monthlyOf(month));
  if (existing?.state === 'closed') return undefined;
  class NotYet extends Error {
    readonly refusal: ReturnType<typeof sealRefusal>;
    constructor(refusal: ReturnType<typeof sealRefusal>) {
      super();
      this.refusal = refusal;
    }
  }
  try {
    return await runCommand(host, { actor, action: 'report.closed', permission: 'report.close' }, async (command) => {
      const reference = await host.reference.within(command.w);
      const form = await lockForm(command.w, reference, areaId, monthlyOf(month), null, command.at);
      // Somebody else has sealed it while we waited: it is sealed, and told, once.
      if (form.state === 'closed') throw new NotYet(undefined);
      const { kind, districtId } = getArea(reference.tree, areaId);
      const open = await countOpenLeaves(host, command.w, areaId, month);
      const unmet = sealRefusal(kind, form.state as ReportState, open);
      // Force reaches as far as the area that is being closed, never above it.
      const forced = force && isWithinArea(reference.tree, areaId, closing.areaId, lastDayOf(month));
      if (unmet && !(forced && open === 0)) throw new NotYet(unmet);
      await sealParent(host, command.w, areaId, month);
      const forcedReason = unmet ? reason : '';
      const digests = await sealForms(command.w, reference, [areaId], month, { at: command.at, actor, forcedReason });
      command.audit({
        districtId,
        areaId,
        subjectKind: 'report',
        subjectId: `monthly/${areaId}/${formatMonth(month)}`,
        details: { month: formatMonth(month), digest: digests.get(areaId), ...(unmet && { forced: true, reason }) },
      });
      return 'sealed' as const;
    });
  } catch (error) {
    if (error instanceof NotYet) return error.refusal;
    throw error;
  }
}

/** The background task behind the route: the requester's rights are looked up again when it runs. */
export function closeMonthHandler(host: Host, freeze: Freeze): TaskHandler {
  return async (task) => closeReport(host, task.actor, task.input as unknown as Closing, task, freeze);
}
