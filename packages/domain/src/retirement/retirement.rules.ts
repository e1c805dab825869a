/**
 * Statutory retirement age 法定退休年龄 under the gradual delay from 2025-01-01: decision of the Standing Committee of the National
 * People's Congress of 2024-09-13 and its tables 1–3; flexible retirement 弹性退休: 人社部发〔2024〕94号 (handbook §2.2–2.4). The law fixes
 * these figures for the whole country and for the whole transition, so they are part of the rule and no local parameter.
 */
import { addMonths, addYears, maxDate, type PlainDate, yearOf } from '../kernel/plain-date.ts';

/**
 * M60 men; F55 women in managerial or technical posts; F50 women in workers' posts. A woman's category follows from her post, with
 * evidence on the person's record, never from her sex alone.
 */
export type RetirementCategory = 'M60' | 'F55' | 'F50';

export const retirementCategories = [
  { code: 'M60', zh: '男职工(原60周岁)', en: 'Men (formerly 60)' },
  { code: 'F55', zh: '女职工(原55周岁)', en: 'Women (formerly 55)' },
  { code: 'F50', zh: '女职工(原50周岁)', en: 'Women (formerly 50)' },
] as const satisfies readonly { code: RetirementCategory; zh: string; en: string }[];

type CategoryRule = {
  /** Age before the delay, in years. */
  originalYears: number;
  /** One month of delay for each so many months of birth. */
  divisor: number;
  /** Longest delay, in months. */
  cap: number;
};

const categoryRules = {
  M60: { originalYears: 60, divisor: 4, cap: 36 },
  F55: { originalYears: 55, divisor: 4, cap: 36 },
  F50: { originalYears: 50, divisor: 2, cap: 60 },
} as const satisfies Record<RetirementCategory, CategoryRule>;

/** Flexible retirement reaches at most three years to either side. */
const flexibleMonths = 36;
/** Written notice to the employer before an early retirement, in months. */
const noticeMonths = 3;

export function isRetirementCategory(value: unknown): value is RetirementCategory {
  return value === 'M60' || value === 'F55' || value === 'F50';
}

/** Whether a category can belong to a sex ('1' male, '2' female). */
export function isCategoryOfSex(category: RetirementCategory, sex: '1' | '2'): boolean {
  return (category === 'M60') === (sex === '1');
}

/**
 * The category to reckon with: the recorded one, otherwise M60 for a man and for a woman the local default age of 50 or 55 (a parameter,
 * because only her post decides).
 */
export function retirementCategoryOf(
  sex: '1' | '2',
  recorded: RetirementCategory | null,
  womanDefaultAge: number,
): RetirementCategory {
  if (recorded !== null) return recorded;
  if (sex === '1') return 'M60';
  return womanDefaultAge === 55 ? 'F55' : 'F50';
}

export type StatutoryRetirement = {
  category: RetirementCategory;
  /** Day of the age that held before 2025. */
  originalOn: PlainDate;
  /** 0–36 months, for F50 0–60. */
  delayMonths: number;
  /** Statutory age in full months: 728 is 60 years and 8 months. */
  ageMonths: number;
  /** Day of the statutory age: the birthday, clamped to the end of the month. */
  statutoryOn: PlainDate;
  /** Contribution needed when retiring at the statutory age or later, in months. */
  minimumContributionMonths: number;
};

/** Age, date and minimum contribution for a birth date (handbook §2.2, 2.3). */
export function statutoryRetirement(birthOn: PlainDate, category: RetirementCategory): StatutoryRetirement {
  const { originalYears, divisor, cap } = categoryRules[category];
  const birthMonth = Number(birthOn.slice(5, 7));
  // 1 for those who reach the old age in January 2025.
  const n = (yearOf(birthOn) + originalYears - 2025) * 12 + birthMonth;
  const delayMonths = n <= 0 ? 0 : Math.min(cap, Math.ceil(n / divisor));
  const ageMonths = originalYears * 12 + delayMonths;
  const statutoryOn = addMonths(birthOn, ageMonths);
  return {
    category,
    originalOn: addYears(birthOn, originalYears),
    delayMonths,
    ageMonths,
    statutoryOn,
    minimumContributionMonths: minimumContributionMonths(yearOf(statutoryOn)),
  };
}

