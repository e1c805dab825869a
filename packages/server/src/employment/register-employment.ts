import type { employmentContracts } from '@renshe/domain/employment/employment.contract.ts';
import {
  deregistrationReasonOf,
  employerCodeOf,
  hireDecision,
  isHireLate,
} from '@renshe/domain/employment/employment.rules.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import { sql } from 'kysely';
import { newId } from '../platform/id.ts';
import type { CommandContext } from '../platform/route.ts';
import { changeResident } from '../registration/change-resident.ts';
import { changeRecord } from '../registration/record-history.ts';
import { deregistrationColumns, withRegistration } from '../unemployment/unemployment-records.ts';

/** 就业登记: an open unemployment registration ends on the first day of work in the same transaction (就业服务与就业管理规定 §62, §66). */
export function registerEmployment(c: CommandContext<typeof employmentContracts.register>) {
  const { residentId } = c.params;
  const entry = c.body;
  const { type, urban, startedOn } = entry;
  const employmentId = newId(c.at.getTime());
  const by = { at: c.at, by: c.actor.accountId, cause: c.cause };
  return changeResident(c, residentId, ({ file, districtId, areaId, parameters, changes }) => {
    const { refusals, ends } = hireDecision(file, entry, c.today, parameters);
    requireAllowed(refusals);
    const late = isHireLate(entry, startedOn, c.today, parameters);
    const { code, warning } = employerCodeOf(entry.employerCode);
    changes
      .resident(residentId, (f) => ({
        ...f,
        employment: [...f.employment, { employmentId, type, urban, from: startedOn, to: null, endReason: null }],
      }))
      .write((w) =>
        sql`insert into employment (district_id, employment_id, resident_id, area_id, type, urban, employer_name, employer_code, occupation, industry,
            platform_work, proof, started_on, reported_on, report_late, created_at, created_by, cause)
          values (${districtId}, ${employmentId}::uuid, ${residentId}::uuid, ${areaId}, ${type}, ${urban}, ${entry.employerName}, ${code}, ${entry.occupation}, ${entry.industry},
            ${entry.platformWork}, ${entry.proof}, ${startedOn}::date, ${c.today}::date, ${late}, ${c.at}, ${by.by}::uuid, ${c.cause}::uuid)`.execute(
          w,
        ),
      );
    if (ends) {
      const reason = deregistrationReasonOf(entry);
      const note = `就业登记：${entry.employerName}`.replace(/：$/, '');
      const evidence = entry.proof || '就业登记';
      changes
        .resident(residentId, (f) =>
          withRegistration(f, ends.registrationId, { endedOn: startedOn, endReason: reason }),
        )
        .write((w) =>
          changeRecord(w, {
            kind: 'unemployment',
            districtId,
            residentId,
            recordId: ends.registrationId,
            version: null,
            action: 'deregistered',
            why: note,
            set: deregistrationColumns({ endedOn: startedOn, reason, evidence, note, ...by }),
            ...by,
          }),
        );
    }
    c.audit({
      districtId,
      areaId,
      subjectKind: 'resident',
      subjectId: residentId,
      details: {
        employmentId,
        type,
        startedOn,
        late,
        ...(ends && { deregistered: ends.registrationId }),
        ...(warning !== undefined && { warning }),
      },
    });
    return { employmentId, late, deregistered: ends !== undefined };
  });
}
