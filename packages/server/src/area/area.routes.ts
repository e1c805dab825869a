import { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { areaChangeContracts } from '@renshe/domain/area/area-change.contract.ts';
import { commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { listAreaNodes } from './area.queries.ts';
import { readAreaSeries, readHistory } from './area-history.ts';
import { changeAreaParent } from './change-area-parent.ts';
import { createArea } from './create-area.ts';
import { renameArea } from './rename-area.ts';

export const areaRoutes: RouteDefinition[] = [
  readRoute(areaContracts.tree, async (c) => ({
    areas: listAreaNodes(c.tree, c.query.whole ? null : c.scope, c.query.on ?? c.today),
  })),
  commandRoute(areaContracts.rename, renameArea),
  commandRoute(areaContracts.create, createArea),
  commandRoute(areaChangeContracts.changeParent, changeAreaParent),
  readRoute(areaChangeContracts.history, readHistory),
  readRoute(areaChangeContracts.series, readAreaSeries),
];
