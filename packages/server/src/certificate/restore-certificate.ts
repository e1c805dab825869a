import type { certificateContracts } from '@renshe/domain/certificate/certificate.contract.ts';
import { certificateRestoreRefusals } from '@renshe/domain/certificate/certificate.rules.ts';
import type { Certificate } from '@renshe/domain/kernel/file.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import type { CommandContext } from '../platform/route.ts';
import { changeResident } from '../registration/change-resident.ts';
import { getVoided, restoreRecord } from '../registration/record-history.ts';

/** 恢复作废的证件: the paper that the person still has is valid again, also for who verifies it. */
export function restoreCertificate(c: CommandContext<typeof certificateContracts.restore>) {
  const { residentId, certificateId } = c.params;
  const { changeId, why } = c.body;
  return changeResident(c, residentId, async ({ file, districtId, areaId, changes }) => {
    const of = { kind: 'certificate', districtId, residentId, recordId: certificateId } as const;
    const { record } = await getVoided<Certificate>(c, { ...of, areaId, changeId });
    requireAllowed(certificateRestoreRefusals(file, record));
    changes
      .resident(residentId, (f) => ({
        ...f,
        certificates: f.certificates.map((x) => (x.certificateId === certificateId ? { ...x, status: 'valid' } : x)),
      }))
      .write((w) => restoreRecord(w, c, of, why));
    c.audit({
      districtId,
      areaId,
      subjectKind: 'resident',
      subjectId: residentId,
      details: { certificateId, number: record.number, changeId, why },
    });
    return { ok: true } as const;
  });
}
