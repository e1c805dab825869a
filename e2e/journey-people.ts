/** People whom a journey finds when it begins. */
import type { Permission } from '@renshe/domain/access/permissions.ts';
import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { findActor } from '../packages/server/src/account/account.queries.ts';
import { recordContact } from '../packages/server/src/contact/record-contact.ts';
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

/** Somebody whom the worker registers as unemployed, through the real command. @returns her id */
export async function addUnemployed(city: JourneyCity, person: NewPerson): Promise<string> {
  const { system } = city;
  const { reason = '02', ...known } = person;
  const residentId = await addResident({ system, clock: system.clock }, known);
  const today = system.clock.today();
  const body = {
    registeredOn: today,
    unemployedSince: today,
    reason,
    nature: '1',
    jobWish: '',
    trainingWish: '',
    promiseSigned: true,
  } as const;
  await perform(city, 'limin', unemploymentContracts.register, registerUnemployment, { residentId }, body);
  return residentId;
}

/** A call that reached her, recorded by a colleague. */
export async function recordCall(city: JourneyCity, login: string, residentId: string): Promise<void> {
  const contactedOn = city.system.clock.today();
  const body = { contactedOn, way: 'phone', outcome: '01', service: null, note: '', nextOn: null } as const;
  await perform(city, login, contactContracts.record, recordContact, { residentId }, body);
}

/** A real command, as somebody. @returns what it answers */
export async function perform<C extends RouteContract, T>(
  city: JourneyCity,
  login: string,
  contract: C,
  command: (c: CommandContext<C>) => Promise<T>,
  params: object,
  body: object,
): Promise<T> {
  const { system } = city;
  const today = system.clock.today();
  const reference = await system.reference.current();
  const actor = (await findActor(system.db.kysely, { login }, today))!;
  const permission = contract.permission as Permission;
  const scope = scopeFor(actor, permission, reference.tree, today);
  return runCommand(system, { actor, action: contract.audit!, permission }, (open) => {
    const context = {
      ...open,
      host: system,
      actor,
      scope,
      reference,
      tree: reference.tree,
      today,
      params,
      query: {},
      body,
    };
    return command(context as unknown as CommandContext<C>);
  });
}
