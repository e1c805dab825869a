/** The work that a registration brings: the certificate, the service plan, the check that the reason still holds. */
import type { serviceStrands } from '../contact/contact.contract.ts';
import { duty } from '../kernel/duty.ts';
import { addDays, dayOfWeek, type PlainDate } from '../kernel/plain-date.ts';
import type { ParameterKey } from '../parameter/parameter.keys.ts';
import { presenceEnd } from '../resident/resident.derive.ts';
import { servedSpan, workStart } from './unemployment.derive.ts';

/** The day `days` weekdays later. Holidays are no part of a derivation: a day more or less on a reminder, never in a legal clock. */
function afterWeekdays(from: PlainDate, days: number): PlainDate {
  let day = from;
  for (let left = days; left > 0; ) {
    day = addDays(day, 1);
    if (dayOfWeek(day) <= 5) left--;
  }
  return day;
}

/** A certificate has to be issued after the first registration of somebody who has none. */
export const certificateIssue = duty('certificate-issue', {
  of: 'resident',
  zh: '发放就业创业证',
  en: 'Issue the employment certificate',
  source: '就业失业登记证管理暂行办法；领域手册 §3.5',
  duties: (file, parameters) => {
    const first = [...file.unemployment].sort((a, b) => (a.registeredOn < b.registeredOn ? -1 : 1))[0];
    if (!first) return [];
    const issued = file.certificates
      .filter((c) => c.status !== 'void')
      .sort((a, b) => (a.issuedOn < b.issuedOn ? -1 : 1))[0];
    if (issued && issued.issuedOn < first.registeredOn) return [];
    const end = servedSpan(file, first).to;
    if (!issued && end !== null) return [];
    return [
      {
        anchor: first.registrationId,
        appearsOn: workStart(first),
        dueOn: afterWeekdays(workStart(first), parameters.number('cert.issue_days', workStart(first))),
        doneOn: issued?.issuedOn ?? null,
        doneByRecord: issued?.certificateId ?? null,
      },
    ];
  },
});

/** Registered, and something says that the reason is gone: a person has to confirm the deregistration (handbook §3.3). */
export const deregistrationProposal = duty('deregistration-proposal', {
  of: 'resident',
  zh: '核实并办理注销失业登记',
  en: 'Check and deregister',
  source: '就业服务与就业管理规定第66条；领域手册 §3.3',
  duties: (file, parameters) =>
    file.unemployment.flatMap((r) => {
      if (r.endedOn !== null) return [];
      const signs = file.employment.filter((e) => e.to === null && e.from >= r.registeredOn).map((e) => e.from);
      // Handed over to the community as a retiree: a pension ends the registration.
      signs.push(...file.retireeCare.filter((one) => one.to === null).map((one) => one.from));
      const gone = presenceEnd(file);
      if (gone !== null) signs.push(gone);
      const first = signs.sort()[0];
      if (first === undefined) return [];
      const dueOn = addDays(first, parameters.number('unemp.proposal_days', first));
      return [{ anchor: r.registrationId, appearsOn: first, dueOn }];
    }),
});

/** The five strands of the service plan that a registration opens (C02). */
const strands = [
  { strand: 'job-introduction', zh: '职业介绍', en: 'Job introduction' },
  { strand: 'training', zh: '职业培训', en: 'Training' },
  { strand: 'guidance', zh: '职业指导', en: 'Guidance' },
  { strand: 'living-security', zh: '社会保险与生活保障', en: 'Social insurance and living security' },
  { strand: 'policy', zh: '政策落实', en: 'Policies' },
] as const satisfies readonly { strand: (typeof serviceStrands)[number]; zh: string; en: string }[];

const planKeys = {
  'job-introduction': 'plan.job_introduction_days',
  training: 'plan.training_days',
  guidance: 'plan.guidance_days',
  'living-security': 'plan.living_security_days',
  policy: 'plan.policy_days',
} as const satisfies Record<(typeof serviceStrands)[number], ParameterKey>;

/** One duty per strand; the first service of that strand after the registration fulfils it. */
export const servicePlan = strands.map(({ strand, zh, en }) =>
  duty(`service-${strand}`, {
    of: 'resident',
    zh: `服务计划：${zh}`,
    en: `Service plan: ${en}`,
    source: '失业登记联动机制；领域手册 §4.7',
    duties: (file, parameters) =>
      file.unemployment.flatMap((r) => {
        const span = servedSpan(file, r);
        const service = file.contacts
          .filter((c) => c.service === strand && c.on >= span.from && (span.to === null || c.on <= span.to))
          .sort((a, b) => (a.on < b.on ? -1 : 1))[0];
        if (!service && span.to !== null) return [];
        const from = workStart(r);
        const days = parameters.number(planKeys[strand], from);
        return [
          {
            anchor: r.registrationId,
            appearsOn: from,
            dueOn: addDays(from, days),
            doneOn: service?.on ?? null,
            doneByRecord: service?.contactId ?? null,
          },
        ];
      }),
  }),
);
