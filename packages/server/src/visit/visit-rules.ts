import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { type SubjectParameters, subjectParameters } from '@renshe/domain/kernel/parameter-timeline.ts';
import { addDays } from '@renshe/domain/kernel/plain-date.ts';
import type { VisitPolicy } from '@renshe/domain/visit/visit.contract.ts';
import { visitGroups } from '@renshe/domain/visit/visit.policy.ts';
import type { Context } from '../platform/route.ts';
import type { Scope } from '../platform/scope.ts';
import type { VisitDays } from './visit.queries.ts';

/** The policy table and the days as they hold today in the area that was asked for. */
export function visitRules(
  c: Context<RouteContract>,
  scope: Scope,
): { parameters: SubjectParameters; days: VisitDays; soonDays: number; contactMonths: number; policy: VisitPolicy } {
  const parameters = subjectParameters(
    c.reference.timelines,
    scope.roots.slice(0, 1).map((areaId) => ({ areaId, from: c.today, to: null })),
  );
  const soonDays = parameters.number('unemp.contact_soon_days', c.today);
  return {
    parameters,
    soonDays,
    days: { today: c.today, soon: addDays(c.today, soonDays) },
    contactMonths: parameters.number('unemp.contact_months', c.today),
    policy: visitGroups.map((row) => ({ group: row.code, days: parameters.number(row.days, c.today) })),
  };
}
