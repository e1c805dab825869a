import type { AreaId } from '@renshe/domain/area/area-tree.ts';
import { getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import type { Period } from '@renshe/domain/kernel/period.ts';
import { cellsOf, findRow, type ReportForm, rowHasCell } from '@renshe/domain/report/form.ts';
import { changedMeanwhile } from '../platform/errors.ts';
import type { CommandContext } from '../platform/route.ts';
import { requireOwnDraft } from './own-draft.ts';

interface Entry {
  form: ReportForm;
  areaId: AreaId;
  period: Period;
  row: string;
  cell: string;
  value: number | null;
  version: number;
}

/** A cell by hand of the unit that owes the form, while it is a draft. @throws AppError `report.unknown-cell`, `report.not-manual` */
export async function enterManualCell(c: CommandContext<RouteContract>, entry: Entry): Promise<{ version: number }> {
  const { form, areaId, period, value, version } = entry;
  const row = findRow(form, entry.row);
  if (!row || !rowHasCell(row, entry.cell) || !cellsOf(form).includes(entry.cell))
    throw new AppError('report.unknown-cell', 'notFound');
  if (row.kind !== 'manual') throw new AppError('report.not-manual', 'conflict', { zh: row.zh, en: row.en });
  await requireOwnDraft(c, form, areaId, period);
  const { districtId } = getArea(c.tree, areaId);
  const key = {
    district_id: districtId,
    form: form.key,
    area_id: areaId,
    period: period.text,
    row_key: row.key,
    cell: entry.cell,
  };
  const values = {
    value,
    entered_by: c.actor.accountId,
    entered_by_name: c.actor.name,
    entered_at: c.at,
    cause: c.cause,
  };
  const before = await c.w
    .selectFrom('report_manual_cell')
    .select(['value', 'version'])
    .where((eb) => eb.and(key))
    .forUpdate()
    .executeTakeFirst();
  if ((before?.version ?? 0) !== version) throw changedMeanwhile();
  if (before) {
    await c.w
      .updateTable('report_manual_cell')
      .set({ ...values, version: version + 1 })
      .where((eb) => eb.and(key))
      .execute();
  } else {
    const added = await c.w
      .insertInto('report_manual_cell')
      .values({ ...key, ...values, version: 1 })
      .onConflict((on) => on.doNothing())
      .executeTakeFirst();
    if (added.numInsertedOrUpdatedRows !== 1n) throw changedMeanwhile();
  }
  c.audit({
    districtId,
    areaId,
    subjectKind: 'report',
    subjectId: `${form.key}/${areaId}/${period.text}`,
    details: { row: row.key, cell: entry.cell, before: before?.value ?? null, after: value },
  });
  return { version: version + 1 };
}
