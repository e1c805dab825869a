/**
 * How the files of every community stand, counted anew in the background: what districts and the city are added up from. A community is due
 * when somebody has touched one of its files since it was counted, and with the day, because freshness goes by days.
 */
import { createHash } from 'node:crypto';
import { type AreaId, type AreaTree, getArea } from '@renshe/domain/area/area-tree.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { QualityRule } from '@renshe/domain/quality/quality.rules.ts';
import type { QualityPart } from '@renshe/domain/quality/quality-check.ts';
import { sql } from 'kysely';
import type { Reader, Writer } from '../platform/db.ts';
import type { Host } from '../platform/host.ts';
import type { Reference } from '../platform/reference.ts';
import { inScope, type Scope, scopeOfLeaves } from '../platform/scope.ts';
import { districtsOfCity } from '../report/report-leaves.ts';
import { countQuality, emptyCounts, limitsOf, type QualityCounts } from './quality.queries.ts';
import { qualityRules } from './quality-rules-file.ts';

/** Communities that are counted together: one statement over their people. */
const atOnce = 25;
/** A community that is worked in all day is counted so often at most, in milliseconds. */
const restAfterCount = 10 * 60_000;
/** An event bears the instant of its beginning, and may be seen only so much later. */
const longestCommand = 30_000;

export const communitiesOf = (tree: AreaTree): AreaId[] =>
  [...tree.areas.values()].filter((area) => area.kind === 'community').map((area) => area.areaId);

/**
 * What the counts of each community rest on besides its files: another rule, check, group, number of days or day is another basis. Weights are
 * none of it: they are applied to the counts when a score is read.
 */
function basesOf(rules: readonly QualityRule[], reference: Reference, today: PlainDate): Map<AreaId, string> {
  const common = JSON.stringify(rules.map(({ key, check, group }) => [key, check, group]));
  const limits = limitsOf(reference, today);
  return new Map(
    limits.areas.map((areaId, i) => {
      const days = [limits.everybody[i], limits.unemployed[i], limits.hardship[i], limits.retiree[i]];
      const text = `${common}|${today}|${days.join('|')}`;
      return [areaId, createHash('sha256').update(text).digest('hex').slice(0, 16)] as const;
    }),
  );
}

interface StandingRow {
  area_id: number;
  counted_at: Date;
  basis: string;
}

/** When something was last written about anybody of a community, by community: of a move also that to which the people went. */
async function touchedSince(r: Reader, districts: readonly number[], since: Date): Promise<Map<number, Date>> {
  const { rows } = await sql<{ area_id: number; at: Date }>`select t.area_id, max(e.at) as at from audit_event e
      cross join lateral (values (e.area_id), (case when jsonb_typeof(e.details -> 'toAreaId') = 'number' then (e.details -> 'toAreaId')::int end),
        (case when jsonb_typeof(e.details -> 'intoAreaId') = 'number' then (e.details -> 'intoAreaId')::int end)) t (area_id)
    where e.district_id = any(${[...districts]}::int[]) and e.at >= ${since} and t.area_id is not null group by t.area_id`.execute(
    r,
  );
  return new Map(rows.map((row) => [row.area_id, row.at]));
}

type StandingHost = Pick<Host, 'db' | 'reference' | 'clock'>;

export interface Refreshing {
  /** Called between two statements with the milliseconds that the last one took; false: stop here. */
  between?(took: number): Promise<boolean>;
}

/**
 * Counts the communities that are due, those without a count first.
 * @param seenUntil up to when what happened has been looked at; undefined: look at everything since the oldest count
 * @returns how many were counted, and from when the next call has to look
 */
export async function refreshQuality(
  host: StandingHost,
  seenUntil?: Date,
  refreshing: Refreshing = {},
): Promise<{ counted: number; seenUntil: Date }> {
  const reference = await host.reference.current();
  const { tree } = reference;
  const now = host.clock.now();
  const bases = basesOf(await qualityRules(host.db), reference, host.clock.today());
  const districts = districtsOfCity(tree);
  const kept = new Map((await listStandings(host.db.kysely, districts)).map((row) => [row.area_id, row]));
  const oldest = new Date(Math.min(now.getTime(), ...[...kept.values()].map((row) => row.counted_at.getTime())));
  const touched = await touchedSince(
    host.db.kysely,
    districts,
    new Date((seenUntil ?? oldest).getTime() - longestCommand),
  );
  let waitingSince: Date | null = null;
  const isDue = (areaId: AreaId, row: StandingRow | undefined) => {
    if (!row || row.basis !== bases.get(areaId)) return true;
    const at = touched.get(areaId);
    if (!at || at.getTime() < row.counted_at.getTime() - longestCommand) return false;
    // Touched while it was being counted, or a moment later: once more, but not at once.
    if (now.getTime() - row.counted_at.getTime() >= restAfterCount) return true;
    if (!waitingSince || row.counted_at < waitingSince) waitingSince = row.counted_at;
    return false;
  };
  const due = communitiesOf(tree)
    .filter((areaId) => isDue(areaId, kept.get(areaId)))
    .sort((a, b) => (kept.get(a)?.counted_at.getTime() ?? 0) - (kept.get(b)?.counted_at.getTime() ?? 0) || a - b);
  let counted = 0;
  let skipped = false;
  for (let i = 0; i < due.length; i += atOnce) {
    const began = performance.now();
    const done = await countStandings(host, due.slice(i, i + atOnce), kept);
    if (done === 'elsewhere') skipped = true;
    else counted += done;
    if (refreshing.between && !(await refreshing.between(performance.now() - began)))
      return { counted, seenUntil: seenUntil ?? oldest };
  }
  // What has to wait is looked for again from where it was found; so is what was left to another server, which may not come to it.
  return { counted, seenUntil: skipped ? (seenUntil ?? oldest) : (waitingSince ?? now) };
}

