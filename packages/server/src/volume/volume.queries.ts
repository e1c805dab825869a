/** What the ledgers of the parts of an area count, beside what the ledger of the whole counts: in one statement, so that nothing moves between. */
import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { areaAt, areaVersionAt } from '@renshe/domain/area/area-tree.ts';
import { maskName } from '@renshe/domain/kernel/citizen-id.ts';
import type { Period } from '@renshe/domain/kernel/period.ts';
import { minDate, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type Ledger, rowKindOf } from '@renshe/domain/ledger/ledger.ts';
import type { VolumeDifference, VolumeLedger } from '@renshe/domain/volume/volume.contract.ts';
import { differenceReason, reconcile } from '@renshe/domain/volume/volume.rules.ts';
import { sql } from 'kysely';
import { besides } from '../ledger/ledger-expressions.ts';
import { conditionSql, inPart, joined, type LedgerParts, membersOf } from '../ledger/ledger-members.ts';
import type { Reader } from '../platform/db.ts';
import type { Reference } from '../platform/reference.ts';
import { inScope, type Scope } from '../platform/scope.ts';
import { districtsOfCity } from '../report/report-leaves.ts';
import type { VolumeParts } from './volume-parts.ts';

export interface VolumeLine {
  ledger: Ledger;
  period: Period;
}

/**
 * The members of the parts and of the whole: `ofParts` with their part, `ofWhole`, both as `m`. What the ledger's conditions say of somebody is
 * found out once for both; whom they find lives in the part, or in the whole.
 */
function bothSql(line: VolumeLine, scope: Scope, by: LedgerParts, reference: Reference, today: PlainDate) {
  const last = minDate(line.period.last, today);
  const { conditions } = line.ledger;
  const place = rowKindOf(line.ledger.rows) === 'household' ? 'h' : 'r';
  const person = joined(line, reference.tree);
  const members = sql`p as materialized (${membersOf(line, scope, last, { by })}), w as materialized (${membersOf(line, scope, last)})`;
  if (conditions.length === 0) {
    const inside = inScope(scope, `${place}.district_id`, `${place}.area_id`);
    // Of an earlier day some may have gone since; who is in a record's ledger lives there.
    const away =
      last >= today || line.ledger.rows.kind === 'records'
        ? sql`0`
        : sql`(select count(*)::int from w m ${person} where not ${inside})`;
    return { members, ofParts: sql`p m`, ofWhole: sql`w m`, away, place };
  }
  const beside = besides(
    conditions.map((one) => one.column),
    last,
  );
  const found = sql`${members}, s as materialized (select subject_id, record_id from p union select subject_id, record_id from w),
    k as materialized (select m.subject_id, m.record_id, ${sql.ref(`${place}.district_id`)} as district_id, ${sql.ref(`${place}.area_id`)} as area_id
      from s m ${person} ${beside} where ${sql.join(conditions.map(conditionSql), sql` and `)})`;
  const same = sql`k.subject_id = m.subject_id and k.record_id is not distinct from m.record_id`;
  return {
    members: found,
    ofParts: sql`p m join k on ${same} and ${inPart(by, 'k.area_id')}`,
    ofWhole: sql`w m join k on ${same} and ${inScope(scope, 'k.district_id', 'k.area_id')}`,
    away: sql`0`,
    place,
  };
}

export async function countVolumeLine(
  r: Reader,
  scope: Scope,
  reference: Reference,
  today: PlainDate,
  line: VolumeLine,
  parts: VolumeParts,
): Promise<VolumeLedger> {
  const { members, ofParts, ofWhole, away } = bothSql(line, scope, parts.by, reference, today);
  const { rows } = await sql<{ part: number | null; count: number; away: number }>`
    with ${members}
    select m.part, count(*)::int as count, 0 as away from ${ofParts} group by m.part
    union all select null, (select count(*)::int from ${ofWhole}), ${away}`.execute(r);
  const found = new Map(rows.map((row) => [row.part, row]));
  const counts = parts.areas.map(({ areaId }) => found.get(areaId)?.count ?? 0);
  const whole = found.get(null)!;
  const { key, zh, en } = line.ledger;
  const { sum, difference } = reconcile(counts, whole.count);
  return {
    ledger: key,
    zh,
    en,
    rows: line.ledger.rows.kind,
    period: line.period.text,
    counts,
    sum,
    whole: whole.count,
    difference,
    away: whole.away,
  };
}

const mostShown = 500;

/** Whom parts and whole do not count alike, with the reason. */
export async function listVolumeDifferences(
  r: Reader,
  scope: Scope,
  reference: Reference,
  today: PlainDate,
  line: VolumeLine,
  parts: VolumeParts,
): Promise<{ count: number; people: VolumeDifference[] }> {
  const { tree } = reference;
  const { members, ofParts, ofWhole, place } = bothSql(line, scope, parts.by, reference, today);
  const all = districtsOfCity(tree);
  const who =
    place === 'h'
      ? sql`join household h on h.district_id = any(${all}::int[]) and h.household_id = d.subject_id
          left join lateral (select x.name from household_member g join resident x on x.district_id = g.district_id and x.resident_id = g.resident_id
            where g.district_id = any(h.member_districts) and g.household_id = h.household_id and g.relation = '02' and g.to_on is null and g.voided_at is null limit 1) n on true`
      : sql`join resident r on r.district_id = any(${all}::int[]) and r.resident_id = d.subject_id cross join lateral (select r.name) n`;
  const { rows } = await sql<{
    subject_id: string;
    parts: number[] | null;
    in_whole: boolean;
    name: string | null;
    home: number;
    count: number;
  }>`
    with ${members}, d as (
      select x.subject_id, array_agg(x.part order by x.part) filter (where x.part is not null) as parts, bool_or(x.part is null) as in_whole from (
        select m.subject_id, m.record_id, m.part from ${ofParts} union all select m.subject_id, m.record_id, null::int from ${ofWhole}) x
      group by x.subject_id, x.record_id having count(x.part) <> count(*) filter (where x.part is null))
    select d.*, n.name, ${sql.ref(place)}.area_id as home, count(*) over ()::int as count from d ${who} order by d.subject_id limit ${mostShown}`.execute(
    r,
  );
  const nameOf = (areaId: number) => shortAreaName(areaVersionAt(tree, areaAt(tree, areaId, today), today).name);
  const named = new Map(parts.areas.map((part) => [part.areaId, part.name]));
  return {
    count: rows[0]?.count ?? 0,
    people: rows.flatMap((row) => {
      const inside = scope.includes(row.home);
      const reason = differenceReason(row.parts?.length ?? 0, row.in_whole);
      if (reason === undefined) return [];
      return {
        subjectKind: place === 'h' ? ('household' as const) : ('resident' as const),
        subjectId: row.subject_id,
        name: inside ? (row.name ?? '') : maskName(row.name ?? ''),
        inScope: inside,
        parts: (row.parts ?? []).map((id) => named.get(id) ?? ''),
        lives: inside ? nameOf(row.home) : '',
        inWhole: row.in_whole,
        reason,
      };
    }),
  };
}
