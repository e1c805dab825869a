import { subjectParameters } from '@renshe/domain/kernel/parameter-timeline.ts';
import { addDays } from '@renshe/domain/kernel/plain-date.ts';
import { worklistContracts } from '@renshe/domain/worklist/worklist.contract.ts';
import { listScope } from '../platform/area-ref.ts';
import { type RouteDefinition, readRoute } from '../platform/route.ts';
import { countDuties, listDuties, listFigures } from './worklist.queries.ts';

export const worklistRoutes: RouteDefinition[] = [
  readRoute(worklistContracts.list, async (c) => {
    const scope = listScope(c.scope, c.tree, c.query.area, c.today);
    const parameters = subjectParameters(
      c.reference.timelines,
      scope.roots.slice(0, 1).map((areaId) => ({ areaId, from: c.today, to: null })),
    );
    const soonDays = parameters.number('unemp.contact_soon_days', c.today);
    const days = { today: c.today, soon: addDays(c.today, soonDays) };
    const { kind, group, limit, offset } = c.query;
    const [counts, items, figures] = await Promise.all([
      countDuties(c.r, scope, days, kind),
      listDuties(c.r, scope, c.tree, days, { kind, group, limit, offset }),
      listFigures(c.r, scope, c.today),
    ]);
    return { soonDays, counts, items, figures };
  }),
];
