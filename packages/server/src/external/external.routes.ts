import { externalContracts } from '@renshe/domain/external/external.contract.ts';
import { findExternal } from '@renshe/domain/external/external.indicators.ts';
import { areaInScope } from '../platform/area-ref.ts';
import { notFound } from '../platform/errors.ts';
import { commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { scopeFor } from '../platform/scope.ts';
import { correctExternalValue, enterExternalValue, voidExternalValue } from './enter-external-value.ts';
import { listExternalValues } from './external.queries.ts';

export const externalRoutes: RouteDefinition[] = [
  readRoute(externalContracts.list, async (c) => {
    const indicator = findExternal(c.query.indicator);
    if (!indicator) throw notFound();
    const { areaId } = areaInScope(c.scope, c.tree, c.query.area, c.today);
    const writing = scopeFor(c.actor, 'external.write', c.tree, c.today);
    const kind = c.tree.areas.get(areaId)?.kind;
    return {
      values: await listExternalValues(c.r, c.tree, { areaId, indicator: indicator.key, today: c.today, writing }),
      mayEnter: kind !== undefined && indicator.areaKinds.includes(kind) && writing.includes(areaId),
    };
  }),
  commandRoute(externalContracts.enter, enterExternalValue),
  commandRoute(externalContracts.correct, correctExternalValue),
  commandRoute(externalContracts.void, async (c) => {
    await voidExternalValue(c);
    return { ok: true } as const;
  }),
];
