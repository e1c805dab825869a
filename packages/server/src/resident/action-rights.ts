import { allContracts } from '@renshe/domain/access/all-contracts.ts';
import { requestErrors } from '@renshe/domain/kernel/request.errors.ts';
import type { AllowedAction } from '@renshe/domain/kernel/schema.ts';
import { type Actor, actorMay } from '../platform/actor.ts';

const permissionOf = new Map(allContracts.map((contract) => [contract.id, contract.permission]));

/** What the file allows, cut down to what the reader's posts allow: somebody who only oversees sees why the button is off. */
export function withinRights(actions: readonly AllowedAction[], actor: Actor): AllowedAction[] {
  return actions.map((entry) => {
    const permission = permissionOf.get(entry.action);
    if (permission === undefined || permission === 'public' || permission === 'signed-in') return entry;
    if (actorMay(actor, permission)) return entry;
    const reason = { code: 'request.forbidden', ...requestErrors['request.forbidden'], article: '' };
    return { ...entry, allowed: false, primary: false, reasons: [reason] };
  });
}
