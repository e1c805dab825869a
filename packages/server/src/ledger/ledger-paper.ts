/** A ledger on paper and as a workbook: the same rows, columns and words as on the screen. */
import { AppError, type Language } from '@renshe/domain/kernel/app-error.ts';
import { formatMonth, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { AreaRef } from '@renshe/domain/kernel/schema.ts';
import type { LedgerCopyView, LedgerRow, ledgerContracts } from '@renshe/domain/ledger/ledger.contract.ts';
import { conditionText, ledgerText } from '@renshe/domain/ledger/ledger.words.ts';
import { getLedgerColumn, type LedgerColumnKey } from '@renshe/domain/ledger/ledger-column.ts';
import { formatConditions, formatSort } from '@renshe/domain/ledger/ledger-question.ts';
import { businessDay } from '../platform/clock.ts';
import type { Reader } from '../platform/db.ts';
import type { Host } from '../platform/host.ts';
import { findInstallation } from '../platform/installation.ts';
import { renderPdf } from '../platform/pdf.ts';
import type { FileAnswer, ReadContext } from '../platform/route.ts';
import { chainOf } from '../platform/scope.ts';
import { writeWorkbook } from '../platform/xlsx.ts';
import { officeName } from '../resident/print-person-card.ts';
import { askLedger } from './ask-ledger.ts';
import { countUse } from './count-use.ts';
import { fitColumns } from './fit-columns.ts';
import type { LedgerQuestion } from './ledger-members.ts';
import { retiredOf } from './ledger-use.ts';
import { readAsked } from './read-asked.ts';

export const ledgerExportLimit = 50_000;
export const ledgerPrintLimit = 5_000;

const words = {
  zh: {
    number: '序号',
    count: (n: number) => `共 ${n} 行`,
    asOf: (on: string) => `截至 ${on}`,
    between: (from: string, to: string) => `${from} 至 ${to}`,
    filter: (what: string) => `筛选：${what}`,
    retired: '本市已停用这本台账。',
    retiredColumns: (names: string) => `含已停用的列：${names}。`,
    mark: (who: string, on: string, purpose: string) => `${who} ${on} 导出，用途：${purpose}`,
    seal: (month: string, on: string, by: string, digest: string) => `${month} 锁定时封存，${on} ${by}，摘要 ${digest}`,
  },
  en: {
    number: 'No.',
    count: (n: number) => (n === 1 ? '1 row' : `${n} rows`),
    asOf: (on: string) => `As of ${on}`,
    between: (from: string, to: string) => `${from} to ${to}`,
    filter: (what: string) => `Filter: ${what}`,
    retired: 'The city has retired this ledger.',
    retiredColumns: (names: string) => `With retired columns: ${names}.`,
    mark: (who: string, on: string, purpose: string) => `Exported by ${who} on ${on}; purpose: ${purpose}`,
    seal: (month: string, on: string, by: string, digest: string) =>
      `Frozen at the closing of ${month}, ${on}, by ${by}; digest ${digest}`,
  },
} as const satisfies Record<Language, object>;

/** The period of a ledger in words. */
function periodWords({ ledger, period }: LedgerQuestion, language: Language): string {
  const w = words[language];
  return ledger.rows.kind === 'stock' ? w.asOf(period.last) : w.between(period.from, period.last);
}

/** The filters of the reader in words; empty without any. Those of the ledger itself are what it is about. */
const filterWords = ({ conditions }: LedgerQuestion, language: Language) =>
  conditions.map((one) => conditionText(one, language)).join(language === 'zh' ? '；' : '; ');

/** The line of what is frozen: of which month, when, by whom, with which digest. */
export function sealWords(copy: LedgerCopyView | null, language: Language): string {
  if (!copy) return '';
  const on = businessDay(new Date(copy.frozenAt));
  return words[language].seal(copy.month, on, copy.frozenBy, copy.digest.slice(0, 16));
}

const textsOf = (row: LedgerRow, columns: readonly LedgerColumnKey[], language: Language) =>
  columns.map((key) => ledgerText(key, row.cells[key], language));

/** What of it the city has retired, in words: empty when nothing is. */
export async function retiredWords(
  r: Reader,
  { ledger, columns }: LedgerQuestion,
  language: Language,
): Promise<string> {
  const retired = await retiredOf(r, ledger.key, columns);
  const names = retired.columns.map((key) => getLedgerColumn(key)[language]).join(language === 'zh' ? '、' : ', ');
  const w = words[language];
  return `${retired.ledger ? w.retired : ''}${names ? w.retiredColumns(names) : ''}`;
}

/** What the log keeps of a question: a filter may name somebody, so it stands there as a digest. */
export const askedDetails = (host: Pick<Host, 'keyring'>, question: LedgerQuestion, area: AreaRef) => ({
  ledger: question.ledger.key,
  area: area.code,
  period: question.period.text,
  ...(question.closed !== undefined && { closed: formatMonth(question.closed) }),
  columns: question.columns.join(','),
  sort: formatSort(question.sort),
  ...(question.conditions.length > 0 && { whereDigest: host.keyring.digest(formatConditions(question.conditions)) }),
});

async function readWhole(
  c: ReadContext<typeof ledgerContracts.export | typeof ledgerContracts.print>,
  limit: number,
  act: 'exported' | 'printed',
) {
  const asked = await askLedger(c, c.params.ledger, c.body);
  const page = { limit: limit + 1, offset: 0 };
  const { rows, copy } = await readAsked(c.host, c.r, asked.scope, c.reference, c.today, asked.question, page);
  if (rows.length > limit) throw new AppError('ledger.too-many-rows', 'tooLarge', { limit });
  const { question, area } = asked;
  countUse(c, act, question, c.body.view);
  c.audit({
    districtId: chainOf(asked.scope),
    purpose: c.body.purpose,
    details: { ...askedDetails(c.host, question, area), rows: rows.length },
  });
  return { ...asked, rows, copy, retired: await retiredWords(c.r, question, c.language) };
}

/** Of what and for whom a workbook is made. */
export interface LedgerBook {
  question: LedgerQuestion;
  area: AreaRef;
  language: Language;
  actor: { name: string; login: string; posts: readonly { officeName: string; role: string; areaId: number }[] };
  today: PlainDate;
  at: Date;
  purpose: string;
  /** What the city has retired of it, in words. */
  retired: string;
  /** Of a closed month: what it was frozen as. */
  seal?: string;
}

/** A workbook of rows, the first of them with this number of all: numbers masked, marked with who exported them and why. */
export function ledgerWorkbook(
  book: LedgerBook,
  rows: readonly LedgerRow[],
  first: number,
  all: number,
): Promise<Buffer> {
  const { question, area, language, actor } = book;
  const w = words[language];
  const title = question.ledger[language];
  const filter = filterWords(question, language);
  const who = language === 'zh' ? `${actor.name}（${actor.login}）` : `${actor.name} (${actor.login})`;
  return writeWorkbook({
    title,
    createdAt: book.at,
    watermark: w.mark(`${officeName(book)} ${who}`.trim(), book.today, book.purpose),
    sheets: [
      {
        name: title,
        titleLines: [
          title,
          `${area.pathName}　${periodWords(question, language)}　${w.count(all)}`,
          ...(filter ? [w.filter(filter)] : []),
          ...(book.retired ? [book.retired] : []),
          ...(book.seal ? [book.seal] : []),
        ],
        columns: [
          { key: 'number', header: w.number, width: 6, kind: 'number' },
          ...question.columns.map((key) => {
            const { kind, width, ...head } = getLedgerColumn(key);
            const typed =
              kind === 'money' ? ('number' as const) : kind === 'number' || kind === 'date' ? kind : ('text' as const);
            return { key, header: head[language], width, kind: typed };
          }),
        ],
        freeze: 2,
        rows: rows.map((row, index) => ({
          number: first + index,
          ...Object.fromEntries(
            question.columns.map((key) => {
              const value = row.cells[key] ?? null;
              if (typeof value === 'number') return [key, getLedgerColumn(key).kind === 'money' ? value / 100 : value];
              return [key, ledgerText(key, value, language) || null];
            }),
          ),
        })),
      },
    ],
  });
}

export const ledgerFileName = ({ question, area, language }: Pick<LedgerBook, 'question' | 'area' | 'language'>) =>
  `${question.ledger[language]}-${area.name}-${question.period.text}`;

/** How many people rows name: a household with its members' names names them all. */
export const peopleNamed = (rows: readonly LedgerRow[]) =>
  rows.reduce(
    (sum, { cells }) => sum + (typeof cells.membersNames === 'string' ? cells.membersNames.split('、').length : 1),
    0,
  );

/** 导出台账: all filtered rows as a workbook, audited with purpose and rows. */
export async function exportLedger(c: ReadContext<typeof ledgerContracts.export>): Promise<FileAnswer> {
  const { question, area, rows, copy, retired } = await readWhole(c, ledgerExportLimit, 'exported');
  const { language, actor, today, at } = c;
  const seal = sealWords(copy, language);
  const book = { question, area, language, actor, today, at, purpose: c.body.purpose, retired, seal };
  const file = await ledgerWorkbook(book, rows, 1, rows.length);
  return { file, fileName: `${ledgerFileName(book)}.xlsx`, people: peopleNamed(rows) };
}

/** 打印台账: A4, heads on every page, page x of y, places to sign and for the seal. */
export async function printLedger(c: ReadContext<typeof ledgerContracts.print>): Promise<FileAnswer> {
  const { question, area, rows, copy, retired } = await readWhole(c, ledgerPrintLimit, 'printed');
  const { language } = c;
  const seal = sealWords(copy, language);
  const title = question.ledger[language];
  const headers = [words[language].number, ...question.columns.map((key) => getLedgerColumn(key)[language])];
  const blank = [0, ...question.columns.map((key) => getLedgerColumn(key).width)];
  const texts = rows.map((row, index) => [String(index + 1), ...textsOf(row, question.columns, language)]);
  const rightAligned = (index: number) =>
    index === 0 || ['number', 'money'].includes(getLedgerColumn(question.columns[index - 1]!).kind);
  const fit = fitColumns({ headers, rows: texts, blank }, question.ledger.paper);
  if (!fit) throw new AppError('ledger.too-wide', 'tooLarge', { count: question.columns.length });
  const file = await renderPdf(
    'ledger',
    {
      title,
      reporter: area.pathName,
      period: periodWords(question, language),
      filter: filterWords(question, language),
      orientation: question.ledger.paper,
      paper: fit.paper,
      size: fit.size,
      columns: headers.map((header, index) => ({
        header,
        width: fit.widths[index]!,
        align: rightAligned(index) ? ('right' as const) : ('left' as const),
      })),
      rows: texts,
      ...((seal || retired) && { notes: [seal, retired].filter((note) => note !== '') }),
      language,
      printedOn: c.today,
      printedBy: c.actor.name,
      office: officeName(c),
      demo: (await findInstallation(c.r))?.demo ?? false,
    },
    // A reader's tags make a long list five times as large.
    { createdAt: c.at, tagged: rows.length <= 500, timeLimit: 90_000 },
  );
  return { file, fileName: `${ledgerFileName({ question, area, language })}.pdf`, people: peopleNamed(rows) };
}
