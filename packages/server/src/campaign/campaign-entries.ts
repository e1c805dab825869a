/**
 * How the households of campaigns stand. While a campaign runs this follows from the rows of the survey that were saved for the household and from
 * the visits; at its end it is written down. One statement for lists, counts, exports and the closing.
 */
import { type AreaTree, areaAt } from '@renshe/domain/area/area-tree.ts';
import type { EntryStatus } from '@renshe/domain/campaign/campaign.rules.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type RawBuilder, sql } from 'kysely';
import type { Reader, Writer } from '../platform/db.ts';
import { inScope, type Scope, scopeDistricts } from '../platform/scope.ts';

export interface EntryRow {
  district_id: number;
  entry_id: string;
  campaign_id: string;
  area_id: number;
  /** The household as it stands in the register by now. */
  home_id: string | null;
  address: string;
  found: boolean;
  worker_id: string | null;
  worker_name: string | null;
  status: EntryStatus;
  settled_on: PlainDate | null;
  settled_by: string | null;
  attempts: number;
  visit_id: string | null;
  visited_on: PlainDate | null;
  next_on: PlainDate | null;
  note: string | null;
}

/** The day on which households are looked at, and the areas as they stand on it. */
export interface Standing {
  tree: AreaTree;
  today: PlainDate;
}

/** The community that a column's one is by now; what it holds may have been absorbed while the campaign ran. */
function presentOf(column: string, { tree, today }: Standing): RawBuilder<unknown> {
  const absorbed = [...tree.areas.values()]
    .filter((area) => area.kind === 'community')
    .map((area) => [area.areaId, areaAt(tree, area.areaId, today)] as const)
    .filter(([leaf, part]) => leaf !== part);
  if (absorbed.length === 0) return sql.ref(column);
  return sql`coalesce((select g.part from unnest(${absorbed.map(([leaf]) => leaf)}::int[], ${absorbed.map(([, part]) => part)}::int[])
    as g (leaf, part) where g.leaf = ${sql.ref(column)}), ${sql.ref(column)})`;
}

/**
 * Common tables up to `e`, one row a household. `full` asks for everybody who lives there, `changes` for one entry.
 * @param condition over `h` (campaign_household) and `c` (campaign); it names the districts
 */
export function entriesBy(condition: RawBuilder<unknown>, on: Standing): RawBuilder<unknown> {
  const { today } = on;
  return sql`base as materialized (
      select h.district_id, h.entry_id, h.campaign_id, h.area_id, h.address, h.address_key, h.found, h.worker_id,
        h.closed_status, h.closed_on, h.closed_by, c.kind, c.started_at,
        coalesce(h.household_id, case when h.found then (
          select s.household_id from survey_row s where s.district_id = h.district_id and s.campaign_entry_id = h.entry_id
            and s.undone_at is null and s.household_id is not null order by s.saved_at limit 1) end) as home_id
      from campaign_household h join campaign c on c.campaign_id = h.campaign_id
      where ${condition}
    ), typed as materialized (
      select b.entry_id, max(s.saved_at) as at, (array_agg(s.saved_by order by s.saved_at desc))[1] as by
      from base b join survey_row s on s.district_id = b.district_id and s.household_id = b.home_id
        and s.undone_at is null and s.saved_at >= b.started_at
      where b.closed_status is null group by b.entry_id
    ), lacking as (
      select distinct b.entry_id from base b join typed t on t.entry_id = b.entry_id
      join household_member m on m.district_id = b.district_id and m.household_id = b.home_id and m.voided_at is null
        and m.from_on <= ${today}::date and (m.to_on is null or m.to_on > ${today}::date)
      join resident p on p.district_id = m.district_id and p.resident_id = m.resident_id and p.voided_at is null
        and p.ended_on is null and ${presentOf('p.area_id', on)} = ${presentOf('b.area_id', on)}
      where b.kind = 'full' and not exists (
        select 1 from survey_row s where s.district_id = b.district_id and s.household_id = b.home_id
          and s.resident_id = m.resident_id and s.undone_at is null and s.saved_at >= b.started_at)
    ), seen as (
      select distinct on (v.entry_id) v.entry_id, v.visit_id, v.outcome, v.visited_on, v.next_on, v.note, v.made_by,
        count(*) filter (where v.outcome = 'no-one-home') over (partition by v.entry_id) as attempts
      from base b join campaign_visit v on v.district_id = b.district_id and v.entry_id = b.entry_id
      where v.voided_at is null order by v.entry_id, v.visited_on desc, v.made_at desc, v.visit_id desc
    ), judged as (
      select b.*, t.at, t.by, s.visit_id, s.outcome, s.visited_on, s.next_on, s.note, s.made_by, coalesce(s.attempts, 0)::int as attempts,
        case when b.closed_status is not null then b.closed_status
          when t.entry_id is not null and l.entry_id is null then 'done'
          when s.outcome = 'confirmed' then 'done'
          when s.outcome in ('refused', 'vacant', 'moved') then s.outcome
          when t.entry_id is not null then 'begun'
          when s.outcome = 'no-one-home' then 'no-one-home'
          else 'todo' end as status
      from base b left join typed t on t.entry_id = b.entry_id left join lacking l on l.entry_id = b.entry_id
      left join seen s on s.entry_id = b.entry_id
    ), e as (
      select j.*,
        case when j.closed_status is not null then j.closed_on
          when j.status = 'done' and j.outcome is distinct from 'confirmed' then (j.at at time zone 'Asia/Shanghai')::date
          when j.status in ('done', 'refused', 'vacant', 'moved') then j.visited_on end as settled_on,
        case when j.closed_status is not null then j.closed_by
          when j.status = 'done' and j.outcome is distinct from 'confirmed' then j.by
          when j.status in ('done', 'refused', 'vacant', 'moved') then j.made_by end as settled_by
      from judged j
    )`;
}

