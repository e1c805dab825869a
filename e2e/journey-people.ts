/** People whom a journey finds when it begins. */
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { findActor } from '../packages/server/src/account/account.queries.ts';
import { runCommand } from '../packages/server/src/platform/command.ts';
import type { CommandContext } from '../packages/server/src/platform/route.ts';
import { scopeFor } from '../packages/server/src/platform/scope.ts';
import { registerUnemployment } from '../packages/server/src/unemployment/register-unemployment.ts';
import { addResident } from '../packages/server/test/make-resident.ts';
import type { JourneyCity } from './journey-city.ts';

interface NewPerson {
  name: string;
  birthOn?: string;
  /** Why she is out of work; 02 when left out. */
  reason?: '01' | '02' | '03';
}

/** Somebody whom the worker registers as unemployed, through the real command. */
export async function addUnemployed(city: JourneyCity, person: NewPerson): Promise<void> {
  const { system } = city;
  const { reason = '02', ...known } = person;
  const residentId = await addResident({ system, clock: system.clock }, known);
  const today = system.clock.today();
  const reference = await system.reference.current();
  const actor = (await findActor(system.db.kysely, { login: 'limin' }, today))!;
  const scope = scopeFor(actor, 'unemployment.write', reference.tree, today);
  const contract = unemploymentContracts.register;
  const body = {
    registeredOn: today,
    unemployedSince: today,
    reason,
    nature: '1',
    jobWish: '',
    trainingWish: '',
    promiseSigned: true,
  } as const;
  await runCommand(system, { actor, action: contract.audit!, permission: 'unemployment.write' }, (command) => {
    const context = {
      ...command,
      host: system,
      actor,
      scope,
      reference,
      tree: reference.tree,
      today,
      params: { residentId },
      query: {},
      body,
    };
    return registerUnemployment(context as unknown as CommandContext<typeof contract>);
  });
}
