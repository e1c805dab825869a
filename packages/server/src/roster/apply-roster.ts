/**
 * 执行导入: chunk by chunk, each its own transaction with its audit event. The ledger of rows says what is done, so that a second run
 * goes on where the first one ended, whatever ended it.
 */

import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { Id } from '@renshe/domain/kernel/file.ts';
import type { RosterNoteCode } from '@renshe/domain/roster/roster.errors.ts';
import type { RosterKind } from '@renshe/domain/roster/roster.kind.ts';
import { sql } from 'kysely';
import type { Actor } from '../platform/actor.ts';
import { runCommand } from '../platform/command.ts';
import { isPassing, type Reader, type Writer } from '../platform/db.ts';
import { outsideArea } from '../platform/errors.ts';
import type { Host } from '../platform/host.ts';
import { scopeFor } from '../platform/scope.ts';
import type { TaskHandler } from '../platform/tasks.ts';
import { applyChunk, type ChunkFrame } from './apply-chunk.ts';
import { importWords } from './imported-records.ts';
import { acceptedRows, type JudgedBatch, planContextOf } from './judge-batch.ts';
import { type BatchRow, getBatch, judgedBatch, type Outcome, readAppliedRowNos } from './roster.queries.ts';
import { type RowUnit, rosterChunks } from './roster-chunks.ts';

export type ApplyOutcome = Outcome;

export type RosterRun = {
  actor: Actor;
  districtId: number;
  batchId: Id;
};

export type RunWatch = {
  report(done: number, total: number): Promise<void>;
  cancelled(): Promise<boolean>;
};

const chunksAtOnce = 2;

/** The batch within what the actor may import to now: a task never has more rights than its requester. */
export async function batchOfRun(host: Host, run: RosterRun): Promise<BatchRow> {
  const reference = await host.reference.current();
  const scope = scopeFor(run.actor, 'roster.import', reference.tree, host.clock.today());
  const batch = await getBatch(host.db.kysely, scope, run.batchId);
  if (!scope.includes(batch.area_id)) throw outsideArea();
  return batch;
}

/** Where the roster names relations people are listed by families; elsewhere a block of one is no family. */
export function listsFamilies(batch: JudgedBatch): boolean {
  if (batch.judged.kind === 'household') return true;
  return batch.judged.sheets.some((sheet) => sheet.layout?.columns.some((column) => column.field === 'relation'));
}

/** True while the batch is in a state; alone, or shared with other chunks of it, until the commit. */
export async function holdsState(
  w: Writer,
  run: RosterRun,
  status: string,
  lock: 'alone' | 'shared',
): Promise<boolean> {
  const { rows } = await sql<{ status: string }>`
    select status from import_batch where district_id = ${run.districtId} and batch_id = ${run.batchId}::uuid
    ${lock === 'alone' ? sql`for update` : sql`for share`}`.execute(w);
  return rows[0]?.status === status;
}

/** Two processes that apply the same batch meet here; the second one finds the chunk in the ledger. */
async function lockChunk(w: Writer, run: RosterRun, firstRow: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${run.batchId}/${firstRow}`}, 0))`.execute(w);
}

async function doneWithin(w: Writer, run: RosterRun, rowNos: readonly number[]): Promise<Set<number>> {
  const { rows } = await sql<{ row_no: number }>`select row_no from import_row
    where district_id = ${run.districtId} and batch_id = ${run.batchId}::uuid and row_no = any(${rowNos}::int[])`.execute(
    w,
  );
  return new Set(rows.map((row) => row.row_no));
}

function without(units: readonly RowUnit[], done: ReadonlySet<number>): RowUnit[] {
  if (done.size === 0) return [...units];
  return units
    .map((unit) => ({ ...unit, rows: unit.rows.filter((row) => !done.has(row.rowNo)) }))
    .filter((unit) => unit.rows.length > 0);
}

const countOf = (units: readonly RowUnit[]) => units.reduce((sum, unit) => sum + unit.rows.length, 0);

/** Counts of the ledger. */
async function readOutcome(r: Reader, run: RosterRun): Promise<Outcome> {
  const actions = await sql<{ action: 'create' | 'update' | 'skip'; count: number }>`
    select action, count(*)::int as count from import_row where district_id = ${run.districtId} and batch_id = ${run.batchId}::uuid group by action`.execute(
    r,
  );
  const notes = await sql<{ code: RosterNoteCode; count: number }>`
    select n ->> 'code' as code, count(*)::int as count from import_row, jsonb_array_elements(notes) n
    where district_id = ${run.districtId} and batch_id = ${run.batchId}::uuid and notes <> '[]'::jsonb group by 1`.execute(
    r,
  );
  const outcome: Outcome = { create: 0, update: 0, skip: 0 };
  for (const row of actions.rows) outcome[row.action] = row.count;
  if (notes.rows.length > 0) outcome.notes = Object.fromEntries(notes.rows.map((row) => [row.code, row.count]));
  return outcome;
}

/**
 * Applies what is left of a batch in state `applying` and closes it. A batch in another state is left alone.
 * @param watch `judged` when the caller has judged the file already
 */
