/** Lists of campaigns, and how far one is: added up from the households, one pass. */
import { areaAt } from '@renshe/domain/area/area-tree.ts';
import type { Campaign, campaignContracts } from '@renshe/domain/campaign/campaign.contract.ts';
import {
  campaignActs,
  campaignMay,
  type EntryCounts,
  noEntries,
  openStatuses,
  paceOf,
  settledStatuses,
} from '@renshe/domain/campaign/campaign.rules.ts';
import type { ErrorFigures } from '@renshe/domain/campaign/campaign-recheck.ts';
import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { actorMay } from '../platform/actor.ts';
import { areaInScope, areaRef } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import { parameterNumber } from '../platform/parameter-value.ts';
import { inScope, type Scope, scopeFor } from '../platform/scope.ts';
import { entriesBy, ofCampaign, type Tally, tallyEntries } from './campaign-entries.ts';
import { listVisitors, mayVisit } from './campaign-people.ts';
import {
  type AnyContext,
  type CampaignRow,
  campaignDistricts,
  campaignInArea,
  campaignView,
  communitiesOf,
} from './campaign-scope.ts';

function countsOf(tallies: readonly Tally[]): EntryCounts {
  const counts = { ...noEntries };
  for (const one of tallies) counts[one.status] += one.count;
  return counts;
}

const datesOf = (campaign: CampaignRow) => ({
  startsOn: campaign.starts_on,
  endsOn: campaign.ends_on,
  state: campaign.state as Campaign['state'],
});

function toleranceAt(c: AnyContext, areaId: number): number {
  return parameterNumber(c.reference, 'campaign.behind_points', areaId, c.today);
}

/** Campaigns of the area's communities, and those that its office runs: running ones first. */
export async function listCampaigns(
  c: AnyContext & { r: Reader },
  areaCode: string,
): Promise<z.input<(typeof campaignContracts.list)['output']>> {
  const { areaId, scope } = areaInScope(c.scope, c.tree, areaCode, c.today);
  const { rows } =
    await sql<CampaignRow>`select c.* from campaign c where c.district_id = any(${campaignDistricts(c.tree)}::int[])
      and (exists (select 1 from campaign_community m where m.campaign_id = c.campaign_id and ${inScope(scope, 'm.district_id', 'm.area_id')})
        or c.area_id = ${areaId})
    order by array_position(array['running', 'drafted', 'ended'], c.state), c.starts_on desc, c.campaign_id limit 200`.execute(
      c.r,
    );
  const own = rows.filter((row) => row.state !== 'drafted' || c.scope.includes(areaAt(c.tree, row.area_id, c.today)));
  const ids = own.map((row) => row.campaign_id);
  const communities = await communitiesOf(c, c.r, ids, scope);
  const tallies = await tallyEntries(
    c.r,
    entriesBy(sql`h.campaign_id = any(${ids}::uuid[]) and ${inScope(scope, 'h.district_id', 'h.area_id')}`, c),
  );
  const tolerance = toleranceAt(c, areaId);
  return {
    campaigns: own.map((row) => {
      const counts = countsOf(tallies.filter((one) => one.campaign_id === row.campaign_id));
      return { ...campaignView(c, row, communities), counts, pace: paceOf(datesOf(row), counts, c.today, tolerance) };
    }),
    recheckPercent: parameterNumber(c.reference, 'campaign.recheck_percent', areaId, c.today),
  };
}

interface RecheckTally extends ErrorFigures {
  worker_id: string;
  drawn: number;
  submitted: number;
}

async function tallyRechecks(r: Reader, condition: RawBuilder<unknown>): Promise<RecheckTally[]> {
  const { rows } = await sql<RecheckTally>`
    select k.worker_id, count(*)::int as drawn, count(k.submitted_at)::int as submitted, coalesce(sum(k.compared), 0)::int as compared,
      coalesce(sum(d.differences), 0)::int as differences, coalesce(sum(d.undecided), 0)::int as undecided, coalesce(sum(d.errors), 0)::int as errors
    from campaign_recheck k left join lateral (
      select count(*) as differences, count(*) filter (where x.verdict is null) as undecided, count(*) filter (where x.verdict = 'second') as errors
      from campaign_difference x where x.district_id = k.district_id and x.recheck_id = k.recheck_id) d on true
    where ${condition} group by k.worker_id`.execute(r);
  return rows;
}

const nothingChecked = { compared: 0, differences: 0, undecided: 0, errors: 0 };
const figuresOf = ({ compared, differences, undecided, errors }: ErrorFigures) => ({
  compared,
  differences,
  undecided,
  errors,
});

/** What the reader's posts let her do, of what the state allows. */
function actsOf(c: AnyContext, campaign: CampaignRow) {
  const area = areaAt(c.tree, campaign.area_id, c.today);
  const manages = scopeFor(c.actor, 'campaign.manage', c.tree, c.today).includes(area);
  const may = {
    change: manages,
    delete: manages,
    start: manages,
    end: manages,
    draw: actorMay(c.actor, 'campaign.manage'),
    assign: actorMay(c.actor, 'campaign.assign'),
    visit: actorMay(c.actor, 'survey.write'),
    check: actorMay(c.actor, 'survey.write'),
    decide: actorMay(c.actor, 'survey.write'),
  };
  return campaignActs.filter((act) => may[act] && campaignMay(campaign.state as Campaign['state'], act));
}

type Progress = z.input<(typeof campaignContracts.progress)['output']>;

export async function readProgress(
  c: AnyContext & { r: Reader },
  campaignId: string,
  areaCode: string,
): Promise<Progress> {
  const { row: _, ...progress } = await readProgressOf(c, campaignId, areaCode);
  return progress;
}

