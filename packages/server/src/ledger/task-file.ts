/** The file with which a task of the background ends: sealed, for who asked for it and for nobody else, until its days are over. */
import { Readable } from 'node:stream';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { addDays, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { fileTasks } from '@renshe/domain/ledger/file-task.ts';
import type { ledgerContracts } from '@renshe/domain/ledger/ledger.contract.ts';
import { readSealed, removeSealed, SealedWriter } from '../exchange/sealed-file.ts';
import type { Host } from '../platform/host.ts';
import { parameterNumber } from '../platform/parameter-value.ts';
import { createPdfRenderer, type PdfRenderer } from '../platform/pdf.ts';
import type { Reference } from '../platform/reference.ts';
import type { FileAnswer, ReadContext } from '../platform/route.ts';
import { chainOf, type Scope } from '../platform/scope.ts';

const renderer = createPdfRenderer({ waiting: 20, idleAfter: 20_000 });
/** In a process of its own: a long document must not hold up the certificate of whoever stands at the window. */
export const renderLongPdf: PdfRenderer['renderPdf'] = renderer.renderPdf;
export const closeLongPdf = renderer.close;

export interface TaskFile extends Record<string, unknown> {
  /** Name in the store. */
  file: string;
  fileName: string;
  rows: number;
  /** How many people it names. */
  people: number;
  /** What the log says of it when it is fetched. */
  of: Record<string, string>;
  districtId: number;
  expiresOn: PlainDate;
}

/** Writes the pieces of a file into the store; nothing is left of it when that fails. */
export async function writeTaskFile(
  host: Host,
  name: string,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  const writer = new SealedWriter(host, name);
  try {
    for await (const piece of pieces) await writer.append(piece);
    await writer.finish();
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

/** Where its result stands for as long as a city keeps such files. */
export function taskFile(
  reference: Reference,
  today: PlainDate,
  scope: Scope,
  what: Pick<TaskFile, 'file' | 'fileName' | 'rows' | 'people' | 'of'>,
): TaskFile {
  const days = parameterNumber(reference, 'exchange.file_days', scope.roots[0]!, today);
  return { ...what, districtId: chainOf(scope), expiresOn: addDays(today, days) };
}

/** The file for who asked for it, and for nobody else. @throws AppError `ledger.export-gone` */
export async function downloadTaskFile(c: ReadContext<typeof ledgerContracts.downloadExport>): Promise<FileAnswer> {
  const row = await c.r
    .selectFrom('task')
    .select(['status', 'result'])
    .where('task_id', '=', c.params.taskId)
    .where('account_id', '=', c.actor.accountId)
    .where('kind', 'in', [...fileTasks])
    .executeTakeFirst();
  const result = row?.status === 'done' ? (row.result as TaskFile | null) : null;
  if (!result?.file) throw new AppError('ledger.export-gone', 'notFound');
  const pieces = readSealed(c.host, result.file);
  // The first piece is opened before the answer begins: a file that is gone or was changed is told as such.
  const first = await pieces.next();
  c.audit({
    districtId: result.districtId,
    subjectKind: 'task',
    subjectId: c.params.taskId,
    purpose: c.body.purpose,
    details: { ...result.of, rows: result.rows },
  });
  const whole = async function* () {
    if (!first.done) yield first.value;
    yield* pieces;
  };
  const type = (['pdf', 'xlsx'] as const).find((one) => result.fileName.endsWith(`.${one}`)) ?? 'zip';
  return { file: Readable.from(whole()), fileName: result.fileName, type, people: result.people };
}

/** Files whose days are over are deleted; the task and what the log says of it stay. @returns how many */
export async function removeExpiredFiles(host: Pick<Host, 'db' | 'clock' | 'keyring' | 'dataDir'>): Promise<number> {
  const rows = await host.db.kysely
    .selectFrom('task')
    .select(['task_id', 'result'])
    .where('kind', 'in', [...fileTasks])
    .where('status', '=', 'done')
    .execute();
  let removed = 0;
  for (const row of rows) {
    const { file, ...rest } = row.result as Partial<TaskFile>;
    if (!file || (rest.expiresOn ?? '') >= host.clock.today()) continue;
    await removeSealed(host, file);
    await host.db.kysely
      .updateTable('task')
      .set({ result: JSON.stringify(rest) })
      .where('task_id', '=', row.task_id)
      .execute();
    removed++;
  }
  return removed;
}
