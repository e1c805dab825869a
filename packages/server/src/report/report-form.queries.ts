import { type AreaTree, getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { type Period, parsePeriod } from '@renshe/domain/kernel/period.ts';
import type { Month, PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { ParameterKey } from '@renshe/domain/parameter/parameter.keys.ts';
import type { PointedCell } from '@renshe/domain/report/report.contract.ts';
import {
  mayMove,
  type ReportAction,
  type ReportState,
  reportStateNames,
  reportTransitions,
} from '@renshe/domain/report/report.rules.ts';
import {
  dueRules,
  ledgerForm,
  monthOfPeriod,
  periodDueOn,
  periodOfMonth,
} from '@renshe/domain/submission/submission.rules.ts';
import { type Selectable, sql } from 'kysely';
import type { Actor } from '../platform/actor.ts';
import type { Reader, Writer } from '../platform/db.ts';
import { changedMeanwhile } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import type { Reference } from '../platform/reference.ts';
import type { ReportFormTable } from '../platform/schema.gen.ts';

export const monthlyForm = ledgerForm;
export type FormRow = Selectable<ReportFormTable>;

/** A form of a period: which row of `report_form` an area has. */
export interface FormPeriod {
  form: string;
  period: Period;
}

export function monthlyOf(month: Month): FormPeriod {
  return { form: monthlyForm, period: periodOfMonth(month) };
}

/** What a parameter of the chain says for an area on a day. */
export function chainParameter(
  reference: Reference,
  key: ParameterKey,
  areaId: number,
  on: PlainDate,
): string | number | boolean {
  const segment = reference.timelines.timeline(key, areaId).find((s) => s.from <= on && (s.to === null || on < s.to));
  const value = segment?.value;
  if (value === undefined || typeof value === 'object') throw new Error(`parameter ${key} has no value on ${on}`);
  return value;
}

/** The day by which an area reports a period, from its parameters and the working-day calendar. */
export function formDueOn(reference: Reference, areaId: number, { period }: FormPeriod): PlainDate {
  const key = dueRules[period.kind].parameter(getArea(reference.tree, areaId).kind);
  const n = chainParameter(reference, key, areaId, period.last);
  if (typeof n !== 'number') throw new Error(`parameter ${key} is no number`);
  return periodDueOn(period, n, reference.calendar);
}

export async function findForm(
  r: Reader,
  tree: AreaTree,
  areaId: number,
  what: FormPeriod,
): Promise<FormRow | undefined> {
  return r
    .selectFrom('report_form')
    .selectAll()
    .where('district_id', '=', getArea(tree, areaId).districtId)
    .where('form', '=', what.form)
    .where('area_id', '=', areaId)
    .where('period', '=', what.period.text)
    .executeTakeFirst();
}

/** State and due day of the forms of areas; an area whose form nobody has touched is left out. */
export async function listForms(
  r: Reader,
  tree: AreaTree,
  areaIds: readonly number[],
  what: FormPeriod,
): Promise<Map<number, Pick<FormRow, 'state' | 'due_on'>>> {
  if (areaIds.length === 0) return new Map();
  const districts = [...new Set(areaIds.map((id) => getArea(tree, id).districtId))];
  const { rows } = await sql<Pick<FormRow, 'area_id' | 'state' | 'due_on'>>`
    select area_id, state, due_on from report_form
    where district_id = any(${districts}::int[]) and form = ${what.form} and period = ${what.period.text} and area_id = any(${areaIds}::int[])`.execute(
    r,
  );
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
  what: FormPeriod,
  version: number | null,
  at: Date,
): Promise<FormRow> {
  const { districtId } = getArea(reference.tree, areaId);
  await w
    .insertInto('report_form')
    .values({
      district_id: districtId,
      report_id: newId(at.getTime()),
      form: what.form,
      area_id: areaId,
      month: monthOfPeriod(what.period),
      period: what.period.text,
      state: 'draft',
      due_on: formDueOn(reference, areaId, what),
      version: 0,
    })
    .onConflict((on) => on.columns(['district_id', 'form', 'area_id', 'period']).doNothing())
    .execute();
  const row = await w
    .selectFrom('report_form')
    .selectAll()
    .where('district_id', '=', districtId)
    .where('form', '=', what.form)
    .where('area_id', '=', areaId)
    .where('period', '=', what.period.text)
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

type JsonColumn = 'submitted_figures' | 'accepted_figures' | 'closed_figures';
type FormValues = Partial<Omit<FormRow, JsonColumn>> & Partial<Record<JsonColumn, string | null>>;

/** Who acts and what for, as the history of the form keeps it. */
export interface FormAct {
  at: Date;
  actor: Pick<Actor, 'accountId' | 'name' | 'posts'>;
  reason?: string;
  cells?: readonly PointedCell[];
}

/** The next state with its values, and a line of the form's history. */
export async function moveForm(
  w: Writer,
  row: FormRow,
  action: ReportAction,
  values: FormValues,
  act: FormAct,
): Promise<void> {
  if (!mayMove(row.state as ReportState, action)) throw wrongState(row);
  const { to } = reportTransitions[action];
  await setForm(w, row, { ...values, state: to });
  await recordEvent(w, row, action, to, act);
}

export async function recordEvent(
  w: Writer,
  row: Pick<FormRow, 'district_id' | 'report_id' | 'state'>,
  action: ReportAction,
  to: ReportState,
  act: FormAct,
): Promise<void> {
  await w
    .insertInto('report_event')
    .values({
      district_id: row.district_id,
      report_id: row.report_id,
      event_id: newId(act.at.getTime()),
      at: act.at,
      action,
      from_state: row.state,
      to_state: to,
      account_id: act.actor.accountId,
      by_name: act.actor.name,
      office_name: act.actor.posts[0]?.officeName ?? '',
      reason: act.reason ?? '',
      cells: JSON.stringify(act.cells ?? []),
    })
    .execute();
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

/** The period that a text names. @throws AppError `report.unknown-period` */
export function getPeriod(text: string): Period {
  const period = parsePeriod(text);
  if (!period) throw new AppError('report.unknown-period', 'invalid', { period: text });
  return period;
}
