import type { employmentContracts } from '@renshe/domain/employment/employment.contract.ts';
import { employerCodeOf, isHireLate, jobChangeDecision } from '@renshe/domain/employment/employment.rules.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import { sql } from 'kysely';
import { changedFields } from '../platform/audit.ts';
import { changedMeanwhile } from '../platform/errors.ts';
import type { CommandContext } from '../platform/route.ts';
import { changeResident } from '../registration/change-resident.ts';
import { changeRecord } from '../registration/record-history.ts';
import { withRegistration } from '../unemployment/unemployment-records.ts';
import { getJob, withJob } from './employment-records.ts';

/** 变更就业登记: the end of the registration that the job had closed follows its first day and its type. */
export function changeEmployment(c: CommandContext<typeof employmentContracts.change>) {
  const { residentId, employmentId } = c.params;
  const { version, why, ...entry } = c.body;
  const { type, urban, startedOn } = entry;
  const by = { at: c.at, by: c.actor.accountId, cause: c.cause };
  return changeResident(c, residentId, async ({ file, districtId, areaId, parameters, changes }) => {
    const job = getJob(file, employmentId);
    const { refusals, follows } = jobChangeDecision(file, job, entry, c.today, parameters);
    requireAllowed(refusals);
    const { code } = employerCodeOf(entry.employerCode);
    const reported = await c.w
      .selectFrom('employment')
      .select('reported_on')
      .where('district_id', '=', districtId)
      .where('employment_id', '=', employmentId)
      .where('version', '=', version)
      .executeTakeFirst();
    if (!reported) throw changedMeanwhile();
    const late = isHireLate(entry, startedOn, reported.reported_on, parameters);
    changes
      .resident(residentId, (f) => withJob(f, employmentId, { type, urban, from: startedOn }))
      .write((w) =>
        changeRecord(w, {
          kind: 'employment',
          districtId,
          residentId,
          recordId: employmentId,
          version,
          action: 'changed',
          why,
          set: sql`type = ${type}, urban = ${urban}, employer_name = ${entry.employerName}, employer_code = ${code}, occupation = ${entry.occupation},
            industry = ${entry.industry}, platform_work = ${entry.platformWork}, proof = ${entry.proof}, started_on = ${startedOn}::date, report_late = ${late}`,
          ...by,
        }),
      );
    if (follows)
      changes
        .resident(residentId, (f) =>
          withRegistration(f, follows.registrationId, { endedOn: startedOn, endReason: follows.endReason }),
        )
        .write((w) =>
          changeRecord(w, {
            kind: 'unemployment',
            districtId,
            residentId,
            recordId: follows.registrationId,
            version: null,
            action: 'changed',
            why,
            set: sql`ended_on = ${startedOn}::date, end_reason = ${follows.endReason}`,
            ...by,
          }),
        );
    const before = { type: job.type, urban: job.urban, startedOn: job.from };
    c.audit({
      districtId,
      areaId,
      subjectKind: 'resident',
      subjectId: residentId,
      details: {
        employmentId,
        fields: changedFields(before, { type, urban, startedOn }),
        why,
        ...(follows && { moved: follows.registrationId }),
      },
    });
    return { ok: true } as const;
  });
}
