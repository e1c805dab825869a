import { areaAt } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { parameterContracts } from '@renshe/domain/parameter/parameter.contract.ts';
import { parameterKeys, parameterMisfit } from '@renshe/domain/parameter/parameter.keys.ts';
import { isDerivedParameter } from '@renshe/domain/statistics/derived-parameters.ts';
import { type Selectable, sql } from 'kysely';
import { areaInScope } from '../platform/area-ref.ts';
import type { Writer } from '../platform/db.ts';
import { notFound, requireOneRow } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import { raiseStamp } from '../platform/reference.ts';
import type { CommandContext } from '../platform/route.ts';
import type { ParameterTable } from '../platform/schema.gen.ts';
import { newDerivationVersion } from '../statistics/derivation-version.ts';
import { enqueueDerivation } from '../statistics/derive-again.ts';

type Set = CommandContext<typeof parameterContracts.set>;
type Void = CommandContext<typeof parameterContracts.void>;
type Value = Selectable<ParameterTable>;

/** The values in force of a key and area, oldest first. One change of parameters at a time: an area without values has no row to lock. */
async function lockValues(w: Writer, key: string, areaId: number): Promise<Value[]> {
  await sql`select name from cache_stamp order by name for update`.execute(w);
  return w
    .selectFrom('parameter')
    .selectAll()
    .where('key', '=', key)
    .where('area_id', '=', areaId)
    .where('voided_at', 'is', null)
    .orderBy('from_on')
    .execute();
}

async function endValue(w: Writer, row: Value, toOn: string | null): Promise<void> {
  requireOneRow(
    await w
      .updateTable('parameter')
      .set({ to_on: toOn })
      .where('parameter_id', '=', row.parameter_id)
      .where('voided_at', 'is', null)
      .executeTakeFirst(),
  );
}

/** Everybody is derived again only where derivations read the key; other values hold as soon as they are asked for. */
async function takeEffect(
  c: Set | Void,
  change: { key: string; title: string; fromOn: string },
): Promise<string | null> {
  const version = isDerivedParameter(change.key)
    ? await newDerivationVersion(c.w, { reason: `parameter ${change.key}`, fromOn: change.fromOn, at: c.at })
    : null;
  await raiseStamp(c.w, 'parameter');
  return version === null
    ? null
    : enqueueDerivation(c.host, c.w, { version, title: change.title, actor: c.actor, at: c.at });
}

function audit(c: Set | Void, key: string, areaId: number, details: Record<string, unknown>): void {
  c.audit({
    districtId: areaId === 0 ? 0 : (c.tree.areas.get(areaId)?.districtId ?? 0),
    areaId: areaId || null,
    subjectKind: 'parameter',
    subjectId: key,
    details,
  });
}

/** A new value from a day on; the one before it ends there. */
export async function setParameter(c: Set): Promise<{ taskId: string | null }> {
  const { fromOn, value, source } = c.body;
  const key = parameterKeys.find((row) => row.code === c.body.key);
  if (!key) throw new AppError('parameter.unknown', 'notFound', { key: c.body.key });
  const misfit = parameterMisfit(key, value);
  if (misfit)
    throw new AppError(
      'kind' in misfit
        ? 'parameter.wrong-kind'
        : 'form' in misfit
          ? `parameter.no-${misfit.form}`
          : 'parameter.out-of-range',
      'invalid',
      { key: key[c.language], ...misfit },
    );
  const areaId = c.body.areaCode === null ? 0 : areaInScope(c.scope, c.tree, c.body.areaCode, c.today).areaId;
  const rows = await lockValues(c.w, key.code, areaId);
  if (rows.some((row) => row.from_on === fromOn)) throw new AppError('parameter.exists', 'conflict');
  const before = rows.filter((row) => row.from_on < fromOn).at(-1);
  const after = rows.find((row) => row.from_on > fromOn);
  if (before) await endValue(c.w, before, fromOn);
  await c.w
    .insertInto('parameter')
    .values({
      parameter_id: newId(c.at.getTime()),
      key: key.code,
      area_id: areaId,
      from_on: fromOn,
      to_on: after?.from_on ?? before?.to_on ?? null,
      value: JSON.stringify(value),
      unit: key.unit,
      source,
      certainty: 'local',
      created_at: c.at,
      created_by: c.actor.accountId,
    })
    .execute();
  const taskId = await takeEffect(c, { key: key.code, title: key[c.language], fromOn });
  audit(c, key.code, areaId, { ...c.body, before: before?.value ?? null });
  return { taskId };
}

/** 作废: the value before it holds on to where this one would have ended; of an area without another one, that of the area above. */
export async function voidParameter(c: Void): Promise<{ taskId: string | null }> {
  const found = await c.w
    .selectFrom('parameter')
    .select(['key', 'area_id'])
    .where('parameter_id', '=', c.params.parameterId)
    .where('voided_at', 'is', null)
    .executeTakeFirst();
  if (!found || !(found.area_id === 0 || c.scope.includes(areaAt(c.tree, found.area_id, c.today)))) throw notFound();
  const rows = await lockValues(c.w, found.key, found.area_id);
  const row = rows.find((one) => one.parameter_id === c.params.parameterId);
  if (!row) throw notFound();
  if (row.area_id === 0 && rows.length === 1) throw new AppError('parameter.last', 'conflict');
  const before = rows.filter((one) => one.from_on < row.from_on).at(-1);
  requireOneRow(
    await c.w
      .updateTable('parameter')
      .set({ voided_at: c.at, voided_by: c.actor.accountId, void_reason: c.body.reason })
      .where('parameter_id', '=', row.parameter_id)
      .where('voided_at', 'is', null)
      .executeTakeFirst(),
  );
  if (before?.to_on === row.from_on) await endValue(c.w, before, row.to_on);
  const key = parameterKeys.find((one) => one.code === row.key);
  const taskId = await takeEffect(c, { key: row.key, title: key?.[c.language] ?? row.key, fromOn: row.from_on });
  audit(c, row.key, row.area_id, { fromOn: row.from_on, value: row.value, source: row.source, reason: c.body.reason });
  return { taskId };
}
