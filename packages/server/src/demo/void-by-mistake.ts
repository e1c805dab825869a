import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { recordContact } from '../contact/record-contact.ts';
import { voidContact } from '../contact/void-contact.ts';
import type { System } from '../platform/open-system.ts';
import { actAs } from './act-as.ts';

const mistakes = ['记到了同名的人', '当天没有联系，点错了', '同一次联系记了两遍'];

/** Contacts that the worker recorded by mistake today and voided: they lie in the recycle list and change no figure. */
export async function voidByMistake(system: System, at: { community: string; worker: string }): Promise<void> {
  const act = await actAs(system);
  const today = system.clock.today();
  const people = await system.db.kysely
    .selectFrom('unemployment_registration')
    .innerJoin('resident', 'resident.resident_id', 'unemployment_registration.resident_id')
    .innerJoin('area_version', 'area_version.area_id', 'resident.area_id')
    .select('resident.resident_id')
    .distinct()
    .where('area_version.code', '=', at.community)
    .where('unemployment_registration.ended_on', 'is', null)
    .where('unemployment_registration.voided_at', 'is', null)
    .orderBy('resident.resident_id')
    .limit(mistakes.length)
    .execute();
  for (const [i, { resident_id: residentId }] of people.entries()) {
    const { contactId } = await act(
      at.worker,
      contactContracts.record,
      {
        params: { residentId },
        body: { contactedOn: today, way: 'phone', outcome: '01', service: null, note: '', nextOn: null },
      },
      recordContact,
    );
    await act(
      at.worker,
      contactContracts.void,
      { params: { residentId, contactId }, body: { why: mistakes[i]! } },
      async (c) => voidContact(c),
    );
  }
}
