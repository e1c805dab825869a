import { runCommand } from './command.ts';
import type { CliCall } from './command-line.ts';
import { findInstallation } from './installation.ts';
import type { System } from './open-system.ts';

/**
 * Whoever does something to the whole system at the command line leaves a trace; a system without a city has no operator and nothing to
 * protect yet.
 * @returns the event's id
 */
export async function auditOperation(
  call: CliCall,
  system: System,
  action: string,
  subject: { kind: string; id: string },
  details: Record<string, unknown>,
): Promise<string | undefined> {
  if (!(await findInstallation(system.db.kysely))?.city_area_id) return undefined;
  const actor = await call.actor(system);
  return runCommand(system, { actor, action, permission: null }, async ({ audit, cause }) => {
    audit({ districtId: 0, subjectKind: subject.kind, subjectId: subject.id, details });
    return cause;
  });
}
