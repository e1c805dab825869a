/**
 * 后台导出台账: a task writes every row, however many, as workbooks of one volume each into a sealed archive; who asked for it fetches it
 * from the list of tasks until its days are over.
 */
import { Readable } from 'node:stream';
import { AppError, type Language } from '@renshe/domain/kernel/app-error.ts';
import { addDays } from '@renshe/domain/kernel/plain-date.ts';
import { type ledgerContracts, ledgerExportTask } from '@renshe/domain/ledger/ledger.contract.ts';
import { readSealed, removeSealed, SealedWriter } from '../exchange/sealed-file.ts';
import { SpooledEntry, type ZipEntry, zipPieces } from '../exchange/zip-archive.ts';
import { runCommand } from '../platform/command.ts';
import type { Host } from '../platform/host.ts';
import { parameterNumber } from '../platform/parameter-value.ts';
import type { CommandContext, FileAnswer, ReadContext } from '../platform/route.ts';
import { chainOf, scopeFor } from '../platform/scope.ts';
import type { TaskHandler, TaskRun } from '../platform/tasks.ts';
import { type AskedLedger, askLedger } from './ask-ledger.ts';
import { countUse } from './count-use.ts';
import { readLedger } from './ledger.queries.ts';
import { askedDetails, ledgerFileName, ledgerWorkbook, peopleNamed, retiredWords } from './ledger-paper.ts';

/** Cells of one volume: what a workbook is made of in memory at once. */
const cellsOfVolume = 400_000;

interface ExportInput {
  ledger: string;
  asked: AskedLedger;
  purpose: string;
  language: Language;
}

interface ExportResult {
  file: string;
  fileName: string;
  rows: number;
  people: number;
  area: string;
  ledger: string;
  districtId: number;
  expiresOn: string;
}

const storeName = (taskId: string) => `ledger-${taskId}`;

export async function startLedgerExport(
  c: CommandContext<typeof ledgerContracts.startExport>,
): Promise<{ taskId: string }> {
  const { purpose, view, ...asked } = c.body;
  const { question, scope, area } = await askLedger(c, c.params.ledger, asked);
  countUse(c, 'exported', question, view);
  // Whoever looks later wants what stood there today.
  const input = {
    ledger: c.params.ledger,
    asked: { ...asked, area: area.code, period: question.period.text },
    purpose,
    language: c.language,
  };
  const taskId = await c.host.tasks.enqueue(c.w, {
    kind: ledgerExportTask,
    title: `${question.ledger[c.language]} ${area.name}`,
    input: input satisfies ExportInput as unknown as Record<string, unknown>,
    actor: c.actor,
    areaId: scope.roots[0] ?? null,
    at: c.at,
  });
  const details = askedDetails(c.host, question, area);
  c.audit({ districtId: chainOf(scope), subjectKind: 'task', subjectId: taskId, purpose, details });
  return { taskId };
}

export const ledgerExportHandler =
  (host: Host): TaskHandler =>
  async (task) => {
    const entries: SpooledEntry[] = [];
    const archive = new SealedWriter(host, storeName(task.taskId));
    try {
      return (await writeArchive(host, task, entries, archive)) ?? { cancelled: true };
    } catch (error) {
      await archive.discard();
      throw error;
    } finally {
      for (const entry of entries) await entry.discard();
    }
  };

