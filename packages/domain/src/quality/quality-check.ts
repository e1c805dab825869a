/**
 * What can be wrong with a file: the closed list of checks and of the kinds of files that they are made of. Which of them count, for whom
 * and how much, is data (`regions/…/file-quality.csv`).
 */
import type { CodeOf, CodeSet } from '../code/code-set.ts';
import type { Sentence } from '../kernel/app-error.ts';
import type { ParameterKey } from '../parameter/parameter.keys.ts';

/** The parts of the score. */
export const qualityParts = [
  { code: 'completeness', zh: '完整度', en: 'Completeness' },
  { code: 'freshness', zh: '鲜活度', en: 'Freshness' },
  { code: 'consistency', zh: '一致性', en: 'Consistency' },
] as const satisfies CodeSet;
export type QualityPart = CodeOf<typeof qualityParts>;

/** Whom or what a rule is about. Somebody may belong to several. */
export const qualityGroups = [
  { code: 'everybody', zh: '全部居民', en: 'Everybody' },
  { code: 'adult', zh: '16周岁以上', en: 'From sixteen' },
  { code: 'unemployed', zh: '登记失业人员', en: 'Registered unemployed' },
  { code: 'hardship', zh: '有困难标记的人员', en: 'People with a hardship mark' },
  { code: 'employed', zh: '就业人员', en: 'Employed' },
  { code: 'idle', zh: '16至59周岁未就业未登记的人员', en: 'From 16 to 59, neither employed nor registered' },
  { code: 'retiree', zh: '社区管理退休人员', en: 'Retirees in community care' },
  { code: 'household', zh: '家庭', en: 'Households' },
] as const satisfies CodeSet;
export type QualityGroup = CodeOf<typeof qualityGroups>;

export interface QualityCheck extends Sentence {
  part: QualityPart;
  /** Made of people or of households. */
  of: 'resident' | 'household';
  /** Where on the file it is mended: a field of the personal data, or an action. */
  mend: { field: string } | { action: string } | null;
}

const field = (name: string) => ({ field: name });
const action = (name: string) => ({ action: name });

/** The words say what is wrong, as the list of files to mend does. */
export const qualityChecks = {
  phone: { part: 'completeness', of: 'resident', zh: '缺联系电话', en: 'No telephone', mend: field('phone') },
  address: { part: 'completeness', of: 'resident', zh: '缺住址', en: 'No address', mend: field('address') },
  hukou: {
    part: 'completeness',
    of: 'resident',
    zh: '缺户口性质',
    en: 'No household registration',
    mend: field('hukouType'),
  },
  education: { part: 'completeness', of: 'resident', zh: '缺文化程度', en: 'No education', mend: field('education') },
  ethnicity: { part: 'completeness', of: 'resident', zh: '缺民族', en: 'No ethnicity', mend: field('ethnicity') },
  marital: { part: 'completeness', of: 'resident', zh: '缺婚姻状况', en: 'No marital status', mend: field('marital') },
  political: {
    part: 'completeness',
    of: 'resident',
    zh: '缺政治面貌',
    en: 'No political status',
    mend: field('political'),
  },
  household: { part: 'completeness', of: 'resident', zh: '不在任何一户', en: 'In no household', mend: null },
  'job-wish': {
    part: 'completeness',
    of: 'resident',
    zh: '缺求职意向',
    en: 'No job wish',
    mend: action('unemployment.change'),
  },
  certificate: {
    part: 'completeness',
    of: 'resident',
    zh: '无有效就业创业证',
    en: 'No valid certificate',
    mend: action('certificate.issue'),
  },
  employer: {
    part: 'completeness',
    of: 'resident',
    zh: '单位就业缺工作单位',
    en: 'No employer',
    mend: action('employment.change'),
  },
  ability: {
    part: 'completeness',
    of: 'resident',
    zh: '未说明为何不工作',
    en: 'Not said why not working',
    mend: action('resident.record-ability'),
  },
  'personnel-file': {
    part: 'completeness',
    of: 'resident',
    zh: '缺人事档案存放处',
    en: 'Place of the personnel file not said',
    mend: action('retiree.change-care'),
  },
  stale: {
    part: 'freshness',
    of: 'resident',
    zh: '久未核实',
    en: 'Not confirmed for long',
    mend: action('contact.record'),
  },
  'employed-and-unemployed': {
    part: 'consistency',
    of: 'resident',
    zh: '登记失业又在就业',
    en: 'Registered unemployed and employed',
    mend: action('unemployment.deregister'),
  },
  'retired-and-unemployed': {
    part: 'consistency',
    of: 'resident',
    zh: '已退休仍登记失业',
    en: 'Retired and registered unemployed',
    mend: action('unemployment.deregister'),
  },
  'child-at-work': {
    part: 'consistency',
    of: 'resident',
    zh: '未满16周岁有就业登记',
    en: 'Employed under sixteen',
    mend: action('employment.change'),
  },
  'child-married': {
    part: 'consistency',
    of: 'resident',
    zh: '未满18周岁登记为已婚',
    en: 'Married under eighteen',
    mend: field('marital'),
  },
  'household-address': {
    part: 'completeness',
    of: 'household',
    zh: '户缺住址',
    en: 'Household without address',
    mend: null,
  },
  'household-head': { part: 'consistency', of: 'household', zh: '没有户主', en: 'No head', mend: null },
  'household-heads': { part: 'consistency', of: 'household', zh: '有两个户主', en: 'Several heads', mend: null },
  'household-empty': { part: 'consistency', of: 'household', zh: '户内无人', en: 'Nobody in it', mend: null },
} as const satisfies Record<string, QualityCheck>;
export type QualityCheckKey = keyof typeof qualityChecks;

export function isQualityCheck(key: string): key is QualityCheckKey {
  return Object.hasOwn(qualityChecks, key);
}

export function getQualityCheck(key: QualityCheckKey): QualityCheck {
  return qualityChecks[key];
}

/** Days after which a file is stale, for the groups that have such a rule. */
export const freshDays = {
  everybody: 'quality.fresh_days_everybody',
  unemployed: 'quality.fresh_days_unemployed',
  hardship: 'quality.fresh_days_hardship',
  retiree: 'quality.fresh_days_retiree',
} as const satisfies Partial<Record<QualityGroup, ParameterKey>>;
export type FreshGroup = keyof typeof freshDays;

export function isFreshGroup(group: string): group is FreshGroup {
  return Object.hasOwn(freshDays, group);
}
