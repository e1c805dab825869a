import { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { type RouteDefinition, readRoute } from '../platform/route.ts';
import { listAreaNodes } from './area.queries.ts';

export const areaRoutes: RouteDefinition[] = [
  readRoute(areaContracts.tree, async (c) => ({ areas: listAreaNodes(c.tree, c.scope, c.query.on ?? c.today) })),
];
