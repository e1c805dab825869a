import type { certificateContracts } from '@renshe/domain/certificate/certificate.contract.ts';
import { voidRefusals } from '@renshe/domain/certificate/certificate.rules.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import { newId } from '../platform/id.ts';
import type { CommandContext } from '../platform/route.ts';
import { changeResident } from '../registration/change-resident.ts';
import { getCertificate } from './certificate-records.ts';
import { withdraw } from './issue-certificate.ts';

/** 作废证件: the number stays the person's and comes back with the next copy. */
export function voidCertificate(c: CommandContext<typeof certificateContracts.void>) {
  const { residentId, certificateId } = c.params;
  const { reason } = c.body;
  const changeId = newId(c.at.getTime());
  return changeResident(c, residentId, (resident) => {
    const certificate = getCertificate(resident.file, certificateId);
    requireAllowed(voidRefusals(certificate));
    withdraw(c, resident, certificate, 'void', c.today, reason, changeId);
    c.audit({
      districtId: resident.districtId,
      areaId: resident.areaId,
      subjectKind: 'resident',
      subjectId: residentId,
      details: { certificateId, number: certificate.number, reason },
    });
    return { ok: true, changeId } as const;
  });
}
