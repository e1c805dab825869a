import { areaVersionAt } from '@renshe/domain/area/area-tree.ts';
import { type ParameterRow, parameterContracts } from '@renshe/domain/parameter/parameter.contract.ts';
import { commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { setParameter, voidParameter } from './set-parameter.ts';

export const parameterRoutes: RouteDefinition[] = [
  readRoute(parameterContracts.list, async (c) => {
    const rows = await c.r
      .selectFrom('parameter')
      .selectAll()
      .where('voided_at', 'is', null)
      .orderBy('key')
      .orderBy('area_id')
      .orderBy('from_on')
      .execute();
    return {
      parameters: rows.map((row) => {
        const area = row.area_id === 0 ? undefined : areaVersionAt(c.tree, row.area_id, c.today);
        return {
          parameterId: row.parameter_id,
          key: row.key,
          areaCode: area?.code ?? null,
          areaName: area?.name ?? '',
          fromOn: row.from_on,
          toOn: row.to_on,
          value: row.value as ParameterRow['value'],
          unit: row.unit,
          source: row.source,
          certainty: row.certainty,
        };
      }),
    };
  }),
  commandRoute(parameterContracts.set, setParameter),
  commandRoute(parameterContracts.void, voidParameter),
];
