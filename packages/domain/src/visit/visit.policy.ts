/**
 * Who is visited or called how often 跟踪走访: the policy table. Each line names a group by a fact that the register derives anyway, the contact
 * that counts for it, and the parameter with its days. The nearest due day of all groups of a person holds (visit.derive.ts).
 */
import type { CodeSet } from '../code/code-set.ts';
import type { Sentence } from '../kernel/app-error.ts';
import type { ParameterKey } from '../parameter/parameter.keys.ts';

export const visitLevels = [
  { code: 'high', zh: '高风险', en: 'High risk' },
  { code: 'medium', zh: '中风险', en: 'Medium risk' },
  { code: 'low', zh: '低风险', en: 'Low risk' },
] as const satisfies CodeSet;
export type VisitLevel = (typeof visitLevels)[number]['code'];

/** What fulfils the duty: only a home visit, or any contact that reached the person. */
export type CountingContact = 'visit' | 'any';

export interface VisitGroupRow {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly of: 'resident' | 'household';
  readonly level: VisitLevel;
  readonly contact: CountingContact;
  /** Days between two of them; 0 asks for none. */
  readonly days: ParameterKey;
  readonly source: Sentence;
}

export const visitGroups = [
  {
    code: 'hardship',
    zh: '登记失业的就业困难人员',
    en: 'Unemployed with a hardship mark',
    of: 'resident',
    level: 'high',
    contact: 'visit',
    days: 'visit.hardship_days',
    source: { zh: '就业促进法第52条；领域手册 §4.1', en: 'Employment Promotion Law art. 52; handbook §4.1' },
  },
  {
    code: 'zero-family',
    zh: '零就业家庭(待核实)',
    en: 'Zero-employment family (to be checked)',
    of: 'household',
    level: 'high',
    contact: 'visit',
    days: 'visit.zero_family_days',
    source: { zh: '就业促进法第56条；领域手册 §4.3', en: 'Employment Promotion Law art. 56; handbook §4.3' },
  },
  {
    code: 'retiree-alone',
    zh: '社区管理的独居退休人员',
    en: 'Retiree in care who lives alone',
    of: 'resident',
    level: 'high',
    contact: 'visit',
    days: 'visit.retiree_alone_days',
    source: { zh: '企业退休人员社会化管理；领域手册 §8.7', en: 'community care of retirees; handbook §8.7' },
  },
  {
    code: 'retiree-old',
    zh: '社区管理的高龄退休人员',
    en: 'Retiree in care of great age',
    of: 'resident',
    level: 'high',
    contact: 'visit',
    days: 'visit.retiree_old_days',
    source: { zh: '企业退休人员社会化管理；领域手册 §8.7', en: 'community care of retirees; handbook §8.7' },
  },
  {
    code: 'new',
    zh: '新登记失业人员(首次走访)',
    en: 'Newly registered unemployed (first visit)',
    of: 'resident',
    level: 'medium',
    contact: 'visit',
    days: 'visit.new_days',
    source: { zh: '领域手册 §3.2', en: 'handbook §3.2' },
  },
  {
    code: 'graduate',
    zh: '登记失业的毕(肄)业生',
    en: 'Unemployed school leaver',
    of: 'resident',
    level: 'medium',
    contact: 'visit',
    days: 'visit.graduate_days',
    source: { zh: '就业服务与就业管理规定第65条', en: 'Employment Service Rules art. 65' },
  },
  {
    code: 'older',
    zh: '大龄(4050)失业人员',
    en: 'Older unemployed (4050)',
    of: 'resident',
    level: 'medium',
    contact: 'visit',
    days: 'visit.older_days',
    source: { zh: '领域手册 §4.1 类别01', en: 'handbook §4.1 category 01' },
  },
  {
    code: 'long-term',
    zh: '长期失业人员',
    en: 'Long-term unemployed',
    of: 'resident',
    level: 'medium',
    contact: 'visit',
    days: 'visit.long_term_days',
    source: { zh: '领域手册 §3.4、§4.1', en: 'handbook §3.4, §4.1' },
  },
  {
    code: 'dual-family',
    zh: '双失业家庭(待核实)',
    en: 'Family with two unemployed (to be checked)',
    of: 'household',
    level: 'medium',
    contact: 'visit',
    days: 'visit.dual_family_days',
    source: { zh: '领域手册 §1.10', en: 'handbook §1.10' },
  },
  {
    code: 'registered',
    zh: '登记失业人员',
    en: 'Registered unemployed',
    of: 'resident',
    level: 'low',
    contact: 'visit',
    days: 'visit.registered_days',
    source: { zh: '跟踪走访制度；领域手册 §3.2', en: 'system of follow-up visits; handbook §3.2' },
  },
  {
    code: 'willing',
    zh: '无业未登记、有就业愿望人员',
    en: 'Willing to work, not registered',
    of: 'resident',
    level: 'low',
    contact: 'any',
    days: 'visit.willing_days',
    source: { zh: '领域手册 §1.9 代码61', en: 'handbook §1.9 code 61' },
  },
] as const satisfies readonly VisitGroupRow[];

export type VisitGroup = (typeof visitGroups)[number]['code'];

export function findVisitGroup(code: string | null): VisitGroupRow | undefined {
  return visitGroups.find((group) => group.code === code);
}

/** Kinds of duty that a call fulfils, and those that only a home visit does. */
export const callDuties = ['unemployment-contact', 'follow-up-contact'] as const;
export const visitDuties = ['risk-visit', 'household-visit'] as const;

/** Home visits and calls by the kind of their duty; undefined for other duties. */
export function countingContactOf(dutyKind: string): CountingContact | undefined {
  if ((visitDuties as readonly string[]).includes(dutyKind)) return 'visit';
  return (callDuties as readonly string[]).includes(dutyKind) ? 'any' : undefined;
}
