/**
 * 后台导出台账: a task writes every row, however many, as workbooks of one volume each into a sealed archive; who asked for it fetches it
 * from the list of tasks until its days are over.
 */
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import { ledgerExportTask } from '@renshe/domain/ledger/file-task.ts';
import type { ledgerContracts } from '@renshe/domain/ledger/ledger.contract.ts';
import { SpooledEntry, type ZipEntry, zipPieces } from '../exchange/zip-archive.ts';
import { runCommand } from '../platform/command.ts';
import type { Host } from '../platform/host.ts';
import type { CommandContext } from '../platform/route.ts';
import { chainOf, scopeFor } from '../platform/scope.ts';
import type { TaskHandler, TaskRun } from '../platform/tasks.ts';
import { type AskedLedger, askLedger } from './ask-ledger.ts';
import { countUse } from './count-use.ts';
import { askedDetails, ledgerFileName, ledgerWorkbook, peopleNamed, retiredWords, sealWords } from './ledger-paper.ts';
import { readAsked } from './read-asked.ts';
import { taskFile, writeTaskFile } from './task-file.ts';

/** Cells of one volume: what a workbook is made of in memory at once. */
const cellsOfVolume = 400_000;

interface ExportInput {
  ledger: string;
  asked: AskedLedger;
  purpose: string;
  language: Language;
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
    asked: { ...asked, area: area.code, ...(asked.closed === undefined && { period: question.period.text }) },
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
    try {
      return (await writeArchive(host, task, entries)) ?? { cancelled: true };
    } finally {
      for (const entry of entries) await entry.discard();
    }
  };

/** All volumes from one moment of the database; undefined when the requester stopped it. */
async function writeArchive(
  host: Host,
  task: TaskRun,
  entries: SpooledEntry[],
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
        const page = await readAsked(host, r, asked, reference, today, question, { limit, offset });
        const several = page.count > limit;
        if (offset === 0 || page.rows.length > 0) {
          const bytes = await ledgerWorkbook(
            { ...book, seal: sealWords(page.copy, input.language) },
            page.rows,
            offset + 1,
            page.count,
          );
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
  await writeTaskFile(host, storeName(task.taskId), zipPieces(volumes, at));
  const note = { actor: task.actor, action: 'ledger.export-written', permission: 'resident.export' } as const;
  await runCommand(host, note, async ({ audit }) => {
    const details = { ...askedDetails(host, question, area), rows: count };
    audit({ districtId: chainOf(asked), subjectKind: 'task', subjectId: task.taskId, purpose: input.purpose, details });
  });
  const file = storeName(task.taskId);
  const of = { ledger: question.ledger.key, area: area.code };
  return taskFile(reference, today, asked, { file, fileName: `${name}.zip`, rows: count, people, of });
}
