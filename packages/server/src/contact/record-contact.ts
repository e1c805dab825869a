import { areaVersionAt } from '@renshe/domain/area/area-tree.ts';
import { isReached } from '@renshe/domain/code/contact-outcome.ts';
import type { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { changeSince, contactRefusals } from '@renshe/domain/contact/contact.rules.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import { registrationOn } from '@renshe/domain/unemployment/unemployment.continuity.ts';
import { sql } from 'kysely';
import { newId } from '../platform/id.ts';
import type { CommandContext } from '../platform/route.ts';
import { changeResident } from '../registration/change-resident.ts';

/** 记录联系: one that reached the person closes the month's duty and opens the next; one with a service closes that strand of the plan. */
export function recordContact(c: CommandContext<typeof contactContracts.record>) {
  const { residentId } = c.params;
  const { seen, ...entry } = c.body;
  const contactId = newId(c.at.getTime());
  const reached = isReached(entry.outcome);
  return changeResident(c, residentId, ({ file, districtId, areaId, changes }) => {
    const changed = seen && changeSince(file, areaVersionAt(c.tree, areaId, c.today).code, seen);
    if (changed) throw new AppError(changed.code, 'conflict', changed.details ?? {});
    requireAllowed(contactRefusals(file, entry, c.today));
    const registrationId = registrationOn(file, entry.contactedOn)?.registrationId ?? null;
    changes
      .resident(residentId, (f) => ({
        ...f,
        contacts: [
          ...f.contacts,
          {
            contactId,
            on: entry.contactedOn,
            way: entry.way,
            reached,
            outcome: entry.outcome,
            service: entry.service,
            nextOn: entry.nextOn,
          },
        ],
      }))
      .write((w) =>
        sql`insert into contact (district_id, contact_id, resident_id, registration_id, contacted_on, way, outcome, reached, service, note, next_on, created_at, created_by, cause)
          values (${districtId}, ${contactId}::uuid, ${residentId}::uuid, ${registrationId}::uuid, ${entry.contactedOn}::date, ${entry.way}, ${entry.outcome}, ${reached},
            ${entry.service}, ${entry.note}, ${entry.nextOn}::date, ${c.at}, ${c.actor.accountId}::uuid, ${c.cause}::uuid)`.execute(
          w,
        ),
      );
    c.audit({
      districtId,
      areaId,
      subjectKind: 'resident',
      subjectId: residentId,
      details: { contactId, contactedOn: entry.contactedOn, way: entry.way, outcome: entry.outcome },
    });
    return { contactId };
  });
}
