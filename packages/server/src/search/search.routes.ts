import { searchContracts } from '@renshe/domain/search/search.contract.ts';
import { type RouteDefinition, readRoute } from '../platform/route.ts';
import { chainOf } from '../platform/scope.ts';
import { searchEverything } from './search.queries.ts';

export const searchRoutes: RouteDefinition[] = [
  readRoute(searchContracts.find, async (c) => {
    const { keyring } = c.host;
    const place = { r: c.r, keyring, scope: c.scope, tree: c.tree, today: c.today };
    const answer = await searchEverything(place, c.body.text, c.body.limit);
    const people = answer.people.found;
    const households = answer.households.found;
    const found = people.length + households.length + answer.certificates.found.length;
    const person = found === 1 ? (people[0] ?? answer.certificates.found[0]) : undefined;
    const household = found === 1 ? households[0] : undefined;
    c.audit({
      districtId: chainOf(c.scope),
      ...(person && { subjectKind: 'resident', subjectId: person.residentId }),
      ...(household && { subjectKind: 'household', subjectId: household.householdId }),
      details: {
        by: people[0]?.by ?? (households.length > 0 ? 'household' : 'certificate'),
        found,
        digest: keyring.digest(c.body.text),
      },
    });
    return answer;
  }),
];
