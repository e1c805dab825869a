import type { Id, PolicyBenefit } from '@renshe/domain/kernel/file.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import type { policyContracts } from '@renshe/domain/policy/policy.contract.ts';
import { benefitOf, endBenefitRefusals } from '@renshe/domain/policy/policy.rules.ts';
import { type RawBuilder, sql } from 'kysely';
import { notFound } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import type { CommandContext } from '../platform/route.ts';
import { changeResident, type LockedResident } from '../registration/change-resident.ts';
import { changeRecord } from '../registration/record-history.ts';

type BenefitContract = typeof policyContracts.endBenefit | typeof policyContracts.voidBenefit;

const ok = { ok: true } as const;

/** The benefit under the lock, changed with its history. */
function changeBenefit(
  c: CommandContext<BenefitContract>,
  { file, districtId, areaId, changes }: LockedResident,
  change: {
    action: 'ended' | 'voided';
    changeId?: Id;
    set: RawBuilder<unknown>;
    after: (benefit: PolicyBenefit) => PolicyBenefit[];
    details: Record<string, unknown>;
  },
) {
  const { residentId, benefitId } = c.params;
  const { version, why } = c.body;
  if (!benefitOf(file, benefitId)) throw notFound();
  changes
    .resident(residentId, (f) => ({
      ...f,
      policyBenefits: f.policyBenefits.flatMap((one) => (one.benefitId === benefitId ? change.after(one) : one)),
    }))
    .write((w) =>
      changeRecord(w, {
        kind: 'policy-benefit',
        districtId,
        residentId,
        recordId: benefitId,
        version,
        action: change.action,
        ...(change.changeId && { changeId: change.changeId }),
        why,
        set: change.set,
        at: c.at,
        by: c.actor.accountId,
        cause: c.cause,
      }),
    );
  const details = { benefitId, why, ...change.details };
  c.audit({ districtId, areaId, subjectKind: 'resident', subjectId: residentId, details });
  return ok;
}

/** 终止享受政策: from a day on it is no longer granted. */
export function endBenefit(c: CommandContext<typeof policyContracts.endBenefit>) {
  const { toOn } = c.body;
  return changeResident(c, c.params.residentId, (resident) => {
    const benefit = benefitOf(resident.file, c.params.benefitId);
    if (!benefit) throw notFound();
    requireAllowed(endBenefitRefusals(benefit, toOn));
    return changeBenefit(c, resident, {
      action: 'ended',
      set: sql`to_on = ${toOn}::date, end_known_on = ${c.today}::date`,
      after: (one) => [{ ...one, to: toOn, endKnownOn: c.today }],
      details: { toOn },
    });
  });
}

/** 作废享受政策记录: it counts as never recorded. */
export function voidBenefit(c: CommandContext<typeof policyContracts.voidBenefit>) {
  const changeId = newId(c.at.getTime());
  const set = sql`voided_at = ${c.at}`;
  return changeResident(c, c.params.residentId, (resident) => ({
    ...changeBenefit(c, resident, { action: 'voided', changeId, set, after: () => [], details: {} }),
    changeId,
  }));
}
