import type { Permission } from '@renshe/domain/access/permissions.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import type { z } from 'zod';
import { findActor } from '../account/account.queries.ts';
import { runCommand } from '../platform/command.ts';
import type { System } from '../platform/open-system.ts';
import type { CommandContext } from '../platform/route.ts';
import { scopeFor } from '../platform/scope.ts';

export type ActAs = <C extends RouteContract, T>(
  login: string,
  contract: C,
  given: { params?: z.output<C['params']>; body?: z.output<C['body']> },
  handle: (c: CommandContext<C>) => Promise<T>,
) => Promise<T>;

/** Acts of the demo's people, done through the real commands with their audit. */
export async function actAs(system: System): Promise<ActAs> {
  const reference = await system.reference.current();
  const today = system.clock.today();
  return async (login, contract, given, handle) => {
    const actor = (await findActor(system.db.kysely, { login }, today))!;
    const permission = contract.permission as Permission;
    return runCommand(system, { actor, action: contract.audit ?? contract.id, permission }, (command) =>
      handle({
        ...command,
        host: system,
        actor,
        scope: scopeFor(actor, permission, reference.tree, today),
        reference,
        tree: reference.tree,
        today,
        language: 'zh',
        requestId: '',
        params: given.params ?? {},
        query: {},
        body: given.body ?? {},
        upload: undefined,
        sessionToken: undefined,
        session: undefined,
        userAgent: '',
        setCookie() {},
        origin: '',
      } as never),
    );
  };
}
