/** All SQL of import batches; rows of people are written by the commands. */
import { createHash } from 'node:crypto';
import type { AreaTree } from '@renshe/domain/area/area-tree.ts';
import { fillSentence, type Language } from '@renshe/domain/kernel/app-error.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { rosterColumns, rosterFields } from '@renshe/domain/roster/roster.columns.ts';
import type { ImportBatch, RosterCounts } from '@renshe/domain/roster/roster.contract.ts';
import { type RosterNoteCode, rosterNoteSentences } from '@renshe/domain/roster/roster.errors.ts';
import type { RememberedLabels } from '@renshe/domain/roster/roster.header.ts';
import type { RosterKind } from '@renshe/domain/roster/roster.kind.ts';
import type { RosterNote } from '@renshe/domain/roster/roster.plan.ts';
import { type Selectable, sql } from 'kysely';
import { areaRef } from '../platform/area-ref.ts';
import { businessDay } from '../platform/clock.ts';
import type { Reader, Writer } from '../platform/db.ts';
import { notFound, sentenceOf } from '../platform/errors.ts';
import type { Host } from '../platform/host.ts';
import type { Reference } from '../platform/reference.ts';
import type { DB } from '../platform/schema.gen.ts';
import { inScope, type Scope } from '../platform/scope.ts';
import {
  type ActionCounts,
  type JudgedBatch,
  judgedRostersOf,
  judgeFile,
  type RowAction,
  readInTurn,
  type SheetView,
} from './judge-batch.ts';
import type { RosterCounts as JudgedCounts } from './judge-roster.ts';
import { readStoredRoster } from './roster-store.ts';

export type BatchRow = Selectable<DB['import_batch']>;

/** How the file is read: kept with the batch, so that it is read the same way every time. */
export type StoredLayout = { kindGuessed: boolean; remembered: RememberedLabels; sheets: SheetView[] };

/** What applying will do or has done, what it could not take over, and whether it was stopped half-way. */
export type Outcome = ActionCounts & { notes?: Partial<Record<RosterNoteCode, number>>; stopped?: boolean };

export const layoutOf = (batch: BatchRow) => batch.layout as unknown as StoredLayout;
export const outcomeOf = (batch: BatchRow) => batch.outcome as unknown as Outcome;

export async function getBatch(r: Reader, scope: Scope, batchId: string): Promise<BatchRow> {
  const row = await r
    .selectFrom('import_batch')
    .selectAll()
    .where(inScope(scope, 'district_id', 'area_id'))
    .where('batch_id', '=', batchId)
    .executeTakeFirst();
  if (!row) throw notFound();
  return row;
}

