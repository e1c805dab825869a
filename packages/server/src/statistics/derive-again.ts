import type { Actor } from '../platform/actor.ts';
import { runCommand } from '../platform/command.ts';
import type { Writer } from '../platform/db.ts';
import type { Host } from '../platform/host.ts';
import type { TaskHandler } from '../platform/tasks.ts';
import { finishDerivations } from './derivation-version.ts';
import { rederiveAll } from './rederive.ts';

/** The background run that a change of parameters or areas needs (kernel K10); resumable, one chunk a transaction. */
export const deriveAgainTask = 'derive-again';

export async function enqueueDerivation(
  host: Host,
  w: Writer,
  run: { version: number; title: string; actor: Actor; at: Date },
): Promise<string> {
  return host.tasks.enqueue(w, {
    kind: deriveAgainTask,
    title: run.title,
    input: { version: run.version },
    actor: run.actor,
    areaId: null,
    at: run.at,
  });
}

export function deriveAgainHandler(host: Host): TaskHandler {
  return async (task) => {
    const version = Number(task.input.version);
    const { tree } = await host.reference.current();
    const districts = [...tree.areas.values()].filter((area) => area.kind === 'district').map((area) => area.areaId);
    const rows = await host.db.kysely
      .selectFrom('resident')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('district_id', 'in', [...districts, -1])
      .executeTakeFirstOrThrow();
    const intent = { actor: task.actor, action: 'statistics.derived-again', permission: null } as const;
    const outcome = await rederiveAll(
      host,
      host.db.kysely,
      version,
      districts,
      (work) =>
        runCommand(host, intent, async (command) => {
          command.audit({ districtId: 0, subjectKind: 'derivation', subjectId: String(version), details: { version } });
          return work(command.w, command.cause);
        }),
      async (progress) => {
        await task.report(progress.subjects, Math.max(rows.count, progress.subjects));
        return !(await task.cancelled());
      },
    );
    if (!outcome.complete) return { ...outcome, cancelled: true };
    await host.db.kysely.transaction().execute((w) => finishDerivations(w, version, host.clock.now()));
    return { ...outcome };
  };
}
