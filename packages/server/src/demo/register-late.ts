import { addDays, firstDayOf, type Month } from '@renshe/domain/kernel/plain-date.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { sql } from 'kysely';
import { findActor } from '../account/account.queries.ts';
import { runCommand } from '../platform/command.ts';
import type { System } from '../platform/open-system.ts';
import type { CommandContext } from '../platform/route.ts';
import { scopeFor } from '../platform/scope.ts';
import { registerUnemployment } from '../unemployment/register-unemployment.ts';

/**
 * Some people come to register after their month was closed: done through the real command, so that the demo shows adjustments beside
 * closed reports that stay as they are (kernel K4).
 */
export async function registerLate(system: System, login: string, months: readonly Month[]): Promise<number> {
  const today = system.clock.today();
  const reference = await system.reference.current();
  const actor = await findActor(system.db.kysely, { login }, today);
  if (!actor) return 0;
  const scope = scopeFor(actor, 'unemployment.write', reference.tree, today);
  const people = await sql<{ resident_id: string; ended: string }>`
    select r.resident_id, max(e.ended_on)::text as ended from resident r join employment e on e.district_id = r.district_id and e.resident_id = r.resident_id
    where r.district_id = any(${[...scope.fullDistricts, ...scope.partialDistricts]}::int[]) and r.area_id = any(${[...scope.areas]}::int[]) and r.ended_on is null and r.birth_on between '1984-01-01' and '2002-01-01'
      and not exists (select 1 from unemployment_registration u where u.district_id = r.district_id and u.resident_id = r.resident_id)
    group by r.resident_id having bool_and(e.ended_on is not null) and max(e.ended_on) < ${firstDayOf(months[0]!)}::date order by r.resident_id limit ${months.length}`.execute(
    system.db.kysely,
  );
  const contract = unemploymentContracts.register;
  for (const [index, person] of people.rows.entries()) {
    const registeredOn = addDays(firstDayOf(months[index]!), 11 + index);
    const body = {
      registeredOn,
      unemployedSince: person.ended,
      reason: '02',
      nature: '1',
      jobWish: '',
      trainingWish: '',
      promiseSigned: true,
    } as const;
    await runCommand(system, { actor, action: contract.audit!, permission: 'unemployment.write' }, (command) => {
      const context: CommandContext<typeof contract> = {
        ...command,
        host: system,
        actor,
        scope,
        reference,
        tree: reference.tree,
        today,
        language: 'zh',
        requestId: '',
        params: { residentId: person.resident_id },
        query: {},
        body,
        upload: undefined,
        sessionToken: undefined,
        session: undefined,
        userAgent: '',
        setCookie() {},
        origin: '',
        address: '',
      };
      return registerUnemployment(context);
    });
  }
  return people.rows.length;
}
