/** What follows from unemployment registration: the stock, the flows, the flags and the duties that are not contacts. */
import type { serviceStrands } from '../contact/contact.contract.ts';
import { duty } from '../kernel/duty.ts';
import type { ResidentFile, UnemploymentRegistration } from '../kernel/file.ts';
import { flag } from '../kernel/flag.ts';
import { flow, type Interval, ratio, stock } from '../kernel/indicator.ts';
import { intersect, type Span } from '../kernel/interval.ts';
import type { SubjectParameters } from '../kernel/parameter-timeline.ts';
import { addDays, addMonths, addYears, dayOfWeek, maxDate, minEnd, type PlainDate } from '../kernel/plain-date.ts';
import type { ParameterKey } from '../parameter/parameter.keys.ts';
import { presenceEnd } from '../resident/resident.derive.ts';
import { chainStart } from './unemployment.continuity.ts';

/** A registration that began and ended on the same day counts for nothing. */
export function countingRegistrations(file: ResidentFile): readonly UnemploymentRegistration[] {
  return file.unemployment.filter((r) => r.endedOn === null || r.endedOn > r.registeredOn);
}

const registrationSpan = (r: UnemploymentRegistration): Span => ({ from: r.registeredOn, to: r.endedOn });

/** From when on the office has work with a registration: its day, or the day on which a roster made it known. */
export function workStart(r: UnemploymentRegistration): PlainDate {
  return r.knownOn ? maxDate(r.registeredOn, r.knownOn) : r.registeredOn;
}

/** The days of a registration on which the agency has work with it: not after death or departure. */
export function servedSpan(file: ResidentFile, r: UnemploymentRegistration): Span {
  return { from: r.registeredOn, to: minEnd(r.endedOn, presenceEnd(file)) };
}

export const registeredUnemployed = stock('registered-unemployed', {
  of: 'resident',
  zh: '期末登记失业人数',
  en: 'Registered unemployed',
  unit: '人',
  definition: '期末失业登记有效的人数，城乡劳动者均在户籍地或常住地登记。',
  source: '就业服务与就业管理规定第63–66条；领域手册 §5.1',
  dimensions: ['sex', 'reason', 'hukou'],
  ages: true,
  intervals: (file) =>
    file.unemployment.map((r) => ({ ...registrationSpan(r), record: r.registrationId, cells: { reason: r.reason } })),
});

export const newlyRegisteredUnemployed = flow('newly-registered-unemployed', {
  of: 'resident',
  zh: '本期新登记失业人数',
  en: 'Newly registered unemployed',
  unit: '人',
  definition: '本期办理失业登记的人次。',
  source: '领域手册 §3.2',
  dimensions: ['sex', 'age', 'reason', 'nature'],
  events: (file) =>
    countingRegistrations(file).map((r) => ({
      on: r.registeredOn,
      record: r.registrationId,
      cells: { reason: r.reason, nature: r.nature },
    })),
});

export const deregisteredUnemployed = flow('deregistered-unemployed', {
  of: 'resident',
  zh: '本期注销失业登记人数',
  en: 'Deregistered unemployed',
  unit: '人',
  definition: '本期注销失业登记的人次，按注销原因分；死亡、迁出后补办的，按死亡、迁出之日计。',
  source: '就业服务与就业管理规定第66条；领域手册 §3.3',
  dimensions: ['end-reason', 'sex', 'age'],
  events: (file) =>
    countingRegistrations(file).flatMap((r) => {
      // Whoever died or left stopped counting on that day; the paper that follows later is about the same day.
      const on = servedSpan(file, r).to;
      if (r.endedOn === null || on === null || on < r.registeredOn) return [];
      return [{ on, record: r.registrationId, cells: { 'end-reason': r.endReason } }];
    }),
});

/** Days of the registration on which the person has been unemployed without a break for the months of a parameter. */
function longTermSpans(file: ResidentFile, parameters: SubjectParameters, key: string): Interval[] {
  return file.unemployment.flatMap((r) =>
    parameters.segments(key).flatMap((segment) => {
      const reached = { from: addMonths(chainStart(file, r), Number(segment.value)), to: null };
      const held = intersect({ ...registrationSpan(r), record: r.registrationId }, reached);
      return (held && intersect(held, segment)) ?? [];
    }),
  );
}

/** Days of the registration at or above the age of the 4050 group (men 50, women 40: local parameter). */
function olderSpans(file: ResidentFile, parameters: SubjectParameters): Interval[] {
  const key = file.sex === '1' ? 'hardship.age_m' : 'hardship.age_f';
  return file.unemployment.flatMap((r) =>
    parameters.segments(key).flatMap((segment) => {
      const reached = { from: addYears(file.birthOn, Number(segment.value)), to: null };
      const held = intersect({ ...registrationSpan(r), record: r.registrationId }, reached);
      return (held && intersect(held, segment)) ?? [];
    }),
  );
}

export const longTermUnemployed = stock('long-term-unemployed', {
  of: 'resident',
  zh: '其中：长期失业人数',
  en: 'Of these: long-term unemployed',
  unit: '人',
  definition: '期末登记失业人员中连续失业满规定月数(默认12个月)的人数。',
  source: '领域手册 §3.4、§4.1',
  dimensions: ['sex'],
  ages: true,
  intervals: (file, parameters) => longTermSpans(file, parameters, 'unemp.long_months'),
});

export const olderUnemployed = stock('older-unemployed', {
  of: 'resident',
  zh: '其中：大龄(4050)失业人数',
  en: 'Of these: older (4050) unemployed',
  unit: '人',
  definition: '期末登记失业人员中达到大龄标准(默认男50、女40周岁)的人数。',
  source: '领域手册 §4.1 类别01',
  dimensions: ['sex'],
  ages: true,
  intervals: olderSpans,
});

export const registeredUnemploymentRate = ratio('registered-unemployment-rate', {
  zh: '城镇登记失业率',
  en: 'Registered unemployment rate',
  definition: '期末登记失业人数 ÷ (期末城镇从业人数 + 期末登记失业人数)。',
  source: '领域手册 §5.1',
  numerator: 'registered-unemployed',
  denominator: ['urban-employed', 'registered-unemployed'],
  denominatorZh: '本辖区登记的城镇从业人数与登记失业人数之和',
  denominatorEn: 'Urban employed plus registered unemployed of this register',
});

/** One flag per registration: its first day to its last one, across changes of the parameter. */
function hull(spans: readonly Interval[]) {
  const byRecord = new Map<string, { anchor: string; from: PlainDate; to: PlainDate | null }>();
  for (const s of spans) {
    const known = byRecord.get(s.record);
    if (!known) byRecord.set(s.record, { anchor: s.record, from: s.from, to: s.to });
    else known.to = s.to;
  }
  return [...byRecord.values()];
}

export const longTermFlag = flag('long-term-unemployed', {
  of: 'resident',
  zh: '连续失业满规定月数，可申请认定就业困难人员',
  en: 'Long unemployed: may be recognised as hardship person',
  source: '领域手册 §4.1 类别04',
  flags: (file, parameters) => hull(longTermSpans(file, parameters, 'hardship.long_months')),
});

export const olderFlag = flag('older-unemployed', {
  of: 'resident',
  zh: '大龄(4050)，可申请认定就业困难人员',
  en: 'Older (4050): may be recognised as hardship person',
  source: '领域手册 §4.1 类别01',
  flags: (file, parameters) => hull(olderSpans(file, parameters)),
});

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
