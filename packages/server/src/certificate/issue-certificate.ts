import type { certificateContracts } from '@renshe/domain/certificate/certificate.contract.ts';
import {
  issueRefusals,
  lifelongNumber,
  nextCopyNumber,
  reissueRefusals,
  schemeOn,
} from '@renshe/domain/certificate/certificate.rules.ts';
import type { Certificate, Id } from '@renshe/domain/kernel/file.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import { sql } from 'kysely';
import { newId } from '../platform/id.ts';
import type { CommandContext } from '../platform/route.ts';
import { changeResident, type LockedResident } from '../registration/change-resident.ts';
import { changeRecord } from '../registration/record-history.ts';
import { addCertificate, getCertificate, nextNumber } from './certificate-records.ts';

type Issuing = CommandContext<typeof certificateContracts.issue> | CommandContext<typeof certificateContracts.reissue>;

/** The number for life, or a new one for who never had any. */
async function addCopy(c: Issuing, resident: LockedResident, issuedOn: PlainDate) {
  const { file, districtId, areaId, parameters } = resident;
  const { scheme, refusals } = schemeOn(parameters, issuedOn);
  requireAllowed(refusals);
  const number = lifelongNumber(file) ?? (await nextNumber(c.w, c.reference, scheme!, resident, issuedOn));
  const certificateId = addCertificate(resident, {
    residentId: c.params.residentId,
    number,
    scheme: scheme!.key,
    copyNumber: nextCopyNumber(file),
    issuedOn,
    at: c.at,
    by: c.actor.accountId,
    cause: c.cause,
  });
  c.audit({
    districtId,
    areaId,
    subjectKind: 'resident',
    subjectId: c.params.residentId,
    details: { certificateId, number, issuedOn, copyNumber: nextCopyNumber(file) },
  });
  return { certificateId, number };
}

/** 发放就业创业证: one person, one number for life (handbook §3.5). */
export function issueCertificate(c: CommandContext<typeof certificateContracts.issue>) {
  return changeResident(c, c.params.residentId, (resident) => {
    requireAllowed(issueRefusals(resident.file, c.body.issuedOn, c.today));
    return addCopy(c, resident, c.body.issuedOn);
  });
}

/** 补发: the lost copy is replaced, the number stays, the verification code is a new one. */
export function reissueCertificate(c: CommandContext<typeof certificateContracts.reissue>) {
  const { residentId, certificateId } = c.params;
  const { issuedOn, reason } = c.body;
  return changeResident(c, residentId, (resident) => {
    const { file } = resident;
    const old = getCertificate(file, certificateId);
    requireAllowed(reissueRefusals(file, old, issuedOn, c.today));
    // The old copy goes first: only one may be valid at a time.
    withdraw(c, resident, old, 'replaced', issuedOn, reason);
    return addCopy(c, resident, issuedOn);
  });
}

/** Takes a valid copy out of force: 'replaced' by another one or 'void'. */
export function withdraw(
  c: CommandContext<typeof certificateContracts.reissue> | CommandContext<typeof certificateContracts.void>,
  { districtId, changes }: LockedResident,
  certificate: Certificate,
  status: 'replaced' | 'void',
  on: PlainDate,
  reason: string,
  changeId: Id = newId(c.at.getTime()),
): void {
  const { residentId } = c.params;
  const { certificateId } = certificate;
  changes
    .resident(residentId, (f) => ({
      ...f,
      certificates: f.certificates.map((x) => (x.certificateId === certificateId ? { ...x, status } : x)),
    }))
    .write((w) =>
      changeRecord(w, {
        kind: 'certificate',
        districtId,
        residentId,
        recordId: certificateId,
        version: null,
        action: status === 'void' ? 'voided' : 'replaced',
        changeId,
        why: reason,
        set: sql`status = ${status}, status_on = ${on}::date, status_reason = ${reason}`,
        at: c.at,
        by: c.actor.accountId,
        cause: c.cause,
      }),
    );
}
