import type { PolicyBenefit } from '@renshe/domain/kernel/file.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import type { policyContracts } from '@renshe/domain/policy/policy.contract.ts';
import { benefitRestoreRefusals } from '@renshe/domain/policy/policy.rules.ts';
import type { CommandContext } from '../platform/route.ts';
import { changeResident } from '../registration/change-resident.ts';
import { getVoided, restoreRecord } from '../registration/record-history.ts';

/** 恢复作废的享受政策记录: refused where the same policy was recorded for those days since. */
export function restoreBenefit(c: CommandContext<typeof policyContracts.restoreBenefit>) {
  const { residentId, benefitId } = c.params;
  const { changeId, why } = c.body;
  return changeResident(c, residentId, async ({ file, districtId, areaId, changes }) => {
    const of = { kind: 'policy-benefit', districtId, residentId, recordId: benefitId } as const;
    const { record } = await getVoided<PolicyBenefit>(c, { ...of, areaId, changeId });
    requireAllowed(benefitRestoreRefusals(file, record));
    changes
      .resident(residentId, (f) => ({ ...f, policyBenefits: [...f.policyBenefits, record] }))
      .write((w) => restoreRecord(w, c, of, why));
    const details = { benefitId, policy: record.policy, fromOn: record.from, changeId, why };
    c.audit({ districtId, areaId, subjectKind: 'resident', subjectId: residentId, details });
    return { ok: true } as const;
  });
}