export async function applyRoster(
  host: Host,
  run: RosterRun,
  watch: RunWatch & { judged?: JudgedBatch },
): Promise<ApplyOutcome> {
  const { kysely } = host.db;
  const batch = await batchOfRun(host, run);
  if (batch.status !== 'applying') return readOutcome(kysely, run);
  const reference = await host.reference.current();
  const judged = watch.judged ?? (await judgedBatch(host, kysely, reference, batch));
  const target = { districtId: batch.district_id, areaId: batch.area_id };
  const today = host.clock.today();
  const context = await planContextOf(kysely, reference, target, batch.kind as RosterKind, today);
  const frame: ChunkFrame = {
    batchId: batch.batch_id,
    by: run.actor.accountId,
    context,
    reference,
    words: importWords,
  };
  const rows = acceptedRows(judged.judged);
  const applied = await readAppliedRowNos(kysely, batch);
  const chunks = rosterChunks(rows, listsFamilies(judged));
  const state = { done: applied.size, next: 0, stopped: false, over: false };
  await watch.report(state.done, rows.length);

  async function work(): Promise<void> {
    for (let chunk = chunks[state.next++]; chunk && !state.over; chunk = chunks[state.next++]) {
      const left = without(chunk, applied);
      if (left.length === 0) continue;
      if (state.stopped || (await watch.cancelled())) {
        state.stopped = true;
        return;
      }
      if (!(await applyOne(chunk, left))) {
        state.over = true;
        return;
      }
      state.done += countOf(left);
      await watch.report(state.done, rows.length);
    }
  }

  /** @returns false when the batch is no longer being applied */
  async function applyOne(chunk: readonly RowUnit[], left: readonly RowUnit[]): Promise<boolean> {
    const rowNos = left.flatMap((unit) => unit.rows.map((row) => row.rowNo));
    return runCommand(
      host,
      { actor: run.actor, action: 'roster.applied', permission: 'roster.import' },
      async (command) => {
        const { w, audit } = command;
        audit({
          ...target,
          subjectKind: 'import',
          subjectId: batch.batch_id,
          details: { rows: rowNos.length, from: rowNos[0]! + 1, to: rowNos.at(-1)! + 1 },
        });
        if (!(await holdsState(w, run, 'applying', 'shared'))) return false;
        await lockChunk(w, run, chunk[0]!.rows[0]!.rowNo);
        const units = without(left, await doneWithin(w, run, rowNos));
        if (units.length > 0) await applyChunk(host, command, frame, units);
        return true;
      },
    );
  }

  // While the database writes one chunk, the next one is decided and derived.
  const workers = await Promise.allSettled(
    Array.from({ length: chunksAtOnce }, () =>
      work().catch((error: unknown) => {
        state.over = true;
        throw error;
      }),
    ),
  );
  for (const worker of workers) if (worker.status === 'rejected') throw worker.reason;
  return finish(host, run, batch, state.stopped);
}

/** Stopped before the first row the batch is as it was; stopped later, what was done can be undone or sent again. */
async function finish(host: Host, run: RosterRun, batch: BatchRow, stopped: boolean): Promise<Outcome> {
  return runCommand(
    host,
    { actor: run.actor, action: 'roster.applied', permission: 'roster.import' },
    async ({ w, at, audit }) => {
      const outcome = await readOutcome(w, run);
      const nothing = stopped && outcome.create + outcome.update + outcome.skip === 0;
      if (stopped) outcome.stopped = true;
      audit({
        districtId: batch.district_id,
        areaId: batch.area_id,
        subjectKind: 'import',
        subjectId: batch.batch_id,
        details: { ...outcome },
      });
      if (!(await holdsState(w, run, 'applying', 'alone'))) return outcome;
      await w
        .updateTable('import_batch')
        .set((eb) =>
          nothing
            ? { status: 'judged', version: eb('version', '+', 1) }
            : { status: 'applied', applied_at: at, outcome: JSON.stringify(outcome), version: eb('version', '+', 1) },
        )
        .where('district_id', '=', run.districtId)
        .where('batch_id', '=', run.batchId)
        .execute();
      return outcome;
    },
  );
}

/** The user is told why; the ledger keeps what was done, and applying or undoing again goes on from there. */
export async function failBatch(host: Host, run: RosterRun, status: string, to: string, error: unknown): Promise<void> {
  const message = error instanceof AppError ? error.code : 'request.busy';
  await host.db.kysely
    .updateTable('import_batch')
    .set((eb) => ({ status: to, message, version: eb('version', '+', 1) }))
    .where('district_id', '=', run.districtId)
    .where('batch_id', '=', run.batchId)
    .where('status', '=', status)
    .execute();
}

export function applyRosterHandler(host: Host): TaskHandler {
  return async (task) => {
    const input = task.input as { districtId: number; batchId: Id };
    const run = { actor: task.actor, districtId: input.districtId, batchId: input.batchId };
    try {
      const outcome = await applyRoster(host, run, {
        report: (done, total) => task.report(done, total),
        cancelled: () => task.cancelled(),
      });
      return { ...outcome, ...(outcome.stopped && { cancelled: true }) };
    } catch (error) {
      // What passes is tried again by itself; the ledger says where it goes on.
      if (!isPassing(error)) await failBatch(host, run, 'applying', 'failed', error);
      throw error;
    }
  };
}
