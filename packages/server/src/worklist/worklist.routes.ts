import { subjectParameters } from '@renshe/domain/kernel/parameter-timeline.ts';
import { addDays } from '@renshe/domain/kernel/plain-date.ts';
import { worklistContracts } from '@renshe/domain/worklist/worklist.contract.ts';
import { listScope } from '../platform/area-ref.ts';
import { type RouteDefinition, readRoute } from '../platform/route.ts';
import { countDuties, countEnding, listDuties, listEnding, listFigures } from './worklist.queries.ts';

export const worklistRoutes: RouteDefinition[] = [
  readRoute(worklistContracts.list, async (c) => {
    const scope = listScope(c.scope, c.tree, c.query.area, c.today);
    const parameters = subjectParameters(
      c.reference.timelines,
      scope.roots.slice(0, 1).map((areaId) => ({ areaId, from: c.today, to: null })),
    );
    const soonDays = parameters.number('unemp.contact_soon_days', c.today);
    const endingDays = parameters.number('policy.ending_days', c.today);
    const days = { today: c.today, soon: addDays(c.today, soonDays) };
    const { kind, group, limit, offset } = c.query;
    // Asked for one kind of duty, nobody looks for what is none.
    const benefits = kind === undefined;
    const [counts, ending, items, figures] = await Promise.all([
      countDuties(c.r, scope, days, kind),
      benefits ? countEnding(c.r, scope, c.today) : 0,
      group === 'ending'
        ? benefits
          ? listEnding(c.r, scope, c.tree, c.today, { limit, offset })
          : []
        : listDuties(c.r, scope, c.tree, days, { kind, group, limit, offset }),
      listFigures(c.r, scope, c.today),
    ]);
    return { soonDays, endingDays, counts: { ...counts, ending }, items, figures };
  }),
];
