import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import type { retireeContracts } from '@renshe/domain/retiree/retiree.contract.ts';
import { livingChange, takeIntoCareRefusals } from '@renshe/domain/retiree/retiree.rules.ts';
import { newId } from '../platform/id.ts';
import type { CommandContext } from '../platform/route.ts';
import { changeResident } from '../registration/change-resident.ts';
import { recordLiving } from './record-living.ts';

/** 纳入社区管理: the card of handing over becomes a record; the first confirmation is due from it on. */
export function takeIntoCare(c: CommandContext<typeof retireeContracts.takeIntoCare>) {
  const { residentId } = c.params;
  const entry = c.body;
  const careId = newId(c.at.getTime());
  return changeResident(c, residentId, ({ file, districtId, areaId, changes }) => {
    requireAllowed(takeIntoCareRefusals(file, entry, c.today));
    const care = {
      careId,
      from: entry.handedOverOn,
      confirmedOn: entry.lastConfirmedOn,
      to: null,
      visitsFrom: c.today,
    };
    const living = { living: entry.living, livingOn: entry.handedOverOn };
    changes
      .resident(residentId, (f) => ({ ...f, retireeCare: [...f.retireeCare, care] }))
      .write((w) =>
        w
          .insertInto('retiree_care')
          .values({
            district_id: districtId,
            care_id: careId,
            resident_id: residentId,
            retired_on: entry.retiredOn,
            former_employer: entry.formerEmployer,
            pension: entry.pension,
            handed_over_on: entry.handedOverOn,
            last_confirmed_on: entry.lastConfirmedOn,
            visits_from_on: care.visitsFrom,
            file_place: entry.filePlace,
            file_number: entry.fileNumber,
            disabled: entry.disabled,
            party_member: entry.partyMember,
            note: entry.note,
            created_at: c.at,
            created_by: c.actor.accountId,
            cause: c.cause,
          })
          .execute(),
      );
    recordLiving(c, changes, { districtId, residentId }, livingChange(file, care, living, c.today));
    const { retiredOn, handedOverOn } = entry;
    c.audit({
      districtId,
      areaId,
      subjectKind: 'resident',
      subjectId: residentId,
      details: { careId, retiredOn, handedOverOn },
    });
    return { careId };
  });
}
