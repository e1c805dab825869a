import { type AreaId, getArea } from '@renshe/domain/area/area-tree.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { ReportState } from '@renshe/domain/report/report.rules.ts';
import { type BoardFilter, boardFilters, type SubmissionRow } from '@renshe/domain/submission/submission.contract.ts';
import { lateDays, mayRemind, monthOfPeriod, opensOn } from '@renshe/domain/submission/submission.rules.ts';
import { sql } from 'kysely';
import { businessDay } from '../platform/clock.ts';
import type { Reader } from '../platform/db.ts';
import type { Reference } from '../platform/reference.ts';
import { reportAreaRef } from '../report/report-area.ts';
import { formDueOn } from '../report/report-form.queries.ts';
import { type AskedForm, owingBelow, owingChildren } from './submission-areas.ts';

export interface BoardForm {
  areaId: AreaId;
  state: ReportState;
  dueOn: PlainDate;
  submittedAt: Date | null;
  submittedBy: string;
  /** Day of the first submission, also when the form was returned afterwards. */
  firstSubmittedOn: PlainDate | null;
  returns: number;
  reminders: number;
  remindedOn: PlainDate | null;
}

interface FormStanding {
  area_id: AreaId;
  state: ReportState;
  due_on: PlainDate;
  submitted_at: Date | null;
  submitted_by: string | null;
  first_submitted_at: Date | null;
  return_count: number;
}

/** Where the forms of some areas stand, in two statements: a form without a row has not been touched yet. */
export async function listStanding(
  r: Reader,
  reference: Reference,
  asked: Pick<AskedForm, 'form' | 'period'>,
  areaIds: readonly AreaId[],
): Promise<BoardForm[]> {
  const ids = [...areaIds];
  const districts = [...new Set(ids.map((id) => getArea(reference.tree, id).districtId))];
  const forms = await sql<FormStanding>`
    select f.area_id, f.state, f.due_on, f.submitted_at, coalesce(last.by_name, '') as submitted_by, coalesce(first.at, f.submitted_at) as first_submitted_at, f.return_count
    from report_form f
    left join lateral (select e.by_name from report_event e where e.district_id = f.district_id and e.report_id = f.report_id and e.action = 'submit' order by e.at desc limit 1) last on true
    left join lateral (select min(e.at) as at from report_event e where e.district_id = f.district_id and e.report_id = f.report_id and e.action = 'submit') first on true
    where f.district_id = any(${districts}::int[]) and f.form = ${asked.form} and f.period = ${asked.period.text} and f.area_id = any(${ids}::int[])`.execute(
    r,
  );
  const reminders = await sql<{ area_id: AreaId; n: number; last_on: PlainDate }>`
    select area_id, count(*) as n, max(reminded_on) as last_on from report_reminder
    where district_id = any(${districts}::int[]) and form = ${asked.form} and period = ${asked.period.text} and area_id = any(${ids}::int[])
    group by area_id`.execute(r);
  const formOf = new Map(forms.rows.map((row) => [row.area_id, row]));
  const remindersOf = new Map(reminders.rows.map((row) => [row.area_id, row]));
  return ids.map((areaId) => {
    const row = formOf.get(areaId);
    const reminded = remindersOf.get(areaId);
    return {
      areaId,
      state: row?.state ?? 'draft',
      dueOn: row?.due_on ?? formDueOn(reference, areaId, asked),
      submittedAt: row?.submitted_at ?? null,
      submittedBy: row?.submitted_by ?? '',
      firstSubmittedOn: row?.first_submitted_at ? businessDay(row.first_submitted_at) : null,
      returns: row?.return_count ?? 0,
      reminders: reminded?.n ?? 0,
      remindedOn: reminded?.last_on ?? null,
    };
  });
}

export interface Board {
  counts: Record<BoardFilter, number>;
  total: number;
  rows: SubmissionRow[];
}

/** The reports below an area: late ones first, then by what is to be done with them. */
export async function readBoard(
  r: Reader,
  reference: Reference,
  asked: AskedForm,
  choice: { below: 'children' | 'all'; filter?: BoardFilter | undefined },
  today: PlainDate,
): Promise<Board> {
  const { definition, period, areaId } = asked;
  const areas = (choice.below === 'all' ? owingBelow : owingChildren)(reference, areaId, definition, period);
  const standing = areas.length === 0 ? [] : await listStanding(r, reference, asked, areas);
  const month = monthOfPeriod(period);
  const rows = standing.map((form): SubmissionRow => {
    const { kind } = getArea(reference.tree, form.areaId);
    const open = form.state === 'draft' && form.firstSubmittedOn === null;
    return {
      area: reportAreaRef(reference.tree, form.areaId, month),
      kind: kind === 'province' ? 'city' : kind,
      state: form.state,
      dueOn: form.dueOn,
      overdue: form.state === 'draft' && today > form.dueOn,
      lateDays:
        form.state === 'closed' && open
          ? 0
          : lateDays(form.dueOn, form.state === 'draft' ? null : (form.firstSubmittedOn ?? form.dueOn), today),
      submittedAt: form.submittedAt?.toISOString() ?? null,
      submittedBy: form.submittedBy,
      returns: form.returns,
      reminders: form.reminders,
      remindedOn: form.remindedOn,
      mayRemind: mayRemind(form, opensOn(period), today),
      hasBelow: owingChildren(reference, form.areaId, definition, period).length > 0,
    };
  });
  const counts = Object.fromEntries(
    boardFilters.map((filter) => [filter, rows.filter((row) => matches(row, filter)).length]),
  ) as Record<BoardFilter, number>;
  const { filter } = choice;
  const rank = (row: SubmissionRow) =>
    row.overdue ? 0 : ['draft', 'submitted', 'accepted', 'closed'].indexOf(row.state) + 1;
  return {
    counts,
    total: rows.length,
    rows: rows
      .filter((row) => filter === undefined || matches(row, filter))
      .sort((a, b) => rank(a) - rank(b) || b.lateDays - a.lateDays || (a.area.code < b.area.code ? -1 : 1)),
  };
}

function matches(row: SubmissionRow, filter: BoardFilter): boolean {
  switch (filter) {
    case 'overdue':
      return row.overdue;
    case 'late':
      return row.lateDays > 0;
    case 'returned':
      return row.returns > 0;
    default:
      return row.state === filter;
  }
}
