import { type AreaId, type AreaTree, getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { runCommand } from '../platform/command.ts';
import type { Host } from '../platform/host.ts';
import type { TaskHandler, TaskRun } from '../platform/tasks.ts';
import { countToRehome, listAbsorbedElsewhere, rehomeChunk } from '../resident/rehome-absorbed.ts';
import { deriveAgainHandler } from '../statistics/derive-again.ts';

/** What follows a merger of communities of two districts: the rows go over to the other district, then everybody is derived again. */
export const mergeAcrossTask = 'merge-across';

/** Rounds in a row that may leave as many behind as they found, with nothing held back that could be tried instead. */
const idleRounds = 2;

const nameOf = (tree: AreaTree, areaId: AreaId) => getArea(tree, areaId).versions.at(-1)!.name;

/**
 * Gives every person and household of a community that was merged across districts the key of the district that it counts in now, chunk
 * by chunk, each its own transaction. Looks at all such mergers, so that whatever stopped an earlier run is taken up again.
 * Throws AppError area.rehome-stuck with the numbers left when round after round nobody can be taken over.
 */
export async function rehomeMerged(
  host: Host,
  task: Pick<TaskRun, 'actor' | 'report' | 'cancelled'>,
): Promise<{ residents: number; households: number; complete: boolean }> {
  const { tree } = await host.reference.current();
  const outcome = { residents: 0, households: 0 };
  for (const merged of listAbsorbedElsewhere(tree, host.clock.today())) {
    const intent = { actor: task.actor, action: 'area.people-rehomed', permission: null } as const;
    let skipped: ReadonlySet<string> = new Set();
    let fewest = Number.POSITIVE_INFINITY;
    let idle = 0;
    for (;;) {
      const left = await countToRehome(host.db.kysely, merged);
      const count = left.residents + left.households;
      if (count === 0) break;
      // Judged by what is left, not by what a chunk says it did: the loop ends whatever goes wrong in it.
      if (count < fewest) idle = 0;
      fewest = Math.min(fewest, count);
      if (idle === idleRounds)
        throw new AppError('area.rehome-stuck', 'conflict', { ...left, name: nameOf(tree, merged.areaId) });
      await task.report(outcome.residents, outcome.residents + left.residents);
      if (await task.cancelled()) return { ...outcome, complete: false };
      const chunk = await runCommand(host, intent, async (command) => {
        const counted = await rehomeChunk({ host, ...command, actor: task.actor }, merged, skipped);
        const { residents, households } = counted;
        const details = { intoAreaId: merged.intoAreaId, residents, households };
        const subject = { subjectKind: 'area', subjectId: String(merged.areaId), details } as const;
        command.audit({ districtId: merged.districtId, areaId: merged.areaId, ...subject });
        // The district that receives them finds it in its own chain too.
        command.audit({ districtId: merged.intoDistrictId, areaId: merged.intoAreaId, ...subject });
        return counted;
      });
      outcome.residents += chunk.residents;
      outcome.households += chunk.households;
      // Those that could not be had are asked for again when nothing else is left.
      if (chunk.residents + chunk.households > 0 || chunk.skipped.length > 0)
        skipped = new Set([...skipped, ...chunk.skipped]);
      else skipped = new Set();
      if (chunk.skipped.length === 0) idle++;
    }
  }
  return { ...outcome, complete: true };
}

export function mergeAcrossHandler(host: Host): TaskHandler {
  const derive = deriveAgainHandler(host);
  return async (task) => {
    const rehomed = await rehomeMerged(host, task);
    if (!rehomed.complete) return { ...rehomed, cancelled: true };
    return { ...(await derive(task)), rehomed: rehomed.residents };
  };
}
