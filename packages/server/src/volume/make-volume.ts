/** 编制一街一册: a task counts the summary, reads the lists community by community, all from one moment, and writes the file. */
import { AppError, type Language } from '@renshe/domain/kernel/app-error.ts';
import { volumeTask } from '@renshe/domain/ledger/file-task.ts';
import type { LedgerRow } from '@renshe/domain/ledger/ledger.contract.ts';
import { type volumeContracts, volumeRowLimit } from '@renshe/domain/volume/volume.contract.ts';
import { readLedgerParts } from '../ledger/ledger.queries.ts';
import { peopleNamed } from '../ledger/ledger-paper.ts';
import { renderLongPdf, taskFile, writeTaskFile } from '../ledger/task-file.ts';
import { runCommand } from '../platform/command.ts';
import type { Reader } from '../platform/db.ts';
import type { Host } from '../platform/host.ts';
import { findInstallation } from '../platform/installation.ts';
import type { Reference } from '../platform/reference.ts';
import type { CommandContext } from '../platform/route.ts';
import { chainOf, scopeFor } from '../platform/scope.ts';
import type { TaskHandler, TaskRun } from '../platform/tasks.ts';
import { officeName } from '../resident/print-person-card.ts';
import { type AskedVolume, askVolume, readVolume, type VolumeQuestion } from './ask-volume.ts';
import { type VolumeList, volumePaper, volumeWords, volumeWorkbook } from './volume-paper.ts';

interface VolumeInput {
  asked: AskedVolume;
  lists: readonly string[];
  format: 'pdf' | 'xlsx';
  purpose: string;
  language: Language;
}

const detailsOf = (question: VolumeQuestion, input: Pick<VolumeInput, 'lists' | 'format'>) => ({
  area: question.area.code,
  period: question.period.text,
  ledgers: question.lines.map(({ ledger }) => ledger.key).join(','),
  lists: input.lists.join(','),
  format: input.format,
});

/** The lines whose lists are asked for. @throws AppError `volume.lists-above-street`, `volume.ledgers` */
function listedLines(question: VolumeQuestion, lists: readonly string[]) {
  if (lists.length > 0 && question.level === 'district') throw new AppError('volume.lists-above-street', 'invalid');
  const unknown = lists.find((key) => !question.lines.some(({ ledger }) => ledger.key === key));
  if (unknown !== undefined) throw new AppError('volume.ledgers', 'invalid', { ledger: unknown });
  return question.lines.filter(({ ledger }) => lists.includes(ledger.key));
}

export async function startVolume(c: CommandContext<typeof volumeContracts.start>): Promise<{ taskId: string }> {
  const { purpose, lists, format, ...asked } = c.body;
  const question = await askVolume({ ...c, r: c.w }, asked);
  listedLines(question, lists);
  const { area, period, scope, level } = question;
  const input: VolumeInput = {
    asked: { ...asked, area: area.code, period: period.text },
    lists,
    format,
    purpose,
    language: c.language,
  };
  const taskId = await c.host.tasks.enqueue(c.w, {
    kind: volumeTask,
    title: `${volumeWords[c.language].title[level]} ${area.name} ${period.text}`,
    input: input as unknown as Record<string, unknown>,
    actor: c.actor,
    areaId: scope.roots[0] ?? null,
    at: c.at,
  });
  const details = detailsOf(question, input);
  c.audit({ districtId: chainOf(scope), subjectKind: 'task', subjectId: taskId, purpose, details });
  return { taskId };
}

/** The lists of a volume by part. @throws AppError `volume.too-many-rows` */
async function readLists(
  r: Reader,
  reference: Reference,
  today: string,
  question: VolumeQuestion,
  lists: readonly string[],
): Promise<{ lists: VolumeList[]; rows: number }> {
  const { scope, parts } = question;
  const read: VolumeList[] = [];
  let count = 0;
  for (const line of listedLines(question, lists)) {
    const { ledger, period } = line;
    const asked = { ledger, period, columns: ledger.columns, conditions: [], sort: ledger.sort };
    const page = { limit: volumeRowLimit + 1 - count, offset: 0 };
    const { rows, count: all } = await readLedgerParts(r, scope, reference, today, asked, page, { by: parts.by });
    count += all;
    if (count > volumeRowLimit)
      throw new AppError('volume.too-many-rows', 'tooLarge', { rows: count, limit: volumeRowLimit });
    const byPart = Map.groupBy(rows, (row) => row.part);
    read.push({ line, rows: parts.areas.map(({ areaId }): LedgerRow[] => byPart.get(areaId) ?? []) });
  }
  return { lists: read, rows: count };
}

export const volumeHandler =
  (host: Host): TaskHandler =>
  async (task) =>
    (await writeVolume(host, task)) ?? { cancelled: true };

async function writeVolume(host: Host, task: TaskRun): Promise<Record<string, unknown> | undefined> {
  const input = task.input as unknown as VolumeInput;
  const reference = await host.reference.current();
  const [today, at] = [host.clock.today(), host.clock.now()];
  const scope = scopeFor(task.actor, 'resident.export', reference.tree, today);
  const read = await host.db.kysely
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (r) => {
      const question = await askVolume({ host, r, scope, tree: reference.tree, today }, input.asked);
      const table = await readVolume(r, reference, today, question);
      await task.report(1, 3);
      if (await task.cancelled()) return undefined;
      const demo = (await findInstallation(r))?.demo ?? false;
      return { question, table, demo, ...(await readLists(r, reference, today, question, input.lists)) };
    });
  await task.report(2, 3);
  if (!read || (await task.cancelled())) return undefined;
  const { question, table, lists, rows, demo } = read;
  const { language, purpose } = input;
  const book = {
    table,
    lists,
    language,
    printedOn: today,
    printedBy: task.actor.name,
    office: officeName(task),
    purpose,
    demo,
  };
  const bytes =
    input.format === 'xlsx'
      ? await volumeWorkbook(book, at)
      : await renderLongPdf('volume', volumePaper(book), {
          createdAt: at,
          tagged: rows <= 500,
          timeLimit: 300_000,
        });
  const file = `volume-${task.taskId}`;
  await writeTaskFile(host, file, [bytes]);
  const people = lists.reduce((sum, one) => sum + one.rows.reduce((all, some) => all + peopleNamed(some), 0), 0);
  const note = { actor: task.actor, action: 'volume.written', permission: 'resident.export' } as const;
  await runCommand(host, note, async ({ audit }) => {
    const details = { ...detailsOf(question, input), rows };
    audit({ districtId: chainOf(question.scope), subjectKind: 'task', subjectId: task.taskId, purpose, details });
  });
  const { area, period, level } = question;
  return taskFile(reference, today, question.scope, {
    file,
    fileName: `${volumeWords[language].title[level]}-${area.name}-${period.text}.${input.format}`,
    rows,
    people,
    of: { area: area.code, period: period.text, format: input.format },
  });
}
