import { campaignContracts } from '@renshe/domain/campaign/campaign.contract.ts';
import { campaignRecheckContracts } from '@renshe/domain/campaign/campaign-recheck.contract.ts';
import { campaignVisitContracts } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { areaInScope } from '../platform/area-ref.ts';
import { commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { assignHouseholds, listToShare, shareHouseholds } from './assign-households.ts';
import { countEntries, listEntries, ofCampaign } from './campaign-entries.ts';
import { entryView, knownPeople, listVisitors, mayVisit, peopleOf } from './campaign-people.ts';
import { exportList, printList, printSummary } from './campaign-print.ts';
import { countOwn, listCampaigns, readProgress } from './campaign-progress.ts';
import { campaignInArea } from './campaign-scope.ts';
import { changeCampaign, createCampaign, deleteDraft, endCampaign, startCampaign } from './manage-campaign.ts';
import { readEntry, readOwnHouseholds } from './own-households.ts';
import { decideDifference, drawRechecks, listRechecks, submitRecheck } from './recheck-households.ts';
import { findHousehold, visitHousehold, voidVisit } from './visit-household.ts';

export const campaignRoutes: RouteDefinition[] = [
  readRoute(campaignContracts.list, (c) => listCampaigns(c, c.query.area)),
  commandRoute(campaignContracts.create, createCampaign),
  commandRoute(campaignContracts.change, changeCampaign),
  commandRoute(campaignContracts.deleteDraft, deleteDraft),
  commandRoute(campaignContracts.start, startCampaign),
  commandRoute(campaignContracts.end, endCampaign),
  readRoute(campaignContracts.progress, (c) => readProgress(c, c.params.campaignId, c.query.area)),
  readRoute(campaignContracts.households, async (c) => {
    const { area, limit, offset, text, ...others } = c.query;
    const { campaign, scope } = await campaignInArea(c, c.r, c.params.campaignId, area);
    const entries = ofCampaign(campaign, scope, c);
    const filter = { ...others, text: text ? { words: text, scope } : undefined };
    const [count, rows] = await Promise.all([
      countEntries(c.r, entries, c.today, filter),
      listEntries(c.r, entries, c.today, filter, { limit, offset }),
    ]);
    const people = await knownPeople(
      c.r,
      scope,
      rows.flatMap((row) => row.home_id ?? []),
      c.today,
    );
    return { count, households: rows.map((row) => entryView(c, row, peopleOf(people, row))) };
  }),
  readRoute(campaignContracts.workers, async (c) => {
    const { areaId } = areaInScope(c.scope, c.tree, c.query.area, c.today);
    const visitors = await listVisitors(c.r, c.today);
    return {
      workers: visitors
        .filter((one) => mayVisit(c, one, areaId) || one.areas.some((own) => c.scope.includes(own)))
        .map(({ accountId, name, office }) => ({ accountId, name, office })),
    };
  }),
  readRoute(campaignContracts.toShare, async (c) => {
    const { campaign, scope } = await campaignInArea(c, c.r, c.params.campaignId, c.query.area);
    const rows = await listToShare(c, campaign, scope, c.query.which);
    return { households: rows.map((row) => ({ id: row.entry_id, address: row.address })) };
  }),
  commandRoute(campaignContracts.share, shareHouseholds),
  commandRoute(campaignContracts.assign, assignHouseholds),
  readRoute(campaignVisitContracts.mine, readOwnHouseholds),
  readRoute(campaignVisitContracts.ownCount, async (c) => ({ campaigns: await countOwn(c, c.scope) })),
  readRoute(campaignVisitContracts.entry, (c) => readEntry(c, c.params.entryId)),
  commandRoute(campaignVisitContracts.visit, visitHousehold),
  commandRoute(campaignVisitContracts.voidVisit, voidVisit),
  commandRoute(campaignVisitContracts.find, findHousehold),
  commandRoute(campaignRecheckContracts.draw, drawRechecks),
  readRoute(campaignRecheckContracts.rechecks, (c) => listRechecks(c, c.params.campaignId, c.query)),
  commandRoute(campaignRecheckContracts.submitRecheck, submitRecheck),
  commandRoute(campaignRecheckContracts.decide, decideDifference),
  readRoute(campaignContracts.printList, printList),
  readRoute(campaignContracts.export, exportList),
  readRoute(campaignContracts.printSummary, printSummary),
];
