/** 撤销导入, as a whole: chunk by chunk as it was applied, the last one first. */
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { Id } from '@renshe/domain/kernel/file.ts';
import { sql } from 'kysely';
import { type Command, runCommand } from '../platform/command.ts';
import { isPassing, type Reader } from '../platform/db.ts';
import type { Host } from '../platform/host.ts';
import type { TaskHandler } from '../platform/tasks.ts';
import type { KernelHost } from '../statistics/change-file.ts';
import { batchOfRun, failBatch, holdsState, type RosterRun, type RunWatch } from './apply-roster.ts';
import type { BatchRow } from './roster.queries.ts';
import { type BuiltOn, findBuiltOn, namesOf, type UndoRow, undoRows } from './undo-rows.ts';

type RowKey = { row_no: number; cause: Id };

const voidReason = '撤销名册导入';

/** The rows of a batch that are not undone yet, of one chunk or of all. */
function writtenRows(batch: Pick<BatchRow, 'district_id' | 'batch_id'>, cause?: Id) {
  return sql`select * from import_row where district_id = ${batch.district_id} and batch_id = ${batch.batch_id}::uuid
    and action <> 'skip' and undone_at is null and (${cause === undefined}::bool or cause = ${cause ?? null}::uuid)`;
}

/** How many people of the batch somebody has worked on since, with a few names. */
export function countBuiltOn(r: Reader, batch: Pick<BatchRow, 'district_id' | 'batch_id'>): Promise<BuiltOn> {
  return findBuiltOn(r, writtenRows(batch));
}

function builtOnError(found: BuiltOn): AppError {
  return new AppError('roster.built-on', 'conflict', { count: found.count, names: namesOf(found) });
}

export async function requireNothingBuiltOn(r: Reader, batch: BatchRow): Promise<void> {
  const found = await countBuiltOn(r, batch);
  if (found.count > 0) throw builtOnError(found);
}

/** The rows of the batch that are not undone yet, chunk by chunk as they were applied, the last one first. */
async function readChunks(r: Reader, run: RosterRun): Promise<{ cause: Id; rowNos: number[] }[]> {
  const { rows } = await sql<RowKey>`select row_no, cause from import_row where district_id = ${run.districtId}
    and batch_id = ${run.batchId}::uuid and action <> 'skip' and undone_at is null order by row_no`.execute(r);
  const chunks = new Map<Id, number[]>();
  for (const row of rows) {
    const known = chunks.get(row.cause);
    if (known) known.push(row.row_no);
    else chunks.set(row.cause, [row.row_no]);
  }
  return [...chunks].map(([cause, rowNos]) => ({ cause, rowNos })).reverse();
}

/** Takes back what is left of a batch in state `undoing`. */
export async function undoRoster(
  host: Host,
  run: RosterRun,
  watch: RunWatch,
): Promise<{ undone: number; cancelled?: true }> {
  const batch = await batchOfRun(host, run);
  if (batch.status !== 'undoing') return { undone: 0 };
  await requireNothingBuiltOn(host.db.kysely, batch);
  const chunks = await readChunks(host.db.kysely, run);
  const total = chunks.reduce((sum, chunk) => sum + chunk.rowNos.length, 0);
  let done = 0;
  for (const chunk of chunks) {
    if (done === 0 && (await watch.cancelled())) {
      await setStatus(host, run, batch, 'applied');
      return { undone: 0, cancelled: true };
    }
    const goesOn = await runCommand(
      host,
      { actor: run.actor, action: 'roster.undone', permission: 'roster.import' },
      async (command) => {
        command.audit({
          districtId: batch.district_id,
          areaId: batch.area_id,
          subjectKind: 'import',
          subjectId: batch.batch_id,
          details: { rows: chunk.rowNos.length },
        });
        if (!(await holdsState(command.w, run, 'undoing', 'alone'))) return false;
        await undoChunk(host, command, run, batch, chunk);
        return true;
      },
    );
    if (!goesOn) break;
    done += chunk.rowNos.length;
    await watch.report(done, total);
  }
  await setStatus(host, run, batch, 'undone');
  return { undone: done };
}

async function setStatus(host: Host, run: RosterRun, batch: BatchRow, status: 'undone' | 'applied'): Promise<void> {
  await runCommand(
    host,
    { actor: run.actor, action: 'roster.undone', permission: 'roster.import' },
    async ({ w, at, audit }) => {
      audit({
        districtId: batch.district_id,
        areaId: batch.area_id,
        subjectKind: 'import',
        subjectId: batch.batch_id,
        details: { status },
      });
      await w
        .updateTable('import_batch')
        .set((eb) => ({ status, version: eb('version', '+', 1), ...(status === 'undone' && { undone_at: at }) }))
        .where('district_id', '=', run.districtId)
        .where('batch_id', '=', run.batchId)
        .where('status', '=', 'undoing')
        .execute();
    },
  );
}

async function undoChunk(
  host: KernelHost,
  command: Command,
  run: RosterRun,
  batch: BatchRow,
  chunk: { cause: Id; rowNos: number[] },
): Promise<void> {
  const { w, at } = command;
  const { rows } = await sql<
    UndoRow & { row_no: number }
  >`select row_no, action, resident_id, undo from import_row where district_id = ${run.districtId}
    and batch_id = ${run.batchId}::uuid and row_no = any(${chunk.rowNos}::int[]) and undone_at is null order by resident_id`.execute(
    w,
  );
  await undoRows(host, command, {
    districtId: run.districtId,
    by: run.actor.accountId,
    rows,
    ledger: writtenRows(batch, chunk.cause),
    reason: voidReason,
    refused: builtOnError,
  });
  await sql`update import_row set undone_at = ${at} where district_id = ${run.districtId} and batch_id = ${run.batchId}::uuid
    and row_no = any(${rows.map((row) => row.row_no)}::int[])`.execute(w);
}

export function undoRosterHandler(host: Host): TaskHandler {
  return async (task) => {
    const input = task.input as { districtId: number; batchId: Id };
    const run = { actor: task.actor, districtId: input.districtId, batchId: input.batchId };
    try {
      return await undoRoster(host, run, {
        report: (done, total) => task.report(done, total),
        cancelled: () => task.cancelled(),
      });
    } catch (error) {
      // What is left can still be undone once the reason is gone.
      if (!isPassing(error)) await failBatch(host, run, 'undoing', 'applied', error);
      throw error;
    }
  };
}
