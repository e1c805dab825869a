import { randomInt } from 'node:crypto';
import { areaVersionAt } from '@renshe/domain/area/area-tree.ts';
import type { CertNoScheme } from '@renshe/domain/certificate/certificate-number.ts';
import {
  verificationAlphabet,
  verificationCheck,
  verificationRandomLength,
} from '@renshe/domain/certificate/verification-code.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { Certificate, Id, ResidentFile } from '@renshe/domain/kernel/file.ts';
import { type PlainDate, yearOf } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import type { Writer } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import type { Reference } from '../platform/reference.ts';
import type { LockedResident } from '../registration/change-resident.ts';

export function getCertificate(file: ResidentFile, certificateId: Id): Certificate {
  const certificate = file.certificates.find((c) => c.certificateId === certificateId);
  if (!certificate) throw notFound();
  return certificate;
}

/** Fifteen unguessable characters (76 bits) and their check. */
export function newVerificationCode(): string {
  let random = '';
  for (let i = 0; i < verificationRandomLength; i++)
    random += verificationAlphabet[randomInt(verificationAlphabet.length)];
  return random + verificationCheck(random);
}

/**
 * A new number: the counter of district and year is one row, raised under its lock, so that no number is given twice. A number that a
 * roster brought in is passed over.
 */
export async function nextNumber(
  w: Writer,
  reference: Pick<Reference, 'tree'>,
  scheme: CertNoScheme,
  resident: Pick<LockedResident, 'file' | 'districtId'>,
  issuedOn: PlainDate,
): Promise<string> {
  const year = yearOf(issuedOn);
  const countyCode = areaVersionAt(reference.tree, resident.districtId, issuedOn).code.slice(0, 6);
  for (;;) {
    const { rows } = await sql<{ last: number }>`
      insert into certificate_serial (district_id, year, last) values (${resident.districtId}, ${year}, 1)
      on conflict (district_id, year) do update set last = certificate_serial.last + 1 where certificate_serial.last < ${scheme.largestSerial}
      returning last`.execute(w);
    const serial = rows[0]?.last;
    if (serial === undefined) throw new AppError('certificate.serial-exhausted', 'conflict', { year });
    const number = scheme.compose({ countyCode, hukouType: resident.file.hukouType, year, serial });
    const taken = await w
      .selectFrom('certificate')
      .select('certificate_id')
      .where('number', '=', number)
      .limit(1)
      .executeTakeFirst();
    if (!taken) return number;
  }
}

export interface NewCertificate {
  residentId: Id;
  number: string;
  scheme: string;
  copyNumber: number;
  issuedOn: PlainDate;
  at: Date;
  by: Id | null;
  cause: Id;
}

/** Puts a valid certificate into the file, the table and the city-wide list of verification codes: one statement. */
export function addCertificate(resident: LockedResident, certificate: NewCertificate): Id {
  const { districtId, areaId, changes } = resident;
  const certificateId = newId(certificate.at.getTime());
  const { residentId, number, issuedOn } = certificate;
  const code = newVerificationCode();
  changes
    .resident(residentId, (f) => ({
      ...f,
      certificates: [...f.certificates, { certificateId, number, issuedOn, status: 'valid' }],
    }))
    .write((w) =>
      sql`with listed as (insert into certificate_registry (verification_code, district_id, certificate_id) values (${code}, ${districtId}, ${certificateId}::uuid))
        insert into certificate (district_id, certificate_id, resident_id, area_id, number, scheme, issued_on, copy_number, verification_code, status, created_at, created_by, cause)
        values (${districtId}, ${certificateId}::uuid, ${residentId}::uuid, ${areaId}, ${number}, ${certificate.scheme}, ${issuedOn}::date, ${certificate.copyNumber}, ${code}, 'valid',
          ${certificate.at}, ${certificate.by}::uuid, ${certificate.cause}::uuid)`.execute(w),
    );
  return certificateId;
}
