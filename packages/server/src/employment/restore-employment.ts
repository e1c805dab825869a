import type { employmentContracts } from '@renshe/domain/employment/employment.contract.ts';
import { jobRestoreRefusals } from '@renshe/domain/employment/employment.rules.ts';
import type { Employment } from '@renshe/domain/kernel/file.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import type { CommandContext } from '../platform/route.ts';
import { changeResident } from '../registration/change-resident.ts';
import { getVoided, restoreRecord } from '../registration/record-history.ts';

/** 恢复作废的就业登记: a registration of unemployment stays as it is; where the two contradict each other the restoring is refused. */
export function restoreEmployment(c: CommandContext<typeof employmentContracts.restore>) {
  const { residentId, employmentId } = c.params;
  const { changeId, why } = c.body;
  return changeResident(c, residentId, async ({ file, districtId, areaId, parameters, changes }) => {
    const of = { kind: 'employment', districtId, residentId, recordId: employmentId } as const;
    const { record, row } = await getVoided<Employment>(c, { ...of, areaId, changeId });
    const entry = {
      type: record.type,
      startedOn: record.from,
      employerName: String(row.employer_name),
      employerCode: row.employer_code as string | null,
      industry: row.industry as string | null,
    };
    requireAllowed(jobRestoreRefusals(file, record, entry, c.today, parameters));
    changes
      .resident(residentId, (f) => ({ ...f, employment: [...f.employment, record] }))
      .write((w) => restoreRecord(w, c, of, why));
    c.audit({
      districtId,
      areaId,
      subjectKind: 'resident',
      subjectId: residentId,
      details: { employmentId, startedOn: record.from, changeId, why },
    });
    return { ok: true } as const;
  });
}
