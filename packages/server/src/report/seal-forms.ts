import { type AreaId, getArea } from '@renshe/domain/area/area-tree.ts';
import { formatMonth, type Month } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import type { Reader, Writer } from '../platform/db.ts';
import { newId } from '../platform/id.ts';
import type { Reference } from '../platform/reference.ts';
import { formDueOn, monthlyForm } from './report-form.queries.ts';

/** SHA-256 over the roll-up and the age bands of one area and month, line by line in key order: what a closed report is sealed with. */
const sealSql = (district: string, area: string, month: string) => sql<Buffer>`sha256(convert_to(coalesce((
  select string_agg(line, e'\n' order by line collate "C") from (
    select concat_ws('|', 'figure', r.indicator, r.cell, r.own, r.adjustment, r.prior_year, r.ytd, r.stock) as line from report_rollup r
      where r.district_id = ${sql.ref(district)} and r.area_id = ${sql.ref(area)} and r.month = ${sql.ref(month)}
    union all
    select concat_ws('|', 'band', b.indicator, b.sex, b.band, b.quantity) from closing_age_band b
      where b.district_id = ${sql.ref(district)} and b.area_id = ${sql.ref(area)} and b.month = ${sql.ref(month)}
  ) lines), ''), 'UTF8'))`;

/** Marks the forms of areas closed and seals them; the ledger's own closing has been written before, in the same transaction. */
export async function sealForms(
  w: Writer,
  reference: Reference,
  areaIds: readonly AreaId[],
  month: Month,
  closing: { at: Date; by: string | null; forcedReason: string },
): Promise<void> {
  if (areaIds.length === 0) return;
  const districts = areaIds.map((id) => getArea(reference.tree, id).districtId);
  await sql`
    insert into report_form (district_id, report_id, form, area_id, month, period, state, due_on, version)
    select d, i, ${monthlyForm}, a, ${month}, ${formatMonth(month)}, 'draft', due, 0
    from unnest(${districts}::int[], ${areaIds.map(() => newId(closing.at.getTime()))}::uuid[], ${[...areaIds]}::int[], ${areaIds.map((id) => formDueOn(reference, id, month))}::date[]) as n (d, i, a, due)
    on conflict (district_id, form, area_id, period) do nothing`.execute(w);
  await sql`
    update report_form f set state = 'closed', closed_at = ${closing.at}, closed_by = ${closing.by}::uuid, forced_reason = ${closing.forcedReason},
      digest = ${sealSql('f.district_id', 'f.area_id', 'f.month')}, version = f.version + 1
    where f.district_id = any(${[...new Set(districts)]}::int[]) and f.form = ${monthlyForm} and f.month = ${month} and f.area_id = any(${[...areaIds]}::int[]) and f.state <> 'closed'`.execute(
    w,
  );
}

/** Closed forms whose seal no longer fits what stands under it. */
export async function listBrokenSeals(
  r: Reader,
  districts: readonly number[],
): Promise<{ areaId: AreaId; month: Month }[]> {
  const rows = await sql<{ area_id: number; month: number }>`
    select f.area_id, f.month from report_form f
    where f.district_id = any(${[0, ...districts]}::int[]) and f.state = 'closed' and f.digest is distinct from ${sealSql('f.district_id', 'f.area_id', 'f.month')}
    order by f.month, f.area_id limit 100`.execute(r);
  return rows.rows.map((row) => ({ areaId: row.area_id, month: row.month }));
}
