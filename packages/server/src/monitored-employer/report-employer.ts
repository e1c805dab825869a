import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { parseMonth, previousMonth } from '@renshe/domain/kernel/plain-date.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import type { monitoredEmployerContracts } from '@renshe/domain/monitored-employer/monitored-employer.contract.ts';
import {
  isLargeLayoff,
  layoffRefusals,
  monthRefusals,
} from '@renshe/domain/monitored-employer/monitored-employer.rules.ts';
import { sql } from 'kysely';
import { changedMeanwhile, notFound, requireOneRow } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import { parameterNumber } from '../platform/parameter-value.ts';
import type { CommandContext, Context } from '../platform/route.ts';
import { inScope } from '../platform/scope.ts';
import { keepChange } from './employer-history.ts';
import { type EmployerRow, getEmployer, subjectOf } from './monitored-employer.queries.ts';

type Contracts = typeof monitoredEmployerContracts;

function layoffLimits(c: Pick<Context<never>, 'reference' | 'today'>, areaId: number) {
  return {
    persons: parameterNumber(c.reference, 'employer.layoff_persons', areaId, c.today),
    percent: parameterNumber(c.reference, 'employer.layoff_percent', areaId, c.today),
  };
}

/** 用工变动月报: reported once, corrected with the version that was seen; the audit event keeps what stood there before. */
export async function reportMonth(
  c: CommandContext<Contracts['reportMonth']>,
): Promise<{ large: boolean; changeId: string }> {
  const employer = await getEmployer(c.w, c.scope, c.params.employerId, true);
  const month = parseMonth(c.params.month)!;
  const { version, ...entry } = c.body;
  const rows = await c.w
    .selectFrom('employer_month')
    .selectAll()
    .where('district_id', '=', employer.district_id)
    .where('employer_id', '=', employer.employer_id)
    .where('month', 'in', [month, previousMonth(month)])
    .execute();
  const known = rows.find((row) => row.month === month);
  const before = rows.find((row) => row.month === previousMonth(month) && row.withdrawn_at === null);
  const standing = known !== undefined && known.withdrawn_at === null;
  requireAllowed(
    monthRefusals(entry, month, { from: employer.from_on, to: employer.to_on }, before?.staff_end ?? null, c.today),
  );
  // A report that was taken back is none for the reader; the next one follows under its row.
  if ((standing ? known.version : 0) !== version) throw changedMeanwhile();
  const values = {
    staff_start: entry.staffStart,
    hired: entry.hired,
    departed: entry.departed,
    laid_off: entry.laidOff,
    staff_end: entry.staffEnd,
    reason: entry.laidOff > 0 ? entry.reason : null,
    outlook: entry.outlook,
    note: entry.note,
    reported_by: c.actor.accountId,
    cause: c.cause,
  };
  const changeId = await keepChange(
    c,
    { employer, kind: 'month', key: String(month), action: standing ? 'corrected' : 'reported' },
    async () => {
      if (known)
        requireOneRow(
          await c.w
            .updateTable('employer_month')
            .set({ ...values, withdrawn_at: null, ...(!standing && { reported_at: c.at }), version: known.version + 1 })
            .where('district_id', '=', employer.district_id)
            .where('employer_id', '=', employer.employer_id)
            .where('month', '=', month)
            .where('version', '=', known.version)
            .executeTakeFirst(),
        );
      else
        await c.w
          .insertInto('employer_month')
          .values({
            district_id: employer.district_id,
            employer_id: employer.employer_id,
            month,
            ...values,
            reported_at: c.at,
          })
          .execute();
    },
  );
  c.audit({
    ...subjectOf(employer),
    details: {
      month: c.params.month,
      after: entry,
      ...(standing && {
        before: {
          staffStart: known.staff_start,
          hired: known.hired,
          departed: known.departed,
          laidOff: known.laid_off,
          staffEnd: known.staff_end,
          reason: known.reason,
          outlook: known.outlook,
          note: known.note,
        },
      }),
    },
  });
  return { changeId, large: isLargeLayoff(entry.laidOff, entry.staffStart, layoffLimits(c, employer.area_id)) };
}

/** 裁员报告 (劳动合同法 第41条): what the employer told, as received; a large one is followed up. */
export async function reportLayoff(
  c: CommandContext<Contracts['reportLayoff']>,
): Promise<{ layoffId: string; large: boolean; changeId: string }> {
  const employer = await getEmployer(c.w, c.scope, c.params.employerId, true);
  if (employer.to_on !== null) throw new AppError('monitored-employer.ended', 'conflict');
  requireAllowed(layoffRefusals(c.body, c.today));
  const layoffId = newId(c.at.getTime());
  const large = isLargeLayoff(c.body.persons, c.body.staff, layoffLimits(c, employer.area_id));
  const changeId = await keepChange(c, { employer, kind: 'layoff', key: layoffId, action: 'layoff-reported' }, () =>
    c.w
      .insertInto('layoff_report')
      .values({
        district_id: employer.district_id,
        layoff_id: layoffId,
        employer_id: employer.employer_id,
        told_on: c.body.toldOn,
        planned_on: c.body.plannedOn,
        persons: c.body.persons,
        staff: c.body.staff,
        reason: c.body.reason,
        plan_filed: c.body.planFiled,
        large,
        state: 'received',
        reported_at: c.at,
        reported_by: c.actor.accountId,
        cause: c.cause,
      })
      .execute(),
  );
  c.audit({ ...subjectOf(employer), details: { layoffId, persons: c.body.persons, large } });
  return { layoffId, large, changeId };
}

export async function followLayoff(c: CommandContext<Contracts['followLayoff']>): Promise<{ changeId: string }> {
  const { rows } = await sql<EmployerRow & { state: string }>`
    select e.*, l.state from layoff_report l join monitored_employer e on e.district_id = l.district_id and e.employer_id = l.employer_id
    where l.layoff_id = ${c.params.layoffId}::uuid and l.withdrawn_at is null and ${inScope(c.scope, 'e.district_id', 'e.area_id')} for update of e, l`.execute(
    c.w,
  );
  const row = rows[0];
  if (!row) throw notFound();
  if (row.state === 'closed') throw new AppError('monitored-employer.layoff-closed', 'conflict');
  const closed = c.body.result !== '';
  const changeId = await keepChange(
    c,
    { employer: row, kind: 'layoff', key: c.params.layoffId, action: 'followed' },
    async () => {
      requireOneRow(
        await c.w
          .updateTable('layoff_report')
          .set((eb) => ({
            follow_up: c.body.followUp,
            result: c.body.result,
            state: closed ? 'closed' : 'followed',
            followed_at: c.at,
            followed_by: c.actor.accountId,
            version: eb('version', '+', 1),
          }))
          .where('district_id', '=', row.district_id)
          .where('layoff_id', '=', c.params.layoffId)
          .where('version', '=', c.body.version)
          .executeTakeFirst(),
      );
    },
  );
  c.audit({ ...subjectOf(row), details: { layoffId: c.params.layoffId, closed } });
  return { changeId };
}
