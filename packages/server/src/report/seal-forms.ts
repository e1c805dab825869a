import { createHash } from 'node:crypto';
import { type AreaId, areaVersionAt, getArea, pathName } from '@renshe/domain/area/area-tree.ts';
import type { Month } from '@renshe/domain/kernel/plain-date.ts';
import type { ReportForm } from '@renshe/domain/report/form.ts';
import { monthlyReportForm } from '@renshe/domain/report/forms/monthly.ts';
import { stableJson } from '@renshe/domain/submission/submission.rules.ts';
import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../platform/actor.ts';
import type { Reader, Writer } from '../platform/db.ts';
import { newId } from '../platform/id.ts';
import type { Reference } from '../platform/reference.ts';
import { type FormPeriod, formDueOn, monthlyForm, monthlyOf } from './report-form.queries.ts';
import { isBooked } from './report-source.ts';

/**
 * What a closed report is sealed with: SHA-256 over its canonical text. First the head (form, version, the area's names as they were, period,
 * basis), then the history of the form with the names of those who acted, the figures as submitted and as accepted, and last every
 * figure of the ledger and every age band, line by line in key order. Of the ledger's figures only the digest is kept: the text can be
 * written again from the stored roll-up and, independently, from the facts. A form that the ledger does not make keeps its text.
 */
const textSql = (lines: RawBuilder<unknown>) => sql`concat_ws(e'\n', s.head,
  (select string_agg(json_build_array('event', (extract(epoch from e.at) * 1000)::bigint, e.action, e.from_state, e.to_state, e.by_name, e.office_name, e.reason, e.cells)::text, e'\n' order by e.at, e.event_id)
    from report_event e where s.report_id is not null and e.district_id = f.district_id and e.report_id = f.report_id),
  case when s.report_id is not null and f.submitted_figures is not null then 'submitted ' || f.submitted_figures::text end,
  case when s.report_id is not null and f.accepted_figures is not null then 'accepted ' || f.accepted_figures::text end,
  coalesce(s.document, ${lines}, ''))`;

/** The digest of form `f` with seal `s` over lines that are there for it. */
export const digestSql = (lines: RawBuilder<unknown>) => sql<Buffer>`sha256(convert_to(${textSql(lines)}, 'UTF8'))`;

/** Lines of figures and age bands by area: both sources answer with the columns of report_rollup and closing_age_band. */
export const linesSql = (figures: RawBuilder<unknown>, bands: RawBuilder<unknown>) => sql`
  select area_id, string_agg(line, e'\n' order by line collate "C") as text from (
    select r.area_id, concat_ws('|', 'figure', r.indicator, r.cell, r.own, r.adjustment, r.prior_year, r.ytd, r.stock) as line from ${figures} r
      where (r.own, r.adjustment, r.prior_year, r.ytd, r.stock) is distinct from (0, 0, 0, 0, 0)
    union all
    select b.area_id, concat_ws('|', 'band', b.indicator, b.sex, b.band, b.quantity) from ${bands} b
  ) x group by area_id`;

const storedLines = (districts: readonly number[], month: Month, areaIds: readonly AreaId[]) =>
  linesSql(
    sql`(select * from report_rollup where district_id = any(${[...districts]}::int[]) and month = ${month} and area_id = any(${[...areaIds]}::int[]))`,
    sql`(select * from closing_age_band where district_id = any(${[...districts]}::int[]) and month = ${month} and area_id = any(${[...areaIds]}::int[]))`,
  );

const layouts = new WeakMap<ReportForm, string>();

/** The version of a form is the digest of its definition: rows, columns, words. */
function versionOf(form: ReportForm): string {
  const known = layouts.get(form) ?? createHash('sha256').update(stableJson(form)).digest('hex').slice(0, 16);
  layouts.set(form, known);
  return known;
}

function headOf(reference: Reference, areaId: AreaId, what: FormPeriod, form: ReportForm): string {
  const on = what.period.last;
  const { code, name } = areaVersionAt(reference.tree, areaId, on);
  return stableJson({
    form: what.form,
    version: versionOf(form),
    area: { code, name, pathName: pathName(reference.tree, areaId, on) },
    period: what.period.text,
    basis: isBooked(what.period) ? 'as-booked' : 'as-known-now',
    dueOn: formDueOn(reference, areaId, what),
  });
}

export interface Closing {
  at: Date;
  actor: (Pick<Actor, 'accountId' | 'name'> & { posts: readonly { officeName: string }[] }) | null;
  forcedReason: string;
}

/**
 * Marks the monthly forms of areas closed and seals them; the ledger's own closing has been written before, in the same transaction.
 * @returns the digests by area, of those that this call has closed
 */
