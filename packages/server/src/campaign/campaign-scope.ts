/** Which campaign a request is about, who may see it, and its particulars as people read them. */
import { type AreaTree, areaAt, isWithinArea } from '@renshe/domain/area/area-tree.ts';
import type { Campaign } from '@renshe/domain/campaign/campaign.contract.ts';
import { type CampaignAct, campaignMay, campaignStateNames } from '@renshe/domain/campaign/campaign.rules.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type Selectable, sql } from 'kysely';
import { areaInScope, areaRef } from '../platform/area-ref.ts';
import type { AuditEntry } from '../platform/audit.ts';
import type { Reader, Writer } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import type { Context } from '../platform/route.ts';
import type { CampaignTable } from '../platform/schema.gen.ts';
import { inScope, type Scope } from '../platform/scope.ts';

export type AnyContext = Context<RouteContract>;
export type CampaignRow = Selectable<CampaignTable>;

/** Every shard that can keep a campaign: the city's (0) and the districts'. */
export function campaignDistricts(tree: AreaTree): number[] {
  return [...new Set([...tree.areas.values()].map((area) => area.districtId))].sort((a, b) => a - b);
}

/** Every community that is one of these by now: itself and what it has absorbed. */
export function leavesOf(tree: AreaTree, communities: readonly number[], today: PlainDate): number[] {
  const now = new Set(communities.map((id) => areaAt(tree, id, today)));
  return [...tree.areas.values()]
    .filter((area) => area.kind === 'community' && now.has(areaAt(tree, area.areaId, today)))
    .map((area) => area.areaId);
}

/** @throws AppError not found */
export async function getCampaign(
  r: Reader | Writer,
  tree: AreaTree,
  campaignId: string,
  lock: 'none' | 'share' | 'update' = 'none',
): Promise<CampaignRow> {
  const { rows } = await sql<CampaignRow>`select * from campaign
    where district_id = any(${campaignDistricts(tree)}::int[]) and campaign_id = ${campaignId}::uuid
    ${lock === 'none' ? sql`` : lock === 'share' ? sql`for share` : sql`for update`}`.execute(r);
  const row = rows[0];
  if (!row) throw notFound();
  return row;
}

/** The campaign that its organisers change, under its row lock: one outside their area is as if it were not there. */
export async function campaignOfOffice(c: AnyContext & { w: Writer }, campaignId: string): Promise<CampaignRow> {
  const campaign = await getCampaign(c.w, c.tree, campaignId, 'update');
  if (!c.scope.includes(areaAt(c.tree, campaign.area_id, c.today))) throw notFound();
  return campaign;
}

/**
 * The campaign as it shows in one area within the reader's reach. Drafts are seen by whom their area belongs to, others also by the communities
 * that are in them.
 */
export async function campaignInArea(
  c: AnyContext,
  r: Reader | Writer,
  campaignId: string,
  areaCode: string,
  lock: 'none' | 'share' = 'none',
): Promise<{ campaign: CampaignRow; areaId: number; scope: Scope }> {
  const { areaId, scope } = areaInScope(c.scope, c.tree, areaCode, c.today);
  const campaign = await getCampaign(r, c.tree, campaignId, lock);
  if (!c.scope.includes(areaAt(c.tree, campaign.area_id, c.today))) {
    const own = await communitiesOf(c, r, [campaign.campaign_id], c.scope);
    if (campaign.state === 'drafted' || own.length === 0) throw notFound();
  }
  return { campaign, areaId, scope };
}

export interface CommunityRow {
  campaign_id: string;
  area_id: number;
}

/** The communities of campaigns within a scope, those that have become one since as this one. */
export async function communitiesOf(
  c: Pick<AnyContext, 'tree' | 'today'>,
  r: Reader | Writer,
  campaigns: readonly string[],
  scope: Scope,
): Promise<CommunityRow[]> {
  const { rows } = await sql<CommunityRow>`select campaign_id, area_id from campaign_community
    where campaign_id = any(${[...campaigns]}::uuid[]) and ${inScope(scope, 'district_id', 'area_id')} order by area_id`.execute(
    r,
  );
  const present = new Map<string, CommunityRow>();
  for (const { campaign_id, area_id } of rows) {
    const now = areaAt(c.tree, area_id, c.today);
    present.set(`${campaign_id}/${now}`, { campaign_id, area_id: now });
  }
  return [...present.values()];
}

export function requireAct(campaign: CampaignRow, act: CampaignAct, c: Pick<AnyContext, 'language'>): void {
  const state = campaign.state as Campaign['state'];
  if (!campaignMay(state, act))
    throw new AppError('campaign.wrong-state', 'conflict', { state: campaignStateNames[state][c.language] });
}

export function campaignView(
  c: Pick<AnyContext, 'tree' | 'today'>,
  campaign: CampaignRow,
  communities: readonly CommunityRow[],
): Campaign {
  const at = (instant: Date | null) => instant?.toISOString() ?? null;
  return {
    campaignId: campaign.campaign_id,
    name: campaign.name,
    purpose: campaign.purpose,
    kind: campaign.kind as Campaign['kind'],
    state: campaign.state as Campaign['state'],
    startsOn: campaign.starts_on,
    endsOn: campaign.ends_on,
    recheckPercent: campaign.recheck_percent,
    area: areaRef(c.tree, campaign.area_id, c.today),
    communities: communities
      .filter((one) => one.campaign_id === campaign.campaign_id)
      .map((one) => areaRef(c.tree, one.area_id, c.today)),
    startedAt: at(campaign.started_at),
    endedAt: at(campaign.ended_at),
    version: campaign.version,
  };
}

/** Whether a community lies in the area of the office that runs the campaign. */
export function liesBelow(c: AnyContext, communityId: number, areaId: number): boolean {
  return isWithinArea(c.tree, communityId, areaId, c.today);
}

export function auditCampaign(
  c: { audit(entry: AuditEntry): void },
  campaign: Pick<CampaignRow, 'district_id' | 'area_id' | 'campaign_id'>,
  details: Record<string, unknown>,
  purpose?: string,
): void {
  c.audit({
    districtId: campaign.district_id,
    areaId: campaign.area_id,
    subjectKind: 'campaign',
    subjectId: campaign.campaign_id,
    details,
    ...(purpose !== undefined && { purpose }),
  });
}