/** Of one campaign within a scope. */
export function ofCampaign(
  campaign: { district_id: number; campaign_id: string },
  scope: Scope,
  on: Standing,
): RawBuilder<unknown> {
  return entriesBy(
    sql`c.district_id = ${campaign.district_id} and h.campaign_id = ${campaign.campaign_id}::uuid
      and ${inScope(scope, 'h.district_id', 'h.area_id')}`,
    on,
  );
}

export interface EntryFilter {
  status?: EntryStatus | undefined;
  statuses?: readonly EntryStatus[] | undefined;
  ids?: readonly string[] | undefined;
  /** An account, or `none`. */
  worker?: string | undefined;
  /** Part of the address, or the beginning of the name of a member who lives within the scope. */
  text?: { words: string; scope: Scope } | undefined;
}

function filterOf(filter: EntryFilter, today: PlainDate): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [sql`true`];
  if (filter.status) parts.push(sql`e.status = ${filter.status}`);
  if (filter.statuses) parts.push(sql`e.status = any(${[...filter.statuses]}::text[])`);
  if (filter.ids) parts.push(sql`e.entry_id = any(${[...filter.ids]}::uuid[])`);
  if (filter.worker === 'none') parts.push(sql`e.worker_id is null`);
  else if (filter.worker) parts.push(sql`e.worker_id = ${filter.worker}::uuid`);
  if (filter.text)
    parts.push(sql`(position(${filter.text.words} in e.address) > 0 or exists (
      select 1 from household_member m join resident p on p.district_id = m.district_id and p.resident_id = m.resident_id
        and p.voided_at is null and p.ended_on is null and ${inScope(filter.text.scope, 'p.district_id', 'p.area_id')}
      where m.district_id = any(${scopeDistricts(filter.text.scope)}::int[]) and m.household_id = e.home_id and m.voided_at is null
        and m.from_on <= ${today}::date and (m.to_on is null or m.to_on > ${today}::date) and starts_with(p.name, ${filter.text.words})))`);
  return sql.join(parts, sql` and `);
}

const columns = sql`e.district_id, e.entry_id, e.campaign_id, e.area_id, e.home_id, e.address, e.found, e.worker_id, a.name as worker_name,
  e.status, e.settled_on, e.settled_by, e.attempts, e.visit_id, e.visited_on, e.next_on, e.note`;

/** In the order of the addresses, byte by byte as `addressKey` writes them. */
export async function listEntries(
  r: Reader | Writer,
  entries: RawBuilder<unknown>,
  today: PlainDate,
  filter: EntryFilter = {},
  page?: { limit: number; offset: number },
): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`with ${entries}
    select ${columns} from e left join account a on a.account_id = e.worker_id where ${filterOf(filter, today)}
    order by e.area_id, e.address_key collate "C", e.entry_id ${page ? sql`limit ${page.limit} offset ${page.offset}` : sql``}`.execute(
    r,
  );
  return rows;
}

export async function countEntries(
  r: Reader,
  entries: RawBuilder<unknown>,
  today: PlainDate,
  filter: EntryFilter,
): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`with ${entries} select count(*)::int as count from e where ${filterOf(filter, today)}`.execute(r);
  return rows[0]!.count;
}

export interface Tally {
  campaign_id: string;
  area_id: number;
  worker_id: string | null;
  status: EntryStatus;
  settled_on: PlainDate | null;
  count: number;
  found: number;
}

/** All that progress is added up from. */
export async function tallyEntries(r: Reader, entries: RawBuilder<unknown>): Promise<Tally[]> {
  const { rows } = await sql<Tally>`with ${entries}
    select campaign_id, area_id, worker_id, status, settled_on, count(*)::int as count, count(*) filter (where found)::int as found
    from e group by campaign_id, area_id, worker_id, status, settled_on`.execute(r);
  return rows;
}

/** Writes down how every household stands; from now on it stays. */
export async function closeEntries(
  w: Writer,
  campaign: { district_id: number; campaign_id: string },
  districts: readonly number[],
  on: Standing,
): Promise<void> {
  const all = entriesBy(
    sql`c.district_id = ${campaign.district_id} and h.campaign_id = ${campaign.campaign_id}::uuid and h.district_id = any(${[...districts]}::int[])`,
    on,
  );
  await sql`with ${all}
    update campaign_household h set closed_status = e.status, closed_on = e.settled_on, closed_by = e.settled_by, household_id = e.home_id
    from e where h.district_id = e.district_id and h.entry_id = e.entry_id`.execute(w);
}
