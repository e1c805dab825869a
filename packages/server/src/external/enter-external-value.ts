import { type AreaId, getArea } from '@renshe/domain/area/area-tree.ts';
import type { externalContracts } from '@renshe/domain/external/external.contract.ts';
import { findExternal } from '@renshe/domain/external/external.indicators.ts';
import { externalRefusals } from '@renshe/domain/external/external.rules.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { External } from '@renshe/domain/kernel/indicator.ts';
import { requireAllowed } from '@renshe/domain/kernel/refusal.ts';
import { sql } from 'kysely';
import type { z } from 'zod';
import { areaInScope } from '../platform/area-ref.ts';
import { databaseErrorOf } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import type { CommandContext } from '../platform/route.ts';
import type { ExternalRow } from './external.queries.ts';

type Enter = CommandContext<typeof externalContracts.enter>;
type Correct = CommandContext<typeof externalContracts.correct>;
type Void = CommandContext<typeof externalContracts.void>;
type Publication = Omit<z.output<typeof externalContracts.enter.body>, 'area' | 'indicator' | 'period'>;

/** 录入: the first value of an area and period. */
export async function enterExternalValue(c: Enter): Promise<{ valueId: string }> {
  const { area, indicator: key, period, ...publication } = c.body;
  const indicator = findExternal(key);
  if (!indicator) throw notFound();
  const { areaId } = areaInScope(c.scope, c.tree, area, c.today);
  const valueId = await insertValue(c, { areaId, indicator, period, publication, reason: '', replacesId: null });
  audit(c, { areaId, indicator: key, valueId, period, value: publication.value });
  return { valueId };
}

/** 更正: the old value stays, ended by the new one. */
export async function correctExternalValue(c: Correct): Promise<{ valueId: string }> {
  const { version, reason, ...publication } = c.body;
  const old = await endValue(c, c.params.valueId, version, 'replaced', '');
  const indicator = findExternal(old.indicator);
  if (!indicator) throw notFound();
  const valueId = await insertValue(c, {
    areaId: old.area_id,
    indicator,
    period: old.period,
    publication,
    reason,
    replacesId: old.value_id,
  });
  const before = { valueId: old.value_id, value: Number(old.value) };
  audit(c, {
    areaId: old.area_id,
    indicator: old.indicator,
    valueId,
    period: old.period,
    value: publication.value,
    before,
    reason,
  });
  return { valueId };
}

/** 作废: entered by mistake; the period has no value until one is entered again. */
export async function voidExternalValue(c: Void): Promise<void> {
  const { version, reason } = c.body;
  const old = await endValue(c, c.params.valueId, version, 'void', reason);
  audit(c, {
    areaId: old.area_id,
    indicator: old.indicator,
    valueId: old.value_id,
    period: old.period,
    value: Number(old.value),
    reason,
  });
}

async function insertValue(
  c: Enter | Correct,
  entry: {
    areaId: AreaId;
    indicator: External;
    period: string;
    publication: Publication;
    reason: string;
    replacesId: string | null;
  },
): Promise<string> {
  const { areaId, indicator, period, publication } = entry;
  const area = getArea(c.tree, areaId);
  requireAllowed(externalRefusals(indicator, { period, ...publication }, area.kind, c.today));
  const valueId = newId(c.at.getTime());
  try {
    await c.w
      .insertInto('external_value')
      .values({
        district_id: area.districtId,
        value_id: valueId,
        area_id: areaId,
        indicator: indicator.key,
        period,
        value: String(publication.value),
        document: publication.document,
        publisher: publication.publisher,
        published_on: publication.publishedOn,
        note: publication.note,
        reason: entry.reason,
        replaces_id: entry.replacesId,
        entered_at: c.at,
        entered_by: c.actor.accountId,
      })
      .execute();
  } catch (error) {
    if (databaseErrorOf(error)?.state === '23505') throw new AppError('external.exists', 'conflict');
    throw error;
  }
  return valueId;
}

/** Ends the value that the user saw. Somebody who may not write for its area does not see that it is there. */
async function endValue(
  c: Correct | Void,
  valueId: string,
  version: number,
  status: 'replaced' | 'void',
  voidReason: string,
): Promise<ExternalRow> {
  const districts = [...new Set([...c.tree.areas.values()].map((area) => area.districtId))];
  const { rows } = await sql<ExternalRow>`select * from external_value
    where district_id = any(${districts}::int[]) and value_id = ${valueId}::uuid`.execute(c.w);
  const old = rows[0];
  if (!old || !c.scope.includes(old.area_id)) throw notFound();
  const result = await c.w
    .updateTable('external_value')
    .set({ status, void_reason: voidReason, ended_at: c.at, ended_by: c.actor.accountId, version: version + 1 })
    .where('district_id', '=', old.district_id)
    .where('value_id', '=', valueId)
    .where('version', '=', version)
    .where('status', '=', 'current')
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw new AppError('external.not-current', 'conflict');
  return old;
}

function audit(
  c: Enter | Correct | Void,
  { areaId, indicator, ...details }: { areaId: AreaId; indicator: string; valueId: string; [detail: string]: unknown },
): void {
  const { districtId } = getArea(c.tree, areaId);
  c.audit({
    districtId,
    areaId,
    subjectKind: 'external-value',
    subjectId: details.valueId,
    details: { indicator, ...details },
  });
}
