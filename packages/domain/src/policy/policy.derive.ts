/** Who enjoys a policy, from the records of what was granted. */
import { stock, units } from '../kernel/indicator.ts';
import { disjoint } from '../kernel/interval.ts';
import { minEnd } from '../kernel/plain-date.ts';
import { presenceEnd } from '../resident/resident.derive.ts';

export const policyBeneficiaries = stock('policy-beneficiaries', {
  of: 'resident',
  zh: '享受政策人数',
  en: 'People who enjoy a policy',
  subject: 'employment',
  unit: units.person,
  definition: {
    zh: '期末正在享受就业扶持政策的人数；同时享受几项的计一人。',
    en: 'People who enjoy an employment policy at the end of the month; somebody with several counts once.',
  },
  formula: { zh: '有未终止的享受记录的人数', en: 'People with a benefit that has not ended' },
  source: {
    zh: '财社〔2023〕181号；领域手册 §3.6、§4.5',
    en: 'Rules on employment subsidies 2023 no. 181; handbook §3.6, §4.5',
  },
  dimensions: ['sex'],
  intervals: (file) => {
    const gone = presenceEnd(file);
    return disjoint(
      file.policyBenefits.map((one) => ({ from: one.from, to: minEnd(one.to, gone), record: one.benefitId })),
    );
  },
});
