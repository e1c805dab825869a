/** A volume on paper and as a workbook: the summary first, then the lists of each community. */
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import type { LedgerRow } from '@renshe/domain/ledger/ledger.contract.ts';
import { ledgerText } from '@renshe/domain/ledger/ledger.words.ts';
import { getLedgerColumn, type LedgerColumnKey } from '@renshe/domain/ledger/ledger-column.ts';
import type { VolumeTable } from '@renshe/domain/volume/volume.contract.ts';
import { ledgerHead } from '@renshe/domain/volume/volume.words.ts';
import { type Fit, fitColumns, type PrintedTable } from '../ledger/fit-columns.ts';
import type { VolumeData } from '../platform/pdf-templates.ts';
import { type Workbook, type WorkbookColumn, writeWorkbook } from '../platform/xlsx.ts';
import type { VolumeLine } from './volume.queries.ts';

/** The rows of one ledger in one part. */
export interface VolumeList {
  line: VolumeLine;
  /** By part, in the order of the table's. */
  rows: readonly LedgerRow[][];
}

/** What a volume is made from, with the words of whoever asked for it. */
export interface VolumeBook {
  table: VolumeTable;
  lists: readonly VolumeList[];
  language: Language;
  printedOn: string;
  printedBy: string;
  office: string;
  purpose: string;
  demo: boolean;
}

export const volumeWords = {
  zh: {
    title: { community: '一居一帐', street: '一街一册', district: '街道汇总册' },
    part: { community: '社区(村)', street: '社区(村)', district: '街道(乡镇)' },
    whole: { community: '社区数', street: '街道数', district: '区县数' },
    number: '序号',
    sum: '合计',
    difference: '差额',
    away: '其中：现已迁离',
    summary: '汇总表',
    ledger: '台账',
    count: (n: number) => `共 ${n} 行`,
    asOf: (on: string) => `截至 ${on}`,
    between: (from: string, to: string) => `${from} 至 ${to}`,
    agrees: '各单位合计与整体台账逐项一致。',
    differs: (what: string) => `合计与整体台账不一致：${what}。请在系统中点开差额，查看涉及的人。`,
    named: (ledger: string, difference: number) => `${ledger} ${difference > 0 ? '+' : ''}${difference}`,
    absorbed: (name: string, others: string) => `${name}含已并入的${others}`,
    moved: '“现已迁离”是当时计入、现在住在辖区以外的人，名单中只显示姓氏。',
    mark: (who: string, on: string, purpose: string) => `${who} ${on} 导出，用途：${purpose}`,
    and: '、',
    stop: '。',
  },
  en: {
    title: { community: 'Ledgers of a community', street: 'Street volume', district: 'Summary of the streets' },
    part: { community: 'Community', street: 'Community', district: 'Street' },
    whole: { community: 'Community', street: 'Street', district: 'District' },
    number: 'No.',
    sum: 'Total',
    difference: 'Difference',
    away: 'Of these: moved away since',
    summary: 'Summary',
    ledger: 'Ledger',
    count: (n: number) => (n === 1 ? '1 row' : `${n} rows`),
    asOf: (on: string) => `As of ${on}`,
    between: (from: string, to: string) => `${from} to ${to}`,
    agrees: 'The total of the units agrees with the ledger of the whole in every column.',
    differs: (what: string) =>
      `Total and whole do not agree: ${what}. Open the difference in the system to see whom it is about.`,
    named: (ledger: string, difference: number) => `${ledger} ${difference > 0 ? '+' : ''}${difference}`,
    absorbed: (name: string, others: string) => `${name} includes ${others}, which it has absorbed`,
    moved:
      '“Moved away since” are people who were counted then and live elsewhere now; lists show their family names only.',
    mark: (who: string, on: string, purpose: string) => `Exported by ${who} on ${on}; purpose: ${purpose}`,
    and: ', ',
    stop: '.',
  },
} as const satisfies Record<Language, object>;

