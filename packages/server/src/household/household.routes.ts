import { householdContracts } from '@renshe/domain/household/household.contract.ts';
import { listScope } from '../platform/area-ref.ts';
import { type RouteDefinition, readRoute } from '../platform/route.ts';
import { listHouseholds, readHouseholdFile } from './household.queries.ts';

export const householdRoutes: RouteDefinition[] = [
  readRoute(householdContracts.list, (c) =>
    listHouseholds(c.r, listScope(c.scope, c.tree, c.query.area, c.today), c.tree, c.today, c.query),
  ),
  readRoute(householdContracts.file, (c) => readHouseholdFile(c.r, c.scope, c.tree, c.today, c.params.householdId)),
];