/** The row under lock, as applying and undoing need it between two chunks. */
export async function lockBatch(w: Writer, districtId: number, batchId: string): Promise<BatchRow> {
  return w
    .selectFrom('import_batch')
    .selectAll()
    .where('district_id', '=', districtId)
    .where('batch_id', '=', batchId)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

export async function countBatches(r: Reader, scope: Scope): Promise<number> {
  const row = await r
    .selectFrom('import_batch')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(inScope(scope, 'district_id', 'area_id'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function listBatches(r: Reader, scope: Scope, limit: number, offset: number): Promise<BatchRow[]> {
  return r
    .selectFrom('import_batch')
    .selectAll()
    .where(inScope(scope, 'district_id', 'area_id'))
    .orderBy('created_at', 'desc')
    .orderBy('batch_id')
    .limit(limit)
    .offset(offset)
    .execute();
}

/** Instants at which the same bytes were applied to the same community before, by batch. */
async function sameFileApplied(r: Reader, batches: readonly BatchRow[]): Promise<Map<string, Date>> {
  if (batches.length === 0) return new Map();
  const { rows } = await sql<{ batch_id: string; applied_at: Date }>`
    select b.batch_id, max(o.applied_at) as applied_at from import_batch b
      join import_batch o on o.district_id = b.district_id and o.area_id = b.area_id and o.file_digest = b.file_digest
        and o.batch_id <> b.batch_id and o.status = 'applied' and o.applied_at is not null
    where b.district_id = any(${[...new Set(batches.map((b) => b.district_id))]}::int[]) and b.batch_id = any(${batches.map((b) => b.batch_id)}::uuid[])
    group by b.batch_id`.execute(r);
  return new Map(rows.map((row) => [row.batch_id, row.applied_at]));
}

async function namesOf(r: Reader, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await r.selectFrom('account').select(['account_id', 'name']).where('account_id', 'in', wanted).execute();
  return new Map(rows.map((row) => [row.account_id, row.name]));
}

export function noteSentence(note: RosterNote, language: Language): string {
  const why = note.refusal === undefined ? '' : sentenceOf(note.refusal, language, note.details ?? {});
  return fillSentence(rosterNoteSentences[note.code], language, { why });
}

function messageOf(batch: BatchRow, language: Language): string {
  if (batch.message !== '') return sentenceOf(batch.message, language);
  const { notes = {}, stopped } = outcomeOf(batch);
  const parts: string[] = [];
  if (stopped)
    parts.push(
      language === 'zh' ? '已中途停止，其余的行没有导入。' : 'Stopped half-way; the other rows were not imported.',
    );
  for (const [code, count] of Object.entries(notes) as [RosterNoteCode, number][]) {
    const sentence = fillSentence(rosterNoteSentences[code], language, {
      why: language === 'zh' ? '见逐行结果。' : 'see the rows.',
    });
    parts.push(language === 'zh' ? `${count} 行：${sentence}` : `${count} rows: ${sentence}`);
  }
  return parts.join(language === 'zh' ? '' : ' ');
}

/** A command line that imports shows a sign of life with every chunk; after so long without one it is gone. */
const longestChunk = 2 * 60_000;

/**
 * Batches whose applying or undoing ended half-way and at which nobody is any more: their task has ended, or the command line that
 * applied them is gone.
 */
export async function listStalled(r: Reader, batches: readonly BatchRow[], at: Date): Promise<Set<string>> {
  const moving = batches.filter((batch) => ['applying', 'undoing'].includes(batch.status));
  if (moving.length === 0) return new Set();
  const { rows } = await sql<{ batch_id: string }>`
    select b.batch_id from import_batch b left join task t on t.task_id = b.task_id
    where b.district_id = any(${[...new Set(moving.map((b) => b.district_id))]}::int[]) and b.batch_id = any(${moving.map((b) => b.batch_id)}::uuid[])
      and case when b.task_id is null
        then greatest(b.created_at, (select max(i.applied_at) from import_row i where i.district_id = b.district_id and i.batch_id = b.batch_id))
          < ${new Date(at.getTime() - longestChunk)}
        else t.task_id is null or t.status in ('done', 'failed', 'cancelled') end`.execute(r);
  return new Set(rows.map((row) => row.batch_id));
}

/** The batches as the screens show them. `canUndo` says what the state allows; the single batch asks its files as well. */
export async function viewBatches(
  r: Reader,
  tree: AreaTree,
  batches: readonly BatchRow[],
  { today, at, language }: { today: PlainDate; at: Date; language: Language },
): Promise<Omit<ImportBatch, 'sheets' | 'fields'>[]> {
  const applied = await sameFileApplied(r, batches);
  const stalled = await listStalled(r, batches, at);
  const names = await namesOf(
    r,
    batches.map((b) => b.created_by),
  );
  return batches.map((batch) => ({
    batchId: batch.batch_id,
    area: areaRef(tree, batch.area_id, today),
    fileName: batch.file_name,
    kind: batch.kind as RosterKind,
    kindGuessed: layoutOf(batch).kindGuessed,
    status: batch.status as ImportBatch['status'],
    message: messageOf(batch, language),
    sameFileAppliedAt: applied.get(batch.batch_id)?.toISOString() ?? null,
    counts: batch.counts as unknown as RosterCounts,
    actions: { create: outcomeOf(batch).create, update: outcomeOf(batch).update, skip: outcomeOf(batch).skip },
    taskId: batch.task_id,
    version: batch.version,
    createdAt: batch.created_at.toISOString(),
    createdBy: batch.created_by === null ? null : (names.get(batch.created_by) ?? null),
    canUndo: batch.status === 'applied',
    canGoOn: batch.status === 'failed' || stalled.has(batch.batch_id),
  }));
}

export const mappableFields: ImportBatch['fields'] = rosterFields.map((field) => ({
  field,
  zh: rosterColumns[field].zh,
  en: rosterColumns[field].en,
  required: field === 'name' || field === 'citizenId',
}));

/** The counts of the contract: households are counted for household files alone. */
export function contractCounts(counts: JudgedCounts): RosterCounts {
  const { households, ...rest } = counts;
  return counts.kind === 'household' ? { ...rest, households } : rest;
}

export type LedgerRow = { row_no: number; action: RowAction; resident_id: string | null; notes: RosterNote[] };

/** What applying made of rows; all of them, or those given. */
export async function readLedger(
  r: Reader,
  batch: BatchRow,
  rowNos?: readonly number[],
): Promise<Map<number, LedgerRow>> {
  const { rows } = await sql<LedgerRow>`
    select row_no, action, resident_id, notes from import_row where district_id = ${batch.district_id} and batch_id = ${batch.batch_id}::uuid
      and (${rowNos === undefined}::bool or row_no = any(${rowNos ?? []}::int[]))`.execute(r);
  return new Map(rows.map((row) => [row.row_no, row]));
}

export async function readAppliedRowNos(r: Reader, batch: BatchRow): Promise<Set<number>> {
  const { rows } = await sql<{ row_no: number }>`
    select row_no from import_row where district_id = ${batch.district_id} and batch_id = ${batch.batch_id}::uuid`.execute(
    r,
  );
  return new Set(rows.map((row) => row.row_no));
}

const settledStates = ['applied', 'undoing', 'undone'];

/** The judged rows of a batch, from memory or from its file. */
export async function judgedBatch(host: Host, r: Reader, reference: Reference, batch: BatchRow): Promise<JudgedBatch> {
  const settled = settledStates.includes(batch.status);
  const layout = layoutOf(batch);
  const digest = createHash('sha256')
    .update(JSON.stringify([batch.kind, layout.sheets, settled]))
    .digest('base64');
  const key = `${batch.batch_id}|${digest}`;
  const rosters = judgedRostersOf(host);
  const kept = rosters.find(key);
  if (kept) return kept;
  const bytes = await readStoredRoster(host, batch.batch_id, batch.file_path);
  const workbook = await readInTurn(bytes, batch.file_name);
  const judged = await judgeFile(
    host,
    r,
    reference,
    { districtId: batch.district_id, areaId: batch.area_id },
    { workbook, fileName: batch.file_name },
    { kind: batch.kind as RosterKind, remembered: layout.remembered, sheets: layout.sheets },
    {
      today: businessDay(batch.created_at),
      ...(settled && { settled: await readAppliedRowNos(r, batch) }),
    },
  );
  rosters.keep(key, judged);
  return judged;
}

/** Mappings that the community has chosen, the newest last. */
export async function readRemembered(r: Reader, districtId: number, areaId: number): Promise<RememberedLabels> {
  const rows = await r
    .selectFrom('roster_mapping')
    .select('mapping')
    .where('district_id', '=', districtId)
    .where('area_id', '=', areaId)
    .orderBy('saved_at', 'desc')
    .limit(100)
    .execute();
  return Object.assign({}, ...rows.reverse().map((row) => row.mapping as RememberedLabels)) as RememberedLabels;
}
