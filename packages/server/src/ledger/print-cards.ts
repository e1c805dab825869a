/** 批量打印卡片: a task writes the cards of up to 200 people or households of a ledger into one file, ordered by address. */
import { AppError, type Language } from '@renshe/domain/kernel/app-error.ts';
import { cardsTask } from '@renshe/domain/ledger/file-task.ts';
import { cardLimit, type ledgerContracts } from '@renshe/domain/ledger/ledger.contract.ts';
import { rowKindOf } from '@renshe/domain/ledger/ledger.ts';
import { householdCard } from '../household/print-household-card.ts';
import type { AuditEntry } from '../platform/audit.ts';
import { runCommand } from '../platform/command.ts';
import type { Reader } from '../platform/db.ts';
import type { Host } from '../platform/host.ts';
import type { HouseholdCard, PersonCard } from '../platform/pdf-templates.ts';
import type { CommandContext } from '../platform/route.ts';
import { chainOf, scopeFor } from '../platform/scope.ts';
import type { TaskHandler, TaskRun } from '../platform/tasks.ts';
import { type CardContext, personCard, printedBy } from '../resident/print-person-card.ts';
import { type AskedLedger, askLedger } from './ask-ledger.ts';
import { type CardTable, cardsWorkbook, householdColumns, personColumns } from './cards-workbook.ts';
import { countUse } from './count-use.ts';
import { askedDetails } from './ledger-paper.ts';
import { readAsked } from './read-asked.ts';
import { renderLongPdf, taskFile, writeTaskFile } from './task-file.ts';

interface CardsInput {
  ledger: string;
  asked: AskedLedger;
  subjects?: string[] | undefined;
  format: 'pdf' | 'xlsx';
  purpose: string;
  language: Language;
}

const title = {
  zh: { resident: '一人一卡', household: '一户一卡' },
  en: { resident: 'Personal record cards', household: 'Household record cards' },
} as const satisfies Record<Language, object>;

export async function startCards(c: CommandContext<typeof ledgerContracts.startCards>): Promise<{ taskId: string }> {
  const { purpose, subjects, format, view, ...asked } = c.body;
  const { question, scope, area } = await askLedger(c, c.params.ledger, asked);
  countUse(c, 'printed', question, view);
  const input: CardsInput = {
    ledger: c.params.ledger,
    asked: { ...asked, area: area.code, ...(asked.closed === undefined && { period: question.period.text }) },
    subjects,
    format,
    purpose,
    language: c.language,
  };
  const taskId = await c.host.tasks.enqueue(c.w, {
    kind: cardsTask,
    title: `${question.ledger[c.language]} ${area.name}`,
    input: input as unknown as Record<string, unknown>,
    actor: c.actor,
    areaId: scope.roots[0] ?? null,
    at: c.at,
  });
  const details = { ...askedDetails(c.host, question, area), chosen: subjects?.length ?? 0, format };
  c.audit({ districtId: chainOf(scope), subjectKind: 'task', subjectId: taskId, purpose, details });
  return { taskId };
}

export const cardsHandler =
  (host: Host): TaskHandler =>
  async (task) =>
    (await writeCards(host, task)) ?? { cancelled: true };

interface Cards {
  residents: PersonCard[];
  households: HouseholdCard[];
  subjects: AuditEntry[];
  /** Who has left the area or the register meanwhile. */
  refused: number;
}

async function writeCards(host: Host, task: TaskRun): Promise<Record<string, unknown> | undefined> {
  const input = task.input as unknown as CardsInput;
  const { language, purpose } = input;
  const reference = await host.reference.current();
  const { tree } = reference;
  const [today, at] = [host.clock.today(), host.clock.now()];
  const scope = scopeFor(task.actor, 'resident.export', tree, today);
  const asking = { host, scope, tree, today, language };
  const { question, scope: asked, area } = await askLedger(asking, input.ledger, input.asked);
  const kind = rowKindOf(question.ledger.rows) === 'household' ? 'household' : 'resident';
  const read = await host.db.kysely
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (r) => {
      const page = { limit: 5 * cardLimit, offset: 0 };
      const ids = input.subjects
        ? input.subjects
        : (await readAsked(host, r, asked, reference, today, question, page)).rows.map((row) => row.subjectId);
      const distinct = [...new Set(ids)];
      if (distinct.length > cardLimit) throw new AppError('ledger.too-many-cards', 'tooLarge', { limit: cardLimit });
      const c: CardContext = { r, scope: asked, tree, reference, today, language, actor: task.actor };
      const cards = await readCards(c, kind, distinct, task);
      return cards && { cards, printed: await printedBy(c) };
    });
  if (!read) return undefined;
  const { cards, printed } = read;
  const count = cards.subjects.length;
  if (count === 0) throw new AppError('ledger.no-cards', 'notFound');
  const of = title[language][kind];
  const book: CardTable =
    kind === 'household' ? householdColumns(cards.households, language) : personColumns(cards.residents, language);
  const bytes =
    input.format === 'xlsx'
      ? await cardsWorkbook(of, `${area.pathName}　${question.ledger[language]}`, book, printed, purpose, at)
      : await renderLongPdf(
          'cards',
          kind === 'household'
            ? { ...printed, title: of, kind, cards: cards.households }
            : { ...printed, title: of, kind, cards: cards.residents },
          { createdAt: at, tagged: count <= 50, timeLimit: 180_000 },
        );
  const file = `cards-${task.taskId}`;
  await writeTaskFile(host, file, [bytes]);
  const note = { actor: task.actor, action: 'ledger.cards-written', permission: 'resident.export' } as const;
  await runCommand(host, note, async ({ audit }) => {
    // One event a card: who was printed stands in the log of each.
    for (const subject of cards.subjects) audit({ ...subject, purpose, details: { taskId: task.taskId } });
  });
  return {
    ...taskFile(reference, today, asked, {
      file,
      fileName: `${of}-${area.name}-${today}.${input.format}`,
      rows: count,
      people: cards.residents.length + cards.households.reduce((sum, card) => sum + card.members.length, 0),
      of: { ledger: question.ledger.key, area: area.code },
    }),
    refused: cards.refused,
  };
}

async function readCards(
  c: CardContext & { r: Reader },
  kind: 'resident' | 'household',
  ids: readonly string[],
  task: TaskRun,
): Promise<Cards | undefined> {
  const residents: { card: PersonCard; subject: AuditEntry }[] = [];
  const households: { card: HouseholdCard; subject: AuditEntry }[] = [];
  let refused = 0;
  for (const [index, id] of ids.entries()) {
    if (index % 20 === 0 && (await task.cancelled())) return undefined;
    try {
      if (kind === 'household') households.push(await householdCard(c, id));
      else residents.push(await personCard(c, id));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refused++;
    }
    await task.report(index + 1, ids.length + 1);
  }
  const collator = new Intl.Collator('zh', { numeric: true });
  const addressOf = (card: PersonCard) =>
    card.household?.address ?? card.fields.find((field) => field.wide)?.value ?? '';
  residents.sort(
    (a, b) =>
      collator.compare(a.card.community, b.card.community) ||
      collator.compare(addressOf(a.card), addressOf(b.card)) ||
      collator.compare(a.card.name, b.card.name),
  );
  households.sort(
    (a, b) =>
      collator.compare(a.card.community, b.card.community) ||
      collator.compare(a.card.address, b.card.address) ||
      collator.compare(a.card.number, b.card.number),
  );
  return {
    residents: residents.map((one) => one.card),
    households: households.map((one) => one.card),
    subjects: [...residents, ...households].map((one) => one.subject),
    refused,
  };
}
