import { retireeContracts } from '@renshe/domain/retiree/retiree.contract.ts';
import { commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { changeCare, endCare, voidCare } from './change-care.ts';
import { confirmBatch, confirmEligibility, previewBatch, voidConfirmation } from './confirm-eligibility.ts';
import { restoreCare, restoreConfirmation } from './restore-retiree-records.ts';
import { takeIntoCare } from './take-into-care.ts';

export const retireeRoutes: RouteDefinition[] = [
  commandRoute(retireeContracts.takeIntoCare, takeIntoCare),
  commandRoute(retireeContracts.changeCare, changeCare),
  commandRoute(retireeContracts.endCare, endCare),
  commandRoute(retireeContracts.voidCare, voidCare),
  commandRoute(retireeContracts.restoreCare, restoreCare),
  commandRoute(retireeContracts.confirm, confirmEligibility),
  commandRoute(retireeContracts.voidConfirmation, voidConfirmation),
  commandRoute(retireeContracts.restoreConfirmation, restoreConfirmation),
  readRoute(retireeContracts.previewBatch, previewBatch),
  commandRoute(retireeContracts.confirmBatch, confirmBatch),
];
