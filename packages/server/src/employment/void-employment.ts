import type { employmentContracts } from '@renshe/domain/employment/employment.contract.ts';
import { sql } from 'kysely';
import { newId } from '../platform/id.ts';
import type { CommandContext } from '../platform/route.ts';
import { changeResident } from '../registration/change-resident.ts';
import { changeRecord } from '../registration/record-history.ts';
import { getJob } from './employment-records.ts';

/** 作废就业登记: a registration that the job had ended stays ended until somebody reverses that too. */
export function voidEmployment(c: CommandContext<typeof employmentContracts.void>) {
  const { residentId, employmentId } = c.params;
  const { version, why } = c.body;
  const changeId = newId(c.at.getTime());
  return changeResident(c, residentId, ({ file, districtId, areaId, changes }) => {
    const job = getJob(file, employmentId);
    changes
      .resident(residentId, (f) => ({
        ...f,
        employment: f.employment.filter((e) => e.employmentId !== employmentId),
      }))
      .write((w) =>
        changeRecord(w, {
          kind: 'employment',
          districtId,
          residentId,
          recordId: employmentId,
          version,
          action: 'voided',
          changeId,
          why,
          set: sql`voided_at = ${c.at}, void_reason = ${why}`,
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
      details: { employmentId, startedOn: job.from, why },
    });
    return { ok: true, changeId } as const;
  });
}
