/** 走访: what came of a way to a household of a campaign, and households that were found on the way. */
import { getArea } from '@renshe/domain/area/area-tree.ts';
import { visitRefusals } from '@renshe/domain/campaign/campaign.rules.ts';
import { addressKey } from '@renshe/domain/campaign/campaign-sharing.ts';
import type { campaignVisitContracts } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import { sql } from 'kysely';
import { businessDay } from '../platform/clock.ts';
import { notFound, requireOneRow } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import type { CommandContext } from '../platform/route.ts';
import { inScope } from '../platform/scope.ts';
import { ownCommunity } from '../resident/change-resident-file.ts';
import { entriesBy, listEntries } from './campaign-entries.ts';
import { listVisitors, mayVisit } from './campaign-people.ts';
import {
  type CampaignRow,
  campaignInArea,
  communitiesOf,
  getCampaign,
  leavesOf,
  requireAct,
} from './campaign-scope.ts';
import { requireAsSeen } from './taken-households.ts';

type Visit = CommandContext<typeof campaignVisitContracts.visit>;
type VoidVisit = CommandContext<typeof campaignVisitContracts.voidVisit>;
type Find = CommandContext<typeof campaignVisitContracts.find>;

/** A campaign that runs, and the day on which it began. */
async function runningCampaign(
  c: Visit | VoidVisit,
  campaignId: string,
): Promise<{ campaign: CampaignRow; startedOn: PlainDate }> {
  const campaign = await getCampaign(c.w, c.tree, campaignId, 'share');
  requireAct(campaign, 'visit', c);
  return { campaign, startedOn: businessDay(campaign.started_at!) };
}

export async function visitHousehold(c: Visit): Promise<{ visitId: string }> {
  await requireAsSeen(c, c.params.entryId, c.body.seen);
  const [entry] = await listEntries(
    c.w,
    entriesBy(sql`h.entry_id = ${c.params.entryId}::uuid and ${inScope(c.scope, 'h.district_id', 'h.area_id')}`, c),
    c.today,
  );
  if (!entry) throw notFound();
  const { startedOn } = await runningCampaign(c, entry.campaign_id);
  const { outcome, visitedOn, nextOn, note } = c.body;
  requireAllowed(
    visitRefusals({ outcome, visitedOn, nextOn, hasHousehold: entry.home_id !== null }, startedOn, c.today),
  );
  const visitId = newId(c.at.getTime());
  await c.w
    .insertInto('campaign_visit')
    .values({
      district_id: entry.district_id,
      visit_id: visitId,
      entry_id: entry.entry_id,
      campaign_id: entry.campaign_id,
      area_id: entry.area_id,
      household_id: entry.home_id,
      outcome,
      visited_on: visitedOn,
      next_on: outcome === 'no-one-home' ? nextOn : null,
      note,
      made_at: c.at,
      made_by: c.actor.accountId,
      cause: c.cause,
    })
    .execute();
  c.audit({
    districtId: entry.district_id,
    areaId: entry.area_id,
    subjectKind: entry.home_id === null ? 'campaign-household' : 'household',
    subjectId: entry.home_id ?? entry.entry_id,
    details: { campaign: entry.campaign_id, outcome, visitedOn },
  });
  return { visitId };
}

export async function voidVisit(c: VoidVisit): Promise<{ ok: true }> {
  const { rows } = await sql<{
    district_id: number;
    area_id: number;
    entry_id: string;
    campaign_id: string;
    household_id: string | null;
    outcome: string;
  }>`select district_id, area_id, entry_id, campaign_id, household_id, outcome from campaign_visit
    where visit_id = ${c.params.visitId}::uuid and voided_at is null and ${inScope(c.scope, 'district_id', 'area_id')} for update`.execute(
    c.w,
  );
  const row = rows[0];
  if (!row) throw notFound();
  await runningCampaign(c, row.campaign_id);
  requireOneRow(
    await c.w
      .updateTable('campaign_visit')
      .set({ voided_at: c.at, voided_by: c.actor.accountId })
      .where('district_id', '=', row.district_id)
      .where('visit_id', '=', c.params.visitId)
      .where('voided_at', 'is', null)
      .executeTakeFirst(),
  );
  c.audit({
    districtId: row.district_id,
    areaId: row.area_id,
    subjectKind: row.household_id === null ? 'campaign-household' : 'household',
    subjectId: row.household_id ?? row.entry_id,
    details: { campaign: row.campaign_id, outcome: row.outcome },
  });
  return { ok: true };
}

/** 新发现户: it goes to whoever found it, where she may visit. */
export async function findHousehold(c: Find): Promise<{ entryId: string }> {
  const areaId = ownCommunity(c, c.body.area);
  const { campaign, scope } = await campaignInArea(c, c.w, c.params.campaignId, c.body.area, 'share');
  requireAct(campaign, 'visit', c);
  const { districtId } = getArea(c.tree, areaId);
  if ((await communitiesOf(c, c.w, [campaign.campaign_id], scope)).length === 0) throw notFound();
  const key = addressKey(c.body.address);
  // Two who find it at once meet here.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${campaign.campaign_id}/${key}`}, 0))`.execute(c.w);
  const { rows: known } = await sql`select 1 from campaign_household where district_id = ${districtId}
    and campaign_id = ${campaign.campaign_id}::uuid and area_id = any(${leavesOf(c.tree, [areaId], c.today)}::int[]) and found and address_key = ${key}`.execute(
    c.w,
  );
  if (known.length > 0) throw new AppError('campaign.already-listed', 'conflict', { field: 'address' });
  const me = (await listVisitors(c.w, c.today)).find((one) => one.accountId === c.actor.accountId);
  const entryId = newId(c.at.getTime());
  await c.w
    .insertInto('campaign_household')
    .values({
      district_id: districtId,
      entry_id: entryId,
      campaign_id: campaign.campaign_id,
      area_id: areaId,
      household_id: null,
      address: c.body.address,
      address_key: key,
      found: true,
      worker_id: me && mayVisit(c, me, areaId) ? me.accountId : null,
      created_at: c.at,
      created_by: c.actor.accountId,
    })
    .execute();
  c.audit({
    districtId,
    areaId,
    subjectKind: 'campaign-household',
    subjectId: entryId,
    details: { campaign: campaign.campaign_id },
  });
  return { entryId };
}