/** All volumes from one moment of the database; undefined when the requester stopped it. */
async function writeArchive(
  host: Host,
  task: TaskRun,
  entries: SpooledEntry[],
  archive: SealedWriter,
): Promise<Record<string, unknown> | undefined> {
  const input = task.input as unknown as ExportInput;
  const reference = await host.reference.current();
  const [today, at] = [host.clock.today(), host.clock.now()];
  const { tree } = reference;
  const scope = scopeFor(task.actor, 'resident.export', tree, today);
  const asking = { host, scope, tree, today, language: input.language };
  const { question, scope: asked, area } = await askLedger(asking, input.ledger, input.asked);
  const retired = await retiredWords(host.db.kysely, question, input.language);
  const book = {
    question,
    area,
    language: input.language,
    actor: task.actor,
    today,
    at,
    purpose: input.purpose,
    retired,
  };
  const name = ledgerFileName(book);
  const limit = Math.floor(cellsOfVolume / (question.columns.length + 1));
  const volumes: ZipEntry[] = [];
  let people = 0;
  const count = await host.db.kysely
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (r) => {
      for (let offset = 0; ; offset += limit) {
        if (await task.cancelled()) return undefined;
        const page = await readLedger(r, asked, reference, today, question, { limit, offset });
        const several = page.count > limit;
        if (offset === 0 || page.rows.length > 0) {
          const bytes = await ledgerWorkbook(book, page.rows, offset + 1, page.count);
          const entry = new SpooledEntry(host, `${storeName(task.taskId)}-${volumes.length + 1}`, false);
          entries.push(entry);
          await entry.write(bytes);
          volumes.push(await entry.finish(`${name}${several ? `-${volumes.length + 1}` : ''}.xlsx`));
          people += peopleNamed(page.rows);
        }
        await task.report(Math.min(offset + limit, page.count), page.count);
        if (offset + limit >= page.count) return page.count;
      }
    });
  if (count === undefined) return undefined;
  for await (const piece of zipPieces(volumes, at)) await archive.append(piece);
  await archive.finish();
  const result: ExportResult = {
    file: storeName(task.taskId),
    fileName: `${name}.zip`,
    rows: count,
    people,
    area: area.code,
    ledger: question.ledger.key,
    districtId: chainOf(asked),
    expiresOn: addDays(today, parameterNumber(reference, 'exchange.file_days', asked.roots[0]!, today)),
  };
  const note = { actor: task.actor, action: 'ledger.export-written', permission: 'resident.export' } as const;
  await runCommand(host, note, async ({ audit }) => {
    const details = { ...askedDetails(host, question, area), rows: count };
    audit({ districtId: chainOf(asked), subjectKind: 'task', subjectId: task.taskId, purpose: input.purpose, details });
  });
  return { ...result };
}

/** The file for who asked for it, and for nobody else. @throws AppError `ledger.export-gone` */
export async function downloadLedgerExport(c: ReadContext<typeof ledgerContracts.downloadExport>): Promise<FileAnswer> {
  const row = await c.r
    .selectFrom('task')
    .select(['status', 'result'])
    .where('task_id', '=', c.params.taskId)
    .where('account_id', '=', c.actor.accountId)
    .where('kind', '=', ledgerExportTask)
    .executeTakeFirst();
  const result = row?.status === 'done' ? (row.result as ExportResult | null) : null;
  if (!result?.file) throw new AppError('ledger.export-gone', 'notFound');
  const pieces = readSealed(c.host, result.file);
  // The first piece is opened before the answer begins: a file that is gone or was changed is told as such.
  const first = await pieces.next();
  c.audit({
    districtId: result.districtId,
    subjectKind: 'task',
    subjectId: c.params.taskId,
    purpose: c.body.purpose,
    details: { ledger: result.ledger, area: result.area, rows: result.rows },
  });
  const whole = async function* () {
    if (!first.done) yield first.value;
    yield* pieces;
  };
  return { file: Readable.from(whole()), fileName: result.fileName, people: result.people };
}

/** Files whose days are over are deleted; the task and what the log says of it stay. @returns how many */
export async function removeExpiredExports(host: Pick<Host, 'db' | 'clock' | 'keyring' | 'dataDir'>): Promise<number> {
  const rows = await host.db.kysely
    .selectFrom('task')
    .select(['task_id', 'result'])
    .where('kind', '=', ledgerExportTask)
    .where('status', '=', 'done')
    .execute();
  let removed = 0;
  for (const row of rows) {
    const { file, ...rest } = row.result as Partial<ExportResult>;
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
