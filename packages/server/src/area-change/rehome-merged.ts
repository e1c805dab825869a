import { runCommand } from '../platform/command.ts';
import type { Host } from '../platform/host.ts';
import type { TaskHandler, TaskRun } from '../platform/tasks.ts';
import { countToRehome, listAbsorbedElsewhere, rehomeChunk } from '../resident/rehome-absorbed.ts';
import { deriveAgainHandler } from '../statistics/derive-again.ts';

/** What follows a merger of communities of two districts: the rows go over to the other district, then everybody is derived again. */
export const mergeAcrossTask = 'merge-across';

/**
 * Gives every person and household of a community that was merged across districts the key of the district that it counts in now, chunk
 * by chunk, each its own transaction. Looks at all such mergers, so that whatever stopped an earlier run is taken up again.
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
    for (;;) {
      const left = await countToRehome(host.db.kysely, merged);
      if (left.residents + left.households === 0) break;
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
      skipped = chunk.residents + chunk.households > 0 ? new Set([...skipped, ...chunk.skipped]) : new Set();
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
