import type { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { sql } from 'kysely';
import { notFound } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import type { CommandContext } from '../platform/route.ts';
import { changeResident } from '../registration/change-resident.ts';
import { changeRecord } from '../registration/record-history.ts';

/** 作废联系记录: the duty that it had closed is open again. */
export function voidContact(c: CommandContext<typeof contactContracts.void>) {
  const { residentId, contactId } = c.params;
  const { why } = c.body;
  const changeId = newId(c.at.getTime());
  return changeResident(c, residentId, ({ file, districtId, areaId, changes }) => {
    const contact = file.contacts.find((x) => x.contactId === contactId);
    if (!contact) throw notFound();
    changes
      .resident(residentId, (f) => ({ ...f, contacts: f.contacts.filter((x) => x.contactId !== contactId) }))
      .write((w) =>
        changeRecord(w, {
          kind: 'contact',
          districtId,
          residentId,
          recordId: contactId,
          version: null,
          action: 'voided',
          changeId,
          why,
          set: sql`voided_at = ${c.at}`,
          at: c.at,
          by: c.actor.accountId,
          cause: c.cause,
        }),
      );
    c.audit({
      districtId,
      areaId,
      subjectKind: 'resident',
      subjectId: residentId,
      details: { contactId, contactedOn: contact.on, why },
    });
    return { ok: true, changeId } as const;
  });
}