async function listStandings(r: Reader | Writer, districts: readonly number[], areas?: readonly number[]) {
  const { rows } = await sql<StandingRow>`select area_id, counted_at, basis from quality_standing
    where district_id = any(${[...districts]}::int[]) ${areas ? sql`and area_id = any(${[...areas]}::int[])` : sql``}`.execute(
    r,
  );
  return rows;
}

/** One statement's worth. While another server counts, nothing is: 'elsewhere'. */
async function countStandings(
  host: StandingHost,
  areas: readonly AreaId[],
  before: ReadonlyMap<AreaId, StandingRow>,
): Promise<number | 'elsewhere'> {
  return host.db.kysely.transaction().execute(async (w) => {
    const lock = await sql<{
      mine: boolean;
    }>`select pg_try_advisory_xact_lock(hashtextextended('quality-standing', 0)) as mine`.execute(w);
    if (!lock.rows[0]!.mine) return 'elsewhere';
    const reference = await host.reference.current();
    const rules = await qualityRules(host.db);
    const today = host.clock.today();
    const bases = basesOf(rules, reference, today);
    const scope = scopeOfLeaves(reference.tree, areas);
    const present = new Map((await listStandings(w, scope.partialDistricts, areas)).map((row) => [row.area_id, row]));
    const left = areas.filter(
      (id) => present.get(id)?.counted_at.getTime() === before.get(id)?.counted_at.getTime() && bases.has(id),
    );
    if (left.length === 0) return 0;
    const at = host.clock.now();
    const counts = await countQuality(w, { scope: scopeOfLeaves(reference.tree, left), reference, today, rules });
    await writeStandings(
      w,
      left.map((areaId) => ({
        ...(counts.find((one) => one.areaId === areaId) ?? emptyCounts(areaId)),
        districtId: getArea(reference.tree, areaId).districtId,
        basis: bases.get(areaId)!,
      })),
      at,
    );
    return left.length;
  });
}

interface KeptCounts {
  rules: Record<string, [files: number, flawed: number]>;
  parts: Record<QualityPart, number>;
}

async function writeStandings(
  w: Writer,
  rows: readonly (QualityCounts & { districtId: number; basis: string })[],
  at: Date,
): Promise<void> {
  const kept = rows.map((row) => {
    const counts: KeptCounts = {
      rules: Object.fromEntries(row.counts.map((one) => [one.rule, [one.files, one.flawed]])),
      parts: row.parts,
    };
    const { people, households, flawed, basis } = row;
    return { district_id: row.districtId, area_id: row.areaId, people, households, flawed, basis, counts };
  });
  await sql`insert into quality_standing (district_id, area_id, counted_at, basis, people, households, flawed, counts)
    select district_id, area_id, ${at}, basis, people, households, flawed, counts
    from json_populate_recordset(null::quality_standing, ${JSON.stringify(kept)}::json)
    on conflict (district_id, area_id) do update set counted_at = excluded.counted_at, basis = excluded.basis, people = excluded.people,
      households = excluded.households, flawed = excluded.flawed, counts = excluded.counts`.execute(w);
}

/**
 * What is kept of the communities of a scope; those that were never counted are counted now.
 * @returns the oldest instant of what was kept, null when nothing was
 */
export async function readStandings(
  r: Reader,
  question: { scope: Scope; reference: Reference; today: PlainDate; rules: readonly QualityRule[] },
): Promise<{ counts: QualityCounts[]; countedAt: Date | null }> {
  const { scope, reference } = question;
  const { rows } = await sql<{
    area_id: number;
    counted_at: Date;
    people: number;
    households: number;
    flawed: number;
    counts: KeptCounts;
  }>`select area_id, counted_at, people, households, flawed, counts from quality_standing
    where ${inScope(scope, 'district_id', 'area_id')} order by area_id`.execute(r);
  const known = new Set(rows.map((row) => row.area_id));
  const missing = communitiesOf(reference.tree).filter((id) => scope.includes(id) && !known.has(id));
  // Of an installation where nothing has been counted yet whole districts are read as sets.
  const live =
    missing.length === 0
      ? []
      : await countQuality(
          r,
          rows.length === 0 ? question : { ...question, scope: scopeOfLeaves(reference.tree, missing) },
        );
  return {
    counts: [
      ...rows.map((row) => ({
        areaId: row.area_id,
        people: row.people,
        households: row.households,
        flawed: row.flawed,
        parts: row.counts.parts,
        counts: Object.entries(row.counts.rules).map(([rule, [files, flawed]]) => ({ rule, files, flawed })),
      })),
      ...live,
    ],
    countedAt: rows.reduce<Date | null>((at, row) => (at === null || row.counted_at < at ? row.counted_at : at), null),
  };
}
