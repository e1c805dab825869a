/** Households of survey drives on a phone without network: what goes along, and whether a record of there still stands on what was seen. */
import { openStatuses } from '@renshe/domain/campaign/campaign.rules.ts';
import type { SeenHousehold, TakenDrive } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { sql } from 'kysely';
import { areaRef } from '../platform/area-ref.ts';
import { businessDay } from '../platform/clock.ts';
import type { Reader, Writer } from '../platform/db.ts';
import { inScope, type Scope, scopeDistricts } from '../platform/scope.ts';
import { entriesBy, listEntries } from './campaign-entries.ts';
import { entryView, knownPeople, peopleOf } from './campaign-people.ts';
import { type AnyContext, type CampaignRow, campaignDistricts } from './campaign-scope.ts';

/**
 * The reader's own open households within a scope, in the order of addresses. When there are more than fit, those whose next visit is due go first.
 * @param most people; a household of which nobody is known counts as one
 */
export async function listTakenHouseholds(
  c: AnyContext & { r: Reader },
  scope: Scope,
  most: number,
): Promise<TakenDrive> {
  const rows = await listEntries(
    c.r,
    entriesBy(
      sql`c.state = 'running' and h.worker_id = ${c.actor.accountId}::uuid and ${inScope(scope, 'h.district_id', 'h.area_id')}`,
      c,
    ),
    c.today,
    { statuses: openStatuses },
  );
  const people = await knownPeople(
    c.r,
    scope,
    rows.flatMap((row) => row.home_id ?? []),
    c.today,
  );
  const isDue = (row: (typeof rows)[number]) => row.next_on !== null && row.next_on <= c.today;
  const taken = new Set<string>();
  let room = most;
  for (const row of [...rows.filter(isDue), ...rows.filter((one) => !isDue(one))]) {
    room -= Math.max(1, peopleOf(people, row).length);
    if (room < 0) break;
    taken.add(row.entry_id);
  }
  const chosen = rows.filter((row) => taken.has(row.entry_id));
  const { rows: campaigns } = await sql<CampaignRow>`
    select * from campaign where district_id = any(${campaignDistricts(c.tree)}::int[])
      and campaign_id = any(${[...new Set(chosen.map((row) => row.campaign_id))]}::uuid[]) order by ends_on, campaign_id`.execute(
    c.r,
  );
  return {
    campaigns: campaigns.map((row) => ({
      campaignId: row.campaign_id,
      name: row.name,
      purpose: row.purpose,
      startedOn: businessDay(row.started_at!),
      endsOn: row.ends_on,
    })),
    households: chosen.map((row) => {
      const own = peopleOf(people, row);
      return { ...entryView(c, row, own), people: own };
    }),
    left: rows.length - chosen.length,
  };
}

interface Since {
  area_id: number;
  worker_id: string | null;
  worker_name: string | null;
  answered_by: string | null;
  visited_by: string | null;
}

/**
 * Visits and answers of one household come one after the other. A record from a phone is compared with what has happened since its list was taken
 * along: what she herself did elsewhere is no surprise to her.
 * @param people who was known in which household; saved once more they would be entered into it again
 * @throws AppError conflict: somebody else was there, it is somebody else's now, its community is another one, or somebody has left it
 */
export async function requireAsSeen(
  c: AnyContext & { w: Writer },
  entryId: string,
  seen: SeenHousehold | undefined,
  people: readonly { residentId: string; householdId: string }[] = [],
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`campaign-household/${entryId}`}, 0))`.execute(c.w);
  if (seen === undefined) return;
  const me = c.actor.accountId;
  const { rows } = await sql<Since>`
    select h.area_id, h.worker_id, a.name as worker_name,
      (select b.name from survey_row s join account b on b.account_id = s.saved_by where s.district_id = h.district_id
        and (s.campaign_entry_id = h.entry_id or s.household_id = h.household_id) and s.undone_at is null
        and s.saved_at > ${seen.takenAt}::timestamptz and s.saved_by <> ${me}::uuid order by s.saved_at desc limit 1) as answered_by,
      (select b.name from campaign_visit v join account b on b.account_id = v.made_by where v.district_id = h.district_id
        and v.entry_id = h.entry_id and v.voided_at is null and v.made_at > ${seen.takenAt}::timestamptz
        and v.made_by <> ${me}::uuid order by v.made_at desc limit 1) as visited_by
    from campaign_household h left join account a on a.account_id = h.worker_id
    where h.entry_id = ${entryId}::uuid and ${inScope(c.scope, 'h.district_id', 'h.area_id')}`.execute(c.w);
  const [now] = rows;
  // Whoever is asked next says that it is not there.
  if (!now) return;
  const area = areaRef(c.tree, now.area_id, c.today);
  if (area.code !== seen.areaCode) throw new AppError('campaign.merged-meanwhile', 'conflict', { area: area.name });
  if (now.answered_by !== null)
    throw new AppError('campaign.answered-meanwhile', 'conflict', { name: now.answered_by });
  if (now.visited_by !== null) throw new AppError('campaign.visited-meanwhile', 'conflict', { name: now.visited_by });
  if (now.worker_id === null) throw new AppError('campaign.unassigned-meanwhile', 'conflict');
  if (now.worker_id !== me)
    throw new AppError('campaign.reassigned-meanwhile', 'conflict', { name: now.worker_name ?? '' });
  if (people.length === 0) return;
  const { rows: gone } = await sql<{ name: string }>`
    select p.name
    from unnest(${people.map((one) => one.residentId)}::uuid[], ${people.map((one) => one.householdId)}::uuid[]) as s (resident_id, household_id)
    join resident p on p.district_id = any(${scopeDistricts(c.scope)}::int[]) and p.resident_id = s.resident_id
      and p.voided_at is null and p.ended_on is null and ${inScope(c.scope, 'p.district_id', 'p.area_id')}
    where not exists (select 1 from household_member m where m.district_id = p.district_id and m.resident_id = p.resident_id
      and m.household_id = s.household_id and m.voided_at is null and m.from_on <= ${c.today}::date
      and (m.to_on is null or m.to_on > ${c.today}::date))
    order by p.name limit 1`.execute(c.w);
  if (gone[0]) throw new AppError('campaign.left-meanwhile', 'conflict', { name: gone[0].name });
}