/** The progress together with the campaign itself. */
export async function readProgressOf(
  c: AnyContext & { r: Reader },
  campaignId: string,
  areaCode: string,
): Promise<Progress & { row: CampaignRow }> {
  const { campaign, areaId, scope } = await campaignInArea(c, c.r, campaignId, areaCode);
  const [communities, tallies, rechecks, visitors] = await Promise.all([
    communitiesOf(c, c.r, [campaignId], scope),
    tallyEntries(c.r, ofCampaign(campaign, scope, c)),
    tallyRechecks(c.r, sql`k.campaign_id = ${campaignId}::uuid and ${inScope(scope, 'k.district_id', 'k.area_id')}`),
    listVisitors(c.r, c.today),
  ]);
  const tolerance = toleranceAt(c, areaId);
  const judged = (own: readonly Tally[]) => {
    const counts = countsOf(own);
    return { counts, pace: paceOf(datesOf(campaign), counts, c.today, tolerance) };
  };
  const days = new Map<string, number>();
  for (const one of tallies)
    if (one.settled_on !== null && (settledStatuses as readonly string[]).includes(one.status))
      days.set(one.settled_on, (days.get(one.settled_on) ?? 0) + one.count);
  const names = await namesOf(c.r, [
    ...tallies.flatMap((one) => one.worker_id ?? []),
    ...rechecks.map((one) => one.worker_id),
  ]);
  const workerIds = [
    ...new Set([...tallies.flatMap((one) => one.worker_id ?? []), ...rechecks.map((one) => one.worker_id)]),
  ];
  const sum = (key: 'drawn' | 'submitted' | keyof typeof nothingChecked) =>
    rechecks.reduce((total, one) => total + one[key], 0);
  return {
    row: campaign,
    campaign: campaignView(c, campaign, communities),
    ...judged(tallies),
    unassigned: tallies.reduce((total, one) => total + (one.worker_id === null ? one.count : 0), 0),
    found: tallies.reduce((total, one) => total + one.found, 0),
    communities: communities.map((one) => ({
      area: areaRef(c.tree, one.area_id, c.today),
      ...judged(tallies.filter((tally) => areaAt(c.tree, tally.area_id, c.today) === one.area_id)),
    })),
    workers: workerIds
      .map((id) => {
        const own = tallies.filter((one) => one.worker_id === id);
        const visitor = visitors.find((one) => one.accountId === id);
        const open = campaign.state === 'running' && own.length > 0;
        return {
          worker: { accountId: id, name: names.get(id) ?? '' },
          ...judged(own),
          left: open && !own.every((one) => visitor !== undefined && mayVisit(c, visitor, one.area_id)),
          recheck: figuresOf(rechecks.find((one) => one.worker_id === id) ?? nothingChecked),
        };
      })
      .sort((a, b) => (a.pace.share ?? 1) - (b.pace.share ?? 1) || (a.worker.name < b.worker.name ? -1 : 1)),
    days: [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([on, settled]) => ({ on, settled })),
    recheck: {
      drawn: sum('drawn'),
      submitted: sum('submitted'),
      compared: sum('compared'),
      differences: sum('differences'),
      undecided: sum('undecided'),
      errors: sum('errors'),
    },
    may: actsOf(c, campaign),
  };
}

export async function namesOf(r: Reader, accounts: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ account_id: string; name: string }>`
    select account_id, name from account where account_id = any(${[...new Set(accounts)]}::uuid[])`.execute(r);
  return new Map(rows.map((row) => [row.account_id, row.name]));
}

/** The caller's own open households and re-checks in numbers, by running campaign. */
export async function countOwn(c: AnyContext & { r: Reader }, scope: Scope) {
  const me = c.actor.accountId;
  const entries = entriesBy(
    sql`c.state = 'running' and h.worker_id = ${me}::uuid and ${inScope(scope, 'h.district_id', 'h.area_id')}`,
    c,
  );
  const { rows } = await sql<{ campaign_id: string; open: number; again: number; rechecks: number }>`
    with ${entries}, counted as (
      select campaign_id, count(*) filter (where status = any(${[...openStatuses]}::text[]))::int as open,
        count(*) filter (where status = any(${openStatuses.filter((one) => one !== 'todo')}::text[]) and next_on <= ${c.today}::date)::int as again, 0 as rechecks
      from e group by campaign_id
      union all
      select k.campaign_id, 0, 0, count(*)::int from campaign_recheck k join campaign x on x.campaign_id = k.campaign_id and x.state = 'running'
      where k.checker_id = ${me}::uuid and k.submitted_at is null and ${inScope(scope, 'k.district_id', 'k.area_id')} group by k.campaign_id)
    select campaign_id, sum(open)::int as open, sum(again)::int as again, sum(rechecks)::int as rechecks from counted group by campaign_id`.execute(
    c.r,
  );
  const due = rows.filter((row) => row.open > 0 || row.rechecks > 0);
  const { rows: campaigns } =
    await sql<CampaignRow>`select * from campaign where district_id = any(${campaignDistricts(c.tree)}::int[])
    and campaign_id = any(${due.map((row) => row.campaign_id)}::uuid[]) order by ends_on, campaign_id`.execute(c.r);
  return campaigns.map((campaign) => {
    const { open, again, rechecks } = due.find((row) => row.campaign_id === campaign.campaign_id)!;
    return {
      campaignId: campaign.campaign_id,
      name: campaign.name,
      endsOn: campaign.ends_on,
      open,
      again,
      rechecks,
    };
  });
}
