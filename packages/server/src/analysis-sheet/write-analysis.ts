import type { analysisSheetContracts } from '@renshe/domain/analysis-sheet/analysis-sheet.contract.ts';
import {
  type AnalysisTexts,
  analysisSectionNames,
  analysisSections,
} from '@renshe/domain/analysis-sheet/analysis-sheet.rules.ts';
import { type AreaId, getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { firstDayAfter, formatMonth, type Month, parseMonth } from '@renshe/domain/kernel/plain-date.ts';
import { officeFor } from '../platform/actor.ts';
import { areaInScope } from '../platform/area-ref.ts';
import { changedMeanwhile, requireOneRow } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import type { CommandContext } from '../platform/route.ts';
import { digestOf, listSheets, readerOf, type SheetRow, sheetDueOn } from './analysis-sheet.queries.ts';
import { readAnalysis } from './read-analysis.ts';

type Contracts = typeof analysisSheetContracts;
type Writing = CommandContext<Contracts['save']> | CommandContext<Contracts['sign']>;
type Any = Writing | CommandContext<Contracts['revise']> | CommandContext<Contracts['remark']>;

interface Opened {
  areaId: AreaId;
  month: Month;
  /** The newest version, undefined where nothing is stored. */
  row: SheetRow | undefined;
}

async function openSheet(c: Any): Promise<Opened> {
  const month = parseMonth(c.body.month)!;
  const { areaId } = areaInScope(c.scope, c.tree, c.body.area, c.today);
  const [row] = await listSheets(c.w, c.reference, [areaId], month, true);
  if ((row?.version ?? 0) !== c.body.version) throw changedMeanwhile();
  return { areaId, month, row };
}

function requireOwner(c: Any, areaId: AreaId): void {
  if (!readerOf(c.actor, c.reference, areaId, c.today).owner)
    throw new AppError('analysis-sheet.not-owner', 'forbidden');
}

function audit(c: Any, opened: Opened, details: Record<string, unknown> = {}): void {
  c.audit({
    districtId: getArea(c.tree, opened.areaId).districtId,
    areaId: opened.areaId,
    subjectKind: 'analysis-sheet',
    subjectId: `${opened.areaId}/${formatMonth(opened.month)}`,
    details: { month: formatMonth(opened.month), ...details },
  });
}

async function storeDraft(c: Writing, opened: Opened, texts: AnalysisTexts): Promise<SheetRow> {
  const { row, areaId, month } = opened;
  if (row) {
    if (row.state === 'signed') throw new AppError('analysis-sheet.signed', 'conflict', { name: row.signed_name });
    const changed = { texts: JSON.stringify(texts), changed_at: c.at, changed_by: c.actor.accountId };
    requireOneRow(
      await c.w
        .updateTable('analysis_sheet')
        .set({ ...changed, version: row.version + 1 })
        .where('district_id', '=', row.district_id)
        .where('sheet_id', '=', row.sheet_id)
        .where('version', '=', row.version)
        .executeTakeFirst(),
    );
    return { ...row, version: row.version + 1 };
  }
  const inserted = await c.w
    .insertInto('analysis_sheet')
    .values({
      district_id: getArea(c.tree, areaId).districtId,
      sheet_id: newId(c.at.getTime()),
      area_id: areaId,
      month,
      revision: 1,
      state: 'draft',
      texts: JSON.stringify(texts),
      due_on: sheetDueOn(c.reference, areaId, month),
      created_at: c.at,
      created_by: c.actor.accountId,
      changed_at: c.at,
      changed_by: c.actor.accountId,
      cause: c.cause,
    })
    .onConflict((on) => on.columns(['district_id', 'area_id', 'month', 'revision']).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!inserted) throw changedMeanwhile();
  return inserted;
}

export async function saveSheet(c: CommandContext<Contracts['save']>): Promise<{ ok: true }> {
  const opened = await openSheet(c);
  requireOwner(c, opened.areaId);
  await storeDraft(c, opened, c.body.texts);
  audit(c, opened);
  return { ok: true };
}

/** 签字: figures and text are frozen as they are at this moment, under name, time and digest. */
export async function signSheet(c: CommandContext<Contracts['sign']>): Promise<{ ok: true }> {
  const opened = await openSheet(c);
  const { areaId, month } = opened;
  requireOwner(c, areaId);
  if (c.today < firstDayAfter(month))
    throw new AppError('analysis-sheet.month-not-over', 'conflict', { month: c.body.month });
  const empty = analysisSections.find((section) => c.body.texts[section].trim() === '');
  if (empty)
    throw new AppError('analysis-sheet.empty-text', 'invalid', {
      section: analysisSectionNames[empty][c.language],
      field: empty,
    });
  const figures = await readAnalysis(c.w, c.tree, areaId, month, c.today);
  const signer = c.actor.accountId;
  if (!figures || signer === null)
    throw new AppError('analysis-sheet.month-unknown', 'conflict', { month: c.body.month });
  const row = await storeDraft(c, opened, c.body.texts);
  const digest = digestOf({ ...row, figures, texts: c.body.texts, signed_by: signer, signed_at: c.at });
  requireOneRow(
    await c.w
      .updateTable('analysis_sheet')
      .set({
        state: 'signed',
        figures: JSON.stringify(figures),
        signed_at: c.at,
        signed_by: signer,
        signed_name: c.actor.name,
        digest,
        version: row.version + 1,
      })
      .where('district_id', '=', row.district_id)
      .where('sheet_id', '=', row.sheet_id)
      .where('version', '=', row.version)
      .executeTakeFirst(),
  );
  audit(c, opened, { revision: row.revision, digest: digest.toString('hex') });
  return { ok: true };
}

/** A signed sheet never changes: a new version starts from its text, with a reason, and leaves it as it is. */
export async function reviseSheet(c: CommandContext<Contracts['revise']>): Promise<{ ok: true }> {
  const opened = await openSheet(c);
  requireOwner(c, opened.areaId);
  const { row } = opened;
  if (row?.state !== 'signed') throw new AppError('analysis-sheet.not-signed', 'conflict');
  const started = await c.w
    .insertInto('analysis_sheet')
    .values({
      district_id: row.district_id,
      sheet_id: newId(c.at.getTime()),
      area_id: row.area_id,
      month: row.month,
      revision: row.revision + 1,
      state: 'draft',
      reason: c.body.reason,
      texts: JSON.stringify(row.texts),
      due_on: row.due_on,
      created_at: c.at,
      created_by: c.actor.accountId,
      changed_at: c.at,
      changed_by: c.actor.accountId,
      // The version goes on counting, so that a page opened before cannot mistake the new draft for the old sheet.
      version: row.version + 1,
      cause: c.cause,
    })
    .onConflict((on) => on.columns(['district_id', 'area_id', 'month', 'revision']).doNothing())
    .executeTakeFirst();
  if (started.numInsertedOrUpdatedRows !== 1n) throw changedMeanwhile();
  audit(c, opened, { revision: row.revision + 1, reason: c.body.reason });
  return { ok: true };
}

/** 阅批 by a level above: read, or read with a remark. */
export async function remarkSheet(c: CommandContext<Contracts['remark']>): Promise<{ ok: true }> {
  const opened = await openSheet(c);
  if (!readerOf(c.actor, c.reference, opened.areaId, c.today).superior)
    throw new AppError('analysis-sheet.not-superior', 'forbidden');
  const { row } = opened;
  if (row?.state !== 'signed') throw new AppError('analysis-sheet.not-signed', 'conflict');
  await c.w
    .insertInto('analysis_remark')
    .values({
      district_id: row.district_id,
      remark_id: newId(c.at.getTime()),
      sheet_id: row.sheet_id,
      text: c.body.text,
      remarked_at: c.at,
      remarked_by: c.actor.accountId,
      office_id: officeFor(c.actor, 'report.accept'),
      cause: c.cause,
    })
    .execute();
  audit(c, opened, { revision: row.revision, remark: c.body.text });
  return { ok: true };
}
