import { campaignContracts } from '@renshe/domain/campaign/campaign.contract.ts';
import { campaignRecheckContracts } from '@renshe/domain/campaign/campaign-recheck.contract.ts';
import { campaignVisitContracts } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';

/** Everything that a visit, an entry or a decision makes stale. */
export const readsOfCampaigns: readonly RouteContract[] = [
  campaignContracts.list,
  campaignContracts.progress,
  campaignContracts.households,
  campaignContracts.toShare,
  campaignVisitContracts.mine,
  campaignVisitContracts.ownCount,
  campaignVisitContracts.entry,
  campaignRecheckContracts.rechecks,
];