export async function sealForms(
  w: Writer,
  reference: Reference,
  areaIds: readonly AreaId[],
  month: Month,
  closing: Closing,
): Promise<Map<AreaId, string>> {
  if (areaIds.length === 0) return new Map();
  const what = monthlyOf(month);
  const ids = [...areaIds];
  const districts = ids.map((id) => getArea(reference.tree, id).districtId);
  const inDistricts = [...new Set(districts)];
  const someIds = () => ids.map(() => newId(closing.at.getTime()));
  const { at, actor, forcedReason } = closing;
  await sql`
    insert into report_form (district_id, report_id, form, area_id, month, period, state, due_on, version)
    select d, i, ${monthlyForm}, a, ${month}, ${what.period.text}, 'draft', due, 0
    from unnest(${districts}::int[], ${someIds()}::uuid[], ${ids}::int[], ${ids.map((id) => formDueOn(reference, id, what))}::date[]) as n (d, i, a, due)
    on conflict (district_id, form, area_id, period) do nothing`.execute(w);
  const open = sql`f.district_id = any(${inDistricts}::int[]) and f.form = ${monthlyForm} and f.period = ${what.period.text} and f.state <> 'closed'`;
  await sql`
    insert into report_event (district_id, report_id, event_id, at, action, from_state, to_state, account_id, by_name, office_name, reason)
    select f.district_id, f.report_id, n.i, ${at}, 'close', f.state, 'closed', ${actor?.accountId ?? null}::uuid, ${actor?.name ?? ''}, ${actor?.posts[0]?.officeName ?? ''}, ${forcedReason}
    from report_form f join unnest(${ids}::int[], ${someIds()}::uuid[]) as n (a, i) on n.a = f.area_id where ${open}`.execute(
    w,
  );
  await sql`
    insert into report_seal (district_id, report_id, head, sealed_at)
    select f.district_id, f.report_id, n.head, ${at}
    from report_form f join unnest(${ids}::int[], ${ids.map((id) => headOf(reference, id, what, monthlyReportForm))}::text[]) as n (a, head) on n.a = f.area_id where ${open}`.execute(
    w,
  );
  const { rows } = await sql<{ area_id: AreaId; digest: Buffer }>`
    with lines as materialized (${storedLines(inDistricts, month, ids)}),
    sealed as (
      select f.district_id, f.report_id, ${digestSql(sql`l.text`)} as digest from report_form f
      join report_seal s on s.district_id = f.district_id and s.report_id = f.report_id
      left join lines l on l.area_id = f.area_id where ${open} and f.area_id = any(${ids}::int[]))
    update report_form f set state = 'closed', closed_at = ${at}, closed_by = ${actor?.accountId ?? null}::uuid, forced_reason = ${forcedReason},
      digest = d.digest, version = f.version + 1
    from sealed d where d.district_id = f.district_id and d.report_id = f.report_id and f.district_id = any(${inDistricts}::int[])
    returning f.area_id, f.digest`.execute(w);
  return new Map(rows.map((row) => [row.area_id, row.digest.toString('hex')]));
}

/** Seals a form that the ledger does not make: its text is kept, word for word. @returns the digest */
export async function sealDocument(
  w: Writer,
  reference: Reference,
  row: { district_id: number; report_id: string; area_id: AreaId },
  what: FormPeriod,
  form: ReportForm,
  document: unknown,
  at: Date,
): Promise<string> {
  await w
    .insertInto('report_seal')
    .values({
      district_id: row.district_id,
      report_id: row.report_id,
      head: headOf(reference, row.area_id, what, form),
      document: stableJson(document),
      sealed_at: at,
    })
    .execute();
  const { rows } = await sql<{ digest: Buffer }>`
    update report_form g set digest = (
      select ${digestSql(sql`null::text`)} from report_form f join report_seal s on s.district_id = f.district_id and s.report_id = f.report_id
      where f.district_id = ${row.district_id} and f.report_id = ${row.report_id}::uuid)
    where g.district_id = ${row.district_id} and g.report_id = ${row.report_id}::uuid returning g.digest`.execute(w);
  return rows[0]!.digest.toString('hex');
}

/** What a locked form was sealed with, of forms that the ledger does not make: its figures by `row|column`. */
export async function findSealedFigures(
  r: Reader,
  districtId: number,
  form: string,
  areaId: AreaId,
  period: string,
): Promise<Record<string, number | null> | undefined> {
  const { rows } = await sql<{ document: string }>`
    select s.document from report_form f join report_seal s on s.district_id = f.district_id and s.report_id = f.report_id
    where f.district_id = ${districtId} and f.form = ${form} and f.area_id = ${areaId} and f.period = ${period}
      and f.state = 'closed' and s.document is not null`.execute(r);
  const [row] = rows;
  return row && (JSON.parse(row.document) as { figures: Record<string, number | null> }).figures;
}

/** Closed forms whose seal no longer fits what stands under it. */
export async function listBrokenSeals(
  r: Reader,
  districts: readonly number[],
): Promise<{ areaId: AreaId; month: Month; form: string; period: string }[]> {
  const all = [0, ...districts];
  const { rows: months } = await sql<{ month: Month }>`
    select distinct month from report_form where district_id = any(${all}::int[]) and state = 'closed' order by 1`.execute(
    r,
  );
  const broken: { areaId: AreaId; month: Month; form: string; period: string }[] = [];
  for (const { month } of months) {
    const { rows } = await sql<{ area_id: AreaId; form: string; period: string }>`
      with lines as materialized (${linesSql(
        sql`(select * from report_rollup where district_id = any(${all}::int[]) and month = ${month})`,
        sql`(select * from closing_age_band where district_id = any(${all}::int[]) and month = ${month})`,
      )})
      select f.area_id, f.form, f.period from report_form f
      left join report_seal s on s.district_id = f.district_id and s.report_id = f.report_id
      left join lines l on l.area_id = f.area_id and f.form = ${monthlyForm}
      where f.district_id = any(${all}::int[]) and f.state = 'closed' and f.month = ${month}
        and f.digest is distinct from ${digestSql(sql`l.text`)}
      order by f.area_id limit 100`.execute(r);
    broken.push(...rows.map((row) => ({ areaId: row.area_id, month, form: row.form, period: row.period })));
  }
  return broken;
}
