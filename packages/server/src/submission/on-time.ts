import { type AreaId, getArea } from '@renshe/domain/area/area-tree.ts';
import { type Period, parsePeriod, periodOf, shiftPeriod } from '@renshe/domain/kernel/period.ts';
import { monthOf, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { OnTimeKind } from '@renshe/domain/submission/submission.contract.ts';
import {
  lateDays,
  onTimePercent,
  type Punctuality,
  punctuality,
  type SubmissionForm,
} from '@renshe/domain/submission/submission.rules.ts';
import { sql } from 'kysely';
import { businessDay } from '../platform/clock.ts';
import type { Reader } from '../platform/db.ts';
import type { Reference } from '../platform/reference.ts';
import { formDueOn } from '../report/report-form.queries.ts';
import { openedIn, owes } from './submission-areas.ts';

/** One report that fell due in the year, with how its date was kept. */
export interface DueReport {
  areaId: AreaId;
  form: string;
  period: string;
  dueOn: PlainDate;
  submittedOn: PlainDate | null;
  kind: Exclude<Punctuality, 'waiting'>;
  lateDays: number;
  returns: number;
  reminders: number;
}

export interface OnTimeRate {
  areaId: AreaId;
  onTime: number;
  late: number;
  missing: number;
  returned: number;
  /** Per cent with one decimal; null when nothing fell due. */
  percent: number | null;
}

/**
 * 上报及时率: how an office kept its dates in a year, over all forms that it owes. What counts is the first submission of each report whose
 * period ends in the year; reports that nobody handed in are missing once overdue. Appraisals ask the same function.
 */
export async function onTimeRate(
  r: Reader,
  reference: Reference,
  forms: readonly SubmissionForm[],
  areaId: AreaId,
  year: number,
  today: PlainDate,
): Promise<OnTimeRate> {
  const [rate] = await onTimeRates(r, reference, forms, [areaId], year, today);
  return rate!;
}

/** The same of several offices at once. */
export async function onTimeRates(
  r: Reader,
  reference: Reference,
  forms: readonly SubmissionForm[],
  areaIds: readonly AreaId[],
  year: number,
  today: PlainDate,
  form?: string,
): Promise<OnTimeRate[]> {
  const reports = await listDueReports(r, reference, forms, areaIds, year, today, form);
  const byArea = new Map(areaIds.map((id) => [id, { 'on-time': 0, late: 0, missing: 0, returned: 0 }]));
  for (const report of reports) {
    const counts = byArea.get(report.areaId)!;
    counts[report.kind]++;
    if (report.returns > 0) counts.returned++;
  }
  return areaIds.map((areaId) => {
    const counts = byArea.get(areaId)!;
    return {
      areaId,
      onTime: counts['on-time'],
      late: counts.late,
      missing: counts.missing,
      returned: counts.returned,
      percent: onTimePercent(counts),
    };
  });
}

/** Every report of the offices that fell due, or was handed in, among the periods that end in the year. */
export async function listDueReports(
  r: Reader,
  reference: Reference,
  forms: readonly SubmissionForm[],
  areaIds: readonly AreaId[],
  year: number,
  today: PlainDate,
  form?: string,
): Promise<DueReport[]> {
  if (areaIds.length === 0) return [];
  const stored = await readStored(r, reference, areaIds, year);
  const opening = await readOpenings(r, reference, areaIds);
  const reports: DueReport[] = [];
  for (const definition of forms) {
    if (form !== undefined && definition.key !== form) continue;
    for (const period of periodsOfYear(definition, year, today))
      for (const areaId of areaIds) {
        if (monthOf(period.from) < (opening.get(areaId) ?? Number.MAX_SAFE_INTEGER)) continue;
        if (!owes(reference, areaId, definition, period)) continue;
        const row = stored.get(keyOf(areaId, definition.key, period.text));
        const dueOn = row?.due_on ?? formDueOn(reference, areaId, { form: definition.key, period });
        const submittedOn = row?.first_at ? businessDay(row.first_at) : null;
        const kind = punctuality({ dueOn, firstSubmittedOn: submittedOn }, today);
        if (kind === 'waiting') continue;
        reports.push({
          areaId,
          form: definition.key,
          period: period.text,
          dueOn,
          submittedOn,
          kind,
          lateDays: lateDays(dueOn, submittedOn, today),
          returns: row?.return_count ?? 0,
          reminders: row?.reminders ?? 0,
        });
      }
  }
  return reports.sort((a, b) => (a.dueOn < b.dueOn ? 1 : a.dueOn > b.dueOn ? -1 : 0));
}

export function countsAs(report: DueReport, kind: OnTimeKind): boolean {
  return kind === 'returned' ? report.returns > 0 : report.kind === kind;
}

/** Periods of a form that end in a year, none of the future. */
function periodsOfYear(form: SubmissionForm, year: number, today: PlainDate): Period[] {
  const periods: Period[] = [];
  for (
    let period = periodOf(form.periodKind, `${year}-01-01`);
    period.last.slice(0, 4) <= String(year) && period.from <= today;
    period = shiftPeriod(period, 1)
  )
    if (period.last.startsWith(String(year))) periods.push(period);
  return periods;
}

const keyOf = (areaId: AreaId, form: string, period: string) => `${areaId}|${form}|${period}`;

interface StoredForm {
  area_id: AreaId;
  form: string;
  period: string;
  due_on: PlainDate;
  first_at: Date | null;
  return_count: number;
  reminders: number;
}

async function readStored(
  r: Reader,
  reference: Reference,
  areaIds: readonly AreaId[],
  year: number,
): Promise<Map<string, StoredForm>> {
  const districts = [...new Set(areaIds.map((id) => getArea(reference.tree, id).districtId))];
  const { rows } = await sql<StoredForm>`
    select f.area_id, f.form, f.period, f.due_on, coalesce(e.at, f.submitted_at) as first_at, f.return_count, coalesce(m.n, 0) as reminders
    from report_form f
    left join (select district_id, report_id, min(at) as at from report_event
      where district_id = any(${districts}::int[]) and action = 'submit' group by 1, 2) e on e.district_id = f.district_id and e.report_id = f.report_id
    left join (select district_id, form, area_id, period, count(*) as n from report_reminder
      where district_id = any(${districts}::int[]) group by 1, 2, 3, 4) m
      on m.district_id = f.district_id and m.form = f.form and m.area_id = f.area_id and m.period = f.period
    where f.district_id = any(${districts}::int[]) and f.area_id = any(${[...areaIds]}::int[]) and f.month between ${year * 100 + 1} and ${year * 100 + 12}`.execute(
    r,
  );
  return new Map(rows.map((row) => [keyOf(row.area_id, row.form, row.period), row]));
}

async function readOpenings(r: Reader, reference: Reference, areaIds: readonly AreaId[]): Promise<Map<AreaId, number>> {
  const communities = areaIds.filter((id) => getArea(reference.tree, id).kind === 'community');
  const opening = new Map<AreaId, number>();
  if (communities.length > 0) {
    const districts = [...new Set(communities.map((id) => getArea(reference.tree, id).districtId))];
    const { rows } = await sql<{ area_id: AreaId; opening_month: number }>`
      select area_id, opening_month from area_period where district_id = any(${districts}::int[]) and area_id = any(${communities}::int[])`.execute(
      r,
    );
    for (const row of rows) opening.set(row.area_id, row.opening_month);
  }
  const now = parsePeriod('9999-12')!;
  for (const areaId of areaIds)
    if (getArea(reference.tree, areaId).kind !== 'community') {
      const first = await openedIn(r, reference.tree, areaId, now);
      if (first > 0) opening.set(areaId, first);
    }
  return opening;
}