/** The day of the statutory age alone. */
export function statutoryRetirementOn(birthOn: PlainDate, category: RetirementCategory): PlainDate {
  return statutoryRetirement(birthOn, category).statutoryOn;
}

/** Minimum contribution 最低缴费年限 of a year of retirement, in months: 180 up to 2029, six more each year, 240 from 2039 on. */
export function minimumContributionMonths(year: number): number {
  return 180 + 6 * Math.min(10, Math.max(0, year - 2029));
}

/**
 * Contribution needed for retiring on a chosen day, in months: early retirement takes the chosen day's year, retirement at the
 * statutory age or later the year of the statutory age (handbook §2.3).
 */
export function requiredContributionMonths(chosenOn: PlainDate, statutoryOn: PlainDate): number {
  return minimumContributionMonths(yearOf(chosenOn < statutoryOn ? chosenOn : statutoryOn));
}

export type FlexibleRetirement = {
  /** Earliest day: three years before the statutory age, but not before the original age. */
  earliestOn: PlainDate;
  /** Last day for the written notice to the employer when the earliest day is chosen. */
  noticeBy: PlainDate;
  statutoryOn: PlainDate;
  /** Latest day to which employer and worker may agree a delay. */
  latestOn: PlainDate;
};

/** The window in which somebody may choose (handbook §2.4); whether the contribution suffices is a question of its own. */
export function flexibleRetirement(birthOn: PlainDate, category: RetirementCategory): FlexibleRetirement {
  const { originalOn, ageMonths, statutoryOn } = statutoryRetirement(birthOn, category);
  // Counted from the birth date, so that a birthday on the 31st is clamped once and not twice.
  const earliestOn = maxDate(originalOn, addMonths(birthOn, ageMonths - flexibleMonths));
  return {
    earliestOn,
    noticeBy: addMonths(earliestOn, -noticeMonths),
    statutoryOn,
    latestOn: addMonths(birthOn, ageMonths + flexibleMonths),
  };
}

export type EarlyRetirementReason =
  | 'before-earliest-date'
  | 'after-statutory-age'
  | 'notice-too-late'
  | 'contribution-too-short';

export type EarlyRetirementDecision = {
  allowed: boolean;
  reasons: EarlyRetirementReason[];
  requiredContributionMonths: number;
  missingContributionMonths: number;
  article: string;
};

/** May somebody retire early on the chosen day? `contributionMonths` counts up to that day, notice was given on `noticeOn`. */
export function decideEarlyRetirement(input: {
  birthOn: PlainDate;
  category: RetirementCategory;
  chosenOn: PlainDate;
  noticeOn: PlainDate;
  contributionMonths: number;
}): EarlyRetirementDecision {
  const { earliestOn, statutoryOn } = flexibleRetirement(input.birthOn, input.category);
  const required = requiredContributionMonths(input.chosenOn, statutoryOn);
  const reasons: EarlyRetirementReason[] = [];
  if (input.chosenOn < earliestOn) reasons.push('before-earliest-date');
  if (input.chosenOn >= statutoryOn) reasons.push('after-statutory-age');
  if (addMonths(input.noticeOn, noticeMonths) > input.chosenOn) reasons.push('notice-too-late');
  if (input.contributionMonths < required) reasons.push('contribution-too-short');
  return {
    allowed: reasons.length === 0,
    reasons,
    requiredContributionMonths: required,
    missingContributionMonths: Math.max(0, required - input.contributionMonths),
    article: '实施弹性退休制度暂行办法(人社部发〔2024〕94号)',
  };
}

/**
 * The days of working age 劳动年龄 [from, to): from the minimum age (16, a parameter; 劳动法15条) to the own statutory age. For
 * statistics only: registration as unemployed ends by receiving a pension, not by age (handbook §2.1).
 */
export function workingAgePeriod(
  birthOn: PlainDate,
  category: RetirementCategory,
  minimumAge: number,
): { from: PlainDate; to: PlainDate } {
  return { from: addYears(birthOn, minimumAge), to: statutoryRetirementOn(birthOn, category) };
}
