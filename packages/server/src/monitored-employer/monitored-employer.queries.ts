import type { AreaTree } from '@renshe/domain/area/area-tree.ts';
import {
  addToMonth,
  firstDayOf,
  formatMonth,
  lastDayOf,
  listMonths,
  type Month,
  monthOf,
  type PlainDate,
} from '@renshe/domain/kernel/plain-date.ts';
import type {
  Layoff,
  layoffSchema,
  MonitoredEmployer,
  monitoredEmployerContracts,
  reportedMonthSchema,
} from '@renshe/domain/monitored-employer/monitored-employer.contract.ts';
import {
  changeRate,
  inPanel,
  monthDueOn,
  noticeTooShort,
} from '@renshe/domain/monitored-employer/monitored-employer.rules.ts';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { z } from 'zod';
import { areaRef } from '../platform/area-ref.ts';
import type { Reader, Writer } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import { parameterNumber } from '../platform/parameter-value.ts';
import type { Reference } from '../platform/reference.ts';
import type { DB } from '../platform/schema.gen.ts';
import { inScope, type Scope } from '../platform/scope.ts';
import { panelSeries } from './layoffs-of.ts';

export type EmployerRow = Selectable<DB['monitored_employer']>;
type MonthRow = Selectable<DB['employer_month']>;
type LayoffRow = Selectable<DB['layoff_report']>;
type ReportedMonth = z.infer<typeof reportedMonthSchema>;

/** What an audit event names of an employer. */
export const subjectOf = (row: Pick<EmployerRow, 'district_id' | 'area_id' | 'employer_id'>) => ({
  districtId: row.district_id,
  areaId: row.area_id,
  subjectKind: 'monitored-employer',
  subjectId: row.employer_id,
});

/** The employer within the reader's scope, under its row lock where a command asks for it. */
export async function getEmployer(
  r: Reader | Writer,
  scope: Scope,
  employerId: string,
  lock = false,
): Promise<EmployerRow> {
  const { rows } = await sql<EmployerRow>`select * from monitored_employer e
    where e.employer_id = ${employerId}::uuid and ${inScope(scope, 'e.district_id', 'e.area_id')} ${lock ? sql`for update` : sql``}`.execute(
    r,
  );
  const row = rows[0];
  if (!row) throw notFound();
  return row;
}

export function employerOf(row: EmployerRow, tree: AreaTree, today: PlainDate): MonitoredEmployer {
  return {
    employerId: row.employer_id,
    creditCode: row.credit_code,
    name: row.name,
    industry: row.industry as MonitoredEmployer['industry'],
    keyEmployer: row.key_employer,
    area: areaRef(tree, row.area_id, today),
    contactName: row.contact_name,
    phoneMasked: row.phone_masked,
    fromOn: row.from_on,
    toOn: row.to_on,
    endReason: row.end_reason,
    version: row.version,
  };
}

/** The day by which a month is due, by the parameters of the employer's area. */
export function dueOnOf(reference: Reference, employer: EmployerRow, month: Month): PlainDate {
  const on = lastDayOf(month);
  return monthDueOn(month, employer.key_employer, {
    dynamic: parameterNumber(reference, 'employer.dynamic_due_day', employer.area_id, on),
    key: parameterNumber(reference, 'employer.key_due_day', employer.area_id, on),
  });
}

type NamedMonthRow = MonthRow & { by_name: string | null };

export function monthOfRow(row: NamedMonthRow, dueOn: PlainDate): ReportedMonth {
  return {
    month: formatMonth(row.month),
    staffStart: row.staff_start,
    hired: row.hired,
    departed: row.departed,
    laidOff: row.laid_off,
    staffEnd: row.staff_end,
    reason: row.reason as ReportedMonth['reason'],
    outlook: row.outlook as ReportedMonth['outlook'],
    note: row.note,
    reportedAt: row.reported_at.toISOString(),
    reportedBy: row.by_name,
    late: dayInShanghai(row.reported_at) > dueOn,
    version: row.version,
  };
}

function dayInShanghai(at: Date): PlainDate {
  return at.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 10);
}

/** The last thirty-six months on the panel, newest first, with what was reported of each. */
export async function listMonthsOf(
  r: Reader,
  reference: Reference,
  employer: EmployerRow,
  today: PlainDate,
): Promise<z.input<(typeof monitoredEmployerContracts)['file']['output']>['months']> {
  const { rows } = await sql<NamedMonthRow>`
    select m.*, a.name as by_name from employer_month m left join account a on a.account_id = m.reported_by
    where m.district_id = ${employer.district_id} and m.employer_id = ${employer.employer_id}::uuid and m.withdrawn_at is null`.execute(
    r,
  );
  const panel = { from: employer.from_on, to: employer.to_on };
  const oldest = rows.reduce((least, row) => Math.min(least, row.month), monthOf(employer.from_on));
  const first = Math.max(oldest, addToMonth(monthOf(today), -35));
  if (first > monthOf(today)) return [];
  return listMonths(first, monthOf(today))
    .toReversed()
    .flatMap((month) => {
      const row = rows.find((one) => one.month === month);
      // What was reported before the employer left and came back stays to be seen.
      if (!row && !inPanel(panel, month)) return [];
      const dueOn = dueOnOf(reference, employer, month);
      return {
        month: formatMonth(month),
        dueOn,
        late: row === undefined && today > dueOn,
        report: row ? monthOfRow(row, dueOn) : null,
      };
    });
}

