/** 分配家庭: chosen rows, everything open of somebody who leaves, or shared out evenly along the addresses. */
import type { campaignContracts } from '@renshe/domain/campaign/campaign.contract.ts';
import { openStatuses } from '@renshe/domain/campaign/campaign.rules.ts';
import { shareOut } from '@renshe/domain/campaign/campaign-sharing.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { type RawBuilder, sql } from 'kysely';
import { notFound } from '../platform/errors.ts';
import type { CommandContext } from '../platform/route.ts';
import { inScope, type Scope, scopeDistricts } from '../platform/scope.ts';
import { type EntryRow, listEntries, ofCampaign } from './campaign-entries.ts';
import { listVisitors, requireVisitors } from './campaign-people.ts';
import { type AnyContext, auditCampaign, type CampaignRow, campaignInArea, requireAct } from './campaign-scope.ts';

type Assign = CommandContext<typeof campaignContracts.assign>;
type Share = CommandContext<typeof campaignContracts.share>;

/** Open households of one scope that nobody has, or all open ones. */
export function listToShare(
  c: Pick<AnyContext, 'tree' | 'today'> & { r: Parameters<typeof listEntries>[0] },
  campaign: CampaignRow,
  scope: Scope,
  which: 'unassigned' | 'open',
): Promise<EntryRow[]> {
  return listEntries(c.r, ofCampaign(campaign, scope, c), c.today, {
    statuses: openStatuses,
    ...(which === 'unassigned' && { worker: 'none' }),
  });
}

async function setWorkers(c: Assign | Share, rows: readonly { entryId: string; to: string | null }[], scope: Scope) {
  const entries: RawBuilder<unknown> = sql`unnest(${rows.map((row) => row.entryId)}::uuid[], ${rows.map((row) => row.to)}::uuid[])`;
  const result =
    await sql`update campaign_household h set worker_id = s.worker_id from ${entries} as s (entry_id, worker_id)
    where h.district_id = any(${scopeDistricts(scope)}::int[]) and h.entry_id = s.entry_id and ${inScope(scope, 'h.district_id', 'h.area_id')}`.execute(
      c.w,
    );
  if (Number(result.numAffectedRows) !== rows.length) throw notFound();
}

export async function assignHouseholds(c: Assign): Promise<{ assigned: number }> {
  const { campaign, scope } = await campaignInArea(c, c.w, c.params.campaignId, c.body.area, 'share');
  requireAct(campaign, 'assign', c);
  const { what, to } = c.body;
  const chosen = await listEntries(
    c.w,
    ofCampaign(campaign, scope, c),
    c.today,
    what.how === 'open-of' ? { statuses: openStatuses, worker: what.accountId } : { ids: what.entryIds },
  );
  if (what.how === 'chosen' && chosen.length !== new Set(what.entryIds).size) throw notFound();
  if (to !== null)
    requireVisitors(c, await listVisitors(c.w, c.today), [to], [...new Set(chosen.map((row) => row.area_id))]);
  await setWorkers(
    c,
    chosen.map((row) => ({ entryId: row.entry_id, to })),
    scope,
  );
  auditCampaign(c, campaign, {
    to,
    households: chosen.length,
    ...(what.how === 'open-of' && { from: what.accountId }),
  });
  return { assigned: chosen.length };
}

/** 平均分配: the same stretches of addresses that the preview showed, from the same function. */
export async function shareHouseholds(c: Share): Promise<{ assigned: number }> {
  const { campaign, scope } = await campaignInArea(c, c.w, c.params.campaignId, c.body.area, 'share');
  requireAct(campaign, 'assign', c);
  const accounts = [...new Set(c.body.accounts)];
  if (accounts.length === 0) throw new AppError('campaign.nobody-chosen', 'invalid', { field: 'accounts' });
  const rows = await listToShare({ tree: c.tree, today: c.today, r: c.w }, campaign, scope, c.body.which);
  if (rows.length === 0) throw new AppError('campaign.nothing-to-share', 'conflict');
  requireVisitors(c, await listVisitors(c.w, c.today), accounts, [...new Set(rows.map((row) => row.area_id))]);
  const shares = shareOut(
    rows.map((row) => ({ id: row.entry_id, address: row.address })),
    accounts,
    { wholeBuildings: c.body.wholeBuildings },
  );
  await setWorkers(
    c,
    [...shares].flatMap(([to, own]) => own.map((one) => ({ entryId: one.id, to }))),
    scope,
  );
  auditCampaign(c, campaign, {
    households: rows.length,
    which: c.body.which,
    shares: Object.fromEntries([...shares].map(([to, own]) => [to, own.length])),
  });
  return { assigned: rows.length };
}
