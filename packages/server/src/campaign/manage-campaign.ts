/** 新建、修改、删除、开始、结束调查. */
import { areaAt, findAreaByCode, getArea } from '@renshe/domain/area/area-tree.ts';
import type { CampaignFields, campaignContracts } from '@renshe/domain/campaign/campaign.contract.ts';
import { campaignRefusals, startRefusals } from '@renshe/domain/campaign/campaign.rules.ts';
import { addressKey } from '@renshe/domain/campaign/campaign-sharing.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import { sql } from 'kysely';
import { areaInScope, areaRef } from '../platform/area-ref.ts';
import { changedMeanwhile, requireOneRow } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import { insertRows } from '../platform/insert-rows.ts';
import type { CommandContext } from '../platform/route.ts';
import { closeEntries } from './campaign-entries.ts';
import {
  auditCampaign,
  type CampaignRow,
  campaignDistricts,
  campaignOfOffice,
  leavesOf,
  liesBelow,
  requireAct,
} from './campaign-scope.ts';

const ok = { ok: true } as const;
type Create = CommandContext<typeof campaignContracts.create>;
type Change = CommandContext<typeof campaignContracts.change>;
type DeleteDraft = CommandContext<typeof campaignContracts.deleteDraft>;
type Start = CommandContext<typeof campaignContracts.start>;
type End = CommandContext<typeof campaignContracts.end>;

/** The communities of the fields, each once, all of them below the area of the office. */
function communityIds(c: Create | Change, fields: CampaignFields, areaId: number): number[] {
  requireAllowed(campaignRefusals({ ...fields, communities: fields.communities.length }));
  const ids = new Set<number>();
  for (const code of fields.communities) {
    const id = findAreaByCode(c.tree, code, c.today);
    if (
      id === undefined ||
      getArea(c.tree, id).kind !== 'community' ||
      !c.scope.includes(id) ||
      !liesBelow(c, id, areaId)
    )
      throw new AppError('campaign.not-below', 'invalid', {
        area: id !== undefined && c.scope.includes(id) ? areaRef(c.tree, id, c.today).name : code,
        field: 'communities',
      });
    ids.add(id);
  }
  return [...ids].sort((a, b) => a - b);
}

const columnsOf = (fields: CampaignFields) => ({
  name: fields.name,
  purpose: fields.purpose,
  kind: fields.kind,
  starts_on: fields.startsOn,
  ends_on: fields.endsOn,
  recheck_percent: fields.recheckPercent,
});

async function dropCommunities(c: Change | DeleteDraft, campaign: CampaignRow): Promise<void> {
  await sql`delete from campaign_community where district_id = any(${campaignDistricts(c.tree)}::int[])
    and campaign_id = ${campaign.campaign_id}::uuid`.execute(c.w);
}

async function writeCommunities(
  c: Create | Change,
  campaign: { campaign_id: string; district_id: number },
  ids: readonly number[],
): Promise<void> {
  await insertRows(
    c.w,
    'campaign_community',
    ids.map((areaId) => ({
      district_id: getArea(c.tree, areaId).districtId,
      campaign_id: campaign.campaign_id,
      area_id: areaId,
      campaign_district: campaign.district_id,
    })),
  );
}

export async function createCampaign(c: Create): Promise<{ campaignId: string }> {
  const { areaCode, ...fields } = c.body;
  const { areaId } = areaInScope(c.scope, c.tree, areaCode, c.today);
  const communities = communityIds(c, fields, areaId);
  const campaign = {
    district_id: getArea(c.tree, areaId).districtId,
    campaign_id: newId(c.at.getTime()),
    area_id: areaId,
  };
  await c.w
    .insertInto('campaign')
    .values({ ...campaign, ...columnsOf(fields), state: 'drafted', created_at: c.at, created_by: c.actor.accountId })
    .execute();
  await writeCommunities(c, campaign, communities);
  auditCampaign(c, campaign, told({ ...fields, communities }));
  return { campaignId: campaign.campaign_id };
}

async function setCampaign(
  c: Change | Start | End,
  campaign: CampaignRow,
  set: Partial<Omit<CampaignRow, 'district_id' | 'campaign_id'>>,
): Promise<void> {
  requireOneRow(
    await c.w
      .updateTable('campaign')
      .set((eb) => ({ ...set, version: eb('version', '+', 1) }))
      .where('district_id', '=', campaign.district_id)
      .where('campaign_id', '=', campaign.campaign_id)
      .where('version', '=', c.body.version)
      .executeTakeFirst(),
  );
}

async function ownCommunities(c: Change | DeleteDraft, campaign: CampaignRow): Promise<number[]> {
  const { rows } = await sql<{ area_id: number }>`select area_id from campaign_community
    where district_id = any(${campaignDistricts(c.tree)}::int[]) and campaign_id = ${campaign.campaign_id}::uuid order by area_id`.execute(
    c.w,
  );
  return rows.map((row) => row.area_id);
}