export function periodOf(table: VolumeTable, language: Language): string {
  const w = volumeWords[language];
  return table.from === table.last ? w.asOf(table.last) : w.between(table.from, table.last);
}

/** What stands below the summary. */
function notesOf({ table, language }: VolumeBook): string[] {
  const w = volumeWords[language];
  const different = table.ledgers.filter((one) => one.difference !== 0);
  const absorbing = table.parts.filter((part) => part.absorbed.length > 0);
  return [
    different.length === 0
      ? w.agrees
      : w.differs(different.map((one) => w.named(ledgerHead(one, language), one.difference)).join(w.and)),
    ...(absorbing.length > 0
      ? [`${absorbing.map((part) => w.absorbed(part.name, part.absorbed.join(w.and))).join(w.and)}${w.stop}`]
      : []),
    ...(table.ledgers.some((one) => one.away > 0) ? [w.moved] : []),
  ];
}

/** Rows of the summary over some of its ledgers: the parts, then total, whole and difference. */
function summaryRows({ table, language }: VolumeBook, ledgers: VolumeTable['ledgers']) {
  const w = volumeWords[language];
  const rows = table.parts.map((part, index) => [part.name, ...ledgers.map((one) => String(one.counts[index]))]);
  const totals = [
    [w.sum, ...ledgers.map((one) => String(one.sum))],
    [w.whole[table.level], ...ledgers.map((one) => String(one.whole))],
    [w.difference, ...ledgers.map((one) => String(one.difference))],
    ...(ledgers.some((one) => one.away > 0) ? [[w.away, ...ledgers.map((one) => String(one.away))]] : []),
  ];
  return { rows, totals };
}

/** A table as wide as A4 lies; beyond that its letters stay small and its words are broken, for a volume has one size of paper. */
function fitOnA4(table: PrintedTable): Fit | undefined {
  const fit = fitColumns(table, 'landscape');
  return fit?.paper === 'a4' ? fit : undefined;
}

function fittedTable(table: PrintedTable, right: (column: number) => boolean) {
  const fit = fitOnA4(table) ?? {
    size: 6,
    widths: fitColumns(table, 'landscape')?.widths ?? table.headers.map(() => 1),
  };
  return {
    size: fit.size,
    columns: table.headers.map((header, index) => ({
      header,
      width: fit.widths[index]!,
      align: right(index) ? ('right' as const) : ('left' as const),
    })),
    rows: table.rows.map((row) => [...row]),
  };
}

function summaryTables(book: VolumeBook): VolumeData['summary'] {
  const { ledgers, level } = book.table;
  const w = volumeWords[book.language];
  const tableOf = (some: VolumeTable['ledgers']) => {
    const { rows, totals } = summaryRows(book, some);
    const headers = [w.part[level], ...some.map((one) => ledgerHead(one, book.language))];
    return { headers, rows, totals, printed: { headers, rows: [...rows, ...totals], blank: headers.map(() => 0) } };
  };
  for (let tables = 1; ; tables++) {
    const size = Math.max(1, Math.ceil(ledgers.length / tables));
    const chunks = Array.from({ length: Math.max(1, Math.ceil(ledgers.length / size)) }, (_, index) =>
      tableOf(ledgers.slice(index * size, (index + 1) * size)),
    );
    if (size > 1 && !chunks.every((one) => fitOnA4(one.printed))) continue;
    return chunks.map((one) => ({
      ...fittedTable(one.printed, (column) => column > 0),
      rows: one.rows,
      totals: one.totals,
    }));
  }
}

/** The volume for its template. */
export function volumePaper(book: VolumeBook): VolumeData {
  const { table, lists, language } = book;
  const w = volumeWords[language];
  return {
    title: w.title[table.level],
    area: table.area.name,
    place: table.area.pathName,
    period: periodOf(table, language),
    madeOn: book.printedOn,
    summary: summaryTables(book),
    notes: notesOf(book),
    agrees: table.ledgers.every((one) => one.difference === 0),
    parts:
      lists.length === 0
        ? []
        : table.parts.map((part, at) => ({
            name: part.name,
            lists: lists.map(({ line, rows }) => listPaper(line, rows[at]!, language)),
          })),
    language,
    printedOn: book.printedOn,
    printedBy: book.printedBy,
    office: book.office,
    demo: book.demo,
  };
}

