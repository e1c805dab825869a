import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import type { policyContracts } from '@renshe/domain/policy/policy.contract.ts';
import { benefitRefusals } from '@renshe/domain/policy/policy.rules.ts';
import { newId } from '../platform/id.ts';
import type { CommandContext } from '../platform/route.ts';
import { changeResident } from '../registration/change-resident.ts';
import { listPolicies } from './policy-list.ts';

/** 登记享受政策: the name and the document are kept as they are today, whatever the list says later. */
export function recordBenefit(c: CommandContext<typeof policyContracts.recordBenefit>) {
  const { residentId } = c.params;
  const entry = c.body;
  const benefitId = newId(c.at.getTime());
  return changeResident(c, residentId, async ({ file, districtId, areaId, changes }) => {
    const policy = (await listPolicies(c.host.db)).find((one) => one.key === entry.policy);
    requireAllowed(benefitRefusals(file, entry, policy, c.today));
    const endKnownOn = entry.toOn === null ? null : c.today;
    const benefit = { benefitId, policy: entry.policy, from: entry.fromOn, to: entry.toOn, endKnownOn };
    changes
      .resident(residentId, (f) => ({ ...f, policyBenefits: [...f.policyBenefits, benefit] }))
      .write((w) =>
        w
          .insertInto('policy_benefit')
          .values({
            district_id: districtId,
            benefit_id: benefitId,
            resident_id: residentId,
            policy: entry.policy,
            policy_name: policy?.zh ?? '',
            document: policy?.document ?? '',
            from_on: entry.fromOn,
            to_on: entry.toOn,
            end_known_on: endKnownOn,
            amount_fen: entry.amount,
            note: entry.note,
            created_at: c.at,
            created_by: c.actor.accountId,
            cause: c.cause,
          })
          .execute(),
      );
    const { policy: key, fromOn, toOn, amount } = entry;
    const details = { benefitId, policy: key, fromOn, toOn, amount };
    c.audit({ districtId, areaId, subjectKind: 'resident', subjectId: residentId, details });
    return { benefitId };
  });
}