/** What is asked, where and from when is fixed by the start: the list was written for it. */
export async function changeCampaign(c: Change): Promise<typeof ok> {
  const campaign = await campaignOfOffice(c, c.params.campaignId);
  requireAct(campaign, 'change', c);
  const { version, ...fields } = c.body;
  const after = communityIds(c, fields, areaAt(c.tree, campaign.area_id, c.today));
  const before = await ownCommunities(c, campaign);
  const same = before.length === after.length && before.every((id, i) => areaAt(c.tree, id, c.today) === after[i]);
  if (campaign.state === 'running') {
    if (!same || fields.kind !== campaign.kind || fields.startsOn !== campaign.starts_on)
      throw new AppError('campaign.communities-fixed', 'conflict');
  } else if (!same) {
    await dropCommunities(c, campaign);
    await writeCommunities(c, campaign, after);
  }
  await setCampaign(c, campaign, columnsOf(fields));
  auditCampaign(c, campaign, {
    before: told({ ...viewOf(campaign), communities: before }),
    after: told({ ...fields, communities: after }),
  });
  return ok;
}

/** 删除: a draft has no list and no work of anybody; the log keeps what it was to be. */
export async function deleteDraft(c: DeleteDraft): Promise<typeof ok> {
  const campaign = await campaignOfOffice(c, c.params.campaignId);
  requireAct(campaign, 'delete', c);
  // Under the lock of the row: whoever saw another version has to look again.
  if (campaign.version !== c.body.version) throw changedMeanwhile();
  const communities = await ownCommunities(c, campaign);
  await dropCommunities(c, campaign);
  await c.w
    .deleteFrom('campaign')
    .where('district_id', '=', campaign.district_id)
    .where('campaign_id', '=', campaign.campaign_id)
    .execute();
  auditCampaign(c, campaign, told({ ...viewOf(campaign), communities }));
  return ok;
}

const viewOf = (campaign: CampaignRow) => ({
  name: campaign.name,
  kind: campaign.kind,
  startsOn: campaign.starts_on,
  endsOn: campaign.ends_on,
  recheckPercent: campaign.recheck_percent,
});

/** What the log keeps of a campaign's particulars: the communities by their number. */
function told(
  of: Omit<CampaignFields, 'communities' | 'purpose' | 'kind'> & { kind: string; communities: readonly number[] },
) {
  const { name, kind, startsOn, endsOn, recheckPercent, communities } = of;
  return { name, kind, startsOn, endsOn, recheckPercent, communities: communities.length };
}

/** Rows that one statement carries. */
const chunk = 5000;

/** 开始: from now on the list of households stands. */
export async function startCampaign(c: Start): Promise<{ households: number }> {
  const campaign = await campaignOfOffice(c, c.params.campaignId);
  requireAct(campaign, 'start', c);
  const districts = campaignDistricts(c.tree);
  const { rows: chosen } = await sql<{ area_id: number }>`select area_id from campaign_community
    where district_id = any(${districts}::int[]) and campaign_id = ${campaign.campaign_id}::uuid`.execute(c.w);
  // Whoever lives in what a community has absorbed still stands under the absorbed one.
  const leaves = leavesOf(
    c.tree,
    chosen.map((row) => row.area_id),
    c.today,
  );
  const { rows: overlaps } = await sql<{ campaign: string; area_id: number }>`
    select distinct o.name as campaign, x.area_id from campaign_community x
    join campaign o on o.district_id = x.campaign_district and o.campaign_id = x.campaign_id and o.state = 'running' and o.kind = ${campaign.kind}
    where x.district_id = any(${districts}::int[]) and x.area_id = any(${leaves}::int[]) and x.campaign_id <> ${campaign.campaign_id}::uuid
    order by o.name, x.area_id`.execute(c.w);
  requireAllowed(
    startRefusals(
      { startsOn: campaign.starts_on, endsOn: campaign.ends_on },
      // Two of another campaign that have become one are one.
      [
        ...new Map(
          overlaps.map((one) => {
            const now = areaAt(c.tree, one.area_id, c.today);
            return [
              `${one.campaign}/${now}`,
              { campaign: one.campaign, community: areaRef(c.tree, now, c.today).name },
            ];
          }),
        ).values(),
      ],
      c.today,
      c.body.confirmed,
    ),
  );
  await setCampaign(c, campaign, { state: 'running', started_at: c.at, started_by: c.actor.accountId });
  const { rows } = await sql<{ district_id: number; area_id: number; household_id: string; address: string }>`
    select h.district_id, h.area_id, h.household_id, h.address from household h
    where h.district_id = any(${districts}::int[]) and h.area_id = any(${leaves}::int[]) and h.kind = 'family' and h.voided_at is null
      and (h.ended_on is null or h.ended_on > ${c.today}::date) order by h.area_id, h.household_id`.execute(c.w);
  if (rows.length === 0) throw new AppError('campaign.no-households', 'conflict');
  for (let from = 0; from < rows.length; from += chunk)
    await insertRows(
      c.w,
      'campaign_household',
      rows.slice(from, from + chunk).map((row) => ({
        ...row,
        entry_id: newId(c.at.getTime()),
        campaign_id: campaign.campaign_id,
        address_key: addressKey(row.address),
        found: false,
        created_at: c.at,
        created_by: c.actor.accountId,
      })),
    );
  auditCampaign(c, campaign, { households: rows.length, overlaps: overlaps.length });
  return { households: rows.length };
}

/** 结束: how every household stands is written down; the register goes on, the drive does not. */
export async function endCampaign(c: End): Promise<typeof ok> {
  const campaign = await campaignOfOffice(c, c.params.campaignId);
  requireAct(campaign, 'end', c);
  await closeEntries(c.w, campaign, campaignDistricts(c.tree), c);
  await setCampaign(c, campaign, { state: 'ended', ended_at: c.at, ended_by: c.actor.accountId });
  auditCampaign(c, campaign, {});
  return ok;
}
