/** 我的走访名单: everything that a worker takes along in one answer, and one household by itself. */
import type { campaignVisitContracts } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { sql } from 'kysely';
import type { z } from 'zod';
import { areaRef } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import { inScope } from '../platform/scope.ts';
import { entriesBy, listEntries } from './campaign-entries.ts';
import { entryView, knownPeople, peopleOf } from './campaign-people.ts';
import {
  type AnyContext,
  type CampaignRow,
  campaignDistricts,
  campaignView,
  communitiesOf,
  getCampaign,
} from './campaign-scope.ts';

export async function readOwnHouseholds(
  c: AnyContext & { r: Reader },
): Promise<z.input<(typeof campaignVisitContracts.mine)['output']>> {
  const me = c.actor.accountId;
  const rows = await listEntries(
    c.r,
    entriesBy(
      sql`c.state = 'running' and h.worker_id = ${me}::uuid and ${inScope(c.scope, 'h.district_id', 'h.area_id')}`,
      c,
    ),
    c.today,
  );
  const { rows: tasks } = await sql<{
    recheck_id: string;
    campaign_id: string;
    campaign_name: string;
    area_id: number;
    address: string;
    home_id: string | null;
  }>`select k.recheck_id, k.campaign_id, x.name as campaign_name, k.area_id, h.address, k.household_id as home_id
    from campaign_recheck k join campaign x on x.campaign_id = k.campaign_id and x.state = 'running'
    join campaign_household h on h.district_id = k.district_id and h.entry_id = k.entry_id
    where k.checker_id = ${me}::uuid and k.submitted_at is null and ${inScope(c.scope, 'k.district_id', 'k.area_id')}
    order by k.area_id, h.address_key collate "C", k.recheck_id`.execute(c.r);
  const people = await knownPeople(
    c.r,
    c.scope,
    [...rows, ...tasks].flatMap((row) => row.home_id ?? []),
    c.today,
  );
  const ids = [...new Set([...rows, ...tasks].map((row) => row.campaign_id))];
  const { rows: campaigns } =
    await sql<CampaignRow>`select * from campaign where district_id = any(${campaignDistricts(c.tree)}::int[])
    and campaign_id = any(${ids}::uuid[]) order by ends_on, campaign_id`.execute(c.r);
  const communities = await communitiesOf(c, c.r, ids, c.scope);
  return {
    campaigns: campaigns.map((row) => campaignView(c, row, communities)),
    households: rows.map((row) => {
      const own = peopleOf(people, row);
      return { ...entryView(c, row, own), people: own };
    }),
    rechecks: tasks.map((row) => ({
      recheckId: row.recheck_id,
      campaignId: row.campaign_id,
      campaignName: row.campaign_name,
      area: areaRef(c.tree, row.area_id, c.today),
      address: row.address,
      // Nothing of what was answered: the second answer is to be one of its own.
      people: peopleOf(people, row).map(({ residentId, name, sex }) => ({ residentId, name, sex })),
    })),
  };
}

export async function readEntry(
  c: AnyContext & { r: Reader },
  entryId: string,
): Promise<z.input<(typeof campaignVisitContracts.entry)['output']>> {
  const [row] = await listEntries(
    c.r,
    entriesBy(sql`h.entry_id = ${entryId}::uuid and ${inScope(c.scope, 'h.district_id', 'h.area_id')}`, c),
    c.today,
  );
  if (!row) throw notFound();
  const campaign = await getCampaign(c.r, c.tree, row.campaign_id);
  const people = await knownPeople(c.r, c.scope, row.home_id ? [row.home_id] : [], c.today);
  const own = peopleOf(people, row);
  return {
    ...entryView(c, row, own),
    people: own,
    campaignName: campaign.name,
    open: campaign.state === 'running',
  };
}
