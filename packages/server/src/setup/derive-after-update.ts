import { isDerivedParameter } from '@renshe/domain/statistics/derived-parameters.ts';
import { addMissingParameters } from '../area/load-region.ts';
import type { Actor } from '../platform/actor.ts';
import type { Host } from '../platform/host.ts';
import { newDerivationVersion } from '../statistics/derivation-version.ts';
import { enqueueDerivation } from '../statistics/derive-again.ts';

/** Whom the log names for what the program does by itself when a newer version of it starts. */
const update: Actor = {
  kind: 'operator',
  accountId: null,
  login: 'operator:update',
  name: 'operator:update',
  posts: [],
};

/**
 * A newer version of the system may derive from parameters that an older installation has no row of. Their national defaults are added, and
 * everybody is derived again in the background, as after every change of such a parameter (kernel K10).
 * @returns the task; null where nothing was missing, or nothing that is derived from
 */
export async function deriveAfterUpdate(host: Host): Promise<string | null> {
  const at = host.clock.now();
  return host.db.kysely.transaction().execute(async (w) => {
    const added = await addMissingParameters(w, at);
    if (!added.some(isDerivedParameter)) return null;
    const version = await newDerivationVersion(w, { reason: 'update', fromOn: null, at });
    return enqueueDerivation(host, w, {
      version,
      title: '升级后重新推导 Derive again after the update',
      actor: update,
      at,
    });
  });
}