type NamedLayoff = LayoffRow & { employer_name: string; area_id: number; by_name: string | null };

const layoffColumns = sql`l.*, e.name as employer_name, e.area_id, a.name as by_name`;
const layoffTables = sql`layoff_report l join monitored_employer e on e.district_id = l.district_id and e.employer_id = l.employer_id
  left join account a on a.account_id = l.followed_by`;

export async function listLayoffs(
  r: Reader,
  tree: AreaTree,
  today: PlainDate,
  where: RawBuilder<unknown>,
  page: { limit: number; offset: number },
): Promise<{ count: number; layoffs: Layoff[] }> {
  const { rows } = await sql<NamedLayoff & { count: number }>`
    select ${layoffColumns}, count(*) over ()::int as count from ${layoffTables} where ${where}
    order by (l.state = 'closed'), l.large desc, l.planned_on desc, l.layoff_id limit ${page.limit} offset ${page.offset}`.execute(
    r,
  );
  return {
    count: rows[0]?.count ?? 0,
    layoffs: rows.map(
      (row): z.infer<typeof layoffSchema> => ({
        layoffId: row.layoff_id,
        employerId: row.employer_id,
        employerName: row.employer_name,
        area: areaRef(tree, row.area_id, today),
        toldOn: row.told_on,
        plannedOn: row.planned_on,
        persons: row.persons,
        staff: row.staff,
        reason: row.reason as Layoff['reason'],
        planFiled: row.plan_filed,
        large: row.large,
        noticeTooShort: noticeTooShort(row.told_on, row.planned_on),
        state: row.state as Layoff['state'],
        followUp: row.follow_up,
        followedAt: row.followed_at?.toISOString() ?? null,
        followedBy: row.by_name,
        result: row.result,
        reportedAt: row.reported_at.toISOString(),
        version: row.version,
      }),
    ),
  };
}

interface ListQuery {
  areaId: number;
  month: Month;
  show: 'all' | 'late' | 'layoffs';
  limit: number;
  offset: number;
}

/** The panel of an area and month with what was reported, what is late, the sums and the line of a year. */
export async function listEmployers(
  r: Reader,
  reference: Reference,
  scope: Scope,
  today: PlainDate,
  query: ListQuery,
): Promise<z.input<(typeof monitoredEmployerContracts)['list']['output']>> {
  const { month } = query;
  const { rows } = await sql<EmployerRow & { m: NamedMonthRow | null }>`
    select e.*, case when m.employer_id is null then null else to_jsonb(m) || jsonb_build_object('by_name', a.name) end as m
    from monitored_employer e
    left join employer_month m on m.district_id = e.district_id and m.employer_id = e.employer_id and m.month = ${month} and m.withdrawn_at is null
    left join account a on a.account_id = m.reported_by
    where ${inScope(scope, 'e.district_id', 'e.area_id')} and e.from_on <= ${lastDayOf(month)}::date and (e.to_on is null or (e.to_on > ${firstDayOf(month)}::date and e.to_on > e.from_on))
    order by e.key_employer desc, e.name, e.employer_id`.execute(r);
  const all = rows.map(({ m, ...row }) => {
    const dueOn = dueOnOf(reference, row, month);
    const report = m === null ? null : monthOfRow({ ...m, reported_at: new Date(m.reported_at) }, dueOn);
    return { ...employerOf(row, reference.tree, today), dueOn, late: report === null && today > dueOn, report };
  });
  const shown = all.filter((one) =>
    query.show === 'late' ? one.late : query.show === 'layoffs' ? (one.report?.laidOff ?? 0) > 0 : true,
  );
  const series = await panelSeries(r, reference.tree, query.areaId, addToMonth(month, -12), month);
  const lines = series.map(({ month: one, sums }) => {
    const { employers: reported, laidOffBy: _by, ...rest } = sums;
    return { month: formatMonth(one), reported, ...rest, changeRate: changeRate(rest) };
  });
  const { month: _month, reported, ...sums } = lines.at(-1)!;
  return {
    count: shown.length,
    employers: shown.slice(query.offset, query.offset + query.limit),
    expected: all.length,
    reported,
    late: all.filter((one) => one.late).length,
    sums,
    series: lines,
  };
}

/** The same credit code on the panel of any district of the city. */
export async function findByCreditCode(
  w: Writer,
  tree: AreaTree,
  creditCode: string,
): Promise<EmployerRow | undefined> {
  const districts = [...new Set([...tree.areas.values()].map((area) => area.districtId))];
  const { rows } = await sql<EmployerRow>`select * from monitored_employer
    where district_id = any(${districts}::int[]) and credit_code = ${creditCode} and to_on is null`.execute(w);
  return rows[0];
}
