import type { employmentContracts } from '@renshe/domain/employment/employment.contract.ts';
import { isEndLate, jobEndRefusals } from '@renshe/domain/employment/employment.rules.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import { sql } from 'kysely';
import { changedMeanwhile } from '../platform/errors.ts';
import type { CommandContext } from '../platform/route.ts';
import { changeResident } from '../registration/change-resident.ts';
import { changeRecord } from '../registration/record-history.ts';
import { getJob, withJob } from './employment-records.ts';

/** 终止就业: reported late after the limit of §62, accepted all the same. */
export function endEmployment(c: CommandContext<typeof employmentContracts.end>) {
  const { residentId, employmentId } = c.params;
  const { version, endedOn, reason } = c.body;
  return changeResident(c, residentId, async ({ file, districtId, areaId, parameters, changes }) => {
    const job = getJob(file, employmentId);
    requireAllowed(jobEndRefusals(job, { endedOn, reason }, c.today));
    const row = await c.w
      .selectFrom('employment')
      .select('employer_name')
      .where('district_id', '=', districtId)
      .where('employment_id', '=', employmentId)
      .where('version', '=', version)
      .executeTakeFirst();
    if (!row) throw changedMeanwhile();
    const late = isEndLate({ type: job.type, employerName: row.employer_name }, endedOn, c.today, parameters);
    changes
      .resident(residentId, (f) => withJob(f, employmentId, { to: endedOn, endReason: reason }))
      .write((w) =>
        changeRecord(w, {
          kind: 'employment',
          districtId,
          residentId,
          recordId: employmentId,
          version,
          action: 'ended',
          why: '',
          set: sql`ended_on = ${endedOn}::date, end_reason = ${reason}, end_reported_on = ${c.today}::date, end_late = ${late}, end_cause = ${c.cause}::uuid`,
          at: c.at,
          by: c.actor.accountId,
          cause: c.cause,
        }),
      );
    c.audit({
      districtId,
      areaId,
      subjectKind: 'resident',
      subjectId: residentId,
      details: { employmentId, endedOn, reason, late },
    });
    return { late };
  });
}
