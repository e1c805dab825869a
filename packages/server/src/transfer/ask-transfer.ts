import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { sql } from 'kysely';
import { newId } from '../platform/id.ts';
import { type Act, ownCommunity } from '../resident/change-resident-file.ts';
import { requireCitizenId } from '../resident/register-resident.ts';
import { currentAreaRef, findKnownCitizen } from '../resident/resident.queries.ts';

/** 申请转入: asks the community that keeps a person's file to let it go. The file is looked up by number; nothing of it is told. */
export async function askTransfer(
  act: Act,
  body: { citizenId: string; toAreaCode: string; reason: string },
): Promise<{ requestId: string }> {
  const parsed = requireCitizenId(body.citizenId, act.today);
  const toAreaId = ownCommunity(act, body.toAreaCode);
  const index = act.host.keyring.blindIndex('citizen-id', parsed.id);
  const seen = await findKnownCitizen(act.w, index);
  if (!seen) throw new AppError('transfer.not-registered', 'conflict', { field: 'citizenId' });
  // Two requests at once meet on the person's row; what holds is read after the lock.
  await sql`select 1 from resident where district_id = ${seen.districtId} and resident_id = ${seen.residentId}::uuid for no key update`.execute(
    act.w,
  );
  const known = await findKnownCitizen(act.w, index);
  if (!known) throw new AppError('transfer.not-registered', 'conflict', { field: 'citizenId' });
  if (act.scope.includes(known.areaId))
    throw new AppError('transfer.already-yours', 'conflict', {
      areaName: currentAreaRef(act.tree, known.areaId, act.today).name,
      residentId: known.residentId,
      field: 'citizenId',
    });
  const open = await sql<{ n: number }>`select count(*)::int as n from transfer_request
    where district_id = ${known.districtId} and resident_id = ${known.residentId}::uuid and to_area_id = ${toAreaId}
      and from_area_id = ${known.areaId} and status = 'asked'`.execute(act.w);
  if (open.rows[0]!.n > 0) throw new AppError('transfer.already-asked', 'conflict');
  const requestId = newId(act.at.getTime());
  const toDistrict = act.tree.areas.get(toAreaId)!.districtId;
  await act.w
    .insertInto('transfer_request')
    .values({
      district_id: known.districtId,
      request_id: requestId,
      resident_id: known.residentId,
      from_area_id: known.areaId,
      to_district: toDistrict,
      to_area_id: toAreaId,
      reason: body.reason,
      status: 'asked',
      asked_at: act.at,
      asked_by: act.actor.accountId,
      decided_at: null,
      decided_by: null,
    })
    .execute();
  const entry = {
    subjectKind: 'resident',
    subjectId: known.residentId,
    details: { requestId, fromAreaId: known.areaId, toAreaId, digest: act.host.keyring.digest(parsed.id) },
  };
  act.audit({ ...entry, districtId: toDistrict, areaId: toAreaId });
  if (toDistrict !== known.districtId) act.audit({ ...entry, districtId: known.districtId, areaId: known.areaId });
  return { requestId };
}
