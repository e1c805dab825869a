import type { UnemploymentRegistration } from '@renshe/domain/kernel/file.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import type { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { restoreRefusals } from '@renshe/domain/unemployment/unemployment.rules.ts';
import type { CommandContext } from '../platform/route.ts';
import { changeResident } from '../registration/change-resident.ts';
import { getVoided, restoreRecord } from '../registration/record-history.ts';

/** 恢复作废的失业登记: the same record counts again from its own days; closed months show it as an adjustment (kernel K2, K4). */
export function restoreUnemployment(c: CommandContext<typeof unemploymentContracts.restore>) {
  const { residentId, registrationId } = c.params;
  const { changeId, why } = c.body;
  return changeResident(c, residentId, async ({ file, districtId, areaId, parameters, changes }) => {
    const of = { kind: 'unemployment', districtId, residentId, recordId: registrationId } as const;
    const { record } = await getVoided<UnemploymentRegistration>(c, { ...of, areaId, changeId });
    requireAllowed(restoreRefusals(file, record, c.today, parameters));
    changes
      .resident(residentId, (f) => ({ ...f, unemployment: [...f.unemployment, record] }))
      .write((w) => restoreRecord(w, c, of, why));
    c.audit({
      districtId,
      areaId,
      subjectKind: 'resident',
      subjectId: residentId,
      details: { registrationId, registeredOn: record.registeredOn, changeId, why },
    });
    return { ok: true } as const;
  });
}
