import type { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { contactRefusals } from '@renshe/domain/contact/contact.rules.ts';
import type { Contact } from '@renshe/domain/kernel/file.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import type { CommandContext } from '../platform/route.ts';
import { changeResident } from '../registration/change-resident.ts';
import { getVoided, restoreRecord } from '../registration/record-history.ts';

/** 恢复作废的联系记录: it counts again, and the duty that it had closed is closed. */
export function restoreContact(c: CommandContext<typeof contactContracts.restore>) {
  const { residentId, contactId } = c.params;
  const { changeId, why } = c.body;
  return changeResident(c, residentId, async ({ file, districtId, areaId, changes }) => {
    const of = { kind: 'contact', districtId, residentId, recordId: contactId } as const;
    const { record } = await getVoided<Contact>(c, { ...of, areaId, changeId });
    requireAllowed(contactRefusals(file, { ...record, contactedOn: record.on, nextOn: null }, c.today));
    changes
      .resident(residentId, (f) => ({ ...f, contacts: [...f.contacts, record] }))
      .write((w) => restoreRecord(w, c, of, why));
    c.audit({
      districtId,
      areaId,
      subjectKind: 'resident',
      subjectId: residentId,
      details: { contactId, contactedOn: record.on, changeId, why },
    });
    return { ok: true } as const;
  });
}
