import { visitContracts } from '@renshe/domain/visit/visit.contract.ts';
import { listScope } from '../platform/area-ref.ts';
import { type RouteDefinition, readRoute } from '../platform/route.ts';
import { takeAlong } from './take-along.ts';
import { countVisits, listVisits, visitsByArea } from './visit.queries.ts';
import { visitRules } from './visit-rules.ts';

export const visitRoutes: RouteDefinition[] = [
  readRoute(visitContracts.list, async (c) => {
    const scope = listScope(c.scope, c.tree, c.query.area, c.today);
    const { days, soonDays, contactMonths, policy } = visitRules(c, scope);
    const { contact, level, group, limit, offset } = c.query;
    const [counts, rows] = await Promise.all([
      countVisits(c.r, scope, days, { contact, level }),
      listVisits(c.r, scope, c.tree, days, { contact, level, group, limit, offset }),
    ]);
    return { soonDays, counts, contactMonths, policy, rows };
  }),
  readRoute(visitContracts.areas, async (c) => {
    const scope = listScope(c.scope, c.tree, c.query.area, c.today);
    return { rows: await visitsByArea(c.r, scope, c.tree, visitRules(c, scope).days) };
  }),
  readRoute(visitContracts.takeAlong, takeAlong),
];
