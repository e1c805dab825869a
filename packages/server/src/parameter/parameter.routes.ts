import { areaVersionAt } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { type ParameterRow, parameterContracts } from '@renshe/domain/parameter/parameter.contract.ts';
import { parameterKeys, parameterMisfit } from '@renshe/domain/parameter/parameter.keys.ts';
import { areaInScope } from '../platform/area-ref.ts';
import { newId } from '../platform/id.ts';
import { raiseStamp } from '../platform/reference.ts';
import { commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { newDerivationVersion } from '../statistics/derivation-version.ts';
import { enqueueDerivation } from '../statistics/derive-again.ts';

export const parameterRoutes: RouteDefinition[] = [
  readRoute(parameterContracts.list, async (c) => {
    const rows = await c.r
      .selectFrom('parameter')
      .selectAll()
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
  commandRoute(parameterContracts.set, async (c) => {
    const key = parameterKeys.find((row) => row.code === c.body.key);
    if (!key) throw new AppError('parameter.unknown', 'notFound', { key: c.body.key });
    const misfit = parameterMisfit(key, c.body.value);
    if (misfit)
      throw new AppError(
        'kind' in misfit ? 'parameter.wrong-kind' : 'form' in misfit ? 'parameter.no-limits' : 'parameter.out-of-range',
        'invalid',
        { key: key[c.language], ...misfit },
      );
    const areaId = c.body.areaCode === null ? 0 : areaInScope(c.scope, c.tree, c.body.areaCode, c.today).areaId;
    const rows = await c.w
      .selectFrom('parameter')
      .selectAll()
      .where('key', '=', key.code)
      .where('area_id', '=', areaId)
      .orderBy('from_on')
      .forUpdate()
      .execute();
    if (rows.some((row) => row.from_on === c.body.fromOn)) throw new AppError('parameter.exists', 'conflict');
    const before = rows.filter((row) => row.from_on < c.body.fromOn).at(-1);
    const after = rows.find((row) => row.from_on > c.body.fromOn);
    if (before)
      await c.w
        .updateTable('parameter')
        .set({ to_on: c.body.fromOn })
        .where('parameter_id', '=', before.parameter_id)
        .execute();
    await c.w
      .insertInto('parameter')
      .values({
        parameter_id: newId(c.at.getTime()),
        key: key.code,
        area_id: areaId,
        from_on: c.body.fromOn,
        to_on: after?.from_on ?? before?.to_on ?? null,
        value: JSON.stringify(c.body.value),
        unit: key.unit,
        source: c.body.source,
        certainty: 'local',
        created_at: c.at,
        created_by: c.actor.accountId,
      })
      .execute();
    const version = await newDerivationVersion(c.w, {
      reason: `parameter ${key.code}`,
      fromOn: c.body.fromOn,
      at: c.at,
    });
    await raiseStamp(c.w, 'parameter');
    c.audit({
      districtId: areaId === 0 ? 0 : (c.tree.areas.get(areaId)?.districtId ?? 0),
      areaId: areaId || null,
      subjectKind: 'parameter',
      subjectId: key.code,
      details: { ...c.body, before: before?.value ?? null },
    });
    return {
      taskId: await enqueueDerivation(c.host, c.w, { version, title: key[c.language], actor: c.actor, at: c.at }),
    };
  }),
];
