import { policyContracts } from '@renshe/domain/policy/policy.contract.ts';
import { commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { endBenefit, voidBenefit } from './change-benefit.ts';
import { listPolicies } from './policy-list.ts';
import { recordBenefit } from './record-benefit.ts';
import { restoreBenefit } from './restore-benefit.ts';

export const policyRoutes: RouteDefinition[] = [
  readRoute(policyContracts.list, async (c) => ({ policies: [...(await listPolicies(c.host.db))] })),
  commandRoute(policyContracts.recordBenefit, recordBenefit),
  commandRoute(policyContracts.endBenefit, endBenefit),
  commandRoute(policyContracts.voidBenefit, voidBenefit),
  commandRoute(policyContracts.restoreBenefit, restoreBenefit),
];
