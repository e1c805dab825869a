/** What follows from being a resident: population and working age, both known in advance. */
import type { ResidentFile } from '../kernel/file.ts';
import { stock, units } from '../kernel/indicator.ts';
import type { Span } from '../kernel/interval.ts';
import type { SubjectParameters } from '../kernel/parameter-timeline.ts';
import { addYears, type PlainDate } from '../kernel/plain-date.ts';
import { type RetirementCategory, statutoryRetirementOn } from '../retirement/retirement.rules.ts';

/** Everybody may work from this age on (劳动法 §15). */
export const minimumWorkingAge = 16;

/** From the sixteenth birthday to the person's own statutory retirement age (handbook §2.1). */
export function workingAgeOf(file: ResidentFile, parameters: SubjectParameters): Span & { to: PlainDate } {
  return {
    from: addYears(file.birthOn, minimumWorkingAge),
    to: statutoryRetirementOn(file.birthOn, categoryOf(file, parameters)),
  };
}

/** A woman's category follows from her post; while nobody has recorded it, the local default (a parameter, 50 or 55) holds. */
function categoryOf(file: ResidentFile, parameters: SubjectParameters): RetirementCategory {
  if (file.retirementCategory) return file.retirementCategory;
  if (file.sex === '1') return 'M60';
  return parameters.number('retirement.woman_default_age', file.birthOn) === 55 ? 'F55' : 'F50';
}

/** The day after the person's last day in the city (death or move out), or null while she lives here. */
export function presenceEnd(file: ResidentFile): PlainDate | null {
  let end: PlainDate | null | undefined;
  for (const r of file.residences) {
    if (r.to === null) end = null;
    else if (end === undefined || (end !== null && r.to > end)) end = r.to;
  }
  const left = end ?? null;
  return file.diedOn !== null && (left === null || file.diedOn < left) ? file.diedOn : left;
}

export const residents = stock('resident', {
  of: 'resident',
  zh: '居民人数',
  en: 'Residents',
  subject: 'population',
  unit: units.person,
  definition: {
    zh: '期末在本社区(村)登记居住的人数；去世、迁出之日起不再计入。',
    en: 'People registered as living in the community at the end of the month; not from the day of death or departure.',
  },
  formula: {
    zh: '居住登记有效的人数',
    en: 'Count of people with a valid residence',
  },
  source: {
    zh: '领域手册 §5.1',
    en: 'handbook §5.1',
  },
  dimensions: ['sex', 'hukou'],
  intervals: (file) => [{ from: file.birthOn, to: file.diedOn, record: file.residentId }],
});

export const workingAgeResidents = stock('working-age-resident', {
  of: 'resident',
  zh: '劳动年龄人口',
  en: 'Residents of working age',
  subject: 'population',
  unit: units.person,
  definition: {
    zh: '期末年满 16 周岁且未达本人法定退休年龄的居民(渐进式延迟退休，按本人出生年月和类别推算)。',
    en: 'Residents who are sixteen and have not reached their own statutory retirement age (raised step by step; by birth month and category).',
  },
  formula: {
    zh: '16 周岁 ≤ 年龄 < 本人法定退休年龄的居民',
    en: 'Residents with 16 ≤ age < own statutory retirement age',
  },
  source: {
    zh: '劳动法第15条；领域手册 §2.1–2.2',
    en: 'Labour Law art. 15; handbook §2.1–2.2',
  },
  dimensions: ['sex'],
  intervals: (file, parameters) => [{ ...workingAgeOf(file, parameters), record: file.residentId }],
});
