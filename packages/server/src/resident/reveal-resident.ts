import type { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import type { ReadContext } from '../platform/route.ts';
import { subjectOf } from './change-resident-file.ts';
import { getResident } from './resident-file.ts';

/** 查看完整号码: the one place where numbers leave in full, each time an event with its purpose. */
export async function revealResident(
  c: ReadContext<typeof residentContracts.reveal>,
): Promise<{ citizenId: string; phone: string | null }> {
  const row = await getResident(c.r, c.scope, c.params.residentId);
  const { keyring } = c.host;
  c.audit({
    ...subjectOf(row),
    purpose: c.body.purpose,
    details: { fields: row.phone_cipher === null ? ['citizenId'] : ['citizenId', 'phone'] },
  });
  return {
    citizenId: keyring.decrypt(row.citizen_id_cipher, `resident.citizen_id:${row.resident_id}`),
    phone: row.phone_cipher === null ? null : keyring.decrypt(row.phone_cipher, `resident.phone:${row.resident_id}`),
  };
}
