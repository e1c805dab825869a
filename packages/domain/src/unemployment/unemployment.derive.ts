/** What follows from unemployment registration: the stocks, the flows, the ratios and the flags. */
import { hardshipMarksInOrder, type ResidentFile, type UnemploymentRegistration } from '../kernel/file.ts';
import { flag } from '../kernel/flag.ts';
import { flow, type Interval, ratio, stock, units } from '../kernel/indicator.ts';
import { disjoint, intersect, type Span, without } from '../kernel/interval.ts';
import type { SubjectParameters } from '../kernel/parameter-timeline.ts';
import { addMonths, addYears, maxDate, minEnd, type PlainDate } from '../kernel/plain-date.ts';
import { presenceEnd, workingAgeOf } from '../resident/resident.derive.ts';
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
  subject: 'unemployment',
  unit: units.person,
  definition: {
    zh: '期末失业登记有效的人数，城乡劳动者均在户籍地或常住地登记。',
    en: 'People whose registration as unemployed is in force at the end of the month; town and country register alike, where they are from or where they live.',
  },
  formula: {
    zh: '期末失业登记未注销的人数',
    en: 'Registrations not ended by the end of the month',
  },
  source: {
    zh: '就业服务与就业管理规定第63–66条；领域手册 §5.1',
    en: 'Employment Service Rules arts. 63–66; handbook §5.1',
  },
  dimensions: ['sex', 'reason', 'hukou', 'education'],
  // A mark usually comes after the registration, so it is no cell of its first day but an indicator of its own.
  partsOf: [{ dimension: 'hardship', indicator: 'hardship-unemployed', cell: 'category' }],
  ages: true,
  intervals: (file) =>
    file.unemployment.map((r) => ({ ...registrationSpan(r), record: r.registrationId, cells: { reason: r.reason } })),
});

export const newlyRegisteredUnemployed = flow('newly-registered-unemployed', {
  of: 'resident',
  zh: '本期新登记失业人数',
  en: 'Newly registered unemployed',
  subject: 'unemployment',
  unit: units.person,
  definition: {
    zh: '本期办理失业登记的人次；当日登记当日注销的不计。',
    en: 'Registrations of unemployment in the period; one that ended on its first day does not count.',
  },
  formula: {
    zh: '登记日在本期内的失业登记数',
    en: 'Registrations whose day lies in the period',
  },
  source: {
    zh: '领域手册 §3.2',
    en: 'handbook §3.2',
  },
  dimensions: ['sex', 'age', 'reason', 'nature', 'education', 'hardship'],
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
  subject: 'unemployment',
  unit: units.person,
  definition: {
    zh: '本期注销失业登记的人次，按注销原因分；死亡、迁出后补办的，按死亡、迁出之日计。',
    en: 'Deregistrations in the period by reason; after a death or a departure the day of that event counts.',
  },
  formula: {
    zh: '注销日在本期内的失业登记数',
    en: 'Registrations that ended in the period',
  },
  source: {
    zh: '就业服务与就业管理规定第66条；领域手册 §3.3',
    en: 'Employment Service Rules art. 66; handbook §3.3',
  },
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
  subject: 'unemployment',
  unit: units.person,
  definition: {
    zh: '期末登记失业人员中连续失业满规定月数(默认12个月)的人数。',
    en: 'Registered unemployed who have been unemployed without a break for the months of the parameter (12 by default).',
  },
  formula: {
    zh: '连续失业月数 ≥ 参数“长期失业起算月数”的登记失业人数',
    en: 'Registered unemployed with months of unemployment ≥ the parameter',
  },
  source: {
    zh: '领域手册 §3.4、§4.1',
    en: 'handbook §3.4, §4.1',
  },
  dimensions: ['sex'],
  ages: true,
  intervals: (file, parameters) => longTermSpans(file, parameters, 'unemp.long_months'),
});

export const olderUnemployed = stock('older-unemployed', {
  of: 'resident',
  zh: '其中：大龄(4050)失业人数',
  en: 'Of these: older (4050) unemployed',
  subject: 'unemployment',
  unit: units.person,
  definition: {
    zh: '期末登记失业人员中达到大龄标准(默认男50、女40周岁)的人数。',
    en: 'Registered unemployed who have reached the age of the 4050 group (by default men 50, women 40).',
  },
  formula: {
    zh: '年龄 ≥ 大龄参数的登记失业人数',
    en: 'Registered unemployed with age ≥ the parameter',
  },
  source: {
    zh: '领域手册 §4.1 类别01',
    en: 'handbook §4.1, category 01',
  },
  dimensions: ['sex'],
  ages: true,
  intervals: olderSpans,
});

/** Days of the registration with a mark in force; of several marks the earliest one names the category. */
function hardshipSpans(file: ResidentFile): Interval[] {
  return file.unemployment.flatMap((r) =>
    hardshipMarksInOrder(file).flatMap((mark) => {
      const held = intersect({ ...registrationSpan(r), record: r.registrationId }, { from: mark.from, to: mark.to });
      return held ? [{ ...held, cells: { category: mark.category } }] : [];
    }),
  );
}

