import { setTimeout as pause } from 'node:timers/promises';
import { getArea, pathName } from '@renshe/domain/area/area-tree.ts';
import type { certificateContracts } from '@renshe/domain/certificate/certificate.contract.ts';
import { maskName } from '@renshe/domain/kernel/citizen-id.ts';
import { sql } from 'kysely';
import type { ReadContext } from '../platform/route.ts';

/** Every answer takes at least so many milliseconds: how long it took says nothing about the code, and guessing is slow. */
const leastTime = 50;

interface VerifiedRow {
  status: 'valid' | 'replaced' | 'void';
  number: string;
  issued_on: string;
  area_id: number;
  name: string;
}

/**
 * 证件核验, open to everybody who holds a code: the same shape and the same time whatever the code. It confirms what the paper says and
 * gives no new fact: masked name, last four digits of the number, the county that issued it, the day.
 */
export async function verifyCertificate(c: ReadContext<typeof certificateContracts.verify>) {
  const [{ rows }] = await Promise.all([
    sql<VerifiedRow>`
      select x.status, x.number, x.issued_on, x.area_id, r.name from certificate_registry g
      join certificate x on x.district_id = g.district_id and x.certificate_id = g.certificate_id
      join resident r on r.district_id = x.district_id and r.resident_id = x.resident_id
      where g.verification_code = ${c.params.code}`.execute(c.r),
    pause(leastTime),
  ]);
  const row = rows[0];
  if (!row) return { result: 'unknown' as const, nameMasked: null, numberTail: null, issuer: null, issuedOn: null };
  return {
    result: row.status,
    nameMasked: maskName(row.name),
    numberTail: row.number.slice(-4),
    issuer: { name: pathName(c.tree, getArea(c.tree, row.area_id).districtId, row.issued_on, '') },
    issuedOn: row.issued_on,
  };
}
