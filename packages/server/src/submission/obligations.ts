import { type AreaId, getArea } from '@renshe/domain/area/area-tree.ts';
import { type Period, periodOf, shiftPeriod } from '@renshe/domain/kernel/period.ts';
import { addDays, daysBetween, minDate, monthOf, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { PointedCell } from '@renshe/domain/report/report.contract.ts';
import type { submissionContracts } from '@renshe/domain/submission/submission.contract.ts';
import {
  monthOfPeriod,
  opensOn,
  type SubmissionForm,
  shortPeriodName,
} from '@renshe/domain/submission/submission.rules.ts';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '../platform/actor.ts';
import type { Reader } from '../platform/db.ts';
import type { Reference } from '../platform/reference.ts';
import { scopeFor } from '../platform/scope.ts';
import { reportAreaRef } from '../report/report-area.ts';
import { chainParameter, formDueOn } from '../report/report-form.queries.ts';
import { dueTimeOf, openedIn, owes } from './submission-areas.ts';

type Obligation = z.infer<typeof submissionContracts.obligations.output>['obligations'][number];

/** Periods back that the desk still asks for; older gaps stand on the board. */
const lookBack = { day: 7, week: 6, month: 12, quarter: 4, year: 2 } as const;

interface Owed {
  areaId: AreaId;
  form: SubmissionForm;
  period: Period;
  dueOn: PlainDate;
}

/** Forms that an office owes and may see on its desk by today, whatever their state. */
export function owedBy(
  reference: Reference,
  forms: readonly SubmissionForm[],
  areaId: AreaId,
  opening: number,
  today: PlainDate,
  back: (form: SubmissionForm) => number = (form) => lookBack[form.periodKind],
): Owed[] {
  return forms.flatMap((form) => {
    const now = periodOf(form.periodKind, today);
    const periods = Array.from({ length: back(form) + 1 }, (_, index) => shiftPeriod(now, -index));
    return periods.flatMap((period) => {
      if (monthOfPeriod(period) < opening || monthOf(period.from) < opening) return [];
      if (!owes(reference, areaId, form, period)) return [];
      const dueOn = formDueOn(reference, areaId, { form: form.key, period });
      const notice = Number(chainParameter(reference, 'report.notice_days', areaId, period.last));
      const appears = minDate(opensOn(period), addDays(dueOn, -notice));
      return today >= appears ? [{ areaId, form, period, dueOn }] : [];
    });
  });
}

/** What the actor's own offices still have to hand in, the most overdue first. */
export async function listObligations(
  r: Reader,
  reference: Reference,
  forms: readonly SubmissionForm[],
  actor: Actor,
  today: PlainDate,
): Promise<Obligation[]> {
  const { tree } = reference;
  const roots = scopeFor(actor, 'report.submit', tree, today).roots.filter(
    (id) => getArea(tree, id).kind !== 'province',
  );
  const owed: Owed[] = [];
  for (const areaId of roots) {
    const opening = await openedIn(r, tree, areaId, periodOf('month', today));
    if (opening > 0) owed.push(...owedBy(reference, forms, areaId, opening, today));
  }
  if (owed.length === 0) return [];
  const rows = await readOwed(r, reference, owed);
  return owed
    .flatMap((one): Obligation[] => {
      const row = rows.get(keyOf(one.areaId, one.form.key, one.period.text));
      if (row?.state && row.state !== 'draft') return [];
      const name = shortPeriodName(one.period);
      return [
        {
          form: one.form.key,
          formName: { zh: one.form.zh, en: one.form.en },
          period: one.period.text,
          periodName: name,
          area: reportAreaRef(tree, one.areaId, monthOfPeriod(one.period)),
          opensOn: opensOn(one.period),
          dueOn: row?.due_on ?? one.dueOn,
          dueTime: dueTimeOf(reference, one.areaId, { form: one.form.key, period: one.period }),
          overdueDays: Math.max(0, daysBetween(row?.due_on ?? one.dueOn, today)),
          returnReason: row?.return_reason ?? '',
          returnedCells: row?.cells?.length ?? 0,
          reminders: row?.reminders ?? 0,
          remindedOn: row?.reminded_on ?? null,
          remindedBy: row?.reminded_by ?? '',
        },
      ];
    })
    .sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.form < b.form ? -1 : 1));
}

const keyOf = (areaId: AreaId, form: string, period: string) => `${areaId}|${form}|${period}`;

interface OwedRow {
  area_id: AreaId;
  form: string;
  period: string;
  state: string | null;
  due_on: PlainDate | null;
  return_reason: string | null;
  cells: PointedCell[] | null;
  reminders: number;
  reminded_on: PlainDate | null;
  reminded_by: string;
}

async function readOwed(r: Reader, reference: Reference, owed: readonly Owed[]): Promise<Map<string, OwedRow>> {
  const { rows } = await sql<OwedRow>`
    with n as (select * from unnest(${owed.map((o) => getArea(reference.tree, o.areaId).districtId)}::int[], ${owed.map((o) => o.areaId)}::int[],
      ${owed.map((o) => o.form.key)}::text[], ${owed.map((o) => o.period.text)}::text[]) as k (district_id, area_id, form, period))
    select n.area_id, n.form, n.period, f.state, f.due_on, f.return_reason,
      (select e.cells from report_event e where e.district_id = f.district_id and e.report_id = f.report_id and e.action = 'return' order by e.at desc limit 1) as cells,
      coalesce(m.n, 0) as reminders, m.last_on as reminded_on, coalesce(m.by, '') as reminded_by
    from n left join report_form f on f.district_id = n.district_id and f.form = n.form and f.area_id = n.area_id and f.period = n.period
    left join lateral (select count(*) as n, max(x.reminded_on) as last_on,
        (array_agg(trim(x.office_name || ' ' || x.by_name) order by x.reminded_on desc))[1] as by
      from report_reminder x where x.district_id = n.district_id and x.form = n.form and x.area_id = n.area_id and x.period = n.period
        and (f.submitted_at is null or x.at > f.submitted_at)) m on true`.execute(r);
  return new Map(rows.map((row) => [keyOf(row.area_id, row.form, row.period), row]));
}