function listPaper({ ledger, period }: VolumeLine, rows: readonly LedgerRow[], language: Language) {
  const w = volumeWords[language];
  const columns = ledger.columns;
  const headers = [w.number, ...columns.map((key) => getLedgerColumn(key)[language])];
  const texts = rows.map((row, index) => [
    String(index + 1),
    ...columns.map((key) => ledgerText(key, row.cells[key], language)),
  ]);
  const blank = [0, ...columns.map((key) => getLedgerColumn(key).width)];
  const right = (index: number) =>
    index === 0 || ['number', 'money'].includes(getLedgerColumn(columns[index - 1]!).kind);
  const when = ledger.rows.kind === 'stock' ? w.asOf(period.last) : w.between(period.from, period.last);
  return {
    ...fittedTable({ headers, rows: texts, blank }, right),
    title: ledger[language],
    note: `${when}　${w.count(rows.length)}`,
  };
}

/** One sheet of the summary, then one a community: its ledgers one below the other, told apart by their first column. */
export function volumeWorkbook(book: VolumeBook, at: Date): Promise<Buffer> {
  const { table, lists, language } = book;
  const w = volumeWords[language];
  const { rows, totals } = summaryRows(book, table.ledgers);
  const title = `${table.area.name} ${w.title[table.level]}`;
  const heads = [w.part[table.level], ...table.ledgers.map((one) => ledgerHead(one, language))];
  const keyed = (row: readonly string[]) =>
    Object.fromEntries(row.map((value, index) => [String(index), index === 0 ? value : Number(value)]));
  const used = [...new Set(lists.flatMap(({ line }) => line.ledger.columns))];
  const sheets: Workbook['sheets'][number][] = [
    {
      name: w.summary,
      titleLines: [title, `${table.area.pathName}　${periodOf(table, language)}`],
      columns: heads.map((header, index) => ({
        key: String(index),
        header,
        width: index === 0 ? 20 : 10,
        kind: index === 0 ? ('text' as const) : ('number' as const),
      })),
      rows: [...rows, ...totals].map(keyed),
      emphasis: totals.map((_, index) => rows.length + index),
      footer: notesOf(book),
      freeze: 1,
    },
    ...(lists.length === 0 ? [] : table.parts).map((part, index) => ({
      name: part.name,
      titleLines: [part.name, `${w.title[table.level]}　${periodOf(table, language)}`],
      columns: [
        { key: 'ledger', header: w.ledger, width: 22, kind: 'text' as const },
        { key: 'order', header: w.number, width: 6, kind: 'number' as const },
        ...used.map((key): WorkbookColumn => {
          const { kind, width, ...head } = getLedgerColumn(key);
          return {
            key,
            header: head[language],
            width,
            kind: kind === 'money' ? 'number' : kind === 'number' || kind === 'date' ? kind : 'text',
          };
        }),
      ],
      rows: lists.flatMap(({ line, rows: byPart }) =>
        byPart[index]!.map((row, order) => ({
          ledger: line.ledger[language],
          order: order + 1,
          ...Object.fromEntries(line.ledger.columns.map((key) => [key, cellOf(row, key, language)])),
        })),
      ),
      freeze: 2,
    })),
  ];
  return writeWorkbook({
    title,
    createdAt: at,
    watermark: w.mark(`${book.office} ${book.printedBy}`.trim(), book.printedOn, book.purpose),
    sheets,
  });
}

function cellOf(row: LedgerRow, key: LedgerColumnKey, language: Language): string | number | null {
  const value = row.cells[key] ?? null;
  if (typeof value === 'number') return getLedgerColumn(key).kind === 'money' ? value / 100 : value;
  return ledgerText(key, value, language) || null;
}
