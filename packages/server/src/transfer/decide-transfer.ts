import { areaAt } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { TransferRequest } from '@renshe/domain/transfer/transfer.contract.ts';
import { type Selectable, sql } from 'kysely';
import { notFound } from '../platform/errors.ts';
import type { DB } from '../platform/schema.gen.ts';
import type { Act } from '../resident/change-resident-file.ts';
import { moveResident } from '../resident/move-resident.ts';

type Request = Selectable<DB['transfer_request']>;

/**
 * An open request that the actor may answer (`asked`: it was made to a community of hers) or take back (`asking`: it was made by one). The
 * other side does not see it here.
 */
async function openRequest(act: Act, requestId: string, side: 'asked' | 'asking'): Promise<Request> {
  const districts = [...new Set([...act.tree.areas.values()].map((area) => area.districtId))];
  const { rows } = await sql<Request>`select * from transfer_request
    where district_id = any(${districts}::int[]) and request_id = ${requestId}::uuid`.execute(act.w);
  const request = rows[0];
  const areaId = side === 'asked' ? request?.from_area_id : request?.to_area_id;
  if (!request || areaId === undefined || !act.scope.includes(areaId)) throw notFound();
  if (request.status !== 'asked') throw new AppError('transfer.decided', 'conflict', { status: request.status });
  return request;
}

/** Only one decision counts: the update is guarded by the status. */
async function decide(
  act: Act,
  request: Request,
  status: Exclude<TransferRequest['status'], 'asked'>,
  note: string,
): Promise<void> {
  const result = await act.w
    .updateTable('transfer_request')
    .set({ status, decision_note: note, decided_at: act.at, decided_by: act.actor.accountId })
    .where('district_id', '=', request.district_id)
    .where('request_id', '=', request.request_id)
    .where('status', '=', 'asked')
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw new AppError('transfer.decided', 'conflict', { status: '' });
}

/** 同意转出: the person moves to the asking community on that day, alone, by the same rules as any move. */
export async function agreeTransfer(
  act: Act,
  requestId: string,
  body: { movedOn: PlainDate; note: string },
): Promise<void> {
  const request = await openRequest(act, requestId, 'asked');
  const { rows } = await sql<{ area_id: number; address: string }>`select area_id, address from resident
    where district_id = ${request.district_id} and resident_id = ${request.resident_id}::uuid and voided_at is null`.execute(
    act.w,
  );
  const resident = rows[0];
  if (resident?.area_id !== request.from_area_id) throw new AppError('transfer.moved-meanwhile', 'conflict');
  await decide(act, request, 'agreed', body.note);
  await moveResident(act, request.resident_id, {
    toAreaId: areaAt(act.tree, request.to_area_id, act.today),
    address: '',
    movedOn: body.movedOn,
    withHousehold: false,
  });
  act.audit({
    districtId: act.tree.areas.get(request.from_area_id)!.districtId,
    areaId: request.from_area_id,
    subjectKind: 'transfer-request',
    subjectId: requestId,
    details: { residentId: request.resident_id, movedOn: body.movedOn },
  });
}

/** 不同意转出: with a note that the asking side reads. */
export async function refuseTransfer(act: Act, requestId: string, body: { note: string }): Promise<void> {
  const request = await openRequest(act, requestId, 'asked');
  await decide(act, request, 'refused', body.note);
  auditOnBothSides(act, request);
}

/** 撤回转入申请: by the side that asked, while nobody has answered. */
export async function withdrawTransfer(act: Act, requestId: string, body: { note: string }): Promise<void> {
  const request = await openRequest(act, requestId, 'asking');
  await decide(act, request, 'withdrawn', body.note);
  auditOnBothSides(act, request);
}

function auditOnBothSides(act: Act, request: Request): void {
  const entry = {
    subjectKind: 'resident',
    subjectId: request.resident_id,
    details: { requestId: request.request_id, fromAreaId: request.from_area_id, toAreaId: request.to_area_id },
  };
  act.audit({ ...entry, districtId: request.district_id, areaId: request.from_area_id });
  if (request.to_district !== request.district_id)
    act.audit({ ...entry, districtId: request.to_district, areaId: request.to_area_id });
}