export const hardshipUnemployed = stock('hardship-unemployed', {
  of: 'resident',
  zh: '其中：就业困难人员数',
  en: 'Of these: in hardship',
  subject: 'unemployment',
  unit: units.person,
  definition: {
    zh: '期末登记失业人员中就业困难标记有效的人数；一人有多个类别的，按最早的类别计一次。',
    en: 'Registered unemployed with a hardship mark in force; who has several counts once, in the earliest category.',
  },
  formula: {
    zh: '期末失业登记与就业困难标记同时有效的人数',
    en: 'People with both a registration and a hardship mark in force',
  },
  source: {
    zh: '就业促进法第52条；领域手册 §1.10、§4.1',
    en: 'Employment Promotion Law art. 52; handbook §1.10, §4.1',
  },
  dimensions: ['sex', 'category'],
  intervals: hardshipSpans,
});

/** Able and willing by the record of C08, of working age, and neither employed nor registered: 61 无业未登记(有就业愿望), handbook §1.9. */
function willingSpans(file: ResidentFile, parameters: SubjectParameters): Interval[] {
  const records = [...file.abilities].sort((a, b) =>
    a.from !== b.from ? (a.from < b.from ? -1 : 1) : a.abilityId < b.abilityId ? -1 : 1,
  );
  const busy = disjoint<Span>([
    ...file.employment.map((e) => ({ from: e.from, to: e.to })),
    ...file.unemployment.map(registrationSpan),
  ]);
  const age = workingAgeOf(file, parameters);
  return records.flatMap((a, i) => {
    if (!a.able || !a.willing) return [];
    const span = intersect({ from: a.from, to: records[i + 1]?.from ?? null, record: a.abilityId }, age);
    return span ? without<Interval>(span, busy) : [];
  });
}

export const willingNotRegistered = stock('willing-not-registered', {
  of: 'resident',
  zh: '无业未登记且有就业愿望人数',
  en: 'Willing to work, not registered',
  subject: 'unemployment',
  unit: units.person,
  definition: {
    zh: '期末劳动年龄内记录为有劳动能力且有就业愿望、既未就业登记也未失业登记的人数；动员登记的对象。',
    en: 'Residents of working age recorded as able and willing to work who are neither employed nor registered; whom to invite to register.',
  },
  formula: {
    zh: '劳动年龄内有能力有愿望的人数 − 其中从业和登记失业的人数',
    en: 'Of working age, able and willing, less those employed or registered',
  },
  source: {
    zh: '领域手册 §1.9 代码61',
    en: 'handbook §1.9, code 61',
  },
  dimensions: ['sex'],
  intervals: willingSpans,
});

export const registeredUnemploymentRate = ratio('registered-unemployment-rate', {
  zh: '城镇登记失业率',
  en: 'Registered unemployment rate',
  subject: 'unemployment',
  unit: units.percent,
  definition: {
    zh: '期末登记失业人数占城镇从业人数与登记失业人数之和的比重，均为本系统登记数；不是城镇调查失业率。',
    en: 'Registered unemployed as a share of urban employed plus registered unemployed, all from this register; it is not the surveyed unemployment rate.',
  },
  formula: {
    zh: '期末登记失业人数 ÷ (期末城镇从业人数 + 期末登记失业人数) × 100%',
    en: 'Registered unemployed ÷ (urban employed + registered unemployed) × 100%',
  },
  source: {
    zh: '领域手册 §5.1',
    en: 'handbook §5.1',
  },
  per: 100,
  target: { parameter: 'target.registered_unemployment_rate', direction: 'at-most' },
  numerator: { indicator: 'registered-unemployed', measure: 'stock' },
  denominator: [
    { indicator: 'urban-employed', measure: 'stock' },
    { indicator: 'registered-unemployed', measure: 'stock' },
  ],
  denominatorName: {
    zh: '本辖区登记的城镇从业人数与登记失业人数之和',
    en: 'Urban employed plus registered unemployed of this register',
  },
});

export const longTermShare = ratio('long-term-share', {
  zh: '长期失业占比',
  en: 'Long-term share',
  per: 100,
  subject: 'unemployment',
  unit: units.percent,
  definition: {
    zh: '期末长期失业人数占登记失业人数的比重。',
    en: 'Long-term unemployed as a share of the registered unemployed at the end of the month.',
  },
  formula: {
    zh: '期末长期失业人数 ÷ 期末登记失业人数 × 100%',
    en: 'Long-term unemployed ÷ registered unemployed × 100%',
  },
  source: {
    zh: '领域手册 §5.1',
    en: 'handbook §5.1',
  },
  numerator: { indicator: 'long-term-unemployed', measure: 'stock' },
  denominator: [{ indicator: 'registered-unemployed', measure: 'stock' }],
  denominatorName: { zh: '期末登记失业人数', en: 'Registered unemployed at the end of the month' },
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
