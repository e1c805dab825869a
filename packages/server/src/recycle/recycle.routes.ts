import { recycleContracts } from '@renshe/domain/recycle/recycle.contract.ts';
import { listScope } from '../platform/area-ref.ts';
import { type RouteDefinition, readRoute } from '../platform/route.ts';
import { listRecycled } from './recycle.queries.ts';

export const recycleRoutes: RouteDefinition[] = [
  readRoute(recycleContracts.list, (c) =>
    listRecycled(c.r, listScope(c.scope, c.tree, c.query.area, c.today), c.reference, c.today, c.query),
  ),
];
