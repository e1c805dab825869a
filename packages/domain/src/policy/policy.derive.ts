/** Who enjoys a policy and whose benefit is about to end, from the records of what was granted. */
import { flag } from '../kernel/flag.ts';
import { stock, units } from '../kernel/indicator.ts';
import { disjoint } from '../kernel/interval.ts';
import { addDays, maxDate, minEnd, type PlainDate } from '../kernel/plain-date.ts';
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

/**
 * Whoever draws a benefit is told before it ends, to ask for it again or to look for what comes after it: as many days before as the
 * parameter says (handbook §4.4: a month's notice), until somebody has spoken with her or it has ended. An end that nobody had recorded before it
 * came is history.
 */
export const benefitEnding = flag('benefit-ending', {
  of: 'resident',
  zh: '享受的政策即将到期，告知本人续办或接上服务',
  en: 'A benefit is about to end: tell her to ask for it again or go on with services',
  source: '领域手册 §4.4(期满前一个月通知)、§4.5',
  flags: (file, parameters) => {
    const gone = presenceEnd(file);
    return file.policyBenefits.flatMap((one) => {
      const { to, endKnownOn } = one;
      if (to === null || endKnownOn === null || endKnownOn >= to) return [];
      const days = parameters.number('policy.ending_days', to);
      const from = maxDate(addDays(to, -days), maxDate(endKnownOn, one.from));
      const told = file.contacts.reduce<PlainDate | null>(
        (on, c) => (c.reached && c.on >= from ? minEnd(on, c.on) : on),
        null,
      );
      const until = minEnd(minEnd(to, gone), told)!;
      return from < until ? [{ anchor: one.benefitId, from, to: until }] : [];
    });
  },
});
