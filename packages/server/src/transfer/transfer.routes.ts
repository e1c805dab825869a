import { transferContracts } from '@renshe/domain/transfer/transfer.contract.ts';
import { type RouteDefinition, readRoute } from '../platform/route.ts';
import { listTransfers } from './transfer.queries.ts';

export const transferRoutes: RouteDefinition[] = [
  readRoute(transferContracts.list, (c) => listTransfers(c.r, c.scope, c.tree, c.today, c.query)),
];
