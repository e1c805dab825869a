import { type AreaTree, getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { formatMonth, lastDayOf, type Month, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import {
  dueOn,
  dueParameter,
  mayMove,
  type ReportAction,
  type ReportState,
  reportStateNames,
  reportTransitions,
} from '@renshe/domain/report/report.rules.ts';
import type { Selectable } from 'kysely';
import type { Reader, Writer } from '../platform/db.ts';
import { changedMeanwhile } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import type { Reference } from '../platform/reference.ts';
import type { ReportFormTable } from '../platform/schema.gen.ts';

export const monthlyForm = 'monthly';
export type FormRow = Selectable<ReportFormTable>;

/** Working day of the following month by which an area of this kind reports, from the parameters of the area. */
export function formDueOn(reference: Reference, areaId: number, month: Month): PlainDate {
  const key = dueParameter[getArea(reference.tree, areaId).kind];
  const on = lastDayOf(month);
  const segment = reference.timelines.timeline(key, areaId).find((s) => s.from <= on && (s.to === null || on < s.to));
  if (typeof segment?.value !== 'number') throw new Error(`parameter ${key} is no number`);
  return dueOn(month, segment.value, reference.calendar);
}

export async function findForm(r: Reader, tree: AreaTree, areaId: number, month: Month): Promise<FormRow | undefined> {
  return r
    .selectFrom('report_form')
    .selectAll()
    .where('district_id', '=', getArea(tree, areaId).districtId)
    .where('form', '=', monthlyForm)
    .where('area_id', '=', areaId)
    .where('month', '=', month)
    .executeTakeFirst();
}

export async function listForms(
  r: Reader,
  tree: AreaTree,
  areaIds: readonly number[],
  month: Month,
): Promise<Map<number, FormRow>> {
  if (areaIds.length === 0) return new Map();
  const districts = [...new Set(areaIds.map((id) => getArea(tree, id).districtId))];
  const rows = await r
    .selectFrom('report_form')
    .selectAll()
    .where('district_id', 'in', districts)
    .where('form', '=', monthlyForm)
    .where('month', '=', month)
    .where('area_id', 'in', [...areaIds])
    .execute();
  return new Map(rows.map((row) => [row.area_id, row]));
}

/**
 * The form under its row lock, made when it does not exist. `version` 0 stands for “not there yet”; another version than the reader saw
 * is refused.
 */
export async function lockForm(
  w: Writer,
  reference: Reference,
  areaId: number,
  month: Month,
  version: number | null,
  at: Date,
): Promise<FormRow> {
  const { districtId } = getArea(reference.tree, areaId);
  await w
    .insertInto('report_form')
    .values({
      district_id: districtId,
      report_id: newId(at.getTime()),
      form: monthlyForm,
      area_id: areaId,
      month,
      period: formatMonth(month),
      state: 'draft',
      due_on: formDueOn(reference, areaId, month),
      version: 0,
    })
    .onConflict((on) => on.columns(['district_id', 'form', 'area_id', 'period']).doNothing())
    .execute();
  const row = await w
    .selectFrom('report_form')
    .selectAll()
    .where('district_id', '=', districtId)
    .where('form', '=', monthlyForm)
    .where('area_id', '=', areaId)
    .where('month', '=', month)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (version !== null && row.version !== version) throw changedMeanwhile();
  return row;
}

/** The refusal of an act that does not lead on from where a form is. */
export function wrongState(row: FormRow): AppError {
  const { zh, en } = reportStateNames[row.state as ReportState];
  return new AppError('report.wrong-state', 'conflict', { state: row.state, stateZh: zh, stateEn: en });
}

export async function moveForm(
  w: Writer,
  row: FormRow,
  action: ReportAction,
  values: Partial<Omit<FormRow, 'submitted_figures' | 'closed_figures'>> & {
    submitted_figures?: string | null;
    closed_figures?: string;
  },
): Promise<void> {
  if (!mayMove(row.state as ReportState, action)) throw wrongState(row);
  await setForm(w, row, { ...values, state: reportTransitions[action].to });
}

export async function setForm(w: Writer, row: FormRow, values: Record<string, unknown>): Promise<void> {
  const changed = await w
    .updateTable('report_form')
    .set((eb) => ({ ...values, version: eb('version', '+', 1) }))
    .where('district_id', '=', row.district_id)
    .where('report_id', '=', row.report_id)
    .where('version', '=', row.version)
    .executeTakeFirst();
  if (changed.numUpdatedRows !== 1n) throw changedMeanwhile();
}
