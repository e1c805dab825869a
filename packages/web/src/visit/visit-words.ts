import type { Language } from '@renshe/domain/kernel/app-error.ts';
import { addDays, addMonths, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { VisitPolicy, VisitRow } from '@renshe/domain/visit/visit.contract.ts';
import { findVisitGroup, visitLevels } from '@renshe/domain/visit/visit.policy.ts';
import type { TFunction } from 'i18next';

/** The rule as it holds here: the policy table, and the months between the contacts that the ministry asks for. */
export interface VisitRule {
  policy: VisitPolicy;
  contactMonths: number;
}

function daysOf(group: string, rule: VisitRule): number {
  return rule.policy.find((row) => row.group === group)?.days ?? 0;
}

/** Risk, interval and the fact behind it: “高风险，每 30 天上门：登记失业的就业困难人员”. */
export function whyDue(row: Pick<VisitRow, 'group'>, rule: VisitRule, t: TFunction, language: Language): string {
  const group = findVisitGroup(row.group);
  if (!group) return t('visit.why.monthly', { count: rule.contactMonths });
  const level = visitLevels.find((one) => one.code === group.level)![language];
  const days = daysOf(group.code, rule);
  const name = group[language];
  if (group.code === 'new') return t('visit.why.first', { level, count: days, name });
  return t(group.contact === 'visit' ? 'visit.why.visit' : 'visit.why.call', { level, count: days, name });
}

/** The day by which the rule asks for the next one after a contact that reached the person; null where it asks for none. */
export function nextByRule(
  row: Pick<VisitRow, 'group' | 'dutyKind'>,
  contactedOn: PlainDate,
  rule: VisitRule,
): PlainDate | null {
  const group = findVisitGroup(row.group);
  if (!group) return addMonths(contactedOn, rule.contactMonths);
  // The first visit is over with the first visit: the usual interval follows.
  const days = daysOf(group.code === 'new' ? 'registered' : group.code, rule);
  return days === 0 ? null : addDays(contactedOn, days);
}
