import type { AreaId } from '@renshe/domain/area/area-tree.ts';
import { getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import type { Period } from '@renshe/domain/kernel/period.ts';
import type { ReportForm } from '@renshe/domain/report/form.ts';
import { changedMeanwhile } from '../platform/errors.ts';
import type { CommandContext } from '../platform/route.ts';
import { requireOwnDraft } from './own-draft.ts';

interface Owed {
  form: ReportForm;
  areaId: AreaId;
  period: Period;
  text: string;
  version: number;
}

const keyOf = (c: CommandContext<RouteContract>, owed: Owed) => ({
  district_id: getArea(c.tree, owed.areaId).districtId,
  form: owed.form.key,
  area_id: owed.areaId,
  period: owed.period.text,
});

/** The owner's text; an empty one goes back to the draft. */
export async function writeNarrative(c: CommandContext<RouteContract>, owed: Owed): Promise<{ version: number }> {
  await requireOwnDraft(c, owed.form, owed.areaId, owed.period);
  const key = keyOf(c, owed);
  const values = {
    body: owed.text,
    written_by: c.actor.accountId,
    written_by_name: c.actor.name,
    written_at: c.at,
    version: owed.version + 1,
  };
  const changed =
    owed.version === 0
      ? await c.w
          .insertInto('report_narrative')
          .values({ ...key, ...values })
          .onConflict((on) => on.doNothing())
          .executeTakeFirst()
      : await c.w
          .updateTable('report_narrative')
          .set(values)
          .where((eb) => eb.and(key))
          .where('version', '=', owed.version)
          .executeTakeFirst();
  requireOne(changed);
  auditText(c, owed, { length: owed.text.length });
  return { version: owed.version + 1 };
}

/** Why a warning is right all the same. @throws AppError `report.unknown-check` */
export async function explainCheck(
  c: CommandContext<RouteContract>,
  owed: Owed & { check: string },
): Promise<{ version: number }> {
  if (!owed.form.checks.some((check) => check.key === owed.check))
    throw new AppError('report.unknown-check', 'notFound');
  await requireOwnDraft(c, owed.form, owed.areaId, owed.period);
  const key = { ...keyOf(c, owed), check_key: owed.check };
  const values = {
    body: owed.text,
    explained_by: c.actor.accountId,
    explained_by_name: c.actor.name,
    explained_at: c.at,
    version: owed.version + 1,
  };
  const changed =
    owed.version === 0
      ? await c.w
          .insertInto('report_explanation')
          .values({ ...key, ...values })
          .onConflict((on) => on.doNothing())
          .executeTakeFirst()
      : await c.w
          .updateTable('report_explanation')
          .set(values)
          .where((eb) => eb.and(key))
          .where('version', '=', owed.version)
          .executeTakeFirst();
  requireOne(changed);
  auditText(c, owed, { check: owed.check, text: owed.text });
  return { version: owed.version + 1 };
}

function requireOne(changed: { numInsertedOrUpdatedRows?: bigint } | { numUpdatedRows: bigint }): void {
  const count = 'numUpdatedRows' in changed ? changed.numUpdatedRows : changed.numInsertedOrUpdatedRows;
  if (count !== 1n) throw changedMeanwhile();
}

function auditText(c: CommandContext<RouteContract>, owed: Owed, details: Record<string, unknown>): void {
  c.audit({
    districtId: getArea(c.tree, owed.areaId).districtId,
    areaId: owed.areaId,
    subjectKind: 'report',
    subjectId: `${owed.form.key}/${owed.areaId}/${owed.period.text}`,
    details,
  });
}
