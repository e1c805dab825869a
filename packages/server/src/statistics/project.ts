/**
 * Duties and flags are projections (kernel K13): what no longer follows is deleted, what follows is upserted where it differs.
 * The same statement stamps the subjects with the derivation version and the districts that hold facts of them.
 */
import type { Derivation } from '@renshe/domain/kernel/derive.ts';
import { type Id, subjectIdOf } from '@renshe/domain/kernel/file.ts';
import { sql } from 'kysely';
import { later, type Writer } from '../platform/db.ts';
import type { BookingSubject } from './book.ts';

export async function writeProjections(
  w: Writer,
  subjects: readonly BookingSubject[],
  derived: ReadonlyMap<Id, Derivation>,
  factDistricts: ReadonlyMap<Id, ReadonlySet<number>>,
  version: number,
): Promise<void> {
  if (subjects.length === 0) return;
  const at = (s: BookingSubject) => ({ districtId: s.file.districtId, subjectId: subjectIdOf(s.file) });
  const duties = subjects.flatMap((s) => derived.get(subjectIdOf(s.file))!.duties.map((d) => ({ ...at(s), ...d })));
  const flags = subjects.flatMap((s) => derived.get(subjectIdOf(s.file))!.flags.map((f) => ({ ...at(s), ...f })));
  const d = <K extends keyof (typeof duties)[number]>(key: K) => duties.map((row) => row[key]);
  const f = <K extends keyof (typeof flags)[number]>(key: K) => flags.map((row) => row[key]);
  const old = subjects.filter((s) => !s.isNew);
  const homes = [...new Set(old.flatMap((s) => s.homes))];
  const oldIds = old.map((s) => subjectIdOf(s.file));
  const residents = subjects.filter((s) => s.file.kind === 'resident');
  const households = subjects.filter((s) => s.file.kind === 'household');
  const past = (s: BookingSubject) => {
    const all = new Set([...s.standing.pastDistricts, ...s.homes, ...(factDistricts.get(subjectIdOf(s.file)) ?? [])]);
    all.delete(s.file.districtId);
    return `{${[...all].sort((a, b) => a - b).join(',')}}`;
  };
  const stamps = (list: readonly BookingSubject[]) =>
    sql`unnest(${list.map((s) => s.file.districtId)}::int[], ${list.map((s) => subjectIdOf(s.file))}::uuid[], ${list.map(past)}::text[]) as k (d, s, p)`;
  const isStale = (alias: string) =>
    sql`(${sql.ref(`${alias}.derived_version`)} < ${version}::int or ${sql.ref(`${alias}.past_districts`)} <> k.p::int[])`;
  await later(
    w,
    sql`with
    new_duty as materialized (select * from unnest(${d('districtId')}::int[], ${d('subjectId')}::uuid[], ${d('kind')}::text[], ${d('anchor')}::uuid[], ${d('areaId')}::int[],
      ${d('appearsOn')}::date[], ${d('dueOn')}::date[], ${d('doneOn')}::date[], ${d('doneByRecord')}::uuid[], ${d('reason')}::text[])
      as t (district_id, subject_id, kind, anchor, area_id, appears_on, due_on, done_on, done_by_record, reason)),
    new_flag as materialized (select * from unnest(${f('districtId')}::int[], ${f('subjectId')}::uuid[], ${f('kind')}::text[], ${f('anchor')}::uuid[], ${f('areaId')}::int[],
      ${f('from')}::date[], ${f('to')}::date[]) as t (district_id, subject_id, kind, anchor, area_id, from_on, to_on)),
    gone_duty as (delete from duty x where x.district_id = any(${homes}::int[]) and x.subject_id = any(${oldIds}::uuid[]) and not exists
      (select 1 from new_duty n where n.district_id = x.district_id and n.subject_id = x.subject_id and n.kind = x.kind and n.anchor = x.anchor)),
    gone_flag as (delete from flag x where x.district_id = any(${homes}::int[]) and x.subject_id = any(${oldIds}::uuid[]) and not exists
      (select 1 from new_flag n where n.district_id = x.district_id and n.subject_id = x.subject_id and n.kind = x.kind and n.anchor = x.anchor)),
    put_duty as (insert into duty as x (district_id, subject_id, kind, anchor, area_id, appears_on, due_on, done_on, done_by_record, reason) select * from new_duty
      on conflict (district_id, subject_id, kind, anchor) do update set area_id = excluded.area_id, appears_on = excluded.appears_on, due_on = excluded.due_on,
        done_on = excluded.done_on, done_by_record = excluded.done_by_record, reason = excluded.reason
      where (x.area_id, x.appears_on, x.due_on, x.done_on, x.done_by_record, x.reason)
        is distinct from (excluded.area_id, excluded.appears_on, excluded.due_on, excluded.done_on, excluded.done_by_record, excluded.reason)),
    put_flag as (insert into flag as x (district_id, subject_id, kind, anchor, area_id, from_on, to_on) select * from new_flag
      on conflict (district_id, subject_id, kind, anchor) do update set area_id = excluded.area_id, from_on = excluded.from_on, to_on = excluded.to_on
      where (x.area_id, x.from_on, x.to_on) is distinct from (excluded.area_id, excluded.from_on, excluded.to_on)),
    stamp_household as (update household h set derived_version = greatest(h.derived_version, ${version}::int), past_districts = k.p::int[]
      from ${stamps(households)} where h.district_id = k.d and h.household_id = k.s and ${isStale('h')})
    update resident r set derived_version = greatest(r.derived_version, ${version}::int), past_districts = k.p::int[]
      from ${stamps(residents)} where r.district_id = k.d and r.resident_id = k.s and ${isStale('r')}`,
  );
}
