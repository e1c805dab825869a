/**
 * 逐月留存: when the month of a community is closed, how its files stand is kept unchanged, in weighed sums, so that areas above add up. Made by
 * the task that closes, after the closing has committed; the digest of what was kept stands in the audit log.
 */
import { createHash } from 'node:crypto';
import { type AreaId, areaAt, descendantsAt, getArea, reportAreaOf } from '@renshe/domain/area/area-tree.ts';
import { addToMonth, formatMonth, type Month, monthOf, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { QualityMonth } from '@renshe/domain/quality/quality.contract.ts';
import { noWeights, type QualityRule, scoresOfWeights, weightsOf } from '@renshe/domain/quality/quality.rules.ts';
import { qualityParts } from '@renshe/domain/quality/quality-check.ts';
import { type Selectable, sql } from 'kysely';
import type { Actor } from '../platform/actor.ts';
import { runCommand } from '../platform/command.ts';
import type { Reader } from '../platform/db.ts';
import type { Host } from '../platform/host.ts';
import type { Reference } from '../platform/reference.ts';
import type { QualityMonthTable } from '../platform/schema.gen.ts';
import { inScope, type Scope, scopeOfLeaves } from '../platform/scope.ts';
import { countQuality, emptyCounts, type QualityCounts } from './quality.queries.ts';
import { qualityRules } from './quality-rules-file.ts';
import { communitiesOf } from './quality-standing.ts';

/** Months that the trend goes back. */
const shownMonths = 12;

/** Keeps the month of those closed communities that have none of it yet. @returns how many */
export async function keepQualityMonths(
  host: Host,
  actor: Actor,
  closed: readonly AreaId[],
  month: Month,
): Promise<number> {
  const reference = await host.reference.current();
  const { tree } = reference;
  if (closed.length === 0) return 0;
  const { rows: there } = await sql<{ area_id: number }>`select area_id from quality_month
    where ${inScope(scopeOfLeaves(tree, closed), 'district_id', 'area_id')} and month = ${month}`.execute(
    host.db.kysely,
  );
  const missing = new Set(closed.filter((id) => !there.some((row) => row.area_id === id)));
  if (missing.size === 0) return 0;
  // What a community has absorbed is kept beside it, each under its own number.
  const leaves = communitiesOf(tree).filter((id) => missing.has(reportAreaOf(tree, id, month)));
  const today = host.clock.today();
  const rules = await qualityRules(host.db);
  const counts = await countQuality(host.db.kysely, { scope: scopeOfLeaves(tree, leaves), reference, today, rules });
  const rows = leaves.flatMap((areaId) => {
    const found = counts.find((one) => one.areaId === areaId);
    if (!found && !missing.has(areaId)) return [];
    const { districtId } = getArea(tree, areaId);
    return [qualityMonthRow({ districtId, month, countedOn: today }, rules, found ?? emptyCounts(areaId))];
  });
  return runCommand(host, { actor, action: 'quality.month-kept', permission: 'report.close' }, async ({ w, audit }) => {
    const text = JSON.stringify(rows);
    await sql`insert into quality_month select * from json_populate_recordset(null::quality_month, ${text}::json)
      on conflict (district_id, month, area_id) do nothing`.execute(w);
    for (const [districtId, own] of Map.groupBy(rows, (row) => row.district_id))
      audit({
        districtId,
        subjectKind: 'quality-month',
        details: {
          month: formatMonth(month),
          communities: own.length,
          digest: createHash('sha256').update(JSON.stringify(own)).digest('hex'),
        },
      });
    return missing.size;
  });
}

export function qualityMonthRow(
  of: { districtId: number; month: Month; countedOn: PlainDate },
  rules: readonly QualityRule[],
  counts: QualityCounts,
): Selectable<QualityMonthTable> {
  const { completeness, freshness, consistency } = weightsOf(rules, counts.counts);
  return {
    district_id: of.districtId,
    month: of.month,
    area_id: counts.areaId,
    counted_on: of.countedOn,
    people: counts.people,
    households: counts.households,
    flawed: counts.flawed,
    completeness_checked: completeness.checked,
    completeness_sound: completeness.sound,
    freshness_checked: freshness.checked,
    freshness_sound: freshness.sound,
    consistency_checked: consistency.checked,
    consistency_sound: consistency.sound,
  };
}

interface MonthRow {
  month: Month;
  areas: number[];
  people: number;
  households: number;
  flawed: number;
  completeness_checked: number;
  completeness_sound: number;
  freshness_checked: number;
  freshness_sound: number;
  consistency_checked: number;
  consistency_sound: number;
}

/** The last closed months of an area within a scope, as they were kept. */
export async function listQualityMonths(
  r: Reader,
  c: { scope: Scope; reference: Reference; today: PlainDate; areaId: AreaId },
): Promise<QualityMonth[]> {
  const { tree } = c.reference;
  const { rows } =
    await sql<MonthRow>`select month, array_agg(area_id) as areas, sum(people)::int as people, sum(households)::int as households,
      sum(flawed)::int as flawed, ${sql.join(
        qualityParts.flatMap(({ code }) =>
          ['checked', 'sound'].map((key) => {
            const column = sql.ref(`${code}_${key}`);
            return sql`sum(${column})::bigint as ${column}`;
          }),
        ),
      )}
    from quality_month where ${inScope(c.scope, 'district_id', 'area_id')} and month >= ${addToMonth(monthOf(c.today), -shownMonths)}
    group by month order by month`.execute(r);
  const own =
    getArea(tree, c.areaId).kind === 'community'
      ? [c.areaId]
      : descendantsAt(tree, c.areaId, c.today).filter((id) => getArea(tree, id).kind === 'community');
  const of = own.filter((id) => c.scope.includes(id)).length;
  return rows.map((row) => {
    const weights = noWeights();
    for (const { code } of qualityParts)
      weights[code] = { checked: row[`${code}_checked`], sound: row[`${code}_sound`] };
    const communities = new Set(row.areas.map((id) => areaAt(tree, id, c.today))).size;
    const { people, households, flawed } = row;
    return {
      month: formatMonth(row.month),
      people,
      households,
      flawed,
      scores: scoresOfWeights(weights),
      communities,
      of,
    };
  });
}
