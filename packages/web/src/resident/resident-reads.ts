import { attachmentContracts } from '@renshe/domain/attachment/attachment.contract.ts';
import { householdContracts } from '@renshe/domain/household/household.contract.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { ledgerContracts } from '@renshe/domain/ledger/ledger.contract.ts';
import { qualityContracts } from '@renshe/domain/quality/quality.contract.ts';
import { recycleContracts } from '@renshe/domain/recycle/recycle.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { transferContracts } from '@renshe/domain/transfer/transfer.contract.ts';
import { visitContracts } from '@renshe/domain/visit/visit.contract.ts';
import { worklistContracts } from '@renshe/domain/worklist/worklist.contract.ts';
import { useRead } from '../kit/use-api.ts';

/** What is out of date after anything was done to a person or a household: statuses, duties and members hang together. */
export const readsOfPeople: readonly RouteContract[] = [
  residentContracts.file,
  residentContracts.list,
  residentContracts.history,
  attachmentContracts.ofResident,
  attachmentContracts.ofHousehold,
  householdContracts.file,
  householdContracts.list,
  transferContracts.list,
  worklistContracts.list,
  ledgerContracts.rows,
  qualityContracts.score,
  qualityContracts.files,
  visitContracts.list,
  visitContracts.areas,
  recycleContracts.list,
];

export function useResidentFile(residentId: string) {
  return useRead(residentContracts.file, { params: { residentId } });
}
