import { type AreaId, type AreaTree, getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { formatMonth } from '@renshe/domain/kernel/plain-date.ts';
import { findFormColumn, findRow, isCountedByAge, matchesCell, rowHasCell } from '@renshe/domain/report/form.ts';
import { findColumn, findLine } from '@renshe/domain/report/monthly-form.ts';
import type { Correction, submissionContracts } from '@renshe/domain/submission/submission.contract.ts';
import { ledgerForm, monthOfPeriod } from '@renshe/domain/submission/submission.rules.ts';
import { type Selectable, sql } from 'kysely';
import type { Actor } from '../platform/actor.ts';
import type { Database, Reader } from '../platform/db.ts';
import { changedMeanwhile } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import type { Reference } from '../platform/reference.ts';
import type { CommandContext } from '../platform/route.ts';
import type { ReportCorrectionTable } from '../platform/schema.gen.ts';
import type { Scope } from '../platform/scope.ts';
import { fillMonthlyForm, type Measure } from '../report/monthly-report.ts';
import { reportAreaRef } from '../report/report-area.ts';
import { findForm, getPeriod } from '../report/report-form.queries.ts';
import { getReportForm } from '../report/report-form-catalogue.ts';
import { leavesOf } from '../report/report-leaves.ts';
import { isOwner, isSuperior } from '../report/report-state.ts';
import { findSealedFigures } from '../report/seal-forms.ts';
import { type AskedForm, askedForm } from './submission-areas.ts';

export type CorrectionRow = Selectable<ReportCorrectionTable>;
type Ask = CommandContext<typeof submissionContracts.askCorrection>;
type Decide = CommandContext<typeof submissionContracts.decideCorrection>;

/**
 * Asks for a correction of a closed report. The sealed number stays for ever: what comes from records is corrected there and booked as an
 * adjustment of the open month (kernel K4); only a cell that people fill in carries its right value on the form itself.
 */
export async function askCorrection(c: Ask): Promise<{ correctionId: string }> {
  const asked = await askedForm(c, c.body);
  if (!isOwner(c.actor, c.reference, asked.areaId, c.today))
    throw new AppError('submission.correction-not-owner', 'forbidden');
  const report = await findForm(c.w, c.tree, asked.areaId, asked);
  if (report?.state !== 'closed') throw new AppError('submission.not-closed', 'conflict');
  const cell = await sealedCell(c.w, c.tree, asked, c.body);
  const value = c.body.correctedValue?.trim() || null;
  if (!cell.byHand && value !== null) throw new AppError('submission.value-from-records', 'invalid');
  if (cell.byHand && value === null) throw new AppError('submission.value-missing', 'invalid');
  const correctionId = newId(c.at.getTime());
  await c.w
    .insertInto('report_correction')
    .values({
      district_id: report.district_id,
      correction_id: correctionId,
      report_id: report.report_id,
      area_id: asked.areaId,
      form: asked.form,
      period: asked.period.text,
      row_key: c.body.row,
      column_key: c.body.column,
      measure: c.body.measure,
      sealed_value: cell.value,
      corrected_value: value,
      wrong: c.body.wrong,
      reason: c.body.reason,
      evidence: c.body.evidence,
      state: 'asked',
      asked_at: c.at,
      asked_by: c.actor.accountId,
      asked_by_name: c.actor.name,
      asked_office: c.actor.posts[0]?.officeName ?? '',
      decided_at: null,
      decided_by: null,
      decided_by_name: null,
      decided_office: null,
    })
    .execute();
  audit(c, report, correctionId, { cell: `${c.body.row}|${c.body.column}|${c.body.measure}` });
  return { correctionId };
}

/** The level above accepts or refuses, with a reason; of the city's own report another officer of the city. */
export async function decideCorrection(c: Decide): Promise<{ ok: true }> {
  const row = await findCorrection(c.w, c.scope, c.params.correctionId);
  if (!row) throw new AppError('request.not-found', 'notFound');
  if (!mayDecide(c.actor, c.reference, row, c.today))
    throw new AppError('submission.correction-not-superior', 'forbidden');
  if (row.state !== 'asked') throw new AppError('submission.correction-decided', 'conflict');
  const changed = await c.w
    .updateTable('report_correction')
    .set({
      state: c.body.accepted ? 'accepted' : 'refused',
      decided_at: c.at,
      decided_by: c.actor.accountId,
      decided_by_name: c.actor.name,
      decided_office: c.actor.posts[0]?.officeName ?? '',
      decision: c.body.decision,
      version: row.version + 1,
    })
    .where('district_id', '=', row.district_id)
    .where('correction_id', '=', row.correction_id)
    .where('version', '=', c.body.version)
    .where('state', '=', 'asked')
    .executeTakeFirst();
  if (changed.numUpdatedRows !== 1n) throw changedMeanwhile();
  audit(c, row, row.correction_id, { accepted: c.body.accepted });
  return { ok: true };
}

function mayDecide(actor: Actor, reference: Reference, row: CorrectionRow, today: string): boolean {
  if (row.asked_by !== null && row.asked_by === actor.accountId) return false;
  if (isSuperior(actor, reference, row.area_id, today)) return true;
  return getArea(reference.tree, row.area_id).kind === 'city' && isOwner(actor, reference, row.area_id, today);
}

function audit(
  c: Ask | Decide,
  row: { district_id: number; area_id: AreaId; form: string; period: string },
  correctionId: string,
  details: Record<string, unknown>,
): void {
  c.audit({
    districtId: row.district_id,
    areaId: row.area_id,
    subjectKind: 'report',
    subjectId: `${row.form}/${row.area_id}/${row.period}`,
    details: { correctionId, ...details },
  });
}

/** What the closed form says in a cell. @throws AppError `report.unknown-cell` */
async function sealedCell(
  r: Reader,
  tree: AreaTree,
  asked: AskedForm,
  cell: { row: string; column: string; measure: Measure },
): Promise<{ value: string | null; byHand: boolean }> {
  if (asked.form !== ledgerForm) {
    const { districtId } = getArea(tree, asked.areaId);
    const sealed = await findSealedFigures(r, districtId, asked.form, asked.areaId, asked.period.text);
    const value = sealed?.[`${cell.row}|${cell.column}`];
    if (value === undefined) throw new AppError('report.unknown-cell', 'invalid');
    return {
      value: value === null ? null : String(value),
      byHand: findRow(asked.definition, cell.row)?.kind === 'manual',
    };
  }
  const line = findLine(cell.row);
  const column = findColumn(cell.column);
  if (!line || !column || !rowHasCell(line, column.cell)) throw new AppError('report.unknown-cell', 'invalid');
  const filled = await fillMonthlyForm(r, tree, asked.areaId, monthOfPeriod(asked.period));
  const value = filled.lines.find((one) => one.line.key === line.key)?.[cell.measure][column.key];
  if (value === undefined) throw new AppError('report.unknown-cell', 'invalid');
  return { value: value === null ? null : String(value), byHand: false };
}

export async function findCorrection(
  r: Reader,
  scope: Scope,
  correctionId: string,
): Promise<CorrectionRow | undefined> {
  const rows = await r
    .selectFrom('report_correction')
    .selectAll()
    .where('correction_id', '=', correctionId)
    .where('district_id', 'in', [0, ...scope.fullDistricts, ...scope.partialDistricts])
    .execute();
  return rows.find((row) => scope.includes(row.area_id));
}

export interface CorrectionChoice {
  form?: string | undefined;
  period?: string | undefined;
  state?: string | undefined;
}

/** Correction forms of an area and everything below it, newest first. */
export async function listCorrections(
  r: Reader,
  db: Database,
  reference: Reference,
  scope: Scope,
  actor: Actor,
  today: string,
  choice: CorrectionChoice,
): Promise<Correction[]> {
  const { form, period, state } = choice;
  // Streets, districts and the city have reports too: the areas themselves are named, not the leaves of the scope alone.
  const own = [...reference.tree.areas.keys()].filter((id) => scope.includes(id));
  const { rows } = await sql<CorrectionRow>`
    select * from report_correction x where x.district_id = any(${[0, ...scope.fullDistricts, ...scope.partialDistricts]}::int[]) and x.area_id = any(${own}::int[])
      and (${form ?? null}::text is null or x.form = ${form ?? null}) and (${period ?? null}::text is null or x.period = ${period ?? null})
      and (${state ?? null}::text is null or x.state = ${state ?? null})
    order by x.asked_at desc limit 500`.execute(r);
  const corrections: Correction[] = [];
  for (const row of rows) corrections.push(await toCorrection(r, db, reference, actor, today, row));
  return corrections;
}

export async function toCorrection(
  r: Reader,
  db: Database,
  reference: Reference,
  actor: Actor,
  today: string,
  row: CorrectionRow,
): Promise<Correction> {
  const month = monthOfPeriod(getPeriod(row.period));
  const { form } = await getReportForm(db, row.form);
  const line = findRow(form, row.row_key);
  const column = findFormColumn(form, row.column_key) ?? findColumn(row.column_key);
  return {
    correctionId: row.correction_id,
    area: reportAreaRef(reference.tree, row.area_id, month),
    form: row.form,
    period: row.period,
    row: row.row_key,
    column: row.column_key,
    measure: row.measure,
    cell: {
      zh: `${line?.zh ?? row.row_key} · ${column?.zh ?? row.column_key}`,
      en: `${line?.en ?? row.row_key} · ${column?.en ?? row.column_key}`,
    },
    sealedValue: row.sealed_value,
    correctedValue: row.corrected_value,
    wrong: row.wrong,
    reason: row.reason,
    evidence: row.evidence,
    state: row.state as Correction['state'],
    askedAt: row.asked_at.toISOString(),
    askedBy: row.asked_by_name,
    askedOffice: row.asked_office,
    decidedAt: row.decided_at?.toISOString() ?? null,
    decidedBy: row.decided_by_name,
    decidedOffice: row.decided_office,
    decision: row.decision,
    version: row.version,
    mayDecide: row.state === 'asked' && mayDecide(actor, reference, row, today),
    adjustments: row.form === ledgerForm ? await adjustmentsOf(r, reference.tree, row, month) : [],
  };
}

/** What later months have booked with an effective date in (of a stock: up to) the cell's month: that is how the correction came about. */
async function adjustmentsOf(
  r: Reader,
  tree: AreaTree,
  row: CorrectionRow,
  month: number,
): Promise<{ month: string; value: number }[]> {
  const line = findLine(row.row_key);
  const column = findColumn(row.column_key);
  if (!line || !column || (line.kind !== 'stock' && line.kind !== 'flow')) return [];
  if (isCountedByAge(line, column.cell)) return [];
  const cells = line.cells ?? [column.cell];
  const leaves = leavesOf(tree, row.area_id, month);
  const effective = line.kind === 'stock' ? sql`t.effective_month <= ${month}` : sql`t.effective_month = ${month}`;
  const { rows } = await sql<{ booked_month: number; cell: string; n: number }>`
    select t.booked_month, t.cell, sum(t.quantity)::bigint as n from fact_total t
    where t.district_id = any(${[...leaves.districts]}::int[]) and t.area_id = any(${[...leaves.areas]}::int[]) and t.indicator = any(${[...line.indicators]}::text[])
      and t.booked_month > ${month} and ${effective}
    group by 1, 2 order by 1`.execute(r);
  const byMonth = new Map<number, number>();
  for (const { booked_month, cell, n } of rows)
    if (matchesCell(cells, cell)) byMonth.set(booked_month, (byMonth.get(booked_month) ?? 0) + n);
  return [...byMonth].filter(([, n]) => n !== 0).map(([booked, value]) => ({ month: formatMonth(booked), value }));
}
