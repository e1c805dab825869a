/** A ledger as a data file: `regions/<area>/ledgers/*.json`. One with problems is not offered; each problem says what to change. */
import { z } from 'zod';
import { type FileProblem, readDataFile } from '../kernel/data-file.ts';
import { plainDateSchema, textSchema } from '../kernel/schema.ts';
import { findIndicator } from '../statistics/indicators.ts';
import { type Ledger, type LedgerCondition, ledgerRecords, rowKindOf } from './ledger.ts';
import { getLedgerColumn, hasColumn, isLedgerColumn, type LedgerColumnKey, ledgerColumns } from './ledger-column.ts';

const keySchema = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
/** Pages beside the ledgers: a ledger of such a key could not be opened. */
const ledgerKeySchema = keySchema.refine((key) => key !== 'volume');
const columnKeys = Object.keys(ledgerColumns) as [LedgerColumnKey, ...LedgerColumnKey[]];
export const ledgerColumnSchema = z.enum(columnKeys);
const sentenceSchema = z.strictObject({ zh: textSchema(400, 1), en: textSchema(400, 1) });

export const ledgerConditionSchema = z.union([
  z.strictObject({ column: ledgerColumnSchema, is: z.array(textSchema(40, 1)).min(1).max(40) }),
  z.strictObject({ column: ledgerColumnSchema, filled: z.boolean() }),
  z.strictObject({ column: ledgerColumnSchema, contains: textSchema(40, 1) }),
  z.strictObject({ column: ledgerColumnSchema, atLeast: z.number().int().min(0).max(1000) }),
  z.strictObject({ column: ledgerColumnSchema, from: plainDateSchema.optional(), to: plainDateSchema.optional() }),
]);
export const ledgerSortSchema = z.strictObject({ column: ledgerColumnSchema, descending: z.boolean().default(false) });

const ledgerFileSchema = z.strictObject({
  key: ledgerKeySchema,
  zh: textSchema(40, 1),
  en: textSchema(80, 1),
  about: sentenceSchema,
  source: sentenceSchema,
  order: z.number().int().min(0).max(1000).default(500),
  rows: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('stock'), indicator: keySchema }),
    z.strictObject({ kind: z.literal('flow'), indicator: keySchema }),
    z.strictObject({ kind: z.literal('records'), of: z.enum(ledgerRecords) }),
  ]),
  columns: z.array(ledgerColumnSchema).min(1).max(30),
  conditions: z.array(ledgerConditionSchema).max(10).default([]),
  sort: z.array(ledgerSortSchema).max(3).default([]),
  paper: z.enum(['portrait', 'landscape']).default('landscape'),
});

export type LedgerFileOutcome = { ledger: Ledger; problems: [] } | { ledger: undefined; problems: FileProblem[] };

/** Reads a ledger from the text of a file. */
export function readLedgerFile(text: string): LedgerFileOutcome {
  const outcome = readDataFile<Ledger>(ledgerFileSchema as z.ZodType<Ledger>, text);
  if (outcome.value === undefined) return { ledger: undefined, problems: outcome.problems };
  const problems = ledgerProblems(outcome.value);
  return problems.length === 0 ? { ledger: outcome.value, problems: [] } : { ledger: undefined, problems };
}

/** What is wrong with a ledger beyond its shape. */
export function ledgerProblems(ledger: Ledger): FileProblem[] {
  const problems: FileProblem[] = [];
  const { rows } = ledger;
  if (rows.kind !== 'records') {
    const indicator = findIndicator(rows.indicator);
    if (!indicator)
      problems.push({
        where: 'rows.indicator',
        zh: `指标目录中没有“${rows.indicator}”。`,
        en: `The catalogue has no indicator “${rows.indicator}”.`,
      });
    else if (indicator.type !== rows.kind)
      problems.push({
        where: 'rows.kind',
        zh: `“${indicator.zh}”是${indicator.type === 'stock' ? '期末数(stock)' : '发生数(flow)'}，种类要一致。`,
        en: `“${indicator.en}” is a ${indicator.type}; the ledger must say so.`,
      });
    if (!indicator) return problems;
  }
  for (const [index, key] of ledger.columns.entries())
    problems.push(...columnProblems(ledger, key, `columns[${index}]`, false));
  if (new Set(ledger.columns).size < ledger.columns.length)
    problems.push({ where: 'columns', zh: '有一列写了两次。', en: 'A column is named twice.' });
  for (const [index, condition] of ledger.conditions.entries())
    problems.push(...conditionProblems(ledger, condition, `conditions[${index}]`));
  for (const [index, { column }] of ledger.sort.entries())
    problems.push(...columnProblems(ledger, column, `sort[${index}]`, true));
  return problems;
}

/** What is wrong with a condition, of a file or of somebody who filters. */
export function conditionProblems(ledger: Ledger, condition: LedgerCondition, where: string): FileProblem[] {
  const problems = columnProblems(ledger, condition.column, where, true);
  if (problems.length > 0) return problems;
  const { kind, codes, zh, en } = getLedgerColumn(condition.column);
  const say = (what: string, whatEn: string) => problems.push({ where, zh: what, en: whatEn });
  if ('is' in condition) {
    if (kind === 'yes-no' ? condition.is.some((v) => v !== 'yes' && v !== 'no') : !codes)
      say(`“${zh}”不能按代码筛选。`, `“${en}” is not filtered by codes.`);
    const unknown = codes && condition.is.find((code) => !codes.some((row) => row.code === code));
    if (unknown) say(`“${zh}”没有代码“${unknown}”。`, `“${en}” has no code “${unknown}”.`);
  } else if ('contains' in condition) {
    if (kind !== 'text') say(`“${zh}”不能按文字筛选。`, `“${en}” is not filtered by text.`);
  } else if ('atLeast' in condition) {
    if (kind !== 'number') say(`“${zh}”不是数。`, `“${en}” is no number.`);
  } else if (!('filled' in condition) && kind !== 'date') say(`“${zh}”不是日期。`, `“${en}” is no date.`);
  return problems;
}

/** What is wrong with naming a column; `ordered` where it is sorted or filtered by. */
export function columnProblems(ledger: Ledger, key: string, where: string, ordered: boolean): FileProblem[] {
  if (!isLedgerColumn(key) || !hasColumn(rowKindOf(ledger.rows), key))
    return [{ where, zh: `这本台账没有“${key}”这一列。`, en: `This ledger has no column “${key}”.` }];
  const column = getLedgerColumn(key);
  // Numbers that are masked must not be found out by ordering or narrowing.
  if (ordered && (column.computed || column.kind === 'masked'))
    return [
      {
        where,
        zh: `“${column.zh}”不能用来排序或筛选。`,
        en: `“${column.en}” can neither be sorted nor filtered by.`,
      },
    ];
  return [];
}
